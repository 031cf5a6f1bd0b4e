"""Write Label Studio's tasks, and the labelling configuration that they need.

Accepted annotations of one annotator are one of the task's `annotations`, all others are
`predictions`. Attributes are per-region `choices`, `textarea` and `number` results with the id of
their region, a note is the region's `meta.text`, links are relations. Label Studio refuses results
that do not fit the labelling configuration (`config`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tui.choices import Unit
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions
from tui.formats.shared.label_usage import AttributeInfo, LabelInfo, Usage, fits, texts_of
from tui.formats.shared.losses import (
    ATTRIBUTES,
    CLUSTERS,
    COMMENTS,
    FAR_LINKS,
    LINK_DETAILS,
    PROGRESS,
    RETYPED,
    Losses,
    count_lost,
    inner_links,
    placed,
)
from tui.formats.shared.offset_units import OffsetMap
from tui.model import JSON, AnnotatedDocument, Annotation, Link
from tui.schema import AttributeType
from tui.sources.json_values import compact
from tui.text.unicode import NOT_IN_XML, pattern

_NOT_XML = re.compile(f"[{pattern(NOT_IN_XML)}]")

_CHOICES = (AttributeType.CHOICE, AttributeType.CHOICES, AttributeType.YES_NO)

_TAGS = {AttributeType.NUMBER: "Number", AttributeType.TEXT: "TextArea"}
"""The controls of the other attributes."""

LABELS = "label"
"""The name of the control that holds the labels."""

TEXT = "text"
"""The name of the object that is labelled, and of the data field with its text."""


def config(usage: Usage) -> bytes:
    """Return the configuration as XML in UTF-8: labels, per-region attributes, relations.

    Selections are by character, since annotations may begin inside a word.
    """
    infos = usage.infos()
    view = Element("View")
    labels = SubElement(view, "Labels", name=LABELS, toName=TEXT)
    for info in infos:
        label = SubElement(labels, "Label", value=info.name)
        if info.colour:
            label.set("background", info.colour)
    SubElement(view, "Text", name=TEXT, value=f"${TEXT}", granularity="symbol")
    for info in infos:
        for name, attribute in info.attributes.items():
            _control(view, info, name, attribute)
    kinds = dict.fromkeys(kind for info in infos for kind in info.links)
    if kinds:
        relations = SubElement(view, "Relations")
        for kind in kinds:
            SubElement(relations, "Relation", value=kind)
    indent(view)
    return _NOT_XML.sub("\ufffd", tostring(view, encoding="unicode")).encode() + b"\n"


def _control(view: Element, info: LabelInfo, name: str, attribute: AttributeInfo) -> None:
    """Add the control for one attribute, shown when a region with the label is selected."""
    tag = _TAGS.get(attribute.kind, "Choices")
    control = SubElement(view, tag, name=control_name(info.name, name), toName=TEXT)
    control.set("perRegion", "true")
    control.set("whenTagName", LABELS)
    control.set("whenLabelValue", info.name)
    if attribute.kind in _CHOICES:
        control.set("choice", "multiple" if attribute.kind is AttributeType.CHOICES else "single")
        choices = ("yes", "no") if attribute.kind is AttributeType.YES_NO else attribute.choices
        for choice in choices:
            SubElement(control, "Choice", value=choice)


def control_name(label: str, attribute: str) -> str:
    """Return the name of the control for an attribute; names are unique in a configuration."""
    return f"{label}.{attribute}"


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write the tasks, one per line inside the array."""
    losses, usage = Losses(), Usage(options.labels)
    out.write(b"[")
    for number, record in enumerate(records):
        usage.count(record)
        task = compact(_task(record, usage, options.unit or Unit.CODEPOINT, losses))
        out.write((",\n" if number else "\n").encode() + task.encode())
    out.write(b"\n]\n")
    return losses


def _task(record: AnnotatedDocument, usage: Usage, unit: Unit, losses: Losses) -> dict[str, Any]:
    spans = placed(record, losses)
    links = inner_links(record, {span.id for span in spans}, losses)
    count_lost(losses, record, spans, (PROGRESS, COMMENTS))
    losses.count_loss(LINK_DETAILS, len(links))
    offsets = OffsetMap(record.text, unit)
    losses.remark(CLUSTERS, sum(not offsets.fits(span.start, span.end) for span in spans))
    results = _Results(usage, offsets, losses)
    groups: dict[tuple[bool, str], list[Annotation]] = {}
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
    losses.count_loss(FAR_LINKS, len(links) - kept)
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

    def of(self, spans: Iterable[Annotation], links: Iterable[Link]) -> list[dict[str, Any]]:
        """Return the results of the annotations, then the relations between them."""
        made = [result for span in spans for result in self._region(span)]
        return made + [_relation(link) for link in links]

    def _region(self, span: Annotation) -> Iterator[dict[str, Any]]:
        start, end = self._offsets.from_span(span.start, span.end)
        place = {"start": start, "end": end}
        region = {"id": span.id, "to_name": TEXT}
        value = {**place, "text": span.text, "labels": [span.label]}
        score = {} if span.score is None else {"score": span.score}
        yield {
            **region, "from_name": LABELS, "type": "labels", "value": value, **score,
            "meta": _meta(span),
        }  # fmt: skip
        for name, one in span.attributes.items():
            info = self._usage.attribute(span.label, name)
            given = _value(info, one, place, span.text)
            if given is None:
                self._losses.count_loss(ATTRIBUTES)
                continue
            self._losses.remark(RETYPED, not fits(info, one))
            kind, value = given
            control = control_name(span.label, name)
            yield {**region, "from_name": control, "type": kind, "value": value}


def _meta(span: Annotation) -> dict[str, Any]:
    """Return the region's meta: the note where Label Studio shows one, and data that it
    only keeps."""
    kept = {
        "annotator": span.annotator,
        "status": span.status,
        "origin": span.origin,
        "created_at": span.created_at,
        "updated_at": span.updated_at,
    }
    return {"text": [span.note], **kept} if span.note else kept


def _value(
    info: AttributeInfo, value: JSON, place: dict[str, int], text: str
) -> tuple[str, dict[str, Any]] | None:
    """Return type and value of the result for an attribute; None if it has no value."""
    texts = texts_of(info, value)
    if not texts:
        return None
    if info.kind in _CHOICES:
        return "choices", {**place, "text": text, "choices": texts}
    if info.kind is AttributeType.NUMBER and isinstance(value, int | float):
        return "number", {**place, "text": text, "number": value}
    return "textarea", {**place, "text": texts}


def _relation(link: Link) -> dict[str, Any]:
    return {
        "type": "relation",
        "from_id": link.from_id,
        "to_id": link.to_id,
        "direction": "right",
        "labels": [link.type],
    }
