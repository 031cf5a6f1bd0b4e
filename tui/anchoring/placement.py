"""Place annotations, and offsets such as the caret's, in a changed text.

An annotation's text is searched for as in the W3C's TextQuoteSelector: the same text in its
context, else a similar text. The search works on what both texts have in common as a whole, so that
an inserted repetition of a sentence is not mistaken for the old one. If that is inconclusive, the
old offsets are kept if text and context are the same there. An annotation without a certain place
gets none: a person can place it, but would not notice a wrong place.

Carets and bookmarks have no text of their own, only the text around them, and need less certainty:
a reader sees at once where the caret is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import sub
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from tui.anchoring.alignment import (
    FUZZY_THRESHOLD,
    SHORT,
    SHORT_THRESHOLD,
    Alignment,
    Run,
    Skeleton,
    common_prefix,
    common_suffix,
    map_span,
    splits_word,
)
from tui.model import CONTEXT, Annotation
from tui.text.spans import Span

PlacementKind = Literal["same", "exact", "fuzzy", "orphaned"]
"""At its old offsets; the same text elsewhere; an edited text; no place."""


EVIDENCE = 16
"""Letters, of the text and of the context next to it, that must be the same."""


ADJACENT = 4
"""Letters of context that must be the same to place a bound next to them."""


RIVAL = 16
"""An equal text elsewhere counts from this many letters on, those of the context included."""


MAX_CONTEXT = 400
"""Letters on each side that are compared to decide between places with the same text."""


MARGIN = 12
"""Letters by which a run must be longer than a context to prove that it comes from elsewhere."""


FAMILIAR = 0.8
"""Similarity from which the surroundings on one side count as those of the span."""


MANY_EQUAL, MANY_LIKELY = 2_000, 50
"""Equal texts elsewhere that are examined, and those of them whose wider surroundings are compared;
if there are more, no place is certain."""


CLEAR_DIFFERENCE = 0.2
"""By how much, of 2, the surroundings of a place must be more similar than those of another."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The new place of one annotation; `span` is None if no place is certain."""

    annotation: Annotation
    span: Span | None
    how: PlacementKind
    score: float
    """Similarity of the text there to the annotation's, from 0 to 1."""
    target: str = ""
    """The sha256 of the text that the place is in."""
    fragments: tuple[tuple[int, int], ...] | None = None
    """The new places of a discontinuous annotation's fragments."""


def place_annotations(old: str, new: str, annotations: Sequence[Annotation]) -> list[Placement]:
    """Return the placement in `new` of each annotation of the text `old`, in the same order."""
    if old == new:
        return [_unmoved(annotation) for annotation in annotations]
    planner = SpanPlacer(old, new)
    return [planner.place(annotation) for annotation in annotations]


def _unmoved(annotation: Annotation) -> Placement:
    span = Span(annotation.start, annotation.end)
    return Placement(annotation, span, "same", 1.0, fragments=annotation.fragments)


class FoundSpan(NamedTuple):
    """The new place of a span, if one is certain."""

    span: Span | None
    score: float
    """Its similarity, from 0 to 1."""


class _LetterRange(NamedTuple):
    """A range of letters of the new text, and its similarity."""

    first: int
    after: int
    score: float


