"""Moves the caret to the mouse, and selects with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.session.messages import StatusMessage
from tui.text import language
from tui.text.layout import isolated
from tui.text.spans import Span

if TYPE_CHECKING:
    from tui.session.open_text import OpenText
    from tui.ui.protocols import Reader
    from tui.ui.widgets.article import Article

SHOWN = 60
"""Code points of the selected text that the status line shows, at most."""


def point(reader: Reader, event: Article.Pointed) -> StatusMessage | None:
    """Move the caret to the mouse, or select up to it; return what is selected at the end."""
    session = reader.session
    reading = session.open_text
    session.unpin()
    if event.dragged_from is not None:
        # New bounds may be inside a word, at a clitic.
        if reader.services.settings.drag_selects == "letters" or reader.pending.current:
            _select_letters(reading, event.dragged_from, event.offset)
        else:
            _select_words(reading, event.dragged_from, event.offset)
    elif event.clicks == 1:
        reading.go_to(event.offset, extend=event.extend)
    else:
        at = language.word_at if event.clicks == 2 else language.sentence_at
        span = at(reading.text, event.offset)
        if span is not None:
            reading.select(span)
    selection = reading.selection
    if selection is None or not (event.ends or event.clicks > 1):
        return None
    return StatusMessage(f"selected {isolated(session.text_of(selection)[:SHOWN])}")


def _select_letters(reading: OpenText, start: int, end: int) -> None:
    """Select from where the mouse was pressed to where it is; the caret goes with the mouse."""
    reading.deselect()
    reading.go_to(start)
    reading.go_to(end, extend=True)


def _select_words(reading: OpenText, start: int, end: int) -> None:
    """Select the words from where the mouse was pressed to where it is, as `_select_letters`."""
    first, last = sorted((start, end))
    span = language.whole_words(reading.text, Span(first, min(last + 1, len(reading.text))))
    words = span.trimmed(reading.text)
    span = words if words.length else span
    if end >= start:
        _select_letters(reading, span.start, span.end)
    else:
        _select_letters(reading, span.end, span.start)
