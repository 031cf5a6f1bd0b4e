"""Annotations as the features of UIMA's type systems, for WebAnno TSV and CAS alike.

Hashiya writes one span layer and one relation layer. A feature is a text with a name that is an
identifier: label, note, annotator and so on have one each, an attribute that is a text too; what
has no such form is JSON in the feature `hashiya`. Layers of other projects are read by
`span_of`: the label is the feature `value` or `label`, else the layer's own name, and all other
features become attributes.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from tui.errors import ExchangeError
from tui.formats.shared.parsed import ParsedLink, ParsedSpan, parse_status
from tui.model import JSON, AnnotatedDocument, Annotation, Link
from tui.sources.json_lines import InputFile
from tui.sources.json_values import Fields, compact
from tui.text.unicode import NOT_IN_XML, pattern

SPAN_LAYER = "webanno.custom.Span"
"""The layer of annotations that Hashiya writes. INCEpTION shows a layer of a project only if the
project has one of this name with these features."""

RELATION_LAYER = "webanno.custom.Relation"
"""The layer of links."""

REST = "hashiya"
"""The feature that holds, as JSON, what has no feature of its own."""

SPAN_FEATURES = (
    "label", "note", "annotator", "status", "origin", "score", "identifier", "created_at",
    "updated_at", REST,
)  # fmt: skip
"""The features of the span layer other than those of attributes."""

RELATION_FEATURES = (
    "label", "annotator", "status", "identifier", "created_at", "updated_at", REST,
)  # fmt: skip

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"

GRAMMAR = "layers of words (parts of speech, lemmas, dependencies and the like): left out"

LINK_FEATURES = "features of relations besides their label: left out"

_GRAMMAR = re.compile(
    r"de\.tudarmstadt\.ukp\.dkpro\.core\.api\.(lexmorph|segmentation|syntax|transform|anomaly)\."
)

# Names that have another meaning in UIMA or in the header of WebAnno TSV.
_TAKEN = frozenset(
    {
        *SPAN_FEATURES,
        "sofa",
        "begin",
        "end",
        "value",
        "layer",
        "kb_id",
        "fragments",
        "self_",
        "type_",
    }
)

_IDENTIFIER = re.compile("(?!ROLE_|BT_)[A-Za-z][A-Za-z0-9_]*")

_PLAIN = re.compile(f"[^{pattern(f'{NOT_IN_XML} 7F B-1F 85 2028-2029')}]+")
"""A text that a line of a table and XML 1.0 can hold unchanged."""

_LABELS = ("label", "value")


def at_most_one(records: Iterable[AnnotatedDocument]) -> Iterator[AnnotatedDocument]:
    """Yield the document that a file of these formats holds.

    Raises ExchangeError if there are several.
    """
    for number, record in enumerate(records):
        if number:
            message = (
                "a file of this format holds one document: name a folder, or one document "
                "with --document"
            )
            raise ExchangeError(message)
        yield record


def is_plain(value: JSON) -> bool:
    """Return whether a value is a text that every file can contain unchanged."""
    return isinstance(value, str) and _PLAIN.fullmatch(value) is not None


def attribute_features(names: Iterable[str]) -> set[str]:
    """Return the names of attributes that can be names of features."""
    return {name for name in names if name not in _TAKEN and _IDENTIFIER.fullmatch(name)}


def span_features(span: Annotation, taken: Container[str] = ()) -> dict[str, str]:
    """Return the features of an annotation that have a value, each a text.

    An attribute whose name is `taken` has no feature of its own.
    """
    texts: dict[str, JSON] = {
        "label": span.label,
        "note": span.note,
        "annotator": span.annotator,
        "status": span.status,
        "origin": span.origin,
        "score": None if span.score is None else repr(span.score),
        "identifier": span.id,
        "created_at": span.created_at,
        "updated_at": span.updated_at,
    }
    own = {
        name: value
        for name, value in span.attributes.items()
        if name in attribute_features([name]) and name not in taken and is_plain(value)
    }
    rest = {name: value for name, value in span.attributes.items() if name not in own}
    return _features(texts, own, {"attributes": rest} if rest else {})


def link_features(link: Link) -> dict[str, str]:
    """Return the features of a link that have a value."""
    texts: dict[str, JSON] = {
        "label": link.type,
        "annotator": link.annotator,
        "status": link.status,
        "identifier": link.id,
        "created_at": link.created_at,
        "updated_at": link.updated_at,
    }
    return _features(texts, {}, {})


def _features(
    texts: dict[str, JSON], own: Mapping[str, JSON], rest: dict[str, Any]
) -> dict[str, str]:
    plain = {name: str(value) for name, value in texts.items() if is_plain(value)}
    rest |= {name: value for name, value in texts.items() if value and name not in plain}
    if rest:
        plain[REST] = compact(rest)
    return plain | {name: str(value) for name, value in own.items()}


def feature_names(rows: Iterable[Mapping[str, str]], order: Iterable[str]) -> list[str]:
    """Return the names of all features that a row has: those of `order` first, then by name."""
    found = {name for row in rows for name in row}
    first = [name for name in order if name in found]
    return [*first, *sorted(found.difference(first))]


def is_grammar(layer: str) -> bool:
    """Return whether a layer has grammatical information, which Hashiya does not store."""
    return _GRAMMAR.match(layer) is not None


def short_name(layer: str) -> str:
    """Return the last part of a layer's name."""
    return layer.rpartition(".")[2]


