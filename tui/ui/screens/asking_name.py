"""Asking for the annotator's name."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from tui.ui.screens.dialog import Caption, Dialog
from tui.ui.widgets.bidi_input import BidiInput

SHARED = "This login is shared by several people; whose annotations are these?"


class NameDialog(Dialog[str]):
    """A field for a name."""

    def __init__(self, name: str, why: str = "") -> None:
        super().__init__("Annotator", "enter takes the name  esc leaves it as it is")
        self._asked = name
        self._why = why or "The name that your annotations carry"

    def body(self) -> Iterable[Widget]:
        """Why, and the field."""
        yield Caption(self.app.look, self._why)
        yield BidiInput(self._asked)

    def on_mount(self) -> None:
        """Type at once."""
        self.set_focus(self.query_one(BidiInput))

    def on_bidi_input_submitted(self, event: BidiInput.Submitted) -> None:
        """Take the name."""
        event.stop()
        self.dismiss(" ".join(event.value.split()) or None)
