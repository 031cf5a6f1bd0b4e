"""`w3c`: the Web Annotation Data Model as JSON-LD, one annotation a line.

Each has the words of its span with their context (TextQuoteSelector) and their offsets in code
points (TextPositionSelector). The text is named by its hash (RFC 6920). A link is an annotation
of an annotation, with the motivation `linking`. dom-anchor-text-quote searches for prefix and
suffix with patterns of at most 32 UTF-16 units, and throws beyond.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from tui.exchange.jsontext import compact
from tui.exchange.losses import EMPTY_DOCUMENTS, META, ORIGINS, PROGRESS, Losses
from tui.exchange.offsets import OffsetMap
from tui.exchange.options import ExportOptions, Unit
from tui.exchange.output import Sink
from tui.exchange.record import Record, RecordLink, RecordSpan
from tui.exchange.selecting import count_lost, placed

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
UUID_IRI = "urn:uuid:"
OTHER_IRI = "urn:hashiya:"
"""What an id that is no UUID stands behind, percent-encoded."""
HASH_IRI = "ni:///sha-256;"
JSON_TYPE = "application/json"
"""The format of the body that holds the attributes."""

_UNITS = 32
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LOST = (META, PROGRESS, ORIGINS, EMPTY_DOCUMENTS)


def write(records: Iterable[Record], out: Sink, options: ExportOptions) -> Losses:
    """Writes each document's annotations, then its links."""
    losses = Losses()
    for record in records:
        spans = placed(record, losses)
        count_lost(losses, record, spans, _LOST)
        source = _source(record)
        offsets = OffsetMap(record.text, options.unit or Unit.CODEPOINT)
        for span in spans:
            out.write(compact(_annotation(span, source, offsets)).encode() + b"\n")
        for link in record.links:
            out.write(compact(_link(link)).encode() + b"\n")
    return losses


def iri_of(name: str) -> str:
    """The IRI of an annotation or link."""
    return f"{UUID_IRI}{name}" if _UUID.fullmatch(name) else f"{OTHER_IRI}{quote(name, safe='')}"


def _source(record: Record) -> dict[str, Any]:
    digest = urlsafe_b64encode(bytes.fromhex(record.sha256)).decode().rstrip("=")
    return {
        "id": f"{HASH_IRI}{digest}",
        "type": "Text",
        "dcterms:identifier": record.id,
        "dcterms:title": record.title,
        "dcterms:source": record.source,
    }


def _annotation(span: RecordSpan, source: dict[str, Any], offsets: OffsetMap) -> dict[str, Any]:
    bodies = [_body("tagging", span.label)]
    if span.note:
        bodies.append(_body("commenting", span.note))
    if span.attributes:
        value = compact(dict(span.attributes))
        bodies.append({**_body("describing", value), "format": JSON_TYPE})
    start, end = offsets.from_span(span.start, span.end)
    selectors = [
        {
            "type": "TextQuoteSelector",
            "exact": span.text,
            "prefix": _last_units(span.prefix),
            "suffix": _first_units(span.suffix),
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]
    return {
        **_head(span, "tagging"),
        "body": [*bodies, *_status(span)],
        "target": {"type": "SpecificResource", "source": source, "selector": selectors},
    }


def _link(link: RecordLink) -> dict[str, Any]:
    there = {"type": "SpecificResource", "purpose": "linking", "source": iri_of(link.to_id)}
    return {
        **_head(link, "linking"),
        "body": [_body("tagging", link.type), there, *_status(link)],
        "target": iri_of(link.from_id),
    }


def _head(one: RecordSpan | RecordLink, motivation: str) -> dict[str, Any]:
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


def _status(one: RecordSpan | RecordLink) -> list[dict[str, Any]]:
    """A body that says what became of it, where it is not plainly accepted."""
    return [] if one.status == "accepted" else [_body("moderating", one.status)]


def _last_units(text: str) -> str:
    """The end of the text, of at most 32 UTF-16 units."""
    while _units(text) > _UNITS:
        text = text[1:]
    return text


def _first_units(text: str) -> str:
    while _units(text) > _UNITS:
        text = text[:-1]
    return text


def _units(text: str) -> int:
    return len(text) + sum(sign > "\uffff" for sign in text)
