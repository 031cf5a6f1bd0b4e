"""The contents of a file as a reader parsed them, before validation, and the report of an import.

Parsed values are as in the file: offsets in the file's unit, links with the names that the file
uses for annotations. Empty strings and None mean that the file has no value. `head_of` reads the
beginning of a file, by which its format is recognised.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from tui.choices import (
    ANNOTATION_STATUSES,
    COMMENT_KINDS,
    READING_STATUSES,
    REVIEW_STATUSES,
    AnnotationStatus,
    CommentKind,
    ReadingStatus,
    ReviewStatus,
)
from tui.errors import ExchangeError
from tui.formats.shared.refusals import ImportRefusal, PartFault
from tui.model import JSON, Decision, ImportedDocument, is_uuid
from tui.sources.encodings import mark_length
from tui.sources.json_lines import InputFile
from tui.sources.json_values import Fields, kind_of, parse_json

_LISTED = 20

_NAMES = 6
"""The most fields that an error names."""

_SIZE = 1 << 16

_EMPTY: tuple[JSON, ...] = (None, "", [], {})

T = TypeVar("T")


class Faults(ExchangeError):
    """All faults of a file; `str()` has one line for each."""

    def __init__(self, errors: list[ExchangeError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.file, self.line = errors[0].file, errors[0].line


@dataclass(slots=True)
class NewLabel:
    """A label of the file that the schema does not have."""

    line: int
    """Where it is first in the file."""
    count: int = 0


@dataclass(slots=True)
class ImportReport:
    """The results of an import so far, for the summary and the progress bar."""

    source: InputFile
    documents: int = 0
    annotations: int = 0
    links: int = 0
    new_labels: dict[str, NewLabel] = field(default_factory=dict)
    moved: int = 0
    """Annotations that were found at another place than the file says."""
    moved_lines: list[int] = field(default_factory=list)
    """The lines of the first of them."""
    refused: list[ImportRefusal] = field(default_factory=list)
    """The parts that a lenient import left out."""
    orphaned_lines: list[int] = field(default_factory=list)
    """Lines of the annotations that a lenient import found no certain place for."""
    late_links: list[ImportedDocument] = field(default_factory=list)
    """Links to annotations further down, which a lenient import stores at the end."""
    warnings: dict[str, int] = field(default_factory=dict)
    """Warnings for the user, by kind, with their counts."""
    warning_lines: dict[str, list[int]] = field(default_factory=dict)
    """The lines of the first of them, by kind."""

    def warn(self, kind: str, count: int = 1, line: int | None = None) -> None:
        """Count a warning for the user."""
        if not count:
            return
        self.warnings[kind] = self.warnings.get(kind, 0) + count
        lines = self.warning_lines.setdefault(kind, [])
        if line is not None and len(lines) <= _LISTED and line not in lines:
            lines.append(line)

    def found_again(self, line: int) -> None:
        """Count an annotation that was moved."""
        self.moved += 1
        if len(self.moved_lines) < _LISTED:
            self.moved_lines.append(line)


@dataclass(slots=True)
class ParsedSpan:
    """An annotation as in the file."""

    line: int
    start: int
    end: int
    label: str
    key: str = ""
    """The name by which the file's links refer to it."""
    id: str = ""
    """Its id in the database, in a file that Hashiya wrote."""
    source_id: str = ""
    """The lasting id that another program gave it."""
    text: str | None = None
    prefix: str = ""
    suffix: str = ""
    quoted: bool = False
    """Whether only its text is known, and not its offsets."""
    fragments: tuple[tuple[int, int], ...] | None = None
    """Of a discontinuous annotation: its stretches, sorted, from `start` to `end`."""
    sha256: str = ""
    """The hash of the earlier text of the document that its offsets count in; empty for the text
    of the file."""
    fragment_texts: tuple[str, ...] | None = None
    """The words of each fragment, where the file has them instead of those of the whole span."""
    score: float | None = None
    """From 0 to 1."""
    attributes: dict[str, JSON] = field(default_factory=dict)
    note: str = ""
    annotator: str = ""
    status: AnnotationStatus | None = None
    origin: str = ""
    created_at: str = ""
    updated_at: str = ""
    deleted_at: str = ""
    original: JSON = None
    """The object or line of the file, for a lenient import that refuses it."""


@dataclass(slots=True)
class ParsedLink:
    """A link as in the file."""

    line: int
    type: str
    from_key: str
    to_key: str
    id: str = ""
    source_id: str = ""
    annotator: str = ""
    status: AnnotationStatus | None = None
    created_at: str = ""
    updated_at: str = ""
    deleted_at: str = ""
    original: JSON = None


class ParsedProgress(NamedTuple):
    """How far one annotator is with the document."""

    annotator: str
    status: ReadingStatus
    offset: int
    updated_at: str


