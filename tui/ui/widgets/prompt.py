"""The one-line field at the foot of the reader, shown while it asks for something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from tui.session.messages import StatusMessage
from tui.ui.widgets.text_fields import BidiInput


class Prompt(Protocol):
    """A question for the field, and the actions on its answer."""

    @property
    def placeholder(self) -> str:
        """The text shown while the field is empty."""

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys and what they do meanwhile, for the line of keys."""

    @property
    def value(self) -> str:
        """The text that the field begins with."""

    def changed(self, value: str) -> StatusMessage | None:
        """Act on the text while it is typed."""

    def submitted(self) -> StatusMessage | None:
        """Finish, on `enter`."""

    def cancelled(self) -> StatusMessage | None:
        """Undo what the prompt did, on `escape`."""


class PromptField(BidiInput):
    """The field of the current prompt; hidden while there is none.

    `on_change` and `on_close` get a function of the prompt to call: the reader shows its message
    and, on closing, updates the panes.
    """

    def __init__(
        self,
        on_change: Callable[[Callable[[], StatusMessage | None]], None],
        on_close: Callable[[Callable[[], StatusMessage | None]], None],
    ) -> None:
        super().__init__(id="field")
        self._on_change = on_change
        self._on_close = on_close
        self.prompt: Prompt | None = None

    def ask(self, prompt: Prompt) -> None:
        """Show the field; its first text is selected, so that typing replaces it."""
        self.prompt = prompt
        self.placeholder = prompt.placeholder
        self.value = prompt.value
        self.select_all()
        self.display = True

    def press(self, key: str) -> None:
        """Do what `enter` and `escape` do, for a click on their names."""
        if key == "enter":
            self.on_field_widget_submitted()
        elif key == "escape":
            self.on_field_widget_cancelled()

    def _close(self) -> Prompt | None:
        """Hide the field; return the prompt it was open for."""
        self.display = False
        prompt, self.prompt = self.prompt, None
        return prompt

    def text_changed(self) -> None:
        """Call the prompt at once: a message would update the panes one frame after the field."""
        prompt = self.prompt
        if prompt is not None:
            self._on_change(lambda: prompt.changed(self.value))

    def on_field_widget_submitted(self) -> None:
        """Finish the prompt."""
        prompt = self._close()
        if prompt is not None:
            self._on_close(prompt.submitted)

    def on_field_widget_cancelled(self) -> None:
        """Cancel the prompt."""
        prompt = self._close()
        if prompt is not None:
            self._on_close(prompt.cancelled)
