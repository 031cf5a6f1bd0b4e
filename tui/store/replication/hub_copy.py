"""The open database as a copy that is kept in step with a hub.

Triggers fill the table `outbox` with what to send (see `migrations.m005_hub`). `outgoing` makes the
lines that are sent, `incoming` writes the rows that are received. Nothing here uses the network.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from tui.errors import HubError
from tui.model import later_than, now
from tui.store.file.sqlite_file import LONG_BUSY_TIMEOUT, SqliteFile
from tui.store.replication.forgetting import forget
from tui.store.replication.hub_ids import find_hub_ids, local_id
from tui.store.replication.incoming import (
    OF_CURATORS,
    Application,
    Applied,
    IncomingRow,
    local_values,
    store_waiting,
    values_of,
)
from tui.store.replication.local_rows import LocalRows
from tui.store.replication.outgoing import (
    TEXTS_OF_DOCUMENTS,
    add_functions,
    canonical_time,
    sending,
    sending_texts,
    written,
)
from tui.store.replication.rules import (
    DOCUMENT_ROWS,
    DOCUMENTS,
    SHARED_TABLES,
    SharedTable,
    update_row,
)
from tui.store.search import NewText, store_texts, words_to_index

KINDS = (DOCUMENTS.name, TEXTS_OF_DOCUMENTS, *(table.name for table in DOCUMENT_ROWS))
"""All kinds of rows, those first that others refer to."""

FORGOTTEN = "forgotten"
"""The kind of rows that say whose layer was withdrawn or renamed."""

BATCH = 500
"""Rows that are written in one transaction, so that it holds the lock for a few milliseconds."""

AHEAD = timedelta(minutes=5)
"""How far a row's time may be ahead of the hub's clock."""

REPLICA, PAUSED = "hub replica", "hub paused"
"""Names in the table `choices` of values that are about the whole database."""

_CONFIRMED = "+"
"""The suffix of the second entry in `hub_pushes` for a push that was confirmed."""

_NOTE = "INSERT OR REPLACE INTO choices (annotator, name, value) VALUES ('', ?, ?)"

PORTION = 10_000
"""Rows that are sent in one push, so that it holds the hub's lock for half a second."""

_SENDING = {
    TEXTS_OF_DOCUMENTS: sending_texts(),
    **{name: sending(table) for name, table in SHARED_TABLES.items()},
}
"""SQL for what goes to the hub, by kind."""


class HubState(NamedTuple):
    """How far the database is in step with its hub."""

    hub_id: str
    seq: int
    token: str
    annotator: str
    is_curator: bool


class Queued(NamedTuple):
    """A row to send."""

    number: int
    """Of the outbox."""
    line: str
    """As `outgoing` describes it."""
    is_unfit: int
    """Whether no hub can store it."""
    text: str
    """The hash of a text to send with it; empty if there is none."""


