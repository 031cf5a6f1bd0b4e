"""Commands on one annotation: tag, decide on a suggestion, delete, copy, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.bindings import Action
from tui.session.commands import deciding, tagging, undoing
from tui.session.messages import NO_CURRENT, Level, StatusMessage
from tui.session.todo import next_suggestion
from tui.ui.commands import command

if TYPE_CHECKING:
    from tui.ui.protocols import Reader


@command("tag")
def _tag(reader: Reader, action: Action) -> StatusMessage:
    return tagging.tag(reader.session, reader.session.schema.label(action.argument))


@command("note.repeat")
def _repeat_tag(reader: Reader, _: Action) -> StatusMessage:
    return tagging.repeat(reader.session)


@command("note.delete")
def _delete(reader: Reader, _: Action) -> StatusMessage:
    current = reader.acting_on()
    return tagging.delete(reader.session, current) if current else NO_CURRENT


NO_SUGGESTION_HERE = NO_CURRENT._replace(text=f"{NO_CURRENT.text}; j goes to a suggestion")


@command("note.decide")
def _decide(reader: Reader, action: Action) -> StatusMessage:
    current = reader.acting_on()
    if current is None:
        waits = reader.session.annotations.suggestions_wait
        return NO_SUGGESTION_HERE if waits else NO_CURRENT
    said = deciding.decide(reader.session, current, accept=action.argument == "accept")
    if said.failed or reader.session.pinned is not None:
        return said  # the next likely speaker of a quote is offered first
    following = next_suggestion(reader.session, current)
    if following is None:
        return StatusMessage(f"{said.text}; no suggestion is left")
    reader.session.pin(following)
    return said  # the status line shows what comes next


@command("note.fragment")
def _add_fragment(reader: Reader, _: Action) -> StatusMessage:
    session = reader.session
    selection = session.open_text.selection
    if selection is None:
        return StatusMessage("select what to add first", Level.ERROR)
    target = session.to_extend
    if target is None:
        return StatusMessage("go to the annotation first, then select what to add", Level.ERROR)
    return tagging.add_fragment(session, target, selection)


@command("note.overlap")
def _cycle_overlap(reader: Reader, _: Action) -> StatusMessage:
    return reader.session.cycle_overlap()


@command("undo")
def _undo(reader: Reader, _: Action) -> StatusMessage:
    return undoing.undo(reader.session)


@command("redo")
def _redo(reader: Reader, _: Action) -> StatusMessage:
    return undoing.redo(reader.session)


@command("copy")
def _copy(reader: Reader, _: Action) -> StatusMessage:
    session = reader.session
    span = session.open_text.selection
    current = reader.acting_on()
    text = session.text_of(span) if span else current.shown_text if current else ""
    if not text:
        return StatusMessage("nothing is selected, and no annotation is here", Level.ERROR)
    ways = reader.services.copy(text)
    return StatusMessage(f"copied {len(text)} characters {ways}")
