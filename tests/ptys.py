"""A program on a pseudo-terminal, and the screen that it paints there.

The test plays the terminal: it types, answers what a terminal is asked, and reads what is on the
screen. Nothing is waited for by the clock; a condition that never holds fails after `PATIENCE`.
"""

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

import pyte

from tests.fork_server import ForkedProgram, can_fork, start
from tests.ui.pty_child import ROOT, XTERM

ANSWERS = {**XTERM, b"\x1b[?2026$p": b"\x1b[?2026;2$y"}
"""A plain xterm, but one that says where a frame begins and ends (synchronized output)."""
_FRAME_END = b"\x1b[?2026l"

PATIENCE = 60.0
"""Seconds to wait for a condition before the test fails."""

# The session's leader takes the terminal, so that signals and job control are the real ones.
LAUNCH = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""A program that runs another with stdin as its controlling terminal."""


class Screen(pyte.Screen):
    """A screen that, as terminals do, leaves alone the private sequences it does not know."""

    _texts: Sequence[str] = ()
    """The lines as text when they were asked for last."""

    @property
    def display(self) -> list[str]:
        """The lines as text; only those that have changed are put together."""
        texts = [*self._texts]
        if len(texts) != self.lines:
            texts = [""] * self.lines
            self.dirty.update(range(self.lines))
        for y in range(self.lines):
            # A mark at the beginning of a line changes the end of the line before.
            if y in self.dirty or y + 1 in self.dirty:
                line = self.buffer[y]
                texts[y] = "".join([line[x].data for x in range(self.columns)])
        self.dirty.clear()
        self._texts = texts
        return texts

    def report_device_status(self, mode: int, **_: object) -> None:
        """Answer nothing: the answers are the program's own."""

    def select_graphic_rendition(self, *attrs: int, **private: object) -> None:
        """Take colours; what begins with `>` sets the keyboard."""
        if not private:
            super().select_graphic_rendition(*attrs)


class Program:
    """A running `hashiya` (or other Python module) with a terminal of its own."""

    def __init__(
        self,
        *arguments: str,
        folder: Path,
        module: str = "tui",
        size: tuple[int, int] = (120, 40),
        env: Mapping[str, str] | None = None,
        answers: Mapping[bytes, bytes] = ANSWERS,
        watch: Callable[[Screen], None] | None = None,
    ) -> None:
        """Start it in `folder`; `size` is in cells, columns first.

        `watch` is shown the screen after whole frames only, never a half painted one.
        """
        columns, lines = size
        self.output = b""
        """All bytes that reached the terminal."""
        self.others: list[Program] = []
        """Other programs, whose terminals are played while waiting for this one."""
        self._screen = Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0
        self._text = -1, ""
        """What was on the screen after so many bytes."""
        self._watch = watch
        self._answers = dict(answers)
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.fspath(ROOT),
            "HOME": os.fspath(folder),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            **(env or {}),
        }
        self.process: subprocess.Popen[bytes] | ForkedProgram
        if can_fork(module, environment):
            self.process = start(arguments, [slave] * 3, folder, environment)
        else:
            self.process = subprocess.Popen(
                [sys.executable, "-c", LAUNCH, sys.executable, "-m", module, *arguments],
                stdin=slave,
                stdout=slave,
                stderr=slave,
                start_new_session=True,
                cwd=folder,
                env=environment,
            )
        os.close(slave)

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.master >= 0:
            os.close(self.master)

    # ------------------------------------------------------------------ hands

    def type(self, keys: str | bytes) -> None:
        """Type keys; the program is played for as long as it is too busy to take them."""
        left = keys.encode() if isinstance(keys, str) else keys

        def typed() -> bool:
            nonlocal left
            # A terminal takes 4096 bytes that nobody has read yet.
            if select.select([], [self.master], [], 0.01)[1]:
                left = left[os.write(self.master, left[:256]) :]
            return not left

        self.until(typed, "the end of what was typed")

    def signal(self, number: int) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self.signal(signal.SIGKILL)
        self.process.wait()

    def hang_up(self) -> None:
        """Close the terminal's window."""
        os.close(self.master)
        self.master = -1

    # ------------------------------------------------------------------- eyes

    def play(self, seconds: float = 0.05) -> bytes:
        """Take in what the program writes within so many seconds; what came."""
        data = b""
        # What a terminal gets comes in pieces of a few hundred bytes.
        while self.master >= 0:
            if not select.select([self.master], [], [], 0.001 if data else seconds)[0]:
                break
            try:
                piece = os.read(self.master, 65536)
            except OSError:
                # Linux says so when nobody has the other end open any more.
                break
            data += piece
            if not piece or self._watch is not None or len(data) > 65536:
                break
        if data:
            self.output += data
            self._show_frame()
            for question, answer in self._answers.items():
                if question in data:
                    os.write(self.master, answer)
        return data

    def _show_frame(self) -> None:
        """Show the last whole frame to the test that watches."""
        if self._watch is None:
            return
        frame = self.output.rfind(_FRAME_END, self._fed) + len(_FRAME_END)
        if frame > self._fed:
            self._stream.feed(self.output[self._fed : frame])
            self._fed = frame
            self._watch(self._screen)

    @property
    def screen(self) -> Screen:
        """The screen with all that has come; what nobody looks at is not painted."""
        self._stream.feed(self.output[self._fed :])
        self._fed = len(self.output)
        return self._screen

    def until(
        self, condition: Callable[[], bool], why: str = "", patience: float = PATIENCE
    ) -> None:
        """Play the terminal until the condition holds, at most so many seconds."""
        end = time.monotonic() + patience
        while not condition():
            gone = self.process.poll() is not None
            for other in self.others:
                other.play(0)
            if not self.play() and gone:
                assert condition(), f"{why or 'it'} never came, it ended:\n{self.text()}"
            assert time.monotonic() < end, f"{why or 'it'} never came:\n{self.text()}"

    def until_shown(self, *words: str) -> None:
        """Play the terminal until all these words are on the screen."""
        self.until(lambda: all(word in self.text() for word in words), f"{words}")

    def until_ended(self) -> int:
        """Play the terminal until the program has ended; its status."""
        self.until(lambda: self.process.poll() is not None, "the end")
        while self.play(0):
            pass
        assert self.process.returncode is not None
        return self.process.returncode

    def text(self) -> str:
        """What is on the screen."""
        if self._text[0] != len(self.output):
            self._text = len(self.output), "\n".join(self.screen.display)
        return self._text[1]
