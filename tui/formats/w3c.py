"""`w3c`: the Web Annotation Data Model as JSON-LD, one annotation a line.

An annotation has the words of its span with their context (TextQuoteSelector) and their offsets
in code points (TextPositionSelector). The text is named by its hash (RFC 6920). A link is an
annotation of an annotation, with the motivation `linking`. dom-anchor-text-quote searches for
prefix and suffix with patterns of at most 32 UTF-16 units, and throws beyond.

A discontinuous annotation has a target for each of its fragments. Several targets in one text,
several positions among the selectors of a target, and positions that refine a position are read as
fragments too.

Files of other programs may have several bodies and selectors, and may be one JSON array. A
target with words but no offsets is searched for in its text. Notes of hypothes.is on a whole page,
and answers, become comments.
"""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote, unquote

from tui.choices import ANNOTATION_STATUSES, AnnotationStatus, Unit
from tui.errors import ExchangeError
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions
from tui.formats.shared.losses import (
    COMMENTS,
    EMPTY_DOCUMENTS,
    META,
    ORIGINS,
    PROGRESS,
    Losses,
    count_lost,
    placed,
)
from tui.formats.shared.offset_units import OffsetMap
from tui.formats.shared.parsed import (
    Head,
    ImportReport,
    ParsedComment,
    ParsedDocument,
    ParsedLink,
    ParsedSpan,
    count_others,
)
from tui.formats.shared.validation import Validator
from tui.model import (
    JSON,
    AnnotatedDocument,
    Annotation,
    ImportedDocument,
    Link,
    context_of,
    is_uuid,
)
from tui.sources.json_lines import InputFile
from tui.sources.json_values import Fields, compact, parse_json

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

UUID_IRI = "urn:uuid:"

OTHER_IRI = "urn:hashiya:"
"""The prefix of a percent-encoded id that is not a UUID."""

HASH_IRI = "ni:///sha-256;"

JSON_TYPE = "application/json"
"""The format of the body that holds the attributes."""

_UNITS = 32


_LOST = (META, PROGRESS, ORIGINS, EMPTY_DOCUMENTS, COMMENTS)

_WHOLE = "annotations of whole texts, or of what is not text: left out"

_BODIES = "bodies that are neither label, note, attributes nor status: left out"

_CREATORS = "further creators of an annotation: left out"

_TARGETS = "further targets in another text, or in what is not text: left out"

_NODES = "nodes of a graph that are not annotations: left out"

_PAGES = "pages of a collection that are not in the file"

_CONTAINER_FIELDS = {
    "@context", "id", "type", "total", "first", "last", "items", "rows", "annotations", "partOf",
    "startIndex", "next", "prev", "export_date", "export_userid", "client_version", "@graph",
}  # fmt: skip

_KNOWN_FIELDS = {
    "@context", "id", "type", "motivation", "creator", "created", "modified", "body", "bodyValue",
    "target", "references", "page_title",
}  # fmt: skip

_BODY_FIELDS = {"id", "type", "value", "purpose", "format", "source", "textDirection"}

_PERSON_FIELDS = {"id", "type", "name", "nickname"}

_TARGET_FIELDS = {"id", "type", "source", "selector", "purpose"}

_SELECTOR_FIELDS = {"type", "start", "end", "exact", "prefix", "suffix", "refinedBy", "conformsTo"}

_SOURCE_FIELDS = {"id", "type", "format", "language", "dcterms:identifier", "dcterms:title",
    "dcterms:source"}  # fmt: skip

_REFERENCES = "references"
"""The field of hypothes.is with the ids of what an answer answers, the annotation first."""

_PAGE_TITLE = "page_title"
"""The key of a document's `meta` for the page's title in hypothes.is."""

_HYPOTHESIS_FIELDS = {
    "user", "uri", "text", "tags", "updated", "document", "user_info", "permissions", "links",
    "flagged", "hidden", "moderation", "moderation_status", "mentions", "actions", "group",
}  # fmt: skip
"""Fields that are stored under another name, or are about the service and not the text."""

