"""Accept and reject suggestions, each with the targets of its suggested links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tui.choices import AnnotationStatus
from tui.model import CONTINUES_LINK, JSON, SPEAKER_LINK, Annotation, Link, deleted, edited, link
from tui.session.commands import linking
from tui.session.commands.linking import decided
from tui.session.messages import Level, StatusMessage, name_of
from tui.session.session import Session
from tui.store.row_mapping import Change


def decide(
    session: Session,
    annotation: Annotation,
    *,
    accept: bool,
    attributes: Mapping[str, JSON] | None = None,
) -> StatusMessage:
    """Accept or reject a suggestion, or the suggested links of an annotation, in one step.

    The targets of its suggested links are accepted with it, such as the speaker and the cue of a
    quote. Rejecting withdraws targets that only these links led to; they are not rejected, and may
    be suggested again. Rejecting a speaker suggests the next likely one. `attributes` replace
    suggested ones of the same names.
    """
    links = suggested_links(session, annotation.id)
    if annotation.status != "suggested" and not links:
        return StatusMessage("this is not a suggestion", Level.ERROR)
    if accept:
        return _accept(session, annotation, attributes or {})
    return _reject(session, annotation)


def suggested_links(session: Session, id: str) -> list[Link]:
    """Return the suggested links that start at an annotation."""
    return [row for row in session.annotations.links_from(id) if row.status == "suggested"]


# ------------------------------------------------------------------- accepting


def _accept(
    session: Session, annotation: Annotation, attributes: Mapping[str, JSON]
) -> StatusMessage:
    led_to = _suggested_targets(session, annotation)
    changes = acceptance_changes(session, [annotation], attributes)
    result = session.commit(f"accept {annotation.label}", changes)
    session.pinned = None
    session.made += sum(isinstance(change.row, Annotation) for change in changes)
    also = "".join(f", {row.type} {name_of(target)}" for target, row in led_to)
    return result.message(f"{annotation.label} accepted{also},")


def acceptance_changes(
    session: Session, rows: Iterable[Annotation], attributes: Mapping[str, JSON] | None = None
) -> list[Change]:
    """Return the changes that accept suggestions with the targets of their suggested links.

    `attributes` replace theirs. Rows of other documents are accepted without their links.
    """
    suggestions: dict[Annotation, Mapping[str, JSON]] = {}
    links: dict[str, Link] = {}
    for annotation in rows:
        if annotation.status == "suggested":
            suggestions[annotation] = attributes or {}
        for target, row in _suggested_targets(session, annotation):
            links[row.id] = row
            if target.status == "suggested":
                suggestions.setdefault(target, {})
    changes = decision_changes(session, suggestions, "accepted")
    done = {change.row.id for change in changes if isinstance(change.row, Link)}
    return changes + [
        Change(row, decided(row, "accepted", session.annotator))
        for row in links.values()
        if row.id not in done
    ]


def _suggested_targets(session: Session, annotation: Annotation) -> list[tuple[Annotation, Link]]:
    """Return the targets of suggested links from an annotation, and their targets in turn."""
    found: list[tuple[Annotation, Link]] = []
    seen, left = {annotation.id}, [annotation.id]
    while left:
        source = left.pop(0)
        for row in suggested_links(session, source):
            target = session.annotations.in_text(row.to_id)
            if target is None or _has_accepted(session, source, row.type):
                continue
            found.append((target, row))
            if target.id not in seen and target.status == "suggested":
                left.append(target.id)
            seen.add(target.id)
    return found


def _has_accepted(session: Session, id: str, link_type: str) -> bool:
    """Whether an accepted link of this type starts at the annotation."""
    return any(
        row.type == link_type and row.status == "accepted"
        for row in session.annotations.links_from(id)
    )


def decision_changes(
    session: Session,
    suggestions: Mapping[Annotation, Mapping[str, JSON]],
    status: AnnotationStatus,
) -> list[Change]:
    """Return the changes that accept or reject suggestions, with attributes that replace theirs.

    A suggested link is accepted if both its ends are, and rejected with either of them. It is
    always rejected if its source has another link of its type.
    """
    changes: list[Change] = []
    links: dict[str, Change] = {}
    accepted = {row.id for row in suggestions} if status == "accepted" else set()
    for row, attributes in suggestions.items():
        after = edited(
            row,
            status=status,
            annotator=session.annotator,
            attributes={**row.attributes, **attributes},
        )
        changes.append(Change(row, after))
        for one in session.annotations.links_of(row.id):
            ends = [session.annotations.get(id) for id in (one.from_id, one.to_id)]
            both = all(end and (end.status == "accepted" or end.id in accepted) for end in ends)
            if one.status == "suggested" and (both or status == "rejected"):
                taken = _has_accepted(session, one.from_id, one.type)
                its = "rejected" if taken else status
                links[one.id] = Change(one, decided(one, its, session.annotator))
    return [*changes, *links.values()]


# ------------------------------------------------------------------- rejecting


def _reject(session: Session, annotation: Annotation) -> StatusMessage:
    outward = suggested_links(session, annotation.id)
    if annotation.status == "suggested":
        changes = decision_changes(session, {annotation: {}}, "rejected")
    else:
        changes = [Change(row, decided(row, "rejected", session.annotator)) for row in outward]
    withdrawn = _to_withdraw(session, annotation, outward)
    changes = _without(session, changes, withdrawn)
    offered: list[tuple[Annotation, Annotation]] = []
    for quote, rejected in _quotes_losing_speaker(session, annotation, outward):
        following = next_speaker(session, quote, rejected)
        if following is not None:
            offered.append((quote, following))
            made = link(quote, following, SPEAKER_LINK, session.annotator, status="suggested")
            changes.append(Change(None, made))
    what = annotation.label if annotation.status == "suggested" else outward[0].type
    result = session.commit(f"reject {what}", changes)
    session.pinned = session.offered_speaker_of = offered[0][0].id if offered else None
    gone = ", ".join(map(name_of, withdrawn))
    message = result.message(f"{what} rejected{f', {gone} withdrawn' if gone else ''},")
    if not offered:
        return message
    # The name comes first, as a narrow status line cuts the end.
    return message._replace(text=f"next likely speaker: {name_of(offered[0][1])}; {message.text}")


def _to_withdraw(
    session: Session, annotation: Annotation, outward: Sequence[Link]
) -> list[Annotation]:
    """Return the suggested annotations that are targets of only these links.

    A name that is known from elsewhere is a suggestion of its own, and so is the other part of a
    broken quotation.
    """
    if annotation.status != "suggested":
        return []
    known = {name for name, *_ in session.store.annotations.known_names("entity")}
    here = {row.id for row in outward}
    alone = {row.to_id for row in outward if row.type == CONTINUES_LINK}
    return [
        target
        for id in dict.fromkeys(row.to_id for row in outward)
        if (target := session.annotations.in_text(id)) is not None
        and target.status == "suggested"
        and target.text not in known
        and id not in alone
        and all(row.id in here for row in session.annotations.links_to(id))
    ]


def _without(
    session: Session, changes: list[Change], withdrawn: Iterable[Annotation]
) -> list[Change]:
    """Return the changes with some annotations deleted, and all links from and to them."""
    index = session.annotations
    links = {
        row.id: row
        for one in withdrawn
        for row in (*index.links_of(one.id), *index.hidden_links_of(one.id))
    }
    return [
        *(one for one in changes if not (isinstance(one.row, Link) and one.row.id in links)),
        *(Change(row, deleted(row)) for row in links.values()),
        *(Change(row, deleted(row)) for row in withdrawn),
    ]


def _quotes_losing_speaker(
    session: Session, annotation: Annotation, outward: Iterable[Link]
) -> list[tuple[Annotation, str]]:
    """Return the quotes that lose their suggested speaker, each with that speaker's id."""
    if annotation.status != "suggested":
        lost = [row for row in outward if row.type == SPEAKER_LINK]
    else:
        links = session.annotations.links_to(annotation.id)
        lost = [row for row in links if row.type == SPEAKER_LINK and row.status == "suggested"]
    return [
        (quote, row.to_id)
        for row in lost
        if (quote := session.annotations.in_text(row.from_id)) is not None
        and not any(
            other.type == SPEAKER_LINK and other.id != row.id
            for other in session.annotations.links_from(quote.id)
        )
    ]


def next_speaker(session: Session, quote: Annotation, rejected: str) -> Annotation | None:
    """Return the likeliest speaker that was not rejected yet; None if there is none."""
    definition = session.schema.label(quote.label).link(SPEAKER_LINK)
    if definition is None:
        return None
    hidden = session.annotations.hidden_links_of(quote.id)
    out = {rejected, *(row.to_id for row in hidden if row.type == SPEAKER_LINK)}
    return next(
        (
            one.annotation
            for one in linking.candidates(session, quote, definition)
            if one.annotation.id not in out and linking.may_speak(one.annotation)
        ),
        None,
    )
