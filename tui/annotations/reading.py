"""Where each annotator is: progress through a document, and bookmarks."""

from tui.annotations.connection import SqliteFile
from tui.annotations.model import Bookmark, Progress, now


def progress(file: SqliteFile, document_id: str, annotator: str) -> Progress:
    """How far the annotator is; unread at the start where nothing was saved."""
    row = file.row(
        "SELECT document_id, annotator, status, offset, updated_at FROM progress "
        "WHERE document_id = ? AND annotator = ?",
        (document_id, annotator),
    )
    return Progress(document_id, annotator) if row is None else Progress(*row)


def all_progress(file: SqliteFile, document_id: str) -> list[Progress]:
    """How far each annotator is with the document, by name."""
    rows = file.rows(
        "SELECT document_id, annotator, status, offset, updated_at FROM progress "
        "WHERE document_id = ? ORDER BY annotator",
        (document_id,),
    )
    return [Progress(*row) for row in rows]


def save_progress(file: SqliteFile, document_id: str, annotator: str, offset: int) -> None:
    """Keeps the caret's place; a document that was unread is being read from now on."""
    with file.writing() as connection:
        connection.execute(
            "INSERT INTO progress (document_id, annotator, status, offset, updated_at) "
            "VALUES (?, ?, 'reading', ?, ?) ON CONFLICT (document_id, annotator) DO UPDATE SET "
            "offset = excluded.offset, updated_at = excluded.updated_at, "
            "status = CASE status WHEN 'unread' THEN 'reading' ELSE status END",
            (document_id, annotator, offset, now()),
        )


def bookmarks(file: SqliteFile, document_id: str, annotator: str) -> list[Bookmark]:
    """The annotator's bookmarks in the document, in text order."""
    rows = file.rows(
        "SELECT document_id, annotator, offset, name, created_at FROM bookmarks "
        "WHERE document_id = ? AND annotator = ? ORDER BY offset",
        (document_id, annotator),
    )
    return [Bookmark(*row) for row in rows]


def set_bookmark(
    file: SqliteFile, document_id: str, annotator: str, offset: int, name: str
) -> Bookmark:
    """Sets a bookmark; one that stands at the same offset gets the new name."""
    mark = Bookmark(document_id, annotator, offset, name, now())
    with file.writing() as connection:
        connection.execute(
            "INSERT INTO bookmarks (document_id, annotator, offset, name, created_at) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name",
            (document_id, annotator, offset, name, mark.created_at),
        )
    return mark


def remove_bookmark(file: SqliteFile, mark: Bookmark) -> None:
    """Takes a bookmark away; one that is gone already is no fault."""
    with file.writing() as connection:
        connection.execute(
            "DELETE FROM bookmarks WHERE document_id = ? AND annotator = ? AND offset = ?",
            (mark.document_id, mark.annotator, mark.offset),
        )


def choices(file: SqliteFile, annotator: str) -> dict[str, str]:
    """What the annotator chose in the reader, by the name of the setting."""
    rows = file.rows("SELECT name, value FROM choices WHERE annotator = ?", (annotator,))
    return {str(name): str(value) for name, value in rows}


def keep_choice(file: SqliteFile, annotator: str, name: str, value: str) -> None:
    """Keeps a choice in place of an earlier one."""
    with file.writing() as connection:
        connection.execute(
            "INSERT INTO choices (annotator, name, value) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET value = excluded.value",
            (annotator, name, value),
        )