@dataclass(slots=True)
class ParsedComment:
    """A comment as in the file."""

    line: int
    text: str
    kind: CommentKind = "comment"
    annotation_key: str = ""
    """The file's name for the annotation that it is about; empty for the document."""
    parent_key: str = ""
    """The file's name for the comment that it answers."""
    key: str = ""
    """The name by which answers refer to it."""
    answers: tuple[str, ...] = ()
    """For an answer: the file's names for the annotation and for the comments before it."""
    id: str = ""
    """Its id in the database, in a file that Hashiya wrote."""
    source_id: str = ""
    """The lasting id that another program gave it."""
    annotator: str = ""
    created_at: str = ""
    updated_at: str = ""
    resolved_at: str = ""
    deleted_at: str = ""
    original: JSON = None


@dataclass(slots=True)
class ParsedDocument:
    """A document as in the file."""

    line: int
    id: str = ""
    """Its id in the database, in a file that Hashiya wrote."""
    record_id: str = ""
    """The id that another program gave it; one document's in this file."""
    number: int = 0
    """Its number in a JSON array; 0 if its line identifies it."""
    text: str | None = None
    """The text in the file; None if it must be in the database."""
    sha256: str = ""
    title: str | None = None
    source: str = ""
    meta: dict[str, JSON] = field(default_factory=dict)
    spans: list[ParsedSpan] = field(default_factory=list)
    links: list[ParsedLink] = field(default_factory=list)
    progress: list[ParsedProgress] = field(default_factory=list)
    review: ReviewStatus | None = None
    comments: list[ParsedComment] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    """Without a document's id, which the database may give."""
    older_texts: Mapping[str, str] = field(default_factory=dict)
    """By hash: the earlier texts that spans name."""
    faults: list[PartFault] = field(default_factory=list)
    """Parts that cannot be read; a lenient import accepts the rest of the document."""


OUR_FIELDS = ("document_id", "title", "source", "sha256", "meta")
"""Fields that Hashiya adds to a document that it writes for another tool, and reads again."""


def _parse_meta(fields: Fields) -> dict[str, JSON]:
    """Return the record's `meta`; older versions of doccano wrote it as JSON in a string.

    Raises ExchangeError if it is neither an object nor a string.
    """
    value = fields.values.get("meta")
    if not isinstance(value, str):
        return fields.mapping("meta")
    try:
        found = parse_json(value, fields.file, fields.line)
        return fields.inner(found.value, "meta").plain()
    except ExchangeError:
        return {"meta": value} if value else {}


def parse_foreign_document(
    fields: Fields, text_field: str, their_fields: Iterable[str]
) -> ParsedDocument:
    """Return a document in another tool's form, without its annotations.

    `meta` gets all fields but `their_fields`, which the format itself uses.

    Raises ExchangeError if a field is missing or of another type.
    """
    if text_field not in fields:
        names = ", ".join(map(repr, list(fields.values)[:_NAMES])) or "none"
        message = f'"{text_field}" is missing (its fields: {names}); name the text by --text-field'
        raise fields.error(message)
    document = ParsedDocument(
        fields.line,
        number=fields.number,
        id=fields.name("document_id", ""),
        text=fields.text(text_field),
        sha256=fields.text("sha256", ""),
        title=fields.text_or_none("title"),
        source=fields.text("source", ""),
        meta=_parse_meta(fields),
    )
    used = {text_field, "id", *OUR_FIELDS, *their_fields}
    others = {key: one for key, one in fields.values.items() if key not in used}
    if document.id:
        # The other tool has fields of its own in all that it writes, most of them empty.
        document.meta |= {key: one for key, one in others.items() if one not in _EMPTY}
    else:
        document.record_id = fields.name("id", "")
        document.meta |= others
    return document


def parse_each(
    fields: Fields, name: str, parse: Callable[[Fields], T], faults: list[PartFault]
) -> list[T]:
    """Return the results of `parse` for each object of a list; one that fails is a fault.

    Raises ExchangeError if the field is not a list.
    """
    made = []
    for number, value in enumerate(fields.items(name)):
        try:
            made.append(parse(fields.inner(value, f"{name}[{number}]")))
        except ExchangeError as error:
            faults.append(PartFault(error, value))
    return made


def count_others(report: ImportReport, fields: Fields, known: AbstractSet[str], what: str) -> None:
    """Count the fields of an object that are not read."""
    others = fields.values.keys() - known
    report.warn(f"other fields of {what}: left out", len(others), fields.line)


def count_others_in(
    report: ImportReport, fields: Fields, name: str, known: AbstractSet[str], what: str
) -> None:
    """Count the fields that are not read of the objects in a list."""
    for value in fields.items(name):
        if isinstance(value, dict):
            count_others(report, fields.inner(value, name), known, what)


