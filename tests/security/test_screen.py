"""The reader on a database full of control characters: not one reaches the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.ptys import ANSWERS, Program
from tests.security.hostile import hostile_database
from tests.security.sequences import MARK, dangers

pytestmark = pytest.mark.slow

KITTY = {**ANSWERS, b"\x1b[>0q": b"\x1bP>|kitty(0.48.0)\x1b\\", b"\x1b[c": b"\x1b[?62c"}
UNKNOWN = {**ANSWERS, b"\x1b[>0q": b"\x1bP>|something(1)\x1b\\", b"\x1b[c": b"\x1b[?1;2c"}
TERMINALS = {"xterm": ANSWERS, "kitty": KITTY, "unknown": UNKNOWN}

F2, DOWN, SHIFT_LEFT = "\x1bOQ", "\x1b[B", "\x1b[1;2D"
PALETTE = (
    "other annotators", "lost their place", "invisible controls", "Review", "what changed",
    "Choose a theme", "at the start", "Suggest", "Direction", "Search all",
)  # fmt: skip


def visit(program: Program) -> None:
    """Go everywhere that the reader can show something of the data."""
    for keys in (
        "\x1b", DOWN, DOWN, "\r", "\x1b", "o", "/first\r", "\r", "\x1b",  # index, preview
        "j", "j", "n", "n", "N", "\\", "\r", "\t\t\t", "\x1b",  # annotations, form
        "l", DOWN, "\x1b", "a", "\x1b", "w", "w", "y", "\x1b", "m", "'", "\r",
        "u", "U", "d", "s", "r", SHIFT_LEFT, "\x1b", "e1", "x", "u", "g", "\x1b", "?", "\x1b",
        "/ZQX\r", "n", "\x1b", "t", "t", "\t", DOWN, DOWN, "\r", "\t\t", "o", DOWN, F2, "\x1b",
    ):  # fmt: skip
        program.type(keys)
        program.play()
    for words in PALETTE:
        program.type(f"\x10{words}\r")
        program.play()
        program.type("ZQX")
        program.play()
        program.type("\r\x1b")
        program.play()
    program.type("\x1b" * 3 + "\x11" * 4)


@pytest.mark.parametrize("terminal", TERMINALS)
def test_nothing_of_a_database_reaches_the_terminal_as_a_sequence(
    tmp_path: Path, terminal: str
) -> None:
    hostile_database(tmp_path / "annotations.db")
    answers: Mapping[bytes, bytes] = TERMINALS[terminal]
    with Program("--annotator", "me", folder=tmp_path, answers=answers) as program:
        program.until_shown("Index", "Notes")
        visit(program)
        status = program.until_ended()
    assert b"Traceback" not in program.output
    assert dangers(program.output) == []
    assert status == 0
    assert program.output.count(MARK.encode()) > 100  # the data was on the screen
