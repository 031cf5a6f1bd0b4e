"""The base of the three panes: a head of fixed lines, and a body that scrolls by lines.

Everything is painted a line at a time (Textual's Line API): a pane asks only for the lines
that are in view, so it costs the same over ten lines as over a hundred thousand.

A widget that paints itself line by line over the theme's letters and ground."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.text.layout import fit
from tui.ui.styles import ThemeStyles


class LineWidget(Widget):
    """Knows the style beneath its lines without asking for it at each of them."""

    ALLOW_SELECT = False
    _ground: Style | None = None
    _behind: Color | None = None

    @property
    def ground(self) -> Style:
        """The letters and the ground that the theme gives the widget.

        Textual makes it from all ancestors each time, which costs more than a line does.
        """
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines; without border and padding they are what `render_line` gives.

        Textual would make a new strip of each, and so all escape sequences of the screen anew.
        """
        if self.gutter:
            return super().render_lines(crop)
        lines = [self.apply_line_filters(self.render_line(y)) for y in crop.line_range]
        start, end = crop.column_span
        whole = (start, end) == (0, self.size.width)
        return lines if whole else [line.crop(start, end) for line in lines]

    def apply_line_filters(self, strip: Strip) -> Strip:
        """The strip as it goes to the screen, through the app's filters of colours."""
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, self._background)
        return strip

    @property
    def _background(self) -> Color:
        if self._behind is None:
            self._behind = self.background_colors[1]
        return self._behind

    def notify_style_update(self) -> None:
        """The theme or a rule changed: the ground is asked for anew."""
        self._ground = self._behind = None
        super().notify_style_update()


Runs = list[tuple[str, Style]]


class Frame(NamedTuple):
    """What all lines of a pane need while they are painted."""

    width: int
    head_height: int
    head: list[Strip]


class Pane(LineWidget, can_focus=True):
    """A pane of lines."""

    WHEEL = 3

    def __init__(self, theme: ThemeStyles, *, id: str) -> None:
        super().__init__(id=id)
        self.theme = theme
        self.top = 0
        """The first line of the body that is in view."""
        self._frame: Frame | None = None

    # ------------------------------------------------------- what a pane gives

    def head(self, width: int) -> list[Strip]:
        """The fixed lines above the body."""
        raise NotImplementedError

    def line_count(self) -> int:
        """How many lines the body has."""
        raise NotImplementedError

    def line(self, index: int, width: int) -> Strip:
        """A line of the body."""
        raise NotImplementedError

    # ---------------------------------------------------------------- painting

    @property
    def head_height(self) -> int:
        """Lines of the head: two and air beneath; a low terminal has only one."""
        height = self.size.height
        return 3 if height >= 20 else 2 if height >= 12 else 1

    @property
    def body_height(self) -> int:
        """Lines of the body that are in view."""
        return max(self.size.height - self.head_height, 0)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of the pane; what all of them need is asked for once."""
        self._frame = self.framed()
        try:
            return super().render_lines(crop)
        finally:
            self._frame = None

    def framed(self) -> Frame:
        """What all lines need that are painted now."""
        width = self.size.width
        return Frame(width, self.head_height, self.head(width))

    def render_line(self, y: int) -> Strip:
        """Paint one line of the pane."""
        width, head_height, lines = self._frame or self.framed()
        if y < head_height:
            strip = lines[y] if y < len(lines) else Strip.blank(width)
        else:
            index = self.top + y - head_height
            strip = self.line(index, width) if index < self.line_count() else Strip.blank(width)
        return strip.apply_style(self.ground)

    def title_strip(self, title: str, tail: str, width: int) -> Strip:
        """The pane's title, and at its end what is counted."""
        style = self.theme.accent if self.has_focus else self.theme.title
        room = max(width - len(tail) - 1, 0)
        return strip_of([(fit(title, room), style), (" " + tail, self.theme.dim)], width)

    def rule_strip(self, width: int) -> Strip:
        """The thin rule under the head, in the focus's colour."""
        return Strip(
            [Segment("─" * width, self.theme.accent if self.has_focus else self.theme.dim)]
        )

    def refresh_lines(self, first: int, last: int) -> None:
        """Paint the body's lines `[first, last)` anew where they are in view."""
        y = max(first - self.top, 0)
        end = min(last - self.top, self.body_height)
        if end > y:
            self.refresh(Region(0, y + self.head_height, self.size.width, end - y))

    # --------------------------------------------------------------- scrolling

    def scroll_lines_to(self, top: int) -> bool:
        """Bring the line `top` to the top, as far as there is text; True when that moved."""
        top = max(0, min(top, self.line_count() - self.body_height))
        if top == self.top:
            return False
        self.top = top
        self.refresh()
        return True

    def keep_in_view(self, index: int, margin: int = 0) -> bool:
        """Scroll as little as needed to have the line in view; True when that moved."""
        height = self.body_height
        if height <= 0:
            return False
        margin = min(margin, (height - 1) // 2)
        top = min(self.top, index - margin)
        return self.scroll_lines_to(max(top, index + margin - height + 1))

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines_to(self.top + self.WHEEL)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines_to(self.top - self.WHEEL)

    def on_focus(self) -> None:
        """The head shows the focus."""
        self.refresh()

    def on_blur(self) -> None:
        """The head shows that the focus is gone."""
        self.refresh()


def strip_of(runs: Runs, width: int) -> Strip:
    """A line of `width` cells from runs of text and style; too long ones are cut."""
    segments = [Segment(text, style) for text, style in runs if text]
    return Strip(segments).adjust_cell_length(width)
