"""Repair what can be rebuilt from the rest: the search index."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tui.store.file.sqlite_file import LONG_BUSY_TIMEOUT, SqliteFile
from tui.store.maintenance.backup import copy_database
from tui.store.search import rebuild_index


def repair(file: SqliteFile) -> Path:
    """Copy the database, then rebuild its search index; return the path of the copy.

    Raises as `copy_database` and `SqliteFile.writing`.
    """
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    copy = file.path.with_name(f"{file.path.name}.before-repair-{stamp}.db")
    copy_database(file.connection, file.path, copy)
    with file.busy_timeout(LONG_BUSY_TIMEOUT), file.writing() as connection:
        rebuild_index(connection)
    return copy
