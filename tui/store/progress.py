"""Reading progress of annotators, bookmarks, and choices of settings."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Sequence
from itertools import chain

from tui import anchoring
from tui.model import Bookmark, Progress, later_than, now
from tui.store.file.sqlite_file import SqliteFile


def move_places(
    connection: sqlite3.Connection, document_id: str, old_sha256: str, new_sha256: str
) -> None:
    """Move everybody's caret and bookmarks in a document from one of its texts to another.

    Needs a transaction.
    """
    carets = _rows(connection, "progress", document_id)
    if old_sha256 != new_sha256 and any(offset for _, offset in carets):
        old, new = (_text(connection, sha256) for sha256 in (old_sha256, new_sha256))
        connection.executemany(
            "UPDATE progress SET offset = ? WHERE document_id = ? AND annotator = ?",
            [
                (anchoring.map_offset(old, new, offset), document_id, annotator)
                for annotator, offset in carets
            ],
        )
    move_bookmarks(connection, document_id, old_sha256, new_sha256)


def move_bookmarks(
    connection: sqlite3.Connection, document_id: str, old_sha256: str, new_sha256: str
) -> None:
    """Move everybody's bookmarks in a document from one of its texts to another.

    Needs a transaction. If two bookmarks would get the same offset, one moves to a free one.
    """
    marks = _rows(connection, "bookmarks", document_id)
    if old_sha256 == new_sha256 or not any(offset for _, offset in marks):
        return
    old, new = (_text(connection, sha256) for sha256 in (old_sha256, new_sha256))
    taken: set[tuple[str, int]] = set()
    moves = []
    for annotator, offset in marks:
        at = _free_offset(anchoring.map_offset(old, new, offset), len(new), annotator, taken)
        taken.add((annotator, at))
        moves.append((at, document_id, annotator, offset))
    sql = "UPDATE bookmarks SET offset = ? WHERE document_id = ? AND annotator = ? AND offset = ?"
    # Through negative offsets, because a new offset may still be another bookmark's old one.
    connection.executemany(sql, [(-1 - at, *key) for at, *key in moves])
    connection.executemany(sql, [(at, *key, -1 - at) for at, *key, _ in moves])


def _free_offset(
    wanted: int, length: int, annotator: str, taken: Container[tuple[str, int]]
) -> int:
    """Return the nearest offset at which the annotator has no bookmark yet."""
    places = chain(range(wanted, length + 1), range(wanted, -1, -1))
    return next((at for at in places if (annotator, at) not in taken), wanted)


def _rows(
    connection: sqlite3.Connection, table: str, document_id: str
) -> Sequence[tuple[str, int]]:
    return connection.execute(
        f"SELECT annotator, offset FROM {table} WHERE document_id = ? ORDER BY offset",  # noqa: S608 (a constant)
        (document_id,),
    ).fetchall()


def _text(connection: sqlite3.Connection, sha256: str) -> str:
    (text,) = connection.execute("SELECT text FROM texts WHERE sha256 = ?", (sha256,)).fetchone()
    return str(text)


class ReadingProgress:
    """How far each annotator is with each document."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def get(self, document_id: str, annotator: str) -> Progress:
        """Return how far the annotator is with the document; unread while nothing is saved."""
        row = self._file.row(
            "SELECT document_id, annotator, status, offset, updated_at FROM progress "
            "WHERE document_id = ? AND annotator = ?",
            (document_id, annotator),
        )
        return Progress(document_id, annotator) if row is None else Progress(*row)

    def last_chapter(self, document_id: str, annotator: str) -> str | None:
        """Return the chapter that the annotator read last, of the book that a document is of.

        None if the document is not a chapter, or no chapter was read.
        """
        book = document_id.rpartition("#")[0]
        row = self._file.row(
            "SELECT p.document_id FROM progress p JOIN documents d ON d.id = p.document_id "
            "WHERE p.document_id >= ? AND p.document_id < ? AND p.annotator = ? "
            "AND d.deleted_at IS NULL AND json_extract(d.meta, '$.chapter') IS NOT NULL "
            "ORDER BY p.updated_at DESC LIMIT 1",
            (f"{book}#", f"{book}$", annotator),  # the character after #
        )
        return None if row is None or not book else str(row[0])

    def unfinished_record(self, document_id: str, annotator: str) -> str | None:
        """Return the first record that the annotator has not done, in natural order, of the file
        that holds the record `document_id`; that one if all are done.

        None if it is not one of several records of a file, or a chapter.
        """
        row = self._file.row(
            "SELECT source FROM documents WHERE id = ? AND json_extract(meta, '$.chapter') IS NULL",
            (document_id,),
        )
        path, hash_sign, _ = ("", "", "") if row is None else str(row[0]).rpartition("#")
        bounds = (f"{path}#", f"{path}$")  # the character after #
        of_file = "FROM documents d WHERE d.source >= ? AND d.source < ? AND d.deleted_at IS NULL"
        if not hash_sign or self._file.value(f"SELECT count(*) {of_file}", bounds) < 2:
            return None
        unfinished = self._file.row(
            f"SELECT d.id {of_file} "  # noqa: S608 (a constant)
            "AND NOT EXISTS (SELECT 1 FROM progress p WHERE p.document_id = d.id "
            "AND p.annotator = ? AND p.status = 'done') ORDER BY d.id_order, d.id LIMIT 1",
            (*bounds, annotator),
        )
        return document_id if unfinished is None else str(unfinished[0])

    def has_begun(self, annotator: str) -> bool:
        """Return whether the annotator has opened any document before."""
        found = self._file.row("SELECT 1 FROM progress WHERE annotator = ? LIMIT 1", (annotator,))
        return found is not None

    def done_by_several(self, but: str, among: Sequence[str] = ()) -> list[str]:
        """Return the ids of the documents that two or more annotators finished, in natural order.
        The annotator `but` does not count; with `among` only these annotators count."""
        rows = self._file.rows(
            "SELECT d.id FROM documents d JOIN progress p ON p.document_id = d.id "
            "WHERE p.status = 'done' AND p.annotator <> ? AND d.deleted_at IS NULL "
            "AND (? = '[]' OR p.annotator IN (SELECT value FROM json_each(?))) "
            "GROUP BY d.id HAVING count(*) > 1 ORDER BY d.id_order, d.id",
            (but, json.dumps(among), json.dumps(among)),
        )
        return [str(id) for (id,) in rows]

    def in_document(self, document_id: str) -> list[Progress]:
        """Return how far each annotator is with the document, by name."""
        rows = self._file.rows(
            "SELECT document_id, annotator, status, offset, updated_at FROM progress "
            "WHERE document_id = ? ORDER BY annotator",
            (document_id,),
        )
        return [Progress(*row) for row in rows]

    def save_with_command(self, document_id: str, annotator: str, offset: int) -> None:
        """Save the caret's offset in the transaction of a command."""
        # Not by sqlite-utils: the first command of a session would wait for its import.
        with self._file.writing() as connection:
            connection.execute(
                "INSERT INTO progress (document_id, annotator, status, offset, updated_at) "
                "VALUES (?, ?, 'reading', ?, ?) ON CONFLICT (document_id, annotator) DO UPDATE SET "
                "status = iif(status = 'unread', 'reading', status), offset = excluded.offset, "
                "updated_at = excluded.updated_at",
                (document_id, annotator, offset, now()),
            )

    def save(self, document_id: str, annotator: str, offset: int) -> None:
        """Save the caret's offset; an unread document becomes one that is being read."""
        with self._file.writing_with_sqlite_utils() as database:
            before = self.get(document_id, annotator)
            status = "reading" if before.status == "unread" else before.status
            stamp = later_than(before.updated_at)
            row = Progress(document_id, annotator, status, offset, stamp)
            database.table("progress").upsert(row._asdict(), pk=("document_id", "annotator"))


