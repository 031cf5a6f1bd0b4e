"""Which function opens the dialog of which action; the dialogs are imported when first needed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.ui.actions import Action
from tui.ui.commands.table import Command, command

if TYPE_CHECKING:
    from tui.session.session import Said
    from tui.ui.screens.main import MainScreen

_OPENERS: dict[str, Command] = {}

_MODULES = (
    "tui.ui.dialogs",
    "tui.ui.link_dialogs",
    "tui.ui.collection_dialogs",
    "tui.ui.text_dialogs",
    "tui.ui.session_dialogs",
)


def opens(*ids: str) -> Callable[[Command], Command]:
    """Make a function the opener of these actions' dialog."""

    def register(function: Command) -> Command:
        for id in ids:
            _OPENERS[id] = function
        return function

    return register


def opener(id: str) -> Command:
    """The opener of an action's dialog; raises KeyError for an action without one."""
    if id not in _OPENERS:
        for module in _MODULES:
            importlib.import_module(module)
    return _OPENERS[id]


@command(
    "palette", "help", "view.theme", "document.bookmark", "document.bookmarks", "note.link",
    "view.guidelines", "note.open", "note.everywhere", "search", "review", "suggest",
    "document.reanchor", "notices", "document.orphans", "settings.annotator", "doctor",
    "note.follow", "note.unlink",
)  # fmt: skip
def _dialog(screen: MainScreen, action: Action) -> Said | None:
    return opener(action.id)(screen, action)
