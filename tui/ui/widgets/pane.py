"""The base class of panes: fixed head lines above a body that scrolls by lines.

Everything is painted line by line (Textual's Line API), and a pane computes only the lines in view,
so a hundred thousand lines cost no more than ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, Self

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.text.layout import fit
from tui.ui.styles import ThemeStyles

Runs = list[tuple[str, Style]]
"""The parts of a line, each a text with its style."""


class FinishedLine(Strip):
    """A line as it goes to the compositor, which is freed when it is dropped.

    A strip remembers into what it was divided, and where that is the whole strip it holds itself
    until garbage is collected.
    """

    __slots__ = ()

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """Divide the line into parts."""
        cuts = list(cuts)
        return [self] if cuts == [self.cell_length] else super().divide(cuts)


class LineDecoration(NamedTuple):
    """The colours, border and padding that all lines of a widget have."""

    style: Style
    """The widget's own style."""
    background: Color
    """Its background alone."""
    left: Strip
    """Its border and padding at the left."""
    right: Strip
    """The same at the right."""


class LineWidget(Widget):
    """A widget that paints itself line by line. It has no border or padding above and below.

    Its lines stay as they are until they change: Textual would make new strips of them at each
    scroll, and so would have to encode them again.
    """

    ALLOW_SELECT = False
    _decoration: LineDecoration | None = None
    """It is looked up once per theme: Textual walks all ancestors at each call, which takes
    longer than a line."""

    def __init__(self, *, id: str | None = None) -> None:
        self._finished: dict[int, FinishedLine] = {}
        """The lines as they were painted last."""
        self._finished_for = Size(0, 0)
        super().__init__(id=id)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the finished lines, painting those that changed."""
        size = self.outer_size
        if size != self._finished_for:
            self._finished_for = size
            self._finished.clear()
        width = self.size.width
        lines: list[Strip] = [self._finished_line(y, width) for y in crop.line_range]
        if crop.column_span == (0, size.width):
            return lines
        return [line.crop(*crop.column_span) for line in lines]

    def _finished_line(self, y: int, width: int) -> FinishedLine:
        line = self._finished.get(y)
        if line is None:
            line = self._finished[y] = self.finish_line(y, width)
        return line

    def finish_line(self, y: int, width: int) -> FinishedLine:
        """Paint a line, its contents in `width` cells."""
        return self.finished(self.render_line(y).adjust_cell_length(width))

    def finished(self, contents: Strip) -> FinishedLine:
        """Return a line with the widget's own colours, the app's filters, border and padding."""
        if self._decoration is None:
            self._decoration = self._look_up_decoration()
        style, background, left, right = self._decoration
        strip = contents.apply_style(style)
        for line_filter in self.app.get_line_filters():
            strip = strip.apply_filter(line_filter, background)
        width = left.cell_length + strip.cell_length + right.cell_length
        return FinishedLine([*left, *strip, *right], width)

    def _look_up_decoration(self) -> LineDecoration:
        """Return the decoration, with border and padding cut out of a line that Textual made."""
        line = super().render_lines(Region(0, 0, self.outer_size.width, 1))[0]
        left, right = self.gutter.left, line.cell_length - self.gutter.right
        style, background = self.rich_style, self.background_colors[1]
        return LineDecoration(style, background, line.crop(0, left), line.crop(right))

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Paint the lines of these regions again, or all; the rest as Textual does."""
        if not regions:
            self._finished.clear()
        for region in regions:
            for y in region.line_range:
                self._finished.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return none: Textual would apply them to every line in each frame."""
        return ()

    def notify_style_update(self) -> None:
        """Forget the lines and their decoration: the theme or a style rule changed."""
        self._decoration = None
        self._finished.clear()
        super().notify_style_update()


class Frame:
    """What all lines of one frame have in common, computed when a line first needs it."""

    def __init__(self, pane: Pane) -> None:
        self._pane = pane
        size = pane.size
        self.width, self.height = size
        self.head_height = pane.head_lines(size)
        self.line_count = pane.line_count()

    @cached_property
    def head(self) -> list[Strip]:
        """The lines of the head."""
        return self._pane.head(self.width)

    @cached_property
    def blank(self) -> Strip:
        """An empty line."""
        return strip_of([], self.width)


class Pane(LineWidget, can_focus=True):
    """A pane of lines."""

    WHEEL = 3

    def __init__(self, theme: ThemeStyles, *, id: str) -> None:
        super().__init__(id=id)
        self.theme = theme
        self.top = 0
        """The first line of the body that is in view."""
        self._frame: Frame | None = None
        self._last_lines: dict[int, Strip] = {}
        """The lines of the pane as they were painted last, without the widget's own colours."""
        self._next_lines: dict[int, Strip] = {}
        """Those that were found to have changed, to be painted in the next frame."""

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

    def lines_if_empty(self) -> Sequence[str]:
        """Return what a body without lines shows."""
        return ()

    # ---------------------------------------------------------------- painting

    def head_lines(self, size: Size) -> int:
        """Return the number of head lines: two and an empty one, fewer in a low terminal."""
        return 3 if size.height >= 20 else 2 if size.height >= 12 else 1

    @property
    def head_height(self) -> int:
        """The number of head lines."""
        return self.head_lines(self.size)

    @property
    def body_height(self) -> int:
        """The number of lines of the body in view."""
        size = self.size  # which Textual looks up and computes each time
        return max(size.height - self.head_lines(size), 0)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of the pane, computing once what they have in common."""
        self._frame = self.frame()
        try:
            return super().render_lines(crop)
        finally:
            self._frame = None
            self._next_lines = {}

    def frame(self) -> Frame:
        """Begin a frame."""
        return Frame(self)

    def render_line(self, y: int) -> Strip:
        """Paint one line of the pane."""
        if self._frame is None:
            return self._strip_at(y, self.frame())
        strip = self._next_lines.pop(y, None) or self._strip_at(y, self._frame)
        self._last_lines[y] = strip
        return strip

    def _strip_at(self, y: int, frame: Frame) -> Strip:
        """Return the line of the pane at `y`, head lines included, still without its colours."""
        place = y - frame.head_height
        if place < 0:
            return frame.head[y] if y < len(frame.head) else frame.blank
        if self.top + place < frame.line_count:
            return self.line(self.top + place, frame.width)
        if not frame.line_count and place < len(words := self.lines_if_empty()):
            text = fit(words[place], frame.width, align="left")
            return Strip([Segment(text, self.theme.dim)])
        return frame.blank

    def refresh_changed(self, lines: range | None = None) -> None:
        """Repaint those of these lines, or of all, that are no longer as they were painted last.

        Comparing a line takes much less time than painting it.
        """
        frame = self.frame()
        changed = {
            y: strip
            for y in (range(frame.height) if lines is None else lines)
            if (strip := self._strip_at(y, frame)) != self._last_lines.get(y)
        }
        if changed:
            self.refresh(*self._whole_lines(changed))
        self._next_lines = changed

    def _whole_lines(self, lines: Iterable[int]) -> list[Region]:
        """Return the regions of lines of the pane, given from top to bottom, with their borders.

        Of a line that is not whole, Textual would cut a part out each time.
        """
        left, width = -self.content_offset.x, self.outer_size.width
        found: list[Region] = []
        for y in lines:
            if found and found[-1].bottom == y:
                found[-1] = found[-1].grow((0, 0, 1, 0))
            else:
                found.append(Region(left, y, width, 1))
        return found

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Paint the lines of these regions again, or all, as they are by then."""
        self._next_lines = {}
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def title_strip(self, title: str, tail: str, width: int) -> Strip:
        """Return the pane's title with a count at its end."""
        style = self.theme.accent if self.has_focus else self.theme.title
        room = max(width - len(tail) - 1, 0)
        return strip_of([(fit(title, room), style), (" " + tail, self.theme.dim)], width)

    def rule_strip(self, width: int) -> Strip:
        """Return the thin rule under the head, in the accent colour if the pane has the focus."""
        style = self.theme.accent if self.has_focus else self.theme.dim
        return strip_of([("─" * width, style)], width)

    def refresh_lines(self, first: int, last: int) -> None:
        """Repaint the body's lines `[first, last)` that are in view."""
        size = self.size
        head = self.head_lines(size)
        y = max(first - self.top, 0)
        end = min(last - self.top, size.height - head)
        if end > y:
            self.refresh(*self._whole_lines(range(y + head, end + head)))

    # --------------------------------------------------------------- scrolling

    def scroll_lines_to(self, top: int) -> bool:
        """Scroll until `top` is the first line, or the last possible one; return whether it
        moved."""
        top = max(0, min(top, self.line_count() - self.body_height))
        if top == self.top:
            return False
        self.top = top
        self.refresh_scrolled()
        return True

    def refresh_scrolled(self) -> None:
        """Repaint after scrolling."""
        self.refresh()

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

    def head_lines(self, size: Size) -> int:
        """Return no lines."""
        del size
        return 0

    def head(self, width: int) -> list[Strip]:
        """Return no lines."""
        del width
        return []


def strip_of(runs: Runs, width: int) -> Strip:
    """Return a line of exactly `width` cells; longer runs are cut."""
    return _strip_of(tuple(runs), width)


@lru_cache(maxsize=256)
def _strip_of(runs: tuple[tuple[str, Style], ...], width: int) -> Strip:
    """Return the same strip for the same runs, as it caches what is done to it for painting."""
    segments = [Segment(text, style) for text, style in runs if text]
    return Strip(segments).adjust_cell_length(width)
