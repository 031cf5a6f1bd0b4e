"""Short ways to documents and annotations, for the tests of the store."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from tui.choices import ReadingStatus
from tui.model import JSON, Annotation, Document, Link, annotate, link
from tui.sources.files import SourceDocument
from tui.store.database import Store
from tui.store.row_mapping import LINK_COLUMNS, Change, DocumentStatus, changes_from_json, link_of

TEXT = "قال زاك كوبر إن اليابان مهمة.\nThe end."


def document(
    name: str,
    text: str = TEXT,
    *,
    title: str = "عنوان",
    source: str | None = None,
    folder: str = "",
    meta: Mapping[str, Any] | None = None,
) -> Document:
    """A document from a file that does not exist."""
    where = f"/nowhere/{name}" if source is None else source
    return SourceDocument(name, title, where, text, dict(meta or {}), folder=folder)


def entity(
    store: Store,
    start: int = 4,
    end: int = 12,
    *,
    name: str = "a",
    annotator: str = "me",
    label: str = "entity",
    attributes: Mapping[str, JSON] | None = None,
) -> Annotation:
    """A new annotation of the document `name`, not written yet."""
    info = store.documents.get(name)
    text = store.documents.text_of(name)
    return annotate(info, text, (start, end), label, annotator, attributes=attributes)


def tag(store: Store, start: int = 4, end: int = 12, **options: Any) -> Annotation:
    """An annotation that has been written as a command of its own."""
    annotation = entity(store, start, end, **options)
    make(store, annotation)
    return annotation


def make(store: Store, *rows: Annotation | Link) -> None:
    """Writes new rows as one command of their annotator."""
    changes = [Change(None, row) for row in rows]
    store.history.commit("tag", rows[0].document_id, rows[0].annotator, changes)


def tie(store: Store, source: Annotation, target: Annotation, kind: str = "speaker") -> Link:
    """A link that has been written as a command of its own."""
    made = link(source, target, kind, source.annotator)
    make(store, made)
    return made


def set_status(store: Store, name: str, annotator: str, status: ReadingStatus) -> None:
    """Marks the document as a command that can be undone."""
    before = DocumentStatus(name, annotator, store.progress.get(name, annotator).status)
    change = Change(before, DocumentStatus(name, annotator, status))
    store.history.commit(status, name, annotator, [change])


class Entry(NamedTuple):
    """A row of the history."""

    id: str
    kind: str
    changes: Sequence[Change]
    undone_at: str | None
    superseded_at: str | None


def entries(store: Store, name: str, annotator: str) -> list[Entry]:
    """The annotator's commands in the document, oldest first, undone ones too."""
    with closing(sqlite3.connect(store.path)) as database:
        found = database.execute(
            "SELECT id, kind, changes, undone_at, superseded_at FROM history "
            "WHERE document_id = ? AND annotator = ? ORDER BY seq",
            (name, annotator),
        ).fetchall()
    return [
        Entry(entry_id, kind, changes_from_json(words), *times)
        for entry_id, kind, words, *times in found
    ]


def stored_link(store: Store, wanted: Link) -> Link:
    """The link as the database holds it now, deleted or not."""
    with closing(sqlite3.connect(store.path)) as database:
        row = database.execute(
            f"SELECT {LINK_COLUMNS} FROM links l WHERE id = ?", (wanted.id,)
        ).fetchone()
    return link_of(row)


def rows(store: Store, name: str = "a") -> Sequence[Annotation]:
    """The document's annotations that are not deleted."""
    return store.annotations.in_document(name)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of the folder with its bytes."""
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
