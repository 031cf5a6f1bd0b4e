"""Finding in the open document, folded for Arabic spelling."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from tui.text.spans import Span

if TYPE_CHECKING:
    from tui.text.folding import Folded


class Search:
    """A query and its matches in one text; an empty query has none."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded: Folded | None = None
        self.query = ""
        self.matches: list[Span] = []
        self.place = -1
        """Which match one is at; -1 for none."""
        self.version = 0

    @property
    def active(self) -> bool:
        """Whether a search is going on."""
        return bool(self.query)

    def look_for(self, query: str) -> None:
        """Find all matches of the query; the text is folded once."""
        from tui.text.folding import find, fold  # its tables are no part of a start

        if self._folded is None:
            self._folded = fold(self._text)
        self.query = query
        self.matches = list(find(self._folded, query)) if query.strip() else []
        self.place = -1
        self.version += 1

    def clear(self) -> None:
        """End the search."""
        self.query, self.matches, self.place = "", [], -1
        self.version += 1

    @property
    def match(self) -> Span | None:
        """The match that one is at."""
        return self.matches[self.place] if 0 <= self.place < len(self.matches) else None

    def first_from(self, offset: int) -> Span | None:
        """Go to the first match at or after the offset, else to the first of all."""
        if not self.matches:
            return None
        self.place = bisect_left(self.matches, Span(offset, offset)) % len(self.matches)
        self.version += 1
        return self.match

    def at(self, offset: int) -> Span | None:
        """The match that one is at, while the caret stands in it or at its end."""
        match = self.match
        return match if match and match.start <= offset <= match.end else None

    def step(self, by: int, offset: int) -> Span | None:
        """Go on by so many matches, around the end; from the caret where it left the match."""
        if not self.matches:
            return None
        if self.at(offset) is None:
            after = bisect_left(self.matches, Span(offset, offset))
            self.place = after - (by > 0)
        self.place = (self.place + by) % len(self.matches)
        self.version += 1
        return self.match

    def within(self, start: int, end: int) -> list[tuple[Span, bool]]:
        """The matches that touch `[start, end)`, each with whether it is the one at hand."""
        first = max(bisect_left(self.matches, Span(start, start)) - 1, 0)
        found = []
        for index in range(first, len(self.matches)):
            span = self.matches[index]
            if span.start >= end:
                break
            if span.end > start:
                found.append((span, index == self.place))
        return found
