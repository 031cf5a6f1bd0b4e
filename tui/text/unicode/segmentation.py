"""Where a text may be broken: paragraphs, lines, words.

Paragraphs, sentences and quotations have modules of their own and are offered here as well.
ICU's rules hold everywhere; where they fail Arabic as newspapers write it, the result is mended.
All offsets count code points of the text that was handed in.

The pieces of a text after which a row may end (UAX #14).

ICU cuts them, but for texts of letters, digits and common punctuation: there a row ends after a
space and nowhere else, so that a plain article opens without ICU, which takes longer to load
than its first screen to lay out. The tests hold both ways equal.

Clusters: what a reader calls a letter, marks included (UAX #29, extended grapheme clusters).

How many cells one takes is in `cells`, how it is made safe for a terminal in `painting`; both
are offered here too.

Paragraphs: what stands between the characters of bidi class B (UAX #9 P1).

ICU's breakers as iterators over pieces that any stored text can be handed to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from tui.text.spans import Span

if TYPE_CHECKING:
    from icu4py.breakers import BaseBreaker

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


_SURROGATE = re.compile("[\ud800-\udfff]")


def segments(breaker: type[BaseBreaker], text: str) -> Iterator[str]:
    """The pieces into which an ICU breaker cuts the text, lazily; joined they are as long as it.

    ICU takes no lone surrogate: U+FFFD stands in its place.
    """
    try:
        pieces = breaker(text, "en")
    except UnicodeEncodeError:
        pieces = breaker(_SURROGATE.sub("\ufffd", text), "en")
    return iter(pieces)


_RARE_SEPARATORS = "\r\x1c\x1d\x1e\x85\u2029"


SEPARATORS = "\n" + _RARE_SEPARATORS
"""Characters of bidi class B, which end a paragraph; CR LF counts as one."""


CONTENT = re.compile(f"[^{SEPARATORS}]+")
"""Matches what one paragraph holds, if it holds anything."""


_SEPARATOR = re.compile(f"\r\n|[{SEPARATORS}]")


class Paragraph(NamedTuple):
    """A paragraph's content `[start, end)` without separator, and the offset after that."""

    start: int
    end: int
    next: int


def paragraph_starts(text: str) -> list[int]:
    """The offset at which each paragraph starts; `[0]` for an empty text.

    A separator at the end of the text ends the last paragraph and starts none (UAX #9 P1).
    """
    starts = [0]
    if any(separator in text for separator in _RARE_SEPARATORS):
        starts += [match.end() for match in _SEPARATOR.finditer(text)]
    else:
        find, at = text.find, text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
    if len(starts) > 1 and starts[-1] == len(text):
        starts.pop()
    return starts


def content_end(text: str, start: int, following: int) -> int:
    """Where the content of the paragraph `[start, following)` ends, before its separator."""
    if following == start or text[following - 1] not in SEPARATORS:
        return following
    if text[following - 1] == "\n" and text.startswith("\r\n", max(following - 2, start)):
        return following - 2
    return following - 1


def paragraphs(text: str) -> list[Paragraph]:
    """All paragraphs of the text, in order; they cover it without a gap."""
    starts = paragraph_starts(text)
    return [
        Paragraph(start, content_end(text, start, following), following)
        for start, following in zip(starts, [*starts[1:], len(text)], strict=True)
    ]


def cluster_starts(text: str) -> list[int]:
    """The offset, in code points, at which each cluster of `text` starts; [] for "".

    Clusters are extended grapheme clusters (UAX #29). A lone surrogate counts as U+FFFD.
    """
    from icu4py.breakers import CharacterBreaker

    ends = list(accumulate(map(len, segments(CharacterBreaker, text)), initial=0))
    return ends[:-1]


def line_segments(text: str) -> Iterator[str]:
    """The pieces of `text` after which a row may end (UAX #14), lazily.

    A lone surrogate comes back as U+FFFD.
    """
    from icu4py.breakers import LineBreaker

    return segments(LineBreaker, text)


# ICU keeps a letter, a full stop or colon and a letter together; a colon never stands inside a
# word, and a full stop between two longer Arabic words only lacks its space.
_GLUED = re.compile(r":|(?<=[\u0620-\u06ff]{3})\.(?=[\u0620-\u06ff]{3})")


def words(text: str) -> list[Span]:
    """The words of the text: what holds a letter or a digit (UAX #29), clitics attached.

    ZWNJ, tatweel and an apostrophe between letters stand inside a word.
    """
    # Loading ICU takes longer than opening an article, which needs no words.
    from icu4py.breakers import WordBreaker

    spans, start = [], 0
    for piece in segments(WordBreaker, text):
        end = start + len(piece)
        if piece.isalnum():
            spans.append(Span(start, end))
        elif any(map(str.isalnum, piece)):
            spans += _split_glued(piece, start)
        start = end
    return spans


def _split_glued(piece: str, start: int) -> list[Span]:
    """One ICU word as the words that it is, at `start` in its text."""
    spans, at = [], 0
    for match in [*_GLUED.finditer(piece), None]:
        end = match.start() if match else len(piece)
        if any(map(str.isalnum, piece[at:end])):
            spans.append(Span(start + at, start + end))
        at = match.end() if match else end
    return spans