_CHARACTERS = re.compile("char=([0-9]{1,15}),([0-9]{1,15})(?:;.*)?")
"""The value of a FragmentSelector for plain text (RFC 5147), with or without integrity checks."""

_USUAL = (
    "tagging", "classifying", "identifying", "commenting", "describing", "highlighting",
    "moderating",
)  # fmt: skip
"""Motivations that the bodies show, or that every annotation of a text has."""

_LABELLING = ("tagging", "classifying", "identifying")


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write each document's annotations, then its links."""
    losses = Losses()
    for record in records:
        spans = placed(record, losses, holds_fragments=True)
        count_lost(losses, record, spans, _LOST)
        source = _source(record)
        offsets = OffsetMap(record.text, options.unit or Unit.CODEPOINT)
        for span in spans:
            out.write(compact(_annotation(span, record.text, source, offsets)).encode() + b"\n")
        for link in record.links:
            out.write(compact(_link(link)).encode() + b"\n")
    return losses


def iri_of(name: str) -> str:
    """Return the IRI of an annotation or link."""
    return f"{UUID_IRI}{name}" if is_uuid(name) else f"{OTHER_IRI}{quote(name, safe='')}"


def _source(record: AnnotatedDocument) -> dict[str, Any]:
    digest = urlsafe_b64encode(bytes.fromhex(record.sha256)).decode().rstrip("=")
    return {
        "id": f"{HASH_IRI}{digest}",
        "type": "Text",
        "dcterms:identifier": record.id,
        "dcterms:title": record.title,
        "dcterms:source": record.source,
    }


def _annotation(
    span: Annotation, text: str, source: dict[str, Any], offsets: OffsetMap
) -> dict[str, Any]:
    bodies = [_body("tagging", span.label)]
    if span.note:
        bodies.append(_body("commenting", span.note))
    if span.attributes:
        value = compact(dict(span.attributes))
        bodies.append({**_body("describing", value), "format": JSON_TYPE})
    targets = []
    for start, end in span.fragments or ((span.start, span.end),):
        prefix, suffix = context_of(text, start, end)
        first, last = offsets.from_span(start, end)
        quote = {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": _last_units(prefix),
            "suffix": _first_units(suffix),
        }
        position = {"type": "TextPositionSelector", "start": first, "end": last}
        targets.append(
            {"type": "SpecificResource", "source": source, "selector": [quote, position]}
        )
    return {
        **_head(span, "tagging"),
        "body": [*bodies, *_score(span), *_status(span)],
        "target": targets[0] if span.fragments is None else targets,
    }


def _link(link: Link) -> dict[str, Any]:
    there = {"type": "SpecificResource", "purpose": "linking", "source": iri_of(link.to_id)}
    return {
        **_head(link, "linking"),
        "body": [_body("tagging", link.type), there, *_status(link)],
        "target": iri_of(link.from_id),
    }


def _head(one: Annotation | Link, motivation: str) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "id": iri_of(one.id),
        "type": "Annotation",
        "motivation": motivation,
        "creator": {"type": "Person", "name": one.annotator},
        "created": one.created_at,
        "modified": one.updated_at,
    }


def _body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _status(one: Annotation | Link) -> list[dict[str, Any]]:
    """Return a body with the status, if it is not simply accepted."""
    return [] if one.status == "accepted" else [_body("moderating", one.status)]


def _score(span: Annotation) -> list[dict[str, Any]]:
    """Return a body with the score, by the model's own term for a judgement on the target."""
    return [] if span.score is None else [_body("assessing", compact(span.score))]


def _last_units(text: str) -> str:
    """Return the end of the text, at most 32 UTF-16 units."""
    while _units(text) > _UNITS:
        text = text[1:]
    return text


def _first_units(text: str) -> str:
    while _units(text) > _UNITS:
        text = text[:-1]
    return text


