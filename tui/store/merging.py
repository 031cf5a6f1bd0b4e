"""Storing rows of an imported file or of another database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tui.errors import Conflict, StoreError
from tui.model import (
    AnnotatedDocument,
    Annotation,
    Document,
    ImportedDocument,
    Link,
    Progress,
    instant_of,
)
from tui.store import ingest
from tui.store.annotations import Annotations
from tui.store.connection import SqliteFile
from tui.store.documents import Documents
from tui.store.row_mapping import current_row, insert_row, same_content, update_row

BATCH_DOCUMENTS = 256

BATCH_LENGTH = 500_000
"""Code points of the texts of a batch, from which on it is written."""


@dataclass(slots=True)
class LoadReport:
    """How many annotations and links were stored, and how many were not."""

    added: int = 0
    updated: int = 0
    """Older rows with the same id that were replaced."""
    unchanged: int = 0
    kept: int = 0
    """Rows that were not stored because the one with the same id is newer."""


def load(file: SqliteFile, rows: Iterable[Annotation | Link | Progress]) -> LoadReport:
    """Write the rows in one transaction; of two with one id the later `updated_at` stays.

    A row without `updated_at` never replaces another, because it may be the older one.

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
        # Some programs use ids that are not unique: many files have an annotation "1".
        if not _are_the_same(current, row):
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


def _are_the_same(current: Annotation | Link, row: Annotation | Link) -> bool:
    """Whether two rows with one id are the same annotation or link, in two copies of a document."""
    return type(current) is type(row) and _identity(current) == _identity(row)


def _identity(row: Annotation | Link) -> tuple[object, ...]:
    """Return what two copies of an annotation or link have in common."""
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


class Importer:
    """Write the documents of one file, many at a time, and look up those that are known.

    It is the `KnownDocuments` of an import: a document that waits to be written is known too.
    """

    def __init__(self, file: SqliteFile) -> None:
        self._file = file
        self._documents = Documents(file)
        self._last = self._documents.last_rowid()
        self.line = 0
        """Line of the file at which the document begins whose rows were written last."""
        self._waiting: dict[str, AnnotatedDocument] = {}
        self._by_text: dict[str, AnnotatedDocument] = {}

    def find(self, document_id: str, sha256: str) -> Document | None:
        """Return the document by id and hash, else by the hash, else by the id.

        A document with an id is never taken for another one of the same file with the same text.
        """
        waiting = self._waiting.get(document_id) if document_id else self._by_text.get(sha256)
        if waiting is not None:
            return _without_annotations(waiting)
        last = self._last if document_id else None
        info = self._documents.known(document_id, sha256, last_rowid=last)
        if info is None:
            return None
        return Document(info.id, info.title, info.source, self._documents.text(info.text_sha256))

    def has_annotation(self, annotation_id: str) -> bool:
        """Return whether the database holds an annotation with this id."""
        return Annotations(self._file).exists(annotation_id)

    def load(self, documents: Iterable[ImportedDocument]) -> LoadReport:
        """Write the documents with their annotations; see `load` for which rows are replaced.

        Raises `Conflict` and `StoreError` as `load` does, and `StoreError` for a document that
        the database cannot hold. `line` then says where.
        """
        return load(self._file, self._rows(documents))

    def _rows(
        self, documents: Iterable[ImportedDocument]
    ) -> Iterator[Annotation | Link | Progress]:
        batch: list[ImportedDocument] = []
        length = 0
        for imported in documents:
            document = imported.document
            batch.append(imported)
            length += len(document.text)
            if not imported.is_known:
                self._waiting[document.id] = self._by_text[document.sha256] = document
            if len(batch) >= BATCH_DOCUMENTS or length >= BATCH_LENGTH:
                yield from self._written(batch)
                batch, length = [], 0
        yield from self._written(batch)

    def _written(self, batch: list[ImportedDocument]) -> Iterator[Annotation | Link | Progress]:
        """Add the new documents of the batch; return the rows of all of them."""
        new = map(_without_annotations, self._waiting.values())
        report = ingest.add(self._file, new, by_source=False)
        if report.refused:
            raise StoreError(str(report.refused[0]))
        self._waiting.clear()
        self._by_text.clear()
        for imported in batch:
            self.line = imported.line
            yield from imported.document.annotations
            yield from imported.document.links
            yield from imported.document.progress


def _without_annotations(document: AnnotatedDocument) -> Document:
    return Document(document.id, document.title, document.source, document.text, document.meta)
