"""Running a command that suggests: documents on its stdin, answers on its stdout, one per line.

A command runs without a shell in a session of its own. When the run ends, all processes it started
are ended too: on Linux also those that left its group or session (`keeper.py`), elsewhere those in
its group. One thread does everything, with non-blocking pipes: a command may answer at once, in
batches or after the last document, and neither side ever waits for a full pipe.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self

from tui.errors import SuggesterError
from tui.suggest.external import keeper

LONGEST_LINE = 8_000_000
"""Bytes of an answer, at most."""

_PIECE = 1 << 18
"""Bytes that are read or written at once."""

_LONGEST_MESSAGE = 2_000
"""Bytes of a line on stderr that are shown; a longer one is shown in parts."""

_SHOWN_MESSAGES, _LAST_MESSAGES = 200, 5
"""Lines on stderr that are shown as they come, and of those after them the last."""

_FLOOD_PAUSE = 0.002
"""Seconds after each piece of a flood on stderr: it must not take a core, the command may wait."""

_LOOK = 0.1
"""Seconds between two looks whether the program has ended while a child holds its pipes."""

_KEPT_ENDING = keeper.GRACE + keeper.KILLING + 1.0
"""Seconds that the keeper has to end, with the command, after SIGTERM."""


class TimeLimits(NamedTuple):
    """How long a command may take, in seconds."""

    start: float = 600.0
    """Until the first line."""
    between: float = 60.0
    """Between two lines, and from the last one to the end."""


class CommandRun:
    """A running command; leaving the context ends it with all its processes.

    `lines` are written to its stdin as it reads them. `on_message` gets the lines of its stderr,
    which may hold control characters. Another thread can end it by setting `ending`.
    """

    def __init__(
        self,
        command: Sequence[str],
        lines: Iterable[bytes],
        limits: TimeLimits,
        on_message: Callable[[str], None],
        folder: Path | None = None,
        ending: threading.Event | None = None,
    ) -> None:
        self._ending = ending or threading.Event()
        self._lines = iter(lines)
        self._limits = limits
        self._messages = _Messages(on_message)
        self._unsent = memoryview(b"")
        self._answer = _LineBuffer()
        self._deadline = time.monotonic() + limits.start
        self._started = False
        self._selector = selectors.DefaultSelector()
        self._process, self._is_kept = _start(command, folder)
        stdin, self._stdout, self._stderr = _pipes(self._process)
        self._stdin: IO[bytes] | None = stdin
        for pipe in (stdin, self._stdout, self._stderr):
            os.set_blocking(pipe.fileno(), False)
        self._selector.register(stdin, selectors.EVENT_WRITE)
        self._selector.register(self._stdout, selectors.EVENT_READ)
        self._selector.register(self._stderr, selectors.EVENT_READ)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()

    def answers(self) -> Iterator[bytes]:
        """Yield the lines of its stdout as they come, without line ends and blank lines.

        Raises SuggesterError if the command takes too long, ends with a status other than 0, or
        writes a line that is too long. The time that the caller takes for a line does not count.
        """
        open_pipes = {self._stdout, self._stderr}
        while open_pipes:
            events = self._selector.select(min(_LOOK, max(0.0, self._deadline - time.monotonic())))
            if self._ending.is_set():
                raise SuggesterError("was ended before its time")
            ready = {key.fileobj for key, _ in events}
            if self._stdin in ready:
                self._write()
            if self._stderr in ready and not self._read_messages():
                open_pipes.discard(self._stderr)
            if self._stdout in ready:
                piece = os.read(self._stdout.fileno(), _PIECE)
                if not piece:
                    self._selector.unregister(self._stdout)
                    open_pipes.discard(self._stdout)
                yield from self._split(piece)
            elif time.monotonic() > self._deadline:
                raise SuggesterError(self._timeout_message())
            elif not ready & open_pipes and self._has_ended(open_pipes):
                break  # a process that it left running holds the pipes, and has nothing to say
        rest = self._answer.take_rest()
        if rest.strip():
            yield rest
        self._finish()

    def _has_ended(self, open_pipes: Collection[IO[bytes]]) -> bool:
        """Return whether the command ended and everything it wrote was read.

        It may write its last lines and end after a look at the pipes, so they are looked at again.
        """
        if self._process.poll() is None:
            return False
        return not any(key.fileobj in open_pipes for key, _ in self._selector.select(0))

    def _split(self, piece: bytes) -> Iterator[bytes]:
        """Yield the lines that a piece of output completes; each restarts the time limit."""
        for line in self._answer.add(piece):
            if line.strip():
                self._started = True
                yield line
                self._deadline = time.monotonic() + self._limits.between

    def _write(self) -> None:
        """Write as much as the pipe accepts now; close it after the last line."""
        if self._stdin is None:
            return
        if not self._unsent:
            self._unsent = memoryview(b"".join(self._next_lines()))
        try:
            written = os.write(self._stdin.fileno(), self._unsent[:_PIECE])
        except BlockingIOError:
            return
        except BrokenPipeError:  # it reads no further; its exit status says whether it failed
            written = len(self._unsent)
            self._lines = iter(())
        self._unsent = self._unsent[written:]
        if not self._unsent:
            self._unsent = memoryview(b"".join(self._next_lines()))
            if not self._unsent:
                self._selector.unregister(self._stdin)
                self._stdin.close()
                self._stdin = None

    def _next_lines(self) -> Iterator[bytes]:
        """Yield lines until they fill about one pipe buffer."""
        length = 0
        while length < _PIECE and (line := next(self._lines, None)) is not None:
            length += len(line)
            yield line

    def _read_messages(self) -> bool:
        """Pass on what is on stderr; return whether it is still open."""
        piece = os.read(self._stderr.fileno(), _PIECE)
        self._messages.add(piece)
        if not piece:
            self._selector.unregister(self._stderr)
        elif self._messages.is_flood:
            time.sleep(_FLOOD_PAUSE)
        return bool(piece)

    def _timeout_message(self) -> str:
        if self._started:
            return f"gave no answer for {self._limits.between:g} seconds (--timeout)"
        return f"gave no first answer in {self._limits.start:g} seconds (--start-timeout)"

    def _finish(self) -> None:
        """Wait until the program ends; raise SuggesterError unless its status is 0."""
        try:
            status = self._process.wait(max(keeper.GRACE, self._deadline - time.monotonic()))
        except subprocess.TimeoutExpired as error:
            raise SuggesterError(
                f"closed its output and did not end: {self._timeout_message()}"
            ) from error
        if status < 0:
            raise SuggesterError(f"was ended by {_signal_name(-status)}")
        if status:
            raise SuggesterError(f"ended with exit status {status}")

    def end(self) -> None:
        """End the command and all processes it started; show its last messages."""
        try:
            if self._process.poll() is None:
                self._signal(signal.SIGTERM)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(_KEPT_ENDING if self._is_kept else keeper.GRACE)
        finally:
            self._signal(signal.SIGKILL)
            self._process.wait()
            self._selector.close()
            for pipe in (self._stdin, self._stdout, self._stderr):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            self._messages.close()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._is_kept:
                self._process.send_signal(number)
            else:
                # The group lasts as long as any process in it, so its id can belong to no other.
                os.killpg(self._process.pid, number)


def _start(command: Sequence[str], folder: Path | None) -> tuple[subprocess.Popen[bytes], bool]:
    """Start a program, with the keeper if possible; return whether the keeper was used.

    Raises SuggesterError if the program cannot be started.
    """
    try:
        kept = _start_kept(command, folder) if sys.platform == "linux" and sys.executable else None
        return (_popen(command, folder), False) if kept is None else (kept, True)
    except FileNotFoundError as error:
        missing = folder if folder is not None and not folder.is_dir() else command[0]
        raise SuggesterError(f"cannot run {missing}: there is no such program or file") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SuggesterError(f"cannot run {command[0]}: {reason}") from error


def _start_kept(command: Sequence[str], folder: Path | None) -> subprocess.Popen[bytes] | None:
    """Start the keeper with a program; return None if the keeper itself cannot be started.

    Raises OSError or ValueError if the keeper cannot start the program.
    """
    fault, its_end = os.pipe()
    try:
        try:
            # Isolated, so that it imports nothing from the folder or the environment.
            words = [sys.executable, "-I", "-S", keeper.__file__, str(os.getpid()), str(its_end)]
            process = _popen([*words, *command], folder, (its_end,))
        except OSError:
            return None
        finally:
            os.close(its_end)
        number = os.read(fault, 20)
    finally:
        os.close(fault)
    if number:
        process.communicate()
        raise OSError(int(number), os.strerror(int(number)))
    return process


def _popen(
    command: Sequence[str], folder: Path | None, inherited: Collection[int] = ()
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (a person typed it, or agreed to it)
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        cwd=folder,
        # The lines are UTF-8, whatever the locale: Python reads its stdin by that.
        env={"PYTHONIOENCODING": "utf-8", **os.environ},
        start_new_session=True,
        pass_fds=inherited,
    )


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise ValueError("the process was started without pipes")
    return process.stdin, process.stdout, process.stderr


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


class _LineBuffer:
    """Splits pieces of output into lines of bounded length."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._length = 0

    def add(self, piece: bytes) -> Iterator[bytes]:
        """Yield the lines that the piece completes, without their ends.

        Raises SuggesterError for a line of more than `LONGEST_LINE` bytes.
        """
        *lines, rest = piece.split(b"\n")
        for line in lines:
            self._keep(line)
            yield self.take_rest()
        self._keep(rest)

    def _keep(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._length += len(piece)
        if self._length > LONGEST_LINE:
            raise SuggesterError(f"wrote more than {LONGEST_LINE:,} bytes without a line end")

    def take_rest(self) -> bytes:
        """Return what came after the last line end, only once."""
        line = b"".join(self._pieces)
        self._pieces, self._length = [], 0
        return line


class _Messages:
    """Passes on the lines of stderr as they come, but only the last ones of a flood."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._rest = b""
        self._count = 0
        """Lines until now; of a flood, its line ends."""

    @property
    def is_flood(self) -> bool:
        """Whether so much came that further lines are not shown as they come."""
        return self._count >= _SHOWN_MESSAGES

    def add(self, piece: bytes) -> None:
        """Take a piece of stderr."""
        if not self.is_flood:
            *lines, self._rest = (self._rest + piece).split(b"\n")
            if len(self._rest) > _LONGEST_MESSAGE:
                lines.append(self._rest)
                self._rest = b""
            room = _SHOWN_MESSAGES - self._count
            for line in lines[:room]:
                self._show_line(line)
            self._count += min(len(lines), room)
            if self._count < _SHOWN_MESSAGES:
                return
            piece = b"".join(line + b"\n" for line in lines[room:]) + self._rest
            self._rest = b""
        # Not line by line: the reader's keys would wait for that.
        self._count += piece.count(b"\n")
        self._rest = (self._rest + piece)[-_LAST_MESSAGES * _LONGEST_MESSAGE :]

    def close(self) -> None:
        """Show the remaining lines, of a flood only the last ones."""
        lines = self._rest.removesuffix(b"\n").split(b"\n") if self._rest else []
        self._rest = b""
        left_out = self._count - _SHOWN_MESSAGES - len(lines[-_LAST_MESSAGES:])
        if left_out > 0:
            self._show(f"({left_out:,} more lines)")
        for line in lines[-_LAST_MESSAGES:]:
            self._show_line(line)

    def _show_line(self, line: bytes) -> None:
        self._show(line[:_LONGEST_MESSAGE].decode(errors="replace").rstrip("\r"))
