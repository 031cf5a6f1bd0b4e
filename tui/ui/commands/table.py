"""The table of commands: the function of each action.

A command gets the reader and the action, and returns a message for the status line, or None.
"""

from __future__ import annotations

from collections.abc import Callable

from tui.keys.actions import Action
from tui.session.messages import StatusMessage
from tui.ui.protocols import Reader

Command = Callable[[Reader, Action], StatusMessage | None]

COMMANDS: dict[str, Command] = {}
"""By the `command` of an action; the modules of this package add theirs when they are imported."""


def command(name: str) -> Callable[[Command], Command]:
    """Register the decorated function as the command of that name."""

    def register(function: Command) -> Command:
        COMMANDS[name] = function
        return function

    return register
