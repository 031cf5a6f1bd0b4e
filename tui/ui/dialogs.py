"""The actions that open a dialog; imported when the first of them is called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.errors import Busy, CannotWrite
from tui.session import everywhere, tagging
from tui.session.session import Said
from tui.session.tagging import NO_CURRENT
from tui.ui.actions import Action, Scope
from tui.ui.commands.openers import opens
from tui.ui.keymap import shown
from tui.ui.screens.dialog import ListDialog
from tui.ui.widgets.choices import Choice

if TYPE_CHECKING:
    from tui.annotations.model import Annotation
    from tui.ui.screens.main import MainScreen


@opens("palette")
def _palette(screen: MainScreen, _: Action) -> None:
    actions = [action for action in screen.app.keymap.actions if action.id != "palette"]
    here = screen.scope
    actions.sort(
        key=lambda action: here not in action.scopes and Scope.ANYWHERE not in action.scopes
    )
    choices = [
        Choice(action.help, key=shown(action.keys[0]) if action.keys else "", beside=action.group)
        for action in actions
    ]

    def chosen(place: int | None) -> None:
        if place is not None:
            screen.perform(actions[place])

    screen.app.push_screen(ListDialog("Commands", choices), chosen)


@opens("help")
def _help(screen: MainScreen, _: Action) -> None:
    here = screen.scope
    choices: list[Choice] = []
    for action in screen.app.keymap.of(here):
        keys = " ".join(shown(key) for key in action.keys)
        choices.append(Choice(action.help, key=keys, beside=action.group))
    screen.app.push_screen(
        ListDialog(f"Keys in the {here.value}", choices, keys="type to find  esc leaves")
    )


@opens("view.theme")
def _theme(screen: MainScreen, _: Action) -> None:
    names = sorted(screen.app.available_themes, key=lambda name: not name.startswith("hashiya"))
    place = names.index(screen.app.theme) if screen.app.theme in names else 0

    def chosen(place: int | None) -> None:
        if place is not None:
            screen.app.set_theme(names[place])
            screen.show(Said(f"theme {names[place]}"))

    screen.app.push_screen(
        ListDialog("Theme", [Choice(name) for name in names], place=place), chosen
    )


# -------------------------------------------------------------- one annotation


@opens("note.open")
def _form(screen: MainScreen, _: Action) -> Said | None:
    from tui.ui.screens.form import Filled, FormScreen

    session, current = screen.session, screen.acting_on()
    if current is None:
        return NO_CURRENT

    def filled(result: Filled | None) -> None:
        if result is None:
            screen.show(Said("nothing changed"))
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


def _read(screen: MainScreen, annotation: Annotation) -> None:
    """Show another annotator's attributes and note, to be read only."""
    from tui.ui.screens.text import TextScreen

    facts = [
        f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in annotation.attributes.items()
    ]
    text = "\n".join([*facts, "", annotation.note]) if facts or annotation.note else "nothing more"
    title = f"{annotation.annotator}'s {annotation.label}, to be read only"
    screen.app.push_screen(TextScreen(title, text))


@opens("note.everywhere")
def _everywhere(screen: MainScreen, _: Action) -> Said | None:
    from tui.ui.screens.everywhere import EverywhereDialog

    session, current = screen.session, screen.acting_on()
    if current is None:
        return NO_CURRENT
    found = everywhere.hits(session, current)

    def taken(chosen: list[everywhere.Hit] | None) -> None:
        if chosen:
            screen.show(screen.attempt(lambda: everywhere.take(session, current, chosen)))

    def in_all() -> list[everywhere.Hit]:
        return everywhere.hits_in_all(session, current)

    session.pinned = current.id
    screen.app.push_screen(EverywhereDialog(current, found, in_all), taken)
    return None


# -------------------------------------------------------------------- bookmarks


@opens("document.bookmark")
def _bookmark(screen: MainScreen, _: Action) -> Said:
    session = screen.session
    if session.info is None:
        return Said("no document is open", error=True)
    caret = session.reading.caret
    marks = session.store.bookmarks(session.info.id, session.annotator)
    try:
        for mark in marks:
            if mark.offset == caret:
                session.store.remove_bookmark(mark)
                return Said("bookmark removed")
        session.store.set_bookmark(session.info.id, session.annotator, caret)
    except (Busy, CannotWrite) as error:
        return Said(f"bookmark not saved: {error}", error=True)
    return Said("bookmark set; m here again removes it")


@opens("document.bookmarks")
def _bookmarks(screen: MainScreen, _: Action) -> Said | None:
    session = screen.session
    if session.info is None:
        return Said("no document is open", error=True)
    marks = session.store.bookmarks(session.info.id, session.annotator)
    if not marks:
        return Said("no bookmarks here; m sets one")
    text = session.reading.text

    def choice(offset: int, name: str) -> Choice:
        percent = f"{100 * offset // max(len(text), 1)}%"
        return Choice(name or text[offset : offset + 80], beside=percent)

    def chosen(place: int | None) -> None:
        if place is not None:
            session.moved()
            session.reading.go_to(marks[place].offset)
            screen.show(None)

    choices = [choice(mark.offset, mark.name) for mark in marks]
    screen.app.push_screen(ListDialog("Bookmarks", choices), chosen)
    return None


# ------------------------------------------------------------------- guidelines


@opens("view.guidelines")
def _guidelines(screen: MainScreen, _: Action) -> Said | None:
    from tui.ui.screens.text import TextScreen

    name = screen.session.schema.guidelines
    if not name:
        return Said('the schema names no guidelines: guidelines = "guidelines.md"')
    path = Path(name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return Said(f"{path}: cannot be read: {error}", error=True)
    screen.app.push_screen(TextScreen(path.name, text))
    return None
