"""The documents in the index: sorted, filtered, and read one screen at a time.

Deleted ones are not among them.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Sequence
from itertools import compress
from typing import Any, Literal, NamedTuple, Protocol

from tui.choices import ReadingStatus
from tui.model import DocumentRow
from tui.store.file.sqlite_file import SqliteFile
from tui.text import language
from tui.text.natural_order import natural_key

DocumentOrder = Literal[
    "id",
    "title",
    "added",
    "length",
    "status",
    "annotations",
    "most to decide",
    "least sure",
    "lowest score",
]

_WAITING = (
    "FROM annotations a WHERE a.document_id = d.id "
    "AND a.status = 'suggested' AND a.deleted_at IS NULL"
)
"""SQL for the suggestions that nobody has decided on, of all annotators."""

_ORDERS: dict[DocumentOrder, tuple[str, ...]] = {
    "id": (),
    "title": ("d.title_order",),
    "added": ("d.added_at", "d.rowid"),
    "length": ("d.length DESC",),
    # What is being read comes first, what is done last.
    "status": (
        "coalesce((SELECT CASE p.status WHEN 'reading' THEN 0 WHEN 'done' THEN 2 ELSE 1 END "
        "FROM progress p WHERE p.document_id = d.id AND p.annotator = :reader), 1)",
    ),
    "annotations": (
        "(SELECT count(*) FROM annotations a WHERE a.document_id = d.id "
        "AND a.annotator = :reader AND a.status = 'accepted' AND a.deleted_at IS NULL) DESC",
    ),
    "most to decide": (f"(SELECT count(*) {_WAITING}) DESC",),
    # By the mean or the lowest score of what waits; what has no score comes after that, and a
    # document without suggestions last.
    "least sure": (f"(SELECT iif(count(*), coalesce(avg(a.score), 2), 3) {_WAITING})",),
    "lowest score": (f"(SELECT iif(count(*), coalesce(min(a.score), 2), 3) {_WAITING})",),
}
"""SQL of the terms that documents are sorted by, before the natural order of their ids."""


class DocumentFilter(NamedTuple):
    """Which documents the index lists; an empty field excludes none."""

    text: str = ""
    """Words that the title or the id contains, compared folded."""
    label: str = ""
    """With an annotation of this label that is neither deleted nor rejected."""
    status: ReadingStatus | None = None
    """The reader's own."""
    annotator: str = ""
    """With an annotation by this person (of `label`, if that is given too)."""
    review: str = ""
    """In this state of review, or one that begins so; `none` for no state."""
    changed: bool = False
    """Only those whose source has another text than was annotated."""
    assigned: bool = False
    """Only documents that are assigned to the reader; for a reader without assignments, all except
    those whose assignment was taken back."""


EVERYTHING = DocumentFilter()

_PRESENT = "d.rowid NOT IN (SELECT rowid FROM documents WHERE deleted_at IS NOT NULL)"
"""Not deleted. Asking each document itself would read all of them, titles and sources included;
the deleted ones are few, and have an index."""

_ASSIGNED = (
    "(NOT EXISTS (SELECT 1 FROM assignments WHERE annotator = :reader) "
    "OR d.id IN (SELECT document_id FROM assignments "
    "WHERE annotator = :reader AND deleted_at IS NULL) "
    "OR NOT EXISTS (SELECT 1 FROM assignments WHERE annotator = :reader AND deleted_at IS NULL) "
    "AND d.id NOT IN (SELECT document_id FROM assignments WHERE annotator = :reader))"
)


def title_key(words: str) -> str:
    """Return the form in which titles are sorted and filtered: folded, in lower case."""
    return language.fold_text(words).casefold()


class DocumentKeys(NamedTuple):
    """The columns of a document by which it is filtered and sorted, in their order."""

    title_key: str
    """The key for filtering."""
    id_order: str
    """Sorts as the id does in natural order."""
    title_order: str


def document_keys(document_id: str, title: str) -> DocumentKeys:
    """Return the keys of a document with this title."""
    return keys_of(document_id, title_key(title_and_id(document_id, title)))


def title_and_id(document_id: str, title: str) -> str:
    """Return the words of a document from which `title_key` is computed."""
    return f"{title} {document_id}"


def keys_of(document_id: str, key: str) -> DocumentKeys:
    """Return the keys of a document whose `title_key` is known."""
    return DocumentKeys(key, natural_key(document_id), natural_key(key))


