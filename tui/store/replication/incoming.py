"""Write the rows that come from a hub into the open database."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tui.model import now
from tui.store.listing import document_keys
from tui.store.replication.hub_ids import HINT, local_id, local_reference
from tui.store.replication.local_rows import LocalRows, RowCounts
from tui.store.replication.outgoing import TEXTS_OF_DOCUMENTS, canonical_time
from tui.store.replication.rules import (
    ANNOTATIONS,
    ASSIGNMENTS,
    DOCUMENTS,
    SHARED_TABLES,
    Resolution,
    SharedTable,
    Values,
    distinct_id,
    select_row,
)

_UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    RecursionError,
    OverflowError,
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)
"""The errors that reading and storing an invalid row raises."""


OF_CURATORS = {DOCUMENTS.name, TEXTS_OF_DOCUMENTS, ASSIGNMENTS.name}
"""The kinds that only curators may change on the hub. What an annotator changes in such a row stays
local, until the hub sends the row."""


class IncomingRow(NamedTuple):
    """A row as it comes from the hub."""

    kind: str
    id: str
    owner: str
    document_id: str
    at: str
    row: str


@dataclass(slots=True)
class Applied:
    """The results of writing rows that came from the hub."""

    received: int = 0
    changed: int = 0
    conflicts: int = 0
    """Rows that are in `versions` now."""
    waiting: int = 0
    """Rows that refer to rows that have not arrived."""
    unreadable: int = 0
    """Rows that are invalid, and left out."""
    offered_again: int = 0
    """Rows that the hub refused before and may accept now."""


class Application:
    """Writes rows from the hub, inside a transaction."""

    def __init__(
        self, connection: sqlite3.Connection, here: str, hub: str, applied: Applied
    ) -> None:
        self._connection = connection
        self._hub = hub
        self._applied = applied
        self._rows = LocalRows(connection, here, now())
        found = connection.execute("SELECT is_curator, seq FROM hub_state").fetchone()
        # Not in the first exchange, nor in one with a hub from a backup, which may be older.
        self._follows_curators = found is not None and not found[0] and found[1] > 0

    def apply(self, rows: Sequence[IncomingRow]) -> None:
        """Write the rows without queueing them in the outbox."""
        execute = self._connection.execute
        execute("PRAGMA defer_foreign_keys = ON")
        execute("UPDATE hub_state SET applying = 1")
        for row in rows:
            self._applied.received += 1
            key = (row.kind, row.id, row.owner)
            execute("DELETE FROM hub_waiting WHERE (kind, id, owner) = (?, ?, ?)", key)
            try:
                done = self._apply(row)
            except _UNREADABLE:
                # Members can send invalid rows of their own layer.
                self._applied.unreadable += 1
                continue
            if not done:
                self._applied.waiting += 1
                store_waiting(self._connection, row)
        self._rows.rewrite_mentions()
        self._rows.rewrite_history()
        self._applied.conflicts += self._rows.versions
        execute("UPDATE hub_state SET applying = 0")

    def _apply(self, row: IncomingRow) -> bool:
        """Write a row; return False if it must wait for a row that it refers to."""
        if row.kind == TEXTS_OF_DOCUMENTS:
            return self._apply_text(row)
        table = SHARED_TABLES[row.kind]
        values = values_of(table, row)
        if table is DOCUMENTS:
            return self._apply_document(row, values)
        if not self._has_references(table, values):
            return False
        located = local_values(self._connection, table, values, row)
        if located is None:
            return False
        if not table.has_id or located[0] == row.id:
            self._resolve(table, located)
            return True
        # What waits to be sent of another annotator's row with this id gets its new id too.
        self._connection.execute("UPDATE hub_state SET applying = 0")
        other = self._rows.make_room(table, located[0], row.owner) or row.id
        self._connection.execute("UPDATE hub_state SET applying = 1")
        is_new = not self._has(table.name, "id", located[0])
        self._resolve(table, located)
        if is_new and table is ANNOTATIONS:
            self._move_links(row.owner, other, located[0])
        return True

    def _apply_text(self, row: IncomingRow) -> bool:
        if not self._has("texts", "sha256", row.id):
            return False
        if not self._has("documents", "id", row.document_id):
            return False
        self._connection.execute(
            "INSERT OR IGNORE INTO document_texts (document_id, text_sha256, added_at) "
            "VALUES (?, ?, ?)",
            (row.document_id, row.id, json.loads(row.row)["added_at"]),
        )
        return True

    def _apply_document(self, row: IncomingRow, values: Values) -> bool:
        document = DOCUMENTS.row(values)
        if not self._has("texts", "sha256", document["text_sha256"]):
            return False
        execute = self._connection.execute
        if self._has("documents", "id", row.id) and not self._is_hub_document(row.id, document):
            (first,) = execute(
                "SELECT text_sha256 FROM document_texts WHERE document_id = ? "
                "ORDER BY added_at, text_sha256 LIMIT 1",
                (row.id,),
            ).fetchone()
            # The local document is new to the hub: changes of it go into the outbox.
            execute("UPDATE hub_state SET applying = 0")
            self._rows.rename_document(row.id, distinct_id(row.id, first))
            execute("UPDATE hub_state SET applying = 1")
        execute("INSERT OR IGNORE INTO hub_documents (document_id) VALUES (?)", (row.id,))
        if self._has("documents", "id", row.id):
            self._resolve(DOCUMENTS, values)
            return True
        (text,) = execute(
            "SELECT text FROM texts WHERE sha256 = ?", (document["text_sha256"],)
        ).fetchone()
        (added_at,) = execute(
            "SELECT min(json_extract(row, '$.added_at')) FROM temp.hub_spool "
            "WHERE kind = ? AND owner = ?",
            (TEXTS_OF_DOCUMENTS, row.id),
        ).fetchone()
        columns = (*DOCUMENTS.columns, "length", "added_at", "title_key", "id_order", "title_order")
        keys = document_keys(row.id, document["title"])
        execute(
            f"INSERT INTO documents (source, {', '.join(columns)}) "
            f"VALUES ('', {', '.join('?' * len(columns))})",
            (*values, len(text), added_at or document["updated_at"], *keys),
        )
        self._applied.changed += 1
        return True

    def _is_hub_document(self, document_id: str, document: dict[str, Any]) -> bool:
        """Whether the local document is on the hub, or has had a text of the hub's document."""
        if self._has("hub_documents", "document_id", document_id):
            return True
        found = self._connection.execute(
            "SELECT 1 FROM document_texts WHERE document_id = ? AND (text_sha256 = ? OR "
            "text_sha256 IN (SELECT id FROM temp.hub_spool WHERE kind = ? AND owner = ?)) LIMIT 1",
            (document_id, document["text_sha256"], TEXTS_OF_DOCUMENTS, document_id),
        )
        return found.fetchone() is not None

    def _has(self, table: str, column: str, value: str | None) -> bool:
        found = self._connection.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (value,))
        return value is None or found.fetchone() is not None

    def _has_references(self, table: SharedTable, values: Values) -> bool:
        row = table.row(values)
        if "text_sha256" in row and not self._has("texts", "sha256", row["text_sha256"]):
            return False
        return all(
            self._has(target, "id", row[column]) or self._is_arriving(target, row[column])
            for column, target in table.references.items()
        )

    def _is_arriving(self, kind: str, row_id: str) -> bool:
        """Whether the row is a comment that arrives in the same exchange."""
        found = self._connection.execute(
            "SELECT 1 FROM temp.hub_spool WHERE kind = ? AND id = ?", (kind, row_id)
        )
        return kind == "comments" and found.fetchone() is not None

    def _move_links(self, owner: str, other: str, own: str) -> None:
        """Make an annotator's links refer to their own annotation, not to another's.

        They came when the other was still theirs: it was taken over here since.
        """
        for column in ("from_id", "to_id"):
            self._connection.execute(
                f"UPDATE links SET {column} = ? WHERE {column} = ? AND annotator = ?",
                (own, other, owner),
            )

    def _resolve(self, table: SharedTable, values: Values) -> None:
        execute = self._connection.execute
        key = table.key_of(values)
        queue_key = (table.name, key[0], key[1] if len(key) > 1 else "")
        if execute(select_row(table), key).fetchone() is None:
            self._rows.insert(table, values)
            self._applied.changed += 1
            return
        queued = execute(
            "SELECT 1 FROM outbox WHERE (kind, row_id, second) = (?, ?, ?)", queue_key
        ).fetchone()
        counts = RowCounts()
        resolution = self._rows.resolve(
            table,
            values,
            counts,
            self._hub,
            is_conflict=queued is not None,
            always_wins=table.name in OF_CURATORS and self._follows_curators,
        )
        self._applied.changed += resolution in (Resolution.INCOMING, Resolution.LATER)
        if resolution is Resolution.PRESENT and queued is None:
            execute("INSERT INTO outbox (kind, row_id, second) VALUES (?, ?, ?)", queue_key)
        elif resolution is not Resolution.PRESENT and queued is not None:
            execute("DELETE FROM outbox WHERE (kind, row_id, second) = (?, ?, ?)", queue_key)


