"""A widget that paints itself line by line over the theme's letters and ground."""

from __future__ import annotations

from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Painted(Widget):
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
        lines = [self.finished(self.render_line(y)) for y in crop.line_range]
        start, end = crop.column_span
        whole = (start, end) == (0, self.size.width)
        return lines if whole else [line.crop(start, end) for line in lines]

    def finished(self, strip: Strip) -> Strip:
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
