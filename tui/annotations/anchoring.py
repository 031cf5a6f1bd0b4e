"""Where annotations go when the text of their document has changed.

The order is that of the W3C's TextQuoteSelector: the same place, if text and context are the same
there; else the same text in its context; else a text that is close to it. What the new text does
not show beyond doubt is not placed: an annotation in the wrong place is worse than one that a
person places by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tui.annotations.alignment import Alignment, Run, Skeleton, common_prefix, common_suffix
from tui.annotations.model import CONTEXT, Annotation
from tui.text.spans import Span

How = Literal["same", "exact", "fuzzy", "orphaned"]

FUZZY_THRESHOLD = 0.8
"""Similarity that a text must have to stand for one that was edited (``fuzz.ratio`` / 100)."""

SHORT = 16
"""Letters below which a text must be as similar as ``SHORT_THRESHOLD`` says."""

SHORT_THRESHOLD = 0.9

EVIDENCE = 16
"""Letters, of the text and of the context next to it, that must be the same."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one annotation goes; ``span`` is None for what cannot be placed."""

    annotation: Annotation
    span: Span | None
    how: How
    score: float
    """Similarity of the text there to the annotation's, from 0 to 1."""


def plan(old: str, new: str, annotations: Sequence[Annotation]) -> list[Placement]:
    """Where each annotation of the text ``old`` goes in ``new``, in the order given."""
    if old == new:
        return [_unmoved(annotation) for annotation in annotations]
    planner = _Planner(old, new)
    return [planner.place(annotation) for annotation in annotations]


def _unmoved(annotation: Annotation) -> Placement:
    return Placement(annotation, Span(annotation.start, annotation.end), "same", 1.0)


class _Planner:
    def __init__(self, old: str, new: str) -> None:
        self._old_text = old
        self._new_text = new
        self._old = Skeleton(old)
        self._new = Skeleton(new)
        self._alignment = Alignment(self._old.letters, self._new.letters)

    def place(self, annotation: Annotation) -> Placement:
        """The annotation's new place, if there is one beyond doubt."""
        if self._stands_as_it_was(annotation):
            return _unmoved(annotation)
        start, end = self._old.from_span(annotation.start, annotation.end)
        if start < end <= len(self._old.letters):
            found = self._whole(start, end) or self._edited(start, end)
            if found is not None:
                return self._placed(annotation, *found)
        return Placement(annotation, None, "orphaned", 0.0)

    def _stands_as_it_was(self, annotation: Annotation) -> bool:
        start, end = annotation.start, annotation.end
        around = slice(max(0, start - CONTEXT), end + CONTEXT)
        return (
            start < end <= len(self._new_text)
            and self._old_text[around] == self._new_text[around]
            and self._alignment_keeps(start, end)
        )

    def _alignment_keeps(self, start: int, end: int) -> bool:
        """Whether nothing says that the text there came from somewhere else."""
        first, after = self._old.from_span(start, end)
        new_first, new_after = self._new.from_span(start, end)
        return self._alignment.claims(new_first, new_after) <= {new_first - first} and (
            after - first == new_after - new_first
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
        before, behind = self._context(start, end, first, after)
        if before + behind + (end - start) < EVIDENCE:
            return None
        return first, after, 1.0

    def _context(self, start: int, end: int, first: int, after: int) -> tuple[int, int]:
        """How many letters before and behind are the same; a text's end is a full context."""
        old, new = self._old.letters, self._new.letters
        before = min(common_suffix(old, start, new, first), CONTEXT)
        behind = min(common_prefix(old, end, new, after), CONTEXT)
        if before == start == first:
            before = CONTEXT
        if behind == len(old) - end == len(new) - after:
            behind = CONTEXT
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
        first, after = self._start_image(chain[0], start), self._end_image(chain[-1], end)
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

    def _start_image(self, run: Run, start: int) -> int:
        """Where the span begins: at its first letter, or where what took its place begins."""
        if run.old <= start:
            return start + run.shift
        before = self._alignment.touching(start - 1, start) if start else []
        images = {start + other.shift for other in before}
        near = [image for image in images if 0 <= run.new - image <= 2 * (run.old - start)]
        image = max(near, default=run.new)
        letters = self._new.letters
        while image and not near and _splits_word(letters, image):
            image -= 1
        while image < run.new and letters[image] == " ":
            image += 1
        return image

    def _end_image(self, run: Run, end: int) -> int:
        """Where the span ends: behind its last letter, or where what took its place ends."""
        run_end, last = run.old + run.length, run.new + run.length
        if run_end >= end:
            return end + run.shift
        images = {end + other.shift for other in self._alignment.touching(end, end + 1)}
        near = [image for image in images if 0 <= image - last <= 2 * (end - run_end)]
        image = min(near, default=last)
        letters = self._new.letters
        while not near and _splits_word(letters, image):
            image += 1
        while image > last and letters[image - 1] == " ":
            image -= 1
        return image

    def _placed(self, annotation: Annotation, first: int, after: int, score: float) -> Placement:
        start, end = self._new.to_span(first, after)
        bare_end = self._new.offsets[after - 1] + 1
        # A span may have ended between a letter and its marks.
        if self._new_text[start:bare_end] == annotation.text:
            end = bare_end
        same = self._new_text[start:end] == annotation.text
        return Placement(annotation, Span(start, end), "exact" if same else "fuzzy", score)


def _chain(touching: list[Run], start: int, end: int) -> list[Run]:
    """The runs, in both orders, that hold most of the old letters ``[start, end)``."""
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
    """Whether both letters beside the bound ``at`` belong to one word."""
    return 0 < at < len(letters) and letters[at - 1].isalnum() and letters[at].isalnum()
