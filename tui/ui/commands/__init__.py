"""What each action does: one function an action id, in a module a group.

The table of actions is `tui.keys.actions.ACTIONS`; a test holds that every one has its command.
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
    view,
)
from tui.ui.commands.table import COMMANDS, perform

__all__ = ["COMMANDS", "perform"]
