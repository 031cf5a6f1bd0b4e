"""`hashiya completion`: the completion of bash, zsh and fish.

The scripts in `shells/` know nothing about the commands. At each press of the tab key they call
this program with a hidden command, which answers from the parsers of the command line and from the
database, without writing. So a completion always fits the installed version.

The first line of an answer says what the shell should offer in addition to its words: `files`,
`folders` or nothing (`words`); `parts` are beginnings of words. Each further line is a word: for
bash what it inserts, quoted, for zsh and fish the word itself, with a description behind a tab.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from encodings.aliases import aliases
from pathlib import Path
from typing import NamedTuple

from tui import cli, store
from tui.cli.options import COMMANDS, READ_FORMATS, SHELLS, WRITTEN_FORMATS, path_of_database
from tui.cli.parsers import (
    GLOBALS,
    actions_of,
    command_parser,
    count_global_arguments,
    help_of,
    overview_parser,
)
from tui.formats import DESCRIPTIONS

_SHOWN = 60
"""Code points of a description."""

_SPECIAL = re.compile(r"(?=[ -~])[^\w%+=:,./@-]")
"""ASCII characters that bash does not always take as they are."""

_NO_WORDS = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Categories of characters that cannot be in a line for a shell."""


class Completion(NamedTuple):
    """A word that a shell may complete to."""

    text: str
    description: str = ""


class Answer(NamedTuple):
    """The possible completions of a word."""

    words: Sequence[Completion] = ()
    kind: str = "words"
    """`files` or `folders` if these are possible too; `parts` for beginnings of words."""


def run(options: argparse.Namespace) -> int:
    """Print the script of a shell."""
    script = Path(__file__).with_name("shells") / f"hashiya.{options.shell}"
    sys.stdout.write(script.read_text(encoding="utf-8"))
    return 0


def answer(arguments: Sequence[str]) -> int:
    """Print the answer for a shell's script; return the exit status.

    bash gives the line up to the cursor and its word breaks; zsh and fish give the words, the last
    one up to the cursor. That word is unquoted in zsh, as typed in fish.
    """
    shell, *words = arguments or ("",)
    if shell not in SHELLS or not words or (shell == "bash" and len(words) != 2):
        return 2
    if shell == "bash":
        line, breaks = words
        split = split_line(line, breaks)
        found = complete(split.words[1:-1], split.words[-1])
        texts = [bash_quoted(one.text[split.fixed :], split.quote) for one in found.words]
    else:
        current = split_line(words[-1]).words[-1] if shell == "fish" else words[-1]
        found = complete(words[:-1], current)
        texts = [f"{one.text}\t{one.description}" for one in found.words]
    lines = [found.kind, *texts]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


# ----------------------------------------------------------------- words of a line


class SplitLine(NamedTuple):
    """A line up to the cursor, split into words as a shell does it."""

    words: Sequence[str]
    """Without quotes; the last one is empty after a space."""
    fixed: int
    """Code points of the last word that bash keeps: it completes what follows them."""
    quote: str
    """The quotation mark that is open at the end, else ""."""


def bash_quoted(text: str, quote: str) -> str:
    """Return a text as bash inserts it where this quotation mark is open; bash closes it."""
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        # A backslash would not take the meaning of ! from it, but stay.
        return re.sub(r'(["\\$`])', r"\\\1", text).replace("!", "\"'!'\"")
    return _SPECIAL.sub(r"\\\g<0>", text)


def split_line(line: str, breaks: str = "") -> SplitLine:
    """Split a line, whose last quotation may be open.

    bash completes what follows an open quotation mark, else the last of its word breaks
    (COMP_WORDBREAKS) that is not quoted.
    """
    words: list[str] = []
    word, quote, inside = "", "", False
    place = fixed = before_quote = 0
    while place < len(line):
        char = line[place]
        place += 1
        if char == "\\" and quote != "'" and place < len(line):
            following = line[place]
            place += 1
            keeps = quote == '"' and following not in '"\\$`'
            word, inside = word + (f"\\{following}" if keeps else following), True
        elif quote:
            if char == quote:
                quote = ""
                fixed = before_quote
            else:
                word += char
        elif char in "'\"":
            quote, inside = char, True
            before_quote, fixed = fixed, len(word)
        elif char.isspace():
            if inside:
                words.append(word)
            word, fixed, inside = "", 0, False
        else:
            word, inside = word + char, True
            if char in breaks:
                fixed = len(word)
    return SplitLine([*words, word], fixed, quote)


