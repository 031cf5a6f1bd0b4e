"""Read files in pieces: lines, JSON lines, the items of one JSON array.

`add` and `import` both read through `InputFile`: gzip is recognised by its first bytes and not by
the file's name, the encoding by a byte-order mark or by the bytes. Only `\\n` ends a line: U+0085,
U+2028 and the like are text, so nothing here uses `splitlines`. At most one line or item is in
memory, and none is longer than `MAX_LINE`.
"""

from __future__ import annotations

import codecs
import gzip
import io
import itertools
import json
import re
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, NamedTuple, cast

from tui.errors import ExchangeError, NotText
from tui.sources.encodings import canonical_name, detect, display_name, mark_length
from tui.sources.json_values import Fields, kind_of, parse_json

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_LINE = 256 * 1024 * 1024
"""Bytes of one line, row or item, at most: room for the largest text (100 MiB, see
`tui.sources.files`) with the escapes of JSON and its annotations."""

GZIP = b"\x1f\x8b"
"""The first bytes of gzip data (RFC 1952, 2.3.1)."""

_FREE, _RATIO = 256 << 20, 100
"""Bytes of gzip data up to which it may unpack to any number of times its size, and how many times
it may be after that: text is seldom packed to less than a twentieth."""

_SAMPLE = 1 << 16
"""The most bytes that are examined to recognise an encoding."""

_CHUNK = 1 << 16

_NOT_SPACE = re.compile(r"[^ \t\r\n]")

_BRACKET = re.compile(r'["{}\[\]]')

_IN_STRING = re.compile(r'\\.|"', re.DOTALL)


class Line(NamedTuple):
    """One line of a file, with its line feed."""

    number: int
    """1-based."""
    text: str


