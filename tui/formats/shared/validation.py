"""What comes in, held against the text: the one place where a file's offsets are believed.

A reader hands over raw documents; each becomes a Record whose spans lie where they say and hold
what they say, or a fault with its line. Nothing is moved in silence.

Where the annotations of one document lie in its stored text.

Which ids a file has used, kept on disk: a set of a million would be the import's memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TypeVar

from tui.errors import ExchangeError
from tui.formats.shared.exchange_options import ImportOptions, Unit
from tui.formats.shared.incoming import (
    Faults,
    ImportedDocument,
    ImportReport,
    NewLabel,
    RawDocument,
    RawLink,
    RawSpan,
)
from tui.formats.shared.offset_units import OffsetMap, sure_map
from tui.model import (
    AnnotatedDocument,
    AnnotationStatus,
    Known,
    RecordLink,
    RecordSpan,
    context_of,
    sha256_of,
    span_order,
    title_of,
)
from tui.sources.json_lines import Source
from tui.sources.json_values import Fields


class Seen:
    """The ids that have come by, by kind, and those that links wait for.

    A temporary database of SQLite's own: it lies in memory while it is small, then in a file
    without a name.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(
            """
            PRAGMA journal_mode = OFF;
            PRAGMA synchronous = OFF;
            CREATE TABLE seen (kind TEXT, id TEXT, line INTEGER, PRIMARY KEY (kind, id))
                WITHOUT ROWID;
            CREATE TABLE wanted (kind TEXT, id TEXT, line INTEGER);
            BEGIN;
            """
        )

    def close(self) -> None:
        """Lets go of all of it."""
        self._db.close()

    def first_line(self, kind: str, name: str, line: int) -> int | None:
        """Takes the id in; the line that used it before, if one did."""
        row = (kind, name, line)
        if self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", row).rowcount:
            return None
        found = self._db.execute("SELECT line FROM seen WHERE kind = ? AND id = ?", row[:2])
        first: int = found.fetchone()[0]
        return first

    def want(self, kind: str, name: str, line: int) -> None:
        """Remembers that the line needs this id, which may still come."""
        self._db.execute("INSERT INTO wanted VALUES (?, ?, ?)", (kind, name, line))

    def missing(self, known: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
        """The ids that were wanted, never came, and that `known` denies; with their lines."""
        rows = self._db.execute(
            """
            SELECT id, line FROM wanted WHERE NOT EXISTS (
                SELECT 1 FROM seen WHERE seen.kind = wanted.kind AND seen.id = wanted.id
            ) ORDER BY line
            """
        )
        return ((name, line) for name, line in rows if not known(name))


_SHOWN = 40


class OffsetResolver:
    """Turns what a file says of spans of one document into offsets of its stored text.

    `same` says whether the file's offsets are known to count in the stored text, or in a text
    that the file carries; otherwise one past the end may just be of another version.
    """

    def __init__(
        self, raw: RawDocument, stored: str, *, same: bool, unit: Unit, options: ImportOptions
    ) -> None:
        self._stored = stored
        self._base = stored if raw.text is None else raw.text
        self._map = sure_map(self._base, stored)
        self._same = same or raw.text is not None
        self._offsets = OffsetMap(self._base, unit)
        self._reanchor = options.reanchor
        self._name = raw.id or "the document"

    def place(self, span: RawSpan, source: Source) -> tuple[int, int, bool]:
        """The span in the stored text, and whether it had to be found again.

        Raises ExchangeError: it cannot be a span, or its place is not sure.
        """
        if span.quoted:
            return self._find(span, source)
        try:
            start, end = self._offsets.to_offset(span.start), self._offsets.to_offset(span.end)
            self._check(start, end)
        except ValueError as error:
            raise source.error(f"{_called(span)} {error}", span.line) from error
        base = self._base[start:end]
        expected = base if span.text is None else span.text
        if base == expected and self._map is not None:
            return self._map(start), self._map(end), False
        if self._stored[start:end] == expected:
            return start, end, False
        found = self._reanchor(self._stored, self._wanted(span, start, end, expected))
        if found is not None:
            return *found, True
        message = (
            f"{_called(span)} does not hold {_shown(expected)} but "
            f"{_shown(self._stored[start:end])}, and it is not found elsewhere in {self._name}"
        )
        raise source.error(message, span.line)

    def _find(self, span: RawSpan, source: Source) -> tuple[int, int, bool]:
        """The place of a span by its words alone: that of their only occurrence, or searched."""
        words = span.text or ""
        for before, after in ((span.prefix, span.suffix), ("", "")):
            whole = f"{before}{words}{after}"
            first = self._stored.find(whole)
            if words and first >= 0 and self._stored.find(whole, first + 1) < 0:
                return first + len(before), first + len(before) + len(words), False
        found = self._reanchor(self._stored, self._wanted(span, 0, 0, words)) if words else None
        if found is None:
            raise source.error(f"{_shown(words)} is not found in {self._name}", span.line)
        return *found, True

    def _check(self, start: int, end: int) -> None:
        """Raises ValueError with the rest of a sentence when `[start, end)` can be no span."""
        if start > end:
            raise ValueError("begins after its end")
        if start == end:
            raise ValueError("covers nothing")
        if end > len(self._base) and self._same:
            raise ValueError(f"goes past the end of the text, which is at {len(self._base)}")

    def _wanted(self, span: RawSpan, start: int, end: int, text: str) -> RecordSpan:
        """The span as the search for its place needs it."""
        prefix, suffix = span.prefix, span.suffix
        if not prefix and not suffix and self._base != self._stored:
            prefix, suffix = context_of(self._base, start, end)
        return RecordSpan(span.id, start, end, span.label, text, prefix, suffix)


def _called(span: RawSpan) -> str:
    return f"the annotation [{span.start}, {span.end})"


def _shown(text: str) -> str:
    """The text as an error shows it: short, and with nothing that a terminal obeys."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return repr(short) if short else "anything"


T = TypeVar("T")


class Validator:
    """Makes Records out of one file's raw documents; a context manager.

    Leaving it without an exception raises the faults that were taken in, if any.
    """

    def __init__(self, report: ImportReport, options: ImportOptions, unit: Unit) -> None:
        self.report = report
        self.source = report.source
        self._options = options
        self._unit = options.unit or unit
        self._labels = None if options.labels is None else {info.name for info in options.labels}
        self._seen = Seen()
        self._errors: list[ExchangeError] = []

    def __enter__(self) -> Validator:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        try:
            if isinstance(error, ExchangeError) and self._errors and not isinstance(error, Faults):
                raise Faults([*self._errors, error])
            if kind is None:
                self._finish()
        finally:
            self._seen.close()

    def fault(self, error: ExchangeError) -> None:
        """Takes a fault in; the file will be refused at its end.

        Raises Faults: there are so many that reading on is of no use.
        """
        self._errors.append(error)
        if len(self._errors) >= self._options.faults:
            raise Faults(self._errors)

    def each(
        self, pieces: Iterable[Fields | ExchangeError], make: Callable[[Fields], T]
    ) -> Iterator[T]:
        """What `make` makes of each piece; what cannot be read or made is a fault."""
        for piece in pieces:
            try:
                if isinstance(piece, ExchangeError):
                    raise piece
                made = make(piece)
            except ExchangeError as error:
                self.fault(error)
            else:
                yield made

    def accept(self, raw: RawDocument, *, again: bool = False) -> Iterator[ImportedDocument]:
        """The document as a Record; nothing when the document itself has a fault.

        `again` says that more of a document that the file has named before is no fault.
        """
        try:
            if raw.id and not again:
                self._once("document", raw.id, raw.line)
            known, text = self._text_of(raw)
        except ExchangeError as error:
            self.fault(error)
            return
        record = self._record(raw, known, text)
        self.report.documents += 1
        self.report.spans += len(record.spans)
        self.report.links += len(record.links)
        yield ImportedDocument(record, raw.line, known is not None)

    def _finish(self) -> None:
        for name, line in self._seen.missing(self._options.has_annotation):
            self.fault(self.source.error(f"a link leads to {name!r}, which is nowhere", line))
        if self._errors:
            raise self._errors[0] if len(self._errors) == 1 else Faults(self._errors)

    def _once(self, kind: str, name: str, line: int) -> None:
        first = self._seen.first_line(kind, name, line)
        if first is not None:
            raise self.source.error(f"{kind} {name!r} was already in line {first}", line)

    def _text_of(self, raw: RawDocument) -> tuple[Known | None, str]:
        """The document of the database, if it is there, and the text that counts."""
        sha256 = raw.sha256
        if raw.text is not None:
            actual = sha256_of(raw.text)
            if sha256 and sha256 != actual:
                message = "the text is not the one that its sha256 was made of"
                raise self.source.error(message, raw.line)
            sha256 = actual
        known = self._options.lookup(raw.id, sha256)
        if known is not None:
            return known, known.text
        if raw.text is None:
            name = repr(raw.id) if raw.id else "without an id"
            message = f"unknown document {name}: the database does not hold it, add it first"
            raise self.source.error(message, raw.line)
        return None, raw.text

    def _record(self, raw: RawDocument, known: Known | None, text: str) -> AnnotatedDocument:
        same = known is None or not raw.sha256 or raw.sha256 == known.sha256
        placement = OffsetResolver(raw, text, same=same, unit=self._unit, options=self._options)
        keys: dict[str, str] = {}
        spans: list[RecordSpan] = []
        for one in raw.spans:
            try:
                spans.append(self._span(one, placement, text))
                keys[one.key or spans[-1].id] = spans[-1].id
            except ExchangeError as error:
                self.fault(error)
        links = self._links(raw.links, keys)
        spans.sort(key=span_order)
        links.sort(key=lambda link: link.id)
        if known is not None:
            names = known.id, known.title, known.source, known.sha256
        else:
            names = self._names(raw, text)
        progress = tuple(sorted(raw.progress, key=lambda one: one.annotator))
        return AnnotatedDocument(*names, text, raw.meta, tuple(spans), tuple(links), progress)

    def _names(self, raw: RawDocument, text: str) -> tuple[str, str, str, str]:
        """Id, title, source and hash of a document that the database does not hold."""
        own = f"{self.source.path.name}#{raw.line}"
        title = (title_of(text) or raw.id or own) if raw.title is None else raw.title
        source = raw.source or f"{self.source.path.absolute()}#{raw.line}"
        return raw.id or own, title, source, raw.sha256 or sha256_of(text)

    def _span(self, raw: RawSpan, placement: OffsetResolver, text: str) -> RecordSpan:
        start, end = raw.start, raw.end
        if raw.status == "orphaned":
            if not 0 <= start <= end:
                raise self.source.error(f"an orphan from {start} to {end}", raw.line)
            exact, prefix, suffix = raw.text or "", raw.prefix, raw.suffix
        else:
            start, end, moved = placement.place(raw, self.source)
            exact = text[start:end]
            prefix, suffix = context_of(text, start, end)
            if moved:
                self.report.found_again(raw.line)
        status = self._status(raw.status)
        return RecordSpan(
            id=self._id(raw, "annotation"),
            start=start,
            end=end,
            label=self._label(raw),
            text=exact,
            prefix=prefix,
            suffix=suffix,
            attributes=raw.attributes,
            note=raw.note,
            annotator=raw.annotator or self._options.annotator,
            status=status,
            origin=raw.origin or self._origin(raw.status, status),
            created_at=raw.created_at or self._options.now,
            updated_at=raw.updated_at or raw.created_at,
            deleted_at=raw.deleted_at,
        )

    def _links(self, raws: Iterable[RawLink], keys: dict[str, str]) -> list[RecordLink]:
        """The links; one to an annotation that is not in `keys` may lead to another document."""
        links = []
        for raw in raws:
            try:
                if raw.from_key not in keys:
                    message = f"a link goes out from {raw.from_key!r}, which is not in its document"
                    raise self.source.error(message, raw.line)
                links.append(self._link(raw, keys[raw.from_key], keys.get(raw.to_key)))
            except ExchangeError as error:
                self.fault(error)
        return links

    def _link(self, raw: RawLink, from_id: str, to_id: str | None) -> RecordLink:
        if to_id is None:
            self._seen.want("annotation", raw.to_key, raw.line)
        return RecordLink(
            id=self._id(raw, "link"),
            type=raw.type,
            from_id=from_id,
            to_id=to_id or raw.to_key,
            annotator=raw.annotator or self._options.annotator,
            status=self._status(raw.status),
            created_at=raw.created_at or self._options.now,
            updated_at=raw.updated_at or raw.created_at,
            deleted_at=raw.deleted_at,
        )

    def _id(self, raw: RawSpan | RawLink, kind: str) -> str:
        """Its own id, which no other of the file may have, or a new one."""
        own = raw.id or self._options.new_id()
        self._once(kind, own, raw.line)
        return own

    def _label(self, raw: RawSpan) -> str:
        if self._labels is not None and raw.label not in self._labels:
            self.report.new_labels.setdefault(raw.label, NewLabel(raw.line)).count += 1
        return raw.label

    def _status(self, status: AnnotationStatus | None) -> AnnotationStatus:
        """What it becomes: what is asked for concerns only accepted and suggested ones."""
        if self._options.status is not None and status in (None, "accepted", "suggested"):
            return self._options.status
        return status or "accepted"

    def _origin(self, before: AnnotationStatus | None, status: AnnotationStatus) -> str:
        """Where a suggestion comes from that was none in its file."""
        made = status == "suggested" and before != "suggested"
        return self.source.path.name if made else ""
