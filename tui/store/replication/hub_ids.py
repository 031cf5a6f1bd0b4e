"""Ids of rows on the hub and in the open database.

On the hub, rows of two annotators may have the same id, such as a suggestion that one made and
another took over. A database keeps that id for one of them; the other row has an id made of the id
and its annotator (`owned_id`). On the hub it has the id that they share, whichever of the two
has it in the database from which it is sent.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tui.model import may_be_owned, owned_id
from tui.store.replication.rules import DOCUMENT_ROWS, SharedTable, owner_of

HINT = "_owned"
"""The suffix of a key that says which of several rows with one id a reference leads to.

The value is made of that row's id and annotator (`owned_id`). Only a reference to a row of another
annotator has such a key."""

_WITH_IDS = tuple(table for table in DOCUMENT_ROWS if table.has_id)

MAY_BE_OWNED = "substr(id, 15, 1) = '8'"
"""`may_be_owned` of the column `id` in SQL."""


def create_table(connection: sqlite3.Connection) -> None:
    """Create an empty temporary table for the rows that share their id on the hub with others."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS hub_ids (kind TEXT NOT NULL, id TEXT NOT NULL, "
        "hub_id TEXT NOT NULL, owner TEXT NOT NULL, hint TEXT NOT NULL, PRIMARY KEY (kind, id)) "
        "WITHOUT ROWID"
    )
    connection.execute("DELETE FROM temp.hub_ids")


def find_hub_ids(connection: sqlite3.Connection, annotator: str | None) -> None:
    """Fill the table for the documents of which an annotator has rows to send; None for anybody."""
    documents = " UNION ".join(
        f"SELECT t.document_id FROM main.outbox o JOIN main.{table.name} t ON t.id = o.row_id "
        f"WHERE o.kind = '{table.name}' AND o.refused = 0 "
        f"AND (:annotator IS NULL OR t.{table.owners[0]} = :annotator)"
        for table in _WITH_IDS
    )
    for table in _WITH_IDS:
        made = connection.execute(
            f"SELECT DISTINCT t.document_id FROM main.{table.name} t "
            f"WHERE t.document_id IN ({documents}) AND {MAY_BE_OWNED}",
            {"annotator": annotator},
        ).fetchall()
        for (document_id,) in made:
            _add_document(connection, table, document_id)


def _add_document(connection: sqlite3.Connection, table: SharedTable, document_id: str) -> None:
    for one in made_ids(connection, table, document_id):
        _add(connection, table, (one.id, one.shared, one.owner), "REPLACE")
        # The other row may itself have an id that is made of a third one's.
        _add(connection, table, (one.shared, one.shared, one.other_owner), "IGNORE")


class MadeId(NamedTuple):
    """A row whose id is made of another row's and its annotator."""

    id: str
    owner: str
    shared: str
    """The id of the other row, which both have on the hub."""
    other_owner: str


def made_ids(
    connection: sqlite3.Connection, table: SharedTable, document_id: str
) -> Iterator[MadeId]:
    """Yield the rows of a document whose ids are made of those of others that are here too."""
    owners: dict[str, str] = dict(
        connection.execute(
            f"SELECT id, {table.owners[0]} FROM main.{table.name} WHERE document_id = ?",
            (document_id,),
        ).fetchall()
    )
    ids: dict[str, list[str]] = defaultdict(list)
    for row_id, owner in owners.items():
        ids[owner].append(row_id)
    for owner, own in ids.items():
        made = {one for one in own if may_be_owned(one)}
        for other, theirs in ids.items():
            if other == owner or not made:
                continue
            for shared in theirs:
                local = owned_id(shared, owner)
                if local in made:
                    yield MadeId(local, owner, shared, other)


def _add(
    connection: sqlite3.Connection, table: SharedTable, row: tuple[str, str, str], clash: str
) -> None:
    """Add a row with its id here, its id on the hub and its annotator."""
    _, hub_id, owner = row
    connection.execute(
        f"INSERT OR {clash} INTO temp.hub_ids VALUES (?, ?, ?, ?, ?)",
        (table.name, *row, owned_id(hub_id, owner)),
    )


def local_id(connection: sqlite3.Connection, table: SharedTable, hub_id: str, owner: str) -> str:
    """Return the id that an annotator's row on the hub has, or would have, in the database.

    The table is one whose rows have ids.
    """
    if not table.owners:
        return hub_id
    there = owner_of(connection, table, hub_id)
    return hub_id if there in (None, owner) else owned_id(hub_id, owner)


def local_reference(
    connection: sqlite3.Connection, target: SharedTable, hub_id: str, owner: str, hint: str
) -> str | None:
    """Return the id of the row that an annotator's row on the hub refers to.

    Without a hint it is the annotator's own row of that id, if there is one. None if the database
    does not have it.
    """
    there = owner_of(connection, target, hub_id)
    if hint:
        if there is not None and owned_id(hub_id, there) == hint:
            return hub_id
        return None if owner_of(connection, target, hint) is None else hint
    if there is None:
        return None
    if there == owner:
        return hub_id
    own = owned_id(hub_id, owner)
    return own if owner_of(connection, target, own) == owner else hub_id
