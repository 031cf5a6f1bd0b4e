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
"""Daily copies that are kept; older ones are removed when a new one stands."""


DAY = 86_400
"""Seconds after which nobody still writes a half written copy."""


_DAILY = "", r"\.\d{4}-\d\d-\d\d\.backup"


_HALF = r"\.", r"\.\d{4}-\d\d-\d\d\.backup\.\d+\.tmp"
"""What stands around the database's name in those of daily copies, whole and half written."""


def backup(file: SqliteFile, out: Path) -> None:
    """Copies the database to `out`, also while others write: a whole file or none.

    Raises `StoreError` when `out` is there already, `CannotWrite`.
    """
    if out.exists():
        raise StoreError(f"{out}: is there already; name another file")
    copy_database(file.connection, file.path, out)


def daily_backup(file: SqliteFile) -> Path | None:
    """Makes today's copy beside the database and keeps seven; None when it stands already.

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
    """Removes daily copies beyond those kept, and what killed programs left half written."""
    daily, half = (re.compile(re.escape(path.name).join(parts)) for parts in (_DAILY, _HALF))
    siblings = sorted(path.parent.iterdir())
    whole = [one for one in siblings if daily.fullmatch(one.name)]
    for old in whole[:-DAYS_KEPT]:
        old.unlink(missing_ok=True)
    for one in siblings:
        if half.fullmatch(one.name) and one.stat().st_mtime < time.time() - DAY:
            one.unlink(missing_ok=True)


def copy_database(connection: sqlite3.Connection, path: Path, out: Path) -> None:
    """Copies through SQLite's backup API into a file beside `out`, then gives it its name."""
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        # Whoever may not read the database may not read its copy.
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
