"""Links between annotations: what can be linked, to what, and following links."""

from __future__ import annotations

from dataclasses import dataclass

from tui.annotations.history import Change
from tui.annotations.model import Annotation, Link, deleted, link
from tui.annotations.schema import LinkDef
from tui.session.session import Said, Session
from tui.text.line import isolated

PERSON_TYPES = frozenset({"PERS", "ORG", "GPE", "OCC", "NORP"})
"""The types of entities that speak and claim."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An annotation that a link may lead to."""

    annotation: Annotation
    distance: int
    """Code points between the two spans; 0 when they touch or overlap."""


def link_types(session: Session, source: Annotation) -> list[LinkDef]:
    """The types of links that may go out from the annotation, those not yet there first."""
    there = {row.type for row in session.notes.links_from(source.id)}
    types = session.schema.label(source.label).links
    return sorted(types, key=lambda definition: definition.type in there)


def candidates(session: Session, source: Annotation, definition: LinkDef) -> list[Candidate]:
    """What the link may lead to, the likeliest first.

    Likelier is what lies outside the source, a person or one that acts where the link asks for
    who speaks or claims, and what is near; before the source counts as a little nearer.
    """
    linked = {
        row.to_id for row in session.notes.links_from(source.id) if row.type == definition.type
    }
    found = [
        Candidate(row, _distance(source, row))
        for row in session.notes.items
        if row.id != source.id and row.label in definition.targets and row.id not in linked
    ]
    speaks = definition.type in ("speaker", "source", "addressee")

    def rank(candidate: Candidate) -> tuple[int, int, int]:
        row = candidate.annotation
        inside = source.start <= row.start and row.end <= source.end
        acts = row.attributes.get("type") in PERSON_TYPES or "type" not in row.attributes
        after = row.start >= source.end
        penalty = 0 if not speaks else 2 * inside + (not acts)
        weight = candidate.distance + (30 if after else 0)
        return penalty, _paragraphs_between(session, source, row), weight

    return sorted(found, key=rank)


def _distance(one: Annotation, other: Annotation) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


def _paragraphs_between(session: Session, one: Annotation, other: Annotation) -> int:
    start, end = sorted((one.start, other.start))
    return min(session.reading.text.count("\n", start, end), 3)


def add_link(session: Session, source: Annotation, target: Annotation, link_type: str) -> Said:
    """Link two annotations; the same link twice stays one."""
    if not session.mine(source):
        return Said(f"it is {source.annotator}'s; it stays as it is", error=True)
    for row in session.notes.links_from(source.id):
        if row.to_id == target.id and row.type == link_type:
            return Said(f"{link_type}: already linked")
    made = link(source, target, link_type, session.annotator)
    outcome = session.commit(f"link {link_type}", [Change(None, made)])
    session.pinned = source.id
    return Said(f"{link_type} → {isolated(target.text)} {outcome}")


def remove_link(session: Session, row: Link) -> Said:
    """Delete a link."""
    outcome = session.commit(f"unlink {row.type}", [Change(row, deleted(row))])
    return Said(f"{row.type} unlinked, {outcome}")


def follow(session: Session, annotation: Annotation) -> Said:
    """Go to the other end of the annotation's link; again: to that of its next link."""
    ends = [row.to_id for row in session.notes.links_from(annotation.id)]
    ends += [row.from_id for row in session.notes.links_to(annotation.id)]
    for end in ends:
        target = session.notes.get(end)
        if target is not None:
            session.pin(target)
            return Said(f"{target.label} {isolated(target.text)}")
    return Said("it has no link", error=True)
