"""Sources to files: which files of the named folders are read, and under which ids.

Paths are plain strings here: a folder may hold 100,000 files, and making a `Path` of each
takes as long as reading it.
"""

# ruff: noqa: PTH100, PTH110, PTH116, PTH118, PTH119, PTH122

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tui.model import Document
from tui.text.natural_order import natural_key

MAX_BYTES = 100 * 2**20
"""Bytes of a file, or of one record of a file of records, that are still read as one text."""

KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".conllu": "conllu",
    ".conllup": "conllu",
}
"""How a file is read, by its ending; `.gz` after any of them is unpacked on the way."""


@dataclass(frozen=True, slots=True)
class SourceDocument(Document):
    """A document as it was read from a file."""

    encoding: str = "utf-8"
    """Python's name of the encoding that the text was decoded from."""
    folder: str = ""
    """Name of the source folder (of a single file: the folder that it is in)."""

    @property
    def qualified_id(self) -> str:
        """`FOLDER/ID`, for when another source already has the plain id."""
        return f"{self.folder}/{self.id}" if self.folder else self.id


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or a line of one, that gave no document, and why; the others are still read.

    `str()` holds words of the file and its name: paint control characters before showing it.
    """

    path: str
    reason: str
    line: int | None = None
    """1-based number of the line in the file."""

    def __str__(self) -> str:
        return _said(self.path, self.line, self.reason)


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know about a file that was read, or left out as it should be."""

    path: str
    message: str
    line: int | None = None
    """1-based number of the line in the file."""

    def __str__(self) -> str:
        return _said(self.path, self.line, self.message)


def _said(path: str, line: int | None, words: str) -> str:
    return f"{path}: {words}" if line is None else f"{path}:{line}: {words}"


class SourceFile(NamedTuple):
    """A file to read."""

    path: str
    """Absolute path; symbolic links in it are not resolved."""
    id: str
    """Path below the source folder in POSIX form; the name of a file that was named itself."""
    folder: str
    """Name of the source folder, or of the folder in which a named file lies."""
    kind: str
    """One of the values of `KINDS`."""


def kind_of(name: str) -> str | None:
    """Return how a file of this name is read, None for an unknown ending."""
    stem, ending = os.path.splitext(name.lower())
    if ending == ".gz":
        ending = os.path.splitext(stem)[1]
    return KINDS.get(ending)


def files(
    sources: Iterable[str | os.PathLike[str]], *, follow_links: bool = False
) -> Iterator[SourceFile | Refusal | Note]:
    """List the files of the sources, folders recursively and sorted by name.

    Hidden files and those with unknown endings are left out of folders, the latter counted in
    a note; a file that is named itself is read as text whatever its ending. Symbolic links
    out of a folder are followed only with `follow_links`, and said otherwise.
    """
    for source in sources:
        path = os.path.abspath(source)
        if not os.fspath(source):
            yield Refusal("", "a file needs a name")
            continue
        try:
            mode = os.stat(path).st_mode
        except OSError as error:
            yield Refusal(path, reason_of(error))
            continue
        except ValueError:  # a NUL in the name
            yield Refusal(path, "no file can have this name")
            continue
        if stat.S_ISDIR(mode):
            yield from _Walk(path, follow_links).files()
        elif not stat.S_ISREG(mode):
            yield Refusal(path, "it is neither a file nor a folder")
        else:
            folder, name = os.path.split(path)
            yield _named(path, name, os.path.basename(folder), kind_of(name) or "text")


def reason_of(error: OSError) -> str:
    """Return why a file cannot be opened or read, in words."""
    return (error.strerror or str(error)).lower()


def _named(path: str, file_id: str, folder: str, kind: str) -> SourceFile | Refusal:
    try:
        file_id.encode()
    except UnicodeEncodeError:
        return Refusal(path, "its name is not valid UTF-8: rename it")
    return SourceFile(path, file_id, folder.encode("utf-8", "replace").decode(), kind)


@dataclass(slots=True)
class _Walk:
    """One walk through a source folder."""

    root: str
    follow_links: bool
    real_root: str = field(init=False)
    name: str = field(init=False)
    left_out: Counter[str] = field(default_factory=Counter)
    found: bool = False

    def __post_init__(self) -> None:
        self.real_root = os.path.realpath(self.root)
        self.name = os.path.basename(self.real_root)

    def files(self) -> Iterator[SourceFile | Refusal | Note]:
        """The files of the folder and what is to be said of it."""
        yield from self._folder(self.root, "", (self.real_root,))
        if self.left_out:
            total = sum(self.left_out.values())
            kinds = ", ".join(f"{end or 'none'} {n:,}" for end, n in self.left_out.most_common(5))
            yield Note(self.root, f"left out {total:,} files by their ending ({kinds})")
        if not self.found:
            yield Note(self.root, "holds no document")

    def _folder(
        self, path: str, below: str, above: tuple[str, ...]
    ) -> Iterator[SourceFile | Refusal | Note]:
        """What a folder holds; `below` is its id with a slash, `above` its real parents."""
        try:
            with os.scandir(path) as entries:
                listed = sorted(entries, key=lambda entry: (natural_key(entry.name), entry.name))
        except OSError as error:
            yield Refusal(path, reason_of(error))
            return
        for entry in listed:
            if entry.name.startswith("."):
                continue
            if entry.is_symlink():
                yield from self._link(entry, below, above)
            elif entry.is_dir(follow_symlinks=False):
                real = (*above, os.path.join(above[-1], entry.name))
                yield from self._folder(entry.path, f"{below}{entry.name}/", real)
            else:
                yield from self._file(entry, below, entry.is_file(follow_symlinks=False))

    def _link(
        self, entry: os.DirEntry[str], below: str, above: tuple[str, ...]
    ) -> Iterator[SourceFile | Refusal | Note]:
        real = os.path.realpath(entry.path)
        inside = real == self.real_root or real.startswith(os.path.join(self.real_root, ""))
        if not os.path.exists(real):
            yield Refusal(entry.path, "it is a link to a file that is not there")
        elif not inside and not self.follow_links:
            yield Note(entry.path, "is a link out of the folder, which is not followed unasked")
        elif not entry.is_dir():
            yield from self._file(entry, below, entry.is_file())
        elif real in above:
            yield Note(entry.path, "is a link to a folder that it is in: not followed again")
        else:
            yield from self._folder(entry.path, f"{below}{entry.name}/", (*above, real))

    def _file(
        self, entry: os.DirEntry[str], below: str, regular: bool
    ) -> Iterator[SourceFile | Refusal]:
        kind = kind_of(entry.name)
        if kind is None:
            self.left_out[os.path.splitext(entry.name)[1].lower()[:10]] += 1
            return
        self.found = True
        if not regular:
            yield Refusal(entry.path, "it is not a regular file")
            return
        yield _named(entry.path, below + entry.name, self.name, kind)
