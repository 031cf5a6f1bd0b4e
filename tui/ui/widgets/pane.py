"""The base class of panes: fixed head lines above a body that scrolls by lines.

Everything is painted line by line (Textual's Line API), and a pane computes only the lines in view,
so a hundred thousand lines cost no more than ten.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.text.layout import fit
from tui.ui.styles import ThemeStyles

Runs = list[tuple[str, Style]]
"""The parts of a line, each a text with its style."""


class LineWidget(Widget):
    """A widget that paints itself line by line."""

    ALLOW_SELECT = False
    _ground: Style | None = None

    @property
    def ground(self) -> Style:
        """The widget's own text and background colour, computed once per theme.

        Textual's `rich_style` walks all ancestors at each call, which takes longer than a line.
        """
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def notify_style_update(self) -> None:
        """Forget the colours: the theme or a style rule changed."""
        self._ground = None
        super().notify_style_update()


class Frame(NamedTuple):
    """What all lines of one frame have in common."""

    width: int
    head_height: int
    head: list[Strip]
    blank: Strip
    """An empty line."""


class Pane(LineWidget, can_focus=True):
    """A pane of lines."""

    WHEEL = 3

    def __init__(self, theme: ThemeStyles, *, id: str) -> None:
        super().__init__(id=id)
        self.theme = theme
        self.top = 0
        """The first line of the body that is in view."""
        self._frame: Frame | None = None

    # ------------------------------------------------------ to be overridden

    def head(self, width: int) -> list[Strip]:
        """Return the fixed lines above the body."""
        raise NotImplementedError

    def line_count(self) -> int:
        """Return the number of lines of the body."""
        raise NotImplementedError

    def line(self, index: int, width: int) -> Strip:
        """Return a line of the body."""
        raise NotImplementedError

    # ---------------------------------------------------------------- painting

    @property
    def head_height(self) -> int:
        """The number of head lines: two and an empty one, fewer in a low terminal."""
        height = self.size.height
        return 3 if height >= 20 else 2 if height >= 12 else 1

    @property
    def body_height(self) -> int:
        """The number of lines of the body in view."""
        return max(self.size.height - self.head_height, 0)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of the pane, computing once what they have in common."""
        self._frame = self.frame()
        try:
            return super().render_lines(crop)
        finally:
            self._frame = None

    def frame(self) -> Frame:
        """Return what the lines of this frame have in common."""
        width = self.size.width
        blank = Strip.blank(width, self.ground)
        return Frame(width, self.head_height, self.head(width), blank)

    def render_line(self, y: int) -> Strip:
        """Paint one line of the pane."""
        width, head_height, lines, blank = self._frame or self.frame()
        if y < head_height:
            return lines[y].apply_style(self.ground) if y < len(lines) else blank
        index = self.top + y - head_height
        return (
            self.line(index, width).apply_style(self.ground) if index < self.line_count() else blank
        )

    def title_strip(self, title: str, tail: str, width: int) -> Strip:
        """Return the pane's title with a count at its end."""
        style = self.theme.accent if self.has_focus else self.theme.title
        room = max(width - len(tail) - 1, 0)
        return strip_of([(fit(title, room), style), (" " + tail, self.theme.dim)], width)

    def rule_strip(self, width: int) -> Strip:
        """Return the thin rule under the head, in the accent colour if the pane has the focus."""
        return Strip(
            [Segment("─" * width, self.theme.accent if self.has_focus else self.theme.dim)]
        )

    def refresh_lines(self, first: int, last: int) -> None:
        """Repaint the body's lines `[first, last)` that are in view."""
        y = max(first - self.top, 0)
        end = min(last - self.top, self.body_height)
        if end > y:
            self.refresh(Region(0, y + self.head_height, self.size.width, end - y))

    # --------------------------------------------------------------- scrolling

    def scroll_lines_to(self, top: int) -> bool:
        """Scroll until `top` is the first line, or the last possible one; return whether it
        moved."""
        top = max(0, min(top, self.line_count() - self.body_height))
        if top == self.top:
            return False
        self.top = top
        self.refresh()
        return True

    def keep_in_view(self, index: int, margin: int = 0) -> bool:
        """Scroll just enough to show the line; return whether that moved."""
        height = self.body_height
        if height <= 0:
            return False
        margin = min(margin, (height - 1) // 2)
        top = min(self.top, index - margin)
        return self.scroll_lines_to(max(top, index + margin - height + 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the body instead of the widget, as Textual would."""
        event.stop()
        event.prevent_default()
        self.scroll_lines_to(self.top + self.WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the body instead of the widget, as Textual would."""
        event.stop()
        event.prevent_default()
        self.scroll_lines_to(self.top - self.WHEEL)

    def on_focus(self) -> None:
        """Repaint the head, which shows the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """Repaint the head, which shows the focus."""
        self.refresh()


class HeadlessPane(Pane):
    """A pane without a head, for a dialog, which has a title of its own."""

    @property
    def head_height(self) -> int:
        """No lines."""
        return 0

    def head(self, width: int) -> list[Strip]:
        """Return no lines."""
        del width
        return []


def strip_of(runs: Runs, width: int) -> Strip:
    """Return a line of exactly `width` cells; longer runs are cut."""
    segments = [Segment(text, style) for text, style in runs if text]
    return Strip(segments).adjust_cell_length(width)
