"""Which schema a database file has: checked before it is opened for writing, so that a refused one
keeps its bytes.
"""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from tui.errors import CannotWrite, NewerDatabase, NotADatabase, StoreError
from tui.store.file.log_check import require_own_log
from tui.store.file.sqlite_file import (
    connect,
    decode_text,
    log_size,
    read_without_locks,
    translate_errors,
)

SCHEMA_VERSION = 7
"""The schema that this program reads and writes: the number of its migrations."""

APPLICATION_ID = 0x48534859
"""`HSHY`, in the file's header."""

OLDEST_SQLITE = (3, 37, 0)
"""The first release with STRICT tables; on an older one sqlite-utils silently omits STRICT."""

MIGRATION_SET = "hashiya"
"""The name under which sqlite-utils records the migrations."""

_OUR_TABLES = {"documents", "texts", "annotations", "_sqlite_migrations"}


def schema_version(path: Path) -> int:
    """Return how many migrations the database has had; 0 for an empty file.

    Raises `StoreError` if there is no file, `NotADatabase` for one that is damaged or another
    program's, `NewerDatabase` for more than this program's migrations, and as `require_own_log`.
    The file and its log keep their bytes.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StoreError(
            f"SQLite {sqlite3.sqlite_version} is too old: Hashiya needs 3.37 or newer; "
            "use a newer Python"
        )
    if _is_empty(path):
        return 0
    require_own_log(path)
    with _distinct_errors(path):
        version = read_without_locks(path, lambda: _read_version(path, "immutable=1"))
        if version is None:
            version = _read_version(path, "mode=ro")
    if version > SCHEMA_VERSION:
        raise NewerDatabase(
            f"{path}: written by a newer Hashiya (its schema is {version}, this program knows "
            f"{SCHEMA_VERSION}) and left as it is; update Hashiya"
        )
    return version


def _read_version(path: Path, mode: str) -> int:
    connection = connect(path, mode)
    connection.text_factory = decode_text  # a schema that is not UTF-8 is for `check` to find
    try:
        return _version(connection, path)
    finally:
        connection.close()


def _is_empty(path: Path) -> bool:
    """Whether nothing has been written yet.

    The file is not opened for that: closing it again would drop the locks that this process may
    have on it.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        raise StoreError(f"{path}: there is no such file") from None
    except OSError as error:
        raise StoreError(f"{path}: the database cannot be read: {error.strerror}") from error
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(f"{path}: the database cannot be read: it is not a file")
    return not found.st_size and not log_size(path)


@contextlib.contextmanager
def _distinct_errors(path: Path) -> Iterator[None]:
    """Raise different errors for a file that is not a database, not readable, or damaged."""
    try:
        with translate_errors(path):
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
    # A copy made through SQL (.dump) loses the header's number but keeps `_sqlite_migrations`.
    if application != APPLICATION_ID and not (application == 0 and tables >= _OUR_TABLES):
        raise NotADatabase(
            f"{path}: a database of another program, left as it is; name another file with --db"
        )
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (recorded,) = connection.execute(
        "SELECT count(*) FROM _sqlite_migrations WHERE migration_set = ?", [MIGRATION_SET]
    ).fetchone()
    return max(int(version), int(recorded))


def require_schema(path: Path) -> None:
    """Refuse a database that cannot be read without migrating it; `path` keeps its bytes.

    Raises `StoreError` for an older schema or an empty file, and as `schema_version` does.
    """
    version = schema_version(path)
    if version < SCHEMA_VERSION:
        what = "is empty" if version == 0 else "has an older schema; open it in the reader once"
        raise StoreError(f"{path}: the database {what}")
