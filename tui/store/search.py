"""Store texts, and search all of them, folded for Arabic spelling.

FTS5 finds the texts. The places of the words are then found in the stored text itself, because the
index contains folded words only. A word is also found behind the clitics that Arabic and Hebrew
write together with it, and in Persian and Urdu in two parts, or as a part of one word, as in
می‌خواهم. A phrase in quotation marks is searched for exactly.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from tui.errors import Busy, CannotWrite
from tui.store.file.sqlite_file import SqliteFile, insert_rows
from tui.text import language
from tui.text.spans import Span
from tui.text.unicode import ARABIC_BLOCK, FORMAT_CONTROLS, pattern

_BETWEEN = "\0"
"""Separates texts that are folded together."""


class NewText(NamedTuple):
    """A text to store."""

    sha256: str
    text: str
    words: str
    """The words that the search finds: see `words_to_index`."""


def store_texts(connection: sqlite3.Connection, texts: Sequence[NewText], stamp: str) -> None:
    """Store new texts, and index their words for the search."""
    insert_rows(
        connection,
        "INSERT INTO texts (sha256, added_at, text)",
        [(sha256, stamp, text) for sha256, text, _ in texts],
    )
    index_words(connection, [(sha256, words) for sha256, _, words in texts])


def index_words(connection: sqlite3.Connection, texts: Sequence[tuple[str, str]]) -> None:
    """Add stored texts to the index: the hash and the folded words of each."""
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM text_numbers").fetchone()
    numbers = range(last + 1, last + 1 + len(texts))
    insert_rows(
        connection,
        "INSERT INTO text_numbers (number, sha256)",
        [(number, sha256) for number, (sha256, _) in zip(numbers, texts, strict=True)],
    )
    insert_rows(
        connection,
        "INSERT INTO text_search (rowid, body)",
        [(number, words) for number, (_, words) in zip(numbers, texts, strict=True)],
    )


def words_to_index(texts: Sequence[str]) -> Sequence[str]:
    """Return the words that the search finds in each text: folded, and in a Koranic text also as
    they are spelled today."""
    folded = fold_all(texts, language.fold_words)
    return [
        " ".join((words, *language.spellings_of_words(text)))
        for words, text in zip(folded, texts, strict=True)
    ]


def fold_all(texts: Sequence[str], fold: Callable[[str], str]) -> Sequence[str]:
    """Return each text folded. Folding them as one text is faster if many are short."""
    folded = fold(_BETWEEN.join(texts)).split(_BETWEEN) if texts else []
    # The count differs where a text contains the separator itself.
    return folded if len(folded) == len(texts) else [fold(text) for text in texts]


def rebuild_index(connection: sqlite3.Connection) -> None:
    """Index every stored text again, inside the caller's transaction."""
    connection.execute("INSERT INTO text_search (text_search) VALUES ('delete-all')")
    connection.execute("DELETE FROM text_numbers")
    # In a damaged row there may be no text; `check` reports that.
    texts = connection.execute(
        "SELECT sha256, text FROM texts WHERE typeof(sha256) = 'text' AND typeof(text) = 'text' "
        "ORDER BY rowid"
    )
    while batch := texts.fetchmany(_BATCH):
        folded = words_to_index([text for _, text in batch])
        index_words(
            connection, [(sha256, words) for (sha256, _), words in zip(batch, folded, strict=True)]
        )


_BATCH = 500
"""Texts that are folded and indexed at a time."""

MAX_SPANS = 100
"""Places of one document in a hit, at most."""

SNIPPET = 50
"""Code points on each side of the first place, at most."""

_ARABIC = re.compile(f"[{pattern(ARABIC_BLOCK)}]")

_LONGEST_JOINED = 24
"""Letters of a word after which it is not taken apart any more."""


@cache
def _word_pattern() -> re.Pattern[str]:
    """Return the pattern of a word; compiled at the first search, since it takes 10 ms.

    Marks, and the format characters that folding removes, are part of a word.
    """
    marks = (
        char for char in map(chr, range(0x300, 0x10000)) if unicodedata.category(char)[0] == "M"
    )
    inside = pattern(FORMAT_CONTROLS) + "".join(marks)
    return re.compile(rf"[^\W_](?:[^\W_]|[{inside}])*")


_TERM = re.compile(r"[\"“”«»„](?P<phrase>[^\"“”«»„]+)[\"“”«»„]|(?P<word>[^\s\"“”«»„]+)")


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A document in which everything that was searched for occurs."""

    document_id: str
    title: str
    spans: tuple[Span, ...]
    """The places in the document's stored text; the first `MAX_SPANS`."""
    snippet: str
    """The stored text around the first of them."""
    snippet_start: int
    """Offset of the snippet in the text."""


