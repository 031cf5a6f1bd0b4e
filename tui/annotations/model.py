"""What the database holds, as frozen values.

Offsets count code points of the document's stored text from 0; a span is `[start, end)`.
Times made here are UTC, `YYYY-MM-DDTHH:MM:SS.ssssssZ`; imported ones keep their own words, so
which of two is later is a matter of `instant_of`. Ids of annotations and links are UUIDv7 (RFC
9562, 5.7), so that databases of several people can be joined by id.
"""

import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

JSON: TypeAlias = bool | int | float | str | list["JSON"] | dict[str, "JSON"] | None

AnnotationStatus = Literal["accepted", "suggested", "rejected", "orphaned"]
ReadingStatus = Literal["unread", "reading", "done"]

ANNOTATION_STATUSES: tuple[AnnotationStatus, ...] = (
    "accepted",
    "suggested",
    "rejected",
    "orphaned",
)
READING_STATUSES: tuple[ReadingStatus, ...] = ("unread", "reading", "done")

CONTEXT = 32
"""Code points of `prefix` and `suffix`, at most."""

_TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
_FIRST = datetime.min.replace(tzinfo=UTC)


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
    """What the span covers; kept so that the annotation can be found again in a changed text."""
    prefix: str
    """Up to `CONTEXT` code points before the span."""
    suffix: str
    """Up to `CONTEXT` code points after the span."""
    attributes: Mapping[str, JSON]
    note: str
    annotator: str
    status: AnnotationStatus
    origin: str
    """Where a suggestion came from and why; empty for what a person placed."""
    created_at: str
    updated_at: str
    deleted_at: str | None = None

    def __hash__(self) -> int:
        return hash((self.id, self.updated_at))


@dataclass(frozen=True, slots=True)
class Link:
    """A typed arrow from one annotation to another."""

    id: str
    document_id: str
    """The document of the annotation that the link goes out from."""
    type: str
    from_id: str
    to_id: str
    annotator: str
    status: AnnotationStatus
    created_at: str
    updated_at: str
    deleted_at: str | None = None


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

    def __hash__(self) -> int:
        return hash((self.id, self.text_sha256))

    @property
    def changed(self) -> bool:
        """Whether the source no longer holds the text that the annotations count in."""
        return self.pending_sha256 is not None


class DocumentRow(NamedTuple):
    """A document as a line of the index shows it to one annotator."""

    rowid: int
    """Its handle for this session; another program's VACUUM may change it."""
    id: str
    title: str
    length: int
    status: ReadingStatus
    changed: bool
    counts: Mapping[str, int]
    """Accepted annotations of the annotator, by label."""


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
    """A place that an annotator marked; one a place."""

    document_id: str
    annotator: str
    offset: int
    name: str
    created_at: str


_Row = TypeVar("_Row", Annotation, Link)


def now() -> str:
    """The time, in the database's form."""
    return datetime.now(UTC).strftime(_TIME_FORMAT)


def stamp_of(seconds: float) -> str:
    """A time of the file system (seconds since 1970) in the database's form."""
    return datetime.fromtimestamp(seconds, UTC).strftime(_TIME_FORMAT)


def instant_of(stamp: str) -> timedelta:
    """What a time in any form of ISO 8601 stands for, to be compared; one without a zone is UTC.

    Nothing is earlier than what is no time.
    """
    try:
        # Another program may write a small "z", which RFC 3339 allows and Python does not.
        moment = datetime.fromisoformat(stamp.strip().upper())
    except ValueError:
        return timedelta.min
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _FIRST


def later_than(stamp: str) -> str:
    """The time now, or a microsecond after `stamp` where the clock is behind it.

    What is no time counts as past; the end of all times, after which there is none, stays.
    """
    current, before = now(), instant_of(stamp)
    if instant_of(current) > before:
        return current
    try:
        return (_FIRST + before + timedelta(microseconds=1)).strftime(_TIME_FORMAT)
    except OverflowError:
        return stamp


class _Ids:
    """Makes UUIDv7 that rise within the process: 48 bits of milliseconds, 12 of their fraction."""

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


_ids = _Ids()


def new_id() -> str:
    """A new UUIDv7; those of one process sort in the order in which they were made."""
    return _ids.next()


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
    """A new annotation of `span` of `text`, the document's stored text."""
    start, end = span
    stamp = now()
    return Annotation(
        id=new_id(),
        document_id=document.id,
        text_sha256=document.text_sha256,
        label=label,
        start=start,
        end=end,
        text=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
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
    """A new link from `source` to `target`."""
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


def moved(annotation: Annotation, text: str, span: tuple[int, int]) -> Annotation:
    """The annotation with the bounds `span` in `text`, its own text version."""
    start, end = span
    return replace(
        annotation,
        start=start,
        end=end,
        text=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        updated_at=later_than(annotation.updated_at),
    )


def edited(annotation: Annotation, **changes: Any) -> Annotation:
    """The annotation with other field values and a later `updated_at`."""
    return replace(annotation, updated_at=later_than(annotation.updated_at), **changes)


def deleted(row: _Row) -> _Row:
    """The row as deleted: it stays in the database, with `deleted_at` set."""
    stamp = later_than(row.updated_at)
    return replace(row, updated_at=stamp, deleted_at=stamp)
