"""The Unicode Bidirectional Algorithm (UAX #9): levels, visual order, mirrored characters.

Levels are resolved once for a whole paragraph (`resolve`, rules P2 to I2), before it is broken
into rows; each row then gets its own levels (`row_levels`, L1) and its order on the screen
(`visual_order`, L2).

The rules themselves are in `bidi_rules`. The tests verify them against Unicode's files and against
python-bidi, which takes about 18 times as long, and is wrong for brackets after an isolate.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from typing import NamedTuple

from tui.text.unicode._bidi_data import MIRRORED
from tui.text.unicode.bidi_rules import (
    EXPLICIT,
    bidi_classes,
    class_letters,
    explicit_levels,
    implicit_levels,
)
from tui.text.unicode.letters import PARAGRAPH_SEPARATORS, SEGMENT_SEPARATORS, pattern

_SEPARATORS = re.compile(f"[{pattern(f'{SEGMENT_SEPARATORS} {PARAGRAPH_SEPARATORS}')}]")

_TRAILING = frozenset(map(ord, "WZlrvwx<>?!"))
"""Letters of the classes that L1 resets before a separator and at a row's end."""


class Direction(enum.StrEnum):
    """The direction of a paragraph: that of its first strong character, or a given one."""

    AUTO = "auto"
    RTL = "rtl"
    LTR = "ltr"


class Resolved(NamedTuple):
    """The embedding levels of one paragraph."""

    level: int
    """The paragraph level: 0 runs from left to right, 1 from right to left."""

    levels: bytes
    """One level for each code point, before L1; even runs from left to right, odd the other way."""


def resolve(paragraph: str, direction: Direction = Direction.AUTO) -> Resolved:
    """Return the levels of a whole paragraph (UAX #9 P2 to I2), which may end in its separator.

    Each code point has a level: one that rule X9 removes has that of the code point before it,
    a lone surrogate counts as U+FFFD. A separator inside the paragraph has the paragraph level;
    it ends embeddings, isolates and bracket pairs, and what follows keeps the paragraph's level.
    """
    classes = bidi_classes(paragraph)
    if direction is Direction.AUTO:
        level = _first_strong(classes)
    else:
        level = int(direction is Direction.RTL)
    if any(letter in classes for letter in EXPLICIT):
        return Resolved(level, explicit_levels(paragraph, classes, level))
    return Resolved(level, implicit_levels(paragraph, classes, level))


def paragraph_level(paragraph: str) -> int:
    """Return the level of a paragraph by P2 and P3: 1 if it runs from right to left."""
    return _first_strong(bidi_classes(paragraph))


def row_levels(text: str, resolved: Resolved, start: int, end: int) -> bytes:
    """Return the levels of the row [start, end) of the paragraph `text` (L1).

    `start` and `end` are offsets into the paragraph. Separators get the paragraph level, and so do
    white space, isolate controls and removed characters before them and at the end of the row.
    """
    levels = bytearray(resolved.levels[start:end])
    separators = (found.start() for found in _SEPARATORS.finditer(text, start, end))
    letters = class_letters()
    for stop in (*separators, end):
        at = stop
        while at > start and letters[ord(text[at - 1])] in _TRAILING:
            at -= 1
        levels[at - start : stop + 1 - start] = bytes([resolved.level]) * (min(stop + 1, end) - at)
    return bytes(levels)


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the indices of a row's entries in their order from left to right (L2)."""
    row = bytes(levels)
    order = list(range(len(row)))
    for level in range(max(row, default=0), 0, -1):
        for run in re.finditer(rb"[\x%02x-\xff]+" % level, row):
            order[run.start() : run.end()] = order[run.start() : run.end()][::-1]
    return order


def mirrored(char: str) -> str:
    """Return the mirror image of a character, as painted at an odd level (L4), or the character."""
    at = MIRRORED.find(char)
    return char if at < 0 else MIRRORED[at ^ 1]


def _first_strong(classes: bytes) -> int:
    """Return the paragraph level by P2 and P3: that of the first strong character outside
    isolates."""
    depth = offset = 0
    while found := re.compile(rb"[<>?!B]" if depth else rb"[LRA<>?]").search(classes, offset):
        letter, offset = found[0], found.end()
        if letter in b"LRA":
            return int(letter != b"L")
        if letter == b"B":
            depth = 0
        else:
            depth += -1 if letter == b"!" else 1
    return 0
