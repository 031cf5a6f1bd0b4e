"""A child process on a pseudo-terminal whose other end a test plays."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

PATIENCE = 60.0
"""Seconds to wait for a condition before the test fails."""

ROOT = Path(__file__).parents[2]

# The session's leader takes the terminal, so that signals and job control are the real ones.
_LAUNCH = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""

VTE = {
    b"\x1b[>0q": b"\x1bP>|VTE(8001)\x1b\\",
    b"\x1b[8$p": b"\x1b[8;1$y",
    b"\x1b[c": b"\x1b[?61c",
}
XTERM = {
    b"\x1b[>0q": b"\x1bP>|XTerm(379)\x1b\\",
    b"\x1b[8$p": b"\x1b[8;0$y",
    b"\x1b[c": b"\x1b[?64c",
}


class PtyChild:
    """Runs a Python module on a pty; what it asks is answered as the given terminal does."""

    def __init__(
        self,
        module: str,
        answers: Mapping[bytes, bytes],
        env: Mapping[str, str] | None = None,
        typed: bytes = b"",
        command: Sequence[str] = (),
    ) -> None:
        """Run the module, or the program at a path with its arguments."""
        self.output = b""
        self.events: list[str] = []
        self.answers = dict(answers)
        self._typed = typed
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(slave)
        self._events, self.events_fd = os.pipe()
        self._partial = b""
        self._slave = slave
        run = command or [sys.executable, "-m", module, str(self.events_fd)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", _LAUNCH, *run],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            pass_fds=[self.events_fd],
            start_new_session=True,
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", **(env or {})},
        )
        os.close(self.events_fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for fd in (self.master, self._slave, self._events):
            if fd >= 0:
                os.close(fd)

    def send(self, data: bytes) -> None:
        """Type."""
        os.write(self.master, data)

    def signal(self, number: int) -> None:
        """Send a signal to the child."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal's window."""
        os.close(self.master)
        os.close(self._slave)
        self.master = self._slave = -1

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Play the terminal until the condition holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"events {self.events}, output {self.output!r}"
            self._play()

    def wait_for_output(self, *parts: bytes) -> None:
        """Play the terminal until it has shown all of these."""
        self.wait_for(lambda: all(part in self.output for part in parts))

    def wait_for_events(self, *events: str) -> None:
        """Play the terminal until these events, and no others, have come since the start."""
        self.wait_for(lambda: len(self.events) >= len(events))
        assert self.events == list(events)

    def wait_for_end(self) -> int:
        """Play the terminal until the child has ended; returns its status."""
        self.wait_for(lambda: self.process.poll() is not None)
        while self._play():
            pass
        assert self.process.returncode is not None
        return self.process.returncode

    def is_stopped(self) -> bool:
        """Whether the child has stopped itself."""
        found = os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG)
        return found is not None and found.si_status == signal.SIGSTOP

    def attributes(self) -> list[object]:
        """The terminal's attributes now."""
        return termios.tcgetattr(self._slave)

    def _play(self) -> bool:
        """Take in what there is; tells whether there was anything."""
        fds = [fd for fd in (self.master, self._events) if fd >= 0]
        some = False
        for fd in select.select(fds, [], [], 0.05)[0]:
            try:
                data = os.read(fd, 65536)
            except OSError:
                data = b""
            some = some or bool(data)
            if fd == self.master:
                self.output += data
                self._answer(data)
            else:
                *lines, self._partial = (self._partial + data).split(b"\n")
                self.events += [line.decode() for line in lines]
        return some

    def _answer(self, data: bytes) -> None:
        """Answer what was asked, after typing what is to be typed meanwhile."""
        for question, answer in self.answers.items():
            if question in data:
                typed, self._typed = self._typed, b""
                os.write(self.master, typed + answer)
