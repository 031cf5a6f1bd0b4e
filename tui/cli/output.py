"""What the command line prints: never a control sequence that came with the data."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, TextIO

from tui.text.line import flat

if TYPE_CHECKING:
    from pathlib import Path

    from tui.config import Settings


def safe(text: str) -> str:
    """The text in logical order with every control character made visible, as one line."""
    from tui.text.graphemes import cluster_starts, painted

    text = flat(text)
    edges = pairwise([*cluster_starts(text), len(text)])
    return "".join(painted(text[start:end]) for start, end in edges)


def say(message: str, stream: TextIO | None = None) -> None:
    """One line for the person, on stderr or another stream.

    On a terminal it stands as it reads; other programs get it in logical order.
    """
    message, stream = flat(message), stream or sys.stderr
    if stream.isatty() and any(map(_runs_rtl, message)):
        from tui.cli.painting import visual_rows

        for row in visual_rows(message):
            print(row, file=stream)
    else:
        print(safe(message), file=stream)


def _runs_rtl(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL", "AN")


def write_line(line: str) -> None:
    """A line of data on stdout."""
    sys.stdout.write(line + "\n")


def write_path(path: Path) -> None:
    """A path on stdout: its own bytes for other programs, made visible on a terminal."""
    write_line(safe(str(path)) if sys.stdout.isatty() else str(path))


@contextmanager
def visual_lines(settings: Settings) -> Iterator[Callable[[str], None]]:
    """Give a function that writes lines of visual order, as the terminal at hand needs them."""
    if not sys.stdout.isatty():
        yield write_line
        return
    from tui.cli.painting import visual_output

    with visual_output(settings) as encoder:
        yield lambda line: write_line(encoder.encode(line))


def write_fields(*fields: object) -> None:
    """A line for other programs: fields parted by tabs, texts in logical order and on one line."""
    write_line("\t".join(safe(str(field)) for field in fields))


def write_json(value: Mapping[str, object]) -> None:
    """One JSON object a line, nothing escaped that need not be."""
    line = json.dumps(value, ensure_ascii=False)
    if sys.stdout.isatty():
        from tui.text.escapes import escaped_json

        line = escaped_json(line)
    write_line(line)
