"""Stored texts, and their folded words in the index of the full-text search."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import NamedTuple

Fold = Callable[[str], str]
"""Gives words one spelling; what it does to a text does not depend on what stands around it."""

_BETWEEN = "\0"
"""Stands between texts that are folded together."""


def search_key(fold: Fold, words: str) -> str:
    """`words` as titles are sorted and filtered by: folded, and without upper case."""
    return fold(words).casefold()


class NewText(NamedTuple):
    """A text that is to be stored."""

    sha256: str
    text: str
    words: str
    """The text as the search finds it: folded."""


def keep_texts(connection: sqlite3.Connection, texts: Sequence[NewText], stamp: str) -> None:
    """Stores texts that are not there yet, each with its hash, and their words for the search."""
    connection.executemany(
        "INSERT INTO texts (sha256, added_at, text) VALUES (?, ?, ?)",
        [(sha256, stamp, text) for sha256, text, _ in texts],
    )
    index_words(connection, [(sha256, words) for sha256, _, words in texts])


def index_words(connection: sqlite3.Connection, texts: Sequence[tuple[str, str]]) -> None:
    """Adds stored texts to the full-text search: the hash and the folded words of each."""
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM text_numbers").fetchone()
    numbers = range(last + 1, last + 1 + len(texts))
    connection.executemany(
        "INSERT INTO text_numbers (number, sha256) VALUES (?, ?)",
        [(number, sha256) for number, (sha256, _) in zip(numbers, texts, strict=True)],
    )
    connection.executemany(
        "INSERT INTO text_search (rowid, body) VALUES (?, ?)",
        [(number, words) for number, (_, words) in zip(numbers, texts, strict=True)],
    )


def fold_all(texts: Sequence[str], fold: Fold) -> Sequence[str]:
    """Each text folded; all at once, as folding many short ones costs more than one long one."""
    folded = fold(_BETWEEN.join(texts)).split(_BETWEEN) if texts else []
    # A text that holds the sign itself, and a folding that drops it, are told by the count.
    return folded if len(folded) == len(texts) else [fold(text) for text in texts]
