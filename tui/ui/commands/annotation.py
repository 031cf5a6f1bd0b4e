"""Tagging, and what is done with the annotation that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.actions import Action
from tui.session import tag_everywhere, tagging
from tui.session.messages import NO_CURRENT, StatusMessage
from tui.session.todo import next_suggestion
from tui.ui.commands.table import command
from tui.ui.pending_action import Placing, Rebounding

if TYPE_CHECKING:
    from tui.model import Annotation
    from tui.ui.reader_screen import ReaderScreen

# -------------------------------------------------------------- one annotation


@command("note.open")
def _form(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    from tui.ui.dialogs.annotation_form import Filled, FormScreen

    session, current = screen.session, screen.acting_on()
    if current is None:
        return NO_CURRENT

    def filled(result: Filled | None) -> None:
        if result is None:
            screen.show(StatusMessage("nothing changed"))
            return
        screen.show(
            screen.attempt(
                lambda: tagging.fill_in(session, current, result.attributes, result.note)
            )
        )

    session.pinned = current.id
    if not session.may_change(current):
        _read(screen, current)
        return None
    screen.app.push_screen(FormScreen(current, session.schema.label(current.label)), filled)
    return None


def _read(screen: ReaderScreen, annotation: Annotation) -> None:
    """Show another annotator's attributes and note, to be read only."""
    from tui.ui.dialogs.text_page import TextScreen

    facts = [
        f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in annotation.attributes.items()
    ]
    text = "\n".join([*facts, "", annotation.note]) if facts or annotation.note else "nothing more"
    title = f"{annotation.annotator}'s {annotation.label}, to be read only"
    screen.app.push_screen(TextScreen(title, text))


@command("note.everywhere")
def _everywhere(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    from tui.ui.dialogs.everywhere_preview import EverywhereDialog

    session, current = screen.session, screen.acting_on()
    if current is None:
        return NO_CURRENT
    found = tag_everywhere.hits(session, current)

    def taken(chosen: list[tag_everywhere.OccurrencePreview] | None) -> None:
        if chosen:
            screen.show(screen.attempt(lambda: tag_everywhere.take(session, current, chosen)))

    def in_all() -> list[tag_everywhere.OccurrencePreview]:
        return tag_everywhere.hits_in_all(session, current)

    session.pinned = current.id
    screen.app.push_screen(EverywhereDialog(current, found, in_all), taken)
    return None


@command("tag")
def _tag(screen: ReaderScreen, action: Action) -> StatusMessage:
    return tagging.tag(screen.session, screen.session.schema.label(action.argument))


@command("note.repeat")
def _repeat(screen: ReaderScreen, _: Action) -> StatusMessage:
    return tagging.repeat(screen.session)


@command("note.delete")
def _delete(screen: ReaderScreen, _: Action) -> StatusMessage:
    current = screen.acting_on()
    return tagging.delete(screen.session, current) if current else NO_CURRENT


@command("note.accept", "note.reject")
def _decide(screen: ReaderScreen, action: Action) -> StatusMessage:
    current = screen.acting_on()
    if current is None:
        return NO_CURRENT
    said = tagging.decide(screen.session, current, accept=action.id == "note.accept")
    if said.error:
        return said
    following = next_suggestion(screen.session, current)
    if following is None:
        return StatusMessage(f"{said.text}; no suggestion is left")
    screen.session.pin(following)
    return StatusMessage(f"{said.text}; next: {following.origin or 'suggested'}")


@command("note.overlap")
def _overlap(screen: ReaderScreen, _: Action) -> StatusMessage:
    return screen.session.cycle_overlap()


@command("note.rebound")
def _rebound(screen: ReaderScreen, _: Action) -> StatusMessage:
    current = screen.acting_on()
    if current is None:
        return NO_CURRENT
    if not screen.session.may_change(current):
        return tagging.not_yours(current)
    if current.status == "orphaned":
        return begin_placing(screen, current)
    screen.wait_for(Rebounding(screen.session, current))
    return StatusMessage("move the bounds; enter sets them, escape leaves them")


def begin_placing(screen: ReaderScreen, orphan: Annotation) -> StatusMessage:
    """Let the person select a place for an annotation that lost its own."""
    if not screen.session.mine(orphan):
        return tagging.not_yours(orphan)
    screen.wait_for(Placing(screen.session, orphan))
    return StatusMessage("select its place in the text; enter puts it there, escape leaves it")


@command("undo")
def _undo(screen: ReaderScreen, _: Action) -> StatusMessage:
    return screen.session.undo()


@command("redo")
def _redo(screen: ReaderScreen, _: Action) -> StatusMessage:
    return screen.session.redo()


@command("copy")
def _copy(screen: ReaderScreen, _: Action) -> StatusMessage:
    from tui.terminal.clipboard import copy

    session = screen.session
    span = session.open_text.selection
    current = screen.acting_on()
    text = session.text_of(span) if span else current.text if current else ""
    if not text:
        return StatusMessage("nothing is selected, and no annotation is here", error=True)
    return StatusMessage(f"copied {len(text)} characters {copy(text, screen.app.write_raw)}")
