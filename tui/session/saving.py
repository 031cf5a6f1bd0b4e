"""How a command reaches the database, also when the database is locked or the disk is full.

A command that cannot be written now waits in a queue and is tried again; until then its rows
count as unsaved. The order of commands is kept: none overtakes one that waits. What still waits
when the session ends goes to a file (`tui.session.rescue`).

The copy that the reader makes of the database each day, beside its other work.

Work that could not be saved, kept in a file when the session ends.

The file is of the `documents` format: `hashiya import FILE` takes it in, and of two states of an
annotation the later one stays, so that it may be taken in at any time and more than once.

The database's rows as formats see them."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from os import getpid
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui.errors import Busy, CannotWrite, Conflict, ExchangeError, StoreError, Unstorable
from tui.formats.documents import document_line
from tui.formats.shared.atomic_output import open_out
from tui.model import (
    AnnotatedDocument,
    Annotation,
    DocumentInfo,
    Link,
    Progress,
    ReadingStatus,
    annotation_order,
    now,
)
from tui.store.database import Store
from tui.store.row_mapping import DocumentStatus

if TYPE_CHECKING:
    from tui.store.row_mapping import Change, Row


def rescue(store: Store, commands: Sequence[PendingWrite]) -> Path:
    """Write what the commands changed to a file; its path.

    Beside the database, else in the home folder, else in the one for temporary files. Raises
    CannotWrite where none of them takes it, StoreError where something that is needed besides
    cannot be read.
    """
    lines = [document_line(record) for record in _records(store, commands)]
    database = store.path
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


def _folders(beside: Path) -> Iterator[Path]:
    yield beside
    with suppress(RuntimeError):  # a login may have none
        yield Path.home()
    yield Path(tempfile.gettempdir())


@dataclass(slots=True)
class _Changed:
    """What commands changed of one document, each row in its last state."""

    annotations: dict[str, Annotation] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    statuses: dict[str, DocumentStatus] = field(default_factory=dict)

    def take(self, row: Row | None) -> None:
        match row:
            case Annotation():
                self.annotations[row.id] = row
            case Link():
                self.links[row.id] = row
            case DocumentStatus():
                self.statuses[row.annotator] = row
            case _:
                pass  # a changed text is never taken but at once


def _records(store: Store, commands: Iterable[PendingWrite]) -> Iterator[AnnotatedDocument]:
    """A record a document, with every row that a command changed."""
    changed: dict[str, _Changed] = {}
    at_hand: dict[str, tuple[DocumentInfo, str]] = {}
    for command in commands:
        if command.document is not None:
            at_hand[command.document_id] = command.document
        for change in command.changes:
            row = change.row
            changed.setdefault(row.document_id, _Changed()).take(change.after)
    for document_id, rows in sorted(changed.items()):
        for link in rows.links.values():
            # A link is only read together with the annotation that it goes out from.
            if link.from_id not in rows.annotations:
                rows.annotations[link.from_id] = store.annotations.get(link.from_id)
        if document_id in at_hand:
            info, text = at_hand[document_id]
        else:
            info = store.documents.get(document_id)
            text = store.documents.text(info.text_sha256)
        yield _record(store, info, text, rows)


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
    )


def keep_copy(path: Path) -> str:
    """Make today's copy of the database at `path`; why it could not be made, else nothing.

    For a thread of its own: it opens the database itself. One without annotations needs none.
    """
    try:
        with Store.open(path, create=False, read_only=True) as store:
            if store.annotations.count():
                store.daily_backup()
    except StoreError as error:
        return f"no copy of today: {error}"
    return ""


UNSAVED = ".unsaved-"
"""What stands between the database's name and the time in the name of a file of unsaved work."""


class PendingWrite(NamedTuple):
    """A change to one document that is written whole or not at all."""

    kind: str
    document_id: str
    annotator: str
    changes: tuple[Change, ...]
    document: tuple[DocumentInfo, str] | None = None
    """The document and its text, where they are at hand: the database may be out of reach later."""