@dataclass(frozen=True, slots=True)
class _Term:
    """One word or phrase of a query."""

    forms: tuple[tuple[str, ...], ...]
    """For each word of the term, the folded forms that match it."""
    exact: str = ""
    """The text to find letter by letter; empty for a folded word."""
    joined: frozenset[str] = frozenset()
    """In Persian and Urdu, words that it can be a part of: joined with its neighbour in the
    query."""
    parts: frozenset[tuple[str, str]] = frozenset()
    """Two consecutive words that it can be written as in Persian and Urdu."""
    joins: bool = False
    """Whether the query itself is Persian or Urdu."""

    def expression(self) -> str:
        """Return the term in FTS5's query language."""
        if self.exact:
            return '"' + " ".join(forms[0] for forms in self.forms) + '"'
        (forms,) = self.forms
        parts = (f"{first} {second}" for first, second in sorted(self.parts))
        return (
            "(" + " OR ".join(f'"{form}"' for form in (*forms, *sorted(self.joined), *parts)) + ")"
        )

    def places(self, text: str) -> Iterator[Span]:
        """Yield the places of the term in `text`."""
        if self.exact:
            for match in re.finditer(re.escape(self.exact), text):
                yield Span(*match.span())
            return
        (forms,) = self.forms
        joins = bool(self.joined or self.parts) and (self.joins or language.joins_words(text))
        known: dict[str, tuple[str, bool]] = {}
        before, start, end = "", 0, 0
        for match in _word_pattern().finditer(text):
            word = match.group()
            if word not in known:
                folded = language.fold_words(word).lower()
                is_found = (
                    folded in forms
                    or (joins and folded in self.joined)
                    or any(one in forms for one in language.spellings_of_words(word))
                )
                known[word] = folded, is_found
            folded, is_found = known[word]
            if is_found:
                yield Span(*match.span())
            elif joins and (before, folded) in self.parts and text[end : match.start()].isspace():
                yield Span(start, match.end())
            before, start, end = folded, *match.span()


def search(file: SqliteFile, query: str, limit: int) -> Iterator[SearchHit]:
    """Yield the first `limit` documents that contain every term, in the order of their adding.

    They are not ranked: for that, FTS5 would have to find all of them first. A query without words
    finds nothing.
    """
    terms = _terms(query)
    if not terms:
        return
    _index_missing(file)
    rows = file.stream(
        "SELECT d.id, d.title, t.text FROM text_search s "
        "JOIN text_numbers n ON n.number = s.rowid JOIN texts t ON t.sha256 = n.sha256 "
        "JOIN documents d ON d.text_sha256 = n.sha256 WHERE text_search MATCH ? "
        "AND d.deleted_at IS NULL",
        (" AND ".join(term.expression() for term in terms),),
    )
    found = 0
    for document_id, title, text in rows:
        spans = _find_spans(terms, text)
        if not spans:
            continue
        start, snippet = _snippet(text, spans[0])
        yield SearchHit(document_id, title, tuple(spans), snippet, start)
        found += 1
        if found == limit:
            return


def _terms(query: str) -> list[_Term]:
    terms: list[_Term] = []
    joins = language.joins_words(query)
    words: list[str] = []
    for match in _TERM.finditer(query):
        folded = _folded_words(match.group())
        if match["phrase"] and folded:
            terms += _word_terms(words, joins=joins)
            terms.append(_Term(tuple((word,) for word in folded), match["phrase"]))
            words = []
        else:
            words += folded
    return terms + _word_terms(words, joins=joins)


def _word_terms(words: Sequence[str], *, joins: bool) -> list[_Term]:
    """Return the terms of words that follow each other in the query."""
    terms = []
    for before, word, behind in zip(["", *words], words, [*words[1:], ""], strict=False):
        joined, parts = set(), set()
        if _ARABIC.search(word):
            joined = {f"{before}{word}", f"{word}{behind}"} - {word}
            parts = {(word[:at], word[at:]) for at in range(1, min(len(word), _LONGEST_JOINED))}
        terms.append(
            _Term((language.with_clitics(word),), "", frozenset(joined), frozenset(parts), joins)
        )
    return terms


def _folded_words(words: str) -> list[str]:
    return [match.group() for match in _word_pattern().finditer(language.fold_words(words).lower())]


def _find_spans(terms: Sequence[_Term], text: str) -> list[Span]:
    """Return where the terms occur; nothing if one of them does not occur after all."""
    spans: set[Span] = set()
    for term in terms:
        places = _take(term.places(text), MAX_SPANS)
        if not places:
            return []
        spans.update(places)
    return sorted(spans)[:MAX_SPANS]


def _take(places: Iterable[Span], count: int) -> list[Span]:
    return [place for place, _ in zip(places, range(count), strict=False)]


def _snippet(text: str, span: Span) -> tuple[int, str]:
    """Return the offset and the text of the surroundings of `span`, cut between words."""
    start = max(0, span.start - SNIPPET)
    end = min(len(text), span.end + SNIPPET)
    if start:
        start = text.find(" ", start, span.start) + 1 or start
    if end < len(text):
        space = text.rfind(" ", span.end, end)
        end = space if space >= 0 else end
    return start, text[start:end]


def _index_missing(file: SqliteFile) -> None:
    """Index texts that another program added, unless the database cannot be written now."""
    counts = "SELECT (SELECT count(*) FROM texts) - (SELECT count(*) FROM text_numbers)"
    if not file.writable or file.value(counts) == 0:
        return
    with contextlib.suppress(Busy, CannotWrite), file.writing() as connection:
        missing = connection.execute(
            "SELECT sha256, text FROM texts WHERE sha256 NOT IN (SELECT sha256 FROM text_numbers)"
        ).fetchall()
        words = words_to_index([text for _, text in missing])
        keys = [key for key, _ in missing]
        index_words(connection, list(zip(keys, words, strict=True)))
