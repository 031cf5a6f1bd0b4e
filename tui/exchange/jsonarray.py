"""One JSON array taken apart into its items' texts, without holding all of it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from tui.exchange.lines import Source

_CHUNK = 1 << 16
_NOT_SPACE = re.compile(r"[^ \t\r\n]")
_SIGN = re.compile(r'["{}\[\]]')
_IN_STRING = re.compile(r'\\.|"', re.DOTALL)


def array_items(source: Source, stream: BinaryIO) -> Iterator[tuple[int, str]]:
    """The text of each object of the array, with the line on which it begins.

    The texts are balanced, not yet parsed.

    Raises ExchangeError: the stream is not UTF-8, no array of objects, or ends too early.
    """
    buffer = _Buffer(source, stream)
    buffer.take("[", "not a JSON array")
    sign = buffer.sign()
    while sign != "]":
        line = buffer.line
        yield line, buffer.value()
        sign = buffer.sign()
        if sign == ",":
            buffer.take(",", "")
            sign = "," if buffer.sign() == "]" else buffer.sign()
        elif sign != "]":
            raise source.error("not JSON: no comma between two items", buffer.line)
    buffer.take("]", "")
    if buffer.sign():
        raise source.error("not JSON: more after the array", buffer.line)


class _Buffer:
    """The part of the stream that has been read and not yet been taken."""

    def __init__(self, source: Source, stream: BinaryIO) -> None:
        self.line = 1
        """The line of the next character."""
        self._source = source
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._at = 0

    def sign(self) -> str:
        """The next character that is not white space, not taken; empty at the end."""
        while True:
            found = _NOT_SPACE.search(self._text, self._at)
            end = found.start() if found else len(self._text)
            self._advance(end)
            if found:
                return found.group()
            if not self._read():
                return ""

    def take(self, sign: str, otherwise: str) -> None:
        """Takes the next character.

        Raises ExchangeError: it is another one; `otherwise` says what that means.
        """
        if self.sign() != sign:
            raise self._source.error(otherwise, self.line)
        self._advance(self._at + 1)

    def value(self) -> str:
        """Takes the object that begins here, up to the brace that closes it.

        Raises ExchangeError: no object begins here, or it does not end, or is too long.
        """
        if self.sign() != "{":
            raise self._source.error("not a JSON object", self.line)
        depth, in_string, position = 0, False, self._at
        while True:
            found = (_IN_STRING if in_string else _SIGN).search(self._text, position)
            if found is None:
                # A backslash at the end belongs to the character that comes next.
                left = 1 if in_string and self._text.endswith("\\") else 0
                position = max(position, len(self._text) - left) - self._at
                self._more()
                position += self._at
                continue
            position = found.end()
            sign = found.group()
            if sign == '"':
                in_string = not in_string
            elif not in_string:
                depth += 1 if sign in "{[" else -1
                if depth == 0:
                    start = self._at
                    self._advance(position)
                    return self._text[start:position]

    def _more(self) -> None:
        if len(self._text) - self._at > self._source.max_line:
            raise self._source.too_long("item", self.line)
        if not self._read():
            raise self._source.error("not JSON: the file ends inside an item", self.line)

    def _read(self) -> bool:
        """Reads on; False at the end. What was taken is let go."""
        # As much again as is held: a long item is not copied once a chunk.
        chunk = self._stream.read(max(_CHUNK, len(self._text) - self._at))
        try:
            text = self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            line = self.line + self._text.count("\n", self._at)
            raise self._source.error(f"not UTF-8: {error.reason}", line) from error
        self._text = self._text[self._at :] + text
        self._at = 0
        return bool(chunk)

    def _advance(self, end: int) -> None:
        self.line += self._text.count("\n", self._at, end)
        self._at = end
