"""The options and commands, as argparse knows them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence

from tui import __version__

BIDI = ("auto", "visual", "explicit", "lrm", "terminal")
MARKS = ("auto", "after", "before", "strip")
STATUSES = ("accepted", "suggested", "rejected", "orphaned")
UNITS = ("codepoint", "utf16", "byte", "grapheme")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options; exits with status 2 on wrong usage, 0 after ``--help`` or ``--version``.

    Without a command's name the sources are read: ``hashiya FOLDER`` is ``hashiya read FOLDER``.
    """
    arguments = list(arguments)
    place = _first_word(arguments)
    command = "" if place is None else arguments[place]
    if command not in _COMMANDS:
        wants_help = any(word in ("-h", "--help", "--version") for word in arguments)
        command = "" if place is None and wants_help else "read"
        if command:
            arguments.insert(_end_of_globals(arguments), command)
    # Describing all commands takes longer than opening the database.
    return _parser([command] if command else _COMMANDS).parse_args(arguments)


_WITH_VALUE = ("--db", "--annotator", "--schema")


def _end_of_globals(arguments: list[str]) -> int:
    """Where the options that stand before the command end."""
    place = 0
    while place < len(arguments):
        name, _, value = arguments[place].partition("=")
        if name not in _WITH_VALUE:
            break
        place += 1 if value else 2
    return min(place, len(arguments))


def _first_word(arguments: list[str]) -> int | None:
    """The place of the first argument that is neither an option nor an option's value."""
    place = _end_of_globals(arguments)
    if place < len(arguments) and not arguments[place].startswith("-"):
        return place
    return None


def _parser(names: Iterable[str]) -> argparse.ArgumentParser:
    """The parser with the commands of these names."""
    parser = argparse.ArgumentParser(
        prog="hashiya",
        description="Read and annotate right-to-left text in the terminal.",
        epilog="Without a command it opens the reader. `hashiya COMMAND --help` has examples.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"hashiya {__version__}")
    parser.add_argument("--db", metavar="PATH", help="the database (HASHIYA_DB; annotations.db)")
    parser.add_argument(
        "--annotator", metavar="NAME", help="whose annotations these are (HASHIYA_ANNOTATOR)"
    )
    parser.add_argument("--schema", metavar="PATH", help="the label schema, a file or a preset")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name in names:
        _COMMANDS[name](commands)
    return parser


_Commands = argparse._SubParsersAction  # argparse gives this type no public name


def _command(
    commands: _Commands[argparse.ArgumentParser], name: str, module: str, help: str, example: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=help,
        description=help[0].upper() + help[1:] + ".",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(module=module)
    return parser


def _read(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "read", "reading", "open the reader", "hashiya read articles/ interview.txt"
    )
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="folders or files; seeds/")
    parser.add_argument("--bidi", choices=BIDI, help="who puts the text in order (auto)")
    parser.add_argument("--marks", choices=MARKS, help="where vowel marks are sent (auto)")
    _intake(parser)


def _intake(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--text-field", default="text", metavar="NAME", help="the field or column of the text"
    )
    parser.add_argument(
        "--follow-links", action="store_true", help="follow symbolic links out of a folder"
    )


def _add(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "add", "adding", "add documents without opening the reader",
        "hashiya add news/ corpus.jsonl",
    )  # fmt: skip
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="folders or files")
    _intake(parser)


def _list(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(commands, "list", "listing", "list the documents", "hashiya list --json")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def _show(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "show", "showing", "print an article as the reader paints it",
        "hashiya show 000_ --width 60",
    )  # fmt: skip
    parser.add_argument("document", metavar="DOCUMENT", help="an id, or a part of an id or title")
    parser.add_argument("--width", type=_width, default=72, metavar="N", help="cells a row (72)")
    parser.add_argument(
        "--order", choices=("visual", "logical"), default="visual", help="order of the cells"
    )


def _width(word: str) -> int:
    width = int(word)
    if not 1 <= width <= 10_000:
        raise argparse.ArgumentTypeError("a width is a number from 1 to 10000")
    return width


def _search(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "search", "searching", "search all documents", 'hashiya search "رئيس الوزراء"'
    )
    parser.add_argument("query", metavar="QUERY", help="words; in quotation marks: exactly so")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="at most so many hits")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def _export(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "export", "exporting", "write the annotations",
        "hashiya export out.jsonl --label entity --done",
    )  # fmt: skip
    add = parser.add_argument
    add("out", nargs="?", default="-", metavar="OUT", help="a file or folder; - is stdout")
    add("--format", default="jsonl", metavar="F", help="jsonl, documents, csv, prodigy, doccano, "
        "label-studio, brat, w3c, conll, spacy")  # fmt: skip
    add("--document", action="append", default=[], metavar="D", help="only this document")
    add("--label", action="append", default=[], metavar="L", help="only this label")
    add("--annotator", action="append", default=[], dest="annotators", metavar="A",
        help="only this annotator's")  # fmt: skip
    add("--status", action="append", default=[], choices=STATUSES, help="only of this status")
    add("--offset-unit", choices=UNITS, help="what offsets count, where the format leaves it open")
    add("--force", action="store_true", help="replace what exists")
    add("--done", action="store_true", help="only documents that are marked done")
    add("--manifest", action="store_true", help="write OUT.manifest.json beside it")
    add("--split", metavar="80/10/10", help="write train, dev and test by the documents' hashes")
    add("--context", action="store_true", help="add the sentence and the document's meta")
    add("--subword", choices=("whole", "split"), help="what to do with spans inside a word")
    add("--nested", choices=("outermost", "innermost", "error"), help="which of nested spans")
    add("--columns", action="store_true", help="conll: one column a label")
    add("--relations", action="store_true", help="doccano: the form for projects with relations")


def _import(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "import", "importing", "read annotations back",
        "hashiya import others.jsonl --as suggestion",
    )  # fmt: skip
    add = parser.add_argument
    add("files", nargs="+", metavar="FILE", help="files or folders")
    add("--format", metavar="F", help="the format, when name and content do not tell it")
    add("--as", choices=("annotation", "suggestion"), dest="kind", default="annotation",
        help="what the annotations become")  # fmt: skip
    add("--new-labels", action="store_true", help="take over labels that the schema lacks")
    add("--text-field", default="text", metavar="NAME", help="the field of the text")
    add("--offset-unit", choices=UNITS, help="what the file's offsets count")
    add("--replace-surrogates", action="store_true", help="put U+FFFD for half surrogate pairs")


def _stats(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "stats", "counting", "count documents and annotations", "hashiya stats"
    )
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def _check(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "check", "checking", "verify the database without writing", "hashiya check"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--content", action="store_true", help="look at what was annotated as well")


def _backup(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "backup", "backing_up", "copy the database, also while it is read",
        "hashiya backup friday.db",
    )  # fmt: skip
    parser.add_argument("out", nargs="?", metavar="OUT", help="the copy's path")


def _doctor(commands: _Commands[argparse.ArgumentParser]) -> None:
    parser = _command(
        commands, "doctor", "doctoring", "tell how this terminal is spoken to", "hashiya doctor"
    )
    parser.add_argument("--bidi", choices=BIDI, help="as for read")
    parser.add_argument("--marks", choices=MARKS, help="as for read")


_COMMANDS: dict[str, Callable[[_Commands[argparse.ArgumentParser]], None]] = {
    "read": _read,
    "add": _add,
    "list": _list,
    "show": _show,
    "search": _search,
    "export": _export,
    "import": _import,
    "stats": _stats,
    "check": _check,
    "backup": _backup,
    "doctor": _doctor,
}
