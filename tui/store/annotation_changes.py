"""Write changes of annotations with their history entry in one transaction; undo and redo them."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, TypeGuard

from tui.errors import Conflict, StoreError, shorten
from tui.model import (
    Annotation,
    Comment,
    Decision,
    Link,
    later_than,
    may_be_owned,
    new_id,
    now,
    owned_id,
)
from tui.store.file.sqlite_file import SqliteFile
from tui.store.row_mapping import (
    Change,
    DocumentReview,
    DocumentStatus,
    DocumentText,
    KeptRow,
    Row,
    changes_from_json,
    changes_to_json,
    current_row,
    insert_row,
    same_content,
    update_row,
    with_deletion,
)

_SHOWN = 40
"""Code points of an annotation's text in a message, at most."""


class Outcome(NamedTuple):
    """The result of an undo or a redo."""

    kind: str
    """The kind of the command that was undone or redone."""
    changes: Sequence[Change]
    """They lead from the earlier rows to the stored ones."""


class _Entry(NamedTuple):
    """A command in the history."""

    seq: int
    id: str
    kind: str
    """The command in a word or two, as the status line can show it (`"claim"`)."""
    changes: Sequence[Change]


class History:
    """The commands of an open database: each is one transaction, and can be undone."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def commit(
        self, kind: str, document_id: str, annotator: str, changes: Sequence[Change]
    ) -> None:
        """Write a command's rows and its history entry; undone entries are superseded.

        Raises `Conflict` if a row is not what its change has as `before`, a link would lose an end,
        or a place was chosen in a text that is no longer the document's; also raises as
        `translate_errors`.
        """
        written = tuple(with_deletion(change) for change in changes)
        stamp = now()
        with self._file.writing() as connection:
            for change in written:
                _write_if_unchanged(connection, change.before, change.row)
            _require_current_text(connection, kind, written)
            _refuse_dangling_links(
                connection, f"cannot save “{kind}”", [change.row for change in written]
            )
            connection.execute(
                "UPDATE history SET superseded_at = ? WHERE document_id = ? AND annotator = ? "
                "AND undone_at IS NOT NULL AND superseded_at IS NULL",
                (stamp, document_id, annotator),
            )
            connection.execute(
                "INSERT INTO history (id, document_id, annotator, kind, changes, created_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (new_id(), document_id, annotator, kind, changes_to_json(written), stamp),
            )

    def undo(self, document_id: str, annotator: str) -> Outcome | None:
        """Undo the annotator's newest live command in the document; None if there is none.

        Raises `Conflict`, which says who changed a row since, and then changes nothing.
        """
        with self._file.writing() as connection:
            entry = _find_entry(connection, document_id, annotator, "undone_at IS NULL", "seq DESC")
            if entry is None:
                return None
            others = _OthersRows(connection)
            done = tuple(
                _apply_step(connection, entry, "undo", change.after, change.before, others)
                for change in reversed(entry.changes)
            )
            _refuse_dangling_links(
                connection, f"cannot undo “{entry.kind}”", [one.row for one in done]
            )
            connection.execute("UPDATE history SET undone_at = ? WHERE seq = ?", (now(), entry.seq))
        return Outcome(entry.kind, done)

    def redo(self, document_id: str, annotator: str) -> Outcome | None:
        """Redo the command that was undone last; None if there is none. Raises as `undo`."""
        with self._file.writing() as connection:
            entry = _find_entry(connection, document_id, annotator, "undone_at IS NOT NULL", "seq")
            if entry is None:
                return None
            done = tuple(
                _apply_step(connection, entry, "redo", change.before, change.after)
                for change in entry.changes
            )
            _refuse_dangling_links(
                connection, f"cannot redo “{entry.kind}”", [one.row for one in done]
            )
            connection.execute("UPDATE history SET undone_at = NULL WHERE seq = ?", (entry.seq,))
        return Outcome(entry.kind, done)


def _find_entry(
    connection: sqlite3.Connection, document_id: str, annotator: str, which: str, order: str
) -> _Entry | None:
    row = connection.execute(
        "SELECT seq, id, kind, changes FROM history "
        f"WHERE document_id = ? AND annotator = ? AND superseded_at IS NULL AND {which} "
        f"ORDER BY {order} LIMIT 1",
        (document_id, annotator),
    ).fetchone()
    if row is None:
        return None
    seq, entry_id, kind, words = row
    try:
        changes = changes_from_json(words)
    except (ValueError, LookupError, TypeError) as error:
        raise StoreError(f"history entry {entry_id} cannot be read: {error}") from error
    return _Entry(seq, entry_id, kind, changes)


class _OthersRows:
    """Rows of others that came again from a merge or a hub after they were taken over here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._made: dict[tuple[str, str, str, str], set[str]] = {}

    def has(self, taken: Annotation | Link, before: Annotation | Link) -> bool:
        """Whether the former annotator's row of what was taken over is in the database."""
        if current_row(self._connection, _under_own_id(before)) is not None:
            return True
        if not may_be_owned(taken.id):
            return False
        # Or that row has the shared id, and what was taken over has an id made of it.
        table = "annotations" if isinstance(taken, Annotation) else "links"
        key = (table, taken.document_id, before.annotator, taken.annotator)
        if key not in self._made:
            ids = self._connection.execute(
                f"SELECT id FROM {table} WHERE document_id = ? AND annotator = ?", key[1:3]
            )
            self._made[key] = {owned_id(row_id, taken.annotator) for (row_id,) in ids}
        return taken.id in self._made[key]


