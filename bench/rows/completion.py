"""One press of the tab key: the program that a shell asks for completions."""

from __future__ import annotations

from bench.data import collection, hashiya
from bench.rows.corpus import seconds
from bench.table import Result, Target

_DOCUMENTS = 100_000
_MOST = 150.0
"""Milliseconds in which a completion has to come."""

_LINES = {
    "a command": [""],
    "a format": ["export", "--format", ""],
    "a label": ["export", "--label", ""],
    f"an id of {_DOCUMENTS:,}": ["show", ""],
    "an annotator": ["assign", "--to", ""],
}


def answers(rounds: int) -> list[Result]:
    """From the start of the program to its end."""
    database = collection(_DOCUMENTS)
    program = hashiya(database)[0]
    found = []
    for what, words in _LINES.items():
        line = words if words == [""] else [f"--db={database}", *words]
        command = [program, "__complete", "zsh", *line]
        times = [1000 * seconds(command) for _ in range(rounds)]
        found.append(Result(Target(f"completing {what}", "", _MOST), times, []))
    return found
