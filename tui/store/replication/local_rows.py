"""The rows of the open database during a merge: which are kept, and which get another id."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.model import owned_id
from tui.store.listing import document_keys
from tui.store.progress import move_bookmarks
from tui.store.replication.moved_ids import MENTIONED, MENTIONS, with_new_ids
from tui.store.replication.rules import (
    ANNOTATIONS,
    DOCUMENT_ROWS,
    DOCUMENTS,
    LINKS,
    Resolution,
    SharedTable,
    Values,
    decide,
    keep_version,
    owner_of,
    select_row,
    update_row,
)

EARLIER_TEXT = (
    "ON CONFLICT (document_id, text_sha256) DO UPDATE SET added_at = excluded.added_at "
    "WHERE excluded.added_at < added_at"
)
"""SQL that keeps the earlier of two times at which a document got a text."""


@dataclass(slots=True)
class RowCounts:
    """The outcomes for another database's rows of one table."""

    added: int = 0
    updated: int = 0
    """Rows that replaced an older one, which is in `versions` now."""
    older: int = 0
    """Rows that lost to the local one, and are in `versions`."""
    unchanged: int = 0


class LocalRows:
    """The rows of the open database, inside a transaction.

    Foreign keys must be deferred. Call `rewrite_history` last.
    """

    def __init__(self, connection: sqlite3.Connection, here: str, stamp: str) -> None:
        """`here` is what `versions` calls this database, `stamp` the time of the merge."""
        self._connection = connection
        self._here = here
        self._stamp = stamp
        self.versions = 0
        """Rows that are in `versions` now and were not before."""
        self.two_texts: set[str] = set()
        """Documents that have had different texts in the two databases."""
        self._new_ids: dict[tuple[str, str], str] = {}
        """The rows whose id has changed: table and old id, and the new id."""
        self._documents: set[str] = set()
        """The documents whose undo histories may hold one of them, by their new ids."""

    def rename_document(self, old: str, new: str) -> None:
        """Give a document of the open database another id, or join it with the one that has that
        id."""
        execute = self._connection.execute
        self._documents.add(new)
        for table in DOCUMENT_ROWS:
            if not table.has_id:
                self._rename_keyed_rows(table, old, new)
        self._move_references(DOCUMENTS, old, new)
        execute("UPDATE main.history SET document_id = ? WHERE document_id = ?", (new, old))
        execute(
            "INSERT INTO main.document_texts SELECT ?, text_sha256, added_at "
            f"FROM main.document_texts WHERE document_id = ? {EARLIER_TEXT}",
            (new, old),
        )
        execute("DELETE FROM main.document_texts WHERE document_id = ?", (old,))
        for local in ("bookmarks", "merged_sources"):
            execute(
                f"UPDATE OR IGNORE main.{local} SET document_id = ? WHERE document_id = ?",
                (new, old),
            )
            execute(f"DELETE FROM main.{local} WHERE document_id = ?", (old,))
        present = execute(select_row(DOCUMENTS), (new,)).fetchone()
        moving = execute(select_row(DOCUMENTS), (old,)).fetchone()
        if present is None:
            keys = document_keys(new, moving[1])
            execute(
                "UPDATE main.documents SET id = ?, title_key = ?, id_order = ?, title_order = ? "
                "WHERE id = ?",
                (new, *keys, old),
            )
        else:
            execute(
                "UPDATE main.documents SET added_at = min(added_at, "
                "(SELECT added_at FROM main.documents WHERE id = ?)) WHERE id = ?",
                (old, new),
            )
            self.resolve(DOCUMENTS, (new, *moving[1:]), RowCounts(), self._here)
            execute("DELETE FROM main.documents WHERE id = ?", (old,))

    def _rename_keyed_rows(self, table: SharedTable, old: str, new: str) -> None:
        """Move the rows of a table without ids from one document to another."""
        select = f"SELECT {', '.join(table.columns)} FROM main.{table.name} WHERE document_id = ?"
        for values in self._connection.execute(select, (old,)).fetchall():
            self._connection.execute(
                f"DELETE FROM main.{table.name} WHERE document_id = ? AND annotator = ?", values[:2]
            )
            moved = (new, *values[1:])
            if self._connection.execute(select_row(table), moved[:2]).fetchone() is None:
                self.insert(table, moved)
            else:
                self.resolve(table, moved, RowCounts(), self._here)

    def rename_row(self, table: SharedTable, old: str, new: str) -> None:
        """Give a row of the open database another id."""
        execute = self._connection.execute
        values = execute(select_row(table), (old,)).fetchone()
        row, owner = table.row(values), table.owners[0]
        self._documents.add(row["document_id"])
        self._move_references(table, old, new)
        # What lost to the row earlier lost to the row of this annotator.
        execute(
            "UPDATE main.versions SET row_id = :new, row = json_set(row, '$.id', :new) "
            "WHERE row_id = :old AND kind = :kind AND json_valid(row) "
            f"AND row ->> '{owner}' = :owner",
            {"new": new, "old": old, "kind": table.name, "owner": row[owner]},
        )
        if execute(select_row(table), (new,)).fetchone() is None:
            execute(f"UPDATE main.{table.name} SET id = ? WHERE id = ?", (new, old))
        else:
            self.resolve(table, (new, *values[1:]), RowCounts(), self._here)
            execute(f"DELETE FROM main.{table.name} WHERE id = ?", (old,))

    def make_room(self, table: SharedTable, row_id: str, owner: str) -> str | None:
        """Give the row with an id that is made for `owner` another id if it is not the owner's.

        Its annotator has taken over the owner's row under this id. Return the new id; None if
        there is no such row.
        """
        there = owner_of(self._connection, table, row_id)
        if there in (None, owner):
            return None
        new = owned_id(row_id, there)
        self.rename_row(table, row_id, new)
        return new

    def _move_references(self, table: SharedTable, old: str, new: str) -> None:
        """Make the open database's rows refer to a row of `table` by its new id."""
        self._new_ids[table.name, old] = new
        for other in DOCUMENT_ROWS:
            for column, target in other.references.items():
                if target == table.name:
                    self._connection.execute(
                        f"UPDATE main.{other.name} SET {column} = ? WHERE {column} = ?", (new, old)
                    )

    def rewrite_mentions(self) -> None:
        """Give adjudicated annotations and decisions the new ids of the rows that they come from.

        Call this before rows of another database are written, which may use an old id for another
        row.
        """
        moved = self._moved_mentions()
        if not moved:
            return
        for table, column, start in MENTIONS:
            for document_id in self._documents:
                found = self._connection.execute(
                    f"SELECT id, {column} FROM main.{table.name} WHERE document_id = ? "
                    f"AND substr({column}, 1, ?) = ?",
                    (document_id, len(start), start),
                ).fetchall()
                for row_id, words in found:
                    if (changed := with_new_ids(words, moved)) != words:
                        self._connection.execute(
                            f"UPDATE main.{table.name} SET {column} = ? WHERE id = ?",
                            (changed, row_id),
                        )

    def _moved_mentions(self) -> dict[str, str]:
        """Return the new ids of annotations and links."""
        return {old: new for (kind, old), new in self._new_ids.items() if kind in MENTIONED}

    def rewrite_history(self) -> None:
        """Give the rows in undo histories their new ids, so that they can still be undone."""
        moved = self._moved_mentions()
        for document_id in self._documents:
            entries = self._connection.execute(
                "SELECT seq, changes FROM main.history WHERE document_id = ?", (document_id,)
            ).fetchall()
            for seq, words in entries:
                changes = json.loads(words)
                for change in changes:
                    for row in (change["before"], change["after"]):
                        self._rewrite(change["table"], row or {}, moved)
                self._connection.execute(
                    "UPDATE main.history SET changes = ? WHERE seq = ?",
                    (json.dumps(changes, ensure_ascii=False), seq),
                )

    def _rewrite(self, table: str, row: dict[str, Any], moved: Mapping[str, str]) -> None:
        targets = {
            "id": table,
            "document_id": "documents",
            "from_id": "annotations",
            "to_id": "annotations",
            "annotation_id": "annotations",
            "parent_id": "comments",
        }
        for column, target in targets.items():
            if column in row:
                row[column] = self._new_ids.get((target, row[column]), row[column])
        for mentioning, column, start in MENTIONS:
            words = row.get(column)
            if table == mentioning.name and isinstance(words, str) and words.startswith(start):
                row[column] = with_new_ids(words, moved)

    def resolve(
        self,
        table: SharedTable,
        values: Values,
        counts: RowCounts,
        source: str,
        *,
        is_conflict: bool = True,
        always_wins: bool = False,
    ) -> Resolution:
        """Compare a row with the local one with the same key, and write the winner.

        Without a conflict, that is if the row is a later version of the local one, the loser is not
        kept in `versions`. With `always_wins` the row is written also if it is the older one.
        """
        present = self._connection.execute(select_row(table), table.key_of(values)).fetchone()
        resolution = decide(table, present, values, self._owner_of)
        if always_wins and resolution is Resolution.PRESENT:
            resolution = Resolution.INCOMING
        if is_conflict and resolution in (Resolution.PRESENT, Resolution.INCOMING):
            lost, whose = (
                (values, source) if resolution is Resolution.PRESENT else (present, self._here)
            )
            self.keep(table, lost, whose)
        if resolution in (Resolution.INCOMING, Resolution.LATER):
            self._write(table, present, values)
        counts.older += resolution is Resolution.PRESENT
        counts.updated += resolution is Resolution.INCOMING
        counts.unchanged += resolution in (Resolution.SAME, Resolution.LATER)
        if table is DOCUMENTS and _text_of(present) != _text_of(values):
            self.two_texts.add(values[0])
        return resolution

    def _owner_of(self, row_id: str) -> str:
        """Return the annotator of an annotation or a link; "" where there is none with this id."""
        found = (owner_of(self._connection, table, row_id) for table in (ANNOTATIONS, LINKS))
        return next(filter(None, found), "")

    def keep(self, table: SharedTable, values: Values, source: str) -> None:
        """Keep a losing row in `versions`."""
        self.versions += keep_version(self._connection, table, values, source, self._stamp)

    def insert(self, table: SharedTable, values: Values) -> None:
        """Insert a row into a table without other columns."""
        marks = ", ".join("?" * len(values))
        self._connection.execute(
            f"INSERT INTO main.{table.name} ({', '.join(table.columns)}) VALUES ({marks})", values
        )

    def _write(self, table: SharedTable, present: Values, values: Values) -> None:
        update_row(self._connection, table, values)
        if table is DOCUMENTS:
            self._follow_document(table.row(present), table.row(values))

    def _follow_document(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Recompute what depends on a document's title and text."""
        self.compute_keys(after["id"])
        old, new = before["text_sha256"], after["text_sha256"]
        if old == new:
            return
        (text,) = self._connection.execute(
            "SELECT text FROM texts WHERE sha256 = ?", (new,)
        ).fetchone()
        self._connection.execute(
            "UPDATE documents SET length = ?, pending_sha256 = nullif(pending_sha256, text_sha256) "
            "WHERE id = ?",
            (len(text), after["id"]),
        )
        move_bookmarks(self._connection, after["id"], old, new)

    def compute_keys(self, document_id: str) -> None:
        """Recompute the keys of a document's id and title for sorting and filtering."""
        execute = self._connection.execute
        (title,) = execute("SELECT title FROM documents WHERE id = ?", (document_id,)).fetchone()
        execute(
            "UPDATE documents SET title_key = ?, id_order = ?, title_order = ? WHERE id = ?",
            (*document_keys(document_id, title), document_id),
        )


def _text_of(document: Values) -> str:
    return str(DOCUMENTS.row(document)["text_sha256"])