@dataclass(slots=True)
class InputFile:
    """A file that is read as text; `position` is how much has been read, in bytes."""

    path: Path
    max_line: int = MAX_LINE
    replace_surrogates: bool = False
    """Whether lone surrogates in JSON become U+FFFD; otherwise a line with one is an error."""
    encoding: str | None = None
    """The encoding to read; None to recognise it. A byte-order mark comes first."""
    recognise: Literal["unicode", "letters", "any"] = "unicode"
    """Which encodings are recognised: UTF-8, UTF-16 and UTF-32; those of Arabic and Hebrew, by
    their letters, too; or any that a general detector finds."""
    every_blank: bool = True
    """Whether `lines` yields every blank line."""
    position: int = 0
    """Bytes of the file on disk that have been read."""
    data: bytes | None = None
    """The file's bytes, if they are in memory: it was piped in, and `path` is only a name."""
    _raw: BinaryIO | None = field(default=None, init=False, repr=False)
    _found: tuple[str, int] | None = field(default=None, init=False, repr=False)

    @property
    def name(self) -> str:
        """The name of the file in errors."""
        return str(self.path)

    def error(self, message: str, line: int | None = None) -> ExchangeError:
        """Return an error about the file."""
        return ExchangeError(message, file=self.name, line=line)

    def too_long(self, what: str, line: int) -> ExchangeError:
        """Return the error that a line, an item or a file is longer than `max_line`."""
        return self.error(f"the {what} is longer than {self.max_line >> 20} MiB", line)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the file's bytes, decompressed if it is gzip.

        Raises ExchangeError if it cannot be read.
        """
        if self.data is None and self.path.exists() and not self.path.is_file():
            # Reading a pipe or a device would block, and a file is read more than once.
            raise self.error("cannot be read: it is not a regular file")
        try:
            with self._open() as raw:
                self._raw = raw
                if raw.peek(2)[:2] == GZIP:
                    with io.BufferedReader(_Unpacked(self, raw), _CHUNK) as plain:
                        yield plain
                else:
                    yield raw
                self.position = raw.tell()
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:  # before OSError, its base
            raise self.error(f"cannot be read: its gzip data is damaged ({error})") from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise self.error(f"cannot be read: {reason}") from error
        finally:
            self._raw = None

    def _open(self) -> io.BufferedReader:
        return self.path.open("rb") if self.data is None else _buffered(self.data)

    def update_position(self) -> None:
        """Update `position`."""
        if self._raw is not None:
            self.position = self._raw.tell()

    def recognised_encoding(self) -> str:
        """Return Python's name of the file's encoding.

        Raises ExchangeError if the file cannot be read or is not text.
        """
        return self._encoding()[0]

    def _encoding(self) -> tuple[str, int]:
        """Return the encoding, and the bytes of the byte-order mark."""
        if self._found is None:
            with self.opened() as stream:
                sample = stream.read(_SAMPLE)
            try:
                self._found = self._detect_encoding(sample)
            except NotText as error:
                raise self.error(str(error)) from error
        return self._found

    def _detect_encoding(self, sample: bytes) -> tuple[str, int]:
        mark = mark_length(sample)
        if self.encoding and not mark:
            return canonical_name(self.encoding), 0
        try:
            found = detect(sample, guess=self.recognise == "any")
        except NotText:
            # Annotated text may hold any control characters; bytes that are not UTF-8 are
            # reported by line.
            if self.recognise != "unicode":
                raise
            found = "utf-8"
        is_wanted = self.recognise != "unicode" or found.startswith("utf")
        return found if is_wanted else "utf-8", mark

    @contextmanager
    def _text(self) -> Iterator[tuple[BinaryIO, str]]:
        """Open the file after its byte-order mark; give the stream and its encoding."""
        encoding, mark = self._encoding()
        with self.opened() as stream:
            stream.read(mark)
            yield stream, encoding

    def lines(self, *, every_blank: bool = True) -> Generator[Line | ExchangeError]:
        """Yield the lines, or an error for one that is too long or not in the encoding.

        Without `every_blank` several blank lines in a row may be given as one, which is far
        faster where there are millions; the attribute of this name may change in between.

        Raises ExchangeError if the file cannot be read.
        """
        self.every_blank = every_blank
        with self._text() as (stream, encoding):
            read = self._wide_lines if _is_wide(encoding) else self._lines
            for line in read(stream, encoding):
                yield line
                self.update_position()

    def _lines(self, stream: BinaryIO, encoding: str) -> Iterator[Line | ExchangeError]:
        decode = codecs.lookup(encoding).decode
        number = 0
        while raw := stream.readline(self.max_line + 1):
            number += 1
            if len(raw) > self.max_line:
                while raw and not raw.endswith(b"\n"):
                    raw = stream.readline(_CHUNK)
                yield self.too_long("line", number)
                continue
            try:
                yield Line(number, decode(raw)[0])
            except UnicodeDecodeError as error:
                byte = f"byte 0x{raw[error.start]:02x} at byte {error.start + 1:,} of the line"
                yield self.error(f"not {display_name(encoding)}: {byte}", number)
            if raw in _BLANK_LINES and not self.every_blank:
                number += _pass_blank_lines(stream)

    def _wide_lines(self, stream: BinaryIO, encoding: str) -> Iterator[Line | ExchangeError]:
        """Yield the lines of UTF-16 or UTF-32, in which a line feed is not a single byte."""
        limit = self.max_line // (2 if "16" in encoding else 4)
        text = io.TextIOWrapper(stream, encoding, newline="\n")
        number = 0
        try:
            for number in itertools.count(1):
                line = text.readline(limit + 1)
                if not line:
                    return
                if len(line) <= limit:
                    yield Line(number, line)
                    continue
                while line and not line.endswith("\n"):
                    line = text.readline(_CHUNK)
                yield self.too_long("line", number)
        except UnicodeError as error:
            yield self.error(
                f"not {display_name(encoding)} ({_reason(error)}): read no further", number
            )
        finally:
            text.detach()  # `opened` closes the stream

    def text(self) -> str:
        """Return the whole text of a file that is no longer than a line may be.

        Raises ExchangeError if it is, and for the first line that is not in the encoding.
        """
        lines: list[str] = []
        length = 0
        with closing(self.lines()) as found:
            for line in found:
                if isinstance(line, ExchangeError):
                    raise line
                lines.append(line.text)
                length += len(line.text)
                if length > self.max_line:
                    raise self.too_long("object", 1)
        return "".join(lines)

    def objects(self) -> Iterator[Fields | ExchangeError]:
        """Yield the objects of a file with one per line, of one JSON array, or its one object.

        One object may have several lines, as people and many programs write them. An error takes
        the place of a faulty line or item.

        Raises ExchangeError if the file cannot be read, or if an array is not one or ends early.
        """
        if self.is_array():
            return self._items()
        return self._whole() if self._spans_lines() else self._json_lines()

    def _whole(self) -> Iterator[Fields | ExchangeError]:
        try:
            text = self.text()
        except ExchangeError as error:
            yield error.with_traceback(None)
        else:
            yield self._object_or_error(text, 1)

    def _object_or_error(
        self, text: str, line: int, number: int | None = None
    ) -> Fields | ExchangeError:
        """Return the object or an error.

        The error has no traceback, which would keep the file open as long as the error.
        """
        try:
            return self.parse_object(text, line, number)
        except ExchangeError as error:
            error.original = text
            return error.with_traceback(None)

    def _spans_lines(self) -> bool:
        """Whether the first line begins an object that neither it nor a next object ends."""
        with closing(self.lines(every_blank=False)) as lines:
            found = (one for one in lines if isinstance(one, ExchangeError) or one.text.strip())
            first, second = next(found, None), next(found, None)
        if first is None or second is None or isinstance(first, ExchangeError):
            return False
        text = first.text.strip(" \t\r\n")
        if not text.startswith("{") or text.endswith("}"):
            return False
        if not isinstance(second, ExchangeError) and second.text.lstrip().startswith("{"):
            return False
        return not _is_json(text)

    def is_array(self) -> bool:
        """Return whether the file begins like a JSON array."""
        return self.beginning().lstrip(" \t\r\n").startswith("[")

    def beginning(self) -> str:
        """Return the first characters, of up to 1,024 bytes, without the byte-order mark.

        Raises ExchangeError if the file cannot be read.
        """
        with self._text() as (stream, encoding):
            return stream.read(1024).decode(encoding, "ignore")

    def _json_lines(self) -> Iterator[Fields | ExchangeError]:
        for line in self.lines(every_blank=False):
            if isinstance(line, ExchangeError):
                yield line
            elif text := line.text.strip(" \t\r\n"):
                yield self._object_or_error(text, line.number)

    def _items(self) -> Iterator[Fields | ExchangeError]:
        with self._text() as (stream, encoding):
            for number, (line, text) in enumerate(array_items(self, stream, encoding), 1):
                yield self._object_or_error(text, line, number)
                self.update_position()

    def parse_object(self, text: str, line: int, number: int | None = None) -> Fields:
        """Return the JSON object in `text`; `number` is its place in an array, from 1.

        Raises ExchangeError if it is not JSON, or JSON of another type.
        """
        found = parse_json(text, self.name, line, replace_surrogates=self.replace_surrogates)
        if not isinstance(found.value, dict):
            raise self.error(f"not a JSON object but {kind_of(found.value)}", line)
        return Fields(
            found.value,
            self.name,
            line,
            number=number,
            surrogates_replaced=found.surrogates_replaced,
        )


def _buffered(data: bytes) -> io.BufferedReader:
    """Return a stream of bytes in memory that can peek, as one of a file."""
    return io.BufferedReader(cast("io.RawIOBase", io.BytesIO(data)))


class _Unpacked(io.RawIOBase):
    """A stream of unpacked gzip data; it raises an error for data that unpacks to far too much."""

    def __init__(self, source: InputFile, raw: BinaryIO) -> None:
        self._source = source
        self._raw = raw
        self._unpacked = 0
        self._plain = gzip.GzipFile(fileobj=raw)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read into the buffer; return how many bytes. Raises ExchangeError."""
        count = self._plain.readinto(buffer)
        self._unpacked += count
        if self._unpacked > max(_FREE, _RATIO * self._raw.tell()):
            raise self._source.error(
                f"cannot be read: its gzip data unpacks to more than {_RATIO} times its size; "
                "unpack it, if it is what it should be"
            )
        return count

    def close(self) -> None:
        """Close it, but not the file."""
        self._plain.close()
        super().close()


