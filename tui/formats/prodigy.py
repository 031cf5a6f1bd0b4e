"""`prodigy`: tasks for Prodigy, which spaCy's users load as well.

`documents` with tokens: an annotation's `token_end` is the last token's number, inclusive,
while `end` is exclusive; a relation's `head` and `child` are the last tokens of its ends.
Prodigy keeps the fields that it does not know, so almost nothing is lost.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from tui.choices import Subword, Unit
from tui.formats.documents import parse_document
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions
from tui.formats.shared.losses import (
    COMMENTS,
    GROWN,
    INSIDE_WORDS,
    PROGRESS,
    SPACES_ONLY,
    Losses,
    count_lost,
    inner_links,
    placed,
)
from tui.formats.shared.offset_units import OffsetMap
from tui.formats.shared.parsed import (
    SPAN_FIELDS,
    Head,
    ImportReport,
    ParsedDocument,
    ParsedLink,
    ParsedSpan,
    count_others,
    count_others_in,
    parse_each,
    parse_id,
    parse_span,
    parse_status,
)
from tui.formats.shared.tokens import Tokens
from tui.formats.shared.validation import Validator
from tui.model import AnnotatedDocument, Annotation, ImportedDocument, Link
from tui.sources.json_values import Fields, compact

_PLAIN_WORDS = "relations between words that are not annotations: left out"

_OWN = {
    "id", "text", "title", "source", "sha256", "meta", "tokens", "spans", "relations", "links",
    "progress", "comments", "review", "decisions",
}  # fmt: skip
"""Fields of a task that are not put into `meta`."""

_ABOUT_TEXTS = {"label", "options"}
"""Fields of a task that asks about the whole text, so that its answer is about that."""

_BOOKKEEPING = {
    "_input_hash", "_task_hash", "_session_id", "_annotator_id", "_view_id", "_timestamp",
    "_is_binary",
}  # fmt: skip

_SPAN_FIELDS = SPAN_FIELDS | {"token_start", "token_end"}

_TOKEN_FIELDS = {"text", "start", "end", "id", "ws", "disabled"}
"""Fields of a token that follow from the text, and whether it can be annotated."""

_RELATION_KEYS = {
    "head", "child", "head_span", "child_span", "label", "id", "annotator", "status",
    "created_at", "updated_at",
}  # fmt: skip

_IGNORED = "annotations of tasks that were ignored: left out"


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write one task per document."""
    losses = Losses()
    for record in records:
        task = task_of(record, options.subword, losses, options.unit or Unit.CODEPOINT)
        out.write(compact(task).encode() + b"\n")
    return losses


def task_of(
    record: AnnotatedDocument, subword: Subword, losses: Losses, unit: Unit = Unit.CODEPOINT
) -> dict[str, Any]:
    """Return the document as a task."""
    spans = placed(record, losses)
    offsets = OffsetMap(record.text, unit)
    tokens = Tokens(record.text, ((span.start, span.end) for span in spans), subword)
    losses.remark(GROWN if subword is Subword.WHOLE else INSIDE_WORDS, tokens.inside)
    written = _spans(spans, record.text, tokens, offsets)
    losses.count_loss(SPACES_ONLY, len(spans) - len(written))
    links = inner_links(record, written, losses)
    count_lost(losses, record, spans, (PROGRESS, COMMENTS))
    return {
        "id": record.id,
        "title": record.title,
        "source": record.source,
        "sha256": record.sha256,
        "meta": {key: one for key, one in record.meta.items() if not _is_bookkeeping(key)},
        "text": record.text,
        "tokens": [
            {
                "text": record.text[token.start : token.end],
                **_bounds(offsets, (token.start, token.end)),
                "id": number,
                "ws": token.space,
            }
            for number, token in enumerate(tokens.tokens)
        ],
        "spans": list(written.values()),
        "relations": [_relation(link, written) for link in links],
        "answer": "accept",
        **{key: one for key, one in record.meta.items() if _is_bookkeeping(key)},
    }


def _is_bookkeeping(key: str) -> bool:
    """Whether the field is one that Prodigy adds to a task: hashes, session, time."""
    return key in _BOOKKEEPING


def _bounds(offsets: OffsetMap, span: tuple[int, int]) -> dict[str, int]:
    return dict(zip(("start", "end"), offsets.from_span(*span), strict=True))


def _spans(
    spans: Iterable[Annotation], text: str, tokens: Tokens, offsets: OffsetMap
) -> dict[str, dict[str, Any]]:
    """Return the annotations as Prodigy's spans, by their ids; without those that touch no
    token."""
    written = {}
    for span in spans:
        covered = tokens.covering(span.start, span.end)
        if covered is not None:
            start, end = tokens.bounds(covered)
            written[span.id] = {
                **_bounds(offsets, (start, end)),
                "token_start": covered.first,
                "token_end": covered.last,
                "label": span.label,
                "id": span.id,
                "text": text[start:end],
                **_fragments(span, (start, end), offsets),
                **({} if span.score is None else {"score": span.score}),
                "attributes": dict(span.attributes),
                "note": span.note,
                "annotator": span.annotator,
                "status": span.status,
                "origin": span.origin,
                "created_at": span.created_at,
                "updated_at": span.updated_at,
            }
    return written


def _fragments(span: Annotation, bounds: tuple[int, int], offsets: OffsetMap) -> dict[str, Any]:
    """Return the stretches of a discontinuous annotation, unless it grew to whole words."""
    if span.fragments is None or bounds != (span.start, span.end):
        return {}
    return {"fragments": [offsets.from_span(*one) for one in span.fragments]}


