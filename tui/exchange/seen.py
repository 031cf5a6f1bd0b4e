"""Which ids a file has used, kept on disk: a set of a million would be the import's memory."""

import sqlite3
from collections.abc import Callable, Iterator


class Seen:
    """The ids that have come by, by kind, and those that links wait for.

    A temporary database of SQLite's own: it lies in memory while it is small, then in a file
    without a name.
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
            BEGIN;
            """
        )

    def close(self) -> None:
        """Lets go of all of it."""
        self._db.close()

    def first_line(self, kind: str, name: str, line: int) -> int | None:
        """Takes the id in; the line that used it before, if one did."""
        row = (kind, name, line)
        if self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", row).rowcount:
            return None
        found = self._db.execute("SELECT line FROM seen WHERE kind = ? AND id = ?", row[:2])
        first: int = found.fetchone()[0]
        return first

    def want(self, kind: str, name: str, line: int) -> None:
        """Remembers that the line needs this id, which may still come."""
        self._db.execute("INSERT INTO wanted VALUES (?, ?, ?)", (kind, name, line))

    def missing(self, known: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
        """The ids that were wanted, never came, and that `known` denies; with their lines."""
        rows = self._db.execute(
            """
            SELECT id, line FROM wanted WHERE NOT EXISTS (
                SELECT 1 FROM seen WHERE seen.kind = wanted.kind AND seen.id = wanted.id
            ) ORDER BY line
            """
        )
        return ((name, line) for name, line in rows if not known(name))
