"""The store: the one door to the database, for reading and for writing.

Each method is one query or one transaction. A write is on the disk when the method returns
(WAL, synchronous=FULL); when it raises, nothing has changed and the store can be used on.
Raised everywhere: `Busy` when another program holds the lock for more than 100 ms,
`CannotWrite`, `NotADatabase` for a damaged file, `CorpusError` for half surrogate pairs.
A store belongs to the thread that opened it; another thread opens its own.

The part of the store that is about documents: taking them in, listing and reading them.

Opening a database: made when it is new, brought up to date when it is older."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tui.errors import Busy, CannotWrite
from tui.model import (
    JSON,
    AnnotatedDocument,
    Annotation,
    Bookmark,
    DocumentInfo,
    DocumentRow,
    Link,
    Progress,
    ReadingStatus,
)
from tui.store import annotations as annotation_rows
from tui.store import listing, migrations, progress
from tui.store.connection import PATIENCE, SqliteFile, create_file, faults
from tui.store.documents import (
    annotated_documents,
    document,
    document_rowid,
    document_text,
    find_document,
    iter_documents,
    source_state,
    text,
)
from tui.store.listing import EVERYTHING, DocumentFilter, DocumentOrder
from tui.store.migrations import require_schema, schema_version
from tui.store.search import search_key

if TYPE_CHECKING:
    from array import array
    from types import TracebackType

    from tui.anchoring.placement import Placement
    from tui.model import Document
    from tui.store.checks import Problem
    from tui.store.ingest import AddReport
    from tui.store.jsonl_export import Unheld
    from tui.store.merging import Importer, LoadReport
    from tui.store.row_mapping import Change, Entry, Outcome
    from tui.store.search import SearchHit
    from tui.store.stats import Stats


def open_file(path: Path, *, create: bool, read_only: bool) -> SqliteFile:
    """The database at `path`, in WAL mode and with the newest schema.

    Raises `NotADatabase` and `NewerDatabase` for a file that is left as it is, `CannotWrite`
    where one must be made or migrated and cannot be, `StoreError` where there is none.
    """
    if create and not read_only and not path.exists():
        create_file(path)
    if read_only:
        require_schema(path)
        return SqliteFile(path, read_only=True)
    version = schema_version(path, migrations.SCHEMA_VERSION)
    file = SqliteFile(path, read_only=False)
    try:
        if version < migrations.SCHEMA_VERSION:
            bring_up(file, version)
        elif file.writable and file.value("PRAGMA journal_mode") != "wal":
            # A copy that another program made. Until it lets go, the older mode does as well.
            with contextlib.suppress(Busy):
                file.value("PRAGMA journal_mode = WAL")
    except BaseException:
        file.close()
        raise
    return file


def bring_up(file: SqliteFile, version: int) -> None:
    """Migrates a database of the schema `version`, after a copy of it; 0 is an empty file."""
    if not file.writable:
        raise CannotWrite(f"{file.path}: the database or its folder is read-only")
    with file.busy_timeout(PATIENCE), faults(file.path):
        if version > 0:
            from tui.store.backup import copy_database

            out = file.path.with_name(f"{file.path.name}.v{version}.backup")
            copy_database(file.connection, file.path, out)
        file.connection.execute("PRAGMA journal_mode = WAL")
        with file.writing() as connection:
            migrations.apply_all(connection)
        # The file's own header tells whose it is only once the log has been written back.
        file.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _default_fold(words: str) -> str:
    from tui.text.language.folding import fold_text

    return fold_text(words)


class DocumentStore:
    """An open database, as far as documents and reading them go."""

    def __init__(self, file: SqliteFile, fold: Callable[[str], str]) -> None:
        self._file = file
        self._fold = fold
        self._listing = listing.Listing(file)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        read_only: bool = False,
        fold: Callable[[str], str] = _default_fold,
    ) -> Self:
        """Opens the database at `path`; `fold` is how words are folded for the search.

        An older one is backed up beside itself and migrated. `read_only` never changes a byte.
        Raises `NotADatabase`, `NewerDatabase`, `CannotWrite`, `Busy`, and `StoreError`
        where there is none and `create` is false.
        """
        return cls(open_file(path, create=create, read_only=read_only), fold)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The database file."""
        return self._file.path

    @property
    def writable(self) -> bool:
        """Whether the file and its folder let commands be written, as far as is known."""
        return self._file.writable

    def close(self) -> None:
        """Ends the connection."""
        self._file.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction around several writes: all of them, or none when the block raises.

        It waits longer than a single command for another program's lock.
        """
        with self._file.busy_timeout(PATIENCE), self._file.writing():
            yield

    def data_version(self) -> int:
        """A number that differs once another connection has changed the database."""
        return self._file.data_version()

    # Documents

    def add_documents(
        self, arriving: Iterable[Document], *, by_source: bool = True, patience: int | None = None
    ) -> AddReport:
        """Takes documents in; known ones are recognised by source, then by id and equal text.

        A changed text of an annotated document waits as its `pending_sha256`. Without
        `by_source` the source counts for nothing but is kept. `patience` is how many
        milliseconds another program's lock is waited for.
        """
        from tui.store import ingest

        patience = ingest.PATIENCE if patience is None else patience
        return ingest.add(self._file, arriving, self._fold, by_source=by_source, patience=patience)

    def source_state(self, source: str) -> tuple[str, str] | None:
        """The id of a source's document, and a time at which its text had not been read yet.

        None where the source is unknown, or waits with another text than was annotated.
        """
        return source_state(self._file, source)

    def document(self, document_id: str) -> DocumentInfo:
        """The document of this id. Raises `StoreError` where there is none."""
        return document(self._file, document_id)

    def find_document(self, partial: str) -> DocumentInfo:
        """The document of this id, or the only one whose id or title holds `partial`.

        Raises `StoreError` that names the candidates.
        """
        return find_document(self._file, partial, self._key(partial))

    def document_rowid(self, document_id: str) -> int:
        """The document's rowid, as `document_ids` lists it. Raises `StoreError`."""
        return document_rowid(self._file, document_id)

    def text(self, sha256: str) -> str:
        """A stored text. Raises `StoreError` where there is none."""
        return text(self._file, sha256)

    def document_text(self, document_id: str) -> str:
        """The text that the document's annotations count in. Raises `StoreError`."""
        return document_text(self._file, document_id)

    def keep_text(self, text: str) -> str:
        """Stores a text version, if it is new, and gives its sha256."""
        from tui.store import merging

        return merging.keep_text(self._file, text, self._fold)

    def document_count(self) -> int:
        """How many documents there are."""
        return int(self._file.value("SELECT count(*) FROM documents"))

    def iter_documents(self) -> Iterator[DocumentInfo]:
        """All documents by id."""
        return iter_documents(self._file)

    def document_ids(
        self,
        reader: str,
        *,
        order: DocumentOrder = "id",
        chosen: DocumentFilter = EVERYTHING,
        reverse: bool = False,
    ) -> array[int]:
        """The rowids of the chosen documents in order, for `document_rows`."""
        folded = chosen._replace(text=self._key(chosen.text))
        return self._listing.ids(reader, order, folded, reverse=reverse)

    def document_rows(
        self, rowids: Sequence[int], reader: str, *, everyone: bool = False
    ) -> list[DocumentRow]:
        """The index's lines of these documents, in this order: those that are on the screen.

        Counts are of the reader's own annotations, or of everyone's.
        """
        return listing.document_rows(self._file, rowids, reader, None if everyone else reader)

    def first_to_read(self, reader: str) -> str | None:
        """The id of the first document that the reader has not done; None when all are."""
        return listing.first_to_read(self._file, reader)

    def _key(self, words: str) -> str:
        if not words:
            return ""

        return search_key(self._fold, words)

    # Reading

    def progress(self, document_id: str, annotator: str) -> Progress:
        """How far the annotator is with the document."""
        return progress.progress(self._file, document_id, annotator)

    def all_progress(self, document_id: str) -> list[Progress]:
        """How far each annotator is with the document, by name."""
        return progress.all_progress(self._file, document_id)

    def save_progress(self, document_id: str, annotator: str, offset: int) -> None:
        """Keeps the caret's place; an unread document becomes one that is being read."""
        progress.save_progress(self._file, document_id, annotator, offset)

    def set_status(self, document_id: str, annotator: str, status: ReadingStatus) -> Entry:
        """Marks the document, as a command that can be undone."""
        from tui.store import history
        from tui.store.row_mapping import Change, DocumentStatus

        before = self.progress(document_id, annotator).status
        change = Change(
            DocumentStatus(document_id, annotator, before),
            DocumentStatus(document_id, annotator, status),
        )
        return history.commit(self._file, status, document_id, annotator, [change])

    def bookmarks(self, document_id: str, annotator: str) -> list[Bookmark]:
        """The annotator's bookmarks in the document, in text order."""
        return progress.bookmarks(self._file, document_id, annotator)

    def set_bookmark(
        self, document_id: str, annotator: str, offset: int, name: str = ""
    ) -> Bookmark:
        """Sets a bookmark, or renames the one that stands there."""
        return progress.set_bookmark(self._file, document_id, annotator, offset, name)

    def remove_bookmark(self, mark: Bookmark) -> None:
        """Takes a bookmark away."""
        progress.remove_bookmark(self._file, mark)

    def choices(self, annotator: str) -> dict[str, str]:
        """What the annotator chose in the reader, by the name of the setting."""
        return progress.choices(self._file, annotator)

    def keep_choice(self, annotator: str, name: str, value: str) -> None:
        """Keeps a choice for the next session."""
        progress.keep_choice(self._file, annotator, name, value)


