"""The styles of labels, the caret and the selection, made from the label schema and the theme.

Each label has a channel of its own (tint, ink, underline or italic), so that overlapping labels are
all visible; colour is never the only sign. This module does not import Textual, since `hashiya
show` uses it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rich.style import Style

from tui.model import Annotation
from tui.schema import SHADES, SHADES16, Channel, LabelDef, LabelSchema, resolve_colour

PLAIN = Style()


# The colours that rich converts into exactly one of the 16.
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


# The theme's colours on a dark and on a light background: the nearest to amber would be red.
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


_MARKUP = ("heading", "link", "code", "emphasis", "strong", "sign")
"""The kinds of `tui.text.markdown` in the order in which their styles are added."""


class Kind(NamedTuple):
    """The label and the value that decide how an annotation is painted."""

    label: str
    value: str = ""
    """The value of the attribute that the label has shades for; empty if there is none."""


class ThemeStyles:
    """The styles of labels, cells, the caret and the panes in one theme.

    All widgets share one object; `set_theme` changes its colours.
    """

    dim: Style
    """Secondary text: sources, counts, hints."""
    title: Style
    """Titles of panes and of the article."""
    accent: Style
    """The one accent colour, of what has the focus."""
    error: Style
    """Errors."""
    chosen: Style
    """The line of a list that the keys act on."""
    lit: Style
    """The line of the sidebar that is at the caret while the article has the focus."""

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
        self.colour = colour
        """Whether colours may be used at all; False under NO_COLOR."""
        self._sixteen = sixteen
        self.set_theme(variables, dark=dark)

    def set_theme(self, variables: Mapping[str, str], *, dark: bool) -> None:
        """Use the colours of a theme: its variables, as `#rrggbb`, on a dark or light
        background."""
        self._variables = variables
        self.dark = dark
        # Many terminals show bold letters of the dark eight colours in the bright ones, which
        # cannot be read on a light ground.
        self._bold = None if self.colour and self._sixteen and not dark else True
        self._kinds: dict[Kind, Style] = {}
        self._chips: dict[tuple[str, str], Style] = {}
        self._cells: dict[tuple[tuple[Kind, ...], str], Style] = {}
        self._markups: dict[frozenset[str], Style] = {}
        self._states = self._make_states()
        self.dim = Style(color=self._colour("dim"), dim=not self.colour)
        self.title = Style(bold=self._bold)
        self.accent = Style(color=self._colour("accent"), bold=self._bold)
        self.error = Style(color=self._colour("error"), bold=self._bold, reverse=not self.colour)
        self.chosen = (
            Style(bgcolor=self._colour("chosen"), bold=self._bold)
            if self.colour
            else Style(reverse=True)
        )
        self.lit = Style(bgcolor=self._colour("lit"), bold=not self.colour)

    def _colour(self, name: str) -> str | None:
        value = self._variables.get(name)
        if self._sixteen and name in _THEME_SIXTEEN:
            value = _SIXTEEN[_THEME_SIXTEEN[name][0 if self.dark else 1]]
        return value if self.colour and value and value.startswith("#") else None

    # ------------------------------------------------------------------ labels

    def kind(self, annotation: Annotation) -> Kind:
        """Return the kind of an annotation: its label and, if that has shades, its value."""
        label = self._schema.label(annotation.label)
        return Kind(label.name, label.shaded_value(annotation.attributes))

    def style_of(self, kind: Kind) -> Style:
        """Return how the text of a kind is painted."""
        style = self._kinds.get(kind)
        if style is None:
            style = self._kinds[kind] = self._of(kind)
        return style

    def letter(self, kind: Kind) -> str:
        """Return a letter that shows a kind where there is no colour; empty without a shade.

        It is the first letter of the value that no earlier value has, else the value's key.
        """
        label = self._schema.label(kind.label)
        if kind.value not in label.shaded_values:
            return ""
        taken: dict[str, str] = {}
        for value in label.shaded_values:
            taken.setdefault(value[:1], value)
        if taken[kind.value[:1]] == kind.value:
            return kind.value[:1]
        attribute = label.attribute(label.shade)
        options = attribute.options if attribute else ()
        return next((option.key for option in options if option.value == kind.value), "")

    def in_order(self, counts: Mapping[str, int]) -> list[tuple[str, int]]:
        """Return counts by label in the order in which labels are shown."""
        return self._schema.in_order(counts)

    def sign(self, name: str) -> str:
        """Return a letter for a label where there is little room: its key, else its first
        letter."""
        return self._schema.label(name).key or name[:1]

    def chip(self, name: str, value: str = "") -> Style:
        """Return the style of a label's name, bar and counts, or of the shade of a value."""
        style = self._chips.get((name, value))
        if style is None:
            label = self._schema.label(name)
            ink, again = self._shade(label, value)
            style = Style(color=ink or self._ink(label), bold=self._bold, underline2=again)
            self._chips[name, value] = style
        return style

    def _shade(self, label: LabelDef, value: str) -> tuple[str | None, bool | None]:
        """Return the ink of a value, and whether an earlier value has the same ink.

        A schema may have more values than there are shades: the second round of values is
        underlined twice, and later ones have the ink of the label.
        """
        values = label.shaded_values
        if not self.colour or value not in values:
            return None, None
        inks = (SHADES16 if self._sixteen else SHADES)[self.dark]
        turn, place = divmod(values.index(value), len(inks))
        if turn > 1:
            return None, None
        return (_SIXTEEN[inks[place]] if self._sixteen else inks[place]), bool(turn) or None

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

    def _of(self, kind: Kind) -> Style:
        label = self._schema.label(kind.label)
        shade, again = self._shade(label, kind.value)
        shaded = Style(color=shade, underline2=again)
        ink = self._ink(label)
        match label.channel:
            case Channel.TINT:
                tint = self._tint(label)
                return Style(bgcolor=tint, italic=None if self.colour else True) + shaded
            case Channel.INK:
                return Style(color=ink, bold=self._bold) + shaded
            case Channel.UNDERLINE:
                return Style(underline=True) + shaded
            case Channel.ITALIC:
                return Style(color=ink, italic=True, dim=None if self.colour else True) + shaded

    # ------------------------------------------------------------------- cells

    def cell(self, kinds: Iterable[Kind], state: str = "") -> Style:
        """Return the style of a cell under annotations of these kinds.

        `state` holds letters: `s` selected, `m` a match, `M` the current match, `c` the current
        annotation, `l` linked with the current annotation, `x` not saved yet, `?` a suggestion, `o`
        another annotator's.
        """
        key = tuple(kinds), state
        style = self._cells.get(key)
        if style is None:
            style = PLAIN
            for kind in key[0]:
                style += self.style_of(kind)
            for letter in state:
                style += self._states[letter]
            self._cells[key] = style
        return style

    def markup(self, kinds: frozenset[str]) -> Style:
        """Return the style of a part of a Markdown text; annotations are painted over it.

        No kind is painted as a label of the default schema is: nothing is tinted or underlined.
        """
        style = self._markups.get(kinds)
        if style is None:
            style = PLAIN
            for kind in sorted(kinds, key=_MARKUP.index):
                style += self._markup(kind)
            self._markups[kinds] = style
        return style

    def _markup(self, kind: str) -> Style:
        match kind:
            case "heading":
                return self.accent
            case "strong":
                return Style(bold=self._bold)
            case "emphasis":
                return Style(italic=True)
            case "code" | "link":
                return Style(color=self._colour("secondary"))
            case _:
                # `show` has no theme's colours.
                return (self.dim if self.dim.color else Style(dim=True)) + Style(bold=False)

    def _make_states(self) -> dict[str, Style]:
        if not self.colour:
            reverse = Style(reverse=True)
            return {
                "s": reverse,
                "m": Style(underline2=True),
                "M": reverse,
                "c": PLAIN,
                "l": Style(underline=True, bold=True),
                "x": Style(strike=True),
                "?": Style(dim=True),
                "o": Style(dim=True),
            }
        return {
            "s": Style(bgcolor=self._colour("primary"), color=self._colour("text")),
            "m": Style(bgcolor=self._colour("warning-muted")),
            "M": Style(bgcolor=self._colour("warning"), color=self._colour("background")),
            "c": Style(bold=self._bold),
            "l": Style(bgcolor=self._colour("lit"), underline=True),
            "x": Style(strike=True),
            "?": Style(dim=True, bold=False),
            "o": Style(dim=True),
        }

    def caret(self, *, rtl: bool, focused: bool) -> Style:
        """Return the style of the caret; its colour shows the direction of its cluster."""
        if not self.colour:
            return Style(reverse=True, underline=not rtl, bold=self._bold)
        if not focused:
            return Style(bgcolor=self._colour("blurred"))
        name = "accent" if rtl else "secondary"
        return Style(bgcolor=self._colour(name), color=self._colour("background"), bold=self._bold)
