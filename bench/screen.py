"""The screen of an emulated terminal, to see when a text stands on it."""

from __future__ import annotations

import re
from unicodedata import normalize

import pyte

ANSWERS = {
    rb"\[>0?q": b"\x1bP>|XTerm(390)\x1b\\",
    rb"\[8\$p": b"\x1b[8;0$y",
    rb"\[>0?c": b"\x1b[>41;390;0c",
    rb"\[0?c": b"\x1b[?64;1;2;6;22c",
    rb"\[\?2026\$p": b"\x1b[?2026;2$y",
    rb"\[\?2048\$p": b"\x1b[?2048;0$y",
}
"""What xterm answers to what it is asked behind an escape: a terminal that leaves visual order
alone."""

# It begins with the escape, so that what is measured does not wait while each byte is tried.
_QUERY = re.compile(rb"\x1b(?:%s)" % b"|".join(b"(%s)" % query for query in ANSWERS))
_REPLIES = tuple(ANSWERS.values())
_PARTIAL = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_](?:[^\x07\x1b]|\x1b(?!\\))*\x1b?|[ -/]*)?\Z", re.DOTALL
)
# What pyte takes for text: strings, and sequences with < = > or an intermediate byte.
_UNKNOWN = re.compile(
    rb"\x1b[\]P_^X].*?(?:\x1b\\|\x07)|\x1b\[[<=>][0-?]*[ -/]*[@-~]|\x1b\[[0-?]*[ -/]+[@-~]"
    rb"|\x1b\[\?[0-?]*[^0-?hlJK]|\x1b\[[\d;]*:[\d;:]*m",
    re.DOTALL,
)


class Cutter:
    """Cuts a stream of bytes where no escape sequence is torn apart."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> bytes:
        """Whole sequences and text; what is torn waits for the next call."""
        data = self._rest + data
        torn = _PARTIAL.search(data)
        cut = torn.start() if torn else len(data)
        self._rest = data[cut:]
        return data[:cut]


def replies(data: bytes) -> list[bytes]:
    """What the terminal answers to the queries in `data`, in their order."""
    return [_REPLIES[(match.lastindex or 1) - 1] for match in _QUERY.finditer(data)]


class Screen:
    """What a program has written, as it looks."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._cutter = Cutter()

    def feed(self, data: bytes) -> None:
        """Take in what the program wrote."""
        self._stream.feed(_UNKNOWN.sub(b"", self._cutter.feed(data)))

    def shows(self, text: str) -> bool:
        """Whether a row holds the text, in logical or visual order, shaped or not."""
        return any(
            text in form
            for row in self._screen.display
            for form in (row, normalize("NFKC", row), normalize("NFKC", row[::-1]))
        )

    def text(self) -> str:
        """The whole screen, for a message."""
        return "\n".join(row.rstrip() for row in self._screen.display)