_BLANK_LINES = frozenset((b"\n", b"\r\n"))


def _pass_blank_lines(stream: BinaryIO) -> int:
    """Skip the blank lines that come next; return how many."""
    passed = 0
    while ahead := cast("io.BufferedReader", stream).peek():
        blank = ahead[: len(ahead) - len(ahead.lstrip(b"\r\n"))]
        end = blank.rfind(b"\n") + 1
        passed += blank.count(b"\n")
        stream.read(end)
        if end < len(ahead):
            break
    return passed


def _reason(error: UnicodeError) -> str:
    """Return why bytes are not in an encoding; UTF-16 without its mark is no UnicodeDecodeError."""
    return error.reason if isinstance(error, UnicodeDecodeError) else str(error)


def _is_wide(encoding: str) -> bool:
    return encoding.startswith(("utf-16", "utf-32"))


def array_items(source: InputFile, stream: BinaryIO, encoding: str) -> Iterator[tuple[int, str]]:
    """Yield each object of the array as text, with the line on which it begins.

    The texts have balanced brackets but are not parsed.

    Raises ExchangeError if the stream is not in the encoding, not an array of objects, or ends too
    early.
    """
    buffer = _Buffer(source, stream, encoding)
    buffer.expect("[", "not a JSON array")
    next_character = buffer.next_character()
    while next_character != "]":
        line = buffer.line
        yield line, buffer.value()
        next_character = buffer.next_character()
        if next_character == ",":
            buffer.expect(",", "")
            next_character = "," if buffer.next_character() == "]" else buffer.next_character()
        elif next_character != "]":
            raise source.error("not JSON: no comma between two items", buffer.line)
    buffer.expect("]", "")
    if buffer.next_character():
        raise source.error("not JSON: more text after the array", buffer.line)


