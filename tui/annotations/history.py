"""Commands and their undoing: what a command changed, kept as full rows before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tui.annotations.model import Annotation, Link, ReadingStatus


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """The part of a document's progress that can be undone."""

    document_id: str
    annotator: str
    status: ReadingStatus


@dataclass(frozen=True, slots=True)
class DocumentText:
    """Which text a document's annotations count in, and which one waits to take its place."""

    document_id: str
    text_sha256: str
    pending_sha256: str | None


Row: TypeAlias = Annotation | Link | DocumentStatus | DocumentText


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a command: ``before`` is None where it was made. Nothing is ever removed."""

    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as the history keeps it."""

    seq: int
    id: str
    document_id: str
    annotator: str
    kind: str
    """What the command was, in a word or two that the status line can show (``"claim"``)."""
    changes: Sequence[Change]
    created_at: str
    undone_at: str | None = None
    superseded_at: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an undo or a redo did: ``changes`` go from the rows as they were to those now stored."""

    entry: Entry
    changes: Sequence[Change]

    @property
    def kind(self) -> str:
        """The kind of the command that was undone or done again."""
        return self.entry.kind
