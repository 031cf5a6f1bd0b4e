"""The screen's rows, kept for a terminal that reorders: it does so with whole rows only.

Textual repaints parts of rows; to a terminal that reorders, a part that is written anew can
change the place of all the rest. So what is painted goes into a copy of the screen first, and
each row that changed is sent whole.

The inverse of a terminal's reordering: what to send so that it shows a row as it is meant.

A terminal that reorders applies UAX #9 to each of its rows, laid out from left to right, panes
and all. The inverse is built and then proved: the text engine reorders what would be sent, and
where that is not the row that was meant, the next more careful way is taken. The last way, a
left-to-right mark after each cell, holds always.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from unicodedata import bidirectional

from tui.text.unicode import (
    Direction,
    cell_len,
    cluster_starts,
    mirrored,
    resolve,
    row_levels,
    visual_order,
)

LRM = "\u200e"


Piece = tuple[int, str]
"""A cell's index in the row, and the text to send for it."""


# One letter a cell: r for what runs from right to left, l for the other way, a and d for Arabic
# and European digits, s for what may stand inside a number, b for a border, o for the rest.
_KINDS = {"R": "r", "AL": "r", "AN": "a", "L": "l", "EN": "d", "ES": "s", "CS": "s", "ET": "s"}


_GROUP = re.compile(r"[ra](?:[^lb]*[ra])?")


_NUMBERS = re.compile(r"[da]+(?:s[da]+)*|.", re.DOTALL)


_DIGITS = re.compile(r"d+|a+|.", re.DOTALL)


def logical_order(cells: Sequence[str]) -> list[Piece]:
    """What to send, in this order, for a row of cells that is meant to be seen as given.

    Each cell is a base and its own marks; the row starts at the screen's left edge.
    """
    kinds = "".join(map(_kind, cells))
    groups = [(found.start(), found.end()) for found in _GROUP.finditer(kinds)]
    if not groups:
        return list(enumerate(cells))
    pieces = _fenced(cells, kinds, 0, groups[0][0])
    if not re.search("[lb]", kinds[: groups[0][0]]):
        # A terminal that goes by the first strong character takes the row for left-to-right.
        pieces.append((max(groups[0][0] - 1, 0), LRM))
    stops = [start for start, _ in groups[1:]] + [len(cells)]
    for (start, end), stop in zip(groups, stops, strict=True):
        rest = _fenced(cells, kinds, end, stop)
        for way in _ways(cells, kinds, start, end):
            proposed = [*pieces, *way, *rest]
            if shown([text for _, text in proposed]) == list(cells[:stop]):
                pieces = proposed
                break
        else:
            return [(0, LRM), *_escaped(cells, kinds, 0, len(cells))]
    return pieces


def _kind(cell: str) -> str:
    if "\u2500" <= cell[0] <= "\u259f":
        return "b"
    # A letter newer than Python's Unicode is taken for right-to-left: the proof finds it out.
    return _KINDS.get(bidirectional(cell[0]) or "R", "o")


def _fenced(cells: Sequence[str], kinds: str, start: int, end: int) -> list[Piece]:
    """The cells [start, end) as they are, none of them right-to-left.

    Konsole and mlterm do not reorder across the lines and blocks between two panes, others
    do: behind a mark there, none does.
    """
    pieces = []
    for at in range(start, end):
        pieces.append((at, cells[at]))
        if kinds[at] == "b":
            pieces.append((at, LRM))
    return pieces


def _ways(cells: Sequence[str], kinds: str, start: int, end: int) -> Iterator[list[Piece]]:
    """Ways to send the right-to-left cells [start, end), the plainest first."""
    orders = []
    for units in (_NUMBERS, _DIGITS):
        reverse = [range(*unit.span()) for unit in units.finditer(kinds, start, end)][::-1]
        orders.append([(at, _mirror(cells[at])) for unit in reverse for at in unit])
    yield from orders
    yield from ([*order, (start, LRM)] for order in orders)
    yield _escaped(cells, kinds, start, end)


def _escaped(cells: Sequence[str], kinds: str, start: int, end: int) -> list[Piece]:
    """The cells [start, end) in visual order, a left-to-right mark after each right-to-left one."""
    pieces = []
    for at in range(start, end):
        pieces.append((at, cells[at]))
        if kinds[at] in "rab":
            pieces.append((at, LRM))
    return pieces


def _mirror(cell: str) -> str:
    return mirrored(cell[0]) + cell[1:]


def shown(texts: Sequence[str]) -> list[str]:
    """What a terminal shows, from left to right, for cells that it receives in this order."""
    received = "".join(texts)
    levels = row_levels(received, resolve(received, Direction.LTR), 0, len(received))
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text)
    of_cells = [levels[start] for start in starts]
    seen = []
    for index in visual_order(of_cells):
        text = texts[index]
        if text != LRM:
            seen.append(_mirror(text) if of_cells[index] % 2 else text)
    return seen


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


class ScreenCell(NamedTuple):
    """One cell of the screen."""

    text: str
    style: str
    """The SGR sequences that it is written under."""
    width: int


_BLANK = ScreenCell(" ", "", 1)


_HIDDEN = ScreenCell("", "", 0)
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


def send(cells: Sequence[ScreenCell]) -> str:
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
        self._rows: dict[int, list[ScreenCell]] = {}
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
            painted.append(ScreenCell(cell, self._style, width))
            painted.extend([_HIDDEN] * (width - 1))
        end = start + len(painted)
        cells.extend([_BLANK] * (end - len(cells)))
        if cells[start] is _HIDDEN:
            cells[start - 1] = _BLANK
        if end < len(cells) and cells[end] is _HIDDEN:
            cells[end] = _BLANK
        cells[start:end] = painted
        self._column = end
