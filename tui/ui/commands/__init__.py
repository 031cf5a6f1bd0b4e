"""What each action does: one function an action id, in a module a group.

The table of actions is `tui.ui.actions.ACTIONS`; a test holds that every one has its command.
"""

from tui.ui.commands import (  # noqa: F401 - each puts its commands into the table
    annotation,
    document,
    moving,
    openers,
    panes,
    selecting,
)
from tui.ui.commands.table import COMMANDS, perform

__all__ = ["COMMANDS", "perform"]
