"""The words around an offset of a text of any length.

Words are searched for in windows that end at white space. Offsets and spans count code points.
"""

from __future__ import annotations

import re

from tui.text.spans import Span
from tui.text.unicode.segmentation import words

_SPACE = re.compile(r"\s")

_WINDOW = 256
"""Code points that a search for a word reads first; then twice as many."""

_LONGEST = 4096
"""Code points without white space that a search for a word reads at most."""


def words_in(text: str, start: int, end: int) -> list[Span]:
    """Return the words that start in `[start, end)`."""
    begin = _window_start(text, start)
    piece = text[begin : _window_end(text, end)]
    return [word.shifted(begin) for word in words(piece) if start <= word.start + begin < end]


def word_around(text: str, offset: int) -> Span | None:
    """Return the word that contains `offset`, else None."""
    begin = _window_start(text, offset)
    piece = text[begin : _window_end(text, offset)]
    for word in words(piece):
        if word.shifted(begin).holds(offset):
            return word.shifted(begin)
    return None


def first_word_after(text: str, offset: int) -> Span | None:
    """Return the first word that starts after `offset`."""
    start, span = max(offset + 1, 0), _WINDOW
    while start < len(text):
        end = min(start + span, len(text))
        found = words_in(text, start, end)
        if found:
            return found[0]
        start, span = end, 2 * span
    return None


def last_word_before(text: str, offset: int) -> Span | None:
    """Return the last word that starts before `offset`."""
    end, span = min(offset, len(text)), _WINDOW
    while end > 0:
        start = max(end - span, 0)
        found = words_in(text, start, end)
        if found:
            return found[-1]
        end, span = start, 2 * span
    return None


def _window_start(text: str, offset: int) -> int:
    """Return the last offset at or before this one from which words can be found."""
    lowest = max(offset - _LONGEST, 0)
    while offset > lowest and not text[offset - 1].isspace():
        offset -= 1
    return offset


def _window_end(text: str, offset: int) -> int:
    """Return the first offset from this one on up to which words can be found."""
    match = _SPACE.search(text, offset, offset + _LONGEST)
    return match.start() if match else min(offset + _LONGEST, len(text))
