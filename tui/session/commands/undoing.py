"""Undo and redo commands of the annotator in the open document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tui.errors import Conflict, StoreError
from tui.model import Annotation, Comment, Link
from tui.session.messages import NOTHING_OPEN, Level, StatusMessage
from tui.session.results import CommitResult
from tui.session.session import Session
from tui.store.row_mapping import Change, DocumentReview, DocumentStatus, DocumentText


def undo(session: Session) -> StatusMessage:
    """Undo the newest command of this annotator in this document."""
    return _step(session, "undo")


def redo(session: Session) -> StatusMessage:
    """Redo the command that was undone last."""
    return _step(session, "redo")


def _step(session: Session, word: Literal["undo", "redo"]) -> StatusMessage:
    info = session.info
    if info is None:
        return NOTHING_OPEN
    flushed = session.flush()
    if flushed.refused:
        return flushed.refusal()
    if flushed.reason:
        return StatusMessage(f"cannot {word} yet: {flushed.reason}", Level.ERROR)
    history = session.store.history
    step = history.undo if word == "undo" else history.redo
    try:
        outcome = session.saver.writing(lambda: step(info.id, session.annotator))
    except StoreError as error:
        if isinstance(error, Conflict):
            session.reload()
        return StatusMessage(f"cannot {word}: {error}", Level.ERROR)
    if outcome is None:
        return StatusMessage(f"nothing to {word}")
    session.saver.work.add(outcome.changes, (info, session.open_text.text))
    result = CommitResult(info.id, tuple(outcome.changes))
    _show(session, result)
    rows = [change.after for change in result.changes]
    # An undo goes backwards, and a command begins with the annotation that it is about.
    _go_to_first(session, rows[::-1] if word == "undo" else rows)
    return StatusMessage(f"{'undone' if word == 'undo' else 'redone'}: {outcome.kind}")


def _show(session: Session, result: CommitResult) -> None:
    """Show what a step changed; a changed text has to be read from the database."""
    rows = [change.row for change in result.changes]
    if any(isinstance(row, DocumentText) for row in rows):
        session.reload()
        return
    for row in rows:
        if isinstance(row, DocumentStatus) and row.document_id == result.document_id:
            session.status = row.status
        if isinstance(row, DocumentReview) and session.info is not None:
            session.info = session.info._replace(review=row.review)
    session.publish(result)
    if any(_is_suggestion_gone_or_back(change) for change in result.changes):
        # Another annotator's suggestion of the same is shown now, or no longer.
        session.load_annotations()


def _is_suggestion_gone_or_back(change: Change) -> bool:
    """Whether a step deleted or restored what was made of a suggestion."""
    before, after = change
    return (
        isinstance(before, Annotation)
        and isinstance(after, Annotation)
        and bool(after.origin)
        and (before.deleted_at is None) != (after.deleted_at is None)
    )


def _go_to_first(session: Session, rows: Sequence[object]) -> None:
    """Move the caret to the first annotation of these rows in the open document.

    Where the step removed all of them and there are several, the caret stays where it is.
    """
    found = [
        row
        for row in (_annotation_of(session, row) for row in rows)
        if row is not None and session.info and row.document_id == session.info.id
    ]
    left = [row for row in found if row.deleted_at is None]
    if left or len(found) == 1:
        first = [*left, *found][0]
        session.open_text.deselect()
        session.open_text.go_to(first.start)
        session.pinned = first.id


def _annotation_of(session: Session, row: object) -> Annotation | None:
    """Return the annotation that a row is, or that a link or a comment is on.

    None for one without a place: its offsets count in another text.
    """
    if isinstance(row, Link):
        return session.annotations.in_text(row.from_id)
    if isinstance(row, Comment):
        return session.annotations.in_text(row.annotation_id) if row.annotation_id else None
    return row if isinstance(row, Annotation) and row.status != "orphaned" else None
