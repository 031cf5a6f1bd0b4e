"""No file may grow any more: a limit of the process (`ulimit -f`), and a disk full at a checkpoint.

SQLite writes into the log first and back into the database later, when the commands have long been
saved. Real processes.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
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
from tests.paths import ROOT
from tests.ptys import Program
from tui.store.file.sqlite_file import log_path

pytestmark = pytest.mark.slow

SAYS = "a file of this program may have"


def limit(program: Program, size: int) -> None:
    """Let no file of a running program become larger than so many bytes."""
    resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def tagged(program: Program, count: int) -> None:
    """Tag one word after the other, until so many are saved."""
    program.until_shown("Notes", "w000", "^Q quit")
    program.type("e1 " * count)
    program.until_shown(f"{count} entities")
    assert not unsaved(program)


def until_unsaved(program: Program) -> None:
    """Tag one word after the other, until one cannot be saved."""
    while not unsaved(program):
        before = listed(program)
        program.type("e1 ")
        program.until(lambda: listed(program) > before, "one more")  # noqa: B023 (called at once)
        program.play(0.2)


@pytest.mark.parametrize("of", ["the log", "the database"])
def test_the_reader_saves_when_the_limit_is_lifted(folder: Path, of: str) -> None:
    with reader(folder) as program:
        tagged(program, 3)
        path = database(folder)
        limit(program, (log_path(path) if of == "the log" else path).stat().st_size)
        until_unsaved(program)
        program.until_shown(SAYS)
        saved = listed(program) - unsaved(program)
        assert {row.text for row in stored(folder)} == saved
        limit(program, resource.RLIM_INFINITY)
        program.until(lambda: not unsaved(program), "all saved")
        program.type(QUIT)
        assert program.until_ended() == 0
        assert {row.text for row in stored(folder)} == listed(program)
    assert in_order(folder)


def test_quitting_under_a_limit_keeps_the_log_and_what_is_not_saved(folder: Path) -> None:
    with reader(folder) as program:
        tagged(program, 3)
        limit(program, database(folder).stat().st_size)
        until_unsaved(program)
        saved = listed(program) - unsaved(program)
        program.type(QUIT)
        program.until_shown("quit again to write the unsaved work into a file")
        everything = listed(program)
        program.type(QUIT)
        file = rescue_file(program)
    assert {row.text for row in stored(folder)} == saved
    assert hashiya(folder, "import", file)[0] == 0
    assert {row.text for row in stored(folder)} == everything
    assert in_order(folder)


def test_commands_under_a_limit_say_so_and_change_nothing(folder: Path) -> None:
    (folder / "long.txt").write_text("long words " * 20_000)
    assert hashiya(folder, "add", str(folder / "long.txt"))[0] == 0
    more = folder / "more.txt"
    more.write_text("new words " * 50_000)
    documents = folder / "more.jsonl"
    documents.write_text('{"text": "' + "other words " * 50_000 + '", "spans": []}\n')
    before = database(folder).read_bytes()
    there = {path.name for path in folder.iterdir()}
    for words, said in (
        (["add", "more.txt"], SAYS),
        (["import", "more.jsonl"], SAYS),
        (["backup", "copy.db"], SAYS),
        (["export", "out.jsonl", "--format", "documents"], "File too large"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "tui", *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1, words
        assert done.stderr.count("\n") == 1, done.stderr
        assert said in done.stderr, words
        assert database(folder).read_bytes() == before, words
        found = {path.name for path in folder.iterdir()}
        assert {name for name in found if not name.startswith("annotations.db-")} == there, words
    assert in_order(folder)


def test_a_disk_that_is_full_at_the_checkpoint_keeps_the_log(folder: Path) -> None:
    text = (folder / "seeds" / "a.txt").read_text()
    with small_disk(folder, 4096):
        (folder / "seeds").mkdir()
        (folder / "seeds" / "a.txt").write_text(text)
        with reader(folder) as program:
            tagged(program, 40)
            assert log_path(database(folder)).stat().st_size > 500_000
            filler = fill(folder)
            size = database(folder).stat().st_size
            program.type(QUIT)
            assert program.until_ended() == 0
        # The database could not grow, so that the log holds some of the work.
        assert database(folder).stat().st_size == size
        assert log_path(database(folder)).exists()
        assert len(stored(folder)) == 40
        assert in_order(folder)
        filler.unlink()
        with reader(folder) as program:
            program.until_shown("Notes", "w000", "^Q quit")
            program.type(QUIT)
            assert program.until_ended() == 0
        assert not log_path(database(folder)).exists()
        assert len(stored(folder)) == 40
        assert in_order(folder)
