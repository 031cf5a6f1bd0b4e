"""How a command reaches the database, also when the database is locked or the disk is full.

A command that cannot be written now waits in a queue and is tried again; until then its rows
count as unsaved. The order of commands is kept: none overtakes one that waits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.annotations.model import Annotation, Link
from tui.annotations.store import Store
from tui.errors import Busy, CannotWrite, Conflict

if TYPE_CHECKING:
    from tui.annotations.history import Change


@dataclass(frozen=True, slots=True)
class Command:
    """A change to one document that is written whole or not at all."""

    kind: str
    document_id: str
    annotator: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Flushed:
    """What came of trying the waiting commands again."""

    saved: int
    refused: tuple[tuple[Command, Conflict], ...]
    """Commands that can never be written any more, since a row changed under them."""
    reason: str
    """Why the rest still waits; empty when nothing waits."""


class Saver:
    """Writes commands in their order, and keeps those that cannot be written yet."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[Command] = deque()
        self.reason = ""
        """Why commands wait, as a clear line; empty when none waits."""

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
        """Write the command; False when it has to wait. Raises Conflict when it never can."""
        if self._waiting:
            self._waiting.append(command)
            return False
        try:
            self._write(command)
        except (Busy, CannotWrite) as error:
            self.reason = str(error)
            self._waiting.append(command)
            return False
        return True

    def flush(self) -> Flushed:
        """Try the waiting commands again, oldest first, until one must go on waiting."""
        saved = 0
        refused: list[tuple[Command, Conflict]] = []
        while self._waiting:
            command = self._waiting[0]
            try:
                self._write(command)
                saved += 1
            except (Busy, CannotWrite) as error:
                self.reason = str(error)
                return Flushed(saved, tuple(refused), self.reason)
            except Conflict as conflict:
                refused.append((command, conflict))
            self._waiting.popleft()
        self.reason = ""
        return Flushed(saved, tuple(refused), "")

    def waiting_rows(self, document_id: str) -> Sequence[Annotation | Link]:
        """The rows of the waiting commands for a document, in their order."""
        return [
            change.after
            for command in self._waiting
            if command.document_id == document_id
            for change in command.changes
            if isinstance(change.after, Annotation | Link)
        ]

    def _write(self, command: Command) -> None:
        self._store.commit(command.kind, command.document_id, command.annotator, command.changes)
