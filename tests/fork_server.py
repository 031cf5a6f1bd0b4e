"""Starts `hashiya` in the time of a fork.

A process that has imported the reader forks a child for each program that a test starts, so that
no test waits for Python and 500 modules. The child has its own session, streams, working
directory and environment, runs `tui.__main__` as `python -m tui` does, and ends as Python ends,
except that it leaves the modules as they are (`end`).

What Python and Textual read from the environment while they start and import cannot be had this
way: see `can_fork`.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

import tui

ROOT = Path(__file__).parents[1]

_AT_START = ("PYTHON", "TEXTUAL", "LC_", "ESCDELAY", "UNICODE_VERSION")
"""The beginnings of names of variables that are read before `tui.__main__` runs."""

_LANG = "C.UTF-8"
_STATUS = struct.Struct("i")
_LENGTH = struct.Struct("I")


def can_fork(module: str, env: Mapping[str, str]) -> bool:
    """Whether a program differs from the server's own process in nothing that was read before."""
    own = {"PYTHONPATH": os.fspath(ROOT), "LANG": _LANG}
    return module == "tui" and all(
        own.get(name) == value if name in own else not name.startswith(_AT_START)
        for name, value in env.items()
    )


class ForkedProgram:
    """A program that the server started; it offers what tests use of `subprocess.Popen`."""

    def __init__(self, pid: int, status: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        """The exit status; that of a signal is negative."""
        self._status = status

    def poll(self) -> int | None:
        """Return the exit status, None while it runs."""
        if self.returncode is None and select.select([self._status], [], [], 0)[0]:
            data = os.read(self._status, _STATUS.size)
            os.close(self._status)
            assert data, "the server of forks ended"
            self.returncode = os.waitstatus_to_exitcode(_STATUS.unpack(data)[0])
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end; return the exit status. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            select.select([self._status], [], [], timeout)
        if (status := self.poll()) is None:
            raise subprocess.TimeoutExpired("hashiya", timeout or 0)
        return status

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            # It may have ended since, and its status be on the way.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)


def start(
    arguments: Sequence[str | bytes], streams: Sequence[int], folder: Path, env: Mapping[str, str]
) -> ForkedProgram:
    """Start `hashiya` with these file descriptors as its input, its output and its messages.

    If they are a terminal, it becomes the controlling one.
    """
    sys.audit("os.fork")  # tests that start a process need the marker `slow`
    server = _server()
    mine, status = os.pipe()
    words = [os.fsdecode(word) for word in arguments]
    request = json.dumps([words, os.fspath(folder), {**env}]).encode()
    socket.send_fds(server, [_LENGTH.pack(len(request))], [*streams, status])
    server.sendall(request)
    os.close(status)
    (pid,) = _LENGTH.unpack(server.recv(_LENGTH.size))
    return ForkedProgram(pid, mine)


def run(
    *arguments: str | bytes, folder: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Run `hashiya` with nothing to read and both its outputs to pipes."""
    with Path(os.devnull).open("rb") as nothing, TemporaryFile() as out, TemporaryFile() as err:
        pipes = [os.pipe(), os.pipe()]
        program = start(arguments, [nothing.fileno(), *(end for _, end in pipes)], folder, env)
        for _, end in pipes:
            os.close(end)
        files = {mine: file for (mine, _), file in zip(pipes, (out, err), strict=True)}
        while files:
            for mine in select.select([*files], [], [])[0]:
                if data := os.read(mine, 65536):
                    files[mine].write(data)
                else:
                    os.close(mine)
                    del files[mine]
        status = program.wait()
        found = [(file.seek(0), file.read())[1] for file in (out, err)]
    return subprocess.CompletedProcess([*arguments], status, *found)


@cache
def _server() -> socket.socket:
    """Start the server of this process; it ends when this process does."""
    mine, other = socket.socketpair()
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": os.fspath(ROOT), "LANG": _LANG}
    with other:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.fork_server", str(other.fileno())],
            pass_fds=[other.fileno()],
            cwd=ROOT,
            env=env,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )

    @atexit.register
    def end() -> None:
        mine.close()
        process.wait()

    return mine


# In the server


def serve(requests: socket.socket) -> None:
    """Fork a program for each request and report its end; return in the programs.

    Ends with the process at the other end of the socket.
    """
    waking, woken = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(waking, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken)
    reports: dict[int, int] = {}
    while True:
        ready = select.select([requests.fileno(), waking], [], [])[0]
        if waking in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(waking, 4096)
            for pid, status in _ended():
                report = reports.pop(pid)
                with contextlib.suppress(BrokenPipeError):
                    os.write(report, _STATUS.pack(status))
                os.close(report)
        if requests.fileno() in ready:
            length, fds, _, _ = socket.recv_fds(requests, _LENGTH.size, 4)
            if not length:
                os._exit(0)
            request = b""
            while len(request) < _LENGTH.unpack(length)[0]:
                request += requests.recv(65536)
            *streams, report = fds
            pid = os.fork()
            if not pid:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for fd in (requests.detach(), waking, woken, report, *reports.values()):
                    os.close(fd)
                _become(streams, *json.loads(request))
                return
            reports[pid] = report
            for fd in {*streams}:
                os.close(fd)
            requests.sendall(_LENGTH.pack(pid))


def _ended() -> Iterator[tuple[int, int]]:
    """Yield the programs that have ended, each with its wait status."""
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found


def _become(streams: list[int], arguments: list[str], folder: str, env: dict[str, str]) -> None:
    """Make this process a program that has just been started with these streams."""
    os.setsid()
    if os.isatty(streams[0]):
        fcntl.ioctl(streams[0], termios.TIOCSCTTY, 0)
    for fd, stream in enumerate(streams):
        os.dup2(stream, fd)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.argv = ["hashiya", *arguments]
    stdin = os.fdopen(0, encoding="utf-8", errors="surrogateescape", closefd=False)
    stdout = os.fdopen(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)
    stderr = os.fdopen(2, "w", 1, encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stdin, sys.stdout, sys.stderr = stdin, stdout, stderr
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]  # only names


def end(status: int) -> None:
    """End the process as Python does, but without taking its modules apart.

    That would touch nearly all the memory that the child shares with the server, which takes 75 ms,
    while the rest of a short command takes 10. Returns if Python has to report an error.
    """
    threading._shutdown()  # type: ignore[attr-defined]  # Python's own end calls it
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return
    gc.collect()  # closes what nothing refers to any more
    os._exit(status)


def run_program() -> int:
    """Run `tui.__main__`; return its exit status."""
    try:
        runpy.run_module("tui", run_name="__main__")
    except SystemExit as ended:
        if not isinstance(ended.code, int):
            raise
        return ended.code
    return 0


if __name__ == "__main__":
    # All that any command imports; sqlite-utils imports pandas where it is installed.
    for found in pkgutil.walk_packages(tui.__path__, "tui."):
        if found.name != "tui.__main__":
            importlib.import_module(found.name)
    importlib.import_module("sqlite_utils")
    gc.freeze()
    serve(socket.socket(fileno=int(sys.argv[1])))
    exit_status = run_program()
    end(exit_status)
    sys.exit(exit_status)
