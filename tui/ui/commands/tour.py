"""The tour: six steps on a sample article, in a database of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import tui
from tui.keys.actions import Action
from tui.session.messages import Level, StatusMessage
from tui.session.tour_steps import Tour
from tui.ui.commands import command
from tui.ui.protocols import Reader


def begin_tour(reader: Reader) -> None:
    """Show the first step, and the next one whenever one is done."""
    reader.follow(Tour(reader.session))


@command("tour")
def _take_tour(reader: Reader, _: Action) -> StatusMessage:
    """Run `hashiya tour` in this terminal, then come back."""
    reader.session.leave()
    settings = reader.services.settings
    words = [sys.executable, "-m", "tui", "tour"]
    words += ["--bidi", settings.bidi, "--marks", settings.marks]
    # Python imports from the working directory first.
    if reader.services.run_outside(words, Path(tui.__file__).parents[1]):
        return StatusMessage("back from the tour")
    return StatusMessage(
        "`hashiya tour` in a terminal: six steps on a sample article", Level.WARNING
    )
