"""Divide a text into paragraphs, clusters, lines and words.

Paragraphs end at the characters of bidi class B (UAX #9 P1). Clusters are extended grapheme
clusters and words are words of UAX #29, line breaks those of UAX #14, all as ICU finds them; words
are corrected where those rules fail for Arabic as newspapers write it. Offsets count code points of
the text that is passed in.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from icu4py.breakers import CharacterBreaker, LineBreaker, WordBreaker

from tui.text.spans import Span
from tui.text.unicode.letters import (
    ARABIC_LETTERS,
    ARABIC_MARKS,
    PARAGRAPH_SEPARATORS,
    SURROGATES,
    TATWEEL,
    characters,
    pattern,
)

if TYPE_CHECKING:
    from icu4py.breakers import BaseBreaker

# Paragraphs

SEPARATORS = "".join(characters(PARAGRAPH_SEPARATORS))
"""The paragraph separators, the line feed first; CR LF counts as one."""

_RARE_SEPARATORS = SEPARATORS[1:]

# Sets of characters are compiled when they are first used: each takes a fifth of a millisecond.
CONTENT = f"[^{SEPARATORS}]+"
"""A pattern for the content of one paragraph that has any."""

_SEPARATOR = f"\r\n|[{SEPARATORS}]"
_NOT_BLANK = re.compile(r"\S")

_WINDOW = 256
"""Code points that a search for the end of a paragraph reads first; then twice as many."""


class Paragraph(NamedTuple):
    """The content `[start, end)` of a paragraph, and the offset after its separator."""

    start: int
    end: int
    next: int


def paragraph_starts(text: str) -> list[int]:
    """Return the offset at which each paragraph starts; `[0]` for an empty text.

    A separator at the end of the text ends the last paragraph and starts no new one (UAX #9 P1).
    """
    starts = ParagraphStarts(text)
    while not starts.complete:
        starts.find_more(len(text))
    return starts.found.tolist()


class ParagraphStarts:
    """The offsets at which the paragraphs of a text start, found from its beginning on."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._looked_at = 0
        """The offset up to which the text was searched for separators."""
        self.found = array("I", [0])  # 10 MB have 50,000
        """The first offsets; all of them once it is `complete`."""

    @property
    def complete(self) -> bool:
        """Whether all are found."""
        return self._looked_at == len(self._text)

    def find_more(self, count: int) -> None:
        """Search about `count` more code points."""
        text, start = self._text, self._looked_at
        end = min(start + count, len(text))
        end += text[end - 1 : end + 1] == "\r\n"
        if any(text.find(separator, start, end) >= 0 for separator in _RARE_SEPARATORS):
            pattern = re.compile(_SEPARATOR)
        else:  # 10 ms instead of 90 for a text of 10 MB
            pattern = re.compile("\n")
        self.found.extend(match.end() for match in pattern.finditer(text, start, end))
        self._looked_at = end
        if self.complete and len(self.found) > 1 and self.found[-1] == len(text):
            self.found.pop()


def content_end(text: str, start: int, following: int) -> int:
    """Return the end of the content of the paragraph `[start, following)`, without separator."""
    if following == start or text[following - 1] not in SEPARATORS:
        return following
    if text[following - 1] == "\n" and text.startswith("\r\n", max(following - 2, start)):
        return following - 2
    return following - 1


def paragraphs(text: str) -> list[Paragraph]:
    """Return all paragraphs of the text in order; they cover it without gaps."""
    starts = paragraph_starts(text)
    return [
        Paragraph(start, content_end(text, start, following), following)
        for start, following in zip(starts, [*starts[1:], len(text)], strict=True)
    ]


def paragraph_bounds(text: str, offset: int) -> Paragraph:
    """Return the paragraph that contains `offset`, its separator included.

    An offset outside the text counts as its nearest end. Only the paragraph is read.
    """
    offset = min(max(offset, 0), len(text))
    if offset and text[offset - 1 : offset + 1] == "\r\n":
        offset -= 1
    start = _after_separator(text, offset)
    if start == len(text) and start:
        return paragraph_bounds(text, start - 1)
    end = _next_separator(text, offset)
    width = 2 if text.startswith("\r\n", end) else 1
    return Paragraph(start, end, min(end + width, len(text)))


def nonblank_paragraph_after(text: str, offset: int) -> Paragraph | None:
    """Return the first paragraph from `offset` on that is not only white space."""
    match = _NOT_BLANK.search(text, offset)
    return paragraph_bounds(text, match.start()) if match else None


def nonblank_paragraph_before(text: str, offset: int) -> Paragraph | None:
    """Return the last paragraph before `offset` that is not only white space."""
    span = _WINDOW
    while offset > 0:
        begin = max(offset - span, 0)
        solid = text[begin:offset].rstrip()
        if solid:
            return paragraph_bounds(text, begin + len(solid) - 1)
        offset, span = begin, 2 * span
    return None


def _after_separator(text: str, offset: int) -> int:
    """Return the offset after the last separator before `offset`, else 0."""
    span = _WINDOW
    while offset > 0:
        begin = max(offset - span, 0)
        piece = text[begin:offset]
        last = max(map(piece.rfind, SEPARATORS))
        if last >= 0:
            return begin + last + 1
        offset, span = begin, 2 * span
    return 0


def _next_separator(text: str, offset: int) -> int:
    """Return the offset of the first separator from `offset` on, else the text's end."""
    span = _WINDOW
    while offset < len(text):
        piece = text[offset : offset + span]
        found = [at for at in map(piece.find, SEPARATORS) if at >= 0]
        if found:
            return offset + min(found)
        offset, span = offset + span, 2 * span
    return len(text)


# What ICU divides

_SURROGATE = f"[{pattern(SURROGATES)}]"

_NO_LANGUAGE = "root"
"""ICU's locale without rules or data of any language."""


def segments(breaker: type[BaseBreaker], text: str) -> Iterator[str]:
    """Yield the pieces into which an ICU breaker divides the text.

    Their lengths add up to that of the text. ICU accepts no lone surrogate, so it becomes U+FFFD.
    """
    try:
        pieces = breaker(text, _NO_LANGUAGE)
    except UnicodeEncodeError:
        pieces = breaker(re.sub(_SURROGATE, "\ufffd", text), _NO_LANGUAGE)
    return iter(pieces)


def cluster_starts(text: str) -> list[int]:
    """Return the offset at which each cluster of `text` starts; `[]` for an empty text.

    Clusters are extended grapheme clusters (UAX #29). A lone surrogate counts as U+FFFD.
    """
    ends = list(accumulate(map(len, segments(CharacterBreaker, text)), initial=0))
    return ends[:-1]


def line_segments(text: str) -> Iterator[str]:
    """Yield the pieces of `text` after which a row may end (UAX #14).

    A lone surrogate becomes U+FFFD.
    """
    return segments(LineBreaker, text)


# Words

_ARABIC = f"[{TATWEEL}{pattern(f'{ARABIC_LETTERS} {ARABIC_MARKS}')}]"

# ICU does not split at a full stop or colon between letters. But a colon is never inside a word,
# and after a full stop between two longer Arabic words only a space is missing.
_INSIDE_WORDS = f":|(?<={_ARABIC}{{3}})[.](?={_ARABIC}{{3}})"


def words(text: str) -> list[Span]:
    """Return the words of the text that contain a letter or digit (UAX #29), with their clitics.

    ZWNJ, tatweel and an apostrophe between letters are part of a word.
    """
    spans, start = [], 0
    for piece in segments(WordBreaker, text):
        end = start + len(piece)
        if piece.isalnum():
            spans.append(Span(start, end))
        elif any(map(str.isalnum, piece)):
            spans += _split_words(piece, start)
        start = end
    return spans


def word_segments(text: str) -> list[Span]:
    """Return ICU's word segments that contain a letter or digit, exactly as ICU finds them (UAX
    #29).

    `words` splits some of them; use these to compare with the tokens of other programs.
    """
    spans, start = [], 0
    for piece in segments(WordBreaker, text):
        end = start + len(piece)
        if piece.isalnum() or any(map(str.isalnum, piece)):
            spans.append(Span(start, end))
        start = end
    return spans


def _split_words(piece: str, start: int) -> list[Span]:
    """Return the words in a piece that ICU counts as one word; it starts at `start`."""
    spans, at = [], 0
    for match in [*re.finditer(_INSIDE_WORDS, piece), None]:
        end = match.start() if match else len(piece)
        if any(map(str.isalnum, piece[at:end])):
            spans.append(Span(start + at, start + end))
        at = match.end() if match else end
    return spans
