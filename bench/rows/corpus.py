"""Very many documents in, very many annotations out."""

from __future__ import annotations

import os
import subprocess
from filecmp import cmp
from pathlib import Path
from time import perf_counter

from bench.data import exportable, folder, hashiya
from bench.sides import each_in_turn, script, working_folder
from bench.table import Result, Target
from bench.terminal import BenchError, clean_environment

_MANY, _FEW = 1_000_000, 100_000
_FOLDERS = 5


def seconds(command: list[str]) -> float:
    """Run a command to its end, without what it prints. Raises BenchError when it fails.

    What was written before goes to the disk first, so that nobody waits for another's bytes.
    """
    os.sync()
    actions = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
    began = perf_counter()
    pid = os.posix_spawn(command[0], command, clean_environment(), file_actions=actions)
    _, status = os.waitpid(pid, 0)
    if status:
        raise BenchError(f"{' '.join(command)} failed")
    return perf_counter() - began


def peak_memory(command: list[str]) -> float:
    """Run a command to its end; the most that it held, in MiB."""
    done = subprocess.run(
        script("peak", *command),
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stderr.splitlines()[-1])


def export(rounds: int) -> list[Result]:
    """All annotations to a file, against a loop over `json.dumps` that writes the same bytes."""
    many, few = exportable(_MANY), exportable(_FEW)
    with working_folder() as place:
        ours, theirs = place / "ours.jsonl", place / "theirs.jsonl"

        def rows_per_second(database: Path, annotations: int, out: Path) -> float:
            command = [*hashiya(database), "export", str(out), "--force"]
            if out == theirs:
                command = script("dumps", database, out)
            return annotations / seconds(command)

        def peak(database: Path) -> float:
            return peak_memory([*hashiya(database), "export", str(ours), "--force"])

        speeds = each_in_turn(
            [
                lambda: rows_per_second(many, _MANY, ours),
                lambda: rows_per_second(many, _MANY, theirs),
            ],
            rounds,
        )
        if not cmp(ours, theirs, shallow=False):
            raise BenchError("the two exports differ")
        peaks = each_in_turn([lambda: peak(many), lambda: peak(few)], 1)
    return [
        Result(
            Target("export of 1,000,000", "json.dumps loop", 3, unit="rows/s", least=True), *speeds
        ),
        Result(Target("its peak memory", "of 100,000", 1.1, unit="MiB"), *peaks),
    ]


def _read(source: Path) -> Path:
    """The folder, with its files in the system's cache: who comes first would read for both."""
    for path in source.iterdir():
        path.read_bytes()
    return source


def add(rounds: int) -> list[Result]:
    """Folders of small files, one after the other into one database, on both sides."""
    with working_folder() as place:
        target = Target("add, 100,000 small files", "a loop", 1.5, unit="s")

        def adds(source: Path, database: str = "ours.db") -> float:
            return seconds([*hashiya(place / database), "add", str(source)])

        def loops(source: Path, database: str = "theirs.db") -> float:
            return seconds(script("adding", place / database, source))

        folders = [_read(folder(part)) for part in range(_FOLDERS)]
        for once in (adds, loops):  # a first time that does not count, as in the other rows
            once(folders[0], f"{once.__name__}.db")
        found = [(adds(source), loops(source)) for source in folders]
    del rounds  # each folder is a round, since one that is known already takes no time
    own, other = zip(*found, strict=True)
    return [Result(target, own, other)]
