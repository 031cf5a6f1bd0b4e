"""While the program has its database open, inspecting the file does not release its locks.

POSIX drops all locks that a process has on a file when the process closes any handle of it. What
then opens and closes the database takes the log away under the reader, and with it what was saved.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.making import document, entity, make, tag
from tui.cli.main import run
from tui.errors import HashiyaError
from tui.session.saving.saver import make_daily_copy
from tui.store.database import Store
from tui.store.file.sqlite_file import log_path

_LOOK = """
import contextlib, sqlite3, sys
with contextlib.closing(sqlite3.connect(sys.argv[1])) as database:
    database.execute("SELECT count(*) FROM annotations").fetchone()
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document("a")])
        yield store


def another_program_looks(database: Path) -> None:
    """Open the database in another process, read from it, and close it again."""
    subprocess.run([sys.executable, "-c", _LOOK, str(database)], check=True)


def opened_again(database: Path) -> None:
    """Open it a second time for reading."""
    Store.open(database, create=False, read_only=True).close()


def opened_to_write(database: Path) -> None:
    """Open it a second time for writing."""
    Store.open(database).close()


def given_as_source(database: Path) -> None:
    """Name it as a source of documents by a slip."""
    assert run(["--db", str(database), "add", str(database)]) == 1


def given_as_import(database: Path) -> None:
    """Name it as a file of annotations by a slip."""
    assert run(["--db", str(database), "import", str(database)]) != 0


def given_as_export(database: Path) -> None:
    """Name it as the place of an export by a slip."""
    assert run(["--db", str(database), "export", str(database), "--force"]) != 0


def exported(database: Path) -> None:
    """Export it while the reader is open."""
    assert run(["--db", str(database), "export", str(database.with_name("out.jsonl"))]) == 0


def checked(database: Path) -> None:
    """Check it while the reader is open."""
    assert run(["--db", str(database), "check"]) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "look",
    [
        make_daily_copy,
        opened_again,
        opened_to_write,
        given_as_source,
        given_as_import,
        given_as_export,
        exported,
        checked,
    ],
)
@pytest.mark.parametrize("empty_log", [False, True])
def test_a_second_look_in_the_same_process_keeps_the_locks(
    store: Store, look: Callable[[Path], object], *, empty_log: bool
) -> None:
    first = tag(store)
    if empty_log:
        store._file.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    look(store.path)
    log = log_path(store.path).stat().st_ino
    another_program_looks(store.path)
    assert log_path(store.path).stat().st_ino == log, "the log was taken away"
    second = entity(store, 16, 23)
    make(store, second)
    with closing(sqlite3.connect(f"file:{store.path}?mode=ro", uri=True)) as other:
        rows = other.execute("SELECT id FROM annotations ORDER BY start_offset").fetchall()
    assert [id for (id,) in rows] == [first.id, second.id]


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
def test_the_database_is_never_replaced_by_an_export(store: Store, suffix: str) -> None:
    tag(store)
    place = store.path.with_name(store.path.name + suffix)
    assert run(["--db", str(store.path), "export", str(place), "--force"]) == 2
    assert store.annotations.count() == 1


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HashiyaError, match="cannot be read"):
        Store.open(tmp_path, create=False)
