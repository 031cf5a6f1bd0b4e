"""Give neighbouring cells different styles, for terminals that reorder cells of one style.

kitty before 0.40 shapes neighbouring cells of one font together, and reverses them if they are
right-to-left. So every second cell is italic, which is another font. Most italic fonts have no
Arabic; kitty then takes the letters from the regular font, and the difference is invisible.

QTerminal lays out neighbouring cells of one style together. So the blue of every second cell
differs by one, which is another style and invisible too. With 256 colours, as in tmux or screen, or
without colours, every second cell is faint instead: QTerminal treats SGR 2 as a style of its own,
but does not draw it.

The style of a cell depends on the cells to its left, so whole rows are sent (see `screen_copy`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence

from tui.terminal.multiplexers import through_screen
from tui.terminal.screen_copy import ScreenCell, kind_letter

ITALIC, UPRIGHT, FAINT, RESET = "\x1b[3m", "\x1b[23m", "\x1b[2m", "\x1b[0m"

# ------------------------------------------------------------------ fonts (kitty)

# A word of kinds (see `kind_letter`): kitty's runs end at a space and at the lines between panes.
_WORD = re.compile(r"[^ b]+")

_UNIT = re.compile(r"[l1]+|.")


def alternate_fonts(cells: Sequence[ScreenCell]) -> str:
    """Return the output for a row in a terminal that reorders the cells of one font (kitty)."""
    parts: list[str] = []
    now = "", ""
    for cell, font in zip(cells, _fonts(cells), strict=True):
        if (cell.style, font) != now:
            changed = font if font and cell.style == now[0] else RESET + cell.style + font
            parts.append(changed)
            now = cell.style, font
        parts.append(cell.text)
    return "".join(parts) + (RESET if now != ("", "") else "")


def alternate_fonts_in_screen(cells: Sequence[ScreenCell]) -> str:
    """Return the output of `alternate_fonts` for GNU screen inside such a terminal.

    screen shows italics as reverse video, so the sequences of fonts are passed through to the
    terminal without its knowledge. screen sends a style only with the next cell, and that resets
    the font. So if the first cell in a style is italic, it is sent before its font and again after.
    """
    parts: list[str] = []
    now = "", ""
    for cell, font in zip(cells, _fonts(cells), strict=True):
        if cell.style != now[0]:
            parts.append(RESET + cell.style)
            if font == ITALIC:
                parts.append(cell.text + "\b" * cell.width)
            now = cell.style, UPRIGHT
        if (font or UPRIGHT) != now[1]:
            parts.append(through_screen(font or UPRIGHT))
            now = cell.style, font or UPRIGHT
        parts.append(cell.text)
    return "".join(parts) + through_screen(UPRIGHT) + RESET


def _fonts(cells: Sequence[ScreenCell]) -> list[str]:
    """Return the sequence that sets the font of each cell; "" for a cell in a word without RTL.

    The leftmost cell of each word is regular: a wide final letter, which reaches beyond its cell,
    would be cut off otherwise. Punctuation alternates too. A run of Latin letters or digits is one
    unit, because kitty moves it as a whole to the other side of a letter.
    """
    kinds = "".join(map(_font_kind, cells))
    fonts = [""] * len(cells)
    for word in _WORD.finditer(kinds):
        if re.search("[ra]", word[0]):
            for number, unit in enumerate(_UNIT.finditer(kinds, *word.span())):
                for at in range(*unit.span()):
                    fonts[at] = ITALIC if number % 2 else UPRIGHT
    return fonts


def _font_kind(cell: ScreenCell) -> str:
    if cell.text == " ":
        return " "
    return "1" if "0" <= cell.text[0] <= "9" else kind_letter(cell.text)


# ------------------------------------------------------------- styles (QTerminal)

_SGR = re.compile(r"\x1b\[([\d;:]*)m")

# One parameter of SGR, a colour with its operands: foreground as 38;2 or 38;5 or by number.
_PARAMETER = re.compile(
    r"38[;:]2[;:](?:\d*:)?(?P<red>\d+)[;:](?P<green>\d+)[;:](?P<blue>\d+)"
    r"|38[;:]5[;:](?P<indexed>\d+)"
    r"|[45]8[;:](?:5[;:]\d+|2[;:](?:\d*:)?\d+[;:]\d+[;:]\d+)"
    r"|(?P<numbered>3[0-7]|9[0-7])(?![\d:])"
    r"|(?P<reset>0+|39)(?![\d:])"
    r"|[\d:]+"
)

_BASIC = (
    *("0;0;0", "178;24;24", "24;178;24", "178;104;24", "24;24;178", "178;24;178", "24;178;178"),
    *("178;178;178", "104;104;104", "255;84;84", "84;255;84", "255;255;84", "84;84;255"),
    *("255;84;255", "84;255;255", "255;255;255"),
)
"""The first 16 colours in QTerminal's default scheme."""

