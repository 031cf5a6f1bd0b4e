"""A backup of a session's work, in case the database is overwritten while it is open."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from tui.model import (
    AnnotatedDocument,
    Annotation,
    Comment,
    Decision,
    DocumentInfo,
    Link,
    Progress,
    now,
)
from tui.model import annotation_order as by_place
from tui.store.row_mapping import (
    Change,
    DocumentReview,
    DocumentStatus,
    KeptRow,
    Row,
    with_deletion,
)


class WorkBackup:
    """The last state of every row that a session has written, with the texts of its documents.

    The rows are those that the session shows anyway, so they take no extra memory while their
    document is open. So does its text; those of other documents are compressed.
    """

    def __init__(self) -> None:
        self._rows: dict[str, dict[tuple[type[Row], str], Row]] = {}
        self._documents: dict[str, tuple[DocumentInfo, str | bytes]] = {}
        self._newest = ""
        """The id of the document whose text came last: the only one that is not compressed."""

    def add(self, changes: Iterable[Change], document: tuple[DocumentInfo, str] | None) -> None:
        """Keep the rows that were written to a document."""
        if document is not None:
            info, text = document
            kept = self._documents.get(info.id)
            if kept is None or kept[0].text_sha256 != info.text_sha256:
                # A row may belong to a text that was an earlier one.
                self.compress(but=info.id)
                self._documents[info.id], self._newest = (info, text), info.id
        for change in changes:
            row = with_deletion(change).row
            key = row.id if isinstance(row, KeptRow) else getattr(row, "annotator", "")
            self._rows.setdefault(row.document_id, {})[type(row), key] = row

    def compress(self, *, but: str = "") -> None:
        """Compress the text that came last, because another document is opened.

        A text of 10 MB takes a tenth of a second. `but` is a document whose text stays as it is.
        """
        info, text = self._documents.get(self._newest, (None, b""))
        if info is not None and isinstance(text, str) and info.id != but:
            self._documents[info.id] = info, zlib.compress(text.encode(), 1)

    def documents(self, shown: Iterable[KeptRow] = ()) -> Iterator[AnnotatedDocument]:
        """Yield each document with the rows that were written, and those that are shown now."""
        rows = {document_id: dict(kept) for document_id, kept in self._rows.items()}
        for row in shown:
            rows.setdefault(row.document_id, {}).setdefault((type(row), row.id), row)
        for document_id, kept in sorted(rows.items()):
            if document_id in self._documents:
                yield self._document(*self._documents[document_id], kept.values())

    def _document(
        self, info: DocumentInfo, text: str | bytes, rows: Iterable[Row]
    ) -> AnnotatedDocument:
        rows = list(rows)
        statuses = [row for row in rows if isinstance(row, DocumentStatus)]
        reviews = [row.review for row in rows if isinstance(row, DocumentReview)]
        comments = {row.id: row for row in rows if isinstance(row, Comment)}
        placed = {
            row.id
            for row in rows
            if isinstance(row, Annotation) and row.text_sha256 == info.text_sha256
        }
        return AnnotatedDocument(
            id=info.id,
            title=info.title,
            source=info.source,
            sha256=info.text_sha256,
            text=text if isinstance(text, str) else zlib.decompress(text).decode(),
            meta=info.meta,
            annotations=tuple(
                sorted(
                    (row for row in rows if isinstance(row, Annotation) and row.id in placed),
                    key=by_place,
                )
            ),
            links=tuple(row for row in rows if isinstance(row, Link)),
            progress=tuple(
                Progress(info.id, row.annotator, row.status, 0, now()) for row in statuses
            ),
            review=reviews[-1] if reviews else info.review,
            comments=tuple(
                row
                for _, row in sorted(comments.items())
                if (row.annotation_id is None or row.annotation_id in placed)
                and (row.parent_id is None or row.parent_id in comments)
            ),
            decisions=tuple(
                sorted((row for row in rows if isinstance(row, Decision)), key=lambda row: row.id)
            ),
        )
