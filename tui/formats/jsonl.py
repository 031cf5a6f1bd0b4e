"""`jsonl`: one annotation a line, in the order of document, start, end and id.

The text of the document is not in it: reading a file needs the documents in the database. With
`--context`, a line also has the sentence that the annotation is in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import partial

from tui.choices import Unit
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions
from tui.formats.shared.losses import (
    COMMENTS,
    EMPTY_DOCUMENTS,
    LINK_DETAILS,
    META,
    NUMBER_IDS,
    ORIGINS,
    PROGRESS,
    Losses,
    count_lost,
)
from tui.formats.shared.offset_units import OffsetMap, in_unit
from tui.formats.shared.parsed import (
    SPAN_FIELDS,
    Head,
    ImportReport,
    ParsedDocument,
    ParsedLink,
    count_others,
    count_others_in,
    parse_id,
    parse_span,
)
from tui.formats.shared.validation import Validator
from tui.model import AnnotatedDocument, Annotation, ImportedDocument, OptionalKeys
from tui.sources.json_values import Fields, compact, compact_object, quoted
from tui.text.language import find_sentences
from tui.text.spans import Span


class Sentences:
    """The sentences of one text, found once."""

    def __init__(self, text: str, unit: Unit | None = None) -> None:
        """Find the sentences; `start_of` counts in the unit, without one in code points."""
        self._offsets = OffsetMap(text, unit or Unit.CODEPOINT)
        self._spans = find_sentences(text)
        self._starts = [span.start for span in self._spans]
        self._ends = [span.end for span in self._spans]

    def around(self, start: int, end: int) -> Span:
        """Return the whole sentences that contain `[start, end)`, or at least that span."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            return Span(start, end)
        return Span(min(start, self._starts[first]), max(end, self._ends[last]))

    def start_of(self, sentence: Span) -> int:
        """Return where a sentence starts, in the unit."""
        return self._offsets.from_span(*sentence)[0]


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write the annotations of the records, which come in the order of their ids."""
    losses = Losses()
    for record in records:
        count_flat(losses, record, with_meta=options.context)
        lines = annotation_lines(
            record, context=options.context, keys=options.keys, unit=options.unit
        )
        for line in lines:
            out.write(line.encode())
    return losses


def count_flat(losses: Losses, record: AnnotatedDocument, *, with_meta: bool) -> None:
    """Count what is lost if a line is one annotation with its links."""
    kinds = (EMPTY_DOCUMENTS, PROGRESS, ORIGINS, LINK_DETAILS, COMMENTS)
    count_lost(losses, record, record.annotations, kinds if with_meta else (*kinds, META))
    losses.remark(NUMBER_IDS, record.id.isdecimal())


def annotation_lines(
    record: AnnotatedDocument,
    *,
    context: bool,
    keys: OptionalKeys | None = None,
    unit: Unit | None = None,
) -> Iterator[str]:
    """Yield the annotations of a record, each as one line of JSON with its end."""
    document = f',"document_id":{quoted(record.id)},"document_title":{quoted(record.title)}'
    links = links_out(record)
    sentences = Sentences(record.text, unit) if context and record.annotations else None
    meta = compact_object(record.meta) if sentences else ""
    counted = in_unit(record, unit).annotations
    for place, span in zip(record.annotations, counted, strict=True):
        more = ""
        if sentences is not None:
            sentence = sentences.around(place.start, place.end)
            more = (
                f',"sentence":{quoted(sentence.of(record.text))}'
                f',"sentence_start":{sentences.start_of(sentence)},"meta":{meta}'
            )
        yield (
            f'{{"id":{quoted(span.id)}{document}'
            # An orphan's bounds count in the text that it was made on.
            f',"document_sha256":{quoted(span.text_sha256)},"label":{quoted(span.label)}'
            f',"start":{span.start},"end":{span.end},"text":{quoted(span.text)}'
            f',"prefix":{quoted(span.prefix)},"suffix":{quoted(span.suffix)}'
            f"{fragments_key(span, keys)}"
            f',"attributes":{compact_object(span.attributes)},"note":{quoted(span.note)}'
            f',"links":[{links.get(span.id, "")}],"annotator":{quoted(span.annotator)}'
            f',"status":"{span.status}"{score_key(span, keys)}'
            f',"created_at":{quoted(span.created_at)}'
            f',"updated_at":{quoted(span.updated_at)}{more}}}\n'
        )


def fragments_key(span: Annotation, keys: OptionalKeys | None) -> str:
    """Return the member `fragments` with a comma before it; "" if lines have none."""
    if span.fragments is None if keys is None else not keys.fragments:
        return ""
    return f',"fragments":{compact(span.fragments)}'


def score_key(span: Annotation, keys: OptionalKeys | None) -> str:
    """Return the member `score` with a comma before it; "" if lines have none."""
    if span.score is None if keys is None else not keys.score:
        return ""
    return f',"score":{compact(span.score)}'


def links_out(record: AnnotatedDocument) -> dict[str, str]:
    """Return the contents of each annotation's list of links, as JSON, by the annotation's id."""
    found: dict[str, str] = {}
    for link in record.links:
        one = f'{{"id":{quoted(link.id)},"type":{quoted(link.type)},"target":{quoted(link.to_id)}}}'
        before = found.get(link.from_id)
        found[link.from_id] = one if before is None else f"{before},{one}"
    return found


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the annotations of a file; adjacent ones of one document come together.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.CODEPOINT) as validator:
        current: ParsedDocument | None = None
        for row in validator.each(report.source.objects(), partial(_parse_counted, report=report)):
            if current is not None and current.id == row.id and current.sha256 == row.sha256:
                current.spans += row.spans
                current.links += row.links
                continue
            if current is not None:
                yield from validator.accept(current, again=True)
            current = row
        if current is not None:
            yield from validator.accept(current, again=True)


_FIELDS = SPAN_FIELDS | {
    "document_id", "document_title", "document_sha256", "links", "sentence", "sentence_start",
    "meta", "refused",
}  # fmt: skip
"""The known fields of a line: of the annotation, of the document, and the reason of a refusal."""


def _parse_counted(fields: Fields, report: ImportReport) -> ParsedDocument:
    parsed = parse_row(fields)
    count_others(report, fields, _FIELDS, "annotations")
    count_others_in(report, fields, "links", {"id", "type", "target"}, "links")
    return parsed


def parse_row(fields: Fields) -> ParsedDocument:
    """Return one line's document, with one annotation and the links that start from it.

    Raises ExchangeError if a field is missing or of another type.
    """
    span = parse_span(fields)
    links = []
    for one in fields.objects("links"):
        own_id, source_id = parse_id(one, is_own=bool(span.id))
        link = ParsedLink(
            line=fields.line,
            type=one.name("type"),
            from_key=span.key,
            to_key=one.name("target"),
            id=own_id,
            source_id=source_id,
            annotator=span.annotator,
            created_at=span.updated_at,
        )
        links.append(link)
    if links and not span.key:
        raise fields.error('has links but no "id"')
    return ParsedDocument(
        line=fields.line,
        id=fields.name("document_id"),
        sha256=fields.text("document_sha256", ""),
        spans=[span],
        links=links,
    )


def sniff(head: Head) -> bool:
    """Return whether a file is of this format."""
    return {"document_id", "label", "start", "end"} <= head.keys
