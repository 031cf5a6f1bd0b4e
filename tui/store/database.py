"""The store: an open database.

`Store.open` creates a new database and migrates an older one; the store's attributes group its
operations. Each of their methods is one query or one transaction. A write is on the disk when its
method returns (WAL, synchronous=FULL); if it raises, nothing has changed and the store can still be
used. Any of them may raise `Busy` if another program holds the lock for more than 100 ms,
`CannotWrite`, `NotADatabase` for a damaged file, and `CorpusError` for lone surrogates. A store
belongs to the thread that opened it; another thread opens its own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tui import store
from tui.errors import Busy, CannotWrite
from tui.model import AnnotatedDocument, OptionalKeys
from tui.store.annotation_changes import History
from tui.store.annotation_queries import EVERY_ANNOTATION, AnnotationFilter, Annotations, Links
from tui.store.comments_and_decisions import Comments
from tui.store.documents import Documents
from tui.store.file import network, schema_check
from tui.store.file.log_check import require_single_name
from tui.store.file.sqlite_file import LONG_BUSY_TIMEOUT, SqliteFile, create_file, translate_errors
from tui.store.listing import Listing
from tui.store.progress import Bookmarks, ReadingProgress, SavedChoices

if TYPE_CHECKING:
    from types import TracebackType

    from tui.model import Document
    from tui.store.assignments import Assignments
    from tui.store.database_stats import Stats
    from tui.store.importing import Importer, LoadedRow, LoadReport
    from tui.store.ingest import AddReport
    from tui.store.jsonl_export import JsonlLosses
    from tui.store.replication.hub_copy import HubCopy
    from tui.store.replication.merging import MergeReport
    from tui.store.replication.other_database import OtherDatabase
    from tui.store.search import SearchHit


class Store:
    """An open database.

    Operations that a reading session needs are attributes. Those for a whole command or for idle
    time are methods, whose modules are imported when they are called.
    """

    def __init__(self, file: SqliteFile) -> None:
        self._file = file
        self.documents = Documents(file)
        self.listing = Listing(file)
        self.annotations = Annotations(file)
        self.links = Links(file)
        self.comments = Comments(file)
        self.history = History(file)
        self.progress = ReadingProgress(file)
        self.bookmarks = Bookmarks(file)
        self.choices = SavedChoices(file)

    @cached_property
    def assignments(self) -> Assignments:
        """Which documents are assigned to whom, for the commands that assign."""
        return store.assignments.Assignments(self._file)

    @cached_property
    def hub(self) -> HubCopy:
        """The database as a copy that is kept in step with a hub."""
        return store.replication.hub_copy.HubCopy(self._file)

    @classmethod
    def open(cls, path: Path, *, create: bool = True, read_only: bool = False) -> Self:
        """Open the database at `path`.

        An older one is copied next to itself, then migrated. `read_only` never changes a byte.
        Raises `NotADatabase`, `NewerDatabase`, `CannotWrite` (`InUseElsewhere` while another
        machine has it open), `Busy`, and `StoreError` if there is none and `create` is false.
        """
        return cls(_open_file(path, create=create, read_only=read_only))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._file.close()

    @property
    def path(self) -> Path:
        """The database file."""
        return self._file.path

    @property
    def writable(self) -> bool:
        """Whether the file and its folder can be written, as far as is known."""
        return self._file.writable

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Open one transaction around several writes: all of them, or none if the block raises.

        It waits longer than a single command for another program's lock.
        """
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.writing():
            yield

    @contextlib.contextmanager
    def trial(self) -> Iterator[None]:
        """Open one transaction around several writes, and roll it back: see `SqliteFile.trial`."""
        with self._file.busy_timeout(LONG_BUSY_TIMEOUT), self._file.trial():
            yield

    @contextlib.contextmanager
    def one_transaction(self) -> Iterator[None]:
        """Open one transaction for a command; it waits no longer than a single write."""
        with self._file.writing():
            yield

    def require_unchanged(self) -> None:
        """Raise `Replaced` if the file is no longer the one that was opened."""
        self._file.require_unchanged()

    def data_version(self) -> int:
        """Return a number that changes when another connection has changed the database."""
        return self._file.data_version()

    def add_documents(
        self,
        documents: Iterable[Document],
        *,
        busy_timeout: int | None = None,
    ) -> AddReport:
        """Add documents; known ones are recognised by source, then by id and equal text.

        A changed text of an annotated document waits as its `pending_sha256`. `busy_timeout` is how
        many milliseconds to wait for another program's lock.
        """
        if busy_timeout is None:
            busy_timeout = store.ingest.BUSY_TIMEOUT
        return store.ingest.add(self._file, documents, busy_timeout=busy_timeout)

    def load(self, rows: Iterable[LoadedRow]) -> LoadReport:
        """Store rows of another database or file unchanged, outside of the history.

        See `importing.load`.
        """
        return store.importing.load(self._file, rows)

    def importer(self) -> Importer:
        """Return an `Importer`, which writes the documents of an imported file."""
        return store.importing.Importer(self._file)

    def merge(
        self,
        other: OtherDatabase,
        names: Mapping[str, str],
        advance: Callable[[int], object] = lambda _: None,
    ) -> MergeReport:
        """Merge the rows of another database into this one. See `merging.merge`."""
        return store.replication.merging.merge(self._file, other, names=names, advance=advance)

    def annotated_documents(
        self, ids: Sequence[str] = (), *, include_deleted: bool = False
    ) -> Iterator[AnnotatedDocument]:
        """Yield the documents with these ids, or all, with their annotations and so on, by id.

        Deleted documents are among all only with `include_deleted`. Raises `StoreError` for an
        unknown id.
        """
        everything = self.documents.all(include_deleted=include_deleted)
        infos = map(self.documents.get, sorted(set(ids))) if ids else everything
        for info in infos:
            annotations = tuple(self.annotations.in_document(info.id))
            waiting = {
                row.text_sha256
                for row in annotations
                if row.text_sha256 != info.text_sha256 and row.status != "orphaned"
            }
            yield AnnotatedDocument(
                id=info.id,
                title=info.title,
                source=info.source,
                sha256=info.text_sha256,
                text=self.documents.text(info.text_sha256),
                meta=info.meta,
                annotations=annotations,
                links=tuple(self.links.in_document(info.id)),
                progress=tuple(self.progress.in_document(info.id)),
                review=info.review,
                comments=tuple(self.comments.to_export(info.id)),
                decisions=tuple(self.comments.decisions(info.id)),
                older_texts=self.documents.texts(waiting) if waiting else {},
            )

    def optional_keys(self) -> OptionalKeys:
        """Return the keys that any annotation or document needs.

        A comment or a decision counts as a review; deleted rows do not count.
        """
        found = self._file.rows(
            """
            SELECT
              EXISTS (SELECT 1 FROM annotations WHERE fragments IS NOT NULL AND deleted_at IS NULL),
              EXISTS (SELECT 1 FROM annotations WHERE score IS NOT NULL AND deleted_at IS NULL),
              EXISTS (SELECT 1 FROM documents WHERE review IS NOT NULL)
                OR EXISTS (SELECT 1 FROM comments WHERE deleted_at IS NULL)
                OR EXISTS (SELECT 1 FROM decisions WHERE deleted_at IS NULL)
            """
        )
        return OptionalKeys(*map(bool, found[0]))

    def search(self, query: str, limit: int = 50) -> Iterator[SearchHit]:
        """Yield documents that contain every word of the query, folded; quoted words exactly."""
        return store.search.search(self._file, query, limit)

    def stats(self) -> Stats:
        """Count over the whole database."""
        return store.database_stats.stats(self._file)

    def jsonl_lines(self, chosen: AnnotationFilter = EVERY_ANNOTATION) -> Iterator[bytes]:
        """Yield the chosen annotations as lines of JSON, in blocks of whole lines."""
        return store.jsonl_export.jsonl_lines(self._file, chosen)

    def jsonl_losses(self, chosen: AnnotationFilter = EVERY_ANNOTATION) -> JsonlLosses:
        """Count what `jsonl_lines` of the same choice leaves out."""
        return store.jsonl_export.count_losses(self._file, chosen)

    def backup(self, out: Path) -> None:
        """Write a consistent copy to `out`, even while others write. See `backup.backup`."""
        store.maintenance.backup.backup(self._file, out)

    def switch_to_rescue_database(self, work: Iterable[AnnotatedDocument]) -> Path:
        """Continue in a rescue database after `Replaced`. See `rescue_database.switch`."""
        return store.maintenance.rescue_database.switch(self._file, work)

    def repair(self) -> Path:
        """Rebuild the search index; return the path of a copy from before. See `repair.repair`."""
        return store.maintenance.repair.repair(self._file)

    def daily_backup(self) -> Path | None:
        """Write today's copy next to the database; None if there is one already."""
        return store.maintenance.backup.daily_backup(self._file)