def _relation(link: Link, written: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    head, child = written[link.from_id], written[link.to_id]
    keys = ("start", "end", "token_start", "token_end", "label", "id")
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "label": link.type,
        "head_span": {key: head[key] for key in keys},
        "child_span": {key: child[key] for key in keys},
        "id": link.id,
        "annotator": link.annotator,
        "status": link.status,
        "created_at": link.created_at,
        "updated_at": link.updated_at,
    }


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the tasks of a file.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.CODEPOINT) as validator:
        make = partial(_parse_task, text_field=options.text_field, report=report)
        for parsed in validator.each(report.source.objects(), make):
            yield from validator.accept(parsed)


def _parse_task(fields: Fields, text_field: str, report: ImportReport) -> ParsedDocument:
    parsed = parse_document(_without_spans(fields), text_field)
    parsed.meta |= {
        key: value for key, value in fields.values.items() if not (key in _OWN or key == text_field)
    }
    if parsed.meta.get("answer") == "accept" and not _ABOUT_TEXTS & fields.values.keys():
        del parsed.meta["answer"]  # the annotations' status says so
    count_others_in(report, fields, "tokens", _TOKEN_FIELDS, "tokens")
    parse = partial(_parse_span, task=fields, who=_annotator(fields))
    spans = parse_each(fields, "spans", parse, parsed.faults)
    answer = fields.text("answer", "accept")
    if answer == "ignore":
        report.warn(_IGNORED, len(spans), fields.line)
        return parsed
    for number, (span, _) in enumerate(spans):
        span.key = span.key or f"span {number}"
        if answer == "reject":
            span.status = "rejected"
        parsed.spans.append(span)
    links = partial(_parse_relation, ends=_ends(spans), report=report)
    found = parse_each(fields, "relations", links, parsed.faults)
    parsed.links += [link for link in found if link is not None]
    return parsed


def _without_spans(fields: Fields) -> Fields:
    values = {key: value for key, value in fields.values.items() if key != "spans"}
    return Fields(
        values,
        fields.file,
        fields.line,
        number=fields.number,
        surrogates_replaced=fields.surrogates_replaced,
    )


def _annotator(fields: Fields) -> str:
    return fields.name("_annotator_id", "") or fields.name("_session_id", "")


def _parse_span(fields: Fields, task: Fields, who: str) -> tuple[ParsedSpan, Fields]:
    """Return a span, also one that names only its tokens; unknown fields are attributes.

    Raises ExchangeError if a field is missing or of another type, or a token does not exist.
    """
    values = fields.plain()
    if "token_start" in fields:
        for key, token_key in (("start", "token_start"), ("end", "token_end")):
            if values.get(key) is None:
                values[key] = _token(task, fields, fields.integer(token_key)).integer(key)
    span = parse_span(task.inner(values, "a span"))
    span.original = fields.plain()
    span.annotator = span.annotator or who
    others = {key: one for key, one in values.items() if key not in _SPAN_FIELDS}
    span.attributes = {**others, **span.attributes}
    return span, fields


def _token(task: Fields, span: Fields, number: int) -> Fields:
    tokens = task.objects("tokens")
    if not 0 <= number < len(tokens):
        raise span.error(f"names token {number} of {len(tokens)}")
    return tokens[number]


def _ends(spans: Iterable[tuple[ParsedSpan, Fields]]) -> dict[object, ParsedSpan]:
    """Return the spans by everything that a relation may use: id, bounds and label, last token."""
    found: dict[object, ParsedSpan] = {}
    for span, one in spans:
        for name in (span.key, (span.start, span.end, span.label), one.integer("token_end", -1)):
            found.setdefault(name, span)
    return found


def _parse_relation(
    fields: Fields, ends: Mapping[object, ParsedSpan], report: ImportReport
) -> ParsedLink | None:
    """Return the link; None, counted, for a relation between words that are not annotations."""
    head, child = _end_of(fields, "head", ends), _end_of(fields, "child", ends)
    if head is None or child is None:
        report.warn(_PLAIN_WORDS, 1, fields.line)
        return None
    count_others(report, fields, _RELATION_KEYS, "relations")
    for name in ("head_span", "child_span"):
        end = fields.inner(fields.mapping(name), name)
        count_others(report, end, _SPAN_FIELDS | {"source"}, "relations")
    return _parse_link(fields, head, child)


def _end_of(relation: Fields, side: str, ends: Mapping[object, ParsedSpan]) -> ParsedSpan | None:
    span = relation.inner(relation.mapping(f"{side}_span"), f"{side}_span")
    bounds = span.integer("start", -1), span.integer("end", -1), span.name("label", "")
    names = span.name("id", ""), bounds, relation.integer(side, -2)
    return next((ends[name] for name in names if name in ends), None)


def _parse_link(relation: Fields, head: ParsedSpan, child: ParsedSpan) -> ParsedLink:
    own_id, source_id = parse_id(relation)
    return ParsedLink(
        line=relation.line,
        type=relation.name("label"),
        from_key=head.key,
        to_key=child.key,
        id=own_id,
        source_id=source_id,
        annotator=relation.name("annotator", "") or head.annotator,
        status=parse_status(relation),
        created_at=relation.text("created_at", ""),
        updated_at=relation.text("updated_at", ""),
    )


def sniff(head: Head) -> bool:
    """Return whether a file is of this format."""
    theirs = {"tokens", "spans", "relations", "_input_hash", "answer"}
    return "text" in head.keys and bool(head.keys & theirs)
