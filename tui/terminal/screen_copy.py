"""A copy of the screen, for terminals that reorder right-to-left text and cannot be told not to.

Textual repaints parts of rows, but such a terminal reorders whole rows, so that a repainted part
can move the rest. So everything that is painted goes into a copy of the screen (`ScreenCopy`), and
each row that changed is sent whole, through a `RowEncoder`: in styles that keep the terminal from
reordering (see `style_alternation`), or as the inverse of its reordering (`logical_order`), so that
the terminal shows the row in visual order.

Terminals that get the inverse apply UAX #9 to each row as a left-to-right paragraph, across all
panes. The inverse is computed and then verified: the text engine reorders what would be sent, and
if the result is not the intended row, the next candidate is tried. The last one, a left-to-right
mark after each cell, always works.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias
from unicodedata import bidirectional, decomposition

from tui.text.unicode import (
    LRM,
    ZWJ,
    ZWNJ,
    Direction,
    are_joined,
    cell_len,
    cluster_starts,
    mirrored,
    resolve,
    row_levels,
    visual_order,
)

# Compiled when first used: few terminals need a copy of the screen.
_TOKENS = (
    r"(?s)\x1b\[(?P<row>\d*);?(?P<column>\d*)H"
    r"|(?P<style>\x1b\[[\d;:]*m)"
    r"|(?P<text>[^\x00-\x1f\x7f]+)"
    r"|(?P<newline>\n)"
    r"|(?P<other>\x1b[\]P_^X].*?(?:\x1b\\|\x07)|\x1b\[[0-?]*[ -/]*[@-~]|.)"
)

_PLAIN = r"\x1b\[0*m"

_ALTERNATE_SCREEN = "\x1b[?1049h"


class ScreenCell(NamedTuple):
    """One cell of the screen."""

    text: str
    style: str
    """The SGR sequences that style it."""
    width: int


RowEncoder: TypeAlias = Callable[[Sequence[ScreenCell]], str]
"""Returns the text and sequences that show these cells as a row, from its first column on."""

_BLANK = ScreenCell(" ", "", 1)

_HIDDEN = ScreenCell("", "", 0)
"""The column of the right half of a wide cell."""


def split_cells(text: str) -> Iterator[str]:
    """Yield the cells of a text: a cluster that has a width, with the zero-width ones after it."""
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


def encode_cells(cells: Sequence[ScreenCell]) -> str:
    """Return the output for a row in a terminal that reorders by UAX #9."""
    return styled(cells, logical_order([cell.text for cell in cells]))


def encode_for_konsole(cells: Sequence[ScreenCell]) -> str:
    """Return the output for a row in Konsole.

    Konsole reorders but does not mirror, and joins presentation forms again.
    """
    texts = [cell.text for cell in cells]
    return styled(cells, with_non_joiners(texts, logical_order(texts, mirrors=False)))


def styled(cells: Sequence[ScreenCell], pieces: Sequence[Piece]) -> str:
    """Return the texts of `pieces`, each in the style of its cell."""
    parts, style = [], ""
    for index, text in pieces:
        if cells[index].style != style:
            parts.append(f"\x1b[0m{cells[index].style}")
            style = cells[index].style
        parts.append(text)
    return "".join(parts) + ("\x1b[0m" if style else "")


def encode_lines(lines: str, encode: RowEncoder = encode_cells) -> str:
    """Return lines of text, which may contain SGR sequences, encoded row by row."""
    rows = ScreenCopy(lambda: 0, encode)
    rows.write(lines)
    return "\n".join(rows.row(row) for row in range(lines.count("\n") + 1))


class ScreenCopy:
    """A copy of the screen: its rows in visual order."""

    def __init__(self, columns: Callable[[], int], encode: RowEncoder = encode_cells) -> None:
        """Make an empty screen; `columns` returns its width in cells, 0 for no limit.

        `encode` returns the output for the cells of a row.
        """
        self._columns = columns
        self._encode = encode
        self._rows: dict[int, list[ScreenCell]] = {}
        self._row = self._column = 0
        self._style = ""

    def row(self, row: int) -> str:
        """Return the output for a row, counted from 0."""
        cells = [cell for cell in self._rows.get(row, ()) if cell is not _HIDDEN]
        return self._encode(cells)

    def write(self, data: str) -> str:
        """Apply one write to the copy; return the text to send instead."""
        width = self._columns()
        touched: set[int] = set()
        kept: list[str] = []
        moved = False
        for token in re.finditer(_TOKENS, data):
            kind = token.lastgroup
            if kind == "style":
                self._style = "" if re.fullmatch(_PLAIN, token[0]) else self._style + token[0]
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
        """Write text at the cursor and move the cursor to its end."""
        cells = self._rows.setdefault(self._row, [])
        start, painted = self._column, []
        for cell in split_cells(text):
            width = cell_len(cell)
            if not width:  # marks on the cell before
                if 0 < start <= len(cells):
                    cells[start - 1] = cells[start - 1]._replace(text=cells[start - 1].text + cell)
                continue
            painted.append(ScreenCell(cell, self._style, width))
            painted.extend([_HIDDEN] * (width - 1))
        if not painted:
            return
        end = start + len(painted)
        cells.extend([_BLANK] * (end - len(cells)))
        if cells[start] is _HIDDEN:
            cells[start - 1] = _BLANK
        if end < len(cells) and cells[end] is _HIDDEN:
            cells[end] = _BLANK
        cells[start:end] = painted
        self._column = end


