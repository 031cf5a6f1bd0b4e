"""An import's documents on their way into the database: many at once, each before its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.annotations.model import Annotation, Link, Progress
from tui.annotations.store import Store
from tui.cli.records import rows_of
from tui.corpus.document import Document
from tui.errors import StoreError
from tui.exchange.options import Known
from tui.exchange.record import Record
from tui.exchange.report import Incoming

BATCH_DOCUMENTS = 256
BATCH_LENGTH = 500_000
"""Code points of the texts of a batch, from which on it is written."""


class Arrivals:
    """The documents of one file: those that are there, those that wait, and their rows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last = store.last_document()
        self.line = 0
        """Of the file, at which the document stands whose rows were handed on last."""
        self._waiting: dict[str, Record] = {}
        self._by_text: dict[str, Record] = {}

    def lookup(self, id: str, sha256: str) -> Known | None:
        """The document by id and hash, else by the hash, else by the id.

        One that has an id of its own is never taken for another of the same file that has the
        same text.
        """
        waiting = self._waiting.get(id) if id else self._by_text.get(sha256)
        if waiting is not None:
            return Known(waiting.id, waiting.title, waiting.source, waiting.sha256, waiting.text)
        info = self._store.known_document(id, sha256, last=self._last if id else None)
        if info is None:
            return None
        text = self._store.text(info.text_sha256)
        return Known(info.id, info.title, info.source, info.text_sha256, text)

    def rows(self, arriving: Iterable[Incoming]) -> Iterator[Annotation | Link | Progress]:
        """The rows of the documents, which are written a batch at a time.

        Raises StoreError for a document that the database cannot hold.
        """
        batch: list[Incoming] = []
        length = 0
        for incoming in arriving:
            record = incoming.record
            batch.append(incoming)
            length += len(record.text)
            if not incoming.known:
                self._waiting[record.id] = self._by_text[record.sha256] = record
            if len(batch) >= BATCH_DOCUMENTS or length >= BATCH_LENGTH:
                yield from self._settled(batch)
                batch, length = [], 0
        yield from self._settled(batch)

    def _settled(self, batch: list[Incoming]) -> Iterator[Annotation | Link | Progress]:
        report = self._store.add_documents(map(_document, self._waiting.values()), by_source=False)
        if report.refused:
            raise StoreError(str(report.refused[0]))
        self._waiting.clear()
        self._by_text.clear()
        for incoming in batch:
            self.line = incoming.line
            annotations, links, progress = rows_of(incoming.record)
            yield from annotations
            yield from links
            yield from progress


def _document(record: Record) -> Document:
    return Document(
        id=record.id,
        title=record.title,
        source=record.source,
        text=record.text,
        meta=record.meta,
    )
