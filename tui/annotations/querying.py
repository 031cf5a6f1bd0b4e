"""Reading documents, texts, annotations and links."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tui.annotations.connection import SqliteFile
from tui.annotations.model import JSON, Annotation, AnnotationStatus, DocumentInfo, Link
from tui.annotations.rows import (
    ANNOTATION_COLUMNS,
    DOCUMENT_COLUMNS,
    LINK_COLUMNS,
    SELECT_ANNOTATION,
    SELECT_LINK,
    annotation_of,
    document_of,
    link_of,
    object_of,
)
from tui.errors import StoreError


class AnnotationFilter(NamedTuple):
    """Which annotations; an empty field does not choose."""

    documents: Sequence[str] = ()
    labels: Sequence[str] = ()
    annotators: Sequence[str] = ()
    statuses: Sequence[AnnotationStatus] = ()


EVERY_ANNOTATION = AnnotationFilter()

_CANDIDATES = 5
"""Documents that a message names when a partial name fits several."""


def document(file: SqliteFile, document_id: str) -> DocumentInfo:
    """The document of this id. Raises `StoreError` where there is none."""
    row = file.row(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id = ?", (document_id,))
    if row is None:
        raise StoreError(f"no document {document_id!r}; `hashiya list` shows them all")
    return document_of(row)


def document_rowid(file: SqliteFile, document_id: str) -> int:
    """The document's rowid. Raises `StoreError` where there is none."""
    row = file.row("SELECT rowid FROM documents WHERE id = ?", (document_id,))
    if row is None:
        raise StoreError(f"no document {document_id!r}; `hashiya list` shows them all")
    return int(row[0])


def source_state(file: SqliteFile, source: str) -> tuple[str, str] | None:
    """The id of a source's document, and a time at which its text had not been read yet.

    None where the source is unknown, or waits with another text than was annotated.
    """
    row = file.row(
        "SELECT d.id, t.added_at FROM documents d JOIN texts t ON t.sha256 = d.text_sha256 "
        "WHERE d.source = ? AND d.pending_sha256 IS NULL",
        (source,),
    )
    return None if row is None else (str(row[0]), str(row[1]))


def find_document(file: SqliteFile, partial: str, key: str) -> DocumentInfo:
    """The document of the id `partial`, or the only one whose id or title holds it.

    `key` is `partial` folded, for titles. Raises `StoreError` that names the candidates.
    """
    rows = file.rows(
        f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id = ?", (partial,)
    ) or file.rows(
        f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE instr(id, :partial) "
        "OR instr(title, :partial) OR (:key <> '' AND instr(title_key, :key)) "
        f"ORDER BY id LIMIT {_CANDIDATES + 1}",
        {"partial": partial, "key": key},
    )
    if not rows:
        raise StoreError(f"no document {partial!r}; `hashiya list` shows them all")
    if len(rows) > 1:
        names = ", ".join(str(row[0]) for row in rows[:_CANDIDATES])
        more = ", …" if len(rows) > _CANDIDATES else ""
        raise StoreError(f"{partial!r} fits several documents: {names}{more}; give more of the id")
    return document_of(rows[0])


def iter_documents(file: SqliteFile) -> Iterator[DocumentInfo]:
    """All documents by id."""
    for row in file.stream(f"SELECT {DOCUMENT_COLUMNS} FROM documents ORDER BY id"):
        yield document_of(row)


def text(file: SqliteFile, sha256: str) -> str:
    """A stored text. Raises `StoreError` where there is none."""
    row = file.row("SELECT text FROM texts WHERE sha256 = ?", (sha256,))
    if row is None:
        raise StoreError(f"no text {sha256}")
    return str(row[0])


def document_text(file: SqliteFile, document_id: str) -> str:
    """The text that the document's annotations count in. Raises `StoreError`."""
    return text(file, document(file, document_id).text_sha256)


def annotation(file: SqliteFile, annotation_id: str) -> Annotation:
    """The annotation of this id, deleted or not. Raises `StoreError` where there is none."""
    row = file.row(SELECT_ANNOTATION, (annotation_id,))
    if row is None:
        raise StoreError(f"no annotation {annotation_id}")
    return annotation_of(row)


