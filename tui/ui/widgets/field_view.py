"""The positions of a field's text, caret and selection on the screen, and moves between them.

A caret is at an edge of the cluster it is attached to (see `tui.ui.widgets.field`): after a
left-to-right cluster that is its right edge, after a right-to-left one its left. It is shown in the
column where the next letter will appear if it has the direction of this cluster. A right-to-left
line grows to the left, so there it is the column before the edge.

Columns count from 0 at the left of the field. This module does not import Textual.
"""

from __future__ import annotations

from typing import NamedTuple

from tui.text.layout import Anchor, Cell, DocumentLayout, LayoutOptions, Row, flat
from tui.text.spans import Span
from tui.ui.widgets.field import Field, Spot


class Placed(NamedTuple):
    """A cell and the column of its left edge."""

    column: int
    cell: Cell


class FieldRow(NamedTuple):
    """One painted row of a field."""

    cells: tuple[Placed, ...]
    """From left to right; columns that none covers are empty."""
    caret: int | None
    """The caret's column; None if it is in another row."""
    selected: frozenset[int]
    """The columns of the selection."""
    caret_rtl: bool
    """Whether what is typed is expected to run from right to left."""


class FieldView:
    """A field in a given number of columns: one row that scrolls, or rows that wrap."""

    def __init__(self, field: Field, width: int = 1) -> None:
        self.field = field
        self._width = width
        self._scroll = 0
        self._goal: int | None = None
        self._made: tuple[str, int, DocumentLayout] | None = None

    @property
    def width(self) -> int:
        """The columns of the field."""
        return self._width

    def resize(self, width: int) -> None:
        """Show the field in this many columns, at least 1."""
        self._width = max(width, 1)

    # -------------------------------------------------------------- painting

    @property
    def row_count(self) -> int:
        """Return the number of rows; 1 for a field of one line."""
        return self._layout().row_count

    @property
    def caret_row(self) -> int:
        """Return the number of the row with the caret."""
        return self._layout().index_of(self._caret_anchor())

    def row(self, number: int) -> FieldRow:
        """Return one row, painted."""
        anchor = self._layout().locate(number)
        row = self._row(anchor)
        caret = None
        if anchor == self._caret_anchor():
            column = column_of(row, self.field.state.spot)
            self._keep_in_view(row, column)
            caret = self._to_view(row, column)
        placed = []
        column = self._to_view(row, row.indent)
        for cell in row.cells:
            inside = column >= 0 and column + cell.width <= self._width
            if inside and cell.start < len(self.field.text):
                placed.append(Placed(column, cell))
            column += cell.width
        selection = self.field.selection
        selected = {
            column + more
            for column, cell in placed
            for more in range(cell.width)
            if selection.overlaps(Span(cell.start, cell.end))
        }
        caret_rtl = runs_rtl(row, self.field.state.spot)
        return FieldRow(tuple(placed), caret, frozenset(selected), caret_rtl)

    def _keep_in_view(self, row: Row, column: int) -> None:
        """Scroll a field of one line just enough to show the caret, without needless blanks.

        The column after the text counts too: the caret is there while one types.
        """
        if self.field.multiline:
            return
        distance = row.limit - 1 - column if row.runs_rtl else column
        low = max(distance - self._width + 1, 0)
        most = max(row.width + 1 - self._width, low)
        self._scroll = min(max(self._scroll, low), distance, most)

    def _to_view(self, row: Row, column: int) -> int:
        """Return a column of the row as a column of the field."""
        return column - self._hidden(row)

    def _hidden(self, row: Row) -> int:
        """Return the columns of the row left of the field; may be negative."""
        if row.runs_rtl:
            return row.limit - self._width - (0 if self.field.multiline else self._scroll)
        return 0 if self.field.multiline else self._scroll

    # -------------------------------------------------------------- the rows

    def _layout(self) -> DocumentLayout:
        """Return the text in rows, one column narrower so that a full row has room for the
        caret."""
        text, width = self.field.text, self._width - 1
        if not self.field.multiline:
            text = flat(text)
            width = 2 * len(text) + 2
        elif text.endswith("\n"):
            text += " "  # else the line that was just begun would be no paragraph yet
        if self._made is None or self._made[:2] != (text, width):
            layout = DocumentLayout(text, LayoutOptions(max(width, 1)))
            layout.settle()
            self._made = (text, width, layout)
        return self._made[2]

    def _row(self, anchor: Anchor) -> Row:
        state = self.field.state
        return self._layout().row_at(anchor, {state.caret, state.anchor})

    def _caret_anchor(self) -> Anchor:
        return self._layout().anchor_of(self.field.caret)

    # ---------------------------------------------------------------- moving

    def left(self, *, select: bool = False) -> None:
        """Move the caret over one cluster to the left."""
        self._move_sideways(-1, select=select)

    def right(self, *, select: bool = False) -> None:
        """Move the caret over one cluster to the right."""
        self._move_sideways(1, select=select)

    def word_left(self, *, select: bool = False) -> None:
        """Move left by a word."""
        self._move_word(-1, select=select)

    def word_right(self, *, select: bool = False) -> None:
        """Move right by a word."""
        self._move_word(1, select=select)

    def home(self, *, select: bool = False) -> None:
        """Move to the start of the row in reading order."""
        self._move_to(Spot(self._row(self._caret_anchor()).start, False), select=select)

    def end(self, *, select: bool = False) -> None:
        """Move to the end of the row in reading order."""
        self._move_to(row_end(self._row(self._caret_anchor())), select=select)

    def up(self, *, select: bool = False) -> bool:
        """Move up by a row; return False in the first row."""
        return self._move_vertically(-1, select=select)

    def down(self, *, select: bool = False) -> bool:
        """Move down by a row; return False in the last row."""
        return self._move_vertically(1, select=select)

    def click(self, row_number: int, column: int, *, select: bool = False) -> None:
        """Put the caret at a column of a row, or at the row's end beyond the text."""
        self._move_to(self._spot_at(*self._row_and_column(row_number, column)), select=select)

    def click_word(self, row_number: int, column: int) -> None:
        """Select the word at a column."""
        row, column = self._row_and_column(row_number, column)
        self.field.select_word(row.offset_at(column))

    def _row_and_column(self, row_number: int, column: int) -> tuple[Row, int]:
        number = min(max(row_number, 0), self.row_count - 1)
        row = self._row(self._layout().locate(number))
        return row, column + self._hidden(row)

    def _move_to(self, spot: Spot, *, select: bool) -> None:
        self._goal = None
        self.field.move(spot.offset, forward=spot.forward, select=select)

    def _move_sideways(self, by: int, *, select: bool) -> None:
        selection = self.field.selection
        if selection.length and not select:
            self._move_to(self._selection_end(selection, by), select=False)
            return
        anchor = self._caret_anchor()
        row = self._row(anchor)
        here = self.field.state.spot
        at = edges(row).index(edge(row, here)) + min(by, 0)
        if 0 <= at < len(row.cells):
            self._move_to(across(row.cells[at], by, here), select=select)
            return
        forward = (by < 0) == row.runs_rtl
        beyond = self._layout().step(anchor, 1 if forward else -1)
        if beyond != anchor:
            self._move_to(at_side(self._row(beyond), first=forward), select=select)

    def _selection_end(self, selection: Span, by: int) -> Spot:
        """Return the end of the selection on this side of the screen."""
        spots = [Spot(selection.start, True), Spot(selection.end, False)]
        anchors = [self._layout().anchor_of(spot.offset) for spot in spots]
        if anchors[0] != anchors[1]:
            forward = (by < 0) == self._row(anchors[0]).runs_rtl
            return spots[1 if forward else 0]
        row = self._row(anchors[0])
        return (max if by > 0 else min)(spots, key=lambda spot: edge(row, spot))

    def _move_word(self, by: int, *, select: bool) -> None:
        forward = (by < 0) == self._row(self._caret_anchor()).runs_rtl
        offset = self.field.word_after() if forward else self.field.word_before()
        self._move_to(Spot(offset, False), select=select)

    def _move_vertically(self, by: int, *, select: bool) -> bool:
        here = self._caret_anchor()
        there = self._layout().step(here, by)
        if there == here:
            return False
        goal = self._goal
        if goal is None:
            row = self._row(here)
            goal = self._to_view(row, column_of(row, self.field.state.spot))
        row = self._row(there)
        self._move_to(self._spot_at(row, goal + self._hidden(row)), select=select)
        self._goal = goal
        return True

    def _spot_at(self, row: Row, column: int) -> Spot:
        """Return the position whose caret is painted in this column of the row."""
        left = row.indent
        for cell in row.cells:
            if left <= column < left + cell.width:
                return edge_spot(cell, right=row.runs_rtl)
            left += cell.width
        if row.cells and (column >= left) == row.runs_rtl:
            return Spot(row.start, False)
        return row_end(row)


