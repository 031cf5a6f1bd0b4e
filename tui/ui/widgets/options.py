"""A field of a form in which one or several of some options are chosen by their keys."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.strip import Strip

from tui.annotations.schema import AttributeDef, AttributeType, Option
from tui.text.graphemes import cell_len
from tui.text.line import tight
from tui.ui.look import Look
from tui.ui.widgets.painted import Painted


class Options(Painted, can_focus=True):
    """The options of one attribute: a digit chooses, the same digit again takes back."""

    DEFAULT_CSS = "Options { height: auto; }"

    def __init__(self, definition: AttributeDef, value: object, look: Look) -> None:
        super().__init__()
        self.definition = definition
        self.look = look
        self.options: Sequence[Option] = definition.options
        self._many = definition.type is AttributeType.CHOICES
        self._chosen: list[object] = []
        if isinstance(value, list):
            self._chosen = list(value)
        elif value is not None and value != "":
            self._chosen = [value]
        self._place = next(
            (at for at, option in enumerate(self.options) if option.value in self._chosen), 0
        )

    @property
    def value(self) -> object:
        """What is chosen: a value, a list of values, or None."""
        if self._many:
            return [option.value for option in self.options if option.value in self._chosen] or None
        return self._chosen[0] if self._chosen else None

    def choose(self, key: str) -> bool:
        """Choose, or take back, by an option's key, or step with the arrows and space."""
        option = self.definition.option(key)
        if option is not None:
            self._place = list(self.options).index(option)
            self._toggle(option)
        elif key in ("left", "right"):
            self._place = (self._place + (1 if key == "right" else -1)) % len(self.options)
            if not self._many:
                self._chosen = [self.options[self._place].value]
        elif key == "space":
            self._toggle(self.options[self._place])
        elif key in ("backspace", "delete"):
            self._chosen = []
        else:
            return False
        self.refresh()
        return True

    def _toggle(self, option: Option) -> None:
        if option.value in self._chosen:
            self._chosen.remove(option.value)
        else:
            self._chosen = [*(self._chosen if self._many else ()), option.value]

    # ---------------------------------------------------------------- painting

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the options need."""
        del container, viewport
        return len(self._lines(width))

    def _lines(self, width: int) -> list[list[int]]:
        lines: list[list[int]] = [[]]
        used = 0
        for place, option in enumerate(self.options):
            size = self._room_for(option)
            if used + size > width and lines[-1]:
                lines.append([])
                used = 0
            lines[-1].append(place)
            used += size
        return lines

    @staticmethod
    def _room_for(option: Option) -> int:
        return cell_len(tight(option.key, 8)) + cell_len(tight(option.words, 400)) + 4

    def render_line(self, y: int) -> Strip:
        """Paint one line of options; what is chosen is shown reversed."""
        width = self.size.width
        lines = self._lines(width)
        segments: list[Segment] = []
        for place in lines[y] if y < len(lines) else ():
            option = self.options[place]
            segments.append(Segment(f"{tight(option.key, 8)} ", self.look.accent))
            chosen = option.value in self._chosen
            style = Style(reverse=chosen, bold=chosen)
            if self.has_focus and place == self._place:
                style += Style(underline=True)
            segments.append(Segment(tight(option.words, max(width - 4, 1)), style))
            segments.append(Segment("  "))
        return Strip(segments).adjust_cell_length(width).apply_style(self.ground)

    def help_text(self) -> str:
        """What the option under the bar means, else what the attribute means."""
        option = self.options[self._place] if self.options else None
        return (option.help if option and option.help else "") or self.definition.help

    def on_focus(self) -> None:
        """Show the bar."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the bar."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the option that was clicked."""
        lines = self._lines(self.size.width)
        if event.y >= len(lines):
            return
        x = 0
        for place in lines[event.y]:
            x += self._room_for(self.options[place])
            if event.x < x:
                event.stop()
                self._place = place
                self._toggle(self.options[place])
                self.refresh()
                return
