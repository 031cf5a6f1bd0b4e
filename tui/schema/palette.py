"""The labels' colours, for dark and light backgrounds.

The named colours were chosen so that the four default labels can be told apart with every kind of
colour blindness (Machado 2009), and can be read on every tint and on the backgrounds of dark, light
and high-contrast themes with WCAG's 4.5 : 1. Luminance and contrast are WCAG 2.1's.
"""

from functools import cache
from typing import NamedTuple

TINT_LUMINANCE = {True: 0.055, False: 0.72}
"""The luminance of tints on a dark and on a light background; all are equally strong."""


INK_LUMINANCE = {True: 0.4225, False: 0.121}
"""The darkest ink on a dark background, the brightest on a light one: 4.5 : 1 on every tint."""


class Shades(NamedTuple):
    """A colour as it is used on a dark or a light background."""

    ink: str
    """For letters, lines and bars: `#rrggbb`."""
    tint: str
    """For the background of letters in the theme's own or any label's ink: `#rrggbb`."""
    ink16: str
    """The ink's name where there are 16 colours."""
    tint16: str
    """The tint's name there; the same for all, since every ink can be read on this one only."""


_TINT16 = {True: "bright_black", False: "white"}


def _dark(ink: str, tint: str, ink16: str) -> Shades:
    return Shades(ink, tint, ink16, _TINT16[True])


def _light(ink: str, tint: str, ink16: str) -> Shades:
    return Shades(ink, tint, ink16, _TINT16[False])


PALETTE: dict[str, tuple[Shades, Shades]] = {
    "amber": (
        _dark("#f59b0e", "#593d00", "bright_yellow"),
        _light("#7d5b04", "#f5da9d", "red"),
    ),
    "sky": (
        _dark("#27baff", "#22465b", "bright_cyan"),
        _light("#012f56", "#bee2f7", "blue"),
    ),
    "green": (
        _dark("#7cfcab", "#004c38", "bright_green"),
        _light("#026e52", "#bce5da", "bright_black"),
    ),
    "purple": (
        _dark("#e9c8df", "#5c374b", "bright_magenta"),
        _light("#a101c4", "#efd6e4", "magenta"),
    ),
    "yellow": (
        _dark("#eeed66", "#474414", "bright_yellow"),
        _light("#66640c", "#ede141", "red"),
    ),
    "blue": (
        _dark("#9db1db", "#00466d", "bright_blue"),
        _light("#1c3bf7", "#c8e0ee", "blue"),
    ),
    "vermilion": (
        _dark("#ff9172", "#6e3100", "bright_red"),
        _light("#9c432e", "#f5d7c0", "red"),
    ),
    "grey": (
        _dark("#b4b4b4", "#424242", "white"),
        _light("#4d4d4d", "#dddddd", "bright_black"),
    ),
}
"""Name → its shades on a dark and on a light background."""


RGB = tuple[float, float, float]


SHADES: dict[bool, tuple[str, ...]] = {
    True: ("#5fd7ff", "#ffff00", "#00d700", "#ff87d7", "#ffd7af", "#afafaf", "#afff87", "#d7af5f"),
    False: ("#005faf", "#5f5f00", "#000087", "#af005f", "#8700d7", "#5f0000", "#0000ff", "#5f005f"),
}
"""Inks that distinguish the values of one attribute, on a dark and on a light background.

All are among the 256 colours, can be read on every tint, and were chosen so that they differ from
each other and from the text with every kind of colour blindness.
"""


SHADES16: dict[bool, tuple[str, ...]] = {
    True: (
        "bright_cyan", "bright_yellow", "bright_green", "bright_magenta", "bright_red",
        "bright_blue",
    ),
    False: ("blue", "red", "magenta", "bright_black"),
}  # fmt: skip
"""The same where there are 16 colours: fewer, so that the values repeat sooner.

Terminals' yellow, green and cyan cannot be read on a light background.
"""


@cache
def resolve_colour(colour: str, *, dark: bool) -> Shades:
    """Return the shades of a palette name, or of `#rrggbb` adapted to the background.

    Raises ValueError for anything else, which the check of the schema has refused before.
    """
    if colour in PALETTE:
        return PALETTE[colour][0 if dark else 1]
    base = parse_hex(colour)
    bound = INK_LUMINANCE[dark]
    readable = luminance(base) >= bound if dark else luminance(base) <= bound
    ink = base if readable else at_luminance(base, bound)
    nearest = min(PALETTE.values(), key=lambda shades: _distance(parse_hex(shades[0].ink), base))
    near = nearest[0 if dark else 1]
    tint = at_luminance(base, TINT_LUMINANCE[dark])
    return Shades(to_hex(ink), to_hex(tint), near.ink16, near.tint16)


def luminance(colour: RGB) -> float:
    """Return the relative luminance, from 0 (black) to 1 (white)."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def at_luminance(colour: RGB, wanted: float) -> RGB:
    """Return the colour mixed with white or black until it has this luminance."""
    goal = 255.0 if luminance(colour) < wanted else 0.0
    low, high = 0.0, 1.0
    for _ in range(20):
        share = (low + high) / 2
        reached = (luminance(_mixed(colour, goal, share)) >= wanted) == (goal > 0)
        low, high = (low, share) if reached else (share, high)
    return _mixed(colour, goal, high)


def parse_hex(colour: str) -> RGB:
    """Return `#rrggbb` as numbers from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def to_hex(colour: RGB) -> str:
    """Return numbers from 0 to 255 as `#rrggbb`."""
    return "#" + "".join(f"{round(channel):02x}" for channel in colour)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _mixed(colour: RGB, goal: float, share: float) -> RGB:
    red, green, blue = (channel + (goal - channel) * share for channel in colour)
    return red, green, blue


def _distance(one: RGB, other: RGB) -> float:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
