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
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from tui.text.spans import Span
from tui.text.unicode.letters import characters, pattern

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


EXTENDING = (
    "300-36F 483-489 591-5BD 5BF 5C1-5C2 5C4-5C5 5C7 610-61A 64B-65F 670 6D6-6DC 6DF-6E4 6E7-6E8 "
    "6EA-6ED 711 730-74A 7A6-7B0 200C-200D"
)
"""Marks and joiners of Latin, Cyrillic, Hebrew, Arabic, Syriac and Thaana: always Extend or ZWJ."""


SINGLE = (
    "20-7E A0-A8 AA-AC AF-2FF 370-482 48A-52F 531-556 559-58A 5BE 5C0 5C3 5C6 5D0-5EA 5EF-5F4 "
    "606-60F 61B 61D-64A 660-66F 671-6D5 6DE 6E5-6E6 6E9 6EE-70D 710 712-72F 74D-7A5 7B1 2010-2027 "
    "2030-203B 203D-2048 204A-205E"
)
"""Letters, digits and punctuation that join neither what precedes nor what follows them.

None is a pictograph, so that ZWJ joins nothing to them either (GB11).
"""


BIDI_CONTROLS = "200E-200F 202A-202E 2066-2069"
"""Clusters of their own (GB4, GB5), as line ends and tabs are."""


def cluster_starts(text: str) -> list[int]:
    """The offset, in code points, at which each cluster of `text` starts; [] for "".

    A lone surrogate counts as U+FFFD. Clusters are ICU's, but for texts of well-known characters,
    in which marks alone decide.
    """
    irregular, marked, extending = _patterns()
    if irregular.search(text):
        return _icu_starts(text)
    if not marked.search(text):
        return list(range(len(text)))
    starts = [offset for offset, char in enumerate(text) if char not in extending]
    return starts if starts[:1] == [0] else [0, *starts]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """What only ICU can judge; a mark; and the marks as a set."""
    marks, single = pattern(EXTENDING), pattern(SINGLE)
    # A mark after a control starts a cluster (GB4); CR LF is one (GB3).
    controls = rf"\n\t{pattern(BIDI_CONTROLS)}"
    irregular = rf"[^{single}{marks}{controls}]|[{controls}][{marks}]"
    return re.compile(irregular), re.compile(f"[{marks}]"), frozenset(characters(EXTENDING))


def _icu_starts(text: str) -> list[int]:
    # Loading ICU takes longer than most texts need, and most texts do not need it.
    from icu4py.breakers import CharacterBreaker

    ends = list(accumulate(map(len, segments(CharacterBreaker, text)), initial=0))
    return ends[:-1]


_LETTERS = "A-Za-z*\u05d0-\u05ea\u0620-\u064a\u0671-\u06d3"


_MARKS = "\u064b-\u0652\u0670"


_DIGITS = "0-9\u0660-\u0669"


_INFIX = "،.:,;"


_FINAL = "!؟?؛/"


_CLOSING = f"{_INFIX}{_FINAL})"


_OPENERS = "“«"


_CLOSERS = '”»"'


_QUOTES = _OPENERS + _CLOSERS


_DASHES = "\\-\u2013"


_KNOWN = re.compile(f"[ {_LETTERS}{_MARKS}{_DIGITS}{_CLOSING}{_QUOTES}{_DASHES}(]*")


# What the simple rule cannot judge: a mark without a letter, punctuation with no space after it
# where UAX #14 breaks, quotation marks with a space on the wrong side.
_HARD = re.compile(
    f"[ {_DIGITS}{_CLOSING}{_QUOTES}(](?:(?<=[{_FINAL}])[{_LETTERS}{_DIGITS}]"
    f"|(?<=[{_CLOSING}])[(]|(?<=[(]) |(?<= )[{_INFIX}]+[{_DIGITS}]|[{_MARKS}]"
    f"|(?<=[ (])(?:[{_OPENERS}](?:$| )|[{_CLOSERS}](?:$|[ {_CLOSING}]))"
    f"|(?<=[{_QUOTES}])[{_QUOTES}(]|(?<=[)])[{_QUOTES}])|[{_DASHES}][^ ]"
)


_HARD_START = re.compile(f"[{_MARKS}]|[{_OPENERS}](?:$| )|[{_CLOSERS}](?:$|[ {_CLOSING}])")


_PIECE = re.compile(f"(?:[^ ]| +(?=[{_CLOSING}]))* *")


_LONG = 10_000


def line_segments(text: str) -> Iterator[str]:
    """The text cut at every line break opportunity, lazily."""
    return simple_segments(text) or icu_segments(text)


def simple_segments(text: str) -> Iterator[str] | None:
    """The same where spaces alone decide; None for a text that ICU must judge.

    Such a text is never broken inside a cluster.
    """
    if not _KNOWN.fullmatch(text) or _HARD_START.match(text) or _HARD.search(text):
        return None
    if len(text) > _LONG:
        return (match[0] for match in _PIECE.finditer(text) if match[0])
    return iter(_PIECE.findall(text)[:-1])


def icu_segments(text: str) -> Iterator[str]:
    """The same by ICU, whatever the text holds; a lone surrogate comes back as U+FFFD."""
    from icu4py.breakers import LineBreaker

    return segments(LineBreaker, text)


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
