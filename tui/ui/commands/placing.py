"""Commands on where annotations are: their bounds, a changed text, and orphans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.errors import HashiyaError
from tui.keys.bindings import Action, Scope
from tui.model import Annotation
from tui.session.commands import changed_text, tagging
from tui.session.commands.changed_text import TextChange, outcome
from tui.session.messages import (
    NO_CURRENT,
    NOTHING_OPEN,
    Level,
    StatusMessage,
    not_yours,
    plural,
)
from tui.session.session import Session
from tui.text.spans import Span
from tui.ui.commands import command
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.pending_action import PendingAction
from tui.ui.widgets.choice_list import ListItem

if TYPE_CHECKING:
    from tui.ui.protocols import Reader

# ---------------------------------------------------------------------- bounds


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


# ---------------------------------------------------------------- changed text


@command("document.reanchor")
def _reanchor(reader: Reader, _: Action) -> StatusMessage | None:
    return preview_change(reader)


def preview_change(reader: Reader) -> StatusMessage | None:
    """Show how the open document's text changed and where each annotation will be."""
    session = reader.session
    if session.info is None:
        return NOTHING_OPEN
    try:
        change = changed_text.preview(session)
    except HashiyaError as error:
        return StatusMessage(str(error), Level.ERROR)
    if change is None:
        return StatusMessage("the source has the text that is annotated here")

    def decided(place: int | None) -> None:
        if place is None:
            reader.show(
                StatusMessage("the old text stays; the command palette shows the change again")
            )
        else:
            reader.focus_pane(Scope.ARTICLE)  # where `u` takes it back
            reader.show(_adopt_text(reader, change))

    reader.open_dialog(
        ListDialog(
            reader.services,
            f"The text changed: {_summary(reader, change)}",
            _preview_items(change),
            filtering=False,
            keys="enter takes the new text  esc keeps the old one  u undoes it later",
        ),
        decided,
    )
    return None


def _adopt_text(reader: Reader, change: TextChange) -> StatusMessage:
    """Replace the open document's text with the changed one."""
    session = reader.session
    try:
        said = changed_text.adopt_text(session, change.placements)
    except HashiyaError as error:
        return StatusMessage(f"not done: {error}", Level.ERROR)
    reader.collection.forget_rows()
    return said


def _summary(reader: Reader, change: TextChange) -> str:
    kept = len(change.placements) - change.lost
    others = sum(not reader.session.mine(one.annotation) for one in change.placements)
    summary = f"{kept} {plural('annotation', kept)} keep a place, {change.lost} lose theirs"
    return summary + (f" ({others} by others)" if others else "")


def _preview_items(change: TextChange) -> list[ListItem]:
    """Return the uncertain placements, the changed paragraphs and the certain placements."""
    certain = [
        ListItem(one.annotation.text, label=one.annotation.label, detail=outcome(one))
        for one in change.placements
        if one.how in ("exact", "same")
    ]
    lines: list[ListItem] = []
    for placement in change.placements:
        row = placement.annotation
        if placement.how in ("orphaned", "fuzzy"):
            orphaned = placement.how == "orphaned"
            lines.append(
                ListItem(
                    row.text,
                    label=row.label,
                    before=row.prefix if orphaned else "",
                    after=row.suffix if orphaned else "",
                    detail=outcome(placement),
                )
            )
        if placement.how == "fuzzy":
            lines.append(
                ListItem(change.new_text(placement), label=row.label, detail="its new words")
            )
    for sign, kind, places in zip(
        "−+", ("removed", "added"), changed_text.differences(change), strict=True
    ):
        lines += [
            ListItem(one.text, key=sign, before=one.before, after=one.after, detail=kind)
            for one in places
        ]
    return [*lines, *certain] or [ListItem("nothing is annotated here; only the text changes")]


# --------------------------------------------------------------------- orphans


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


def begin_placing(reader: Reader, orphan: Annotation) -> StatusMessage:
    """Ask the annotator to select a place for an orphaned annotation."""
    if not reader.session.mine(orphan):
        return not_yours(orphan)
    reader.begin(PlaceOrphan(reader.session, orphan))
    return StatusMessage("select its place in the text; enter puts it there, escape leaves it")


@command("document.orphans")
def _list_orphans(reader: Reader, _: Action) -> StatusMessage | None:
    session = reader.session
    orphans = session.annotations.orphans
    if not orphans:
        return StatusMessage("every annotation here has its place")

    def chosen(place: int | None) -> None:
        if place is not None:
            _place_by_hand(reader, orphans[place])

    choices = [
        ListItem(row.text, label=row.label, before=row.prefix, after=row.suffix) for row in orphans
    ]
    reader.open_dialog(
        ListDialog(
            reader.services,
            "Without a place: enter puts one at the selection",
            choices,
            filtering=False,
        ),
        chosen,
    )
    return None


def _place_by_hand(reader: Reader, orphan: Annotation) -> None:
    selection = reader.session.open_text.selection
    if selection is None:
        reader.show(begin_placing(reader, orphan))
    else:
        reader.show(reader.attempt(lambda: changed_text.place(reader.session, orphan, selection)))
