"""A whole text as rows, laid out where it is shown.

Paragraphs are found as far as they are needed, and some more. The number of rows of a paragraph
is estimated from its length until it is laid out, or until `DocumentLayout.settle` has counted
them; meanwhile the numbers of the rows below it change. An `Anchor`, a paragraph and a row in it,
never changes. What is laid out is kept in caches of limited size.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable, Iterable
from itertools import accumulate
from time import perf_counter
from typing import Generic, NamedTuple, TypeVar

from tui.text.layout.glyphs import EXPLICIT, glyph_table
from tui.text.layout.rows import Row, RowBounds
from tui.text.layout.wrapping import WrappedParagraph, row_starts
from tui.text.unicode.bidi import Direction, resolve
from tui.text.unicode.segmentation import (
    Paragraph,
    ParagraphStarts,
    content_end,
    nonblank_paragraph_after,
    nonblank_paragraph_before,
)

Key = TypeVar("Key", bound=Hashable)

Value = TypeVar("Value")


class WeightedCache(Generic[Key, Value]):
    """A cache that drops its least recently used entries once they weigh more than `room`.

    The newest entry always stays, even if it weighs more.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._entries: dict[Key, tuple[Value, int]] = {}
        self._weight = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get_or_make(self, key: Key, make: Callable[[], Value], weight: int = 1) -> Value:
        """Return the value for `key`; call `make` if it is missing."""
        entry = self._entries.pop(key, None)
        if entry is None:
            entry = (make(), weight)
            self._weight += weight
        self._entries[key] = entry
        while self._weight > self._room and len(self._entries) > 1:
            oldest = next(iter(self._entries))
            self._weight -= self._entries.pop(oldest)[1]
        return entry[0]


_BLOCK = 128
"""Paragraphs of a block in a RowIndex."""


