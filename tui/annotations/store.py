"""The store: the one door to the database, for reading and for writing.

Each method is one query or one transaction. A write is on the disk when the method returns
(WAL, synchronous=FULL); when it raises, nothing has changed and the store can be used on.
Raised everywhere: ``Busy`` when another program holds the lock for more than 100 ms,
``CannotWrite``, ``NotADatabase`` for a damaged file, ``CorpusError`` for half surrogate pairs.
A store belongs to the thread that opened it; another thread opens its own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

# What a start does not need is imported by the method that needs it.
from tui.annotations import commands, documents, listing, querying, reading, streaming
from tui.annotations.history import Change, DocumentStatus, Entry, Outcome
from tui.annotations.listing import EVERYTHING, DocumentFilter, DocumentOrder
from tui.annotations.model import (
    JSON,
    Annotation,
    Bookmark,
    DocumentInfo,
    DocumentRow,
    Link,
    Progress,
    ReadingStatus,
)
from tui.annotations.opening import open_file

if TYPE_CHECKING:
    from array import array
    from types import TracebackType

    from tui.annotations.anchoring import Placement
    from tui.annotations.checking import Finding
    from tui.annotations.connection import SqliteFile
    from tui.annotations.documents import AddReport
    from tui.annotations.loading import LoadReport
    from tui.annotations.search import Hit
    from tui.annotations.stats import Stats
    from tui.corpus.document import Document


def _default_fold(words: str) -> str:
    from tui.text.folding import fold_text

    return fold_text(words)


class Store:
    """An open database."""

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
    ) -> Store:
        """Opens the database at ``path``; ``fold`` is how words are folded for the search.

        An older one is backed up beside itself and migrated. ``read_only`` never changes a byte.
        Raises ``NotADatabase``, ``NewerDatabase``, ``CannotWrite``, ``Busy``, and ``StoreError``
        where there is none and ``create`` is false.
        """
        return cls(open_file(path, create=create, read_only=read_only), fold)

    def __enter__(self) -> Store:
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

    def close(self) -> None:
        """Ends the connection."""
        self._file.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction around several writes: all of them, or none when the block raises."""
        with self._file.writing():
            yield

    def data_version(self) -> int:
        """A number that differs once another connection has changed the database."""
        return int(self._file.value("PRAGMA data_version"))

    # Documents

    def add_documents(self, arriving: Iterable[Document], *, by_source: bool = True) -> AddReport:
        """Takes documents in; known ones are recognised by source, then by id and equal text.

        A changed text of an annotated document waits as its ``pending_sha256``. Without
        ``by_source`` the source counts for nothing but is kept.
        """
        return documents.add(self._file, arriving, self._fold, by_source=by_source)

    def known_document(self, document_id: str, sha256: str) -> DocumentInfo | None:
        """The document of this id and text, else one of this text, else the one of this id.

        Either may be empty; None where nothing fits.
        """
        return querying.known_document(self._file, document_id, sha256)

    def document(self, document_id: str) -> DocumentInfo:
        """The document of this id. Raises ``StoreError`` where there is none."""
        return querying.document(self._file, document_id)

    def find_document(self, partial: str) -> DocumentInfo:
        """The document of this id, or the only one whose id or title holds ``partial``.

        Raises ``StoreError`` that names the candidates.
        """
        return querying.find_document(self._file, partial, self._key(partial))

    def document_rowid(self, document_id: str) -> int:
        """The document's rowid, as ``document_ids`` lists it. Raises ``StoreError``."""
        return querying.document_rowid(self._file, document_id)

    def has_document(self, document_id: str) -> bool:
        """Whether there is a document of this id."""
        return self._file.row("SELECT 1 FROM documents WHERE id = ?", (document_id,)) is not None

    def text(self, sha256: str) -> str:
        """A stored text. Raises ``StoreError`` where there is none."""
        return querying.text(self._file, sha256)

    def document_text(self, document_id: str) -> str:
        """The text that the document's annotations count in. Raises ``StoreError``."""
        return querying.document_text(self._file, document_id)

    def document_count(self) -> int:
        """How many documents there are."""
        return int(self._file.value("SELECT count(*) FROM documents"))

    def iter_documents(self) -> Iterator[DocumentInfo]:
        """All documents by id."""
        return querying.iter_documents(self._file)

    def document_ids(
        self,
        reader: str,
        *,
        order: DocumentOrder = "id",
        chosen: DocumentFilter = EVERYTHING,
        reverse: bool = False,
    ) -> array[int]:
        """The rowids of the chosen documents in order, for ``document_rows``."""
        folded = replace(chosen, text=self._key(chosen.text))
        return self._listing.ids(reader, order, folded, reverse=reverse)

    def document_rows(
        self, rowids: Sequence[int], reader: str, *, everyone: bool = False
    ) -> list[DocumentRow]:
        """The index's lines of these documents, in this order: those that are on the screen.

        Counts are of the reader's own annotations, or of everyone's.
        """
        return listing.document_rows(self._file, rowids, reader, None if everyone else reader)

    def document_page(
        self, reader: str, *, after: str | None = None, limit: int = 100, everyone: bool = False
    ) -> list[DocumentRow]:
        """The documents that follow the id ``after``, by id."""
        counted = None if everyone else reader
        return listing.document_page(self._file, after, limit, reader, counted)

    def first_to_read(self, reader: str) -> str | None:
        """The id of the first document that the reader has not done; None when all are."""
        return listing.first_to_read(self._file, reader)

    def _key(self, words: str) -> str:
        return documents.search_key(self._fold, words) if words else ""

    # Reading

    def progress(self, document_id: str, annotator: str) -> Progress:
        """How far the annotator is with the document."""
        return reading.progress(self._file, document_id, annotator)

    def all_progress(self, document_id: str) -> list[Progress]:
        """How far each annotator is with the document, by name."""
        return reading.all_progress(self._file, document_id)

    def save_progress(self, document_id: str, annotator: str, offset: int) -> None:
        """Keeps the caret's place; an unread document becomes one that is being read."""
        reading.save_progress(self._file, document_id, annotator, offset)

    def set_status(self, document_id: str, annotator: str, status: ReadingStatus) -> Entry:
        """Marks the document, as a command that can be undone."""
        before = self.progress(document_id, annotator).status
        change = Change(
            DocumentStatus(document_id, annotator, before),
            DocumentStatus(document_id, annotator, status),
        )
        return self.commit(status, document_id, annotator, [change])

    def bookmarks(self, document_id: str, annotator: str) -> list[Bookmark]:
        """The annotator's bookmarks in the document, in text order."""
        return reading.bookmarks(self._file, document_id, annotator)

    def set_bookmark(
        self, document_id: str, annotator: str, offset: int, name: str = ""
    ) -> Bookmark:
        """Sets a bookmark, or renames the one that stands there."""
        return reading.set_bookmark(self._file, document_id, annotator, offset, name)

    def remove_bookmark(self, mark: Bookmark) -> None:
        """Takes a bookmark away."""
        reading.remove_bookmark(self._file, mark)

    def choices(self, annotator: str) -> dict[str, str]:
        """What the annotator chose in the reader, by the name of the setting."""
        return reading.choices(self._file, annotator)

    def keep_choice(self, annotator: str, name: str, value: str) -> None:
        """Keeps a choice for the next session."""
        reading.keep_choice(self._file, annotator, name, value)

    # Annotations and links

    def annotation(self, annotation_id: str) -> Annotation:
        """The annotation of this id, deleted or not. Raises ``StoreError`` where there is none."""
        return querying.annotation(self._file, annotation_id)

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
        return streaming.jsonl_lines(self._file, documents, labels, annotators, statuses)

    def jsonl_unheld(
        self,
        *,
        documents: Sequence[str] = (),
        labels: Sequence[str] = (),
        annotators: Sequence[str] = (),
        statuses: Sequence[str] = (),
    ) -> streaming.Unheld:
        """What the same choice has that ``jsonl_lines`` does not hold."""
        return streaming.unheld(self._file, documents, labels, annotators, statuses)

    def annotations(
        self,
        document_id: str,
        *,
        annotators: Sequence[str] | None = None,
        include_deleted: bool = False,
    ) -> list[Annotation]:
        """The document's annotations by start, end and id; of these annotators, or of all."""
        found = querying.annotations(self._file, document_id, include_deleted=include_deleted)
        return [one for one in found if annotators is None or one.annotator in annotators]

    def link(self, link_id: str) -> Link:
        """The link of this id, deleted or not. Raises ``StoreError`` where there is none."""
        return querying.link(self._file, link_id)

    def known_names(self, label: str, limit: int = 5000) -> list[tuple[str, dict[str, JSON]]]:
        """Texts that carry the label, with their attributes, the commonest first."""
        return querying.known_names(self._file, label, limit)

    def links(self, document_id: str, *, include_deleted: bool = False) -> list[Link]:
        """The links that go out from the document's annotations, by id."""
        return querying.links(self._file, document_id, include_deleted=include_deleted)

    def commit(
        self, kind: str, document_id: str, annotator: str, changes: Sequence[Change]
    ) -> Entry:
        """Writes a command: its rows and its history entry, in one transaction.

        Raises ``Conflict`` when a row is not what its change has as ``before``.
        """
        return commands.commit(self._file, kind, document_id, annotator, changes)

    def undo(self, document_id: str, annotator: str) -> Outcome | None:
        """Takes back the annotator's newest live command in the document; None without one.

        Raises ``Conflict``, saying who changed a row since.
        """
        return commands.undo(self._file, document_id, annotator)

    def redo(self, document_id: str, annotator: str) -> Outcome | None:
        """Does the last undone command again; None without one. Raises ``Conflict``."""
        return commands.redo(self._file, document_id, annotator)

    def history(self, document_id: str, annotator: str) -> list[Entry]:
        """The annotator's commands in the document, oldest first."""
        return commands.history(self._file, document_id, annotator)

    def iter_annotations(
        self, chosen: querying.AnnotationFilter = querying.EVERY_ANNOTATION
    ) -> Iterator[Annotation]:
        """The chosen annotations of all documents, by document, start, end and id."""
        return querying.iter_annotations(self._file, chosen)

    def iter_links(self) -> Iterator[Link]:
        """All links that are not deleted, by document and id."""
        return querying.iter_links(self._file)

    def annotation_count(
        self, chosen: querying.AnnotationFilter = querying.EVERY_ANNOTATION
    ) -> int:
        """How many annotations ``iter_annotations`` would give."""
        return querying.annotation_count(self._file, chosen)

    def load(self, rows: Iterable[Annotation | Link | Progress]) -> LoadReport:
        """Takes in rows from elsewhere as they are, outside of the history; the newer one stays.

        A link may come before its ends. Raises ``StoreError`` when an end or a document lacks.
        """
        from tui.annotations import loading

        return loading.load(self._file, rows)

    def keep_text(self, text: str) -> str:
        """Stores a text version, if it is new, and gives its sha256."""
        from tui.annotations import loading

        return loading.keep_text(self._file, text, self._fold)

    # Changed texts

    def placements(self, document_id: str) -> list[Placement]:
        """Where the document's annotations go in the text that its source holds now."""
        from tui.annotations import reanchoring

        return reanchoring.placements(self._file, document_id)

    def reanchor(self, document_id: str, annotator: str, placed: Sequence[Placement]) -> Entry:
        """Takes the document to its new text and its annotations to their places: one command.

        What has no place becomes ``orphaned``. Raises ``Conflict``.
        """
        from tui.annotations import reanchoring

        return reanchoring.reanchor(self._file, document_id, annotator, placed)

    # The whole database

    def search(self, query: str, limit: int = 50) -> Iterator[Hit]:
        """The documents that hold every word of the query, folded; quoted words exactly."""
        from tui.annotations import search

        return search.search(self._file, query, limit, self._fold)

    def stats(self) -> Stats:
        """Counts over the whole database."""
        from tui.annotations import stats

        return stats.stats(self._file)

    def check(self) -> list[Finding]:
        """What is wrong, or looks wrong; never writes."""
        from tui.annotations import checking

        return checking.check_database(self._file.path)

    def check_content(
        self, *, quote: str = "quote", speaker: str = "speaker", kind: str = "type"
    ) -> list[Finding]:
        """Accepted annotations that a second look is worth."""
        from tui.annotations.content_checking import check_content

        return list(check_content(self._file, self._fold, quote, speaker, kind))

    def backup(self, out: Path) -> None:
        """A consistent copy, also while others write. Raises ``StoreError`` for an ``out``."""
        from tui.annotations import backup

        backup.backup(self._file, out)

    def daily_backup(self) -> Path | None:
        """Today's copy beside the database, seven kept; None when it stands already."""
        from tui.annotations import backup

        return backup.daily_backup(self._file)
