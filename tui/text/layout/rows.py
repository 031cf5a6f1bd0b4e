"""One row of a paragraph: its cells from left to right, and the maps between offsets and columns.

`build_row` takes a range of a paragraph through the last steps of the pipeline: it is shaped, its
levels are set (UAX #9 L1), and its clusters are reordered (L2) and mirrored (L4) as wholes, so that
marks stay with their base.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from tui.text.layout.glyphs import HANGING, NUMBER_SIGNS, GlyphTable
from tui.text.unicode.bidi import Resolved, row_levels, visual_order
from tui.text.unicode.letters import LIGATING_ALEFS
from tui.text.unicode.sanitize import MAX_CELLS
from tui.text.unicode.segmentation import cluster_starts


class Cell(NamedTuple):
    """A cell of a row, with the cluster that is painted there.

    A lam-alef ligature covers two clusters, lam and alef.
    """

    start: int
    """Offset in the document."""
    end: int
    text: str
    """The text to paint."""
    width: int
    """Columns that it takes, at least 1."""
    level: int
    """Its embedding level; odd runs from right to left."""
    style_offset: int
    """The offset whose annotations it is painted with: `start`, for a ligature its alef."""


class Row:
    """One row of a wrapped paragraph. Offsets count in the document, columns from 0 at the left.

    A *stop* is an offset at which the caret can be: a visible cluster, a space that hangs beyond
    the row at its break, and in the last row of a paragraph the offset after it.
    """

    __slots__ = (
        "_columns",
        "_starts",
        "_stops",
        "cells",
        "end",
        "hanging",
        "indent",
        "is_last",
        "level",
        "ligatures",
        "limit",
        "logical",
        "start",
        "width",
    )

    def __init__(
        self,
        *,
        start: int,
        end: int,
        level: int,
        cells: tuple[Cell, ...],
        logical: tuple[Cell, ...],
        hanging: tuple[int, ...],
        limit: int,
        is_last: bool,
    ) -> None:
        self.start = start
        """Offset of its first character."""
        self.end = end
        """Offset after its last character, spaces at the break included."""
        self.level = level
        """The paragraph's level; odd runs from right to left."""
        self.cells = cells
        """From left to right."""
        self.logical = logical
        """The same cells in reading order."""
        self.hanging = hanging
        """Offsets of the spaces at its end for which it has no cell."""
        self.limit = limit
        """The cells that are available."""
        self.is_last = is_last
        """Whether the paragraph ends with it."""
        self.width = sum([cell.width for cell in cells])
        """The cells that are taken."""
        self.indent = max(limit - self.width, 0) if level % 2 else 0
        """Empty cells at its left, so that a right-to-left row ends at `limit`."""
        self.ligatures = tuple(
            [(cell.start, cell.style_offset) for cell in logical if cell.style_offset != cell.start]
        )
        """The offsets of lam and alef of each lam-alef that is painted in one cell."""
        self._starts: list[int] | None = None
        self._columns: dict[int, int] = {}
        self._stops: tuple[int, ...] | None = None

    def __repr__(self) -> str:
        return f"Row({self.start}, {self.end}, {self.text()!r})"

    @property
    def runs_rtl(self) -> bool:
        """Whether its paragraph runs from right to left."""
        return self.level % 2 == 1

    def text(self) -> str:
        """Return the row as it is painted, from left to right, without spaces at its right end."""
        return (" " * self.indent + "".join(cell.text for cell in self.cells)).rstrip()

    def cell_at(self, offset: int) -> Cell | None:
        """Return the cell that shows the character at `offset`; None for one without a cell."""
        starts = self._map_columns()
        at = bisect_right(starts, offset) - 1
        if at < 0 or offset >= self.logical[at].end:
            return None
        return self.logical[at]

    def column(self, offset: int) -> int:
        """Return the column of the left edge of the character at `offset`, always inside the row.

        A hanging space has the row's last column in reading order. The end of a paragraph has the
        column after that if there is one, an invisible character the column of its neighbour.
        """
        cell = self.cell_at(offset)
        if cell is not None:
            return self._columns[cell.start]
        if not self.cells:
            return self.limit - 1 if self.runs_rtl else 0
        at = bisect_right(self._map_columns(), offset)
        if at < len(self.logical):
            return self._columns[self.logical[at].start]
        if offset >= self.end:
            after = self.indent - 1 if self.runs_rtl else self.width
            return min(max(after, 0), max(self.limit - 1, 0))
        if self.hanging and offset >= self.hanging[0]:
            return self._columns[self.cells[0 if self.runs_rtl else -1].start]
        return self._columns[self.logical[-1].start]

    def offset_at(self, column: int) -> int:
        """Return the offset of the cluster at `column`.

        To the left and right of the row it is the nearest cluster; past its end in reading order,
        in the last row of a paragraph, the end of the paragraph.
        """
        column -= self.indent
        if self.is_last and (column < 0 if self.runs_rtl else column >= self.width):
            return self.end
        if not self.cells:
            return self.start
        for cell in self.cells:
            column -= cell.width
            if column < 0:
                return cell.start
        return self.cells[-1].start

    def stops(self) -> tuple[int, ...]:
        """Return the offsets at which the caret can be, from left to right."""
        if self._stops is None:
            stops: list[int] = []
            for cell in self.cells:
                if cell.start == cell.style_offset:
                    stops.append(cell.start)
                elif cell.level % 2:
                    stops += (cell.style_offset, cell.start)
                else:
                    stops += (cell.start, cell.style_offset)
            tail = [*self.hanging, self.end] if self.is_last else [*self.hanging]
            self._stops = (*reversed(tail), *stops) if self.runs_rtl else (*stops, *tail)
            if not self._stops:
                self._stops = (self.start,)
        return self._stops

    def stop_at(self, offset: int) -> int:
        """Return the stop of the caret at `offset`: the offset itself, or the nearest stop."""
        stops = sorted(self.stops())
        at = bisect_right(stops, offset) - 1
        cell = self.cell_at(offset)
        if at >= 0 and (stops[at] == offset or cell is not None):
            return stops[at]
        return stops[min(at + 1, len(stops) - 1)]

    def _map_columns(self) -> list[int]:
        """Return the starts of the cells in reading order, and set their columns."""
        if self._starts is None:
            column = self.indent
            for cell in self.cells:
                self._columns[cell.start] = column
                column += cell.width
            self._starts = [cell.start for cell in self.logical]
        return self._starts


