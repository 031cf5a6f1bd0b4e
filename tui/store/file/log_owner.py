"""Record which database file a write-ahead log belongs to.

SQLite ties no log to its database: a log that is left next to a file that was put in the database's
place is replayed into that file. So the database contains an id, its generation, which is replaced
when a log is begun and in every copy of the database. A small file next to the log, the owner file,
names the generation and the inode of the file that the log was written for.
"""

# ruff: noqa: S608 (the name of the table is a constant)

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import sqlite3
from pathlib import Path
from typing import NamedTuple

TABLE = "log_generation"
"""The table of one row, the generation. It is not part of the schema: writing a log creates it."""

_PAGE_OF_TABLE = f"SELECT rootpage FROM sqlite_schema WHERE name = '{TABLE}'"

_GENERATION_LENGTH = 32

_CELL = bytes((1, 4, 0, 13 + 2 * _GENERATION_LENGTH))
"""How the table's only cell goes on after its length: rowid 1, a header for NULL, the text, …"""

_TABLE_LEAF = 0x0D

_SHARED_LOCK = 0x40000002, 510
"""The bytes of a database that SQLite's connections lock while it is open, and how many."""

_SHM_IN_USE = 128, 1
"""The byte of the `-shm` file that each connection locks."""


class Owner(NamedTuple):
    """The contents of the owner file."""

    inode: int
    generations: tuple[str, ...]
    """More than one while the generation is being replaced."""


def companion(path: Path, ending: str) -> Path:
    """Return the path of a file that belongs to the database at `path`, such as its `-wal`.

    It is next to the file itself, also where `path` is a symbolic link to it, as SQLite has it.
    """
    return Path(os.path.realpath(path) + ending)


def owner_path(path: Path) -> Path:
    """Return the path of the owner file of the database at `path`."""
    return companion(path, "-owner")


def read_owner(path: Path) -> Owner | None:
    """Return the contents of the owner file; None if there is none or it cannot be read."""
    try:
        found = json.loads(owner_path(path).read_bytes())
        return Owner(int(found["inode"]), tuple(map(str, found["generations"])))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def write_owner(path: Path, owner: Owner) -> None:
    """Replace the owner file; it is on the disk when this returns. Raises OSError."""
    place = owner_path(path)
    unfinished = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        with unfinished.open("w") as file:
            json.dump(owner._asdict(), file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)


def remove_owner(path: Path) -> None:
    """Remove the owner file, once there is no log."""
    with contextlib.suppress(OSError):
        owner_path(path).unlink()


def new_generation(connection: sqlite3.Connection) -> str:
    """Replace the database's generation inside the caller's transaction; return the new one."""
    generation = os.urandom(_GENERATION_LENGTH // 2).hex()
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {TABLE} "
        "(number INTEGER PRIMARY KEY, id TEXT NOT NULL, commits INTEGER NOT NULL) STRICT"
    )
    connection.execute(
        f"INSERT OR REPLACE INTO {TABLE} VALUES (1, ?, 0)",
        [generation],
    )
    return generation


def mark_commit(connection: sqlite3.Connection) -> None:
    """Make the transaction write the page with the generation, so that each log contains it."""
    connection.execute(f"UPDATE {TABLE} SET commits = commits + 1")


def generation_of(connection: sqlite3.Connection) -> str:
    """Return the generation as the connection sees it; "" for a database without one.

    Raises sqlite3.Error.
    """
    if connection.execute(_PAGE_OF_TABLE).fetchone() is None:
        return ""
    row = connection.execute(f"SELECT id FROM {TABLE} WHERE number = 1").fetchone()
    return "" if row is None else str(row[0])


def table_page(connection: sqlite3.Connection) -> int:
    """Return the number of the page with the generation; 0 if there is none."""
    row = connection.execute(_PAGE_OF_TABLE).fetchone()
    return 0 if row is None else int(row[0])


def generation_in(handle: int, page: int) -> str:
    """Return the generation on a page of the open file itself, not from SQLite's cache.

    "" if there is none: it is another file, or one that is being written.
    """
    if page < 1:
        return ""
    size = int.from_bytes(os.pread(handle, 2, 16), "big")
    size = 65536 if size == 1 else size
    content = os.pread(handle, size, (page - 1) * size)
    if len(content) < max(size, 512) or content[0] != _TABLE_LEAF or content[3:5] != b"\0\1":
        return ""
    at = int.from_bytes(content[8:10], "big") + 1
    if content[at : at + len(_CELL)] != _CELL:
        return ""
    at += len(_CELL) + 1
    return content[at : at + _GENERATION_LENGTH].decode("ascii", "replace")


def is_in_use(path: Path) -> bool:
    """Return whether another process has the database file at `path` open through SQLite.

    Only for a file on which this process has no locks, because checking drops them. False if this
    user may not write the file.
    """
    return _is_locked(path, *_SHARED_LOCK)


def is_log_in_use(path: Path) -> bool:
    """Return whether another process uses the log next to `path`, for this file or a former one."""
    return _is_locked(companion(path, "-shm"), *_SHM_IN_USE)


def _is_locked(path: Path, start: int, length: int) -> bool:
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
