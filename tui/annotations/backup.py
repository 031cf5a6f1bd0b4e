"""Copies of the database: one a day, one before each migration, and those asked for."""

import os
import re
import sqlite3
from pathlib import Path

from tui.annotations.connection import SqliteFile, connect, faults
from tui.annotations.model import now
from tui.errors import CannotWrite, StoreError

DAYS_KEPT = 7
"""Daily copies that are kept; older ones are removed when a new one stands."""

_DAILY = re.compile(r"\.\d{4}-\d\d-\d\d\.backup")


def backup(file: SqliteFile, out: Path) -> None:
    """Copies the database to ``out``, also while others write: a whole file or none.

    Raises ``StoreError`` when ``out`` is there already, ``CannotWrite``.
    """
    if out.exists():
        raise StoreError(f"{out}: is there already; name another file")
    copy_database(file.connection, file.path, out)


def daily_backup(file: SqliteFile) -> Path | None:
    """Makes today's copy beside the database and keeps seven; None when it stands already."""
    out = file.path.with_name(f"{file.path.name}.{now()[:10]}.backup")
    if out.exists():
        return None
    copy_database(file.connection, file.path, out)
    daily = sorted(
        sibling
        for sibling in file.path.parent.iterdir()
        if sibling.name.startswith(file.path.name)
        and _DAILY.fullmatch(sibling.name[len(file.path.name) :])
    )
    for old in daily[:-DAYS_KEPT]:
        old.unlink(missing_ok=True)
    return out


def copy_database(connection: sqlite3.Connection, path: Path, out: Path) -> None:
    """Copies through SQLite's backup API into a file beside ``out``, then gives it its name."""
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        unfinished.touch(exist_ok=False)
        with faults(out):
            target = connect(unfinished, "mode=rw")
            try:
                connection.backup(target)
            finally:
                target.close()
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(out)
    except OSError as error:
        raise CannotWrite(
            f"{out}: the copy of {path} cannot be written: {error.strerror}"
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
