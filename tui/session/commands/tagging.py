"""Commands that add and change annotations; each is one step of undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.model import JSON, Annotation, annotate, deleted, edited, moved
from tui.schema import AttributeType, LabelDef
from tui.session.commands.bounds import begin_selection, moved_bound, span_to_tag
from tui.session.commands.deciding import decide
from tui.session.messages import NOTHING_OPEN, Level, StatusMessage, not_yours, plural
from tui.session.session import Session
from tui.store.row_mapping import Change
from tui.text.spans import Span


def tag(
    session: Session, label: LabelDef, *, attributes: Mapping[str, JSON] | None = None
) -> StatusMessage:
    """Tag the selection, else the current search match, else the natural span at the caret.

    If the span already has that label, its annotation is pinned, or accepted if it is suggested.
    """
    if session.info is None:
        return NOTHING_OPEN
    span = span_to_tag(session, label)
    if span is None or not span.length:
        return StatusMessage(f"there is no {label.natural} here to tag", Level.ERROR)
    there = _existing(session, label.name, span)
    if there is not None:
        return _use_existing(session, there, attributes or {})
    made = annotate(
        session.info,
        session.open_text.text,
        span,
        label.name,
        session.annotator,
        attributes=_attributes(label, attributes),
    )
    result = session.commit(f"tag {label.name}", [Change(None, made)])
    session.made += 1
    return _finish_tagging(session, made, result.message(label.name))


def _existing(session: Session, label: str, span: Span) -> Annotation | None:
    """Return this annotator's annotation with that label and span, else a suggestion."""
    same = session.annotations.same(label, span.start, span.end)
    own = [row for row in same if session.mine(row) and row.status == "accepted"]
    return next(iter([*own, *(row for row in same if row.status == "suggested")]), None)


def _use_existing(
    session: Session, there: Annotation, attributes: Mapping[str, JSON]
) -> StatusMessage:
    if there.status != "suggested":
        return _finish_tagging(session, there, StatusMessage(f"{there.label}: already tagged"))
    message = decide(session, there, accept=True, attributes=attributes)
    return _finish_tagging(session, session.annotations.get(there.id) or there, message)


def _attributes(label: LabelDef, given: Mapping[str, JSON] | None) -> dict[str, JSON]:
    defaults: dict[str, Any] = dict(label.defaults())
    return {**defaults, **(given or {})}


def _finish_tagging(
    session: Session, annotation: Annotation, message: StatusMessage
) -> StatusMessage:
    """Drop the selection, move the caret to the span's end and pin the annotation."""
    session.open_text.deselect()
    session.open_text.go_to(annotation.end)
    session.pinned = annotation.id
    session.last_tag = annotation
    return message


def repeat(session: Session) -> StatusMessage:
    """Tag with the label and attributes of the last tag."""
    last = session.last_tag
    if last is None:
        return StatusMessage("nothing was tagged yet in this session", Level.ERROR)
    return tag(session, session.schema.label(last.label), attributes=last.attributes)


def update(
    session: Session, annotation: Annotation, kind: str, *, done: str = "", **fields: object
) -> StatusMessage:
    """Change fields of an annotation, such as its attributes or note.

    `kind` names the change for undo; `done` is for the message, if its wording differs.
    """
    if not session.may_change(annotation):
        return not_yours(annotation)
    if all(getattr(annotation, name) == value for name, value in fields.items()):
        return StatusMessage("nothing changed")
    after = edited(annotation, **fields)
    result = session.commit(kind, [Change(annotation, after)])
    session.pinned = after.id
    if session.last_tag is not None and session.last_tag.id == after.id:
        session.last_tag = after
    return result.message(done or kind)


def fill_in(
    session: Session, before: Annotation, attributes: Mapping[str, JSON], note: str
) -> StatusMessage:
    """Save what was entered in a form that showed the annotation as it was `before`.

    Changes that another program made meanwhile stay, except in fields that were edited here.
    """
    latest = session.annotations.get(before.id)
    if latest is None:
        return StatusMessage(f"the {before.label} was deleted meanwhile", Level.ERROR)
    merged = dict(latest.attributes)
    for name in {*before.attributes, *attributes}:
        if name not in attributes:
            merged.pop(name, None)
        elif attributes[name] != before.attributes.get(name):
            merged[name] = attributes[name]
    note = latest.note if note == before.note else note
    done = "note" if merged == latest.attributes else f"{latest.label} edited,"
    return update(session, latest, f"edit {latest.label}", done=done, attributes=merged, note=note)


