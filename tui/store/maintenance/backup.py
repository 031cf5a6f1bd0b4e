"""Copies of the database (daily, before a migration, on request), and restoring one."""

import contextlib
import fcntl
import os
import re
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tui.errors import CannotWrite, NotADatabase, StoreError
from tui.model import now
from tui.store.file import network, schema_check
from tui.store.file.log_check import BEFORE_RESTORE, journal_size
from tui.store.file.log_owner import companion, is_in_use, is_log_in_use, new_generation
from tui.store.file.sqlite_file import (
    SqliteFile,
    connect,
    is_locked_here,
    log_path,
    translate_errors,
)
from tui.store.maintenance.checks import check_database
from tui.temporary_files import remove_leftovers, sync_to_disk

DAYS_KEPT = 7
"""Daily copies to keep; older ones are removed once a new one is complete."""

_DAILY = "", r"\.\d{4}-\d\d-\d\d\.backup"
"""Patterns before and after the database's name in the names of daily copies."""


def backup(file: SqliteFile, out: Path) -> None:
    """Copy the database to `out`, even while others write: a complete file or none.

    Raises `StoreError` if `out` exists, and `CannotWrite`.
    """
    if os.path.lexists(out):
        raise StoreError(f"{out}: already exists; name another file")
    _remove_unfinished(out.parent, file.path.stem, out.name)
    copy_database(file.connection, file.path, out)


def daily_backup(file: SqliteFile) -> Path | None:
    """Make today's copy next to the database, and keep seven; None if there is one already.

    Raises `CannotWrite`.
    """
    out = file.path.with_name(f"{file.path.name}.{now()[:10]}.backup")
    if out.exists():
        return None
    copy_database(file.connection, file.path, out)
    try:
        _remove_old_copies(file.path)
    except OSError as error:
        raise CannotWrite(f"{error.filename}: cannot be removed: {error.strerror}") from error
    return out


def _remove_old_copies(path: Path) -> None:
    """Remove older daily copies, and unfinished copies of killed programs."""
    daily = re.compile(re.escape(path.name).join(_DAILY))
    # A copy of a day to come, made while the clock was wrong, takes no other one's place.
    last = path.with_name(f"{path.name}.{now()[:10]}.backup").name
    whole = sorted(one for one in path.parent.iterdir() if daily.fullmatch(one.name))
    for old in [one for one in whole if one.name <= last][:-DAYS_KEPT]:
        old.unlink(missing_ok=True)
    _remove_unfinished(path.parent, path.name)


def _remove_unfinished(folder: Path, *names: str) -> None:
    """Remove unfinished copies of killed programs; a folder that cannot be listed is skipped."""
    either = "|".join(map(re.escape, names))
    with contextlib.suppress(OSError):
        remove_leftovers(folder, re.compile(rf"\.(?:{either}).*?\.(\d+)\.tmp(?:-\w+)?"))


def copy_database(
    connection: sqlite3.Connection, path: Path, out: Path, mode: int | None = None
) -> None:
    """Copy with SQLite's backup API into a file next to `out`, then rename it.

    The copy has the permissions `mode`, else those of the file at `path`. Raises `CannotWrite`, and
    `InUseElsewhere` if another machine took the database over meanwhile.
    """
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        # A user who cannot read the database should not be able to read its copy. That of a
        # read-only one has to be written all the same.
        mode = path.stat().st_mode if mode is None else mode
        unfinished.touch(mode=stat.S_IMODE(mode) | stat.S_IWUSR, exist_ok=False)
        with translate_errors(out):
            target = connect(unfinished, "mode=rw")
            try:
                connection.backup(target)
                _set_own_generation(target)
            finally:
                target.close()
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        network.require_held(path)
        unfinished.replace(out)
    except OSError as error:
        raise CannotWrite(
            f"{out}: the copy of {path} cannot be written: {error.strerror}"
        ) from error
    finally:
        remove_files(unfinished)


def _set_own_generation(copy: sqlite3.Connection) -> None:
    """Give a copy its own generation, so that it never accepts a log of the original."""
    (version,) = copy.execute("PRAGMA user_version").fetchone()
    if version:
        copy.execute("BEGIN IMMEDIATE")
        new_generation(copy)
        copy.execute("COMMIT")


def database_files(path: Path) -> list[Path]:
    """Return the paths of the database and of the files that belong to it, which may not exist."""
    return [
        path,
        *(companion(path, end) for end in ("-wal", "-shm", "-journal", "-owner")),
    ]


def remove_files(path: Path) -> None:
    """Remove a database that was not finished, and the files that belong to it, if possible.

    A folder that has become read-only says so even of a file that does not exist.
    """
    for part in database_files(path):
        with contextlib.suppress(OSError):
            part.unlink()


class Copy(NamedTuple):
    """A daily copy of a database."""

    path: Path
    day: str
    size: int
    """In bytes."""


def daily_copies(path: Path) -> list[Copy]:
    """Return the daily copies next to the database, the oldest first. Raises `StoreError`."""
    pattern = re.compile(re.escape(path.name).join(_DAILY))
    try:
        found = [one for one in path.parent.iterdir() if pattern.fullmatch(one.name)]
        copies = [Copy(one, one.name[-17:-7], one.stat().st_size) for one in found]
    except OSError as error:
        raise StoreError(f"{path.parent}: cannot be listed: {error.strerror}") from error
    return sorted(copies)


