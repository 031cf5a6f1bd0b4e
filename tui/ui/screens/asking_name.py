"""Asking for the annotator's name."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from tui.ui.screens.dialog import Caption, Dialog
from tui.ui.widgets.bidi_input import BidiInput


class NameDialog(Dialog[str]):
    """A field for a name."""

    def __init__(self, name: str) -> None:
        super().__init__("Annotator", "enter takes the name  esc leaves it as it is")
        self._asked = name

    def body(self) -> Iterable[Widget]:
        """What the name is for, and the field."""
        yield Caption(self.app.look, "The name that your annotations carry")
        yield BidiInput(self._asked)

    def on_mount(self) -> None:
        """Type at once."""
        self.set_focus(self.query_one(BidiInput))

    def on_bidi_input_submitted(self, event: BidiInput.Submitted) -> None:
        """Take the name."""
        event.stop()
        self.dismiss(" ".join(event.value.split()) or None)