class Store(DocumentStore):
    """An open database: its documents, and the annotations and links that people make."""

    def annotation(self, annotation_id: str) -> Annotation:
        """The annotation of this id, deleted or not. Raises `StoreError` where there is none."""
        return annotation_rows.annotation(self._file, annotation_id)

    def has_annotation(self, annotation_id: str) -> bool:
        """Whether there is an annotation of this id, deleted or not."""
        return (
            self._file.row("SELECT 1 FROM annotations WHERE id = ?", (annotation_id,)) is not None
        )

    def jsonl_lines(
        self,
        *,
        documents: Sequence[str] = (),
        labels: Sequence[str] = (),
        annotators: Sequence[str] = (),
        statuses: Sequence[str] = (),
    ) -> Iterator[bytes]:
        """The chosen annotations as lines of JSON, in blocks of whole lines.

        The same bytes as the export over records writes, made by SQLite itself.
        """
        from tui.store import jsonl_export

        return jsonl_export.jsonl_lines(self._file, documents, labels, annotators, statuses)

    def jsonl_unheld(
        self,
        *,
        documents: Sequence[str] = (),
        labels: Sequence[str] = (),
        annotators: Sequence[str] = (),
        statuses: Sequence[str] = (),
    ) -> Unheld:
        """What the same choice has that `jsonl_lines` does not hold."""
        from tui.store import jsonl_export

        return jsonl_export.unheld(self._file, documents, labels, annotators, statuses)

    def annotations(
        self,
        document_id: str,
        *,
        annotators: Sequence[str] | None = None,
        include_deleted: bool = False,
    ) -> list[Annotation]:
        """The document's annotations by start, end and id; of these annotators, or of all."""
        found = annotation_rows.annotations(
            self._file, document_id, include_deleted=include_deleted
        )
        return [one for one in found if annotators is None or one.annotator in annotators]

    def link(self, link_id: str) -> Link:
        """The link of this id, deleted or not. Raises `StoreError` where there is none."""
        return annotation_rows.link(self._file, link_id)

    def known_names(self, label: str, limit: int = 5000) -> list[tuple[str, dict[str, JSON]]]:
        """Texts that carry the label, with their attributes, the commonest first."""
        return annotation_rows.known_names(self._file, label, limit)

    def links(self, document_id: str, *, include_deleted: bool = False) -> list[Link]:
        """The links that go out from the document's annotations, by id."""
        return annotation_rows.links(self._file, document_id, include_deleted=include_deleted)

    def commit(
        self, kind: str, document_id: str, annotator: str, changes: Sequence[Change]
    ) -> Entry:
        """Writes a command: its rows and its history entry, in one transaction.

        Raises `Conflict` when a row is not what its change has as `before`.
        """
        from tui.store import history

        return history.commit(self._file, kind, document_id, annotator, changes)

    def undo(self, document_id: str, annotator: str) -> Outcome | None:
        """Takes back the annotator's newest live command in the document; None without one.

        Raises `Conflict`, saying who changed a row since.
        """
        from tui.store import history

        return history.undo(self._file, document_id, annotator)

    def redo(self, document_id: str, annotator: str) -> Outcome | None:
        """Does the last undone command again; None without one. Raises `Conflict`."""
        from tui.store import history

        return history.redo(self._file, document_id, annotator)

    def history(self, document_id: str, annotator: str) -> list[Entry]:
        """The annotator's commands in the document, oldest first."""
        from tui.store import history

        return history.history(self._file, document_id, annotator)

    def iter_annotations(
        self, chosen: annotation_rows.AnnotationFilter = annotation_rows.EVERY_ANNOTATION
    ) -> Iterator[Annotation]:
        """The chosen annotations of all documents, by document, start, end and id."""
        return annotation_rows.iter_annotations(self._file, chosen)

    def iter_links(self) -> Iterator[Link]:
        """All links that are not deleted, by document and id."""
        return annotation_rows.iter_links(self._file)

    def annotation_count(
        self, chosen: annotation_rows.AnnotationFilter = annotation_rows.EVERY_ANNOTATION
    ) -> int:
        """How many annotations `iter_annotations` would give."""
        return annotation_rows.annotation_count(self._file, chosen)

    def load(self, rows: Iterable[Annotation | Link | Progress]) -> LoadReport:
        """Takes in rows from elsewhere as they are, outside of the history; the newer one stays.

        A link may come before its ends. Raises `StoreError` when an end or a document lacks.
        """
        from tui.store import merging

        return merging.load(self._file, rows)

    def importer(self) -> Importer:
        """Return what writes the documents of an imported file."""
        from tui.store.merging import Importer

        return Importer(self._file, self._fold)

    def annotated_documents(self, ids: Sequence[str] = ()) -> Iterator[AnnotatedDocument]:
        """Yield the documents of these ids, or all, with their annotations, in order of id.

        Raises `StoreError` for an id that is not there.
        """
        return annotated_documents(self._file, ids)

    # Changed texts

    def placements(self, document_id: str) -> list[Placement]:
        """Where the document's annotations go in the text that its source holds now."""
        from tui.store import documents

        return documents.placements(self._file, document_id)

    def reanchor(self, document_id: str, annotator: str, placed: Sequence[Placement]) -> Entry:
        """Takes the document to its new text and its annotations to their places: one command.

        What has no place becomes `orphaned`. Raises `Conflict`.
        """
        from tui.store import documents

        return documents.reanchor(self._file, document_id, annotator, placed)

    # The whole database

    def search(self, query: str, limit: int = 50) -> Iterator[SearchHit]:
        """The documents that hold every word of the query, folded; quoted words exactly."""
        from tui.store import search

        return search.search(self._file, query, limit, self._fold)

    def stats(self) -> Stats:
        """Counts over the whole database."""
        from tui.store import stats

        return stats.stats(self._file)

    def check(self) -> list[Problem]:
        """What is wrong, or looks wrong; never writes."""
        from tui.store import checks

        return checks.check_database(self.path)

    def check_content(
        self, *, quote: str = "quote", speaker: str = "speaker", kind: str = "type"
    ) -> list[Problem]:
        """Accepted annotations that a second look is worth."""
        from tui.store.checks import check_content

        return check_content(self.path, self._fold, quote, speaker, kind)

    def backup(self, out: Path) -> None:
        """A consistent copy, also while others write. Raises `StoreError` for an `out`."""
        from tui.store import backup

        backup.backup(self._file, out)

    def daily_backup(self) -> Path | None:
        """Today's copy beside the database, seven kept; None when it stands already."""
        from tui.store import backup

        return backup.daily_backup(self._file)
