"""Encode rows for mlterm where it cannot be told not to reorder: in tmux, and behind mosh.

mlterm divides a row at the characters from U+2500 to U+259F (lines and blocks) and applies UAX #9
to each part separately. A row with such a character runs from left to right. mlterm looks only at
the bases of cells, and mirrors a base that it shows directly left of its predecessor or directly
right of its successor. A row has as many places as columns, so each left-to-right mark pushes a
cell out at the end (`vt_bidi.c`, `vt_line_bidi.c` and `vt_line.c` of mlterm 3.9). So the separators
here are blanks, each sent as an invisible line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tui.terminal.screen_copy import (
    DIGITS,
    NUMBERS,
    RTL_GROUP,
    Piece,
    ScreenCell,
    kind_letter,
    mirrored_cell,
    right_to_left,
    styled,
    with_rtl_marks,
)
from tui.text.unicode import LRM, Direction, resolve, row_levels, visual_order

LINE = "\u2502"
"""The character that is sent for a blank that separates two parts."""

_INVISIBLE = "\x1b[8m"

_PARTS = re.compile("[^b]+|b")


def encode_for_mlterm(cells: Sequence[ScreenCell]) -> str:
    """Return the output for a row in mlterm."""
    pieces = mlterm_order([cell.text for cell in cells])
    shown = list(cells)
    for at, text in pieces:
        if text == LINE and cells[at].text == " ":
            shown[at] = cells[at]._replace(style=cells[at].style + _INVISIBLE)
    return styled(shown, pieces)


def mlterm_order(cells: Sequence[str]) -> list[Piece]:
    """Return the texts to send so that mlterm shows the cells as given, from the left edge on.

    A left-to-right mark is sent only where no blank can separate instead.
    """
    kinds = "".join(map(kind_letter, cells))
    if not re.search("[ra]", kinds):
        return list(enumerate(cells))
    pieces = []
    for part in _PARTS.finditer(kinds):
        pieces += _part(cells, kinds, part.start(), part.end())
    if any(kind_letter(text) == "b" for _, text in pieces):
        return pieces
    for at in (len(cells) - 1, 0):
        if cells[at] == " ":
            return [(index, LINE if index == at else text) for index, text in pieces]
    return [(0, LRM), *pieces]


def _part(cells: Sequence[str], kinds: str, start: int, end: int) -> list[Piece]:
    """Return what to send for the cells [start, end), none of which is a line."""
    ways = []
    for blanks in _separators(cells, kinds, start, end):
        way: list[Piece] = []
        for before, stop in pairwise([start - 1, *blanks, end]):
            if before >= start:
                way.append((before, LINE))
            way += (
                _reordered(cells, kinds, before + 1, stop, mark=[])
                or _reordered(cells, kinds, before + 1, stop, mark=[LRM])
                or with_rtl_marks(cells, kinds, before + 1, stop)
            )
        ways.append(way)
        if all(text != LRM for _, text in way):
            break
    return min(ways, key=lambda way: sum(text == LRM for _, text in way))


def _separators(cells: Sequence[str], kinds: str, start: int, end: int) -> Iterator[Sequence[int]]:
    """Yield sets of blanks in [start, end) to use as separators, the smallest first."""
    blanks = [at for at in range(start, end) if cells[at] == " "]
    groups = [found.span() for found in RTL_GROUP.finditer(kinds, start, end)]
    behind = {at for _, stop in groups for at in blanks[bisect_left(blanks, stop) :][:1]}
    before = {at for first, _ in groups for at in blanks[: bisect_left(blanks, first)][-1:]}
    yield ()
    yield sorted(behind)
    yield sorted(behind | before)
    yield blanks


def _reordered(
    cells: Sequence[str], kinds: str, start: int, end: int, mark: Sequence[str]
) -> list[Piece] | None:
    """Return what to send for the cells [start, end), with a mark after each group of letters.

    Return None if mlterm would not show them as given.
    """
    groups = [found.span() for found in RTL_GROUP.finditer(kinds, start, end)]
    pieces = [(at, cells[at]) for at in range(start, groups[0][0] if groups else end)]
    for (first, stop), (following, _) in pairwise([*groups, (end, end)]):
        rest = [(at, cells[at]) for at in range(stop, following)]
        for order in _orders(cells, kinds, first, stop):
            way = [*pieces, *order, *((first, text) for text in mark), *rest]
            if displayed_by_mlterm([text for _, text in way]) == list(cells[start:following]):
                pieces = way
                break
        else:
            return None
    return pieces


def _orders(cells: Sequence[str], kinds: str, start: int, end: int) -> Iterator[list[Piece]]:
    """Yield ways to send a group of letters from right to left, numbers from left to right."""
    for units in (NUMBERS, DIGITS):
        for mirror in (mirrored_cell, str):
            yield right_to_left(cells, kinds, start, end, units, mirror)


def displayed_by_mlterm(texts: Sequence[str]) -> list[str]:
    """Return the cells that mlterm shows, from left to right, for a row that contains a line.

    Each of `texts` is a cell or a left-to-right mark. They may be a part of a row.
    """
    shown: list[str] = []
    for part in _PARTS.finditer("".join(map(kind_letter, texts))):
        shown += _part_displayed(texts[part.start() : part.end()])
    return shown


def _part_displayed(texts: Sequence[str]) -> list[str]:
    bases = "".join(text[0] for text in texts)
    order = visual_order(row_levels(bases, resolve(bases, Direction.LTR), 0, len(bases)))
    places = [0] * len(order)
    for place, index in enumerate(order):
        places[index] = place
    shown = []
    for index in order:
        text = texts[index]
        follows = index > 0 and places[index - 1] == places[index] + 1
        precedes = index + 1 < len(places) and places[index] == places[index + 1] + 1
        if text != LRM:
            shown.append(mirrored_cell(text) if follows or precedes else text)
    return shown
