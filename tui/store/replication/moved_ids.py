"""New ids and names that a merge gives to rows."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from tui.store.replication.rules import ANNOTATIONS, DECISIONS, LINKS, SharedTable

NAMES = "names"
"""The kind of annotators' names; the other kinds are tables."""

MENTIONS = ((ANNOTATIONS, "origin", "adjudicated:"), (DECISIONS, "subject", "[["))
"""The columns that name annotations or links in a text, and how such a text begins."""

MENTIONED = {ANNOTATIONS.name, LINKS.name}
"""The kinds of rows that are named there."""


def with_new_ids(words: str, moved: Mapping[str, str]) -> str:
    """Return a text of a column of `MENTIONS` with the new ids of annotations and links.

    An origin has ids between spaces, a subject is a sorted JSON list of ids with hashes.
    """
    if not words.startswith("[["):
        return " ".join(moved.get(word, word) for word in words.split(" "))
    try:
        before = json.loads(words)
        after = sorted([moved.get(row_id, row_id), *rest] for row_id, *rest in before)
    except (ValueError, TypeError):
        return words
    return words if after == before else json.dumps(after)


class MovedIds:
    """The ids that change in a merge, in a temporary table for lookup in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._kinds: set[str] = set()
        self._mentioned: dict[str, str] = {}
        """The new ids of annotations and links."""
        connection.create_function("hashiya_new_ids", 2, self._with_new_ids, deterministic=True)
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
            if kind in MENTIONED:
                self._mentioned |= moves
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
        found = [f"{self._value(table, column)} AS {column}" for column in columns or table.columns]
        return f"SELECT {', '.join(found)} FROM other.{table.name} o"

    def _value(self, table: SharedTable, column: str) -> str:
        if kind := _kind(table, column):
            return self.mapped(column, kind)
        for mentioning, name, start in MENTIONS:
            if self._mentioned and (table, column) == (mentioning, name):
                return f"hashiya_new_ids(o.{column}, '{start}')"
        return f"o.{column}"

    def _with_new_ids(self, words: str | None, start: str) -> str | None:
        if isinstance(words, str) and words.startswith(start):
            return with_new_ids(words, self._mentioned)
        return words


def _kind(table: SharedTable, column: str) -> str:
    """Return the kind of ids or names in a column; "" for other values."""
    if column in table.owners:
        return NAMES
    if column == "id" and table.has_id:
        return table.name
    return table.references.get(column, "")
