"""The reference of the command line, made from the parsers that the program itself uses."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from tui.cli.options import COMMANDS
from tui.cli.parsers import command_parser, overview_parser


def command_reference() -> str:
    """Return the options of all commands, then each command with its own and an example."""
    overview = overview_parser()
    parts = [
        "## Options of all commands\n\n"
        "They come before the command, and are accepted after it too.\n\n"
        f"{_table(_arguments(overview))}"
    ]
    for name, command in COMMANDS.items():
        parser = command_parser(name, command)
        parts.append(
            f"## hashiya {name}\n\n{parser.description}\n\n"
            f"```text\n{_usage(parser)}\n```\n\n{_table(_arguments(parser))}\n\n"
            f"{_example(name, command.example)}"
        )
    return "\n\n".join(parts) + "\n"


_NOT_RUN = ("completion", "hub", "sync")
"""Commands whose example needs a hub or another shell."""


def _example(name: str, words: str) -> str:
    """Return an example as a block: a test runs what is in `console` blocks."""
    return f"```sh\n{words}\n```" if name in _NOT_RUN else f"```console\n$ {words}\n```"


def _usage(parser: argparse.ArgumentParser) -> str:
    """Return how a command is called, in lines of at most 90 characters.

    argparse's own line depends on the terminal and on Python's version.
    """
    words, lines = list(_usage_words(parser)), [parser.prog]
    for word in words:
        if len(lines[-1]) + len(word) > 89:
            lines.append("   ")
        lines[-1] += f" {word}"
    return "\n".join(lines)


def _usage_words(parser: argparse.ArgumentParser) -> Iterator[str]:
    shown = list(_arguments(parser))
    for action in [one for one in shown if one.option_strings]:
        word = f"{action.option_strings[-1]}{_value(action)}"
        yield f"[{word}]…" if isinstance(action, argparse._AppendAction) else f"[{word}]"
    for action in [one for one in shown if not one.option_strings]:
        name = _name(action)
        yield {"*": f"[{name}…]", "+": f"{name}…", "?": f"[{name}]"}.get(str(action.nargs), name)


def _arguments(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield what the help of a command shows, but for `--help`."""
    for action in parser._actions:
        kinds = (argparse._HelpAction, argparse._SubParsersAction)
        if action.help != argparse.SUPPRESS and not isinstance(action, kinds):
            yield action


def _name(action: argparse.Action) -> str:
    """Return the name of an argument that is no option."""
    return str(action.metavar or "|".join(map(str, action.choices or [action.dest])))


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if action.metavar is None and action.choices:
        return f" {{{','.join(map(str, action.choices))}}}"
    return f" {action.metavar or action.dest.upper()}".replace("%%", "%")


def _table(arguments: Iterator[argparse.Action]) -> str:
    rows = []
    for action in arguments:
        names = [f"{name}{_value(action)}" for name in action.option_strings]
        name = ", ".join(names) or _name(action)
        help = (action.help or "").replace("%%", "%").replace("|", "&#124;")
        name = name.replace("&", "&amp;").replace("|", "&#124;")
        rows.append(f"| <code>{name}</code> | {re.sub('`', '`', help)} |")
    if not rows:
        return "It has no options of its own."
    return "\n".join(["| option | meaning |", "| --- | --- |", *rows])
