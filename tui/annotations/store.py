"""The store: the one door to the database, for reading and for writing.

Each method is one query or one transaction. A write is on the disk when the method returns
(WAL, synchronous=FULL); when it raises, nothing has changed and the store can be used on.
Raised everywhere: `Busy` when another program holds the lock for more than 100 ms,
`CannotWrite`, `NotADatabase` for a damaged file, `CorpusError` for half surrogate pairs.
A store belongs to the thread that opened it; another thread opens its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

# What a start does not need is imported by the method that needs it.
from tui.annotations import querying
from tui.annotations.document_store import DocumentStore
from tui.annotations.model import JSON, Annotation, Link, Progress

if TYPE_CHECKING:
    from tui.annotations.anchoring import Placement
    from tui.annotations.checking import Finding
    from tui.annotations.history import Change, Entry, Outcome
    from tui.annotations.loading import LoadReport
    from tui.annotations.search import Hit
    from tui.annotations.stats import Stats
    from tui.annotations.streaming import Unheld


class Store(DocumentStore):
    """An open database: its documents, and the annotations and links that people make."""

    def annotation(self, annotation_id: str) -> Annotation:
        """The annotation of this id, deleted or not. Raises `StoreError` where there is none."""
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
        from tui.annotations import streaming

        return streaming.jsonl_lines(self._file, documents, labels, annotators, statuses)

    def jsonl_unheld(
        self,
        *,
        documents: Sequence[str] = (),
        labels: Sequence[str] = (),
        annotators: Sequence[str] = (),
        statuses: Sequence[str] = (),
    ) -> Unheld:
        """What the same choice has that `jsonl_lines` does not hold."""
        from tui.annotations import streaming

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
        """The link of this id, deleted or not. Raises `StoreError` where there is none."""
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

        Raises `Conflict` when a row is not what its change has as `before`.
        """
        from tui.annotations import commands

        return commands.commit(self._file, kind, document_id, annotator, changes)

    def undo(self, document_id: str, annotator: str) -> Outcome | None:
        """Takes back the annotator's newest live command in the document; None without one.

        Raises `Conflict`, saying who changed a row since.
        """
        from tui.annotations import commands

        return commands.undo(self._file, document_id, annotator)

    def redo(self, document_id: str, annotator: str) -> Outcome | None:
        """Does the last undone command again; None without one. Raises `Conflict`."""
        from tui.annotations import commands

        return commands.redo(self._file, document_id, annotator)

    def history(self, document_id: str, annotator: str) -> list[Entry]:
        """The annotator's commands in the document, oldest first."""
        from tui.annotations import commands

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
        """How many annotations `iter_annotations` would give."""
        return querying.annotation_count(self._file, chosen)

    def load(self, rows: Iterable[Annotation | Link | Progress]) -> LoadReport:
        """Takes in rows from elsewhere as they are, outside of the history; the newer one stays.

        A link may come before its ends. Raises `StoreError` when an end or a document lacks.
        """
        from tui.annotations import loading

        return loading.load(self._file, rows)

    # Changed texts

    def placements(self, document_id: str) -> list[Placement]:
        """Where the document's annotations go in the text that its source holds now."""
        from tui.annotations import reanchoring

        return reanchoring.placements(self._file, document_id)

    def reanchor(self, document_id: str, annotator: str, placed: Sequence[Placement]) -> Entry:
        """Takes the document to its new text and its annotations to their places: one command.

        What has no place becomes `orphaned`. Raises `Conflict`.
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

        return checking.check_database(self.path)

    def check_content(
        self, *, quote: str = "quote", speaker: str = "speaker", kind: str = "type"
    ) -> list[Finding]:
        """Accepted annotations that a second look is worth."""
        from tui.annotations.content_checking import check_content

        return check_content(self.path, self._fold, quote, speaker, kind)

    def backup(self, out: Path) -> None:
        """A consistent copy, also while others write. Raises `StoreError` for an `out`."""
        from tui.annotations import backup

        backup.backup(self._file, out)

    def daily_backup(self) -> Path | None:
        """Today's copy beside the database, seven kept; None when it stands already."""
        from tui.annotations import backup

        return backup.daily_backup(self._file)
