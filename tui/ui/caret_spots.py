"""The places of a caret between the clusters of a row, and the steps from one to the next.

A caret stands at an edge of the cluster to which it is attached (see `tui.ui.field`): after a
left-to-right cluster that is its right edge, after a right-to-left one its left. It is painted
in the column in which the next letter will appear if that runs as this cluster does. A line
that runs from right to left grows to the left, so there that is the column before the edge.
"""

from tui.text.rows import Cell, Row
from tui.ui.field import Spot


def edges(row: Row) -> list[int]:
    """The columns between the cells of a row, from left to right, both ends included."""
    columns = [row.indent]
    for cell in row.cells:
        columns.append(columns[-1] + cell.width)
    return columns


def attached(row: Row, spot: Spot) -> Cell | None:
    """The cell of the row to which a caret is attached; None at the row's start."""
    if spot.forward:
        after = row.cell_at(spot.offset)
        if after is not None and after.start == spot.offset:
            return after
    before = [cell for cell in row.logical if cell.start < spot.offset]
    return before[-1] if before else None


def edge(row: Row, spot: Spot) -> int:
    """The edge at which a caret stands: of the cluster to which it is attached."""
    cell = attached(row, spot)
    if cell is None:
        return row.indent + row.width if row.runs_rtl else row.indent
    left = row.column(cell.start)
    at_its_start = cell.start >= spot.offset
    return left if at_its_start == (cell.level % 2 == 0) else left + cell.width


def runs_rtl(row: Row, spot: Spot) -> bool:
    """The direction of the cluster to which a caret is attached, else of the row."""
    cell = attached(row, spot)
    return row.runs_rtl if cell is None else cell.level % 2 == 1


def column_of(row: Row, spot: Spot) -> int:
    """The column of the row in which a caret is painted."""
    return edge(row, spot) - row.runs_rtl


def beside(cell: Cell, *, right: bool) -> Spot:
    """The place at an edge of a cell, attached to it."""
    if (cell.level % 2 == 1) == right:
        return Spot(cell.start, True)
    return Spot(cell.end, False)


def across(cell: Cell, by: int, here: Spot) -> Spot:
    """The place after a step over a cell; a lam-alef is first entered, then left."""
    inside = Spot(cell.style_offset, False)
    if cell.style_offset != cell.start and inside != here:
        return inside
    return beside(cell, right=by > 0)


def at_side(row: Row, *, first: bool) -> Spot:
    """The place at the side of the row where reading starts, or where it ends."""
    if not row.cells:
        return Spot(row.start, False)
    right = first == row.runs_rtl
    spot = beside(row.cells[-1 if right else 0], right=right)
    return row_end(row) if spot.offset >= row.end and not row.is_last else spot


def row_end(row: Row) -> Spot:
    """The end of the row in reading order; where it was broken, before the last space."""
    return Spot(row.end, False) if row.is_last else Spot(max(row.stops()), True)
