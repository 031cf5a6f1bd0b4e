"""Taking documents in: which are new, which are known, and which have another text than before."""

import contextlib
from collections.abc import Iterable, Iterator
from hashlib import sha256

from tui.annotations.batch import AddReport, Batch, Incoming, Refused
from tui.annotations.connection import SqliteFile, faults
from tui.annotations.model import now
from tui.annotations.rows import json_of
from tui.annotations.texts import Fold, search_key
from tui.corpus.document import Document
from tui.errors import StoreError

__all__ = ["AddReport", "Refused", "add", "search_key"]

BATCH_DOCUMENTS = 640
BATCH_LENGTH = 640_000
"""Code points of a batch: a transaction that holds the lock about as long as a reader waits."""

_BULK = {"cache_size": -64_000, "wal_autocheckpoint": 4_000}
"""SQLite's settings while adding: hashes come in no order, so that the pages of their indexes do
not either, and each is written back the less often the better (KiB, negative; pages)."""

PATIENCE = 30_000
"""Milliseconds that a batch waits for another program's lock."""

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
    Without ``by_source`` a source is only a word that is kept, as in a file of documents that
    another database wrote.
    """
    report = AddReport()
    with file.patient(patience), _in_bulk(file):
        for stamp, batch in _batches(documents, report):
            _add_batch(file, batch, fold, stamp, report, by_source=by_source)
    return report


def _add_batch(
    file: SqliteFile,
    batch: list[Incoming],
    fold: Fold,
    stamp: str,
    report: AddReport,
    *,
    by_source: bool,
) -> None:
    seen = file.state()
    with faults(file.path):
        writer = Batch(file.connection, batch, fold, stamp, by_source=by_source)
        settled = [writer.settled(item) for item in batch]
    if None not in settled:
        # Nothing is to be written: no lock is waited for, and a read-only folder is no matter.
        report.unchanged += len(batch)
        report.first = report.first or settled[0]
        return
    with file.writing() as connection:
        if file.state() != seen:
            writer = Batch(connection, batch, fold, stamp, by_source=by_source)
        for item in batch:
            document_id = writer.take(item, report)
            report.first = report.first or document_id
        writer.flush()


@contextlib.contextmanager
def _in_bulk(file: SqliteFile) -> Iterator[None]:
    before = {name: file.value(f"PRAGMA {name}") for name in _BULK}
    for name, value in _BULK.items():
        file.connection.execute(f"PRAGMA {name} = {value}")
    try:
        yield
    finally:
        for name, value in before.items():
            file.connection.execute(f"PRAGMA {name} = {value}")


def _batches(
    documents: Iterable[Document], report: AddReport
) -> Iterator[tuple[str, list[Incoming]]]:
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
    """Refuses with ``StoreError`` what SQLite cannot hold."""
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
