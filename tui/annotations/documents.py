"""Taking documents in: which are new, which are known, and which have another text than before."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from typing import Self, TypeAlias

from tui.annotations.batch import AddReport, Batch, Incoming, Refused
from tui.annotations.connection import SqliteFile, faults
from tui.annotations.model import now
from tui.annotations.rows import json_of
from tui.annotations.texts import Fold, search_key
from tui.corpus.document import Document
from tui.errors import StoreError

__all__ = ["AddReport", "Refused", "add", "search_key"]

BATCH_DOCUMENTS = 1_600
BATCH_LENGTH = 1_600_000
"""Code points of a batch: a transaction that holds the lock about as long as a reader waits."""

_BULK = {
    "cache_size": -64_000,
    "mmap_size": 1 << 30,
    "wal_autocheckpoint": 16_000,
    "synchronous": 1,
}
"""SQLite's settings while adding. Hashes come in no order, so that the pages of their indexes do
not either, and each is written back the less often the better (KiB, negative; bytes; pages). The
disk is waited for once, at the end: what is lost with the power before that is added by adding
again, and whoever commits anything else meanwhile makes all before it last."""

PATIENCE = 30_000
"""Milliseconds that a batch waits for another program's lock."""

_Read: TypeAlias = tuple[str, list[Incoming]]
"""A time before which none of a batch was read, and the batch."""

MAX_BYTES = 900_000_000
"""Of one text in UTF-8; SQLite holds no value of more than a thousand million bytes."""


def add(
    file: SqliteFile,
    documents: Iterable[Document],
    fold: Fold,
    *,
    by_source: bool = True,
    patience: int = PATIENCE,
) -> AddReport:
    """Adds the documents in batches, each its own transaction unless one is open already.

    What was added before a fault stays: adding the same sources again goes on from there.
    Without `by_source` a source is only a word that is kept, as in a file of documents that
    another database wrote.
    """
    report = AddReport()
    ahead = _Ahead(_batches(documents, report))
    with file.patient(patience), _in_bulk(file), ahead:
        for stamp, batch in ahead:
            _add_batch(file, Batch(batch, fold, stamp, by_source=by_source), report, ahead.read_on)
    return report


class _Ahead(Iterator[_Read]):
    """Batches, of which the next can be read in a thread while SQLite writes the one at hand."""

    def __init__(self, batches: Iterator[_Read]) -> None:
        self._batches = batches
        self._beside: ThreadPoolExecutor | None = None
        self._coming: Future[_Read | None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Waits for the thread: nothing is read any more once this is left."""
        if self._beside is not None:
            self._beside.shutdown()

    def __next__(self) -> _Read:
        coming, self._coming = self._coming, None
        found = next(self._batches, None) if coming is None else coming.result()
        if found is None:
            raise StopIteration
        return found

    def read_on(self) -> None:
        """Begins to read the next batch; what goes wrong there is raised by `next`."""
        if self._beside is None:
            self._beside = ThreadPoolExecutor(max_workers=1)
        self._coming = self._beside.submit(next, self._batches, None)


def _add_batch(
    file: SqliteFile, batch: Batch, report: AddReport, meanwhile: Callable[[], None]
) -> None:
    """Writes a batch; `meanwhile` is called before the commit, when Python has nothing to do."""
    seen = file.state()
    with faults(file.path):
        batch.compare(file.connection)
        settled = [batch.settled(item) for item in batch.items]
    if None not in settled:
        # Nothing is to be written: no lock is waited for, and a read-only folder is no matter.
        report.unchanged += len(settled)
        report.first = report.first or settled[0]
        return
    with file.writing() as connection:
        if file.state() != seen:
            batch.compare(connection)
        for item in batch.items:
            document_id = batch.take(item, report)
            report.first = report.first or document_id
        batch.flush()
        meanwhile()


@contextlib.contextmanager
def _in_bulk(file: SqliteFile) -> Iterator[None]:
    if file.connection.in_transaction:
        # Whoever began it has the say, and SQLite refuses.
        yield
        return
    seen = file.state()
    before = {name: file.value(f"PRAGMA {name}") for name in _BULK}
    for name, value in _BULK.items():
        file.connection.execute(f"PRAGMA {name} = {value}")
    try:
        yield
    finally:
        for name, value in before.items():
            file.connection.execute(f"PRAGMA {name} = {value}")
    if file.state() != seen:
        with faults(file.path):
            file.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _batches(documents: Iterable[Document], report: AddReport) -> Iterator[_Read]:
    """Batches, each with the time at which its reading began."""
    batch: list[Incoming] = []
    began, length = now(), 0
    for document in documents:
        try:
            batch.append(_checked(document))
        except StoreError as error:
            report.refused.append(Refused(document.id, document.source, str(error)))
            continue
        length += len(document.text)
        if len(batch) >= BATCH_DOCUMENTS or length >= BATCH_LENGTH:
            yield began, batch
            batch, began, length = [], now(), 0
    if batch:
        yield began, batch


def _checked(document: Document) -> Incoming:
    """Refuses with `StoreError` what SQLite cannot hold."""
    meta = json_of(document.meta)
    try:
        f"{document.id}{document.title}{document.source}{meta}".encode()
    except UnicodeEncodeError:
        raise StoreError("its name, title or metadata is not valid Unicode") from None
    try:
        encoded = document.text.encode()
    except UnicodeEncodeError as error:
        raise StoreError(
            f"its text holds half of a surrogate pair at offset {error.start}"
        ) from None
    if len(encoded) > MAX_BYTES:
        raise StoreError(f"its text is longer than {MAX_BYTES:,} bytes")
    return Incoming(document, sha256(encoded).hexdigest(), meta)
