"""Reading annotations and links; `annotation_changes` and `importing` write them."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tui.errors import StoreError
from tui.model import JSON, Annotation, Link
from tui.store.file.sqlite_file import SqliteFile
from tui.store.row_mapping import (
    ANNOTATION_COLUMNS,
    LATER_COLUMNS,
    LINK_COLUMNS,
    LIVE_LINK,
    SELECT_ANNOTATION,
    annotation_of,
    link_of,
    object_of,
)

_MOST_NAMES = 5000
"""Texts that `known_names` returns at most."""


class AnnotationFilter(NamedTuple):
    """The annotations to select; an empty field excludes none."""

    documents: Sequence[str] = ()
    labels: Sequence[str] = ()
    annotators: Sequence[str] = ()
    statuses: Sequence[str] = ()


EVERY_ANNOTATION = AnnotationFilter()


class Annotations:
    """Queries for the annotations of an open database."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def get(self, annotation_id: str) -> Annotation:
        """Return the annotation with this id, deleted or not. Raises `StoreError` if there
        is none."""
        row = self._file.row(SELECT_ANNOTATION, (annotation_id,))
        if row is None:
            raise StoreError(f"no annotation {annotation_id}")
        return annotation_of(row)

    def in_document(self, document_id: str, *, include_deleted: bool = False) -> list[Annotation]:
        """Return the document's annotations by start, end and id."""
        rows = self._file.rows(
            f"SELECT {ANNOTATION_COLUMNS} FROM annotations WHERE document_id = ? "
            f"{'' if include_deleted else 'AND deleted_at IS NULL'} "
            "ORDER BY start_offset, end_offset, id",
            (document_id,),
        )
        return [annotation_of(row) for row in rows]

    def replaced(self, ids: Iterable[str]) -> list[Annotation]:
        """Return the replaced versions of these annotations in `versions`, the last replaced first.

        Deleted rows, and rows of other tables, are left out.
        """
        names = [name.strip('" ') for name in ANNOTATION_COLUMNS.split(",")]
        found = self._file.rows(
            "SELECT row FROM versions WHERE kind = 'annotations' AND json_valid(row) "
            "AND row_id IN (SELECT value FROM json_each(?)) ORDER BY replaced_at DESC, rowid DESC",
            (json.dumps(list(ids)),),
        )
        rows = []
        for (words,) in found:
            values = object_of(words)
            if values.get("deleted_at") is None and values.keys() >= {*names} - LATER_COLUMNS:
                rows.append(annotation_of(tuple(values.get(name) for name in names)))
        return rows

    def annotated(self, document_ids: Iterable[str]) -> set[str]:
        """Return the ids of the documents that have annotations, apart from deleted ones."""
        rows = self._file.rows(
            "SELECT DISTINCT document_id FROM annotations WHERE deleted_at IS NULL "
            "AND document_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(document_ids)),),
        )
        return {str(row[0]) for row in rows}

    def select(self, chosen: AnnotationFilter = EVERY_ANNOTATION) -> Iterator[Annotation]:
        """Yield the chosen annotations that are not deleted, by document, start, end and id.

        Documents come in natural order.
        """
        where, parameters = _conditions(chosen)
        rows = self._file.stream(
            f"SELECT {ANNOTATION_COLUMNS} "
            "FROM (SELECT id AS its_document, id_order FROM documents) "
            f"CROSS JOIN annotations ON document_id = its_document {where} "
            "ORDER BY id_order, its_document, start_offset, end_offset, id",
            parameters,
        )
        for row in rows:
            yield annotation_of(row)

    def count(self, chosen: AnnotationFilter = EVERY_ANNOTATION) -> int:
        """Return the number of annotations that `select` yields."""
        where, parameters = _conditions(chosen)
        return int(self._file.value(f"SELECT count(*) FROM annotations {where}", parameters))

    def known_names(
        self, label: str, *, without: str = ""
    ) -> list[tuple[str, dict[str, JSON], int]]:
        """Return texts and attributes of the label's accepted annotations, most frequent first.

        Each comes with the number of annotations that have both. The annotation with the id
        `without` does not count.
        """
        rows = self._file.rows(
            "SELECT text, attributes, count(*) FROM annotations "
            "WHERE label = ? AND status = 'accepted' AND deleted_at IS NULL AND id <> ? "
            "GROUP BY text, attributes ORDER BY count(*) DESC, text LIMIT ?",
            (label, without, _MOST_NAMES),
        )
        return [(str(text), object_of(attributes), int(count)) for text, attributes, count in rows]

    def rejected_texts(self, annotator: str) -> list[tuple[str, str, int]]:
        """Return label and text of the annotator's rejected annotations, each with its count."""
        rows = self._file.rows(
            "SELECT label, text, count(*) FROM annotations WHERE annotator = ? "
            "AND status = 'rejected' AND deleted_at IS NULL GROUP BY label, text",
            (annotator,),
        )
        return [(str(label), str(text), int(count)) for label, text, count in rows]


class Links:
    """Queries for the links of an open database."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def in_document(self, document_id: str) -> list[Link]:
        """Return the links that start at the document's annotations, by id."""
        rows = self._file.rows(
            f"SELECT {LINK_COLUMNS} FROM links l WHERE document_id = ? AND {LIVE_LINK} ORDER BY id",
            (document_id,),
        )
        return [link_of(row) for row in rows]

    def all(self) -> Iterator[Link]:
        """Yield all links that are not deleted, by document and id."""
        rows = self._file.stream(
            f"SELECT {LINK_COLUMNS} FROM links l WHERE {LIVE_LINK} ORDER BY document_id, id"
        )
        for row in rows:
            yield link_of(row)


def _conditions(chosen: AnnotationFilter) -> tuple[str, list[str]]:
    """Return the WHERE clause for a filter, and its parameters."""
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
