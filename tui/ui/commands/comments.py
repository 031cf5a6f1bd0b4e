"""Commands on comments: read, write, answer, resolve and delete them, and flag what is unsure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.bindings import Action
from tui.model import Annotation
from tui.session.commands import commenting
from tui.session.messages import NO_CURRENT, NOTHING_OPEN, StatusMessage
from tui.ui.commands import command
from tui.ui.dialogs.comments_dialog import CommentsDialog

if TYPE_CHECKING:
    from tui.ui.protocols import Reader

DOCUMENT = "document"
"""The argument of the actions that are about the document as a whole."""


def open_comments(reader: Reader, annotation: Annotation | None, *, writing: bool = False) -> None:
    """Show the comments on an annotation, or on the document if it is None.

    `writing` begins a new comment at once.
    """
    dialog = CommentsDialog(
        reader.services, reader.session, annotation, reader.attempt, writing=writing
    )
    reader.open_dialog(dialog, reader.show)


@command("comment.add")
def _add_comment(reader: Reader, action: Action) -> StatusMessage | None:
    refusal, annotation = _target(reader, action)
    if refusal is None:
        open_comments(reader, annotation, writing=True)
    return refusal


@command("comment.read")
def _read_comments(reader: Reader, action: Action) -> StatusMessage | None:
    refusal, annotation = _target(reader, action)
    if refusal is None:
        open_comments(reader, annotation)
    return refusal


@command("comment.here")
def _read_comments_here(reader: Reader, _: Action) -> StatusMessage | None:
    """Show the comments on the current annotation, or on the document if there is none."""
    if reader.session.info is None:
        return NOTHING_OPEN
    open_comments(reader, reader.acting_on())
    return None


@command("note.flag")
def _flag(reader: Reader, _: Action) -> StatusMessage:
    current = reader.acting_on()
    return commenting.flag(reader.session, current) if current else NO_CURRENT


@command("comment.resolve")
def _resolve(reader: Reader, action: Action) -> StatusMessage:
    refusal, annotation = _target(reader, action)
    return refusal or commenting.resolve(reader.session, annotation)


def _target(reader: Reader, action: Action) -> tuple[StatusMessage | None, Annotation | None]:
    """Return why nothing can be commented on, and the annotation (None for the document)."""
    if reader.session.info is None:
        return NOTHING_OPEN, None
    if action.argument == DOCUMENT:
        return None, None
    current = reader.acting_on()
    return (NO_CURRENT if current is None else None), current
