"""Moves of the caret on the screen. Every function takes a layout and an offset and returns one.

A move that cannot go further returns the offset it was given. Up and down are in
`tui.session.open_text`, which remembers the column they started in; the moves through the stored
text are in `tui.text.language.text_moves`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tui.text.language.word_search import first_word_after, last_word_before, words_in
from tui.text.layout.document_layout import DocumentLayout
from tui.text.layout.rows import Row


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


SCREEN_MOVES: Mapping[str, Callable[[DocumentLayout, int], int]] = {
    "left": left,
    "right": right,
    "word_left": word_left,
    "word_right": word_right,
    "row_start": row_start,
    "row_end": row_end,
}
"""The moves by name; each takes a layout and an offset."""