class RowBounds(NamedTuple):
    """The bounds of a row, known before it is built."""

    start: int
    """Offset of its first character in the document."""
    end: int
    """Offset after its last character."""
    runs_rtl: bool


TOO_WIDE = "\ufffd"
"""Painted for a cluster that is wider than a whole row."""


class RowRange(NamedTuple):
    """The row `[start, end)` of a paragraph that starts at `base` in its document."""

    text: str
    """The whole paragraph's."""
    base: int
    start: int
    end: int
    is_last: bool


def build_row(
    row_range: RowRange,
    resolved: Resolved,
    width: int,
    glyphs: GlyphTable,
    split_alefs: Collection[int] = (),
) -> Row:
    """Return the row, in at most `width` cells.

    The alefs at the document offsets `split_alefs` form no ligature as long as the row has a free
    cell; in a full row the ligature stays.
    """
    cells, levels = _row_cells(row_range, resolved, glyphs, ())
    if split_alefs:
        spare = max(width - _content_cells(row_range, cells), 0)
        split = [offset - row_range.base for offset in sorted(split_alefs)[:spare]]
        cells, levels = _row_cells(row_range, resolved, glyphs, split)
    if width < MAX_CELLS:
        cells = [cell and _fitted(cell, width) for cell in cells]
    hanging = _remove_hanging(row_range, cells, width)
    visual = [cells[at] for at in visual_order(levels)]
    return Row(
        start=row_range.base + row_range.start,
        end=row_range.base + row_range.end,
        level=resolved.level,
        cells=tuple(filter(None, visual)),
        logical=tuple(filter(None, cells)),
        hanging=tuple(hanging),
        limit=width,
        is_last=row_range.is_last,
    )


def _row_cells(
    row_range: RowRange, resolved: Resolved, glyphs: GlyphTable, split_alefs: Collection[int]
) -> tuple[list[Cell | None], bytes]:
    """Return the cells of the row in reading order, and the levels of its clusters.

    The entry of a cluster without a cell is None; it still counts in the order (L2). The alef of a
    ligature has no entry of its own.
    """
    text, base, start, end, _ = row_range
    row = text[start:end]
    levels = row_levels(text, resolved, start, end)
    forms = glyphs.shaped(text, start, end, resolved.levels, split_alefs)
    # The cells share these numbers, which would take a third of a row's memory otherwise.
    offsets = [*range(base + start, base + end + 1)]
    cells: list[Cell | None] = []
    kept = bytearray()
    last = 0, 0
    for at, following in pairwise([*cluster_starts(row), len(row)]):
        if not forms[at] and row[at] in LIGATING_ALEFS and cells:
            owner, begin = last
            level = levels[begin]
            cluster = row[begin:at] + row[at + 1 : following]
            shown, width = glyphs.glyph(cluster, forms[begin:at] + forms[at + 1 : following], level)
            cells[owner] = Cell(
                offsets[begin], offsets[following], shown, width, level, offsets[at]
            )
            continue
        level = levels[at]
        if row[at] in NUMBER_SIGNS:  # what follows may be no number, and a level lower
            level = min(levels[at:following])
        shown, width = glyphs.glyph(row[at:following], forms[at:following], level)
        kept.append(level)
        if width:
            last = len(cells), at
            offset = offsets[at]
            cells.append(Cell(offset, offsets[following], shown, width, level, offset))
        else:
            cells.append(None)
    return cells, bytes(kept)


def _content_cells(row_range: RowRange, cells: list[Cell | None]) -> int:
    """Count the cells of the row without the white space at its end."""
    shown = [cell for cell in cells if cell is not None]
    while shown and _hangs(row_range, shown[-1]):
        shown.pop()
    return sum(cell.width for cell in shown)


def _remove_hanging(row_range: RowRange, cells: list[Cell | None], width: int) -> list[int]:
    """Remove the white space at the end that does not fit; return its offsets."""
    hanging: list[int] = []
    total = sum([cell.width for cell in cells if cell is not None])
    at = len(cells) - 1
    while total > width and at >= 0:
        cell = cells[at]
        if cell is not None:
            if not _hangs(row_range, cell):
                break
            cells[at] = None
            total -= cell.width
            hanging.append(cell.start)
        at -= 1
    return hanging[::-1]


def _hangs(row_range: RowRange, cell: Cell) -> bool:
    return row_range.text[cell.start - row_range.base] in HANGING


def _fitted(cell: Cell, width: int) -> Cell:
    """Return the cell, or a replacement sign if it is wider than the whole row."""
    return cell if cell.width <= width else cell._replace(text=TOO_WIDE, width=1)
