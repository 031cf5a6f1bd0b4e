"""Validate what a file says against the text that it is about, before anything is stored.

A reader hands over a `ParsedDocument`; it becomes an `AnnotatedDocument` whose annotations have
the bounds and the words that the file says, or an error with its line. Nothing is moved without
being counted.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from types import TracebackType
from typing import NamedTuple, TypeVar

from tui.anchoring import QuoteFinder, SpanPlacer
from tui.errors import ExchangeError
from tui.formats.shared.exchange_options import ImportOptions, Unit
from tui.formats.shared.incoming import (
    Faults,
    ImportReport,
    NewLabel,
    ParsedDocument,
    ParsedLink,
    ParsedSpan,
)
from tui.formats.shared.offset_units import OffsetMap, sure_map
from tui.model import (
    AnnotatedDocument,
    Annotation,
    AnnotationStatus,
    Document,
    ImportedDocument,
    Link,
    Progress,
    annotation_order,
    content_id,
    context_of,
    sha256_of,
    title_of,
)
from tui.sources.json_lines import InputFile
from tui.sources.json_values import Fields, compact_object
from tui.text.spans import Span

_SHOWN = 40
"""Code points of a text that an error shows."""

T = TypeVar("T")


class SeenIds:
    """The ids that a file has used, by kind, and those that its links need.

    They are kept in a temporary database, which SQLite moves from memory to a nameless file
    when it grows: a set of a million ids would need too much memory.
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
        """Delete the temporary database."""
        self._db.close()

    def first_line(self, kind: str, name: str, line: int) -> int | None:
        """Add an id; return the line that used it before, or None."""
        row = (kind, name, line)
        if self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", row).rowcount:
            return None
        found = self._db.execute("SELECT line FROM seen WHERE kind = ? AND id = ?", row[:2])
        first: int = found.fetchone()[0]
        return first

    def want(self, kind: str, name: str, line: int) -> None:
        """Record that a line needs this id, which may still come."""
        self._db.execute("INSERT INTO wanted VALUES (?, ?, ?)", (kind, name, line))

    def missing(self, known: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
        """Return the wanted ids that neither came nor are `known`, with their lines."""
        rows = self._db.execute(
            """
            SELECT id, line FROM wanted WHERE NOT EXISTS (
                SELECT 1 FROM seen WHERE seen.kind = wanted.kind AND seen.id = wanted.id
            ) ORDER BY line
            """
        )
        return ((name, line) for name, line in rows if not known(name))


class OffsetResolver:
    """Turn what a file says about spans of one document into offsets of its stored text.

    `same` says whether the file's offsets are known to count in the stored text; in a text of
    another version, an offset past the end is not an error by itself.
    """

    def __init__(self, parsed: ParsedDocument, stored: str, *, same: bool, unit: Unit) -> None:
        self._stored = stored
        self._base = stored if parsed.text is None else parsed.text
        self._map = sure_map(self._base, stored)
        self._same = same or parsed.text is not None
        self._unit = unit
        self._offsets = OffsetMap(self._base, unit)
        self._name = parsed.id or "the document"
        self._quotes = QuoteFinder(self._base)

    def place(self, span: ParsedSpan, source: InputFile) -> tuple[int, int, bool]:
        """Return the span's bounds in the stored text, and whether it was found elsewhere.

        Raises ExchangeError if it cannot be a span, or if its place is not certain.
        """
        claimed = None if span.quoted else self._claimed(span, source)
        expected = span.text
        if claimed is not None and expected is None:
            if not self._same:
                message = f"{_called(span)} has no text to find it by in the changed {self._name}"
                raise source.error(message, span.line)
            expected = claimed.of(self._base)
        found = self._quotes.find(expected or "", span.prefix, span.suffix, claimed)
        if found is None:
            raise source.error(self._not_found(span, claimed), span.line)
        stored = self._in_stored(found.span)
        if stored is None:
            shown = _shown(expected or "")
            raise source.error(
                f"{shown} has no certain place in the changed {self._name}", span.line
            )
        return *stored, found.span != claimed if claimed else found.span.of(self._base) != expected

    def _claimed(self, span: ParsedSpan, source: InputFile) -> Span:
        """Return the bounds that the file gives, in code points of the text that it counts in."""
        try:
            start, end = self._offsets.to_offset(span.start), self._offsets.to_offset(span.end)
            self._check(start, end)
        except ValueError as error:
            raise source.error(f"{_called(span)} {error}", span.line) from error
        return Span(start, end)

    def _in_stored(self, span: Span) -> Span | None:
        """Return where a span of the file's text is in the stored one, if that is certain."""
        if self._map is not None:
            return Span(self._map(span.start), self._map(span.end))
        return self._placer.find(span)[0]

    @cached_property
    def _placer(self) -> SpanPlacer:
        return SpanPlacer(self._base, self._stored)

    def _not_found(self, span: ParsedSpan, claimed: Span | None) -> str:
        """Return why a span has no certain place, and the option that would help."""
        words = span.text or ""
        times = self._base.count(words) if words else 0
        where = f"it occurs {times} times in" if times > 1 else "it is not found elsewhere in"
        if times == 1:
            where = "its context is not there, nor is it sure elsewhere in"
        if claimed is None:
            return f"{_shown(words)} has no certain place: {where} {self._name}"
        unit = self._other_unit(span)
        help_text = f"; counted in another unit it is there: --offset-unit {unit}" if unit else ""
        there = _shown(claimed.of(self._base))
        return (
            f"{_called(span)} does not hold {_shown(words)} but {there}, and {where} "
            f"{self._name}{help_text}"
        )

    def _other_unit(self, span: ParsedSpan) -> str:
        """Return the unit in which the file's offsets would fit; "" if there is none."""
        for unit in (Unit.CODEPOINT, Unit.UTF16, Unit.BYTE):
            offsets = OffsetMap(self._base, unit)
            with contextlib.suppress(ValueError):
                start, end = offsets.to_offset(span.start), offsets.to_offset(span.end)
                if unit is not self._unit and self._base[start:end] == span.text:
                    return unit.value
        return ""

    def _check(self, start: int, end: int) -> None:
        """Raise ValueError, with the rest of a sentence, if `[start, end)` cannot be a span."""
        if start > end:
            raise ValueError("begins after its end")
        if start == end:
            raise ValueError("covers nothing")
        if end > len(self._base) and self._same:
            raise ValueError(f"goes past the end of the text, which is at {len(self._base)}")


def _called(span: ParsedSpan) -> str:
    return f"the annotation [{span.start}, {span.end})"


def _shown(text: str) -> str:
    """Return the text as an error shows it: short, and with control characters escaped."""
    short = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return repr(short) if short else "anything"


class _Target(NamedTuple):
    """The document that parsed annotations belong to."""

    id: str
    title: str
    source: str
    sha256: str
    text: str


class Validator:
    """Turn the parsed documents of one file into annotated documents; a context manager.

    Leaving it without an exception raises the collected faults, if there are any.
    """

    def __init__(self, report: ImportReport, options: ImportOptions, unit: Unit) -> None:
        self.report = report
        self.source = report.source
        self._options = options
        self._unit = options.unit or unit
        self._labels = None if options.labels is None else {info.name for info in options.labels}
        self._seen = SeenIds()
        self._stands_for: str | None = None
        """The file's name for the document that `--document` names."""
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
        """Collect a fault; the file is refused at its end.

        Raises Faults once there are too many to go on.
        """
        self._errors.append(error)
        if len(self._errors) >= self._options.faults:
            raise Faults(self._errors)

    def each(
        self, pieces: Iterable[Fields | ExchangeError], make: Callable[[Fields], T]
    ) -> Iterator[T]:
        """Yield the result of `make` for each piece; what cannot be read or made is a fault."""
        for piece in pieces:
            try:
                if isinstance(piece, ExchangeError):
                    raise piece
                made = make(piece)
            except ExchangeError as error:
                self.fault(error)
            else:
                yield made

    def accept(self, parsed: ParsedDocument, *, again: bool = False) -> Iterator[ImportedDocument]:
        """Yield the document, validated; nothing if the document itself has a fault.

        With `again`, a document may be named that the file has named before.
        """
        try:
            name = parsed.id or parsed.record_id
            if name and not again:
                self._once("document", name, parsed.line)
            document_id, known = self._known(parsed)
        except ExchangeError as error:
            self.fault(error)
            return
        document = self._document(parsed, document_id, known)
        self.report.documents += 1
        self.report.annotations += len(document.annotations)
        self.report.links += len(document.links)
        yield ImportedDocument(document, parsed.line, is_known=known is not None)

    def _finish(self) -> None:
        for name, line in self._seen.missing(self._options.known.has_annotation):
            self.fault(self.source.error(f"a link leads to {name!r}, which is nowhere", line))
        if self._errors:
            raise self._errors[0] if len(self._errors) == 1 else Faults(self._errors)

    def _once(self, kind: str, name: str, line: int) -> None:
        first = self._seen.first_line(kind, name, line)
        if first is not None:
            raise self.source.error(f"{kind} {name!r} was already in line {first}", line)

    def _known(self, parsed: ParsedDocument) -> tuple[str, Document | None]:
        """Return the document's id and the database's document; None for a new one.

        Raises ExchangeError if the text does not fit its hash, or if there is no text.
        """
        sha256 = parsed.sha256
        if parsed.text is not None:
            actual = sha256_of(parsed.text)
            if sha256 and sha256 != actual:
                message = "the text is not the one that its sha256 was made of"
                raise self.source.error(message, parsed.line)
            sha256 = actual
        document_id, known = parsed.id, None
        if parsed.id or parsed.text is None:
            known = self._options.known.find(parsed.id, sha256)
        else:
            for document_id in self._candidate_ids(parsed, sha256):
                known = self._options.known.find(document_id, sha256)
                if known is None or known.sha256 == sha256:
                    break
        if known is None and parsed.text is None:
            known = self._named_document(parsed)
        return document_id, known

    def _named_document(self, parsed: ParsedDocument) -> Document:
        """Return the document that `--document` names for one that the database does not hold.

        Raises ExchangeError if none is named, or if the file is about several documents.
        """
        name = repr(parsed.id) if parsed.id else "without an id"
        wanted = self._options.document
        known = self._options.known.find(wanted, "") if wanted else None
        if known is None:
            message = (
                f"unknown document {name}: the database does not hold it, add it first, "
                "or name the one that is meant by --document"
            )
            raise self.source.error(message, parsed.line)
        if self._stands_for not in (None, parsed.id):
            message = (
                f"unknown document {name}: --document stands for {self._stands_for!r}, "
                "and the file is about several documents"
            )
            raise self.source.error(message, parsed.line)
        self._stands_for = parsed.id
        return known

    def _candidate_ids(self, parsed: ParsedDocument, sha256: str) -> Iterator[str]:
        """Yield ids for a record with a text, as `add` gives them: `ID`, else `FILE#LINE`.

        The next one counts where another document, of another text, has the id.
        """
        name = self.source.path.name
        if parsed.record_id:
            yield parsed.record_id
        longer = f"{name}#{_place(parsed)}"
        yield longer
        yield f"{longer}~{sha256[:8]}"

    def _document(
        self, parsed: ParsedDocument, document_id: str, known: Document | None
    ) -> AnnotatedDocument:
        target = self._target(parsed, document_id) if known is None else _target_of(known)
        same = known is None or not parsed.sha256 or parsed.sha256 == target.sha256
        resolver = OffsetResolver(parsed, target.text, same=same, unit=self._unit)
        keys: dict[str, str] = {}
        annotations: list[Annotation] = []
        for span in parsed.spans:
            try:
                annotations.append(self._annotation(span, resolver, target))
                keys[span.key or annotations[-1].id] = annotations[-1].id
            except ExchangeError as error:
                self.fault(error)
        links = self._links(parsed.links, keys, target.id)
        progress = [Progress(target.id, *one) for one in parsed.progress]
        return AnnotatedDocument(
            *target,
            meta=parsed.meta,
            annotations=tuple(sorted(annotations, key=annotation_order)),
            links=tuple(sorted(links, key=lambda link: link.id)),
            progress=tuple(sorted(progress, key=lambda one: one.annotator)),
        )

    def _target(self, parsed: ParsedDocument, document_id: str) -> _Target:
        """Return the document that is made of a text which the database does not hold."""
        text = parsed.text or ""
        title = (title_of(text) or document_id) if parsed.title is None else parsed.title
        source = parsed.source or f"{self.source.path.absolute()}#{_place(parsed)}"
        return _Target(document_id, title, source, parsed.sha256 or sha256_of(text), text)

    def _annotation(
        self, parsed: ParsedSpan, resolver: OffsetResolver, target: _Target
    ) -> Annotation:
        start, end = parsed.start, parsed.end
        if parsed.status == "orphaned":
            if not 0 <= start <= end:
                raise self.source.error(f"an orphan from {start} to {end}", parsed.line)
            exact, prefix, suffix = parsed.text or "", parsed.prefix, parsed.suffix
        else:
            start, end, moved = resolver.place(parsed, self.source)
            exact = target.text[start:end]
            prefix, suffix = context_of(target.text, start, end)
            if moved:
                self.report.found_again(parsed.line)
        status = self._status(parsed.status)
        annotator = parsed.annotator or self._options.annotator
        content = (
            str(start),
            str(end),
            parsed.label,
            compact_object(parsed.attributes),
            parsed.note,
        )
        return Annotation(
            id=self._id(parsed, "annotation", (target.id, annotator), content),
            document_id=target.id,
            text_sha256=target.sha256,
            label=self._label(parsed),
            start=start,
            end=end,
            text=exact,
            prefix=prefix,
            suffix=suffix,
            attributes=parsed.attributes,
            note=parsed.note,
            annotator=annotator,
            status=status,
            origin=parsed.origin or self._origin(parsed.status, status),
            created_at=parsed.created_at or self._options.now,
            updated_at=parsed.updated_at or parsed.created_at,
            deleted_at=parsed.deleted_at or None,
        )

    def _links(
        self, parsed_links: Iterable[ParsedLink], keys: dict[str, str], document_id: str
    ) -> list[Link]:
        """Return the links; one to an annotation not in `keys` may lead to another document."""
        links = []
        for parsed in parsed_links:
            try:
                links.append(self._link(parsed, keys, document_id))
            except ExchangeError as error:
                self.fault(error)
        return links

    def _link(self, parsed: ParsedLink, keys: dict[str, str], document_id: str) -> Link:
        if parsed.from_key not in keys:
            message = f"a link goes out from {parsed.from_key!r}, which is not in its document"
            raise self.source.error(message, parsed.line)
        to_id = keys.get(parsed.to_key)
        if to_id is None:
            self._seen.want("annotation", parsed.to_key, parsed.line)
        from_id, to_id = keys[parsed.from_key], to_id or parsed.to_key
        annotator = parsed.annotator or self._options.annotator
        return Link(
            id=self._id(parsed, "link", (document_id, annotator), (parsed.type, from_id, to_id)),
            document_id=document_id,
            type=parsed.type,
            from_id=from_id,
            to_id=to_id,
            annotator=annotator,
            status=self._status(parsed.status),
            created_at=parsed.created_at or self._options.now,
            updated_at=parsed.updated_at or parsed.created_at,
            deleted_at=parsed.deleted_at or None,
        )

    def _id(
        self,
        parsed: ParsedSpan | ParsedLink,
        kind: str,
        layer: tuple[str, str],
        content: tuple[str, ...],
    ) -> str:
        """Return its own id, which must be unique in the file, or one that is made.

        An id is made of the document, the annotator, and what the file calls it or else its
        content, so that a file that is imported again has the same ids.
        """
        if parsed.id:
            self._once(kind, parsed.id, parsed.line)
            return parsed.id
        own = ("id", parsed.source_id) if parsed.source_id else ("content", *content)
        for number in itertools.count():
            made = content_id(kind, *layer, *own, *([str(number)] if number else []))
            if self._seen.first_line(kind, made, parsed.line) is None:
                return made
        raise AssertionError("unreachable")

    def _label(self, parsed: ParsedSpan) -> str:
        if self._labels is not None and parsed.label not in self._labels:
            self.report.new_labels.setdefault(parsed.label, NewLabel(parsed.line)).count += 1
        return parsed.label

    def _status(self, status: AnnotationStatus | None) -> AnnotationStatus:
        """Return the status to store; `--as` changes only accepted and suggested ones."""
        if self._options.status is not None and status in (None, "accepted", "suggested"):
            return self._options.status
        return status or "accepted"

    def _origin(self, before: AnnotationStatus | None, status: AnnotationStatus) -> str:
        """Return the origin of what the import turns into a suggestion."""
        made = status == "suggested" and before != "suggested"
        return self.source.path.name if made else ""


def _place(parsed: ParsedDocument) -> str:
    """Return what tells the document from the others of its file."""
    return parsed.record_id or str(parsed.number or parsed.line)


def _target_of(known: Document) -> _Target:
    return _Target(known.id, known.title, known.source, known.sha256, known.text)
