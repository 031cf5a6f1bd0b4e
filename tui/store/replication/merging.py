"""Merge another database into the open one.

Everything happens in one transaction. The other database is attached, and SQLite compares and
copies the rows in blocks; only rows that differ are handled in Python, where `LocalRows.resolve`
decides.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tui.errors import StoreError
from tui.model import may_be_owned, now, owned_id
from tui.store.file.sqlite_file import LONG_BUSY_TIMEOUT, SqliteFile
from tui.store.replication.document_identity import new_ids
from tui.store.replication.local_rows import EARLIER_TEXT, LocalRows, RowCounts
from tui.store.replication.moved_ids import NAMES, MovedIds
from tui.store.replication.other_database import OtherDatabase
from tui.store.replication.rules import (
    DOCUMENT_ROWS,
    DOCUMENTS,
    LINKS,
    PROGRESS,
    SharedTable,
    keep_version,
    owner_of,
)
from tui.store.search import NewText, store_texts, words_to_index

BLOCK = 5_000
"""Rows of the other database that are compared and copied at a time."""

BLOCK_LENGTH = 1_600_000
"""Code points of new texts that are folded and stored at a time."""

_NEW_DOCUMENT = (
    *DOCUMENTS.columns,
    "source",
    "length",
    "added_at",
    "title_key",
    "id_order",
    "title_order",
)
"""The columns of a document that is new here; a text that waits for it is not copied."""

Advance = Callable[[int], object]
"""Called with the number of rows that were processed since the last call."""


class _Block(NamedTuple):
    """A run of rows of one table."""

    first: int
    last: int
    size: int

    @property
    def bounds(self) -> tuple[int, int]:
        """The first and the last rowid."""
        return self.first, self.last


class Renamed(NamedTuple):
    """A document that got another id."""

    old: str
    new: str
    was_here: bool
    """Whether it was in the open database, not in the other one."""


@dataclass(slots=True)
class MergeReport:
    """The results of merging one database."""

    path: Path
    rows: dict[str, RowCounts] = field(default_factory=dict)
    """By the name of the table."""
    texts: int = 0
    """Texts that were new."""
    versions: int = 0
    """Rows that are in `versions` now and were not before."""
    renamed: list[Renamed] = field(default_factory=list)
    own_ids: int = 0
    """Rows that got a new id, because another annotator's row has theirs."""
    waiting: list[str] = field(default_factory=list)
    """Documents with another text than before, with annotations that wait to be re-anchored."""
    hanging: int = 0
    """Links that are not shown, because the other database deleted one of their ends."""
    names: dict[str, str] = field(default_factory=dict)
    """The names of annotators in the other database, each with its name here."""


def merge(
    file: SqliteFile,
    other: OtherDatabase,
    *,
    names: Mapping[str, str] | None = None,
    advance: Advance = lambda _: None,
) -> MergeReport:
    """Merge the other database into the open one, all of it or nothing.

    `names` are other names for its annotators; they are remembered for that database. Raises
    `StoreError` for a text that does not have its hash, `Busy` if the other database is changed
    meanwhile, and as `translate_errors`.
    """
    report = MergeReport(other.path)
    with file.busy_timeout(LONG_BUSY_TIMEOUT), other.attached(file):
        state = other.state()
        with file.writing() as connection:
            _Merge(connection, file.path, report, names or {}, advance).run()
            other.require_unchanged(state)
    return report


class _MadeIds:
    """Which ids of a table are made of another row's id and an annotator's name."""

    def __init__(self, connection: sqlite3.Connection, table: SharedTable) -> None:
        self._connection = connection
        self._table = table
        self._found: dict[tuple[str, str], set[str]] = {}

    def belongs_to(self, row_id: str, document_id: str, annotator: str) -> bool:
        """Whether the id is made of an annotator's name and the id of a row of the document."""
        if not may_be_owned(row_id):
            return False
        key = (document_id, annotator)
        if key not in self._found:
            ids = self._connection.execute(
                f"SELECT id FROM main.{self._table.name} WHERE document_id = ?", (document_id,)
            )
            self._found[key] = {owned_id(one, annotator) for (one,) in ids}
        return row_id in self._found[key]


