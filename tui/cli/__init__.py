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
from types import ModuleType

from tui.cli.arguments import parse
from tui.errors import HashiyaError, UsageError


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its status."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run a command; its exit status."""
    options = parse(arguments)
    try:
        return int(_load(options.module).run(options) or 0)
    except UsageError as error:
        _say(str(error))
        return 2
    except HashiyaError as error:
        _say(str(error))
        return 1
    except BrokenPipeError:
        # The reader of our output went away: no fault of ours, and nothing more to say.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _load(name: str) -> ModuleType:
    """Import a command's module, without the collections of what imports make: all of it stays."""
    gc.disable()
    try:
        return importlib.import_module(f"tui.cli.{name}")
    finally:
        gc.enable()


def _say(message: str) -> None:
    from tui.cli.output import safe

    for line in message.split("\n"):
        print(f"hashiya: {safe(line)}", file=sys.stderr)
