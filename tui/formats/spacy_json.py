"""`spacy-json`: spaCy's JSON, also from annotation tools for it; read only.

These shapes are read: `[text, {"entities": [[start, end, label]]}]`, in an array or one a line; the
array as `annotations` next to `classes`, as the NER Annotator for spaCy has it; Dataturks' records
with `content` and `annotation`, whose ends are inclusive; `Doc.to_json()`, and what displaCy shows,
with `text` and `ents`; and the training format of spaCy 2's command line, articles of `paragraphs`
with sentences of tokens. Offsets count code points, as Python does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.choices import Unit
from tui.errors import ExchangeError
from tui.formats.conll import entities_of
from tui.formats.shared.exchange_options import ImportOptions
from tui.formats.shared.parsed import (
    Head,
    ImportReport,
    ParsedDocument,
    ParsedSpan,
    count_others,
    count_others_in,
)
from tui.formats.shared.refusals import PartFault
from tui.formats.shared.tokens import JOINED
from tui.formats.shared.validation import Validator
from tui.model import JSON, ImportedDocument
from tui.sources.json_lines import InputFile
from tui.sources.json_values import Fields, parse_json

_PAIRS = re.compile(r'\s*\[\s*(?P<array>\[\s*)?"')
"""The start of pairs of a text and its annotations, in an array or one a line."""

_CLASSES = "classes that no annotation has: left out"

_MORE = "values of entities after start, end and label: left out"

_UNLABELLED = "annotations without a label: left out"

_EMPTY = "records without a text: left out"

_GRAMMAR = "texts with tokens or sentences of their own: left out"

_GROUP = "sc"
"""The group of spans that is spaCy's own; the name of another is an attribute."""

_DOC_FIELDS = ("text", "title", "ents", "spans", "tokens", "sents")

_SPAN_FIELDS = {"start", "end", "label", "kb_id", "id", "text"}

_TOKEN_FIELDS = {"id", "orth", "ner"}

_PARAGRAPH_FIELDS = ("raw", "sentences", "entities")


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield a document for each text.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.CODEPOINT) as validator:
        reader = _Reader(validator)
        source = report.source
        for found in validator.each(_pieces(source), reader.parse):
            for parsed in found:
                yield from validator.accept(parsed)


def _pieces(source: InputFile) -> Iterator[Fields | ExchangeError]:
    found = _PAIRS.match(source.beginning())
    if found is None:
        return source.objects()
    return _pairs(source) if found["array"] else _pairs_by_line(source)


def _pairs_by_line(source: InputFile) -> Iterator[Fields | ExchangeError]:
    """Yield each line's pair as an object in the NER Annotator's form."""
    replace_surrogates = source.replace_surrogates
    for line in source.lines(every_blank=False):
        if isinstance(line, ExchangeError):
            yield line
        elif text := line.text.strip():
            try:
                found = parse_json(
                    text, source.name, line.number, replace_surrogates=replace_surrogates
                )
            except ExchangeError as error:
                yield error
            else:
                yield Fields({"annotations": [found.value]}, source.name, line.number, number=0)


def _pairs(source: InputFile) -> Iterator[Fields | ExchangeError]:
    """Yield the whole array as one object in the NER Annotator's form."""
    try:
        found = parse_json(
            source.text(), source.name, 1, replace_surrogates=source.replace_surrogates
        )
    except ExchangeError as error:
        yield error
        return
    yield Fields({"annotations": found.value}, source.name, 1)