class HubCopy:
    """An open database that is kept in step with a hub."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def state(self) -> HubState | None:
        """Return how far the database is in step; None before the first exchange."""
        row = self._file.row("SELECT hub_id, seq, token, annotator, is_curator FROM hub_state")
        if row is None:
            return None
        hub_id, seq, token, annotator, is_curator = row
        return HubState(hub_id, seq, token, annotator, bool(is_curator))

    def join(self, hub_id: str, annotator: str, *, is_curator: bool) -> HubState:
        """Store which hub the database belongs to, and put all its rows into the outbox.

        Raises `HubError` where it belongs to another hub.
        """
        before = self.state()
        if before is not None and before.hub_id != hub_id:
            raise HubError(f"{self._file.path}: the database is synchronised with another hub")
        if before is not None and (before.annotator, before.is_curator) == (annotator, is_curator):
            return before
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
            connection.execute(
                "INSERT INTO hub_state (id, hub_id, annotator, is_curator) VALUES (1, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET annotator = excluded.annotator, "
                "is_curator = excluded.is_curator",
                (hub_id, annotator, is_curator),
            )
            _queue_all(connection)
        return HubState(hub_id, 0, "", annotator, is_curator) if before is None else before

    def replica(self) -> str | None:
        """Return the id that distinguishes this database from its copies, if it has one yet."""
        return self._noted(REPLICA)

    def set_replica(self, replica: str) -> None:
        """Set the replica id. Rows that were sent under another id are received once."""
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
            connection.execute(_NOTE, (REPLICA, replica))
            connection.execute("DELETE FROM hub_pushes")

    def is_paused(self) -> bool:
        """Whether the database was restored from a backup, without `sync --keep` since."""
        return self._noted(PAUSED) is not None

    def resume(self) -> None:
        """End the pause after a restore."""
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
            connection.execute("DELETE FROM choices WHERE annotator = '' AND name = ?", (PAUSED,))

    def _noted(self, name: str) -> str | None:
        row = self._file.row("SELECT value FROM choices WHERE annotator = '' AND name = ?", (name,))
        return None if row is None else str(row[0])

    def start_over(self) -> None:
        """Reset the cursor and queue all rows again, because the hub was restored from a backup."""
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
            connection.execute("UPDATE hub_state SET seq = 0, token = ''")
            connection.execute("DELETE FROM hub_pushes")
            _queue_all(connection)

    # Sending

    def pending(self) -> int:
        """Return how many rows wait to be sent; 0 without a hub."""
        state = self.state()
        if state is None:
            return 0
        counts = (self._queued_rows(state, kind, "count(*)") for kind in _kinds_of(state))
        return sum(int(number) for ((number,),) in counts)

    def queued(self, state: HubState) -> Iterator[Queued]:
        """Yield the rows to send: the annotator's own, or all rows of a curator's database.

        Rows to which others refer come first. Rows may be removed from the outbox meanwhile.
        """
        add_functions(self._file.connection)
        find_hub_ids(self._file.connection, None if state.is_curator else state.annotator)
        for kind in _kinds_of(state):
            sql, after = _SENDING[kind], 0
            columns = f"o.number, {sql.line}, {sql.is_unfit}, {sql.text}"
            while rows := self._queued_rows(state, kind, columns, after):
                yield from map(Queued._make, rows)
                after = rows[-1][0]

    def _queued_rows(
        self, state: HubState, kind: str, columns: str, after: int = 0
    ) -> list[tuple[Any, ...]]:
        """Return the next `PORTION` rows of the outbox after a number, the oldest change first."""
        joined = " AND ".join(
            f"t.{name} = o.{column}"
            for name, column in zip(_SENDING[kind].key, ("row_id", "second"), strict=False)
        )
        owner = "" if state.is_curator else f"AND t.{SHARED_TABLES[kind].owners[0]} = :annotator"
        return self._file.rows(
            f"SELECT {columns} FROM outbox o JOIN {kind} t ON {joined} "
            f"WHERE o.kind = :kind AND o.refused = 0 AND o.number > :after {owner} "
            f"ORDER BY o.number LIMIT {PORTION}",
            {"kind": kind, "annotator": state.annotator, "after": after},
        )

    def number_of(self, kind: str, row_id: str, owner: str) -> int:
        """Return the outbox's number of a row in the hub's answer; 0 if it has been removed."""
        if kind == TEXTS_OF_DOCUMENTS:
            key = (owner, row_id)
        elif SHARED_TABLES[kind].has_id:
            table = SHARED_TABLES[kind]
            key = (local_id(self._file.connection, table, row_id, owner), "")
        else:
            key = (row_id, owner)
        found = self._file.row(
            "SELECT number FROM outbox WHERE (kind, row_id, second) = (?, ?, ?)", (kind, *key)
        )
        return 0 if found is None else int(found[0])

    def compressed_text(self, text_sha256: str) -> bytes:
        """Return a stored text compressed as on the hub."""
        text = self._file.value("SELECT text FROM texts WHERE sha256 = ?", (text_sha256,))
        return zlib.compress(text.encode())

    def restamp(self, state: HubState, server_now: timedelta) -> int:
        """Set the hub's present time on rows too far ahead of its clock; return their number."""
        latest = written(server_now + AHEAD)
        ahead = [
            (table, key)
            for table in (DOCUMENTS, *DOCUMENT_ROWS)
            if state.is_curator or table.name not in OF_CURATORS
            for key in self._ahead(table, latest)
        ]
        if not ahead:
            return 0
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
            for place, (table, key) in enumerate(ahead):
                stamp = written(server_now + timedelta(microseconds=place))
                where = " AND ".join(f"{name} = ?" for name in table.key)
                connection.execute(
                    f"UPDATE {table.name} SET updated_at = ? WHERE {where}", (stamp, *key)
                )
        return len(ahead)

    def _ahead(self, table: SharedTable, latest: str) -> list[tuple[str, ...]]:
        """Return the keys of the rows to send that are later than a time in canonical form."""
        columns = ("row_id", "second")[: len(table.key)]
        joined = " AND ".join(
            f"t.{name} = o.{column}" for name, column in zip(table.key, columns, strict=True)
        )
        key = ", ".join(f"t.{name}" for name in table.key)
        rows = self._file.rows(
            f"SELECT t.updated_at, {key} FROM outbox o JOIN {table.name} t ON {joined} "
            "WHERE o.kind = ? AND o.refused = 0 AND (t.updated_at > ? "
            "OR t.updated_at NOT GLOB '????-??-??T??:??:??.??????Z')",
            (table.name, latest),
        )
        return [tuple(found) for stamp, *found in rows if canonical_time(stamp) > latest]

    def note_push(self, token: str) -> None:
        """Store the token of a push before it is sent: the answer may be lost."""
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
            connection.execute("INSERT INTO hub_pushes (token) VALUES (?)", (token,))

    def pushes(self) -> dict[str, bool]:
        """Return the tokens of the pushes since the last pull, and whether their answers came."""
        tokens = {str(token) for (token,) in self._file.rows("SELECT token FROM hub_pushes")}
        return {
            token: token + _CONFIRMED in tokens
            for token in tokens
            if not token.endswith(_CONFIRMED)
        }

    def confirm_push(self, token: str, numbers: Sequence[int], refused: Sequence[int]) -> None:
        """Note that a push was confirmed, and remove its rows from the outbox.

        Rows that have changed meanwhile stay.
        """
        done = json.dumps(numbers)
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO hub_documents (document_id) SELECT row_id FROM outbox "
                "WHERE kind = 'documents' AND number IN (SELECT value FROM json_each(?))",
                (done,),
            )
            connection.execute(
                "DELETE FROM outbox WHERE number IN (SELECT value FROM json_each(?))", (done,)
            )
            connection.executemany(
                "UPDATE outbox SET refused = 1 WHERE number = ?", [(number,) for number in refused]
            )
            connection.execute("INSERT INTO hub_pushes (token) VALUES (?)", (token + _CONFIRMED,))

    def keep_lost(self, lost: Sequence[IncomingRow], source: str) -> None:
        """Keep rows of the hub that lost to local rows in `versions`."""
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
            rows = LocalRows(connection, self._file.path.name, now())
            for row in lost:
                table = SHARED_TABLES[row.kind]
                values = values_of(table, row)
                rows.keep(table, local_values(connection, table, values, row) or values, source)

    # A restored database

    def keep_own(self, annotator: str) -> None:
        """Remember the annotator's own rows as they are now, for `restore_own`."""
        connection = self._file.connection
        for table in DOCUMENT_ROWS:
            connection.execute(f"DROP TABLE IF EXISTS temp.own_{table.name}")
            connection.execute(
                f"CREATE TEMP TABLE own_{table.name} AS SELECT {', '.join(table.columns)} "
                f"FROM main.{table.name} WHERE {table.owners[0]} = ?",
                (annotator,),
            )

    def restore_own(self, annotator: str) -> None:
        """Restore the annotator's own rows to their state at `keep_own`, as new edits.

        Rows that arrived since are deleted. What is overwritten is kept in `versions`.
        """
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
            connection.execute("PRAGMA defer_foreign_keys = ON")
            rows = LocalRows(connection, self._file.path.name, now())
            for table in DOCUMENT_ROWS:
                _restore_own(connection, rows, table, annotator)

    # Receiving

    def kept_since(self, stamp: str) -> list[tuple[str, str, str]]:
        """Return the rows that `versions` got since a time: kind, id, and document id."""
        return [
            (str(kind), str(row_id), str(document_id or ""))
            for kind, row_id, document_id in self._file.rows(
                "SELECT kind, row_id, iif(json_valid(row), row ->> 'document_id', '') "
                "FROM versions WHERE replaced_at >= ? ORDER BY kind, row_id",
                (stamp,),
            )
        ]

    def await_row(self, row: IncomingRow) -> None:
        """Store a row of the hub, for the next `apply` to write."""
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
            store_waiting(connection, row)

    def spool(self, rows: Iterable[IncomingRow]) -> int:
        """Put the hub's rows into a temporary table, to sort them; return their number.

        Rows that waited for others are added again.
        """
        connection = self._file.connection
        connection.execute("DROP TABLE IF EXISTS temp.hub_spool")
        connection.execute(
            "CREATE TEMP TABLE hub_spool (kind TEXT, id TEXT, owner TEXT, document_id TEXT, "
            "at TEXT, row TEXT, PRIMARY KEY (kind, id, owner)) WITHOUT ROWID"
        )
        insert = "INSERT OR REPLACE INTO temp.hub_spool VALUES (?, ?, ?, ?, ?, ?)"
        for *names, words in self._file.rows(
            "SELECT kind, id, owner, document_id, row FROM hub_waiting"
        ):
            at, row_words = json.loads(words)
            connection.execute(insert, (*names, at, row_words))
        count = 0
        for row in rows:
            connection.execute(insert, row)
            count += 1
        return count

    def missing_texts(self) -> list[str]:
        """Return the hashes of the texts that spooled rows need and the database lacks."""
        rows = self._file.rows(
            "SELECT DISTINCT s.id FROM temp.hub_spool s WHERE s.kind = ? "
            "AND NOT EXISTS (SELECT 1 FROM texts t WHERE t.sha256 = s.id)",
            (TEXTS_OF_DOCUMENTS,),
        )
        return [str(text_sha256) for (text_sha256,) in rows]

    def add_texts(self, texts: Sequence[tuple[str, bytes]]) -> None:
        """Store texts that came from the hub. Raises `HubError` for one of another hash."""
        found = []
        for key, body in texts:
            raw = zlib.decompress(body)
            if sha256(raw).hexdigest() != key:
                raise HubError(f"the hub sent a text that is not the one of the hash {key}")
            found.append((key, raw.decode()))
        folded = words_to_index([text for _, text in found])
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
            known = {
                key
                for key, _ in found
                if connection.execute("SELECT 1 FROM texts WHERE sha256 = ?", (key,)).fetchone()
            }
            new = [
                NewText(key, text, words)
                for (key, text), words in zip(found, folded, strict=True)
                if key not in known
            ]
            store_texts(connection, new, now())

    def apply(self, hub: str, seq: int, token: str) -> Applied:
        """Write the spooled rows in short transactions, then move the cursor.

        After an interruption the same rows are written again, which changes nothing.
        """
        applied = Applied()
        present = {kind for (kind,) in self._file.rows("SELECT DISTINCT kind FROM temp.hub_spool")}
        if FORGOTTEN in present:
            self._forget()
        for kind in KINDS:
            if kind in present:
                self._apply_kind(kind, hub, applied)
        state = self.state()
        if present or state is None or (state.seq, state.token) != (seq, token):
            with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
                connection.execute(
                    "UPDATE hub_state SET seq = ?, token = ?, synced_at = ?", (seq, token, now())
                )
                connection.execute("DELETE FROM hub_pushes")
                if present & {DOCUMENTS.name, "assignments"}:
                    offered = connection.execute("UPDATE outbox SET refused = 0 WHERE refused = 1")
                    applied.offered_again = offered.rowcount
        return applied

    def _forget(self) -> None:
        """Withdraw or rename the layers of annotators whom the hub has forgotten."""
        state = self.state()
        rows = self._file.rows("SELECT id, row FROM temp.hub_spool WHERE kind = ?", (FORGOTTEN,))
        pseudonyms = {key: json.loads(words)["pseudonym"] for key, words in rows}
        owners = " UNION ".join(
            f"SELECT {table.owners[0]} FROM {table.name}" for table in DOCUMENT_ROWS
        )
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
            connection.execute("UPDATE hub_state SET applying = 1")
            for (name,) in connection.execute(owners).fetchall():
                key = sha256(f"{state.hub_id if state else ''} {name}".encode()).hexdigest()
                if key in pseudonyms:
                    forget(connection, name, pseudonyms[key], now())
            connection.execute("UPDATE hub_state SET applying = 0")

    def _apply_kind(self, kind: str, hub: str, applied: Applied) -> None:
        # Comments answer each other, so all of them are written in one transaction.
        size = -1 if kind == "comments" else BATCH
        while True:
            with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing() as connection:
                rows = connection.execute(
                    "SELECT kind, id, owner, document_id, at, row FROM temp.hub_spool "
                    "WHERE kind = ? ORDER BY id, owner LIMIT ?",
                    (kind, size),
                ).fetchall()
                Application(connection, self._file.path.name, hub, applied).apply(
                    [IncomingRow(*row) for row in rows]
                )
                connection.executemany(
                    "DELETE FROM temp.hub_spool WHERE kind = ? AND id = ? AND owner = ?",
                    [row[:3] for row in rows],
                )
            if len(rows) < BATCH:
                return


