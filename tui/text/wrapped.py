"""A paragraph wrapped as far as anybody has asked: its levels, its row starts, its rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator

from tui.text.bidi import Resolved
from tui.text.brush import EXPLICIT, Brush
from tui.text.row_builder import Stretch, build_row
from tui.text.rows import Row
from tui.text.wrapping import row_starts


class WrappedParagraph:
    """One paragraph's content in rows of `width` cells, wrapped from its start on demand.

    What it keeps for a long paragraph is one level per code point and one number per row; each
    row is built on its own, so a paragraph of any length costs what is looked at.
    """

    def __init__(
        self,
        text: str,
        base: int,
        *,
        width: int,
        brush: Brush,
        levels: Callable[[], Resolved],
    ) -> None:
        self.text = text
        self._base = base
        self._width = width
        self._brush = brush
        self._levels = levels
        self._starts = [0]
        self._coming: Iterator[int] | None = None
        self.complete = not text
        """Whether all row starts are known."""

    @property
    def resolved(self) -> Resolved:
        """The levels of the whole paragraph."""
        return self._levels()

    @property
    def known_rows(self) -> int:
        """The rows whose start is known so far; all of them once `complete`."""
        return len(self._starts)

    @property
    def last_start(self) -> int:
        """Where the last known row starts, counted from the paragraph's start."""
        return self._starts[-1]

    def wrap_until(self, row: int) -> None:
        """Wraps on until the start of `row` is known, or the paragraph ends."""
        starts = self._starts
        while not self.complete and len(starts) <= row:
            self._next()

    def row_count(self) -> int:
        """The number of rows, at least 1; wraps the whole paragraph."""
        while not self.complete:
            self._next()
        return len(self._starts)

    def row_of(self, offset: int) -> int:
        """The row that holds `offset`, counted from the paragraph's start."""
        while not self.complete and self._starts[-1] <= offset:
            self._next()
        return bisect_right(self._starts, offset) - 1

    def row(self, row: int, apart: Collection[int] = ()) -> Row:
        """The row with this number; the last one if there are fewer.

        The alefs at the document offsets `apart` make no ligature while there is room.
        """
        self.wrap_until(row + 1)
        row = min(row, len(self._starts) - 1)
        is_last = row == len(self._starts) - 1
        end = len(self.text) if is_last else self._starts[row + 1]
        stretch = Stretch(self.text, self._base, self._starts[row], end, is_last)
        return build_row(stretch, self.resolved, self._width, self._brush, apart)

    def _next(self) -> None:
        """Finds one more row start."""
        if self._coming is None:
            levels = self.resolved.levels if EXPLICIT.search(self.text) else None
            self._coming = row_starts(self.text, self._width, self._brush, levels)
        start = next(self._coming, None)
        if start is None:
            self.complete, self._coming = True, None
        else:
            self._starts.append(start)
