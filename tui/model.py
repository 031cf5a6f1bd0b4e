"""Documents, annotations and links as frozen values, shared by every layer above the text engine.

Offsets are code points of a document's text, from 0; a span is `[start, end)`. A text is stored
exactly as it was decoded: no newline, Unicode or white-space normalisation, and a leading
byte-order mark is not part of it.

Times made here are UTC, `YYYY-MM-DDTHH:MM:SS.ssssssZ`; imported times keep their own form, so
compare them with `instant_of`. Ids of annotations and links are UUIDv7 (RFC 9562, 5.7), so that
databases of several people can be joined by id.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

from tui.choices import AnnotationStatus, CommentKind, ReadingStatus, ReviewStatus
from tui.hashing import sha256
from tui.text.unicode import FORMAT_CONTROLS, LINE_BREAKS, pattern

JSON: TypeAlias = bool | int | float | str | list["JSON"] | dict[str, "JSON"] | None

CONTEXT = 32
"""Code points of `prefix` and `suffix`, at most."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A labelled span of one version of a document's text."""

    id: str
    document_id: str
    text_sha256: str
    """The text that the offsets count in."""
    label: str
    start: int
    end: int
    text: str
    """The text of the span. An orphaned annotation keeps the text that it was made on."""
    prefix: str = ""
    """Up to `CONTEXT` code points before the span."""
    suffix: str = ""
    """Up to `CONTEXT` code points after the span."""
    attributes: Mapping[str, JSON] = field(default_factory=dict)
    note: str = ""
    annotator: str = ""
    status: AnnotationStatus = "accepted"
    origin: str = ""
    """Where a suggestion came from and why; empty for what a person placed."""
    created_at: str = ""
    updated_at: str = ""
    deleted_at: str | None = None
    fragments: tuple[tuple[int, int], ...] | None = None
    """The stretches of a discontinuous annotation, sorted; `start` and `end` are their hull."""
    score: float | None = None
    """How sure the maker of a suggestion is, from 0 to 1."""

    def __hash__(self) -> int:
        return hash((self.id, self.updated_at))

    @property
    def stretches(self) -> tuple[tuple[int, int], ...]:
        """The fragments, or the span alone if the annotation is continuous."""
        return self.fragments or ((self.start, self.end),)

    @property
    def shown_text(self) -> str:
        """The text with an ellipsis for each gap between fragments."""
        if not self.fragments or len(self.text) != self.end - self.start:
            return self.text
        parts = (self.text[low - self.start : high - self.start] for low, high in self.fragments)
        return " … ".join(parts)


SPEAKER_LINK = "speaker"
"""The type of the links from a quote to those who said it, which a label schema may define."""

CONTINUES_LINK = "continues"
"""The type of the links between the parts of a quote that is broken by other words."""


@dataclass(frozen=True, slots=True)
class Link:
    """A typed arrow from one annotation to another."""

    id: str
    document_id: str
    """The document of the annotation that the link starts from."""
    type: str
    from_id: str
    to_id: str
    """An annotation of this document or of another one."""
    annotator: str = ""
    status: AnnotationStatus = "accepted"
    created_at: str = ""
    updated_at: str = ""
    deleted_at: str | None = None


class Progress(NamedTuple):
    """How far one annotator is with one document."""

    document_id: str
    annotator: str
    status: ReadingStatus = "unread"
    offset: int = 0
    """Where the caret was left."""
    updated_at: str = ""
    """Empty while nothing has been saved."""


