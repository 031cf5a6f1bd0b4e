"""Another database file, opened for merging: read as it is, and never written."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tui.errors import Busy, StoreError
from tui.store import migrations
from tui.store.file import network, schema_check
from tui.store.file.sqlite_file import (
    SqliteFile,
    connect,
    is_locked_here,
    log_size,
    translate_errors,
)
from tui.store.maintenance.backup import copy_database
from tui.store.replication.rules import DOCUMENT_ROWS, DOCUMENTS

COUNTED_TABLES = ("texts", DOCUMENTS.name, *(table.name for table in DOCUMENT_ROWS))
"""The tables whose rows a merge examines."""


@dataclass(frozen=True, slots=True)
class OtherDatabase:
    """A database with the present schema that can be attached."""

    path: Path
    """The file that was named."""
    file: Path
    """The same one, or a migrated copy of it."""

    def annotators(self) -> set[str]:
        """Return the names of everyone who has a row of their own in it."""
        selects = (f"SELECT {table.owners[0]} FROM {table.name}" for table in DOCUMENT_ROWS)
        with self._connected() as connection:
            return {str(name) for (name,) in connection.execute(" UNION ".join(selects))}

    def row_count(self) -> int:
        """Return how many rows a merge examines."""
        counts = (f"(SELECT count(*) FROM {table})" for table in COUNTED_TABLES)
        with self._connected() as connection:
            (total,) = connection.execute(f"SELECT {' + '.join(counts)}").fetchone()
        return int(total)

    @contextlib.contextmanager
    def attached(self, file: SqliteFile) -> Iterator[None]:
        """Attach it as `other` to an open database while the block runs."""
        uri = f"file:{quote(os.fsencode(self.file.absolute()))}?{_mode(self.file)}"
        with translate_errors(self.path):
            file.connection.execute("ATTACH ? AS other", (uri,))
        try:
            yield
        finally:
            file.connection.execute("DETACH other")

    def state(self) -> tuple[int, int, int]:
        """Return numbers that change when somebody writes the file."""
        found = self.file.stat()
        return found.st_mtime_ns, found.st_size, log_size(self.file)

    def require_unchanged(self, state: tuple[int, int, int]) -> None:
        """Raise `Busy` if the file was read without locks and somebody has written it since."""
        if not state[-1] and self.state() != state:
            raise Busy(f"{self.path}: another program changed the database; nothing was changed")

    @contextlib.contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with (
            translate_errors(self.path),
            contextlib.closing(connect(self.file, _mode(self.file))) as opened,
        ):
            yield opened


def _mode(path: Path) -> str:
    """Return SQLite's mode for opening a database that is only read. If it has no log, nobody has
    it open, so that neither locks nor files next to it are needed."""
    return "mode=ro" if log_size(path) or is_locked_here(path) else "immutable=1"


@contextlib.contextmanager
def other_database(path: Path) -> Iterator[OtherDatabase]:
    """Yield the database at `path`; for an older one, a migrated copy.

    Raises `StoreError` if there is none or it is empty, `NotADatabase`, `NewerDatabase`, and
    `InUseElsewhere` while another machine has it open.
    """
    with network.holding(path):
        yield from _other_database(path)


def _other_database(path: Path) -> Iterator[OtherDatabase]:
    version = schema_check.schema_version(path)
    if version == 0:
        raise StoreError(f"{path}: the database is empty")
    if version == schema_check.SCHEMA_VERSION:
        yield OtherDatabase(path, path)
        return
    with tempfile.TemporaryDirectory(prefix="hashiya-") as folder:
        copy = Path(folder) / path.name
        with translate_errors(path), contextlib.closing(connect(path, _mode(path))) as connection:
            copy_database(connection, path, copy)
        copied = SqliteFile(copy, read_only=False)
        try:
            with copied.writing() as connection:
                migrations.apply_all(connection)
        finally:
            copied.close()
        yield OtherDatabase(path, copy)
