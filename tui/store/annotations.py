"""Reading documents, texts, annotations and links."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tui.errors import StoreError
from tui.model import JSON, Annotation, AnnotationStatus, Link
from tui.store.connection import SqliteFile
from tui.store.row_mapping import (
    ANNOTATION_COLUMNS,
    LINK_COLUMNS,
    SELECT_ANNOTATION,
    SELECT_LINK,
    annotation_of,
    link_of,
    object_of,
)


class AnnotationFilter(NamedTuple):
    """Which annotations; an empty field does not choose."""

    documents: Sequence[str] = ()
    labels: Sequence[str] = ()
    annotators: Sequence[str] = ()
    statuses: Sequence[AnnotationStatus] = ()


EVERY_ANNOTATION = AnnotationFilter()


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