def parse_status(fields: Fields) -> AnnotationStatus | None:
    """Return the object's status; None if it has none.

    Raises ExchangeError if it is not a status.
    """
    value = fields.text("status", "")
    for status in ANNOTATION_STATUSES:
        if value == status:
            return status
    if value:
        raise fields.error(f'"status" is not one of {", ".join(ANNOTATION_STATUSES)}')
    return None


def parse_progress(fields: Fields) -> ParsedProgress:
    """Return one annotator's progress.

    Raises ExchangeError if a field is missing or of another type.
    """
    value = fields.text("status")
    for status in READING_STATUSES:
        if value == status:
            offset = fields.integer("offset", 0)
            if offset < 0:
                raise fields.error(f'"offset" is negative: {offset}')
            stamp = fields.text("updated_at", "")
            return ParsedProgress(fields.name("annotator"), status, offset, stamp)
    raise fields.error(f'"status" is not one of {", ".join(READING_STATUSES)}')


LINK_FIELDS = frozenset({
    "id", "type", "from", "to", "annotator", "status", "created_at", "updated_at", "deleted_at",
})  # fmt: skip
"""The fields that `parse_link` reads."""

COMMENT_FIELDS = frozenset({
    "id", "annotation_id", "parent_id", "kind", "annotator", "text", "created_at", "updated_at",
    "resolved_at", "deleted_at",
})  # fmt: skip
"""The fields that `parse_comment` reads."""

DECISION_FIELDS = frozenset({
    "id", "adjudicator", "kind", "subject", "choice", "created_at", "updated_at", "deleted_at",
})  # fmt: skip
"""The fields that `parse_decision` reads."""

PROGRESS_FIELDS = frozenset({"annotator", "status", "offset", "updated_at"})
"""The fields that `parse_progress` reads."""

SPAN_FIELDS = frozenset({
    "id", "start", "end", "label", "text", "prefix", "suffix", "fragments", "attributes", "note",
    "annotator", "status", "score", "origin", "created_at", "updated_at", "deleted_at", "sha256",
})  # fmt: skip
"""The fields that `parse_span` reads."""


_OWN_FIELDS = ("annotator", "created_at", "updated_at")
"""Fields of each annotation, link and comment that Hashiya wrote."""


def parse_id(fields: Fields, *, is_own: bool = False) -> tuple[str, str]:
    """Return the object's id in the database and the id that another program gave it: one of them.

    An id that is no UUID is the database's only in what Hashiya wrote: elsewhere ids like "1" are
    unique in their document at most.
    Raises ExchangeError if it is neither a string nor a number.
    """
    name = fields.name("id", "")
    if is_own or is_uuid(name) or all(one in fields for one in _OWN_FIELDS):
        return name, ""
    return "", name


def parse_span(fields: Fields) -> ParsedSpan:
    """Return an annotation in the names that Hashiya itself and Prodigy use.

    Raises ExchangeError if a field is missing or of another type.
    """
    own_id, source_id = parse_id(fields)
    return ParsedSpan(
        line=fields.line,
        start=fields.integer("start"),
        end=fields.integer("end"),
        label=fields.name("label"),
        key=own_id or source_id,
        id=own_id,
        source_id=source_id,
        text=fields.text_or_none("text"),
        prefix=fields.text("prefix", ""),
        suffix=fields.text("suffix", ""),
        attributes=fields.mapping("attributes"),
        fragments=parse_fragments(fields),
        score=parse_score(fields),
        note=fields.text("note", ""),
        annotator=fields.name("annotator", ""),
        status=parse_status(fields),
        origin=fields.text("origin", ""),
        created_at=fields.text("created_at", ""),
        updated_at=fields.text("updated_at", ""),
        deleted_at=fields.text("deleted_at", ""),
        sha256=fields.text("sha256", ""),
        original=fields.plain(),
    )


def parse_fragments(fields: Fields) -> tuple[tuple[int, int], ...] | None:
    """Return the stretches of a discontinuous annotation; None if there are none.

    Raises ExchangeError if they are not a list of pairs of whole numbers.
    """
    if fields.values.get("fragments") is None:
        return None
    found = []
    for number, one in enumerate(fields.items("fragments")):
        if not isinstance(one, list) or len(one) != 2:
            raise fields.error(f"fragments[{number}] is not [start, end]")
        pair = fields.inner(dict(zip(("start", "end"), one, strict=True)), f"fragments[{number}]")
        found.append((pair.integer("start"), pair.integer("end")))
    return tuple(found) or None


def parse_score(fields: Fields) -> float | None:
    """Return the score of an object; None if there is none.

    Raises ExchangeError if it is not a number from 0 to 1.
    """
    score = fields.float_number("score")
    if score is None and fields.values.get("score") is not None:
        raise fields.error(f'"score" is not a number but {kind_of(fields.values["score"])}')
    if score is not None and not 0 <= score <= 1:
        raise fields.error(f'"score" is not from 0 to 1: {score}')
    return score


