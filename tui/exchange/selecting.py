"""What of a record a format can place in the text, and a count of what it cannot hold."""

from collections.abc import Callable, Container, Iterable

from tui.exchange.losses import (
    ANNOTATORS,
    ATTRIBUTES,
    EMPTY_DOCUMENTS,
    FAR_LINKS,
    IDS,
    LINK_DETAILS,
    LINKS,
    META,
    NOTES,
    ORIGINS,
    ORPHANS,
    PROGRESS,
    STATUSES,
    TIMES,
    TITLES,
    Losses,
)
from tui.exchange.record import Record, RecordLink, RecordSpan

_OF_SPANS: dict[str, Callable[[RecordSpan], int]] = {
    NOTES: lambda span: bool(span.note),
    ATTRIBUTES: lambda span: len(span.attributes),
    ANNOTATORS: lambda span: bool(span.annotator),
    STATUSES: lambda span: span.status != "accepted",
    ORIGINS: lambda span: bool(span.origin),
    IDS: lambda _: 1,
    TIMES: lambda _: 1,
}
_OF_RECORDS: dict[str, Callable[[Record], int]] = {
    META: lambda record: bool(record.meta),
    TITLES: lambda _: 1,
    PROGRESS: lambda record: sum(one.status != "unread" for one in record.progress),
    EMPTY_DOCUMENTS: lambda record: not record.spans,
    LINKS: lambda record: len(record.links),
    LINK_DETAILS: lambda record: len(record.links),
}


def placed(record: Record, losses: Losses) -> list[RecordSpan]:
    """The annotations that lie in the record's text; orphaned ones are lost."""
    spans = [span for span in record.spans if span.status != "orphaned"]
    losses.lose(ORPHANS, len(record.spans) - len(spans))
    return spans


def inner_links(record: Record, ids: Container[str], losses: Losses) -> list[RecordLink]:
    """The links between two of the annotations with these ids; others are lost."""
    links = [link for link in record.links if link.from_id in ids and link.to_id in ids]
    losses.lose(FAR_LINKS, len(record.links) - len(links))
    return links


def count_lost(
    losses: Losses, record: Record, spans: Iterable[RecordSpan], kinds: Iterable[str]
) -> None:
    """Counts of these kinds what the record and these annotations of it have."""
    for kind in kinds:
        if kind in _OF_RECORDS:
            losses.lose(kind, _OF_RECORDS[kind](record))
        else:
            losses.lose(kind, sum(map(_OF_SPANS[kind], spans)))
