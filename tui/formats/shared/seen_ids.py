"""The ids that a file has used, and those that its links need."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator


class SeenIds:
    """The ids that a file has used, by kind, and those that its links need.

    They are in a temporary database, which SQLite moves from memory to an unnamed file when it
    grows: a set of a million ids would need too much memory.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(
            """
            PRAGMA journal_mode = OFF;
            PRAGMA synchronous = OFF;
            CREATE TABLE seen (kind TEXT, id TEXT, line INTEGER, PRIMARY KEY (kind, id))
                WITHOUT ROWID;
            CREATE TABLE wanted (kind TEXT, id TEXT, line INTEGER);
            CREATE TABLE copied (id TEXT PRIMARY KEY, copies INTEGER) WITHOUT ROWID;
            CREATE TABLE named (name TEXT, id TEXT, PRIMARY KEY (name, id)) WITHOUT ROWID;
            BEGIN;
            """
        )

    def close(self) -> None:
        """Delete the temporary database."""
        self._db.close()

    def first_line(self, kind: str, name: str, line: int) -> int | None:
        """Add an id; return the line that used it before, or None."""
        row = (kind, name, line)
        if self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", row).rowcount:
            return None
        found = self._db.execute("SELECT line FROM seen WHERE kind = ? AND id = ?", row[:2])
        first: int = found.fetchone()[0]
        return first

    def has(self, kind: str, name: str) -> bool:
        """Return whether the file has used this id."""
        sql = "SELECT 1 FROM seen WHERE kind = ? AND id = ?"
        return self._db.execute(sql, (kind, name)).fetchone() is not None

    def copies(self, name: str) -> int:
        """Return how many more ids were derived from the values that gave this id."""
        found = self._db.execute("SELECT copies FROM copied WHERE id = ?", (name,)).fetchone()
        return 0 if found is None else int(found[0])

    def set_copies(self, name: str, copies: int) -> None:
        """Record how many more ids were derived from the values that gave this id."""
        self._db.execute("INSERT OR REPLACE INTO copied VALUES (?, ?)", (name, copies))

    def want(self, kind: str, name: str, line: int) -> None:
        """Record that a line needs this id, which may come later."""
        self._db.execute("INSERT INTO wanted VALUES (?, ?, ?)", (kind, name, line))

    def name(self, name: str, made: str) -> None:
        """Record the id that was made for a name in the file."""
        self._db.execute("INSERT OR IGNORE INTO named VALUES (?, ?)", (name, made))

    def named(self, name: str) -> list[str]:
        """Return the ids, two at most, that were made for a name in the file."""
        rows = self._db.execute("SELECT id FROM named WHERE name = ? LIMIT 2", (name,))
        return [made for (made,) in rows]

    def missing(self, known: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
        """Yield the wanted ids that neither came nor are `known`, with their lines."""
        rows = self._db.execute(
            """
            SELECT id, line FROM wanted WHERE NOT EXISTS (
                SELECT 1 FROM seen WHERE seen.kind = wanted.kind AND seen.id = wanted.id
            ) ORDER BY line
            """
        )
        return ((name, line) for name, line in rows if not known(name))