class Rowids(Protocol):
    """The rowids of listed documents, in their order."""

    def __len__(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Sequence[int]:
        """Return those in a part of the list. May raise `StoreError`."""

    def index(self, rowid: int, /) -> int:
        """Return the place of a document. Raises ValueError if it is not there, or `StoreError`."""


class Listing:
    """The index of an open database, with any number of documents.

    While a person types a filter, titles are searched in memory: SQLite takes ten times as long for
    100,000 of them.
    """

    def __init__(self, file: SqliteFile) -> None:
        self._file = file
        self._titles: _Titles | None = None
        self._loaded: tuple[Any, ...] = ()

    def ids(
        self,
        reader: str,
        *,
        order: DocumentOrder = "id",
        chosen: DocumentFilter = EVERYTHING,
    ) -> array[int]:
        """Return the rowids of the chosen documents in order, for `rows`."""
        words = title_key(chosen.text).split() if chosen.text else []
        others = chosen._replace(text="")
        query, parameters = _query(reader, order, others)
        if not words:
            # Reading one JSON value takes half the time of reading as many rows.
            return self._rowids(query.format("d.rowid AS r"), parameters)
        state = (reader, order, others, *self._file.state())
        if self._titles is None or state != self._loaded:
            columns = query.format("d.rowid AS r, d.title_key AS k")
            # In one query, so that both are of the same moment.
            found = self._file.rows(
                f"SELECT json_group_array(r), json_group_array(k) FROM ({columns})", parameters
            )
            rowids, keys = map(json.loads, found[0])
            self._titles = _Titles(array("q", rowids), keys)
            self._loaded = state
        return self._titles.matching(words)

    def listed(
        self, reader: str, *, order: DocumentOrder = "id", chosen: DocumentFilter = EVERYTHING
    ) -> Rowids:
        """Return what `ids` returns; if it is all documents by id, read only as far as needed."""
        if order == "id" and chosen._replace(assigned=False) == EVERYTHING:
            total, lacks_some = self._file.rows(
                "SELECT (SELECT count(*) FROM documents), "
                "EXISTS (SELECT 1 FROM documents WHERE deleted_at IS NOT NULL) "
                "OR :assigned AND EXISTS (SELECT 1 FROM assignments WHERE annotator = :reader)",
                {"reader": reader, "assigned": chosen.assigned},
            )[0]
            if not lacks_some:
                return _AllById(self._file, total)
        return self.ids(reader, order=order, chosen=chosen)

    def rows(
        self, rowids: Sequence[int], reader: str, *, everyone: bool = False
    ) -> list[DocumentRow]:
        """Return the index's rows of these documents, in this order; missing ones are left out.

        The status is the reader's own; counts are of their annotations, or of everyone's.
        """
        marks = ", ".join("?" * len(rowids))
        found = self._file.rows(
            "SELECT d.rowid, d.id, d.title, d.length, coalesce(p.status, 'unread'), "
            "d.pending_sha256 IS NOT NULL, d.review FROM documents d "
            "LEFT JOIN progress p ON p.document_id = d.id AND p.annotator = ? "
            f"WHERE d.rowid IN ({marks})",
            (reader, *rowids),
        )
        annotator = None if everyone else reader
        counts = _label_counts(self._file, [row[1] for row in found], annotator)
        lines = {
            rowid: DocumentRow(rowid, id, title, length, status, bool(changed), counts[id], review)
            for rowid, id, title, length, status, changed, review in found
        }
        return [lines[rowid] for rowid in rowids if rowid in lines]

    def first_to_read(self, reader: str) -> str | None:
        """Return the id of the reader's first document that is not done; None if all are done."""
        row = self._file.row(
            "SELECT d.id FROM documents d WHERE NOT EXISTS (SELECT 1 FROM progress p "
            "WHERE p.document_id = d.id AND p.annotator = :reader AND p.status = 'done') "
            f"AND {_PRESENT} AND {_ASSIGNED} ORDER BY d.id_order, d.id LIMIT 1",
            {"reader": reader},
        )
        return None if row is None else str(row[0])

    def _rowids(self, query: str, parameters: dict[str, Any]) -> array[int]:
        found = self._file.value(f"SELECT json_group_array(r) FROM ({query})", parameters)
        return array("q", json.loads(found))


_BLOCK = 1024
"""Rowids that are read at once where not all are needed."""


class _AllById:
    """The rowids of all documents in the natural order of their ids, read in blocks.

    Reading all of 1,000,000 would take longer than the rest of a start.
    """

    def __init__(self, file: SqliteFile, total: int) -> None:
        self._file = file
        self._total = total
        self._blocks: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, part: slice, /) -> Sequence[int]:
        start, stop, _ = part.indices(self._total)
        blocks = range(start // _BLOCK, -(-stop // _BLOCK))
        found = [rowid for block in blocks for rowid in self._block(block)]
        skipped = blocks.start * _BLOCK
        return found[start - skipped : stop - skipped]

    def index(self, rowid: int, /) -> int:
        for block, rowids in self._blocks.items():
            if rowid in rowids:
                return block * _BLOCK + rowids.index(rowid)
        place = self._file.value(
            "SELECT count(*) FROM documents WHERE (id_order, id) < "
            "(SELECT id_order, id FROM documents WHERE rowid = ?)",
            (rowid,),
        )
        if place >= self._total:  # another program has added some since
            raise ValueError(f"no document {rowid}")
        return int(place)

    def _block(self, block: int) -> list[int]:
        if block not in self._blocks:
            first = block * _BLOCK
            self._blocks[block] = [
                rowid
                for (rowid,) in self._file.rows(
                    "SELECT rowid FROM documents ORDER BY id_order, id LIMIT ? OFFSET ?",
                    (min(_BLOCK, self._total - first), first),
                )
            ]
        return self._blocks[block]


class _Titles:
    """Sorted titles, each with its document's rowid."""

    def __init__(self, rowids: array[int], keys: list[str]) -> None:
        self._all = rowids, keys
        self._found = self._all
        self._words: list[str] = []

    def matching(self, words: list[str]) -> array[int]:
        """Return the rowids of the titles that contain every word."""
        # Titles that contain a longer word are among those that contain a shorter one.
        if not all(any(old in new for new in words) for old in self._words):
            self._found, self._words = self._all, []
        for word in words:
            if word not in self._words:
                rowids, keys = self._found
                holds = [word in key for key in keys]
                if False not in holds:
                    continue
                self._found = array("q", compress(rowids, holds)), list(compress(keys, holds))
        self._words = words
        return self._found[0]


def _query(reader: str, order: DocumentOrder, chosen: DocumentFilter) -> tuple[str, dict[str, Any]]:
    """Return SQL for the chosen documents, with a placeholder for columns, and its parameters."""
    where, parameters = _conditions(chosen)
    terms = (*_ORDERS[order], "d.id_order", "d.id")
    query = f"SELECT {{}} FROM documents d {where} ORDER BY {', '.join(terms)}"
    return query, {**parameters, "reader": reader}


def _label_counts(
    file: SqliteFile, document_ids: Sequence[str], annotator: str | None
) -> dict[str, dict[str, int]]:
    """Count accepted annotations by document and label: one annotator's, or with None
    everybody's."""
    marks = ", ".join("?" * len(document_ids))
    whose = "" if annotator is None else "AND annotator = ?"
    rows = file.rows(
        "SELECT document_id, label, count(*) FROM annotations "
        f"WHERE document_id IN ({marks}) {whose} AND status = 'accepted' "
        "AND deleted_at IS NULL GROUP BY document_id, label ORDER BY label",
        (*document_ids, *([] if annotator is None else [annotator])),
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for document_id, label, count in rows:
        counts[document_id][label] = count
    return counts


def _conditions(chosen: DocumentFilter) -> tuple[str, dict[str, Any]]:
    """Return the WHERE clause for a filter without its text, and its parameters."""
    conditions = [_PRESENT]
    parameters: dict[str, Any] = {}
    if chosen.status is not None:
        # A document without progress is unread.
        conditions.append(
            f"d.id {'NOT ' if chosen.status == 'unread' else ''}IN (SELECT document_id "
            "FROM progress WHERE annotator = :reader AND "
            f"{'status <>' if chosen.status == 'unread' else 'status ='} :status)"
        )
        parameters["status"] = chosen.status
    if chosen.label or chosen.annotator:
        by_label = "AND a.label = :label" if chosen.label else ""
        by_annotator = "AND a.annotator = :annotator" if chosen.annotator else ""
        conditions.append(
            "EXISTS (SELECT 1 FROM annotations a WHERE a.document_id = d.id "
            f"AND a.deleted_at IS NULL AND a.status <> 'rejected' {by_label} {by_annotator})"
        )
        parameters |= {"label": chosen.label, "annotator": chosen.annotator}
    if chosen.assigned:
        conditions.append(_ASSIGNED)
    if chosen.review:
        state = chosen.review.replace("-", " ")
        conditions.append(
            "(instr(coalesce(d.review, ''), :review) = 1 OR d.review IS NULL AND :review = 'none')"
        )
        parameters["review"] = state
    if chosen.changed:
        conditions.append("d.pending_sha256 IS NOT NULL")
    return f"WHERE {' AND '.join(conditions)}", parameters
