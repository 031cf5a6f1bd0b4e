"""Copies of the database: one a day, one before each migration, and those asked for."""

import os
import re
import sqlite3
import stat
import time
from pathlib import Path

from tui.errors import CannotWrite, StoreError
from tui.model import now
from tui.store.connection import SqliteFile, connect, faults

DAYS_KEPT = 7
"""Daily copies to keep; older ones are removed once a new one is complete."""

DAY = 86_400
"""Seconds after which an unfinished copy belongs to a program that was killed."""

_DAILY = "", r"\.\d{4}-\d\d-\d\d\.backup"

_UNFINISHED = r"\.", r"\.\d{4}-\d\d-\d\d\.backup\.\d+\.tmp"
"""Patterns before and after the database's name in the names of daily copies."""


def backup(file: SqliteFile, out: Path) -> None:
    """Copy the database to `out`, also while others write: a complete file or none.

    Raises `StoreError` when `out` exists, `CannotWrite`.
    """
    if out.exists():
        raise StoreError(f"{out}: is there already; name another file")
    copy_database(file.connection, file.path, out)


def daily_backup(file: SqliteFile) -> Path | None:
    """Make today's copy next to the database and keep seven; None when there is one already.

    Raises `CannotWrite`.
    """
    out = file.path.with_name(f"{file.path.name}.{now()[:10]}.backup")
    if out.exists():
        return None
    copy_database(file.connection, file.path, out)
    try:
        _tidy(file.path)
    except OSError as error:
        raise CannotWrite(f"{error.filename}: cannot be removed: {error.strerror}") from error
    return out


def _tidy(path: Path) -> None:
    """Remove older daily copies, and unfinished ones of programs that were killed."""
    daily, unfinished = (
        re.compile(re.escape(path.name).join(parts)) for parts in (_DAILY, _UNFINISHED)
    )
    siblings = sorted(path.parent.iterdir())
    whole = [one for one in siblings if daily.fullmatch(one.name)]
    for old in whole[:-DAYS_KEPT]:
        old.unlink(missing_ok=True)
    for one in siblings:
        if unfinished.fullmatch(one.name) and one.stat().st_mtime < time.time() - DAY:
            one.unlink(missing_ok=True)


def copy_database(connection: sqlite3.Connection, path: Path, out: Path) -> None:
    """Copy through SQLite's backup API into a file next to `out`, then rename that."""
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        # A user who cannot read the database should not be able to read its copy.
        unfinished.touch(mode=stat.S_IMODE(path.stat().st_mode), exist_ok=False)
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
