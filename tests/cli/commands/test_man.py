"""The manual page: complete, without a fault, and shown by `man`."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Hashiya
from tests.needs import needs_program
from tests.ptys import Program
from tui import RELEASE_DATE, __version__
from tui.cli.commands.man import manual_page
from tui.cli.options import COMMANDS
from tui.keys.bindings import ACTIONS

ROOT = Path(__file__).parents[3]


def shown(page: Path | str, tmp_path: Path) -> str:
    """What `man` makes of a page, or of the name of one that is installed."""
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "MANWIDTH": "200", "HOME": str(tmp_path)}
    words = ["-l", str(page)] if isinstance(page, Path) else ["-M", str(tmp_path), page]
    command = [needs_program("man"), "--warnings", *words]
    found = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert found.stderr == ""
    return found.stdout


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The page, where `man` finds it."""
    path = tmp_path / "man1" / "hashiya.1"
    path.parent.mkdir()
    path.write_text(manual_page(), encoding="utf-8")
    return path


@pytest.mark.slow
def test_mandoc_finds_no_fault(page: Path) -> None:
    lint = subprocess.run(
        [needs_program("mandoc"), "-T", "lint", os.fspath(page)], capture_output=True, text=True
    )
    assert (lint.returncode, lint.stdout, lint.stderr) == (0, "", "")


@pytest.mark.slow
def test_man_shows_all_that_the_help_has(hashiya: Hashiya, page: Path, tmp_path: Path) -> None:
    text = " ".join(shown("hashiya", tmp_path).split())

    for name in COMMANDS:
        helped = hashiya(name, "--help").out
        assert f"hashiya {name}" in text
        assert " ".join(helped.partition("example:")[2].split()) in text
        for option in re.findall(r"^  (?:-h, )?(--[\w-]+)", helped, re.MULTILINE):
            assert option in text
    assert "رئيس الوزراء" in text
    for action in ACTIONS:
        if action.keys:
            assert " ".join(action.help.replace("`", "").split()) in text


def test_a_pipe_gets_the_source(hashiya: Hashiya) -> None:
    result = hashiya("man")

    assert result == (0, manual_page(), "")
    assert result.out.isascii()


@pytest.mark.slow
@pytest.mark.parametrize("has_man", [True, False])
def test_a_terminal_shows_the_page_where_there_is_man(tmp_path: Path, has_man: bool) -> None:
    needs_program("man")
    env = {"MANPAGER": "cat", "MANWIDTH": "80"}
    with Program(
        "man", folder=tmp_path, env=env if has_man else {**env, "PATH": os.fspath(tmp_path)}
    ) as program:
        assert program.until_ended() == 0
        assert (b".SH NAME" in program.output) == (not has_man)
        text = re.sub(b".\x08", b"", program.output)  # bold letters are typed twice
        assert b"SYNOPSIS" in text
        assert b"adjudicate" in text


def test_the_page_has_the_version_and_its_day() -> None:
    assert f'{RELEASE_DATE} "Hashiya {__version__}"' in manual_page().splitlines()[0]