def _units(text: str) -> int:
    return len(text) + sum(sign > "\uffff" for sign in text)


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the annotations of a file; adjacent ones of one text come together.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.CODEPOINT) as validator:
        current: ParsedDocument | None = None
        pieces = _annotations(report.source.objects(), report)
        for one in validator.each(pieces, partial(_parse, report=report)):
            if one is None:
                continue
            if isinstance(one, ParsedLink):
                current = current or ParsedDocument(one.line)
                current.links.append(one)
            elif current is not None and (current.id, current.sha256) == (one.id, one.sha256):
                current.spans += one.spans
                current.comments += one.comments
                current.meta |= one.meta
            else:
                if current is not None:
                    yield from validator.accept(_with_answers(current), again=True)
                current = one
        if current is not None:
            yield from validator.accept(_with_answers(current), again=True)


def _with_answers(document: ParsedDocument) -> ParsedDocument:
    """Return the document with its answers tied to what they answer, if that is in it."""
    spans = {span.key for span in document.spans}
    comments = {one.key for one in document.comments}
    for one in document.comments:
        one.annotation_key = next((key for key in one.answers if key in spans), "")
        one.parent_key = next((key for key in reversed(one.answers) if key in comments), "")
    return document


def _annotations(
    pieces: Iterable[Fields | ExchangeError], report: ImportReport
) -> Iterator[Fields | ExchangeError]:
    """Yield the annotations, also those inside a collection, a page or an export of hypothes.is."""
    for piece in pieces:
        if isinstance(piece, ExchangeError):
            yield piece
            continue
        if "target" in piece:
            try:
                yield _of_hypothesis(piece) if _is_of_hypothesis(piece.values) else piece
            except ExchangeError as error:
                yield error
            continue
        try:
            inner = _inside(piece, report)
        except ExchangeError as error:
            yield error
        else:
            count_others(report, piece, _CONTAINER_FIELDS, "collections")
            others = [piece.values.get(name) for name in ("next", "prev")]
            report.warn(_PAGES, sum(isinstance(one, str) for one in others), piece.line)
            yield from _annotations(inner, report)


def _is_of_hypothesis(keys: Container[str]) -> bool:
    """Return whether an object with these keys is an annotation of hypothes.is."""
    return "target" in keys and "uri" in keys and "@context" not in keys and "body" not in keys


def _inside(piece: Fields, report: ImportReport) -> list[Fields]:
    """Return the contents of a container; invalid items stay, to be reported later.

    Raises ExchangeError if it contains no objects.
    """
    if isinstance(piece.values.get("first"), dict):
        return [piece.inner(piece.values["first"], "first")]
    if "items" in piece:
        return piece.objects("items")
    if "@graph" in piece:
        nodes = piece.objects("@graph")
        annotations = [node for node in nodes if "target" in node]
        report.warn(_NODES, len(nodes) - len(annotations), piece.line)
        return annotations
    for name in ("rows", "annotations"):
        if name in piece:
            # All of one page: an answer may come before what it answers.
            return [_of_hypothesis(row) for row in sorted(piece.objects(name), key=_page)]
    raise piece.error('"target" is missing')


def _page(row: Fields) -> str:
    return row.name("uri", "")


def _of_hypothesis(row: Fields) -> Fields:
    """Return an annotation of hypothes.is, from its API or its client, as a Web Annotation."""
    bodies = [_body("tagging", tag) for tag in row.items("tags") if isinstance(tag, str)]
    note = row.text("text", "")
    if note:
        bodies.append(_body("commenting", note))
    values: dict[str, Any] = {
        "id": row.name("id", ""),
        "motivation": "highlighting",
        "creator": row.name("user", ""),
        "created": row.text("created", ""),
        "modified": row.text("updated", ""),
        "body": bodies,
        "target": row.items("target") or [{"source": _page(row)}],
        _REFERENCES: row.items("references"),
    }
    others = {key: one for key, one in row.values.items() if key not in _HYPOTHESIS_FIELDS}
    titles = row.mapping("document").get("title")
    title = next((one for one in _as_list(titles) if isinstance(one, str) and one), "")
    if title:
        others[_PAGE_TITLE] = title
    return Fields({**others, **values}, row.file, row.line)


