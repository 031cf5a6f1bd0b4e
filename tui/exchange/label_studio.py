"""`label-studio`: tasks for Label Studio, as one JSON array.

Accepted annotations of one annotator are one of the task's `annotations`, all others are
`predictions`. Attributes are per-region `choices`, `textarea` and `number` results with
the id of their region, a note is the region's `meta.text`, links are relations. Offsets count
code points, as its server and editor do. `label_studio_config` makes the labelling
configuration that fits; Label Studio refuses results that do not fit one.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from tui.corpus.document import Json
from tui.exchange.attribute_text import fits, texts_of
from tui.exchange.jsontext import compact
from tui.exchange.losses import (
    ATTRIBUTES,
    CLUSTERS,
    FAR_LINKS,
    LINK_DETAILS,
    PROGRESS,
    RETYPED,
    Losses,
)
from tui.exchange.offsets import OffsetMap
from tui.exchange.options import AttributeInfo, ExportOptions, Unit
from tui.exchange.output import Sink
from tui.exchange.record import Record, RecordLink, RecordSpan
from tui.exchange.selecting import count_lost, inner_links, placed
from tui.exchange.usage import Usage

LABELS = "label"
"""The name of the control that holds the labels."""
TEXT = "text"
"""The name of the object that is labelled, and of the data field with its text."""


def control_name(label: str, attribute: str) -> str:
    """The name of the control for an attribute; names are unique in a configuration."""
    return f"{label}.{attribute}"


def write(records: Iterable[Record], out: Sink, options: ExportOptions) -> Losses:
    """Writes the tasks, one a line inside the array."""
    losses, usage = Losses(), Usage(options.labels)
    out.write(b"[")
    for number, record in enumerate(records):
        usage.count(record)
        task = compact(_task(record, usage, options.unit or Unit.CODEPOINT, losses))
        out.write((",\n" if number else "\n").encode() + task.encode())
    out.write(b"\n]\n")
    return losses


def _task(record: Record, usage: Usage, unit: Unit, losses: Losses) -> dict[str, Any]:
    spans = placed(record, losses)
    links = inner_links(record, {span.id for span in spans}, losses)
    count_lost(losses, record, spans, (PROGRESS,))
    losses.lose(LINK_DETAILS, len(links))
    offsets = OffsetMap(record.text, unit)
    losses.remark(CLUSTERS, sum(not offsets.fits(span.start, span.end) for span in spans))
    results = _Results(usage, offsets, losses)
    groups: dict[tuple[bool, str], list[RecordSpan]] = {}
    for span in spans:
        groups.setdefault((span.status == "accepted", span.annotator), []).append(span)
    annotations, predictions = [], []
    kept = 0
    for (accepted, annotator), group in groups.items():
        ids = {span.id for span in group}
        inside = [link for link in links if link.from_id in ids and link.to_id in ids]
        kept += len(inside)
        result = results.of(group, inside)
        if accepted:
            annotations.append({"result": result})
        else:
            predictions.append({"model_version": annotator, "result": result})
    losses.lose(FAR_LINKS, len(links) - kept)
    data = {
        TEXT: record.text,
        "document_id": record.id,
        "title": record.title,
        "source": record.source,
        "sha256": record.sha256,
        "meta": dict(record.meta),
    }
    return {"data": data, "annotations": annotations, "predictions": predictions}


class _Results:
    """Makes the results of the annotations of one text."""

    def __init__(self, usage: Usage, offsets: OffsetMap, losses: Losses) -> None:
        self._usage = usage
        self._offsets = offsets
        self._losses = losses

    def of(self, spans: Iterable[RecordSpan], links: Iterable[RecordLink]) -> list[dict[str, Any]]:
        """The results of the annotations, then the relations between them."""
        made = [result for span in spans for result in self._region(span)]
        return made + [_relation(link) for link in links]

    def _region(self, span: RecordSpan) -> Iterator[dict[str, Any]]:
        start, end = self._offsets.from_span(span.start, span.end)
        place = {"start": start, "end": end}
        region = {"id": span.id, "to_name": TEXT}
        value = {**place, "text": span.text, "labels": [span.label]}
        yield {
            **region, "from_name": LABELS, "type": "labels", "value": value, "meta": _meta(span),
        }  # fmt: skip
        for name, one in span.attributes.items():
            info = self._usage.attribute(span.label, name)
            given = _value(info, one, place, span.text)
            if given is None:
                self._losses.lose(ATTRIBUTES)
                continue
            self._losses.remark(RETYPED, not fits(info, one))
            kind, value = given
            control = control_name(span.label, name)
            yield {**region, "from_name": control, "type": kind, "value": value}


def _meta(span: RecordSpan) -> dict[str, Any]:
    """The region's meta: the note where Label Studio shows one, and what it only keeps."""
    kept = {
        "annotator": span.annotator,
        "status": span.status,
        "origin": span.origin,
        "created_at": span.created_at,
        "updated_at": span.updated_at,
    }
    return {"text": [span.note], **kept} if span.note else kept


def _value(
    info: AttributeInfo, value: Json, place: dict[str, int], text: str
) -> tuple[str, dict[str, Any]] | None:
    """Type and value of the result for an attribute; None when it has no value to speak of."""
    texts = texts_of(info, value)
    if not texts:
        return None
    if info.kind in ("choice", "multi-choice", "yes-no"):
        return "choices", {**place, "text": text, "choices": texts}
    if info.kind == "number" and isinstance(value, int | float):
        return "number", {**place, "text": text, "number": value}
    return "textarea", {**place, "text": texts}


def _relation(link: RecordLink) -> dict[str, Any]:
    return {
        "type": "relation",
        "from_id": link.from_id,
        "to_id": link.to_id,
        "direction": "right",
        "labels": [link.type],
    }
