"""Suggestions made from the open document: stored as suggested, accepted only by a key press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.model import Annotation, annotate, link
from tui.session.messages import NOTHING_OPEN, StatusMessage, plural
from tui.session.session import Session
from tui.store.row_mapping import Change
from tui.suggest import Suggestion, kept, suggest

NAMES_FROM = "entity"
"""The label whose texts are names to look for elsewhere."""


ALIKE = 2
"""A quote that shares more than one in so many code points with another is the same one."""


def make_suggestions(session: Session) -> StatusMessage:
    """Suggest quotations with their speakers, and names that were tagged elsewhere.

    What was decided on before, by hand or on a suggestion, is left out; a speaker that is
    annotated already gets the link. One command: one undo takes all of them back.
    """
    if session.info is None:
        return NOTHING_OPEN
    found = suggest(session.reading.text, session.store.annotations.known_names(NAMES_FROM))
    found = kept(found, lambda one: one.label in session.schema)
    there = [
        row
        for row in session.store.annotations.in_document(session.info.id)
        if session.may_change(row)
    ]
    made: dict[int, Annotation] = {}
    for place, suggestion in enumerate(found):
        if not any(_decides(row, suggestion) for row in there):
            made[place] = _annotation(session, suggestion)
    if not made:
        return StatusMessage("nothing to suggest that is not there already")
    changes = [Change(None, row) for row in made.values()]
    changes += _links(session, found, made, there)
    outcome = session.commit(f"suggest {len(made)}", changes)
    return StatusMessage(
        f"{len(made)} {plural('suggestion', len(made))} {outcome}; j goes to the first"
    )


def _annotation(session: Session, suggestion: Suggestion) -> Annotation:
    assert session.info is not None  # noqa: S101 - the caller has looked
    return annotate(
        session.info,
        session.reading.text,
        suggestion.span,
        suggestion.label,
        session.annotator,
        attributes=suggestion.attributes,
        status="suggested",
        origin=suggestion.why,
    )


def _links(
    session: Session,
    found: Sequence[Suggestion],
    made: Mapping[int, Annotation],
    there: Sequence[Annotation],
) -> list[Change]:
    """The suggested links, of which one end at least is suggested: accepting it accepts them.

    What is annotated already is an end too; a quote that has a speaker gets no other one.
    """
    changes = []
    for place, suggestion in enumerate(found):
        source = made.get(place) or _standing_for(suggestion, there)
        if source is None:
            continue
        definition = session.schema.label(source.label)
        has = {row.type for row in session.notes.links_from(source.id)}
        for to in suggestion.links:
            target = made.get(to.target) or _standing_for(found[to.target], there)
            if target is None or definition.link(to.type) is None or to.type in has:
                continue
            if "suggested" in (source.status, target.status):
                arrow = link(source, target, to.type, session.annotator, status="suggested")
                changes.append(Change(None, arrow))
    return changes


def _standing_for(suggestion: Suggestion, there: Sequence[Annotation]) -> Annotation | None:
    """The annotation that is what a suggestion would be."""
    for row in there:
        if row.status in ("accepted", "suggested") and _decides(row, suggestion):
            return row
    return None


def _decides(row: Annotation, suggestion: Suggestion) -> bool:
    """Whether an annotation, also a rejected one, is about what the suggestion proposes.

    A name inside a longer description is not: the description may still be who speaks.
    """
    start, end = suggestion.span
    shared = min(end, row.end) - max(start, row.start)
    if row.label != suggestion.label or shared <= 0:
        return False
    if suggestion.label == "quote":
        return shared > (end - start) // ALIKE
    inside = start < row.start and row.end <= end
    return not inside or _both_persons(row, suggestion)


def _both_persons(row: Annotation, suggestion: Suggestion) -> bool:
    """Whether one is a part of the other's name: جونستون in كريستوفر جونستون."""
    return row.attributes.get("type") == suggestion.attributes.get("type") == "PERS"
