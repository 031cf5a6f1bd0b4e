"""How labels, the caret and the selection look: one value made from the schema and the theme.

Each label has a channel of its own, so that all that overlap show at once; colour is never
the only sign. Styles are looked up by what lies on a cell, and made only once each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from rich.style import Style

from tui.schema import Channel, LabelDef, LabelSchema, resolve_colour

PLAIN = Style()


# What rich takes for each of the 16 colours: exactly these are turned into them, with no loss.
_SIXTEEN = {
    "yellow": "#aa5500",
    "blue": "#0000aa",
    "green": "#00aa00",
    "magenta": "#aa00aa",
    "red": "#aa0000",
    "white": "#aaaaaa",
    "bright_black": "#555555",
    "bright_red": "#ff5555",
    "bright_green": "#55ff55",
    "bright_yellow": "#ffff55",
    "bright_blue": "#5555ff",
    "bright_magenta": "#ff55ff",
    "bright_cyan": "#55ffff",
}


# The theme's own colours on a dark ground, on a light one: rich's nearest would be red for amber.
_THEME_SIXTEEN = {
    "accent": ("bright_yellow", "blue"),
    "secondary": ("bright_magenta", "magenta"),
    "error": ("bright_red", "red"),
    "warning": ("bright_yellow", "yellow"),
    "dim": ("white", "bright_black"),
    "lit": ("bright_black", "white"),
    "chosen": ("bright_black", "white"),
    "blurred": ("bright_black", "white"),
}


class Look:
    """The styles of one theme."""

    def __init__(
        self,
        schema: LabelSchema,
        variables: Mapping[str, str],
        *,
        dark: bool,
        colour: bool,
        sixteen: bool = False,
    ) -> None:
        self._schema = schema
        self._variables = variables
        self.dark = dark
        self.colour = colour
        self._sixteen = sixteen
        # Many terminals show bold letters of the dark eight colours in the bright ones, which
        # cannot be read on a light ground.
        self._bold = None if colour and sixteen and not dark else True
        self._labels: dict[str, Style] = {}
        self._mixed: dict[tuple[tuple[str, ...], str], Style] = {}

    def adopt(self, other: Look) -> None:
        """Take on another look in place, for the widgets that hold this one."""
        self.__dict__.clear()
        self.__dict__.update(other.__dict__)

    # ------------------------------------------------------------------- theme

    def _colour(self, name: str) -> str | None:
        value = self._variables.get(name)
        if self._sixteen and name in _THEME_SIXTEEN:
            value = _SIXTEEN[_THEME_SIXTEEN[name][0 if self.dark else 1]]
        return value if self.colour and value and value.startswith("#") else None

    @cached_property
    def dim(self) -> Style:
        """What stands back: sources, counts, hints."""
        return Style(color=self._colour("dim"), dim=not self.colour)

    @cached_property
    def title(self) -> Style:
        """Titles of panes and of the article."""
        return Style(bold=self._bold)

    @cached_property
    def accent(self) -> Style:
        """The one accent: what has the focus."""
        return Style(color=self._colour("accent"), bold=self._bold)

    @cached_property
    def error(self) -> Style:
        """What went wrong."""
        return Style(color=self._colour("error"), bold=self._bold, reverse=not self.colour)

    @cached_property
    def chosen(self) -> Style:
        """The line of a list that the keys act on."""
        if not self.colour:
            return Style(reverse=True)
        return Style(bgcolor=self._colour("chosen"), bold=self._bold)

    @cached_property
    def lit(self) -> Style:
        """The line of the sidebar that is at the caret while the article has the focus."""
        return Style(bgcolor=self._colour("lit"), bold=not self.colour)

    # ------------------------------------------------------------------ labels

    def label(self, name: str) -> Style:
        """How the text of a label is painted."""
        style = self._labels.get(name)
        if style is None:
            style = self._labels[name] = self._of(self._schema.label(name))
        return style

    def in_order(self, counts: Mapping[str, int]) -> list[tuple[str, int]]:
        """Counts by label in the order in which labels are shown."""
        return self._schema.in_order(counts)

    def sign(self, name: str) -> str:
        """A letter that stands for the label where room is short: its key, else its first."""
        return self._schema.label(name).key or name[:1]

    def chip(self, name: str) -> Style:
        """The label's colour for its name, its bar and its counts."""
        return Style(color=self._ink(self._schema.label(name)), bold=self._bold)

    def _ink(self, label: LabelDef) -> str | None:
        if not self.colour:
            return None
        shades = resolve_colour(label.colour, dark=self.dark)
        return _SIXTEEN[shades.ink16] if self._sixteen else shades.ink

    def _tint(self, label: LabelDef) -> str | None:
        if not self.colour:
            return None
        shades = resolve_colour(label.colour, dark=self.dark)
        return _SIXTEEN[shades.tint16] if self._sixteen else shades.tint

    def _of(self, label: LabelDef) -> Style:
        ink = self._ink(label)
        match label.channel:
            case Channel.TINT:
                return Style(bgcolor=self._tint(label), italic=None if self.colour else True)
            case Channel.INK:
                return Style(color=ink, bold=self._bold)
            case Channel.UNDERLINE:
                return Style(underline=True)
            case Channel.ITALIC:
                return Style(color=ink, italic=True, dim=None if self.colour else True)

    # ------------------------------------------------------------------- cells

    def cell(self, labels: Iterable[str], state: str = "") -> Style:
        """The style of a cell under these labels.

        `state` holds letters: `s` selected, `m` a match, `M` the match one is at,
        `c` the current annotation, `x` not saved yet, `?` a suggestion, `o` another
        annotator's.
        """
        key = tuple(labels), state
        style = self._mixed.get(key)
        if style is None:
            style = PLAIN
            for name in key[0]:
                style += self.label(name)
            for letter in state:
                style += self._states[letter]
            self._mixed[key] = style
        return style

    @cached_property
    def _states(self) -> dict[str, Style]:
        if not self.colour:
            reverse = Style(reverse=True)
            return {
                "s": reverse,
                "m": Style(underline2=True),
                "M": reverse,
                "c": PLAIN,
                "x": Style(strike=True),
                "?": Style(dim=True),
                "o": Style(dim=True),
            }
        return {
            "s": Style(bgcolor=self._colour("primary"), color=self._colour("text")),
            "m": Style(bgcolor=self._colour("warning-muted")),
            "M": Style(bgcolor=self._colour("warning"), color=self._colour("background")),
            "c": Style(bold=self._bold),
            "x": Style(strike=True),
            "?": Style(dim=True, bold=False),
            "o": Style(dim=True),
        }

    def caret(self, *, rtl: bool, focused: bool) -> Style:
        """The caret's block; its colour tells the direction of the cluster under it."""
        if not self.colour:
            return Style(reverse=True, underline=not rtl, bold=self._bold)
        if not focused:
            return Style(bgcolor=self._colour("blurred"))
        name = "accent" if rtl else "secondary"
        return Style(bgcolor=self._colour(name), color=self._colour("background"), bold=self._bold)
