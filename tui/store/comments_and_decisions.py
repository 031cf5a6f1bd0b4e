"""Comments and decisions: queries, writing one, and loading those of a file."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Sequence
from typing import Any

from tui.errors import Conflict
from tui.model import Comment, Decision, instant_of
from tui.store.file.sqlite_file import SqliteFile

COMMENT_COLUMNS = ", ".join(field.name for field in dataclasses.fields(Comment))

DECISION_COLUMNS = ", ".join(field.name for field in dataclasses.fields(Decision))

TABLES = {Comment: ("comments", COMMENT_COLUMNS), Decision: ("decisions", DECISION_COLUMNS)}
"""The table of each kind of row, and its columns."""


class Comments:
    """The comments and decisions of an open database."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def in_document(self, document_id: str, *, include_deleted: bool = False) -> list[Comment]:
        """Return the comments on the document and its annotations, oldest first."""
        rows = self._file.rows(
            f"SELECT {COMMENT_COLUMNS} FROM comments WHERE document_id = ? "
            f"{'' if include_deleted else 'AND deleted_at IS NULL'} ORDER BY created_at, id",
            (document_id,),
        )
        return [Comment(*row) for row in rows]

    def to_export(self, document_id: str) -> list[Comment]:
        """Return the comments for an export of the document, by id.

        Comments on deleted annotations are left out; a deleted comment with answers is not.
        """
        rows = self._file.rows(
            f"SELECT {_columns('c', COMMENT_COLUMNS)} FROM comments c WHERE c.document_id = ? "
            "AND NOT EXISTS (SELECT 1 FROM annotations a "
            "WHERE a.id = c.annotation_id AND a.deleted_at IS NOT NULL) ORDER BY c.id",
            (document_id,),
        )
        found = {one.id: one for one in (Comment(*row) for row in rows)}
        kept: dict[str, Comment] = {}
        for one in found.values():
            each: Comment | None = one if one.deleted_at is None else None
            while each is not None and each.id not in kept:
                kept[each.id] = each
                each = found.get(each.parent_id or "")
        return [one for one in found.values() if one.id in kept]

    def decisions(self, document_id: str) -> list[Decision]:
        """Return the decisions about the document, by id."""
        rows = self._file.rows(
            f"SELECT {DECISION_COLUMNS} FROM decisions WHERE document_id = ? "
            "AND deleted_at IS NULL ORDER BY id",
            (document_id,),
        )
        return [Decision(*row) for row in rows]

    def decided_documents(self, adjudicator: str) -> set[str]:
        """Return the ids of the documents in which an adjudicator decided or took anything."""
        rows = self._file.rows(
            "SELECT document_id FROM decisions WHERE adjudicator = :name "
            "UNION SELECT document_id FROM annotations WHERE annotator = :name",
            {"name": adjudicator},
        )
        return {str(id) for (id,) in rows}


def _columns(table: str, names: str) -> str:
    return ", ".join(f"{table}.{name}" for name in names.split(", "))


def current(connection: sqlite3.Connection, row: Comment | Decision) -> Comment | Decision | None:
    """Return the row with the same id as it is in the database now, or None."""
    table, columns = TABLES[type(row)]
    found: Sequence[Any] | None = connection.execute(
        f"SELECT {columns} FROM {table} WHERE id = ?", (row.id,)
    ).fetchone()
    return None if found is None else type(row)(*found)


def write(connection: sqlite3.Connection, row: Comment | Decision) -> None:
    """Insert the row, or overwrite the one with the same id."""
    table, columns = TABLES[type(row)]
    names = columns.split(", ")
    settings = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    # Not by sqlite-utils: it is a part of a command, which a key waits for.
    connection.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))}) "
        f"ON CONFLICT (id) DO UPDATE SET {settings}",
        dataclasses.astuple(row),
    )


def load(connection: sqlite3.Connection, row: Comment | Decision) -> str:
    """Write a row from a file; return what happened to it.

    Of two rows with one id the later is kept; one without `updated_at` never replaces another,
    because it may be the older one. The result is `added`, `updated`, `unchanged` or `kept`, a
    field of `importing.LoadReport`. Raises `Conflict` for an id that a row of another document
    has.
    """
    known = current(connection, row)
    if known is None:
        write(connection, dataclasses.replace(row, updated_at=row.updated_at or row.created_at))
        return "added"
    if known.document_id != row.document_id:
        what = "comment" if isinstance(row, Comment) else "decision"
        raise Conflict(f"{what} {row.id!r} is already in the document {known.document_id!r}")
    if dataclasses.replace(known, updated_at=row.updated_at) == row:
        return "unchanged"
    if instant_of(row.updated_at) <= instant_of(known.updated_at):
        return "kept"
    write(connection, row)
    return "updated"
