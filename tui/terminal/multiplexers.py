"""tmux and GNU screen: which terminal they run in, and sequences that they pass on to it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tui.terminal.colour_depth import MANY, terminfo_colours
from tui.terminal.probe import Answers, probe

QTERMINAL = "qterminal"
"""The name of QTerminal's process; it has no other name that tmux knows."""

_PROC = Path("/proc")

_MOST_ANCESTORS = 32
"""Ancestors of a process that are looked at."""


class OuterTerminal(NamedTuple):
    """A multiplexer, and the terminal that it runs in."""

    multiplexer: str
    """`tmux` or `screen`."""
    name: str = ""
    """The terminal's answer to XTVERSION, else its TERM; empty if unknown."""
    passthrough: bool = False
    """Whether the multiplexer passes sequences on to the terminal."""
    answers: Answers = Answers()
    """The terminal's own answers, if the multiplexer passes queries on as well."""
    colours: int = 0
    """How many colours the multiplexer uses in that terminal; 0 if unknown, or at least 256."""


_TMUX_FORMAT = "\t".join(
    f"#{{{name}}}"
    for name in (
        *("client_termtype", "client_termname", "version", "allow-passthrough"),
        *("client_termfeatures", "client_pid"),
    )
)

_TIMEOUT = 1.0
"""Seconds that tmux may take for its answer."""


def passthrough(sequence: str) -> str:
    """Return a sequence wrapped so that tmux passes it on to its terminal."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\" if sequence else ""


def through_screen(sequence: str) -> str:
    """Return a sequence wrapped so that GNU screen passes it on to its terminal."""
    return f"\x1bP{sequence}\x1b\\" if sequence else ""


class _Process(NamedTuple):
    name: str
    """At most 15 characters of it."""
    parent: int
    terminal: int
    """The number of its controlling terminal; 0 for none."""


def terminal_program(pid: int, proc: Path = _PROC) -> str:
    """Return the name of the program that shows the terminal of a process; empty if unknown.

    That is the nearest ancestor with another controlling terminal or without one. Only Linux has
    /proc.
    """
    process = _process(pid, proc)
    if process is None or not process.terminal:
        return ""
    terminal = process.terminal
    for _ in range(_MOST_ANCESTORS):
        process = _process(process.parent, proc)
        if process is None:
            return ""
        if process.terminal != terminal:
            return process.name
    return ""


def _process(pid: int, proc: Path) -> _Process | None:
    """Read `/proc/PID/stat` (proc(5)); return None if the process does not exist."""
    try:
        said = (proc / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:
        return None
    # The name is in brackets, and may contain some.
    before, _, after = said.rpartition(")")
    fields = after.split()
    return _Process(before.partition("(")[2], int(fields[1]), int(fields[4]))


def parse_tmux_answer(
    answer: str,
    program_of: Callable[[int], str] = terminal_program,
    colours_of: Callable[[str], int] = terminfo_colours,
) -> OuterTerminal:
    """Parse the answer of `tmux display-message`; an old tmux leaves fields empty.

    `program_of` returns the program that shows the terminal of a process (`terminal_program`),
    `colours_of` the number of colours of a terminfo entry.
    """
    fields = (answer.rstrip("\n").split("\t") + [""] * 6)[:6]
    kind, name, version, allowed, features, pid = fields
    # Before 3.3 there was no such option, and every sequence was passed on.
    free = not allowed and version.startswith(("2.", "3.0", "3.1", "3.2"))
    if not kind and pid.isdigit() and program_of(int(pid)) == QTERMINAL:
        kind = QTERMINAL
    many = not features or {"256", "RGB"} & {*features.split(",")}
    colours = 0 if many else colours_of(name)
    return OuterTerminal(
        "tmux",
        kind or name,
        free or allowed in ("on", "all", "1", "2"),
        colours=colours if colours < MANY else 0,
    )


def ask_multiplexer(env: Mapping[str, str]) -> OuterTerminal:
    """Ask the multiplexer of this environment which terminal it runs in.

    tmux answers itself, GNU screen passes the query on. A tmux at the other end of a connection
    cannot be asked. In that case, and if nothing answers, the name is empty.
    """
    if "TMUX" not in env:
        return _ask_through_screen(env) if "STY" in env else OuterTerminal("tmux")
    command = ["tmux", "display-message", "-p", _TMUX_FORMAT]
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed command, found as the shell would
            command, capture_output=True, text=True, timeout=_TIMEOUT, check=True, env=dict(env)
        )
    except (OSError, subprocess.SubprocessError):
        return OuterTerminal("tmux")
    return parse_tmux_answer(answer.stdout)


def _ask_through_screen(env: Mapping[str, str]) -> OuterTerminal:
    answers = probe(wrap=through_screen)
    # screen puts its own name before that of the terminal, if there is such an entry.
    term = env.get("TERM", "").removeprefix("screen").removeprefix(".")
    name = answers.xtversion or term
    if not answers.da1:
        return OuterTerminal("screen", name, answers=Answers(typed=answers.typed))
    return OuterTerminal("screen", name, passthrough=True, answers=answers)