def restore(backup_path: Path, path: Path) -> Path | None:
    """Replace the database at `path` by a backup; return where the present one is now.

    The backup keeps its bytes. If the backup is the database itself, its file is used without its
    log. Raises `StoreError` while another program has the database open, or another machine has
    one of both, and `NotADatabase` for an unusable backup; then nothing is changed. Where `path` is
    a symbolic link, the file that it leads to is replaced.
    """
    path = Path(os.path.realpath(path))
    with network.holding(path), network.holding(backup_path):
        return _restore(backup_path, path)


def _restore(backup_path: Path, path: Path) -> Path | None:
    _refuse_in_use(path)
    as_it_is = path.exists() and backup_path.samefile(path) if backup_path.exists() else False
    ready = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    _remove_unfinished(path.parent, path.name)
    try:
        _copy_backup(backup_path, ready, path, without_log=as_it_is)
        _require_usable(ready, backup_path)
        _pause_sync(ready)
        with _hold_lock(path):
            kept = _keep_present(path) if path.exists() else None
            ready.replace(path)
            _move_companions(path, kept)
        sync_to_disk(path.parent)
    except OSError as error:
        raise CannotWrite(f"{path}: cannot be restored: {error.strerror or error}") from error
    finally:
        remove_files(ready)
    return kept


def _refuse_in_use(path: Path) -> None:
    if is_locked_here(path) or is_in_use(path) or is_log_in_use(path):
        raise StoreError(f"{path}: another program has the database open; quit it first")


def _copy_backup(backup_path: Path, ready: Path, path: Path, *, without_log: bool) -> None:
    if without_log:
        with translate_errors(backup_path):
            connection = connect(backup_path, "immutable=1")
    else:
        if not schema_check.schema_version(backup_path):
            raise NotADatabase(f"{backup_path}: the backup is empty")
        shared = log_path(backup_path).exists() or journal_size(backup_path)
        with translate_errors(backup_path):
            connection = connect(backup_path, "mode=ro" if shared else "immutable=1")
    with contextlib.closing(connection):
        mode_of = path if path.exists() else backup_path
        copy_database(connection, mode_of, ready)


def _require_usable(ready: Path, backup_path: Path) -> None:
    """Raise `NotADatabase` unless the copy is one that the program can open and use."""
    version = schema_check.schema_version(ready)
    if version == schema_check.SCHEMA_VERSION:
        errors = [one.message for one in check_database(ready) if one.severity == "error"]
    else:
        with (
            translate_errors(ready),
            contextlib.closing(connect(ready, "immutable=1")) as connection,
        ):
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        errors = [] if found == "ok" else [found]
    if errors or not version:
        why = errors[0] if errors else "it is empty"
        raise NotADatabase(f"{backup_path}: the backup cannot be used ({why}); nothing was changed")


def _pause_sync(ready: Path) -> None:
    """Pause a restored database that is in step with a hub: the hub may have later rows.

    `hashiya sync --keep` ends the pause. An older schema knows no hub.
    """
    with (
        translate_errors(ready),
        contextlib.closing(connect(ready, "mode=rw")) as connection,
        contextlib.suppress(sqlite3.OperationalError),
    ):
        connection.execute(
            "INSERT OR REPLACE INTO choices (annotator, name, value) "
            "SELECT '', 'hub paused', '1' FROM hub_state"
        )


def is_paused(path: Path) -> bool:
    """Whether a database waits for `hashiya sync --keep` after a restore."""
    # Reading would leave an empty log next to a database that nobody has open.
    how = "mode=ro" if log_path(path).exists() else "immutable=1"
    with (
        contextlib.closing(connect(path, how)) as connection,
        contextlib.suppress(sqlite3.Error),
    ):
        query = "SELECT 1 FROM choices WHERE (annotator, name) = ('', 'hub paused')"
        return connection.execute(query).fetchone() is not None
    return False


@contextlib.contextmanager
def _hold_lock(path: Path) -> Iterator[None]:
    """Prevent SQLite in other programs from opening the present file meanwhile."""
    if not path.exists():
        yield
        return
    handle = os.open(path, os.O_RDWR)
    try:
        with contextlib.suppress(OSError):
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
        yield
    finally:
        os.close(handle)


def _keep_present(path: Path) -> Path:
    """Give the present database a second name next to the first one."""
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    for number in range(1, 1000):
        kept = path.with_name(f"{path.name}{BEFORE_RESTORE}{stamp}-{number}.db")
        if os.path.lexists(kept):
            continue
        try:
            kept.hardlink_to(path)
        except FileExistsError:
            continue
        except OSError:
            shutil.copy2(path, kept)
        return kept
    raise FileExistsError(17, "too many databases of this name", str(path))


def _move_companions(path: Path, kept: Path | None) -> None:
    """Move what belongs to the former file away from the new one.

    If the program is killed before that, the log no longer fits the file, and is refused.
    """
    parts = database_files(path)[1:]
    targets = database_files(kept)[1:] if kept else [None] * len(parts)
    for part, target in zip(parts, targets, strict=True):
        if target is None or part.name.endswith("-shm"):
            part.unlink(missing_ok=True)
        elif part.exists():
            part.replace(target)
