"""The parsers of the command line, made from the table of commands.

Parsing, `--help`, the completion and the manual page all use them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from tui import __version__, cli
from tui.choices import Bidi, Marks, words_of
from tui.cli.options import COMMANDS, CommandSpec, utf8_text

GLOBALS: dict[str, dict[str, Any]] = {
    "--db": {"metavar": "PATH", "help": "the database (HASHIYA_DB; annotations.db)"},
    "--annotator": {
        "metavar": "NAME",
        "type": utf8_text,
        "help": "the annotator's name (HASHIYA_ANNOTATOR)",
    },
    "--schema": {"metavar": "PATH", "help": "the label schema, a file or a preset"},
    "--bidi": {"choices": words_of(Bidi), "help": "how right-to-left text is sent (auto)"},
    "--marks": {"choices": words_of(Marks), "help": "where vowel marks are sent (auto)"},
}
"""The global options. They come before the command, and are accepted after it too."""


class Parser(argparse.ArgumentParser):
    """A parser that accepts only complete option names, so that new options never change a
    command."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **more)

    def error(self, message: str) -> NoReturn:
        """Print the error and where to find help in one line, and exit with status 2."""
        said = f"{self.prog}: {message}{self._near_option(message)}; see {self.prog} --help"
        self.exit(2, f"{cli.output.printable(said)}\n")

    def _near_option(self, message: str) -> str:
        """Return a hint at the option that was probably meant, else ""."""
        unknown = message.partition("unrecognized arguments: ")[2].partition("=")[0].split()
        known = [name for one in actions_of(self) for name in one.option_strings]
        near = nearest(unknown[0], known) if unknown else ""
        return f"; did you mean {near}?" if near else ""


def add_globals(parser: argparse.ArgumentParser, names: Iterable[str], **more: object) -> None:
    """Add the global options of these names to a parser; `more` is for `add_argument`."""
    for name in names:
        parser.add_argument(name, **{**GLOBALS[name], **more})


def command_parser(name: str, command: CommandSpec) -> Parser:
    """Return the parser of the arguments after a command's name."""
    parser = Parser(
        prog=f"hashiya {name}",
        description=command.help[0].upper() + command.help[1:] + ".",
        epilog=f"`hashiya --help` lists the options of all commands.\n\n"
        f"example:\n  {command.example}",
    )
    command.add_options(parser)
    # Options before the command count unless they are given again.
    shown = [option for option in command.shown if option in GLOBALS]
    hidden = [option for option in GLOBALS if option not in (*shown, *command.own)]
    add_globals(parser, shown, default=argparse.SUPPRESS)
    add_globals(parser, hidden, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return parser


def overview_parser() -> Parser:
    """Return the parser that describes all commands."""
    parser = Parser(
        prog="hashiya",
        usage="hashiya [OPTION…] [COMMAND] …",
        description="Read and annotate right-to-left text in the terminal.",
        epilog="Without a command it opens the reader. `hashiya COMMAND --help` has examples.\n\n"
        "example:\n  hashiya --db work.db articles/",
    )
    parser.add_argument(
        "--version", action="version", version=f"hashiya {__version__}", help="print the version"
    )
    add_globals(parser, GLOBALS)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.help)
    return parser


def count_global_arguments(arguments: Sequence[str]) -> int:
    """Return how many arguments before the command are global options."""
    place = 0
    while place < len(arguments):
        name, equals, _ = arguments[place].partition("=")
        if name not in GLOBALS:
            break
        place += 1 if equals else 2
    return min(place, len(arguments))


def actions_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return the options and arguments of a parser, for which argparse has no public name."""
    return parser._actions


def nearest(word: str, words: Iterable[str]) -> str:
    """Return the one of `words` that was probably meant by `word`; "" if there is none."""
    from difflib import get_close_matches  # needed only for a mistake

    return next(iter(get_close_matches(word, list(words), 1)), "")


def help_of(action: argparse.Action) -> str:
    """Return the help of an option or argument, without argparse's escapes."""
    return (action.help or "").replace("%%", "%")
