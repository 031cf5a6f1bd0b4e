"""Commands that go to what is still to do in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.bindings import Action
from tui.session.messages import StatusMessage
from tui.session.session import Session
from tui.session.todo import document_comes_next, next_todo
from tui.ui.commands import command
from tui.ui.commands.comments import open_comments

if TYPE_CHECKING:
    from tui.ui.protocols import Reader


@command("move.todo")
def _go_to_todo(reader: Reader, action: Action) -> StatusMessage:
    forward = action.argument == "next"
    found = next_todo(reader.session, forward=forward)
    if document_comes_next(reader.session, found, forward=forward):
        open_comments(reader, None)
        if found is None:
            return StatusMessage("open comments on the document")
    if found is None:
        if _was_tried(reader.session):
            return StatusMessage(_nothing_left(reader.session))
        if reader.suggestions.afterwards(lambda: _go_to_todo(reader, action)):
            return StatusMessage("still looking for suggestions; goes to the first when done")
        return StatusMessage("nothing was suggested here yet; A suggests")
    reader.session.pin(found.annotation)
    return StatusMessage(found.words)


def _was_tried(session: Session) -> bool:
    """Whether suggestions were ever made for the open document, or searched for in this session."""
    info = session.info
    return session.annotations.has_suggestions or (
        info is not None and info.id in session.suggestions_tried
    )


def _nothing_left(session: Session) -> str:
    more = "" if session.status == "done" else "; d marks it done"
    return f"nothing is left to do here{more}"


@command("view.todo_order")
def _switch_todo_order(reader: Reader, _: Action) -> StatusMessage:
    session = reader.session
    session.least_sure_first = not session.least_sure_first
    reader.services.remember("todo_order", "score" if session.least_sure_first else "text")
    how = "the least sure first" if session.least_sure_first else "in the order of the text"
    return StatusMessage(f"suggestions {how}")
