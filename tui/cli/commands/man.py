"""`hashiya man`: the manual page, made from the tables of commands and of keys.

The page is written in man(7), which man-db, mandoc and groff read. A package installs it as
`hashiya.1`, made by the same function when the package is built; so this needs the standard library
alone.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby

from tui import RELEASE_DATE, __version__
from tui.cli.options import COMMANDS, CommandSpec
from tui.cli.parsers import GLOBALS, actions_of, command_parser, help_of, overview_parser
from tui.keys.bindings import Label
from tui.keys.keymap import Keymap
from tui.schema import default_schema

_DESCRIPTION = (
    "Hashiya opens a folder of documents, shows Arabic, Persian, Hebrew, Urdu and other "
    "right-to-left text as it looks on paper, lets you mark claims, entities, quotes and cues with "
    "single keys, and exports them.",
    "Without a command it opens the reader on the given sources, by default the folder `seeds`, "
    "and on all documents that the database holds. It needs a terminal for that. A first word that "
    "is near the name of a command is taken for a mistake; `hashiya ./WORD` opens a folder of that "
    "name.",
    "A DOCUMENT is an id, or any unambiguous part of an id or title.",
)

_ENVIRONMENT = (
    ("HASHIYA_DB", "The database, where `--db` is not given."),
    ("HASHIYA_ANNOTATOR", "The annotator's name, where `--annotator` is not given."),
    ("HASHIYA_HUB", "The address of the hub, where none is given."),
    ("NO_COLOR", "If it is set and not empty, nothing is printed in colour."),
    ("XDG_CONFIG_HOME, XDG_STATE_HOME", "The folders of the user's settings and of crash reports."),
)

_FILES = (
    ("annotations.db", "The database in the working directory, made at the first use."),
    ("hashiya.toml", "Settings and label schema, next to the database."),
    ("~/.config/hashiya/config.toml", "The user's own commands, addresses and hub."),
)

_FIRST = ("read", "add", "show", "export")
"""The commands whose examples are in a section of their own."""

_LINE = 78

_STATUSES = (
    ("0", "Done."),
    ("1", "The work failed, or what was checked is not in order."),
    ("2", "Wrong usage."),
)


def run(_options: argparse.Namespace) -> int:
    """Show the manual page on a terminal; print its source to a pipe or file."""
    page = manual_page()
    if not (sys.stdout.isatty() and _is_shown(page)):
        sys.stdout.write(page)
    return 0


def _is_shown(page: str) -> bool:
    """Show the page with man-db; return whether that was possible.

    Other programs of this name do not read a page from stdin.
    """
    man = shutil.which("man")
    if man is None:
        return False
    shown = subprocess.run(  # noqa: S603 (the user's own man)
        [man, "-l", "-"], input=page.encode(), stderr=subprocess.DEVNULL, check=False
    )
    return shown.returncode == 0


def manual_page() -> str:
    """Return the source of the manual page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH HASHIYA 1 {RELEASE_DATE} "Hashiya {__version__}" "User Commands"'
    yield ".ad l"
    yield ".SH NAME"
    yield "hashiya \\- " + _escaped(str(overview_parser().description)).rstrip(".").lower()
    yield ".SH SYNOPSIS"
    yield "\\fBhashiya\\fR [\\fIOPTION\\fR]... [\\fISOURCE\\fR]..."
    yield ".br"
    yield "\\fBhashiya\\fR [\\fIOPTION\\fR]... \\fICOMMAND\\fR ..."
    yield ".SH DESCRIPTION"
    yield from _paragraphs(_DESCRIPTION)
    yield ".SH OPTIONS"
    yield "They are accepted before a command and after it."
    for action in actions_of(overview_parser()):
        if action.option_strings:
            yield from _option(action)
    yield ".SH COMMANDS"
    for name, command in COMMANDS.items():
        yield from _command(name, command)
    yield ".SH KEYS"
    yield from _text(
        "The keys of the reader, with the default labels. The palette has all actions."
    )
    yield from _keys()
    yield ".SH ENVIRONMENT"
    yield from _terms(_ENVIRONMENT)
    yield ".SH FILES"
    yield from _terms(_FILES)
    yield ".SH EXIT STATUS"
    yield from _terms(_STATUSES)
    yield ".SH EXAMPLES"
    for number, name in enumerate(_FIRST):
        if number:
            yield ".PP"
        yield from _example(COMMANDS[name].example)
    yield ".SH SEE ALSO"
    yield "\\fBsqlite3\\fR(1), \\fBless\\fR(1)"


