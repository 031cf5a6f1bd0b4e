"""Store the rows of an imported file or of another database."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from tui.choices import ReviewStatus
from tui.errors import Conflict, StoreError
from tui.model import (
    AnnotatedDocument,
    Annotation,
    Comment,
    Decision,
    Document,
    ImportedDocument,
    Link,
    Progress,
    instant_of,
    later_than,
    now,
    owned_id,
)
from tui.store import comments_and_decisions, ingest
from tui.store.documents import Documents
from tui.store.file.sqlite_file import SqliteFile
from tui.store.row_mapping import (
    DocumentReview,
    current_row,
    insert_row,
    json_of,
    object_of,
    same_content,
    update_row,
)
from tui.store.search import NewText, store_texts, words_to_index

BATCH_DOCUMENTS = 256

_PARAMETERS = 500
"""The most values of one query; every build of SQLite takes at least 999."""

BATCH_LENGTH = 500_000
"""A batch is written when its texts have this many code points."""


LoadedRow: TypeAlias = Annotation | Link | Progress | Comment | Decision

Refuse: TypeAlias = Callable[[LoadedRow, str], None]
"""Takes a row that cannot be stored, and why."""


@dataclass(slots=True)
class LoadReport:
    """How many rows were stored, and how many were not."""

    added: int = 0
    updated: int = 0
    """Older rows with the same id that were replaced."""
    unchanged: int = 0
    kept: int = 0
    """Rows that were not stored because the stored row with the same id is newer."""


class WouldChange(Exception):
    """Raised where an import that is only tried would change the database."""


def load(
    file: SqliteFile,
    rows: Iterable[LoadedRow],
    refuse: Refuse | None = None,
    *,
    until_change: bool = False,
) -> LoadReport:
    """Write the rows in one transaction; of two with one id the later `updated_at` is kept.

    A row without `updated_at` never replaces another, because it may be the older one.

    Raises `Conflict` for an id that something else already has, and `StoreError` if a row refers to
    another that is missing at the end of the transaction. With `refuse`, such a row and those that
    depend on it are passed to it instead. Raises `WouldChange` at the first change if
    `until_change`.
    """
    report = LoadReport()
    refused: set[str] = set()
    with file.writing() as connection:
        changes = connection.total_changes
        # A link may come before its ends.
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for row in rows:
            if until_change and connection.total_changes > changes:
                raise WouldChange
            if isinstance(row, Progress):
                _load_progress(connection, row)
                continue
            try:
                if not refused.isdisjoint(_parent_ids(row)):
                    raise Conflict("the annotation that it belongs to was refused")
                _load_row(connection, row, report)
            except Conflict as error:
                if refuse is None:
                    raise
                refuse(row, str(error))
                refused.add(row.id)
        if until_change and connection.total_changes > changes:
            raise WouldChange
    return report


def _parent_ids(row: Annotation | Link | Comment | Decision) -> tuple[str, ...]:
    """Return the ids of the rows that a row depends on."""
    if isinstance(row, Link):
        return row.from_id, row.to_id
    if isinstance(row, Comment):
        return row.annotation_id or "", row.parent_id or ""
    return ()


def _load_row(
    connection: sqlite3.Connection,
    row: Annotation | Link | Comment | Decision,
    report: LoadReport,
) -> None:
    if isinstance(row, Comment | Decision):
        became = comments_and_decisions.load(connection, row)
        setattr(report, became, getattr(report, became) + 1)
        return
    current = current_row(connection, row)
    if not isinstance(current, Annotation | Link):
        stamped = row if row.updated_at else replace(row, updated_at=row.created_at)
        insert_row(connection, stamped)
        report.added += 1
    elif current.document_id != row.document_id:
        # Some programs use ids that are not unique: many files have an annotation "1".
        if not _is_same_row(current, row):
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


def _is_same_row(current: Annotation | Link, row: Annotation | Link) -> bool:
    """Whether two rows with one id are the same annotation or link, in two copies of a document."""
    return type(current) is type(row) and _identity(current) == _identity(row)


def _identity(row: Annotation | Link) -> tuple[object, ...]:
    """Return the fields that two copies of an annotation or link have in common."""
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
    """Writes the documents of one file, many at a time, and looks up known ones.

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

        A document with an id is never identified with another one of the same file that has the
        same text.
        """
        waiting = self._waiting.get(document_id) if document_id else self._by_text.get(sha256)
        if waiting is not None:
            return _without_annotations(waiting)
        last = self._last if document_id else None
        info = self._documents.known(document_id, sha256, last_rowid=last)
        if info is None:
            return None
        text = self._documents.text(info.text_sha256)
        return Document(info.id, info.title, info.source, text, info.meta)

    def has_annotation(self, annotation_id: str, document_id: str = "") -> bool:
        """Return whether there is an annotation with this id, in the document if one is named."""
        return self._has("annotations", annotation_id, document_id)

    def has_link(self, link_id: str, document_id: str) -> bool:
        """Return whether the document has a link with this id."""
        return self._has("links", link_id, document_id)

    def _has(self, table: str, row_id: str, document_id: str) -> bool:
        found = self._file.row(f"SELECT document_id FROM {table} WHERE id = ?", (row_id,))
        return found is not None and document_id in ("", found[0])

    def review(self, document_id: str) -> ReviewStatus | None:
        """Return the state of the review of a document that `find` returned."""
        if document_id in self._waiting:
            return self._waiting[document_id].review
        return self._documents.get(document_id).review

    def load(
        self,
        documents: Iterable[ImportedDocument],
        refuse: Refuse | None = None,
        *,
        until_change: bool = False,
    ) -> LoadReport:
        """Write the documents with their annotations; see `load` for which rows are replaced.

        Raises `Conflict` and `StoreError` as `load` does, and `StoreError` for a document that
        cannot be stored. `line` is then the line of that document.
        """
        return load(self._file, self._rows(documents), refuse, until_change=until_change)

    def _rows(self, documents: Iterable[ImportedDocument]) -> Iterator[LoadedRow]:
        batch: list[ImportedDocument] = []
        length = 0
        for imported in documents:
            document = imported.document
            batch.append(imported)
            length += len(document.text)
            if not imported.is_known:
                self._waiting[document.id] = self._by_text[document.sha256] = document
            if len(batch) >= BATCH_DOCUMENTS or length >= BATCH_LENGTH:
                yield from self._write_batch(batch)
                batch, length = [], 0
        yield from self._write_batch(batch)

    def _write_batch(self, batch: list[ImportedDocument]) -> Iterator[LoadedRow]:
        """Add the new documents of the batch; return the rows of all of them."""
        new = map(_without_annotations, self._waiting.values())
        report = ingest.add(self._file, new, by_source=False)
        if report.refused:
            raise StoreError(str(report.refused[0]))
        # The name of its source is another machine's, or that of another file here.
        self._file.connection.executemany(
            "INSERT OR IGNORE INTO merged_sources SELECT id FROM documents "
            "WHERE id = ? AND source = ? AND source != ''",
            [(one.id, one.source) for one in self._waiting.values()],
        )
        reviewed = [one for one in self._waiting.values() if one.review is not None]
        self._waiting.clear()
        self._by_text.clear()
        for document in reviewed:
            update_row(self._file.connection, DocumentReview(document.id, document.review))
        for imported in batch:
            self.line = imported.line
            if imported.is_known and imported.document.meta:
                self._add_metadata(imported.document)
            document = self._with_own_ids(imported.document)
            if document.older_texts:
                self._add_older_texts(document)
            yield from document.annotations
            yield from document.links
            yield from document.comments
            yield from document.decisions
            yield from document.progress

    def _add_older_texts(self, document: AnnotatedDocument) -> None:
        """Store the earlier texts over which annotations wait, as texts that the document had."""
        connection = self._file.connection
        new = [
            (sha256, text)
            for sha256, text in document.older_texts.items()
            if self._file.row("SELECT 1 FROM texts WHERE sha256 = ?", (sha256,)) is None
        ]
        words = words_to_index([text for _, text in new])
        texts = [NewText(*one, folded) for one, folded in zip(new, words, strict=True)]
        store_texts(connection, texts, now())
        connection.executemany(
            "INSERT OR IGNORE INTO document_texts (document_id, text_sha256, added_at) "
            "SELECT id, ?, added_at FROM documents WHERE id = ?",
            [(sha256, document.id) for sha256 in document.older_texts],
        )

    def _add_metadata(self, document: AnnotatedDocument) -> None:
        """Store the metadata of a document that exists already, if it has none for a key."""
        connection = self._file.connection
        words, stamp = connection.execute(
            "SELECT meta, updated_at FROM documents WHERE id = ?", (document.id,)
        ).fetchone()
        meta = object_of(words)
        if meta.keys() < {*meta, *document.meta}:
            connection.execute(
                "UPDATE documents SET meta = ?, updated_at = ? WHERE id = ?",
                (json_of({**document.meta, **meta}), later_than(stamp), document.id),
            )

    def _with_own_ids(self, document: AnnotatedDocument) -> AnnotatedDocument:
        """Return the document with new ids for rows that another annotator has."""
        spans = self._layer_ids("annotations", document.annotations)
        links = self._layer_ids("links", document.links)
        comments = self._layer_ids("comments", document.comments)
        if not (spans or links or comments):
            return document
        return replace(
            document,
            annotations=tuple(
                replace(one, id=spans.get(one.id, one.id)) for one in document.annotations
            ),
            links=tuple(
                replace(
                    one,
                    id=links.get(one.id, one.id),
                    from_id=spans.get(one.from_id, one.from_id),
                    to_id=spans.get(one.to_id, one.to_id),
                )
                for one in document.links
            ),
            comments=tuple(
                replace(
                    one,
                    id=comments.get(one.id, one.id),
                    annotation_id=spans.get(one.annotation_id or "", one.annotation_id),
                    parent_id=comments.get(one.parent_id or "", one.parent_id),
                )
                for one in document.comments
            ),
        )

    def _layer_ids(self, table: str, rows: Sequence[Annotation | Link | Comment]) -> dict[str, str]:
        """Return an id derived from id and annotator for each row that another annotator has."""
        owners = self._owners(table, [row.id for row in rows])
        return {
            row.id: owned_id(row.id, row.annotator)
            for row in rows
            if owners.get(row.id, row.annotator) != row.annotator
        }

    def _owners(self, table: str, ids: Sequence[str]) -> dict[str, str]:
        """Return the annotator of each of these ids that the database has."""
        found: dict[str, str] = {}
        for start in range(0, len(ids), _PARAMETERS):
            part = ids[start : start + _PARAMETERS]
            found |= self._file.connection.execute(
                f"SELECT id, annotator FROM {table} WHERE id IN ({', '.join('?' * len(part))})",
                part,
            ).fetchall()
        return found


def _without_annotations(document: AnnotatedDocument) -> Document:
    return Document(document.id, document.title, document.source, document.text, document.meta)