def _parse(fields: Fields, report: ImportReport) -> ParsedDocument | ParsedLink | None:
    """Return one annotation's content: a document with a span or comment, a link, or None.

    Raises ExchangeError if a field is missing or of another type.
    """
    bodies = _parse_bodies(fields)
    motivations = [one for one in _as_list(fields.values.get("motivation")) if isinstance(one, str)]
    _count_in_annotation(fields, bodies, report)
    targets = [*map(_with_selector, _as_list(fields.values.get("target")))]
    if "linking" in motivations or _is_connection(targets):
        link = _parse_link(fields, bodies)
        report.warn(_WHOLE, link is None, fields.line)
        return link
    if not targets:
        raise fields.error('"target" is missing')
    if not isinstance(targets[0], dict):
        report.warn(_WHOLE, 1, fields.line)
        return None
    target = fields.inner(targets[0], "target")
    name, sha256 = _parse_source(target)
    document = ParsedDocument(fields.line, id=name, sha256=sha256)
    if _PAGE_TITLE in fields:
        document.meta[_PAGE_TITLE] = fields.values[_PAGE_TITLE]
    span = ParsedSpan(fields.line, 0, 0, _parse_label(bodies, motivations), quoted=True)
    if not _parse_targets(fields, targets, span, report):
        if _REFERENCES not in fields:
            report.warn(_WHOLE, 1, fields.line)
            return None
        document.comments.append(_parse_comment(fields, bodies))
        return document
    _describe(span, fields)
    span.note = "\n".join(_values(bodies, "commenting", motivations))
    span.attributes = {
        **_parse_identity(bodies, motivations),
        **_further_tags(bodies, motivations, span.label),
        **_further_motivations(motivations, span.label),
        **_parse_attributes(bodies, report.source),
    }
    span.score = _parse_score(bodies)
    span.status = _parse_status(bodies)
    report.warn(_BODIES, sum(not _is_read(one, motivations) for one in bodies), fields.line)
    document.spans.append(span)
    return document


def _with_selector(target: JSON) -> JSON:
    """Return a target as an object if it is the IRI of some characters of a text (RFC 5147)."""
    if not isinstance(target, str):
        return target
    source, _, fragment = target.partition("#")
    if not _CHARACTERS.fullmatch(fragment):
        return target
    return {"source": source, "selector": {"type": "FragmentSelector", "value": fragment}}


def _describe(span: ParsedSpan, fields: Fields) -> None:
    """Set the annotation's ids, annotator and times."""
    iri = fields.name("id", "")
    span.id = _id_of(iri)
    span.key = span.id or iri
    span.source_id = iri
    span.original = fields.plain()
    span.annotator = _parse_name(fields, "creator")
    span.created_at = fields.text("created", "")
    span.updated_at = fields.text("modified", "")


def _count_in_annotation(fields: Fields, bodies: list[Fields], report: ImportReport) -> None:
    """Count what is not read of an annotation, its bodies and its creator."""
    count_others(report, fields, _KNOWN_FIELDS, "Web Annotations")
    for body in bodies:
        count_others(report, body, _BODY_FIELDS, "bodies")
    creators = _as_list(fields.values.get("creator"))
    report.warn(_CREATORS, len(creators[1:]), fields.line)
    for one in creators:
        if isinstance(one, dict):
            person = fields.inner(one, "creator")
            is_named = bool({"name", "nickname"} & person.values.keys())
            used = _PERSON_FIELDS - {"id"} if is_named else _PERSON_FIELDS
            count_others(report, person, used, "creators")


def _parse_comment(fields: Fields, bodies: list[Fields]) -> ParsedComment:
    """Return the comment that a note on a whole page or an answer of hypothes.is becomes."""
    tags = [f"#{tag}" for tag in _values(bodies, "tagging", [])]
    words = [*_values(bodies, "commenting", []), *([" ".join(tags)] if tags else [])]
    name = fields.name("id", "")
    created_at = fields.text("created", "")
    return ParsedComment(
        fields.line,
        "\n".join(words),
        key=name,
        source_id=name,
        answers=tuple(str(one) for one in fields.items(_REFERENCES)),
        annotator=_parse_name(fields, "creator"),
        created_at=created_at,
        updated_at=fields.text("modified", "") or created_at,
        original=fields.plain(),
    )