def edges(row: Row) -> list[int]:
    """Return the columns between the cells of a row from left to right, with both ends."""
    columns = [row.indent]
    for cell in row.cells:
        columns.append(columns[-1] + cell.width)
    return columns


def attached(row: Row, spot: Spot) -> Cell | None:
    """Return the cell of the row to which a caret is attached; None at the row's start."""
    if spot.forward:
        after = row.cell_at(spot.offset)
        if after is not None and after.start == spot.offset:
            return after
    before = [cell for cell in row.logical if cell.start < spot.offset]
    return before[-1] if before else None


def edge(row: Row, spot: Spot) -> int:
    """Return the column of the caret's edge of the cluster to which it is attached."""
    cell = attached(row, spot)
    if cell is None:
        return row.indent + row.width if row.runs_rtl else row.indent
    left = row.column(cell.start)
    at_its_start = cell.start >= spot.offset
    return left if at_its_start == (cell.level % 2 == 0) else left + cell.width


def runs_rtl(row: Row, spot: Spot) -> bool:
    """Whether the caret's cluster, or else its row, runs from right to left."""
    cell = attached(row, spot)
    return row.runs_rtl if cell is None else cell.level % 2 == 1


def column_of(row: Row, spot: Spot) -> int:
    """Return the column of the row in which a caret is painted."""
    return edge(row, spot) - row.runs_rtl


def edge_spot(cell: Cell, *, right: bool) -> Spot:
    """Return the position at an edge of a cell, attached to it."""
    if (cell.level % 2 == 1) == right:
        return Spot(cell.start, True)
    return Spot(cell.end, False)


def across(cell: Cell, by: int, here: Spot) -> Spot:
    """Return the position after a step over a cell; a lam-alef is first entered, then left."""
    inside = Spot(cell.style_offset, False)
    if cell.style_offset != cell.start and inside != here:
        return inside
    return edge_spot(cell, right=by > 0)


def at_side(row: Row, *, first: bool) -> Spot:
    """Return the position at the side of the row where reading starts or ends."""
    if not row.cells:
        return Spot(row.start, False)
    right = first == row.runs_rtl
    spot = edge_spot(row.cells[-1 if right else 0], right=right)
    return row_end(row) if spot.offset >= row.end and not row.is_last else spot


def row_end(row: Row) -> Spot:
    """Return the end of the row in reading order, before the last space of a broken row."""
    return Spot(row.end, False) if row.is_last else Spot(max(row.stops()), True)
