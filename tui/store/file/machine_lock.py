"""Let one machine at a time have a database in a network folder open.

The lock is a folder next to the database, `annotations.db-open`, in which each process that has the
database open keeps a file. The file's name says on which machine the process runs. As long as the
file is renewed, that machine has the database, and its other processes may open it too. A process
that arrives makes its own file first and then looks at the others: of two that arrive at once, at
least one sees the other.

A machine that has crashed, sleeps or is cut off does not renew its files. After `STALE` seconds
another one may take over: it renames them, which their owner notices before its next write. A
process that has lost its file in this way never uses its connection again, not even to close it.

There is a file for each process, and not one for the machine: the processes need not be counted,
and one that removes a stale file by its name cannot hit the new file of another one that was
quicker. Only making, listing, renaming and removing files are needed, which every file server can
do. SQLite could do without the shared memory (`PRAGMA locking_mode = EXCLUSIVE`), but that allows
only one process, and needs locks on bytes that all machines see, which sshfs, for example, does not
have.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import json
import os
import random
import socket
import stat
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tui.errors import CannotWrite, InUseElsewhere, StoreError
from tui.hashing import sha256
from tui.model import now
from tui.store.file.log_owner import companion, is_log_in_use

RENEW_EVERY = 20.0
"""Seconds between two renewals of a process's file."""

LEASE = 60.0
"""Seconds for which a renewed file is certain to count, so that reading needs no look at it."""

STALE = 120.0
"""Seconds after which a file that was not renewed counts as left behind.

Twice the lease: a client may show times that are older than the server's (sshfs keeps them for 20
seconds, NFS for up to 60), and a renewal may be late.
"""

GRACE = 3.0
"""Seconds that a machine waits after it took over, for a write that began just before."""

_RECENT = 1.0
"""Seconds for which a look at the own file is good enough for a write: well below `GRACE`."""

_CACHED = 25.0
"""Seconds for which this machine may show files as they were before another one changed them."""

_PAUSE = 0.2
"""Seconds between two looks at files that are shown as they were."""

_PATIENCE = 10.0
"""Seconds for which two that arrive at once try to get out of each other's way."""

_ARRIVING, _OPEN, _LEFT = "arriving", "open", "left"
"""The last part of a file's name: looking at the others, having the database, being taken over."""

_MOVED = "moved"
"""The stage of a file that was listed and is gone: it may have another name now."""

_UNKNOWN = "another machine"
"""For a machine whose name is not known."""

_MOST_BYTES = 4096
"""The most bytes of a file that are read."""

_LONGEST = 60
"""The most code points of a machine's name that are shown."""

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}

_PARTS = 4
"""Of a file's name: the machine, the process, letters at random, the stage."""


class Machine(NamedTuple):
    """What distinguishes the machines that have a network folder mounted."""

    name: str
    """For people."""
    id: str
    """Of the running kernel and of the mount: processes that have both in common share memory, and
    SQLite works. Two mounts of one folder on a machine do not, nor do copies of a virtual machine,
    which often share `/etc/machine-id`."""
    boot: str
    """Of the running kernel alone: on it, process ids can be compared."""


def this_machine(device: int) -> Machine:
    """Return the machine for the mount with this device number."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        boot = ""
    name = socket.gethostname()
    boot = boot or name
    return Machine(name, _hash(f"{boot} {device}"), _hash(boot))


def _hash(text: str) -> str:
    """Return a short hash: ids of a machine are not for others to read (machine-id(5))."""
    return sha256(f"hashiya {text}".encode()).hexdigest()[:16]


class _Other(NamedTuple):
    """The file of another process."""

    path: Path
    stage: str
    is_own: bool
    """Whether it is of this machine."""
    age: float
    """Seconds since it was renewed, by the server's clock."""
    has_ended: bool
    """Whether its process is known to have ended, which only its own machine can know."""
    who: str
    """The name of the machine, and since when it has the database open, for a message."""

    @property
    def counts(self) -> bool:
        """Whether its process may have the database open, or be about to open it."""
        return self.stage != _LEFT and self.age <= STALE and not self.has_ended