_STEPS = (0, 95, 135, 175, 215, 255)
"""The values of red, green and blue in the 6 × 6 × 6 cube of the 256 colours."""


def alternate_colours(cells: Sequence[ScreenCell], foreground: str) -> str:
    """Return the output for a row in a terminal that reorders the cells of one style (QTerminal).

    `foreground` is the colour of cells without one, as `red;green;blue`.
    """
    return _alternate(cells, functools.partial(_twins, foreground=foreground))


def alternate_faint(cells: Sequence[ScreenCell]) -> str:
    """Return the same with faint cells instead of colours; no cell may be faint already."""
    return _alternate(cells, lambda style: (style, style + FAINT))


def _alternate(cells: Sequence[ScreenCell], twins: Callable[[str], tuple[str, str]]) -> str:
    """Return the output for a row; a right-to-left cell gets another style than its neighbours.

    `twins` returns, for a style, two sequences that look equal.
    """
    any_rtl = any(map(_is_rtl, cells))
    parts: list[str] = []
    now, was_rtl = "", False
    for cell in cells:
        rtl = _is_rtl(cell)
        choice = twins(cell.style) if any_rtl else (cell.style,)
        if rtl or was_rtl:
            style = choice[0] if now != choice[0] else choice[-1]
        else:
            style = now if now in choice else choice[0]
        if style != now:
            parts.append(RESET + style)
            now = style
        parts.append(cell.text)
        was_rtl = rtl
    return "".join(parts) + (RESET if now else "")


def _is_rtl(cell: ScreenCell) -> bool:
    return kind_letter(cell.text) in "ra"


@functools.lru_cache(maxsize=1024)
def _twins(style: str, foreground: str) -> tuple[str, str]:
    """Return two sequences for a style, which differ by one in the blue of the foreground."""
    colour = foreground
    for fields in _SGR.findall(style):
        for found in _PARAMETER.finditer(fields):
            if found["red"]:
                colour = ";".join(found.group("red", "green", "blue"))
            elif found["indexed"]:
                colour = _indexed_colour(int(found["indexed"]))
            elif found["numbered"]:
                number = int(found["numbered"])
                colour = _BASIC[number - 82 if number >= 90 else number - 30]
            elif found["reset"] is not None:
                colour = foreground
    red, green, blue = colour.split(";")
    shown = f"{style}\x1b[38;2;{red};{green};"
    return f"{shown}{blue}m", f"{shown}{int(blue) ^ 1}m"


def _indexed_colour(index: int) -> str:
    """Return one of the 256 colours as `red;green;blue`."""
    if index < 16:
        return _BASIC[index]
    if index < 232:
        index -= 16
        return ";".join(str(_STEPS[step]) for step in (index // 36, index // 6 % 6, index % 6))
    return ";".join([str(8 + 10 * (min(index, 255) - 232))] * 3)
