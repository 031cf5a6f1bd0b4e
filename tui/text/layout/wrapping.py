"""The offsets where the rows of a paragraph start (UAX #14), and a paragraph wrapped on demand.

A row takes as many pieces of the text as fit into its cells. White space at its end hangs beyond
it. A word longer than a row is broken at cluster edges. No row starts with `،` or another mark that
belongs to what precedes it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Generator, Iterator
from functools import lru_cache

from tui.text.layout.glyphs import EXPLICIT, HANGING, GlyphTable
from tui.text.layout.rows import Row, RowBounds, RowRange, build_row
from tui.text.unicode.bidi import Direction, Resolved, resolve
from tui.text.unicode.segmentation import cluster_starts, line_segments

_BACK = 8
"""The most clusters by which a break inside a word is moved back."""


def row_starts(
    text: str, width: int, glyphs: GlyphTable, levels: bytes | None = None
) -> Iterator[int]:
    """Yield the offset at which each row of a paragraph but the first starts.

    `width` is in cells. `levels` are needed if the text contains explicit bidi controls.
    """
    known = glyphs.sizes if levels is None else {}
    measure = glyphs.size
    column = offset = 0
    last = len(text)
    for piece in _pieces(text):
        end = offset + len(piece)
        size = known.get(piece) or measure(text, offset, end, levels)
        content, total, hard = size
        if column and column + content > width:
            yield offset
            column = 0
        if content > width:
            column = yield from _break_long_word(text, offset, end, width, glyphs, levels)
        else:
            column += total
        offset = end
        if hard and offset < last:
            yield offset
            column = 0


def _pieces(text: str) -> Iterator[str]:
    """Yield the text in pieces after which a row may be broken, never inside a cluster.

    UAX #14 may break between white space and a mark, after a prepended sign, or before SARA AM; UAX
    #29 does not, so such pieces are joined.
    """
    held, offset = "", 0
    for segment in line_segments(text):
        piece = text[offset : offset + len(segment)]
        offset += len(segment)
        if held and _is_one_cluster(held[-1], piece[0]):
            held += piece
        else:
            if held:
                yield held
            held = piece
    if held:
        yield held


def _is_one_cluster(before: str, after: str) -> bool:
    """Whether two adjacent characters belong to one cluster; flags are left to UAX #14."""
    if _is_separate_cluster(before) and _is_separate_cluster(after):
        return False
    return len(cluster_starts(before + after)) == 1


@lru_cache(maxsize=4096)
def _is_separate_cluster(char: str) -> bool:
    """Whether a character never forms a cluster with a letter before or after it."""
    return len(cluster_starts(f"a{char}a")) == 3


def _break_long_word(
    text: str, start: int, end: int, width: int, glyphs: GlyphTable, levels: bytes | None
) -> Generator[int, None, int]:
    """Yield the rows that start inside a word too long for one; return the cells of the last."""
    content = end
    while content > start and text[content - 1] in HANGING:
        content -= 1
    row: list[tuple[int, int]] = []
    column = 0
    for offset, cells in glyphs.widths(text, start, end, levels):
        while cells and column and column + cells > width and offset < content:
            cut = _break_before(text, row, offset)
            yield cut
            row = [entry for entry in row if entry[0] >= cut]
            column = sum(entry[1] for entry in row)
        row.append((offset, cells))
        column += cells
    return column


def _break_before(text: str, row: list[tuple[int, int]], offset: int) -> int:
    """Return where to break the long word whose cluster at `offset` does not fit into `row`.

    This is at that cluster, or up to `_BACK` clusters before it if a row may not start with it.
    """
    if not _starts_no_row(text[offset]):
        return offset
    for start, cells in reversed(row[1:][-_BACK:]):
        if cells and not _starts_no_row(text[start]):
            return start
    return offset


@lru_cache(maxsize=4096)
def _starts_no_row(char: str) -> bool:
    """Whether a row may not start with the character, even after a space (UAX #14 LB13)."""
    return char in HANGING or len(list(line_segments("a " + char))) == 1


class WrappedParagraph:
    """The content of one paragraph in rows of `width` cells, wrapped from its start on demand.

    For a long paragraph it keeps one level per code point and one number per row. Each row is built
    by itself, so that the cost depends on the rows that are shown.
    """

    __slots__ = (
        "_base",
        "_direction",
        "_glyphs",
        "_remaining_starts",
        "_resolved",
        "_starts",
        "_width",
        "complete",
        "text",
    )

    def __init__(
        self, text: str, base: int, *, width: int, glyphs: GlyphTable, direction: Direction
    ) -> None:
        self.text = text
        self._base = base
        self._width = width
        self._glyphs = glyphs
        self._direction = direction
        self._resolved: Resolved | None = None
        self._starts = array("I", [0])
        self._remaining_starts: Iterator[int] | None = None
        self.complete = not text
        """Whether all row starts are known."""

    @property
    def resolved(self) -> Resolved:
        """The levels of the whole paragraph."""
        if self._resolved is None:
            self._resolved = resolve(self.text, self._direction)
        return self._resolved

    @property
    def known_rows(self) -> int:
        """The rows whose start is known so far; all of them once `complete`."""
        return len(self._starts)

    @property
    def last_start(self) -> int:
        """The start of the last known row, counted from the start of the paragraph."""
        return self._starts[-1]

    def wrap_until(self, row: int) -> None:
        """Wrap until the start of `row` is known, or the paragraph ends."""
        starts = self._starts
        while not self.complete and len(starts) <= row:
            self._wrap_one()

    def row_count(self) -> int:
        """Return the number of rows, at least 1; this wraps the whole paragraph."""
        while not self.complete:
            self._wrap_one()
        return len(self._starts)

    def row_of(self, offset: int) -> int:
        """Return the number of the row that contains `offset`, counted from the paragraph's
        start."""
        while not self.complete and self._starts[-1] <= offset:
            self._wrap_one()
        return bisect_right(self._starts, offset) - 1

    def row(self, row: int, split_alefs: Collection[int] = ()) -> Row:
        """Return the row with this number, or the last one if there are fewer.

        The alefs at the document offsets `split_alefs` form no ligature as long as there is room.
        """
        row_range = self._range_of(row)
        return build_row(row_range, self.resolved, self._width, self._glyphs, split_alefs)

    def bounds(self, row: int) -> RowBounds:
        """Return where the row with this number, or the last one, begins and ends."""
        row_range = self._range_of(row)
        start, end = self._base + row_range.start, self._base + row_range.end
        return RowBounds(start, end, self.resolved.level % 2 == 1)

    def _range_of(self, row: int) -> RowRange:
        self.wrap_until(row + 1)
        row = min(row, len(self._starts) - 1)
        is_last = row == len(self._starts) - 1
        end = len(self.text) if is_last else self._starts[row + 1]
        return RowRange(self.text, self._base, self._starts[row], end, is_last)

    def _wrap_one(self) -> None:
        """Find one more row start."""
        if self._remaining_starts is None:
            levels = self.resolved.levels if EXPLICIT.search(self.text) else None
            self._remaining_starts = row_starts(self.text, self._width, self._glyphs, levels)
        start = next(self._remaining_starts, None)
        if start is None:
            self.complete, self._remaining_starts = True, None
        else:
            self._starts.append(start)
