"""The commands that make and change annotations; each is one step of undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tui.annotations.history import Change
from tui.annotations.model import (
    JSON,
    Annotation,
    AnnotationStatus,
    Link,
    annotate,
    deleted,
    edited,
    later_than,
    moved,
)
from tui.annotations.schema import LabelDef
from tui.session.session import NOTHING_OPEN, Said, Session, plural
from tui.text import spans_at
from tui.text.spans import Span

NO_CURRENT = Said("no annotation here", error=True)
NOT_YOURS = "it is {}'s; it stays as it is"


def tag(session: Session, label: LabelDef, *, attributes: Mapping[str, JSON] | None = None) -> Said:
    """Tag the selection, else the natural span at the caret.

    The same label on the same span selects the annotation that is there.
    """
    if session.info is None:
        return NOTHING_OPEN
    reading = session.reading
    span = reading.natural(label.natural)
    if span is None or not span.length:
        return Said(f"there is no {label.natural} here to tag", error=True)
    there = session.notes.same(label.name, span.start, span.end)
    if there is not None and session.mine(there):
        session.pin(there, go=False)
        return _settle(session, there, f"{label.name}: already tagged")
    made = annotate(
        session.info,
        reading.text,
        span,
        label.name,
        session.annotator,
        attributes=_attributes(label, attributes),
    )
    outcome = session.commit(f"tag {label.name}", [Change(None, made)])
    session.last_tag = made
    session.made += 1
    return _settle(session, made, f"{label.name} {outcome}")


def _attributes(label: LabelDef, given: Mapping[str, JSON] | None) -> dict[str, JSON]:
    defaults: dict[str, Any] = dict(label.defaults())
    return {**defaults, **(given or {})}


def _settle(session: Session, annotation: Annotation, text: str) -> Said:
    """After a tag the selection is gone and the caret stands at the span's end."""
    session.reading.drop()
    session.reading.go_to(annotation.end)
    session.pinned = annotation.id
    return Said(text)


def repeat(session: Session) -> Said:
    """Tag the selection or natural span with the last label and its attributes."""
    last = session.last_tag
    if last is None:
        return Said("nothing was tagged yet in this session", error=True)
    latest = session.notes.get(last.id) or last
    return tag(session, session.schema.label(last.label), attributes=latest.attributes)


def update(session: Session, annotation: Annotation, kind: str, **fields: object) -> Said:
    """Change fields of an annotation, such as its attributes or note."""
    if not session.mine(annotation):
        return Said(NOT_YOURS.format(annotation.annotator), error=True)
    if all(getattr(annotation, name) == value for name, value in fields.items()):
        return Said("nothing changed")
    after = edited(annotation, **fields)
    outcome = session.commit(kind, [Change(annotation, after)])
    return Said(f"{kind} {outcome}")


def set_attribute(session: Session, annotation: Annotation, name: str, value: JSON) -> Said:
    """Set one attribute."""
    attributes = {**annotation.attributes, name: value}
    return update(session, annotation, f"{annotation.label} {name} {value}", attributes=attributes)


def delete(session: Session, annotation: Annotation) -> Said:
    """Delete an annotation, and its links in the same step of undo."""
    if not session.mine(annotation):
        return Said(NOT_YOURS.format(annotation.annotator), error=True)
    links = session.notes.links_of(annotation.id)
    changes = [
        Change(annotation, deleted(annotation)),
        *(Change(one, deleted(one)) for one in links),
    ]
    outcome = session.commit(f"delete {annotation.label}", changes)
    session.pinned = None
    also = f" with {len(links)} {plural('link', len(links))}" if links else ""
    return Said(f"{annotation.label} deleted{also}, {outcome}")


def set_bounds(session: Session, annotation: Annotation, span: Span) -> Said:
    """Give an annotation other bounds."""
    if not session.mine(annotation):
        return Said(NOT_YOURS.format(annotation.annotator), error=True)
    if not span.length:
        return Said("an annotation cannot be empty", error=True)
    if span == (annotation.start, annotation.end):
        return Said("the bounds are the same")
    after = moved(annotation, session.reading.text, span)
    outcome = session.commit(f"bounds of {annotation.label}", [Change(annotation, after)])
    session.pinned = annotation.id
    return Said(f"bounds {outcome}")


def with_status(link: Link, status: AnnotationStatus) -> Link:
    """The link with another status and a later `updated_at`."""
    return replace(link, status=status, updated_at=later_than(link.updated_at))


_BOUNDS = {
    "start_in": spans_at.move_start_in,
    "start_out": spans_at.move_start_out,
    "end_in": spans_at.move_end_in,
    "end_out": spans_at.move_end_out,
}


def move_bound(session: Session, which: str) -> Said | None:
    """Move a bound of the selection, else of the current annotation, by a clitic or a word.

    `which` is ``start_in``, ``start_out``, ``end_in`` or ``end_out``.
    """
    move, text = _BOUNDS[which], session.reading.text
    selection = session.reading.selection
    if selection is not None:
        session.reading.select(move(text, selection))
        return None
    current = session.current
    if current is None:
        natural = session.reading.natural("word")
        if natural is None:
            return NO_CURRENT
        session.reading.select(move(text, natural))
        return None
    span = move(text, Span(current.start, current.end))
    return set_bounds(session, current, span)


def decide(session: Session, annotation: Annotation, *, accept: bool) -> Said:
    """Accept or reject a suggestion, its suggested links with it."""
    if annotation.status != "suggested":
        return Said("this is no suggestion", error=True)
    status: AnnotationStatus = "accepted" if accept else "rejected"
    changes: list[Change] = [Change(annotation, edited(annotation, status=status))]
    for link in session.notes.links_of(annotation.id):
        other_id = link.to_id if link.from_id == annotation.id else link.from_id
        other = session.notes.get(other_id)
        if link.status != "suggested" or (accept and (other is None or other.status != "accepted")):
            continue
        changes.append(Change(link, with_status(link, status)))
    outcome = session.commit(f"{'accept' if accept else 'reject'} {annotation.label}", changes)
    session.pinned = None
    session.made += accept
    return Said(f"{annotation.label} {status}, {outcome}")