class MachineLock:
    """This process's share of the machine's lock on one database."""

    def __init__(self, path: Path, folder: Path, machine: Machine) -> None:
        self.path = path
        self.users = 0
        self.is_lost = False
        """Whether another machine took over. That is final: the memory that SQLite shares with the
        other processes of this machine can no longer be trusted, and is not left before the end."""
        self.is_abandoned = False
        """Whether a connection is left open to the end of the process, so that another one would
        share its memory."""
        self._reason = f"{path}: the folder was out of reach; quit, and start again"
        self._folder = folder
        self._machine = machine
        self._device = folder.parent.stat().st_dev
        self._process = os.getpid()
        self._token = f"{machine.id}.{self._process}.{os.urandom(4).hex()}"
        self._content = json.dumps(
            {
                "machine": machine.name,
                "since": now(),
                "boot": machine.boot,
                "process": self._process,
                "started": _start_of(self._process),
                "namespace": _namespace(),
            }
        ).encode()
        self._renewed = self._seen = 0.0
        """When the file was last renewed, and when it was last seen to be there."""
        self._renewing = threading.Lock()
        self._ended = threading.Event()

    # ----------------------------------------------------------------- taking

    def take(self) -> None:
        """Get the database for this machine.

        Raises `InUseElsewhere`, and OSError if no file can be made.
        """
        until = time.monotonic() + _PATIENCE
        while True:
            in_the_way = self._try()
            if in_the_way is None:
                break
            if time.monotonic() > until:
                raise self._refusal(in_the_way)
            time.sleep(random.uniform(0.05, 0.5))  # noqa: S311 (nothing secret)
        threading.Thread(target=self._keep_renewing, name="machine lock", daemon=True).start()

    def _try(self) -> str | None:
        """Arrive, and stay if nobody is in the way; else return who is, for another attempt."""
        self._announce()
        try:
            others = list(self._others(self._file(_ARRIVING).stat().st_mtime))
            in_the_way = self._in_the_way(others)
            if in_the_way is None and not any(one.is_own and one.stage == _OPEN for one in others):
                self._refresh_files()
            if in_the_way is None:
                in_the_way = self._establish()
        except BaseException:
            self._remove(_ARRIVING, _OPEN)
            raise
        if in_the_way is not None:
            self._remove(_ARRIVING, _OPEN)
            return in_the_way
        for other in others:  # so that another machine need not wait for them to become stale
            if other.is_own and other.has_ended:
                _unlink(other.path)
        return None

    def _announce(self) -> None:
        until = time.monotonic() + _CACHED
        while True:
            before = _clock()
            self._make_folder()
            try:
                handle = os.open(
                    self._file(_ARRIVING),
                    os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC,
                    0o666,
                )
                break
            except FileNotFoundError:  # the last process that left has removed the folder
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)
        try:
            with contextlib.suppress(OSError):  # others who may read the database may read this
                os.fchmod(handle, stat.S_IMODE(self.path.stat().st_mode) & 0o666 | stat.S_IWUSR)
            os.write(handle, self._content)
            os.fsync(handle)
        finally:
            os.close(handle)
        self._renewed = self._seen = before

    def _make_folder(self) -> None:
        """Make the folder, in which everybody may write who may write in the one around it."""
        try:
            self._folder.mkdir()
        except FileExistsError:
            return
        with contextlib.suppress(OSError):
            around = stat.S_IMODE(self._folder.parent.stat().st_mode)
            self._folder.chmod(around & ~stat.S_ISVTX)

    def _in_the_way(self, others: list[_Other]) -> str | None:
        """Return who is in the way for the moment; None if nobody is.

        Raises `InUseElsewhere` if another machine has the database open.
        """
        # Where this machine has it already, no other one can: it is only asking, or was killed
        # while it did. A file that is older may already be taken over.
        if any(one.is_own and one.stage == _OPEN and one.age <= LEASE for one in others):
            return None
        foreign = [one for one in others if not one.is_own]
        present = [one for one in foreign if one.counts]
        for one in present:
            if one.stage == _OPEN:
                raise self._refusal(one.who)
        if present:
            return present[0].who
        if not foreign:
            return None
        beside = [one for one in others if one.is_own and not one.has_ended]
        if beside:  # only one process may remove the shared memory
            return beside[0].who
        return self._take_over(foreign)

    def _take_over(self, left: list[_Other]) -> str | None:
        """Remove the files that other machines have left; return who is in the way, else None.

        The owner of a file notices when it is renamed, and its next write does not begin.
        """
        for one in left:
            try:
                if one.stage != _LEFT:
                    one.path.rename(one.path.with_suffix(f".{_LEFT}"))
            except FileNotFoundError:  # it has left by itself, or somebody else is quicker
                return one.who
        if any(one.stage != _ARRIVING and not one.has_ended for one in left):
            time.sleep(GRACE)
        if not self._is_there(_ARRIVING):
            return left[0].who
        # What the other machine still writes to the shared memory has no effect then. SQLite makes
        # it again from the log.
        if not is_log_in_use(self.path):
            _unlink(companion(self.path, "-shm"))
        for one in left:
            _unlink(one.path.with_suffix(f".{_LEFT}"))
        return None

    def _refresh_files(self) -> None:
        """Make the database's files appear here as another machine has left them.

        sshfs shows sizes as they were for up to 20 seconds, the kernel for one second. SQLite would
        take the database for a new or a damaged one.
        """
        until = time.monotonic() + _CACHED
        for end in ("", "-wal", "-shm", "-journal", "-owner"):
            file = companion(self.path, end)
            while not _is_refreshed(file) and time.monotonic() < until:
                time.sleep(_PAUSE)

    def _establish(self) -> str | None:
        """Rename the own file, and look once more; return who did so at the same time, else None.

        A file that is renamed while the folder is listed may be missing in the list.
        """
        try:
            self._file(_ARRIVING).rename(self._file(_OPEN))
        except FileNotFoundError:
            # Over NFS the answer of a rename that was done can be lost.
            if not self._is_there(_OPEN):
                return _UNKNOWN
        for one in self._others(self._file(_OPEN).stat().st_mtime):
            if not one.is_own and one.counts and one.stage in (_OPEN, _MOVED):
                return one.who
        return None

    def require_free(self) -> None:
        """Raise `InUseElsewhere` if another machine has the database open.

        For a folder in which no file can be made: then its age is by this machine's clock.
        """
        try:
            others = list(self._others(time.time()))
        except OSError:
            return
        for one in others:
            if not one.is_own and one.stage == _OPEN and one.counts:
                raise self._refusal(one.who)

    def _others(self, server_time: float) -> Iterator[_Other]:
        """Yield the files of all other processes. Raises OSError."""
        for path in list(self._folder.iterdir()):
            parts = path.name.split(".")
            if len(parts) != _PARTS or path.name.startswith(self._token):
                continue
            content, stage = b"", parts[-1]
            try:
                renewed = path.stat().st_mtime
                with contextlib.suppress(PermissionError):  # of another user
                    content, renewed = _read(path)
            except FileNotFoundError:
                stage, renewed = _MOVED, server_time
            yield _Other(
                path=path,
                stage=stage,
                is_own=parts[0] == self._machine.id and stage != _LEFT,
                age=server_time - renewed,
                has_ended=_has_ended(content, self._machine.boot),
                who=_who(content),
            )

    def _refusal(self, who: str) -> InUseElsewhere:
        return InUseElsewhere(
            f"{self.path}: the database is open on {who}; quit Hashiya there, or work in a "
            "database of your own and merge it later. If that machine has crashed, try again in "
            "two minutes"
        )

    # ---------------------------------------------------------------- holding

    def require(self) -> None:
        """Raise `InUseElsewhere` if another machine may have taken over.

        While the lease lasts this is known without a look at the file. Its clock goes on while the
        machine sleeps. Raises `CannotWrite` if the folder cannot be reached.
        """
        if self.is_lost or _clock() - self._renewed > LEASE:
            self.verify()

    def verify(self) -> None:
        """Raise `InUseElsewhere` if another machine has taken over, before a write.

        The server is asked, since the clock of a virtual machine may stand still while it is
        paused. Raises `CannotWrite` if the folder cannot be reached.
        """
        if self.is_lost:
            raise InUseElsewhere(self._reason)
        before = _clock()
        if before - self._seen <= _RECENT and before - self._renewed <= LEASE:
            return
        if before - self._renewed > RENEW_EVERY + _RECENT:
            self._renew()
        elif not self._is_there(_OPEN):
            self._lose()
        self._seen = before

    def is_certain(self) -> bool:
        """Whether this machine certainly has the database."""
        try:
            self.verify()
        except StoreError:
            return False
        return True

    def _keep_renewing(self) -> None:
        while not (self._ended.wait(RENEW_EVERY) or self.is_lost):
            with contextlib.suppress(StoreError):
                self._renew()

    def _renew(self) -> None:
        """Write the file again, so that the server gives it its time.

        Setting the time would send this machine's own with some kinds of file systems.
        """
        with self._renewing:
            if self._ended.is_set():
                return
            before = _clock()
            try:
                handle = os.open(self._file(_OPEN), os.O_WRONLY | os.O_CLOEXEC)
                try:
                    os.pwrite(handle, self._content, 0)
                    os.fsync(handle)
                except OSError as error:
                    if error.errno not in _NO_ROOM:
                        raise
                    os.utime(handle)
                finally:
                    os.close(handle)
            except FileNotFoundError:
                self._lose()
            except OSError as error:
                raise self._unreachable(error) from error
            else:
                self._renewed = before

    def _is_there(self, stage: str) -> bool:
        """Whether the own file is there: opening it asks the server, which `stat` may not.

        Raises `CannotWrite` if the folder cannot be reached.
        """
        try:
            os.close(os.open(self._file(stage), os.O_RDONLY | os.O_CLOEXEC))
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self._unreachable(error) from error
        return True

    def _lose(self) -> None:
        """Note that another machine took over; raise `InUseElsewhere`.

        Raises `CannotWrite` if it is the folder that has gone.
        """
        try:
            if self._folder.parent.stat().st_dev != self._device:
                raise self._unreachable(OSError(errno.ENODEV, os.strerror(errno.ENODEV)))
        except OSError as error:
            raise self._unreachable(error) from error
        present: list[str] = []
        with contextlib.suppress(OSError):  # the folder is gone: nobody has it any more
            present += [one.who for one in self._others(time.time()) if not one.is_own]
        who = f", {present[0]}" if present else ""
        self._reason = (
            f"{self.path}: taken over by another machine{who}, as this one did not answer; quit, "
            "and start again once it is closed there"
        )
        self.is_lost = True
        raise InUseElsewhere(self._reason)

    def _unreachable(self, error: OSError) -> CannotWrite:
        return CannotWrite(f"{self.path}: the file cannot be read: {error.strerror}")

    # ---------------------------------------------------------------- leaving

    def release(self) -> None:
        """Give this use up; with the last one the process's file is removed."""
        if self._process != os.getpid():
            return  # a child of the process, which has no share in it
        with _holding:
            self.users -= 1
            if self.users or self.is_lost:
                return
            self.leave()
            self.is_lost = self.is_abandoned
            if not self.is_lost:
                del _held[_key(self._folder)]

    def leave(self) -> None:
        """Remove the process's file, and the folder after the last one of all."""
        self._ended.set()
        with self._renewing:
            self._remove(_OPEN)

    def _remove(self, *stages: str) -> None:
        for stage in stages:
            _unlink(self._file(stage))
        with contextlib.suppress(OSError):  # others are in it
            self._folder.rmdir()

    def _file(self, stage: str) -> Path:
        return self._folder / f"{self._token}.{stage}"


