"""The names in a database that a shell completes, read without creating a file.

A completion runs at a key press: it waits for no lock, and a database that cannot be read has no
names. `Store` would take most of the time that a completion may take, so this needs no more than
sqlite3.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tui.store.connection import connect, decode_text, log_size
from tui.store.log_owner import companion

MOST_IDS = 1000
"""More ids are no help to a person who chooses one, and take too long to read."""

_RANGE = "FROM documents WHERE id >= :start AND id < :end"
"""A range, so that SQLite searches the index of the ids."""


class DocumentName(NamedTuple):
    """The id of a document, and its title."""

    id: str
    title: str


def document_names(path: Path, start: str) -> list[DocumentName]:
    """Return the documents whose ids begin with `start`, in natural order; none if they are more
    than `MOST_IDS`."""
    query = f"SELECT id, title {_RANGE} ORDER BY id_order, id LIMIT {MOST_IDS + 1}"
    found = _rows(path, query, _range_of(start))
    return [DocumentName(*row) for row in found] if len(found) <= MOST_IDS else []


def id_beginnings(path: Path, start: str) -> list[str]:
    """Return how the ids that begin with `start` go on: what all have in common, and one code point
    more of each."""
    ends = f"SELECT (SELECT min(id) {_RANGE}), (SELECT max(id) {_RANGE})"
    found = _rows(path, ends, _range_of(start))
    if not found or found[0][0] is None:
        return []
    first, last = found[0]
    pairs = enumerate(zip(first, last, strict=False))
    length = next((place for place, (a, b) in pairs if a != b), len(first)) + 1
    query = f"SELECT DISTINCT substr(id, 1, {length}) {_RANGE} ORDER BY 1"
    return [name for (name,) in _rows(path, query, _range_of(start))]


def _range_of(start: str) -> dict[str, str]:
    return {"start": start, "end": f"{start}\U0010ffff"}


def label_names(path: Path) -> list[str]:
    """Return the labels of all annotations that are not deleted."""
    query = "SELECT DISTINCT label FROM annotations WHERE deleted_at IS NULL ORDER BY label"
    return [name for (name,) in _rows(path, query)]


def annotator_names(path: Path) -> list[str]:
    """Return everybody who has read or annotated a document, or has one assigned."""
    query = """
        SELECT annotator FROM progress
        UNION SELECT annotator FROM assignments WHERE deleted_at IS NULL
        UNION SELECT annotator FROM annotations WHERE deleted_at IS NULL
        ORDER BY annotator
        """
    return [name for (name,) in _rows(path, query)]


def _rows(
    path: Path, query: str, parameters: dict[str, str] | Sequence[str] = ()
) -> list[tuple[str, ...]]:
    """Return the rows of a query; none if the database cannot be read."""
    try:
        if not path.is_file():
            return []
        # Without locks SQLite creates nothing. They are needed only where others may write.
        shared = log_size(path) and companion(path, "-shm").exists()
        with closing(connect(path, "mode=ro" if shared else "immutable=1")) as connection:
            connection.text_factory = decode_text
            connection.execute("PRAGMA query_only = 1")
            return connection.execute(query, parameters).fetchall()
    except (sqlite3.Error, OSError, ValueError):  # ValueError: a path with a NUL
        return []
