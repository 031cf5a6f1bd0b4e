"""Encode whole rows, for terminals in which a repainted part of a row would move the rest."""

from __future__ import annotations

import functools
from collections.abc import Callable

from tui.terminal.mlterm_order import encode_for_mlterm
from tui.terminal.profiles import Escaping, Profile
from tui.terminal.screen_copy import (
    RowEncoder,
    ScreenCopy,
    encode_cells,
    encode_for_konsole,
    encode_lines,
    encode_with_joiners,
)
from tui.terminal.style_alternation import (
    alternate_colours,
    alternate_faint,
    alternate_fonts,
    alternate_fonts_in_screen,
)


def row_step(
    profile: Profile, columns: Callable[[], int] | None, *, no_color: bool
) -> Callable[[str], str]:
    """Return the step of an `Encoder` that replaces what is painted with whole rows.

    `columns` returns the width of the screen in cells; without it each line is a row.
    """
    encode_row = _row_encoder(profile, no_color=no_color)
    if columns:
        return ScreenCopy(columns, encode_row).write
    return functools.partial(encode_lines, encode=encode_row)


def _row_encoder(profile: Profile, *, no_color: bool) -> RowEncoder:
    """Return the function that encodes a row for this profile."""
    if profile.escaping is Escaping.TERMINAL:
        return encode_cells
    if profile.escaping is Escaping.KONSOLE:
        return encode_for_konsole
    if profile.escaping is Escaping.MLTERM:
        return encode_for_mlterm
    if profile.escaping is Escaping.JOINERS:
        return encode_with_joiners
    if profile.escaping is Escaping.FONTS:
        return alternate_fonts
    if profile.escaping is Escaping.SCREEN_FONTS:
        return alternate_fonts_in_screen
    if profile.escaping is Escaping.FAINT or (profile.escaping is Escaping.COLOURS and no_color):
        return alternate_faint
    if profile.escaping is Escaping.COLOURS:
        return functools.partial(alternate_colours, foreground=profile.foreground)
    raise ValueError(f"{profile.escaping} does not send whole rows")
