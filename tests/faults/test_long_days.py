"""A reader that is open all day: its memory stays flat, and it comes back after a stop."""

from __future__ import annotations

import gc
import signal
import sys
from pathlib import Path

import pytest

from tests import ptys
from tests.faults.readers import QUIT, reader
from tests.ptys import Program
from tests.ui.driving import reading
from tui.ui.dialogs.dialog import Dialog

pytestmark = pytest.mark.slow


async def test_dialogs_are_given_back_once_they_are_closed(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one two three"]) as opened:
        for _ in range(12):
            await opened.press("question_mark", "escape", "ctrl+p", "escape")
        await opened.until(lambda: len(opened.app.screen_stack) == 1)
        gc.collect()
        alive = [one for one in gc.get_objects() if isinstance(one, Dialog)]
        assert len(alive) <= 4


def stop_and_continue(program: Program) -> None:
    """Stop it as `kill -STOP` does, which no program can handle, and let it go on."""
    program.signal(signal.SIGSTOP)
    status = Path(f"/proc/{program.process.pid}/stat")
    program.until(lambda: status.read_text().rpartition(")")[2].split()[0] == "T", "a stop")
    program.signal(signal.SIGCONT)


def test_after_a_bare_stop_each_key_is_read_once(folder: Path) -> None:
    with reader(folder) as program:
        program.until_shown("Notes", "w000", "^Q quit")
        threads = len(list(Path(f"/proc/{program.process.pid}/task").iterdir()))
        for number in range(3):
            stop_and_continue(program)
            program.type("e1 ")
            program.until_shown(f"w{number:03} PERS")
        assert len(list(Path(f"/proc/{program.process.pid}/task").iterdir())) <= threads + 1
        program.type(QUIT)
        assert program.until_ended() == 0


def resident(program: Program) -> int:
    """The memory that the program has, in kilobytes."""
    status = Path(f"/proc/{program.process.pid}/status").read_text()
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1])


KEYS = (
    "\x1b[B" * 5 + "\x1b[A" * 5 + "?\x1b" + "\x10\x1b" + "e1 " + "u" + "\x1b[6~" + "\x1b[5~"
) * 4
"""104 keys: moves, help, the palette, a tag that is undone, screens down and up."""


@pytest.mark.soak
def test_twenty_thousand_keys_take_no_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ptys, "PATIENCE", 600.0)  # a soak runs during other work
    with reader(folder) as program:
        program.until_shown("Notes", "w000", "^Q quit")
        figures = []
        for done in range(0, 20_000, 96):
            program.type(f"{KEYS}/x{done}")
            program.until_shown(f"x{done}")  # the reader has come so far
            program.type("\x1b")
            if done % 960 == 0:
                figures.append(resident(program))
        sys.stdout.write(f"KB after each 960 keys: {figures}\n")
        assert max(figures[3:]) <= figures[2] * 1.1, figures
        program.type(QUIT)
        assert program.until_ended() == 0
