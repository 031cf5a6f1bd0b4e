"""Find the only possible place of a quoted text, by its words, context and claimed position.

A quote is what a record keeps of an annotation without its document: the text (`exact`), some of
the text before and after it (`prefix`, `suffix`), and perhaps offsets, which may be wrong. It is
placed only if these leave a single place; of two equal texts the nearer one is not certain.
Everything but the claimed position is compared as skeletons, in which other spellings of a text are
equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from unicodedata import normalize

from rapidfuzz import fuzz

from tui.anchoring.alignment import (
    FUZZY_THRESHOLD,
    SHORT,
    SHORT_THRESHOLD,
    Skeleton,
    common_prefix,
    common_suffix,
    map_span,
    splits_word,
)
from tui.text.spans import Span

MIN_SIDE = 4
"""A side agrees if at least this many letters of the prefix or suffix are the same."""


EVIDENCE = 12
"""With this many letters, quote and context included, a single occurrence is certain."""


MARGIN = 8
"""Letters of context by which a place must be better than every other."""


MANY = 2_000
"""With more occurrences than this, their contexts are not compared."""


class QuoteFinder:
    """Finds quotes in one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _skeleton(self) -> Skeleton:
        return Skeleton(self.text)

    def find(
        self, exact: str, prefix: str = "", suffix: str = "", claimed: Span | None = None
    ) -> Span | None:
        """Return the only possible place, or None.

        `claimed` are the bounds that the record gives, in code points of some version of the text.
        """
        if not exact:
            return None
        if claimed is not None:
            there = self._at_claim(exact, claimed)
            is_after = there is not None and self.text.endswith(prefix, 0, claimed.start)
            if there is not None and is_after and self.text.startswith(suffix, claimed.end):
                return there
        quote = _Quote(exact, prefix, suffix, claimed)
        if not quote.letters:
            return None
        return (
            self._find_whole_context(quote)
            or self._find_best_context(quote)
            or self._find_between_context(quote)
        )

    def _at_claim(self, exact: str, claimed: Span) -> Span | None:
        """Return where the quote is inside its claimed bounds, if it is all that they hold.

        Canonically equal text is the same; white space around the quote does not belong to it.
        """
        there = claimed.of(self.text)
        if there == exact or normalize("NFC", there) == normalize("NFC", exact):
            return claimed
        if exact != there.strip():
            return None
        start = claimed.start + len(there) - len(there.lstrip())
        return Span(start, start + len(exact))

    def _find_whole_context(self, quote: _Quote) -> Span | None:
        """Return the place with the whole prefix and suffix, if there is exactly one."""
        if not (quote.before or quote.behind):
            return None
        whole = quote.before + quote.letters + quote.behind
        first, second = _first_two(self._skeleton.letters, whole)
        if first is None or second is not None:
            return None
        place = first + len(quote.before)
        if not (quote.before and quote.behind) and not self._looks_complete(quote, place):
            return None
        only = _first_two(self._skeleton.letters, quote.letters)[1] is None
        # Wrong offsets mean that the text may have changed: then a short context is not enough.
        enough = len(whole) >= EVIDENCE or only or quote.claimed is None
        return self._span_of(quote, place) if enough else None

    def _find_best_context(self, quote: _Quote) -> Span | None:
        """Return the place whose context agrees sufficiently, and better than any other."""
        places = list(self._places(quote.letters))
        if not 0 < len(places) < MANY:
            return None
        if not (quote.before or quote.behind):
            only = len(places) == 1 and self._looks_complete(quote, places[0])
            return self._span_of(quote, places[0]) if only else None
        ranked = sorted((sum(self._agreement(quote, place)), place) for place in places)
        best, place = ranked[-1]
        if len(ranked) > 1 and ranked[-2][0] > best - MARGIN:
            return None
        span = self._span_of(quote, place)
        return span if self._is_certain(quote, place, span) else None

    def _is_certain(self, quote: _Quote, place: int, span: Span) -> bool:
        """Whether a context that only partly agrees is sufficient.

        Both sides must agree next to the quote: if a quote lost its last words, only one side does.
        One side is sufficient for a quote that is as long as its claimed bounds and whole words.
        """
        before, behind = self._agreement(quote, place)
        agree = [
            bool(side) and same >= min(MIN_SIDE, len(side))
            for side, same in ((quote.before, before), (quote.behind, behind))
        ]
        enough = before + behind + len(quote.letters) >= EVIDENCE
        if all(agree):
            return enough
        whole = quote.claimed is not None and self._looks_complete(quote, place)
        if quote.claimed == span:
            return whole and (any(agree) or len(quote.letters) >= EVIDENCE)
        return whole and any(agree) and before + behind >= EVIDENCE and enough

    def _find_between_context(self, quote: _Quote) -> Span | None:
        """Return the place between prefix and suffix, if the text there is similar to the quote."""
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
            if _is_similar(quote.letters, letters[first:after]):
                return quote.span_in(self._skeleton, first, after)
        return None

    def _places(self, letters: str) -> Iterator[int]:
        at = self._skeleton.letters.find(letters)
        while at >= 0:
            yield at
            at = self._skeleton.letters.find(letters, at + 1)

    def _agreement(self, quote: _Quote, place: int) -> tuple[int, int]:
        """Count the letters of the prefix and of the suffix that are the same next to the place."""
        letters = self._skeleton.letters
        return (
            common_suffix(quote.before, len(quote.before), letters, place),
            common_prefix(quote.behind, 0, letters, place + len(quote.letters)),
        )

    def _looks_complete(self, quote: _Quote, place: int) -> bool:
        """Whether the quote seems to have all its letters.

        It does if it is as long as its claimed bounds and consists of whole words.
        """
        letters = self._skeleton.letters
        after = place + len(quote.letters)
        return (
            quote.fits_claim and not splits_word(letters, place) and not splits_word(letters, after)
        )

    def _span_of(self, quote: _Quote, place: int) -> Span:
        return quote.span_in(self._skeleton, place, place + len(quote.letters))


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
        """Return the span of the text's letters `[first, after)`.

        It includes characters without letters at its ends as the quote does.
        """
        low, _ = self._skeleton.to_span(*self._skeleton.from_span(*self._span))
        start = text.offsets[first] - (low - self._span.start)
        same = Span(max(0, start), start + len(self._exact))
        if after - first == len(self.letters) and same.of(text.text) == self._exact:
            return same
        return map_span(self._skeleton, self._span, text, first, after)


def _is_similar(quoted: str, found: str) -> bool:
    """Whether letters are those of a quote with some changed, but none near its ends."""
    threshold = FUZZY_THRESHOLD if len(quoted) >= SHORT else SHORT_THRESHOLD
    return (
        common_prefix(quoted, 0, found, 0) >= MIN_SIDE
        and common_suffix(quoted, len(quoted), found, len(found)) >= MIN_SIDE
        and fuzz.ratio(quoted, found) >= 100 * threshold
    )


def _first_two(letters: str, part: str) -> tuple[int | None, int | None]:
    """Return the first two places of `part`, with None for a missing one."""
    first = letters.find(part)
    if first < 0:
        return None, None
    second = letters.find(part, first + 1)
    return first, None if second < 0 else second