def _command(name: str, command: CommandSpec) -> Iterator[str]:
    own = [one for one in actions_of(command_parser(name, command)) if _is_own(one, command)]
    arguments = [_argument(one) for one in own if not one.option_strings]
    has_options = any(one.option_strings for one in own)
    words = ["[\\fIOPTION\\fR]..."] * has_options + arguments
    yield f".SS {name}"
    yield " ".join([f"\\fBhashiya {name}\\fR", *words])
    yield ".PP"
    yield from _text(command.help[0].upper() + command.help[1:] + ".")
    for action in own:
        yield from _option(action)
    if name not in _FIRST:
        yield ".PP"
        yield from _example(command.example)


def _is_own(action: argparse.Action, command: CommandSpec) -> bool:
    """Whether the command's section lists an option, and not the one on global options."""
    name = action.option_strings[-1] if action.option_strings else action.dest
    is_global = name in GLOBALS and name not in command.own
    return action.help != argparse.SUPPRESS and not is_global and name != "--help"


def _option(action: argparse.Action) -> Iterator[str]:
    """Yield an entry on an option or argument."""
    names = ", ".join(f"\\fB{_escaped(name)}\\fR" for name in action.option_strings)
    value = "" if action.nargs == 0 else _value(action)
    yield ".TP"
    yield " ".join(part for part in (names, value) if part)
    yield from _text(help_of(action))


def _value(action: argparse.Action) -> str:
    """Return the placeholder of a value: its choices, else its metavar."""
    if action.choices is not None and action.metavar is None:
        return "|".join(f"\\fB{_escaped(str(one))}\\fR" for one in action.choices)
    return f"\\fI{_escaped(str(action.metavar).replace('%%', '%'))}\\fR"


def _argument(action: argparse.Action) -> str:
    many = "..." if action.nargs in ("*", "+") else ""
    return f"[{_value(action)}]{many}" if action.nargs in ("*", "?") else f"{_value(action)}{many}"


def _keys() -> Iterator[str]:
    """Yield the keys, by group, in the order in which the help screen has them."""
    keymap = Keymap(Label(label.name, label.key, label.help) for label in default_schema())
    order: dict[str, int] = {}
    for action in keymap.actions:
        order.setdefault(action.group, len(order))
    with_keys = [action for action in keymap.actions if action.keys]
    for group, actions in groupby(
        sorted(with_keys, key=lambda one: order[one.group]), key=lambda one: one.group
    ):
        yield f".SS {_escaped(group)}"
        for one in actions:
            yield ".TP"
            yield " ".join(f"\\fB{_escaped(key)}\\fR" for key in one.keys)
            yield from _text(one.help)


def _terms(terms: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, text in terms:
        yield ".TP"
        yield f"\\fB{_escaped(term)}\\fR"
        yield from _text(text)


def _example(command: str) -> Iterator[str]:
    yield ".nf"
    yield ".RS"
    yield _escaped(command)
    yield ".RE"
    yield ".fi"


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        if number:
            yield ".PP"
        yield from _text(text)


def _text(text: str) -> Iterator[str]:
    """Yield a paragraph in lines of at most 80 bytes."""
    line = ""
    for word in _escaped(text).split():
        if line and len(line) + len(word) >= _LINE:
            yield line
            line = ""
        line += f" {word}" if line else word
    yield line


_SIGNS = str.maketrans({"`": "\\(ga", "'": "\\(aq", "^": "\\(ha", "~": "\\(ti", '"': "\\(dq"})

_BOLD = re.compile(r"`([^`]+)`")


def _escaped(text: str) -> str:
    """Return a text as man(7) prints it; what is between backticks is bold."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = _BOLD.sub(r"\\fB\1\\fR", text)
    text = (
        text.replace("`", "\\(ga").replace("'", "\\(aq").replace("^", "\\(ha").replace("~", "\\(ti")
    )
    text = "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in text)
    return f"\\&{text}" if text.startswith(".") else text
