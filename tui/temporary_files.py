"""Temporary files: names with the process that writes them, moving them to the disk, and removing
those of killed processes."""

from __future__ import annotations

import os
import re
import shutil
import time
from pathlib import Path

DAY = 86_400
"""Seconds after which a temporary file is a leftover even if its process id is in use."""


def temporary_prefix(name: str) -> str:
    """Return the start of a temporary file's name for `name`: it contains the process id."""
    return f".{name[:40]}.{os.getpid()}."


def sync_to_disk(path: Path) -> None:
    """Wait until a file's content, or what files a folder has, is on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_temporary_files(folder: Path, name: str) -> None:
    """Remove the temporary files and folders for `name` whose processes have ended.

    Raises OSError.
    """
    remove_leftovers(folder, re.compile(rf"\.{re.escape(name[:40])}\.(\d+)\..+"))


def remove_leftovers(folder: Path, pattern: re.Pattern[str]) -> None:
    """Remove files and folders of ended processes whose names match this pattern.

    Its first group is the process id. Raises OSError.
    """
    for path in folder.iterdir():
        found = pattern.fullmatch(path.name)
        if found is not None and _is_leftover(path, int(found[1])):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def _is_leftover(path: Path, process: int) -> bool:
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        pass  # it runs, as another user
    try:
        return path.lstat().st_mtime < time.time() - DAY
    except OSError:
        return False
