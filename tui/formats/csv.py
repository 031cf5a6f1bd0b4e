"""`csv`: one row an annotation, the columns of `jsonl`; written only.

`sources/tables.py` reads tables of documents, CSV and TSV.

`attributes`, `links`, `fragments` and `score` are JSON. Rows end in CR LF and fields are quoted
where necessary (RFC 4180), so line ends inside texts are kept. A byte-order mark is written only on
request: Excel needs it to recognise UTF-8, but pandas reads it as a part of the first name.
Programs that guess types should be told to read ids and texts as text (pandas: `dtype=str,
keep_default_na=False`).
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from tui.choices import Unit
from tui.formats.jsonl import Sentences, count_flat, links_out
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions
from tui.formats.shared.losses import HULLS, SCORES, Losses, count_lost
from tui.formats.shared.offset_units import in_unit
from tui.model import AnnotatedDocument, OptionalKeys
from tui.sources.json_values import compact, compact_object

COLUMNS = (
    "id",
    "document_id",
    "document_title",
    "document_sha256",
    "label",
    "start",
    "end",
    "text",
    "prefix",
    "suffix",
    "attributes",
    "note",
    "links",
    "annotator",
    "status",
    "created_at",
    "updated_at",
)

CONTEXT_COLUMNS = ("sentence", "sentence_start", "meta")
"""The columns that `--context` adds."""


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write the annotations of the records, which come in the order of their ids."""
    losses = Losses()
    keys = options.keys or OptionalKeys()
    more = CONTEXT_COLUMNS if options.context else ()
    if options.bom:
        out.write(codecs.BOM_UTF8)
    out.write(_row((*_columns(keys), *more)))
    for record in records:
        count_flat(losses, record, with_meta=options.context)
        if not keys.fragments:
            losses.remark(HULLS, sum(span.fragments is not None for span in record.annotations))
        if not keys.score:
            count_lost(losses, record, record.annotations, (SCORES,))
        for values in _rows(record, keys, context=options.context, unit=options.unit):
            out.write(_row(values))
    return losses


def _columns(keys: OptionalKeys) -> Iterator[str]:
    """Yield the columns, with those that only some exports have."""
    for name in COLUMNS:
        yield name
        if name == "suffix" and keys.fragments:
            yield "fragments"
        if name == "status" and keys.score:
            yield "score"


def _row(values: Iterable[object]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(values)
    return buffer.getvalue().encode()


def _rows(
    record: AnnotatedDocument, keys: OptionalKeys, *, context: bool, unit: Unit | None
) -> Iterator[tuple[object, ...]]:
    links = links_out(record)
    sentences = Sentences(record.text, unit) if context and record.annotations else None
    counted = in_unit(record, unit).annotations
    for place, span in zip(record.annotations, counted, strict=True):
        more: tuple[object, ...] = ()
        if sentences is not None:
            around = sentences.around(place.start, place.end)
            start = sentences.start_of(around)
            more = (around.of(record.text), start, compact_object(record.meta))
        yield (
            span.id,
            record.id,
            record.title,
            record.sha256,
            span.label,
            span.start,
            span.end,
            span.text,
            span.prefix,
            span.suffix,
            *(_cells(span.fragments) if keys.fragments else ()),
            compact_object(span.attributes),
            span.note,
            f"[{links.get(span.id, '')}]",
            span.annotator,
            span.status,
            *(_cells(span.score) if keys.score else ()),
            span.created_at,
            span.updated_at,
            *more,
        )


def _cells(value: object) -> tuple[str]:
    """Return one cell with JSON, empty for None."""
    return ("" if value is None else compact(value),)
