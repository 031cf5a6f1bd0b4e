"""A document whose source holds another text than was annotated: preview, then one command."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui.anchoring import Placement
from tui.errors import StoreError
from tui.model import Annotation, DocumentInfo, moved
from tui.session.messages import StatusMessage, plural
from tui.session.session import Session
from tui.session.tagging import not_yours
from tui.store.row_mapping import Change
from tui.text.spans import Span
from tui.text.unicode import paragraphs

MOST_LINES = 100
"""Changed paragraphs of each kind that a preview shows."""


MOST_MOVED = 1000
"""Paragraphs that are looked at where nothing but their order differs."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """What changed in a text, and where its annotations will go."""

    removed: Sequence[str]
    """Paragraphs that are no longer there, at most `MOST_LINES`."""
    added: Sequence[str]
    placements: Sequence[Placement]
    """What has no place first, then what was found by likeness, then all that is sure."""
    text: str
    """The new text."""

    @property
    def lost(self) -> int:
        """How many annotations have no place in the new text."""
        return sum(placement.span is None for placement in self.placements)

    def words(self, placement: Placement) -> str:
        """What an annotation will cover; empty for one without a place."""
        return "" if placement.span is None else self.text[slice(*placement.span)]


_SURE = ("orphaned", "fuzzy", "exact", "same")
"""The ways to a place, from that which most wants a look."""


def preview(session: Session) -> TextChange | None:
    """What would change; None when nothing would. Raises StoreError.

    Annotations of an earlier text count too, as an undo can bring them back.
    """
    if session.info is None:
        return None
    if session.saver.waiting and session.saver.flush().reason:
        raise StoreError(f"the new text waits for what is not saved: {session.saver.reason}")
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


def meanwhile(before: DocumentInfo | None, after: DocumentInfo | None) -> StatusMessage | None:
    """What is to be said of the open document after another program wrote; None for nothing."""
    if before is None or after is None or before.id != after.id:
        return None
    if after.text_sha256 != before.text_sha256:
        return StatusMessage("another program took this document to its changed text")
    if after.pending_sha256 not in (None, before.pending_sha256):
        return StatusMessage("its source holds another text now: open it again to see the change")
    return None


def how(placement: Placement) -> str:
    """How an annotation finds its place, in a word or two."""
    return {
        "same": "stays",
        "exact": "moves",
        "fuzzy": f"{placement.score:.0%} alike",
        "orphaned": "loses its place",
    }[placement.how]


def take(session: Session, placements: Sequence[Placement]) -> StatusMessage:
    """Take the document to its new text and its annotations to their places: one command."""
    if session.info is None:
        return StatusMessage("no document is open", error=True)
    session.store.documents.reanchor(session.info.id, session.annotator, placements)
    session.read_again()
    lost = sum(placement.span is None for placement in placements)
    kept = len(placements) - lost
    return StatusMessage(
        f"new text, {kept} {plural('annotation', kept)} placed"
        + (f", {lost} without a place: see the end of the sidebar" if lost else "")
    )


def place(session: Session, orphan: Annotation, span: Span) -> StatusMessage:
    """Put an annotation that lost its place where a person says."""
    if session.info is None:
        return StatusMessage("no document is open", error=True)
    if not session.mine(orphan):
        return not_yours(orphan)
    put = replace(
        moved(orphan, session.open_text.text, span),
        text_sha256=session.info.text_sha256,
        status="accepted",
    )
    result = session.commit(f"place {orphan.label}", [Change(orphan, put)])
    session.open_text.drop()
    session.pin(put)
    return result.message(f"{orphan.label} placed,")
