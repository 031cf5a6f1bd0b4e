"""Placing annotations, and offsets such as the caret's, in a changed text.

An annotation's text is looked for as in the W3C's TextQuoteSelector: the same text in its
context, or else a text that is similar to it. The search works on what both texts have in common
as a whole, so that a repeated sentence that was inserted is not mistaken for the old one. Where
that says nothing, the old offsets count if text and context are the same there. An annotation
without a sure place gets none: a person can place it, but would not notice a wrong place.

Carets and bookmarks have no text of their own, only the text around them, and need less
certainty: a reader sees at once where the caret is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile
from operator import sub
from typing import Literal

from tui.anchoring.alignment import (
    Alignment,
    Run,
    Side,
    Skeleton,
    common_prefix,
    common_suffix,
)
from tui.model import CONTEXT, Annotation
from tui.text.spans import Span
from tui.text.unicode import TATWEEL

How = Literal["same", "exact", "fuzzy", "orphaned"]
"""At its old offsets; the same text elsewhere; a text that was edited; nowhere."""


FUZZY_THRESHOLD = 0.85
"""Similarity that a text must have to stand for one that was edited (`fuzz.ratio` / 100)."""


SHORT = 16
"""Letters below which a text must be as similar as `SHORT_THRESHOLD` says."""


SHORT_THRESHOLD = 0.9


EVIDENCE = 16
"""Letters, of the text and of the context next to it, that must be the same."""


BESIDE = 4
"""Letters of context that must be the same for a bound to stand beside them."""


RIVAL = 16
"""Letters, with those of the context, that make an equal text elsewhere one that may be meant."""


MAX_CONTEXT = 400
"""Letters on each side that are compared to tell a place from another of the same text."""


MARGIN = 12
"""Letters by which a run must be longer than a context to prove that it comes from elsewhere."""


MANY_EQUAL, MANY_LIKELY = 2_000, 50
"""Equal texts elsewhere that are looked at, and of these in large surroundings; with more of
them no place is certain."""


CLEARLY = 0.2
"""By how much, of 2, the surroundings of a place must be more like the old ones than another's."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The new place of one annotation; `span` is None for one without a sure place."""

    annotation: Annotation
    span: Span | None
    how: How
    score: float
    """Similarity of the text there to the annotation's, from 0 to 1."""
    target: str = ""
    """The sha256 of the text that the place is in."""


def plan(old: str, new: str, annotations: Sequence[Annotation]) -> list[Placement]:
    """Return the placement in `new` of each annotation of the text `old`, in the same order."""
    if old == new:
        return [_unmoved(annotation) for annotation in annotations]
    planner = _Planner(old, new)
    return [planner.place(annotation) for annotation in annotations]


def _unmoved(annotation: Annotation) -> Placement:
    return Placement(annotation, Span(annotation.start, annotation.end), "same", 1.0)


def locate(text: str, words: str, prefix: str, suffix: str) -> Span | None:
    """Return the only sure place in `text` of `words` that were quoted with their context.

    `prefix` and `suffix` are what came before and after them where they were quoted from.
    """
    start, end = len(prefix), len(prefix) + len(words)
    quoted = Annotation("", "", "", "", start, end, words)
    (placement,) = plan(f"{prefix}{words}{suffix}", text, [quoted])
    return placement.span


