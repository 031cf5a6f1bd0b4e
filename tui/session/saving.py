"""How a command reaches the database, also when the database is locked or the disk is full.

A command that cannot be written now waits in a queue and is tried again; until then its rows
count as unsaved. The order of commands is kept: none overtakes one that waits. What still waits
when the session ends goes to a file (`tui.session.rescue`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui.annotations.model import Annotation, DocumentInfo, Link, ReadingStatus
from tui.annotations.store import Store
from tui.errors import Busy, Conflict, StoreError, Unstorable

if TYPE_CHECKING:
    from tui.annotations.history import Change

UNSAVED = ".unsaved-"
"""What stands between the database's name and the time in the name of a file of unsaved work."""


class Command(NamedTuple):
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
    refused: tuple[tuple[Command, StoreError], ...]
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
        self._waiting: deque[Command] = deque()
        self.refused: list[Command] = []
        """Those that had waited and can never be written."""
        self.reason = ""
        """Why commands wait, as a clear line; empty when none waits."""

    @property
    def unsaved(self) -> Sequence[Command]:
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

    def save(self, command: Command) -> bool:
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
        refused: list[tuple[Command, StoreError]] = []
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
        from tui.annotations.history import DocumentStatus

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

    def _write(self, command: Command) -> None:
        self._store.commit(command.kind, command.document_id, command.annotator, command.changes)
