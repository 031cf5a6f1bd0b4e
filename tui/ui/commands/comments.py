"""Commands on comments: write or answer one, read them, resolve them, delete one's own."""

from __future__ import annotations

from tui.keys.actions import Action
from tui.model import Annotation
from tui.session import commenting
from tui.session.messages import NO_CURRENT, NOTHING_OPEN, StatusMessage
from tui.ui.commands.table import command
from tui.ui.dialogs.text_page import TextScreen
from tui.ui.protocols import Reader

DOCUMENT = "document"
"""The argument of the actions that are about the document as a whole."""


class CommentPrompt:
    """What the field does while a comment is written."""

    keys = (("enter", "saves the comment"), ("esc", "writes none"))
    value = ""

    def __init__(self, reader: Reader, annotation: Annotation | None) -> None:
        self._reader = reader
        self._annotation = annotation
        self._typed = ""
        on = annotation.label if annotation is not None else commenting.ON_DOCUMENT
        self.placeholder = f"comment on {on}"

    def changed(self, value: str) -> None:
        """Keep what is typed."""
        self._typed = value

    def submitted(self) -> StatusMessage | None:
        """Save the comment."""
        self._reader.focus_pane(self._reader.scope)
        return commenting.add(self._reader.session, self._annotation, self._typed)

    def cancelled(self) -> StatusMessage | None:
        """Save nothing."""
        self._reader.focus_pane(self._reader.scope)
        return StatusMessage("no comment was written")


@command("comment.add")
def _add(reader: Reader, action: Action) -> StatusMessage | None:
    refusal, annotation = _target(reader, action)
    if refusal is None:
        reader.ask(CommentPrompt(reader, annotation))
    return refusal


@command("comment.read")
def _read(reader: Reader, action: Action) -> StatusMessage | None:
    refusal, annotation = _target(reader, action)
    if refusal is not None:
        return refusal
    text = commenting.as_text(reader.session, annotation)
    if not text:
        return StatusMessage("no comment is here")
    on = annotation.label if annotation is not None else commenting.ON_DOCUMENT
    reader.open_dialog(TextScreen(reader.services, f"Comments on {on}", text))
    return None


@command("comment.resolve")
def _resolve(reader: Reader, action: Action) -> StatusMessage:
    refusal, annotation = _target(reader, action)
    return refusal or commenting.resolve(reader.session, annotation)


@command("comment.delete")
def _delete(reader: Reader, action: Action) -> StatusMessage:
    refusal, annotation = _target(reader, action)
    return refusal or commenting.delete(reader.session, annotation)


def _target(reader: Reader, action: Action) -> tuple[StatusMessage | None, Annotation | None]:
    """Return why there is nothing to comment on, and the annotation; None for the document."""
    if reader.session.info is None:
        return NOTHING_OPEN, None
    if action.argument == DOCUMENT:
        return None, None
    current = reader.acting_on()
    return (NO_CURRENT if current is None else None), current