class RowIndex:
    """The number of rows of each paragraph, and the paragraph of each row of the document.

    Every count is at least 1. Counts are summed per block of paragraphs, so that a change and a
    lookup each take about the square root of the number of paragraphs.
    """

    def __init__(self, counts: Iterable[int]) -> None:
        self._counts = array("I", counts)
        self._blocks = self._block_sums(0)
        self._sums: list[int] | None = None
        self.changes = 0
        """How often a count changed, and with it the numbers of all rows after it."""

    def extend(self, counts: Iterable[int]) -> None:
        """Add the counts of more paragraphs at the end."""
        whole = len(self._counts) // _BLOCK
        self._counts.extend(counts)
        del self._blocks[whole:]
        self._blocks += self._block_sums(whole)
        self._sums = None

    def _block_sums(self, first: int) -> list[int]:
        """Return the sum of the counts in each block from this one on."""
        starts = range(first * _BLOCK, len(self._counts), _BLOCK)
        return [sum(self._counts[at : at + _BLOCK]) for at in starts]

    def __len__(self) -> int:
        return len(self._counts)

    def __getitem__(self, paragraph: int) -> int:
        return self._counts[paragraph]

    def __setitem__(self, paragraph: int, count: int) -> None:
        change = count - self._counts[paragraph]
        if change:
            self.changes += 1
            self._counts[paragraph] = count
            self._blocks[paragraph // _BLOCK] += change
            self._sums = None

    @property
    def total(self) -> int:
        """The rows of all paragraphs."""
        return self._prefix()[-1]

    def before(self, paragraph: int) -> int:
        """Return the rows of all paragraphs before this one: the number of its first row."""
        block = paragraph // _BLOCK
        return self._prefix()[block] + sum(self._counts[block * _BLOCK : paragraph])

    def find(self, row: int) -> tuple[int, int]:
        """Return the paragraph that contains the row, and the row's number in it; clamp the row."""
        row = min(max(row, 0), self.total - 1)
        prefix = self._prefix()
        block = bisect_right(prefix, row) - 1
        rest = row - prefix[block]
        start = block * _BLOCK
        inside = list(accumulate(self._counts[start : start + _BLOCK]))
        at = bisect_right(inside, rest)
        return start + at, rest - (inside[at - 1] if at else 0)

    def _prefix(self) -> list[int]:
        """Return the rows before each block, and the rows of all at the end."""
        if self._sums is None:
            self._sums = list(accumulate(self._blocks, initial=0))
        return self._sums


LONG = 4000
"""A paragraph of at least this many code points is counted in slices."""

_PARAGRAPHS_ROOM = 2_000_000
"""Weight of the cached paragraphs, in code points."""

_PARAGRAPH = 2000
"""Weight of a cached paragraph in addition to its code points."""

_ROWS_ROOM = 48
"""Rows that are cached: about six kilobytes each, and needed again only around the caret."""

_NONE_SPLIT = frozenset[int]()
"""The alefs that are painted apart from their lam in most rows: none."""

_SLICE = 32
"""Rows of a long paragraph that are counted at once."""

_SEARCHED = 1 << 15
"""Code points that are searched for paragraphs at once."""

_AHEAD = 512
"""Paragraphs that are found beyond each that is needed: more than a move skips."""


class LayoutOptions(NamedTuple):
    """The options that the rows of a text depend on."""

    width: int
    """Cells of a row, at least 1."""
    direction: Direction = Direction.AUTO
    """Of every paragraph; AUTO takes each paragraph's own."""
    marks: bool = True
    """Whether vowel marks are painted."""
    controls: bool = False
    """Whether invisible characters are painted as signs, which take a cell."""


class Anchor(NamedTuple):
    """The place of a row, which stays the same while rows elsewhere are counted."""

    paragraph: int
    """Number of the paragraph, from 0."""
    row: int
    """Number of the row in its paragraph, from 0."""


class _BlankLines(NamedTuple):
    """Paragraphs of white space that follow each other: a text can have millions."""

    start: int
    """The offset of the first one's start."""
    end: int
    """An offset up to which they are known to go on."""
    direction: Direction


class DocumentLayout:
    """The rows of `text` under `options`.

    Offsets count code points of the text, columns and widths cells. The cost of a call depends
    on the paragraphs that it lays out, not on the text; caches are bounded.
    """

    def __init__(self, text: str, options: LayoutOptions) -> None:
        """Lay out `text`. Raises ValueError if a row is less than a cell wide."""
        self.text = text
        self.options = options
        self._starts = ParagraphStarts(text)
        self._blank = _BlankLines(0, -1, Direction.AUTO)
        self._reset_rows()

    def _reset_rows(self) -> None:
        if self.options.width < 1:
            raise ValueError(f"a row of {self.options.width} cells shows nothing")
        self._glyphs = glyph_table(self.options.marks, self.options.controls)
        self._index = RowIndex(())
        self._is_settled = bytearray()
        self._unsettled = 0
        self._cursor = 0
        self._is_found(0)
        self._long: tuple[int, WrappedParagraph] | None = None
        self._paragraphs: WeightedCache[int, WrappedParagraph] = WeightedCache(_PARAGRAPHS_ROOM)
        self._rows: WeightedCache[tuple[Anchor, frozenset[int]], Row] = WeightedCache(_ROWS_ROOM)

    def with_options(self, options: LayoutOptions) -> DocumentLayout:
        """Return the same text under other options, with what does not depend on them."""
        other = object.__new__(DocumentLayout)
        other.text, other.options = self.text, options
        other._starts = self._starts
        other._blank = self._blank
        other._reset_rows()
        return other

    # Paragraphs

    @property
    def _all_found(self) -> bool:
        """Whether the index has all paragraphs of the text."""
        return self._starts.complete and len(self._index) == len(self._starts.found)

    def _find_more(self) -> None:
        """Find some more paragraphs, and estimate their rows.

        The last of them is in the index once its end is known.
        """
        if not self._starts.complete:
            self._starts.find_more(_SEARCHED)
        found, width, known = self._starts.found, self.options.width, len(self._index)
        ends = found[known + 1 :]
        if self._starts.complete:
            ends.append(len(self.text))
        self._index.extend(
            (end - start) // width + 1 for start, end in zip(found[known:], ends, strict=False)
        )
        new = len(self._index) - known
        self._is_settled.extend(bytes(new))
        self._unsettled += new

    def _is_found(self, number: int) -> bool:
        """Find paragraphs up to this one and `_AHEAD` more; return whether there is this one."""
        while len(self._index) <= number + _AHEAD and not self._all_found:
            self._find_more()
        return number < len(self._index)

    def paragraph(self, number: int) -> Paragraph:
        """Return the bounds of a paragraph in the text."""
        self._is_found(number)
        starts = self._starts.found
        start = starts[number]
        following = starts[number + 1] if number + 1 < len(starts) else len(self.text)
        return Paragraph(start, content_end(self.text, start, following), following)

    def paragraph_of(self, offset: int) -> int:
        """Return the number of the paragraph that contains `offset`, its separator included."""
        while self._starts.found[-1] <= offset and not self._all_found:
            self._find_more()
        return max(bisect_right(self._starts.found, offset) - 1, 0)

    # Rows by anchor: exact at once

    def anchor_of(self, offset: int) -> Anchor:
        """Return the row that contains `offset`; a separator belongs to the row that it ends."""
        number = self.paragraph_of(offset)
        paragraph = self.paragraph(number)
        offset = min(max(offset, paragraph.start), paragraph.end)
        wrapped = self._wrapped_paragraph(number)
        row = wrapped.row_of(offset - paragraph.start)
        self._update_count(number, wrapped)
        return Anchor(number, row)

    def bounds_at(self, anchor: Anchor) -> RowBounds:
        """Return where the row at an anchor begins and ends, without building it."""
        return self._wrapped_paragraph(anchor.paragraph).bounds(anchor.row)

    def row_at(self, anchor: Anchor, splits: Collection[int] = ()) -> Row:
        """Return the row at an anchor.

        `splits` are document offsets at which an annotation, a selection or the caret ends. If one
        is inside a lam-alef, that is painted as two letters, provided the row has a free cell. Pass
        a set: the offsets of every ligature of the row are looked up in it.
        """
        row = self._cached_row(anchor, _NONE_SPLIT)
        if not splits or not row.ligatures:
            return row
        split_alefs = frozenset(
            alef
            for lam, alef in row.ligatures
            if any(offset in splits for offset in range(lam + 1, alef + 1))
        )
        return self._cached_row(anchor, split_alefs) if split_alefs else row

    def _cached_row(self, anchor: Anchor, split_alefs: frozenset[int]) -> Row:
        number, row = anchor
        return self._rows.get_or_make(
            (anchor, split_alefs), lambda: self._wrapped_paragraph(number).row(row, split_alefs)
        )

    def step(self, anchor: Anchor, rows: int) -> Anchor:
        """Return the anchor `rows` rows below this one (above if negative), clamped to the text."""
        number, row = anchor.paragraph, anchor.row + rows
        self._is_found(number)
        while row < 0 and number > 0:
            number -= 1
            row += self._settle_paragraph(number)
        while row >= 0:
            if self._has_row(number, row):
                return Anchor(number, row)
            count = self._settle_paragraph(number)
            if not self._is_found(number + 1):
                return Anchor(number, count - 1)
            row -= count
            number += 1
        return Anchor(0, 0)

    # Rows by number: estimated until settled

    @property
    def row_count(self) -> int:
        """The rows of the text; an estimate until `settled`."""
        if self._all_found:
            return self._index.total
        rest = len(self.text) - self._starts.found[len(self._index)]
        return self._index.total + rest // self.options.width + 1

    @property
    def settled(self) -> bool:
        """Whether all rows are counted."""
        return self._all_found and not self._unsettled

    @property
    def numbering(self) -> int:
        """A counter that changes whenever the number of any row changes."""
        return self._index.changes

    def row(self, index: int, splits: Collection[int] = ()) -> Row:
        """Return the row with this number as far as rows are counted; clamp to the first and
        last."""
        return self.row_at(self.locate(index), splits)

    def locate(self, index: int) -> Anchor:
        """Return the anchor of the row with this number, after laying out its paragraph."""
        while index >= self._index.total and not self._all_found:
            self._find_more()
        while True:
            number, row = self._index.find(index)
            if self._has_row(number, row):
                return Anchor(number, row)

    def index_of(self, anchor: Anchor) -> int:
        """Return the number of the row at an anchor, as far as rows are counted."""
        self._is_found(anchor.paragraph)
        return self._index.before(anchor.paragraph) + anchor.row

    def row_of(self, offset: int) -> int:
        """Return the number of the row that contains `offset`, as far as rows are counted."""
        return self.index_of(self.anchor_of(offset))

    def settle(self, budget: float = math.inf) -> bool:
        """Count all rows, or for about `budget` seconds; return whether some remain uncounted."""
        deadline = perf_counter() + budget
        while not self.settled and perf_counter() < deadline:
            number = self._is_settled.find(0, self._cursor)
            if number < 0:
                self._find_more()
                continue
            self._cursor = number
            paragraph = self.paragraph(number)
            if paragraph.end - paragraph.start > LONG:
                self._settle_slice(number)
            else:
                self._set_count(number, self._count_rows(paragraph))
        return not self.settled

    def settle_view(self, first: int, rows: int) -> None:
        """Count the rows of a view of `rows` rows, from the one with the number `first`.

        Until then an estimate may be too high at the end of the text, where `row` clamps.
        """
        self.step(self.locate(first), rows)

    def _count_rows(self, paragraph: Paragraph) -> int:
        """Count the rows of a paragraph, without caching them."""
        text = self.text[paragraph.start : paragraph.end]
        levels = None
        if EXPLICIT.search(text):
            levels = resolve(text, self.options.direction).levels
        return 1 + sum(1 for _ in row_starts(text, self.options.width, self._glyphs, levels))

    def _settle_slice(self, number: int) -> None:
        """Wrap some more rows of a long paragraph."""
        if self._long is None or self._long[0] != number:
            self._long = number, self._wrapped_paragraph(number)
        wrapped = self._long[1]
        wrapped.wrap_until(wrapped.known_rows + _SLICE)
        self._update_count(number, wrapped)
        if wrapped.complete:
            self._long = None

    def _settle_paragraph(self, number: int) -> int:
        """Count the rows of one paragraph and return the count."""
        if not self._is_settled[number]:
            self._set_count(number, self._wrapped_paragraph(number).row_count())
        return self._index[number]

    def _has_row(self, number: int, row: int) -> bool:
        """Whether the paragraph has a row of this number; wrap no more of it than needed."""
        if self._is_settled[number]:
            return row < self._index[number]
        wrapped = self._wrapped_paragraph(number)
        wrapped.wrap_until(row)
        self._update_count(number, wrapped)
        return row < wrapped.known_rows

    def _update_count(self, number: int, wrapped: WrappedParagraph) -> None:
        """Raise the count of a paragraph to the number of its known rows."""
        if self._is_settled[number]:
            return
        if len(wrapped.text) <= LONG:
            self._set_count(number, wrapped.row_count())
        elif wrapped.complete:
            self._set_count(number, wrapped.known_rows)
        else:
            rest = len(wrapped.text) - wrapped.last_start
            self._index[number] = wrapped.known_rows + rest // self.options.width

    def _set_count(self, number: int, count: int) -> None:
        if not self._is_settled[number]:
            self._is_settled[number] = 1
            self._unsettled -= 1
            self._index[number] = count

    def _wrapped_paragraph(self, number: int) -> WrappedParagraph:
        paragraph = self.paragraph(number)
        return self._paragraphs.get_or_make(
            number,
            lambda: self._wrap(paragraph),
            paragraph.end - paragraph.start + _PARAGRAPH,
        )

    def _wrap(self, paragraph: Paragraph) -> WrappedParagraph:
        """Return a paragraph to be wrapped; a blank one has the direction of the text around it."""
        text = self.text[paragraph.start : paragraph.end]
        direction = self.options.direction
        if direction is Direction.AUTO and not text.strip():
            direction = self._direction_around(paragraph)
        return WrappedParagraph(
            text,
            paragraph.start,
            width=self.options.width,
            glyphs=self._glyphs,
            direction=direction,
        )

    def _direction_around(self, blank: Paragraph) -> Direction:
        """Return the direction of the text before a blank paragraph, else of the text after it."""
        if not self._blank.start <= blank.start <= self._blank.end:
            near = nonblank_paragraph_before(self.text, blank.start)
            start = near.next if near is not None else 0
            near = near or nonblank_paragraph_after(self.text, blank.next)
            direction = Direction.AUTO
            if near is not None:
                head = self.text[near.start : min(near.end, near.start + LONG)]
                direction = Direction.RTL if resolve(head).level % 2 else Direction.LTR
            self._blank = _BlankLines(start, blank.next, direction)
        elif blank.next > self._blank.end:
            self._blank = self._blank._replace(end=blank.next)
        return self._blank.direction