def span_of(
    layer: str, features: Mapping[str, str], bounds: tuple[int, int], line: int, source: InputFile
) -> ParsedSpan:
    """Return the annotation of a layer with these features; offsets as in the file.

    Raises ExchangeError if a feature that Hashiya wrote is damaged.
    """
    if is_ours(layer, features):
        return _own_span(features, bounds, line, source)
    values = dict(features)
    label = next((values.pop(name) for name in _LABELS if values.get(name)), "")
    attributes: dict[str, JSON] = {}
    if label:
        attributes["layer"] = layer
    if layer == NAMED_ENTITY and "identifier" in values:
        attributes["kb_id"] = values.pop("identifier")
    return ParsedSpan(
        line, *bounds, label or short_name(layer), attributes={**attributes, **values}
    )


def is_ours(layer: str, features: Mapping[str, str]) -> bool:
    """Return whether Hashiya wrote the layer with these features."""
    return layer in (SPAN_LAYER, RELATION_LAYER) and bool({"identifier", REST} & features.keys())


def _own_span(
    features: Mapping[str, str], bounds: tuple[int, int], line: int, source: InputFile
) -> ParsedSpan:
    values: dict[str, JSON] = dict(features)
    rest = _rest_of(features, line, source)
    values.update({name: one for name, one in rest.items() if name in SPAN_FEATURES})
    known = Fields(values, source.name, line)
    attributes: dict[str, JSON] = {
        name: value for name, value in features.items() if name not in SPAN_FEATURES
    }
    attributes |= Fields(rest, source.name, line).mapping("attributes")
    return ParsedSpan(
        line,
        *bounds,
        known.text("label", "") or short_name(SPAN_LAYER),
        key=known.text("identifier"),
        id=known.text("identifier"),
        attributes=attributes,
        note=known.text("note", ""),
        annotator=known.text("annotator", ""),
        status=parse_status(known),
        origin=known.text("origin", ""),
        score=_score_of(known),
        created_at=known.text("created_at", ""),
        updated_at=known.text("updated_at", ""),
    )


def _rest_of(features: Mapping[str, str], line: int, source: InputFile) -> dict[str, JSON]:
    text = features.get(REST)
    return source.parse_object(text, line).plain() if text else {}


def link_of(
    layer: str, features: Mapping[str, str], ends: tuple[str, str], line: int, source: InputFile
) -> ParsedLink:
    """Return the link of a relation layer between two annotations, named by their keys.

    Raises ExchangeError if a feature that Hashiya wrote is damaged.
    """
    if not is_ours(layer, features):
        label = next((features[name] for name in _LABELS if features.get(name)), "")
        return ParsedLink(line, label or short_name(layer), *ends)
    values: dict[str, JSON] = {**features, **_rest_of(features, line, source)}
    known = Fields(values, source.name, line)
    return ParsedLink(
        line,
        known.text("label", "") or short_name(layer),
        *ends,
        id=known.text("identifier"),
        annotator=known.text("annotator", ""),
        status=parse_status(known),
        created_at=known.text("created_at", ""),
        updated_at=known.text("updated_at", ""),
    )


def lost_features(layer: str, features: Mapping[str, str]) -> int:
    """Return how many features of a relation `link_of` cannot represent."""
    if is_ours(layer, features):
        return 0
    label = next((name for name in _LABELS if features.get(name)), "")
    return len(features) - bool(label)


def _score_of(fields: Fields) -> float | None:
    text = fields.text("score", "")
    try:
        score = float(text) if text else None
    except ValueError as error:
        raise fields.error(f'"score" is not a number: {text[:40]!r}') from error
    if score is not None and not 0 <= score <= 1:
        raise fields.error(f'"score" is not from 0 to 1: {score}')
    return score
