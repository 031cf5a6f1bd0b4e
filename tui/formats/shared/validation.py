"""Validate the contents of a file against the text that it is about, before anything is stored.

A reader passes a `ParsedDocument`; it becomes an `AnnotatedDocument` whose annotations have the
bounds and the text that the file gives, or an error with its line. Every moved annotation is
counted.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, TypeVar

from tui.choices import AnnotationStatus, Unit
from tui.errors import ExchangeError
from tui.formats.shared.exchange_options import ImportOptions
from tui.formats.shared.offset_resolver import NoCertainPlace, OffsetResolver
from tui.formats.shared.parsed import (
    Faults,
    ImportReport,
    NewLabel,
    ParsedComment,
    ParsedDocument,
    ParsedLink,
    ParsedSpan,
)
from tui.formats.shared.refusals import refused_annotation, refused_part
from tui.formats.shared.seen_ids import SeenIds
from tui.model import (
    JSON,
    AnnotatedDocument,
    Annotation,
    Comment,
    Document,
    ImportedDocument,
    Link,
    Progress,
    annotation_order,
    content_id,
    context_of,
    is_uuid,
    sha256_of,
    source_path,
    title_of,
)
from tui.sources.json_values import Fields, compact, compact_object

_REVIEWS = "documents that are there already and keep their own review"

_META = "documents that are there already and keep their own metadata"


MOST_ANNOTATIONS = 250_000
"""The most annotations of one document; they are in memory together and take 500 MB."""

T = TypeVar("T")


class _Target(NamedTuple):
    """The document that parsed annotations belong to."""

    id: str
    title: str
    source: str
    sha256: str
    text: str


class _Version(NamedTuple):
    """A text of a document that annotations may be over."""

    target: _Target
    resolver: OffsetResolver


class _HeldLink(NamedTuple):
    """A link to an annotation that may come later in the file, and the data for refusing it."""

    parsed: ParsedLink
    link: Link
    source: Annotation
    target: _Target


class _Keys:
    """The names that the file uses for the annotations of one document."""

    def __init__(self) -> None:
        self.stored: dict[str, Annotation] = {}
        self.doubled: set[str] = set()
        """Names that several annotations have, so that no link can refer to one of them."""
        self.refused: dict[str, str] = {}
        """The ids under which refused annotations are imported once they are corrected."""


class Validator:
    """Turns the parsed documents of one file into annotated documents; a context manager.

    Exiting without an exception raises the collected faults, if there are any. In a lenient import
    a fault is a refusal, and the rest of the file is read.
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
        self._by_text: dict[str, str] = {}
        """By the id of a document that was found by its text: the record that it was taken for."""
        self._errors: list[ExchangeError] = []
        self.named: dict[str, str] = {}
        """The file's names for the annotations of the last accepted document, by id."""
        self._held: list[_HeldLink] = []
        self._record: Fields | None = None
        """The record of the file that is being read."""

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

    def fault(self, error: ExchangeError, original: JSON = None, document_id: str = "") -> None:
        """Collect a fault; the file, or in a lenient import the record or part, is refused.

        `original` is the faulty part in the file; without it, it is the whole record.

        Raises Faults if there are too many to continue.
        """
        if self._options.lenient:
            if original is None:
                record = self._record.plain() if self._record is not None else None
                original = error.original or record
            self.report.refused.append(refused_part(error, document_id, original))
            return
        # Its traceback would lead to frames that keep the file open.
        self._errors.append(error.with_traceback(None))
        if len(self._errors) >= self._options.faults:
            raise Faults(self._errors)

    def each(
        self, pieces: Iterable[Fields | ExchangeError], make: Callable[[Fields], T]
    ) -> Iterator[T]:
        """Yield the result of `make` for each piece; a piece that fails is a fault.

        A lenient import keeps what it has read of a file that cannot be read further.
        """
        for piece in self._read(pieces):
            self._record = None
            try:
                if isinstance(piece, ExchangeError):
                    raise piece
                self._record = piece
                made = make(piece)
            except ExchangeError as error:
                self.fault(error)
            else:
                yield made
        self._record = None

    def _read(self, pieces: Iterable[Fields | ExchangeError]) -> Iterator[Fields | ExchangeError]:
        count = 0
        try:
            for piece in pieces:
                count += 1
                yield piece
        except ExchangeError as error:
            if not (self._options.lenient and count):
                raise
            yield error

    def accept(self, parsed: ParsedDocument, *, again: bool = False) -> Iterator[ImportedDocument]:
        """Yield the document, validated; nothing if the document itself has a fault.

        With `again`, the document may occur in the file a second time.
        """
        try:
            name = parsed.id or parsed.record_id
            if name and not again:
                self._require_new_id("document", name, parsed.line)
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
        self._settle_held()
        for name, line in self._seen.missing(self._options.known.has_annotation):
            self.fault(self._nowhere(name, line))
        if self._errors:
            raise self._errors[0] if len(self._errors) == 1 else Faults(self._errors)

    def _nowhere(self, name: str, line: int) -> ExchangeError:
        return self.source.error(f"a link leads to {name!r}, which does not exist", line)

    def _settle_held(self) -> None:
        """Refuse the held links without a target; the others are the report's late links."""
        for held in self._held:
            try:
                link = replace(held.link, to_id=self._far_end(held))
            except ExchangeError as error:
                if self._options.lenient:
                    self._refuse_link(held, error)
                else:
                    self.fault(error)
                continue
            document = AnnotatedDocument(*held.target, links=(link,))
            self.report.links += 1
            self.report.late_links.append(
                ImportedDocument(document, held.parsed.line, is_known=True)
            )
        self._held.clear()

    def _far_end(self, held: _HeldLink) -> str:
        """Return the id of the annotation in another document that a link leads to.

        Raises ExchangeError if there is none, or if several have this name.
        """
        name, line = held.link.to_id, held.parsed.line
        if self._seen.has("annotation", name) or self._options.known.has_annotation(name):
            return name
        made = self._seen.named(name)
        if len(made) > 1:
            raise self._ambiguous(name, line)
        if not made:
            raise self._nowhere(name, line)
        return made[0]

    def _ambiguous(self, name: str, line: int) -> ExchangeError:
        return self.source.error(
            f"several annotations are called {name!r}: the target is not certain", line
        )

    def _refuse_link(self, held: _HeldLink, error: ExchangeError) -> None:
        now, source = self._options.now, held.source
        if source.created_at == now:
            # The file has no time, and the next import must not seem to have other content.
            source = replace(source, created_at="", updated_at="")
        self.report.refused.append(
            refused_annotation(error, source, held.target.title, [held.link], held.parsed.original)
        )

    def _require_new_id(self, kind: str, name: str, line: int) -> None:
        first = self._seen.first_line(kind, name, line)
        if first is not None:
            raise self.source.error(f"{kind} {name!r} was already in line {first}", line)

    def _known(self, parsed: ParsedDocument) -> tuple[str, Document | None]:
        """Return the document's id and the database's document; None for a new one.

        Raises ExchangeError if the text does not match its hash, or if there is no text.
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
                known = self._find_record(document_id, sha256, parsed)
                if known is None or known.sha256 == sha256:
                    break
        if known is None and parsed.text is None:
            known = self._named_document(parsed)
        return document_id, known

    def _find_record(
        self, document_id: str, sha256: str, parsed: ParsedDocument
    ) -> Document | None:
        """Return the document with this id, or with the text of a record; None for a new one.

        Two records with ids of their own are two documents: one with the text alone in common is
        only taken if it was a file, and by one record.
        """
        known = self._options.known.find(document_id, sha256)
        if known is None or known.id == document_id or not parsed.record_id:
            return known
        is_record = source_path(known.source) != Path(known.source)
        if is_record or self._by_text.setdefault(known.id, parsed.record_id) != parsed.record_id:
            return self._options.known.find(document_id, "")
        return known

    def _named_document(self, parsed: ParsedDocument) -> Document:
        """Return the document that `--document` names, for one that the database does not have.

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
            if self._record is not None and "spans" in self._record:
                message += "; the field of a record's text is named by --text-field"
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
        """Yield ids for a record with a text, as `add` assigns them: `ID`, else `FILE#LINE`.

        The next one is used if another document, with another text, has the id.
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
        for fault in parsed.faults:
            self.fault(fault.error, fault.original, target.id)
        keys = _Keys()
        versions = self._versions(parsed, target, resolver)
        annotations = self._annotations(parsed, versions, keys)
        self.named = {one.id: key for key, one in keys.stored.items()}
        links = self._links(parsed.links, keys, target)
        comments = self._comments(parsed.comments, keys, target.id)
        progress = [Progress(target.id, *one) for one in parsed.progress]
        decisions = [replace(one, document_id=target.id) for one in parsed.decisions]
        if known is not None:
            self._count_unstored(parsed, known)
        return AnnotatedDocument(
            *target,
            meta=parsed.meta,
            annotations=tuple(sorted(annotations, key=annotation_order)),
            links=tuple(sorted(links, key=lambda link: link.id)),
            progress=tuple(sorted(progress, key=lambda one: one.annotator)),
            review=parsed.review,
            comments=tuple(sorted(comments, key=lambda one: one.id)),
            decisions=tuple(sorted(decisions, key=lambda one: one.id)),
            older_texts={
                sha256: text
                for sha256, text in parsed.older_texts.items()
                if any(one.text_sha256 == sha256 != target.sha256 for one in annotations)
            },
        )

    def _versions(
        self, parsed: ParsedDocument, target: _Target, resolver: OffsetResolver
    ) -> dict[str, _Version]:
        """Return the texts that spans may be over, by hash: the stored one (also as "") and the
        earlier ones of the file, in which annotations wait to be re-anchored."""
        stored = _Version(target, resolver)
        versions = {"": stored, target.sha256: stored}
        for sha256, text in parsed.older_texts.items():
            if sha256 not in versions:
                older = target._replace(sha256=sha256, text=text)
                its = replace(parsed, text=text)
                place = OffsetResolver(its, text, same=True, unit=self._unit)
                versions[sha256] = _Version(older, place)
        return versions

    def _count_unstored(self, parsed: ParsedDocument, known: Document) -> None:
        """Count what the file says about a document that exists already and keeps its own data."""
        differing = (key for key, one in parsed.meta.items() if known.meta.get(key, one) != one)
        self.report.warn(_META, any(True for _ in differing), parsed.line)
        if parsed.review is not None:
            review = self._options.known.review(known.id)
            self.report.warn(_REVIEWS, review != parsed.review, parsed.line)

    def _target(self, parsed: ParsedDocument, document_id: str) -> _Target:
        """Return a new document for a text that the database does not have."""
        text = parsed.text or ""
        title = (title_of(text) or document_id) if parsed.title is None else parsed.title
        source = parsed.source or f"{self.source.path.absolute()}#{_place(parsed)}"
        return _Target(document_id, title, source, parsed.sha256 or sha256_of(text), text)

    def _annotations(
        self, parsed: ParsedDocument, versions: Mapping[str, _Version], keys: _Keys
    ) -> list[Annotation]:
        """Return the annotations, and note in `keys` the names that the file uses for them."""
        if len(parsed.spans) > MOST_ANNOTATIONS:
            message = f"a document has more than {MOST_ANNOTATIONS:,} annotations: divide it"
            raise self.source.error(message, parsed.line)
        annotations = []
        outgoing = {link.from_key for link in parsed.links} if self._options.lenient else set()
        for span in parsed.spans:
            target, resolver = versions.get(span.sha256) or versions[""]
            try:
                made = self._annotation(span, resolver, target)
            except ExchangeError as error:
                if self._options.lenient:
                    readable = resolver.readable(span)
                    self._refuse_span(readable, error, target, keys, parsed.links, outgoing)
                else:
                    self.fault(error)
            else:
                annotations.append(made)
                key = span.key or made.id
                if key in keys.stored:
                    keys.doubled.add(key)
                keys.stored[key] = made
                if span.source_id and span.source_id == key:
                    self._seen.name(key, made.id)
        return annotations

    def _refuse_span(
        self,
        span: ParsedSpan,
        error: ExchangeError,
        target: _Target,
        keys: _Keys,
        links: Iterable[ParsedLink],
        outgoing: Container[str],
    ) -> None:
        """Refuse a span together with the links that start from it."""
        made = replace(
            self._unplaced(span, target), created_at=span.created_at, updated_at=span.updated_at
        )
        keys.refused[span.key or made.id] = made.id
        out = [link for link in links if link.from_key == span.key] if span.key in outgoing else []
        names = {key: one.id for key, one in keys.stored.items()} | keys.refused
        arrows = [
            self._made_link(
                link, made.id, names.get(link.to_key, link.to_key), target.id,
                link.id or self._id_from(link, target.id),
            )
            for link in out
        ]  # fmt: skip
        self.report.refused.append(
            refused_annotation(error, made, target.title, arrows, span.original)
        )

    def _annotation(
        self, parsed: ParsedSpan, resolver: OffsetResolver, target: _Target
    ) -> Annotation:
        label = self._label(parsed)
        known = self._options.known
        if parsed.source_id and known.has_annotation(parsed.source_id, target.id):
            # Earlier versions kept the ids of other programs.
            parsed = replace(parsed, id=parsed.source_id)
        if parsed.status == "orphaned":
            if not 0 <= parsed.start <= parsed.end:
                message = f"an orphan from {parsed.start} to {parsed.end}"
                raise self.source.error(message, parsed.line)
            made = self._unplaced(parsed, target)
        else:
            try:
                start, end, moved = resolver.place(parsed, self.source)
                fragments = resolver.fragments(parsed, (start, end), self.source)
            except NoCertainPlace:
                if not self._options.lenient or not parsed.text:
                    raise
                self.report.orphaned_lines.append(parsed.line)
                made = replace(self._unplaced(parsed, target), status="orphaned")
            else:
                made = self._placed(parsed, target, (start, end), fragments)
                if moved:
                    self.report.found_again(parsed.line)
        made = replace(made, id=self._id(parsed, "annotation", made.document_id, _content(made)))
        if self._labels is not None and label not in self._labels:
            self.report.new_labels.setdefault(label, NewLabel(parsed.line)).count += 1
        return made

    def _placed(
        self,
        parsed: ParsedSpan,
        target: _Target,
        bounds: tuple[int, int],
        fragments: tuple[tuple[int, int], ...] | None,
    ) -> Annotation:
        """Return the annotation at these bounds of the stored text, without its id."""
        start, end = bounds
        prefix, suffix = context_of(target.text, start, end)
        return replace(
            self._unplaced(parsed, target),
            id="",
            start=start,
            end=end,
            text=target.text[start:end],
            prefix=prefix,
            suffix=suffix,
            fragments=fragments,
        )

    def _unplaced(self, parsed: ParsedSpan, target: _Target) -> Annotation:
        """Return the annotation with the bounds and the text of the file."""
        status = self._status(parsed.status)
        made = Annotation(
            id=parsed.id,
            document_id=target.id,
            text_sha256=target.sha256,
            label=parsed.label,
            start=parsed.start,
            end=parsed.end,
            text=parsed.text or "",
            prefix=parsed.prefix,
            suffix=parsed.suffix,
            attributes=parsed.attributes,
            note=parsed.note,
            annotator=parsed.annotator or self._options.annotator,
            status=status,
            origin=parsed.origin or self._origin(parsed.status, status),
            created_at=parsed.created_at or self._options.now,
            updated_at=parsed.updated_at or parsed.created_at,
            deleted_at=parsed.deleted_at or None,
            fragments=parsed.fragments,
            score=parsed.score,
        )
        if parsed.id:
            return made
        parts = _id_parts("annotation", parsed.source_id, target.id, made.annotator, _content(made))
        return replace(made, id=content_id(*parts))

    def _links(
        self, parsed_links: Iterable[ParsedLink], keys: _Keys, target: _Target
    ) -> list[Link]:
        """Return the links; one to an annotation not in `keys` may lead to another document."""
        links = []
        for parsed in parsed_links:
            if parsed.from_key in keys.refused and parsed.from_key not in keys.stored:
                continue  # it is in the line of the annotation that was refused
            try:
                made = self._link(parsed, keys, target)
            except ExchangeError as error:
                self.fault(error, parsed.original, target.id)
            else:
                if made is not None:
                    links.append(made)
        return links

    def _link(self, parsed: ParsedLink, keys: _Keys, target: _Target) -> Link | None:
        """Return the link; None if it is held or refused.

        A link is held if its target may come later in the file: in a lenient import, or under
        another program's id.
        """
        for name in (parsed.from_key, parsed.to_key):
            if name in keys.doubled:
                raise self._ambiguous(name, parsed.line)
        if parsed.source_id and self._options.known.has_link(parsed.source_id, target.id):
            parsed = replace(parsed, id=parsed.source_id)
        source, end = keys.stored.get(parsed.from_key), keys.stored.get(parsed.to_key)
        if source is None:
            return self._link_of_imported(parsed, end, target)
        refused = None if end is not None else keys.refused.get(parsed.to_key)
        imported = None if end is not None else self._imported_id(parsed.to_key, parsed, target)
        if imported is not None:
            return self._identified(parsed, source.id, imported, target)
        to_id = end.id if end is not None else refused or parsed.to_key
        made = self._made_link(parsed, source.id, to_id, target.id, "")
        content = (parsed.type, source.id, to_id)
        link = replace(made, id=self._id(parsed, "link", target.id, content))
        is_held = self._options.lenient or not (parsed.id or is_uuid(parsed.to_key))
        if end is None and refused is None and not is_held:
            self._seen.want("annotation", parsed.to_key, parsed.line)
        if end is not None or not is_held:
            return link
        held = _HeldLink(parsed, link, source, target)
        if refused is None:
            self._held.append(held)
        else:
            message = f"a link leads to {parsed.to_key!r}, which was refused"
            self._refuse_link(held, self.source.error(message, parsed.line))
        return None

    def _link_of_imported(
        self, parsed: ParsedLink, end: Annotation | None, target: _Target
    ) -> Link:
        """Return a link from an annotation that an earlier import brought into the document.

        Raises ExchangeError if there is none.
        """
        from_id = self._imported_id(parsed.from_key, parsed, target)
        if from_id is None:
            message = f"a link goes out from {parsed.from_key!r}, which is not in its document"
            raise self.source.error(message, parsed.line)
        to_id = self._imported_id(parsed.to_key, parsed, target) if end is None else end.id
        if to_id is None:
            raise self._nowhere(parsed.to_key, parsed.line)
        return self._identified(parsed, from_id, to_id, target)

    def _imported_id(self, name: str, parsed: ParsedLink, target: _Target) -> str | None:
        """Return the id that an import gave to another program's id in this document.

        The annotator is part of it: that of the link is tried, and the one who imports.
        """
        for annotator in dict.fromkeys((parsed.annotator, self._options.annotator)):
            made = content_id(*_id_parts("annotation", name, target.id, annotator, ()))
            if name and self._options.known.has_annotation(made):
                return made
        return None

    def _identified(self, parsed: ParsedLink, from_id: str, to_id: str, target: _Target) -> Link:
        """Return the link between two annotations with its id."""
        made = self._made_link(parsed, from_id, to_id, target.id, "")
        content = (parsed.type, from_id, to_id)
        return replace(made, id=self._id(parsed, "link", target.id, content))

    def _id_from(self, parsed: ParsedLink, document_id: str) -> str:
        """Return the id derived from another program's id; "" if there is none."""
        if not parsed.source_id:
            return ""
        annotator = parsed.annotator or self._options.annotator
        return content_id(*_id_parts("link", parsed.source_id, document_id, annotator, ()))

    def _made_link(
        self, parsed: ParsedLink, from_id: str, to_id: str, document_id: str, link_id: str
    ) -> Link:
        return Link(
            id=link_id,
            document_id=document_id,
            type=parsed.type,
            from_id=from_id,
            to_id=to_id,
            annotator=parsed.annotator or self._options.annotator,
            status=self._status(parsed.status),
            created_at=parsed.created_at or self._options.now,
            updated_at=parsed.updated_at or parsed.created_at,
            deleted_at=parsed.deleted_at or None,
        )

    def _comments(
        self, parsed_comments: Iterable[ParsedComment], keys: _Keys, document_id: str
    ) -> list[Comment]:
        """Return the comments on the document and its annotations."""
        ids: dict[str, str] = {}
        comments = []
        for parsed in parsed_comments:
            try:
                made = self._comment(parsed, keys, document_id)
            except ExchangeError as error:
                self.fault(error, parsed.original, document_id)
            else:
                ids[parsed.key or made.id] = made.id
                comments.append((parsed, made))
        found = []
        for parsed, made in comments:
            parent = ids.get(parsed.parent_key) if parsed.parent_key else None
            if parsed.parent_key and parent is None:
                message = f"a comment answers {parsed.parent_key!r}, which is not in its document"
                hanging = self.source.error(message, parsed.line)
                self.fault(hanging, parsed.original, document_id)
            else:
                found.append(replace(made, parent_id=parent))
        return found

    def _comment(self, parsed: ParsedComment, keys: _Keys, document_id: str) -> Comment:
        if parsed.annotation_key in keys.doubled:
            raise self._ambiguous(parsed.annotation_key, parsed.line)
        about = keys.stored.get(parsed.annotation_key) if parsed.annotation_key else None
        if parsed.annotation_key and about is None:
            message = f"a comment is on {parsed.annotation_key!r}, which is not in its document"
            raise self.source.error(message, parsed.line)
        annotation_id = None if about is None else about.id
        content = (parsed.kind, parsed.text, annotation_id or "")
        return Comment(
            id=self._id(parsed, "comment", document_id, content),
            document_id=document_id,
            annotation_id=annotation_id,
            parent_id=None,
            kind=parsed.kind,
            annotator=parsed.annotator or self._options.annotator,
            text=parsed.text,
            created_at=parsed.created_at or self._options.now,
            updated_at=parsed.updated_at or parsed.created_at,
            resolved_at=parsed.resolved_at or None,
            deleted_at=parsed.deleted_at or None,
        )

    def _id(
        self,
        parsed: ParsedSpan | ParsedLink | ParsedComment,
        kind: str,
        document_id: str,
        content: tuple[str, ...],
    ) -> str:
        """Return its own id, which must be unique in the file, or a derived one.

        An id is derived from the document, the annotator, and the name in the file or else the
        content, so that a file that is imported again has the same ids.
        """
        if parsed.id:
            self._require_new_id(kind, parsed.id, parsed.line)
            return parsed.id
        annotator = parsed.annotator or self._options.annotator
        parts = _id_parts(kind, parsed.source_id, document_id, annotator, content)
        base = made = content_id(*parts)
        if self._seen.first_line(kind, base, parsed.line) is None:
            return base
        number = self._seen.copies(base)
        while self._seen.first_line(kind, made, parsed.line) is not None:
            number += 1
            made = content_id(*parts, str(number))
        self._seen.set_copies(base, number)
        return made

    def _label(self, parsed: ParsedSpan) -> str:
        """Return the label.

        Raises ExchangeError in a lenient import for one that the schema does not have.
        """
        options = self._options
        if self._labels is None or parsed.label in self._labels:
            return parsed.label
        if options.lenient and not options.new_labels:
            message = f"the schema has no label {parsed.label!r}; --new-labels takes it over"
            raise self.source.error(message, parsed.line)
        return parsed.label

    def _status(self, status: AnnotationStatus | None) -> AnnotationStatus:
        """Return the status to store; `--as` changes only accepted and suggested ones."""
        if self._options.status is not None and status in (None, "accepted", "suggested"):
            return self._options.status
        return status or "accepted"

    def _origin(self, before: AnnotationStatus | None, status: AnnotationStatus) -> str:
        """Return the origin of something that the import turns into a suggestion."""
        made = status == "suggested" and before != "suggested"
        return self.source.path.name if made else ""


def _id_parts(
    kind: str, source_id: str, document_id: str, annotator: str, content: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the values that an id is derived from."""
    own = ("id", source_id) if source_id else ("content", *content)
    return kind, document_id, annotator, *own


def _content(annotation: Annotation) -> tuple[str, ...]:
    """Return what distinguishes an annotation without an id from the others of its document."""
    fragments = [] if annotation.fragments is None else [compact(annotation.fragments)]
    return (
        str(annotation.start),
        str(annotation.end),
        annotation.label,
        compact_object(annotation.attributes),
        annotation.note,
        *fragments,
        *([annotation.text] if annotation.status == "orphaned" else []),
    )


def _place(parsed: ParsedDocument) -> str:
    """Return the id, number or line that distinguishes the document in its file."""
    return parsed.record_id or str(parsed.number or parsed.line)


def _target_of(known: Document) -> _Target:
    return _Target(known.id, known.title, known.source, known.sha256, known.text)