_held: dict[tuple[Path, int], MachineLock] = {}
"""The locks of this process, also those that it has lost. A child has none of its parent's."""

_holding = threading.Lock()


def _key(folder: Path) -> tuple[Path, int]:
    return folder, os.getpid()


def hold(path: Path) -> MachineLock | None:
    """Hold the database at `path` for this machine; None where this user may change nothing.

    Raises `InUseElsewhere` while another machine has it open, and `CannotWrite` if it could be
    changed here but not locked.
    """
    folder = companion(path, "-open")
    with _holding:
        lock = _held.get(_key(folder))
        if lock is None:
            try:
                lock = MachineLock(path, folder, this_machine(folder.parent.stat().st_dev))
                lock.take()
            except OSError as error:
                if lock is not None:
                    lock.require_free()
                if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
                    raise CannotWrite(
                        f"{folder}: this machine cannot note there that it has the database open "
                        f"({error.strerror}); let yourself write there and in the folder around it"
                    ) from error
                return None
            _held[_key(folder)] = lock
        else:
            lock.require()
        lock.users += 1
        return lock


def require_held(path: Path) -> None:
    """Raise `InUseElsewhere` if this process held the database at `path`, and has lost it."""
    lock = _held.get(_key(companion(path, "-open")))
    if lock is not None:
        lock.verify()


