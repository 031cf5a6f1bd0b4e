"""How many rows each paragraph has, and which paragraph a row of the document lies in.

Counts are kept per paragraph and summed per block of paragraphs, so that one change and one
look-up cost about the square root of their number, nearly all of it in C.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

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
