"""The disk runs full under the reader: it says so, goes on, and saves when there is room."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.faults.disks import fill, small_disk
from tests.faults.readers import (
    QUIT,
    database,
    hashiya,
    in_order,
    listed,
    reader,
    rescue_file,
    stored,
    unsaved,
)
from tests.ptys import Program
from tests.store.making import tag
from tests.ui.driving import reading
from tests.ui.pty_child import ROOT
from tui.store.database import Store
from tui.store.maintenance.checks import check_database

pytestmark = pytest.mark.slow


async def test_a_limit_of_pages_is_a_full_disk(tmp_path: Path) -> None:
    async with reading(tmp_path, [" ".join(f"w{n:04}" for n in range(500))]) as reader:
        await reader.press("e", "space")
        connection = reader.store._file.connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        while not reader.session.saver.queued_count:
            await reader.press("e", "1", "space")
        saved = reader.saved()
        assert "NOT SAVED: the disk is full" in reader.shown()
        waiting = reader.session.saver.unsaved_ids()
        shown_as_saved = [row for row in reader.session.annotations.items if row.id not in waiting]
        assert [row for row in saved if row.id not in waiting] == shown_as_saved
        await reader.press("e", "space", "d")
        assert reader.saved() == saved
        assert f"{reader.session.saver.queued_count} NOT SAVED" in reader.shown()

        connection.execute("PRAGMA max_page_count = 100000")
        await reader.until(lambda: not reader.session.saver.queued_count)
        await reader.until(lambda: "saved now" in reader.shown())
        assert reader.saved() == reader.session.annotations.items
        assert reader.store.progress.get("000.txt", "me").status == "done"
        assert check_database(reader.store.path) == []


@pytest.fixture
def disk(folder: Path) -> Iterator[Path]:
    """The working directory on a disk of its own, of two megabytes."""
    text = (folder / "seeds" / "a.txt").read_text()
    with small_disk(folder, 2048):
        (folder / "seeds").mkdir()
        (folder / "seeds" / "a.txt").write_text(text)
        yield folder


def tag_until_unsaved(program: Program) -> None:
    """Tag word after word, each when the one before is listed, until one cannot be saved."""
    while "NOT SAVED" not in program.text():
        before = listed(program)
        program.type("e ")
        program.until(partial(is_longer, program, before), "one more")


def is_longer(program: Program, before: set[str]) -> bool:
    return len(listed(program)) > len(before)


def test_a_disk_that_runs_full(disk: Path) -> None:
    with reader(disk) as program:
        program.until_shown("Notes", "w000")
        program.type("e1 ")
        program.until_shown("w000 PERS")
        filler = fill(disk)
        tag_until_unsaved(program)
        program.type("e1 e2 ")
        program.until(lambda: len(unsaved(program)) >= 3)
        assert "the disk is full" in program.text()
        saved = {row.text for row in stored(disk)}
        program.until(lambda: listed(program) - unsaved(program) == saved, "all but what is saved")

        filler.unlink()
        program.until_shown("saved now")
        program.until(lambda: not unsaved(program), "no sign of what is not saved")
        assert {row.text for row in stored(disk)} == listed(program)
        program.type(QUIT)
        assert program.until_ended() == 0
    assert in_order(disk)


def test_a_full_disk_of_temporary_files_is_named(folder: Path) -> None:
    text = " ".join(f"w{number:03}" for number in range(600))
    for label in ("entity", "claim"):
        spans = [[at, at + 4, label] for at in range(0, len(text), 5)]
        lines = (json.dumps({"id": f"{n}", "text": text, "label": spans}) for n in range(20))
        (folder / f"{label}.jsonl").write_text("\n".join(lines))
    temporary = folder / "temporary"
    temporary.mkdir()
    entities, claims = (
        ("import", "--format", "doccano", str(folder / f"{label}.jsonl"))
        for label in ("entity", "claim")
    )
    assert hashiya(folder, *entities)[0] == 0
    with small_disk(temporary, 16):
        done = subprocess.run(  # SQLite reads the variable once
            [sys.executable, "-m", "tui", "--db", str(database(folder)), *claims],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "SQLITE_TMPDIR": str(temporary)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    full = f"the disk of temporary files, {temporary} (TMPDIR names another), is full"
    assert done.stderr == f"{database(folder)}: {full}; nothing was changed\n"
    with Store.open(database(folder)) as store:
        assert {row.label for row in store.annotations.in_document("0")} == {"entity"}
    assert in_order(folder)
    assert hashiya(folder, *claims)[0] == 0


def test_leaving_while_the_disk_is_full_keeps_all_in_a_file_elsewhere(disk: Path) -> None:
    with reader(disk) as program:
        program.until_shown("Notes", "w000")
        program.type("e1 ")
        program.until_shown("w000 PERS")
        filler = fill(disk)
        tag_until_unsaved(program)
        program.type(QUIT)
        program.until_shown("quit again to write the unsaved work into a file")
        waiting = unsaved(program)
        program.type(QUIT)
        file = rescue_file(program)
    assert Path(file).parent == disk.parent / "home"
    filler.unlink()
    before = {row.text for row in stored(disk)}
    assert waiting.isdisjoint(before)
    assert hashiya(disk, "import", file)[0] == 0
    assert {row.text for row in stored(disk)} == before | waiting
    assert in_order(disk)


def test_commands_on_a_full_disk_change_nothing_and_leave_nothing(disk: Path) -> None:
    assert hashiya(disk, "add", str(disk / "seeds"))[0] == 0
    with Store.open(disk / "annotations.db") as store:
        tag(store, 0, 4, name="a.txt")
    good = disk.parent / "good.db"
    assert hashiya(disk, "backup", str(good))[0] == 0
    with Store.open(disk / "annotations.db") as store:
        tag(store, 5, 9, name="a.txt")
    new = disk.parent / "new.txt"
    new.write_text("new words " * 9000)
    filler = fill(disk)
    before = (disk / "annotations.db").read_bytes()
    there = names(disk)
    whole = good.read_bytes()
    for words in (
        ["backup", str(disk / "copy.db")],
        ["restore", str(good)],
        ["add", str(new)],
        ["export", str(disk / "out.jsonl")],
        ["check", "--repair"],
    ):
        status, _, err = hashiya(disk, *words)
        assert status == 1, words
        assert err.count("\n") == 1, words
        assert "full" in err or "No space" in err or "cannot be" in err, (words, err)
        assert names(disk) == there, words
        assert (disk / "annotations.db").read_bytes() == before, words
    assert good.read_bytes() == whole
    filler.unlink()
    assert in_order(disk)
    assert stored_texts(disk) == {"w000", "w001"}
    assert hashiya(disk, "restore", str(good))[0] == 0
    assert stored_texts(disk) == {"w000"}
    assert in_order(disk)


def stored_texts(folder: Path) -> set[str]:
    return {row.text for row in stored(folder)}


def names(folder: Path) -> set[str]:
    """The files of a folder, without those of an open database."""
    found = {path.name for path in folder.iterdir()}
    return {name for name in found if not name.endswith(("-wal", "-shm", "-owner"))}
