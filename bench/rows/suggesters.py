"""Documents through a suggester from outside."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

from bench.data import collection, hashiya
from bench.rows.corpus import peak_memory, seconds
from bench.sides import copied, each_in_turn, script, working_folder
from bench.table import Result, Target

_MANY, _FEW = 10_000, 1_000


def speed(rounds: int) -> list[Result]:
    """Small documents through a command that does nothing, against a loop through `cat`.

    The speed is that of 9,000 more documents: without the start of either program.
    """
    with working_folder() as place:
        many, few = (copied(collection(count), place) for count in (_MANY, _FEW))

        def suggest(database: Path) -> list[str]:
            command = shlex.join(script("nothing"))
            return [*hashiya(database), "suggest", "--with", command]

        def more(command: Callable[[Path], list[str]]) -> float:
            return (_MANY - _FEW) / (seconds(command(many)) - seconds(command(few)))

        speeds = each_in_turn(
            [lambda: more(suggest), lambda: more(lambda one: script("piping", one))], rounds
        )
        peaks = each_in_turn(
            [lambda: peak_memory(suggest(many)), lambda: peak_memory(suggest(few))], 1
        )
    what = f"suggest, {_MANY:,} documents through a command that does nothing"
    return [
        Result(Target(what, "a loop through cat", 0.5, unit="documents/s", least=True), *speeds),
        Result(Target("its peak memory", f"of {_FEW:,}", 1.1, unit="MiB"), *peaks),
    ]
