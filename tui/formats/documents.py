"""`documents`: one document per line, with everything that Hashiya knows about it.

No data is lost in this format: a file that is imported into an empty database and exported again
has the same bytes. It is a superset of what Prodigy and spaCy's users call a task (`text`, `spans`
with `start`, `end`, `label`).

Some keys are optional. Only spans with an origin have `origin`, and only orphaned spans, whose text
is not the document's, have `prefix` and `suffix`. Only deleted rows have `deleted_at`; they are in
the file of work that could not be saved, but in no export. Spans of an earlier text, which wait to
be re-anchored, have its hash as `sha256`, and their document has `older_texts`, these texts by
hash. If any span of an export has `fragments` or a `score`, all spans have that key. If any
document has `comments`, a `review` or `decisions`, all documents have these three.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from tui.choices import Unit
from tui.formats.jsonl import fragments_key, score_key
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions, keys_of
from tui.formats.shared.losses import Losses
from tui.formats.shared.offset_units import in_unit
from tui.formats.shared.parsed import (
    COMMENT_FIELDS,
    DECISION_FIELDS,
    LINK_FIELDS,
    PROGRESS_FIELDS,
    SPAN_FIELDS,
    Head,
    ImportReport,
    ParsedDocument,
    count_others_in,
    parse_comment,
    parse_decision,
    parse_each,
    parse_link,
    parse_progress,
    parse_review,
    parse_span,
)
from tui.formats.shared.refusals import PartFault
from tui.formats.shared.validation import Validator
from tui.model import (
    AnnotatedDocument,
    Annotation,
    Comment,
    Decision,
    ImportedDocument,
    Link,
    OptionalKeys,
    Progress,
    sha256_of,
)
from tui.sources.json_values import Fields, compact, compact_object, quoted


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write the records in their own order; nothing is lost."""
    for record in records:
        out.write(document_line(in_unit(record, options.unit), options.keys).encode())
    return Losses()


def document_line(record: AnnotatedDocument, keys: OptionalKeys | None = None) -> str:
    """Return the record as one line of JSON with its end; without `keys`, with the keys it
    needs."""
    keys = keys or keys_of([record])
    spans = ",".join(_span(span, keys, record) for span in record.annotations)
    links = ",".join(map(_link, record.links))
    progress = ",".join(map(_progress, record.progress))
    return (
        f'{{"id":{quoted(record.id)},"title":{quoted(record.title)}'
        f',"source":{quoted(record.source)},"sha256":{quoted(record.sha256)}'
        f',"meta":{compact_object(record.meta)},"text":{quoted(record.text)}'
        f',"spans":[{spans}],"links":[{links}],"progress":[{progress}]'
        f"{_reviews(record) if keys.reviews else ''}{_older_texts(record)}}}\n"
    )


def _reviews(record: AnnotatedDocument) -> str:
    comments = ",".join(map(_comment, record.comments))
    decisions = ",".join(map(_decision, record.decisions))
    return f',"comments":[{comments}],"review":{compact(record.review)},"decisions":[{decisions}]'


def _older_texts(record: AnnotatedDocument) -> str:
    waiting = {span.text_sha256 for span in record.annotations if _waits(span, record)}
    texts = {sha256: record.older_texts[sha256] for sha256 in sorted(waiting)}
    return f',"older_texts":{compact_object(texts)}' if texts else ""


def _waits(span: Annotation, record: AnnotatedDocument) -> bool:
    """Whether an annotation waits over an earlier text to be re-anchored."""
    return span.text_sha256 in record.older_texts and span.status != "orphaned"


def _comment(one: Comment) -> str:
    return (
        f'{{"id":{quoted(one.id)},"annotation_id":{compact(one.annotation_id)}'
        f',"parent_id":{compact(one.parent_id)},"kind":"{one.kind}"'
        f',"annotator":{quoted(one.annotator)},"text":{quoted(one.text)}'
        f',"created_at":{quoted(one.created_at)},"updated_at":{quoted(one.updated_at)}'
        f',"resolved_at":{compact(one.resolved_at)}{_deleted(one)}}}'
    )


def _decision(one: Decision) -> str:
    return (
        f'{{"id":{quoted(one.id)},"adjudicator":{quoted(one.adjudicator)}'
        f',"kind":{quoted(one.kind)},"subject":{quoted(one.subject)}'
        f',"choice":{quoted(one.choice)},"created_at":{quoted(one.created_at)}'
        f',"updated_at":{quoted(one.updated_at)}{_deleted(one)}}}'
    )