class Bookmark(NamedTuple):
    """A place that an annotator marked; at most one at an offset."""

    document_id: str
    annotator: str
    offset: int
    name: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its text."""

    id: str
    """Path below the source folder in POSIX form; a record's `id` field or `FILE#LINE`."""
    title: str
    """The page's or record's own title, else the first line that is not blank, else a name."""
    source: str
    """Where the text was read from, unique: the absolute path of a file, or `PATH#RECORD` for a
    record (see `source_path`)."""
    text: str
    """The text as decoded, without lone surrogates."""
    meta: Mapping[str, JSON] = field(default_factory=dict)
    """Further metadata from the source: author, date, the other fields of a record."""

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text in UTF-8; computed at each call."""
        return sha256_of(self.text)

    @property
    def qualified_ids(self) -> tuple[str, ...]:
        """The ids to try in turn when another source already has the plain one."""
        return (self.id,)


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark on an annotation or a document, or a flag on an annotation that is unsure."""

    id: str
    document_id: str
    annotation_id: str | None
    """The annotation that it is about; None for the document as a whole."""
    parent_id: str | None
    """The comment that it answers."""
    kind: CommentKind
    annotator: str
    text: str
    """May be empty for a flag."""
    created_at: str
    updated_at: str
    resolved_at: str | None = None
    deleted_at: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """An adjudicator's decision where annotators disagreed."""

    id: str
    document_id: str
    adjudicator: str
    kind: str
    """What the disagreement is about: bounds, a label, a missing annotation, an attribute …"""
    subject: str
    """The ids that were compared."""
    choice: str
    created_at: str
    updated_at: str
    deleted_at: str | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with its text, its annotations and the links that start from them."""

    id: str
    title: str
    source: str
    sha256: str
    """Hexadecimal SHA-256 of `text` in UTF-8."""
    text: str
    meta: Mapping[str, JSON] = field(default_factory=dict)
    annotations: tuple[Annotation, ...] = ()
    """Sorted by `annotation_order`."""
    links: tuple[Link, ...] = ()
    """Sorted by id."""
    progress: tuple[Progress, ...] = ()
    """Sorted by annotator."""
    review: ReviewStatus | None = None
    comments: tuple[Comment, ...] = ()
    """Sorted by id."""
    decisions: tuple[Decision, ...] = ()
    """Sorted by id."""
    older_texts: Mapping[str, str] = field(default_factory=dict)
    """By hash: the earlier texts over which annotations wait to be re-anchored."""

    def __hash__(self) -> int:
        return hash((self.id, self.sha256))


class ImportedDocument(NamedTuple):
    """A valid document that was read from a file of annotations."""

    document: AnnotatedDocument
    line: int
    """Line of the file at which it begins, from 1."""
    is_known: bool
    """Whether the database contains it; then it has the database's id, title and text."""


class DocumentInfo(NamedTuple):
    """A document without its text."""

    id: str
    title: str
    source: str
    text_sha256: str
    length: int
    """Code points of the text."""
    added_at: str
    pending_sha256: str | None = None
    """The text that the source now holds, until the annotations have been re-anchored to it."""
    meta: Mapping[str, JSON] = MappingProxyType({})
    updated_at: str = ""
    """When its title, text, metadata or review last changed; at first `added_at`."""
    deleted_at: str | None = None
    review: ReviewStatus | None = None

    def __hash__(self) -> int:
        return hash((self.id, self.text_sha256))

    @property
    def changed(self) -> bool:
        """Whether the source now has another text than the one that the annotations count in."""
        return self.pending_sha256 is not None


class DocumentRow(NamedTuple):
    """A line of the index: a document as one annotator sees it."""

    rowid: int
    """Its handle for this session; another program's VACUUM may change it."""
    id: str
    title: str
    length: int
    status: ReadingStatus
    changed: bool
    counts: Mapping[str, int]
    """Accepted annotations of the annotator, by label."""
    review: ReviewStatus | None = None


class OptionalKeys(NamedTuple):
    """The keys that are in every line of an export of Hashiya's own formats, or in none."""

    fragments: bool = False
    score: bool = False
    reviews: bool = False
    """`comments`, `review` and `decisions` of documents."""


class KnownDocuments(Protocol):
    """Lookup of what the database contains while a file is being imported."""

    def find(self, document_id: str, sha256: str) -> Document | None:
        """Return the document with this id and text hash, else with this hash, else with this id.

        Either may be empty.
        """

    def has_annotation(self, annotation_id: str, document_id: str = "") -> bool:
        """Return whether there is an annotation with this id, in the document if one is named."""

    def has_link(self, link_id: str, document_id: str) -> bool:
        """Return whether the document has a link with this id."""

    def review(self, document_id: str) -> ReviewStatus | None:
        """Return the state of the review of a document that `find` returned."""


def annotation_order(annotation: Annotation) -> tuple[int, int, str]:
    """Return the key by which every export sorts annotations."""
    return annotation.start, annotation.end, annotation.id


