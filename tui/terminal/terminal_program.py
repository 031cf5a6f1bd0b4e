"""The program that shows a terminal, found from a process that runs in it (Linux only)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")

_HIGHEST = 32
"""Ancestors that are looked at."""


class _Process(NamedTuple):
    name: str
    """At most 15 characters of it."""
    parent: int
    terminal: int
    """The number of its controlling terminal; 0 for none."""


def terminal_program(pid: int, proc: Path = _PROC) -> str:
    """Return the name of the program that shows the terminal of a process; empty if unknown.

    It is the nearest ancestor that has not got the same terminal.
    """
    process = _process(pid, proc)
    if process is None or not process.terminal:
        return ""
    terminal = process.terminal
    for _ in range(_HIGHEST):
        process = _process(process.parent, proc)
        if process is None:
            return ""
        if process.terminal != terminal:
            return process.name
    return ""


def _process(pid: int, proc: Path) -> _Process | None:
    """Read what the kernel says of a process (proc(5), `/proc/pid/stat`)."""
    try:
        said = (proc / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:
        return None
    # The name is in brackets, and may contain some.
    before, _, after = said.rpartition(")")
    fields = after.split()
    return _Process(before.partition("(")[2], int(fields[1]), int(fields[4]))
