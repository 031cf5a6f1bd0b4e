"""The functions that carry out actions: a function for each action, a module for each group.

`tui.keys.bindings.ACTIONS` lists the actions; a test checks that each has its command. A module is
imported when one of its commands is first called: all of them, with their dialogs and the modules
for suggestions and agreement, take 5 MB, most of which a session never needs. A command gets the
reader and the action, and returns a message for the status line, or None.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from tui.keys.bindings import Action
from tui.session.messages import StatusMessage

if TYPE_CHECKING:
    from tui.ui.protocols import Reader

    Command = Callable[[Reader, Action], StatusMessage | None]

MODULES = {
    "adjudication": "adjudicate",
    "agreement_report": "agreement",
    "annotation": (
        "copy note.decide note.delete note.fragment note.overlap note.repeat redo tag undo"
    ),
    "comments": "comment.add comment.here comment.read comment.resolve note.flag",
    "document": (
        "document.bookmark document.bookmarks document.contents document.done document.reopen "
        "document.review review search suggest view.guidelines"
    ),
    "everywhere": "note.everywhere note.like",
    "form": "note.open note.write",
    "index_and_sidebar": (
        "index.all index.filter index.move index.open index.order pane.cycle pane.toggle "
        "sidebar.move sidebar.open sidebar.order view.mirror"
    ),
    "links": "note.follow note.link note.unlink",
    "moving": (
        "bound find move move.annotation move.page select select.drop select.narrow select.toggle "
        "select.widen"
    ),
    "next_todo": "move.todo view.todo_order",
    "placing": "document.orphans document.reanchor note.rebound",
    "program": "doctor help notices palette quit settings.annotator suspend sync tour",
    "view": (
        "view.controls view.direction view.layers view.marks view.measure view.others view.theme"
    ),
}
"""For each module of this package its commands, separated by spaces."""

_MODULE_OF = {
    command: module for module, commands in MODULES.items() for command in commands.split()
}

COMMANDS: dict[str, Command] = {}
"""By the `command` of an action. The modules of this package add theirs when they are imported."""


def command(name: str) -> Callable[[Command], Command]:
    """Register the decorated function as the command of that name."""

    def register(function: Command) -> Command:
        COMMANDS[name] = function
        return function

    return register


def perform(reader: Reader, action: Action) -> StatusMessage | None:
    """Call the command of an action; return its message."""
    if action.command not in COMMANDS:
        _load(_MODULE_OF[action.command])
    return COMMANDS[action.command](reader, action)


def prepare() -> None:
    """Import the commands that most sessions need at once."""
    _load("moving")
    _load("annotation")


def _load(module: str) -> None:
    import_module(f"{__name__}.{module}")


__all__ = ["COMMANDS", "MODULES", "command", "perform", "prepare"]