def parse_review(fields: Fields) -> ReviewStatus | None:
    """Return the state of a document's review; None if there is none.

    Raises ExchangeError if it is not one of them.
    """
    value = fields.text("review", "")
    for status in REVIEW_STATUSES:
        if value == status:
            return status
    if value:
        raise fields.error(f'"review" is not one of {", ".join(REVIEW_STATUSES)}')
    return None


def parse_comment(fields: Fields) -> ParsedComment:
    """Return a comment in Hashiya's own names.

    Raises ExchangeError if a field is missing or of another type.
    """
    value = fields.text("kind", "comment")
    own_id, source_id = parse_id(fields)
    for kind in COMMENT_KINDS:
        if value == kind:
            return ParsedComment(
                fields.line,
                fields.text("text", ""),
                kind,
                annotation_key=fields.name("annotation_id", ""),
                parent_key=fields.name("parent_id", ""),
                key=own_id or source_id,
                id=own_id,
                source_id=source_id,
                annotator=fields.name("annotator", ""),
                created_at=fields.text("created_at", ""),
                updated_at=fields.text("updated_at", ""),
                resolved_at=fields.text("resolved_at", ""),
                deleted_at=fields.text("deleted_at", ""),
            )
    raise fields.error(f'"kind" is not one of {", ".join(COMMENT_KINDS)}')


def parse_decision(fields: Fields) -> Decision:
    """Return a decision in Hashiya's own names, of no document yet.

    Raises ExchangeError if a field is missing or of another type.
    """
    created_at = fields.text("created_at")
    return Decision(
        fields.name("id"),
        "",
        fields.name("adjudicator"),
        fields.text("kind"),
        fields.text("subject"),
        fields.text("choice"),
        created_at,
        fields.text("updated_at", "") or created_at,
        fields.text("deleted_at", "") or None,
    )


def parse_link(fields: Fields) -> ParsedLink:
    """Return a link in Hashiya's own names.

    Raises ExchangeError if a field is missing or of another type.
    """
    own_id, source_id = parse_id(fields)
    return ParsedLink(
        line=fields.line,
        type=fields.name("type"),
        from_key=fields.name("from"),
        to_key=fields.name("to"),
        id=own_id,
        source_id=source_id,
        annotator=fields.name("annotator", ""),
        status=parse_status(fields),
        created_at=fields.text("created_at", ""),
        updated_at=fields.text("updated_at", ""),
        deleted_at=fields.text("deleted_at", ""),
        original=fields.plain(),
    )


@dataclass(frozen=True, slots=True)
class Head:
    """The start of a file, read without reading all of it."""

    name: str
    """The file's name, in lower case, without `.gz`."""
    is_folder: bool
    data: bytes
    """The first bytes, decompressed."""
    text: str
    """The beginning as text; empty when it is not text."""
    keys: AbstractSet[str]
    """The keys of the first JSON object; empty when there is none."""
    is_array: bool
    """Whether that object is the first item of a JSON array."""
    names: tuple[str, ...] = ()
    """Of a folder: the names of the files in it."""
    fault: ExchangeError | None = None
    """The error in the first JSON object of a file that begins like JSON."""


def head_of(path: Path) -> Head:
    """Return the start of a file or folder.

    Raises ExchangeError if it cannot be read.
    """
    name = path.name.lower().removesuffix(".gz")
    if path.is_dir():
        names = sorted(one.name for one in path.rglob("*") if one.is_file())
        return Head(name, True, b"", "", frozenset(), False, tuple(names))
    source = InputFile(path)
    with source.opened() as stream:
        data = stream.read(_SIZE)
    text, start = _text_of(data, source)
    first = _first(source) if start in ("{", "[") else None
    keys: AbstractSet[str] = first.values.keys() if isinstance(first, Fields) else frozenset()
    fault = first if isinstance(first, ExchangeError) else None
    return Head(name, False, data, text, keys, start == "[", fault=fault)


def _text_of(data: bytes, source: InputFile) -> tuple[str, str]:
    """Return the bytes as text, "" if they are not text, and the first visible character."""
    try:
        encoding = source.recognised_encoding()
    except ExchangeError:
        return "", ""
    data = data[mark_length(data) :]
    start = data.decode(encoding, "ignore").lstrip(" \t\r\n")[:1]
    try:
        # A character that the end of the sample cuts is left out.
        return codecs.getincrementaldecoder(encoding)().decode(data), start
    except UnicodeDecodeError:
        return "", start


def _first(source: InputFile) -> Fields | ExchangeError | None:
    """Return the first JSON object, its error, or None if there is none."""
    try:
        return next(source.objects(), None)
    except ExchangeError as error:
        return error