# ------------------------------------------------------------------- what fits


def complete(words: Sequence[str], current: str) -> Answer:
    """Return the completions of `current`, the word at the cursor.

    `words` are those between the name of the program and this one.
    """
    line = _ParsedLine(words)
    option, equals, value = current.partition("=")
    if line.pending is not None:
        return line.values(line.pending, current)
    if line.only_positionals or not current.startswith("-"):
        return line.positionals(current)
    if equals:
        action = line.actions.get(option)
        if action is None or action.nargs == 0:
            return Answer()
        found = line.values(action, value, joined=True)
        return Answer(
            [Completion(f"{option}={one.text}", one.description) for one in found.words], found.kind
        )
    return Answer([word for word in line.options() if word.text.startswith(current)])


class _ParsedLine:
    """The words before the one at the cursor, parsed as far as completion needs."""

    def __init__(self, words: Sequence[str]) -> None:
        place = count_global_arguments(words)
        rest = words[place:]
        self.command = "" if not rest else rest[0] if rest[0] in COMMANDS else "read"
        self._parser = (
            command_parser(self.command, COMMANDS[self.command])
            if self.command
            else overview_parser()
        )
        self._all = actions_of(self._parser)
        self.actions = {name: one for one in self._all for name in one.option_strings}
        self.pending: argparse.Action | None = None
        """The option whose value is at the cursor."""
        self.only_positionals = False
        """Whether `--` was among the words."""
        self._given: dict[str, str] = {}
        """The values of options that have one, else "", by the option."""
        self._positionals: list[str] = []
        for word in words[:place]:
            self._read_word(word, GLOBALS)
        for word in rest[1:] if rest and rest[0] in COMMANDS else rest:
            self._read_word(word, self.actions)

    def _read_word(self, word: str, known: Mapping[str, object]) -> None:
        name, equals, value = word.partition("=")
        if self.pending is not None:
            self._given[self.pending.option_strings[-1]] = word
            self.pending = None
        elif self.only_positionals or not word.startswith("-") or word == "-":
            self._positionals.append(word)
        elif word == "--":
            self.only_positionals = True
        elif name in known:
            action = self.actions[name]
            self._given[action.option_strings[-1]] = value
            if action.nargs != 0 and not equals:
                self.pending = action

    def options(self) -> Iterator[Completion]:
        """Yield the options that can still be given."""
        for action in self._all:
            if action.help == argparse.SUPPRESS or not action.option_strings:
                continue
            name = action.option_strings[-1]
            if name not in self._given or isinstance(action.default, list):
                yield Completion(name, _description(help_of(action)))

    def positionals(self, current: str) -> Answer:
        """Return the completions of the next argument that is not an option."""
        if not self.command:
            # A first word that is not a command is a source of the reader.
            words = [Completion(name, one.help) for name, one in COMMANDS.items()]
            return Answer([word for word in words if word.text.startswith(current)], "files")
        actions = [one for one in self._all if not one.option_strings]
        for place, action in enumerate(actions):
            if action.nargs in ("*", "+") or place == len(self._positionals):
                return self.values(action, current)
        return Answer()

    def values(self, action: argparse.Action, current: str, *, joined: bool = False) -> Answer:
        """Return the values of an option or argument that begin with `current`.

        `joined` is for a value behind `=`. Elsewhere one that begins with `-` would be an option.
        """
        words, kind = self._possible(action, current)
        bare = joined or self.only_positionals
        return Answer(
            [
                word
                for word in words
                if word.text.startswith(current)
                and _fits_line(word.text)
                and (bare or not word.text.startswith("-"))
            ],
            kind,
        )

    def _possible(self, action: argparse.Action, current: str) -> tuple[Iterable[Completion], str]:
        """Return the words that a value can be, and the kind of the answer."""
        name = action.option_strings[-1] if action.option_strings else action.dest
        if action.choices is not None:
            return map(Completion, action.choices), "words"
        if (self.command, name) == ("hub", "words"):
            return self._hub_words(), "words"
        kind = VALUES.get(name, "")
        if kind == "documents":
            return self._documents(current)
        words: Mapping[str, Callable[[], Iterable[Completion]]] = {
            "labels": self._labels,
            "annotators": self._annotators,
            "formats": self._formats,
            "schemas": _presets,
            "suggesters": self._suggesters,
            "encodings": _encodings,
        }
        kinds = {"files": "files", "folders": "folders", "schemas": "files"}
        return (words[kind]() if kind in words else ()), kinds.get(kind, "words")

    def _formats(self) -> Iterable[Completion]:
        names = READ_FORMATS if self.command == "import" else WRITTEN_FORMATS
        return (Completion(name, _description(DESCRIPTIONS[name])) for name in names)

    @property
    def _database(self) -> Path:
        return path_of_database(self._given.get("--db"))

    def _documents(self, start: str) -> tuple[Iterable[Completion], str]:
        if found := store.completion_names.document_names(self._database, start):
            return [Completion(one.id, _description(one.title)) for one in found], "words"
        return map(Completion, store.completion_names.id_beginnings(self._database, start)), "parts"

    def _annotators(self) -> Iterator[Completion]:
        yield from map(Completion, store.completion_names.annotator_names(self._database))

    def _labels(self) -> Iterator[Completion]:
        """Yield the labels of the schema, then those that only annotations have."""
        known = cli.names_in_settings.labels(self._database, self._given.get("--schema", ""))
        for name in dict.fromkeys([*known, *store.completion_names.label_names(self._database)]):
            yield Completion(name, _description(known.get(name, "")))

    def _suggesters(self) -> Iterator[Completion]:
        for name, what in cli.names_in_settings.suggesters(self._database):
            yield Completion(name, _description(what))

    def _hub_words(self) -> Iterable[Completion]:
        action = self._positionals[0] if self._positionals else ""
        if action == "blind":
            return map(Completion, ("on", "off"))
        return self._annotators() if action == "forget" else ()