def set_attribute(
    session: Session, annotation: Annotation, name: str, value: JSON
) -> StatusMessage:
    """Set one attribute."""
    attributes = {**annotation.attributes, name: value}
    return update(session, annotation, f"{annotation.label} {name} {value}", attributes=attributes)


def toggle_value(
    session: Session, annotation: Annotation, name: str, value: str | bool
) -> StatusMessage:
    """Set an attribute to a value, or remove the value if it is set already.

    A value of an attribute that takes several is added to the others.
    """
    attribute = session.schema.label(annotation.label).attribute(name)
    before = annotation.attributes.get(name)
    if attribute is not None and attribute.type is AttributeType.CHOICES:
        values = list(before) if isinstance(before, list) else []
        values = [one for one in values if one != value] if value in values else [*values, value]
        return set_attribute(session, annotation, name, values)
    if before != value:
        return set_attribute(session, annotation, name, value)
    attributes = {key: one for key, one in annotation.attributes.items() if key != name}
    return update(session, annotation, f"{annotation.label} without {name}", attributes=attributes)


def delete(session: Session, annotation: Annotation) -> StatusMessage:
    """Delete an annotation and its links."""
    if not session.may_change(annotation):
        return not_yours(annotation)
    links = session.annotations.links_of(annotation.id)
    changes = [
        Change(annotation, deleted(annotation)),
        *(Change(one, deleted(one)) for one in links),
        *(Change(one, deleted(one)) for one in session.annotations.hidden_links_of(annotation.id)),
    ]
    result = session.commit(f"delete {annotation.label}", changes)
    session.pinned = None
    also = f" with {len(links)} {plural('link', len(links))}" if links else ""
    others = sum(one.annotator != session.annotator for one in links)
    also += f", {others} by others" if others else ""
    return result.message(f"{annotation.label} deleted{also},")


def set_bounds(session: Session, annotation: Annotation, span: Span) -> StatusMessage:
    """Change the bounds of an annotation.

    A bound that would be in a gap between fragments moves to the remaining fragment.
    """
    if not session.may_change(annotation):
        return not_yours(annotation)
    span = _moved_out_of_gaps(annotation, span)
    if not span.length:
        return StatusMessage("an annotation cannot be empty", Level.ERROR)
    if span == (annotation.start, annotation.end):
        return StatusMessage("the bounds are the same")
    after = moved(annotation, session.open_text.text, span)
    result = session.commit(f"bounds of {annotation.label}", [Change(annotation, after)])
    if session.open_text.caret == annotation.end:
        # The caret was at the end, as after tagging, so it stays there.
        session.open_text.go_to(after.end)
    session.pinned = after.id
    return result.message("bounds")


def _moved_out_of_gaps(annotation: Annotation, span: Span) -> Span:
    start, end = span
    if annotation.start < start and not any(lo <= start < hi for lo, hi in annotation.stretches):
        start = min((lo for lo, _ in annotation.stretches if lo >= start), default=start)
    if end < annotation.end and not any(lo < end <= hi for lo, hi in annotation.stretches):
        end = max((hi for _, hi in annotation.stretches if hi <= end), default=end)
    return Span(start, max(end, start))


def add_fragment(session: Session, annotation: Annotation, span: Span) -> StatusMessage:
    """Add a span to an annotation, which becomes discontinuous unless they touch."""
    if not session.may_change(annotation):
        return not_yours(annotation)
    fragments = (*annotation.stretches, (span.start, span.end))
    hull = Span(min(annotation.start, span.start), max(annotation.end, span.end))
    after = moved(annotation, session.open_text.text, hull, fragments)
    if after.stretches == annotation.stretches:
        return StatusMessage("it already contains the selection")
    result = session.commit(f"fragment of {annotation.label}", [Change(annotation, after)])
    count = len(after.stretches)
    what = f"of {count} fragments" if count > 1 else "extended"
    return _finish_tagging(session, after, result.message(f"{annotation.label} {what},"))


def move_bound(session: Session, which: str) -> StatusMessage | None:
    """Move a bound of the selection, or of the annotation just tagged, jumped to or chosen.

    Otherwise a selection begins at the natural word: an annotation that only happens to be at the
    caret does not change. `which` is `start_in`, `start_out`, `end_in` or `end_out`.
    """
    selection = session.open_text.selection
    if selection is not None:
        session.open_text.select(moved_bound(session, which, selection))
        return None
    pinned = session.pinned_annotation
    if pinned is None:
        return begin_selection(session, which)
    return set_bounds(session, pinned, moved_bound(session, which, Span(pinned.start, pinned.end)))
