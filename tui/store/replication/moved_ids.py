"""New ids and names that a merge gives to the rows of the other database."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from tui.store.replication.rules import SharedTable

NAMES = "names"
"""The kind of annotators' names; the other kinds are tables."""


class MovedIds:
    """The ids that change in a merge, in a temporary table for lookup in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._kinds: set[str] = set()
        connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS moved_ids (kind TEXT NOT NULL, old TEXT NOT NULL, "
            "new TEXT NOT NULL, PRIMARY KEY (kind, old)) WITHOUT ROWID"
        )
        connection.execute("DELETE FROM temp.moved_ids")

    def close(self) -> None:
        """Remove the temporary table."""
        self._connection.execute("DROP TABLE temp.moved_ids")

    def add(self, kind: str, moves: Mapping[str, str]) -> None:
        """Note new ids of rows of the other database, or other names."""
        if moves:
            self._kinds.add(kind)
            self._connection.executemany(
                "INSERT INTO temp.moved_ids (kind, old, new) VALUES (?, ?, ?)",
                [(kind, old, new) for old, new in moves.items()],
            )

    def new_ids(self, kind: str) -> list[str]:
        """Return the new ids of a kind."""
        rows = self._connection.execute("SELECT new FROM temp.moved_ids WHERE kind = ?", (kind,))
        return [str(new) for (new,) in rows]

    def mapped(self, column: str, kind: str) -> str:
        """Return SQL for a column of the other database's table `o`, with new ids and names."""
        if kind not in self._kinds:
            return f"o.{column}"
        return (
            f"coalesce((SELECT new FROM temp.moved_ids WHERE kind = '{kind}' "
            f"AND old = o.{column}), o.{column})"
        )

    def incoming(self, table: SharedTable, columns: Sequence[str] = ()) -> str:
        """Return a SELECT of the other database's rows, from `o`, with their new ids and names."""
        found = [
            f"{self.mapped(column, kind)} AS {column}" if kind else f"o.{column} AS {column}"
            for column in columns or table.columns
            for kind in [_kind(table, column)]
        ]
        return f"SELECT {', '.join(found)} FROM other.{table.name} o"


def _kind(table: SharedTable, column: str) -> str:
    """Return the kind of ids or names in a column; "" for other values."""
    if column in table.owners:
        return NAMES
    if column == "id" and table.has_id:
        return table.name
    return table.references.get(column, "")
