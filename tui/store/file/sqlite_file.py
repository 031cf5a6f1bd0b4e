"""Open the database file: its errors, its write transactions, and guarding against replacement.

Queries, and the commands that people wait for, use the standard library's sqlite3: importing
sqlite_utils would be a third of the program's start.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from urllib.parse import quote

from tui.errors import (
    Busy,
    CannotWrite,
    CorpusError,
    NotADatabase,
    Replaced,
    StoreError,
    Unstorable,
)
from tui.store.file import log_owner, network
from tui.store.file.log_owner import Owner

if TYPE_CHECKING:
    from sqlite_utils.db import Database

LONG_BUSY_TIMEOUT = 10_000
"""Milliseconds to wait for another program that makes or migrates the same database."""

BUSY_TIMEOUT = 100
"""Milliseconds that a command waits for another program's lock before it raises `Busy`."""

_PIECE = 1 << 14
"""Bytes of a long value that are read at once."""

_LONG = 1 << 18
"""A value of at least this many bytes is read with few pages in SQLite's cache."""

_PAGES_OF_PIECES = 16
"""Pages that SQLite keeps while such a value is read: each is needed once."""

_ROWS = (1200, 100)
"""Rows that one statement inserts; SQLite takes 32,766 values at least."""

Parameters: TypeAlias = Sequence[Any] | Mapping[str, Any]

_T = TypeVar("_T")

_NOT_UTF8 = "Could not decode to UTF-8"
"""The start of sqlite3's message for a TEXT value that is not UTF-8."""


class _HeldFile:
    """A file that this process has open through SQLite, with its locks.

    POSIX drops all locks that a process has on a file when the process closes any handle of it;
    another program may then delete the log that is in use (sqlite.org/howtocorrupt.html, 2.2).
    SQLite avoids this for its own handles, but not for those that were opened without locks or by
    other code. So the handle with which the file itself is read stays open as long as SQLite's.
    """

    def __init__(self, place: tuple[int, int], handle: int) -> None:
        self.place = place
        """Its device and inode."""
        self.handle = handle
        self.users = 0


_held_here: dict[tuple[int, int], _HeldFile] = {}
_holding = threading.Lock()


def _register_handle(path: Path) -> _HeldFile | None:
    """Count the file as open with locks in this process; None if it cannot be read."""
    with _holding:
        place = _device_and_inode(path)
        held = None if place is None else _held_here.get(place)
        if held is None:
            try:
                handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            except OSError:
                return None
            held = _HeldFile(_place(os.fstat(handle)), handle)
            _held_here[held.place] = held
        held.users += 1
        return held


def _release_handle(held: _HeldFile | None) -> None:
    """Close the handle with the last connection. Call it after that is closed."""
    if held is None:
        return
    with _holding:
        held.users -= 1
        if held.users == 0:
            del _held_here[held.place]
            with contextlib.suppress(OSError):  # its network folder may be gone
                os.close(held.handle)


_ATTEMPTS, _PAUSE = 5, 0.01
"""How many times the file itself is read before it counts as overwritten, and seconds between."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}

_UNWRITABLE = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}

_WRITE_REFUSED = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
"""SQLite's messages for a file that may not grow, apart from a full disk."""

_ROOM = 1 << 20
"""A disk with at least this many free bytes is not the one that is full."""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@contextlib.contextmanager
def translate_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into those of `tui.errors`.

    Raises `Busy`, `CannotWrite`, `NotADatabase`, `CorpusError` (text that is not UTF-8) or
    `StoreError`.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error, path) from error
    except UnicodeDecodeError as error:
        # The text of an SQLite error that quotes damaged bytes, such as the name of a table.
        raise _damaged(path, "it holds names that are not UTF-8") from error
    except UnicodeEncodeError as error:
        raise CorpusError(
            f"half of a surrogate pair (U+{ord(error.object[error.start]):04X}) cannot be stored; "
            "correct the text it came from"
        ) from error


