"""Comments on an annotation or on the document, and the flag of an annotation that is unsure."""

from __future__ import annotations

from dataclasses import replace

from tui.model import Annotation, Comment, comment, deleted, later_than
from tui.session.messages import NOTHING_OPEN, Level, StatusMessage, plural
from tui.session.session import Session
from tui.store.row_mapping import Change

ON_DOCUMENT = "the document"
"""What a comment is on that is on no annotation, in messages."""


def flag(session: Session, annotation: Annotation) -> StatusMessage:
    """Flag an annotation as unsure, or resolve its open flags."""
    flags = [row for row in session.annotations.open_comments(annotation.id) if row.kind == "flag"]
    if flags:
        result = session.commit("resolve flag", [Change(row, _resolved(row)) for row in flags])
        return result.message("flag resolved,")
    made = comment(
        annotation.document_id, session.annotator, annotation_id=annotation.id, kind="flag"
    )
    result = session.commit(f"flag {annotation.label}", [Change(None, made)])
    return result.message(f"{annotation.label} flagged as unsure,")


def add(session: Session, annotation: Annotation | None, text: str) -> StatusMessage:
    """Comment on an annotation, or on the document; an open thread there gets an answer."""
    if session.info is None:
        return NOTHING_OPEN
    if not text.strip():
        return StatusMessage("an empty comment is not saved", Level.ERROR)
    id = annotation.id if annotation is not None else None
    thread = session.annotations.open_comments(id)
    made = comment(
        session.info.id,
        session.annotator,
        text,
        annotation_id=id,
        parent_id=thread[-1].id if thread else None,
    )
    what = "answer" if thread else "comment"
    on = annotation.label if annotation is not None else ON_DOCUMENT
    result = session.commit(f"{what} on {on}", [Change(None, made)])
    return result.message(f"{what} on {on}")


def resolve(session: Session, annotation: Annotation | None) -> StatusMessage:
    """Resolve what is open on an annotation, or on the document."""
    rows = session.annotations.open_comments(annotation.id if annotation is not None else None)
    if not rows:
        return StatusMessage("no comment is open here", Level.ERROR)
    result = session.commit("resolve comments", [Change(row, _resolved(row)) for row in rows])
    return result.message(f"{len(rows)} {plural('comment', len(rows))} resolved,")


def delete(session: Session, annotation: Annotation | None) -> StatusMessage:
    """Delete this annotator's last comment on an annotation, or on the document."""
    id = annotation.id if annotation is not None else None
    own = [row for row in session.annotations.comments_on(id) if row.annotator == session.annotator]
    if not own:
        return StatusMessage("no comment of yours is here", Level.ERROR)
    result = session.commit(f"delete {own[-1].kind}", [Change(own[-1], deleted(own[-1]))])
    return result.message(f"{own[-1].kind} deleted,")


def as_text(session: Session, annotation: Annotation | None) -> str:
    """Return the threads on an annotation or on the document, an answer indented."""
    rows = session.annotations.comments_on(annotation.id if annotation is not None else None)
    return "\n\n".join(_described(row) for row in rows)


def _described(row: Comment) -> str:
    state = ", resolved" if row.resolved_at else ""
    indent = "    " if row.parent_id else ""
    head = f"{indent}{row.annotator}, {row.created_at[:16].replace('T', ' ')}, {row.kind}{state}"
    return f"{head}\n{indent}{row.text}" if row.text else head


def _resolved(row: Comment) -> Comment:
    stamp = later_than(row.updated_at)
    return replace(row, resolved_at=stamp, updated_at=stamp)
