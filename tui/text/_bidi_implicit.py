"""The rules W1 to I2 of UAX #9, for one isolating run sequence.

A paragraph without explicit formatting is one as a whole; `_bidi_explicit` finds those of the
others. The rules are replacements in a string of class letters (`_bidi_classes`); each step is
linear in its length.
"""

from __future__ import annotations

import re
from functools import cache

from tui.text._bidi_classes import bracket_pairs

_MAX_OPENERS = 63
"""UAX #9 BD16: brackets after this many open ones pair no more."""

_NEUTRAL = bytes.maketrans(b"+%,TW()", b"OOOOOOO")
"""W6, and all neutrals as one letter."""

_EMBEDDING = (b"L", b"R")
_STRONG = (b"L", b"R12")
"""What counts as strong in N0, by direction: numbers count as R."""

Bounds = tuple[int, int]


def implicit_levels(paragraph: str, classes: bytes, level: int) -> bytes:
    """One embedding level for each code point, before rule L1.

    `classes` are the letters of `paragraph`, none of them of explicit formatting; `level` is
    the paragraph level, 0 or 1. A paragraph separator inside has the paragraph level, and what
    follows it starts anew at that level. Characters that rule X9 removes have the level of the
    character before them, as in `_bidi_reference`.
    """
    if b"Z" not in classes:
        return sequence_levels(paragraph, classes, level, level, level)
    removed = [found.span() for found in re.finditer(rb"Z+", classes)]
    kept = "".join(paragraph[start:end] for start, end in between(removed, len(paragraph)))
    levels = sequence_levels(kept, classes.replace(b"Z", b""), level, level, level)
    return put_back(levels, removed, level)


def between(removed: list[Bounds], length: int) -> list[Bounds]:
    """The spans of what is left of so many characters."""
    starts = [0, *(end for _, end in removed)]
    return list(zip(starts, [*(start for start, _ in removed), length], strict=True))


def put_back(levels: bytes, removed: list[Bounds], level: int) -> bytes:
    """The levels with those of the removed spans put back."""
    pieces: list[bytes] = []
    done = missing = 0
    for start, end in removed:
        at = start - missing
        pieces.append(levels[done:at])
        pieces.append((levels[at - 1 : at] or bytes([level])) * (end - start))
        done = at
        missing += end - start
    return b"".join([*pieces, levels[done:]])


def sequence_levels(text: str, classes: bytes, level: int, before: int, after: int) -> bytes:
    """The levels of one isolating run sequence, of which rule X9 has nothing to remove.

    `level` is its embedding level, `before` and `after` are the levels that give sos and
    eos their directions (X10).
    """
    side = level % 2
    edge = _EMBEDDING[side]
    framed = _EMBEDDING[before % 2] + classes + _EMBEDDING[after % 2]
    types = _weak(framed.replace(b"B", edge))
    if any(letter in types for letter in _STRONG[1 - side]):
        if b"(" in framed:
            types = _brackets(types, framed, text, side)
        types = _neutral(types, side)
    return types.replace(b"O", edge).translate(_increments(level))[1:-1]  # N2


@cache
def _increments(level: int) -> bytes:
    """I1 and I2: from resolved types to levels."""
    left, right, number = (1, 0, 1) if level % 2 else (0, 1, 2)
    return bytes.maketrans(b"LR12", bytes(level + by for by in (left, right, number, number)))


def _weak(types: bytes) -> bytes:
    """W1 to W7. In: class letters with their frame; out: only L, R, 1 (EN), 2 (AN), O."""
    if b"M" in types:
        types = _marks(types)
    if b"1" in types:
        types = re.sub(rb"A[^LR]*", lambda run: run[0].replace(b"1", b"2"), types)  # W2
    types = types.replace(b"A", b"R")  # W3
    if b"2" in types:
        types = re.sub(rb"2,(?=2)", b"22", types)  # W4
    if b"1" in types:
        types = re.sub(rb"1[+,](?=1)", b"11", types)  # W4
        types = re.sub(rb"%+", _terminators, types)  # W5
    types = types.translate(_NEUTRAL)  # W6
    if b"1" in types:
        types = re.sub(rb"L[^R]*", lambda run: run[0].replace(b"1", b"L"), types)  # W7
    return types


