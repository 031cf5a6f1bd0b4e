"""Two machines on one database in a network folder: processes that are killed, sleep, or race.

The machines are processes that are told what their name is, and that the folder is a server's.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.machines import in_network_folder, let_pass, lock, present
from tests.store.making import document
from tests.ui.driving import reading
from tui.cli.main import run
from tui.store.database import Store
from tui.store.file import machine_lock
from tui.store.file.log_owner import companion
from tui.store.maintenance.checks import check_database

MACHINE = """
import sys
from pathlib import Path
from tui.store.file import machine_lock, network
network.network_type = lambda _: "nfs4"
machine_lock.GRACE = 0.2
machine_lock._RECENT = 0.0
name, path = sys.argv[1], Path(sys.argv[2])
machine_lock.this_machine = lambda _: machine_lock.Machine(name, f"{name}-id", f"{name}-boot")
from tui.errors import InUseElsewhere
from tui.store.database import Store
def wait():
    print("ready", flush=True)
    sys.stdin.readline()
"""
"""The start of a program on the machine with the name of its first argument."""

OPEN = """
with Store.open(path) as store:
    store.choices.save("me", "place", name)
    wait()
    try:
        store.choices.save("me", "place", f"{name} again")
        print("saved")
    except InUseElsewhere as error:
        print(error)
"""
"""Open the database, write, and write once more when told to go on."""

ARRIVE = """
wait()
try:
    lock = machine_lock.hold(path)
except InUseElsewhere:
    print("refused")
else:
    print("has it", flush=True)
    sys.stdin.readline()
    lock.release()
"""
"""Try to get the lock when told to, and keep it until told to go on."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "annotations.db"
    with Store.open(path) as store:
        store.add_documents([document("a")])
    return path


def start(name: str, path: Path, work: str) -> subprocess.Popen[str]:
    """Start a program on the machine of this name; it is ready when this returns."""
    program = subprocess.Popen(
        [sys.executable, "-c", MACHINE + work, name, os.fspath(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert line_of(program) == "ready"
    return program


def line_of(program: subprocess.Popen[str]) -> str:
    """Return the next line that the program prints."""
    assert program.stdout is not None
    return program.stdout.readline().strip()


def go_on(program: subprocess.Popen[str]) -> None:
    """Tell the program to go on."""
    assert program.stdin is not None
    program.stdin.write("\n")
    program.stdin.flush()


def place_in(path: Path) -> str:
    """Return what the machines wrote last."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        (found,) = database.execute("SELECT value FROM choices WHERE name = 'place'").fetchone()
    return str(found)


@pytest.mark.slow
def test_a_killed_reader_is_followed_at_once_on_its_own_machine(path: Path) -> None:
    with start("one", path, OPEN) as killed:
        killed.kill()
        killed.wait()
    assert present(path) == ["one open"]
    with start("two", path, ARRIVE) as other:
        go_on(other)
        assert line_of(other) == "refused"
    with start("one", path, OPEN) as program:
        go_on(program)
        assert line_of(program) == "saved"
    assert present(path) == []
    assert place_in(path) == "one again"
    assert check_database(path) == []


@pytest.mark.slow
def test_another_machine_takes_over_with_all_that_was_saved(path: Path) -> None:
    with start("one", path, OPEN) as killed:
        killed.kill()
        killed.wait()
    let_pass(path, machine_lock.STALE + 5)
    with start("two", path, ARRIVE) as other:
        go_on(other)
        assert line_of(other) == "has it"
        assert place_in(path) == "one"
        go_on(other)
    assert check_database(path) == []


@pytest.mark.slow
@pytest.mark.parametrize("has_left", [False, True])
def test_a_reader_that_slept_touches_nothing(path: Path, *, has_left: bool) -> None:
    with start("one", path, OPEN) as asleep:
        asleep.send_signal(signal.SIGSTOP)
        let_pass(path, machine_lock.STALE + 5)
        with start("two", path, OPEN) as other:
            if has_left:
                go_on(other)
                assert line_of(other) == "saved"
                other.wait()
            files = [path, companion(path, "-wal"), companion(path, "-shm")]
            before = [one.read_bytes() if one.exists() else None for one in files]
            go_on(asleep)
            asleep.send_signal(signal.SIGCONT)
            said = line_of(asleep)
            assert "taken over by another machine" in said
            assert ("two since" in said) != has_left
            assert asleep.wait() == 0
            assert [one.read_bytes() if one.exists() else None for one in files] == before
            if not has_left:
                go_on(other)
                assert line_of(other) == "saved"
    assert present(path) == []
    assert place_in(path) == "two again"
    assert check_database(path) == []


@pytest.mark.slow
@pytest.mark.parametrize("stale", [False, True])
def test_one_of_several_machines_gets_it(path: Path, *, stale: bool) -> None:
    for _ in range(3):
        if stale:
            with start("gone", path, ARRIVE) as killed:
                go_on(killed)
                assert line_of(killed) == "has it"
                killed.kill()
                killed.wait()
            let_pass(path, machine_lock.STALE + 5)
        programs = [start(name, path, ARRIVE) for name in ("one", "two", "three", "one")]
        for program in programs:
            go_on(program)
        said = [line_of(program) for program in programs]
        one, two, three, again = (words == "has it" for words in said)
        assert (one or again) + two + three == 1, said
        assert set(said) <= {"has it", "refused"}
        for program in programs:
            program.communicate("\n")
        assert present(path) == []


async def test_the_work_of_a_reader_that_slept_goes_into_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_network_folder(monkeypatch)
    async with reading(tmp_path, ["one two three four five", "six seven"]) as reader:
        await reader.press("tab", "e", "space")
        path = reader.store.path
        let_pass(path, machine_lock.STALE + 5)
        other = lock(path, "there")
        other.take()
        files = [path, companion(path, "-wal")]
        before = [one.read_bytes() for one in files]
        await reader.until(lambda: "taken over by another machine, there" in reader.shown())
        await reader.press("e", "1", "space", "c")
        await reader.until(lambda: "3 NOT SAVED: taken over by another" in reader.shown())
        for key in ("d", "]", "]", "[", "[", "?", "escape", "u", "U", "j", "n", "h", "escape", "A"):
            await reader.press(key)
        for key in ("shift+tab", "down", "enter", "o", "/", "s", "escape", "ctrl+p", "escape"):
            await reader.press(key)
        said = reader.session.finish()
    assert [one.read_bytes() for one in files] == before
    other.leave()
    (work,) = tmp_path.glob("*.unsaved-*.jsonl")
    assert f"import {work}" in said
    monkeypatch.undo()
    restored = tmp_path / "restored.db"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(restored)) as target:
        source.backup(target)
    assert run(["--db", str(restored), "import", str(work)]) == 0
    with Store.open(restored) as store:
        labels = [row.label for row in store.annotations.in_document("000.txt")]
    assert sorted(labels) == ["claim", "entity", "entity"]
