"""The functions that carry out actions: a function for each action, a module for each group.

`tui.keys.actions.ACTIONS` lists the actions; a test checks that each has its command.
"""

from tui.ui.commands import (  # noqa: F401 - each adds its commands to the table
    adjudication,
    agreement,
    annotation,
    comments,
    document,
    hub,
    links,
    moving,
    reanchoring,
    tour,
    view,
)
from tui.ui.commands.table import COMMANDS, perform

__all__ = ["COMMANDS", "perform"]