class _Planner:
    def __init__(self, old: str, new: str) -> None:
        self._old_text = old
        self._new_text = new
        self._old = Skeleton(old)
        self._new = Skeleton(new)
        self._alignment = Alignment(self._old.letters, self._new.letters)

    def place(self, annotation: Annotation) -> Placement:
        """The annotation's new place, if there is one beyond doubt."""
        start, end = self._old.from_span(annotation.start, annotation.end)
        if start < end <= len(self._old.letters):
            found = self._whole(start, end) or self._edited(start, end)
            if found is not None:
                return self._placed(annotation, *found)
        if self._stands_as_it_was(annotation, start, end):
            return _unmoved(annotation)
        return Placement(annotation, None, "orphaned", 0.0)

    def _stands_as_it_was(self, annotation: Annotation, start: int, end: int) -> bool:
        """Whether text and context are the same at the old place, where nothing else is known."""
        around = slice(max(0, annotation.start - CONTEXT), annotation.end + CONTEXT)
        place = self._new.from_span(annotation.start, annotation.end)
        return (
            annotation.start < annotation.end <= len(self._new_text)
            and self._old_text[around] == self._new_text[around]
            and not self._alignment.touching(start, end)
            and not self._alignment.claims(*place)
        )

    def _whole(self, start: int, end: int) -> tuple[int, int, float] | None:
        """The new letters that are the same, where only one place can be meant."""
        shifts = self._alignment.shifts(start, end)
        if len(shifts) != 1:
            return None
        (shift,) = shifts
        first, after = start + shift, end + shift
        if self._alignment.claims(first, after) != {shift}:
            return None
        before, behind = self._context(start, end, first, after)
        if before + behind + end - start < EVIDENCE or self._grew(start, end, first, after):
            return None
        if self._has_rival(start, end, first):
            return None
        return first, after, 1.0

    def _splits(self, old: int, new: int) -> bool:
        """Whether a bound that stood at a word's edge would now stand inside a word."""
        return _splits_word(self._new.letters, new) and not _splits_word(self._old.letters, old)

    def _grew(self, start: int, end: int, first: int, after: int) -> bool:
        """Whether a letter was doubled at a bound: which of both is the span's cannot be known."""
        old, new = f" {self._old.letters} ", f" {self._new.letters} "
        grew_before = new[first] == new[first + 1] != old[start]
        return grew_before or new[after + 1] == new[after] != old[end + 1]

    def _has_rival(self, start: int, end: int, first: int) -> bool:
        """Whether the same letters stand elsewhere in surroundings that could be the span's own."""
        old, new = self._old.letters, self._new.letters
        wide = slice(max(0, start - MAX_CONTEXT), end + MAX_CONTEXT)
        at = new.find(old[wide])
        if at == first + wide.start - start:
            return new.find(old[wide], at + 1) >= 0
        if at >= 0:
            return True
        likely = 0
        for count, place in enumerate(self._others(start, end, first)):
            if count == MANY_EQUAL:
                return True
            if self._is_likely(start, end, place):
                likely += 1
                if likely > MANY_LIKELY or self._is_rival(start, end, first, place):
                    return True
        return False

    def _others(self, start: int, end: int, first: int) -> Iterator[int]:
        """Where else the same letters stand with a few of their neighbours on one side."""
        old, new = self._old.letters, self._new.letters
        reach = max(0, min(EVIDENCE // 2, RIVAL - (end - start)))
        for low, high in ((max(0, start - reach), end), (start, min(len(old), end + reach))):
            needle = old[low:high]
            at = new.find(needle)
            while at >= 0:
                if at + start - low != first:
                    yield at + start - low
                at = new.find(needle, at + 1)

    def _is_likely(self, start: int, end: int, place: int) -> bool:
        """Whether enough is the same at the new letter `place`, and did not stand there before.

        It did when a longer run leads to it from another old place.
        """
        after = place + end - start
        shared = sum(self._context(start, end, place, after)) + end - start
        return shared >= RIVAL and not any(
            run.length >= shared + MARGIN for run in self._alignment.leading_to(place, after)
        )

    def _is_rival(self, start: int, end: int, first: int, place: int) -> bool:
        """Whether what stands around `place` in the large is about as much like what stood around
        the span as what stands around `first`.

        A sentence that was repeated elsewhere does not bring its neighbours.
        """
        mine = self._likeness(start, end, first)
        its = self._likeness(start, end, place)
        return sum(mine) < sum(its) + CLEARLY or min(map(sub, mine, its)) < 0

    def _likeness(self, start: int, end: int, first: int) -> tuple[float, float]:
        """How like the surroundings are before and behind, from 0 to 1 each."""
        from rapidfuzz import fuzz

        old, new = self._old.letters, self._new.letters
        after = first + end - start
        before, behind = min(start, MAX_CONTEXT), min(len(old) - end, MAX_CONTEXT)
        return (
            fuzz.ratio(old[start - before : start], new[max(0, first - before) : first]) / 100,
            fuzz.ratio(old[end : end + behind], new[after : after + behind]) / 100,
        )

    def _context(self, start: int, end: int, first: int, after: int) -> tuple[int, int]:
        """How many letters before and behind are the same; a text's end is a full context."""
        old, new = self._old.letters, self._new.letters
        before = min(common_suffix(old, start, new, first), MAX_CONTEXT)
        behind = min(common_prefix(old, end, new, after), MAX_CONTEXT)
        if before == start == first:
            before = MAX_CONTEXT
        if behind == len(old) - end == len(new) - after:
            behind = MAX_CONTEXT
        return before, behind

    def _edited(self, start: int, end: int) -> tuple[int, int, float] | None:
        """The new letters between the images of the span's bounds, where they are close to it."""
        from rapidfuzz import fuzz

        touching = self._alignment.touching(start, end)
        if any(run.covers_old(start, end) for run in touching):
            return None
        chain = _chain(touching, start, end)
        if not chain:
            return None
        first = self._start_bound(chain[0], start)
        after = self._end_bound(chain[-1], end)
        if first is None or after is None or after <= first:
            return None
        if self._splits(start, first) or self._splits(end, after):
            return None
        old, new = self._old.letters[start:end], self._new.letters[first:after]
        score = fuzz.ratio(old, new) / 100
        if score < (FUZZY_THRESHOLD if end - start >= SHORT else SHORT_THRESHOLD):
            return None
        before, behind = self._context(start, end, first, after)
        if max(before, behind) < EVIDENCE // 2:
            return None
        if self._has_rival(start, end, first):
            return None
        return first, after, score

    def _start_bound(self, head: Run, start: int) -> int | None:
        """Where the span begins whose first letters that are still there lie in `head`.

        Where its first letter is gone, the context before it tells, or that nothing is left
        between what is still there on both sides. None where the bound could be elsewhere.
        """
        begin = head.old
        # Where letters were cut out, a run may begin a few letters after it has to.
        begin -= common_suffix(self._old.letters, begin, self._new.letters, begin + head.shift)
        first = max(begin, start) + head.shift
        if begin <= start:
            return first
        lowest = first - 2 * (begin - start) - BESIDE
        beside = self._alignment.touching(start - 1, start)
        for run in beside:
            image = start + run.shift
            same = common_suffix(self._old.letters, start, self._new.letters, image)
            if lowest <= image <= first and same >= BESIDE:
                return image
        if beside:
            return None
        before = self._alignment.last_before(start)
        end = before.new + before.length if before else 0
        return first if end <= first and not self._new.letters[end:first].strip() else None

    def _end_bound(self, tail: Run, end: int) -> int | None:
        """Where the span ends whose last letters that are still there lie in `tail`."""
        last = tail.old + tail.length
        # Where letters were cut out, a run may end a few letters before it has to.
        last += common_prefix(self._old.letters, last, self._new.letters, last + tail.shift)
        after = min(last, end) + tail.shift
        if last >= end:
            return after
        highest = after + 2 * (end - last) + BESIDE
        beside = self._alignment.touching(end, end + 1)
        for run in beside:
            image = end + run.shift
            same = common_prefix(self._old.letters, end, self._new.letters, image)
            if after <= image <= highest and same >= BESIDE:
                return image
        if beside:
            return None
        behind = self._alignment.first_after(end)
        start = behind.new if behind else len(self._new.letters)
        return after if after <= start and not self._new.letters[after:start].strip() else None

    def _placed(self, annotation: Annotation, first: int, after: int, score: float) -> Placement:
        start, end = self._new.to_span(first, after)
        start -= len(self._of_the_span(annotation, start, "before"))
        end += len(self._of_the_span(annotation, end - 1, "after"))
        how: How = "fuzzy"
        if self._new_text[start:end] == annotation.text:
            how = "same" if (start, end) == (annotation.start, annotation.end) else "exact"
        return Placement(annotation, Span(start, end), how, score)

    def _of_the_span(self, annotation: Annotation, offset: int, side: Side) -> str:
        """What of the marks and signs next to its outermost new letter belongs to the span.

        All is as it was where they are the same; else what is of a kind that the span had there,
        and the marks of its last letter.
        """
        low, high = self._old.to_span(*self._old.from_span(annotation.start, annotation.end))
        new = self._new.left_out(offset, side)
        if side == "before":
            old, inside = self._old.left_out(low, side), self._old_text[annotation.start : low]
            if old == new:
                return inside
            kinds = {_kind(char) for char in inside}
            return new[len(_without(new, kinds, side)) :]
        old, inside = self._old.left_out(high - 1, side), self._old_text[high : annotation.end]
        if old == new:
            return inside
        kinds = {"mark", *map(_kind, inside)}
        if self._old_text[high - 1].isspace():
            kinds.add("space")
        return new[: len(new) - len(_without(new, kinds, side))]


def _chain(touching: list[Run], start: int, end: int) -> list[Run]:
    """The runs, in both orders, that hold most of the old letters `[start, end)`."""
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


def _splits_word(letters: str, bound: int) -> bool:
    return 0 < bound < len(letters) and letters[bound - 1].isalnum() and letters[bound].isalnum()


def _without(chars: str, kinds: Set[str], side: Side) -> str:
    """What is left of `chars` without those of the `kinds` at the end next to the span."""
    outward = reversed(chars) if side == "before" else iter(chars)
    count = sum(1 for _ in takewhile(lambda char: _kind(char) in kinds, outward))
    return chars[: len(chars) - count] if side == "before" else chars[count:]


def _kind(char: str) -> str:
    """What kind of character without letters it is: of each kind a span has all or none."""
    if char.isspace():
        return "space"
    if char == TATWEEL:
        return "tatweel"
    return "mark" if unicodedata.category(char) in ("Mn", "Me") else "format"


# ---------------------------------------------------------------- carets and bookmarks

REACHES = (64, 32, 16, 8)
"""Code points around an offset that are searched for, the longest first."""


def map_offset(old: str, new: str, offset: int) -> int:
    """Return the offset in the text `new` of what is at `offset` in the text `old`.

    It is found by the text around it, after it or before it, if that occurs once in `new`.
    Otherwise the offset stays the same, or becomes the end of a shorter text. In code points.
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
