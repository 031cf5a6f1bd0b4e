"""Reading folders and files in one step."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from tui.sources.files import Note, Refusal, SourceDocument, SourceFile, files
from tui.sources.readers import DEFAULT_OPTIONS, ReadOptions, read_file


def read(
    given: Iterable[str | os.PathLike[str]], options: ReadOptions = DEFAULT_OPTIONS
) -> Iterator[SourceDocument | Refusal | Note]:
    """The documents of folders and files, and what was refused or noted."""
    for file in files(given, follow_links=options.follow_links):
        if isinstance(file, SourceFile):
            yield from read_file(file, options)
        else:
            yield file
