"""How many cells a text takes: exactly what rich says, without importing rich.

Textual crops, pads and composes by `rich.cells.cell_len`; a layout that counted otherwise would
let rows run out of their pane.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate

from tui.text.unicode._widths import WIDENED, WIDTH_RUNS
from tui.text.unicode.letters import characters

_JOINER = "\u200d"


_EMOJI_STYLE = "\ufe0f"
"""VARIATION SELECTOR-16."""


def cell_len(text: str) -> int:
    """The cells that `text` takes, as rich counts them.

    That is 0, 1 or 2 a code point; none for the one after ZERO WIDTH JOINER, and one more for an
    emoji that VARIATION SELECTOR-16 makes wide.
    """
    if text.isascii() and text.isprintable():
        return len(text)
    if _JOINER in text or _EMOJI_STYLE in text:
        return _sequence_width(text)
    return sum(map(_width, text))


@lru_cache(maxsize=1 << 14)
def _width(char: str) -> int:
    starts, widths = _runs()
    return widths[bisect_right(starts, ord(char)) - 1]


@cache
def _runs() -> tuple[list[int], list[int]]:
    """The code point that each run of equal widths starts at, and its width."""
    runs = WIDTH_RUNS.split()
    return [0, *accumulate(int(run[1:]) for run in runs)], [int(run[0]) for run in runs]


@cache
def _widened() -> frozenset[str]:
    return frozenset(characters(WIDENED))


def _sequence_width(text: str) -> int:
    """`cell_len` of a text with emoji sequences."""
    total = 0
    last: str | None = None
    chars = iter(text)
    for char in chars:
        if char == _JOINER:
            next(chars, None)
        elif char == _EMOJI_STYLE:
            total += last is not None and last in _widened()
            last = None
        elif width := _width(char):
            total += width
            last = char
    return total
