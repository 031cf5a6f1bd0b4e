"""The programs that are measured, and measuring them in turn."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.data import READY, ROOT, article, database_of, floor_rows, hashiya, row_count
from bench.programs.hello import READY as HELLO
from bench.terminal import Press, Program, Terminal, running, spelled

_STARTS = 3
"""Starts of each program in a round."""


@dataclass(frozen=True, slots=True)
class Side:
    """A program, and what is pressed in it in each round."""

    program: Program
    measured: str
    """The keys whose time counts, as `spelled` takes them."""
    before: str = ""
    """Keys that are pressed first in each round and do not count."""
    between: str = ""
    """Keys that are pressed before each key that counts."""


@dataclass(frozen=True, slots=True)
class Round:
    """What was pressed in one round, and what came of it."""

    presses: Sequence[tuple[str, Press]]

    def time(self, key: str = "") -> float:
        """Median of the milliseconds from a key to its last byte; of this key, or of all."""
        return 1000 * median(press.done for name, press in self.presses if name == (key or name))

    @property
    def written(self) -> float:
        """Median of the bytes a key."""
        return median(press.written for _, press in self.presses)


@contextmanager
def working_folder() -> Iterator[Path]:
    """An empty folder to run in."""
    with tempfile.TemporaryDirectory(prefix="hashiya-bench-") as name:
        yield Path(name)


def copied(database: Path, folder: Path) -> Path:
    """A copy of a database that may be written to."""
    return Path(shutil.copy(database, folder / f"{database.stem}.db"))


def script(name: str, *arguments: object) -> list[str]:
    """The command that runs one of the programs of the benchmarks."""
    return [sys.executable, str(ROOT / "programs" / f"{name}.py"), *map(str, arguments)]


def hello() -> Program:
    """A Textual app of one line."""
    return Program("hello", script("hello"), HELLO)


def floor(rows: int) -> Program:
    """A Textual app of so many ready rows."""
    return Program("floor", script("floor", floor_rows(), rows), READY)


def floor_of(size: str) -> Program:
    """The floor with as many rows as an article has."""
    return floor(row_count(article(size)))


def text_area(path: Path) -> Program:
    """Textual's text widget with a file in it."""
    return Program("TextArea", script("area", path), READY)


def reader(path: Path, database: Path | None = None) -> Program:
    """The reader on a file that its database knows already."""
    command = [*hashiya(database or database_of(path)), "read", str(path)]
    return Program(path.stem, command, READY)


def starts(programs: Sequence[Program], rounds: int) -> list[list[float]]:
    """For each program, each round's median of the milliseconds until it can be read."""
    with working_folder() as folder:

        def start(program: Program) -> float:
            with running(program, folder) as terminal:
                return 1000 * terminal.ready_after

        for program in programs:
            start(program)  # compiles its modules, and reads it from the disk
        found: list[list[float]] = [[] for _ in programs]
        for _ in range(rounds):
            samples = [[start(program) for program in programs] for _ in range(_STARTS)]
            for figures, times in zip(found, zip(*samples, strict=True), strict=True):
                figures.append(median(times))
        return found


def press_in_turn(sides: Sequence[Side], rounds: int) -> list[list[Round]]:
    """For each side, what its keys came to in each round; all programs run all the while."""
    found: list[list[Round]] = [[] for _ in sides]
    with ExitStack() as stack:
        folder = stack.enter_context(working_folder())
        terminals = [stack.enter_context(running(side.program, folder)) for side in sides]
        for number in range(rounds + 1):
            for side, terminal, figures in zip(sides, terminals, found, strict=True):
                measured = _round(side, terminal)
                if number:  # the first round warms caches up on both sides
                    figures.append(measured)
    return found


def _round(side: Side, terminal: Terminal) -> Round:
    for key in spelled(side.before):
        terminal.press(key)
    presses = []
    for key in spelled(side.measured):
        for other in spelled(side.between):
            terminal.press(other)
        presses.append((key, terminal.press(key)))
    return Round(presses)


def each_in_turn(measures: Sequence[Callable[[], float]], rounds: int) -> list[list[float]]:
    """What each function measures, in turn, after a first time that does not count."""
    found: list[list[float]] = [[] for _ in measures]
    for number in range(rounds + 1):
        for measure, figures in zip(measures, found, strict=True):
            figure = measure()
            if number:
                figures.append(figure)
    return found
