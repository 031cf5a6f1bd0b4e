"""Moves of the caret through the stored text: by words, sentences, paragraphs and quotations.

Every function takes an offset in code points and returns one. A move that cannot go further returns
the offset it was given.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping

from tui.text.language.natural_spans import quotations_of, sentences_of
from tui.text.language.quotations import QUOTATION_MARKS, inside_marks
from tui.text.language.word_search import first_word_after, last_word_before
from tui.text.spans import Span
from tui.text.unicode.segmentation import (
    Paragraph,
    nonblank_paragraph_after,
    nonblank_paragraph_before,
    paragraph_bounds,
)

_OPENERS = (*QUOTATION_MARKS, "((")
"""Every mark that can open a quotation, and some that only close one."""

_MARK = re.compile("|".join(map(re.escape, _OPENERS)))


def next_word(text: str, offset: int) -> int:
    """Return the start of the next word in reading order."""
    word = first_word_after(text, offset)
    return word.start if word else offset


def previous_word(text: str, offset: int) -> int:
    """Return the start of the word before `offset`, or of the one around it."""
    word = last_word_before(text, offset)
    return word.start if word else offset


def next_sentence(text: str, offset: int) -> int:
    """Return the start of the next sentence."""
    paragraph = paragraph_bounds(text, offset)
    found = _sentences(text, paragraph)
    at = bisect_right(found, (offset - paragraph.start, len(text)))
    if at < len(found):
        return paragraph.start + found[at].start
    beyond = nonblank_paragraph_after(text, paragraph.next)
    return beyond.start + _sentences(text, beyond)[0].start if beyond else offset


def previous_sentence(text: str, offset: int) -> int:
    """Return the start of the sentence around `offset`, or of the one before if it starts there."""
    paragraph = paragraph_bounds(text, offset)
    found = _sentences(text, paragraph)
    at = bisect_left(found, (offset - paragraph.start, 0))
    if at:
        return paragraph.start + found[at - 1].start
    before = nonblank_paragraph_before(text, paragraph.start)
    return before.start + _sentences(text, before)[-1].start if before else offset


def _sentences(text: str, paragraph: Paragraph) -> tuple[Span, ...]:
    return sentences_of(text[paragraph.start : paragraph.end])


def next_paragraph(text: str, offset: int) -> int:
    """Return the start of the next paragraph that is not blank."""
    beyond = nonblank_paragraph_after(text, paragraph_bounds(text, offset).next)
    return beyond.start if beyond else offset


def previous_paragraph(text: str, offset: int) -> int:
    """Return the start of this paragraph, or of the last one before that is not blank."""
    start, end, _ = paragraph_bounds(text, offset)
    if offset > start and text[start:end].strip():
        return start
    before = nonblank_paragraph_before(text, start)
    return before.start if before else offset


def next_quotation(text: str, offset: int) -> int:
    """Return the first letter inside the quotation marks that open next."""
    mark = _MARK.search(text, offset)
    while mark is not None:
        paragraph = paragraph_bounds(text, mark.start())
        for at in _quotation_starts(text, paragraph):
            if at > offset:
                return at
        mark = _MARK.search(text, paragraph.next)
    return offset


def previous_quotation(text: str, offset: int) -> int:
    """Return the first letter inside the quotation marks that opened last before `offset`."""
    end = offset
    while (last := max(text.rfind(mark, 0, end) for mark in _OPENERS)) >= 0:
        paragraph = paragraph_bounds(text, last)
        for at in reversed(_quotation_starts(text, paragraph)):
            if at < offset:
                return at
        end = paragraph.start
    return offset


def _quotation_starts(text: str, paragraph: Paragraph) -> list[int]:
    """Return the offset of the first letter inside each of the paragraph's quotations."""
    content = text[paragraph.start : paragraph.end]
    inside = (inside_marks(content, span) for span in quotations_of(content))
    starts = (end - len(content[start:end].lstrip()) for start, end in inside)
    return [paragraph.start + start for start in starts]


TEXT_MOVES: Mapping[str, Callable[[str, int], int]] = {
    "next_word": next_word,
    "previous_word": previous_word,
    "next_sentence": next_sentence,
    "previous_sentence": previous_sentence,
    "next_paragraph": next_paragraph,
    "previous_paragraph": previous_paragraph,
    "next_quotation": next_quotation,
    "previous_quotation": previous_quotation,
}
"""The moves by name; each takes the text and an offset."""
