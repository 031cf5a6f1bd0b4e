"""`conllu`: the tables of Universal Dependencies; read only.

The text of a sentence is its `# text`, else its tokens with a space between them unless
`SpaceAfter=No` says otherwise; each sentence is a line. A multi-word token is in the text in its
written form, and the tags of its words apply to it. Entities are IOB2 or BIOES tags:
`NE=` in the column MISC, or a column named NE by `# global.columns`. Lemmas, parts of speech and
relations have no place in an annotated text and are counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from tui.choices import Unit
from tui.errors import ExchangeError
from tui.formats.conll import TAG, entities_of
from tui.formats.shared.exchange_options import ImportOptions
from tui.formats.shared.parsed import Head, ImportReport, ParsedDocument, ParsedSpan
from tui.formats.shared.validation import Validator
from tui.model import ImportedDocument
from tui.sources.conllu_tables import (
    COLUMNS,
    WORD_ID,
    TableDocument,
    TableReader,
    TableSentence,
    TableWord,
)

_MORE = "words with values in MISC besides NE and SpaceAfter: left out"

_NO_TAGS = "words whose entity is no tag such as B-PER: left out"

_UNWRITTEN = "words that are not in the text (empty nodes): left out"

_COMMENTS = "comments on sentences, such as their ids and translations: left out"

_NAMED_COLUMNS = "# global.columns = ID FORM"

_GRAMMAR = "words with forms, lemmas, parts of speech or relations of their own: left out"


def read(report: ImportReport, options: ImportOptions) -> Iterator[ImportedDocument]:
    """Yield the documents of a file; without `# newdoc` it is one document.

    Raises ExchangeError if the file has faults.
    """
    with Validator(report, options, Unit.CODEPOINT) as validator:
        for document in TableReader(report.source).documents():
            if isinstance(document, ExchangeError):
                validator.fault(document)
                continue
            for sentence in document.sentences:
                _count(sentence, report)
            try:
                parsed = _parse(document, validator)
            except ExchangeError as error:
                validator.fault(error)
            else:
                yield from validator.accept(parsed)


def _count(sentence: TableSentence, report: ImportReport) -> None:
    """Count what is not read of a sentence."""
    full_text = set(sentence.tokens())
    for word in sentence.words:
        # What a word inside a multi-word token is by itself is not in the text either.
        report.warn(_GRAMMAR, word.has_grammar or word not in full_text, word.line)
        report.warn(_NO_TAGS, TAG.fullmatch(word.tag) is None, word.line)
        report.warn(_MORE, word.has_more, word.line)
    for kind, lines in ((_COMMENTS, sentence.comments), (_UNWRITTEN, sentence.empty_nodes)):
        for line in lines:
            report.warn(kind, 1, line)


def _parse(document: TableDocument, validator: Validator) -> ParsedDocument:
    """Return the document with its text and entities.

    Raises ExchangeError if a token is not in the text of its sentence.
    """
    parsed = ParsedDocument(document.line, record_id=document.id)
    at = 0
    for sentence in document.sentences:
        tokens, text = sentence.tokens(), sentence.full_text()
        places = _places(tokens, text, validator)
        parsed.spans += _spans(sentence, tokens, [(at + a, at + b) for a, b in places])
        at += len(text) + 1
    parsed.text = document.full_text()
    return parsed


def _places(tokens: list[TableWord], text: str, validator: Validator) -> list[tuple[int, int]]:
    """Return the place of each token in the text of its sentence, with only white space between."""
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
    sentence: TableSentence, tokens: list[TableWord], places: list[tuple[int, int]]
) -> Iterator[ParsedSpan]:
    """Yield the entities; one of a word inside a multi-word token covers the token.

    A tag that is not IOB2 or BIOES marks nothing: `_count` has counted it.
    """
    owners = {
        number: index
        for index, token in enumerate(tokens)
        for number in range(token.first, token.last + 1)
    }
    words = [one for one in sentence.words if one.first == one.last or one.tag != "O"]
    tags = (one.tag if TAG.fullmatch(one.tag) else "O" for one in words)
    for first, last, label in entities_of(tags):
        start, _ = places[owners[words[first].first]]
        _, end = places[owners[words[last].last]]
        yield ParsedSpan(words[first].line, start, end, label)


def sniff(head: Head) -> bool:
    """Return whether a file is of this format."""
    if head.is_folder or not head.text:
        return False
    if _NAMED_COLUMNS in head.text[:2000]:
        return True
    rows = [line.split("\t") for line in head.text.split("\n")[:50] if line[:1].isdecimal()]
    rows = rows[:-1] or rows  # the sample may end inside the last one
    is_table = all(len(row) >= len(COLUMNS) and WORD_ID.fullmatch(row[0]) for row in rows)
    is_named = head.name.endswith((".conllu", ".conllup")) or head.text.startswith("#")
    return bool(rows) and is_table and is_named
