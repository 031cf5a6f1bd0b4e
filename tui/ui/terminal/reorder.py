"""The inverse of a terminal's reordering: what to send so that it shows a row as it is meant.

A terminal that reorders applies UAX #9 to each of its rows, laid out from left to right, panes
and all. The inverse is built and then proved: the text engine reorders what would be sent, and
where that is not the row that was meant, the next more careful way is taken. The last way, a
left-to-right mark after each cell, holds always.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import bidirectional

from tui.text.bidi import Direction, mirrored, resolve, row_levels, visual_order

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
            return [(0, LRM), *_armoured(cells, kinds, 0, len(cells))]
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
    yield _armoured(cells, kinds, start, end)


def _armoured(cells: Sequence[str], kinds: str, start: int, end: int) -> list[Piece]:
    """The cells [start, end) in visual order, each right-to-left one with its armour."""
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
