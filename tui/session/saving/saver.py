"""Write commands to the database, even while it is locked or the disk is full.

A command that cannot be written now is queued and tried again; until then its rows count as
unsaved. Commands are written in the order in which they were given. What is still unsaved when the
session ends goes to a file (see `tui.session.saving.rescue_file`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from tui.choices import ReadingStatus
from tui.errors import Busy, Conflict, Replaced, StoreError, Unstorable
from tui.model import AnnotatedDocument, Annotation, Comment, DocumentInfo, Link
from tui.session.messages import Level, StatusMessage
from tui.session.saving.work_backup import WorkBackup
from tui.store.database import Store
from tui.store.row_mapping import Change, DocumentStatus, Row

Result = TypeVar("Result")


UNSAVED = ".unsaved-"
"""The part of the name of a file with unsaved work between the database's name and the time."""


class PendingWrite(NamedTuple):
    """One command: the changes to a document that are written together or not at all."""

    kind: str
    document_id: str
    annotator: str
    changes: tuple[Change, ...]
    document: tuple[DocumentInfo, str] | None = None
    """The document and its text, for the case that the database cannot be read later."""
    caret: int | None = None
    """The caret's offset, saved with the command so that a kill loses no place."""


class Flushed(NamedTuple):
    """The result of trying the queued commands again."""

    saved: int
    refused: tuple[tuple[PendingWrite, StoreError], ...]
    """Commands that can never be written, because a row was changed meanwhile, for example."""
    reason: str
    """Why the rest is still unsaved; empty if everything is saved."""

    def refusal(self) -> StatusMessage:
        """Return why the first of the refused commands can never be saved."""
        return StatusMessage(f"not saved: {self.refused[0][1]}", Level.ERROR)


class Saver:
    """Writes commands in order, and queues those that cannot be written yet."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[PendingWrite] = deque()
        self.refused: list[PendingWrite] = []
        """Queued commands that can never be written."""
        self.work = WorkBackup()
        self.shown: Callable[[], Iterable[Annotation | Link | Comment]] = tuple
        """Returns the rows that the session shows; what is overwritten may be only there."""
        self.rescued: Path | None = None
        """The rescue database in which the session goes on; None as long as it is in its own."""
        self.is_cut_off = False
        """Whether the database was replaced and no rescue database could be made yet."""
        self.original = store.path
        self.reason = ""
        """Why commands are queued, as a sentence for the status line; empty without any."""

    @property
    def unsaved(self) -> Sequence[PendingWrite]:
        """All commands that are not in the database, in their order."""
        return [*self.refused, *self._waiting]

    @property
    def queued_count(self) -> int:
        """The number of queued commands."""
        return len(self._waiting)

    def unsaved_ids(self) -> frozenset[str]:
        """Return the ids of the annotations and links that are shown but not saved yet."""
        return frozenset(
            row.id
            for command in self._waiting
            for change in command.changes
            if isinstance(row := change.after or change.before, Annotation | Link)
        )

    def save(self, command: PendingWrite) -> bool:
        """Write a command, or queue it and return False.

        Raises Conflict or Unstorable if it can never be written.
        """
        if self._waiting:
            self._waiting.append(command)
            return False
        try:
            self._write(command)
        except (Conflict, Unstorable):
            raise
        except StoreError as error:
            self._set_reason(error)
            self._waiting.append(command)
            return False
        return True

    def flush(self) -> Flushed:
        """Try the queued commands again, oldest first, until one cannot be written yet."""
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
                self._set_reason(error)
                return Flushed(saved, tuple(refused), self.reason)
            self._waiting.popleft()
        self.reason = ""
        return Flushed(saved, tuple(refused), "")

    def discard(self) -> None:
        """Drop all unsaved commands, after they were written to a file."""
        self._waiting.clear()
        self.refused.clear()
        self.reason = ""

    def queued_rows(self, document_id: str) -> Sequence[Annotation | Link | Comment]:
        """Return the rows of a document in the queued commands, in their order."""
        return [
            change.after
            for command in self._waiting
            for change in command.changes
            if isinstance(change.after, Annotation | Link | Comment)
            and change.after.document_id == document_id
        ]

    def queued_status(self, document_id: str, annotator: str) -> ReadingStatus | None:
        """Return the status of a document that is not saved yet, if there is one."""
        found: ReadingStatus | None = None
        for command in self._waiting:
            for change in command.changes:
                row = change.after
                if isinstance(row, DocumentStatus) and row.document_id == document_id:
                    found = row.status if row.annotator == annotator else found
        return found

    def _set_reason(self, error: StoreError) -> None:
        """Store the reason without the database's path: the reader shows only one database."""
        if isinstance(error, Busy):
            self.reason = "another program is writing to the database"
        else:
            self.reason = str(error).removeprefix(f"{self._store.path}: ")

    def _write(self, command: PendingWrite) -> None:
        self.writing(lambda: self._commit(command))
        self.work.add(command.changes, command.document)

    def _commit(self, command: PendingWrite) -> None:
        about = command.document_id, command.annotator
        with self._store.one_transaction():
            self._store.history.commit(command.kind, *about, command.changes)
            if command.caret is not None:
                self._store.progress.save_with_command(*about, command.caret)

    def writing(self, write: Callable[[], Result]) -> Result:
        """Call `write`; if the database was replaced, call it again for the rescue database.

        Raises as `write` does, and as `Store.switch_to_rescue_database`.
        """
        try:
            return write()
        except Replaced:
            self.switch_to_rescue_database()
            return write()

    def switch_to_rescue_database(self) -> None:
        """Leave the replaced database for a rescue database.

        Raises StoreError; then the next write or check of the database tries it again.
        """
        shown = self._shown_as_saved()
        self.is_cut_off = True
        self.rescued = self._store.switch_to_rescue_database(self.work.documents(shown))
        self.is_cut_off = False

    def _shown_as_saved(self) -> Iterable[Annotation | Link | Comment]:
        """Return the rows that the session shows, each as it was before the queued commands.

        The queued commands are written into the rescue database later, and expect these rows there.
        """
        before: dict[str, Row | None] = {}
        for command in self._waiting:
            for change in command.changes:
                if isinstance(change.row, Annotation | Link | Comment):
                    before.setdefault(change.row.id, change.before)
        shown = [row for row in self.shown() if row.id not in before]
        former = (row for row in before.values() if isinstance(row, Annotation | Link | Comment))
        return [*shown, *former]

    def all_work(self) -> Iterator[AnnotatedDocument]:
        """Yield all that the session has written or shows, and the queued commands.

        For a session that is cut off at its end.
        """
        shown = list(self.shown())
        for command in self.unsaved:
            self.work.add(command.changes, command.document)
        return self.work.documents(shown)


def left_behind(database: Path) -> list[Path]:
    """Return the files with unsaved work that earlier sessions left, oldest first.

    Raises OSError.
    """
    begin = database.name + UNSAVED
    return sorted(path for path in database.parent.iterdir() if path.name.startswith(begin))


def make_daily_copy(path: Path) -> str:
    """Make today's copy of the database at `path`; return why that failed, else "".

    This opens the database itself, so it can run in a thread. A database without annotations is not
    copied.
    """
    try:
        with Store.open(path, create=False, read_only=True) as store:
            if store.annotations.count():
                store.daily_backup()
    except (StoreError, OSError) as error:
        return f"no copy of today: {error}"
    return ""
