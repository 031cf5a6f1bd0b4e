"""`doccano`: JSONL for its sequence labelling projects, plain or with relations.

According to the source of doccano 1.8.4, its page counts UTF-16 units, or graphemes if the project
is set so; of overlapping annotations it silently keeps only the first, unless the project allows
overlaps; entity ids are integers, and a relation to a missing entity aborts the import. Fields that
it does not know become the example's meta, and are in its exports again.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import count
from typing import Any

from tui.choices import Unit
from tui.errors import ExchangeError
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions
from tui.formats.shared.losses import (
    ANNOTATORS,
    ATTRIBUTES,
    CLUSTERS,
    COMMENTS,
    IDS,
    LINK_DETAILS,
    LINKS,
    NOTES,
    ORIGINS,
    PROGRESS,
    SCORES,
    STATUSES,
    TEXTLESS_DOCUMENTS,
    TIMES,
    Losses,
    count_lost,
    inner_links,
    placed,
)
from tui.formats.shared.offset_units import OffsetMap
from tui.formats.shared.parsed import (
    OUR_FIELDS,
    Head,
    ImportReport,
    ParsedDocument,
    ParsedLink,
    ParsedSpan,
    count_others_in,
    parse_each,
    parse_foreign_document,
)
from tui.formats.shared.refusals import PartFault
from tui.formats.shared.validation import Validator
from tui.model import JSON, AnnotatedDocument, Annotation, ImportedDocument
from tui.sources.json_values import Fields, compact

_LOST = (NOTES, ATTRIBUTES, ANNOTATORS, STATUSES, ORIGINS, IDS, TIMES, PROGRESS, COMMENTS, SCORES)

_DROPS = "annotations that doccano drops in silence unless the project allows overlaps"

_FAILS = "relations of such annotations: without overlaps allowed, doccano's import fails"

_ENTITY_FIELDS = {
    "id", "label", "start_offset", "end_offset", "user", "created_at", "updated_at",
}  # fmt: skip
"""The fields that are read of an annotation that is an object."""

_RELATION_KEYS = {"id", "from_id", "to_id", "type"}

_THEIRS = ("label", "labels", "entities", "annotations", "relations")


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write one example per document; with `options.relations` in the form with relations."""
    losses = Losses()
    numbers = count(1)
    for record in records:
        if record.text:
            example = _example(record, numbers, options, losses)
            out.write(compact(example).encode() + b"\n")
        else:
            losses.count_loss(TEXTLESS_DOCUMENTS)
    return losses


def _example(
    record: AnnotatedDocument, numbers: Iterator[int], options: ExportOptions, losses: Losses
) -> dict[str, Any]:
    spans = placed(record, losses)
    count_lost(losses, record, spans, (*_LOST, LINK_DETAILS if options.relations else LINKS))
    offsets = OffsetMap(record.text, options.unit or Unit.UTF16)
    bounds = [offsets.from_span(span.start, span.end) for span in spans]
    losses.remark(CLUSTERS, sum(not offsets.fits(span.start, span.end) for span in spans))
    dropped = _dropped(spans)
    losses.remark(_DROPS, len(dropped))
    example: dict[str, Any] = {"text": record.text}
    if options.relations:
        ids = {span.id: next(numbers) for span in spans}
        links = inner_links(record, ids, losses)
        losses.remark(_FAILS, sum(bool({link.from_id, link.to_id} & dropped) for link in links))
        example["entities"] = [
            {"id": ids[span.id], "label": span.label, "start_offset": start, "end_offset": end}
            for span, (start, end) in zip(spans, bounds, strict=True)
        ]
        example["relations"] = [
            {
                "id": number,
                "from_id": ids[link.from_id],
                "to_id": ids[link.to_id],
                "type": link.type,
            }
            for number, link in enumerate(links, 1)
        ]
    else:
        example["label"] = [
            [start, end, span.label] for span, (start, end) in zip(spans, bounds, strict=True)
        ]
    ours = (record.id, record.title, record.source, record.sha256, dict(record.meta))
    return example | dict(zip(OUR_FIELDS, ours, strict=True))


def _dropped(spans: Sequence[Annotation]) -> set[str]:
    """Return the ids of annotations that doccano drops, since they overlap one that it keeps."""
    dropped, end = set(), -1
    for span in spans:
        if span.start >= end:
            end = span.end
        else:
            dropped.add(span.id)
    return dropped


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the examples of a file, in either form.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.UTF16) as validator:
        make = partial(_parse, text_field=options.text_field, report=report)
        for parsed in validator.each(report.source.objects(), make):
            yield from validator.accept(parsed)


def _parse(fields: Fields, text_field: str, report: ImportReport) -> ParsedDocument:
    # Its exports have called the text "data" as well.
    name = "data" if text_field not in fields and "data" in fields else text_field
    parsed = parse_foreign_document(fields, name, _THEIRS)
    for field in ("label", "labels"):
        for number, value in enumerate(fields.items(field)):
            try:
                parsed.spans.append(_parse_label(fields, value, f"{field}[{number}]"))
            except ExchangeError as error:
                parsed.faults.append(PartFault(error, value))
    for field in ("entities", "annotations"):
        parsed.spans += parse_each(fields, field, _parse_entity, parsed.faults)
        count_others_in(report, fields, field, _ENTITY_FIELDS, "annotations")
    parsed.links = parse_each(fields, "relations", _parse_relation, parsed.faults)
    count_others_in(report, fields, "relations", _RELATION_KEYS, "relations")
    return parsed


def _parse_relation(fields: Fields) -> ParsedLink:
    return ParsedLink(
        fields.line,
        fields.name("type"),
        fields.name("from_id"),
        fields.name("to_id"),
        original=fields.plain(),
    )


def _parse_label(fields: Fields, value: JSON, what: str) -> ParsedSpan:
    """Return an annotation given as `[start, end, label]`."""
    if not isinstance(value, list) or len(value) != 3:
        raise fields.error(f"{what} is not [start, end, label]")
    names = ("start_offset", "end_offset", "label")
    return _parse_entity(fields.inner(dict(zip(names, value, strict=True)), what))


def _parse_entity(fields: Fields) -> ParsedSpan:
    return ParsedSpan(
        original=fields.plain(),
        line=fields.line,
        start=fields.integer("start_offset"),
        end=fields.integer("end_offset"),
        label=fields.name("label"),
        key=fields.name("id", ""),
        source_id=fields.name("id", ""),
        annotator=fields.name("user", ""),
        created_at=fields.time("created_at"),
        updated_at=fields.time("updated_at"),
    )


def sniff(head: Head) -> bool:
    """Return whether a file is of this format."""
    if head.keys & {"spans", "_input_hash", "answer"}:
        return False
    lists = {"label", "labels", "entities", "annotations"}
    return bool(head.keys & {"text", "data"} and head.keys & lists)
