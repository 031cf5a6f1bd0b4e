"""Another program holds the database's lock: nothing waits for it but what is to be saved."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.faults.readers import (
    QUIT,
    annotate,
    database,
    hashiya,
    in_order,
    listed,
    reader,
    stored,
    unsaved,
)
from tests.ui.driving import reading
from tui.session.saving.saver import Saver
from tui.session.session import Session

pytestmark = pytest.mark.slow


@contextmanager
def locked(path: Path) -> Iterator[sqlite3.Connection]:
    """Hold the write lock, as a program does in the midst of a long transaction."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other
        other.execute("ROLLBACK")


def test_the_reader_goes_on_and_saves_when_it_can(folder: Path) -> None:
    with reader(folder) as program:
        program.until_shown("Notes", "w000")
        program.type("e1 ")
        program.until_shown("w000 PERS")
        with locked(database(folder)):
            program.type("e2 e3 ke ")
            program.until(lambda: len(unsaved(program)) == 4, "four that are not saved")
            program.until_shown("NOT SAVED: another program is writing to the database")
            program.type("\x1b[1;5F")
            program.until_shown("w599", "100%")
            program.type("u")
            program.until_shown("cannot undo yet")
            assert [row.text for row in stored(folder)] == ["w000"]
        program.until_shown("saved now")
        program.until(lambda: not unsaved(program), "no sign of what is not saved")
        assert {row.text for row in stored(folder)} == listed(program)
        program.type("u")
        program.until_shown("undone")
        program.type(QUIT)
        assert program.until_ended() == 0
    assert in_order(folder)


async def test_no_key_and_no_try_waits_more_than_once_for_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(tmp_path, ["one two three four. five six seven", "another"]) as reader:
        waits = []
        real = Saver._commit

        def commit(*arguments: object) -> object:
            waits.append("commit")
            return real(*arguments)  # type: ignore[arg-type]  # passed on

        def retry(session: Session) -> object:
            tries.append("retry")
            return retry_of(session)

        tries: list[str] = []
        retry_of = Session.retry
        monkeypatch.setattr(Saver, "_commit", commit)
        monkeypatch.setattr(Session, "retry", retry)
        await reader.press("enter", "e", "space")
        with locked(tmp_path / "annotations.db"):
            for key in ("e", "1", "space", "c", "e", "x", "l", "escape", "d", "m", "u", "f", "s"):
                waits.clear()
                tries.clear()
                tried = reader.session.saver.queued_count
                await reader.press(key)
                # One wait of the key's own, and one each time that the timer tries again.
                assert len(waits) <= 1 + len(tries), (key, tried)
            waits.clear()
            await reader.until(lambda: len(waits) >= 4)
            assert reader.session.saver.queued_count
            assert "NOT SAVED" in reader.shown()
        await reader.until(lambda: "saved now" in reader.shown())
        assert reader.saved() == reader.session.annotations.items


def test_at_the_start_a_lock_is_not_waited_for_long(folder: Path) -> None:
    annotate(folder)
    (folder / "seeds" / "new.txt").write_text("new")
    with locked(database(folder)), reader(folder) as program:
        program.until_shown("w000 PERS", "nothing was added")
        program.type(QUIT)
        assert program.until_ended() == 0
    with reader(folder) as program:
        program.until_shown("Index", "new")


def test_a_program_that_lets_nobody_in_is_said_in_one_line(folder: Path) -> None:
    assert hashiya(folder, "add", str(folder / "seeds"))[0] == 0
    with closing(sqlite3.connect(database(folder), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE documents SET title = title")
        for words in ([], ["list"], ["check"], ["add", str(folder / "seeds")], ["export"]):
            if words:
                status, _, err = hashiya(folder, *words)
            else:
                with reader(folder) as program:
                    status = program.until_ended()
                    err = program.output.decode()
            assert status == 1
            assert "another program" in err
            assert "Traceback" not in err
            assert err.count("\n") == 1, err