def _span(span: Annotation, keys: OptionalKeys, record: AnnotatedDocument) -> str:
    more = f',"origin":{quoted(span.origin)}' if span.origin else ""
    if _waits(span, record):
        more += f',"sha256":{quoted(span.text_sha256)}'
    if span.status == "orphaned":
        more += f',"prefix":{quoted(span.prefix)},"suffix":{quoted(span.suffix)}'
    more += _deleted(span)
    return (
        f'{{"id":{quoted(span.id)},"start":{span.start},"end":{span.end}'
        f',"label":{quoted(span.label)},"text":{quoted(span.text)}{fragments_key(span, keys)}'
        f',"attributes":{compact_object(span.attributes)},"note":{quoted(span.note)}'
        f',"annotator":{quoted(span.annotator)},"status":"{span.status}"'
        f'{score_key(span, keys)},"created_at":{quoted(span.created_at)}'
        f',"updated_at":{quoted(span.updated_at)}{more}}}'
    )


def _link(link: Link) -> str:
    return (
        f'{{"id":{quoted(link.id)},"type":{quoted(link.type)}'
        f',"from":{quoted(link.from_id)},"to":{quoted(link.to_id)}'
        f',"annotator":{quoted(link.annotator)},"status":"{link.status}"'
        f',"created_at":{quoted(link.created_at)},"updated_at":{quoted(link.updated_at)}'
        f"{_deleted(link)}}}"
    )


def _deleted(row: Annotation | Link | Comment | Decision) -> str:
    return f',"deleted_at":{quoted(row.deleted_at)}' if row.deleted_at else ""


def _progress(progress: Progress) -> str:
    return (
        f'{{"annotator":{quoted(progress.annotator)},"status":"{progress.status}"'
        f',"offset":{progress.offset},"updated_at":{quoted(progress.updated_at)}}}'
    )


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the documents of a file.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.CODEPOINT) as validator:
        make = partial(_parse_whole, text_field=options.text_field, report=report)
        for parsed in validator.each(report.source.objects(), make):
            yield from validator.accept(parsed)


_PARTS = {
    "spans": (SPAN_FIELDS, "annotations"),
    "links": (LINK_FIELDS, "links"),
    "progress": (PROGRESS_FIELDS, "progress"),
    "comments": (COMMENT_FIELDS, "comments"),
    "decisions": (DECISION_FIELDS, "decisions"),
}
"""The lists of a document, the fields that are read of their objects, and what these are."""

_FIELDS = {"id", "title", "source", "sha256", "meta", "text", "review", "older_texts", *_PARTS}


def _parse_whole(fields: Fields, text_field: str, report: ImportReport) -> ParsedDocument:
    """Return one line's document, with fields of other programs in `meta`, or counted."""
    parsed = parse_document(fields, text_field)
    others = {key: one for key, one in fields.values.items() if key not in _FIELDS}
    others.pop(text_field, None)
    parsed.meta = {**others, **parsed.meta}
    for name, (known, what) in _PARTS.items():
        count_others_in(report, fields, name, known, what)
    return parsed


def parse_document(fields: Fields, text_field: str) -> ParsedDocument:
    """Return one line's document; its text may be missing if the database has it.

    Raises ExchangeError if a field is missing or of another type.
    """
    faults: list[PartFault] = []
    return ParsedDocument(
        line=fields.line,
        number=fields.number,
        id=fields.name("id", ""),
        text=fields.text(text_field) if text_field in fields else None,
        sha256=fields.text("sha256", ""),
        title=fields.text_or_none("title"),
        source=fields.text("source", ""),
        meta=fields.mapping("meta"),
        spans=parse_each(fields, "spans", parse_span, faults),
        links=parse_each(fields, "links", parse_link, faults),
        progress=parse_each(fields, "progress", parse_progress, faults),
        review=parse_review(fields),
        comments=parse_each(fields, "comments", parse_comment, faults),
        decisions=parse_each(fields, "decisions", parse_decision, faults),
        older_texts=_parse_older_texts(fields),
        faults=faults,
    )


def _parse_older_texts(fields: Fields) -> dict[str, str]:
    """Return the document's earlier texts by hash.

    Raises ExchangeError if the field holds something else.
    """
    if "older_texts" not in fields:
        return {}
    texts = fields.inner(fields.mapping("older_texts"), "older_texts")
    found = {sha256: texts.text(sha256) for sha256 in texts.values}
    for sha256, text in found.items():
        if sha256_of(text) != sha256:
            raise texts.error(f"the text is not the one that {sha256!r} was made of")
    return found


def sniff(head: Head) -> bool:
    """Return whether a file is of this format."""
    return {"id", "text", "spans", "links"} <= head.keys
