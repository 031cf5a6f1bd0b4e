"""A file that is not a database of this program's: refused in one line, and left byte for byte."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.readers import QUIT, database, hashiya, in_order, reader, stored
from tui.store import migrations
from tui.store.database import Store
from tui.store.file import schema_check

pytestmark = pytest.mark.slow

SCHEMA_V1 = Path(__file__).parents[1] / "data" / "schema_v1.db"


def garbage(path: Path) -> None:
    path.write_bytes(b"\x00\xff\x1b[31m not a database" * 100)


def a_text(path: Path) -> None:
    path.write_text("نص")


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE documents (id, title)")


def newer(path: Path) -> None:
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA user_version = {schema_check.SCHEMA_VERSION + 1}")


def truncated(path: Path) -> None:
    shutil.copy(SCHEMA_V1, path)
    os.truncate(path, 6000)


def scrambled(path: Path) -> None:
    content = bytearray(SCHEMA_V1.read_bytes())
    content[100:4096] = b"\xee" * 3996
    path.write_bytes(content)


def a_folder(path: Path) -> None:
    path.mkdir()


REFUSED: dict[Callable[[Path], None], str] = {
    garbage: "not a database",
    a_text: "not a database",
    foreign: "a database of another program, left as it is",
    newer: "written by a newer Hashiya",
    truncated: "damaged",
    scrambled: "damaged",
    a_folder: "cannot be read",
}
WRITING = (["add", "seeds"], ["import", "x.jsonl"])
READING = (["list"], ["show", "a"], ["search", "a"], ["stats"], ["check"], ["export"], ["backup"])


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("make", REFUSED)
def test_commands_refuse_it_in_one_line(folder: Path, make: Callable[[Path], None]) -> None:
    make(database(folder))
    before = files(folder)
    for words in (*READING, *WRITING):
        status, out, err = hashiya(folder, *words)
        assert (status, out) == (1, ""), words
        assert REFUSED[make] in err, words
        assert err.count("\n") == 1, words
        assert "\x1b" not in err
    assert files(folder) == before


@pytest.mark.parametrize("make", REFUSED)
def test_the_reader_refuses_it_in_one_line(folder: Path, make: Callable[[Path], None]) -> None:
    make(database(folder))
    before = files(folder)
    with reader(folder) as program:
        assert program.until_ended() == 1
        assert REFUSED[make].encode() in program.output
        assert program.output.count(b"\n") == 1
    assert files(folder) == before


@pytest.fixture
def next_schema(monkeypatch: pytest.MonkeyPatch) -> int:
    """A program with one migration more, for which today's databases are old; their version."""
    version, now = schema_check.SCHEMA_VERSION, migrations.apply_all

    def apply_all(connection: sqlite3.Connection) -> None:
        now(connection)
        connection.execute("ALTER TABLE documents ADD COLUMN later TEXT")
        connection.execute(f"PRAGMA user_version = {version + 1}")

    monkeypatch.setattr(schema_check, "SCHEMA_VERSION", version + 1)
    monkeypatch.setattr(migrations, "apply_all", apply_all)
    return version


def test_an_older_database_is_copied_and_migrated_by_what_writes(
    folder: Path, request: pytest.FixtureRequest
) -> None:
    assert hashiya(folder, "add", os.fspath(folder / "seeds"))[0] == 0
    version = request.getfixturevalue("next_schema")
    before = files(folder)
    status, _, err = hashiya(folder, "list")
    assert status == 1
    assert "older schema" in err
    assert files(folder) == before
    assert hashiya(folder, "add", os.fspath(folder / "seeds"))[0] == 0
    assert hashiya(folder, "list")[0] == 0
    copy = folder / f"annotations.db.v{version}.backup"
    with closing(sqlite3.connect(copy)) as other:
        assert other.execute("SELECT id FROM documents").fetchall() == [("a.txt",)]
    assert in_order(folder)


def test_the_first_released_schema_opens(folder: Path) -> None:
    shutil.copy(SCHEMA_V1, database(folder))
    assert hashiya(folder, "check")[0] == 1
    assert hashiya(folder, "add", os.fspath(folder / "seeds"))[0] == 0
    assert stored(folder) == []
    assert hashiya(folder, "check")[0] == 0


@pytest.mark.parametrize("seed", range(6))
def test_damaged_pages_are_said_and_never_a_traceback(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(30):
        (folder / "seeds" / f"{number:02}.txt").write_text(f"نص {number} " * 400)
    assert hashiya(folder, "add", os.fspath(folder / "seeds"))[0] == 0
    content = bytearray(database(folder).read_bytes())
    for _ in range(3):
        page = chance.randrange(1, len(content) // 4096)
        content[page * 4096 : page * 4096 + 4096] = chance.randbytes(4096)
    database(folder).write_bytes(content)
    # Where the reader takes nothing in, it opens all the same, and meets the damage later.
    shutil.rmtree(folder / "seeds")
    for words in READING:
        status, _, err = hashiya(folder, *words)
        assert status in (0, 1)
        assert status == 0 or err.count("\n") == 1, words
    assert hashiya(folder, "check")[0] == 1
    with reader(folder) as program:
        program.until(
            lambda: "^Q quit" in program.text() or program.process.poll() is not None, "the reader"
        )
        if program.process.poll() is None:
            program.type("\t\x1b[B\x1b[B\r\t e1 c\x1b[6~u" + "\x1b[B\r" * 20)
            program.type(QUIT * 3)
        assert program.until_ended() in (0, 1)
        assert b"Traceback" not in program.output
