"""A read-only folder: what is there can be read, and what cannot be saved is said."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.articles import document
from tests.faults.disks import read_only
from tests.faults.readers import (
    QUIT,
    annotate,
    database,
    hashiya,
    in_order,
    listed,
    reader,
    rescue_file,
    stored,
    unsaved,
)
from tests.ui.driving import reading
from tui.errors import CannotWrite
from tui.session.saving.saver import make_daily_copy
from tui.store.database import Store

pytestmark = pytest.mark.slow

READING = (
    ["list"], ["show", "a.txt"], ["search", "w001"], ["stats"], ["check"],
    ["export", "--format", "documents"],
)  # fmt: skip


def annotate_and_crash(folder: Path) -> None:
    """The same by a program that was killed, so that its log is next to the database."""
    with reader(folder) as program:
        program.until_shown("Notes", "w000")
        program.type("e1")
        program.until_shown("w000 PERS")
        program.kill()
    assert database(folder).with_name("annotations.db-wal").stat().st_size


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("make", [annotate, annotate_and_crash])
def test_the_reader_reads_says_so_and_keeps_what_was_tagged(
    folder: Path, make: Callable[[Path], None]
) -> None:
    make(folder)
    before = files(folder)
    with read_only(folder):
        with reader(folder) as program:
            program.until_shown("Notes", "w000 PERS", "read-only")
            program.type(" e2 ")
            program.until_shown("NOT SAVED", " ORG")
            assert unsaved(program) == {"w001"}
            program.type(QUIT + QUIT)
            file = rescue_file(program)
        assert files(folder) == before
        assert [row.text for row in stored(folder)] == ["w000"]
    assert Path(file).parent == folder.parent / "home"
    assert hashiya(folder, "import", file)[0] == 0
    assert [row.text for row in stored(folder)] == ["w000", "w001"]
    assert in_order(folder)


def test_it_saves_once_it_may(folder: Path) -> None:
    annotate(folder)
    with contextlib.ExitStack() as while_read_only:
        while_read_only.enter_context(read_only(folder))
        with reader(folder) as program:
            program.until_shown("Notes", "w000 PERS", "read-only")
            program.type(" e2 ")
            program.until_shown("NOT SAVED", " ORG")
            while_read_only.close()
            program.until_shown("saved now")
            assert [row.text for row in stored(folder)] == ["w000", "w001"]
            program.type(QUIT)
            assert program.until_ended() == 0
    assert in_order(folder)


def test_commands_that_read_work_and_those_that_write_say_why_not(
    folder: Path, tmp_path: Path
) -> None:
    annotate(folder)
    (tmp_path / "more.txt").write_text("more")
    export = tmp_path / "out.jsonl"
    assert hashiya(folder, "export", str(export), "--format", "documents")[0] == 0
    with read_only(folder):
        for words in READING:
            status, out, err = hashiya(folder, *words)
            assert (status, err) == (0, ""), words
            assert out
        assert hashiya(folder, "backup", str(tmp_path / "copy.db"))[0] == 0
        for words in (["add", str(tmp_path / "more.txt")], ["import", str(export)], ["backup"]):
            status, _, err = hashiya(folder, *words)
            assert status == 1, words
            assert re.search("read-only|Read-only", err), words
            assert err.count("\n") == 1, err


def test_no_copy_of_the_day_can_be_made_there(folder: Path) -> None:
    annotate(folder)
    with Store.open(database(folder)) as store, read_only(folder):
        with pytest.raises(CannotWrite, match="Read-only file system"):
            store.daily_backup()
        assert "Read-only file system" in make_daily_copy(database(folder))


def test_no_database_can_be_made_there(folder: Path) -> None:
    with read_only(folder), reader(folder) as program:
        assert program.until_ended() == 1
        said = b" ".join(program.output.split())
        assert b"annotations.db: the database cannot be created: Read-only file system" in said
        assert b"Traceback" not in said


def test_what_another_program_writes_is_shown(folder: Path) -> None:
    annotate(folder)
    with reader(folder) as program:
        program.until_shown("Notes", "w000 PERS")
        with contextlib.closing(sqlite3.connect(database(folder))) as other, other:
            other.execute("UPDATE annotations SET note = 'hers'")
        program.until(lambda: "hers" in program.text(), "what another program wrote")
        assert listed(program) == {"w000"}


async def test_without_a_mount_a_folder_that_refuses_is_said_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(tmp_path / "annotations.db").close()
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document("one two three", "000.txt")])
    refusing = True
    real = os.access

    def access(where: Path, mode: int) -> bool:
        return not (refusing and mode == os.W_OK) and bool(real(where, mode))

    monkeypatch.setattr("tui.store.file.sqlite_file.os.access", access)
    async with reading(tmp_path, ["one two three"]) as reader:
        await reader.press("e", "1", "space", "e")
        assert "3 NOT SAVED" in reader.shown()
        assert "read-only" in reader.shown()
        assert reader.spans() == []
        refusing = False
        await reader.until(lambda: "saved now: 3 commands" in reader.shown())
        assert reader.saved() == reader.session.annotations.items
