"""From a stretch of a paragraph to the row that shows it: shaped, reordered, in cells.

The pipeline's last steps, for one row at a time: UAX #9 L1, L2 and L4, by cluster, so that
marks stay with their base.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import count, pairwise
from typing import NamedTuple

from tui.text.bidi import Resolved, row_levels, visual_order
from tui.text.brush import ALEFS, HANGING, NUMBER_SIGNS, PLAIN, Brush
from tui.text.graphemes import MAX_CELLS, cluster_starts
from tui.text.rows import Cell, Row

TOO_WIDE = "\ufffd"
"""Painted for a cluster that is wider than a whole row."""


class Stretch(NamedTuple):
    """The row `[start, end)` of a paragraph that starts at `base` in its document."""

    text: str
    """The whole paragraph's."""
    base: int
    start: int
    end: int
    is_last: bool


def build_row(
    stretch: Stretch, resolved: Resolved, width: int, brush: Brush, apart: Collection[int] = ()
) -> Row:
    """The row in at most `width` cells.

    The alefs at the document offsets `apart` make no ligature while the row has a cell to
    spare; in a full row the ligature stays whole.
    """
    cells, levels = _clusters(stretch, resolved, brush, ())
    if apart:
        spare = max(width - _content(stretch, cells), 0)
        split = [offset - stretch.base for offset in sorted(apart)[:spare]]
        cells, levels = _clusters(stretch, resolved, brush, split)
    if width < MAX_CELLS:
        cells = [cell and _fitted(cell, width) for cell in cells]
    hanging = _hang(stretch, cells, width)
    visual = [cells[at] for at in _order(levels)]
    return Row(
        start=stretch.base + stretch.start,
        end=stretch.base + stretch.end,
        level=resolved.level,
        cells=tuple(filter(None, visual)),
        logical=tuple(filter(None, cells)),
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
    forms = brush.shaped(text, start, end, resolved.levels, apart)
    if PLAIN.fullmatch(row):
        return _plain_clusters(base + start, levels, forms, brush)
    return _any_clusters(base + start, row, levels, forms, brush)


def _plain_clusters(
    first: int, levels: bytes, forms: list[str], brush: Brush
) -> tuple[list[Cell | None], bytes]:
    """`_clusters` of a row in which each character is a cluster of one cell, but for lam-alef."""
    looks = brush.single_looks
    cells: list[Cell | None] = [
        Cell(offset, offset + 1, looks[level & 1][form][0], 1, level, offset)
        for offset, form, level in zip(count(first), forms, levels, strict=False)
        if form
    ]
    if len(cells) == len(forms):
        return cells, levels
    alefs = [at for at, form in enumerate(forms) if not form]
    for before, alef in enumerate(alefs):
        lam = cells[alef - before - 1]
        if lam is not None:
            start, _, text, width, level, _ = lam
            cells[alef - before - 1] = Cell(
                start, first + alef + 1, text, width, level, first + alef
            )
    return cells, bytes(level for level, form in zip(levels, forms, strict=True) if form)


def _any_clusters(
    first: int, row: str, levels: bytes, forms: list[str], brush: Brush
) -> tuple[list[Cell | None], bytes]:
    """`_clusters` of any row, whose first character is at the offset `first`."""
    cells: list[Cell | None] = []
    looks = brush.single_looks
    kept = bytearray()
    last = 0, 0
    for at, following in pairwise([*cluster_starts(row), len(row)]):
        if not forms[at] and row[at] in ALEFS and cells:
            owner, begin = last
            level = levels[begin]
            cluster = row[begin:at] + row[at + 1 : following]
            text, width = brush.look(cluster, forms[begin:at] + forms[at + 1 : following], level)
            cells[owner] = Cell(first + begin, first + following, text, width, level, first + at)
            continue
        level = levels[at]
        if row[at] in NUMBER_SIGNS:  # what follows may be no number, and a level lower
            level = min(levels[at:following])
        if following - at == 1 and forms[at]:
            text, width = looks[level & 1][forms[at]]
        else:
            text, width = brush.look(row[at:following], forms[at:following], level)
        kept.append(level)
        if width:
            last = len(cells), at
            cells.append(Cell(first + at, first + following, text, width, level, first + at))
        else:
            cells.append(None)
    return cells, bytes(kept)


def _content(stretch: Stretch, cells: list[Cell | None]) -> int:
    """The cells of the row without the white space at its end."""
    shown = [cell for cell in cells if cell is not None]
    while shown and _hangs(stretch, shown[-1]):
        shown.pop()
    return sum(cell.width for cell in shown)


def _hang(stretch: Stretch, cells: list[Cell | None], width: int) -> list[int]:
    """Takes the white space at the end for which there is no room out of `cells`."""
    hanging: list[int] = []
    total = sum([cell.width for cell in cells if cell is not None])
    at = len(cells) - 1
    while total > width and at >= 0:
        cell = cells[at]
        if cell is not None:
            if not _hangs(stretch, cell):
                break
            cells[at] = None
            total -= cell.width
            hanging.append(cell.start)
        at -= 1
    return hanging[::-1]


def _hangs(stretch: Stretch, cell: Cell) -> bool:
    return stretch.text[cell.start - stretch.base] in HANGING


def _fitted(cell: Cell, width: int) -> Cell:
    """The cell, or a sign in its place if it is wider than the whole row."""
    return cell if cell.width <= width else cell._replace(text=TOO_WIDE, width=1)


def _order(levels: bytes) -> list[int]:
    """`visual_order`, with a shortcut for a row that runs in one direction."""
    if levels and levels.count(levels[0]) == len(levels):
        order = list(range(len(levels)))
        return order[::-1] if levels[0] % 2 else order
    return visual_order(levels)