_WHERE_BOOKMARK = "document_id = :document_id AND annotator = :annotator AND offset = :offset"


class Bookmarks:
    """The bookmarks of annotators in documents, at most one per offset."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def in_document(self, document_id: str, annotator: str) -> list[Bookmark]:
        """Return the annotator's bookmarks in the document, in text order."""
        rows = self._file.rows(
            "SELECT document_id, annotator, offset, name, created_at FROM bookmarks "
            "WHERE document_id = ? AND annotator = ? ORDER BY offset",
            (document_id, annotator),
        )
        return [Bookmark(*row) for row in rows]

    def set(self, document_id: str, annotator: str, offset: int, name: str = "") -> Bookmark:
        """Set a bookmark; one at the same offset gets the new name."""
        mark = Bookmark(document_id, annotator, offset, name, now())
        key = {"document_id": document_id, "annotator": annotator, "offset": offset}
        with self._file.writing_with_sqlite_utils() as database:
            bookmarks = database.table("bookmarks")
            if bookmarks.count_where(_WHERE_BOOKMARK, key):
                bookmarks.update(tuple(key.values()), {"name": name})
            else:
                bookmarks.insert(mark._asdict())
        return mark

    def remove(self, mark: Bookmark) -> None:
        """Remove a bookmark, if it still exists."""
        with self._file.writing_with_sqlite_utils() as database:
            database.table("bookmarks").delete_where(_WHERE_BOOKMARK, mark._asdict())


class SavedChoices:
    """Settings chosen in the reader; the settings file itself is never rewritten."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def by_annotator(self, annotator: str) -> dict[str, str]:
        """Return the annotator's choices by the name of the setting."""
        rows = self._file.rows("SELECT name, value FROM choices WHERE annotator = ?", (annotator,))
        return {str(name): str(value) for name, value in rows}

    def save(self, annotator: str, name: str, value: str) -> None:
        """Save a choice in place of an earlier one."""
        with self._file.writing_with_sqlite_utils() as database:
            database.table("choices").upsert(
                {"annotator": annotator, "name": name, "value": value}, pk=("annotator", "name")
            )