class _Buffer:
    """The part of the stream that was read but not yet used."""

    def __init__(self, source: InputFile, stream: BinaryIO, encoding: str) -> None:
        self.line = 1
        """The line of the next character."""
        self._source = source
        self._stream = stream
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._text = ""
        self._at = 0

    def next_character(self) -> str:
        """Return the next character that is not white space, without consuming it; "" at
        the end."""
        while True:
            found = _NOT_SPACE.search(self._text, self._at)
            end = found.start() if found else len(self._text)
            self._advance(end)
            if found:
                return found.group()
            if not self._read():
                return ""

    def expect(self, next_character: str, message: str) -> None:
        """Consume the next character.

        Raises ExchangeError with `message` if it is a different one.
        """
        if self.next_character() != next_character:
            raise self._source.error(message, self.line)
        self._advance(self._at + 1)

    def value(self) -> str:
        """Consume the object that begins here, up to its closing brace, and return it.

        Raises ExchangeError if no object begins here, or if it does not end or is too long.
        """
        if self.next_character() != "{":
            raise self._source.error("not a JSON object", self.line)
        depth, in_string, position = 0, False, self._at
        while True:
            found = (_IN_STRING if in_string else _BRACKET).search(self._text, position)
            if found is None:
                # A backslash at the end belongs to the character that comes next.
                left = 1 if in_string and self._text.endswith("\\") else 0
                position = max(position, len(self._text) - left) - self._at
                self._more()
                position += self._at
                continue
            position = found.end()
            next_character = found.group()
            if next_character == '"':
                in_string = not in_string
            elif not in_string:
                depth += 1 if next_character in "{[" else -1
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
        """Read more and drop what was consumed; return False at the end."""
        # Read as much again as is buffered, so that a long item is not copied for each chunk.
        chunk = self._stream.read(max(_CHUNK, len(self._text) - self._at))
        try:
            text = self._decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:
            line = self.line + self._text.count("\n", self._at)
            raise self._source.error(
                f"not {display_name(self._encoding)}: {_reason(error)}", line
            ) from error
        self._text = self._text[self._at :] + text
        self._at = 0
        return bool(chunk)

    def _advance(self, end: int) -> None:
        self.line += self._text.count("\n", self._at, end)
        self._at = end


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
