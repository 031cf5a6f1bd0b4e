"""The headings of a document, found when it is read and stored in its metadata.

The stored text does not show which lines were headings, so the readers of Word files and web pages
note offset, level and title of each. Markdown needs no notes: the text itself has the signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui.model import HEADINGS_FIELD, JSON
from tui.text.spans import Heading

MOST_HEADINGS = 5_000
"""The most headings that are kept for a document; metadata is read as a whole."""

LONGEST_TITLE = 120
"""The most code points that are kept of a heading's title."""


class Lines:
    """Collects the lines of a text, and which of them are headings."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self.headings: list[Heading] = []

    def append(self, line: str, level: int = 0) -> None:
        """Add one line as it is; with a level from 1 on it is a heading."""
        if level:
            indent = len(line) - len(line.lstrip())
            self.headings.append(Heading(self._length + indent, level, line.strip()))
        self._lines.append(line)
        self._length += len(line) + 1

    def add(self, text: str, level: int = 0) -> None:
        """Add lines without the white space around them; blank ones are left out."""
        for line in text.split("\n"):
            stripped = line.strip(" \t\r\f")
            if stripped:
                self.append(stripped, level)
                level = 0

    def add_row(self, cells: Iterable[str]) -> None:
        """Add the row of a table, a line with tabs between the cells; a blank one is left out."""
        row = "\t".join(cells).rstrip(" \t")
        if row:
            self.append(row)

    @property
    def text(self) -> str:
        """The lines, joined by line feeds."""
        return "\n".join(self._lines)


def with_headings(meta: Mapping[str, JSON], headings: Iterable[Heading]) -> dict[str, JSON]:
    """Return metadata with the headings of the document; unchanged if there are none."""
    noted: list[JSON] = [
        [heading.offset, heading.level, _short(heading.title)] for heading in headings
    ]
    return {**meta, HEADINGS_FIELD: noted[:MOST_HEADINGS]} if noted else dict(meta)


def noted_headings(meta: Mapping[str, JSON], text: str) -> list[Heading]:
    """Return the headings in a document's metadata that are in its text at their offsets.

    Those of another version of the text are left out, and so are values of another form: an
    imported document may have a field of this name.
    """
    noted = meta.get(HEADINGS_FIELD)
    found: list[Heading] = []
    for one in noted if isinstance(noted, list) else ():
        match one:
            case [int(offset), int(level), str(title)] if offset >= 0 and 1 <= level <= 9:
                if title and text.startswith(title.removesuffix("…"), offset):
                    found.append(Heading(offset, level, title))
    return sorted(found)


def _short(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE - 1].rstrip() + "…"
