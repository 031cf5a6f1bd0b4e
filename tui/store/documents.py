"""Taking a document to its changed text, with its annotations: a preview, then one command."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from tui.anchoring.placement import Placement, plan
from tui.errors import Conflict, StoreError
from tui.model import AnnotatedDocument, Annotation, DocumentInfo, edited, moved
from tui.store import annotations as annotation_rows
from tui.store.connection import SqliteFile
from tui.store.history import commit
from tui.store.progress import all_progress
from tui.store.row_mapping import DOCUMENT_COLUMNS, Change, DocumentText, Entry, document_of

_CANDIDATES = 5
"""Documents that a message names when a partial name fits several."""


def document(file: SqliteFile, document_id: str) -> DocumentInfo:
    """The document of this id. Raises `StoreError` where there is none."""
    row = file.row(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id = ?", (document_id,))
    if row is None:
        raise StoreError(f"no document {document_id!r}; `hashiya list` shows them all")
    return document_of(row)


def document_rowid(file: SqliteFile, document_id: str) -> int:
    """The document's rowid. Raises `StoreError` where there is none."""
    row = file.row("SELECT rowid FROM documents WHERE id = ?", (document_id,))
    if row is None:
        raise StoreError(f"no document {document_id!r}; `hashiya list` shows them all")
    return int(row[0])


def source_state(file: SqliteFile, source: str) -> tuple[str, str] | None:
    """The id of a source's document, and a time at which its text had not been read yet.

    None where the source is unknown, or waits with another text than was annotated.
    """
    row = file.row(
        "SELECT d.id, t.added_at FROM documents d JOIN texts t ON t.sha256 = d.text_sha256 "
        "WHERE d.source = ? AND d.pending_sha256 IS NULL",
        (source,),
    )
    return None if row is None else (str(row[0]), str(row[1]))


def find_document(file: SqliteFile, partial: str, key: str) -> DocumentInfo:
    """The document of the id `partial`, or the only one whose id or title holds it.

    `key` is `partial` folded, for titles. Raises `StoreError` that names the candidates.
    """
    rows = file.rows(
        f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id = ?", (partial,)
    ) or file.rows(
        f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE instr(id, :partial) "
        "OR instr(title, :partial) OR (:key <> '' AND instr(title_key, :key)) "
        f"ORDER BY id LIMIT {_CANDIDATES + 1}",
        {"partial": partial, "key": key},
    )
    if not rows:
        raise StoreError(f"no document {partial!r}; `hashiya list` shows them all")
    if len(rows) > 1:
        names = ", ".join(str(row[0]) for row in rows[:_CANDIDATES])
        more = ", …" if len(rows) > _CANDIDATES else ""
        raise StoreError(f"{partial!r} fits several documents: {names}{more}; give more of the id")
    return document_of(rows[0])


def iter_documents(file: SqliteFile) -> Iterator[DocumentInfo]:
    """All documents by id."""
    for row in file.stream(f"SELECT {DOCUMENT_COLUMNS} FROM documents ORDER BY id"):
        yield document_of(row)


def text(file: SqliteFile, sha256: str) -> str:
    """A stored text. Raises `StoreError` where there is none."""
    row = file.row("SELECT text FROM texts WHERE sha256 = ?", (sha256,))
    if row is None:
        raise StoreError(f"no text {sha256}")
    return str(row[0])


def document_text(file: SqliteFile, document_id: str) -> str:
    """The text that the document's annotations count in. Raises `StoreError`."""
    return text(file, document(file, document_id).text_sha256)


def annotated_documents(file: SqliteFile, ids: Sequence[str] = ()) -> Iterator[AnnotatedDocument]:
    """Yield the documents of these ids, or all, with everything that was said of them, by id.

    Raises `StoreError` for an id that is not there.
    """
    infos: Iterable[DocumentInfo]
    infos = [document(file, id) for id in sorted(set(ids))] if ids else iter_documents(file)
    for info in infos:
        yield AnnotatedDocument(
            id=info.id,
            title=info.title,
            source=info.source,
            sha256=info.text_sha256,
            text=text(file, info.text_sha256),
            meta=info.meta,
            annotations=tuple(annotation_rows.annotations(file, info.id, include_deleted=False)),
            links=tuple(annotation_rows.links(file, info.id, include_deleted=False)),
            progress=tuple(all_progress(file, info.id)),
        )


def known_document(
    file: SqliteFile, document_id: str, sha256: str, last: int | None
) -> DocumentInfo | None:
    """The document of this id and text, else one of this text, else the one of this id.

    One of this text alone counts only up to the rowid `last`.
    """
    values = {"id": document_id, "sha256": sha256, "last": last}
    for where in (
        "id = :id AND text_sha256 = :sha256",
        "text_sha256 = :sha256 AND (:last IS NULL OR rowid <= :last)",
        "id = :id",
    ):
        row = file.row(
            f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE {where} ORDER BY id LIMIT 1", values
        )
        if row is not None:
            return document_of(row)
    return None


def placements(file: SqliteFile, document_id: str) -> list[Placement]:
    """Where the annotations that count in another text go in the document's newest one.

    Of all annotators, and those that were orphaned before; by their old places.
    """
    found = document(file, document_id)
    target = found.pending_sha256 or found.text_sha256
    new = text(file, target)
    waiting = sorted(
        annotation_rows.annotations(file, document_id, include_deleted=False),
        key=lambda annotation: (annotation.text_sha256, annotation.start, annotation.end),
    )
    placed: list[Placement] = []
    for sha256, group in groupby(waiting, lambda annotation: annotation.text_sha256):
        if sha256 != target:
            moved = plan(text(file, sha256), new, list(group))
            placed += [replace(placement, target=target) for placement in moved]
    return placed


def reanchor(
    file: SqliteFile, document_id: str, annotator: str, placed: Sequence[Placement]
) -> Entry:
    """Writes the placements, and the document's new text, as one command.

    Raises `Conflict` when the document or an annotation is no longer as it was shown.
    """
    found = document(file, document_id)
    target = found.pending_sha256 or found.text_sha256
    if any(placement.target != target for placement in placed):
        raise Conflict("the text changed again since its change was shown; nothing was changed")
    new = text(file, target)
    changes = [
        Change(placement.annotation, _placed(placement, target, new)) for placement in placed
    ]
    if found.pending_sha256 is not None:
        before = DocumentText(document_id, found.text_sha256, found.pending_sha256)
        changes.insert(0, Change(before, DocumentText(document_id, target, None)))
    return commit(file, "re-anchoring", document_id, annotator, changes)


def _placed(placement: Placement, target: str, new: str) -> Annotation:
    """The annotation in its new text; one without a place keeps its old text and offsets."""
    annotation = placement.annotation
    if placement.span is None:
        return edited(annotation, status="orphaned")
    status = annotation.status
    if status == "orphaned":
        # What it was before is not kept; nothing with an origin is accepted without a key press.
        status = "suggested" if annotation.origin else "accepted"
    return moved(replace(annotation, text_sha256=target, status=status), new, placement.span)
