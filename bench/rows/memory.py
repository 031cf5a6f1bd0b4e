"""The most memory that is ever held."""

from __future__ import annotations

from bench.data import article
from bench.sides import floor_of, reader, working_folder
from bench.table import Result, Target
from bench.terminal import Program, running

_KEYS = "pagedown*15 ctrl+end ctrl+home"


def peaks(rounds: int) -> list[Result]:
    """Articles of 1 MB and 10 MB, with all rows counted and some looked at."""
    results = []
    with working_folder() as folder:

        def peak(program: Program) -> float:
            with running(program, folder) as terminal:
                terminal.press_all(_KEYS)
                return terminal.peak_memory()

        for size, name, most in (("1m", "1 MB", 1.4), ("10m", "10 MB", 1.8)):
            sides = floor_of(size), reader(article(size))
            theirs, ours = zip(*([peak(one) for one in sides] for _ in range(rounds)), strict=True)
            target = Target(f"peak memory, {name}", "floor", most, unit="MiB")
            results.append(Result(target, ours, theirs))
    return results
