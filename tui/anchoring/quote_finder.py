"""Finding the one place of a quoted text, by its words, their context and a claimed position.

A quote is what a record keeps of an annotation apart from its document: the text (`exact`), some
of what stood before and after it (`prefix`, `suffix`), and perhaps offsets that may be wrong. It
is placed only where one of these makes a single place certain; of two equal texts the nearer one
is not certain. All but the claimed position is compared as skeletons, in which other spellings of
a text are equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from tui.anchoring.alignment import (
    FUZZY_THRESHOLD,
    SHORT,
    SHORT_THRESHOLD,
    Skeleton,
    carried_span,
    common_prefix,
    common_suffix,
    splits_word,
)
from tui.text.spans import Span

Reason = Literal["position", "only place", "context"]
"""What makes a place certain: the text is where the offsets say, or occurs nowhere else, or
nothing else has this context."""


SIDE = 4
"""Letters of a prefix or suffix that must be the same for that side to agree."""


EVIDENCE = 12
"""Letters of a quote and its context that make their only occurrence certain."""


MARGIN = 8
"""Letters of context by which a place must be better than every other."""


MANY = 2_000
"""Occurrences above which the context is not compared at each."""


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """The certain place of a quote."""

    span: Span
    reason: Reason


class QuoteFinder:
    """Finds quotes in one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _skeleton(self) -> Skeleton:
        return Skeleton(self.text)

    def find(
        self, exact: str, prefix: str = "", suffix: str = "", claimed: Span | None = None
    ) -> FoundQuote | None:
        """Return the only place that can be meant, or None.

        `claimed` are the bounds that the record gives, in code points of some version of the text.
        """
        if not exact:
            return None
        if claimed is not None and claimed.of(self.text) == exact:
            before, after = self.text[: claimed.start], self.text[claimed.end :]
            if before.endswith(prefix) and after.startswith(suffix):
                return FoundQuote(claimed, "position")
        quote = _Quote(exact, prefix, suffix, claimed)
        if not quote.letters:
            return None
        return self._in_context(quote) or self._best(quote) or self._between(quote)

    def _in_context(self, quote: _Quote) -> FoundQuote | None:
        """The place at which the whole prefix and suffix are the same, if there is one of them."""
        if not (quote.before or quote.behind):
            return None
        whole = quote.before + quote.letters + quote.behind
        first, second = _first_two(self._skeleton.letters, whole)
        if first is None or second is not None:
            return None
        place = first + len(quote.before)
        if not (quote.before and quote.behind) and not self._is_whole(quote, place):
            return None
        only = _first_two(self._skeleton.letters, quote.letters)[1] is None
        # Offsets that are wrong say that the text may have changed: a short context is too little.
        enough = len(whole) >= EVIDENCE or only or quote.claimed is None
        return self._found(quote, place, "context") if enough else None

    def _best(self, quote: _Quote) -> FoundQuote | None:
        """The place whose context agrees as far as it must, and better than that of any other."""
        places = list(self._places(quote.letters))
        if not 0 < len(places) < MANY:
            return None
        if not (quote.before or quote.behind):
            only = len(places) == 1 and self._is_whole(quote, places[0])
            return self._found(quote, places[0], "only place") if only else None
        ranked = sorted((sum(self._agreement(quote, place)), place) for place in places)
        best, place = ranked[-1]
        found = self._found(quote, place, "only place" if len(places) == 1 else "context")
        if len(ranked) > 1 and ranked[-2][0] > best - MARGIN:
            return None
        return found if self._is_sure(quote, place, found.span) else None

    def _is_sure(self, quote: _Quote, place: int, span: Span) -> bool:
        """Whether a context that is not the same as a whole agrees enough.

        Both sides must, next to the quote: a quote that lost its last words agrees on one side. One
        is enough for a quote that is as long as its claimed bounds and whole words.
        """
        before, behind = self._agreement(quote, place)
        agree = [
            bool(side) and same >= min(SIDE, len(side))
            for side, same in ((quote.before, before), (quote.behind, behind))
        ]
        enough = before + behind + len(quote.letters) >= EVIDENCE
        if all(agree):
            return enough
        whole = quote.claimed is not None and self._is_whole(quote, place)
        if quote.claimed == span:
            return whole and (any(agree) or len(quote.letters) >= EVIDENCE)
        return whole and any(agree) and before + behind >= EVIDENCE and enough

    def _between(self, quote: _Quote) -> FoundQuote | None:
        """The place between the prefix and the suffix, if what is there is like the quote."""
        if min(len(quote.before), len(quote.behind)) < MARGIN:
            return None
        letters, length = self._skeleton.letters, len(quote.letters)
        found = set()
        for count, at in enumerate(self._places(quote.before)):
            first = at + len(quote.before)
            after = letters.find(quote.behind, first, first + 2 * length + len(quote.behind))
            if after > first:
                found.add((first, after))
            if len(found) > 1 or count == MANY:
                return None
        for first, after in found:
            if _is_like(quote.letters, letters[first:after]):
                return FoundQuote(quote.span_in(self._skeleton, first, after), "context")
        return None

    def _places(self, letters: str) -> Iterator[int]:
        at = self._skeleton.letters.find(letters)
        while at >= 0:
            yield at
            at = self._skeleton.letters.find(letters, at + 1)

    def _agreement(self, quote: _Quote, place: int) -> tuple[int, int]:
        """How many letters of the prefix and of the suffix are the same next to the place."""
        letters = self._skeleton.letters
        return (
            common_suffix(quote.before, len(quote.before), letters, place),
            common_prefix(quote.behind, 0, letters, place + len(quote.letters)),
        )

    def _is_whole(self, quote: _Quote, place: int) -> bool:
        """Whether nothing says that the quote lost letters at an end: it is as long as its claimed
        bounds, and whole words."""
        letters = self._skeleton.letters
        after = place + len(quote.letters)
        return (
            quote.fits_claim and not splits_word(letters, place) and not splits_word(letters, after)
        )

    def _found(self, quote: _Quote, place: int, reason: Reason) -> FoundQuote:
        span = quote.span_in(self._skeleton, place, place + len(quote.letters))
        return FoundQuote(span, "position" if span == quote.claimed else reason)


