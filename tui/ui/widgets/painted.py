"""A widget that paints itself line by line over the theme's letters and ground."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


class Painted(Widget):
    """Knows the style beneath its lines without asking for it at each of them."""

    ALLOW_SELECT = False
    _ground: Style | None = None

    @property
    def ground(self) -> Style:
        """The letters and the ground that the theme gives the widget.

        Textual makes it from all ancestors each time, which costs more than a line does.
        """
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def notify_style_update(self) -> None:
        """The theme or a rule changed: the ground is asked for anew."""
        self._ground = None
        super().notify_style_update()
