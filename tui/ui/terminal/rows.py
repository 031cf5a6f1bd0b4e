"""The screen's rows, kept for a terminal that reorders: it does so with whole rows only.

Textual repaints parts of rows; to a terminal that reorders, a part that is written anew can
change the place of all the rest. So what is painted goes into a copy of the screen first, and
each row that changed is sent whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tui.text.graphemes import cell_len, cluster_starts
from tui.ui.terminal.reorder import logical_order

_TOKEN = re.compile(
    r"\x1b\[(?P<row>\d*);?(?P<column>\d*)H"
    r"|(?P<style>\x1b\[[\d;:]*m)"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
    r"|(?P<newline>\n)"
    r"|(?P<other>\x1b[\]P_^X].*?(?:\x1b\\|\x07)|\x1b\[[0-?]*[ -/]*[@-~]|.)",
    re.DOTALL,
)
_PLAIN = re.compile(r"\x1b\[0*m")
_ALTERNATE_SCREEN = "\x1b[?1049h"


class Painted(NamedTuple):
    """One cell of the screen."""

    text: str
    style: str
    """The SGR sequences that it is written under."""
    width: int


_BLANK = Painted(" ", "", 1)
_HIDDEN = Painted("", "", 0)
"""The place under the right half of a wide cell."""


def split_cells(text: str) -> Iterator[str]:
    """Split what is painted into cells: clusters, none of them without a column of its own."""
    if text.isascii():
        yield from text
        return
    cell = ""
    for start, end in pairwise([*cluster_starts(text), len(text)]):
        if cell and cell_len(text[start:end]):
            yield cell
            cell = ""
        cell += text[start:end]
    if cell:
        yield cell


def send(cells: Sequence[Painted]) -> str:
    """The sequences and text that show these cells, a row's first ones, in this order."""
    parts, style = [], ""
    for index, text in logical_order([cell.text for cell in cells]):
        if cells[index].style != style:
            parts.append(f"\x1b[0m{cells[index].style}")
            style = cells[index].style
        parts.append(text)
    return "".join(parts) + ("\x1b[0m" if style else "")


def send_lines(lines: str) -> str:
    """Lines of text, with SGR sequences or without, as they have to be sent to be seen so."""
    return "\n".join(map(_send_line, lines.split("\n")))


def _send_line(line: str) -> str:
    rows = Rows(lambda: 0)
    rows.write(line)
    return rows.row(0)


class Rows:
    """A copy of the screen, as it is meant to be seen."""

    def __init__(self, columns: Callable[[], int]) -> None:
        """An empty screen; `columns` tells its width in cells, 0 when it has no end."""
        self._columns = columns
        self._rows: dict[int, list[Painted]] = {}
        self._row = self._column = 0
        self._style = ""

    def row(self, row: int) -> str:
        """What is sent for a row, from its first cell on."""
        cells = [cell for cell in self._rows.get(row, ()) if cell is not _HIDDEN]
        return send(cells)

    def write(self, data: str) -> str:
        """Take in one write; returns what to send instead of it."""
        width = self._columns()
        touched: set[int] = set()
        kept: list[str] = []
        moved = False
        for token in _TOKEN.finditer(data):
            kind = token.lastgroup
            if kind == "style":
                self._style = "" if _PLAIN.fullmatch(token[0]) else self._style + token[0]
            elif kind == "text":
                touched.add(self._row)
                self._paint(token[0])
            elif kind == "newline":
                self._row, self._column = self._row + 1, 0
            elif kind == "other":
                kept.append(token[0])
                if token[0] == _ALTERNATE_SCREEN:
                    self._rows.clear()
            else:
                moved = True
                self._row = int(token["row"] or 1) - 1
                self._column = int(token["column"] or 1) - 1
        for row in sorted(touched):
            if width:
                del self._rows[row][width:]
            kept.append(f"\x1b[{row + 1};1H{self.row(row)}")
        if moved or touched:
            kept.append(f"\x1b[{self._row + 1};{self._column + 1}H")
        return "".join(kept)

    def _paint(self, text: str) -> None:
        """Write text at the cursor, which moves behind it."""
        cells = self._rows.setdefault(self._row, [])
        start, painted = self._column, []
        for cell in split_cells(text):
            width = cell_len(cell)
            if not width:
                continue
            painted.append(Painted(cell, self._style, width))
            painted.extend([_HIDDEN] * (width - 1))
        end = start + len(painted)
        cells.extend([_BLANK] * (end - len(cells)))
        if cells[start] is _HIDDEN:
            cells[start - 1] = _BLANK
        if end < len(cells) and cells[end] is _HIDDEN:
            cells[end] = _BLANK
        cells[start:end] = painted
        self._column = end