class SpanPlacer:
    """Places spans of one version of a text in another version."""

    def __init__(self, old: str, new: str) -> None:
        self._old_text = old
        self._new_text = new
        self._old = Skeleton(old)
        self._new = Skeleton(new)
        self._alignment = Alignment(self._old.letters, self._new.letters)

    def place(self, annotation: Annotation) -> Placement:
        """Return the annotation's new place, if one is certain."""
        if annotation.fragments:
            return self._place_fragments(annotation, annotation.fragments)
        span, score = self.find(Span(annotation.start, annotation.end))
        if span is None:
            return Placement(annotation, None, "orphaned", 0.0)
        how: PlacementKind = "fuzzy"
        if span.of(self._new_text) == annotation.text:
            how = "same" if span == (annotation.start, annotation.end) else "exact"
        return Placement(annotation, span, how, score)

    def _place_fragments(
        self, annotation: Annotation, fragments: Sequence[tuple[int, int]]
    ) -> Placement:
        """Return the place of a discontinuous annotation: that of each fragment must be certain.

        The places must keep their order and not touch.
        """
        found = [self.find(Span(*fragment)) for fragment in fragments]
        spans = [one.span for one in found if one.span is not None]
        apart = all(one.end < other.start for one, other in pairwise(spans))
        if len(spans) < len(found) or not apart:
            return Placement(annotation, None, "orphaned", 0.0)
        equal = all(
            new.of(self._new_text) == Span(*old).of(self._old_text)
            for old, new in zip(fragments, spans, strict=True)
        )
        places = tuple((span.start, span.end) for span in spans)
        how: PlacementKind = "fuzzy"
        if equal:
            how = "same" if places == tuple(fragments) else "exact"
        hull = Span(spans[0].start, spans[-1].end)
        score = min(one.score for one in found)
        return Placement(annotation, hull, how, score, fragments=places)

    def find(self, span: Span) -> FoundSpan:
        """Return the new place of a span, if one is certain."""
        start, end = self._old.from_span(*span)
        if start < end <= len(self._old.letters):
            found = self._find_unchanged(start, end) or self._find_edited(start, end)
            if found is not None:
                place = map_span(self._old, span, self._new, found.first, found.after)
                return FoundSpan(place, found.score)
        if self._is_unchanged_in_place(span, start, end):
            return FoundSpan(span, 1.0)
        return FoundSpan(None, 0.0)

    def _is_unchanged_in_place(self, span: Span, start: int, end: int) -> bool:
        """Whether text and context are the same at the old offsets, without other evidence."""
        around = slice(max(0, span.start - CONTEXT), span.end + CONTEXT)
        place = self._new.from_span(*span)
        return (
            span.start < span.end <= len(self._new_text)
            and self._old_text[around] == self._new_text[around]
            and not self._alignment.touching(start, end)
            and not self._alignment.shifts_to(*place)
        )

    def _find_unchanged(self, start: int, end: int) -> _LetterRange | None:
        """Return the range of equal new letters if only one place is possible."""
        shifts_from = self._alignment.shifts_from(start, end)
        if len(shifts_from) != 1:
            return None
        (shift,) = shifts_from
        first, after = start + shift, end + shift
        if self._alignment.shifts_to(first, after) != {shift}:
            return None
        before, following = self._context(start, end, first, after)
        if before + following + end - start < EVIDENCE or self._doubled_letter(
            start, end, first, after
        ):
            return None
        if self._has_rival(start, end, first):
            return None
        return _LetterRange(first, after, 1.0)

    def _now_splits_word(self, old: int, new: int) -> bool:
        """Whether a bound that was at the edge of a word would now be inside a word."""
        return splits_word(self._new.letters, new) and not splits_word(self._old.letters, old)

    def _doubled_letter(self, start: int, end: int, first: int, after: int) -> bool:
        """Whether a letter was doubled at a bound, so that either may belong to the span."""
        old, new = f" {self._old.letters} ", f" {self._new.letters} "
        grew_before = new[first] == new[first + 1] != old[start]
        return grew_before or new[after + 1] == new[after] != old[end + 1]

    def _has_rival(self, start: int, end: int, first: int) -> bool:
        """Whether the same letters occur elsewhere in surroundings that may be the span's own."""
        old, new = self._old.letters, self._new.letters
        wide = slice(max(0, start - MAX_CONTEXT), end + MAX_CONTEXT)
        at = new.find(old[wide])
        if at == first + wide.start - start:
            return new.find(old[wide], at + 1) >= 0
        if at >= 0:
            return True
        mine = self._likeness(start, end, first)
        # In other surroundings it may be a copy: then the original needs little context to count.
        least = RIVAL if max(mine) >= FAMILIAR else 0
        likely = 0
        for count, place in enumerate(self._other_occurrences(start, end, first, least)):
            if count == MANY_EQUAL:
                return True
            if self._is_likely(start, end, place, least):
                likely += 1
                if likely > MANY_LIKELY or self._is_rival(start, end, mine, place):
                    return True
        return False

    def _other_occurrences(self, start: int, end: int, first: int, least: int) -> Iterator[int]:
        """Yield the other places of the same letters with enough neighbours in common.

        Enough means that at least `least` letters can be the same.
        """
        old, new = self._old.letters, self._new.letters
        reach = max(0, min(EVIDENCE // 2, least - (end - start)))
        for low, high in ((max(0, start - reach), end), (start, min(len(old), end + reach))):
            needle = old[low:high]
            at = new.find(needle)
            while at >= 0:
                if at + start - low != first:
                    yield at + start - low
                at = new.find(needle, at + 1)

    def _is_likely(self, start: int, end: int, place: int, least: int) -> bool:
        """Whether `least` letters are the same around `place` and were not there before.

        They were if a longer run leads to them from another old place.
        """
        after = place + end - start
        shared = sum(self._context(start, end, place, after)) + end - start
        return shared >= least and not any(
            run.length >= shared + MARGIN for run in self._alignment.runs_to(place, after)
        )

    def _is_rival(self, start: int, end: int, mine: tuple[float, float], place: int) -> bool:
        """Whether the wider surroundings of `place` match those of the span about as well as
        `mine`.

        `mine` is the similarity at the place that was found. A sentence that was repeated elsewhere
        does not bring its neighbours.
        """
        its = self._likeness(start, end, place)
        return sum(mine) < sum(its) + CLEAR_DIFFERENCE or min(map(sub, mine, its)) < 0

    def _likeness(self, start: int, end: int, first: int) -> tuple[float, float]:
        """Return the similarity of the surroundings before and behind, from 0 to 1 each."""
        old, new = self._old.letters, self._new.letters
        after = first + end - start
        before, following = min(start, MAX_CONTEXT), min(len(old) - end, MAX_CONTEXT)
        return (
            fuzz.ratio(old[start - before : start], new[max(0, first - before) : first]) / 100,
            fuzz.ratio(old[end : end + following], new[after : after + following]) / 100,
        )

    def _context(self, start: int, end: int, first: int, after: int) -> tuple[int, int]:
        """Count the equal letters before and behind; the end of a text is a full context."""
        old, new = self._old.letters, self._new.letters
        before = min(common_suffix(old, start, new, first), MAX_CONTEXT)
        following = min(common_prefix(old, end, new, after), MAX_CONTEXT)
        if before == start == first:
            before = MAX_CONTEXT
        if following == len(old) - end == len(new) - after:
            following = MAX_CONTEXT
        return before, following

    def _find_edited(self, start: int, end: int) -> _LetterRange | None:
        """Return the range of new letters between the images of the bounds, if it is similar
        enough."""
        touching = self._alignment.touching(start, end)
        if any(run.covers_old(start, end) for run in touching):
            return None
        chain = _longest_chain(touching, start, end)
        if not chain:
            return None
        first = self._start_bound(chain[0], start)
        after = self._end_bound(chain[-1], end)
        if first is None or after is None or after <= first:
            return None
        if self._now_splits_word(start, first) or self._now_splits_word(end, after):
            return None
        old, new = self._old.letters[start:end], self._new.letters[first:after]
        score = fuzz.ratio(old, new) / 100
        if score < (FUZZY_THRESHOLD if end - start >= SHORT else SHORT_THRESHOLD):
            return None
        before, following = self._context(start, end, first, after)
        if max(before, following) < EVIDENCE // 2:
            return None
        if self._has_rival(start, end, first):
            return None
        return _LetterRange(first, after, score)

    def _start_bound(self, head: Run, start: int) -> int | None:
        """Return where the span starts; `head` contains the first of its letters that still exist.

        If its first letter is gone, the context before it decides, or that nothing is left between
        what exists on both sides. None if the bound may be elsewhere.
        """
        begin = head.old
        # Where letters were removed, a run may begin a few letters later than necessary.
        begin -= common_suffix(self._old.letters, begin, self._new.letters, begin + head.shift)
        first = max(begin, start) + head.shift
        if begin <= start:
            return first
        lowest = first - 2 * (begin - start) - ADJACENT
        neighbours = self._alignment.touching(start - 1, start)
        for run in neighbours:
            image = start + run.shift
            same = common_suffix(self._old.letters, start, self._new.letters, image)
            if lowest <= image <= first and same >= ADJACENT:
                return image
        if neighbours:
            return None
        before = self._alignment.last_before(start)
        end = before.new + before.length if before else 0
        return first if end <= first and not self._new.letters[end:first].strip() else None

    def _end_bound(self, tail: Run, end: int) -> int | None:
        """Return where the span ends; `tail` contains the last of its letters that still exist."""
        last = tail.old + tail.length
        # Where letters were removed, a run may end a few letters earlier than necessary.
        last += common_prefix(self._old.letters, last, self._new.letters, last + tail.shift)
        after = min(last, end) + tail.shift
        if last >= end:
            return after
        highest = after + 2 * (end - last) + ADJACENT
        neighbours = self._alignment.touching(end, end + 1)
        for run in neighbours:
            image = end + run.shift
            same = common_prefix(self._old.letters, end, self._new.letters, image)
            if after <= image <= highest and same >= ADJACENT:
                return image
        if neighbours:
            return None
        following = self._alignment.first_after(end)
        start = following.new if following else len(self._new.letters)
        return after if after <= start and not self._new.letters[after:start].strip() else None


def _longest_chain(touching: list[Run], start: int, end: int) -> list[Run]:
    """Return the runs, ascending in both texts, that contain most of the old letters `[start,
    end)`."""
    best: list[tuple[int, list[Run]]] = []
    for run in touching:
        held = min(run.old + run.length, end) - max(run.old, start)
        before = max(
            (item for item in best if item[1][-1].new + item[1][-1].length <= run.new),
            key=lambda item: item[0],
            default=(0, []),
        )
        best.append((before[0] + held, [*before[1], run]))
    return max(best, key=lambda item: item[0], default=(0, []))[1]


# ---------------------------------------------------------------- carets and bookmarks

REACHES = (64, 32, 16, 8)
"""Code points around an offset that are searched for, the longest first."""


def map_offset(old: str, new: str, offset: int) -> int:
    """Return the offset in the text `new` that corresponds to `offset` in the text `old`.

    It is found by the text around it, after it or before it, if that occurs once in `new`.
    Otherwise the offset stays the same, or becomes the end of a shorter text. Offsets count code
    points.
    """
    end = offset + REACHES[-1]
    if old[:end] == new[:end]:
        return offset
    for reach in REACHES:
        for before, after in ((reach, reach), (0, 2 * reach), (2 * reach, 0)):
            start = max(offset - before, 0)
            words = old[start : offset + after]
            at = new.find(words) if len(words) >= reach else -1
            if at >= 0 and new.find(words, at + 1) < 0:
                return at + offset - start
    return min(offset, len(new))
