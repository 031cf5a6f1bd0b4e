"""Commands that change the bounds of an annotation, or find a place for one that lost its own."""

from __future__ import annotations

from tui.keys.actions import Action
from tui.model import Annotation
from tui.session.commands import changed_text, tagging
from tui.session.messages import NO_CURRENT, StatusMessage, not_yours
from tui.session.session import Session
from tui.text.spans import Span
from tui.ui.commands import command
from tui.ui.pending_action import PendingAction
from tui.ui.protocols import Reader


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