class _Merge:
    """One merge, inside a transaction with the other database attached."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        report: MergeReport,
        names: Mapping[str, str],
        advance: Advance,
    ) -> None:
        self._connection = connection
        self._there = report.path.name
        self._report = report
        self._advance = advance
        self._stamp = now()
        self._given_names = names
        self._moved = MovedIds(connection)
        self._rows = LocalRows(connection, path.name, self._stamp)

    def run(self) -> None:
        """Merge the tables in the order in which they refer to each other."""
        # A row may be written before those that it refers to.
        self._connection.execute("PRAGMA defer_foreign_keys = ON")
        self._add_names()
        self._add_texts()
        self._separate_documents()
        self._merge_documents()
        for table in DOCUMENT_ROWS:
            if table.has_id:
                self._separate_owners(table)
        self._rows.rewrite_mentions()
        for table in DOCUMENT_ROWS:
            self._merge_table(table)
        self._remove_stale_progress()
        self._rows.rewrite_history()
        self._copy_versions()
        self._note_hanging_links()
        self._note_waiting()
        self._report.versions += self._rows.versions
        self._moved.close()

    def _add_names(self) -> None:
        """Remember the given names for the other database, and use those given before."""
        execute = self._connection.execute
        (database_id,) = execute("SELECT id FROM other.database_identity").fetchone()
        self._connection.executemany(
            "INSERT INTO merged_names (database_id, old_name, new_name) VALUES (?, ?, ?) "
            "ON CONFLICT (database_id, old_name) DO UPDATE SET new_name = excluded.new_name",
            [(database_id, old, new) for old, new in self._given_names.items()],
        )
        known = execute(
            "SELECT old_name, new_name FROM merged_names WHERE database_id = ?", (database_id,)
        )
        names = dict(known.fetchall())
        for old in names.keys() - self._given_names.keys():
            names[old] = self._name_by_rows(old) or names[old]
        self._report.names = {old: new for old, new in names.items() if old != new}
        self._moved.add(NAMES, self._report.names)
        for old, new in self._given_names.items():
            self._rename_merged_rows(old, new)

    def _name_by_rows(self, old: str) -> str:
        """Return the name that the rows of an annotator of the other database have here.

        Copies of one database share its id, and each may have been merged under another name. So
        the newest row that both databases have decides. If they have no row in common, the other
        one was never merged under a new name; "" if the annotator has no annotations there.
        """
        found = self._connection.execute(
            "SELECT m.annotator FROM other.annotations o JOIN main.annotations m ON m.id = o.id "
            "WHERE o.annotator = ? ORDER BY o.id DESC LIMIT 1",
            (old,),
        ).fetchone()
        if found is not None:
            return str(found[0])
        (has_rows,) = self._connection.execute(
            "SELECT EXISTS (SELECT 1 FROM other.annotations WHERE annotator = ?)", (old,)
        ).fetchone()
        return old if has_rows else ""

    def _rename_merged_rows(self, old: str, new: str) -> None:
        """Rename rows that an earlier merge stored under the old name.

        Nothing is renamed if somebody with the old name has given commands in the open database.
        """
        if self._works_here(old):
            return
        for table in DOCUMENT_ROWS:
            if table.has_id:
                owner = table.owners[0]
                self._connection.execute(
                    f"UPDATE main.{table.name} SET {owner} = ? WHERE {owner} = ? AND id IN "
                    f"(SELECT id FROM other.{table.name} WHERE {owner} = ?)",
                    (new, old, old),
                )

    def _works_here(self, annotator: str) -> bool:
        """Whether any command of an annotator was given in the open database."""
        found = self._connection.execute(
            "SELECT 1 FROM main.history WHERE annotator = ? LIMIT 1", (annotator,)
        )
        return found.fetchone() is not None

    def _remove_stale_progress(self) -> None:
        """Remove the progress under an old name where no row of that name is left.

        It was merged with rows that have the new name now, and exists under that name too.
        """
        for old in self._given_names:
            if self._works_here(old):
                continue
            where = (
                "annotator = ? AND document_id IN "
                f"(SELECT {self._moved.mapped('document_id', DOCUMENTS.name)} "
                "FROM other.progress o WHERE o.annotator = ?) "
                "AND NOT EXISTS (SELECT 1 FROM main.annotations a "
                "WHERE a.document_id = progress.document_id AND a.annotator = progress.annotator)"
            )
            columns = ", ".join(PROGRESS.columns)
            gone = self._connection.execute(
                f"SELECT {columns} FROM main.progress WHERE {where}", (old, old)
            )
            for values in gone.fetchall():
                keep_version(self._connection, PROGRESS, values, self._there, self._stamp)
            self._connection.execute(f"DELETE FROM main.progress WHERE {where}", (old, old))

    def _blocks(self, table: str) -> Iterator[_Block]:
        """Yield the rows of one of the other database's tables in blocks of rowids."""
        last = -(1 << 63)
        while True:
            block = _Block(
                *self._connection.execute(
                    "SELECT min(rowid), max(rowid), count(*) FROM (SELECT rowid FROM "
                    f"other.{table} WHERE rowid > ? ORDER BY rowid LIMIT {BLOCK})",
                    (last,),
                ).fetchone()
            )
            if not block.size:
                return
            yield block
            last = block.last
            self._advance(block.size)

    # Texts

    def _add_texts(self) -> None:
        for block in self._blocks("texts"):
            new = self._connection.execute(
                "SELECT o.sha256, o.text FROM other.texts o WHERE o.rowid BETWEEN ? AND ? "
                "AND NOT EXISTS (SELECT 1 FROM main.texts t WHERE t.sha256 = o.sha256)",
                block.bounds,
            )
            batch: list[tuple[str, str]] = []
            length = 0
            for sha, text in new:
                batch.append((sha, text))
                length += len(text)
                if length >= BLOCK_LENGTH:
                    self._keep_texts(batch)
                    batch, length = [], 0
            self._keep_texts(batch)

    def _keep_texts(self, texts: list[tuple[str, str]]) -> None:
        for key, text in texts:
            if sha256(text.encode()).hexdigest() != key:
                raise StoreError(
                    f"{self._report.path}: the text {key} is not the one of this hash; "
                    "nothing was changed"
                )
        folded = words_to_index([text for _, text in texts])
        new = [NewText(*text, words) for text, words in zip(texts, folded, strict=True)]
        store_texts(self._connection, new, self._stamp)
        self._report.texts += len(texts)

    # Documents

    def _separate_documents(self) -> None:
        """Find which documents are the same, and give others their own ids on both sides."""
        here, there = new_ids(self._connection)
        self._moved.add(DOCUMENTS.name, there)
        self._report.renamed = [
            Renamed(old, new, was_here)
            for moves, was_here in ((here, True), (there, False))
            for old, new in moves.items()
        ]
        waiting = dict(here)
        while waiting:
            # A new id may still be another document's old one.
            old = next((old for old, new in waiting.items() if new not in waiting), "")
            if not old:
                raise StoreError("two texts of one document have hashes with the same first digits")
            self._rows.rename_document(old, waiting.pop(old))

    def _merge_documents(self) -> None:
        counts = self._report.rows[DOCUMENTS.name] = RowCounts()
        document_id = self._moved.mapped("document_id", DOCUMENTS.name)
        for block in self._blocks("document_texts"):
            self._connection.execute(
                f"INSERT INTO main.document_texts SELECT {document_id}, o.text_sha256, o.added_at "
                f"FROM other.document_texts o WHERE o.rowid BETWEEN ? AND ? {EARLIER_TEXT}",
                block.bounds,
            )
        for block in self._blocks(DOCUMENTS.name):
            self._note_sources(block)
            self._merge_block(DOCUMENTS, block, counts, _NEW_DOCUMENT)
            self._connection.execute(
                "UPDATE main.documents SET added_at = i.added_at FROM "
                f"({self._moved.incoming(DOCUMENTS, ('id', 'added_at'))} "
                "WHERE o.rowid BETWEEN ? AND ?) i "
                "WHERE i.id = documents.id AND i.added_at < documents.added_at",
                block.bounds,
            )
        for renamed in self._moved.new_ids(DOCUMENTS.name):
            self._rows.compute_keys(renamed)

    def _note_sources(self, block: _Block) -> None:
        """Store which documents have a source on another machine; of two, the smaller one is kept.

        A document that was added here keeps its source.
        """
        incoming = (
            f"{self._moved.incoming(DOCUMENTS, ('id', 'source'))} WHERE o.rowid BETWEEN ? AND ?"
        )
        smaller = self._connection.execute(
            f"SELECT i.source, i.id FROM ({incoming}) i JOIN main.documents d ON d.id = i.id "
            "JOIN main.merged_sources m ON m.document_id = i.id WHERE i.source < d.source",
            block.bounds,
        ).fetchall()
        self._connection.executemany("UPDATE main.documents SET source = ? WHERE id = ?", smaller)
        self._connection.execute(
            f"INSERT OR IGNORE INTO main.merged_sources SELECT i.id FROM ({incoming}) i "
            "WHERE NOT EXISTS (SELECT 1 FROM main.documents d WHERE d.id = i.id)",
            block.bounds,
        )
        # The trigger counts a changed source as a local one.
        self._connection.executemany(
            "INSERT INTO main.merged_sources VALUES (?)", [(id,) for _, id in smaller]
        )

    # Rows

    def _separate_owners(self, table: SharedTable) -> None:
        """Give two annotators' rows with the same id different ids.

        An id that is made of another row's and an annotator stays that annotator's, who has another
        one where that row is not. Otherwise the row of the annotator whose name sorts first keeps
        the id, so that the order of merges does not matter.
        """
        owner = self._moved.mapped(table.owners[0], NAMES)
        found = self._connection.execute(
            f"SELECT o.id, m.document_id, {owner}, m.{table.owners[0]} FROM other.{table.name} o "
            f"JOIN main.{table.name} m ON m.id = o.id WHERE {owner} <> m.{table.owners[0]}"
        ).fetchall()
        moves: dict[str, str] = {}
        made = _MadeIds(self._connection, table)
        for row_id, document_id, theirs, mine in found:
            if owner_of(self._connection, table, row_id) != mine:
                continue  # it has made room for another one
            my_id, their_id = (owned_id(row_id, name) for name in (mine, theirs))
            my_claim, their_claim = (
                made.belongs_to(row_id, document_id, name) for name in (mine, theirs)
            )
            if my_claim > their_claim or (my_claim == their_claim and mine < theirs):
                self._make_room(table, their_id, theirs, moves)
                moves[row_id] = their_id
                # The other database may have this annotator's row under an id of its own.
                if self._owner_there(table, my_id) == mine:
                    moves[my_id] = row_id
            else:
                self._make_room(table, my_id, mine, moves)
                self._rows.rename_row(table, row_id, my_id)
                if owner_of(self._connection, table, their_id) == theirs:
                    self._rows.rename_row(table, their_id, row_id)
        self._moved.add(table.name, moves)
        self._report.own_ids += len(found)

    def _make_room(
        self, table: SharedTable, row_id: str, owner: str, moves: dict[str, str]
    ) -> None:
        """Give new ids to rows that somebody else has taken over under an annotator's made id."""
        self._rows.make_room(table, row_id, owner)
        there = self._owner_there(table, row_id)
        if there not in (None, owner):
            moves[row_id] = owned_id(row_id, there)

    def _owner_there(self, table: SharedTable, row_id: str) -> str | None:
        """Return the annotator, by the name here, of a row of the other database; None if there is
        none with this id."""
        found = self._connection.execute(
            f"SELECT {self._moved.mapped(table.owners[0], NAMES)} FROM other.{table.name} o "
            "WHERE o.id = ?",
            (row_id,),
        ).fetchone()
        return None if found is None else str(found[0])

    def _merge_table(self, table: SharedTable) -> None:
        counts = self._report.rows[table.name] = RowCounts()
        for block in self._blocks(table.name):
            self._merge_block(table, block, counts, table.columns)

    def _merge_block(
        self, table: SharedTable, block: _Block, counts: RowCounts, new_columns: Sequence[str]
    ) -> None:
        """Add new rows, then decide about those that differ from the present ones."""
        incoming, columns = self._moved.incoming(table, new_columns), ", ".join(new_columns)
        added = self._connection.execute(
            f"INSERT INTO main.{table.name} ({columns}) {incoming} WHERE o.rowid BETWEEN ? AND ? "
            f"ON CONFLICT ({', '.join(table.key)}) DO NOTHING",
            block.bounds,
        ).rowcount
        counts.added += added
        if added == block.size:
            return
        same_key = " AND ".join(f"m.{name} = i.{name}" for name in table.key)
        theirs, mine = (", ".join(f"{alias}.{name}" for name in table.columns) for alias in "im")
        differing = self._connection.execute(
            f"SELECT {theirs} FROM ({self._moved.incoming(table)} WHERE o.rowid BETWEEN ? AND ?) i "
            f"JOIN main.{table.name} m ON {same_key} WHERE ({theirs}) IS NOT ({mine})",
            block.bounds,
        ).fetchall()
        counts.unchanged += block.size - added - len(differing)
        for values in differing:
            self._rows.resolve(table, values, counts, self._there)

    # Versions, and what is reported

    def _copy_versions(self) -> None:
        """Also keep the rows that lost in earlier merges of the other database."""
        for block in self._blocks("versions"):
            self._report.versions += self._connection.execute(
                "INSERT INTO main.versions SELECT o.row_id, o.kind, o.row, o.source, o.replaced_at "
                "FROM other.versions o WHERE o.rowid BETWEEN ? AND ? AND NOT EXISTS "
                "(SELECT 1 FROM main.versions v WHERE v.row_id = o.row_id AND v.kind = o.kind "
                "AND v.row = o.row)",
                block.bounds,
            ).rowcount

    def _note_hanging_links(self) -> None:
        """Keep in `versions` each link with an end that one database has deleted."""
        columns = ", ".join(f"l.{name}" for name in LINKS.columns)
        hanging = self._connection.execute(
            f"SELECT DISTINCT {columns} FROM links l JOIN annotations a "
            "ON a.id IN (l.from_id, l.to_id) "
            "WHERE l.deleted_at IS NULL AND a.deleted_at IS NOT NULL"
        )
        for values in hanging.fetchall():
            new = keep_version(self._connection, LINKS, values, self._there, self._stamp)
            self._report.hanging += new
            self._report.versions += new

    def _note_waiting(self) -> None:
        self._report.waiting = [
            document_id
            for document_id in sorted(self._rows.two_texts)
            if self._connection.execute(
                "SELECT 1 FROM annotations a JOIN documents d ON d.id = a.document_id "
                "WHERE d.id = ? AND a.text_sha256 <> d.text_sha256 AND a.status <> 'orphaned' "
                "AND a.deleted_at IS NULL LIMIT 1",
                (document_id,),
            ).fetchone()
        ]