def _apply_step(
    connection: sqlite3.Connection,
    entry: _Entry,
    verb: str,
    expected: Row | None,
    goal: Row | None,
    others: _OthersRows | None = None,
) -> Change:
    """Change one row from `expected` to `goal`, with a later `updated_at`.

    `others` are given for an undo.
    """
    about = goal or expected
    if about is None:
        raise StoreError(f"history entry {entry.id} changes nothing into nothing")
    current = current_row(connection, about)
    if not _is_as_expected(current, expected, goal):
        raise Conflict(
            f"cannot {verb} “{entry.kind}”: {_description(about)} was changed by "
            f"{_changed_by(connection, entry, about)}; nothing was changed"
        )
    if isinstance(current, KeptRow):
        stamp = later_than(current.updated_at)
        if goal is None:
            after: Row = replace(current, updated_at=stamp, deleted_at=stamp)
        elif isinstance(goal, KeptRow):
            after = replace(goal, updated_at=stamp)
            if (
                others is not None
                and isinstance(goal, Annotation | Link)
                and _is_given_back(current, goal)
            ):
                after = _given_back(connection, current, goal, stamp, others)
    elif goal is not None:
        after = goal
    update_row(connection, after)
    return Change(current, after)


def _is_given_back(current: Row, goal: Row) -> TypeGuard[Annotation | Link]:
    """Whether an undo gives a suggestion back to another annotator, or a redo takes it again."""
    return (
        isinstance(current, Annotation | Link)
        and isinstance(goal, Annotation | Link)
        and current.annotator != goal.annotator
    )


def _given_back(
    connection: sqlite3.Connection,
    current: Annotation | Link,
    goal: Annotation | Link,
    stamp: str,
    others: _OthersRows,
) -> Row:
    """Return the row after an undo that gives it back to another annotator.

    It is as old as it was, since it is no edit of that annotator's row, which may have a later
    version elsewhere. If a merge or a hub has brought that row already, under another id, what was
    taken over is deleted.
    """
    gone = replace(current, updated_at=stamp, deleted_at=stamp)
    if others.has(current, goal):
        return gone
    # Other databases may have the row of the annotator who gives it back, under its own id.
    former = _under_own_id(gone)
    if current_row(connection, former) is None:
        insert_row(connection, former)
    else:
        update_row(connection, former)
    return goal


def _under_own_id(row: Annotation | Link) -> Annotation | Link:
    """Return a row as it has to be stored where another annotator's row keeps its id."""
    return replace(row, id=owned_id(row.id, row.annotator))


