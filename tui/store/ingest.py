"""Add documents in batches: some are new, some known, some have another text than before."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from tui.errors import StoreError
from tui.model import Document, later_than, now, source_path
from tui.store.file.sqlite_file import SqliteFile, insert_rows, translate_errors
from tui.store.listing import document_keys, keys_of, title_and_id, title_key
from tui.store.progress import move_places
from tui.store.row_mapping import json_of, object_of
from tui.store.search import NewText, fold_all, store_texts, words_to_index

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

BATCH_DOCUMENTS = 2_400
"""Documents of a batch, at most."""

BATCH_LENGTH = 1_600_000
"""Code points at which a batch ends: its transaction holds the lock about as long as a reader
waits for it."""

_BULK = {
    "cache_size": -64_000,
    "mmap_size": 1 << 30,
    "wal_autocheckpoint": 16_000,
    "synchronous": 1,
    "temp_store": 2,
}
"""SQLite's settings while adding (KiB, negative; bytes; pages). Hashes arrive in random order, so
pages of their indexes change at random too, and should be written back seldom. The disk is synced
once, at the end: adding again adds what a power failure lost before that, and a commit of any other
program syncs all that came before it. What a statement needs to be undone, as each does that has a
trigger, stays in memory: as a file it would be more than is added. No temporary table may exist:
SQLite drops them all."""

BUSY_TIMEOUT = 30_000
"""Milliseconds that a batch waits for another program's lock."""

MAX_BYTES = 900_000_000
"""The longest text in UTF-8; SQLite stores no value of more than a thousand million bytes."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that was not added, and why."""

    id: str
    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source or self.id}: {self.reason}"


@dataclass(slots=True)
class AddReport:
    """How many documents were added, and notes about them."""

    added: int = 0
    unchanged: int = 0
    changed: list[str] = field(default_factory=list)
    """Ids of known documents whose source has another text now."""
    renamed: list[tuple[str, str]] = field(default_factory=list)
    """Ids that another source has, each with the id that was given instead."""
    waiting: list[str] = field(default_factory=list)
    """Ids of the changed documents that are annotated, so that the new text waits."""
    same_text: list[tuple[str, str]] = field(default_factory=list)
    """Ids of added documents, each with the id of another document that has the same text."""
    refused: list[Refused] = field(default_factory=list)
    first: str | None = None
    """Id of the first of the documents, added or known."""


class PreparedDocument(NamedTuple):
    """A document that can be stored, with its hash and its metadata as JSON."""

    document: Document
    sha256: str
    meta: str


def add(
    file: SqliteFile,
    documents: Iterable[Document],
    *,
    by_source: bool = True,
    busy_timeout: int = BUSY_TIMEOUT,
) -> AddReport:
    """Add the documents in batches, each its own transaction unless one is open already.

    What was added before an error stays: adding the same sources again continues from there.
    Without `by_source`, documents are not recognised by their source, as for a file of documents
    that another database wrote. `busy_timeout` is in milliseconds.
    """
    report = AddReport()
    ahead = _ReadAhead(_batches(documents, report, by_source=by_source))
    with file.busy_timeout(busy_timeout), _bulk_settings(file), ahead:
        for batch in ahead:
            _add_batch(file, batch, report, ahead.read_on)
    return report


def _add_batch(
    file: SqliteFile, batch: _Batch, report: AddReport, meanwhile: Callable[[], None]
) -> None:
    """Write a batch; call `meanwhile` before the statements that take SQLite a while."""
    seen = file.data_version()
    with translate_errors(file.path):
        batch.compare(file.connection)
        found = map(batch.unchanged_id, batch.items)
        unchanged = list(itertools.takewhile(lambda known_id: known_id is not None, found))
    if len(unchanged) == len(batch.items):
        # Nothing to write, so no need to wait for a lock, and a read-only folder is fine.
        report.unchanged += len(unchanged)
        report.first = report.first or unchanged[0]
        return
    with file.writing() as connection:
        if file.data_version() != seen:
            batch.compare(connection)
        for item in batch.items:
            document_id = batch.add_or_update(item, report)
            report.first = report.first or document_id
        if batch.is_long:
            batch.flush()  # first, since the next text may be as long
        if not batch.is_last:
            meanwhile()
        batch.flush()


