"""The one-line field at the foot of the reader, shown while it asks for something.

The one-line field at the foot: finding in the article, filtering the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.ui.commands.moving import FindPrompt
from tui.ui.commands.view import FilterPrompt
from tui.ui.widgets.text_fields import BidiInput

if TYPE_CHECKING:
    from tui.ui.reader_screen import ReaderScreen

Asking = FindPrompt | FilterPrompt


class AskingField(BidiInput):
    """Hands what is typed to what it asks for, and is hidden otherwise."""

    def __init__(self, screen: ReaderScreen) -> None:
        super().__init__(id="field")
        self._reader = screen
        self.asking: Asking | None = None
        """What it asks for; None while it is hidden."""

    def ask(self, asking: Asking) -> None:
        """Begin to ask; what was asked last is there, and typing replaces it."""
        self.asking = asking
        self.placeholder = asking.placeholder
        self.value = asking.value
        self.select_all()
        self.display = True

    def _close(self) -> Asking | None:
        """Hide the field; what it was open for."""
        self.display = False
        asking, self.asking = self.asking, None
        return asking

    def text_changed(self) -> None:
        """Act at once: what fits is painted together with what was typed, not a frame later."""
        asking = self.asking
        if asking is not None:
            said = self._reader.attempt(lambda: asking.changed(self.value))
            if said is not None:
                self._reader.status.say(said)

    def on_bidi_input_submitted(self) -> None:
        """Take what was typed."""
        asking = self._close()
        if asking is not None:
            self._reader.show(asking.submitted())

    def on_bidi_input_cancelled(self) -> None:
        """Leave it."""
        asking = self._close()
        if asking is not None:
            self._reader.show(self._reader.attempt(asking.cancelled))
