"""Continue in a rescue database when another file was put in the place of the open one."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from tui.errors import Busy, CannotWrite, HashiyaError, Replaced
from tui.model import AnnotatedDocument, ImportedDocument
from tui.store import migrations
from tui.store.file import schema_check
from tui.store.file.sqlite_file import SqliteFile, connect, translate_errors
from tui.store.importing import Importer
from tui.store.maintenance.backup import copy_database, remove_files

RESCUED = ".rescued-"
"""The part of a rescue database's name between the database's name and the time."""

_ATTEMPTS, _PAUSE = 40, 0.05
"""How many times the new file is read until it is complete, and seconds in between."""


def switch(file: SqliteFile, work: Iterable[AnnotatedDocument]) -> Path:
    """Leave the replaced database for a rescue database next to it, and return its path.

    Nothing is written into the new file. A file that was moved or removed is copied whole with all
    that was saved in it. Of one that was overwritten only `work` is left, which this program wrote
    into it: the new file's content is copied, and `work` added. Raises `StoreError`, `CannotWrite`
    among them, if no rescue database can be made: then there is none, the file is still the
    replaced one, and `switch` can be tried again.
    """
    former = file.path
    _require_replaced(file)
    target = _reserved_path(former)
    try:
        if file.is_overwritten():
            file.leave_replaced()
            _copy_new(former, target)
            _add_work(target, work)
        else:
            copy_database(file.connection, former, target, file.mode())
    except BaseException:
        remove_files(target)
        raise
    file.leave_replaced()
    file.move_to(target)
    return target


def _require_replaced(file: SqliteFile) -> None:
    """Raise `Busy` if the file was missing only for a moment: then its log still belongs to it."""
    try:
        file.require_unchanged()
    except Replaced:
        return
    raise Busy(f"{file.path}: the database was moved and is there again; try again")


def _reserved_path(path: Path) -> Path:
    """Create an empty file with a name that no other program can take; return its path.

    Several readers of one database may notice at the same moment that it was replaced.
    Raises `CannotWrite`.
    """
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    for number in range(1, 1000):
        target = path.with_name(f"{path.name}{RESCUED}{stamp}-{number}.db")
        try:
            target.touch(exist_ok=False)
        except FileExistsError:
            continue
        except OSError as error:
            raise CannotWrite(
                f"{target}: the rescue database cannot be created: {error.strerror}"
            ) from error
        return target
    raise CannotWrite(f"{path.parent}: too many rescue databases")


def _copy_new(path: Path, target: Path) -> None:
    """Copy the new file if it is a valid Hashiya database; else leave the target empty.

    Raises `StoreError` if it cannot be copied.
    """
    for _ in range(_ATTEMPTS):
        if _is_whole(path):
            with (
                translate_errors(path),
                contextlib.closing(connect(path, "immutable=1")) as connection,
            ):
                copy_database(connection, path, target)
            return
        time.sleep(_PAUSE)


def _is_whole(path: Path) -> bool:
    """Whether the file is a complete Hashiya database; `cp` empties it first."""
    try:
        if not schema_check.schema_version(path):
            return False
        with contextlib.closing(connect(path, "immutable=1")) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except (HashiyaError, sqlite3.Error):
        return False


def _add_work(target: Path, work: Iterable[AnnotatedDocument]) -> None:
    """Write the work into a rescue database that no other program knows yet."""
    file = SqliteFile(target, read_only=False)
    try:
        _prepare(file)
        _import_work(file, work)
    finally:
        file.close()


def _prepare(file: SqliteFile) -> None:
    """Give an empty or older rescue database the schema of this program, and a generation."""
    version = int(file.value("PRAGMA user_version"))
    if version < schema_check.SCHEMA_VERSION:
        with translate_errors(file.path):
            file.connection.execute("PRAGMA journal_mode = WAL")
        with file.writing() as connection:
            migrations.apply_all(connection)
    file.ensure_generation()


def _import_work(file: SqliteFile, work: Iterable[AnnotatedDocument]) -> None:
    Importer(file).load(
        ImportedDocument(document, line=0, is_known=_is_known(file, document)) for document in work
    )


def _is_known(file: SqliteFile, document: AnnotatedDocument) -> bool:
    found = file.row("SELECT text_sha256 FROM documents WHERE id = ?", (document.id,))
    return found == (document.sha256,)
