"""`conll`: a token a line with its tag, a blank line between sentences.

Written with IOB2 tags. Tokens come from ICU's word breaker; white space is not in the file.
Documents begin with CoNLL-2003's `-DOCSTART- -X- O O`, which spaCy's converter looks for. A
sentence never ends inside an annotation. Programs split the lines at any white space, so tokens
and labels have none.

Read with IOB1, IOB2, IOE, BIOES or BILUO tags as the last column; if all columns after the token
are tags, all are read (one column per label). The text is the tokens with one space between them,
one sentence a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tui.choices import Subword, Unit
from tui.errors import ExchangeError
from tui.formats.shared.atomic_output import Sink
from tui.formats.shared.exchange_options import ExportOptions, ImportOptions
from tui.formats.shared.losses import (
    ANNOTATORS,
    ATTRIBUTES,
    COMMENTS,
    GROWN,
    IDS,
    INSIDE_WORDS,
    LABEL_SPACES,
    LINKS,
    META,
    NO_COLUMN,
    NOTES,
    ORIGINS,
    OVERLAPS,
    PROGRESS,
    SCORES,
    SPACES_INSIDE,
    SPACES_ONLY,
    STATUSES,
    TIMES,
    TITLES,
    WHITE_SPACE,
    Losses,
    count_lost,
    placed,
)
from tui.formats.shared.parsed import Head, ImportReport, ParsedDocument, ParsedSpan
from tui.formats.shared.tokens import JOINED, Token, Tokens, one_layer
from tui.formats.shared.validation import Validator
from tui.model import AnnotatedDocument, Annotation, ImportedDocument
from tui.text.language import find_sentences

DOCUMENT_START = "-DOCSTART- -X- O O"

_LOST = (
    NOTES, ATTRIBUTES, LINKS, ANNOTATORS, STATUSES, ORIGINS, IDS, TIMES, TITLES, META, PROGRESS,
    COMMENTS, SCORES,
)  # fmt: skip

TAG = re.compile(r"O|[BIOESLUM]-\S+")
"""A tag of IOB2, BIOES or BILOU."""

_COLUMNS = "words with other columns than tags: left out"

_COMMENTS = "comments: left out"

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]+)?:")

_PREFIXES = "documents whose tokens all begin with a language code: it is left out"

_SUFFIXES = (".conll", ".iob", ".iob2", ".bio", ".ner")


class _Tagged(NamedTuple):
    """An annotation on the words that it covers, both bounds included."""

    first: int
    last: int
    label: str


def write(records: Iterable[AnnotatedDocument], out: Sink, options: ExportOptions) -> Losses:
    """Write the documents; with `options.columns`, a column of tags for each label.

    Raises ExchangeError if annotations overlap against `--nested error`, or columns have no labels.
    """
    columns = [info.name for info in options.labels] if options.columns else None
    if columns == []:
        raise ExchangeError("conll with a column a label needs the labels")
    losses = Losses()
    for record in records:
        lines = _document(record, columns, options, losses)
        out.write("".join(f"{line}\n" for line in lines).encode())
    return losses


def _document(
    record: AnnotatedDocument, columns: Sequence[str] | None, options: ExportOptions, losses: Losses
) -> Iterator[str]:
    spans = placed(record, losses)
    count_lost(losses, record, spans, _LOST)
    losses.count_loss(WHITE_SPACE)
    tokens = Tokens(record.text, ((span.start, span.end) for span in spans), options.subword)
    losses.remark(GROWN if options.subword is Subword.WHOLE else INSIDE_WORDS, tokens.inside)
    words = [token for token in tokens.tokens if not record.text[token.start : token.end].isspace()]
    tagged = _on_words(spans, words, tokens, losses)
    layers = _layers(tagged, columns, losses)
    chosen = [one_layer(layer, options.nested, repr(record.id)) for layer in layers]
    losses.count_loss(OVERLAPS, sum(map(len, layers)) - sum(map(len, chosen)))
    tags = [_tags(layer, len(words)) for layer in chosen]
    ends = _sentence_ends(record.text, words, chosen)
    yield DOCUMENT_START
    yield ""
    for number, word in enumerate(words):
        text = _one_word(record.text[word.start : word.end], SPACES_INSIDE, losses)
        yield "\t".join([text, *(column[number] for column in tags)])
        if number in ends:
            yield ""


def _on_words(
    spans: Iterable[Annotation], words: Sequence[Token], tokens: Tokens, losses: Losses
) -> list[_Tagged]:
    """Return the annotations by the numbers of their words; those on no word are lost."""
    numbers = {word.start: number for number, word in enumerate(words)}
    tagged = []
    for span in spans:
        covered = tokens.covering(span.start, span.end)
        inside = range(covered.first, covered.last + 1) if covered else ()
        found = [
            numbers[token.start]
            for token in (tokens.tokens[number] for number in inside)
            if token.start in numbers
        ]
        if found:
            tagged.append(_Tagged(found[0], found[-1], span.label))
        else:
            losses.count_loss(SPACES_ONLY)
    return tagged


def _layers(
    tagged: list[_Tagged], columns: Sequence[str] | None, losses: Losses
) -> list[list[_Tagged]]:
    """Return the annotations by column, without overlaps."""
    counts = Counter(one.label for one in tagged)
    if columns is None:
        layers = [tagged]
    else:
        layers = [[one for one in tagged if one.label == label] for label in columns]
        losses.count_loss(NO_COLUMN, sum(n for label, n in counts.items() if label not in columns))
    names = {label: _one_word(label, LABEL_SPACES, losses) for label in counts}
    return [[one._replace(label=names[one.label]) for one in layer] for layer in layers]


def _one_word(text: str, kind: str, losses: Losses) -> str:
    """Return the text without white space, at which readers would split it."""
    if not any(map(str.isspace, text)):
        return text
    losses.remark(kind)
    return "".join("_" if sign.isspace() else sign for sign in text)


def _tags(layer: Iterable[_Tagged], count: int) -> list[str]:
    tags = ["O"] * count
    for one in layer:
        tags[one.first : one.last + 1] = [f"I-{one.label}"] * (one.last - one.first + 1)
        tags[one.first] = f"B-{one.label}"
    return tags


def _sentence_ends(
    text: str, words: Sequence[Token], layers: Iterable[Iterable[_Tagged]]
) -> set[int]:
    """Return the numbers of the words that end a sentence: the last, and none inside a layer."""
    inside = {number for layer in layers for one in layer for number in range(one.first, one.last)}
    starts = {span.start for span in find_sentences(text)}
    ends, last = set(), len(words) - 1
    for number in range(last):
        begins = range(words[number].end, words[number + 1].end)
        if number not in inside and not starts.isdisjoint(begins):
            ends.add(number)
    return ends | {last} if words else ends


MOST_TOKENS = 500_000
"""Tokens of one document, which are in memory together."""


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
    tokens: int = 0

    def add(self, row: _Row) -> None:
        self.sentences[-1].append(row)
        self.tokens += 1

    def end_sentence(self) -> None:
        if self.sentences[-1]:
            self.sentences.append([])

    @property
    def is_empty(self) -> bool:
        return not self.sentences[0]


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the documents of a file; without `-DOCSTART-` lines it is one document.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.CODEPOINT) as validator:
        for document in _parse_documents(validator):
            report.warn(JOINED, 1, document.line)
            yield from validator.accept(_parse(document, report))


def _parse_documents(validator: Validator) -> Iterator[_Document]:
    current = _Document(1)
    for line in validator.source.lines(every_blank=False):
        if isinstance(line, ExchangeError):
            validator.fault(line)
            continue
        text = line.text.strip(" \t\r\n")
        if current.tokens > MOST_TOKENS:
            message = (
                f"a document has more than {MOST_TOKENS:,} tokens: divide it by -DOCSTART- lines"
            )
            raise validator.source.error(message, current.line)
        if text.startswith("-DOCSTART-"):
            if not current.is_empty:
                yield current
            current = _Document(line.number)
        elif text:
            try:
                current.add(_parse_row(text, line.number, validator))
            except ExchangeError as error:
                if text.startswith("# "):
                    validator.report.warn(_COMMENTS, 1, line.number)
                else:
                    validator.fault(error, text)
        else:
            current.end_sentence()
    if not current.is_empty:
        yield current


def _parse_row(text: str, line: int, validator: Validator) -> _Row:
    token, *rest = text.split("\t") if "\t" in text else text.split(" ")
    if not rest or not token:
        raise validator.source.error("needs a token and its tag", line)
    tags = rest if all(map(TAG.fullmatch, rest)) else rest[-1:]
    if not TAG.fullmatch(tags[-1]):
        message = (
            f"{tags[-1]!r} is not a tag: O, or B-LABEL, I-LABEL; another table is named by --format"
        )
        raise validator.source.error(message, line)
    others = [one for one in rest[: -len(tags)] if one not in ("-X-", "_", "O")]
    validator.report.warn(_COLUMNS, bool(others), line)
    return _Row(line, token, tags)


def _parse(document: _Document, report: ImportReport) -> ParsedDocument:
    parsed = ParsedDocument(document.line)
    prefixes = _language_prefixes(document)
    report.warn(_PREFIXES, bool(prefixes), document.line)
    pieces: list[str] = []
    at = 0
    for number, sentence in enumerate(filter(None, document.sentences)):
        starts = []
        for row in sentence:
            if prefixes:
                row.token = row.token.removeprefix(prefixes[number]) or row.token
            starts.append(at)
            at += len(row.token) + 1
        pieces.append(" ".join(row.token for row in sentence) + "\n")
        if len({len(row.tags) for row in sentence}) > 1:
            for layer in _nested_layers(sentence):
                parsed.spans += _parse_spans(sentence, starts, layer)
            continue
        for column in zip(*(row.tags for row in sentence), strict=True):
            parsed.spans += _parse_spans(sentence, starts, column)
    parsed.text = "".join(pieces)
    return parsed


def _language_prefixes(document: _Document) -> list[str]:
    """Return the language code of each sentence that WikiANN puts before every token (`ar:`).

    Nothing if a token has none, or another one than its sentence.
    """
    prefixes = []
    for sentence in filter(None, document.sentences):
        found = _LANGUAGE.match(sentence[0].token)
        if found is None or not all(row.token.startswith(found.group()) for row in sentence):
            return []
        prefixes.append(found.group())
    return prefixes if document.tokens > 1 else []


def _nested_layers(rows: Sequence[_Row]) -> list[list[str]]:
    """Return layers of tags of rows with as many tags as annotations, as Wojood has them.

    A tag that continues an annotation is in the layer in which its label is open.
    """
    layers: list[list[str]] = []
    for number, row in enumerate(rows):
        before = [layer[-1] if layer else "O" for layer in layers]
        now = ["O"] * len(layers)
        for tag in sorted(row.tags, key=lambda one: one[:2] in ("B-", "S-", "U-")):
            if tag == "O":
                continue
            goes_on = tag[:2] not in ("B-", "S-", "U-")
            free = [at for at, one in enumerate(now) if one == "O"]
            same = [at for at in free if goes_on and before[at][2:] == tag[2:]]
            if same or free:
                now[(same or free)[0]] = tag
            else:
                now.append(tag)
        layers += [["O"] * number for _ in range(len(now) - len(layers))]
        for layer, tag in zip(layers, now, strict=True):
            layer.append(tag)
    return layers


def _parse_spans(
    rows: Sequence[_Row], starts: Sequence[int], tags: Sequence[str]
) -> Iterator[ParsedSpan]:
    """Yield the annotations of one layer of tags of one sentence."""
    for first, last, label in entities_of(tags):
        yield ParsedSpan(
            line=rows[first].line,
            start=starts[first],
            end=starts[last] + len(rows[last].token),
            label=label,
        )


def entities_of(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield first token, last token and label of the annotations that a sentence's tags mark."""
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
    """Return whether a file is of this format."""
    if head.is_folder or not head.text or head.keys:
        return False
    lines = [line for line in head.text.split("\n")[:50] if line.strip()]
    rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    if head.text.startswith("-DOCSTART-"):
        return True
    tagged = [len(row) > 1 and bool(TAG.fullmatch(row[-1].strip())) for row in rows[:-1]]
    return head.name.endswith(_SUFFIXES) or (bool(tagged) and all(tagged))
