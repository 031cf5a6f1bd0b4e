"""Files read piece by piece: lines of JSON, or the items of one JSON array.

Only `\\n` ends a line: U+0085, U+2028 and the like are text, so nothing here uses
`splitlines`. At most one line or item is in memory, and none is longer than `MAX_LINE`.
"""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from tui.errors import ExchangeError
from tui.exchange.fields import Fields, kind_of
from tui.exchange.jsonarray import array_items
from tui.exchange.jsontext import decoded, parsed

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
