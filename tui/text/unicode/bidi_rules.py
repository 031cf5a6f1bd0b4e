"""The rules of UAX #9 from X1 to I2, for one paragraph.

A paragraph becomes a string of class letters, one byte for each code point, and the rules are
replacements in it. X1 to X8 give each character an embedding level, X10 divides the paragraph into
isolating run sequences, and W1 to I2 resolve the levels of one sequence. A paragraph without
explicit formatting is a single sequence. Each step takes time linear in the length of the
paragraph. The tables are expanded at their first use.
"""

from __future__ import annotations

import codecs
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from tui.text.unicode._bidi_data import BRACKETS, CANONICAL_BRACKETS, CLASS_RUNS

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
"""The characters of which most texts consist: 256 of them, U+0000 first, so that the codec
looks them up without a dictionary, ten times as fast."""


class _Letters(dict[int, int]):
    """The class letter of each code point, looked up once."""

    def __init__(self, runs: str) -> None:
        super().__init__()
        self._starts = array("I")
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
    """Return the mapping from code points to class letters, as bytes; it is filled on demand."""
    return _Letters(CLASS_RUNS)


@cache
def _encoder() -> Callable[[str], bytes]:
    """Return the function from characters to class letters, for texts of common characters."""
    characters = codecs.charmap_build(_COMMON)
    letters = bytes(class_letters()[ord(char)] for char in _COMMON)

    def encode(text: str) -> bytes:
        return codecs.charmap_encode(text, "strict", characters)[0].translate(letters)

    return encode


def bidi_classes(text: str) -> bytes:
    """Return the class letter of each code point; a lone surrogate counts as U+FFFD."""
    try:
        return _encoder()(text)
    except UnicodeEncodeError:
        return text.translate(class_letters()).encode()


@cache
def bracket_pairs() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the closing bracket of each opening one (BD16), and the canonical forms of
    brackets."""
    canonical = dict(zip(CANONICAL_BRACKETS[::2], CANONICAL_BRACKETS[1::2], strict=True))
    closers = (canonical.get(closer, closer) for closer in BRACKETS[1::2])
    return dict(zip(BRACKETS[::2], closers, strict=True)), canonical


_MAX_OPENERS = 63
"""UAX #9 BD16: with more open brackets than this, no further ones are paired."""

_TO_NEUTRAL = bytes.maketrans(b"+%,TW()", b"OOOOOOO")
"""Maps remaining separators and terminators (W6) and all neutrals to one letter."""

_EMBEDDING = (b"L", b"R")

_STRONG = (b"L", b"R12")
"""The letters that count as strong in N0, by direction: numbers count as R."""

_Bounds = tuple[int, int]


def implicit_levels(paragraph: str, classes: bytes, level: int) -> bytes:
    """Return one embedding level for each code point, before rule L1.

    `classes` are the letters of `paragraph`, without explicit formatting; `level` is the paragraph
    level, 0 or 1. A paragraph separator inside has the paragraph level, and the text after it
    starts again at that level. Characters that rule X9 removes have the level of the character
    before them, as in `bidi_reference`.
    """
    if b"Z" not in classes:
        return _sequence_levels(paragraph, classes, level, level, level)
    removed = [found.span() for found in re.finditer(rb"Z+", classes)]
    kept = "".join(paragraph[start:end] for start, end in _kept_spans(removed, len(paragraph)))
    levels = _sequence_levels(kept, classes.replace(b"Z", b""), level, level, level)
    return _restore_removed(levels, removed, level)


def _kept_spans(removed: list[_Bounds], length: int) -> list[_Bounds]:
    """Return the spans of `length` characters that were not removed."""
    starts = [0, *(end for _, end in removed)]
    return list(zip(starts, [*(start for start, _ in removed), length], strict=True))


def _restore_removed(levels: bytes, removed: list[_Bounds], level: int) -> bytes:
    """Return the levels with those of the removed spans inserted."""
    pieces: list[bytes] = []
    done = missing = 0
    for start, end in removed:
        at = start - missing
        pieces.append(levels[done:at])
        pieces.append((levels[at - 1 : at] or bytes([level])) * (end - start))
        done = at
        missing += end - start
    return b"".join([*pieces, levels[done:]])