class _Reader:
    """Makes documents of objects."""

    def __init__(self, validator: Validator) -> None:
        self._validator = validator
        self._report = validator.report
        self._paragraphs = 0

    def parse(self, fields: Fields) -> list[ParsedDocument]:
        """Return the documents of an object.

        Raises ExchangeError if a field is missing or of another type.
        """
        if "content" in fields:
            return [self._dataturks(fields)]
        if "ents" in fields:
            return [self._doc(fields)]
        if "paragraphs" in fields:
            return self._article(fields)
        found = []
        labels: set[str] = set()
        by_line = fields.number == 0
        for number, pair in enumerate(fields.items("annotations"), 0 if by_line else 1):
            try:
                parsed = self._pair(fields, pair, number)
            except ExchangeError as error:
                self._validator.fault(error, pair)
                continue
            if parsed is not None:
                labels.update(span.label for span in parsed.spans)
                found.append(parsed)
        classes = {one for one in fields.items("classes") if isinstance(one, str)}
        self._report.warn(_CLASSES, len(classes - labels), fields.line)
        return found

    def _pair(self, fields: Fields, pair: JSON, number: int) -> ParsedDocument | None:
        """Return the document of a text with its annotations; fields but entities are `meta`."""
        if pair is None:
            self._report.warn(_EMPTY, 1, fields.line)
            return None
        name = f"record {number}" if number else "the record"
        if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str):
            raise fields.error(f"{name} is not a text and its annotations")
        said = fields.inner(pair[1], name)
        parsed = ParsedDocument(
            fields.line,
            number=number,
            text=pair[0],
            meta={key: value for key, value in said.values.items() if key != "entities"},
        )
        for place, entity in enumerate(said.items("entities")):
            try:
                parsed.spans.append(self._entity(said, entity, place))
            except ExchangeError as error:
                parsed.faults.append(PartFault(error, entity))
        return parsed

    def _entity(self, said: Fields, entity: JSON, place: int) -> ParsedSpan:
        """Return the annotation of an entity.

        Raises ExchangeError if it has no start, end and label.
        """
        if not isinstance(entity, list) or len(entity) < 3:
            raise said.error(f"entities[{place}] is not [start, end, label]")
        self._report.warn(_MORE, len(entity) - 3, said.line)
        values = dict(zip(("start", "end", "label"), entity, strict=False))
        one = said.inner(values, f"entities[{place}]")
        start, end = one.integer("start"), one.integer("end")
        return ParsedSpan(said.line, start, end, one.name("label"), original=list(entity))

    def _doc(self, fields: Fields) -> ParsedDocument:
        """Return the document of a `Doc`; an entity that is in a group too is one annotation."""
        parsed = ParsedDocument(
            fields.line,
            number=fields.number,
            text=fields.text("text"),
            title=fields.text("title", "") or None,
            meta=_others(fields, _DOC_FIELDS),
        )
        self._report.warn(_GRAMMAR, "tokens" in fields or "sents" in fields, fields.line)
        groups = fields.inner(fields.values.get("spans") or {}, "spans")
        for group in groups.values:
            parsed.spans += [self._doc_span(one, group) for one in groups.objects(group)]
        found = set(map(_place, parsed.spans))
        for one in fields.objects("ents"):
            span = self._doc_span(one, _GROUP)
            if _place(span) not in found:
                parsed.spans.append(span)
        return parsed

    def _doc_span(self, one: Fields, group: str) -> ParsedSpan:
        """Return the annotation of a span of a `Doc`."""
        count_others(self._report, one, _SPAN_FIELDS, "spans")
        said: dict[str, JSON] = {
            "kb_id": one.name("kb_id", ""),
            "span_id": one.name("id", ""),
            "group": "" if group == _GROUP else group,
        }
        return ParsedSpan(
            one.line,
            one.integer("start"),
            one.integer("end"),
            one.name("label"),
            text=one.text_or_none("text"),
            attributes={name: value for name, value in said.items() if value},
            original=one.plain(),
        )

    def _article(self, fields: Fields) -> list[ParsedDocument]:
        """Return a document for each paragraph of an article, with the article's id if it is the
        only one."""
        paragraphs = fields.objects("paragraphs")
        count_others(self._report, fields, {"id", "paragraphs"}, "articles")
        found = [self._paragraph(one) for one in paragraphs]
        for parsed in found:
            if len(found) == 1:
                parsed.record_id = fields.name("id", "")
            self._paragraphs += 1
            parsed.number = self._paragraphs
        return found

    def _paragraph(self, fields: Fields) -> ParsedDocument:
        """Return the document of a paragraph.

        Raises ExchangeError if its tokens are not in its text.
        """
        tokens = [one for line in fields.objects("sentences") for one in line.objects("tokens")]
        words = [one.text("orth") for one in tokens]
        text = fields.text_or_none("raw")
        self._report.warn(JOINED, text is None, fields.line)
        text = " ".join(words) if text is None else text
        has_grammar = any(one.values.keys() - _TOKEN_FIELDS for one in tokens)
        self._report.warn(_GRAMMAR, has_grammar, fields.line)
        parsed = ParsedDocument(fields.line, text=text, meta=_others(fields, _PARAGRAPH_FIELDS))
        starts, at = [], 0
        for word in words:
            at = text.find(word, at)
            if at < 0:
                raise fields.error(f"its text does not contain the token {word!r} in its place")
            starts.append(at)
            at += len(word)
        tags = [one.text("ner", "O") or "O" for one in tokens]
        for place, entity in enumerate(fields.items("entities")):
            parsed.spans.append(self._entity(fields, entity, place))
        # spaCy writes them twice.
        found = set(map(_place, parsed.spans))
        for first, last, label in entities_of("O" if tag == "-" else tag for tag in tags):
            span = ParsedSpan(fields.line, starts[first], starts[last] + len(words[last]), label)
            if _place(span) not in found:
                parsed.spans.append(span)
        return parsed

    def _dataturks(self, fields: Fields) -> ParsedDocument:
        """Return the document of a Dataturks record, with an annotation for each label and
        point."""
        used = ("content", "annotation")
        parsed = ParsedDocument(
            fields.line,
            number=fields.number,
            text=fields.text("content"),
            meta={
                key: value
                for key, value in fields.values.items()
                if key not in used and value is not None
            },
        )
        for one in fields.objects("annotation"):
            count_others(self._report, one, {"label", "points"}, "annotations")
            count_others_in(self._report, one, "points", {"start", "end", "text"}, "points")
            labels = one.values.get("label")
            self._report.warn(_UNLABELLED, not labels, fields.line)
            names = labels if isinstance(labels, list) else [labels] if labels else []
            for point in one.objects("points"):
                for name in names:
                    label = point.inner({"label": name}, "label").name("label")
                    span = ParsedSpan(
                        fields.line, point.integer("start"), point.integer("end") + 1, label
                    )
                    span.text = point.text_or_none("text")
                    span.original = one.plain()
                    parsed.spans.append(span)
        return parsed


def _others(fields: Fields, known: tuple[str, ...]) -> dict[str, JSON]:
    """Return the other fields of an object that have a value."""
    return {
        key: value
        for key, value in fields.values.items()
        if key not in known and value not in (None, [], {})
    }


def _place(span: ParsedSpan) -> tuple[int, int, str, str]:
    return span.start, span.end, span.label, str(span.attributes.get("kb_id", ""))


def sniff(head: Head) -> bool:
    """Return whether a file is of this format."""
    if _PAIRS.match(head.text):
        return '"entities"' in head.text
    if head.keys:
        return (
            {"content", "annotation"} <= head.keys
            or {"classes", "annotations"} <= head.keys
            or {"text", "ents"} <= head.keys
            or ("paragraphs" in head.keys and '"sentences"' in head.text)
        )
    is_object = head.text.lstrip(" \t\r\n").startswith("{")
    return is_object and all(
        f'"{name}"' in head.text for name in ("classes", "annotations", "entities")
    )
