"""Which function opens the dialog of which action; the dialogs are imported when first needed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.ui.actions import Action

if TYPE_CHECKING:
    from tui.session.session import Said
    from tui.ui.screens.main import MainScreen

Opener = Callable[["MainScreen", Action], "Said | None"]

_OPENERS: dict[str, Opener] = {}

_MODULES = (
    "tui.ui.dialogs",
    "tui.ui.link_dialogs",
    "tui.ui.collection_dialogs",
    "tui.ui.text_dialogs",
    "tui.ui.session_dialogs",
)


def opens(*ids: str) -> Callable[[Opener], Opener]:
    """Make a function the opener of these actions' dialog."""

    def register(function: Opener) -> Opener:
        for id in ids:
            _OPENERS[id] = function
        return function

    return register


def opener(id: str) -> Opener:
    """The opener of an action's dialog; raises KeyError for an action without one."""
    if id not in _OPENERS:
        for module in _MODULES:
            importlib.import_module(module)
    return _OPENERS[id]
