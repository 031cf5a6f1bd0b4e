"""The tour: six steps on a sample article, in a database of its own."""

from __future__ import annotations

from tui.keys.actions import Action
from tui.session.messages import StatusMessage
from tui.session.tour import Tour
from tui.ui.commands.table import command
from tui.ui.protocols import Reader


def begin_tour(reader: Reader) -> None:
    """Show the first step, and the next one whenever one is done."""
    reader.follow(Tour(reader.session))


@command("tour")
def _mention_tour(reader: Reader, _: Action) -> StatusMessage:
    del reader
    return StatusMessage("`hashiya tour` in the shell: six steps on a sample article")
