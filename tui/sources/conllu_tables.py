"""The tables of Universal Dependencies (CoNLL-U): sentences, words and their text.

The text of a sentence is its `# text`, else its tokens, separated by spaces unless `SpaceAfter=No`;
each sentence is a line. A multi-word token is written once, in place of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from tui.errors import CorpusError, ExchangeError
from tui.model import JSON
from tui.sources.files import Refusal, SourceDocument
from tui.sources.json_lines import InputFile
from tui.sources.records import Records

COLUMNS = ("ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC")
"""The columns of a file that names none (https://universaldependencies.org/format.html)."""

TAG_NAMES = ("NE", "NER", "ENTITY")
"""Names of a column of tags, after a prefix like `PROJECT:`; the first two are used in MISC too."""

WORD_ID = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9})|\.[0-9]+)?")
"""The number of a word, of a multi-word token (`1-2`) or of a word that is not written (`1.1`)."""

MOST_WORDS = 1000
"""The most words that one token may consist of."""

_COMMENT = re.compile(r"#\s*([^=]*?)\s*(?:=\s*(.*))?")


class TableWord(NamedTuple):
    """A word, or a multi-word token."""

    line: int
    first: int
    last: int
    form: str
    space: bool
    tag: str
    has_grammar: bool
    """Whether a column other than number, form and tag has a value."""
    has_more: bool
    """Whether MISC has more than the tag and `SpaceAfter`."""


@dataclass(slots=True)
class TableSentence:
    """A sentence of a table."""

    text: str | None = None
    """The value of `# text`."""
    words: list[TableWord] = field(default_factory=list)
    comments: list[int] = field(default_factory=list)
    """Lines of comments other than the text and the columns."""
    empty_nodes: list[int] = field(default_factory=list)
    """Lines of words that are not in the text (empty nodes)."""

    def tokens(self) -> list[TableWord]:
        """Return the written tokens: the words, with multi-word tokens in place of their words."""
        inside = {
            number
            for word in self.words
            if word.last > word.first
            for number in range(word.first, word.last + 1)
        }
        return [one for one in self.words if one.last > one.first or one.first not in inside]

    def full_text(self) -> str:
        """Return the sentence's text."""
        if self.text is not None:
            return self.text
        pieces = (f"{one.form} " if one.space else one.form for one in self.tokens())
        return "".join(pieces).rstrip(" ")


@dataclass(slots=True)
class TableDocument:
    """A document of a table."""

    line: int
    id: str = ""
    """The value of `# newdoc`."""
    sentences: list[TableSentence] = field(default_factory=list)

    def full_text(self) -> str:
        """Return the document's text, one sentence per line."""
        return "".join(f"{one.full_text()}\n" for one in self.sentences)


class TableReader:
    """Collects the lines of a file into documents."""

    def __init__(self, source: InputFile) -> None:
        self._source = source
        self._columns = COLUMNS
        self._document = TableDocument(1)
        self._sentence = TableSentence()

    def documents(self) -> Iterator[TableDocument | ExchangeError]:
        """Yield the documents that have a sentence, and the errors in lines."""
        for line in self._source.lines(every_blank=False):
            if isinstance(line, ExchangeError):
                yield line
                continue
            text = line.text.rstrip("\r\n")
            if not text.strip():
                self._end_sentence()
            elif not text.startswith("#"):
                try:
                    self._add_word(text.split("\t"), line.number)
                except ExchangeError as error:
                    yield error
            elif found := _COMMENT.fullmatch(text):
                name, value = found[1], found[2] or ""
                if name.partition(" ")[0] == "newdoc":
                    self._end_sentence()
                    if self._document.sentences:
                        yield self._document
                    self._document = TableDocument(line.number, value)
                elif name == "text":
                    self._sentence.text = value
                elif name == "global.columns":
                    self._columns = tuple(value.split())
                else:
                    self._sentence.comments.append(line.number)
        self._end_sentence()
        if self._document.sentences:
            yield self._document

    def _end_sentence(self) -> None:
        if self._sentence.words:
            self._document.sentences.append(self._sentence)
        self._sentence = TableSentence()

    def _add_word(self, cells: list[str], line: int) -> None:
        if len(cells) != len(self._columns):
            message = f"has {len(cells)} columns, not {len(self._columns)}"
            raise self._source.error(message, line)
        row = dict(zip(self._columns, cells, strict=True))
        found = WORD_ID.fullmatch(row.get("ID", ""))
        if found is None or not row.get("FORM"):
            raise self._source.error("has no number and form", line)
        if "." in row["ID"]:
            self._sentence.empty_nodes.append(line)
            return
        misc = dict(one.partition("=")[::2] for one in row.get("MISC", "_").split("|"))
        tags = [row[name] for name in self._columns if name.rpartition(":")[2] in TAG_NAMES]
        tags += [misc[name] for name in TAG_NAMES[:2] if name in misc]
        tag = next((one for one in tags if one not in ("_", "*")), "O")
        used = {"ID", "FORM", "MISC"}
        grammar = any(
            value not in ("_", "*")
            and name not in used
            and name.rpartition(":")[2] not in TAG_NAMES
            for name, value in row.items()
        )
        more = bool(misc.keys() - {"_", *TAG_NAMES[:2], "SpaceAfter"})
        first, last = int(found[1]), int(found[2] or found[1])
        if last - first >= MOST_WORDS:
            raise self._source.error(f"is a token of more than {MOST_WORDS} words", line)
        space = misc.get("SpaceAfter") != "No"
        word = TableWord(line, first, last, row["FORM"], space, tag, grammar, more)
        self._sentence.words.append(word)


def documents(records: Records, source: InputFile) -> Iterator[SourceDocument | Refusal]:
    """Yield the texts of a table as documents; a bad line is refused."""
    for one in TableReader(source).documents():
        if isinstance(one, ExchangeError):
            yield records.refusal(one.line, one.message)
            continue
        fields: dict[str, JSON] = {records.text_field: one.full_text()}
        if one.id:
            fields["id"] = one.id
        try:
            yield records.document(fields, one.line)
        except CorpusError as error:
            yield records.refusal(one.line, str(error))