VALUES: Mapping[str, str] = {
    "--annotator": "annotators",
    "--as": "",
    "--db": "files",
    "--display-name": "",
    "--document": "documents",
    "--encoding": "encodings",
    "--format": "formats",
    "--host": "",
    "--html": "files",
    "--label": "labels",
    "--limit": "",
    "--login": "",
    "--min-score": "",
    "--overlap": "",
    "--per-document": "",
    "--port": "",
    "--pseudonym": "",
    "--rename": "",
    "--schema": "schemas",
    "--seed": "",
    "--split": "",
    "--start-timeout": "",
    "--take-back": "",
    "--text-field": "",
    "--timeout": "",
    "--to": "annotators",
    "--url": "",
    "--width": "",
    "--with": "suggesters",
    "backup": "files",
    "databases": "files",
    "document": "documents",
    "files": "files",
    "folder": "folders",
    "out": "files",
    "query": "",
    "sources": "files",
    "url": "",
    "words": "",
}
"""The kind of value of options and arguments without choices; "" for what only the user knows."""


def _fits_line(text: str) -> bool:
    """Whether a shell can be given the text: it has no control character."""
    return not any(unicodedata.category(char) in _NO_WORDS for char in text)


def _description(text: str) -> str:
    """Return the beginning of a text on one line, without what is invisible."""
    shown = " ".join(text[: 4 * _SHOWN].split())
    shown = "".join(char for char in shown if unicodedata.category(char)[0] != "C")
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"


def _presets() -> Iterator[Completion]:
    return map(Completion, cli.names_in_settings.PRESETS)


def _encodings() -> Iterator[Completion]:
    return map(Completion, sorted({name.replace("_", "-") for name in aliases.values()}))