def context_of(text: str, start: int, end: int) -> tuple[str, str]:
    """Return up to `CONTEXT` code points before and after `[start, end)`."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def sha256_of(text: str) -> str:
    """Return the hexadecimal SHA-256 of `text` in UTF-8.

    Raises UnicodeEncodeError for lone surrogates.
    """
    return sha256(text.encode()).hexdigest()


MAX_TITLE = 200
"""Code points of a title, including the ellipsis of a shortened one."""

# Format characters have no glyph, so a line of them is as blank as a line of spaces. Up to eight of
# them before the first visible character belong to the title; the limit keeps the search linear.
_INVISIBLE = pattern(FORMAT_CONTROLS)
_IN_LINE = f"[^{pattern(LINE_BREAKS)}]"
_FIRST_LINE = re.compile(rf"[{_INVISIBLE}]{{0,8}}[^\s{_INVISIBLE}]{_IN_LINE}{{0,{4 * MAX_TITLE}}}")


_HEADING_LINE = re.compile(r"#{1,6}[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*")


def title_of(text: str) -> str:
    """Return the first line that is not blank, trimmed; "" if there is none.

    Control characters are kept: escape them before showing the title. A line of more than MAX_TITLE
    code points is cut, at a space if there is one near, and ends in `…`.
    """
    found = _FIRST_LINE.search(text)
    if found is None:
        return ""
    title = found.group().strip()
    if len(title) <= MAX_TITLE:
        return title
    cut = title[: MAX_TITLE - 1]
    space = cut.rfind(" ", MAX_TITLE * 3 // 4)
    return (cut if space < 0 else cut[:space]).rstrip() + "…"


HEADINGS_FIELD = "headings"
"""The field of a document's metadata that has its headings, as `[offset, level, title]`."""


def is_markdown(name: str) -> bool:
    """Whether a file of this name, or a document with this id, is Markdown."""
    return name.lower().removesuffix(".gz").endswith((".md", ".markdown"))


def heading_of(title: str) -> str:
    """Return the title of a Markdown text without the signs that make its line a heading."""
    found = _HEADING_LINE.fullmatch(title)
    return found[1] if found is not None else title


def source_path(source: str) -> Path:
    """Return the file that a document's `source` names; for a record, the file that contains it."""
    if "#" not in source or os.path.lexists(source):
        return Path(source)
    return Path(source.rpartition("#")[0])


_TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
_FIRST = datetime.min.replace(tzinfo=UTC)


def now() -> str:
    """Return the current time in the database's format."""
    return datetime.now(UTC).strftime(_TIME_FORMAT)


def stamp_of(seconds: float) -> str:
    """Return a time of the file system (seconds since 1970) in the database's format."""
    return datetime.fromtimestamp(seconds, UTC).strftime(_TIME_FORMAT)


def instant_of(stamp: str) -> timedelta:
    """Return the instant of a time in any form of ISO 8601, for comparisons.

    A time without a zone is UTC. Anything else compares as the earliest time.
    """
    try:
        # RFC 3339 allows a lower-case "z", and Python does not.
        moment = datetime.fromisoformat(stamp.strip().upper())
    except ValueError:
        return timedelta.min
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _FIRST


def later_than(stamp: str) -> str:
    """Return the current time, or a microsecond after `stamp` if the clock is behind it.

    Anything that is not a time counts as past. The last moment of the year 9999 is returned as it
    is.
    """
    current, before = now(), instant_of(stamp)
    if instant_of(current) > before:
        return current
    try:
        return (_FIRST + before + timedelta(microseconds=1)).strftime(_TIME_FORMAT)
    except OverflowError:
        return stamp


class _IdGenerator:
    """Makes ascending UUIDv7: 48 bits of milliseconds, 12 bits of their fraction."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self) -> str:
        milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
        stamp = milliseconds << 12 | (nanoseconds << 12) // 1_000_000
        with self._lock:
            stamp = self._last = max(stamp, self._last + 1)
        tail = int.from_bytes(os.urandom(8)) & (1 << 62) - 1 | 1 << 63
        value = f"{(stamp >> 12) << 16 | 0x7000 | stamp & 0xFFF:016x}{tail:016x}"
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


_ids = _IdGenerator()


def new_id() -> str:
    """Return a new UUIDv7; those of one process sort in the order of their creation."""
    return _ids.next()


_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def is_uuid(name: str) -> bool:
    """Return whether a name is a UUID as this program writes them: in lower case, with hyphens."""
    return re.fullmatch(_UUID, name) is not None


def content_id(*parts: str) -> str:
    """Return the UUIDv8 (RFC 9562, 5.8) of these parts; equal parts always have the same id."""
    digest = sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).digest()
    number = int.from_bytes(digest[:16])
    number = number & ~(0xF << 76) & ~(0x3 << 62) | 0x8 << 76 | 0x2 << 62
    value = f"{number:032x}"
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


def owned_id(row_id: str, annotator: str) -> str:
    """Return the id that a row gets when a row of another annotator keeps its id.

    It is made of the two, so that every import and every database gives the same one.
    """
    return content_id("layer", row_id, annotator)


def may_be_owned(row_id: str) -> bool:
    """Whether `owned_id` may have made an id: it is a UUIDv8 then."""
    return row_id[14:15] == "8"


def annotate(
    document: DocumentInfo,
    text: str,
    span: tuple[int, int],
    label: str,
    annotator: str,
    *,
    attributes: Mapping[str, JSON] | None = None,
    note: str = "",
    status: AnnotationStatus = "accepted",
    origin: str = "",
) -> Annotation:
    """Return a new annotation of `span` of `text`, the document's stored text."""
    start, end = span
    prefix, suffix = context_of(text, start, end)
    stamp = now()
    return Annotation(
        id=new_id(),
        document_id=document.id,
        text_sha256=document.text_sha256,
        label=label,
        start=start,
        end=end,
        text=text[start:end],
        prefix=prefix,
        suffix=suffix,
        attributes=dict(attributes or {}),
        note=note,
        annotator=annotator,
        status=status,
        origin=origin,
        created_at=stamp,
        updated_at=stamp,
    )


