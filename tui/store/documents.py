"""Documents and their texts: queries, and moving a document to its changed text."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from tui import anchoring
from tui.errors import Conflict, StoreError
from tui.model import Annotation, DocumentInfo, edited, moved
from tui.store.annotation_changes import History
from tui.store.annotation_queries import Annotations
from tui.store.file.sqlite_file import SqliteFile
from tui.store.listing import title_key
from tui.store.row_mapping import DOCUMENT_COLUMNS, Change, DocumentText, document_of

if TYPE_CHECKING:
    from tui.anchoring import Placement

_CANDIDATES = 5
"""Documents that a message names when a partial name fits several."""

_BLOCK = 500
"""Documents that `in_blocks` reads with one query."""


class Documents:
    """The documents of an open database and their texts; `ingest` adds them."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def get(self, document_id: str) -> DocumentInfo:
        """Return the document with this id. Raises `StoreError` if there is none."""
        row = self._file.row(
            f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id = ?", (document_id,)
        )
        if row is None:
            raise _no_document(document_id)
        return document_of(row)

    def rowid(self, document_id: str) -> int:
        """Return the document's rowid, as in `Listing.ids`. Raises `StoreError`."""
        row = self._file.row("SELECT rowid FROM documents WHERE id = ?", (document_id,))
        if row is None:
            raise _no_document(document_id)
        return int(row[0])

    def last_rowid(self) -> int:
        """Return the rowid of the newest document; 0 if there is none."""
        return int(self._file.value("SELECT coalesce(max(rowid), 0) FROM documents"))

    def count(self, *, include_deleted: bool = False) -> int:
        """Return the number of documents, without deleted ones."""
        deleted = "(SELECT count(*) FROM documents WHERE deleted_at IS NOT NULL)"
        less = "" if include_deleted else f"- {deleted}"
        return int(self._file.value(f"SELECT (SELECT count(*) FROM documents) {less}"))

    def all(self, *, include_deleted: bool = False) -> Iterator[DocumentInfo]:
        """Yield all documents by id, without deleted ones."""
        where = "" if include_deleted else "WHERE deleted_at IS NULL"
        rows = self._file.stream(f"SELECT {DOCUMENT_COLUMNS} FROM documents {where} ORDER BY id")
        for row in rows:
            yield document_of(row)

    def in_blocks(self) -> Iterator[DocumentInfo]:
        """Yield all documents by id, without deleted ones.

        Each query reads a block of them, so that other commands may write in between.
        """
        last = ""
        while rows := self._file.rows(
            f"SELECT {DOCUMENT_COLUMNS} FROM documents "
            "WHERE id > ? AND deleted_at IS NULL ORDER BY id LIMIT ?",
            (last, _BLOCK),
        ):
            for row in rows:
                last = row[0]
                yield document_of(row)

    def chapters(self, info: DocumentInfo) -> list[tuple[str, str]]:
        """Return ids and titles of the documents of a chapter's book, in the book's order."""
        book = info.id.rpartition("#")[0]
        rows = self._file.rows(
            "SELECT id, title FROM documents WHERE id >= ? AND id < ? AND deleted_at IS NULL "
            "AND json_extract(meta, '$.chapter') IS NOT NULL ORDER BY id_order, id",
            (f"{book}#", f"{book}$"),  # the character after #
        )
        return [(str(id), str(title)) for id, title in rows]

    def find(self, partial: str) -> DocumentInfo:
        """Return the document with the id `partial`, or the only one whose id or title contains it.

        Titles are compared folded. Raises `StoreError` that names the candidates.
        """
        rows = self._file.rows(
            f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id = ?", (partial,)
        ) or self._file.rows(
            f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE instr(id, :partial) "
            "OR instr(title, :partial) OR (:key <> '' AND instr(title_key, :key)) "
            f"ORDER BY id_order, id LIMIT {_CANDIDATES + 1}",
            {"partial": partial, "key": title_key(partial)},
        )
        if not rows:
            raise _no_document(partial)
        if len(rows) > 1:
            names = ", ".join(str(row[0]) for row in rows[:_CANDIDATES])
            more = ", …" if len(rows) > _CANDIDATES else ""
            raise StoreError(
                f"{partial!r} matches several documents: {names}{more}; give more of the id"
            )
        return document_of(rows[0])

    def known(
        self, document_id: str, sha256: str, *, last_rowid: int | None = None
    ) -> DocumentInfo | None:
        """Return the document with this id and text, else one with this text, else the one with
        this id.

        Either may be empty; None if nothing matches. With `last_rowid`, a document that has only
        the text in common counts if its rowid is not larger. Of several with the text, a file comes
        before the records of files.
        """
        values = {"id": document_id, "sha256": sha256, "last": last_rowid}
        for where in (
            "id = :id AND text_sha256 = :sha256",
            "text_sha256 = :sha256 AND (:last IS NULL OR rowid <= :last)",
            "id = :id",
        ):
            row = self._file.row(
                f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE {where} "
                "ORDER BY instr(source, '#') > 0, id LIMIT 1",
                values,
            )
            if row is not None:
                return document_of(row)
        return None

    def source_state(self, source: str) -> tuple[str, str] | None:
        """Return the id of a source's document, and a time before its text was read.

        None if the source is unknown or another machine's, or has another text than was annotated.
        """
        row = self._file.row(
            "SELECT d.id, t.added_at FROM documents d JOIN texts t ON t.sha256 = d.text_sha256 "
            "WHERE d.source = ? AND d.pending_sha256 IS NULL "
            "AND d.id NOT IN (SELECT document_id FROM merged_sources)",
            (source,),
        )
        return None if row is None else (str(row[0]), str(row[1]))

    def text(self, sha256: str) -> str:
        """Return a stored text. Raises `StoreError` if there is none.

        A query would hold it in memory twice, as SQLite's bytes and as the string.
        """
        row = self._file.row("SELECT rowid FROM texts WHERE sha256 = ?", (sha256,))
        if row is None:
            raise StoreError(f"no text {sha256}")
        text = ""
        for piece in self._file.pieces("texts", "text", row[0]):
            text += piece  # in place: nothing else refers to the string
        return text

    def texts(self, sha256s: Iterable[str]) -> dict[str, str]:
        """Return stored texts by their hashes. Raises `StoreError` where one is not there."""
        wanted = set(sha256s)
        rows = self._file.rows(
            "SELECT sha256, text FROM texts WHERE sha256 IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(wanted)),),
        )
        found = {str(sha256): str(text) for sha256, text in rows}
        if missing := wanted - found.keys():
            raise StoreError(f"no text {min(missing)}")
        return found

    def text_of(self, document_id: str) -> str:
        """Return the text that the offsets of the document's annotations count in.

        Raises `StoreError`.
        """
        return self.text(self.get(document_id).text_sha256)

    def placements(self, document_id: str) -> list[Placement]:
        """Return the places in the document's newest text of annotations made on another text.

        They include those of all annotators and orphaned ones, in the order of their old places.
        """
        target, new = self._newest_text(document_id)
        made_on_others = sorted(
            Annotations(self._file).in_document(document_id),
            key=lambda annotation: (annotation.text_sha256, annotation.start, annotation.end),
        )
        placed: list[Placement] = []
        for sha256, group in groupby(made_on_others, lambda annotation: annotation.text_sha256):
            if sha256 != target:
                planned = anchoring.place_annotations(self.text(sha256), new, list(group))
                placed += [replace(placement, target=target) for placement in planned]
        return placed

    def reanchor(self, document_id: str, annotator: str, placed: Sequence[Placement]) -> None:
        """Move the document to its new text and its annotations to their places, as one command.

        An annotation without a place becomes `orphaned`. Raises `Conflict` if the document or an
        annotation has changed since `placements`.
        """
        found = self.get(document_id)
        target, new = self._newest_text(document_id)
        if any(placement.target != target for placement in placed):
            raise Conflict("the text changed again since its change was shown; nothing was changed")
        changes = [
            Change(placement.annotation, _with_placement(placement, target, new))
            for placement in placed
        ]
        if found.pending_sha256 is not None:
            before = DocumentText(document_id, found.text_sha256, found.pending_sha256)
            changes.insert(0, Change(before, DocumentText(document_id, target, None)))
        History(self._file).commit("re-anchoring", document_id, annotator, changes)

    def _newest_text(self, document_id: str) -> tuple[str, str]:
        """Return the hash and the text that the document's source has now."""
        found = self.get(document_id)
        sha256 = found.pending_sha256 or found.text_sha256
        return sha256, self.text(sha256)


def _no_document(name: str) -> StoreError:
    return StoreError(f"no document {name!r}; `hashiya list` shows them all")


def _with_placement(placement: Placement, target: str, new: str) -> Annotation:
    """Return the annotation in its new text; without a place it keeps its old text and offsets."""
    annotation = placement.annotation
    if placement.span is None:
        return edited(annotation, status="orphaned")
    status = annotation.status
    if status == "orphaned":
        # What it was before is not kept; nothing with an origin is accepted without a key press.
        status = "suggested" if annotation.origin else "accepted"
    put = replace(annotation, text_sha256=target, status=status)
    return moved(put, new, placement.span, placement.fragments)
