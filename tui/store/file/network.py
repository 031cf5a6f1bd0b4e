"""Recognise network folders, in which a database must be open on one machine at a time.

SQLite's log needs memory that all programs share which have the database open
(sqlite.org/wal.html), and machines share none. What one machine writes to the log, another one
overwrites: rows are lost, and the file is damaged.
"""

from __future__ import annotations

import os
from pathlib import Path

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
        device = path.stat().st_dev
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    wanted = f"{os.major(device)}:{os.minor(device)}"
    for line in lines:
        place, _, kind = line.partition(" - ")
        if place.split()[2:3] == [wanted]:
            found = kind.partition(" ")[0]
            return found if found in NETWORK_TYPES else ""
    return ""
