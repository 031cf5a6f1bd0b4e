"""The pieces of a text after which a row may end (UAX #14).

ICU cuts them, but for texts of letters, digits and common punctuation: there a row ends after a
space and nowhere else, so that a plain article opens without ICU, which takes longer to load
than its first screen to lay out. The tests hold both ways equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.text.breakers import segments

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
