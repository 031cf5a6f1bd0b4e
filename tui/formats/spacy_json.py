"""`spacy-json`: training data of spaCy 2 as JSON, also from annotation tools for it; read only.

Three shapes are read: an array of `[text, {"entities": [[start, end, label]]}]`; the same array as
`annotations` next to `classes`, as the NER Annotator for spaCy has it; and Dataturks' records with
`content` and `annotation`, one a line, whose ends are inclusive. Offsets count code points, as
Python does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.choices import Unit
from tui.errors import ExchangeError
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
from tui.formats.shared.validation import Validator
from tui.model import JSON, ImportedDocument
from tui.sources.json_lines import InputFile
from tui.sources.json_values import Fields, parse_json
from tui.text.unicode import BYTE_ORDER_MARK

_TUPLE = re.compile(r'\s*\[\s*\[\s*"')

_CLASSES = "classes that no annotation has: left out"

_MORE = "values of entities after start, end and label: left out"

_UNLABELLED = "annotations without a label: left out"

_EMPTY = "records without a text: left out"


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield a document for each text.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.CODEPOINT) as validator:
        reader = _Reader(validator)
        source = report.source
        pieces = _pairs(source) if _begins_with_pair(source) else source.objects()
        for found in validator.each(pieces, reader.parse):
            for parsed in found:
                yield from validator.accept(parsed)


def _begins_with_pair(source: InputFile) -> bool:
    with source.opened() as stream:
        head = stream.read(1024).decode("utf-8-sig", "ignore")
    return _TUPLE.match(head) is not None


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

    def parse(self, fields: Fields) -> list[ParsedDocument]:
        """Return the documents of an object.

        Raises ExchangeError if a field is missing or of another type.
        """
        if "content" in fields:
            return [self._dataturks(fields)]
        found = []
        labels: set[str] = set()
        for number, pair in enumerate(fields.items("annotations"), 1):
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
        if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str):
            raise fields.error(f"record {number} is not a text and its annotations")
        said = fields.inner(pair[1], f"record {number}")
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
                    span.text = point.text("text") if "text" in point else None
                    span.original = one.plain()
                    parsed.spans.append(span)
        return parsed


def sniff(head: Head) -> bool:
    """Return whether a file is of this format."""
    if _TUPLE.match(head.text.removeprefix(BYTE_ORDER_MARK)):
        return '"entities"' in head.text
    if head.keys:
        return {"content", "annotation"} <= head.keys or {"classes", "annotations"} <= head.keys
    is_object = head.text.lstrip(f"{BYTE_ORDER_MARK} \t\r\n").startswith("{")
    return is_object and all(
        f'"{name}"' in head.text for name in ("classes", "annotations", "entities")
    )
