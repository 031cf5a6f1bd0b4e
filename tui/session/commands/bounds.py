"""Spans for keys: the bounds of a selection or annotation, and the span that a tag takes."""

from __future__ import annotations

from collections.abc import Callable

from tui.schema import LabelDef
from tui.session.messages import NO_CURRENT, StatusMessage
from tui.session.session import Session
from tui.text import language
from tui.text.spans import Span

_NAMES_FROM = "entity"
"""The label whose texts are known names."""


def vocabulary_of(session: Session) -> language.Vocabulary:
    """Return the known words of the open text, including names that were tagged.

    The annotation whose bounds move does not make its own text a name.
    """
    from tui.suggest.lexicons.lexicon_files import (
        lexicon,  # its files are read at the first use only
    )

    found = session.store.annotations.known_names(_NAMES_FROM, without=session.pinned or "")
    names = [name for name, *_ in found]
    for code in ("ar", "he"):
        names += [*lexicon(code).names.given, *lexicon(code).names.places]
    return session.open_text.vocabulary(article=session.strip_article).with_names(names)


def span_to_tag(session: Session, label: LabelDef) -> Span | None:
    """Return the selection, else the current search match, else the natural span.

    A match of part of a word counts as the word, or as the natural span of a label that does not
    tag words.
    """
    reading = session.open_text
    selection = reading.selection
    if selection is not None:
        return language.whole_words(reading.text, selection) if session.snap_to_words else selection
    match = session.search.at(reading.caret)
    if match is None:
        return reading.natural(label.natural)
    whole = _without_clitics(session, match, language.whole_words(reading.text, match))
    if whole == match or label.natural == "word":
        return whole
    return reading.natural(label.natural)


def _without_clitics(session: Session, match: Span, words: Span) -> Span:
    """Return the words without the clitics before the match.

    A match of several words shows by itself that letters before it are clitics: in לתל אביב the
    rest of the first word alone would be too short to tell.
    """
    text, vocabulary = session.open_text.text, vocabulary_of(session)
    looked_for, written = (language.fold_text(span.of(text)).split() for span in (match, words))
    if len(looked_for) > 1 and written[0] in language.with_clitics(looked_for[0]):
        return Span(match.start, words.end)
    while words.start < match.start:
        shorter = language.move_start_in(text, words, vocabulary)
        if not words.start < shorter.start <= match.start:
            break
        words = shorter
    return words


def move_start(session: Session, span: Span, *, inward: bool) -> Span:
    """Return the span with its start moved by a clitic, else by a word."""
    move = language.move_start_in if inward else language.move_start_out
    return move(session.open_text.text, span, vocabulary_of(session))


_MOVES: dict[str, Callable[[Session, Span], Span]] = {
    "start_in": lambda session, span: move_start(session, span, inward=True),
    "start_out": lambda session, span: move_start(session, span, inward=False),
    "end_in": lambda session, span: language.move_end_in(session.open_text.text, span),
    "end_out": lambda session, span: language.move_end_out(session.open_text.text, span),
}


def moved_bound(session: Session, which: str, span: Span) -> Span:
    """Return the span with one bound moved.

    `which` is `start_in`, `start_out`, `end_in` or `end_out`.
    """
    return _MOVES[which](session, span)


def begin_selection(session: Session, which: str) -> StatusMessage | None:
    """Select the search match or the word at the caret, with one bound moved."""
    reading = session.open_text
    span = session.search.at(reading.caret) or reading.natural("word")
    if span is None:
        return NO_CURRENT
    reading.select(moved_bound(session, which, span))
    return None
