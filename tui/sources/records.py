"""Turn the records of a file, JSON objects or rows of a table, into documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tui.errors import CorpusError, ExchangeError
from tui.model import JSON, title_of
from tui.sources.files import Note, Refusal, SourceDocument, SourceFile
from tui.sources.json_lines import InputFile
from tui.sources.json_values import Fields, digits_of

_ANNOTATED = ("spans", "links", "entities", "relations", "annotations")


@dataclass(slots=True)
class Records:
    """Makes the documents of one file of records."""

    file: SourceFile
    encoding: str
    """Python's name of the file's encoding."""
    text_field: str
    seen_ids: set[str] = field(default_factory=set)
    """The ids of the records so far."""
    used_suffixes: set[str] = field(default_factory=set)
    """The parts of the records' sources after the file's path, so far."""
    noted: bool = False

    def json(self, source: InputFile) -> Iterator[SourceDocument | Refusal | Note]:
        """Yield the documents of a file with one JSON object a line, or of one JSON array."""
        for fields in source.objects():
            if isinstance(fields, ExchangeError):
                yield self.refusal(fields.line, fields.message)
                continue
            try:
                yield from self._record(fields)
            except CorpusError as error:
                yield self.refusal(fields.line, str(error))

    def _record(self, fields: Fields) -> Iterator[SourceDocument | Note]:
        if fields.surrogates_replaced:
            yield Note(self.file.path, "lone surrogates were replaced by U+FFFD", fields.line)
        if not self.noted and any(isinstance(fields.values.get(name), list) for name in _ANNOTATED):
            self.noted = True
            yield Note(self.file.path, "also contains annotations, which only `import` reads")
        yield self.document(fields.plain(), fields.number)

    def document(self, fields: dict[str, JSON], line: int) -> SourceDocument:
        """Return the document of a record. Raises CorpusError without a text or a unique id.

        All fields but the id and the text go into `meta`. If a field `meta` is an object, its
        members go there too, unless a name would occur twice.
        """
        text = fields.get(self.text_field)
        if not isinstance(text, str):
            raise CorpusError(self._no_text(fields))
        name = _record_id(fields.get("id"))
        record_id = name or f"{self.file.id}#{line}"
        if record_id in self.seen_ids:
            raise CorpusError(f"an earlier record of the file has the same id, {record_id}")
        self.seen_ids.add(record_id)
        place = self._source_suffix(name, line)
        rest = {
            name: value for name, value in fields.items() if name not in (self.text_field, "id")
        }
        own_title = rest.get("title")
        return SourceDocument(
            id=record_id,
            title=(title_of(own_title) if isinstance(own_title, str) else "")
            or title_of(text)
            or record_id,
            source=f"{self.file.path}#{place}",
            text=text,
            meta=_flatten_meta(rest),
            encoding=self.encoding,
            folder=self.file.folder,
            file=self.file.id if name else "",
        )

    def _source_suffix(self, name: str, line: int) -> str:
        """Return what identifies the record in its file: its id, else its line.

        An id can equal the line of a record without an id. The later of the two gets a prefix: with
        the same source it would count as a new text of the earlier one.
        """
        place = name or str(line)
        while place in self.used_suffixes:
            place = f"{'id' if name else 'line'} {place}"
        self.used_suffixes.add(place)
        return place

    def refusal(self, line: int | None, reason: str) -> Refusal:
        """Return the refusal of one line."""
        return Refusal(self.file.path, reason, line)

    def _no_text(self, fields: dict[str, JSON]) -> str:
        if self.text_field in fields:
            return f"the field {self.text_field!r} is not text"
        names = ", ".join(map(repr, list(fields)[:6])) or "none"
        return f"has no field {self.text_field!r} (its fields: {names}); name it by --text-field"


def _record_id(value: JSON) -> str:
    """Return a record's own id, "" if it has none. 7, 7.0 and "7" are one id, "007" is another."""
    if value is None or isinstance(value, str):
        return value or ""
    digits = digits_of(value)
    if not digits:
        raise CorpusError("its id is neither text nor a whole number")
    return digits


def _flatten_meta(fields: dict[str, JSON]) -> dict[str, JSON]:
    inner = fields.get("meta")
    if not isinstance(inner, dict) or any(name in fields for name in inner if name != "meta"):
        return fields
    return {**{name: value for name, value in fields.items() if name != "meta"}, **inner}
