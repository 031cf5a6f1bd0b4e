"""Refuse a database whose log belongs to another file, before SQLite replays it.

A log that a killed program left contains saved work and is always recovered. A log that was written
for another file would damage this one: then both are copied aside and nothing is opened.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path

from tui.errors import CannotWrite, ForeignLog
from tui.hashing import sha256
from tui.store.file.log_owner import (
    companion,
    generation_of,
    is_in_use,
    is_log_in_use,
    read_owner,
    write_owner,
)
from tui.store.file.sqlite_file import connect, is_locked_here, log_size, may_write

_ATTEMPTS = 5
"""How many times a file is read while another program is writing its log into it."""

_PAUSE = 0.02
"""Seconds between two attempts."""

ASIDE = ".aside-"
"""Follows the database's name in the name of a folder with copies of it and its log."""

BEFORE_RESTORE = ".before-restore-"
"""Follows the database's name in the name of a file that `hashiya restore` has replaced."""


def require_own_log(path: Path) -> None:
    """Raise `ForeignLog` if the log next to the database was written for another file.

    Raises `CannotWrite` while another program still uses the log for a file that was replaced, or
    has the file open under another name.
    Nothing is opened for writing. A rollback journal that a killed program left is also tried on a
    copy, and then recovered by SQLite.
    """
    if is_locked_here(path):
        return
    if _is_used_under_other_name(path):
        raise CannotWrite(
            f"{path}: another program has this file open under another name (a hard link), and "
            "its work cannot be seen here; quit it first"
        )
    if log_size(path):
        _require_own_log(path)
    elif _is_used_for_replaced_file(path):
        raise CannotWrite(f"{path}: another program still has the former file open; quit it first")
    if journal_size(path) and may_write(path) and not is_in_use(path):
        _recover_journal(path)


def require_single_name(path: Path) -> None:
    """Raise `CannotWrite` for a database with several names, unless it cannot be written anyway.

    SQLite keeps a log for each name, so that programs would not see each other's work and each
    would write its log over the other's (sqlite.org/howtocorrupt.html, 2.4).
    """
    if path.stat().st_nlink > 1:
        _remove_names_of_restore(path)
    names = path.stat().st_nlink
    if names > 1 and may_write(path):
        from shlex import quote  # for an error only

        raise CannotWrite(
            f"{path}: the file has {names} names (hard links), and SQLite keeps a log for each; "
            f"nothing was changed. `find / -samefile {quote(str(path))}` lists them: remove "
            "all but one, and keep the one that has a -wal file next to it if any has"
        )


def _remove_names_of_restore(path: Path) -> None:
    """Remove the second names next to the file that a killed `restore` has left."""
    for name in path.parent.iterdir():
        if name.name.startswith(path.name + BEFORE_RESTORE) and name.samefile(path):
            name.unlink()


def _is_used_under_other_name(path: Path) -> bool:
    """Whether another program has the file open under another of its names."""
    return path.stat().st_nlink > 1 and is_in_use(path) and not is_log_in_use(path)


def journal_size(path: Path) -> int:
    """Return the size of the rollback journal in bytes; 0 if there is none."""
    try:
        return companion(path, "-journal").stat().st_size
    except OSError:
        return 0


def _is_used_for_replaced_file(path: Path) -> bool:
    """Whether programs that have another file open than the one at `path` use the log."""
    owner = read_owner(path)
    if owner is None or owner.inode == path.stat().st_ino:
        return False
    return is_log_in_use(path) and not is_in_use(path)


def _require_own_log(path: Path) -> None:
    owner = read_owner(path)
    if owner is None:
        # A program other than Hashiya wrote the log. While the file is in use, the log is its own.
        if is_in_use(path):
            return
        accepted = {_generation(path)}
    elif owner.inode == path.stat().st_ino:
        for _ in range(_ATTEMPTS):
            found = _generation(path)
            if found in owner.generations:
                return
            time.sleep(_PAUSE)
        # A kill during a checkpoint can leave a file that is complete only with its log.
        accepted = set() if found else set(owner.generations)
    elif is_in_use(path) and _generation(path) not in (*owner.generations, None):
        return  # the owner file is an old one: another program has begun this log
    else:
        # In a copy of the whole folder, the generation is the same and the inode another one.
        # The same is true of a log of another machine: some network folders number files anew.
        moved = _generation(path) in owner.generations and not is_log_in_use(path)
        accepted = set(owner.generations) if moved else set()
    if accepted and _is_valid_with(path, "-wal", accepted):
        if owner is not None:
            # A program that opens the file while the log is in use cannot tell by the generation.
            with contextlib.suppress(OSError):
                write_owner(path, owner._replace(inode=path.stat().st_ino))
        return
    if not log_size(path):
        return  # its program has just written it back
    if read_owner(path) != owner:
        _require_own_log(path)  # another program has opened the file, or begun the log, meanwhile
        return
    _copy_and_refuse(path)


def _generation(path: Path) -> str | None:
    """Return the generation in the file without its log; None if it cannot be read."""
    try:
        with contextlib.closing(connect(path, "immutable=1")) as connection:
            return generation_of(connection)
    except (sqlite3.Error, OverflowError):
        return None


def _is_valid_with(path: Path, suffix: str, accepted: set[str | None]) -> bool:
    """Whether a copy of the database with its log or journal is a valid database.

    Its generation must be one of the accepted ones; a database that had none may get one.
    """
    with tempfile.TemporaryDirectory(prefix="hashiya-") as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        try:
            shutil.copyfile(companion(path, suffix), copy.with_name(copy.name + suffix))
        except FileNotFoundError:
            return False
        try:
            with contextlib.closing(connect(copy, "mode=rw")) as connection:
                if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                    return False
                if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                    return False
                return generation_of(connection) in accepted or bool(accepted & {"", None})
        except sqlite3.Error:
            return False


def _recover_journal(path: Path) -> None:
    """Let SQLite roll back a transaction of a killed program. Raises `ForeignLog`."""
    if not _is_valid_with(path, "-journal", {None}):
        _copy_and_refuse(path)
    with contextlib.closing(connect(path, "mode=rw")) as connection:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _copy_and_refuse(path: Path) -> None:
    aside = copy_aside(path)
    kept = f"copies of both are in {aside}" if aside else "nothing was changed"
    from shlex import join  # for an error only

    restore = join(["hashiya", "--db", str(path), "restore", str(path)])
    raise ForeignLog(
        f"{path}: its log was written for another file, and was not opened; {kept}. "
        f"`{restore}` takes the file without the log, `hashiya backup --list` lists its backups"
    )


def copy_aside(path: Path) -> Path | None:
    """Copy the database and its files into a folder next to it; None if that fails.

    The folder is named after its content, so that a second attempt to open makes no second copy.
    """
    parts = {path.name: path}
    for ending in ("-wal", "-journal", "-owner"):
        parts[path.name + ending] = companion(path, ending)
    there = {name: part for name, part in parts.items() if part.exists()}
    digest = sha256()
    try:
        for name, part in there.items():
            if name != path.name:
                digest.update(part.read_bytes())
        digest.update(str(path.stat()[:9]).encode())
        folder = path.with_name(f"{path.name}{ASIDE}{digest.hexdigest()[:12]}")
        if folder.exists():
            return folder
        unfinished = Path(tempfile.mkdtemp(prefix=f".{path.name[:40]}.", dir=path.parent))
        try:
            for name, part in there.items():
                shutil.copy2(part, unfinished / name)
            unfinished.rename(folder)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
    except OSError:
        return None
    return folder
