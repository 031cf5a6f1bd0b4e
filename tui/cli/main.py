"""The command line: `hashiya`.

Data goes to stdout, everything else to stderr. Exit status: 0 done; 1 the work failed or what
was checked is not in order; 2 wrong usage. Each command lives in a module of its own that is
imported when it is called.

From the words of a command line to options: which command is meant, and what belongs to it."""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from types import ModuleType
from typing import Any, NoReturn, TextIO

from tui import __version__
from tui.cli.options import COMMANDS, CommandSpec, words
from tui.errors import HashiyaError, UsageError

BIDI = ("auto", "visual", "explicit", "lrm", "terminal")


MARKS = ("auto", "after", "before", "strip")


_GLOBALS: dict[str, dict[str, Any]] = {
    "--db": {"metavar": "PATH", "help": "the database (HASHIYA_DB; annotations.db)"},
    "--annotator": {
        "metavar": "NAME",
        "type": words,
        "help": "whose annotations these are (HASHIYA_ANNOTATOR)",
    },
    "--schema": {"metavar": "PATH", "help": "the label schema, a file or a preset"},
    "--bidi": {"choices": BIDI, "help": "who puts the text in order (auto)"},
    "--marks": {"choices": MARKS, "help": "where vowel marks are sent (auto)"},
}
"""The options that stand before a command; they are taken after it as well."""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; exits with status 2 on wrong usage, 0 after `--help` or `--version`.

    Without a command's name the sources are read: `hashiya FOLDER` is `hashiya read FOLDER`.
    A first word that is near a command's name and no file or folder is wrong usage.
    """
    place = _end_of_globals(arguments)
    first = arguments[place] if place < len(arguments) else ""
    before, rest = arguments[:place], arguments[place:]
    if first in COMMANDS:
        name, rest = first, rest[1:]
    elif first in ("-h", "--help", "--version"):
        return _overview().parse_args(rest)
    else:
        _require_source_or_option(first)
        name = "read"
    command = COMMANDS[name]
    options = _Parser(prog="hashiya")
    _add_globals(options, _GLOBALS)
    found = options.parse_args(before)
    found.command, found.module = name, command.module
    parser = _parser_of(name, command)
    if "--" in rest or not any(word.startswith("-") for word in rest):
        return parser.parse_args(rest, found)
    # Sources and options in any order: parse_args would take only the first run of sources.
    parsed: argparse.Namespace = parser.parse_intermixed_args(rest, found)
    return parsed


def _require_source_or_option(word: str) -> None:
    """Raise UsageError where the first word looks like a command's name with a typing error."""
    if not word or word.startswith("-") or os.sep in word or os.path.lexists(word):
        return
    from difflib import get_close_matches  # of no use to a start that goes well

    near = get_close_matches(word, COMMANDS, 1)
    if near:
        raise UsageError(
            f"{word}: there is no such command, file or folder; did you mean `hashiya {near[0]}`?"
        )


def _end_of_globals(arguments: Sequence[str]) -> int:
    """Where the options that stand before the command end."""
    place = 0
    while place < len(arguments):
        name, equals, _ = arguments[place].partition("=")
        if name not in _GLOBALS:
            break
        place += 1 if equals else 2
    return min(place, len(arguments))


class _Parser(argparse.ArgumentParser):
    """Takes options by their whole names only, so that a new one never changes an old command."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **more)

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong, and where help is."""
        from tui.cli.output import safe

        self.exit(2, f"{safe(f'{self.prog}: {message}; see {self.prog} --help')}\n")


def _add_globals(parser: argparse.ArgumentParser, names: Iterable[str], **more: object) -> None:
    for name in names:
        parser.add_argument(name, **{**_GLOBALS[name], **more})


def _parser_of(name: str, command: CommandSpec) -> _Parser:
    """The parser of what stands behind a command's name."""
    parser = _Parser(
        prog=f"hashiya {name}",
        description=command.help[0].upper() + command.help[1:] + ".",
        epilog=f"`hashiya --help` lists the options of all commands.\n\n"
        f"example:\n  {command.example}",
    )
    command.describe(parser)
    # What stands before the command counts unless it is given again.
    shown = [option for option in command.shown if option in _GLOBALS]
    hidden = [option for option in _GLOBALS if option not in (*shown, *command.own)]
    _add_globals(parser, shown, default=argparse.SUPPRESS)
    _add_globals(parser, hidden, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return parser


def _overview() -> _Parser:
    """The parser that describes all commands."""
    parser = _Parser(
        prog="hashiya",
        usage="hashiya [OPTION…] [COMMAND] …",
        description="Read and annotate right-to-left text in the terminal.",
        epilog="Without a command it opens the reader. `hashiya COMMAND --help` has examples.\n\n"
        "example:\n  hashiya --db work.db articles/",
    )
    parser.add_argument("--version", action="version", version=f"hashiya {__version__}")
    _add_globals(parser, _GLOBALS)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.help)
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit with its status.

    What no part of the program foresaw becomes one line here, and a file with what is needed to
    mend it. Tests call `run`, which lets it through.
    """
    words = sys.argv[1:] if arguments is None else arguments
    try:
        status = run(words)
    except Exception as error:  # noqa: BLE001 (the outermost edge of every command)
        from tui.cli.crash_report import message_of

        _drop_stdout()
        _say(message_of(error))
        status = 1
    sys.exit(status)


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