def _translated(error: sqlite3.Error, path: Path) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    why = " ".join(str(error).split())  # it may quote statements of several lines
    if code in _BUSY:
        return Busy(f"{path}: another program is writing to the database; try again")
    if code == sqlite3.SQLITE_FULL:
        return CannotWrite(f"{path}: {_full_disk(path)} is full; nothing was changed")
    if code in _UNWRITABLE:
        if error.sqlite_errorcode in _WRITE_REFUSED and (limit := _file_size_limit()):
            return CannotWrite(
                f"{path}: the database cannot be written; a file of this program may have "
                f"{limit:,} bytes at most (`ulimit -f`); nothing was changed"
            )
        return CannotWrite(
            f"{path}: the database cannot be written ({why}); check that the file and its folder "
            "may be written and that the disk works"
        )
    if code in _DAMAGED:
        return _damaged(path, why)
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return Unstorable(
            f"{path}: a row refers to a document, text or annotation that is not in the database; "
            "nothing was changed"
        )
    return StoreError(f"{path}: {why}")


def _damaged(path: Path, why: str) -> NotADatabase:
    return NotADatabase(
        f"{path}: the database is damaged ({why}); `hashiya backup --list` "
        "lists its copies, `hashiya restore COPY` puts one in its place"
    )


def _full_disk(path: Path) -> str:
    """Return which disk is full: that of SQLite's temporary files if only that has no room."""
    temporary = _temporary_folder()
    if _has_room(path.parent) and not _has_room(temporary):
        return f"the disk of temporary files, {temporary} (TMPDIR names another),"
    return "the disk"


def _has_room(folder: Path) -> bool:
    try:
        disk = os.statvfs(folder)
    except OSError:
        return True  # it is gone, not full
    return disk.f_bavail * disk.f_frsize >= _ROOM


def _temporary_folder() -> Path:
    """Return the folder in which SQLite makes temporary files (sqlite.org/tempfiles.html, 5)."""
    named = os.environ.get("SQLITE_TMPDIR"), os.environ.get("TMPDIR")
    for folder in (*named, "/var/tmp", "/usr/tmp", "/tmp"):  # noqa: S108 (SQLite's own list)
        if folder and Path(folder).is_dir() and os.access(folder, os.W_OK | os.X_OK):
            return Path(folder)
    return Path()


def _file_size_limit() -> int:
    """Return how large the system lets this program's files become, in bytes; 0 for no limit."""
    from resource import RLIM_INFINITY, RLIMIT_FSIZE, getrlimit  # for an error only

    limit, _ = getrlimit(RLIMIT_FSIZE)
    return 0 if limit == RLIM_INFINITY else limit


