"""Spans: stretches of a document's stored text.

Offsets count code points from 0; a span is half-open, `[start, end)`.
"""

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch `[start, end)` of the stored text, in offsets. Sorts by start, then end."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Code points in the span."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """The slice of `text` that the span covers."""
        return text[self.start : self.end]

    def holds(self, offset: int) -> bool:
        """Whether the code point at `offset` lies in the span."""
        return self.start <= offset < self.end

    def encloses(self, other: "Span") -> bool:
        """Whether `other` lies in the span, bounds included."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a code point."""
        return max(self.start, other.start) < min(self.end, other.end)

    def shifted(self, by: int) -> "Span":
        """The span moved by `by` code points, for a slice's place in its document."""
        return Span(self.start + by, self.end + by)

    def trimmed(self, text: str, unwanted: str | None = None) -> "Span":
        """The span without white space at its ends, or without the characters of `unwanted`.

        Nothing left gives the empty span at `start`.
        """
        piece = self.of(text)
        if not piece.strip(unwanted):
            return Span(self.start, self.start)
        start = self.start + len(piece) - len(piece.lstrip(unwanted))
        return Span(start, start + len(piece.strip(unwanted)))
