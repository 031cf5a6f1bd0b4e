"""The rows of the review table: annotations of all documents by a filter, and their speakers."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tui.choices import ANNOTATION_STATUSES
from tui.model import SPEAKER_LINK, Annotation
from tui.schema import LabelSchema
from tui.store.annotation_queries import AnnotationFilter
from tui.store.database import Store
from tui.text import language

FIELDS = ("label", "by", "status", "document", "missing")
"""The names before a colon in a filter; any other name is an attribute."""


REQUIRED = "required"
"""`missing:required` selects annotations of which any required attribute has no value."""


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """The parts of a filter."""

    words: tuple[str, ...] = ()
    """Folded words that are all in the text or the note."""
    labels: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    document: str = ""
    missing: tuple[str, ...] = ()
    """Attributes without a value, or types of links that are missing."""
    attributes: tuple[tuple[str, str], ...] = field(default=())


def parse(line: str) -> ReviewFilter:
    """Parse words and `name:value` pairs; quotation marks keep words together."""
    try:
        parts = shlex.split(line)
    except ValueError:
        parts = line.split()
    found: dict[str, list[str]] = {name: [] for name in FIELDS}
    words: list[str] = []
    attributes: list[tuple[str, str]] = []
    for part in parts:
        name, colon, value = part.partition(":")
        if not colon:
            words.append(language.fold_text(part).casefold())
        elif name in FIELDS:
            found[name] += [value] if value else []
        elif value:
            attributes.append((name, value))
    statuses: list[str] = []
    for given in found["status"]:
        # A mistyped one selects nothing: what is ticked may be deleted.
        statuses += [known for known in ANNOTATION_STATUSES if known.startswith(given)] or [given]
    return ReviewFilter(
        tuple(words),
        tuple(found["label"]),
        tuple(found["by"]),
        tuple(statuses),
        found["document"][-1] if found["document"] else "",
        tuple(found["missing"]),
        tuple(attributes),
    )


def matching(store: Store, schema: LabelSchema, chosen: ReviewFilter) -> Iterator[Annotation]:
    """Yield the annotations that a filter selects, by document and place."""
    rows = store.annotations.select(
        AnnotationFilter(
            labels=chosen.labels, annotators=chosen.annotators, statuses=chosen.statuses
        )
    )
    linked = _linked(store) if any(_is_link(schema, name) for name in chosen.missing) else {}
    for row in rows:
        if _matches(row, chosen) and _is_missing(row, chosen.missing, schema, linked):
            yield row


def _matches(row: Annotation, chosen: ReviewFilter) -> bool:
    if chosen.document and chosen.document not in row.document_id:
        return False
    for name, value in chosen.attributes:
        have = row.attributes.get(name)
        values = have if isinstance(have, list) else [have]
        if not any(str(one).casefold() == value.casefold() for one in values):
            return False
    if chosen.words:
        haystack = language.fold_text(f"{row.text} {row.note}").casefold()
        return all(word in haystack for word in chosen.words)
    return True


def _is_missing(
    row: Annotation,
    names: Sequence[str],
    schema: LabelSchema,
    linked: dict[str, set[str]],
) -> bool:
    """Whether an annotation could have each of these attributes or links, but has none."""
    definition = schema.label(row.label)
    for name in names:
        if name == REQUIRED:
            if not definition.missing_required(row.attributes):
                return False
        elif definition.link(name) is not None:
            if row.id in linked.get(name, ()):
                return False
        elif definition.attribute(name) is not None:
            if row.attributes.get(name) not in (None, "", []):
                return False
        else:
            return False
    return True


def _is_link(schema: LabelSchema, name: str) -> bool:
    return any(label.link(name) is not None for label in schema)


def _linked(store: Store) -> dict[str, set[str]]:
    """Return the ids of annotations at the start of links, by type; rejected links do not count."""
    linked: dict[str, set[str]] = {}
    for row in store.links.all():
        if row.status != "rejected":
            linked.setdefault(row.type, set()).add(row.from_id)
    return linked


def speakers(store: Store, rows: Iterable[Annotation]) -> dict[str, str]:
    """Return the texts of each annotation's speakers by its id, without rejected links."""
    ids = {row.id for row in rows}
    links = [
        link
        for link in store.links.all()
        if link.type == SPEAKER_LINK and link.from_id in ids and link.status != "rejected"
    ]
    wanted = {link.to_id for link in links}
    every = store.annotations.select() if links else ()
    texts = {row.id: row.text for row in every if row.id in wanted}
    found: dict[str, list[str]] = {}
    for link in links:
        if link.to_id in texts:
            found.setdefault(link.from_id, []).append(texts[link.to_id])
    return {id: ", ".join(names) for id, names in found.items()}


def values_of(schema: LabelSchema, name: str, annotators: Sequence[str]) -> list[str]:
    """Return the values for `name:` in a filter that the schema has."""
    attributes = [one for label in schema for one in label.attributes]
    links = [one.type for label in schema for one in label.links]
    known: dict[str, Iterable[str]] = {
        "label": schema.names,
        "by": annotators,
        "status": ANNOTATION_STATUSES,
        "missing": [REQUIRED, *links, *(one.name for one in attributes)],
    }
    options = (
        str(option.value) for one in attributes if one.name == name for option in one.options
    )
    return list(dict.fromkeys(known.get(name, options)))


def completed(line: str, schema: LabelSchema, annotators: Sequence[str]) -> list[str]:
    """Return completions of the last word of a filter: names, or values after a colon."""
    word = line.rpartition(" ")[2]
    name, colon, begun = word.partition(":")
    if colon:
        found = values_of(schema, name, annotators)
        return [f"{name}:{one}" for one in found if one.casefold().startswith(begun.casefold())]
    names = [*FIELDS, *dict.fromkeys(one.name for label in schema for one in label.attributes)]
    return [f"{one}:" for one in names if one.startswith(name)]