def store_waiting(connection: sqlite3.Connection, row: IncomingRow) -> None:
    """Store a row until the row that it refers to arrives."""
    words = json.dumps((row.at, row.row), ensure_ascii=False)
    connection.execute(
        "INSERT OR REPLACE INTO hub_waiting VALUES (?, ?, ?, ?, ?)", (*row[:4], words)
    )


def local_values(
    connection: sqlite3.Connection, table: SharedTable, values: Values, incoming: IncomingRow
) -> Values | None:
    """Return a row's values with the ids that it and the rows it refers to have in the database.

    None if another row of the same id is here, but not the one that it refers to.
    """
    row = table.row(values)
    hints = json.loads(incoming.row) if HINT in incoming.row else {}
    for column, target in table.references.items():
        if target != "documents" and row[column] is not None:
            to, hint = SHARED_TABLES[target], str(hints.get(column + HINT, ""))
            found = local_reference(connection, to, row[column], incoming.owner, hint)
            # Where a deleted row leads to does not matter.
            if found is None and hint and not row.get("deleted_at"):
                return None
            row[column] = found or row[column]
    if table.has_id:
        row["id"] = local_id(connection, table, row["id"], incoming.owner)
    return tuple(row.values())


def values_of(table: SharedTable, incoming: IncomingRow) -> Values:
    """Return the values of a row that came from the hub.

    The hub has verified its columns. Raises ValueError if a row is not a JSON object.
    """
    row = json.loads(incoming.row)
    if not isinstance(row, dict):
        raise ValueError("a row is not a JSON object")
    stamp = row.get("updated_at")
    if not isinstance(stamp, str) or canonical_time(stamp) != incoming.at:
        stamp = incoming.at
    row |= {"id": incoming.id, "document_id": incoming.document_id, "updated_at": stamp}
    if table.owners:
        row[table.owners[0]] = incoming.owner
    return tuple(row.get(name, table.defaults.get(name)) for name in table.columns)
