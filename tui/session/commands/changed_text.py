"""A document whose source text changed: preview the new text, and adopt it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from tui.errors import StoreError
from tui.model import Annotation, moved
from tui.session.messages import NOTHING_OPEN, StatusMessage, not_yours, plural
from tui.session.session import Session
from tui.store.row_mapping import Change
from tui.text.spans import Span
from tui.text.unicode import paragraphs

if TYPE_CHECKING:
    from tui.anchoring import Placement

MOST_LINES = 100
"""The most removed, and the most added, paragraphs that a preview shows."""


MOST_MOVED = 1000
"""The most paragraphs that are compared where only their order differs."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """The changes of a text, and the new places of its annotations."""

    removed: Sequence[str]
    """Paragraphs that are only in the old text, at most `MOST_LINES`."""
    added: Sequence[str]
    placements: Sequence[Placement]
    """Those without a place first, then those found by similarity, then the sure ones."""
    text: str
    """The new text."""

    @property
    def lost(self) -> int:
        """The number of annotations without a place in the new text."""
        return sum(placement.span is None for placement in self.placements)

    def new_text(self, placement: Placement) -> str:
        """Return the text that an annotation will cover; empty without a place."""
        return "" if placement.span is None else self.text[slice(*placement.span)]


class Difference(NamedTuple):
    """The difference in a paragraph, between the common start and end of its two versions."""

    before: str
    text: str
    after: str


def differences(change: TextChange) -> tuple[list[Difference], list[Difference]]:
    """Return where the removed and the added paragraphs differ, in whole words.

    As many added paragraphs as removed ones are the same paragraphs edited; otherwise nothing is
    known to be in common.
    """
    if len(change.removed) != len(change.added):
        return (
            [Difference("", line, "") for line in change.removed],
            [Difference("", line, "") for line in change.added],
        )
    pairs = [_differing(*pair) for pair in zip(change.removed, change.added, strict=True)]
    return [old for old, _ in pairs], [new for _, new in pairs]


def _differing(old: str, new: str) -> tuple[Difference, Difference]:
    """Return the words from the first to the last difference of two texts, in either."""
    one, other = re.findall(r"\S+|\s+", old), re.findall(r"\S+|\s+", new)
    start = _equal_at_start(one, other)
    same = _equal_at_start(one[start:][::-1], other[start:][::-1])

    def difference(words: list[str]) -> Difference:
        end = len(words) - same
        return Difference(*map("".join, (words[:start], words[start:end], words[end:])))

    return difference(one), difference(other)


def _equal_at_start(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


_SURE = ("orphaned", "fuzzy", "exact", "same")
"""The kinds of placement, those that most need checking first."""


def preview(session: Session) -> TextChange | None:
    """Return the changes that adopting the new text would make, if any. Raises StoreError.

    Annotations of an earlier text count too: an undo can restore them.
    """
    if session.info is None:
        return None
    if session.saver.queued_count and session.saver.flush().reason:
        raise StoreError(f"the new text waits for unsaved work: {session.saver.reason}")
    info = session.store.documents.get(session.info.id)
    placements = sorted(
        session.store.documents.placements(info.id), key=lambda one: _SURE.index(one.how)
    )
    if info.pending_sha256 is None and all(
        one.annotation.status == "orphaned" for one in placements
    ):
        return None
    text = session.store.documents.text(info.pending_sha256 or info.text_sha256)
    old, new = _paragraphs(session.store.documents.text(info.text_sha256)), _paragraphs(text)
    old_set, new_set = set(old), set(new)
    removed = [line for line in old if line not in new_set][:MOST_LINES]
    added = [line for line in new if line not in old_set][:MOST_LINES]
    if not removed and not added:
        # Only the order, the blank lines or the line ends differ.
        matcher = difflib.SequenceMatcher(None, old[:MOST_MOVED], new[:MOST_MOVED], autojunk=False)
        for kind, _, _, start, end in matcher.get_opcodes():
            added += new[start:end] if kind in ("insert", "replace") else []
    return TextChange(removed, added[:MOST_LINES], placements, text)


def _paragraphs(text: str) -> list[str]:
    lines = (text[one.start : one.end].strip() for one in paragraphs(text))
    return [line for line in lines if line]


def outcome(placement: Placement) -> str:
    """Return the outcome for an annotation, in a word or two."""
    return {
        "same": "stays",
        "exact": "moves",
        "fuzzy": f"{placement.score:.0%} alike",
        "orphaned": "loses its place",
    }[placement.how]


def adopt_text(session: Session, placements: Sequence[Placement]) -> StatusMessage:
    """Adopt the new text and move the annotations to their places, as one step of undo."""
    if session.info is None:
        return NOTHING_OPEN
    session.store.documents.reanchor(session.info.id, session.annotator, placements)
    session.reload()
    lost = sum(placement.span is None for placement in placements)
    kept = len(placements) - lost
    return StatusMessage(
        f"new text, {kept} {plural('annotation', kept)} placed"
        + (f", {lost} without a place (end of the sidebar)" if lost else "")
    )


def place(session: Session, orphan: Annotation, span: Span) -> StatusMessage:
    """Place an annotation that lost its place at a span, as one step of undo."""
    if session.info is None:
        return NOTHING_OPEN
    if not session.mine(orphan):
        return not_yours(orphan)
    put = replace(
        moved(replace(orphan, fragments=None), session.open_text.text, span),
        text_sha256=session.info.text_sha256,
        status="accepted",
    )
    result = session.commit(f"place {orphan.label}", [Change(orphan, put)])
    session.open_text.deselect()
    session.pin(put)
    return result.message(f"{orphan.label} placed,")