def _sequence_levels(text: str, classes: bytes, level: int, before: int, after: int) -> bytes:
    """Return the levels of one isolating run sequence, without the characters that X9 removes.

    `level` is its embedding level; `before` and `after` are the levels that give sos and eos their
    directions (X10).
    """
    side = level % 2
    edge = _EMBEDDING[side]
    framed = _EMBEDDING[before % 2] + classes + _EMBEDDING[after % 2]
    types = _resolve_weak(framed.replace(b"B", edge))
    if any(letter in types for letter in _STRONG[1 - side]):
        if b"(" in framed:
            types = _resolve_brackets(types, framed, text, side)
        types = _resolve_neutrals(types, side)
    return types.replace(b"O", edge).translate(_increments(level))[1:-1]  # N2


@cache
def _increments(level: int) -> bytes:
    """Return the table from resolved types to levels (I1 and I2)."""
    left, right, number = (1, 0, 1) if level % 2 else (0, 1, 2)
    return bytes.maketrans(b"LR12", bytes(level + by for by in (left, right, number, number)))


def _resolve_weak(types: bytes) -> bytes:
    """Apply W1 to W7 to framed class letters; return only L, R, 1 (EN), 2 (AN) and O."""
    if b"M" in types:
        types = _resolve_marks(types)
    if b"1" in types:
        types = re.sub(rb"A[^LR]*", lambda run: run[0].replace(b"1", b"2"), types)  # W2
    types = types.replace(b"A", b"R")  # W3
    if b"2" in types:
        types = re.sub(rb"2,(?=2)", b"22", types)  # W4
    if b"1" in types:
        types = re.sub(rb"1[+,](?=1)", b"11", types)  # W4
        types = re.sub(rb"%+", _resolve_terminators, types)  # W5
    types = types.translate(_TO_NEUTRAL)  # W6
    if b"1" in types:
        types = re.sub(rb"L[^R]*", lambda run: run[0].replace(b"1", b"L"), types)  # W7
    return types


def _resolve_marks(types: bytes) -> bytes:
    """Apply W1: a mark takes the type of what is before it."""
    for letter in (b"A", b"R", b"L") * 2:  # one or two marks on a letter, the quick way
        types = types.replace(letter + b"M", letter * 2)
    if b"M" not in types:
        return types
    return re.sub(rb"M+", lambda run: _letter_before(run) * len(run[0]), types)


def _resolve_terminators(run: re.Match[bytes]) -> bytes:
    """Apply W5: European terminators next to a European number become part of it."""
    adjacent = _letter_before(run) == b"1" or run.string[run.end() : run.end() + 1] == b"1"
    return b"1" * len(run[0]) if adjacent else run[0]


def _resolve_neutrals(types: bytes, level: int) -> bytes:
    """Apply N1 where it differs from N2: between two letters against the embedding direction."""
    if level:
        types = types.replace(b"LOL", b"LLL")  # most spaces between words; faster than re
        return re.sub(rb"LO+(?=L)", lambda run: b"L" * len(run[0]), types)
    types = types.replace(b"ROR", b"RRR")
    return re.sub(rb"O+", _between_right, types)


def _between_right(run: re.Match[bytes]) -> bytes:
    after = run.string[run.end() : run.end() + 1]
    return (
        b"R" * len(run[0]) if _letter_before(run) in _STRONG[1] and after in _STRONG[1] else run[0]
    )


def _letter_before(run: re.Match[bytes]) -> bytes:
    """Return the letter before a run; there always is one, as sos and eos frame the sequence."""
    return run.string[run.start() - 1 : run.start()]


def _resolve_brackets(types: bytes, framed: bytes, paragraph: str, level: int) -> bytes:
    """Apply N0: both brackets of a pair get one direction.

    `framed` holds the letters before W1.
    """
    resolved = bytearray(types)
    inside, outside = _STRONG[level], _STRONG[1 - level]
    seen, context = 0, level
    for opener, closer in _bracket_pairs(framed, paragraph):
        context = _last_direction(resolved, seen, opener, context)
        seen = opener
        if _contains_any(resolved, inside, opener, closer):
            direction = level
        elif _contains_any(resolved, outside, opener, closer):
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


