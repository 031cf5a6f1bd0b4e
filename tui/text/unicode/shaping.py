"""The contextual forms of Arabic letters, and lam-alef ligatures, for display only.

How letters join is defined by The Unicode Standard 9.2, rules R1 to R7, through joining types:
marks and format characters are skipped, tatweel and ZWJ join, ZWNJ does not. Presentation forms are
arabic-reshaper's, which has all that Unicode encodes; a letter without one is painted as itself,
and its neighbours still join it. Both are generated into `_joining_data`, since importing
arabic-reshaper takes 50 ms; `shaping_reference` verifies them against the installed package.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from tui.text.unicode._joining_data import CAUSING, DUAL, FORMS, LAM_ALEFS, LEFT, RIGHT, TRANSPARENT
from tui.text.unicode.letters import (
    IGNORABLE,
    LAM,
    SUPPLEMENTARY,
    loose_pattern,
    pattern,
    spans,
)
from tui.text.unicode.sanitize import INVISIBLE

ISOLATED, INITIAL, MEDIAL, FINAL = range(4)
"""The index of each form in a value of FORMS."""

_BACKWARD, _FORWARD, _TRANSPARENT = 1, 2, 4
"""How a character joins: to the one before it in reading order, to the one after it; or joining
skips it."""

_LONGEST_KEPT = 48
"""The most code points of a piece whose shapes are cached."""

CONTEXT = 2
"""Characters on each side that decide how a piece joins, not counting those that joining skips: a
letter's neighbour, and what tells whether that one is alone in its run."""

_WITHOUT_LEVEL = frozenset({"BN", "LRE", "RLE", "LRO", "RLO", "PDF"})
"""Bidi classes of the characters that UAX #9 X9 removes: their level does not count."""

# A string for each form, which cached words share: taking a letter from a string makes a new one.
_FORMS = {letter: tuple(forms) for letter, forms in FORMS.items()}
_LAM_ALEFS = {alef: tuple(pair) for alef, pair in LAM_ALEFS.items()}

_LIGATURES = {pair[entered]: entered for pair in LAM_ALEFS.values() for entered in (0, 1)}
"""Each ligature of lam and alef, and whether its lam joins the letter before it."""


def shape(
    text: str,
    levels: Sequence[int] | None = None,
    split_at: Container[int] = (),
) -> list[str]:
    """Return the text to paint for each code point of `text`, in stored order.

    `text` is a paragraph or a part of one. A letter becomes its presentation form, or stays itself
    if it has none. Lam before an alef becomes the ligature of both, and the alef "", unless the
    alef's offset is in `split_at`: then each has its own form. Marks and other characters stay
    themselves; `INVISIBLE` ones become "".

    `levels` are the embedding levels of its code points. Joining is then limited to one direction
    (UAX #9 3.5), so that letters forced from left to right join mirrored and form no ligature. As
    in HarfBuzz, Pango and browsers, letters of different levels join if both run from right to
    left, and what joining skips has no level: neither a left-to-right mark nor an embedding breaks
    a join. Without levels all letters count as running from right to left.
    """
    shapes = _join(text, None if levels is None else bytes(levels))
    if split_at:
        for at in [at for at, shown in enumerate(shapes) if not shown]:
            if text[at] in LAM_ALEFS and at in split_at:
                _split_ligature(shapes, at, text[at])
    return shapes


def _split_ligature(shapes: list[str], alef_at: int, alef: str) -> None:
    """Replace the ligature whose alef is at `alef_at` by the forms of both letters."""
    lam_at = alef_at - 1
    while shapes[lam_at] not in _LIGATURES:
        lam_at -= 1
    entered = _LIGATURES[shapes[lam_at]]
    shapes[lam_at] = _FORMS[LAM][MEDIAL if entered else INITIAL]
    shapes[alef_at] = _FORMS[alef][FINAL]


# Joining


def _join(text: str, levels: bytes | None) -> list[str]:
    """Return the text to paint for each code point, as `shape` describes it."""
    if levels is not None and _is_one_rtl_run(levels):
        levels = None
    shapes: list[str] = []
    offset = 0
    for index, piece in enumerate(_word_pattern().split(text)):
        if not index % 2:
            shapes += piece
        elif levels is None or _is_one_rtl_run(run := levels[offset : offset + len(piece)]):
            shapes += _word_shapes(piece)
        else:
            shapes += _shapes_by_direction(piece, run)
        offset += len(piece)
    return shapes


def _transparent_start(text: str, offset: int) -> int:
    """Return the start of the characters before `offset` that joining skips."""
    step = 1024
    while offset and step:
        if offset >= step and _transparent_pattern().fullmatch(text, offset - step, offset):
            offset -= step
        else:
            step //= 2
    return offset


def _word_shapes(word: str) -> Sequence[str]:
    """Return the shapes of a piece that runs from right to left as a whole."""
    return _cached_shapes(word) if len(word) <= _LONGEST_KEPT else _joined_shapes(word)


@lru_cache(maxsize=1 << 11)
def _cached_shapes(word: str) -> tuple[str, ...]:
    return tuple(_joined_shapes(word))


