"""Encode what is painted in visual order as the terminal needs it, one write at a time.

The text between two escape sequences is a run of cells from left to right, each a base with its
marks. Escape sequences stay as they are, except that colours are removed under `no_color`. Of
styles only what changes is sent. For some terminals rows are sent whole, from a copy of the screen,
with styles or an order of their own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from tui.choices import Marks
from tui.terminal.profiles import UNCHANGED, Escaping, Profile
from tui.text.unicode import COMMON_MARKS, LRM, NUMBER_SIGNS, RTL_BLOCKS, RTL_MARKS, pattern

BASE = f"(?:(?![{pattern(RTL_MARKS)}])[{pattern(RTL_BLOCKS)}])"
"""A pattern for the base of a right-to-left cell."""

MARK = f"[{pattern(f'{RTL_MARKS} {COMMON_MARKS}')}]"
"""A pattern for a mark in such a cell."""

# Compiled when first used: most terminals need none of them, and they take milliseconds.
_CELL = f"{BASE}{MARK}*"

_MARKED_CELL = f"({BASE})({MARK}+)"

# A cell to which the cursor jumped: the cell to its left is not part of this write.
_JUMPED_TO = f"((?:^|\n|\x1b\\[[0-9;]*H)(?:\x1b\\[[0-9;:]*m)*{BASE}){MARK}+"

# The signs over numbers, which some terminals treat as format characters.
_SIGN = f"[{pattern(NUMBER_SIGNS)}]"

# Strings (OSC, DCS …) contain text that is not painted, such as a title or an address.
_STRING = "(?s:(\x1b[\\]P_^X].*?(?:\x1b\\\\|\x07)))"

_SGR = r"\x1b\[([0-9;:]*)m"

# A reset and the next style, with nothing but moves of the cursor between them.
_RESTYLED = r"\x1b\[0m((?:\n?\x1b\[\d+;\d+H)*)\x1b\[([1-9][\d;]*)m"

# 30–39, 40–49, 58, 59, 90–97, 100–107, with the operands of 38, 48 and 58 in either form.
_COLOUR = (
    r"(?<![\d:])(?:[345]8(?:;5;\d*|;2;\d*;\d*;\d*|:[\d:]*)?|[34][0-79]|59|9[0-7]|10[0-7])(?![\d:])"
)


def _add_lrm(text: str) -> str:
    return re.sub(_CELL, lambda cell: cell[0] + LRM, text)


def _wrap_osc66(text: str) -> str:
    """Wrap each right-to-left cell in a text-sizing sequence.

    Neighbours differ in alignment, so that kitty does not join them.
    """
    odd = False

    def wrap(cell: re.Match[str]) -> str:
        nonlocal odd
        odd = not odd
        return f"\x1b]66;w=1:h={1 if odd else 2};{cell[0]}\x1b\\"

    return re.sub(_CELL, wrap, text)


def _marks_before(text: str) -> str:
    """Send each mark before its base, so that it lands on the cell at the left.

    Marks are left out if that cell is not part of this write: otherwise each repaint would add
    another mark to it.
    """
    return re.sub(_MARKED_CELL, r"\2\1", re.sub(_JUMPED_TO, r"\1", text))


def _strip_marks(text: str) -> str:
    return re.sub(_MARKED_CELL, r"\1", text)


def _replace_signs(way: str, text: str) -> str:
    return re.sub(_SIGN, lambda sign: way.format(sign[0]), text)


def _fields(parameters: str) -> list[str]:
    """Return the parameters of an SGR sequence, each with its operands."""
    joined = re.sub(_COLOUR, lambda colour: colour[0].replace(";", ","), parameters)
    return [field.replace(",", ";") for field in joined.split(";")]


@functools.lru_cache(maxsize=1024)
def _without(unwanted: str, parameters: str) -> str:
    """Return the parameters of an SGR sequence without the unwanted ones.

    `unwanted` is a pattern of parameters with their operands.
    """
    return ";".join([field for field in _fields(parameters) if not re.fullmatch(unwanted, field)])


def _drop(unwanted: str, data: str) -> str:
    def without(sequence: re.Match[str]) -> str:
        kept = _without(unwanted, sequence[1])
        # A sequence without parameters would reset all attributes.
        return f"\x1b[{kept}m" if kept or not sequence[1] else ""

    return re.sub(_SGR, without, data)


_drop_colours = functools.partial(_drop, _COLOUR)

_drop_italics = functools.partial(_drop, "3")

_drop_faint = functools.partial(_drop, "2")


def _leave_out_repeated(data: str) -> str:
    """Leave out what the terminal paints with already.

    Textual begins each part of a line with all of its style, and ends it with a reset.
    """
    text, *rest = re.split(_RESTYLED, data)
    sent, style = [text], None
    for moves, after, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        sent += (moves, _change(style, after), text)
        style = None if "\x1b" in text else after
    return "".join(sent)


@functools.lru_cache(maxsize=1024)
def _change(before: str | None, after: str) -> str:
    """Return the sequence from one style to another, each given by its parameters.

    None is a style that is not known.
    """
    if before is not None:
        old, new = ({_aspect(one): one for one in _fields(style)} for style in (before, after))
        if old.keys() <= new.keys():
            changed = ";".join([one for aspect, one in new.items() if old.get(aspect) != one])
            return f"\x1b[{changed}m" if changed else ""
    return f"\x1b[0;{after}m"


def _aspect(field: str) -> str:
    """Return what a parameter sets; of several that set the same the last holds."""
    if re.fullmatch(_COLOUR, field) is None:
        return field
    if field.startswith(("58", "59")):
        return "underline"
    return "background" if field.startswith(("4", "10")) else "foreground"


_ESCAPE_ENCODERS: dict[Escaping, Callable[[str], str]] = {
    Escaping.LRM: _add_lrm,
    Escaping.OSC66: _wrap_osc66,
}


_MARK_ENCODERS: dict[Marks, Callable[[str], str]] = {
    Marks.BEFORE: _marks_before,
    Marks.STRIP: _strip_marks,
}


_BY_CELLS = (Escaping.NONE, *_ESCAPE_ENCODERS)
"""The ways of escaping that need no whole rows."""


class Encoder:
    """Encodes everything that is written to one terminal, in the order of the writes."""

    def __init__(
        self, profile: Profile, no_color: bool = False, columns: Callable[[], int] | None = None
    ) -> None:
        """Encode for `profile`; `no_color` removes all colours.

        `columns` returns the width of the screen in cells if a screen is painted; without it
        whole lines are written, one below the other.
        """
        self._steps: list[Callable[[str], str]] = []
        if profile.marks in _MARK_ENCODERS:
            self._steps.append(_MARK_ENCODERS[profile.marks])
        if profile.escaping in _ESCAPE_ENCODERS:
            self._steps.append(_ESCAPE_ENCODERS[profile.escaping])
        if profile.signs != UNCHANGED and profile.escaping in (Escaping.NONE, Escaping.LRM):
            self._steps.append(functools.partial(_replace_signs, profile.signs))
        self._painted: list[Callable[[str], str]] = [_drop_colours] if no_color else []
        if not profile.italics:
            self._painted.append(_drop_italics)
        if profile.escaping in (Escaping.COLOURS, Escaping.FAINT):
            # QTerminal does not draw faint text, but treats it as a style of its own.
            self._painted.append(_drop_faint)
        self._only_changes = columns is not None and profile.escaping in _BY_CELLS
        if profile.escaping not in _BY_CELLS:
            # Imported here: most terminals do not need it, and it takes 2 ms.
            from tui.terminal.whole_row_encoding import row_step

            self._painted.append(row_step(profile, columns, no_color=no_color))

    def encode(self, data: str) -> str:
        """Return the text and sequences to send for one write."""
        if self._only_changes:
            data = _leave_out_repeated(data)
        for step in self._steps:
            data = self._outside_strings(step, data)
        for step in self._painted:
            data = step(data)
        return data

    @staticmethod
    def _outside_strings(step: Callable[[str], str], data: str) -> str:
        if re.search(_STRING, data) is None:
            return step(data)
        parts = re.split(_STRING, data)
        parts[::2] = map(step, parts[::2])
        return "".join(parts)
