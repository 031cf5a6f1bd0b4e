"""One JSON array taken apart into its items' texts, without holding all of it.

Files read piece by piece: lines of JSON, or the items of one JSON array.

Only `\n` ends a line: U+0085, U+2028 and the like are text, so nothing here uses
`splitlines`. At most one line or item is in memory, and none is longer than `MAX_LINE`.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from tui.errors import ExchangeError
from tui.sources.json_values import Fields, decoded, kind_of, parsed

MAX_LINE = 64 * 1024 * 1024
"""Bytes of one line or item, at most; a text of 10 MB with its annotations is far below it."""


_GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class Source:
    """A file that is being read; `position` tells how far the reading is."""

    path: Path
    max_line: int = MAX_LINE
    replace_surrogates: bool = False
    position: int = 0
    """Bytes of the file on disk that have been read."""
    _raw: BinaryIO | None = None

    @property
    def name(self) -> str:
        """What errors call the file."""
        return str(self.path)

    def error(self, message: str, line: int | None = None) -> ExchangeError:
        """The error that says so of this file."""
        return ExchangeError(message, file=self.name, line=line)

    def too_long(self, what: str, line: int) -> ExchangeError:
        """The error that says so of a line or an item."""
        return self.error(f"the {what} is longer than {self.max_line >> 20} MiB", line)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The file's bytes, decompressed where it is gzip.

        Raises ExchangeError: it cannot be read.
        """
        try:
            with self.path.open("rb") as raw:
                self._raw = raw
                if raw.peek(2)[:2] == _GZIP:
                    with gzip.GzipFile(fileobj=raw) as plain:
                        yield cast("BinaryIO", plain)
                else:
                    yield raw
                self.position = raw.tell()
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise self.error(f"cannot be read: {reason}") from error
        finally:
            self._raw = None

    def tick(self) -> None:
        """Notes how far the reading is."""
        if self._raw is not None:
            self.position = self._raw.tell()

    def lines(self, *, blank: bool = False) -> Iterator[tuple[int, bytes]]:
        """The lines without the white space around them, each with its number from 1.

        Blank ones are left out unless they are asked for.

        Raises ExchangeError: the file cannot be read, or a line is too long.
        """
        with self.opened() as stream:
            number = 0
            while raw := stream.readline(self.max_line + 1):
                number += 1
                if len(raw) > self.max_line:
                    raise self.too_long("line", number)
                if number == 1:
                    raw = raw.removeprefix(codecs.BOM_UTF8)
                stripped = raw.strip(b" \t\r\n")
                if stripped or blank:
                    yield number, stripped
                self.tick()

    def objects(self) -> Iterator[Fields | ExchangeError]:
        """The object of each line of a JSONL file, or what is wrong with the line.

        Raises ExchangeError: the file cannot be read, or a line is too long.
        """
        for number, raw in self.lines():
            try:
                yield self.object_of(decoded(raw, self.name, number), number)
            except ExchangeError as error:
                yield error

    def values(self) -> Iterator[Fields | ExchangeError]:
        """The objects of a file that is a JSON array, or has one a line."""
        with self.opened() as stream:
            head = stream.read(1024).removeprefix(codecs.BOM_UTF8).lstrip()
        return self.items() if head.startswith(b"[") else self.objects()

    def object_of(self, text: str, line: int) -> Fields:
        """The JSON object that `text` holds.

        Raises ExchangeError: it is not JSON, or JSON of another kind.
        """
        value = parsed(text, self.name, line, replace_surrogates=self.replace_surrogates)
        if not isinstance(value, dict):
            raise self.error(f"not a JSON object but {kind_of(value)}", line)
        return Fields(value, self.name, line)

    def items(self) -> Iterator[Fields | ExchangeError]:
        """The objects of one JSON array, or what is wrong with one.

        Raises ExchangeError: the file cannot be read, is no array, or ends too early.
        """
        with self.opened() as stream:
            for line, text in array_items(self, stream):
                try:
                    yield self.object_of(text, line)
                except ExchangeError as error:
                    yield error
                self.tick()


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
