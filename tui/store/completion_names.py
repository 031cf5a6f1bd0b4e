"""The names in a database that a shell completes, read without creating a file.

A completion runs at a key press: it waits for no lock, and a database that cannot be read has no
names. `Store` would take most of the time that a completion may take, so this needs no more than
sqlite3.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tui.errors import CannotWrite
from tui.store.file.log_owner import companion
from tui.store.file.network import network_type
from tui.store.file.sqlite_file import connect, decode_text, log_size

MOST_IDS = 1000
"""The most ids that are offered: more do not help a person, and take too long to read."""

_RANGE = "FROM documents WHERE id >= :start AND id < :end"
"""A range, so that SQLite searches the index of the ids."""


_LAST = "\U0010ffff"
"""Sorts after all other code points."""


class DocumentName(NamedTuple):
    """The id of a document, and its title."""

    id: str
    title: str


def document_names(path: Path, start: str) -> list[DocumentName]:
    """Return the documents whose ids begin with `start`, in natural order; none if they are more
    than `MOST_IDS`."""
    with _connected(path) as query:
        many = query(f"SELECT 1 {_RANGE} LIMIT 1 OFFSET {MOST_IDS}", _range_of(start))
        if many:
            return []
        found = query(f"SELECT id, title {_RANGE} ORDER BY id_order, id", _range_of(start))
        return [DocumentName(*row) for row in found]


def id_beginnings(path: Path, start: str) -> list[str]:
    """Return the common beginning of the ids that start with `start`, with each next code point."""
    with _connected(path) as query:
        ends = query(
            f"SELECT (SELECT min(id) {_RANGE}), (SELECT max(id) {_RANGE})", _range_of(start)
        )
        if not ends or ends[0][0] is None:
            return []
        first, last = ends[0]
        pairs = enumerate(zip(first, last, strict=False))
        length = next((place for place, (a, b) in pairs if a != b), len(first)) + 1
        found = []
        # From each beginning to the next one in the index: reading all ids would take too long.
        while first is not None:
            found.append(first[:length])
            after = {"start": f"{first[:length]}{_LAST}", "end": f"{start}{_LAST}"}
            if len(first) < length:
                after["start"] = f"{first}\0"
            following = query(f"SELECT min(id) {_RANGE}", after)
            first = following[0][0] if following else None
        return found


def _range_of(start: str) -> dict[str, str]:
    return {"start": start, "end": f"{start}{_LAST}"}


def label_names(path: Path) -> list[str]:
    """Return the labels of all annotations that are not deleted."""
    with _connected(path) as query:
        found = query(
            "SELECT DISTINCT label FROM annotations WHERE deleted_at IS NULL ORDER BY label"
        )
        return [name for (name,) in found]


def annotator_names(path: Path) -> list[str]:
    """Return everybody who has read or annotated a document, or has one assigned."""
    with _connected(path) as query:
        found = query(
            """
            SELECT annotator FROM progress
            UNION SELECT annotator FROM assignments WHERE deleted_at IS NULL
            UNION SELECT annotator FROM annotations WHERE deleted_at IS NULL
            ORDER BY annotator
            """
        )
        return [name for (name,) in found]


Query = Callable[..., list[tuple[Any, ...]]]
"""Returns the rows of a statement with its parameters."""


@contextmanager
def _connected(path: Path) -> Iterator[Query]:
    """Yield a function for queries; it returns no rows if the database cannot be read."""
    connection = _open(path)

    def query(statement: str, parameters: Mapping[str, str] | None = None) -> list[tuple[Any, ...]]:
        try:
            found = connection.execute(statement, parameters or {}) if connection else None
            return found.fetchall() if found else []
        except sqlite3.Error:
            return []

    try:
        yield query
    finally:
        if connection is not None:
            connection.close()


def _open(path: Path) -> sqlite3.Connection | None:
    """Open a database for reading; return None if that cannot be done."""
    try:
        if not path.is_file():
            return None
        # Without locks SQLite creates nothing. They are needed only where others may write, and in
        # a network folder that may be another machine, with which SQLite cannot share a log.
        shared = log_size(path) and companion(path, "-shm").exists() and not network_type(path)
        connection = connect(path, "mode=ro" if shared else "immutable=1")
    except (sqlite3.Error, OSError, ValueError, CannotWrite):  # ValueError: a path with a NUL
        return None
    connection.text_factory = decode_text
    return connection
