"""A file in Textual's own text widget, as one would show it without a reader.

python bench/programs/area.py FILE
"""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class Area(App[None]):
    """One text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Show it, wrapped."""
        yield TextArea(self._text, read_only=True, soft_wrap=True)


if __name__ == "__main__":
    Area(Path(sys.argv[1]).read_text()).run()