def _restore_own(
    connection: sqlite3.Connection, rows: LocalRows, table: SharedTable, annotator: str
) -> None:
    columns = ", ".join(table.columns)
    kept = {
        table.key_of(values): values
        for values in connection.execute(f"SELECT {columns} FROM temp.own_{table.name}")
    }
    present = connection.execute(
        f"SELECT {columns} FROM main.{table.name} WHERE {table.owners[0]} = ?", (annotator,)
    ).fetchall()
    for values in present:
        row = table.row(values)
        before = kept.get(table.key_of(values))
        if before == values or (before is None and row.get("deleted_at") is not None):
            continue
        stamp = later_than(row["updated_at"])
        wanted = dict(row) if before is None else table.row(before)
        if before is None and "deleted_at" in wanted:
            wanted["deleted_at"] = stamp
        rows.keep(table, values, "before a restore")
        update_row(connection, table, tuple((wanted | {"updated_at": stamp}).values()))


def _kinds_of(state: HubState) -> Iterator[str]:
    """Yield the kinds of rows that the hub accepts from annotators or curators."""
    return (kind for kind in KINDS if state.is_curator or kind not in OF_CURATORS)


def _queue_all(connection: sqlite3.Connection) -> None:
    """Put every row that goes to a hub into the outbox."""
    connection.execute("DELETE FROM outbox")
    for kind in KINDS:
        if kind == TEXTS_OF_DOCUMENTS:
            key = "document_id, text_sha256"
        else:
            table = SHARED_TABLES[kind]
            key = "id, ''" if table.has_id else ", ".join(table.key)
        connection.execute(
            f"INSERT INTO outbox (kind, row_id, second) SELECT '{kind}', {key} FROM {kind}"
        )
