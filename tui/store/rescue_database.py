"""Continue in a rescue database when another file was put in the place of the open one."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from tui.errors import CannotWrite, HashiyaError
from tui.model import AnnotatedDocument, ImportedDocument
from tui.store import migrations
from tui.store.backup import copy_database
from tui.store.connection import SqliteFile, connect, create_file, translate_errors
from tui.store.importing import Importer

RESCUED = ".rescued-"
"""The part of a rescue database's name between the database's name and the time."""

_LOOKS, _PAUSE = 40, 0.05
"""How often, with seconds between, the new file is read until it is whole."""


def switch(file: SqliteFile, work: Iterable[AnnotatedDocument]) -> Path:
    """Leave the replaced database for a rescue database next to it, and return its path.

    Nothing is written into the new file. A file that was moved or removed is copied whole with all
    that was saved in it. One that was overwritten is lost but for `work`, which this program wrote
    into it; the new file's content is copied and `work` added. Raises `CannotWrite` if no rescue
    database can be made; then the file stays open.
    """
    former = file.path
    target = _unused_path(former)
    if file.is_overwritten():
        file.leave_replaced()
        _copy_new(former, target)
        file.move_to(target)
        _prepare(file)
        _import_work(file, work)
    else:
        copy_database(file.connection, former if former.exists() else former.parent, target)
        file.leave_replaced()
        file.move_to(target)
    return target


def _unused_path(path: Path) -> Path:
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    for number in range(1, 1000):
        target = path.with_name(f"{path.name}{RESCUED}{stamp}-{number}.db")
        if not target.exists():
            return target
    raise CannotWrite(f"{path.parent}: too many rescue databases")


def _copy_new(path: Path, target: Path) -> None:
    """Copy the new file if it is a valid database of ours; else begin an empty one."""
    for _ in range(_LOOKS):
        with contextlib.suppress(HashiyaError, sqlite3.Error):
            if not migrations.schema_version(path, migrations.SCHEMA_VERSION):
                break
            with (
                translate_errors(path),
                contextlib.closing(connect(path, "immutable=1")) as connection,
            ):
                if connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",):
                    copy_database(connection, path, target)
                    return
        time.sleep(_PAUSE)
    create_file(target)


def _prepare(file: SqliteFile) -> None:
    """Give an empty or older rescue database the schema of this program."""
    version = int(file.value("PRAGMA user_version"))
    if version < migrations.SCHEMA_VERSION:
        with translate_errors(file.path):
            file.connection.execute("PRAGMA journal_mode = WAL")
        with file.writing() as connection:
            migrations.apply_all(connection)


def _import_work(file: SqliteFile, work: Iterable[AnnotatedDocument]) -> None:
    Importer(file).load(
        ImportedDocument(document, line=0, is_known=_is_known(file, document)) for document in work
    )


def _is_known(file: SqliteFile, document: AnnotatedDocument) -> bool:
    found = file.row("SELECT text_sha256 FROM documents WHERE id = ?", (document.id,))
    return found == (document.sha256,)
