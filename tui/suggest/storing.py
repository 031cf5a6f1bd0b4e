"""The rows of the database that suggestions become, with the status `suggested` and their links.

What the annotator already has, or has rejected, is not suggested again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tui.model import JSON, Annotation, DocumentInfo, Link, annotate, link
from tui.schema.labels import LabelDef, LabelSchema
from tui.suggest.suggestions import Suggestion, kept

_BROADER = {"GPE": "LOC"}
"""The types of entities that schemas with fewer of them have instead."""

ALIKE = 2
"""A quote that shares more than one in so many code points with another is the same one."""


def new_rows(
    found: list[Suggestion],
    document: DocumentInfo,
    text: str,
    there: Sequence[Annotation],
    links: Sequence[Link],
    schema: LabelSchema,
    annotator: str,
    decides: Callable[[Annotation, Suggestion], bool] | None = None,
) -> list[Annotation | Link]:
    """Return the annotations and links that `found` adds to a document, annotations first.

    `there` are the annotations that count for the annotator, whatever their status, and `links` the
    links between them. A suggestion is left out if `decides` (by default the rules for built-in
    suggesters) tells that an annotation is already about the same thing. A quote that has a speaker
    gets no other one. Labels and links that the schema lacks are left out too.
    """
    found = kept(found, lambda one: one.label in schema)
    decides = decides or _is_about
    made = {
        place: replace(
            annotate(
                document,
                text,
                suggestion.span,
                suggestion.label,
                annotator,
                attributes=fitting(suggestion.attributes, schema.label(suggestion.label)),
                status="suggested",
                origin=f"{suggestion.maker}: {suggestion.why}",
            ),
            score=suggestion.score,
        )
        for place, suggestion in enumerate(found)
        if not any(decides(row, suggestion) for row in there)
    }
    return [*made.values(), *_new_links(found, made, there, links, schema, annotator, decides)]


def fitting(attributes: Mapping[str, JSON], label: LabelDef) -> dict[str, JSON]:
    """Return the attributes that a label's definition has, with values that it allows.

    A schema without countries and cities gets locations instead.
    """
    fit: dict[str, JSON] = {}
    for name, value in attributes.items():
        definition = label.attribute(name)
        for offered in (value, _BROADER.get(str(value))):
            if definition and offered is not None and definition.problem(offered) is None:
                fit[name] = offered
                break
    return fit


def _new_links(
    found: Sequence[Suggestion],
    made: Mapping[int, Annotation],
    there: Sequence[Annotation],
    links: Sequence[Link],
    schema: LabelSchema,
    annotator: str,
    decides: Callable[[Annotation, Suggestion], bool],
) -> list[Link]:
    """Return the suggested links; accepting one accepts both its ends.

    At least one end is a suggestion; the other may be annotated already.
    """
    has: dict[str, set[str]] = {}
    for row in links:
        has.setdefault(row.from_id, set()).add(row.type)
    arrows = []
    for place, suggestion in enumerate(found):
        source = made.get(place) or _existing_for(suggestion, there, decides)
        if source is None:
            continue
        definition = schema.label(source.label)
        for to in suggestion.links:
            target = made.get(to.target) or _existing_for(found[to.target], there, decides)
            if target is None or definition.link(to.type) is None:
                continue
            if to.type in has.get(source.id, ()):
                continue
            if "suggested" in (source.status, target.status):
                arrows.append(link(source, target, to.type, annotator, status="suggested"))
    return arrows


def _existing_for(
    suggestion: Suggestion,
    there: Sequence[Annotation],
    decides: Callable[[Annotation, Suggestion], bool],
) -> Annotation | None:
    """Return the existing annotation that a suggestion would repeat, or None."""
    for row in there:
        if row.status in ("accepted", "suggested") and decides(row, suggestion):
            return row
    return None


def is_same(row: Annotation, suggestion: Suggestion) -> bool:
    """Return whether an annotation has the label and the span of a suggestion."""
    return row.label == suggestion.label and (row.start, row.end) == suggestion.span


def _is_about(row: Annotation, suggestion: Suggestion) -> bool:
    """Return whether an annotation, even a rejected one, is about what the suggestion proposes.

    A name inside a longer description is not: the description may still be the speaker.
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
    """Return whether one name is a part of the other: جونستون in كريستوفر جونستون."""
    return row.attributes.get("type") == suggestion.attributes.get("type") == "PERS"
