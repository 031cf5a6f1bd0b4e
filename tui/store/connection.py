"""Opening the database file, its errors, and its write transactions.

Reading, and the commands that people wait for, use the standard library's sqlite3: importing
sqlite_utils would be a third of the program's start.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from tui.errors import Busy, CannotWrite, CorpusError, NotADatabase, StoreError, Unstorable

if TYPE_CHECKING:
    from sqlite_utils.db import Database

LONG_BUSY_TIMEOUT = 10_000
"""Milliseconds to wait for another program that makes or migrates the same database."""

BUSY_TIMEOUT = 100
"""Milliseconds that a command waits for another program's lock before it raises `Busy`."""

Parameters: TypeAlias = Sequence[Any] | Mapping[str, Any]

_NOT_UTF8 = "Could not decode to UTF-8"
"""How sqlite3's message begins where a TEXT value is not UTF-8."""

_locked_here: Counter[tuple[int, int]] = Counter()
"""How often this process has each database open with locks, by its device and inode.

POSIX drops all locks that a process has on a file when the process closes any handle of it; another
program may then delete the log that is in use (sqlite.org/howtocorrupt.html, 2.2). SQLite avoids
this for its own handles, but not for handles that were opened without locks or by other code.
"""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

_UNWRITABLE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@contextlib.contextmanager
def faults(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into those of `tui.errors`.

    Raises `Busy`, `CannotWrite`, `NotADatabase`, `CorpusError` (text that is not UTF-8)
    or `StoreError`.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _explained(error, path) from error
    except UnicodeEncodeError as error:
        raise CorpusError(
            f"half of a surrogate pair (U+{ord(error.object[error.start]):04X}) cannot be stored; "
            "mend the text it came from"
        ) from error


def _explained(error: sqlite3.Error, path: Path) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _BUSY:
        return Busy(f"{path}: another program is writing to the database; try again")
    if code == sqlite3.SQLITE_FULL:
        return CannotWrite(f"{path}: the disk is full; nothing was changed")
    if code in _UNWRITABLE:
        return CannotWrite(
            f"{path}: the database cannot be written ({error}); see that the file and its folder "
            "may be written and that the disk works"
        )
    if code in _DAMAGED:
        return NotADatabase(
            f"{path}: the database is damaged ({error}); restore a backup next to it"
        )
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return Unstorable(
            f"{path}: a row refers to a document, text or annotation that is not in the database; "
            "nothing was changed"
        )
    return StoreError(f"{path}: {error}")


class SqliteFile:
    """An open database file: reads, and the one kind of write transaction.

    A file without permission to write is opened for reading even if `read_only` is false, and
    each write checks whether that has changed. `immutable` reads without locks: only for a file
    that nobody else has open.
    """

    def __init__(self, path: Path, *, read_only: bool, immutable: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._connected_read_only = read_only or not may_write(path)
        self._immutable = immutable
        self._connection: sqlite3.Connection | None = None
        self._unlocked: tuple[int, int, int] | None = None
        """The file's state when it was opened without locks; None when it was opened with them."""
        self._reopened = 0
        self._place: tuple[int, int] | None = None
        """The device and inode of the file that is open."""
        self._held: tuple[int, int] | None = None
        """The same, while it is open with locks."""
        if not read_only:
            self._connection = self._connected()

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection. A read-only one is opened when it is first used.

        Even reading makes SQLite create an empty log next to a database that nobody has open.
        """
        if self._connection is None:
            self._connection = self._connected()
        return self._connection

    def _connected(self) -> sqlite3.Connection:
        # Without a log SQLite would have to create one, which a read-only folder forbids.
        lacks_log = not os.access(self.path.parent, os.W_OK) and not log_size(self.path)
        lacks_log = lacks_log and not is_locked_here(self.path)
        immutable = self._immutable or (self._connected_read_only and lacks_log)
        self._unlocked = _state(self.path) if immutable else None
        self._place = _place(self.path)
        with faults(self.path):
            connection = _open(self.path, read_only=self._connected_read_only, immutable=immutable)
        if not immutable:
            self._hold()
        return connection

    def _hold(self) -> None:
        """Count the file as open with locks in this process."""
        self._held = self._place
        if self._held is not None:
            _locked_here[self._held] += 1

    def data_version(self) -> int:
        """Return a number that differs once another connection has changed the database.

        SQLite assumes that a file opened without locks never changes. If it has changed, it is
        opened again.
        """
        if self._unlocked is not None and self._unlocked != _state(self.path):
            self.close()
            self._connection = self._connected()
            self._reopened += 1
        return int(self.value("PRAGMA data_version")) + (self._reopened << 32)

    @property
    def writable(self) -> bool:
        """Whether the present connection can write."""
        return not self._connected_read_only

    def close(self) -> None:
        """Close the connection; an open transaction is rolled back."""
        if self._connection is not None:
            self._connection.close()
        if self._held is not None:
            _locked_here[self._held] -= 1
            self._held = None

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        return list(self.stream(sql, parameters))

    def row(self, sql: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None."""
        return next(self.stream(sql, parameters), None)

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """Return the first value of the first row of a query that always has one."""
        return next(self.stream(sql, parameters))[0]

    def state(self) -> tuple[int, int]:
        """Return numbers that differ once anyone, also this program, has changed the database."""
        return int(self.value("PRAGMA data_version")), self.connection.total_changes

    def stream(self, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query as SQLite finds them, for results of any size.

        After the first TEXT value that is not UTF-8, such bytes are read as U+FFFD.
        """
        with faults(self.path):
            seen = 0
            try:
                for row in self.connection.execute(sql, parameters):
                    yield row
                    seen += 1
            except sqlite3.OperationalError as error:
                if not str(error).startswith(_NOT_UTF8):
                    raise
                self.connection.text_factory = _decoded
                yield from islice(self.connection.execute(sql, parameters), seen, None)

    def blocks(
        self, sql: str, parameters: Parameters, size: int
    ) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of a query in lists of up to `size`, which is faster than one by one."""
        with faults(self.path):
            cursor = self.connection.execute(sql, parameters)
            while rows := cursor.fetchmany(size):
                yield rows

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a write transaction: committed when the block ends, rolled back when it raises.

        It begins with BEGIN IMMEDIATE: after a plain BEGIN and a read, the first write fails at
        once, regardless of the timeout, when another program has written meanwhile. Inside another
        transaction it is a savepoint. Raises as `faults` does; the connection can still be used.
        """
        self._make_writable()
        nested = self.connection.in_transaction
        with faults(self.path):
            self.connection.execute("SAVEPOINT step" if nested else "BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("RELEASE step" if nested else "COMMIT")
            except BaseException:
                # After some faults, a full disk among them, SQLite has already rolled back.
                if self.connection.in_transaction:
                    for sql in ("ROLLBACK TO step", "RELEASE step") if nested else ("ROLLBACK",):
                        self.connection.execute(sql)
                raise

    @contextlib.contextmanager
    def busy_timeout(self, milliseconds: int) -> Iterator[None]:
        """Wait longer than usual for another program's lock: for work that blocks no screen."""
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")

    @contextlib.contextmanager
    def writing_tables(self) -> Iterator[Database]:
        """Open a transaction like `writing`, for sqlite-utils on the same connection.

        For rows that are written seldom and one at a time: each takes a fifth of a millisecond.
        """
        from sqlite_utils import Database

        with self.writing() as connection:
            yield Database(connection, recursive_triggers=False, execute_plugins=False)

    def _make_writable(self) -> None:
        if not self._connected_read_only:
            # What is written to a file that has lost its name is gone with the program.
            if self._connection is not None and _place(self.path) != self._place:
                raise CannotWrite(
                    f"{self.path}: the file was replaced or removed while it was open; quit and "
                    "open it again"
                )
            return
        if self.read_only:
            raise CannotWrite(f"{self.path}: the database was opened for reading only")
        if not may_write(self.path):
            raise CannotWrite(
                f"{self.path}: the database or its folder is read-only; nothing was changed"
            )
        with faults(self.path):
            connection = _open(self.path, read_only=False, immutable=False)
        self.close()
        self._connection, self._place = connection, _place(self.path)
        self._hold()
        self._connected_read_only, self._unlocked = False, None


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def create_file(path: Path) -> None:
    """Create an empty file for a new database, with the user's umask; keep an existing one.

    Raises `CannotWrite`.
    """
    try:
        path.touch()
    except OSError as error:
        raise CannotWrite(f"{path}: the database cannot be made: {error.strerror}") from error


def log_path(path: Path) -> Path:
    """Return the path of the write-ahead log, which exists while the database is open."""
    return path.with_name(path.name + "-wal")


def log_size(path: Path) -> int:
    """Return the size of the write-ahead log in bytes; 0 where there is none."""
    try:
        return log_path(path).stat().st_size
    except FileNotFoundError:
        return 0


def is_locked_here(path: Path) -> bool:
    """Whether this process may have locks on the database.

    Then only SQLite may close a handle of it, and nothing may open it without locks.
    """
    return _locked_here[_place(path) or (0, 0)] > 0


def belongs_to(database: Path, path: Path) -> bool:
    """Whether `path` is the database or one of SQLite's files next to it."""
    real = os.path.realpath(database)
    own = {real, *(real + suffix for suffix in ("-wal", "-shm", "-journal"))}
    try:
        return os.path.realpath(path) in own or path.samefile(database)
    except (OSError, ValueError):  # one does not exist, or is not a valid file name
        return False


def may_write(path: Path) -> bool:
    """Whether this user may write the file, and the folder, where SQLite keeps its log."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def connect(path: Path, *parameters: str) -> sqlite3.Connection:
    """Return a plain connection in autocommit mode, with SQLite's URI parameters."""
    return sqlite3.connect(
        f"file:{quote(os.fsencode(path.absolute()))}?{'&'.join(parameters)}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_TIMEOUT / 1000,
    )


def _place(path: Path) -> tuple[int, int] | None:
    """Return the device and inode of the file at `path`; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _state(path: Path) -> tuple[int, int, int] | None:
    """Return what changes of the file and its log when someone writes; None without a file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, log_size(path)


def _open(path: Path, *, read_only: bool, immutable: bool) -> sqlite3.Connection:
    """Return a connection with Hashiya's settings."""
    if immutable:
        connection = connect(path, "immutable=1")
    else:
        connection = connect(path, "mode=ro" if read_only else "mode=rw")
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection
