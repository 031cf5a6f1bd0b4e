"""What tmux and GNU screen tell about the terminal that they run in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.terminal.multiplexers import (
    OuterTerminal,
    ask_multiplexer,
    parse_tmux_answer,
    terminal_program,
)


@pytest.mark.parametrize(
    ("answer", "outer"),
    [
        ("XTerm(379)\txterm\t3.3a\t0\n", OuterTerminal("tmux", "XTerm(379)")),
        ("XTerm(379)\txterm\t3.3a\t1\n", OuterTerminal("tmux", "XTerm(379)", passthrough=True)),
        ("\tmlterm\t3.5a\tall\n", OuterTerminal("tmux", "mlterm", passthrough=True)),
        ("\txterm\t3.2\t\n", OuterTerminal("tmux", "xterm", passthrough=True)),
        ("\n", OuterTerminal("tmux")),
    ],
)
def test_tmux_says_what_it_runs_in(answer: str, outer: OuterTerminal) -> None:
    assert parse_tmux_answer(answer) == outer


@pytest.mark.parametrize(
    ("kind", "around", "name"),
    [
        ("", "qterminal", "qterminal"),
        ("", "sshd", "xterm-256color"),
        ("VTE(7006)", "qterminal", "VTE(7006)"),
    ],
)
def test_a_terminal_without_a_name_is_known_by_its_process(
    kind: str, around: str, name: str
) -> None:
    answer = f"{kind}\txterm-256color\t3.3a\t0\tbpaste\t123\n"
    outer = parse_tmux_answer(answer, {123: around}.__getitem__, lambda _: 256)
    assert outer == OuterTerminal("tmux", name)


@pytest.mark.parametrize(
    ("features", "terminfo", "colours"),
    [
        ("bpaste,title", 8, 8),
        ("bpaste,title", 256, 0),
        ("256,title", 8, 0),
        ("RGB", 8, 0),
        ("", 8, 0),
    ],
)
def test_tmux_shows_as_many_colours_as_its_terminal_has(
    features: str, terminfo: int, colours: int
) -> None:
    answer = f"mlterm(3.9.0)\tmlterm\t3.3a\t0\t{features}\t1\n"
    outer = parse_tmux_answer(answer, lambda _: "", lambda _: terminfo)
    assert outer.colours == colours


@pytest.mark.slow
def test_tmux_that_does_not_answer_leaves_the_terminal_unknown() -> None:
    env = {"TMUX": "/nowhere/socket,1,0", "PATH": "/nowhere"}
    assert ask_multiplexer(env) == OuterTerminal("tmux")
    assert ask_multiplexer({"STY": "1"}) == OuterTerminal("screen")
    assert ask_multiplexer({}) == OuterTerminal("tmux")


# ------------------------------------- the program that shows a terminal, found in /proc

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
