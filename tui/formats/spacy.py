"""`spacy`: a DocBin, spaCy's own file of documents.

The tokens are cut so that every annotation fits: `char_span` gives None off their edges. All
annotations are in `doc.spans["sc"]`, which a span categorizer learns from, and those that do
not overlap in `doc.ents` as well. What spaCy has no place for is in `doc.user_data`.
"""

import importlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from tui.choices import Subword, Unit
from tui.errors import ExchangeError
from tui.extras import install_command
from tui.formats.documents import document_line, parse_document
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions
from tui.formats.shared.losses import GROWN, INSIDE_WORDS, SPACES_ONLY, Losses, placed
from tui.formats.shared.parsed import Head, ImportReport, ParsedDocument, ParsedSpan
from tui.formats.shared.tokens import Tokens, one_layer
from tui.formats.shared.validation import Validator
from tui.model import JSON, AnnotatedDocument, Annotation, ImportedDocument

GROUP = "sc"
"""The key in `doc.spans`: spaCy's default for span categorizers."""

OURS = "hashiya"
"""The key in `doc.user_data`: the document in the `documents` form."""

_GRAMMAR = ("TAG", "POS", "LEMMA", "DEP", "MORPH")
"""Attributes of tokens that have no place in an annotated text."""

_WORDS = "documents whose words have lemmas, parts of speech or relations: left out"

_USER_DATA = "values in doc.user_data, and attributes of doc and groups: left out"

_NOT_IN_ENTS = "annotations that overlap: in doc.spans, not in doc.ents"


class _OnTokens(NamedTuple):
    first: int
    last: int
    span: Annotation


def _spacy(name: str) -> Any:
    """Return a module of spaCy, which is an extra.

    Raises ExchangeError if it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        message = f"this format needs spaCy: {install_command('spacy')}"
        raise ExchangeError(message) from error


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write a DocBin; spaCy makes it in memory as a whole.

    Raises ExchangeError if spaCy is not installed, or annotations overlap against `--nested error`.
    """
    tokens_module, vocab = _spacy("spacy.tokens"), _spacy("spacy").blank("xx").vocab
    bin_ = tokens_module.DocBin(store_user_data=True)
    losses = Losses()
    for record in records:
        bin_.add(_doc(record, tokens_module, vocab, options, losses))
    out.write(bin_.to_bytes())
    return losses


def _doc(
    record: AnnotatedDocument, module: Any, vocab: Any, options: ExportOptions, losses: Losses
) -> Any:
    spans = placed(record, losses)
    tokens = Tokens(record.text, ((span.start, span.end) for span in spans), options.subword)
    losses.remark(GROWN if options.subword is Subword.WHOLE else INSIDE_WORDS, tokens.inside)
    doc = module.Doc(
        vocab,
        words=[record.text[token.start : token.end] for token in tokens.tokens],
        spaces=[token.space for token in tokens.tokens],
    )
    found = []
    for span in spans:
        covered = tokens.covering(span.start, span.end)
        if covered is not None:
            found.append(_OnTokens(covered.first, covered.last, span))
    losses.count_loss(SPACES_ONLY, len(spans) - len(found))
    layer = one_layer(found, options.nested, repr(record.id))
    losses.remark(_NOT_IN_ENTS, len(found) - len(layer))
    doc.spans[GROUP] = [_span(one, doc, module) for one in found]
    doc.set_ents([_span(one, doc, module) for one in layer])
    doc.user_data[OURS] = document_line(replace(record, text=""))
    return doc