class _Quote:
    """A quote as letters."""

    def __init__(self, exact: str, prefix: str, suffix: str, claimed: Span | None) -> None:
        self._exact = exact
        self._span = Span(len(prefix), len(prefix) + len(exact))
        self._skeleton = Skeleton(f"{prefix}{exact}{suffix}")
        self.claimed = claimed
        self.fits_claim = claimed is None or claimed.end - claimed.start == len(exact)
        start, end = self._skeleton.from_span(*self._span)
        self.before = self._skeleton.letters[:start]
        self.letters = self._skeleton.letters[start:end]
        self.behind = self._skeleton.letters[end:]

    def span_in(self, text: Skeleton, first: int, after: int) -> Span:
        """The span of the text's letters `[first, after)`, with what the quote has around its own
        letters that is none."""
        low, _ = self._skeleton.to_span(*self._skeleton.from_span(*self._span))
        start = text.offsets[first] - (low - self._span.start)
        same = Span(max(0, start), start + len(self._exact))
        if after - first == len(self.letters) and same.of(text.text) == self._exact:
            return same
        return carried_span(self._skeleton, self._span, text, first, after)


def _is_like(quoted: str, found: str) -> bool:
    """Whether letters are those of a quote with some changed, but none near its ends."""
    from rapidfuzz import fuzz

    threshold = FUZZY_THRESHOLD if len(quoted) >= SHORT else SHORT_THRESHOLD
    return (
        common_prefix(quoted, 0, found, 0) >= SIDE
        and common_suffix(quoted, len(quoted), found, len(found)) >= SIDE
        and fuzz.ratio(quoted, found) >= 100 * threshold
    )


def _first_two(letters: str, part: str) -> tuple[int | None, int | None]:
    """The first two places of `part`, or None for each that there is not."""
    first = letters.find(part)
    if first < 0:
        return None, None
    second = letters.find(part, first + 1)
    return first, None if second < 0 else second
