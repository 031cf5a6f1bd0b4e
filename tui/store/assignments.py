"""Assignments of documents to annotators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.model import Assignment, later_than
from tui.store.file.sqlite_file import SqliteFile

_COLUMNS = Assignment._fields


class Assignments:
    """The assignments of an open database. One that was taken back remains as a deleted row."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def all(self) -> list[Assignment]:
        """Return the assignments, by document in natural order, then annotator."""
        columns = ", ".join(f"a.{name}" for name in _COLUMNS)
        rows = self._file.rows(
            f"SELECT {columns} FROM assignments a "  # noqa: S608  # columns are constants
            "JOIN documents d ON d.id = a.document_id "
            "WHERE a.deleted_at IS NULL ORDER BY d.id_order, d.id, a.annotator"
        )
        return [Assignment(*row) for row in rows]

    def add(self, pairs: Iterable[tuple[str, str]], assigned_by: str) -> None:
        """Assign documents to annotators, given as (document id, annotator) pairs.

        An assignment that was taken back is restored.
        """
        pairs = list(pairs)
        with self._file.writing_with_sqlite_utils() as database:
            before = self._updated_at(pairs)
            database.table("assignments").upsert_all(
                (
                    {
                        "document_id": document_id,
                        "annotator": annotator,
                        "assigned_by": assigned_by,
                        "updated_at": later_than(before.get((document_id, annotator), "")),
                        "deleted_at": None,
                    }
                    for document_id, annotator in pairs
                ),
                pk=("document_id", "annotator"),
            )

    def take_back(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Delete assignments, given as (document id, annotator) pairs."""
        pairs = list(pairs)
        with self._file.writing_with_sqlite_utils() as database:
            table, before = database.table("assignments"), self._updated_at(pairs)
            for key in pairs:
                stamp = later_than(before.get(key, ""))
                table.update(key, {"updated_at": stamp, "deleted_at": stamp})

    def not_begun(self, until: str) -> list[Assignment]:
        """Return the assignments made before a time whose documents nobody has begun.

        A document is begun if its annotator has read in it or has annotations of their own in it;
        suggestions do not count.
        """
        begun = self._file.rows(
            "SELECT document_id, annotator FROM progress WHERE status <> 'unread' UNION "
            "SELECT document_id, annotator FROM annotations WHERE status <> 'suggested'"
        )
        keys = set(begun)
        return [
            one
            for one in self.all()
            if one.updated_at < until and (one.document_id, one.annotator) not in keys
        ]

    def _updated_at(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return when the rows with these keys were last changed, deleted ones included."""
        wanted = set(pairs)
        rows = self._file.rows("SELECT document_id, annotator, updated_at FROM assignments")
        return {key: stamp for *key_, stamp in rows if (key := (key_[0], key_[1])) in wanted}
