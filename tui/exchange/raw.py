"""What a reader takes from a file, before it is held against the text and made a Record.

Everything is as the file says it: offsets in the file's unit, links by the names that the file
uses for annotations. Empty strings and None mean that the file does not say.
"""

from dataclasses import dataclass, field

from tui.corpus.document import Json
from tui.exchange.fields import Fields
from tui.exchange.record import READING_STATUSES, STATUSES, RecordProgress, Status


@dataclass(slots=True)
class RawSpan:
    """An annotation as the file has it."""

    line: int
    start: int
    end: int
    label: str
    key: str = ""
    """What the file's links call it."""
    id: str = ""
    text: str | None = None
    prefix: str = ""
    suffix: str = ""
    quoted: bool = False
    """Whether only its words are known, and not its offsets."""
    attributes: dict[str, Json] = field(default_factory=dict)
    note: str = ""
    annotator: str = ""
    status: Status | None = None
    origin: str = ""
    created_at: str = ""
    updated_at: str = ""
    deleted_at: str = ""


@dataclass(slots=True)
class RawLink:
    """A link as the file has it."""

    line: int
    type: str
    from_key: str
    to_key: str
    id: str = ""
    annotator: str = ""
    status: Status | None = None
    created_at: str = ""
    updated_at: str = ""
    deleted_at: str = ""


@dataclass(slots=True)
class RawDocument:
    """A document as the file has it."""

    line: int
    id: str = ""
    text: str | None = None
    """Carried by the file; None: the database has to have it."""
    sha256: str = ""
    title: str | None = None
    source: str = ""
    meta: dict[str, Json] = field(default_factory=dict)
    spans: list[RawSpan] = field(default_factory=list)
    links: list[RawLink] = field(default_factory=list)
    progress: list[RecordProgress] = field(default_factory=list)


def status_of(fields: Fields) -> Status | None:
    """The object's status; None when it names none.

    Raises ExchangeError: it is not a status.
    """
    value = fields.text("status", "")
    for status in STATUSES:
        if value == status:
            return status
    if value:
        raise fields.error(f'"status" is none of {", ".join(STATUSES)}')
    return None


def progress_of(fields: Fields) -> RecordProgress:
    """One annotator's progress.

    Raises ExchangeError: a field is missing or of another type.
    """
    value = fields.text("status")
    for status in READING_STATUSES:
        if value == status:
            offset = fields.integer("offset", 0)
            if offset < 0:
                raise fields.error(f'"offset" is negative: {offset}')
            stamp = fields.text("updated_at", "")
            return RecordProgress(fields.name("annotator"), status, offset, stamp)
    raise fields.error(f'"status" is none of {", ".join(READING_STATUSES)}')


def span_of(fields: Fields) -> RawSpan:
    """An annotation in the names that Hashiya itself and Prodigy use.

    Raises ExchangeError: a field is missing or of another type.
    """
    key = fields.name("id", "")
    return RawSpan(
        line=fields.line,
        start=fields.integer("start"),
        end=fields.integer("end"),
        label=fields.name("label"),
        key=key,
        id=key,
        text=fields.text("text") if "text" in fields else None,
        prefix=fields.text("prefix", ""),
        suffix=fields.text("suffix", ""),
        attributes=fields.mapping("attributes"),
        note=fields.text("note", ""),
        annotator=fields.name("annotator", ""),
        status=status_of(fields),
        origin=fields.text("origin", ""),
        created_at=fields.text("created_at", ""),
        updated_at=fields.text("updated_at", ""),
        deleted_at=fields.text("deleted_at", ""),
    )


def link_of(fields: Fields) -> RawLink:
    """A link in Hashiya's own names.

    Raises ExchangeError: a field is missing or of another type.
    """
    return RawLink(
        line=fields.line,
        type=fields.name("type"),
        from_key=fields.name("from"),
        to_key=fields.name("to"),
        id=fields.name("id", ""),
        annotator=fields.name("annotator", ""),
        status=status_of(fields),
        created_at=fields.text("created_at", ""),
        updated_at=fields.text("updated_at", ""),
        deleted_at=fields.text("deleted_at", ""),
    )