def _span(one: _OnTokens, doc: Any, module: Any) -> Any:
    return module.Span(doc, one.first, one.last + 1, label=one.span.label, span_id=one.span.id)


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the documents of a DocBin.

    Raises ExchangeError if the file is not one or has faults, or spaCy is not installed.
    """
    vocab = _spacy("spacy").blank("xx").vocab
    with Validator(report, options, Unit.CODEPOINT) as validator:
        for number, doc in enumerate(_docs(report, vocab), 1):
            try:
                parsed = _parse(doc, number, report)
            except ExchangeError as error:
                validator.fault(error)
            else:
                yield from validator.accept(parsed)


def _docs(report: ImportReport, vocab: Any) -> Iterator[Any]:
    with report.source.opened() as stream:
        data = stream.read()
        report.source.update_position()
    try:
        bin_ = _spacy("spacy.tokens").DocBin().from_bytes(data)
        yield from bin_.get_docs(vocab)
    except (zlib.error, ValueError, KeyError, TypeError, EOFError) as error:
        raise report.source.error(f"is not a DocBin that spaCy can read: {error}") from error


def _parse(doc: Any, number: int, report: ImportReport) -> ParsedDocument:
    """Return the document; `number` replaces the line, which a binary file does not have."""
    parsed = _extras(doc, number, report)
    parsed.text, parsed.sha256 = doc.text, ""
    known = {span.id: span for span in parsed.spans}
    parsed.spans = []
    for span, group, kb_id in _marked(doc):
        made = _parse_span(span, known, number)
        said: dict[str, JSON] = {
            "kb_id": kb_id,
            "span_id": "" if span.id_ in known else span.id_,
            "group": "" if group == GROUP else group,
        }
        others = {name: one for name, one in said.items() if one}
        parsed.spans.append(replace(made, attributes={**made.attributes, **others}))
    if doc.cats:
        parsed.meta["cats"] = dict(doc.cats)
    report.warn(_WORDS, any(map(doc.has_annotation, _GRAMMAR)), number)
    data = len(doc.user_data.keys() - {OURS})
    report.warn(_USER_DATA, data + sum(len(one.attrs) for one in doc.spans.values()), number)
    gone = known.keys() - {span.key for span in parsed.spans}
    parsed.links = [one for one in parsed.links if gone.isdisjoint((one.from_key, one.to_key))]
    return parsed


def _marked(doc: Any) -> list[tuple[Any, str, str]]:
    """Return each span with its group and the entity of a knowledge base that it names.

    An entity that is in a group too is one annotation, unless the two name different things.
    """
    grouped = [(span, group) for group, spans in doc.spans.items() for span in spans]
    ids: dict[tuple[int, int, str], set[str]] = {}
    for span, _ in grouped:
        ids.setdefault(_place(span), set()).add(span.kb_id_)
    named: dict[tuple[int, int, str], str] = {}
    for one in doc.ents:
        there = ids.get(_place(one))
        if there is None or (one.kb_id_ and there.isdisjoint(("", one.kb_id_))):
            grouped.append((one, GROUP))
        else:
            named[_place(one)] = one.kb_id_
    return [(one, group, one.kb_id_ or named.get(_place(one), "")) for one, group in grouped]


def _place(span: Any) -> tuple[int, int, str]:
    return span.start, span.end, span.label_


def _extras(doc: Any, number: int, report: ImportReport) -> ParsedDocument:
    ours = doc.user_data.get(OURS)
    if not isinstance(ours, str):
        return ParsedDocument(number)
    return parse_document(report.source.parse_object(ours, number), "text")


def _parse_span(span: Any, known: dict[str, ParsedSpan], number: int) -> ParsedSpan:
    """Return the span, with Hashiya's own data if Hashiya wrote it."""
    ours = known.get(span.id_)
    made = ours or ParsedSpan(number, 0, 0, "", key=span.id_)
    is_whole = (made.start, made.end) == (span.start_char, span.end_char)
    return replace(
        made,
        fragments=made.fragments if is_whole else None,
        start=span.start_char,
        end=span.end_char,
        label=span.label_ or "span",
        text=span.text,
    )


def sniff(head: Head) -> bool:
    """Return whether a file is of this format: by zlib's first bytes and its name."""
    return head.name.endswith(".spacy") and head.data[:1] == b"\x78"
