"""Files of tokens and tags, read: IOB1, IOB2, IOE, BIOES and BILUO, as the last column.

The text is the tokens with one space between them and a line a sentence, for the file holds no
white space. Where all columns after the token are tags, all are read (a column a label).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tui.errors import ExchangeError
from tui.exchange.head import Head
from tui.exchange.intake import Intake
from tui.exchange.jsontext import decoded
from tui.exchange.options import ImportOptions, Unit
from tui.exchange.raw import RawDocument, RawSpan
from tui.exchange.report import ImportReport, Incoming

_TAG = re.compile(r"O|[BIOESLUM]-\S+")
_SPACES = "texts put together from tokens, one space between two"
_SUFFIXES = (".conll", ".iob", ".iob2", ".bio", ".ner")


@dataclass(slots=True)
class _Row:
    line: int
    token: str
    tags: list[str]


@dataclass(slots=True)
class _Document:
    """The sentences of one document."""

    line: int
    sentences: list[list[_Row]] = field(default_factory=lambda: [[]])

    def add(self, row: _Row) -> None:
        self.sentences[-1].append(row)

    def end_sentence(self) -> None:
        if self.sentences[-1]:
            self.sentences.append([])

    @property
    def is_empty(self) -> bool:
        return not self.sentences[0]


def read(report: ImportReport, options: ImportOptions) -> Iterator[Incoming]:
    """The documents of a file; without `-DOCSTART-` lines it is one.

    Raises ExchangeError: the file has faults.
    """
    with Intake(report, options, Unit.CODEPOINT) as intake:
        for document in _documents(intake):
            report.warn(_SPACES)
            yield from intake.accept(_raw(document))


def _documents(intake: Intake) -> Iterator[_Document]:
    current = _Document(1)
    for number, raw in intake.source.lines(blank=True):
        try:
            text = decoded(raw, intake.source.name, number)
            if text.startswith("-DOCSTART-"):
                if not current.is_empty:
                    yield current
                current = _Document(number)
            elif text:
                current.add(_row(text, number, intake))
            else:
                current.end_sentence()
        except ExchangeError as error:
            intake.fault(error)
    if not current.is_empty:
        yield current


def _row(text: str, line: int, intake: Intake) -> _Row:
    token, *rest = text.split("\t") if "\t" in text else text.split(" ")
    if not rest or not token:
        raise intake.source.error("needs a token and its tag", line)
    tags = rest if all(map(_TAG.fullmatch, rest)) else rest[-1:]
    if not _TAG.fullmatch(tags[-1]):
        raise intake.source.error(f"{tags[-1]!r} is not a tag: O, or B-LABEL, I-LABEL", line)
    return _Row(line, token, tags)


def _raw(document: _Document) -> RawDocument:
    raw = RawDocument(document.line)
    pieces: list[str] = []
    at = 0
    for sentence in filter(None, document.sentences):
        starts = []
        for row in sentence:
            starts.append(at)
            at += len(row.token) + 1
        pieces.append(" ".join(row.token for row in sentence) + "\n")
        width = min(len(row.tags) for row in sentence)
        for column in range(-width, 0):
            raw.spans += _spans(sentence, starts, column)
    raw.text = "".join(pieces)
    return raw


def _spans(rows: Sequence[_Row], starts: Sequence[int], column: int) -> Iterator[RawSpan]:
    """The annotations of one column of one sentence."""
    for first, last, label in _entities([row.tags[column] for row in rows]):
        yield RawSpan(
            line=rows[first].line,
            start=starts[first],
            end=starts[last] + len(rows[last].token),
            label=label,
        )


def _entities(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """First token, last token and label of what the tags mark."""
    first, label, ended = 0, "", True
    number = -1
    for number, tag in enumerate(tags):
        kind, _, name = tag.partition("-")
        goes_on = not ended and name == label and kind in "IELM"
        if not goes_on:
            if label:
                yield first, number - 1, label
            first, label = number, name
        ended = kind in "OESLU"
    if label:
        yield first, number, label


def sniff(head: Head) -> bool:
    """Whether a file that begins so is of this format."""
    if head.is_folder or not head.text or head.keys:
        return False
    rows = [line.split("\t") for line in head.text.split("\n")[:50] if line.strip()]
    if head.text.startswith("-DOCSTART-"):
        return True
    tagged = [len(row) > 1 and bool(_TAG.fullmatch(row[-1].strip())) for row in rows[:-1]]
    return head.name.endswith(_SUFFIXES) or (bool(tagged) and all(tagged))
