"""Runs a command and ends every process it started when it ends or is to end (Linux).

Started as a program of its own, by its path: `keeper.py PARENT PIPE COMMAND…`. A process that a
command starts may leave its process group and its session, and lose its parent. As “child
subreaper” (prctl(2)) the keeper becomes the parent of those, so that all of them are found below
it. The reader itself could not do this: it has other children, such as the one that keeps the
clipboard.

It is ended by SIGTERM, which the kernel also sends when the thread that started it ends
(`PR_SET_PDEATHSIG`), even by SIGKILL. Its exit status, or the signal that ends it, is that of the
command. It imports little, since every run waits for it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from typing import NoReturn

_SET_PDEATHSIG, _SET_CHILD_SUBREAPER = 1, 36
"""From linux/prctl.h."""

GRACE = 0.5
"""Seconds that a command has to end by itself after SIGTERM."""

KILLING = 5.0
"""Seconds in which its processes are killed again and again: some may start more meanwhile."""

_LOOK, _QUICK_LOOKS = 0.01, 100
"""Seconds between two looks at all processes, and how often its own children are looked at then."""

_SIGNALS = (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def main(parent: int, pipe: int, command: list[str]) -> int:
    """Run the command; return its status as waitpid(2) gives it.

    If the command cannot be started, the number of the `OSError` is written to the pipe, which
    otherwise stays empty.
    """
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    prctl(_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    if os.getppid() != parent:
        return signal.SIGTERM  # it ended before it could be watched
    os.set_inheritable(pipe, False)
    try:
        child = _start(command)
    except OSError as error:
        os.write(pipe, str(error.errno).encode())
        return 0
    os.close(pipe)
    _close_pipes()
    status = _wait(child)
    _kill_all(child)
    return signal.SIGTERM if status is None else status


def _start(command: list[str]) -> int:
    """Start the command as the leader of a session; raises OSError."""
    return os.posix_spawnp(
        command[0],
        command,
        os.environ,
        setsid=True,
        setsigmask=(),
        setsigdef=(signal.SIGPIPE, signal.SIGXFSZ),  # which Python ignores
    )


def _close_pipes() -> None:
    """Leave the three pipes to the command alone, so that their ends are noticed."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)


def _wait(child: int) -> int | None:
    """Return the child's status, or None if it had to be killed.

    SIGTERM is passed on to the child, which then has `GRACE` seconds to end.
    """
    until: float | None = None
    while True:
        for ended, status in _reaped():
            if ended == child:
                return status
        if until is None:
            if signal.sigwait(_SIGNALS) != signal.SIGCHLD:
                until = time.monotonic() + GRACE
                _signal(_descendants(child), signal.SIGTERM)
        elif (left := until - time.monotonic()) > 0:
            signal.sigtimedwait(_SIGNALS, left)
        else:
            return None


def _reaped() -> Iterator[tuple[int, int]]:
    """Yield the ids and statuses of the children that have ended."""
    with contextlib.suppress(ChildProcessError):
        while (one := os.waitpid(-1, os.WNOHANG))[0]:
            yield one


def _kill_all(child: int) -> None:
    """Kill all processes below this one until none is left.

    A process that cannot be killed, because another user runs it, is given up after `KILLING`
    seconds.
    """
    until = time.monotonic() + KILLING
    while _has_children() and time.monotonic() < until:
        _signal(_descendants(child), signal.SIGKILL)
        # One that goes on in a new process again and again is gone before all were looked at.
        for _ in range(_QUICK_LOOKS):
            _signal(_children(), signal.SIGKILL)
        time.sleep(_LOOK)


def _has_children() -> bool:
    """Reap the children that have ended; return whether any process is left below this one."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _descendants(child: int) -> list[int]:
    """Return the ids of all processes below this one, including those that lost their parent.

    Without /proc, or with that of other processes, it is the process group of the child, in the
    form of kill(2).
    """
    children: dict[int, list[int]] = {}
    try:
        names = os.listdir("/proc")  # noqa: PTH208 (pathlib would take a third of the start)
    except OSError:
        names = []
    if str(os.getpid()) not in names:
        return [-child]
    for name in names:
        if name.isdecimal():
            # The name before the last parenthesis may hold anything.
            words = _content(f"/proc/{name}/stat").rpartition(b")")[2].split()
            if words:
                children.setdefault(int(words[1]), []).append(int(name))
    found, left = [], [os.getpid()]
    while left:
        below = children.get(left.pop(), [])
        found += below
        left += below
    return found


def _children() -> list[int]:
    """Return the ids of this process's own children; none if the kernel does not list them."""
    me = os.getpid()
    return [int(word) for word in _content(f"/proc/{me}/task/{me}/children").split()]


def _content(path: str) -> bytes:
    """Return the content of a file of /proc; nothing if it does not exist any more."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (as above)
            return file.read()
    except OSError:
        return b""


def _signal(processes: Sequence[int], number: signal.Signals) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(process, number)


def _end_as(status: int) -> NoReturn:
    """End with a status of waitpid(2), by the same signal if there was one."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(OSError):  # SIGKILL has no handler
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [number])
        os.kill(os.getpid(), number)
    os._exit(os.WEXITSTATUS(status))


if __name__ == "__main__":
    _end_as(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
