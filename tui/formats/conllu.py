"""`conllu`: the tables of Universal Dependencies, read only.

The text of a sentence is its `# text`, else its tokens with a space between them unless
`SpaceAfter=No` says otherwise; sentences are lines. A multi-word token stands where it is
written, and the words that it is made of stand in its place. Entities are IOB2 or BIOES tags:
`NE=` in the column MISC, or a column named NE by `# global.columns`. Lemmas, parts of speech and
relations have no place in an annotated text and are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tui.errors import ExchangeError
from tui.formats.conll import entities_of
from tui.formats.shared.exchange_options import ImportOptions, Unit
from tui.formats.shared.incoming import Head, ImportReport, ParsedDocument, ParsedSpan
from tui.formats.shared.validation import Validator
from tui.model import ImportedDocument

COLUMNS = ("ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC")
"""The columns of a file that names none (https://universaldependencies.org/format.html)."""

TAG_NAMES = ("NE", "NER", "ENTITY")
"""Names of a column of tags, after a prefix like `PROJECT:`."""

_ID = re.compile(r"([0-9]+)(?:-([0-9]+)|\.[0-9]+)?")
_GRAMMAR = "words with lemmas, parts of speech or relations: left out"
_COMMENT = re.compile(r"#\s*([^=]*?)\s*(?:=\s*(.*))?")


class _Word(NamedTuple):
    """A word, or a token that several words are written as."""

    line: int
    first: int
    last: int
    form: str
    space: bool
    tag: str


@dataclass(slots=True)
class _Sentence:
    text: str | None = None
    words: list[_Word] = field(default_factory=list)


@dataclass(slots=True)
class _Document:
    line: int
    id: str = ""
    sentences: list[_Sentence] = field(default_factory=list)


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the documents of a file; without `# newdoc` it is one.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.CODEPOINT) as validator:
        for document in _Reader(validator, report).documents():
            try:
                parsed = _parse(document, validator)
            except ExchangeError as error:
                validator.fault(error)
            else:
                yield from validator.accept(parsed)


class _Reader:
    """Collects the lines of a file into documents."""

    def __init__(self, validator: Validator, report: ImportReport) -> None:
        self._validator = validator
        self._report = report
        self._columns = COLUMNS
        self._document = _Document(1)
        self._sentence = _Sentence()

    def documents(self) -> Iterator[_Document]:
        """Yield the documents that have a sentence; a bad line is a fault of its own."""
        for line in self._validator.source.lines():
            if isinstance(line, ExchangeError):
                self._validator.fault(line)
                continue
            text = line.text.rstrip("\r\n")
            if not text.strip():
                self._end_sentence()
            elif not text.startswith("#"):
                try:
                    self._add_word(text.split("\t"), line.number)
                except ExchangeError as error:
                    self._validator.fault(error)
            elif found := _COMMENT.fullmatch(text):
                name, value = found[1], found[2] or ""
                if name.partition(" ")[0] == "newdoc":
                    self._end_sentence()
                    if self._document.sentences:
                        yield self._document
                    self._document = _Document(line.number, value)
                elif name == "text":
                    self._sentence.text = value
                elif name == "global.columns":
                    self._columns = tuple(value.split())
        self._end_sentence()
        if self._document.sentences:
            yield self._document

    def _end_sentence(self) -> None:
        if self._sentence.words:
            self._document.sentences.append(self._sentence)
        self._sentence = _Sentence()

    def _add_word(self, cells: list[str], line: int) -> None:
        if len(cells) != len(self._columns):
            message = f"has {len(cells)} columns, not {len(self._columns)}"
            raise self._validator.source.error(message, line)
        row = dict(zip(self._columns, cells, strict=True))
        found = _ID.fullmatch(row.get("ID", ""))
        if found is None or not row.get("FORM"):
            raise self._validator.source.error("has no number and form", line)
        if "." in row["ID"]:
            return  # a word that is not written (an empty node)
        misc = dict(one.partition("=")[::2] for one in row.get("MISC", "_").split("|"))
        tags = [row[name] for name in self._columns if name.rpartition(":")[2] in TAG_NAMES]
        tag = misc.get("NE") or next((one for one in tags if one not in ("_", "*")), "O")
        grammar = (row.get(name, "_") for name in ("LEMMA", "UPOS", "HEAD"))
        self._report.warn(_GRAMMAR, any(one != "_" for one in grammar))
        first, last = int(found[1]), int(found[2] or found[1])
        space = misc.get("SpaceAfter") != "No"
        self._sentence.words.append(_Word(line, first, last, row["FORM"], space, tag))


def _parse(document: _Document, validator: Validator) -> ParsedDocument:
    """Return the document with its text and entities.

    Raises ExchangeError if a token is not in the text of its sentence.
    """
    parsed = ParsedDocument(document.line, record_id=document.id)
    pieces: list[str] = []
    at = 0
    for sentence in document.sentences:
        tokens = _tokens(sentence)
        text = _text(tokens) if sentence.text is None else sentence.text
        places = _places(tokens, text, validator)
        parsed.spans += _spans(sentence, tokens, [(at + a, at + b) for a, b in places])
        pieces.append(f"{text}\n")
        at += len(text) + 1
    parsed.text = "".join(pieces)
    return parsed


def _tokens(sentence: _Sentence) -> list[_Word]:
    """Return what is written: the words, and multi-word tokens instead of theirs."""
    inside = {
        number
        for word in sentence.words
        if word.last > word.first
        for number in range(word.first, word.last + 1)
    }
    return [one for one in sentence.words if one.last > one.first or one.first not in inside]


def _text(tokens: list[_Word]) -> str:
    return "".join(f"{one.form} " if one.space else one.form for one in tokens).rstrip(" ")


def _places(tokens: list[_Word], text: str, validator: Validator) -> list[tuple[int, int]]:
    """Return where each token stands in the text of its sentence, only white space between two."""
    places = []
    end = 0
    for token in tokens:
        start = text.find(token.form, end)
        if start < 0 or text[end:start].strip():
            message = f"{token.form!r} is not the next token of the sentence's # text"
            raise validator.source.error(message, token.line)
        end = start + len(token.form)
        places.append((start, end))
    return places


def _spans(
    sentence: _Sentence, tokens: list[_Word], places: list[tuple[int, int]]
) -> Iterator[ParsedSpan]:
    """Yield the entities; one of a word inside a multi-word token covers the token."""
    owners = {
        number: index
        for index, token in enumerate(tokens)
        for number in range(token.first, token.last + 1)
    }
    words = [one for one in sentence.words if one.first == one.last or one.tag != "O"]
    for first, last, label in entities_of([one.tag for one in words]):
        start, _ = places[owners[words[first].first]]
        _, end = places[owners[words[last].last]]
        yield ParsedSpan(words[first].line, start, end, label)


def sniff(head: Head) -> bool:
    """Return whether a file that begins so is of this format."""
    if head.is_folder or not head.text:
        return False
    rows = [line.split("\t") for line in head.text.split("\n")[:50] if line[:1].isdecimal()]
    rows = rows[:-1] or rows  # the sample may end inside the last one
    is_table = all(len(row) >= len(COLUMNS) and _ID.fullmatch(row[0]) for row in rows)
    is_named = head.name.endswith((".conllu", ".conllup")) or head.text.startswith("#")
    return bool(rows) and is_table and is_named
