"""Files of records: a stream of their lines, and a record's fields turned into a document."""

from __future__ import annotations

import codecs
import io
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple, NoReturn, cast

from tui.errors import CorpusError
from tui.model import JSON, title_of
from tui.sources.encodings import shown
from tui.sources.files import MAX_BYTES, Note, Refusal, SourceDocument, SourceFile

_ANNOTATED = ("spans", "links", "entities", "relations", "annotations")


class Line(NamedTuple):
    """One line of a file, its line feed included."""

    number: int
    """1-based."""
    text: str
    """"" where the line has a fault."""
    fault: str = ""
    """Why the line cannot be read."""


def lines(stream: io.BufferedIOBase, encoding: str, *, limit: int = MAX_BYTES) -> Iterator[Line]:
    """Read lines that end in a line feed and in nothing else: U+0085 and U+2028 are text.

    A line of more than `limit` bytes, or one that the encoding cannot read, is a fault of its
    own; the others follow. The stream stands behind a byte-order mark.
    """
    if encoding.startswith(("utf-16", "utf-32")):
        yield from _wide_lines(stream, encoding, limit)
        return
    decode = codecs.lookup(encoding).decode
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if len(raw) > limit:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(limit)
            yield Line(number, "", f"longer than {limit:,} bytes")
            continue
        try:
            yield Line(number, decode(raw)[0])
        except UnicodeDecodeError as error:
            yield Line(number, "", f"not valid {shown(encoding)} at byte {error.start + 1:,}")


def _wide_lines(stream: io.BufferedIOBase, encoding: str, limit: int) -> Iterator[Line]:
    """Lines of UTF-16 and UTF-32, in which a line feed is no single byte."""
    text = io.TextIOWrapper(cast("BinaryIO", stream), encoding, newline="\n")
    try:
        for number in itertools.count(1):
            line = text.readline(limit + 1)
            if not line:
                return
            if len(line) <= limit:
                yield Line(number, line)
                continue
            while line and not line.endswith("\n"):
                line = text.readline(limit)
            yield Line(number, "", f"longer than {limit:,} characters")
    except UnicodeDecodeError as error:
        fault = f"not valid {shown(encoding)} ({error.reason}): read no further"
        yield Line(number, "", fault)
    finally:
        text.detach()  # the stream is closed by whoever opened it


@dataclass(slots=True)
class Records:
    """Makes the documents of one file of records."""

    file: SourceFile
    encoding: str
    text_field: str
    replace_surrogates: bool = False
    seen: set[str] = field(default_factory=set)
    """The ids of the records so far."""
    places: set[str] = field(default_factory=set)
    """What the sources of the records so far say behind the file's path."""
    noted: bool = False

    def jsonl(self, stream: io.BufferedIOBase) -> Iterator[SourceDocument | Refusal | Note]:
        """The documents of a file that holds one JSON object a line."""
        for line in lines(stream, self.encoding):
            if line.fault:
                yield self.refusal(line.number, line.fault)
            elif not line.text.isspace():
                try:
                    yield from self._record(line)
                except CorpusError as error:
                    yield self.refusal(line.number, str(error))

    def _record(self, line: Line) -> Iterator[SourceDocument | Note]:
        fields = _object(line.text.rstrip("\r\n"))
        if "\\u" in line.text and _has_lone_surrogates(fields):
            if not self.replace_surrogates:
                raise CorpusError("holds a lone surrogate, which is no character")
            fields = {_mended_text(name): _mended(value) for name, value in fields.items()}
            yield Note(self.file.path, "lone surrogates were replaced by U+FFFD", line.number)
        if not self.noted and any(isinstance(fields.get(n), list) for n in _ANNOTATED):
            self.noted = True
            yield Note(self.file.path, "holds annotations too, which only `import` reads")
        yield self.document(fields, line.number)

    def document(self, fields: dict[str, JSON], line: int) -> SourceDocument:
        """Return the document of a record; CorpusError when it has no text or no id of its own.

        All fields but the id and the text go into `meta`; the members of a field `meta` that is
        an object stand there beside them, where no name is taken twice.
        """
        text = fields.get(self.text_field)
        if not isinstance(text, str):
            raise CorpusError(self._no_text(fields))
        name = _id_of(fields.get("id"))
        record_id = name or f"{self.file.id}#{line}"
        if record_id in self.seen:
            raise CorpusError(f"an earlier record of the file has the same id, {record_id}")
        self.seen.add(record_id)
        place = self._place(name, line)
        rest = {n: v for n, v in fields.items() if n not in (self.text_field, "id")}
        own_title = rest.get("title")
        return SourceDocument(
            id=record_id,
            title=(title_of(own_title) if isinstance(own_title, str) else "")
            or title_of(text)
            or record_id,
            source=f"{self.file.path}#{place}",
            text=text,
            meta=_flat(rest),
            encoding=self.encoding,
            folder=self.file.folder,
        )

    def _place(self, name: str, line: int) -> str:
        """What tells the record from the others of its file: its id, else its line.

        An id may be the line of a record that has none. The later of the two says which it is:
        of one source, it would be taken for the earlier one with another text.
        """
        place = name or str(line)
        while place in self.places:
            place = f"{'id' if name else 'line'} {place}"
        self.places.add(place)
        return place

    def refusal(self, line: int, reason: str) -> Refusal:
        """Return the refusal of one line."""
        return Refusal(self.file.path, reason, line)

    def _no_text(self, fields: dict[str, JSON]) -> str:
        if self.text_field in fields:
            return f"the field {self.text_field!r} is no text"
        names = ", ".join(map(repr, list(fields)[:6])) or "none"
        return f"has no field {self.text_field!r} (its fields: {names}); name it by --text-field"


def _object(line: str) -> dict[str, JSON]:
    try:
        value = json.loads(line, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise CorpusError(f"no valid JSON: {error.msg} at column {error.colno:,}") from None
    except ValueError as error:  # NaN and its like, a number of thousands of digits
        raise CorpusError(f"no valid JSON: {error}") from None
    except RecursionError:
        raise CorpusError("its JSON is nested too deeply") from None
    if not isinstance(value, dict):
        raise CorpusError("is no JSON object, {…}")
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def _id_of(value: JSON) -> str:
    """A record's own id, "" when it has none. 7 and "7" are one id, "007" is another."""
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise CorpusError("its id is neither text nor a whole number")
    return "" if value is None else str(value)


def _flat(fields: dict[str, JSON]) -> dict[str, JSON]:
    inner = fields.get("meta")
    if not isinstance(inner, dict) or any(name in fields for name in inner if name != "meta"):
        return fields
    return {**{n: v for n, v in fields.items() if n != "meta"}, **inner}


def _has_lone_surrogates(value: JSON) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _mended(value: JSON) -> JSON:
    """The value with U+FFFD for each lone surrogate."""
    if isinstance(value, str):
        return _mended_text(value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {_mended_text(name): _mended(item) for name, item in value.items()}
    return value


def _mended_text(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
