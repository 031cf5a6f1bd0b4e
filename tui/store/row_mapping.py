"""Map the database's rows to the model's values and back, and the changes of a command.

SQL takes its columns from the constants of this module; values are always bound. A row written by
another program may contain attributes that are not JSON: they are kept under the key `UNREADABLE`
and written back unchanged, so that reading never fails and nothing is lost.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, replace
from typing import Any, NamedTuple, TypeAlias

from tui.choices import ReadingStatus, ReviewStatus
from tui.errors import Unstorable
from tui.model import (
    JSON,
    Annotation,
    Comment,
    Decision,
    DocumentInfo,
    Link,
    deleted,
    later_than,
)
from tui.store import comments_and_decisions
from tui.store.progress import move_places

UNREADABLE = "(unreadable)"
"""The key of a row's text where a JSON object is expected and it is something else."""

ANNOTATION_COLUMNS = (
    "id, document_id, text_sha256, label, start_offset, end_offset, text, prefix, suffix, "
    "attributes, note, annotator, status, origin, created_at, updated_at, deleted_at, "
    "fragments, score"
)

LINK_COLUMNS = (
    "id, document_id, type, from_id, to_id, annotator, status, created_at, updated_at, deleted_at"
)

SELECT_ANNOTATION = f"SELECT {ANNOTATION_COLUMNS} FROM annotations WHERE id = ?"

SELECT_LINK = f"SELECT {LINK_COLUMNS} FROM links WHERE id = ?"

LIVE_LINK = (
    "l.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM annotations e "
    "WHERE e.id IN (l.from_id, l.to_id) AND e.deleted_at IS NOT NULL)"
)
"""The condition that a link `l` is shown: neither it nor one of its ends is deleted.

A link may lose an end where two people's databases are merged.
"""

DOCUMENT_COLUMNS = (
    "id, title, source, text_sha256, length, added_at, pending_sha256, meta, "
    "updated_at, deleted_at, review"
)

_ATTRIBUTES, _FRAGMENTS = 9, 17
"""Indexes into `ANNOTATION_COLUMNS` of what is stored as JSON."""

_META = 7
"""Index of `meta` in `DOCUMENT_COLUMNS`."""

LATER_COLUMNS = {"fragments", "score"}
"""Columns that rows in history entries of the first schema lack; they count as null."""


def annotation_of(row: tuple[Any, ...]) -> Annotation:
    """Return the annotation of a row of `ANNOTATION_COLUMNS`."""
    values = list(row)
    words = values[_ATTRIBUTES]
    values[_ATTRIBUTES] = {} if words == "{}" else object_of(words)
    if values[_FRAGMENTS] is not None:
        values[_FRAGMENTS] = fragments_of(values[_FRAGMENTS])
    return Annotation(*values)


def annotation_values(annotation: Annotation) -> tuple[Any, ...]:
    """Return the values of `ANNOTATION_COLUMNS`. Raises `Unstorable` for attributes beyond JSON."""
    return (
        annotation.id,
        annotation.document_id,
        annotation.text_sha256,
        annotation.label,
        annotation.start,
        annotation.end,
        annotation.text,
        annotation.prefix,
        annotation.suffix,
        json_of(annotation.attributes),
        annotation.note,
        annotation.annotator,
        annotation.status,
        annotation.origin,
        annotation.created_at,
        annotation.updated_at,
        annotation.deleted_at,
        None if annotation.fragments is None else json.dumps(annotation.fragments),
        annotation.score,
    )


def link_of(row: tuple[Any, ...]) -> Link:
    """Return the link of a row of `LINK_COLUMNS`."""
    return Link(*row)


def link_values(link: Link) -> tuple[Any, ...]:
    """Return the values of `LINK_COLUMNS`."""
    return (
        link.id,
        link.document_id,
        link.type,
        link.from_id,
        link.to_id,
        link.annotator,
        link.status,
        link.created_at,
        link.updated_at,
        link.deleted_at,
    )


def document_of(row: tuple[Any, ...]) -> DocumentInfo:
    """Return the document of a row of `DOCUMENT_COLUMNS`."""
    values = list(row)
    values[_META] = object_of(values[_META])
    return DocumentInfo(*values)


def fragments_of(words: str) -> tuple[tuple[int, int], ...] | None:
    """Return the fragments in the JSON list `words`; None for anything else."""
    try:
        found = json.loads(words)
        pairs = tuple((start, end) for start, end in found)
    except (ValueError, TypeError, RecursionError):
        return None
    return pairs if all(type(offset) is int for pair in pairs for offset in pair) else None


