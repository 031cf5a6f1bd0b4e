"""Hashiya's own themes, in addition to Textual's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual.color import Color
from textual.theme import Theme

from tui.config import ThemeColours

DARK = Theme(
    name="hashiya-dark",
    primary="#3a6ea5",
    secondary="#c586c0",
    accent="#e0af68",
    warning="#e5c07b",
    error="#f7768e",
    success="#9ece6a",
    foreground="#d8dee9",
    background="#16181d",
    surface="#1e2128",
    panel="#31353f",
    dark=True,
)


LIGHT = Theme(
    name="hashiya-light",
    primary="#2f6fb3",
    secondary="#8e3b8a",
    accent="#9a5b00",
    warning="#a66a00",
    error="#b3261e",
    success="#3d7a1f",
    foreground="#22252b",
    background="#fbfaf7",
    surface="#eeeeee",
    panel="#d8d4ca",
    dark=False,
)


CONTRAST = Theme(
    name="hashiya-contrast",
    primary="#005fff",
    secondary="#ff87ff",
    accent="#ffff00",
    warning="#ffd700",
    error="#ff5f5f",
    success="#5fff5f",
    foreground="#ffffff",
    background="#000000",
    surface="#1c1c1c",
    panel="#8a8a8a",
    dark=True,
)


OWN = (DARK, LIGHT, CONTRAST)


def themes_of_settings(themes: Mapping[str, ThemeColours]) -> Iterable[Theme]:
    """Return the themes of the settings; colours they leave out are Hashiya's."""
    for name, given in themes.items():
        base = DARK if given.dark else LIGHT
        colours: dict[str, Any] = {
            field: getattr(base, field)
            for field in (
                "primary", "secondary", "accent", "warning", "error", "success", "foreground",
                "background", "surface", "panel",
            )
        }  # fmt: skip
        yield Theme(name=name, dark=given.dark, **{**colours, **given.colours})


_BLENDS = {"dim": 0.6, "lit": 0.09, "chosen": 0.18, "blurred": 0.35}
"""How much of the foreground is mixed into the background for what is dim, for the line at the
caret, for the line that keys act on, and for the caret of a pane without the focus."""


def variables(system: Mapping[str, str]) -> dict[str, str]:
    """Return a theme's variables as `#rrggbb`, with the shades for lists and captions."""
    background, foreground = Color.parse(system["background"]), Color.parse(system["foreground"])
    made = {name: background.blend(foreground, share).hex6 for name, share in _BLENDS.items()}
    return {**system, **made}
