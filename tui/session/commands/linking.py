"""Links between annotations: their types, their possible targets, and their two ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from tui.choices import AnnotationStatus
from tui.model import (
    CONTINUES_LINK,
    SPEAKER_LINK,
    Annotation,
    Link,
    deleted,
    edited,
    later_than,
    link,
)
from tui.schema import LinkDef
from tui.session.messages import Level, StatusMessage, name_of, not_yours
from tui.session.session import Session
from tui.store.row_mapping import Change
from tui.text import language

SPEAKING = frozenset({SPEAKER_LINK, "source", "addressee"})
"""The types of links to a person who speaks, claims or is spoken to."""


FAR = 2_000
"""Code points that are added to the distance of a less likely target: an organisation as a
speaker, or another name as the same one."""


NEVER = 1_000_000
"""Code points that put a target behind all others."""


MOST_MARKS = 6
"""Code points between an entity and the quote that a colon joins to it, at most."""


_RANKS: dict[object, int] = {"PERS": 0, "OCC": 0, None: 600, "": 600, "ORG": FAR, "GPE": FAR,
                             "NORP": FAR}  # fmt: skip
"""Code points that are added to the distance of a speaker, by the type of the entity."""


class LinkCandidate(NamedTuple):
    """A possible target of a link."""

    annotation: Annotation
    distance: int
    """Code points between the two spans; 0 when they touch or overlap."""


class LinkEnd(NamedTuple):
    """A link as seen from one of its annotations."""

    link: Link
    id: str
    """The id of the annotation at the other end."""
    outward: bool
    """Whether the link starts at this annotation."""


def link_types(session: Session, source: Annotation) -> list[LinkDef]:
    """Return the types of links that can start at an annotation, new ones first.

    A suggested link does not count as existing.
    """
    links = session.annotations.links_from(source.id)
    there = {row.type for row in links if row.status == "accepted"}
    types = session.schema.label(source.label).links
    return sorted(types, key=lambda definition: definition.type in there)


def candidates(session: Session, source: Annotation, definition: LinkDef) -> list[LinkCandidate]:
    """Return the possible targets of a link, likeliest first.

    The likeliest speaker is the one that a colon joins to the source, else the nearest person
    outside it; the likeliest target with the source's own label is one that shares a word with it;
    otherwise it is the nearest one. A target after the source counts as slightly farther away than
    one before it. The target of a suggested link comes first.
    """
    links = [
        row for row in session.annotations.links_from(source.id) if row.type == definition.type
    ]
    linked = {row.to_id for row in links if row.status == "accepted"}
    suggested = {row.to_id for row in links if row.status == "suggested"}
    found = [
        LinkCandidate(row, _distance(source, row))
        for row in session.annotations.items
        if row.id != source.id and row.label in definition.targets and row.id not in linked
    ]
    words = _words(source)

    def rank(candidate: LinkCandidate) -> int:
        row = candidate.annotation
        if row.id in suggested:
            return -1
        weight = candidate.distance + (30 if row.start >= source.end else 0)
        if definition.type in SPEAKING:
            if _introduces(session, row, source):
                return 0
            inside = source.start <= row.start and row.end <= source.end
            return weight + _RANKS.get(row.attributes.get("type"), NEVER) + 2 * NEVER * inside
        if row.label == source.label and definition.type != CONTINUES_LINK:
            return weight + (0 if words & _words(row) else FAR)
        return weight

    return sorted(found, key=rank)


def _introduces(session: Session, row: Annotation, source: Annotation) -> bool:
    """Whether only a colon, with spaces and quotation marks, is between an entity and a quote."""
    between = session.open_text.text[row.end : source.start]
    marks = 0 < len(between) <= MOST_MARKS and not any(map(str.isalnum, between))
    return row.end < source.start and marks and ":" in between


def may_speak(annotation: Annotation) -> bool:
    """Whether an entity is of a type that can speak."""
    return annotation.attributes.get("type") in _RANKS


def _words(annotation: Annotation) -> set[str]:
    return {word for word in language.fold_text(annotation.text).split() if len(word) > 2}


def _distance(one: Annotation, other: Annotation) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


def may_lead_to(session: Session, source: Annotation, target: Annotation, link_type: str) -> bool:
    """Whether the schema allows a link of this type between two annotations."""
    definition = session.schema.label(source.label).link(link_type)
    return definition is not None and target.label in definition.targets


def add_link(
    session: Session, source: Annotation, target: Annotation, link_type: str
) -> StatusMessage:
    """Link two annotations, or accept the same link if it is suggested.

    In the same step, suggested links of this type to other annotations are rejected, and a
    suggested target is accepted. The link is first, so that an undo goes back to its source.
    """
    if not session.may_change(source):
        return not_yours(source)
    if target.id == source.id:
        return StatusMessage("an annotation cannot be linked to itself", Level.ERROR)
    of_type = [row for row in session.annotations.links_from(source.id) if row.type == link_type]
    there = next((row for row in of_type if row.to_id == target.id), None)
    if there is not None and there.status == "accepted":
        return StatusMessage(f"{link_type}: already linked")
    if there is None:
        changes = [Change(None, link(source, target, link_type, session.annotator))]
    else:
        changes = [Change(there, decided(there, "accepted", session.annotator))]
    if target.status == "suggested":
        accepted = edited(target, status="accepted", annotator=session.annotator)
        changes.append(Change(target, accepted))
    replaced = [row for row in of_type if row.status == "suggested" and row is not there]
    changes += [Change(row, decided(row, "rejected", session.annotator)) for row in replaced]
    result = session.commit(f"link {link_type}", changes)
    session.pinned = source.id
    instead = " instead of the suggested one," if replaced else ""
    return result.message(f"{link_type} → {name_of(target)}{instead}")


def decided(link: Link, status: AnnotationStatus, annotator: str) -> Link:
    """Return a suggested link as accepted or rejected by the annotator."""
    return replace(link, status=status, annotator=annotator, updated_at=later_than(link.updated_at))


def remove_link(session: Session, row: Link) -> StatusMessage:
    """Delete a link that is this annotator's or suggested."""
    if row.status != "suggested" and row.annotator != session.annotator:
        return StatusMessage(f"it is {row.annotator}'s; it stays as it is", Level.ERROR)
    result = session.commit(f"unlink {row.type}", [Change(row, deleted(row))])
    return result.message(f"{row.type} unlinked,")


def ends(session: Session, annotation: Annotation) -> Sequence[LinkEnd]:
    """Return the links of an annotation with their other ends, those that start at it first."""
    outward = [
        LinkEnd(row, row.to_id, True) for row in session.annotations.links_from(annotation.id)
    ]
    inward = [
        LinkEnd(row, row.from_id, False) for row in session.annotations.links_to(annotation.id)
    ]
    return [*outward, *inward]
