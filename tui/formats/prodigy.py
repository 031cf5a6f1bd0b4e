"""`prodigy`: tasks for Prodigy, which spaCy's users load as well.

`documents` with tokens: an annotation's `token_end` is the last token's number, inclusive,
while `end` is exclusive; a relation's `head` and `child` are the last tokens of its ends.
Prodigy keeps the fields that it does not know, so almost nothing is lost.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from tui.formats.documents import parse_document
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions, Subword, Unit
from tui.formats.shared.incoming import (
    Head,
    ImportReport,
    ParsedDocument,
    ParsedLink,
    ParsedSpan,
    parse_status,
)
from tui.formats.shared.losses import (
    GROWN,
    INSIDE_WORDS,
    PROGRESS,
    SPACES_ONLY,
    Losses,
    count_lost,
    inner_links,
    placed,
)
from tui.formats.shared.tokens import Tokens
from tui.formats.shared.validation import Validator
from tui.model import AnnotatedDocument, Annotation, ImportedDocument, Link
from tui.sources.json_values import Fields, compact

_PLAIN_WORDS = "relations between words that are no annotations: left out"

_OWN = {
    "id", "text", "title", "source", "sha256", "meta", "tokens", "spans", "relations", "links",
    "progress",
}  # fmt: skip
"""Fields of a task that are not put into `meta`; it also has those with `_`, for bookkeeping."""

_IGNORED = "annotations of tasks that were ignored: left out"


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write one task a document."""
    losses = Losses()
    for record in records:
        out.write(compact(task_of(record, options.subword, losses)).encode() + b"\n")
    return losses


def task_of(record: AnnotatedDocument, subword: Subword, losses: Losses) -> dict[str, Any]:
    """The document as a task."""
    spans = placed(record, losses)
    tokens = Tokens(record.text, ((span.start, span.end) for span in spans), subword)
    losses.remark(GROWN if subword is Subword.WHOLE else INSIDE_WORDS, tokens.inside)
    written = _spans(spans, record.text, tokens)
    losses.count_loss(SPACES_ONLY, len(spans) - len(written))
    links = inner_links(record, written, losses)
    count_lost(losses, record, spans, (PROGRESS,))
    return {
        "id": record.id,
        "title": record.title,
        "source": record.source,
        "sha256": record.sha256,
        "meta": dict(record.meta),
        "text": record.text,
        "tokens": [
            {
                "text": record.text[token.start : token.end],
                "start": token.start,
                "end": token.end,
                "id": number,
                "ws": token.space,
            }
            for number, token in enumerate(tokens.tokens)
        ],
        "spans": list(written.values()),
        "relations": [_relation(link, written) for link in links],
        "answer": "accept",
    }


def _spans(spans: Iterable[Annotation], text: str, tokens: Tokens) -> dict[str, dict[str, Any]]:
    """The annotations as Prodigy's spans, by their ids; without those that touch no token."""
    written = {}
    for span in spans:
        covered = tokens.covering(span.start, span.end)
        if covered is not None:
            start, end = tokens.bounds(covered)
            written[span.id] = {
                "start": start,
                "end": end,
                "token_start": covered.first,
                "token_end": covered.last,
                "label": span.label,
                "id": span.id,
                "text": text[start:end],
                "attributes": dict(span.attributes),
                "note": span.note,
                "annotator": span.annotator,
                "status": span.status,
                "origin": span.origin,
                "created_at": span.created_at,
                "updated_at": span.updated_at,
            }
    return written


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
    """The tasks of a file.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.CODEPOINT) as validator:
        make = partial(_parse_task, text_field=options.text_field, report=report)
        for parsed in validator.each(report.source.objects(), make):
            yield from validator.accept(parsed)


def _parse_task(fields: Fields, text_field: str, report: ImportReport) -> ParsedDocument:
    parsed = parse_document(_with_offsets(fields), text_field)
    parsed.meta |= {
        key: value
        for key, value in fields.values.items()
        if not (key in _OWN or key.startswith("_") or key == text_field)
        and (key, value) != ("answer", "accept")
    }
    who = fields.name("_annotator_id", "") or fields.name("_session_id", "")
    answer = fields.text("answer", "accept")
    for number, span in enumerate(parsed.spans):
        span.key = span.key or f"span {number}"
        span.annotator = span.annotator or who
        if answer == "reject":
            span.status = "rejected"
    if answer == "ignore":
        report.warn(_IGNORED, len(parsed.spans))
        parsed.spans = []
        return parsed
    ends = _ends(parsed.spans, fields)
    for relation in fields.objects("relations"):
        head, child = _end_of(relation, "head", ends), _end_of(relation, "child", ends)
        if head is None or child is None:
            report.warn(_PLAIN_WORDS)
        else:
            parsed.links.append(_parse_link(relation, head, child))
    return parsed


def _with_offsets(fields: Fields) -> Fields:
    """Return the task with bounds for the spans that name only their tokens.

    Raises ExchangeError if a token is not there.
    """
    spans = []
    for one in fields.objects("spans"):
        span = one.plain()
        if "token_start" in one:
            for key, token_key in (("start", "token_start"), ("end", "token_end")):
                if one.values.get(key) is None:
                    span[key] = _token(fields, one, one.integer(token_key)).integer(key)
        spans.append(span)
    if not spans:
        return fields
    return Fields({**fields.values, "spans": spans}, fields.file, fields.line)  # type: ignore[dict-item]  # a list of objects is JSON


def _token(fields: Fields, span: Fields, number: int) -> Fields:
    tokens = fields.objects("tokens")
    if not 0 <= number < len(tokens):
        raise span.error(f"names token {number} of {len(tokens)}")
    return tokens[number]


def _ends(spans: Iterable[ParsedSpan], fields: Fields) -> dict[object, ParsedSpan]:
    """The spans by everything that a relation may call them: id, bounds and label, last token."""
    found: dict[object, ParsedSpan] = {}
    for span, one in zip(spans, fields.objects("spans"), strict=True):
        for name in (span.key, (span.start, span.end, span.label), one.integer("token_end", -1)):
            found.setdefault(name, span)
    return found


def _end_of(relation: Fields, side: str, ends: Mapping[object, ParsedSpan]) -> ParsedSpan | None:
    span = relation.inner(relation.mapping(f"{side}_span"), f"{side}_span")
    bounds = span.integer("start", -1), span.integer("end", -1), span.name("label", "")
    names = span.name("id", ""), bounds, relation.integer(side, -2)
    return next((ends[name] for name in names if name in ends), None)


def _parse_link(relation: Fields, head: ParsedSpan, child: ParsedSpan) -> ParsedLink:
    return ParsedLink(
        line=relation.line,
        type=relation.name("label"),
        from_key=head.key,
        to_key=child.key,
        id=relation.name("id", ""),
        annotator=relation.name("annotator", "") or head.annotator,
        status=parse_status(relation),
        created_at=relation.text("created_at", ""),
        updated_at=relation.text("updated_at", ""),
    )


def sniff(head: Head) -> bool:
    """Whether a file that begins so is of this format."""
    theirs = {"tokens", "spans", "relations", "_input_hash", "answer"}
    return "text" in head.keys and bool(head.keys & theirs)
