"""Copying text to the clipboard, by whatever ways there are."""

from __future__ import annotations

import os
from base64 import b64decode
from pathlib import Path

import pytest

from tui.terminal.clipboard import copy, copy_in_page

pytestmark = pytest.mark.slow

TEXT = "\u0627\u0644\u064a\u0627\u0628\u0627\u0646 [b]"
OSC_52 = "\x1b]52;c;2KfZhNmK2KfYqNin2YYgW2Jd\x07"


class Desk:
    """A desk with some programs on it, which note what they get."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: list[str] = []

    def put(self, program: str, status: int = 0) -> None:
        file = self.folder / program
        note = self.folder / f"{program}.got"
        cat = f'{{ echo "$@"; /bin/cat; }} > {note}'
        file.write_text(f"#!/bin/sh\n{cat}\nexit {status}\n")
        file.chmod(0o755)

    def got(self, program: str) -> str:
        note = self.folder / f"{program}.got"
        return note.read_text() if note.exists() else ""

    def copy(self, text: str = TEXT, **env: str) -> str:
        return copy(text, self.written.append, {"PATH": os.fspath(self.folder), **env})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_terminal_gets_it_as_osc_52(desk: Desk) -> None:
    assert desk.copy() == "by OSC 52"
    assert desk.written == [OSC_52]


def test_in_tmux_it_goes_to_tmux_alone(desk: Desk) -> None:
    desk.put("tmux")
    assert desk.copy(TMUX="/tmp/tmux,1,0") == "by tmux"
    assert desk.got("tmux") == f"load-buffer -w -\n{TEXT}"
    assert desk.written == []


def test_a_tmux_that_will_not_take_it_is_no_way(desk: Desk) -> None:
    desk.put("tmux", status=1)
    assert desk.copy(TMUX="/tmp/tmux,1,0") == "by OSC 52"
    assert desk.written == [OSC_52]


@pytest.mark.parametrize(
    ("env", "program", "arguments"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wl-copy", ""),
        ({"DISPLAY": ":0"}, "xclip", "-selection clipboard"),
        ({}, "pbcopy", ""),
    ],
)
def test_the_desktops_program_gets_it_too(
    desk: Desk, env: dict[str, str], program: str, arguments: str
) -> None:
    desk.put(program)
    assert desk.copy(**env) == f"by OSC 52 and {program}"
    assert desk.got(program) == f"{arguments}\n{TEXT}"
    assert desk.written == [OSC_52]


def test_no_program_of_a_desktop_that_is_not_there(desk: Desk) -> None:
    for program in ("wl-copy", "xclip", "tmux"):
        desk.put(program)
    assert desk.copy() == "by OSC 52"


def test_a_program_that_fails_is_not_named(desk: Desk) -> None:
    desk.put("xclip", status=1)
    assert desk.copy(DISPLAY=":9") == "by OSC 52"


def test_a_program_that_hangs_is_left(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.terminal.clipboard._TIMEOUT", 0.05)
    (desk.folder / "xclip").write_text("#!/bin/sh\nexec /bin/sleep 1000\n")
    (desk.folder / "xclip").chmod(0o755)
    assert desk.copy(DISPLAY=":0") == "by OSC 52"


def test_what_utf_8_cannot_hold_is_replaced(desk: Desk) -> None:
    desk.put("pbcopy")
    desk.copy("a\ud800b")
    assert desk.got("pbcopy") == "\na?b"


@pytest.mark.parametrize("start", ["\x1b[", "\x9b"])
def test_copied_text_cannot_end_a_bracketed_paste(start: str) -> None:
    written: list[str] = []
    copy(f"text{start}201~rm -r x\n", written.append, {"PATH": ""})
    data = b64decode(written[0].removeprefix("\x1b]52;c;").removesuffix("\x07")).decode()
    assert data == "text\u241b[201~rm -r x\n"


def test_a_page_gets_it_as_osc_52_and_no_program_here_does(desk: Desk) -> None:
    assert copy_in_page(TEXT, desk.written.append) == "to the browser's clipboard"
    assert desk.written == [OSC_52]
