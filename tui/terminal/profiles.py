"""Profiles: how right-to-left text is sent to one kind of terminal."""

from __future__ import annotations

import enum
from typing import NamedTuple

from tui.choices import Marks


class Escaping(enum.StrEnum):
    """How the cells of a row are protected from the terminal's reordering."""

    NONE = "none"
    LRM = "lrm"
    """U+200E after each right-to-left cell."""
    JOINERS = "joiners"
    """As `LRM`, with ZWJ on each joined side: for a terminal that joins forms again."""
    OSC66 = "osc66"
    """Each right-to-left cell as a text-sizing cell of its own (kitty)."""
    FONTS = "fonts"
    """Neighbouring cells alternate between regular and italic (see `style_alternation`)."""
    SCREEN_FONTS = "screen_fonts"
    """The same in GNU screen, which does not show italics as such."""
    COLOURS = "colours"
    """Neighbouring cells alternate between two equal colours (see `style_alternation`)."""
    FAINT = "faint"
    """Neighbouring cells alternate between regular and faint (see `style_alternation`)."""
    TERMINAL = "terminal"
    """Not at all: the terminal reorders, and gets the inverse (see `screen_copy`)."""
    KONSOLE = "konsole"
    """As `TERMINAL`, for one that does not mirror and that joins presentation forms again."""
    MLTERM = "mlterm"
    """As `TERMINAL`, for one that reorders each part between two lines (see `mlterm_order`)."""


UNCHANGED = "{}"
"""The format of a sign over numbers that is sent as it is."""


class Profile(NamedTuple):
    """How text is sent to one terminal."""

    name: str
    reason: str
    """Why it was chosen, as a clause."""
    enter: str = ""
    """Written before the alternate screen is entered."""
    leave: str = ""
    """Written after it is left."""
    escaping: Escaping = Escaping.NONE
    marks: Marks = Marks.AFTER
    hint: str = ""
    """Advice in one line for a terminal that sequences cannot configure; else empty."""
    signs: str = UNCHANGED
    """How a sign over numbers, such as END OF AYAH, is sent; `{}` is the sign itself."""
    italics: bool = True
    """Whether italic letters are sent as such."""
    foreground: str = "255;255;255"
    """For alternating colours: the colour of cells without one, as `red;green;blue`."""
