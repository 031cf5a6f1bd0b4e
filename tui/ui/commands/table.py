"""Which function opens the dialog of which action; the dialogs are imported when first needed.

The table of commands: which function does which action, over the reader's reader.

A function returns what to say in the status line, or None.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.keys.actions import Action
from tui.session.messages import StatusMessage

if TYPE_CHECKING:
    from tui.ui.protocols import Reader

Command = Callable[["Reader", Action], StatusMessage | None]


COMMANDS: dict[str, Command] = {}
"""By the action's id; all tags are one command, `tag`."""


def command(*ids: str) -> Callable[[Command], Command]:
    """Make a function the doing of these actions."""

    def register(function: Command) -> Command:
        for id in ids:
            COMMANDS[id] = function
        return function

    return register


def perform(reader: Reader, action: Action) -> StatusMessage | None:
    """Do the action; what to say of it."""
    return COMMANDS[action.id.split(".")[0] if action.argument else action.id](reader, action)


def last_part(action: Action) -> str:
    """The action's own name, without its group: `left` of `move.left`."""
    return action.id.rpartition(".")[2]
