"""Whose file it is: told before it is opened for writing, so that a refused one stays as it is."""

import contextlib
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from tui.annotations.connection import connect, faults, is_locked_here, log_size
from tui.errors import CannotWrite, NewerDatabase, NotADatabase, StoreError

APPLICATION_ID = 0x48534859
"""`HSHY`, in the file's header."""

OLDEST_SQLITE = (3, 37, 0)
"""The first release with STRICT tables, which sqlite-utils drops in silence."""

MIGRATION_SET = "hashiya"
"""The name under which sqlite-utils records the migrations."""

_OUR_TABLES = {"documents", "texts", "annotations", "_sqlite_migrations"}


def schema_version(path: Path, known: int) -> int:
    """How many migrations the database has had; 0 for an empty file.

    Raises `StoreError` where there is no file, `NotADatabase` for one that is damaged or
    another program's, `NewerDatabase` for more than the `known` migrations. The file and its
    log keep their bytes.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StoreError(
            f"SQLite {sqlite3.sqlite_version} is too old: Hashiya needs 3.37 or newer; "
            "use a newer Python"
        )
    if _is_empty(path):
        return 0
    with _told_apart(path):
        # Only with a log must SQLite be told that there may be other programs at work.
        shared = log_size(path) or is_locked_here(path)
        connection = connect(path, "mode=ro" if shared else "immutable=1")
        try:
            version = _version(connection, path)
        finally:
            connection.close()
    if version > known:
        raise NewerDatabase(
            f"{path}: written by a newer Hashiya (its schema is {version}, this program knows "
            f"{known}) and left as it is; update Hashiya"
        )
    return version


def _is_empty(path: Path) -> bool:
    """Whether nothing has been written yet.

    The file is not opened for that: to close it again would let go of the locks that this process
    may have on it.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        raise StoreError(f"{path}: there is no database; `hashiya add SOURCE` makes one") from None
    except OSError as error:
        raise StoreError(f"{path}: the database cannot be read: {error.strerror}") from error
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(f"{path}: the database cannot be read: it is no file")
    return not found.st_size and not log_size(path)


@contextlib.contextmanager
def _told_apart(path: Path) -> Iterator[None]:
    """Tells what SQLite did not write, and what may not be read, from what is damaged."""
    try:
        with faults(path):
            yield
    except NotADatabase as error:
        code = getattr(error.__cause__, "sqlite_errorcode", 0)
        if code == sqlite3.SQLITE_NOTADB:
            raise NotADatabase(f"{path}: not a database; name another file with --db") from error
        raise
    except CannotWrite as error:
        raise StoreError(f"{path}: the database cannot be read: {error.__cause__}") from error


def _version(connection: sqlite3.Connection, path: Path) -> int:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if not tables and application == 0:
        return 0
    # A copy made through SQL (.dump) loses the number but keeps the record of the migrations.
    if application != APPLICATION_ID and not (application == 0 and tables >= _OUR_TABLES):
        raise NotADatabase(
            f"{path}: a database of another program, left as it is; name another file with --db"
        )
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (recorded,) = connection.execute(
        "SELECT count(*) FROM _sqlite_migrations WHERE migration_set = ?", [MIGRATION_SET]
    ).fetchone()
    return max(int(version), int(recorded))