@contextlib.contextmanager
def _bulk_settings(file: SqliteFile) -> Iterator[None]:
    """Use the settings `_BULK`, unless in a transaction, where SQLite refuses to change them."""
    if file.connection.in_transaction:
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
        with translate_errors(file.path):
            file.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _batches(
    documents: Iterable[Document], report: AddReport, *, by_source: bool
) -> Iterator[_Batch]:
    """Yield batches; report documents that cannot be stored as refused."""
    items: list[PreparedDocument] = []
    began, length = now(), 0
    for document in documents:
        try:
            items.append(_prepare(document))
        except StoreError as error:
            report.refused.append(Refused(document.id, document.source, str(error)))
            continue
        length += len(document.text)
        if len(items) >= BATCH_DOCUMENTS or length >= BATCH_LENGTH:
            yield _Batch(items, began, by_source=by_source)
            items, began, length = [], now(), 0
    if items:
        yield _Batch(items, began, by_source=by_source, is_last=True)


def _prepare(document: Document) -> PreparedDocument:
    """Return the document, prepared. Raises `StoreError` if SQLite cannot store it."""
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
    return PreparedDocument(document, sha256(encoded).hexdigest(), meta)


class _ReadAhead(Iterator["_Batch"]):
    """Batches; a thread can read the next one while SQLite writes the present one."""

    def __init__(self, batches: Iterator[_Batch]) -> None:
        self._batches = batches
        self._executor: ThreadPoolExecutor | None = None
        self._next: Future[_Batch | None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for the thread, so that nothing is read after the block."""
        if self._executor is not None:
            self._executor.shutdown()

    def __next__(self) -> _Batch:
        started, self._next = self._next, None
        found = next(self._batches, None) if started is None else started.result()
        if found is None:
            raise StopIteration
        return found

    def read_on(self) -> None:
        """Start reading the next batch in the thread; `next` raises its errors."""
        if self._executor is None:
            # Its import takes 7 ms, and a start that opens a database adds nothing.
            from concurrent.futures import ThreadPoolExecutor

            self._executor = ThreadPoolExecutor(max_workers=1)
        self._next = self._executor.submit(self._read)

    def _read(self) -> _Batch | None:
        """Read a batch, and fold it, since it is probably as new as the one before.

        A long text is folded only when the one before is no longer in memory.
        """
        batch = next(self._batches, None)
        if batch is not None and not batch.is_long:
            batch.fold(batch.items)
        return batch


class _Known(NamedTuple):
    """The fields of a document in the database that are needed to add others."""

    id: str
    source: str
    text_sha256: str
    pending_sha256: str | None
    title: str
    meta: str
    updated_at: str
    is_foreign: bool = False
    """Whether the source was taken from an import or a merge: it is no file that was read here."""

    @property
    def shared(self) -> tuple[str, str, str]:
        """The fields that `updated_at` is about; the source and a waiting text are local."""
        return self.text_sha256, self.title, self.meta


class _New(NamedTuple):
    """A document to write under `id`."""

    id: str
    item: PreparedDocument


class _Batch:
    """Some documents to add.

    `compare` only reads what the database knows of them. `add_or_update` and `flush` write; they
    need a transaction in which nobody else has written since `compare`.
    """

    def __init__(
        self,
        items: list[PreparedDocument],
        stamp: str,
        *,
        by_source: bool,
        is_last: bool = False,
    ) -> None:
        """`stamp` is the time at which reading the batch began.

        `is_last` says that none follows; the last batch may not know it. `is_long` says that it has
        a text far beyond the length of a batch.
        """
        self.items = items
        self.is_long = sum(len(item.document.text) for item in items) > 2 * BATCH_LENGTH
        self.is_last = is_last
        self._stamp = stamp
        self._uses_sources = by_source
        self._texts: set[str] = set()
        self._folded: dict[str, str] = {}
        self._keys: dict[tuple[str, str], tuple[str, str, str]] = {}
        self._new_texts: list[PreparedDocument] = []
        self._new_documents: list[_New] = []

    def fold(self, items: Sequence[PreparedDocument]) -> None:
        """Fold the texts and titles of these documents, unless that is done."""
        new = {item.sha256: item.document.text for item in items if item.sha256 not in self._folded}
        self._folded.update(zip(new, words_to_index(list(new.values())), strict=True))
        self._fold_titles((item.document.id, item.document.title) for item in items)

    def _fold_titles(self, documents: Iterable[tuple[str, str]]) -> None:
        """Make the keys of documents, each with its id and title."""
        new = [document for document in documents if document not in self._keys]
        titles = fold_all([title_and_id(*document) for document in new], title_key)
        for document, key in zip(new, titles, strict=True):
            self._keys[document] = keys_of(document[0], key)

    def compare(self, connection: sqlite3.Connection) -> None:
        """Look up which of the documents and texts are in the database now."""
        self._connection = connection
        self._by_source = {
            known.source: known
            for known in self._known("source", [item.document.source for item in self.items])
        }
        ids = [item.document.id for item in self.items]
        self._by_id = {known.id: known for known in self._known("id", ids)}
        self._looked_up = set(ids)
        self._texts = {
            key
            for (key,) in self._select_in(
                "SELECT sha256 FROM texts WHERE sha256", [item.sha256 for item in self.items]
            )
        }
        # Folded here, because the transaction of `add_or_update` holds the lock.
        self.fold([item for item in self.items if item.sha256 not in self._texts])

    def unchanged_id(self, item: PreparedDocument) -> str | None:
        """Return the id of the document if it is known and unchanged, else None."""
        known = self._find_known(item)
        if known is None or item.sha256 != (known.pending_sha256 or known.text_sha256):
            return None
        if known.is_foreign and self._uses_sources:
            return None
        return known.id if _with_new_metadata(known, item) == known else None

    def add_or_update(self, item: PreparedDocument, report: AddReport) -> str:
        """Add the document, or update the known one; return its id."""
        known = self._find_known(item)
        if known is None:
            return self._add(item, report)
        self._update(known, item, report)
        return known.id

    def _find_known(self, item: PreparedDocument) -> _Known | None:
        source = item.document.source
        known = self._by_source.get(source) if self._uses_sources and source else None
        if known is not None and known.is_foreign and not _has_text(known, item):
            known = None  # another machine's file of this name
        if known is None:
            same_id = self._by_id.get(item.document.id)
            if same_id is not None and _is_same(same_id, item):
                known = same_id
        return known

    def _add(self, item: PreparedDocument, report: AddReport) -> str:
        document = item.document
        document_id = self._free_id(document)
        if document_id != document.id:
            report.renamed.append((document.id, document_id))
        other = self._with_same_text(item.sha256)
        if other is not None:
            report.same_text.append((document_id, other))
        self._queue_text(item)
        self._new_documents.append(_New(document_id, item))
        known = _Known(
            document_id,
            document.source,
            item.sha256,
            None,
            document.title,
            item.meta,
            self._stamp,
        )
        self._by_id[document_id] = self._by_source[document.source] = known
        report.added += 1
        return document_id

    def _with_same_text(self, sha256: str) -> str | None:
        """Return the id of another document with this text, if there is one."""
        if sha256 not in self._texts:
            return None
        in_batch = (new.id for new in self._new_documents if new.item.sha256 == sha256)
        found = self._connection.execute(
            "SELECT id FROM documents WHERE text_sha256 = ? LIMIT 1", (sha256,)
        ).fetchone()
        return next(in_batch, None) if found is None else str(found[0])

    def _free_id(self, document: Document) -> str:
        """Return the document's id; if it is taken, with its file or folder, or with a number."""
        if not self._is_taken(document.id):
            return document.id
        longer = document.qualified_ids
        numbered = (f"{longer[-1]}~{number}" for number in itertools.count(2))
        candidates = itertools.chain(longer, numbered)
        return next(name for name in candidates if not self._is_taken(name))

    def _is_taken(self, document_id: str) -> bool:
        if document_id in self._by_id:
            return True
        return document_id not in self._looked_up and bool(self._known("id", [document_id]))

    def _update(self, known: _Known, item: PreparedDocument, report: AddReport) -> None:
        if item.sha256 != known.text_sha256 and self._is_read_only(known.id):
            reason = "another text than the hub has; only a curator changes it"
            report.refused.append(Refused(known.id, item.document.source, reason))
            return
        text_sha256, pending_sha256 = known.text_sha256, known.pending_sha256
        if item.sha256 not in (text_sha256, pending_sha256):
            self._queue_text(item)
        if item.sha256 == text_sha256:
            pending_sha256 = None
        elif self._is_annotated(known.id):
            pending_sha256 = item.sha256
        else:
            text_sha256 = item.sha256
        if (text_sha256, pending_sha256) == (known.text_sha256, known.pending_sha256):
            report.unchanged += 1
        else:
            report.changed.append(known.id)
            if pending_sha256 is not None:
                report.waiting.append(known.id)
        new = _with_new_metadata(known, item)._replace(
            text_sha256=text_sha256, pending_sha256=pending_sha256
        )
        if new.shared != known.shared and self._is_read_only(known.id):
            new = new._replace(title=known.title, meta=known.meta)
        if known.is_foreign and self._uses_sources:
            self._connection.execute(
                "DELETE FROM merged_sources WHERE document_id = ?", (known.id,)
            )
            new = new._replace(is_foreign=False)
        if new == known:
            return
        if new.shared != known.shared:
            new = new._replace(updated_at=later_than(known.updated_at))
        self.flush()
        self._by_id[new.id] = self._by_source[new.source] = new
        self._write(known, new, len(item.document.text))

    def _write(self, known: _Known, new: _Known, length: int) -> None:
        """Write a changed row of `documents`; `length` is that of the item's text."""
        if new.shared == known.shared and new.pending_sha256 == known.pending_sha256:
            # No other column is named, since triggers note these for a hub.
            self._connection.execute(
                "UPDATE documents SET source = ? WHERE id = ?", (new.source, new.id)
            )
            return
        self._connection.execute(
            "UPDATE documents SET source = ?, text_sha256 = ?, pending_sha256 = ?, title = ?, "
            "meta = ?, title_key = ?, id_order = ?, title_order = ?, updated_at = ? WHERE id = ?",
            (
                new.source,
                new.text_sha256,
                new.pending_sha256,
                new.title,
                new.meta,
                *document_keys(new.id, new.title),
                new.updated_at,
                new.id,
            ),
        )
        if new.text_sha256 != known.text_sha256:
            move_places(self._connection, known.id, known.text_sha256, new.text_sha256)
            self._connection.execute(
                "UPDATE documents SET length = ? WHERE id = ?", (length, known.id)
            )

    def _is_read_only(self, document_id: str) -> bool:
        """Whether the document is on a hub on which the user is not a curator."""
        found = self._connection.execute(
            "SELECT 1 FROM hub_documents, hub_state WHERE document_id = ? AND is_curator = 0",
            (document_id,),
        )
        return found.fetchone() is not None

    def flush(self) -> None:
        """Write the new documents and texts."""
        self.fold(self._new_texts)
        store_texts(
            self._connection,
            [
                NewText(item.sha256, item.document.text, self._folded[item.sha256])
                for item in self._new_texts
            ],
            self._stamp,
        )
        self._fold_titles((new.id, new.item.document.title) for new in self._new_documents)
        insert_rows(
            self._connection,
            "INSERT INTO documents (id, title, source, text_sha256, length, added_at, title_key, "
            "id_order, title_order, meta, updated_at)",
            [
                (
                    new.id,
                    new.item.document.title,
                    new.item.document.source,
                    new.item.sha256,
                    len(new.item.document.text),
                    self._stamp,
                    *self._keys[new.id, new.item.document.title],
                    new.item.meta,
                    self._stamp,
                )
                for new in self._new_documents
            ],
        )
        self._new_texts, self._new_documents = [], []

    def _queue_text(self, item: PreparedDocument) -> None:
        sha256 = item.sha256
        if sha256 not in self._texts:
            self._texts.add(sha256)
            self._new_texts.append(item)

    def _is_annotated(self, document_id: str) -> bool:
        found = self._connection.execute(
            "SELECT 1 FROM annotations WHERE document_id = ? LIMIT 1", (document_id,)
        )
        return found.fetchone() is not None

    def _known(self, column: str, values: list[str]) -> list[_Known]:
        rows = self._select_in(
            "SELECT id, source, text_sha256, pending_sha256, title, meta, updated_at, "
            "id IN (SELECT document_id FROM merged_sources) AS is_foreign "
            f"FROM documents WHERE {column}",
            values,
            # Of two with one source, the caller takes the last: the one that was added here.
            "ORDER BY is_foreign DESC, id DESC",
        )
        return [_Known(*row) for row in rows]

    def _select_in(
        self, select: str, values: list[str], order: str = ""
    ) -> Iterator[tuple[Any, ...]]:
        marks = ", ".join("?" * len(values))
        return self._connection.execute(f"{select} IN ({marks}) {order}", values)


def _is_same(known: _Known, item: PreparedDocument) -> bool:
    """Whether another source with the same id is the same document, copied or moved."""
    return _has_text(known, item) or not _source_exists(known)


def _has_text(known: _Known, item: PreparedDocument) -> bool:
    return item.sha256 in (known.text_sha256, known.pending_sha256)


def _with_new_metadata(known: _Known, item: PreparedDocument) -> _Known:
    """Return the known document with the title and metadata of the one to add.

    It keeps its source as long as that file exists, and metadata that the other one lacks, since an
    import may have added it.
    """
    document = item.document
    keeps = document.source == known.source or _source_exists(known)
    meta = item.meta
    if meta != known.meta and known.meta != "{}":
        before = object_of(known.meta)
        merged = {**before, **document.meta}
        meta = known.meta if merged == before else json_of(merged)
    return known._replace(
        source=known.source if keeps else document.source, title=document.title, meta=meta
    )


def _source_exists(known: _Known) -> bool:
    """Whether the source is a file that was read here, and still exists."""
    try:
        return not known.is_foreign and source_path(known.source).is_file()
    except OSError:
        # It cannot be the name of a file, for example because it is too long.
        return False
