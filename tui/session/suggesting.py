"""Suggestions made from the open document: stored as suggested, accepted only by a key press."""

from __future__ import annotations

from tui.annotations.history import Change
from tui.annotations.model import Annotation, annotate, link
from tui.annotations.suggest import Suggestion, suggest
from tui.session.session import NOTHING_OPEN, Said, Session, plural

NAMES_FROM = "entity"
"""The label whose texts are names to look for elsewhere."""


def make_suggestions(session: Session) -> Said:
    """Suggest quotations with their speakers, and names that were tagged elsewhere.

    What overlaps an annotation of the same label, accepted or rejected before, is left out.
    One command: one undo takes all of them back.
    """
    if session.info is None:
        return NOTHING_OPEN
    known = session.store.known_names(NAMES_FROM)
    found = suggest(session.reading.text, known)
    made: dict[int, Annotation] = {}
    there = session.store.annotations(session.info.id, annotators=[session.annotator])
    for place, suggestion in enumerate(found):
        if suggestion.label in session.schema and not _taken(suggestion, there):
            made[place] = annotate(
                session.info,
                session.reading.text,
                suggestion.span,
                suggestion.label,
                session.annotator,
                attributes=suggestion.attributes,
                status="suggested",
                origin=suggestion.why,
            )
    changes = [Change(None, row) for row in made.values()]
    ends = {**_there_already(found, there), **made}
    for place, row in made.items():
        definition = session.schema.label(row.label)
        for to in found[place].links:
            target = ends.get(to.target)
            if target is not None and definition.link(to.type) is not None:
                arrow = link(row, target, to.type, session.annotator, status="suggested")
                changes.append(Change(None, arrow))
    if not made:
        return Said("nothing to suggest that is not there already")
    outcome = session.commit(f"suggest {len(made)}", changes)
    return Said(f"{len(made)} {plural('suggestion', len(made))} {outcome}; j goes to the first")


def _taken(suggestion: Suggestion, there: list[Annotation]) -> bool:
    """Whether a person decided about this place already."""
    start, end = suggestion.span
    return any(
        row.label == suggestion.label
        and row.start < end
        and row.end > start
        and (row.label != "quote" or min(end, row.end) - max(start, row.start) > (end - start) // 2)
        for row in there
    )


def _there_already(found: list[Suggestion], there: list[Annotation]) -> dict[int, Annotation]:
    """The annotations that stand where a suggestion would, by the suggestion's place."""
    spans = {(row.label, row.start, row.end): row for row in there if row.status != "rejected"}
    return {
        place: row
        for place, suggestion in enumerate(found)
        if (row := spans.get((suggestion.label, *suggestion.span))) is not None
    }
