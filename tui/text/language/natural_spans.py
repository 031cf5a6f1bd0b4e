"""The natural spans around an offset, and moving the bounds of a span.

From small to large: word, clause, phrase, quotation, sentence, paragraph. None of them starts or
ends with white space. Offsets and spans count code points of the text that is passed in. Only the
part of the text that matters is read: words are searched for in windows that end at white space,
sentences and quotations in one paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain, pairwise

from tui.text.language.clitics import Vocabulary
from tui.text.language.quotations import find_quotations, inside_marks
from tui.text.language.sentences import find_sentences
from tui.text.language.word_search import first_word_after, last_word_before, word_around
from tui.text.spans import NaturalSpan, Span
from tui.text.unicode.letters import (
    ARABIC_MARKS,
    BIDI_CONTROLS,
    BYTE_ORDER_MARK,
    HEBREW_LETTERS,
    WHITE_SPACE,
    YIDDISH_LETTERS,
    characters,
    pattern,
)
from tui.text.unicode.segmentation import paragraph_bounds


@lru_cache(maxsize=8)
def sentences_of(paragraph: str) -> tuple[Span, ...]:
    """Return the sentences of one paragraph, counted from its start."""
    return tuple(find_sentences(paragraph))


@lru_cache(maxsize=8)
def quotations_of(paragraph: str) -> tuple[Span, ...]:
    """Return the quotations of one paragraph, counted from its start."""
    return tuple(find_quotations(paragraph))


_FINAL = ".؟!،؛?,;۔"
"""Marks that the natural span `sentence` leaves out at its end."""

_STOPS = ".؟!?۔"

_BLANK = "".join(characters(f"{WHITE_SPACE} {BIDI_CONTROLS}")) + BYTE_ORDER_MARK

_BLANK_START = re.compile(f"[{re.escape(_BLANK)}]*")

_HEBREW = pattern(f"{HEBREW_LETTERS} {YIDDISH_LETTERS}")

_DELIMITER = re.compile(
    r"[؛;“”„«»‘]|(?<!\d)[:،,]|[:،,](?!\d)"
    rf'|(?<![{_HEBREW}])"|"(?![{_HEBREW}])|(?<![^\W\d_])’|’(?![^\W\d_])'
)

_MARK = pattern(ARABIC_MARKS)

_PARTICLE = re.compile(
    rf"(?<![\w{_MARK}])(?:[وف][{_MARK}]*)?(?:[بل][{_MARK}]*)?[إأا][{_MARK}]*ن[{_MARK}]*(?![\w{_MARK}])"
)
"""The particles إن أن بأن لأن with و or ف, each letter with any marks.

`\\w` does not match marks, so they are named where a word must not continue.
"""

_BRACKETS = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«", "’": "‘"}


def word_at(text: str, offset: int) -> Span | None:
    """Return the word at `offset`, with clitics and without punctuation.

    On a space or punctuation it is the next word of the paragraph, else the previous one; None if
    the paragraph has no word.
    """
    word = word_around(text, offset)
    if word is not None:
        return word
    paragraph = paragraph_bounds(text, offset)
    word = first_word_after(text, offset)
    if word is None or word.start >= paragraph.end:
        word = last_word_before(text, offset)
    if word is None or not paragraph.start <= word.start < paragraph.end:
        return None
    return word


def clause_at(text: str, offset: int) -> Span | None:
    """Return the rest of the phrase after the nearest إن أن بأن لأن before `offset`."""
    phrase = phrase_at(text, offset)
    if phrase is None:
        return None
    start = None
    for particle in _PARTICLE.finditer(text, phrase.start, phrase.end):
        after = _content_start(text, particle.end(), phrase.end)
        if after <= offset:
            start = after
    return None if start is None or start >= phrase.end else Span(start, phrase.end)


def phrase_at(text: str, offset: int) -> Span | None:
    """Return the span between `، ؛ :`, quotation marks and the ends of the sentence.

    On one of those it is the span before it, if there is one.
    """
    sentence = sentence_at(text, offset)
    if sentence is None:
        return None
    marks = [match.span() for match in _DELIMITER.finditer(text, *sentence)]
    edges = [(sentence.start, sentence.start), *marks, (sentence.end, sentence.end)]
    found = None
    for (_, start), (end, _) in pairwise(edges):
        run = _without_trailing(text, _trimmed(text, Span(start, end)), _STOPS)
        if run.length and (found is None or run.start <= offset):
            found = run
    return found


def quotation_at(text: str, offset: int) -> Span | None:
    """Return the content of the innermost quotation around `offset`, without its marks."""
    return next(_quotations_around(text, offset), None)


def _quotations_around(text: str, offset: int) -> Iterator[Span]:
    """Return the contents of all quotations around `offset`, the innermost first."""
    paragraph = paragraph_bounds(text, offset)
    for quotation in reversed(quotations_of(text[paragraph.start : paragraph.end])):
        if quotation.holds(offset - paragraph.start):
            inside = _trimmed(text, inside_marks(text, quotation.shifted(paragraph.start)))
            if inside.length:
                yield inside


def sentence_at(text: str, offset: int) -> Span | None:
    """Return the sentence at `offset`; on the space between two, the one before."""
    paragraph = paragraph_bounds(text, offset)
    found = sentences_of(text[paragraph.start : paragraph.end])
    here = bisect_right(found, (offset - paragraph.start, len(text))) - 1
    for at in chain(range(here, -1, -1), range(here + 1, len(found))):
        span = _trimmed(text, found[at].shifted(paragraph.start))
        if span.length:
            return span
    return None


def paragraph_at(text: str, offset: int) -> Span | None:
    """Return the paragraph's content at `offset`; None for a blank one."""
    paragraph = paragraph_bounds(text, offset)
    span = _trimmed(text, Span(paragraph.start, paragraph.end))
    return span if span.length else None


