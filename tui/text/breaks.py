"""Where a text may be broken: paragraphs, lines, words.

Paragraphs, sentences and quotations have modules of their own and are offered here as well.
ICU's rules hold everywhere; where they fail Arabic as newspapers write it, the result is mended.
All offsets count code points of the text that was handed in.
"""

from __future__ import annotations

import re

from tui.text.breakers import segments
from tui.text.line_segments import line_segments
from tui.text.paragraphs import Paragraph, paragraphs
from tui.text.quotations import quotations
from tui.text.sentences import sentences
from tui.text.spans import Span

__all__ = [
    "Paragraph",
    "line_breaks",
    "line_segments",
    "paragraphs",
    "quotations",
    "sentences",
    "words",
]

# ICU keeps a letter, a full stop or colon and a letter together; a colon never stands inside a
# word, and a full stop between two longer Arabic words only lacks its space.
_GLUED = re.compile(r":|(?<=[\u0620-\u06ff]{3})\.(?=[\u0620-\u06ff]{3})")


def line_breaks(text: str) -> list[int]:
    """Offsets before which a new row may start (UAX #14), the end of the text included."""
    breaks, offset = [], 0
    for piece in line_segments(text):
        offset += len(piece)
        breaks.append(offset)
    return breaks


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
