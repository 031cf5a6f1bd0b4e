"""The table of commands: which function does which action.

A command gets the reader and the action, and returns the message for the status line, or None.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tui.keys.actions import Action
from tui.session.messages import StatusMessage
from tui.ui.protocols import Reader

Command = Callable[[Reader, Action], StatusMessage | None]
GroupCommand = Callable[[Reader, str], StatusMessage | None]

COMMANDS: dict[str, Command] = {}
"""By the id of the action, or by its `command`; the modules of this package add theirs."""


def command(*ids: str) -> Callable[[Command], Command]:
    """Register the decorated function as the command of these actions."""

    def register(function: Command) -> Command:
        for id in ids:
            COMMANDS[id] = function
        return function

    return register


def command_group(group: str, *names: str) -> Callable[[GroupCommand], GroupCommand]:
    """Register the decorated function as the command of the actions `group.name`.

    It is called with the name instead of the action.
    """

    def register(function: GroupCommand) -> GroupCommand:
        for name in names:
            COMMANDS[f"{group}.{name}"] = partial(_call_with_name, function, name)
        return function

    return register


def _call_with_name(
    function: GroupCommand, name: str, reader: Reader, _: Action
) -> StatusMessage | None:
    return function(reader, name)


def perform(reader: Reader, action: Action) -> StatusMessage | None:
    """Do the action; return its message."""
    return COMMANDS[action.command or action.id](reader, action)
