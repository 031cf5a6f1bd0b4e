"""The least that a reader in Textual can cost: rows that were made before, and no logic.

    python bench/programs/floor.py FILE COUNT

COUNT rows are shown, those of FILE over and over; a file is read so that the rows are what the
reader itself paints.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

TEXT_WIDTH = 72


class Rows(ScrollView, can_focus=True):
    """A text of rows, scrolled by keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("down", "by(1)"),
        ("up", "by(-1)"),
        ("pagedown", "page(1)"),
        ("pageup", "page(-1)"),
        ("ctrl+home", "to_start"),
        ("ctrl+end", "to_end"),
    ]

    def __init__(self, rows: list[str], count: int) -> None:
        super().__init__()
        self._rows = rows
        self._count = count
        self._strips: list[Strip] = []

    def on_mount(self) -> None:
        """Make the rows, in the middle of the screen."""
        width = self.size.width or self.app.size.width
        left = " " * ((width - TEXT_WIDTH) // 2)
        self._strips = [
            Strip([Segment(left + row.ljust(width - len(left)))], width) for row in self._rows
        ]
        self.virtual_size = Size(width, self._count)
        self.focus()

    def render_line(self, y: int) -> Strip:
        """Look a row up."""
        return self._strips[(y + self.scroll_offset.y) % len(self._strips)]

    def action_by(self, rows: int) -> None:
        """Scroll by rows."""
        self.scroll_relative(y=rows, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by screens."""
        self.scroll_relative(y=pages * self.size.height, animate=False)

    def action_to_start(self) -> None:
        """Go to the first row."""
        self.scroll_to(y=0, animate=False)

    def action_to_end(self) -> None:
        """Go to the last row."""
        self.scroll_to(y=self.max_scroll_y, animate=False)


class Floor(App[None]):
    """The floor."""

    def __init__(self, rows: list[str], count: int) -> None:
        super().__init__()
        self._rows = Rows(rows, count)

    def compose(self) -> ComposeResult:
        """Show the rows."""
        yield self._rows


if __name__ == "__main__":
    Floor(Path(sys.argv[1]).read_text().split("\n"), int(sys.argv[2])).run()
