"""What comes in, held against the text: the one place where a file's offsets are believed.

A reader hands over raw documents; each becomes a Record whose spans lie where they say and hold
what they say, or a fault with its line. Nothing is moved in silence.
"""

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TypeVar

from tui.corpus.document import sha256_of, title_of
from tui.errors import ExchangeError
from tui.exchange.fields import Fields
from tui.exchange.options import ImportOptions, Known, Unit
from tui.exchange.placement import Placement
from tui.exchange.raw import RawDocument, RawLink, RawSpan
from tui.exchange.record import Record, RecordLink, RecordSpan, Status, context_of, span_order
from tui.exchange.report import Faults, ImportReport, Incoming, NewLabel
from tui.exchange.seen import Seen

T = TypeVar("T")


class Intake:
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

    def __enter__(self) -> "Intake":
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

    def accept(self, raw: RawDocument, *, again: bool = False) -> Iterator[Incoming]:
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
        yield Incoming(record, raw.line, known is not None)

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

    def _record(self, raw: RawDocument, known: Known | None, text: str) -> Record:
        same = known is None or not raw.sha256 or raw.sha256 == known.sha256
        placement = Placement(raw, text, same=same, unit=self._unit, options=self._options)
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
        return Record(*names, text, raw.meta, tuple(spans), tuple(links), progress)

    def _names(self, raw: RawDocument, text: str) -> tuple[str, str, str, str]:
        """Id, title, source and hash of a document that the database does not hold."""
        own = f"{self.source.path.name}#{raw.line}"
        title = (title_of(text) or raw.id or own) if raw.title is None else raw.title
        source = raw.source or f"{self.source.path.absolute()}#{raw.line}"
        return raw.id or own, title, source, raw.sha256 or sha256_of(text)

    def _span(self, raw: RawSpan, placement: Placement, text: str) -> RecordSpan:
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

    def _status(self, status: Status | None) -> Status:
        """What it becomes: what is asked for concerns only accepted and suggested ones."""
        if self._options.status is not None and status in (None, "accepted", "suggested"):
            return self._options.status
        return status or "accepted"

    def _origin(self, before: Status | None, status: Status) -> str:
        """Where a suggestion comes from that was none in its file."""
        made = status == "suggested" and before != "suggested"
        return self.source.path.name if made else ""
