"""The result of a command, which goes from the session to the index and the panes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from tui.model import Annotation, Comment, Link
from tui.session.messages import Level, StatusMessage
from tui.store.row_mapping import Change


class CommitResult(NamedTuple):
    """The changes of one command, and whether they are saved."""

    document_id: str
    """The document that was open; `changes` may hold rows of other documents too."""
    changes: tuple[Change, ...]
    unsaved: str = ""
    """Why the changes are not saved yet; empty if they are saved."""

    def message(self, done: str) -> StatusMessage:
        """Return the message for the status line: what was done, and whether it is saved."""
        if self.unsaved:
            return StatusMessage(f"{done} NOT SAVED YET: {self.unsaved}", Level.WARNING)
        return StatusMessage(f"{done} saved")

    def documents(self) -> set[str]:
        """Return the ids of the documents that the changes are about."""
        return {change.row.document_id for change in self.changes}

    def annotations(self) -> Iterator[Annotation]:
        """Yield the annotations of the open document before and after the command."""
        for change in self.changes:
            for row in (change.before, change.after):
                if isinstance(row, Annotation) and row.document_id == self.document_id:
                    yield row

    def annotation_ids(self) -> set[str]:
        """Return the ids of changed annotations, and of those with changed links or comments."""
        ids = {row.id for row in self.annotations()}
        for change in self.changes:
            row = change.row
            if isinstance(row, Link) and row.document_id == self.document_id:
                ids |= {row.from_id, row.to_id}
            elif isinstance(row, Comment) and row.annotation_id is not None:
                ids.add(row.annotation_id)
        return ids


class ChangeListener(Protocol):
    """An observer of the open document's annotations, such as the panes of the reader."""

    def annotations_changed(self, result: CommitResult) -> None:
        """Show the changes of a command that was carried out, undone or redone."""

    def annotations_reloaded(self) -> None:
        """Show all annotations again: any of them may differ, or no longer be unsaved."""
