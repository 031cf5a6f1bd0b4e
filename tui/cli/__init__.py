"""The command line: `hashiya`.

Data goes to stdout, everything else to stderr. Exit status: 0 done; 1 the work failed or what
was checked is not in order; 2 wrong usage. Each command lives in a module of its own that is
imported when it is called.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from types import ModuleType
from typing import TextIO

from tui.cli.arguments import parse
from tui.errors import HashiyaError, UsageError


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its status."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run a command; its exit status."""
    # rich counts cells by the Unicode that this names; the layout and Textual must agree.
    os.environ.pop("UNICODE_VERSION", None)
    _open_streams()
    try:
        try:
            options = parse(arguments)
            return int(_load(options.module).run(options) or 0)
        finally:
            sys.stdout.flush()
    except UsageError as error:
        _say(str(error))
        return 2
    except HashiyaError as error:
        _say(str(error))
        return 1
    except BrokenPipeError:
        # The reader of our output went away: no fault of ours, and nothing more to say.
        _drop_stdout()
        return 0
    except OSError as error:
        _drop_stdout()
        where = "the output" if error.filename is None else os.fsdecode(error.filename)
        _say(f"{where}: {error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        _say("interrupted")
        return 130


def _open_streams() -> None:
    """Make sure that there are streams, and that pipes and files get UTF-8 in any locale."""
    if _is_closed(sys.stdout):
        # What is written to it fails: nothing may be lost in silence.
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if _is_closed(sys.stderr):
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors=errors)


def _is_closed(stream: TextIO | None) -> bool:
    return stream is None


def _drop_stdout() -> None:
    """Let what is still in the buffer go nowhere, so that the exit finds nothing to fail on."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _load(name: str) -> ModuleType:
    """Import a command's module. What imports make stays: no collection is to look at it, ever."""
    gc.disable()
    try:
        return importlib.import_module(f"tui.cli.{name}")
    finally:
        gc.freeze()
        gc.enable()


def _say(message: str) -> None:
    from tui.cli.output import say

    for line in message.split("\n"):
        say(f"hashiya: {line}")
