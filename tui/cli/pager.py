"""The pager for output to a terminal: `$PAGER`, else `less -R`.

The pager is the user's own program: its name comes from the environment alone, never from a file,
and it is started without a shell.
"""

from __future__ import annotations

import io
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from tui.errors import UsageError

DEFAULT = "less -R"
"""The pager without `$PAGER`: `-R` passes colours on."""


@contextmanager
def pager(*, wanted: bool) -> Iterator[TextIO]:
    """Yield the stream to print to: a pager's if it is `wanted` and stdout is a terminal, else
    stdout.

    It ends when the person leaves the pager, which may be before everything was printed. Raises
    UsageError if the pager cannot be started.
    """
    if not wanted or not sys.stdout.isatty():
        yield sys.stdout
        return
    with _started(_command()) as process:
        assert process.stdin is not None  # noqa: S101 (it was asked for)
        out = io.TextIOWrapper(process.stdin, encoding="utf-8", newline="\n")
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is the pager's
        try:
            with suppress(BrokenPipeError):
                yield out
                out.flush()
        finally:
            with suppress(BrokenPipeError):
                out.close()
            process.wait()
            signal.signal(signal.SIGINT, before)


def _command() -> list[str]:
    """Return the words of the pager's command line. Raises UsageError if there is no such
    program."""
    given = os.environ.get("PAGER") or DEFAULT
    try:
        words = shlex.split(given)
    except ValueError as error:
        raise UsageError(f"PAGER: {error}") from None
    if not words or shutil.which(words[0]) is None:
        raise UsageError(
            f"{given}: there is no such pager; set PAGER to another, or print without --pager"
        )
    return words


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    # less shows colours only with -R, and PAGER is mostly `less` alone.
    environment = {"LESS": "-R", **os.environ}
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603 (the user's own pager)
    except OSError as error:
        raise UsageError(f"{command[0]}: cannot be started: {error.strerror}") from None