def _contains_any(types: bytearray, letters: bytes, start: int, end: int) -> bool:
    return any(types.find(letter, start, end) >= 0 for letter in letters)


def _last_direction(types: bytearray, start: int, end: int, default: int) -> int:
    """Return the direction of the last strong letter in [start, end) as a level, else `default`."""
    left = types.rfind(b"L", start, end)
    right = max(types.rfind(letter, start, end) for letter in _STRONG[1])
    return default if left == right else int(right > left)


def _bracket_pairs(framed: bytes, paragraph: str) -> list[_Bounds]:
    """Return the offsets in `framed` of each opening bracket and its closing one, sorted (BD16)."""
    closers, canonical = bracket_pairs()
    pairs: list[_Bounds] = []
    openers: list[tuple[str, int]] = []  # the closing bracket, and where the opening one is
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
            _close_pair(openers, canonical.get(char, char), offset, pairs)
    return sorted(pairs)


def _close_pair(
    openers: list[tuple[str, int]], closer: str, offset: int, pairs: list[_Bounds]
) -> None:
    """Pair a closing bracket with the innermost opening one of its kind, if there is one."""
    for depth in range(len(openers) - 1, -1, -1):
        if openers[depth][0] == closer:
            pairs.append((openers[depth][1], offset))
            del openers[depth:]
            return


_MAX_DEPTH = 125
"""BD2: nothing is embedded deeper."""

_REMOVED = re.compile(rb"[Zlrvwx]+")

_ISOLATE_TOKENS = re.compile(rb"[<>?!]|[LRA][^<>?!]*")

_INITIATORS = b"<>?"

_ISOLATES_TO_NEUTRAL = bytes.maketrans(b"<>?!", b"OOOO")
"""To the rules W1 to N2, isolate controls are neutrals."""

_OVERRIDES = {b"v": b"L", b"w": b"R"}


class _Status(NamedTuple):
    """An entry of the directional status stack (X1)."""

    level: int
    override: bytes
    """The letter that all characters take, or none."""
    isolate: bool


def explicit_levels(paragraph: str, classes: bytes, level: int) -> bytes:
    """Return one embedding level for each code point, before rule L1.

    `classes` are the letters of `paragraph`, `level` is the paragraph level. A paragraph separator
    inside has the paragraph level and ends all open embeddings and isolates. Characters that rule
    X9 removes have the level of the character before them, as in `bidi_reference`.
    """
    pieces: list[bytes] = []
    for found in re.finditer(rb"B+|[^B]+", classes):
        start, end = found.span()
        if found[0].startswith(b"B"):
            pieces.append(bytes([level]) * (end - start))
        else:
            pieces.append(_paragraph_levels(paragraph[start:end], found[0], level))
    return b"".join(pieces)


def _paragraph_levels(text: str, classes: bytes, level: int) -> bytes:
    """Return the levels of a paragraph without separators."""
    embeddings, letters = _Embedder(level).embedded(classes)
    removed = [found.span() for found in _REMOVED.finditer(classes)]
    kept = _kept_spans(removed, len(text))
    text = "".join(text[start:end] for start, end in kept)
    letters = b"".join(letters[start:end] for start, end in kept).translate(_ISOLATES_TO_NEUTRAL)
    embeddings = b"".join(embeddings[start:end] for start, end in kept)
    classes = _REMOVED.sub(b"", classes)
    levels = bytearray(len(text))
    for spans in _sequences(classes, embeddings):
        first, last = spans[0][0], spans[-1][1]
        is_open = last == len(text) or classes[last - 1] in _INITIATORS
        own = embeddings[first]
        found = _sequence_levels(
            "".join(text[start:end] for start, end in spans),
            b"".join(letters[start:end] for start, end in spans),
            own,
            max(own, embeddings[first - 1] if first else level),
            max(own, level if is_open else embeddings[last]),
        )
        done = 0
        for start, end in spans:
            levels[start:end] = found[done : done + end - start]
            done += end - start
    return _restore_removed(bytes(levels), removed, level)


