"""The rules X1 to X10 of UAX #9: paragraphs with embeddings, overrides and isolates.

They give each character an embedding level and take the paragraph apart into isolating run
sequences, each of which `_bidi_implicit` resolves. All is linear in the paragraph's length,
whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from tui.text._bidi_implicit import Bounds, between, put_back, sequence_levels

_MAX_DEPTH = 125
"""BD2: nothing is embedded deeper."""

_REMOVED = re.compile(rb"[Zlrvwx]+")
_ISOLATE_TOKENS = re.compile(rb"[<>?!]|[LRA][^<>?!]*")
_INITIATORS = b"<>?"
_NEUTRAL = bytes.maketrans(b"<>?!", b"OOOO")
"""To the rules W1 to N2, isolate controls are neutrals."""

_OVERRIDES = {b"v": b"L", b"w": b"R"}


class _Status(NamedTuple):
    """An entry of the directional status stack (X1)."""

    level: int
    override: bytes
    """The letter that all characters take, or none."""
    isolate: bool


def explicit_levels(paragraph: str, classes: bytes, level: int) -> bytes:
    """One embedding level for each code point, before rule L1.

    `classes` are the letters of `paragraph`, `level` is the paragraph level. A paragraph
    separator inside has the paragraph level and ends all that is open. Characters that rule X9
    removes have the level of the character before them, as in `_bidi_reference`.
    """
    pieces: list[bytes] = []
    for found in re.finditer(rb"B+|[^B]+", classes):
        start, end = found.span()
        if found[0].startswith(b"B"):
            pieces.append(bytes([level]) * (end - start))
        else:
            pieces.append(_paragraph(paragraph[start:end], found[0], level))
    return b"".join(pieces)


def _paragraph(text: str, classes: bytes, level: int) -> bytes:
    """The levels of a paragraph without separators."""
    embeddings, letters = _Embedder(level).embedded(classes)
    removed = [found.span() for found in _REMOVED.finditer(classes)]
    kept = between(removed, len(text))
    text = "".join(text[start:end] for start, end in kept)
    letters = b"".join(letters[start:end] for start, end in kept).translate(_NEUTRAL)
    embeddings = b"".join(embeddings[start:end] for start, end in kept)
    classes = _REMOVED.sub(b"", classes)
    levels = bytearray(len(text))
    for spans in _sequences(classes, embeddings):
        first, last = spans[0][0], spans[-1][1]
        is_open = last == len(text) or classes[last - 1] in _INITIATORS
        own = embeddings[first]
        found = sequence_levels(
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
    return put_back(bytes(levels), removed, level)


def _sequences(classes: bytes, embeddings: bytes) -> list[list[Bounds]]:
    """The isolating run sequences as spans of level runs, by their start (BD13).

    A run that ends with an isolate initiator goes on with the run that its PDI starts.
    """
    sequences: list[list[Bounds]] = []
    waiting: dict[int, list[Bounds]] = {}
    initiators, _ = _isolates(classes)
    for run in re.finditer(rb"(.)\1*", embeddings, re.DOTALL):
        start, end = run.span()
        sequence = waiting.pop(initiators.get(start, -1), None)
        if sequence is None:
            sequence = []
            sequences.append(sequence)
        sequence.append((start, end))
        waiting[end - 1] = sequence
    return sequences


def _isolates(classes: bytes) -> tuple[Mapping[int, int], Mapping[int, bytes]]:
    """The initiator of each PDI that has one (BD9), and the letter of the first strong character
    in each isolate that has one (P2).
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
    """The directional status stack, and what X1 to X8 do with it."""

    def __init__(self, level: int) -> None:
        self._stack = [_Status(level, b"", isolate=False)]
        self._isolates = 0
        """Isolates on the stack."""
        self._isolates_beyond = 0
        """Isolates that are open and not on the stack, for being too deep."""
        self._embeddings_beyond = 0

    def embedded(self, classes: bytes) -> tuple[bytes, bytes]:
        """The embedding level of each character, and the letters with overrides applied.

        What X9 removes has any level and letter.
        """
        levels, letters = bytearray(len(classes)), bytearray(classes)
        strong = _isolates(classes)[1] if b"?" in classes else {}
        done = 0
        for control in re.finditer(rb"[lrvwx<>?!]|$", classes):
            at, letter = control.start(), control[0]
            end = at + (letter in _INITIATORS)  # an initiator stands outside of its isolate
            level, override, _ = self._stack[-1]
            levels[done:end] = bytes([level]) * (end - done)
            if override:
                letters[done:end] = override * (end - done)
            done = end
            self._obey(letter, strong.get(at, b"L") in b"RA")
        return bytes(levels), bytes(letters)

    def _obey(self, control: bytes, fsi_rtl: bool) -> None:
        """X2 to X7: change the stack as a control asks."""
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
        if level <= _MAX_DEPTH and not self._isolates_beyond and not self._embeddings_beyond:
            self._stack.append(_Status(level, _OVERRIDES.get(control, b""), isolate))
            self._isolates += isolate
        elif isolate:
            self._isolates_beyond += 1
        elif not self._isolates_beyond:
            self._embeddings_beyond += 1

    def _end_embedding(self) -> None:
        if self._isolates_beyond:
            return
        if self._embeddings_beyond:
            self._embeddings_beyond -= 1
        elif not self._stack[-1].isolate and len(self._stack) > 1:
            self._stack.pop()

    def _end_isolate(self) -> None:
        if self._isolates_beyond:
            self._isolates_beyond -= 1
        elif self._isolates:
            self._embeddings_beyond = 0
            while not self._stack.pop().isolate:
                pass
            self._isolates -= 1
