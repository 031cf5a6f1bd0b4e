"""Comments on an annotation or a document, and flags on annotations that are unsure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from tui.model import Annotation, Comment, comment, deleted, later_than
from tui.session.messages import NOTHING_OPEN, Level, StatusMessage, plural
from tui.session.session import Session
from tui.store.row_mapping import Change

ON_DOCUMENT = "the document"
"""How messages name the target of a comment that is not on an annotation."""


def flag(session: Session, annotation: Annotation) -> StatusMessage:
    """Flag an annotation as unsure, or resolve its open flags."""
    flags = [row for row in session.annotations.open_comments(annotation.id) if row.kind == "flag"]
    if flags:
        own = [row for row in flags if _may_resolve(session, row)]
        if not own:
            return _not_ones_own(flags[0])
        result = session.commit("resolve flag", [Change(row, _resolved(row)) for row in own])
        return result.message("flag resolved,")
    made = comment(
        annotation.document_id, session.annotator, annotation_id=annotation.id, kind="flag"
    )
    result = session.commit(f"flag {annotation.label}", [Change(None, made)])
    return result.message(f"{annotation.label} flagged as unsure,")


class Thread(NamedTuple):
    """A comment or flag with its answers."""

    first: Comment
    answers: tuple[Comment, ...]

    @property
    def is_open(self) -> bool:
        """Whether the thread is not resolved."""
        return self.first.resolved_at is None


def threads(session: Session, annotation: Annotation | None) -> list[Thread]:
    """Return the threads on an annotation or on the document, the oldest first.

    An answer whose comment was deleted begins a thread of its own.
    """
    rows = session.annotations.comments_on(annotation.id if annotation is not None else None)
    known = {row.id: row for row in rows}
    found: dict[str, list[Comment]] = {}
    for row in rows:
        found.setdefault(_thread_start(row, known).id, []).append(row)
    return [
        Thread(known[id], tuple(row for row in group if row.id != id))
        for id, group in found.items()
    ]


def _thread_start(row: Comment, known: Mapping[str, Comment]) -> Comment:
    """Return the first comment of a thread; `row` if the answers of a file form a ring."""
    first, seen = row, {row.id}
    while (parent := known.get(first.parent_id or "")) is not None:
        if parent.id in seen:
            return row
        seen.add(parent.id)
        first = parent
    return first


def add(
    session: Session, annotation: Annotation | None, text: str, *, answers: Comment | None = None
) -> StatusMessage:
    """Add a comment to an annotation, to the document (None), or as an answer to a comment."""
    if session.info is None:
        return NOTHING_OPEN
    if not text.strip():
        return StatusMessage("an empty comment is not saved", Level.ERROR)
    made = comment(
        session.info.id,
        session.annotator,
        text.strip(),
        annotation_id=annotation.id if annotation is not None else None,
        parent_id=answers.id if answers is not None else None,
    )
    what = "answer" if answers is not None else "comment"
    on = annotation.label if annotation is not None else ON_DOCUMENT
    result = session.commit(f"{what} on {on}", [Change(None, made)])
    return result.message(f"{what} on {on}")


def resolve(session: Session, annotation: Annotation | None) -> StatusMessage:
    """Resolve the open threads on an annotation or on the document."""
    rows = session.annotations.open_comments(annotation.id if annotation is not None else None)
    if not rows:
        return StatusMessage("no comment is open here", Level.ERROR)
    first, rows = rows[0], [row for row in rows if _may_resolve(session, row)]
    if not rows:
        return _not_ones_own(first)
    result = session.commit("resolve comments", [Change(row, _resolved(row)) for row in rows])
    return result.message(f"{len(rows)} {plural('comment', len(rows))} resolved,")


def toggle_resolved(session: Session, thread: Thread) -> StatusMessage:
    """Resolve a thread, or reopen it."""
    first = thread.first
    if not _may_resolve(session, first):
        return _not_ones_own(first)
    if thread.is_open:
        result = session.commit(f"resolve {first.kind}", [Change(first, _resolved(first))])
        return result.message(f"{first.kind} resolved,")
    stamp = later_than(first.updated_at)
    reopened = replace(first, resolved_at=None, updated_at=stamp)
    result = session.commit(f"reopen {first.kind}", [Change(first, reopened)])
    return result.message(f"{first.kind} open again,")


def _may_resolve(session: Session, row: Comment) -> bool:
    """Whether a comment may be resolved or reopened: a hub accepts only one's own rows."""
    if row.annotator == session.annotator:
        return True
    state = session.store.hub.state()
    return state is None or state.is_curator


def _not_ones_own(row: Comment) -> StatusMessage:
    return StatusMessage(
        f"this {row.kind} is {row.annotator}'s, who resolves it, or a curator; C answers it",
        Level.ERROR,
    )


def delete(session: Session, row: Comment) -> StatusMessage:
    """Delete one's own comment; its answers stay."""
    if row.annotator != session.annotator:
        return StatusMessage(f"this {row.kind} is {row.annotator}'s, not yours", Level.ERROR)
    result = session.commit(f"delete {row.kind}", [Change(row, deleted(row))])
    return result.message(f"{row.kind} deleted,")


def _resolved(row: Comment) -> Comment:
    stamp = later_than(row.updated_at)
    return replace(row, resolved_at=stamp, updated_at=stamp)
