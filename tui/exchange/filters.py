"""Which documents, annotations and links an export takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tui.corpus.document import Json
from tui.exchange.losses import FAR_LINKS, Losses
from tui.exchange.record import STATUSES, Record, RecordLink, RecordSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked for; an empty tuple asks for all, `statuses` for the accepted ones."""

    documents: tuple[str, ...] = ()
    """Ids."""
    labels: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    all_statuses: bool = False
    """Whether no named status means all of them (`documents`)."""
    far_links: bool = False
    """Whether a link is taken with its start alone, and not only where both its ends are."""
    done: bool = False
    """Whether only documents are taken that are marked done, by one of the annotators."""

    def filtered(self, records: Iterable[Record], losses: Losses) -> Iterator[Record]:
        """The records that are asked for, without what is not.

        A link that leads to another document is kept: whether its end is, cannot be seen here.
        """
        for record in records:
            if self._takes_document(record):
                spans = tuple(filter(self._takes, record.spans))
                links = tuple(self._links(record, {span.id for span in spans}))
                wanted = sum(map(self._takes_link, record.links))
                losses.lose(FAR_LINKS, 0 if self.far_links else wanted - len(links))
                yield replace(record, spans=spans, links=links)

    def described(self) -> dict[str, Json]:
        """The filters, for a manifest."""
        return {
            "documents": list(self.documents),
            "labels": list(self.labels),
            "annotators": list(self.annotators),
            "statuses": list(self._statuses),
            "done": self.done,
        }

    @property
    def _statuses(self) -> tuple[str, ...]:
        return self.statuses or (STATUSES if self.all_statuses else ("accepted",))

    def _takes_document(self, record: Record) -> bool:
        if self.documents and record.id not in self.documents:
            return False
        readers = (one for one in record.progress if one.status == "done")
        return not self.done or any(self._is_asked_for(one.annotator) for one in readers)

    def _is_asked_for(self, annotator: str) -> bool:
        return not self.annotators or annotator in self.annotators

    def _takes(self, span: RecordSpan) -> bool:
        labelled = not self.labels or span.label in self.labels
        return labelled and span.status in self._statuses and self._is_asked_for(span.annotator)

    def _takes_link(self, link: RecordLink) -> bool:
        return link.status in self._statuses and self._is_asked_for(link.annotator)

    def _links(self, record: Record, kept: set[str]) -> Iterator[RecordLink]:
        gone = {span.id for span in record.spans} - kept
        for link in record.links:
            there = link.from_id not in gone and (self.far_links or link.to_id not in gone)
            if there and self._takes_link(link):
                yield link
