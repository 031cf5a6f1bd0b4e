"""One document with all that was said about it, as every format reads and writes it.

Offsets count code points of `Record.text` from 0; a span is `[start, end)`. Times are strings
and stay as they came. Nothing here knows the database: whoever has one makes records from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tui.corpus.document import Json

Status = Literal["accepted", "suggested", "rejected", "orphaned"]
ReadingStatus = Literal["unread", "reading", "done"]

STATUSES: tuple[Status, ...] = ("accepted", "suggested", "rejected", "orphaned")
READING_STATUSES: tuple[ReadingStatus, ...] = ("unread", "reading", "done")

CONTEXT = 32
"""Code points of `prefix` and `suffix`, at most."""


@dataclass(frozen=True, slots=True)
class RecordSpan:
    """An annotation of the record's text."""

    id: str
    start: int
    end: int
    label: str
    text: str
    """What it covers; of an orphaned one, what it covered in the text that it was made on."""
    prefix: str = ""
    """Up to `CONTEXT` code points before it."""
    suffix: str = ""
    """Up to `CONTEXT` code points after it."""
    attributes: Mapping[str, Json] = field(default_factory=dict)
    note: str = ""
    annotator: str = ""
    status: Status = "accepted"
    origin: str = ""
    """Where a suggestion came from and why."""
    created_at: str = ""
    updated_at: str = ""
    deleted_at: str = ""
    """When it was deleted: only work that could not be saved carries deletions."""

    def __hash__(self) -> int:
        return hash((self.id, self.start, self.end, self.updated_at))


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A typed arrow that goes out from one of the record's annotations."""

    id: str
    type: str
    from_id: str
    """An annotation of this record."""
    to_id: str
    """An annotation of this record or of another."""
    annotator: str = ""
    status: Status = "accepted"
    created_at: str = ""
    updated_at: str = ""
    deleted_at: str = ""


@dataclass(frozen=True, slots=True)
class RecordProgress:
    """How far one annotator is with the document."""

    annotator: str
    status: ReadingStatus
    offset: int = 0
    """Where the caret was left."""
    updated_at: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One document, its annotations and the links that go out from them."""

    id: str
    title: str
    source: str
    sha256: str
    """Hexadecimal SHA-256 of `text` in UTF-8."""
    text: str
    meta: Mapping[str, Json] = field(default_factory=dict)
    spans: tuple[RecordSpan, ...] = ()
    """In the order of start, end, id."""
    links: tuple[RecordLink, ...] = ()
    """In the order of ids."""
    progress: tuple[RecordProgress, ...] = ()
    """In the order of the annotators' names."""

    def __hash__(self) -> int:
        return hash((self.id, self.sha256))


def span_order(span: RecordSpan) -> tuple[int, int, str]:
    """The key that puts annotations into the order of every export."""
    return span.start, span.end, span.id


def context_of(text: str, start: int, end: int) -> tuple[str, str]:
    """The up to `CONTEXT` code points before and after `[start, end)`."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