class SqliteFile:
    """An open database file: queries, and the only kind of write transaction.

    A file without permission to write is opened for reading even if `read_only` is false, and each
    write checks whether that has changed. `immutable` reads without locks: only for a file that
    nobody else has open.
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
        self._held: _HeldFile | None = None
        """The file that is open, while it is open with locks."""
        self._generations: tuple[str, ...] = ()
        """The generations that the file may have; none if that is not known."""
        self._generation_page = 0
        self._log: int | None = None
        """A handle of the log; None if there is none or it cannot be written."""
        self._is_replaced = False
        """Whether the file is known to have been replaced."""
        self._is_left = False
        """Whether a replaced file has been left, and no other is open yet."""
        self._log_is_claimed = False
        self._machine_lock = network.hold(path)
        """This machine's lock on a database in a network folder; None for any other."""
        if not read_only:
            try:
                self._connection = self._connected()
            except BaseException:
                self._release_machine_lock()
                raise

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection. A read-only one is opened when it is first used.

        Even reading makes SQLite create an empty log next to a database that nobody has open.
        Raises `Replaced` between `leave_replaced` and `move_to`, and `InUseElsewhere` if another
        machine took over.
        """
        if self._is_left:
            self.require_unchanged()
        self._require_machine_lock()
        if self._connection is None:
            self._connection = self._connected()
        return self._connection

    def _connected(self) -> sqlite3.Connection:
        # Without a log SQLite would have to create one, which a read-only folder forbids.
        lacks_log = not os.access(self.path.parent, os.W_OK) and not log_size(self.path)
        lacks_log = lacks_log and not is_locked_here(self.path)
        immutable = self._immutable or (self._connected_read_only and lacks_log)
        self._unlocked = _state(self.path) if immutable else None
        held = None if immutable else _register_handle(self.path)
        try:
            with translate_errors(self.path):
                connection = _open(
                    self.path, read_only=self._connected_read_only, immutable=immutable
                )
        except BaseException:
            _release_handle(held)
            raise
        self._held = held
        if held is not None:
            self._note_generation(connection)
        return connection

    def _release_machine_lock(self) -> None:
        if self._machine_lock is not None:
            self._machine_lock.release()
        self._machine_lock = None

    def _abandon(self) -> None:
        """Leave a file that another machine may have open, without another call of SQLite.

        Closing the connection would write the log into the file and remove it, with that machine's
        work. So not even the end of the program may close it.
        """
        connection, self._connection = self._connection, None
        if connection is not None:
            from ctypes import py_object, pythonapi  # seldom needed

            pythonapi.Py_IncRef(py_object(connection))
            if self._machine_lock is not None:
                self._machine_lock.is_abandoned = True
        self._held = None  # its handle, too, is open to the end
        self._release_log()

    def _note_generation(self, connection: sqlite3.Connection) -> None:
        """Remember what identifies the file, to detect that another one was put in its place."""
        try:
            generation = log_owner.generation_of(connection)
            self._generation_page = log_owner.table_page(connection)
        except sqlite3.Error:
            return  # a damaged file; reading from it raises the error
        owner = log_owner.read_owner(self.path)
        known = {generation, *(owner.generations if owner and log_size(self.path) else ())} - {""}
        self._note_log()
        # A first generation may be in the log alone, until no program reads the file any more.
        if (
            self._held
            and log_owner.generation_in(self._held.handle, self._generation_page) in known
        ):
            self._generations = tuple(known)

    def _note_log(self) -> None:
        """Keep a handle of the log, which another program may remove once the file is replaced.

        SQLite has no locks on a log, so that its handle may be closed at any time.
        """
        self._release_log()
        with contextlib.suppress(OSError):
            self._log = os.open(log_path(self.path), os.O_RDWR | os.O_CLOEXEC)

    def _release_log(self) -> None:
        if self._log is not None:
            with contextlib.suppress(OSError):
                os.close(self._log)
            self._log = None

    def _has_own_log(self) -> bool:
        """Whether the log next to the file is the one that this connection writes."""
        if self._log is None:
            return False
        try:
            return _device_and_inode(log_path(self.path)) == _place(os.fstat(self._log))
        except (OSError, CannotWrite):  # its network folder is gone, or another machine removed it
            return False

    @contextlib.contextmanager
    def _keeping_other_log(self) -> Iterator[None]:
        """Keep the log of a program that has opened a new file in the place of this one.

        SQLite removes a log by its name when the last connection closes a file whose own log has
        been written back. That other log has saved work if its program has ended meanwhile.
        """
        log = log_path(self.path)
        second = log.with_name(f".{log.name}.{os.getpid()}.tmp")
        if self._log is None or self._has_own_log() or not os.access(log, os.F_OK):
            yield
            return
        with contextlib.suppress(OSError):  # SQLite cannot remove a log from a read-only folder
            second.unlink(missing_ok=True)
            try:
                second.hardlink_to(log)
            except OSError:  # some file systems have no hard links
                shutil.copyfile(log, second)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                if log.exists():
                    second.unlink()
                else:
                    second.rename(log)

    def require_unchanged(self) -> None:
        """Raise `Replaced` if the file is no longer the one that was opened.

        Raises `CannotWrite` if that cannot be found out, and `InUseElsewhere` if another machine
        took over.
        """
        self._require_machine_lock()
        if self._held is None and not self._is_left:
            return
        if (
            self._held is None
            or _device_and_inode(self.path) != self._held.place
            or not self._has_generation(self._held.handle)
        ):
            self._is_replaced = True
            raise Replaced(
                f"{self.path}: the file was replaced or removed while it was open; quit and "
                "open it again"
            )

    def mode(self) -> int:
        """Return the permissions of the open file, also when its name has gone."""
        found = os.fstat(self._held.handle) if self._held else self.path.stat()
        return found.st_mode

    def _has_generation(self, handle: int) -> bool:
        """Whether the file itself has the generation: SQLite reads its pages only once."""
        if not self._generations:
            return True
        for attempt in range(_ATTEMPTS):
            try:
                found = log_owner.generation_in(handle, self._generation_page)
            except OSError as error:
                raise _unreadable(self.path, error) from error
            if found in self._generations:
                return True
            # Another program may have replaced the generation, or moved it by a VACUUM.
            self._note_owner()
            if attempt:
                time.sleep(_PAUSE)
            with contextlib.suppress(sqlite3.Error):
                self._generation_page = log_owner.table_page(self.connection)
        return False

    def _note_owner(self) -> None:
        """Remember the generations in the owner file, which another program may have replaced.

        Next to another log it is that of a program which has opened the new file.
        """
        owner = log_owner.read_owner(self.path)
        if owner is not None and (self._log is None or self._has_own_log()):
            self._generations = tuple({*self._generations, *owner.generations})

    def ensure_generation(self) -> None:
        """Give a database of an older program a generation, unless it is locked now."""
        if self._connected_read_only or self._generation_page:
            return
        try:
            with self.writing() as connection:
                generation = log_owner.new_generation(connection)
            self._claim((generation,))
            self._checkpoint()
            self._note_generation(self.connection)
        except (Busy, CannotWrite):
            return

    def _claim_log(self) -> None:
        """Before this connection's first write, record in the owner file which file the log is for.

        A log that is still empty begins with a new generation, so that the file differs from each
        earlier copy of it. Raises as `translate_errors`.
        """
        if self._log_is_claimed or self._held is None or not self._generations:
            return
        if self._log is None:
            self._note_log()
        if log_size(self.path):
            if log_owner.read_owner(self.path) is None:
                self._claim(self._generations)
            self._log_is_claimed = True
            return
        # The new generation is named first: after a kill at any point the owner file is right.
        connection = self.connection
        with translate_errors(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._note_owner()  # another program may have begun, and ended, a log meanwhile
                generation = log_owner.new_generation(connection)
                if self._claim((*self._generations, generation)):
                    connection.execute("COMMIT")
                    self._generations = (*self._generations, generation)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        if self._checkpoint() and self._generations[-1] == generation:
            self._generations = (generation,)
            self._claim(self._generations)
        self._log_is_claimed = True

    def _claim(self, generations: tuple[str, ...]) -> bool:
        """Write the owner file; without it, a log is tried on a copy before it is recovered."""
        if self._held is None:
            return False
        try:
            log_owner.write_owner(self.path, Owner(self._held.place[1], generations))
        except OSError:
            log_owner.remove_owner(self.path)
            return False
        return True

    def _checkpoint(self) -> bool:
        """Write the log back into the file and empty it; False while another program reads it."""
        with translate_errors(self.path):
            self.connection.execute("PRAGMA busy_timeout = 0")
            try:
                busy = self.value("PRAGMA main.wal_checkpoint(TRUNCATE)")
            finally:
                self.connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
        return not busy

    def is_overwritten(self) -> bool:
        """Whether a replaced file still has its name: then its old content is gone."""
        if self._held is None:
            return self._is_left
        return _device_and_inode(self.path) == self._held.place and not self._has_generation(
            self._held.handle
        )

    def leave_replaced(self) -> None:
        """Leave a file that was replaced, and leave no log of it next to the new one.

        A file that was moved gets all that is in its log. The log of an overwritten one belongs to
        nothing any more, and is emptied, even if another program has removed it since: closing the
        connection would write it into the new content. Until `move_to` every use raises `Replaced`.
        """
        if self._is_left:
            return
        log, owns_log = log_path(self.path), self._has_own_log()
        if not self.is_overwritten():
            with contextlib.suppress(StoreError):
                self._checkpoint()
        elif self._log is not None:
            os.ftruncate(self._log, 0)
        self._is_left = True
        with contextlib.suppress(sqlite3.Error):
            self.close()
        if owns_log:
            for path in (log, log.with_name(log.name.removesuffix("-wal") + "-shm")):
                with contextlib.suppress(OSError):  # what is left is empty
                    path.unlink()
            log_owner.remove_owner(self.path)

    def move_to(self, path: Path) -> None:
        """Continue in another file, after `leave_replaced`."""
        self.path = path
        self._machine_lock = network.hold(path)
        self._connected_read_only = not may_write(path)
        self._generations, self._log_is_claimed = (), False
        self._connection = self._connected()
        self._is_replaced = self._is_left = False
        self._reopened += 1

    def data_version(self) -> int:
        """Return a number that changes when another connection has changed the database.

        SQLite assumes that a file opened without locks never changes. If it has changed, it is
        opened again. Raises `Replaced`.
        """
        self.require_unchanged()
        if self._unlocked is not None and self._unlocked != _state(self.path):
            self.close()
            self._machine_lock = network.hold(self.path)
            self._connection = self._connected()
            self._reopened += 1
        return int(self.value("PRAGMA data_version")) + (self._reopened << 32)

    @property
    def writable(self) -> bool:
        """Whether the present connection can write."""
        return not self._connected_read_only

    def close(self) -> None:
        """Close the connection; an open transaction is rolled back.

        The log of a file that was overwritten is not written into the new content. A file that
        another machine may have open is left as it is.
        """
        if self._machine_lock is not None and not self._machine_lock.is_certain():
            self._abandon()
            self._release_machine_lock()
            return
        if self._is_replaced and not self._is_left:
            try:
                self.require_unchanged()  # it may have been away for a moment only
            except Replaced:
                self.leave_replaced()
                return
        if self._connection is not None:
            with self._keeping_other_log():
                self._connection.close()
        wrote = self._held is not None and not self._connected_read_only
        _release_handle(self._held)
        self._held = None
        self._release_log()
        if wrote and not os.access(log_path(self.path), os.F_OK):
            log_owner.remove_owner(self.path)
        self._release_machine_lock()

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
        """Return numbers that change when anyone, also this program, has changed the database."""
        return int(self.value("PRAGMA data_version")), self.connection.total_changes

    def stream(self, sql: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query as SQLite finds them, for results of any size.

        After the first TEXT value that is not UTF-8, such bytes are read as U+FFFD.
        """
        with translate_errors(self.path):
            seen = 0
            try:
                for row in self.connection.execute(sql, parameters):
                    yield row
                    seen += 1
            except sqlite3.OperationalError as error:
                if not str(error).startswith(_NOT_UTF8):
                    raise
                self.connection.text_factory = decode_text
                yield from islice(self.connection.execute(sql, parameters), seen, None)
            self._require_machine_lock()

    def pieces(self, table: str, column: str, rowid: int) -> Generator[str, None, None]:
        """Yield a TEXT value piece by piece, without holding all of it in memory.

        Bytes that are not UTF-8 are read as U+FFFD.
        """
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        with (
            translate_errors(self.path),
            self.connection.blobopen(table, column, rowid, readonly=True) as value,
            self._few_pages() if len(value) >= _LONG else contextlib.nullcontext(),
        ):
            while piece := value.read(_PIECE):
                yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)

    @contextlib.contextmanager
    def _few_pages(self) -> Iterator[None]:
        """Let SQLite's cache hold few pages in the block: many, freed later, would leave holes."""
        size = self.value("PRAGMA cache_size")
        self.connection.execute(f"PRAGMA cache_size = {_PAGES_OF_PIECES}")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA cache_size = {size}")

    def blocks(
        self, sql: str, parameters: Parameters, size: int
    ) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of a query in lists of up to `size`, which is faster than one by one."""
        with translate_errors(self.path):
            cursor = self.connection.execute(sql, parameters)
            while rows := cursor.fetchmany(size):
                yield rows
            self._require_machine_lock()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a write transaction: committed when the block ends, rolled back when it raises.

        It begins with BEGIN IMMEDIATE: after a plain BEGIN and a read, the first write fails at
        once, regardless of the timeout, when another program has written meanwhile. Inside another
        transaction it is a savepoint. Raises as `translate_errors` does; the connection can still
        be used. Raises `Replaced` if the file was replaced before or during the transaction: what
        was written is not in the new file. Raises `InUseElsewhere` if another machine took over:
        then nothing is written, and the connection cannot be used any more.
        """
        self._make_writable()
        connection = self.connection
        nested = connection.in_transaction
        if not nested:
            self._verify_machine_lock()
            self.require_unchanged()
            self._claim_log()
        with translate_errors(self.path):
            connection.execute("SAVEPOINT step" if nested else "BEGIN IMMEDIATE")
            try:
                if self._generations and not nested:
                    log_owner.mark_commit(connection)
                yield connection
                if not nested:
                    self._verify_machine_lock()
                connection.execute("RELEASE step" if nested else "COMMIT")
            except BaseException as error:
                if self._machine_lock is not None and self._machine_lock.is_lost:
                    self._abandon()
                    raise
                # After some faults, a full disk among them, SQLite has already rolled back.
                if connection.in_transaction:
                    for sql in ("ROLLBACK TO step", "RELEASE step") if nested else ("ROLLBACK",):
                        connection.execute(sql)
                if not nested and isinstance(error, sqlite3.Error | StoreError):
                    self.require_unchanged()  # SQLite calls a log that has gone an I/O error
                raise
        if not nested:
            self.require_unchanged()

    @contextlib.contextmanager
    def trial(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that is rolled back in any case, to find out what would change.

        The file and its log keep their bytes: `writing` replaces the generation even if nothing
        is written after all. What the block changes stays in memory, so it should end at its first
        change. Raises as `writing` does.
        """
        self._make_writable()
        self._verify_machine_lock()
        self.require_unchanged()
        connection = self.connection
        with translate_errors(self.path):
            connection.execute("PRAGMA cache_spill = OFF")
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                connection.execute("PRAGMA cache_spill = ON")

    def _require_machine_lock(self) -> None:
        """Raise `InUseElsewhere` if another machine took over: what was read may be nothing."""
        if self._machine_lock is not None:
            self._machine_lock.require()

    def _verify_machine_lock(self) -> None:
        if self._machine_lock is not None:
            self._machine_lock.verify()

    @contextlib.contextmanager
    def busy_timeout(self, milliseconds: int) -> Iterator[None]:
        """Wait longer than usual for another program's lock: for work that blocks no screen."""
        self.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")

    @contextlib.contextmanager
    def writing_with_sqlite_utils(self) -> Iterator[Database]:
        """Open a transaction like `writing`, for sqlite-utils on the same connection.

        For rows that are written rarely and one at a time: each takes a fifth of a millisecond.
        """
        from sqlite_utils import Database

        with self.writing() as connection:
            yield Database(connection, recursive_triggers=False, execute_plugins=False)

    def _make_writable(self) -> None:
        if not self._connected_read_only:
            return
        if self.read_only:
            raise CannotWrite(f"{self.path}: the database was opened for reading only")
        if not may_write(self.path):
            raise CannotWrite(
                f"{self.path}: the database or its folder is read-only; nothing was changed"
            )
        if self._machine_lock is None:
            self._machine_lock = network.hold(self.path)
        # The old one is closed last: so the locks are never dropped.
        connection, held = self._connection, self._held
        self._connected_read_only = False
        try:
            self._connection = self._connected()
        except BaseException:
            self._connected_read_only = True
            raise
        if connection is not None:
            connection.close()
        _release_handle(held)
        self._unlocked = None


def decode_text(raw: bytes) -> str:
    """Return text whose bytes may not be UTF-8, for a connection's `text_factory`."""
    return raw.decode("utf-8", "replace")


def insert_rows(connection: sqlite3.Connection, insert: str, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows; `insert` is the statement up to its VALUES.

    Many rows at once take less time: SQLite prepares to undo a statement with triggers only once,
    and a thread that inserts waits for Python's lock after each statement, for as long as another
    thread computes. The last rows are inserted one by one, so that there are three statements,
    whose last values SQLite keeps, and not one for each number of rows.
    """
    if not rows:
        return
    marks = f"({', '.join('?' * len(rows[0]))})"
    start = 0
    for size in _ROWS:
        if len(rows) - start >= size:
            many = f"{insert} VALUES {', '.join([marks] * size)}"
            while len(rows) - start >= size:
                connection.execute(many, list(chain.from_iterable(rows[start : start + size])))
                start += size
    connection.executemany(f"{insert} VALUES {marks}", rows[start:])


def create_file(path: Path) -> None:
    """Create an empty file for a new database, with the user's umask; keep an existing one.

    Raises `CannotWrite`.
    """
    try:
        path.touch()
    except OSError as error:
        raise CannotWrite(
            f"{path}: the database cannot be created: {error.strerror}; "
            "--db PATH or HASHIYA_DB names another place"
        ) from error


def log_path(path: Path) -> Path:
    """Return the path of the write-ahead log, which exists while the database is open."""
    return log_owner.companion(path, "-wal")


def log_size(path: Path) -> int:
    """Return the size of the write-ahead log in bytes; 0 if there is none.

    Raises `CannotWrite` if that cannot be found out.
    """
    found = _status(log_path(path))
    return found.st_size if found else 0


def is_locked_here(path: Path) -> bool:
    """Whether this process may have locks on the database.

    Then only SQLite may close a handle of it, and nothing may open it without locks.
    """
    return (_device_and_inode(path) or (0, 0)) in _held_here


def read_without_locks(path: Path, read: Callable[[], _T]) -> _T | None:
    """Return what `read` reads, without locks, from a database that nobody else has open.

    None if somebody has it open, or had meanwhile: what was read then may be inconsistent, and look
    damaged. Only with a log may other programs be at work, so that locks are needed. Raises
    `CannotWrite` if it cannot be found out whether there is one.
    """
    if log_size(path) or is_locked_here(path):
        return None
    before = path.stat().st_mtime_ns
    found, fault = None, None
    try:
        found = read()
    except (sqlite3.DatabaseError, NotADatabase) as error:
        fault = error
    if log_size(path) or path.stat().st_mtime_ns != before:
        return None
    if fault is not None:
        raise fault
    return found


def belongs_to(database: Path, path: Path) -> bool:
    """Whether `path` is the database or one of SQLite's files next to it."""
    real = os.path.realpath(database)
    own = {real, *(real + suffix for suffix in ("-wal", "-shm", "-journal", "-owner"))}
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


def _device_and_inode(path: Path) -> tuple[int, int] | None:
    """Return the device and inode of the file at `path`; None if there is none."""
    found = _status(path)
    return _place(found) if found else None


def _status(path: Path) -> os.stat_result | None:
    """Return the status of the file at `path`; None if there is none.

    Raises `CannotWrite` if that cannot be found out: the disk was removed, or a network folder is
    not connected.
    """
    try:
        return path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> CannotWrite:
    return CannotWrite(f"{path}: the file cannot be read: {error.strerror}")


def _place(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _state(path: Path) -> tuple[int, int, int] | None:
    """Return values that change when someone writes the file or its log; None without a file."""
    found = _status(path)
    return (found.st_mtime_ns, found.st_size, log_size(path)) if found else None


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
