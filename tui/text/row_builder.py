"""From a stretch of a paragraph to the row that shows it: shaped, reordered, in cells.

The pipeline's last steps, for one row at a time: UAX #9 L1, L2 and L4, by cluster, so that
marks stay with their base.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from tui.text.bidi import Resolved, row_levels, visual_order
from tui.text.brush import ALEFS, HANGING, PLAIN, Brush, shaped
from tui.text.graphemes import cluster_starts
from tui.text.rows import Cell, Row

TOO_WIDE = "\ufffd"
"""Painted for a cluster that is wider than a whole row."""


class Stretch(NamedTuple):
    """The row ``[start, end)`` of a paragraph that starts at ``base`` in its document."""

    text: str
    """The whole paragraph's."""
    base: int
    start: int
    end: int
    is_last: bool


def build_row(
    stretch: Stretch, resolved: Resolved, width: int, brush: Brush, apart: Collection[int] = ()
) -> Row:
    """The row in at most ``width`` cells.

    The alefs at the document offsets ``apart`` make no ligature while the row has a cell to
    spare; in a full row the ligature stays whole.
    """
    cells, levels = _clusters(stretch, resolved, brush, ())
    if apart:
        spare = max(width - _content(stretch, cells), 0)
        split = [offset - stretch.base for offset in sorted(apart)[:spare]]
        cells, levels = _clusters(stretch, resolved, brush, split)
    logical = [cell for cell in cells if cell is not None]
    hanging = _hang(stretch, logical, width)
    shown = {cell.start for cell in logical}
    narrow = [cell if cell.width <= width else _replaced(cell) for cell in logical]
    if narrow != logical:
        by_start = {cell.start: cell for cell in narrow}
        cells = [cell and by_start.get(cell.start) for cell in cells]
    visual = [cells[at] for at in _order(levels)]
    return Row(
        start=stretch.base + stretch.start,
        end=stretch.base + stretch.end,
        level=resolved.level,
        cells=tuple(cell for cell in visual if cell is not None and cell.start in shown),
        logical=tuple(narrow),
        hanging=tuple(hanging),
        limit=width,
        is_last=stretch.is_last,
    )


def _clusters(
    stretch: Stretch, resolved: Resolved, brush: Brush, apart: Collection[int]
) -> tuple[list[Cell | None], bytes]:
    """The clusters of the row in reading order, and their levels.

    None stands for a cluster that takes no cell; it still counts in the order (L2). The alef of
    a ligature has no entry of its own.
    """
    text, base, start, end, _ = stretch
    row = text[start:end]
    levels = row_levels(text, resolved, start, end)
    forms = shaped(text, start, end, resolved.levels, apart)
    if PLAIN.fullmatch(row):
        starts: Collection[int] = range(len(row))
    else:
        starts = cluster_starts(row)
    cells: list[Cell | None] = []
    kept = bytearray()
    edges = [*starts, len(row)]
    owner = 0
    for at, following in pairwise(edges):
        offset, level = base + start + at, levels[at]
        form = forms[at]
        if not form and row[at] in ALEFS:
            lam = cells[owner]
            if lam is not None:
                marks = "".join(forms[at + 1 : following])
                cells[owner] = lam._replace(
                    end=base + start + following, text=lam.text + marks, style_offset=offset
                )
                continue
        text_, width = brush.look(row[at:following], forms[at:following], level)
        kept.append(level)
        if width:
            owner = len(cells)
            cells.append(Cell(offset, base + start + following, text_, width, level, offset))
        else:
            cells.append(None)
    return cells, bytes(kept)


def _content(stretch: Stretch, cells: list[Cell | None]) -> int:
    """The cells of the row without the white space at its end."""
    shown = [cell for cell in cells if cell is not None]
    while shown and _hangs(stretch, shown[-1]):
        shown.pop()
    return sum(cell.width for cell in shown)


def _hang(stretch: Stretch, logical: list[Cell], width: int) -> list[int]:
    """Takes the white space at the end for which there is no room out of ``logical``."""
    hanging: list[int] = []
    total = sum(cell.width for cell in logical)
    while total > width and len(logical) > 1 and _hangs(stretch, logical[-1]):
        cell = logical.pop()
        total -= cell.width
        hanging.insert(0, cell.start)
    return hanging


def _hangs(stretch: Stretch, cell: Cell) -> bool:
    return stretch.text[cell.start - stretch.base] in HANGING


def _replaced(cell: Cell) -> Cell:
    return cell._replace(text=TOO_WIDE, width=1)


def _order(levels: bytes) -> list[int]:
    """`visual_order`, with a shortcut for a row that runs in one direction."""
    if levels and levels.count(levels[0]) == len(levels):
        order = list(range(len(levels)))
        return order[::-1] if levels[0] % 2 else order
    return visual_order(levels)