def _open_file(path: Path, *, create: bool, read_only: bool) -> SqliteFile:
    """Open the database at `path`, in WAL mode and with the newest schema.

    Raises `NotADatabase` and `NewerDatabase` for a file that is left unchanged, `InUseElsewhere`
    before anything of it is read, `CannotWrite` if one cannot be created or migrated, `StoreError`
    if there is none.
    """
    if create and not read_only and not path.exists():
        create_file(path)
    with network.holding(path):  # the checks already read the file and its log
        return _checked_file(path, read_only=read_only)


def _checked_file(path: Path, *, read_only: bool) -> SqliteFile:
    if read_only:
        schema_check.require_schema(path)
        return SqliteFile(path, read_only=True)
    version = schema_check.schema_version(path)
    require_single_name(path)
    file = SqliteFile(path, read_only=False)
    try:
        if version < schema_check.SCHEMA_VERSION:
            _migrate(file, version)
        elif file.writable and file.value("PRAGMA journal_mode") != "wal":
            # A copy made by another program. While that uses it, the older mode works as well.
            with contextlib.suppress(Busy):
                file.value("PRAGMA journal_mode = WAL")
        file.ensure_generation()
    except BaseException:
        file.close()
        raise
    return file


def _migrate(file: SqliteFile, version: int) -> None:
    """Copy a database of the schema `version`, then migrate it; 0 is an empty file."""
    if not file.writable:
        raise CannotWrite(f"{file.path}: the database or its folder is read-only")
    with file.busy_timeout(LONG_BUSY_TIMEOUT), translate_errors(file.path):
        if version > 0:
            out = file.path.with_name(f"{file.path.name}.v{version}.backup")
            store.maintenance.backup.copy_database(file.connection, file.path, out)
        file.connection.execute("PRAGMA journal_mode = WAL")
        with file.writing() as connection:
            store.migrations.apply_all(connection)
        # The header of the file names the program only once the log has been written back.
        file.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