def _require_current_text(
    connection: sqlite3.Connection, kind: str, changes: Sequence[Change]
) -> None:
    """Raise `Conflict` for an annotation whose place is in a text that was replaced meanwhile."""
    placed = {
        (row.document_id, row.text_sha256)
        for change in changes
        if isinstance(row := change.row, Annotation) and _place(change.before) != _place(row)
    }
    for document_id, sha256 in placed:
        (current,) = connection.execute(
            "SELECT text_sha256 FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        if sha256 != current:
            raise Conflict(
                f"cannot save “{kind}”: the text of {document_id} was replaced meanwhile; "
                "nothing was changed"
            )


def _place(row: Row | None) -> tuple[str, int, int] | None:
    """Return an annotation's text and its span."""
    if not isinstance(row, Annotation):
        return None
    return row.text_sha256, row.start, row.end


def _refuse_dangling_links(connection: sqlite3.Connection, what: str, rows: Sequence[Row]) -> None:
    """Raise `Conflict` if a link would lose one of its ends."""
    for row in rows:
        if isinstance(row, Annotation) and row.deleted_at is not None:
            found = connection.execute(
                "SELECT annotator FROM links WHERE (from_id = ? OR to_id = ?) "
                "AND deleted_at IS NULL",
                (row.id, row.id),
            ).fetchone()
            if found is not None:
                raise Conflict(
                    f"{what}: {_description(row)} is linked by {found[0]}; nothing was changed"
                )
        elif isinstance(row, Link) and row.deleted_at is None:
            found = connection.execute(
                "SELECT 1 FROM annotations WHERE id IN (?, ?) AND deleted_at IS NOT NULL",
                (row.from_id, row.to_id),
            ).fetchone()
            if found is not None:
                raise Conflict(
                    f"{what}: an end of {_description(row)} was deleted; nothing was changed"
                )


def _is_as_expected(current: Row | None, expected: Row | None, goal: Row | None) -> bool:
    if expected is not None:
        if current is not None and _is_same(current, expected):
            return True
        if goal is None or not _is_given_back(expected, goal):
            return False
    # What an undo removed is a deleted row, which the redo restores.
    return (
        isinstance(current, KeptRow)
        and isinstance(goal, KeptRow)
        and current.deleted_at is not None
        and _is_same(replace(current, deleted_at=goal.deleted_at), goal)
    )


def _is_same(one: Row, other: Row) -> bool:
    if isinstance(one, KeptRow) and isinstance(other, KeptRow):
        return same_content(one, other)
    return one == other


def _changed_by(connection: sqlite3.Connection, entry: _Entry, row: Row) -> str:
    """Return who wrote `row` after `entry`, as far as the history shows."""
    key = row.id if isinstance(row, KeptRow) else row.document_id
    later = connection.execute(
        "SELECT annotator, created_at FROM history WHERE seq > ? AND instr(changes, ?) "
        "ORDER BY seq DESC LIMIT 1",
        (entry.seq, key),
    ).fetchone()
    return "another program" if later is None else f"{later[0]} at {later[1]}"


def _description(row: Row) -> str:
    match row:
        case Annotation():
            return f"the {row.label} “{shorten(row.text, _SHOWN)}”"
        case Link():
            return f"a link ({row.type})"
        case Comment():
            return "a flag" if row.kind == "flag" else "a comment"
        case Decision():
            return f"a decision ({row.kind})"
        case DocumentStatus():
            return f"the status of {row.document_id}"
        case DocumentText():
            return f"the text of {row.document_id}"
        case DocumentReview():
            return f"the review of {row.document_id}"


def _write_if_unchanged(connection: sqlite3.Connection, before: Row | None, after: Row) -> None:
    """Write `after` if the database still has `before`; else raise `Conflict`."""
    current = current_row(connection, after)
    if before is None and current is None and isinstance(after, KeptRow):
        insert_row(connection, after)
    elif before is not None and current is not None and _is_same(current, before):
        update_row(connection, after)
    else:
        raise Conflict(
            f"{_description(after)} was changed by another program since it was shown; "
            "nothing was changed"
        )