def annotations(file: SqliteFile, document_id: str, *, include_deleted: bool) -> list[Annotation]:
    """The document's annotations by start, end and id."""
    rows = file.rows(
        f"SELECT {ANNOTATION_COLUMNS} FROM annotations WHERE document_id = ? "
        f"{'' if include_deleted else 'AND deleted_at IS NULL'} "
        "ORDER BY start_offset, end_offset, id",
        (document_id,),
    )
    return [annotation_of(row) for row in rows]


def link(file: SqliteFile, link_id: str) -> Link:
    """The link of this id, deleted or not. Raises `StoreError` where there is none."""
    row = file.row(SELECT_LINK, (link_id,))
    if row is None:
        raise StoreError(f"no link {link_id}")
    return link_of(row)


def links(file: SqliteFile, document_id: str, *, include_deleted: bool) -> list[Link]:
    """The links that go out from the document's annotations, by id."""
    rows = file.rows(
        f"SELECT {LINK_COLUMNS} FROM links WHERE document_id = ? "
        f"{'' if include_deleted else 'AND deleted_at IS NULL'} ORDER BY id",
        (document_id,),
    )
    return [link_of(row) for row in rows]


def iter_annotations(file: SqliteFile, chosen: AnnotationFilter) -> Iterator[Annotation]:
    """The chosen annotations that are not deleted, by document, start, end and id."""
    where, parameters = _chosen(chosen)
    rows = file.stream(
        f"SELECT {ANNOTATION_COLUMNS} FROM annotations {where} "
        "ORDER BY document_id, start_offset, end_offset, id",
        parameters,
    )
    for row in rows:
        yield annotation_of(row)


def annotation_count(file: SqliteFile, chosen: AnnotationFilter) -> int:
    """How many annotations are chosen."""
    where, parameters = _chosen(chosen)
    return int(file.value(f"SELECT count(*) FROM annotations {where}", parameters))


def iter_links(file: SqliteFile) -> Iterator[Link]:
    """All links that are not deleted, by document and id."""
    rows = file.stream(
        f"SELECT {LINK_COLUMNS} FROM links WHERE deleted_at IS NULL ORDER BY document_id, id"
    )
    for row in rows:
        yield link_of(row)


def _chosen(chosen: AnnotationFilter) -> tuple[str, list[str]]:
    columns = (
        ("document_id", chosen.documents),
        ("label", chosen.labels),
        ("annotator", chosen.annotators),
        ("status", chosen.statuses),
    )
    conditions = [
        f"{column} IN ({', '.join('?' * len(values))})" for column, values in columns if values
    ]
    parameters = list(itertools.chain.from_iterable(values for _, values in columns))
    return f"WHERE {' AND '.join(['deleted_at IS NULL', *conditions])}", parameters


def known_names(file: SqliteFile, label: str, limit: int) -> list[tuple[str, dict[str, JSON]]]:
    """The texts of the label's accepted annotations with their attributes, commonest first."""
    rows = file.rows(
        "SELECT text, attributes FROM annotations WHERE label = ? AND status = 'accepted' "
        "AND deleted_at IS NULL GROUP BY text, attributes ORDER BY count(*) DESC, text LIMIT ?",
        (label, limit),
    )
    return [(str(text), object_of(attributes)) for text, attributes in rows]


def known_document(
    file: SqliteFile, document_id: str, sha256: str, last: int | None
) -> DocumentInfo | None:
    """The document of this id and text, else one of this text, else the one of this id.

    One of this text alone counts only up to the rowid `last`.
    """
    values = {"id": document_id, "sha256": sha256, "last": last}
    for where in (
        "id = :id AND text_sha256 = :sha256",
        "text_sha256 = :sha256 AND (:last IS NULL OR rowid <= :last)",
        "id = :id",
    ):
        row = file.row(
            f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE {where} ORDER BY id LIMIT 1", values
        )
        if row is not None:
            return document_of(row)
    return None