# -------------------------------------------------- the inverse of the reordering

Piece = tuple[int, str]
"""The index of a cell in its row, and the text to send for it."""

# The kinds of cells: r for right-to-left, l for left-to-right, a and d for Arabic and European
# digits, s for what can be inside a number, b for a border, o for everything else.
_KINDS = {"R": "r", "AL": "r", "AN": "a", "L": "l", "EN": "d", "ES": "s", "CS": "s", "ET": "s"}

_BORDERS = "[\u2500-\u259f]"

RTL_GROUP = re.compile(r"[ra](?:[^lb]*[ra])?")

NUMBERS = re.compile(r"[da]+(?:s[da]+)*|.", re.DOTALL)

DIGITS = re.compile(r"d+|a+|.", re.DOTALL)


def logical_order(cells: Sequence[str], *, mirrors: bool = True) -> list[Piece]:
    """Return the texts to send so that the terminal shows the cells as given.

    Each cell is a base with its marks; the row starts at the left edge of the screen. `mirrors`
    tells whether the terminal mirrors the brackets that it reorders; one that does not, such as
    Konsole, treats lines and blocks as left-to-right letters.
    """
    kinds = "".join(map(kind_letter, cells))
    groups = [(found.start(), found.end()) for found in RTL_GROUP.finditer(kinds)]
    if not groups:
        return list(enumerate(cells))
    between = _with_border_marks if mirrors else _as_they_are
    pieces = between(cells, kinds, 0, groups[0][0])
    if mirrors and not re.search("[lb]", kinds[: groups[0][0]]):
        # For a terminal that takes a row's direction from its first strong character.
        pieces.append((max(groups[0][0] - 1, 0), LRM))
    stops = [start for start, _ in groups[1:]] + [len(cells)]
    for (start, end), stop in zip(groups, stops, strict=True):
        rest = between(cells, kinds, end, stop)
        for way in _candidates(cells, kinds, start, end, mirrors=mirrors):
            proposed = [*pieces, *way, *rest]
            if displayed([text for _, text in proposed], mirrors=mirrors) == list(cells[:stop]):
                pieces = proposed
                break
        else:
            after = "rab" if mirrors else "ra"
            return [(0, LRM), *with_rtl_marks(cells, kinds, 0, len(cells), after)]
    return pieces


def kind_letter(cell: str) -> str:
    """Return the kind of a cell by its base, one of the letters above."""
    if "\u2500" <= cell[0] <= "\u259f":
        return "b"
    # A letter newer than Python's Unicode counts as right-to-left: the check catches a mistake.
    return _KINDS.get(bidirectional(cell[0]) or "R", "o")


def _with_border_marks(cells: Sequence[str], kinds: str, start: int, end: int) -> list[Piece]:
    """Return the cells [start, end), none of them right-to-left, with marks after borders.

    Konsole and mlterm do not reorder across the lines and blocks between two panes; other terminals
    do, except with a left-to-right mark after such a cell. Konsole 25.04 would show that mark.
    """
    pieces = []
    for at in range(start, end):
        pieces.append((at, cells[at]))
        if kinds[at] == "b":
            pieces.append((at, LRM))
    return pieces


def _as_they_are(cells: Sequence[str], _kinds: str, start: int, end: int) -> list[Piece]:
    return [(at, cells[at]) for at in range(start, end)]


def _candidates(
    cells: Sequence[str], kinds: str, start: int, end: int, *, mirrors: bool
) -> Iterator[list[Piece]]:
    """Yield ways to send the right-to-left cells [start, end), the simplest first."""
    mirror = mirrored_cell if mirrors else str
    orders = [right_to_left(cells, kinds, start, end, units, mirror) for units in (NUMBERS, DIGITS)]
    yield from orders
    if mirrors:
        yield from ([*order, (start, LRM)] for order in orders)
    else:
        yield from _between_brackets(cells, kinds, start, end)
    yield with_rtl_marks(cells, kinds, start, end)