def _joined_shapes(word: str, *, ligatures: bool = True) -> list[str]:
    """Return the shapes of a piece in which each character is to the left of the one before it."""
    kinds = _joining_kinds()
    shapes = ["" if char in INVISIBLE else char for char in word]
    last, last_at = "", 0
    entered = reaching = False  # whether the last letter is joined, and whether it would join on
    for at, char in enumerate(word):
        kind = kinds[char]
        if kind == _TRANSPARENT:
            continue
        joins = reaching and bool(kind & _BACKWARD)
        reaching = bool(kind & _FORWARD)
        if joins and ligatures and last == LAM and char in _LAM_ALEFS:
            shapes[last_at] = _LAM_ALEFS[char][entered]
            shapes[at] = ""
        else:
            if joins and last in _FORMS:
                shapes[last_at] = _FORMS[last][MEDIAL if entered else INITIAL]
            if char in _FORMS:
                shapes[at] = _FORMS[char][FINAL if joins else ISOLATED]
        last, last_at, entered = char, at, joins
    return shapes


def _shapes_by_direction(word: str, levels: bytes) -> Iterator[str]:
    """Yield the shapes of a piece in which each run of one direction is joined by itself."""
    runs = _runs_of_one_direction(word, levels)
    cuts = [0, *(start for start, _ in runs[1:]), len(word)]
    for (start, end), (_, right_to_left) in zip(pairwise(cuts), runs, strict=True):
        base = _transparent_start(word, start) - 1
        context = word[base] if base >= 0 and _is_without_level(word[base]) else ""
        run = context + word[start:end]
        # What runs from left to right joins as it is seen, so read it from its right end.
        shapes = (
            _word_shapes(run) if right_to_left else _joined_shapes(run[::-1], ligatures=False)[::-1]
        )
        yield from shapes[len(context) :]


def _runs_of_one_direction(word: str, levels: bytes) -> list[tuple[int, bool]]:
    """Return the first base of each run, and whether it runs from right to left.

    ZWJ has no level, as X9 removes it: it belongs to the run before it, and also joins the run
    after it. A letter that runs from left to right without a neighbour that does joins like one
    that runs from right to left: it has no order to keep.
    """
    kinds = _joining_kinds()
    bases = [at for at, char in enumerate(word) if kinds[char] != _TRANSPARENT] or [0]
    first = next((at for at in bases if not _is_without_level(word[at])), bases[0])
    odd = levels[first] % 2 == 1
    forced = []  # whether each base joins from left to right, or joins whatever is next to it
    directions = []
    for at in bases:
        removed = _is_without_level(word[at])
        odd = odd if removed else levels[at] % 2 == 1
        directions.append(odd)
        forced.append(bool(kinds[word[at]]) and (removed or not odd))
    runs: list[tuple[int, bool]] = []
    for at, odd, (before, after) in zip(
        bases, directions, zip([False, *forced], [*forced[1:], False], strict=False), strict=True
    ):
        right_to_left = odd or not (before or after)
        if not runs or runs[-1][1] != right_to_left:
            runs.append((at, right_to_left))
    return runs


@lru_cache(maxsize=1024)
def _is_without_level(char: str) -> bool:
    return unicodedata.bidirectional(char) in _WITHOUT_LEVEL


def _is_one_rtl_run(levels: bytes) -> bool:
    return not levels or (levels[0] % 2 == 1 and levels.count(levels[0]) == len(levels))


class _JoiningKinds(dict[str, int]):
    """How each character joins, looked up once; 0 for one that does not."""

    def __init__(self) -> None:
        super().__init__()
        kinds = (
            (TRANSPARENT, _TRANSPARENT),
            (RIGHT, _BACKWARD),
            (LEFT, _FORWARD),
            (DUAL, _BACKWARD | _FORWARD),
            (CAUSING, _BACKWARD | _FORWARD),
        )
        found = sorted((*span, kind) for ranges, kind in kinds for span in spans(ranges))
        firsts, lasts, self._kinds = zip(*found, strict=True)
        self._firsts, self._lasts = array("I", firsts), array("I", lasts)

    @property
    def ranges(self) -> Iterator[tuple[int, int]]:
        """The first and the last code point of each range of characters that join alike."""
        return zip(self._firsts, self._lasts, strict=True)

    def __missing__(self, char: str) -> int:
        code = ord(char)
        at = bisect_right(self._firsts, code) - 1
        found = self[char] = self._kinds[at] if at >= 0 and code <= self._lasts[at] else 0
        return found


@cache
def _joining_kinds() -> _JoiningKinds:
    return _JoiningKinds()


@cache
def _transparent_pattern() -> re.Pattern[str]:
    return re.compile(f"[{pattern(TRANSPARENT)}]*")


@cache
def _word_pattern() -> re.Pattern[str]:
    """Return the pattern of the pieces that are shaped character by character.

    The text between them is painted as it is. The pattern includes all characters beyond U+FFFF,
    since long lists of them would make the search slow, and a few others that do not join; they are
    painted as they are too.
    """
    found = [*_joining_kinds().ranges, *spans(IGNORABLE)]
    found += [(ord(char), ord(char)) for char in FORMS]
    plane = [span for span in found if span[1] <= 0xFFFF]
    return re.compile(f"([{loose_pattern(plane)}{pattern(SUPPLEMENTARY)}]+)")


def are_joined(letter: str, following: str) -> bool:
    """Whether a letter joins the one that follows it in reading order."""
    kinds = _joining_kinds()
    return bool(kinds[letter] & _FORWARD and kinds[following] & _BACKWARD)
