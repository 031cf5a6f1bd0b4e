"""The part of the store that is about documents: taking them in, listing and reading them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

# What a start does not need is imported by the method that needs it.
from tui.annotations import listing, querying, reading
from tui.annotations.listing import EVERYTHING, DocumentFilter, DocumentOrder
from tui.annotations.model import Bookmark, DocumentInfo, DocumentRow, Progress, ReadingStatus
from tui.annotations.opening import PATIENCE, open_file

if TYPE_CHECKING:
    from array import array
    from types import TracebackType

    from tui.annotations.connection import SqliteFile
    from tui.annotations.documents import AddReport
    from tui.annotations.history import Entry
    from tui.corpus.document import Document


def _default_fold(words: str) -> str:
    from tui.text.folding import fold_text

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
        with self._file.patient(PATIENCE), self._file.writing():
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
        from tui.annotations import documents

        patience = documents.PATIENCE if patience is None else patience
        return documents.add(
            self._file, arriving, self._fold, by_source=by_source, patience=patience
        )

    def source_state(self, source: str) -> tuple[str, str] | None:
        """The id of a source's document, and a time at which its text had not been read yet.

        None where the source is unknown, or waits with another text than was annotated.
        """
        return querying.source_state(self._file, source)

    def known_document(
        self, document_id: str, sha256: str, *, last: int | None = None
    ) -> DocumentInfo | None:
        """The document of this id and text, else one of this text, else the one of this id.

        Either may be empty; None where nothing fits. With `last` one that has only the text
        counts if it is not newer than the document that was the `last_document`.
        """
        return querying.known_document(self._file, document_id, sha256, last)

    def last_document(self) -> int:
        """The rowid of the newest document; 0 where there is none."""
        return int(self._file.value("SELECT coalesce(max(rowid), 0) FROM documents"))

    def document(self, document_id: str) -> DocumentInfo:
        """The document of this id. Raises `StoreError` where there is none."""
        return querying.document(self._file, document_id)

    def find_document(self, partial: str) -> DocumentInfo:
        """The document of this id, or the only one whose id or title holds `partial`.

        Raises `StoreError` that names the candidates.
        """
        return querying.find_document(self._file, partial, self._key(partial))

    def document_rowid(self, document_id: str) -> int:
        """The document's rowid, as `document_ids` lists it. Raises `StoreError`."""
        return querying.document_rowid(self._file, document_id)

    def text(self, sha256: str) -> str:
        """A stored text. Raises `StoreError` where there is none."""
        return querying.text(self._file, sha256)

    def document_text(self, document_id: str) -> str:
        """The text that the document's annotations count in. Raises `StoreError`."""
        return querying.document_text(self._file, document_id)

    def keep_text(self, text: str) -> str:
        """Stores a text version, if it is new, and gives its sha256."""
        from tui.annotations import loading

        return loading.keep_text(self._file, text, self._fold)

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
        from tui.annotations import documents

        return documents.search_key(self._fold, words)

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
        from tui.annotations import commands
        from tui.annotations.history import Change, DocumentStatus

        before = self.progress(document_id, annotator).status
        change = Change(
            DocumentStatus(document_id, annotator, before),
            DocumentStatus(document_id, annotator, status),
        )
        return commands.commit(self._file, status, document_id, annotator, [change])

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
