"""Rows that come from elsewhere: an imported file, another person's database."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tui.errors import Conflict
from tui.model import Annotation, Link, Progress, instant_of
from tui.store.connection import SqliteFile
from tui.store.row_mapping import current_row, insert_row, same_content, update_row


@dataclass(slots=True)
class LoadReport:
    """What became of the annotations and links that were handed in."""

    added: int = 0
    updated: int = 0
    """Older rows of the same id that gave way."""
    unchanged: int = 0
    kept: int = 0
    """Newer rows of the same id that stayed."""


def load(file: SqliteFile, rows: Iterable[Annotation | Link | Progress]) -> LoadReport:
    """Writes the rows in one transaction; of two with one id the later `updated_at` stays.

    One without `updated_at` never replaces another: nobody can tell that it is the later one.

    Raises `Conflict` for an id that something else already has, and `StoreError` when a row
    refers to another that is not there at the transaction's end.
    """
    report = LoadReport()
    with file.writing() as connection:
        # A link may come before its ends.
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for row in rows:
            if isinstance(row, Progress):
                _load_progress(connection, row)
            else:
                _load_row(connection, row, report)
    return report


def _load_row(connection: sqlite3.Connection, row: Annotation | Link, report: LoadReport) -> None:
    current = current_row(connection, row)
    if not isinstance(current, Annotation | Link):
        insert_row(connection, replace(row, updated_at=row.updated_at or row.created_at))
        report.added += 1
    elif current.document_id != row.document_id:
        # Not every program gives ids that are its own: "1" is an annotation of many files.
        if not _stand_for_the_same(current, row):
            what = "annotation" if isinstance(row, Annotation) else "link"
            raise Conflict(f"{what} {row.id!r} is already in the document {current.document_id!r}")
        report.kept += 1
    elif same_content(current, row):
        report.unchanged += 1
    elif instant_of(row.updated_at) > instant_of(current.updated_at):
        update_row(connection, row)
        report.updated += 1
    else:
        report.kept += 1


def _stand_for_the_same(current: Annotation | Link, row: Annotation | Link) -> bool:
    """Whether two rows of one id are one thing, in a document that may be there twice."""
    return type(current) is type(row) and _identity(current) == _identity(row)


def _identity(row: Annotation | Link) -> tuple[object, ...]:
    """What makes a row what it is, whatever is noted of it and whichever document it is in."""
    if isinstance(row, Link):
        return row.type, row.from_id, row.to_id, row.annotator
    return row.text_sha256, row.label, row.start, row.end, row.annotator


def _load_progress(connection: sqlite3.Connection, row: Progress) -> None:
    found = connection.execute(
        "SELECT updated_at FROM progress WHERE document_id = ? AND annotator = ?",
        (row.document_id, row.annotator),
    ).fetchone()
    # SQLite would compare the words of the times.
    if found is None or instant_of(row.updated_at) > instant_of(found[0]):
        connection.execute(
            "INSERT INTO progress (document_id, annotator, status, offset, updated_at) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (document_id, annotator) DO UPDATE SET "
            "status = excluded.status, offset = excluded.offset, updated_at = excluded.updated_at",
            (row.document_id, row.annotator, row.status, row.offset, row.updated_at),
        )