def _sequences(classes: bytes, embeddings: bytes) -> list[list[_Bounds]]:
    """Return the isolating run sequences as spans of level runs, by their start (BD13).

    A run that ends with an isolate initiator continues with the run that its PDI starts.
    """
    sequences: list[list[_Bounds]] = []
    open_at: dict[int, list[_Bounds]] = {}
    initiators, _ = _isolates(classes)
    for run in re.finditer(rb"(.)\1*", embeddings, re.DOTALL):
        start, end = run.span()
        sequence = open_at.pop(initiators.get(start, -1), None)
        if sequence is None:
            sequence = []
            sequences.append(sequence)
        sequence.append((start, end))
        open_at[end - 1] = sequence
    return sequences


def _isolates(classes: bytes) -> tuple[Mapping[int, int], Mapping[int, bytes]]:
    """Return the initiator of each PDI (BD9), and the first strong letter in each isolate (P2).

    A PDI without initiator and an isolate without strong letter are missing.
    """
    initiators: dict[int, int] = {}
    strong: dict[int, bytes] = {}
    opened: list[int] = []
    for token in _ISOLATE_TOKENS.finditer(classes):
        at, letter = token.start(), token[0][:1]
        if letter in _INITIATORS:
            opened.append(at)
        elif letter != b"!":
            if opened:
                strong.setdefault(opened[-1], letter)
        elif opened:
            initiators[at] = opened.pop()
    return initiators, strong


class _Embedder:
    """The directional status stack of X1, and the rules X2 to X8 that use it."""

    def __init__(self, level: int) -> None:
        self._stack = [_Status(level, b"", isolate=False)]
        self._isolates = 0
        """Isolates on the stack."""
        self._overflow_isolates = 0
        """Isolates that are open but too deep for the stack."""
        self._overflow_embeddings = 0

    def embedded(self, classes: bytes) -> tuple[bytes, bytes]:
        """Return the embedding level of each character, and the letters with overrides applied.

        Characters that X9 removes get arbitrary ones.
        """
        levels, letters = bytearray(len(classes)), bytearray(classes)
        strong = _isolates(classes)[1] if b"?" in classes else {}
        done = 0
        for control in re.finditer(rb"[lrvwx<>?!]|$", classes):
            at, letter = control.start(), control[0]
            end = at + (letter in _INITIATORS)  # an initiator has the level outside its isolate
            level, override, _ = self._stack[-1]
            levels[done:end] = bytes([level]) * (end - done)
            if override:
                letters[done:end] = override * (end - done)
            done = end
            self._apply(letter, strong.get(at, b"L") in b"RA")
        return bytes(levels), bytes(letters)

    def _apply(self, control: bytes, fsi_rtl: bool) -> None:
        """Change the stack for a control (X2 to X7)."""
        if control == b"x":
            self._end_embedding()
        elif control == b"!":
            self._end_isolate()
        elif control:
            rtl = control in b"rw>" or (control == b"?" and fsi_rtl)
            self._push(control, rtl)

    def _push(self, control: bytes, rtl: bool) -> None:
        isolate = control in _INITIATORS
        top = self._stack[-1].level
        level = top + 1 + (top % 2 == rtl)
        if level <= _MAX_DEPTH and not self._overflow_isolates and not self._overflow_embeddings:
            self._stack.append(_Status(level, _OVERRIDES.get(control, b""), isolate))
            self._isolates += isolate
        elif isolate:
            self._overflow_isolates += 1
        elif not self._overflow_isolates:
            self._overflow_embeddings += 1

    def _end_embedding(self) -> None:
        if self._overflow_isolates:
            return
        if self._overflow_embeddings:
            self._overflow_embeddings -= 1
        elif not self._stack[-1].isolate and len(self._stack) > 1:
            self._stack.pop()

    def _end_isolate(self) -> None:
        if self._overflow_isolates:
            self._overflow_isolates -= 1
        elif self._isolates:
            self._overflow_embeddings = 0
            while not self._stack.pop().isolate:
                pass
            self._isolates -= 1
