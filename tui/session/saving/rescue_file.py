"""A file for work that could not be saved when the session ends.

The file is in the `documents` format, so `hashiya import FILE` reads it. The import keeps the later
of two states of an annotation: the file can be imported at any time, and more than once.
"""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from os import getpid
from pathlib import Path
from typing import TypeAlias

from tui.choices import ReviewStatus
from tui.errors import CannotWrite, ExchangeError, StoreError
from tui.formats.documents import document_line
from tui.formats.shared.atomic_output import open_out
from tui.model import (
    AnnotatedDocument,
    Annotation,
    Comment,
    Decision,
    DocumentInfo,
    Link,
    Progress,
    annotation_order,
    now,
)
from tui.session.saving.saver import UNSAVED, PendingWrite
from tui.store.database import Store
from tui.store.row_mapping import DocumentReview, DocumentStatus, Row, with_deletion


def rescue(
    store: Store,
    commands: Sequence[PendingWrite],
    shown: Iterable[Annotation | Link | Comment] = (),
) -> Path:
    """Write what the commands changed to a file, and return its path.

    What belongs to it is taken from the rows that are `shown`, else from the database, which may
    be out of reach. Raises as `write_records` does, and StoreError if it is in neither.
    """
    return write_records(store.path, _records(store, commands, {row.id: row for row in shown}))


def write_records(database: Path, records: Iterable[AnnotatedDocument]) -> Path:
    """Write documents with their annotations to a file, and return its path.

    The file goes next to the database, else into the home folder, else into the folder for
    temporary files. Raises CannotWrite if it can be written to none of them.
    """
    lines = [document_line(record) for record in records]
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    name = f"{database.name}{UNSAVED}{stamp}-{getpid()}.jsonl"
    refusals = []
    for folder in _folders(database.absolute().parent):
        path = folder / name
        try:
            with open_out(str(path), private=True) as out:
                for line in lines:
                    out.write(line.encode())
        except (ExchangeError, OSError) as error:
            refusals.append(str(error))
        else:
            return path
    raise CannotWrite("; ".join(refusals))


def command_line(database: Path, command: str, path: Path) -> str:
    """Return how to call a command on a database with a file, for a shell."""
    return shlex.join(["hashiya", "--db", str(database), command, str(path)])


def _folders(first: Path) -> Iterator[Path]:
    yield first
    with suppress(RuntimeError):  # there may be no home folder
        yield Path.home()
    yield Path(tempfile.gettempdir())


_Shown: TypeAlias = Mapping[str, Annotation | Link | Comment]


@dataclass(slots=True)
class _Changed:
    """The rows of one document that commands changed, each in its last state."""

    annotations: dict[str, Annotation] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    statuses: dict[str, DocumentStatus] = field(default_factory=dict)
    review: ReviewStatus | None = None
    caret: int = 0
    """The offset that was saved with the last command."""

    def add(self, row: Row | None) -> None:
        match row:
            case Annotation():
                self.annotations[row.id] = row
            case Link():
                self.links[row.id] = row
            case Comment():
                self.comments[row.id] = row
            case Decision():
                self.decisions[row.id] = row
            case DocumentStatus():
                self.statuses[row.annotator] = row
            case DocumentReview():
                self.review = row.review
            case _:
                pass  # a document's text changes only while the database can be written


def _records(
    store: Store, commands: Iterable[PendingWrite], shown: _Shown
) -> Iterator[AnnotatedDocument]:
    """Yield one record per document, with every row that a command changed."""
    changed: dict[str, _Changed] = {}
    texts: dict[str, tuple[DocumentInfo, str]] = {}
    for command in commands:
        if command.document is not None:
            texts[command.document_id] = command.document
        for change in command.changes:
            row = change.row
            rows = changed.setdefault(row.document_id, _Changed())
            rows.add(with_deletion(change).after)
            rows.caret = command.caret or rows.caret
    for document_id, rows in sorted(changed.items()):
        _add_threads(store, document_id, rows, shown)
        on = [one.annotation_id for one in rows.comments.values() if one.annotation_id]
        # The format keeps a link with the annotation at which it starts, a comment with its own.
        for id in [*(link.from_id for link in rows.links.values()), *on]:
            if id not in rows.annotations:
                near = shown.get(id)
                found = near if isinstance(near, Annotation) else store.annotations.get(id)
                rows.annotations[id] = found
        if document_id in texts:
            info, text = texts[document_id]
        else:
            info = store.documents.get(document_id)
            text = store.documents.text(info.text_sha256)
        yield _record(store, info, text, rows)


def _add_threads(store: Store, document_id: str, rows: _Changed, shown: _Shown) -> None:
    """Add the comments that these answer: the format contains whole threads."""
    stored: dict[str, Comment] = {}
    waiting = list(rows.comments.values())
    while waiting:
        id = waiting.pop().parent_id
        if not id or id in rows.comments:
            continue
        parent = shown.get(id)
        if not isinstance(parent, Comment):
            stored = stored or {
                one.id: one for one in store.comments.in_document(document_id, include_deleted=True)
            }
            parent = stored.get(id)
        if parent is not None:
            rows.comments[id] = parent
            waiting.append(parent)


def _record(store: Store, info: DocumentInfo, text: str, rows: _Changed) -> AnnotatedDocument:
    progress = [
        Progress(info.id, who, one.status, _place(store, info.id, who, rows), now())
        for who, one in sorted(rows.statuses.items())
    ]
    return AnnotatedDocument(
        id=info.id,
        title=info.title,
        source=info.source,
        sha256=info.text_sha256,
        text=text,
        meta=info.meta,
        annotations=tuple(sorted(rows.annotations.values(), key=annotation_order)),
        links=tuple(one for _, one in sorted(rows.links.items())),
        progress=tuple(progress),
        review=rows.review,
        comments=tuple(one for _, one in sorted(rows.comments.items())),
        decisions=tuple(one for _, one in sorted(rows.decisions.items())),
    )


def _place(store: Store, document_id: str, annotator: str, rows: _Changed) -> int:
    """Return the offset at which the annotator left the document."""
    try:
        return store.progress.get(document_id, annotator).offset
    except StoreError:
        return rows.caret
