"""Opening a database: made when it is new, brought up to date when it is older."""

import contextlib
from pathlib import Path

from tui.annotations import migrations
from tui.annotations.connection import SqliteFile, create_file, faults
from tui.annotations.identity import schema_version
from tui.errors import Busy, CannotWrite, StoreError

PATIENCE = 10_000
"""Milliseconds to wait for another program that makes or migrates the same database."""


def open_file(path: Path, *, create: bool, read_only: bool) -> SqliteFile:
    """The database at `path`, in WAL mode and with the newest schema.

    Raises `NotADatabase` and `NewerDatabase` for a file that is left as it is, `CannotWrite`
    where one must be made or migrated and cannot be, `StoreError` where there is none.
    """
    if create and not read_only and not path.exists():
        create_file(path)
    if read_only:
        require_schema(path)
        return SqliteFile(path, read_only=True)
    version = schema_version(path, migrations.SCHEMA_VERSION)
    file = SqliteFile(path, read_only=False)
    try:
        if version < migrations.SCHEMA_VERSION:
            bring_up(file, version)
        elif file.writable and file.value("PRAGMA journal_mode") != "wal":
            # A copy that another program made. Until it lets go, the older mode does as well.
            with contextlib.suppress(Busy):
                file.value("PRAGMA journal_mode = WAL")
    except BaseException:
        file.close()
        raise
    return file


def require_schema(path: Path) -> None:
    """Refuses a database that cannot be read as it is; `path` keeps its bytes.

    Raises `StoreError` for an older schema or an empty file, and as `schema_version` does.
    """
    version = schema_version(path, migrations.SCHEMA_VERSION)
    if version < migrations.SCHEMA_VERSION:
        what = "is empty" if version == 0 else "has an older schema; open it in the reader once"
        raise StoreError(f"{path}: the database {what}")


def bring_up(file: SqliteFile, version: int) -> None:
    """Migrates a database of the schema `version`, after a copy of it; 0 is an empty file."""
    if not file.writable:
        raise CannotWrite(f"{file.path}: the database or its folder is read-only")
    with file.patient(PATIENCE), faults(file.path):
        if version > 0:
            from tui.annotations.backup import copy_database

            out = file.path.with_name(f"{file.path.name}.v{version}.backup")
            copy_database(file.connection, file.path, out)
        file.connection.execute("PRAGMA journal_mode = WAL")
        with file.writing() as connection:
            migrations.apply_all(connection)
        # The file's own header tells whose it is only once the log has been written back.
        file.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