def link(
    source: Annotation,
    target: Annotation,
    link_type: str,
    annotator: str,
    *,
    status: AnnotationStatus = "accepted",
) -> Link:
    """Return a new link from `source` to `target`."""
    stamp = now()
    return Link(
        id=new_id(),
        document_id=source.document_id,
        type=link_type,
        from_id=source.id,
        to_id=target.id,
        annotator=annotator,
        status=status,
        created_at=stamp,
        updated_at=stamp,
    )


def comment(
    document_id: str,
    annotator: str,
    text: str = "",
    *,
    annotation_id: str | None = None,
    parent_id: str | None = None,
    kind: CommentKind = "comment",
) -> Comment:
    """Return a new comment on an annotation, or on the document as a whole."""
    stamp = now()
    return Comment(
        new_id(), document_id, annotation_id, parent_id, kind, annotator, text, stamp, stamp
    )


def fit_fragments(
    fragments: Iterable[tuple[int, int]], span: tuple[int, int]
) -> tuple[tuple[int, int], ...] | None:
    """Return fragments with the bounds of their hull moved to `span`; None if only one remains.

    Fragments that overlap or touch are joined. Parts outside the span are cut off.
    """
    start, end = span
    inside = [(max(low, start), min(high, end)) for low, high in sorted(fragments)]
    kept: list[tuple[int, int]] = []
    for low, high in inside:
        if low >= high:
            continue
        if kept and low <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], high))
        else:
            kept.append((low, high))
    if len(kept) < 2:
        return None
    return ((start, kept[0][1]), *kept[1:-1], (kept[-1][0], end))


def moved(
    annotation: Annotation,
    text: str,
    span: tuple[int, int],
    fragments: Iterable[tuple[int, int]] | None = None,
) -> Annotation:
    """Return the annotation with the bounds `span` in `text`, the text version that it belongs to.

    Its fragments, or the ones given instead, are cut and extended to the new bounds.
    """
    start, end = span
    stretches = fragments if fragments is not None else annotation.fragments
    prefix, suffix = context_of(text, start, end)
    return replace(
        annotation,
        start=start,
        end=end,
        text=text[start:end],
        prefix=prefix,
        suffix=suffix,
        fragments=fit_fragments(stretches, span) if stretches else None,
        updated_at=later_than(annotation.updated_at),
    )


def maker_and_reason(origin: str) -> tuple[str, str]:
    """Return the two parts of a suggestion's origin, `NAME: REASON`; a name may be an address."""
    maker, _, reason = origin.partition(": ")
    return maker.removesuffix(":").strip(), reason.strip()


def origin_shown(origin: str) -> str:
    """Return a suggestion's origin as it is shown: without the colon where no reason follows."""
    return origin.rstrip().removesuffix(":")


def edited(annotation: Annotation, **changes: Any) -> Annotation:
    """Return the annotation with other field values and a later `updated_at`."""
    return replace(annotation, updated_at=later_than(annotation.updated_at), **changes)


_Row = TypeVar("_Row", Annotation, Link, Comment, Decision)


def deleted(row: _Row) -> _Row:
    """Return the row as deleted: it remains in the database, with `deleted_at` set."""
    stamp = later_than(row.updated_at)
    return replace(row, updated_at=stamp, deleted_at=stamp)


class Assignment(NamedTuple):
    """A document that an annotator is asked to annotate."""

    document_id: str
    annotator: str
    assigned_by: str
    updated_at: str
    deleted_at: str | None = None
