"""Words, sentences and paragraphs around an offset, found without reading the whole text.

Words are looked for in windows cut at white space, sentences and quotations in one paragraph.
Offsets count in the text that is handed in, however long it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tui.text.paragraphs import SEPARATORS, Paragraph
from tui.text.spans import Span

_WINDOW = 256
_WIDEST = 4096
_SPACE = re.compile(r"\s")
_SOLID = re.compile(r"\S")


def paragraph_bounds(text: str, offset: int) -> Paragraph:
    """The paragraph that holds `offset`, its separator included."""
    offset = min(max(offset, 0), len(text))
    if offset and text[offset - 1 : offset + 1] == "\r\n":
        offset -= 1
    start = _after_separator(text, offset)
    if start == len(text) and start:
        return paragraph_bounds(text, start - 1)
    end = _separator(text, offset)
    width = 2 if text.startswith("\r\n", end) else 1
    return Paragraph(start, end, min(end + width, len(text)))


def _after_separator(text: str, offset: int) -> int:
    """The offset after the last separator before `offset`, else 0."""
    span = _WINDOW
    while offset > 0:
        begin = max(offset - span, 0)
        piece = text[begin:offset]
        last = max(map(piece.rfind, SEPARATORS))
        if last >= 0:
            return begin + last + 1
        offset, span = begin, 2 * span
    return 0


def _separator(text: str, offset: int) -> int:
    """The offset of the first separator from `offset` on, else the text's end."""
    span = _WINDOW
    while offset < len(text):
        piece = text[offset : offset + span]
        found = [at for at in map(piece.find, SEPARATORS) if at >= 0]
        if found:
            return offset + min(found)
        offset, span = offset + span, 2 * span
    return len(text)


def solid_paragraph_after(text: str, offset: int) -> Paragraph | None:
    """The first paragraph from `offset` on that is not only white space."""
    match = _SOLID.search(text, offset)
    return paragraph_bounds(text, match.start()) if match else None


def solid_paragraph_before(text: str, offset: int) -> Paragraph | None:
    """The last paragraph before `offset` that is not only white space."""
    span = _WINDOW
    while offset > 0:
        begin = max(offset - span, 0)
        solid = text[begin:offset].rstrip()
        if solid:
            return paragraph_bounds(text, begin + len(solid) - 1)
        offset, span = begin, 2 * span
    return None


@lru_cache(maxsize=8)
def sentences_of(paragraph: str) -> tuple[Span, ...]:
    """`sentences` of one paragraph, counted from its start."""
    from tui.text.breaks import sentences

    return tuple(sentences(paragraph))


@lru_cache(maxsize=8)
def quotations_of(paragraph: str) -> tuple[Span, ...]:
    """`quotations` of one paragraph, counted from its start."""
    from tui.text.breaks import quotations

    return tuple(quotations(paragraph))


def words_in(text: str, start: int, end: int) -> list[Span]:
    """The words that start in `[start, end)`."""
    begin = _cut_before(text, start)
    piece = text[begin : _cut_after(text, end)]
    from tui.text.breaks import words

    return [word.shifted(begin) for word in words(piece) if start <= word.start + begin < end]


def word_around(text: str, offset: int) -> Span | None:
    """The word that holds `offset`."""
    begin = _cut_before(text, offset)
    piece = text[begin : _cut_after(text, offset)]
    from tui.text.breaks import words

    for word in words(piece):
        if word.shifted(begin).holds(offset):
            return word.shifted(begin)
    return None


def first_word_after(text: str, offset: int) -> Span | None:
    """The first word that starts after `offset`."""
    start, span = max(offset + 1, 0), _WINDOW
    while start < len(text):
        end = min(start + span, len(text))
        found = words_in(text, start, end)
        if found:
            return found[0]
        start, span = end, 2 * span
    return None


def last_word_before(text: str, offset: int) -> Span | None:
    """The last word that starts before `offset`."""
    end, span = min(offset, len(text)), _WINDOW
    while end > 0:
        start = max(end - span, 0)
        found = words_in(text, start, end)
        if found:
            return found[-1]
        end, span = start, 2 * span
    return None


def _cut_before(text: str, offset: int) -> int:
    """The last offset up to here at which words can be told without what precedes."""
    lowest = max(offset - _WIDEST, 0)
    while offset > lowest and not text[offset - 1].isspace():
        offset -= 1
    return offset


def _cut_after(text: str, offset: int) -> int:
    """The first offset from here on at which words can be told without what follows."""
    match = _SPACE.search(text, offset, offset + _WIDEST)
    return match.start() if match else min(offset + _WIDEST, len(text))
