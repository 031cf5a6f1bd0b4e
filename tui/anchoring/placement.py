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

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tui.anchoring.alignment import Alignment, Run, Skeleton, common_prefix, common_suffix
from tui.model import CONTEXT, Annotation
from tui.text.spans import Span

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


MAX_CONTEXT = 400
"""Letters on each side that are compared to tell a place from another of the same text."""


MARGIN = 12
"""Letters of context by which a place must be better than any other of the same text."""


_WORD = re.compile(r"\w+")


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
        touching = self._alignment.touching(start, end)
        shifts = {run.shift for run in touching if run.covers_old(start, end)}
        if len(shifts) != 1:
            return None
        (shift,) = shifts
        first, after = start + shift, end + shift
        if self._alignment.claims(first, after) != {shift}:
            return None
        context = sum(self._context(start, end, first, after))
        if context + (end - start) < EVIDENCE or self._has_rival(start, end, first, context):
            return None
        return first, after, 1.0

    def _has_rival(self, start: int, end: int, first: int, context: int) -> bool:
        """Whether the same letters stand elsewhere in a context that is nearly as good.

        Such a place shares at least half of the context on one side, so that few are looked at.
        """
        old, new = self._old.letters, self._new.letters
        least = context - MARGIN
        side = min(max(0, least // 2), CONTEXT)
        for low, high in ((max(0, start - side), end), (start, min(len(old), end + side))):
            needle = old[low:high]
            at = new.find(needle)
            while at >= 0:
                place = at + start - low
                if (
                    place != first
                    and sum(self._context(start, end, place, place + end - start)) >= least
                ):
                    return True
                at = new.find(needle, at + 1)
        return False

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
        first, after = self._bounds(chain, start, end)
        if after <= first:
            return None
        old, new = self._old.letters[start:end], self._new.letters[first:after]
        score = fuzz.ratio(old, new) / 100
        if score < (FUZZY_THRESHOLD if end - start >= SHORT else SHORT_THRESHOLD):
            return None
        before, behind = self._context(start, end, first, after)
        if max(before, behind) < EVIDENCE // 2:
            return None
        return first, after, score

    def _bounds(self, chain: list[Run], start: int, end: int) -> tuple[int, int]:
        """Where what became of the span begins and ends.

        A bound whose own letter is gone stands where the context next to it stands, if that is
        still there; else at the last word that is whole, for the letters beyond came from
        elsewhere.
        """
        kept = {
            at + run.shift
            for run in chain
            for at in range(max(run.old, start), min(run.old + run.length, end))
        }
        first, after = min(kept), max(kept) + 1
        head, tail = chain[0], chain[-1]
        if head.old > start:
            beside = self._beside(start, first - 2 * (head.old - start), first, side=-1)
            first = self._whole_words(kept, first, after)[0] if beside is None else beside
        if tail.old + tail.length < end:
            reach = after + 2 * (end - tail.old - tail.length)
            beside = self._beside(end, after, reach, side=1)
            after = self._whole_words(kept, first, after)[1] if beside is None else beside
        return first, after

    def _beside(self, bound: int, low: int, high: int, *, side: int) -> int | None:
        """Where the context on one side of the old `bound` now stands, within `[low, high]`."""
        old, new = self._old.letters, self._new.letters
        at = bound - 1 if side < 0 else bound
        for run in self._alignment.touching(at, at + 1):
            image = bound + run.shift
            same = (
                common_suffix(old, bound, new, image)
                if side < 0
                else common_prefix(old, bound, new, image)
            )
            if low <= image <= high and same >= BESIDE:
                return image
        return None

    def _whole_words(self, kept: set[int], first: int, after: int) -> tuple[int, int]:
        """From the first to the last word in `[first, after)` all of whose letters are kept."""
        words = [match.span() for match in _WORD.finditer(self._new.letters, first, after)]
        letters = self._new.letters
        whole = [
            (low, high)
            for low, high in words
            if not (_splits_word(letters, low) or _splits_word(letters, high))
            and kept.issuperset(range(low, high))
        ]
        return (whole[0][0], whole[-1][1]) if whole else (first, first)

    def _placed(self, annotation: Annotation, first: int, after: int, score: float) -> Placement:
        start, end = self._new.to_span(first, after)
        bare_end = self._new.offsets[after - 1] + 1
        # A span may have ended between a letter and its marks.
        if self._new_text[start:bare_end] == annotation.text:
            end = bare_end
        how: How = "fuzzy"
        if self._new_text[start:end] == annotation.text:
            how = "same" if (start, end) == (annotation.start, annotation.end) else "exact"
        return Placement(annotation, Span(start, end), how, score)


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


def _splits_word(letters: str, at: int) -> bool:
    """Whether both letters beside the bound `at` belong to one word."""
    return 0 < at < len(letters) and letters[at - 1].isalnum() and letters[at].isalnum()


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
