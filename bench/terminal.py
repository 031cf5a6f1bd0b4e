"""A full-screen program on a pseudo-terminal, measured from outside (Linux: it reads /proc).

All times are in seconds. A program is *settled* when it has written nothing and used hardly any
processor for `QUIET`; that wait is in no figure. The emulator is fed only then, so that its work
does not disturb what is measured.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.keys import encode
from bench.screen import Cutter, Screen, replies

COLUMNS, ROWS = 120, 40
QUIET = 0.03
LIMIT = 60.0
"""How long anything is waited for."""

_WITHOUT = Path(__file__).parent / "without"

_IDLE = 0.1
"""The share of a processor below which a program counts as idle."""


class BenchError(Exception):
    """A program did not do what was to be measured."""


@dataclass(frozen=True, slots=True)
class Program:
    """Something to run on a terminal."""

    name: str
    command: Sequence[str]
    ready: str
    """A text that it shows once it can be used."""


@dataclass(frozen=True, slots=True)
class Press:
    """What came of one key."""

    done: float
    """From the key to the last byte that it made the program write."""
    written: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Held:
    """What came of a key that was held down."""

    lag: float
    """From the last repeat to the last byte."""
    frames: int
    """How often the program wrote."""


class Terminal:
    """One running program."""

    def __init__(self, program: Program, folder: Path, environment: Mapping[str, str]) -> None:
        self.program = program
        self.ready_after = 0.0
        """From the start to the moment at which it could be used."""
        self._screen = Screen(COLUMNS, ROWS)
        self._cutter = Cutter()
        self._unfed: list[tuple[float, bytes]] = []
        self._fd, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._poll = select.poll()
        self._poll.register(self._fd, select.POLLIN)
        os.set_blocking(self._fd, False)
        before = Path.cwd()
        os.chdir(folder)  # posix_spawn has no way to name a working directory
        try:
            self.began = perf_counter()
            self._pid = self._spawn(os.ttyname(slave), environment)
        finally:
            os.chdir(before)
            os.close(slave)

    def _spawn(self, device: str, environment: Mapping[str, str]) -> int:
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, device, os.O_RDWR, 0),
            (os.POSIX_SPAWN_DUP2, 0, 1),
            (os.POSIX_SPAWN_DUP2, 0, 2),
        ]
        command = list(self.program.command)
        return os.posix_spawn(command[0], command, environment, setsid=True, file_actions=actions)

    def close(self) -> None:
        """End the program."""
        os.kill(self._pid, signal.SIGKILL)
        os.close(self._fd)
        os.waitpid(self._pid, 0)

    # ------------------------------------------------------------------ output

    def _read(self, timeout: float) -> int | None:
        """Keep one piece of what the program writes; its length, None after `timeout`."""
        if not self._poll.poll(max(timeout, 0) * 1000):
            return None
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:
            self._feed()
            raise BenchError(f"{self.program.name} ended:\n{self._screen.text()}") from None
        self._unfed.append((perf_counter(), data))
        for reply in replies(self._cutter.feed(data)):
            os.write(self._fd, reply)
        return len(data)

    def settle(self, done: Callable[[], bool] = lambda: True) -> int:
        """Wait until the program has settled and `done`; the bytes that it wrote meanwhile."""
        written, end = 0, perf_counter() + LIMIT
        while perf_counter() < end:
            while (got := self._read(0.002)) is not None:
                written += got
            since, before = perf_counter(), self._processor()
            got = self._read(QUIET)
            if got is not None:
                written += got
            elif self._processor() - before < _IDLE * (perf_counter() - since) and done():
                return written
        raise BenchError(f"{self.program.name} does not settle:\n{self._screen.text()}")

    def _feed(self, text: str = "") -> float | None:
        """Give the emulator what was read; when `text` first stood on the screen, if it does."""
        seen = None
        for at, data in self._unfed:
            self._screen.feed(data)
            if text and seen is None and self._screen.shows(text):
                seen = at
        self._unfed.clear()
        return seen

    def wait_for(self, text: str) -> float:
        """Wait until a text shows and all has settled; when it was written, since the start."""
        seen: list[float] = []

        def shown() -> bool:
            at = self._feed("" if seen else text)
            seen.extend([at] if at is not None else [])
            return bool(seen)

        self.settle(shown)
        return seen[0] - self.began

    # ------------------------------------------------------------------- input

    def press(self, key: str) -> Press:
        """Press a key, and wait until all that it does is done.

        Raises BenchError when it does nothing.
        """
        self._unfed.clear()
        began = perf_counter()
        os.write(self._fd, encode(key))
        # What escape is, alone or the first of a sequence, is only clear after a while.
        written = self.settle(lambda: key != "escape" or bool(self._unfed))
        if not written:
            raise BenchError(f"{key} does nothing in {self.program.name}:\n{self._screen.text()}")
        return Press(self._unfed[-1][0] - began, written)

    def press_all(self, keys: str) -> list[Press]:
        """Press keys, given as words: `down*20` is twenty times the same."""
        return [self.press(key) for key in spelled(keys)]

    def hold(self, key: str, count: int, per_second: float) -> Held:
        """Send a key again and again, without waiting for what it does."""
        data, began, last, frames = encode(key), perf_counter(), 0.0, 0
        self._unfed.clear()
        for number in range(count):
            while (left := began + number / per_second - perf_counter()) > 0:
                frames += self._read(left) is not None
            last = perf_counter()
            os.write(self._fd, data)
        self.settle()
        return Held(max(self._unfed[-1][0] - last, 0.0), frames)

    # --------------------------------------------------------------- resources

    def _processor(self) -> float:
        """Seconds of processor that the program has used, in all its threads."""
        return time.clock_gettime((~self._pid << 3) | 2)  # Linux: the clock of a process

    def peak_memory(self) -> float:
        """The most memory that it ever held, in MiB."""
        status = Path(f"/proc/{self._pid}/status").read_text()
        found = re.search(r"VmHWM:\s*(\d+) kB", status)
        if found is None:
            raise BenchError(f"{self.program.name} has ended")
        return int(found[1]) / 1024


def spelled(keys: str) -> list[str]:
    """The single keys that `down*20 e` stands for."""
    found: list[str] = []
    for word in keys.split():
        key, star, count = word.rpartition("*")
        found += [key] * int(count) if star and key and count.isdigit() else [word]
    return found


def clean_environment() -> dict[str, str]:
    """The environment of all programs: a plain terminal, compiled modules, no settings.

    It hides pandas, which only tests need and sqlite-utils imports wherever it is installed.
    """
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "HASHIYA_ANNOTATOR": "bench"}
    return {**kept, **own, "PYTHONUTF8": "1", "PYTHONPATH": str(_WITHOUT)}


@contextmanager
def running(program: Program, folder: Path) -> Iterator[Terminal]:
    """A program that is ready to be used."""
    terminal = Terminal(program, folder, clean_environment())
    try:
        terminal.ready_after = terminal.wait_for(program.ready)
        yield terminal
    finally:
        terminal.close()