def natural_span(text: str, offset: int, kind: NaturalSpan) -> Span | None:
    """Return the span that a tag takes if nothing is selected; None if there is none.

    A `sentence` leaves out its final mark. A `quotation` leaves out its quotation marks; without
    quotation marks it is the whole sentence.
    """
    if kind == "word":
        return word_at(text, offset)
    if kind == "quotation":
        return quotation_at(text, offset) or sentence_at(text, offset)
    sentence = sentence_at(text, offset)
    if sentence is None:
        return None
    bare = _without_trailing(text, sentence, _FINAL)
    return bare if bare.length else sentence


def whole_words(text: str, span: Span) -> Span:
    """Return the span extended to whole words at both ends."""
    first = word_around(text, span.start)
    last = word_around(text, span.end - 1) if span.length else None
    start = first.start if first and first.start < span.start else span.start
    return Span(start, max(span.end, last.end) if last else span.end)


def widen(text: str, span: Span) -> Span:
    """Return the next larger natural span around this one, or the span itself if there is none.

    An empty span becomes the word at its offset.
    """
    if not span.length:
        return word_at(text, span.start) or span
    for larger in _natural_spans_around(text, span.start):
        if larger.encloses(span) and larger != span:
            return larger
    return span


def _natural_spans_around(text: str, offset: int) -> Iterator[Span]:
    """Yield the word, clause, phrase, quotations, sentence and paragraph at `offset`."""
    finders: tuple[Callable[[str, int], Span | None], ...] = (word_at, clause_at, phrase_at)
    for finder in finders:
        found = finder(text, offset)
        if found is not None:
            yield found
    yield from _quotations_around(text, offset)
    for finder in (sentence_at, paragraph_at):
        found = finder(text, offset)
        if found is not None:
            yield found


def move_start_in(text: str, span: Span, vocabulary: Vocabulary | None = None) -> Span:
    """Return the span without the clitic at its start, else without its first word.

    Without `vocabulary`, only the text tells what is a clitic.
    """
    end = clitic_at(text, span, vocabulary)
    if end is not None:
        return Span(end, span.end)
    following = first_word_after(text, span.start)
    if following is None or following.start >= span.end:
        return span
    return Span(following.start, span.end)


def clitic_at(text: str, span: Span, vocabulary: Vocabulary | None = None) -> int | None:
    """Return where the clitic at the start of the span ends; None if there is none."""
    word = word_around(text, span.start)
    if word is None:
        return None
    ends = (vocabulary or Vocabulary(text)).clitic_ends(word.of(text), word.start)
    return next((at for end in ends if span.start < (at := word.start + end) < span.end), None)


def move_start_out(text: str, span: Span, vocabulary: Vocabulary | None = None) -> Span:
    """Return the span with the clitic before it, else with the word before it, in its paragraph."""
    word = last_word_before(text, span.start)
    if word is None or word.start < paragraph_bounds(text, span.start).start:
        return span
    ends: list[int] = []
    if span.start < word.end:
        ends = (vocabulary or Vocabulary(text)).clitic_ends(word.of(text), word.start)
    inside = [at for end in ends if (at := word.start + end) < span.start]
    return Span(max([word.start, *inside]), span.end)


def move_end_out(text: str, span: Span) -> Span:
    """Return the span with the next word of the paragraph.

    A bracket after that word is included if it closes one in the span.
    """
    paragraph = paragraph_bounds(text, span.end)
    word = word_around(text, span.end)
    if word is None:
        word = first_word_after(text, span.end)
    if word is None or word.start >= paragraph.end:
        return span
    end = word.end
    while end < paragraph.end and _closes(text, span.start, end):
        end += 1
    return Span(span.start, end)


def move_end_in(text: str, span: Span) -> Span:
    """Return the span without its last word and what separates that from the one before."""
    last = last_word_before(text, span.end)
    if last is None or last.start <= span.start:
        return span
    before = last_word_before(text, last.start)
    if before is None or before.end <= span.start:
        return span
    end = before.end
    while end < last.start and _closes(text, span.start, end):
        end += 1
    return Span(span.start, end)


def _closes(text: str, start: int, end: int) -> bool:
    """Whether the character at `end` closes a bracket that is open in `[start, end)`."""
    opener = _BRACKETS.get(text[end])
    return opener is not None and text.count(opener, start, end) > text.count(text[end], start, end)


def _trimmed(text: str, span: Span) -> Span:
    """Return the span without white space and bidi controls at its ends."""
    start = _content_start(text, *span)
    return Span(start, start + len(text[start : span.end].rstrip(_BLANK)))


def _content_start(text: str, start: int, end: int) -> int:
    """Return the first offset in `[start, end)` with no white space or bidi control, else `end`."""
    head = _BLANK_START.match(text, start, end)
    return head.end() if head else start


def _without_trailing(text: str, span: Span, marks: str) -> Span:
    """Return the span without these marks and white space at its end."""
    bare = span.of(text).rstrip(marks + " \t\xa0")
    return Span(span.start, span.start + len(bare))
