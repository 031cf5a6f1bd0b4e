"""Devices, pipes and links: written to or refused, never replaced and never waited for.

All of them are made in a temporary folder.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.faults.readers import database, hashiya
from tests.paths import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def work(folder: Path) -> Path:
    """A folder whose database has a document."""
    assert hashiya(folder, "add", os.fspath(folder / "seeds"))[0] == 0
    return folder


def test_an_export_goes_into_a_pipe_that_somebody_reads(work: Path) -> None:
    pipe = work / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reading = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reading.start()
    status = -1
    while status and reading.is_alive():  # until the thread has opened it
        status = hashiya(work, "export", os.fspath(pipe), "--format", "documents", "--force")[0]
    reading.join()
    assert got[0].startswith(b'{"id":')
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_an_export_into_a_pipe_that_nobody_reads_is_refused(work: Path) -> None:
    pipe = work / "pipe"
    os.mkfifo(pipe)
    status, _, err = hashiya(work, "export", os.fspath(pipe), "--force")
    assert (status, err) == (1, f"hashiya: {pipe}: no program reads from this pipe\n")
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    status, _, err = hashiya(work, "export", os.fspath(pipe), "--format", "brat", "--force")
    assert status == 1
    assert stat.S_ISFIFO(pipe.lstat().st_mode)


def test_an_export_into_a_device_leaves_it_a_device(work: Path) -> None:
    device = work / "null"
    try:
        os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except OSError as error:
        pytest.skip(f"this machine forbids making a device: {error}")
    for force in ([], ["--force"]):
        assert hashiya(work, "export", os.fspath(device), *force)[0] == 0
        assert stat.S_ISCHR(device.lstat().st_mode)


def test_a_link_stays_and_the_file_behind_it_is_replaced(work: Path) -> None:
    link, behind = work / "link", work / "behind"
    behind.write_bytes(b"old")
    link.symlink_to(behind)
    assert hashiya(work, "export", os.fspath(link), "--format", "documents")[0] == 1
    assert behind.read_bytes() == b"old"
    assert hashiya(work, "export", os.fspath(link), "--format", "documents", "--force")[0] == 0
    assert link.is_symlink()
    assert behind.read_bytes().startswith(b'{"id":')


def test_the_name_of_standard_output_says_what_to_write(work: Path) -> None:
    out = work / "out"
    with out.open("wb") as stream:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "tui", "--db", database(work)),
                *("export", "/proc/self/fd/1", "--force"),
            ],
            stdout=stream,
            stderr=subprocess.PIPE,
            cwd=work,
            env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
            check=False,
        )
    assert done.returncode == 1
    assert b"is the standard output; name it -" in done.stderr


@pytest.mark.parametrize("words", [["list"], ["stats"], ["export"], ["check"]])
def test_settings_that_are_a_pipe_are_not_waited_for(work: Path, words: list[str]) -> None:
    os.mkfifo(work / "hashiya.toml")
    status, _, err = hashiya(work, *words)
    assert (status, err) in [
        (0, ""),  # a command that needs no settings
        (1, f"hashiya: {work / 'hashiya.toml'}: cannot be read: it is not a file\n"),
    ]


@pytest.mark.parametrize("target", ["nowhere.toml", "hashiya.toml"])
def test_settings_that_are_a_link_to_nothing_are_refused(work: Path, target: str) -> None:
    (work / "hashiya.toml").symlink_to(target)
    status, _, err = hashiya(work, "suggest")
    where = f"hashiya: {work / 'hashiya.toml'}: cannot be read: it leads to {target}, "
    assert (status, err) == (1, f"{where}which is not there\n")


def test_a_schema_and_a_source_that_are_pipes_are_refused(work: Path) -> None:
    pipe = work / "pipe.jsonl"
    os.mkfifo(pipe)
    source = work / "seeds" / "a.txt"
    status, _, err = hashiya(work, "--schema", os.fspath(pipe), "import", os.fspath(source))
    assert (status, err) == (1, f"hashiya: {pipe}: cannot be read: it is not a file\n")
    for word in ("add", "import"):
        status, _, err = hashiya(work, word, os.fspath(pipe))
        assert status == 1
        assert "not a regular file" in err or "neither a file nor a folder" in err


def test_a_backup_does_not_replace_a_link_that_leads_nowhere(work: Path) -> None:
    link = work / "link"
    link.symlink_to(work / "nowhere")
    status, _, err = hashiya(work, "backup", os.fspath(link))
    assert status == 1
    assert "already exists" in err
    assert link.is_symlink()


# ------------------------------------------------------- what killed programs left


def ended_process() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_the_next_export_removes_what_a_killed_one_left(work: Path) -> None:
    out = work / "out"
    left = [work / f".out.{ended_process()}.abc.tmp", work / f".out.{os.getppid()}.abc.tmp"]
    for path in left:
        path.touch()
    folder = work / f".out.{ended_process()}.xyz"
    folder.mkdir()
    (folder / "a.txt").touch()
    assert hashiya(work, "export", os.fspath(out))[0] == 0
    assert [path.exists() for path in (*left, folder)] == [False, True, False]


def test_the_next_backup_removes_what_a_killed_one_left(work: Path) -> None:
    ended = ended_process()
    left = [work / f".annotations-2026-01-01-101010.db.{ended}.tmp{end}" for end in ("", "-wal")]
    running = work / f".annotations-2026-01-01-101010.db.{os.getppid()}.tmp"
    for path in (*left, running):
        path.touch()
    assert hashiya(work, "backup")[0] == 0
    assert [path.exists() for path in (*left, running)] == [False, False, True]
