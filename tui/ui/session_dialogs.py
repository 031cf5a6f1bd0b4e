"""The dialogs about the session: suggestions, the annotator's name, the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.session.session import Said
from tui.ui.actions import Action
from tui.ui.commands.openers import opens

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen


@opens("suggest")
def _suggest(screen: MainScreen, _: Action) -> Said:
    from tui.session.suggesting import make_suggestions

    return make_suggestions(screen.session)


@opens("settings.annotator")
def _annotator(screen: MainScreen, _: Action) -> None:
    """Ask for the annotator's name; the next annotations carry it."""
    from tui.ui.screens.asking_name import NameDialog

    def named(name: str | None) -> None:
        if name:
            screen.show(screen.attempt(lambda: _become(screen, name)))

    screen.app.push_screen(NameDialog(screen.session.annotator), named)


def _become(screen: MainScreen, name: str) -> Said:
    screen.session.become(name)
    screen.collection.annotator = name
    screen.index.reload()
    screen.app.remember("annotator", name)
    return Said(f"annotations are {name}'s from now on")


@opens("notices")
def _notices(screen: MainScreen, _: Action) -> None:
    from tui.ui.screens.dialog import ListDialog
    from tui.ui.widgets.choices import Choice

    choices = [Choice(line) for line in screen.app.notices]
    screen.app.push_screen(ListDialog("Said at the start", choices, empty="nothing was said"))


@opens("doctor")
def _doctor(screen: MainScreen, _: Action) -> Said:
    del screen
    return Said("`hashiya doctor` in the shell shows how this terminal is spoken to")
