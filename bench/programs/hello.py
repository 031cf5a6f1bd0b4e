"""The least that a Textual app can do: one line of text."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

READY = "hello from textual"


class Hello(App[None]):
    """One line."""

    def compose(self) -> ComposeResult:
        """Show it."""
        yield Static(READY)


if __name__ == "__main__":
    Hello().run()
