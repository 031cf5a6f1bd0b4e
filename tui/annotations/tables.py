"""Where the rows of a command live: how each kind is read and written, inside a transaction.

The SQL names its columns from the constants of `tui.annotations.rows`; values are always bound.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

import sqlite3

from tui.annotations.carrying import carry_places
from tui.annotations.history import DocumentStatus, DocumentText, Row
from tui.annotations.model import Annotation, Link, ReadingStatus, now
from tui.annotations.rows import (
    ANNOTATION_COLUMNS,
    LINK_COLUMNS,
    SELECT_ANNOTATION,
    SELECT_LINK,
    annotation_of,
    annotation_values,
    link_of,
    link_values,
)


def _insert_sql(table: str, columns: str) -> str:
    marks = ", ".join("?" * len(columns.split(", ")))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})"


def _update_sql(table: str, columns: str) -> str:
    _, *others = columns.split(", ")
    settings = ", ".join(f"{name} = ?" for name in others)
    return f"UPDATE {table} SET {settings} WHERE id = ?"


_INSERT_ANNOTATION = _insert_sql("annotations", ANNOTATION_COLUMNS)
_INSERT_LINK = _insert_sql("links", LINK_COLUMNS)
_UPDATE_ANNOTATION = _update_sql("annotations", ANNOTATION_COLUMNS)
_UPDATE_LINK = _update_sql("links", LINK_COLUMNS)


def current_row(connection: sqlite3.Connection, row: Row) -> Row | None:
    """The row of the same key as the database holds it now.

    A status is always there: a document without progress is unread.
    """
    match row:
        case Annotation():
            found = connection.execute(SELECT_ANNOTATION, (row.id,)).fetchone()
            return None if found is None else annotation_of(found)
        case Link():
            found = connection.execute(SELECT_LINK, (row.id,)).fetchone()
            return None if found is None else link_of(found)
        case DocumentStatus():
            found = connection.execute(
                "SELECT status FROM progress WHERE document_id = ? AND annotator = ?",
                (row.document_id, row.annotator),
            ).fetchone()
            status: ReadingStatus = "unread" if found is None else found[0]
            return DocumentStatus(row.document_id, row.annotator, status)
        case DocumentText():
            found = connection.execute(
                "SELECT id, text_sha256, pending_sha256 FROM documents WHERE id = ?",
                (row.document_id,),
            ).fetchone()
            return None if found is None else DocumentText(*found)


def insert_row(connection: sqlite3.Connection, row: Annotation | Link) -> None:
    """Adds a row whose id is new."""
    if isinstance(row, Annotation):
        connection.execute(_INSERT_ANNOTATION, annotation_values(row))
    else:
        connection.execute(_INSERT_LINK, link_values(row))


def update_row(connection: sqlite3.Connection, row: Row) -> None:
    """Writes the row over the one of the same key."""
    match row:
        case Annotation():
            connection.execute(_UPDATE_ANNOTATION, (*annotation_values(row)[1:], row.id))
        case Link():
            connection.execute(_UPDATE_LINK, (*link_values(row)[1:], row.id))
        case DocumentStatus():
            connection.execute(
                "INSERT INTO progress (document_id, annotator, status, offset, updated_at) "
                "VALUES (?, ?, ?, 0, ?) ON CONFLICT (document_id, annotator) "
                "DO UPDATE SET status = excluded.status, updated_at = excluded.updated_at",
                (row.document_id, row.annotator, row.status, now()),
            )
        case DocumentText():
            (text,) = connection.execute(
                "SELECT text FROM texts WHERE sha256 = ?", (row.text_sha256,)
            ).fetchone()
            (before,) = connection.execute(
                "SELECT text_sha256 FROM documents WHERE id = ?", (row.document_id,)
            ).fetchone()
            carry_places(connection, row.document_id, before, row.text_sha256)
            connection.execute(
                "UPDATE documents SET text_sha256 = ?, pending_sha256 = ?, length = ? WHERE id = ?",
                (row.text_sha256, row.pending_sha256, len(text), row.document_id),
            )
