"""The command line: find the command that is called, parse its options, and run it.

Data goes to stdout, everything else to stderr. Exit status: 0 done; 1 the work failed or a check
found faults; 2 wrong usage. Each command is a module that is imported when it is called.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from types import ModuleType
from typing import TextIO

from tui import cli, interrupts
from tui.cli.options import COMMANDS, CommandSpec
from tui.cli.parsers import (
    GLOBALS,
    Parser,
    add_globals,
    command_parser,
    count_global_arguments,
    nearest,
    overview_parser,
)
from tui.errors import HashiyaError, UsageError

WINDOWS = (
    "hashiya: it does not run on Windows itself; install the Windows Subsystem for Linux "
    "(`wsl --install`), and Hashiya in that"
)
"""The message on Windows: driving the terminal and locking files need POSIX."""

COMPLETE = "__complete"
"""The hidden command by which a shell asks for completions."""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the options; exit with status 2 on wrong usage, 0 after `--help` or `--version`.

    Without the name of a command the reader is opened: `hashiya FOLDER` is `hashiya read FOLDER`. A
    first word that resembles the name of a command and is not a file or folder is wrong usage.
    """
    place = count_global_arguments(arguments)
    first = arguments[place] if place < len(arguments) else ""
    before, rest = arguments[:place], arguments[place:]
    if first in COMMANDS:
        name, rest = first, rest[1:]
    elif first in ("-h", "--help", "--version"):
        return overview_parser().parse_args(rest)
    else:
        _require_source_or_option(first)
        name = "read"
    command = COMMANDS[name]
    options = Parser(prog="hashiya")
    add_globals(options, GLOBALS)
    found = options.parse_args(before)
    found.command, found.module = name, command.module
    parser = command_parser(name, command)
    if "--" in rest or not any(word.startswith("-") for word in rest):
        return parser.parse_args(rest, found)
    # Sources and options in any order: parse_args would take only the first run of sources.
    parsed: argparse.Namespace = parser.parse_intermixed_args(rest, found)
    return parsed


def _require_source_or_option(word: str) -> None:
    """Raise UsageError if the first word looks like a mistyped command."""
    if not word or word.startswith("-") or os.sep in word or os.path.lexists(word):
        return
    near = nearest(word, COMMANDS)
    if near:
        raise UsageError(
            f"{word}: there is no such command, file or folder; did you mean `hashiya {near}`?"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its status.

    An unexpected error becomes one line here, and a file with the details. Tests call `run`, which
    lets it through.
    """
    words = sys.argv[1:] if arguments is None else arguments
    if os.name == "nt":
        sys.exit(WINDOWS)
    # Binding all functions of a library such as ICU at once would read all of its tables.
    sys.setdlopenflags(os.RTLD_LAZY)
    try:
        status = run(words)
    except Exception as error:  # noqa: BLE001 (the outermost edge of every command)
        _discard_stdout()
        _print_error(cli.crash_report.report_crash(error))
        status = 1
    except KeyboardInterrupt:
        status = interrupts.INTERRUPTED  # a second one, or one while an error was reported
    finally:
        interrupts.end_at_once()
    if status == interrupts.INTERRUPTED:
        # Python would end by the signal if the exception came through `exec`, as of a dataclass.
        with contextlib.suppress(OSError):
            sys.stdout.flush()
        os._exit(status)
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status."""
    # rich counts cells by the Unicode that this names; the layout and Textual must agree.
    os.environ.pop("UNICODE_VERSION", None)
    _open_streams()
    try:
        try:
            if arguments and arguments[0] == COMPLETE:
                from tui.cli.commands import completion

                return completion.answer(arguments[1:])
            options = parse(arguments)
            command = _import_command(COMMANDS[options.command])
            interrupts.raise_exception()
            return int(command.run(options) or 0)
        finally:
            sys.stdout.flush()
    except UsageError as error:
        _print_error(str(error))
        return 2
    except HashiyaError as error:
        _print_error(str(error))
        return 1
    except BrokenPipeError:
        # The program that reads the output has ended, as `head` does: not an error.
        _discard_stdout()
        return 0
    except OSError as error:
        _discard_stdout()
        where = "the output" if error.filename is None else os.fsdecode(error.filename)
        _print_error(f"{where}: {error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        _print_error("interrupted")
        return interrupts.INTERRUPTED


def _open_streams() -> None:
    """Make sure that all three streams exist, and that pipes and files get UTF-8 in any locale."""
    if _is_closed(sys.stdin):
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if _is_closed(sys.stdout):
        # Writing to it fails: output must not be lost silently.
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if _is_closed(sys.stderr):
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors=errors)


def _is_closed(stream: TextIO | None) -> bool:
    return stream is None


def _discard_stdout() -> None:
    """Discard what is still buffered, so that the exit cannot fail on it."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _import_command(command: CommandSpec) -> ModuleType:
    """Import a command's module, and turn garbage collection on for what is created from now on.

    `tui.__main__` has turned it off.
    """
    try:
        return importlib.import_module(f"tui.cli.commands.{command.module}")
    finally:
        if not command.collects_later:
            gc.freeze()
            gc.enable()


def _print_error(message: str) -> None:
    for line in message.split("\n"):
        cli.output.notify(f"hashiya: {line}")
