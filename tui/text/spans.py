"""Spans of a document's stored text, the value that the engine and its users share.

Offsets count code points from 0; a span is half-open, `[start, end)`.
"""

from typing import Literal, NamedTuple

NaturalSpan = Literal["word", "sentence", "quotation"]
"""The kind of span that a tag takes if nothing is selected."""


class Span(NamedTuple):
    """The code points `[start, end)` of the stored text. Sorts by start, then end."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """The code points in the span."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the slice of `text` that the span covers."""
        return text[self.start : self.end]

    def holds(self, offset: int) -> bool:
        """Whether the code point at `offset` is in the span."""
        return self.start <= offset < self.end

    def encloses(self, other: "Span") -> bool:
        """Whether `other` is inside the span; both may be equal."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have a code point in common."""
        return max(self.start, other.start) < min(self.end, other.end)

    def shifted(self, by: int) -> "Span":
        """Return the span moved by `by` code points, from a slice to its document."""
        return Span(self.start + by, self.end + by)

    def trimmed(self, text: str, unwanted: str | None = None) -> "Span":
        """Return the span without white space, or the characters of `unwanted`, at its ends.

        If nothing is left, this is the empty span at `start`.
        """
        piece = self.of(text)
        if not piece.strip(unwanted):
            return Span(self.start, self.start)
        start = self.start + len(piece) - len(piece.lstrip(unwanted))
        return Span(start, start + len(piece.strip(unwanted)))


class Heading(NamedTuple):
    """A heading in a text."""

    offset: int
    """Code points before it."""
    level: int
    """From 1, the highest."""
    title: str
    """Its words on one line."""
