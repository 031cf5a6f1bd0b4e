"""Ctrl+C at any moment of the start, the work and the end of a command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.ptys import Program

pytestmark = pytest.mark.slow

_INTERRUPTED = """
import os, runpy, signal, sys
left, ours = int(sys.argv.pop(1)), False
def count(event, arguments):
    global left, ours
    ours = ours or event == "import" and arguments[0] == "tui.interrupts"
    if ours:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(count)
try:
    runpy.run_module("tui", run_name="__main__", alter_sys=True)
finally:
    if left > 0:
        os.write(2, str(left).encode())
"""
"""Run `hashiya`, and press Ctrl+C at one of the events that Python reports to audit hooks: imports,
opened files, commands of SQLite. The count begins with the first module of the command line."""


def interrupted(folder: Path, moment: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _INTERRUPTED, str(moment), "--db", f"{moment}.db", "add", "a.txt"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_ctrl_c_ends_a_command_in_one_line_whenever_it_comes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("نص")
    never = 1_000_000
    done = interrupted(tmp_path, never)
    assert done.returncode == 0
    events = never - int(done.stderr.splitlines()[-1])
    assert events > 500
    # Closely at the start, where the modules are imported that catch it.
    for moment in (*range(1, 8), *range(8, events * 9 // 10, events // 12)):
        done = interrupted(tmp_path, moment)
        assert (done.returncode, done.stderr) == (130, "hashiya: interrupted\n"), moment


@pytest.mark.parametrize("seconds", [0, 0.02, 0.05, 0.1, 0.2, 0.4])
def test_ctrl_c_ends_the_reader_while_it_starts(tmp_path: Path, seconds: float) -> None:
    (tmp_path / "a.txt").write_text("نص")
    with Program("a.txt", folder=tmp_path) as program:
        program.until(lambda: bool(program.output), "a question to the terminal")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            program.play(0.005)
        program.signal(signal.SIGINT)
        assert program.until_ended() == 130, program.output
        assert b"Traceback" not in program.output