@atexit.register
def _leave_all() -> None:
    """Remove the files of threads that the end of the program does not wait for."""
    for (_, process), lock in list(_held.items()):
        if process == os.getpid():
            lock.leave()


def _clock() -> float:
    """Return seconds of a clock that nobody sets, and that goes on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def _unlink(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _is_refreshed(path: Path) -> bool:
    """Ask the server about a file; return False if it is still shown but no longer exists.

    Opening it makes sshfs ask. `chown` without an owner changes nothing, and makes the kernel ask
    sshfs, which it otherwise does only once a second.
    """
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
    except FileNotFoundError:
        return not os.path.lexists(path)
    except OSError:
        return True
    with contextlib.suppress(OSError):
        os.chown(path, -1, -1)
    return True


def _read(path: Path) -> tuple[bytes, float]:
    """Return a file's content and when it was last written, in seconds. Raises OSError.

    Opening it asks the server, which listing a folder or `stat` may not.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(handle, _MOST_BYTES), os.fstat(handle).st_mtime
    finally:
        os.close(handle)


def _who(content: bytes) -> str:
    """Return the machine's name and since when it has the database open, as its file says."""
    try:
        found = json.loads(content)
        name = "".join(filter(str.isprintable, str(found["machine"])))[:_LONGEST]
        since = datetime.fromisoformat(found["since"]).astimezone()
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return _UNKNOWN
    return f"{name or _UNKNOWN} since {since:%Y-%m-%d %H:%M}"


def _has_ended(content: bytes, boot: str) -> bool:
    """Whether the process of a file has ended, as far as this machine can know."""
    try:
        found = json.loads(content)
        process, started = int(found["process"]), str(found["started"])
        if (found["boot"], found["namespace"]) != (boot, _namespace()) or process < 1:
            return False
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # it runs, as another user
    except (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return False
    now_there = _start_of(process)
    return now_there is not None and now_there != started


def _start_of(process: int) -> str | None:
    """Return when a process has started, since ids are used again; None if that is not known.

    "" for one that has ended, and whose parent has not taken notice of it yet.
    """
    try:
        # The name of the program, in parentheses, may contain anything (proc_pid_stat(5)).
        fields = Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return None
    if fields[:1] in ([b"Z"], [b"X"]):
        return ""
    return fields[19].decode() if len(fields) > 19 else None


def _namespace() -> str:
    """Return the namespace of process ids: in a container, the same id is another process."""
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""
