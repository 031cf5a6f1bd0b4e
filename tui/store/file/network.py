"""Recognise network folders, in which a database must be open on one machine at a time.

SQLite's log needs memory that all programs share which have the database open
(sqlite.org/wal.html), and machines share none. What one machine writes to the log, another one
overwrites: rows are lost, and the file is damaged. So there a machine locks a database before it
reads anything of it (see `machine_lock`): a machine that only reads uses the memory as well.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tui.store import file

if TYPE_CHECKING:
    from tui.store.file.machine_lock import MachineLock

NETWORK_TYPES = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "coda", "ncpfs", "davfs"),
        *("ceph", "lustre", "gpfs", "glusterfs", "beegfs", "orangefs", "ocfs2", "gfs2"),
        *("fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.ceph", "fuse.davfs"),
        *("fuse.davfs2", "fuse.gvfsd-fuse", "fuse.s3fs", "fuse.smbnetfs"),
    )
)
"""Types of file systems that several machines can have mounted, as Linux names them."""

_MOUNTS = Path("/proc/self/mountinfo")


def network_type(path: Path, mounts: Path = _MOUNTS) -> str:
    """Return the type of the network file system that holds the file; "" if it is on none.

    `mounts` is the kernel's list of what is mounted (proc(5)); without one the answer is "".
    """
    try:
        return _type_of(path.stat().st_dev, mounts)
    except OSError:
        return ""


@cache
def _type_of(device: int, mounts: Path) -> str:
    """Return the type of the network file system with this device number. Raises OSError."""
    lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    wanted = f"{os.major(device)}:{os.minor(device)}"
    for line in lines:
        place, _, kind = line.partition(" - ")
        if place.split()[2:3] == [wanted]:
            found = kind.partition(" ")[0]
            return found if found in NETWORK_TYPES else ""
    return ""


def hold(path: Path) -> MachineLock | None:
    """Lock the database at `path` for this machine until `release`.

    None on a disk of this machine, and where this user may change nothing. Raises `InUseElsewhere`
    while another machine has it open, and `CannotWrite`.
    """
    return file.machine_lock.hold(path) if network_type(path) else None


def require_held(path: Path) -> None:
    """Raise `InUseElsewhere` if another machine took the database at `path` over from this one.

    What was read from it meanwhile may be of different times. Raises `CannotWrite` if that cannot
    be found out.
    """
    if network_type(path):
        file.machine_lock.require_held(path)


@contextlib.contextmanager
def holding(path: Path) -> Iterator[None]:
    """Lock the database at `path` for this machine while the block runs. Raises as `hold` does."""
    lock = hold(path)
    try:
        yield
    finally:
        if lock is not None:
            lock.release()