def object_of(words: str) -> dict[str, JSON]:
    """Return the JSON object in `words`, or one that has `words` under `UNREADABLE`."""
    try:
        value = json.loads(words, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else {UNREADABLE: words}


def _refuse_constant(constant: str) -> JSON:
    raise ValueError(f"{constant} is not JSON")


def json_of(value: Mapping[str, JSON]) -> str:
    """Return `value` as JSON for a column; the inverse of `object_of`.

    Raises `Unstorable` for values that JSON does not have.
    """
    if not value:
        return "{}"
    words = value.get(UNREADABLE)
    if len(value) == 1 and isinstance(words, str):
        return words
    try:
        return json.dumps(dict(value), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise Unstorable(f"attributes that JSON cannot hold: {error}") from error


def same_content(one: KeptRow, other: KeptRow) -> bool:
    """Whether two rows are equal except for `updated_at`."""
    if type(one) is not type(other):
        return False
    return replace(one, updated_at=other.updated_at) == other


class DocumentStatus(NamedTuple):
    """The part of a document's progress that can be undone."""

    document_id: str
    annotator: str
    status: ReadingStatus


class DocumentText(NamedTuple):
    """The text that a document's annotations are about, and the one that waits to replace it."""

    document_id: str
    text_sha256: str
    pending_sha256: str | None


class DocumentReview(NamedTuple):
    """The state of a document's review."""

    document_id: str
    review: ReviewStatus | None


KeptRow: TypeAlias = Annotation | Link | Comment | Decision
"""A row with an id and an `updated_at`; deleting it sets `deleted_at`."""

Row: TypeAlias = KeptRow | DocumentStatus | DocumentText | DocumentReview


class Change(NamedTuple):
    """One row of a command.

    `before` is None for a new row. `after` None means the row with `deleted_at` set: no row is ever
    removed.
    """

    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The later of the two rows."""
        row = self.after or self.before
        if row is None:
            raise ValueError("a change without any row")
        return row


def with_deletion(change: Change) -> Change:
    """Return the change with a deleted row as `after` instead of None."""
    if change.after is not None:
        return change
    match change.before:
        case Annotation() as annotation:
            return Change(annotation, deleted(annotation))
        case Link() as link:
            return Change(link, deleted(link))
        case Comment() as comment:
            return Change(comment, deleted(comment))
        case Decision() as decision:
            return Change(decision, deleted(decision))
    raise ValueError("a status, a text or a review cannot be deleted")


_STATUS_COLUMNS = "document_id, annotator, status"

_TEXT_COLUMNS = "id, text_sha256, pending_sha256"

_REVIEW_COLUMNS = "id, review"


def changes_to_json(changes: Sequence[Change]) -> str:
    """Return the changes for `history.changes`: the table and the full rows of each."""
    return json.dumps(
        [
            {
                "table": _table_columns_values(change.row)[0],
                "before": None if change.before is None else _columns(change.before),
                "after": None if change.after is None else _columns(change.after),
            }
            for change in changes
        ],
        ensure_ascii=False,
    )


def changes_from_json(words: str) -> tuple[Change, ...]:
    """Return the changes in `words`; the inverse of `changes_to_json`.

    Raises `ValueError` or `LookupError` for other words.
    """
    return tuple(
        Change(_row(item["table"], item["before"]), _row(item["table"], item["after"]))
        for item in json.loads(words)
    )


def _columns(row: Row) -> dict[str, Any]:
    _, columns, values = _table_columns_values(row)
    return dict(zip(columns.split(", "), values, strict=True))


def _table_columns_values(row: Row) -> tuple[str, str, tuple[Any, ...]]:
    """Return the row's table, columns and values."""
    match row:
        case Annotation():
            return "annotations", ANNOTATION_COLUMNS, annotation_values(row)
        case Link():
            return "links", LINK_COLUMNS, link_values(row)
        case Comment() | Decision():
            return *comments_and_decisions.TABLES[type(row)], astuple(row)
        case DocumentStatus():
            return "progress", _STATUS_COLUMNS, (row.document_id, row.annotator, row.status)
        case DocumentText():
            columns = (row.document_id, row.text_sha256, row.pending_sha256)
            return "documents", _TEXT_COLUMNS, columns
        case DocumentReview():
            return "documents", _REVIEW_COLUMNS, (row.document_id, row.review)


def _row(table: str, columns: dict[str, Any] | None) -> Row | None:
    if columns is None:
        return None
    if table == "documents" and "review" in columns:
        return DocumentReview(columns["id"], columns["review"])
    make, names = _MAKERS[table]
    return make(
        tuple(
            columns.get(name) if name in LATER_COLUMNS else columns[name]
            for name in names.split(", ")
        )
    )


_MAKERS: dict[str, tuple[Callable[[tuple[Any, ...]], Row], str]] = {
    "annotations": (annotation_of, ANNOTATION_COLUMNS),
    "links": (link_of, LINK_COLUMNS),
    "comments": (lambda values: Comment(*values), comments_and_decisions.COMMENT_COLUMNS),
    "decisions": (lambda values: Decision(*values), comments_and_decisions.DECISION_COLUMNS),
    "progress": (lambda values: DocumentStatus(*values), _STATUS_COLUMNS),
    "documents": (lambda values: DocumentText(*values), _TEXT_COLUMNS),
}


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
    """Return the row with the same key as it is in the database now, or None.

    There always is a status: a document without progress is unread.
    """
    match row:
        case Annotation():
            found = connection.execute(SELECT_ANNOTATION, (row.id,)).fetchone()
            return None if found is None else annotation_of(found)
        case Link():
            found = connection.execute(SELECT_LINK, (row.id,)).fetchone()
            return None if found is None else link_of(found)
        case Comment() | Decision():
            return comments_and_decisions.current(connection, row)
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
        case DocumentReview():
            found = connection.execute(
                "SELECT id, review FROM documents WHERE id = ?", (row.document_id,)
            ).fetchone()
            return None if found is None else DocumentReview(*found)


def insert_row(connection: sqlite3.Connection, row: KeptRow) -> None:
    """Insert a row with a new id."""
    if isinstance(row, Annotation):
        connection.execute(_INSERT_ANNOTATION, annotation_values(row))
    elif isinstance(row, Link):
        connection.execute(_INSERT_LINK, link_values(row))
    else:
        comments_and_decisions.write(connection, row)


def update_row(connection: sqlite3.Connection, row: Row) -> None:
    """Overwrite the row with the same key."""
    match row:
        case Annotation():
            connection.execute(_UPDATE_ANNOTATION, (*annotation_values(row)[1:], row.id))
        case Link():
            connection.execute(_UPDATE_LINK, (*link_values(row)[1:], row.id))
        case Comment() | Decision():
            comments_and_decisions.write(connection, row)
        case DocumentStatus():
            _update_status(connection, row)
        case DocumentText():
            _update_text(connection, row)
        case DocumentReview():
            connection.execute(
                "UPDATE documents SET review = ?, updated_at = ? WHERE id = ?",
                (row.review, _next_stamp(connection, row.document_id), row.document_id),
            )


def _update_status(connection: sqlite3.Connection, row: DocumentStatus) -> None:
    found = connection.execute(
        "SELECT updated_at FROM progress WHERE document_id = ? AND annotator = ?",
        (row.document_id, row.annotator),
    ).fetchone()
    connection.execute(
        "INSERT INTO progress (document_id, annotator, status, offset, updated_at) "
        "VALUES (?, ?, ?, 0, ?) ON CONFLICT (document_id, annotator) "
        "DO UPDATE SET status = excluded.status, updated_at = excluded.updated_at",
        (row.document_id, row.annotator, row.status, later_than(found[0] if found else "")),
    )


def _update_text(connection: sqlite3.Connection, row: DocumentText) -> None:
    (text,) = connection.execute(
        "SELECT text FROM texts WHERE sha256 = ?", (row.text_sha256,)
    ).fetchone()
    (before,) = connection.execute(
        "SELECT text_sha256 FROM documents WHERE id = ?", (row.document_id,)
    ).fetchone()
    stamp = _next_stamp(connection, row.document_id)
    move_places(connection, row.document_id, before, row.text_sha256)
    connection.execute(
        "UPDATE documents SET text_sha256 = ?, pending_sha256 = ?, length = ?, updated_at = ? "
        "WHERE id = ?",
        (row.text_sha256, row.pending_sha256, len(text), stamp, row.document_id),
    )


def _next_stamp(connection: sqlite3.Connection, document_id: str) -> str:
    """Return the time of a change to a document, later than that of its last one."""
    (updated_at,) = connection.execute(
        "SELECT updated_at FROM documents WHERE id = ?", (document_id,)
    ).fetchone()
    return later_than(updated_at)