def _as_list(value: JSON) -> list[JSON]:
    """Return one value or a list of them, as JSON-LD allows, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _parse_bodies(fields: Fields) -> list[Fields]:
    """Return the bodies as objects; a plain string is a text's IRI, `bodyValue` a text."""
    found = [
        fields.inner({"source": one} if isinstance(one, str) else one, "body")
        for one in _as_list(fields.values.get("body"))
    ]
    if "bodyValue" in fields:
        found.append(fields.inner({"value": fields.text("bodyValue")}, "bodyValue"))
    return found


def _values(bodies: list[Fields], purpose: str, motivations: list[str]) -> list[str]:
    """Return the values of the bodies with this purpose, their own or the annotation's."""
    return [
        one.text("value")
        for one in bodies
        if "value" in one and purpose in (_as_list(one.values.get("purpose")) or motivations)
    ]


def _parse_label(bodies: list[Fields], motivations: list[str]) -> str:
    """Return the first tag; without one, the annotation's motivation."""
    for purpose in _LABELLING:
        for text in _values(bodies, purpose, motivations):
            if text:
                return text
    return motivations[0] if motivations else "annotation"


def _further_tags(bodies: list[Fields], motivations: list[str], label: str) -> dict[str, JSON]:
    """Return the tags that are not the label, as an attribute."""
    tags = [tag for one in _LABELLING for tag in _values(bodies, one, motivations) if tag]
    others: list[JSON] = [tag for tag in dict.fromkeys(tags) if tag != label]
    return {"tags": others} if others else {}


def _is_read(body: Fields, motivations: list[str]) -> bool:
    """Whether a body is read."""
    if body.values.get("format") == JSON_TYPE and "value" in body:
        return True
    purposes = {str(one) for one in _as_list(body.values.get("purpose")) or motivations}
    if "value" in body:
        is_score = "assessing" in purposes and _score_in(body) is not None
        return is_score or bool(purposes & {*_LABELLING, "commenting", "moderating"})
    return bool(_identified_by(body, motivations))


def _further_motivations(motivations: list[str], label: str) -> dict[str, JSON]:
    """Return the annotation's other motivations, as an attribute."""
    others: list[JSON] = [one for one in motivations if one not in (*_USUAL, label)]
    return {"motivation": others[0] if len(others) == 1 else others} if others else {}


def _parse_attributes(bodies: list[Fields], source: InputFile) -> dict[str, JSON]:
    found: dict[str, JSON] = {}
    for one in bodies:
        if one.values.get("format") == JSON_TYPE and "value" in one:
            text, replace = one.text("value"), source.replace_surrogates
            try:
                value = parse_json(text, one.file, one.line, replace_surrogates=replace).value
            except ExchangeError as error:
                # Its line would count the lines inside the string.
                raise one.error(error.message) from error
            found = {**one.inner(value, "value").plain(), **found}
    return found


def _parse_identity(bodies: list[Fields], motivations: list[str]) -> dict[str, JSON]:
    """Return the entities of knowledge bases that bodies identify."""
    iris = (_identified_by(body, motivations) for body in bodies)
    found: list[JSON] = list(filter(None, iris))
    return {"kb_id": found[0] if len(found) == 1 else found} if found else {}


def _identified_by(body: Fields, motivations: list[str]) -> str:
    """Return the IRI of the entity that a body identifies, "" for another body.

    It is the body's source, or a resource that is the body itself.
    """
    if "value" in body or "identifying" not in (
        _as_list(body.values.get("purpose")) or motivations
    ):
        return ""
    source = body.values.get("source", body.values.get("id"))
    if isinstance(source, dict):
        source = source.get("id")
    return source if isinstance(source, str) else ""


def _parse_score(bodies: list[Fields]) -> float | None:
    """Return the score: a number from 0 to 1 with which a body assesses the span; else None."""
    for one in bodies:
        if "assessing" in _as_list(one.values.get("purpose")) and "value" in one:
            return _score_in(one)
    return None