class Flushed(NamedTuple):
    """What came of trying the waiting commands again."""

    saved: int
    refused: tuple[tuple[PendingWrite, StoreError], ...]
    """Commands that can never be written: a row changed under them, say."""
    reason: str
    """Why the rest still waits; empty when nothing waits."""


def left_behind(database: Path) -> list[Path]:
    """The files of unsaved work that earlier sessions left beside the database, oldest first.

    Raises OSError.
    """
    begin = database.name + UNSAVED
    return sorted(path for path in database.parent.iterdir() if path.name.startswith(begin))


class Saver:
    """Writes commands in their order, and keeps those that cannot be written yet."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[PendingWrite] = deque()
        self.refused: list[PendingWrite] = []
        """Those that had waited and can never be written."""
        self.reason = ""
        """Why commands wait, as a clear line; empty when none waits."""

    @property
    def unsaved(self) -> Sequence[PendingWrite]:
        """All commands that the database does not hold, in their order."""
        return [*self.refused, *self._waiting]

    @property
    def waiting(self) -> int:
        """How many commands are not saved yet."""
        return len(self._waiting)

    def unsaved_ids(self) -> frozenset[str]:
        """The ids of the annotations and links that are shown but not saved yet."""
        return frozenset(
            row.id
            for command in self._waiting
            for change in command.changes
            if isinstance(row := change.after or change.before, Annotation | Link)
        )

    def save(self, command: PendingWrite) -> bool:
        """Write the command; False when it has to wait.

        Raises Conflict or Unstorable when it can never be written.
        """
        if self._waiting:
            self._waiting.append(command)
            return False
        try:
            self._write(command)
        except (Conflict, Unstorable):
            raise
        except StoreError as error:
            self._because(error)
            self._waiting.append(command)
            return False
        return True

    def flush(self) -> Flushed:
        """Try the waiting commands again, oldest first, until one must go on waiting."""
        saved = 0
        refused: list[tuple[PendingWrite, StoreError]] = []
        while self._waiting:
            command = self._waiting[0]
            try:
                self._write(command)
                saved += 1
            except (Conflict, Unstorable) as error:
                refused.append((command, error))
                self.refused.append(command)
            except StoreError as error:
                self._because(error)
                return Flushed(saved, tuple(refused), self.reason)
            self._waiting.popleft()
        self.reason = ""
        return Flushed(saved, tuple(refused), "")

    def give_up(self) -> None:
        """Forget what could not be saved: it is kept elsewhere now."""
        self._waiting.clear()
        self.refused.clear()
        self.reason = ""

    def waiting_rows(self, document_id: str) -> Sequence[Annotation | Link]:
        """The rows of a document in the waiting commands, whichever was open, in their order."""
        return [
            change.after
            for command in self._waiting
            for change in command.changes
            if isinstance(change.after, Annotation | Link)
            and change.after.document_id == document_id
        ]

    def waiting_status(self, document_id: str, annotator: str) -> ReadingStatus | None:
        """The status of a document that is not saved yet; None where none waits."""
        if not self._waiting:
            return None
        from tui.store.row_mapping import DocumentStatus

        found: ReadingStatus | None = None
        for command in self._waiting:
            for change in command.changes:
                row = change.after
                if isinstance(row, DocumentStatus) and row.document_id == document_id:
                    found = row.status if row.annotator == annotator else found
        return found

    def _because(self, error: StoreError) -> None:
        """Keep the reason, without what the person need not be told: which database, what to do."""
        if isinstance(error, Busy):
            self.reason = "another program is writing to the database"
        else:
            self.reason = str(error).removeprefix(f"{self._store.path}: ")

    def _write(self, command: PendingWrite) -> None:
        self._store.history.commit(
            command.kind, command.document_id, command.annotator, command.changes
        )
