"""Which program shows a terminal, by the ancestors of a process in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.terminal.terminal_program import terminal_program

OTHER, HERE, NONE = 34816, 34817, 0


def processes(folder: Path, *rows: tuple[int, str, int, int]) -> Path:
    """A folder like /proc: the id, name, parent and terminal of each process."""
    for pid, name, parent, terminal in rows:
        (folder / str(pid)).mkdir()
        text = f"{pid} ({name}) S {parent} {pid} {pid} {terminal} -1 4194304 0 0\n"
        (folder / str(pid) / "stat").write_text(text)
    return folder


@pytest.mark.parametrize("terminal", [OTHER, NONE])
def test_the_nearest_ancestor_outside_the_terminal_shows_it(tmp_path: Path, terminal: int) -> None:
    proc = processes(
        tmp_path,
        (30, "tmux: client", 20, HERE),
        (20, "a (b) c", 10, HERE),
        (10, "qterminal", 1, terminal),
        (1, "systemd", 0, NONE),
    )
    assert terminal_program(30, proc) == "qterminal"
    assert terminal_program(10, proc) == ("systemd" if terminal else "")


def test_nothing_is_known_of_what_is_gone(tmp_path: Path) -> None:
    proc = processes(tmp_path, (30, "tmux: client", 20, HERE), (40, "sh", 40, HERE))
    assert terminal_program(30, proc) == ""
    assert terminal_program(40, proc) == ""
    assert terminal_program(50, proc) == ""
