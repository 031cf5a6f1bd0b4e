"""The reader keeps a copy of each day by itself, during its other work."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.articles import document
from tests.faults.readers import QUIT, database, reader
from tests.ui.driving import reading
from tui.session.saving.saver import make_daily_copy
from tui.store.database import Store
from tui.store.maintenance.checks import check_database
from tui.ui import app

pytestmark = pytest.mark.slow


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("annotations.db.*.backup"))


def test_the_reader_makes_todays_copy_once(folder: Path) -> None:
    for number in range(2):
        with reader(folder) as program:
            program.until_shown("Notes", "w000")
            if number == 0:
                program.type("e1 ")
                program.until_shown("w000 PERS")
                program.type(QUIT)
                program.until_ended()
                assert copies(folder) == []
                continue
            program.until(lambda: bool(copies(folder)), "the day's copy")
            program.type("e2 ")
            program.until_shown(" ORG")
            program.type(QUIT)
            program.until_ended()
    (copy,) = copies(folder)
    assert check_database(copy) == []
    with closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("SELECT text FROM annotations").fetchall() == [("w000",)]
    made = copy.stat().st_mtime_ns
    assert make_daily_copy(database(folder)) == ""
    assert copy.stat().st_mtime_ns == made
    assert [path for path in folder.iterdir() if path.name.endswith(".tmp")] == []


def test_a_database_without_annotations_needs_none(tmp_path: Path) -> None:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document("one two")])
    assert make_daily_copy(tmp_path / "annotations.db") == ""
    assert copies(tmp_path) == []


async def test_a_refusal_is_said_and_the_reader_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "COPY_AFTER", 0.01)
    monkeypatch.setattr(
        "tui.ui.app.make_daily_copy", lambda _: "no copy of today: the disk is full"
    )
    async with reading(tmp_path, ["one two three"]) as reader:
        await reader.until(lambda: "no copy of today: the disk is full" in reader.shown())
        assert reader.app.notices == ["no copy of today: the disk is full"]
        await reader.press("e")
        assert len(reader.spans()) == 1
