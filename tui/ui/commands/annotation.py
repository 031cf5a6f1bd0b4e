"""Commands on one annotation: tag, change bounds, decide on a suggestion, delete, copy, undo."""

from __future__ import annotations

from tui.keys.actions import Action
from tui.model import Annotation
from tui.session import changed_text, commenting, deciding, tagging
from tui.session.messages import NO_CURRENT, Level, StatusMessage, not_yours
from tui.session.session import Session
from tui.session.todo import next_suggestion
from tui.text.spans import Span
from tui.ui.commands.table import command
from tui.ui.pending_action import PendingAction
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


@command("note.flag")
def _flag(reader: Reader, _: Action) -> StatusMessage:
    current = reader.acting_on()
    return commenting.flag(reader.session, current) if current else NO_CURRENT


@command("note.fragment")
def _add_fragment(reader: Reader, _: Action) -> StatusMessage:
    session = reader.session
    selection = session.open_text.selection
    if selection is None:
        return StatusMessage("select what is to be added first", Level.ERROR)
    target = session.to_extend
    if target is None:
        return StatusMessage("go to the annotation first, then select what to add", Level.ERROR)
    return tagging.add_fragment(session, target, selection)


@command("note.overlap")
def _cycle_overlap(reader: Reader, _: Action) -> StatusMessage:
    return reader.session.cycle_overlap()


class SetBounds(PendingAction):
    """Changing the bounds of an annotation: its span becomes the selection."""

    keys = (("enter", "sets the bounds"), ("esc", "leaves them"), ("s S f F ← →", "move them"))
    moves_select = True

    def __init__(self, session: Session, annotation: Annotation) -> None:
        self._session = session
        self._id = annotation.id
        session.open_text.select(Span(annotation.start, annotation.end))

    def finish(self) -> StatusMessage | None:
        """Set the bounds to the selection."""
        selection = self._session.open_text.selection
        annotation = self._session.annotations.in_text(self._id)
        if selection is None or annotation is None:
            return self.cancel()
        self._session.open_text.deselect()
        said = tagging.set_bounds(self._session, annotation, selection)
        changed = self._session.annotations.in_text(self._id)
        if changed is not None:
            self._session.open_text.go_to(changed.end)
            self._session.pin(changed, go=False)
        return said

    def cancel(self) -> StatusMessage:
        """Keep the old bounds."""
        annotation = self._session.annotations.in_text(self._id)
        self._session.open_text.deselect()
        if annotation is not None:
            self._session.pin(annotation)
        return StatusMessage("the bounds stay as they were")


class PlaceOrphan(PendingAction):
    """Selecting a place for an annotation that lost its own."""

    keys = (("enter", "puts it on the selection"), ("esc", "leaves it without a place"))

    def __init__(self, session: Session, orphan: Annotation) -> None:
        self._session = session
        self._orphan = orphan

    def finish(self) -> StatusMessage | None:
        """Place the annotation on the selection."""
        selection = self._session.open_text.selection
        if selection is None:
            return None
        return changed_text.place(self._session, self._orphan, selection)

    def cancel(self) -> StatusMessage:
        """Leave the annotation without a place."""
        self._session.open_text.deselect()
        return StatusMessage("it stays without a place")


@command("note.rebound")
def _change_bounds(reader: Reader, _: Action) -> StatusMessage:
    current = reader.acting_on()
    if current is None:
        return NO_CURRENT
    if not reader.session.may_change(current):
        return not_yours(current)
    if current.status == "orphaned":
        return begin_placing(reader, current)
    reader.begin(SetBounds(reader.session, current))
    return StatusMessage("move the bounds; enter sets them, escape leaves them")


def begin_placing(reader: Reader, orphan: Annotation) -> StatusMessage:
    """Ask the annotator to select a place for an orphaned annotation."""
    if not reader.session.mine(orphan):
        return not_yours(orphan)
    reader.begin(PlaceOrphan(reader.session, orphan))
    return StatusMessage("select its place in the text; enter puts it there, escape leaves it")


@command("undo")
def _undo(reader: Reader, _: Action) -> StatusMessage:
    return reader.session.undo()


@command("redo")
def _redo(reader: Reader, _: Action) -> StatusMessage:
    return reader.session.redo()


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
