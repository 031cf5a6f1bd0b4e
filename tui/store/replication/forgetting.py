"""Withdrawing an annotator's layer from the open database, or giving it a pseudonym."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import sqlite3

from tui.model import owned_id
from tui.store.replication.hub_ids import MAY_BE_OWNED, made_ids
from tui.store.replication.local_rows import LocalRows
from tui.store.replication.rules import DOCUMENT_ROWS

_BLANKED = {
    "annotations": ", note = '', attributes = '{}'",
    "comments": ", text = ''",
}
"""Columns of a withdrawn row that are emptied too."""


_NAMING = (("decisions", "choice"), ("assignments", "assigned_by"))
"""Columns in which others' rows name an annotator."""


def forget(
    connection: sqlite3.Connection, annotator: str, pseudonym: str | None, stamp: str
) -> None:
    """Withdraw an annotator's layer, or rename it to a pseudonym, inside a transaction.

    Withdrawn rows are deleted as of `stamp` and lose what the annotator wrote; the annotator's undo
    history and the rows in `versions` are removed. Others' decisions and assignments name the
    pseudonym then, or nobody.
    """
    if pseudonym is not None:
        _rename_made_ids(connection, annotator, pseudonym, stamp)
    for table in DOCUMENT_ROWS:
        owner = table.owners[0]
        if pseudonym is not None:
            connection.execute(
                f"UPDATE OR IGNORE {table.name} SET {owner} = ? WHERE {owner} = ?",
                (pseudonym, annotator),
            )
        elif "deleted_at" in table.columns:
            connection.execute(
                f"UPDATE {table.name} SET deleted_at = coalesce(deleted_at, :stamp), "
                f"updated_at = :stamp{_BLANKED.get(table.name, '')} WHERE {owner} = :annotator",
                {"stamp": stamp, "annotator": annotator},
            )
        else:
            connection.execute(f"DELETE FROM {table.name} WHERE {owner} = ?", (annotator,))
        _forget_versions(connection, table.name, owner, annotator, pseudonym)
    for table_name, column in _NAMING:
        _rename_in(connection, table_name, column, annotator, pseudonym or "")
    if pseudonym is None:
        connection.execute("DELETE FROM history WHERE annotator = ?", (annotator,))


def _rename_made_ids(
    connection: sqlite3.Connection, annotator: str, pseudonym: str, stamp: str
) -> None:
    """Replace ids made of another id and the annotator's name by those made with the pseudonym."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    rows = LocalRows(connection, "", stamp)
    for table in DOCUMENT_ROWS:
        if not table.has_id:
            continue
        documents = connection.execute(
            f"SELECT DISTINCT document_id FROM {table.name} "
            f"WHERE {table.owners[0]} = ? AND {MAY_BE_OWNED}",
            (annotator,),
        ).fetchall()
        for (document_id,) in documents:
            for one in list(made_ids(connection, table, document_id)):
                if one.owner == annotator:
                    rows.rename_row(table, one.id, owned_id(one.shared, pseudonym))
    rows.rewrite_mentions()
    rows.rewrite_history()


def _rename_in(
    connection: sqlite3.Connection, table: str, column: str, annotator: str, shown: str
) -> None:
    connection.execute(
        f"UPDATE {table} SET {column} = ? WHERE {column} = ?",
        (shown, annotator),
    )
    connection.execute(
        f"UPDATE versions SET row = json_set(row, '$.{column}', ?) "
        f"WHERE kind = ? AND json_valid(row) AND row ->> '{column}' = ?",
        (shown, table, annotator),
    )


def _forget_versions(
    connection: sqlite3.Connection, kind: str, owner: str, annotator: str, pseudonym: str | None
) -> None:
    whose = f"kind = ? AND json_valid(row) AND row ->> '{owner}' = ?"
    if pseudonym is None:
        connection.execute(f"DELETE FROM versions WHERE {whose}", (kind, annotator))
    else:
        connection.execute(
            f"UPDATE versions SET row = json_set(row, '$.{owner}', ?) WHERE {whose}",
            (pseudonym, kind, annotator),
        )
