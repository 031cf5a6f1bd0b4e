"""The recorded demo still fits the program: the same keys show the same screens.

If one of these tests fails after a change of the screen, record the demo again: `make demo`.
"""

from __future__ import annotations

import contextlib
import json
import shlex
from pathlib import Path

import pyte
import pytest
from PIL import Image, ImageSequence

from scripts import demo
from scripts.typed_keys import typed
from tests.cli.conftest import Hashiya, hashiya
from tests.fork_server import run
from tests.paths import ROOT
from tests.ptys import Program

__all__ = ["hashiya"]

SIZE = (demo.COLUMNS, demo.ROWS)
READER = "hashiya articles/"


def test_the_recording_has_the_steps_and_keys_of_the_script() -> None:
    shown = demo.shown_steps(demo.CAST)
    assert [step.caption for step in shown] == [step.caption for step in demo.STEPS]
    for step, recorded in zip(demo.STEPS, shown, strict=True):
        keys = "".join(map(typed, demo.keys_of(step)))
        assert recorded.typed == (f"{step.command}\r" if step.command else keys)


def test_it_is_an_asciicast() -> None:
    head = json.loads(demo.CAST.read_text(encoding="utf-8").partition("\n")[0])
    assert (head["version"], head["width"], head["height"]) == (2, *SIZE)
    times = [at for at, _, _ in demo.read_cast(demo.CAST)]
    assert times == sorted(times)
    assert 25 <= times[-1] <= 40


@pytest.mark.slow
def test_the_same_keys_show_the_same_screens(tmp_path: Path) -> None:
    demo.prepare(tmp_path)
    env = {"HASHIYA_ANNOTATOR": demo.ANNOTATOR}
    program: Program | None = None
    try:
        for step, recorded in zip(demo.STEPS, demo.shown_steps(demo.CAST), strict=True):
            if step.command == READER:
                words = shlex.split(step.command)[1:]
                program = Program(*words, folder=tmp_path, size=SIZE, env=env)
            elif step.command:
                assert shown_by_command(step.command, tmp_path, env) == recorded.text
                continue
            assert program is not None
            program.type(recorded.typed if not step.command else "")
            if step.keys == "ctrl+q":
                assert program.until_ended() == 0
                program.__exit__()
                program = None
            else:
                until_shown(program, recorded)
    finally:
        if program is not None:
            program.__exit__()
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 11


def until_shown(program: Program, recorded: demo.Shown) -> None:
    """Wait for the recorded screen; say what is different where it does not come."""
    with contextlib.suppress(AssertionError):
        program.until(lambda: program.text() == recorded.text, patience=30)
    lines = zip(recorded.text.split("\n"), program.text().split("\n"), strict=True)
    changed = [f"- {old}\n+ {new}" for old, new in lines if old != new]
    assert not changed, (
        f"{recorded.caption}: record it again (`make demo`):\n{chr(10).join(changed)}"
    )


def shown_by_command(line: str, folder: Path, env: dict[str, str]) -> str:
    """Return the screen after a command that prints and ends."""
    names = {"PATH": "/usr/bin", "PYTHONPATH": str(ROOT), "HOME": str(folder), "LANG": "C.UTF-8"}
    done = run(*shlex.split(line)[1:], folder=folder, env={**names, **env})
    assert done.returncode == 0
    screen = demo.Screen(*SIZE)
    printed = (done.stdout + done.stderr).decode().replace("\n", "\r\n")
    pyte.Stream(screen).feed(f"{demo.PROMPT}{line}\r\n{printed}")
    return "\n".join(screen.display)


def test_the_last_screen_shows_the_article_in_visual_order(hashiya: Hashiya) -> None:
    """Cell by cell, in joined forms, as `hashiya show` prints it."""
    assert hashiya("add", str(demo.NEWS / "ar-01.txt")).status == 0
    printed = hashiya("show", "ar-01", "--width", "72").out.split("\n")[:21]
    wanted = [row.strip() for row in printed if row]
    assert len(wanted) > 12
    shown = demo.shown_steps(demo.CAST)[-1].text.split("\n")
    lines = [line.strip(" \u2590") for line in shown]
    assert [line for line in lines if line in wanted] == wanted


def test_the_picture_is_small_and_as_long_as_the_recording() -> None:
    assert demo.PICTURE.stat().st_size < 3_000_000
    with Image.open(demo.PICTURE) as picture:
        assert picture.size == demo.picture_size()
        milliseconds = sum(frame.info["duration"] for frame in ImageSequence.Iterator(picture))
    assert abs(milliseconds / 1000 - demo.read_cast(demo.CAST)[-1][0]) < 1
