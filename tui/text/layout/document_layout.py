"""A whole text as rows, laid out where it is looked at.

Paragraphs are found at once; the rows of each are estimated from its length until it is laid
out, or until `DocumentLayout.settle` has counted them. Row numbers below a paragraph move while
that happens. An `Anchor`, a paragraph and a row in it, never does.

How many rows each paragraph has, and which paragraph a row of the document lies in.

Counts are kept per paragraph and summed per block of paragraphs, so that one change and one
look-up cost about the square root of their number, nearly all of it in C.

A cache that keeps what was used last, up to a total weight."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable, Iterable
from itertools import accumulate
from time import perf_counter
from typing import Generic, NamedTuple, TypeVar

from tui.text.layout.glyphs import EXPLICIT, brush_for
from tui.text.layout.rows import Row
from tui.text.layout.wrapping import WrappedParagraph, row_starts
from tui.text.unicode.bidi import Direction, Resolved, resolve
from tui.text.unicode.segmentation import (
    Paragraph,
    content_end,
    paragraph_starts,
    solid_paragraph_after,
    solid_paragraph_before,
)

Key = TypeVar("Key", bound=Hashable)

Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """A mapping that forgets its longest unused entries once they weigh more than `room`.

    The newest entry always stays, whatever it weighs.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._entries: dict[Key, tuple[Value, int]] = {}
        self._weight = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get_or_make(self, key: Key, make: Callable[[], Value], weight: int = 1) -> Value:
        """The value for `key`, made if it is not there."""
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


class RowIndex:
    """Row counts by paragraph, with prefix sums. Every count is at least 1."""

    def __init__(self, counts: Iterable[int]) -> None:
        self._counts = array("I", counts)
        self._blocks = [
            sum(self._counts[at : at + _BLOCK]) for at in range(0, len(self._counts), _BLOCK)
        ]
        self._sums: list[int] | None = None
        self.changes = 0
        """How often a count changed, and with it the numbers of all rows after it."""

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
        """The rows of all paragraphs before this one: the number of its first row."""
        block = paragraph // _BLOCK
        return self._prefix()[block] + sum(self._counts[block * _BLOCK : paragraph])

    def find(self, row: int) -> tuple[int, int]:
        """The paragraph that holds the row, and the row's number in it; clamps to the last row."""
        row = min(max(row, 0), self.total - 1)
        prefix = self._prefix()
        block = bisect_right(prefix, row) - 1
        rest = row - prefix[block]
        start = block * _BLOCK
        inside = list(accumulate(self._counts[start : start + _BLOCK]))
        at = bisect_right(inside, rest)
        return start + at, rest - (inside[at - 1] if at else 0)

    def _prefix(self) -> list[int]:
        """The rows before each block, and the rows of all at the end."""
        if self._sums is None:
            self._sums = list(accumulate(self._blocks, initial=0))
        return self._sums


LONG = 4000
"""Code points from which on a paragraph is counted in slices."""

_PARAGRAPHS_ROOM = 2_000_000

_PARAGRAPH = 2000
"""What a paragraph weighs in a cache beside its code points."""

_ROWS_ROOM = 256

_SLICE = 32


class LayoutOptions(NamedTuple):
    """What the rows of a text depend on beside the text."""

    width: int
    """Cells of a row, at least 1."""
    direction: Direction = Direction.AUTO
    """Of every paragraph; AUTO takes each paragraph's own."""
    marks: bool = True
    """Whether vowel marks are painted."""
    controls: bool = False
    """Whether invisible characters are painted as signs, which take a cell."""


class Anchor(NamedTuple):
    """A row that stays the same whatever is counted elsewhere."""

    paragraph: int
    """Number of the paragraph, from 0."""
    row: int
    """Number of the row in its paragraph, from 0."""


