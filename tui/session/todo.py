"""What is left to do in a document: suggestions, quotes without speaker, missing attributes."""

from __future__ import annotations

from tui.annotations.model import Annotation
from tui.session.session import Session


def reason(session: Session, annotation: Annotation) -> str:
    """Why the annotation is something to do; empty when nothing is left to do."""
    if annotation.status == "suggested":
        return f"suggested: {annotation.origin}" if annotation.origin else "suggested"
    if not session.mine(annotation):
        return ""
    definition = session.schema.label(annotation.label)
    if definition.link("speaker") and not any(
        row.type == "speaker" for row in session.notes.links_from(annotation.id)
    ):
        return f"{annotation.label} without speaker"
    missing = definition.missing_required(annotation.attributes)
    return f"{missing[0].name} is missing" if missing else ""


def next_todo(session: Session, *, forward: bool) -> tuple[Annotation, str] | None:
    """The next thing to do after (or before) where one is, around the document's end.

    Suggestions come first; then quotes without speaker; then missing required attributes. One
    that starts at the caret is the next until one has gone to it.
    """
    ranked: list[tuple[int, Annotation, str]] = []
    for row in session.notes.items:
        why = reason(session, row)
        if why:
            rank = 0 if row.status == "suggested" else 1 if why.endswith("speaker") else 2
            ranked.append((rank, row, why))
    if not ranked:
        return None
    best = min(rank for rank, _, _ in ranked)
    of_best = [(row, why) for rank, row, why in ranked if rank == best]
    if not forward:
        of_best.reverse()
    here = _place(session)
    for row, why in of_best:
        place = (row.start, row.end, row.id)
        if (place > here) if forward else (place < here):
            return row, why
    return of_best[0]


def next_suggestion(session: Session, decided: Annotation) -> Annotation | None:
    """The suggestion after the one that was decided, from the end on the first; None without."""
    left = [row for row in session.notes.items if row.status == "suggested"]
    here = (decided.start, decided.end, decided.id)
    following = (row for row in left if (row.start, row.end, row.id) > here)
    return next(following, left[0] if left else None)


def _place(session: Session) -> tuple[int, int, str]:
    """Where one is among the annotations: at the one that is pinned, else before the caret."""
    pinned = session.at_hand
    if pinned is not None:
        return pinned.start, pinned.end, pinned.id
    return session.reading.caret, -1, ""
