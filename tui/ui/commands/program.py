"""Commands on the program: help, palette, annotator, leaving it, the hub, the tour."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import tui
from tui.keys.bindings import Action, Scope
from tui.keys.keymap import key_label
from tui.session.messages import Level, StatusMessage
from tui.ui.commands import command
from tui.ui.dialogs.dialog import ListDialog, NameDialog
from tui.ui.dialogs.key_help import KeyHelp
from tui.ui.widgets.choice_list import ListItem

if TYPE_CHECKING:
    from tui.ui.protocols import Reader


@command("settings.annotator")
def _ask_annotator(reader: Reader, _: Action) -> None:
    """Ask for the annotator's name, which the next annotations will have."""

    def named(name: str | None) -> None:
        if name:
            reader.show(reader.attempt(lambda: _switch_annotator(reader, name)))

    reader.open_dialog(NameDialog(reader.services, reader.session.annotator), named)


def _switch_annotator(reader: Reader, name: str) -> StatusMessage:
    reader.session.switch_annotator(name)
    reader.collection.annotator = name
    reader.index.reload()
    reader.services.remember("annotator", name)
    return StatusMessage(f"annotations are {name}'s from now on")


@command("notices")
def _show_notices(reader: Reader, _: Action) -> None:
    choices = [ListItem(line) for line in reader.services.notices]
    reader.open_dialog(
        ListDialog(reader.services, "Said at the start", choices, empty="nothing was said")
    )


@command("doctor")
def _mention_doctor(reader: Reader, _: Action) -> StatusMessage:
    del reader
    return StatusMessage("run `hashiya doctor` in the shell to check this terminal")


@command("palette")
def _show_palette(reader: Reader, _: Action) -> None:
    actions = [action for action in reader.services.keymap.actions if action.id != "palette"]
    here = reader.scope
    actions.sort(
        key=lambda action: here not in action.scopes and Scope.ANYWHERE not in action.scopes
    )
    choices = [
        ListItem(
            action.help,
            key=key_label(action.keys[0]) if action.keys else "",
            detail=action.group,
            detail_yields=True,
            words=action.id,
        )
        for action in actions
    ]

    def chosen(place: int | None) -> None:
        if place is not None:
            reader.perform(actions[place])

    reader.open_dialog(ListDialog(reader.services, "Commands", choices), chosen)


@command("help")
def _show_help(reader: Reader, _: Action) -> None:
    reader.open_dialog(KeyHelp(reader.services, reader.scope))


@command("quit")
def _quit(reader: Reader, _: Action) -> StatusMessage | None:
    return reader.leave()


@command("suspend")
def _suspend(reader: Reader, _: Action) -> None:
    reader.session.leave()
    reader.services.suspend_to_shell()


@command("sync")
def _sync_now(reader: Reader, _: Action) -> StatusMessage:
    hub = reader.services.hub
    if hub is None:
        return StatusMessage("no hub: HASHIYA_HUB names its address", Level.ERROR)
    hub.wake()
    if hub.result.error:
        return StatusMessage(f"trying again; last time: {hub.result.error}", Level.WARNING)
    return StatusMessage("synchronising …")


@command("tour")
def _take_tour(reader: Reader, _: Action) -> StatusMessage:
    """Run `hashiya tour` in this terminal, then come back."""
    reader.session.leave()
    settings = reader.services.settings
    words = [sys.executable, "-m", "tui", "tour"]
    words += ["--bidi", settings.bidi, "--marks", settings.marks]
    # Python imports from the working directory first.
    if reader.services.run_outside(words, Path(tui.__file__).parents[1]):
        return StatusMessage("back from the tour")
    return StatusMessage(
        "`hashiya tour` in a terminal: six steps on a sample article", Level.WARNING
    )
