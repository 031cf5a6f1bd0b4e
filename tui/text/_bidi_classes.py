"""Bidi classes as letters, one byte for each code point.

A paragraph becomes a byte string, so that the rules of UAX #9 can be written, and run, as
replacements in it. The tables expand at their first use.
"""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cache

LETTERS = {
    "L": "L",
    "R": "R",
    "AL": "A",
    "EN": "1",
    "AN": "2",
    "ES": "+",
    "ET": "%",
    "CS": ",",
    "NSM": "M",
    "BN": "Z",
    "B": "B",
    "S": "T",
    "WS": "W",
    "ON": "O",
    "LRE": "l",
    "RLE": "r",
    "LRO": "v",
    "RLO": "w",
    "PDF": "x",
    "LRI": "<",
    "RLI": ">",
    "FSI": "?",
    "PDI": "!",
}
"""The letter of each class."""

OPENER, CLOSER = "(", ")"
"""The letters of opening and closing brackets, whose class is ON."""

EXPLICIT = b"lrvwx<>?!"
"""The letters of explicit formatting: embeddings, overrides and isolates."""

_COMMON = (
    "\0\t\n\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
    "abcdefghijklmnopqrstuvwxyz{|}~\xa0«»\u200c\u200d\u200e\u200f–—‘’“”…"
    "،؛؟ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىي\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
    "\u0653\u0654\u0655٠١٢٣٤٥٦٧٨٩٪٫٬\u0670ٱٹپچڈڑژڤکگںھۀہۆۇۈیێېےۓ۔ە۰۱۲۳۴۵۶۷۸۹"
    "\u05b0\u05b1\u05b2\u05b3\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05bb\u05bc־\u05c1\u05c2"
    "אבגדהוזחטיךכלםמןנסעףפץצקרשת׳״"
)
"""Characters of which most texts consist. They are 256, U+0000 the first: so the codec looks them
up without a dictionary, ten times as fast."""


class _Letters(dict[int, int]):
    """The class letter of each code point, looked up once."""

    def __init__(self, runs: str) -> None:
        super().__init__()
        self._starts: list[int] = []
        self._letters = bytearray()
        start = 0
        for run in runs.split():
            self._starts.append(start)
            self._letters += run[0].encode()
            start += int(run[1:])

    def __missing__(self, code: int) -> int:
        letter = self[code] = self._letters[bisect_right(self._starts, code) - 1]
        return letter


@cache
def class_letters() -> dict[int, int]:
    """Code point → class letter, as a byte. Computes what it lacks."""
    from tui.text._bidi_data import CLASS_RUNS  # here, as this module helps to make that one

    return _Letters(CLASS_RUNS)


@cache
def _encoder() -> Callable[[str], bytes]:
    """The function from characters to class letters, for texts of common characters only."""
    characters = codecs.charmap_build(_COMMON)
    letters = bytes(class_letters()[ord(char)] for char in _COMMON)

    def encode(text: str) -> bytes:
        return codecs.charmap_encode(text, "strict", characters)[0].translate(letters)

    return encode


def bidi_classes(text: str) -> bytes:
    """The class letter of each code point of `text`; a lone surrogate's is that of U+FFFD."""
    try:
        return _encoder()(text)
    except UnicodeEncodeError:
        return text.translate(class_letters()).encode()


@cache
def bracket_pairs() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Opening bracket → the closing one that BD16 looks for, and canonical forms of brackets."""
    from tui.text._bidi_data import BRACKETS, CANONICAL_BRACKETS

    canonical = dict(zip(CANONICAL_BRACKETS[::2], CANONICAL_BRACKETS[1::2], strict=True))
    closers = (canonical.get(closer, closer) for closer in BRACKETS[1::2])
    return dict(zip(BRACKETS[::2], closers, strict=True)), canonical
