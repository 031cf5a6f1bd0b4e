"""Turn the records of a file, JSON objects or rows of a table, into documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tui.errors import CorpusError, ExchangeError
from tui.model import JSON, title_of
from tui.sources.files import Note, Refusal, SourceDocument, SourceFile
from tui.sources.json_lines import InputFile
from tui.sources.json_values import Fields

_ANNOTATED = ("spans", "links", "entities", "relations", "annotations")


@dataclass(slots=True)
class Records:
    """Makes the documents of one file of records."""

    file: SourceFile
    encoding: str
    """Python's name of the file's encoding."""
    text_field: str
    seen: set[str] = field(default_factory=set)
    """The ids of the records so far."""
    places: set[str] = field(default_factory=set)
    """What the sources of the records so far have after the file's path."""
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
        if fields.mended:
            yield Note(self.file.path, "lone surrogates were replaced by U+FFFD", fields.line)
        if not self.noted and any(isinstance(fields.values.get(n), list) for n in _ANNOTATED):
            self.noted = True
            yield Note(self.file.path, "holds annotations too, which only `import` reads")
        yield self.document(fields.plain(), fields.number)

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

    def refusal(self, line: int | None, reason: str) -> Refusal:
        """Return the refusal of one line."""
        return Refusal(self.file.path, reason, line)

    def _no_text(self, fields: dict[str, JSON]) -> str:
        if self.text_field in fields:
            return f"the field {self.text_field!r} is not text"
        names = ", ".join(map(repr, list(fields)[:6])) or "none"
        return f"has no field {self.text_field!r} (its fields: {names}); name it by --text-field"


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