class DocumentLayout:
    """The rows of `text` under `options`.

    What one call costs is bounded by the paragraphs that it touches; caches are bounded.
    """

    def __init__(self, text: str, options: LayoutOptions) -> None:
        """Raises `ValueError` for rows that are less than a cell wide."""
        self.text = text
        self.options = options
        self._paragraph_starts = paragraph_starts(text)
        self._levels: Recent[int, Resolved] = Recent(_PARAGRAPHS_ROOM)
        self._set_up()

    def _set_up(self) -> None:
        if self.options.width < 1:
            raise ValueError(f"a row of {self.options.width} cells shows nothing")
        self._brush = brush_for(self.options.marks, self.options.controls)
        starts = self._paragraph_starts
        width = self.options.width
        self._index = RowIndex(
            (following - start) // width + 1
            for start, following in zip(starts, [*starts[1:], len(self.text)], strict=True)
        )
        self._is_settled = bytearray(len(starts))
        self._unsettled = len(starts)
        self._cursor = 0
        self._long: tuple[int, WrappedParagraph] | None = None
        self._paragraphs: Recent[int, WrappedParagraph] = Recent(_PARAGRAPHS_ROOM)
        self._rows: Recent[tuple[Anchor, frozenset[int]], Row] = Recent(_ROWS_ROOM)

    def with_options(self, options: LayoutOptions) -> DocumentLayout:
        """The same text under other options; keeps what does not depend on them."""
        other = object.__new__(DocumentLayout)
        other.text, other.options = self.text, options
        other._paragraph_starts = self._paragraph_starts
        same = options.direction is self.options.direction
        other._levels = self._levels if same else Recent(_PARAGRAPHS_ROOM)
        other._set_up()
        return other

    # Paragraphs

    @property
    def paragraph_count(self) -> int:
        """The number of paragraphs, at least 1."""
        return len(self._paragraph_starts)

    def paragraph(self, number: int) -> Paragraph:
        """The paragraph's place in the text."""
        starts = self._paragraph_starts
        start = starts[number]
        following = starts[number + 1] if number + 1 < len(starts) else len(self.text)
        return Paragraph(start, content_end(self.text, start, following), following)

    def paragraph_of(self, offset: int) -> int:
        """The number of the paragraph that holds `offset`, its separator included."""
        return max(bisect_right(self._paragraph_starts, offset) - 1, 0)

    @property
    def end(self) -> int:
        """The last offset at which the caret can stand."""
        return self.paragraph(self.paragraph_count - 1).end

    # Rows by anchor: exact at once

    def anchor_of(self, offset: int) -> Anchor:
        """The row that holds `offset`; a separator belongs to the row that it ends."""
        number = self.paragraph_of(offset)
        paragraph = self.paragraph(number)
        offset = min(max(offset, paragraph.start), paragraph.end)
        wrapped = self._wrapped(number)
        row = wrapped.row_of(offset - paragraph.start)
        self._note(number, wrapped)
        return Anchor(number, row)

    def row_at(self, anchor: Anchor, splits: Collection[int] = ()) -> Row:
        """The row at an anchor.

        `splits` are document offsets at which an annotation, a selection or the caret ends: a
        lam-alef with one inside is painted as two letters if the row has a cell to spare. It is
        best a set, as every ligature of the row is looked for in it.
        """
        row = self._built(anchor, frozenset())
        if not splits or not row.ligatures:
            return row
        apart = frozenset(
            alef
            for lam, alef in row.ligatures
            if any(offset in splits for offset in range(lam + 1, alef + 1))
        )
        return self._built(anchor, apart) if apart else row

    def _built(self, anchor: Anchor, apart: frozenset[int]) -> Row:
        number, row = anchor
        return self._rows.get_or_make(
            (anchor, apart), lambda: self._wrapped(number).row(row, apart)
        )

    def step(self, anchor: Anchor, rows: int) -> Anchor:
        """The anchor so many rows further on, or back; stops at the first and the last row."""
        number, row = anchor.paragraph, anchor.row + rows
        while row < 0 and number > 0:
            number -= 1
            row += self._settle(number)
        while row >= 0:
            if self._has_row(number, row):
                return Anchor(number, row)
            count = self._settle(number)
            if number + 1 == self.paragraph_count:
                return Anchor(number, count - 1)
            row -= count
            number += 1
        return Anchor(0, 0)

    # Rows by number: estimated until settled

    @property
    def row_count(self) -> int:
        """The rows of the text; an estimate until `settled`."""
        return self._index.total

    @property
    def settled(self) -> bool:
        """Whether all rows are counted."""
        return not self._unsettled

    @property
    def numbering(self) -> int:
        """Stays the same as long as each row has the number that it has now."""
        return self._index.changes

    def row(self, index: int, splits: Collection[int] = ()) -> Row:
        """The row with this number, by what is known now; clamps to the first and last."""
        return self.row_at(self.locate(index), splits)

    def locate(self, index: int) -> Anchor:
        """The anchor of the row with this number. Its paragraph is laid out, so it exists."""
        while True:
            number, row = self._index.find(index)
            if self._has_row(number, row):
                return Anchor(number, row)

    def index_of(self, anchor: Anchor) -> int:
        """The number of the row at an anchor, by what is known now."""
        return self._index.before(anchor.paragraph) + anchor.row

    def row_of(self, offset: int) -> int:
        """The number of the row that holds `offset`, by what is known now."""
        return self.index_of(self.anchor_of(offset))

    def settle(self, budget: float) -> bool:
        """Counts rows for about `budget` seconds; whether more remain to be counted."""
        deadline = perf_counter() + budget
        while self._unsettled and perf_counter() < deadline:
            number = self._is_settled.find(0, self._cursor)
            self._cursor = number
            paragraph = self.paragraph(number)
            if paragraph.end - paragraph.start > LONG:
                self._settle_slice(number)
            else:
                self._set_count(number, self._count(paragraph))
        return bool(self._unsettled)

    def _count(self, paragraph: Paragraph) -> int:
        """The rows of a paragraph, which is not kept."""
        text = self.text[paragraph.start : paragraph.end]
        levels = None
        if EXPLICIT.search(text):
            levels = resolve(text, self.options.direction).levels
        return 1 + sum(1 for _ in row_starts(text, self.options.width, self._brush, levels))

    def _settle_slice(self, number: int) -> None:
        """Wraps some more rows of a long paragraph."""
        if self._long is None or self._long[0] != number:
            self._long = number, self._wrapped(number)
        wrapped = self._long[1]
        wrapped.wrap_until(wrapped.known_rows + _SLICE)
        self._note(number, wrapped)
        if wrapped.complete:
            self._long = None

    def _settle(self, number: int) -> int:
        """Counts the rows of one paragraph, which are returned."""
        if not self._is_settled[number]:
            self._set_count(number, self._wrapped(number).row_count())
        return self._index[number]

    def _has_row(self, number: int, row: int) -> bool:
        """Whether the paragraph has a row of this number, wrapping no more of it than needed."""
        if self._is_settled[number]:
            return row < self._index[number]
        wrapped = self._wrapped(number)
        wrapped.wrap_until(row)
        self._note(number, wrapped)
        return row < wrapped.known_rows

    def _note(self, number: int, wrapped: WrappedParagraph) -> None:
        """Keeps the count of a paragraph no lower than what is known of its rows."""
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

    def _wrapped(self, number: int) -> WrappedParagraph:
        paragraph = self.paragraph(number)
        return self._paragraphs.get_or_make(
            number,
            lambda: self._wrap(paragraph, number),
            paragraph.end - paragraph.start + _PARAGRAPH,
        )

    def _wrap(self, paragraph: Paragraph, number: int) -> WrappedParagraph:
        text = self.text[paragraph.start : paragraph.end]
        return WrappedParagraph(
            text,
            paragraph.start,
            width=self.options.width,
            brush=self._brush,
            levels=lambda: self._levels.get_or_make(
                number, lambda: self._resolve(text, paragraph), len(text) + _PARAGRAPH
            ),
        )

    def _resolve(self, text: str, paragraph: Paragraph) -> Resolved:
        """The levels of a paragraph; a blank one runs as the text around it does."""
        direction = self.options.direction
        if direction is Direction.AUTO and not text.strip():
            near = solid_paragraph_before(self.text, paragraph.start)
            near = near or solid_paragraph_after(self.text, paragraph.next)
            if near is not None:
                head = self.text[near.start : min(near.end, near.start + LONG)]
                runs_rtl = resolve(head).level % 2
                direction = Direction.RTL if runs_rtl else Direction.LTR
        return resolve(text, direction)
