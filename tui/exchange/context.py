"""The sentence that an annotation stands in."""

from bisect import bisect_left, bisect_right

from tui.text.breaks import sentences
from tui.text.spans import Span


class Sentences:
    """The sentences of one text, found once."""

    def __init__(self, text: str) -> None:
        self._spans = sentences(text)
        self._starts = [span.start for span in self._spans]
        self._ends = [span.end for span in self._spans]

    def around(self, start: int, end: int) -> Span:
        """The stretch of whole sentences that holds `[start, end)`, and at least that."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            return Span(start, end)
        return Span(min(start, self._starts[first]), max(end, self._ends[last]))
