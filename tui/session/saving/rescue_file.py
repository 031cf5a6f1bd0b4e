"""A file for work that could not be saved when the session ends.

The file is in the `documents` format, so `hashiya import FILE` reads it. The import keeps the later
of two states of an annotation: the file can be imported at any time, and more than once.
"""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from os import getpid
from pathlib import Path

from tui.choices import ReviewStatus
from tui.errors import CannotWrite, ExchangeError
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


def rescue(store: Store, commands: Sequence[PendingWrite]) -> Path:
    """Write what the commands changed to a file, and return its path.

    Raises as `write_records` does, and StoreError if something that belongs in the file cannot be
    read from the database.
    """
    return write_records(store.path, _records(store, commands))


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
        except ExchangeError as error:
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


@dataclass(slots=True)
class _Changed:
    """The rows of one document that commands changed, each in its last state."""

    annotations: dict[str, Annotation] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    statuses: dict[str, DocumentStatus] = field(default_factory=dict)
    review: ReviewStatus | None = None

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


def _records(store: Store, commands: Iterable[PendingWrite]) -> Iterator[AnnotatedDocument]:
    """Yield one record per document, with every row that a command changed."""
    changed: dict[str, _Changed] = {}
    texts: dict[str, tuple[DocumentInfo, str]] = {}
    for command in commands:
        if command.document is not None:
            texts[command.document_id] = command.document
        for change in command.changes:
            row = change.row
            changed.setdefault(row.document_id, _Changed()).add(with_deletion(change).after)
    for document_id, rows in sorted(changed.items()):
        _add_threads(store, document_id, rows)
        on = [one.annotation_id for one in rows.comments.values() if one.annotation_id]
        # The format keeps a link with the annotation at which it starts, a comment with its own.
        for id in [*(link.from_id for link in rows.links.values()), *on]:
            if id not in rows.annotations:
                rows.annotations[id] = store.annotations.get(id)
        if document_id in texts:
            info, text = texts[document_id]
        else:
            info = store.documents.get(document_id)
            text = store.documents.text(info.text_sha256)
        yield _record(store, info, text, rows)


def _add_threads(store: Store, document_id: str, rows: _Changed) -> None:
    """Add the comments that these answer: the format contains whole threads."""
    if not any(one.parent_id for one in rows.comments.values()):
        return
    known = {one.id: one for one in store.comments.in_document(document_id, include_deleted=True)}
    waiting = list(rows.comments.values())
    while waiting:
        parent = known.get(waiting.pop().parent_id or "")
        if parent is not None and parent.id not in rows.comments:
            rows.comments[parent.id] = parent
            waiting.append(parent)


def _record(store: Store, info: DocumentInfo, text: str, rows: _Changed) -> AnnotatedDocument:
    progress = [
        Progress(info.id, who, one.status, store.progress.get(info.id, who).offset, now())
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
