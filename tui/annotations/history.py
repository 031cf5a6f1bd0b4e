"""Commands and their undoing: what a command changed, kept as full rows before and after."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tui.annotations.model import Annotation, Link, ReadingStatus
from tui.annotations.rows import (
    ANNOTATION_COLUMNS,
    LINK_COLUMNS,
    annotation_of,
    annotation_values,
    link_of,
    link_values,
)


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """The part of a document's progress that can be undone."""

    document_id: str
    annotator: str
    status: ReadingStatus


@dataclass(frozen=True, slots=True)
class DocumentText:
    """Which text a document's annotations count in, and which one waits to take its place."""

    document_id: str
    text_sha256: str
    pending_sha256: str | None


Row: TypeAlias = Annotation | Link | DocumentStatus | DocumentText


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a command.

    `before` is None where the row was made. `after` None is short for the row with
    `deleted_at` set: no row is ever removed.
    """

    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row that the change is about, the later one of the two."""
        row = self.after or self.before
        if row is None:
            raise ValueError("a change of nothing into nothing")
        return row


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as the history keeps it."""

    seq: int
    id: str
    document_id: str
    annotator: str
    kind: str
    """What the command was, in a word or two that the status line can show (`"claim"`)."""
    changes: Sequence[Change]
    created_at: str
    undone_at: str | None = None
    superseded_at: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an undo or a redo did: `changes` go from the rows as they were to those now stored."""

    entry: Entry
    changes: Sequence[Change]

    @property
    def kind(self) -> str:
        """The kind of the command that was undone or done again."""
        return self.entry.kind


_STATUS_COLUMNS = "document_id, annotator, status"
_TEXT_COLUMNS = "id, text_sha256, pending_sha256"


def changes_to_json(changes: Sequence[Change]) -> str:
    """The changes for `history.changes`: for each its table and its full rows by column."""
    return json.dumps(
        [
            {
                "table": _named(change.row)[0],
                "before": None if change.before is None else _columns(change.before),
                "after": None if change.after is None else _columns(change.after),
            }
            for change in changes
        ],
        ensure_ascii=False,
    )


def changes_from_json(words: str) -> tuple[Change, ...]:
    """The inverse of `changes_to_json`. Raises `ValueError` or `LookupError` for others."""
    return tuple(
        Change(_row(item["table"], item["before"]), _row(item["table"], item["after"]))
        for item in json.loads(words)
    )


def _columns(row: Row) -> dict[str, Any]:
    _, columns, values = _named(row)
    return dict(zip(columns.split(", "), values, strict=True))


def _named(row: Row) -> tuple[str, str, tuple[Any, ...]]:
    """The row's table, columns and values."""
    match row:
        case Annotation():
            return "annotations", ANNOTATION_COLUMNS, annotation_values(row)
        case Link():
            return "links", LINK_COLUMNS, link_values(row)
        case DocumentStatus():
            return "progress", _STATUS_COLUMNS, (row.document_id, row.annotator, row.status)
        case DocumentText():
            columns = (row.document_id, row.text_sha256, row.pending_sha256)
            return "documents", _TEXT_COLUMNS, columns


def _row(table: str, columns: dict[str, Any] | None) -> Row | None:
    if columns is None:
        return None
    make, names = _MAKERS[table]
    return make(tuple(columns[name] for name in names.split(", ")))


_MAKERS: dict[str, tuple[Callable[[tuple[Any, ...]], Row], str]] = {
    "annotations": (annotation_of, ANNOTATION_COLUMNS),
    "links": (link_of, LINK_COLUMNS),
    "progress": (lambda values: DocumentStatus(*values), _STATUS_COLUMNS),
    "documents": (lambda values: DocumentText(*values), _TEXT_COLUMNS),
}
