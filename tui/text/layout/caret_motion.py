"""Moves of the caret. Every function takes an offset and returns one.

The arrows move on the screen and so need a `DocumentLayout`; the other moves go through the stored
text. A move that cannot go further returns the offset it was given. Up and down are in
`tui.session.open_text`, which remembers the column they started in.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping

from tui.text.language.natural_spans import (
    first_word_after,
    last_word_before,
    quotations_of,
    sentences_of,
    words_in,
)
from tui.text.language.quotations import QUOTATION_MARKS, inside_marks
from tui.text.layout.document_layout import DocumentLayout
from tui.text.layout.rows import Row
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


def left(layout: DocumentLayout, offset: int) -> int:
    """Move one cluster to the left; at the edge, into the row before or after it in reading
    order."""
    return _move_sideways(layout, offset, -1)


def right(layout: DocumentLayout, offset: int) -> int:
    """Move one cluster to the right; at the edge, into the row before or after it in reading
    order."""
    return _move_sideways(layout, offset, 1)


def _move_sideways(layout: DocumentLayout, offset: int, by: int) -> int:
    anchor = layout.anchor_of(offset)
    row = layout.row_at(anchor)
    stops = row.stops()
    at = stops.index(row.stop_at(offset)) + by
    if 0 <= at < len(stops):
        return stops[at]
    forward = _is_forward(row, by)
    beyond = layout.step(anchor, 1 if forward else -1)
    if beyond == anchor:
        return offset
    return _edge(layout.row_at(beyond), first=forward)


def _is_forward(row: Row, by: int) -> bool:
    """Whether a step to the right (1) or left (-1) follows the row's reading direction."""
    return (by < 0) == row.runs_rtl


def _edge(row: Row, *, first: bool) -> int:
    """Return the stop at the side of the row where reading starts, or where it ends."""
    return row.stops()[-1 if first == row.runs_rtl else 0]


def word_left(layout: DocumentLayout, offset: int) -> int:
    """Move to the next start of a word on the left of the screen."""
    return _move_word_sideways(layout, offset, -1)


def word_right(layout: DocumentLayout, offset: int) -> int:
    """Move to the next start of a word on the right of the screen."""
    return _move_word_sideways(layout, offset, 1)


def _move_word_sideways(layout: DocumentLayout, offset: int, by: int) -> int:
    row = layout.row_at(layout.anchor_of(offset))
    stops = row.stops()
    here = stops.index(row.stop_at(offset))
    starts = _word_stops(layout.text, row)
    adjacent = [at for at in starts if (at > here if by > 0 else at < here)]
    if adjacent:
        return stops[min(adjacent) if by > 0 else max(adjacent)]
    forward = _is_forward(row, by)
    text = layout.text
    word = first_word_after(text, row.end - 1) if forward else last_word_before(text, row.start)
    if word is None or row.start <= word.start < row.end:
        return offset
    there = layout.row_at(layout.anchor_of(word.start))
    starts = _word_stops(text, there)
    rightmost = forward == there.runs_rtl
    return there.stops()[max(starts) if rightmost else min(starts)]


def _word_stops(text: str, row: Row) -> list[int]:
    """Return the indices of the row's stops at which a word starts."""
    place = {stop: at for at, stop in enumerate(row.stops())}
    starts = (row.stop_at(word.start) for word in words_in(text, row.start, row.end))
    return [place[start] for start in starts]


def row_start(layout: DocumentLayout, offset: int) -> int:
    """Return the start of the row in reading order."""
    row = layout.row_at(layout.anchor_of(offset))
    return min(row.stops())


def row_end(layout: DocumentLayout, offset: int) -> int:
    """Return the end of the row in reading order.

    This is the space at which the row was broken, else its last cluster; in the last row of a
    paragraph the offset after it.
    """
    row = layout.row_at(layout.anchor_of(offset))
    return max(row.stops())


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


SCREEN_MOVES: Mapping[str, Callable[[DocumentLayout, int], int]] = {
    "left": left,
    "right": right,
    "word_left": word_left,
    "word_right": word_right,
    "row_start": row_start,
    "row_end": row_end,
}
"""The moves that depend on the rows, by name; each takes a layout and an offset."""

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
"""The moves in the stored text, by name; each takes the text and an offset."""
