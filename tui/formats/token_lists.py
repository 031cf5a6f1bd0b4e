"""`token-lists`: records of `tokens` with a list of tags, as datasets for token classification.

Read only: `{"tokens": [...], "ner_tags": [...]}`, one a line or as a JSON array, as Hugging Face
datasets export them; some have `words`, or other names of the tags. The text is the tokens with a
space between them. Tags are IOB2 or BIOES. If they are plain labels, each run of one label other
than `O` is an annotation, and so is each run of one number other than 0, whose name is not in the
file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from tui.choices import Unit
from tui.formats.conll import TAG, entities_of
from tui.formats.shared.exchange_options import ImportOptions
from tui.formats.shared.parsed import Head, ImportReport, ParsedDocument, ParsedSpan
from tui.formats.shared.tokens import JOINED
from tui.formats.shared.validation import Validator
from tui.model import JSON, ImportedDocument
from tui.sources.json_values import Fields

TOKEN_FIELDS = ("tokens", "words")
"""Names of the list of tokens."""

TAG_FIELDS = ("ner_tags", "tags", "labels", "ner")
"""Names of the list of tags; the first that exists counts."""

_NUMBERS = "documents whose tags are numbers: they are the labels, since the file has no names"


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield a document for each record.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.CODEPOINT) as validator:
        make = partial(_parse, report=report)
        for parsed in validator.each(report.source.objects(), make):
            yield from validator.accept(parsed)


def _parse(fields: Fields, report: ImportReport) -> ParsedDocument:
    """Return the document of a record; other fields go into `meta`.

    Raises ExchangeError if tokens and tags do not fit.
    """
    words = next((one for one in TOKEN_FIELDS if one in fields), TOKEN_FIELDS[0])
    tokens = [_word(fields, one, words) for one in fields.items(words)]
    name = next((one for one in TAG_FIELDS if one in fields), TAG_FIELDS[0])
    tags = fields.items(name)
    if len(tags) != len(tokens):
        raise fields.error(f"has {len(tokens)} {words} and {len(tags)} {name}")
    report.warn(JOINED, 1, fields.line)
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    parsed = ParsedDocument(
        fields.line,
        number=fields.number,
        record_id=fields.name("id", ""),
        text=" ".join(tokens),
        meta={key: one for key, one in fields.values.items() if key not in ("id", words, name)},
    )
    for first, last, label in _entities(fields, tags, report):
        end = starts[last] + len(tokens[last])
        parsed.spans.append(ParsedSpan(fields.line, starts[first], end, label))
    return parsed


def _word(fields: Fields, value: JSON, name: str) -> str:
    if not isinstance(value, str):
        raise fields.error(f'"{name}" contains something other than strings')
    return value


def _entities(
    fields: Fields, tags: list[JSON], report: ImportReport
) -> Iterator[tuple[int, int, str]]:
    """Yield first token, last token and label of the annotations that the tags mark."""
    words = [one for one in tags if isinstance(one, str)]
    if len(words) == len(tags) and all(map(TAG.fullmatch, words)):
        yield from entities_of(words)
        return
    if len(words) == len(tags):
        if any(TAG.fullmatch(one) for one in words if one != "O"):
            raise fields.error("some of its tags have the form of B-LABEL, and some have not")
        are_numbers = bool(words) and all(map(str.isdecimal, words))
        report.warn(_NUMBERS, are_numbers, fields.line)
        yield from _runs(tags, "0" if are_numbers else "O")
        return
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in tags):
        raise fields.error("its tags are neither all strings nor all whole numbers")
    report.warn(_NUMBERS, 1, fields.line)
    yield from _runs(tags, 0)


def _runs(tags: list[JSON], none: JSON) -> Iterator[tuple[int, int, str]]:
    """Yield first token, last token and label of each run of one tag other than `none`."""
    for tag, run in groupby(range(len(tags)), key=lambda number: tags[number]):
        numbers = list(run)
        if tag not in (none, ""):
            yield numbers[0], numbers[-1], str(tag)


def sniff(head: Head) -> bool:
    """Return whether a file is of this format."""
    has_tokens = bool(head.keys & set(TOKEN_FIELDS)) and bool(head.keys & set(TAG_FIELDS))
    return has_tokens and "text" not in head.keys
