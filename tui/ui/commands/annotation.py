"""Tagging, and what is done with the annotation that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.session import tagging
from tui.session.session import Said
from tui.session.tagging import NO_CURRENT
from tui.session.todo import next_suggestion
from tui.ui.actions import Action
from tui.ui.commands.table import command
from tui.ui.waiting import Placing, Rebounding

if TYPE_CHECKING:
    from tui.annotations.model import Annotation
    from tui.ui.screens.main import MainScreen


@command("tag")
def _tag(screen: MainScreen, action: Action) -> Said:
    return tagging.tag(screen.session, screen.session.schema.label(action.argument))


@command("note.repeat")
def _repeat(screen: MainScreen, _: Action) -> Said:
    return tagging.repeat(screen.session)


@command("note.delete")
def _delete(screen: MainScreen, _: Action) -> Said:
    current = screen.acting_on()
    return tagging.delete(screen.session, current) if current else NO_CURRENT


@command("note.accept", "note.reject")
def _decide(screen: MainScreen, action: Action) -> Said:
    current = screen.acting_on()
    if current is None:
        return NO_CURRENT
    said = tagging.decide(screen.session, current, accept=action.id == "note.accept")
    if said.error:
        return said
    following = next_suggestion(screen.session, current)
    if following is None:
        return Said(f"{said.text}; no suggestion is left")
    screen.session.pin(following)
    return Said(f"{said.text}; next: {following.origin or 'suggested'}")


@command("note.overlap")
def _overlap(screen: MainScreen, _: Action) -> Said:
    return screen.session.cycle_overlap()


@command("note.rebound")
def _rebound(screen: MainScreen, _: Action) -> Said:
    current = screen.acting_on()
    if current is None:
        return NO_CURRENT
    if not screen.session.may_change(current):
        return tagging.not_yours(current)
    if current.status == "orphaned":
        return begin_placing(screen, current)
    screen.wait_for(Rebounding(screen.session, current))
    return Said("move the bounds; enter sets them, escape leaves them")


def begin_placing(screen: MainScreen, orphan: Annotation) -> Said:
    """Let the person select a place for an annotation that lost its own."""
    if not screen.session.mine(orphan):
        return tagging.not_yours(orphan)
    screen.wait_for(Placing(screen.session, orphan))
    return Said("select its place in the text; enter puts it there, escape leaves it")


@command("undo")
def _undo(screen: MainScreen, _: Action) -> Said:
    return screen.session.undo()


@command("redo")
def _redo(screen: MainScreen, _: Action) -> Said:
    return screen.session.redo()


@command("copy")
def _copy(screen: MainScreen, _: Action) -> Said:
    from tui.ui.clipboard import copy

    session = screen.session
    span = session.reading.selection
    current = screen.acting_on()
    text = session.text_of(span) if span else current.text if current else ""
    if not text:
        return Said("nothing is selected, and no annotation is here", error=True)
    return Said(f"copied {len(text)} characters {copy(text, screen.app.write_raw)}")