def _score_in(body: Fields) -> float | None:
    """Return the value of a body if it is a number from 0 to 1, else None."""
    value = body.values["value"]
    try:
        score = float(value) if isinstance(value, str | int | float) else None
    except ValueError:
        return None
    return score if score is not None and 0 <= score <= 1 else None


def _parse_status(bodies: list[Fields]) -> AnnotationStatus | None:
    said = _values(bodies, "moderating", [])
    return next((status for status in ANNOTATION_STATUSES if status in said), None)


def _parse_targets(
    fields: Fields, targets: list[JSON], span: ParsedSpan, report: ImportReport
) -> bool:
    """Set text and offsets of the span from the targets; return False if there are none.

    Several targets in one text are fragments; those in other texts are counted.
    """
    parts: list[ParsedSpan] = []
    first = fields.inner(targets[0], "target")
    for value in targets:
        target = fields.inner(value, "target") if isinstance(value, dict) else None
        if target is None or _parse_source(target) != _parse_source(first):
            report.warn(_TARGETS, 1, fields.line)
            continue
        _count_in_target(target, report)
        part = replace(span, fragments=None)
        if _parse_selectors(target, part):
            parts.append(part)
    if not parts:
        return False
    if len(parts) > 1 and any(part.quoted for part in parts):
        raise fields.error("has several targets, not all of them with a TextPositionSelector")
    found = sorted(place for part in parts for place in part.fragments or ((part.start, part.end),))
    span.quoted = parts[0].quoted
    if len(found) == 1 or span.quoted:
        span.start, span.end, span.text = parts[0].start, parts[0].end, parts[0].text
        span.prefix, span.suffix = parts[0].prefix, parts[0].suffix
        return True
    span.start, span.end = found[0][0], max(end for _, end in found)
    span.fragments = tuple(found)
    words = {part.start: part.text for part in parts if part.fragments is None}
    if len(parts) == len(found) and all(words.values()):
        span.fragment_texts = tuple(words[start] or "" for start, _ in found)
    elif len(parts) == 1:
        span.text = parts[0].text
    return True


def _count_in_target(target: Fields, report: ImportReport) -> None:
    """Count what is not read of a target, its source, and its selectors of text."""
    count_others(report, target, _TARGET_FIELDS, "targets")
    if isinstance(target.values.get("source"), dict):
        source = target.inner(target.values["source"], "source")
        count_others(report, source, _SOURCE_FIELDS, "sources")
    for one in _as_list(target.values.get("selector")):
        selector = target.inner(one, "selector")
        if selector.values.get("type") in ("TextQuoteSelector", "TextPositionSelector"):
            count_others(report, selector, _SELECTOR_FIELDS, "selectors")


def _parse_selectors(target: Fields, span: ParsedSpan) -> bool:
    """Set text and offsets of the span from the selectors; return False if there are none.

    Raises ExchangeError for a text that is refined, since only a part of it is meant.
    """
    places: list[tuple[int, int]] = []
    has_words = False
    for value in _as_list(target.values.get("selector")):
        selector = target.inner(value, "selector")
        kind = selector.values.get("type")
        refining = selector.values.get("refinedBy")
        if kind == "TextQuoteSelector":
            if refining is not None:
                raise selector.error('a TextQuoteSelector with "refinedBy" is not read')
            span.text = selector.text("exact")
            span.prefix, span.suffix = selector.text("prefix", ""), selector.text("suffix", "")
            has_words = True
        elif kind == "TextPositionSelector":
            places += _positions(selector, 0)
        elif found := _CHARACTERS.fullmatch(selector.name("value", "")):
            places.append((int(found[1]), int(found[2])))
        elif refining is not None:
            # In a part of a page that has no offsets here: its words may still be found.
            inner = target.inner({"selector": refining}, "refinedBy")
            part = replace(span)
            if _parse_selectors(inner, part) and part.text is not None and not has_words:
                span.text, span.prefix, span.suffix = part.text, part.prefix, part.suffix
                has_words = True
    places = sorted(set(places))
    if places:
        span.start, span.end = places[0][0], max(end for _, end in places)
        span.quoted = False
        span.fragments = tuple(places) if len(places) > 1 else None
    return has_words or bool(places)