def _marks(types: bytes) -> bytes:
    """W1: a mark takes the type of what is before it."""
    for letter in (b"A", b"R", b"L") * 2:  # one or two marks on a letter, the quick way
        types = types.replace(letter + b"M", letter * 2)
    if b"M" not in types:
        return types
    return re.sub(rb"M+", lambda run: _before(run) * len(run[0]), types)


def _terminators(run: re.Match[bytes]) -> bytes:
    """W5: European terminators beside a European number become part of it."""
    beside = _before(run) == b"1" or run.string[run.end() : run.end() + 1] == b"1"
    return b"1" * len(run[0]) if beside else run[0]


def _neutral(types: bytes, level: int) -> bytes:
    """N1, where it does not say the same as N2: between two of the direction not embedded."""
    if level:
        types = types.replace(b"LOL", b"LLL")  # most spaces between words, the quick way
        return re.sub(rb"LO+(?=L)", lambda run: b"L" * len(run[0]), types)
    types = types.replace(b"ROR", b"RRR")
    return re.sub(rb"O+", _between_right, types)


def _between_right(run: re.Match[bytes]) -> bytes:
    after = run.string[run.end() : run.end() + 1]
    return b"R" * len(run[0]) if _before(run) in _STRONG[1] and after in _STRONG[1] else run[0]


def _before(run: re.Match[bytes]) -> bytes:
    """The letter before a run; the frame sees to it that there is one."""
    return run.string[run.start() - 1 : run.start()]


def _brackets(types: bytes, framed: bytes, paragraph: str, level: int) -> bytes:
    """N0: brackets take a direction together. `framed` holds the letters before W1."""
    resolved = bytearray(types)
    inside, outside = _STRONG[level], _STRONG[1 - level]
    seen, context = 0, level
    for opener, closer in _bracket_pairs(framed, paragraph):
        context = _last_direction(resolved, seen, opener, context)
        seen = opener
        if _holds(resolved, inside, opener, closer):
            direction = level
        elif _holds(resolved, outside, opener, closer):
            direction = context
        else:
            continue
        for bracket in (opener, closer):
            resolved[bracket] = _EMBEDDING[direction][0]
            for mark in range(bracket + 1, len(framed)):
                if framed[mark] != ord("M"):
                    break
                resolved[mark] = resolved[bracket]
    return bytes(resolved)


def _holds(types: bytearray, letters: bytes, start: int, end: int) -> bool:
    return any(types.find(letter, start, end) >= 0 for letter in letters)


def _last_direction(types: bytearray, start: int, end: int, default: int) -> int:
    """The direction of the last strong letter in [start, end), as a level, if there is one."""
    left = types.rfind(b"L", start, end)
    right = max(types.rfind(letter, start, end) for letter in _STRONG[1])
    return default if left == right else int(right > left)


def _bracket_pairs(framed: bytes, paragraph: str) -> list[Bounds]:
    """BD16: offsets of opening and closing bracket in `framed`, by the opening one."""
    closers, canonical = bracket_pairs()
    pairs: list[Bounds] = []
    openers: list[tuple[str, int]] = []  # the closing bracket waited for, offset
    full = False
    for found in re.finditer(rb"[()B]", framed):
        offset, letter = found.start(), found[0]
        if letter == b"B":
            openers.clear()
            full = False
        elif full:
            continue
        elif letter == b"(" and len(openers) == _MAX_OPENERS:
            full = True
        elif letter == b"(":
            openers.append((closers[paragraph[offset - 1]], offset))
        else:
            char = paragraph[offset - 1]
            _close(openers, canonical.get(char, char), offset, pairs)
    return sorted(pairs)


def _close(openers: list[tuple[str, int]], closer: str, offset: int, pairs: list[Bounds]) -> None:
    """Pair a closing bracket with the innermost opening one that waits for it, if any does."""
    for depth in range(len(openers) - 1, -1, -1):
        if openers[depth][0] == closer:
            pairs.append((openers[depth][1], offset))
            del openers[depth:]
            return
