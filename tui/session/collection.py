"""The list of documents in the index: sorted, filtered, and read as far as it is visible."""

from __future__ import annotations

from array import array
from contextlib import suppress
from typing import get_args

from tui.choices import READING_STATUSES
from tui.errors import StoreError
from tui.model import DocumentRow
from tui.store.database import Store
from tui.store.listing import DocumentFilter, DocumentOrder, Rowids

ORDERS: tuple[DocumentOrder, ...] = get_args(DocumentOrder)
"""The orders of the index; the first is the default."""


WINDOW = 64
"""The number of documents that are read at once."""


LOOK_AHEAD = 1000
"""The most documents of the list that are searched for one that is not done."""


class Collection:
    """The list of documents; its rows are read from the database when they become visible."""

    def __init__(self, store: Store, annotator: str) -> None:
        self._store = store
        self.annotator = annotator
        self.order = ORDERS[0]
        self.filter = ""
        self._rowids: Rowids = array("q")
        self._rows: dict[int, DocumentRow] = {}
        self._places: dict[str, int] = {}
        """The place of the document that was looked up last; cleared when the list changes."""
        self.total = 0
        self.reload()

    def __len__(self) -> int:
        return len(self._rowids)

    def reload(self) -> None:
        """Read the order of the documents again; rows are read when they become visible."""
        self._list()
        self.total = self._store.documents.count() if self.filter else len(self._rowids)

    def _list(self) -> None:
        self._rowids = self._store.listing.listed(
            self.annotator, order=self.order, chosen=parse_filter(self.filter)
        )
        self._rows, self._places = {}, {}

    def forget_rows(self) -> None:
        """Read the rows again when they are next shown, because counts changed."""
        self._rows = {}

    def forget_row(self, place: int) -> None:
        """Read the row at a place of the list again when it is next shown."""
        with suppress(StoreError):
            for rowid in self._rowids[place : place + 1]:
                self._rows.pop(rowid, None)

    def reorder(self) -> str:
        """Sort by the next column; return its name."""
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        self.reload()
        return self.order

    def set_filter(self, text: str) -> None:
        """List only the documents that match a filter."""
        if text != self.filter:
            # The total is counted when other programs changed something, not at each key.
            self.filter = text
            self._list()

    def row(self, place: int) -> DocumentRow | None:
        """Return the document at a place of the list; None if another program removed it.

        None also if the database cannot be read; the next command reports that.
        """
        first = place - place % WINDOW
        with suppress(StoreError):
            window = self._rowids[first : first + WINDOW]
            if place - first >= len(window):
                return None
            rowid = window[place - first]
            if rowid not in self._rows:
                if len(self._rows) > 64 * WINDOW:
                    self._rows = {}
                lacking = [one for one in window if one not in self._rows]
                rows = self._store.listing.rows(lacking, self.annotator)
                self._rows.update((row.rowid, row) for row in rows)
            return self._rows.get(rowid)
        return None

    def place_of(self, document_id: str) -> int | None:
        """Return the place of a document in the list; None if it is not there or cannot be read."""
        if document_id not in self._places:
            try:
                place = self._rowids.index(self._store.documents.rowid(document_id))
            except (ValueError, StoreError):
                return None
            self._places = {document_id: place}
        return self._places[document_id]

    def next_unfinished(self, document_id: str) -> str | None:
        """Return the id of the next document that is not done, else of the first one.

        None if there is no other.
        """
        place = self.place_of(document_id)
        after = range(0) if place is None else range(place + 1, len(self))
        for following in after[:LOOK_AHEAD]:
            row = self.row(following)
            if row is not None and row.status != "done":
                return row.id
        found = self._store.listing.first_to_read(self.annotator)
        return None if found == document_id else found

    def first_unfinished(self) -> str | None:
        """Return the id of the first document that is not done, else of the first document."""
        found = self._store.listing.first_to_read(self.annotator)
        if found is None and len(self._rowids) and (row := self.row(0)) is not None:
            return row.id
        return found


def parse_filter(words: str) -> DocumentFilter:
    """Parse the filter of the index: words, and `label:`, `status:`, `review:`, `by:`, `changed:`,
    `all:`.

    `review:to-review`, `review:returned`, `review:approved` and `review:none` can be cut short.
    `all:` lists what is assigned to others too. Any other word counts as text.
    A status that is not complete yet is ignored.
    """
    text: list[str] = []
    fields: dict[str, str] = {}
    for word in words.split():
        name, colon, value = word.partition(":")
        if colon and name in ("label", "status", "review", "by", "changed", "all"):
            fields[name] = value
        else:
            text.append(word)
    status = next((one for one in READING_STATUSES if one == fields.get("status")), None)
    return DocumentFilter(
        text=" ".join(text),
        label=fields.get("label", ""),
        status=status,
        review=fields.get("review", ""),
        annotator=fields.get("by", ""),
        changed="changed" in fields,
        assigned="all" not in fields,
    )