def _positions(selector: Fields, before: int) -> Iterator[tuple[int, int]]:
    """Yield the places of a position; those that refine it count from its start.

    Raises ExchangeError if something else refines it.
    """
    start = before + selector.integer("start")
    refining = _as_list(selector.values.get("refinedBy"))
    if not refining:
        yield start, before + selector.integer("end")
    for value in refining:
        inner = selector.inner(value, "refinedBy")
        if inner.values.get("type") != "TextPositionSelector":
            raise inner.error("only a TextPositionSelector can refine a TextPositionSelector")
        yield from _positions(inner, start)


def _parse_source(target: Fields) -> tuple[str, str]:
    """Return id and hash of the text, as far as its IRI or description has them."""
    value = target.values.get("source")
    if value is None:
        return "", ""
    if isinstance(value, str):
        value = {"id": value}
    source = target.inner(value, "source")
    iri = source.name("id", "")
    sha256 = _hash_of(iri)
    return source.name("dcterms:identifier", "") or ("" if sha256 else iri), sha256


def _hash_of(iri: str) -> str:
    """Return the SHA-256 in an IRI of RFC 6920, in hexadecimal; "" for another IRI."""
    if not iri.startswith(HASH_IRI):
        return ""
    encoded = iri.removeprefix(HASH_IRI).partition("?")[0]
    try:
        return urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).hex()
    except (binascii.Error, ValueError):
        return ""


def _is_connection(targets: list[JSON]) -> bool:
    """Return whether the targets are two annotations, as Recogito's connections have them."""
    return len(targets) == 2 and all(
        isinstance(one, dict) and "id" in one and not {"selector", "source"} & one.keys()
        for one in targets
    )


def _parse_link(fields: Fields, bodies: list[Fields]) -> ParsedLink | None:
    """Return the link that an annotation of an annotation is; None for other ends."""
    ends = [one.values.get("source") for one in bodies if "source" in one]
    target = fields.values.get("target")
    if isinstance(target, list) and len(target) == 2 and not ends:
        # Recogito links its two targets.
        target, *ends = [one.get("id") if isinstance(one, dict) else one for one in target]
    if not isinstance(target, str) or len(ends) != 1 or not isinstance(ends[0], str):
        return None
    return ParsedLink(
        fields.line,
        (_values(bodies, "tagging", []) or ["linking"])[0],
        _id_of(target) or target,
        _id_of(ends[0]) or ends[0],
        id=_id_of(fields.name("id", "")),
        source_id=fields.name("id", ""),
        original=fields.plain(),
        annotator=_parse_name(fields, "creator"),
        status=_parse_status(bodies),
        created_at=fields.text("created", ""),
        updated_at=fields.text("modified", ""),
    )


def _id_of(iri: str) -> str:
    """Return the id in one of Hashiya's IRIs; "" for another IRI."""
    if iri.startswith(UUID_IRI):
        return iri.removeprefix(UUID_IRI)
    return unquote(iri.removeprefix(OTHER_IRI)) if iri.startswith(OTHER_IRI) else ""


def _parse_name(fields: Fields, field: str) -> str:
    """Return the name of a person, given as an IRI or an object."""
    people = _as_list(fields.values.get(field))
    if not people:
        return ""
    if isinstance(people[0], str):
        return people[0]
    person = fields.inner(people[0], field)
    names = (person.name(field, "") for field in ("name", "nickname", "id"))
    return next(filter(None, names), "")


def sniff(head: Head) -> bool:
    """Return whether a file is of this format."""
    annotation = "target" in head.keys and bool(head.keys & {"@context", "motivation", "body"})
    collection = "@context" in head.keys and bool(head.keys & {"first", "items"})
    answer = {"total", "rows"} <= head.keys or {"export_userid", "annotations"} <= head.keys
    hypothesis = answer or _is_of_hypothesis(head.keys)
    graph = "@graph" in head.keys and '"target"' in head.text
    return annotation or collection or graph or hypothesis
