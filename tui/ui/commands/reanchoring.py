"""The dialogs over a text that changed since it was annotated, and over what lost its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.errors import HashiyaError
from tui.keys.actions import Action, Scope
from tui.model import Annotation
from tui.session import changed_text
from tui.session.changed_text import TextChange
from tui.session.messages import NOTHING_OPEN, StatusMessage, plural
from tui.ui.commands.annotation import begin_placing
from tui.ui.commands.table import command
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.widgets.choices import ListItem

if TYPE_CHECKING:
    from tui.ui.reader_screen import ReaderScreen


@command("document.reanchor")
def _reanchor(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    return preview_change(screen)


def preview_change(screen: ReaderScreen) -> StatusMessage | None:
    """Show what changed in the open document's text, and where each annotation will go."""
    session = screen.session
    if session.info is None:
        return NOTHING_OPEN
    try:
        change = changed_text.preview(session)
    except HashiyaError as error:
        return StatusMessage(str(error), error=True)
    if change is None:
        return StatusMessage("the source holds the text that is annotated here")

    def decided(place: int | None) -> None:
        if place is None:
            screen.show(
                StatusMessage("the old text stays; the command palette shows the change again")
            )
        else:
            screen.focus_pane(Scope.ARTICLE)  # where `u` takes it back
            screen.show(_take(screen, change))

    screen.app.push_screen(
        ListDialog(
            f"The text changed: {_summary(screen, change)}",
            _lines(change),
            filtering=False,
            keys="enter takes the new text  esc keeps the old one  u undoes it later",
        ),
        decided,
    )
    return None


def _take(screen: ReaderScreen, change: TextChange) -> StatusMessage:
    """Take the open document to its changed text."""
    session = screen.session
    try:
        said = changed_text.take(session, change.placements)
    except HashiyaError as error:
        return StatusMessage(f"not done: {error}", error=True)
    screen.collection.forget_rows()
    return said


def _summary(screen: ReaderScreen, change: TextChange) -> str:
    kept = len(change.placements) - change.lost
    others = sum(not screen.session.mine(one.annotation) for one in change.placements)
    summary = f"{kept} {plural('annotation', kept)} keep a place, {change.lost} lose theirs"
    return summary + (f" ({others} by others)" if others else "")


def _lines(change: TextChange) -> list[ListItem]:
    """What wants a look first, then the changed paragraphs, then what is sure."""
    sure = [ListItem(one.annotation.text, label=one.annotation.label, beside=changed_text.how(one))
            for one in change.placements if one.how in ("exact", "same")]  # fmt: skip
    lines: list[ListItem] = []
    for placement in change.placements:
        row = placement.annotation
        if placement.how == "orphaned":
            lines.append(ListItem(row.text, label=row.label, before=row.prefix, after=row.suffix,
                                beside=changed_text.how(placement)))  # fmt: skip
        elif placement.how == "fuzzy":
            lines.append(ListItem(row.text, label=row.label, beside=changed_text.how(placement)))
            lines.append(ListItem(change.words(placement), label=row.label, beside="its new words"))
    lines += [ListItem(line, key="−", beside="removed") for line in change.removed]
    lines += [ListItem(line, key="+", beside="added") for line in change.added]
    return [*lines, *sure] or [ListItem("nothing is annotated here; only the text changes")]


@command("document.orphans")
def _orphans(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    session = screen.session
    orphans = session.annotations.orphans
    if not orphans:
        return StatusMessage("every annotation here has its place")

    def chosen(place: int | None) -> None:
        if place is not None:
            _place_by_hand(screen, orphans[place])

    choices = [
        ListItem(row.text, label=row.label, before=row.prefix, after=row.suffix) for row in orphans
    ]
    screen.app.push_screen(
        ListDialog("Select its new place first; enter puts the chosen annotation there", choices,
                   filtering=False),
        chosen,
    )  # fmt: skip
    return None


def _place_by_hand(screen: ReaderScreen, orphan: Annotation) -> None:
    selection = screen.session.open_text.selection
    if selection is None:
        screen.show(begin_placing(screen, orphan))
    else:
        screen.show(screen.attempt(lambda: changed_text.place(screen.session, orphan, selection)))
