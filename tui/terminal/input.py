"""Split terminal input into keys, sequences and pastes.

A terminal's sequences begin with the same byte as the escape key. Input that arrives at once and
has the form of a sequence is one; otherwise it is the escape key, followed by another key. Answers
that arrive too late are dropped, so that their letters never count as keys.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from typing import NamedTuple

ESC = "\x1b"

PASTE_START = "\x1b[200~"

PASTE_END = "\x1b[201~"


class InputKind(enum.Enum):
    """The kind of a piece of input."""

    INPUT = enum.auto()
    """Keys, mouse and reports: the characters up to the next escape, or one sequence."""
    ESCAPE = enum.auto()
    """The escape key."""
    PASTE = enum.auto()
    """Pasted text, complete."""


class Piece(NamedTuple):
    """A piece of input."""

    kind: InputKind
    text: str


# CSI with its finals, the old mouse report with its three bytes, the linux console's F keys,
# and rxvt's shift+key, which ends with the $ that otherwise precedes a final.
_FLAGS = re.DOTALL | re.ASCII

_CSI = r"\x1b\[(?:M...|\[[A-E]|\d+\$|[0-?]*[ -/]*[@-Z\\-~])"


_SS3 = r"\x1bO[A-DFHMP-Sa-djkm-y]"

# Strings: an OSC answer starts with a number, a DCS answer with one of these, an APC one with G.
_STRING = r"\x1b\]\d+;[^\x07\x1b]*(?:\x07|\x1b\\)|\x1b(?:P[\d>!|+$]|_G)[^\x1b]*\x1b\\"

_SEQUENCE = re.compile(f"{_CSI}|{_SS3}|{_STRING}", _FLAGS)

_INCOMPLETE_STRING = r"\x1b\]\d+;[^\x07\x1b]*\x1b?|\x1b(?:P[\d>!|+$]|_G)[^\x1b]*\x1b?"

_INCOMPLETE = re.compile(
    rf"\x1b(?:\[(?:[0-?]*[ -/]*|\[|M.{{0,2}})|O|\]\d*|[P_])?|{_INCOMPLETE_STRING}", _FLAGS
)

_KEYS = (
    r"(?:\d{0,6}(?:;\d{0,4}(?:;\d{0,6}(?::\d{1,6})*)?)?)?[A-FHP-Su~]|[GIOZa-d]|\[[A-E]"
    r"|(?:[378]|2[34])\$|2[34]@|(?:[35-8]|1[1-57-9]|2[01345689]|3[1-4])\^"
)

# Of modes, only synchronized output: sizes in the input were not asked for.
_REPORTS = r"<\d+;-?\d+;-?\d+[Mm]|\d+;\d+;\d+M|\?2026;\d\$y"

KEYS_AND_REPORTS = re.compile(rf"\x1b\[(?:{_KEYS}|{_REPORTS})|{_SS3}", _FLAGS)
"""Sequences that are keys, mouse, focus and one mode; all others are answers."""


class Splitter:
    """Splits the terminal's input into pieces, across any number of reads."""

    def __init__(self) -> None:
        self._held = ""
        self._pasting = False

    @property
    def waiting(self) -> bool:
        """Whether the input so far ends in an escape that may be a key or begin a sequence."""
        return bool(self._held) and not self._pasting

    def feed(self, text: str) -> Iterator[Piece]:
        """Add what was read; yield the complete pieces."""
        self._held += text
        yield from self._split(final=False)

    def flush(self) -> Iterator[Piece]:
        """Yield the rest as keys, because no more input came for a while."""
        yield from self._split(final=True)

    def _split(self, final: bool) -> Iterator[Piece]:
        while self._held:
            if self._pasting:
                text, end, rest = self._held.partition(PASTE_END)
                if not end:
                    return
                self._held, self._pasting = rest, False
                yield Piece(InputKind.PASTE, text)
            elif not self._held.startswith(ESC):
                text, escape, rest = self._held.partition(ESC)
                self._held = escape + rest
                yield Piece(InputKind.INPUT, text)
            elif sequence := _SEQUENCE.match(self._held):
                self._held = self._held[sequence.end() :]
                if sequence[0] == PASTE_START:
                    self._pasting = True
                elif KEYS_AND_REPORTS.fullmatch(sequence[0]) and sequence[0] != PASTE_END:
                    yield Piece(InputKind.INPUT, sequence[0])
            elif _INCOMPLETE.fullmatch(self._held) and not final:
                return
            elif re.fullmatch(_INCOMPLETE_STRING, self._held, _FLAGS):
                self._held = ""
            else:
                self._held = self._held[1:]
                yield Piece(InputKind.ESCAPE, ESC)