def right_to_left(
    cells: Sequence[str],
    kinds: str,
    start: int,
    end: int,
    units: re.Pattern[str] = NUMBERS,
    mirror: Callable[[str], str] = str,
) -> list[Piece]:
    """Return the cells [start, end) from right to left, those of one unit from left to right."""
    found = [range(*unit.span()) for unit in units.finditer(kinds, start, end)]
    return [(at, mirror(cells[at])) for unit in reversed(found) for at in unit]


def _between_brackets(
    cells: Sequence[str], kinds: str, start: int, end: int
) -> Iterator[list[Piece]]:
    """Yield ways to send the cells [start, end) in which no bracket is reordered.

    In reverse order and unmirrored, brackets pair differently than in the text, and pairs have a
    direction of their own (UAX #9 N0).
    """
    brackets = "".join("b" if mirrored_cell(cell) != cell else "o" for cell in cells[start:end])
    for mark in ([], [LRM]):
        pieces: list[Piece] = []
        at = start
        for part in re.finditer("o+", brackets):
            for found in RTL_GROUP.finditer(kinds, start + part.start(), start + part.end()):
                pieces += [(before, cells[before]) for before in range(at, found.start())]
                pieces += right_to_left(cells, kinds, *found.span())
                pieces += [(found.start(), text) for text in mark]
                at = found.end()
        yield [*pieces, *((rest, cells[rest]) for rest in range(at, end))]


def with_rtl_marks(
    cells: Sequence[str], kinds: str, start: int, end: int, after: str = "rab"
) -> list[Piece]:
    """Return the cells [start, end) as they are, with LRM after those of the kinds in `after`."""
    pieces = []
    for at in range(start, end):
        pieces.append((at, cells[at]))
        if kinds[at] in after:
            pieces.append((at, LRM))
    return pieces


def mirrored_cell(cell: str) -> str:
    """Return a cell with its mirrored base, if there is one."""
    return mirrored(cell[0]) + cell[1:]


def displayed(texts: Sequence[str], *, mirrors: bool = True) -> list[str]:
    """Return the cells that a terminal shows, from left to right, for texts sent in this order.

    Without `mirrors`, lines and blocks count as left-to-right letters, as in Konsole.
    """
    received = "".join(texts)
    if not mirrors:
        received = re.sub(_BORDERS, "a", received)
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
            seen.append(mirrored_cell(text) if mirrors and of_cells[index] % 2 else text)
    return seen


# ------------------------------------------------- terminals that join forms again (Konsole)


def encode_with_joiners(cells: Sequence[ScreenCell]) -> str:
    """Return the output for a row in a terminal of which nothing is known, as behind mosh.

    A left-to-right mark keeps each right-to-left cell in its place. ZWJ on each joined side keeps
    its form in a terminal that joins letters again.
    """
    pieces: list[Piece] = []
    texts = [cell.text for cell in cells]
    for at, text in enumerate(texts):
        if kind_letter(text) in "ra":
            joined_right = at + 1 < len(texts) and _are_joined(texts[at + 1], text)
            joined_left = at > 0 and _are_joined(text, texts[at - 1])
            text = f"{ZWJ * joined_right}{text}{ZWJ * joined_left}{LRM}"
        pieces.append((at, text))
    return styled(cells, pieces)


def with_non_joiners(cells: Sequence[str], pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with ZWNJ between letters that the terminal would join wrongly.

    The row has presentation forms without the ZWNJ of the text; Konsole joins them again.
    """
    sent: list[Piece] = []
    for (before, _), piece in pairwise([(0, ""), *pieces]):
        at, text = piece
        if text != LRM and at == before - 1 and _joins_again(cells[before], cells[at]):
            sent.append((before, ZWNJ))
        sent.append(piece)
    return sent


def _joins_again(right: str, left: str) -> bool:
    """Whether two neighbouring cells are not joined, although their letters would join."""
    return not _are_joined(right, left) and are_joined(_form(right)[1][-1], _form(left)[1][0])


def _are_joined(right: str, left: str) -> bool:
    """Whether two neighbouring cells are joined, by their forms or else by their letters."""
    (right_form, right_letters), (left_form, left_letters) = _form(right), _form(left)
    if right_form and kind_letter(left) == "r":
        return right_form in ("<initial>", "<medial>")
    if left_form and kind_letter(right) == "r":
        return left_form in ("<medial>", "<final>")
    return are_joined(right_letters[-1], left_letters[0])


def _form(cell: str) -> tuple[str, str]:
    """Return the form of a cell's base, as Unicode names it, and the letters that it stands for."""
    form, *letters = decomposition(cell[0]).split() or [""]
    if form not in ("<isolated>", "<initial>", "<medial>", "<final>"):
        return "", cell[0]
    return form, "".join(chr(int(letter, 16)) for letter in letters)
