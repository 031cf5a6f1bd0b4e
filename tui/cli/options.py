"""The commands: the module that runs each, its help, and its options."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tui import sources
from tui.choices import ANNOTATION_STATUSES, CheckThatTask, Nested, Subword, Unit, words_of
from tui.errors import NotText
from tui.formats import DESCRIPTIONS, READ_ONLY, WRITTEN_ONLY

STDIN = "-"
"""The source that is piped in."""

WRITTEN_FORMATS = tuple(name for name in DESCRIPTIONS if name not in READ_ONLY)
"""The values of `export --format`."""

READ_FORMATS = tuple(name for name in DESCRIPTIONS if name not in WRITTEN_ONLY)
"""The values of `import --format`."""

SHELLS = ("bash", "zsh", "fish")

DATABASE = "annotations.db"


def path_of_database(given: str | None) -> Path:
    """Return `given`, else HASHIYA_DB, else annotations.db in the working directory."""
    return Path(given or os.environ.get("HASHIYA_DB") or DATABASE)


class CommandSpec(NamedTuple):
    """One command."""

    module: str
    """The module in tui.cli.commands, imported when the command is called."""
    help: str
    example: str
    add_options: Callable[[argparse.ArgumentParser], None]
    """Adds the command's own options to a parser."""
    shown: tuple[str, ...] = ()
    """Global options that its help shows too."""
    own: tuple[str, ...] = ()
    """Global options that mean something else after this command."""
    collects_later: bool = False
    """Whether it turns the garbage collector on itself, once its work can wait."""


def _read_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="folders or files, or - for a pipe; seeds/"
    )
    _source_options(parser)


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="folders or files, or - for a pipe"
    )
    _source_options(parser)


def _source_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    text_help = "the field or column of the text, or the column's number"
    add("--text-field", default="text", metavar="NAME", help=text_help)
    add("--no-header", action="store_true", help="tables have no header row")
    add("--encoding", type=_parse_encoding, metavar="NAME",
        help="the encoding of the files, if detection gets it wrong")  # fmt: skip
    add("--replace-surrogates", action="store_true", help="replace lone surrogates with U+FFFD")
    add("--follow-links", action="store_true", help="follow symbolic links out of a folder")


def _list_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object per line")


def _show_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("document", type=utf8_text, metavar="DOCUMENT", help="an id, or a part of an id or title")
    add("--width", type=_parse_width, default=72, metavar="N", help="cells per row (72)")
    add("--order", choices=("visual", "logical"), default="visual", help="order of the cells")
    add("--pager", action="store_true", help="on a terminal, show it in $PAGER, else in less -R")


def _search_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("query", type=utf8_text, metavar="QUERY", help="words; in quotation marks, the exact text")
    add("--limit", type=_parse_count, metavar="N", help="at most this many documents")
    add("--json", action="store_true", help="print one JSON object per line")


def _export_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("out", nargs="?", default="-", metavar="OUT", help="a file or folder; - is stdout")
    add("--format", default="jsonl", metavar="F", help=", ".join(WRITTEN_FORMATS))
    add("--document", action="append", default=[], type=utf8_text, metavar="D",
        help="only this document")  # fmt: skip
    add("--label", action="append", default=[], type=utf8_text, metavar="L", help="only this label")
    add("--annotator", action="append", default=[], type=utf8_text, dest="annotators", metavar="A",
        help="only this annotator's")  # fmt: skip
    add(
        "--status",
        action="append",
        default=[],
        choices=ANNOTATION_STATUSES,
        help="only of this status",
    )
    add(
        "--offset-unit",
        choices=words_of(Unit),
        help="what offsets count, if the format leaves it open",
    )
    add("--force", action="store_true", help="replace existing files")
    add("--done", action="store_true", help="only documents that are marked done")
    add("--manifest", action="store_true", help="also write OUT.manifest.json")
    add("--split", metavar="80/10/10", help="write train, dev and test by the documents' hashes")
    add("--context", action="store_true", help="add the sentence and the document's meta")
    add("--subword", choices=words_of(Subword), help="what to do with spans inside a word")
    add("--nested", choices=words_of(Nested), help="which of nested spans to write")
    add("--columns", action="store_true", help="conll: one column per label")
    add("--bom", action="store_true", help="csv: begin with a byte-order mark, for Excel")
    add(
        "--task",
        choices=words_of(CheckThatTask),
        help="checkthat: the lab's task whose table is written (1A)",
    )
    add("--relations", action="store_true", help="doccano: the form for projects with relations")


def _import_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("files", nargs="+", metavar="FILE", help="files or folders")
    known = ", ".join(READ_FORMATS)
    add("--format", metavar="F", help=f"the format, if it is not recognised: {known}")
    add("--as", choices=("annotation", "suggestion"), dest="kind", default="annotation",
        help="what the annotations become")  # fmt: skip
    add("--new-labels", action="store_true", help="accept labels that the schema does not have")
    add("--document", metavar="D", help="the document for a file that names none")
    add("--lenient", action="store_true",
        help="write faulty annotations to FILE.refused.jsonl, import the rest")  # fmt: skip
    add("--text-field", default="text", metavar="NAME", help="the field of the text")
    add("--offset-unit", choices=words_of(Unit), help="what the file's offsets count")
    add("--replace-surrogates", action="store_true", help="replace lone surrogates with U+FFFD")


def _suggest_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--with", action="append", default=[], type=utf8_text, dest="makers", metavar="W",
        help="rules (default): quotations, their speakers and cues; names: names that are tagged "
        "elsewhere; gazetteer: places; a name in [suggesters]; the address of a Label Studio ML "
        "backend; else a command")  # fmt: skip
    add("--timeout", type=_parse_seconds, default=60.0, metavar="S",
        help="seconds that a command or backend may take for the next answer (60)")  # fmt: skip
    add("--start-timeout", type=_parse_seconds, default=600.0, metavar="S",
        help="seconds until a command's first answer (600)")  # fmt: skip
    add("--document", action="append", default=[], type=utf8_text, dest="documents", metavar="D",
        help="only this document")  # fmt: skip
    add("--min-score", type=_parse_score, default=0.0, metavar="X",
        help="leave out suggestions with a lower score, from 0 to 1")  # fmt: skip
    add("--json", action="store_true", help="print one JSON object per line")


def _merge_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("databases", nargs="+", metavar="DB", help="other people's databases; none is changed")
    add("--rename", action="append", default=[], type=_parse_renaming, metavar="OLD=NEW",
        help="call the annotator OLD of these databases NEW, now and at later merges")  # fmt: skip
    add("--dry-run", action="store_true", help="report what would change, and change nothing")
    add("--json", action="store_true", help="print one JSON object per line, for each database")


def _adjudicate_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--annotator", action="append", default=[], type=utf8_text, dest="annotators", metavar="A",
        help="compare these annotators (all who finished)")  # fmt: skip
    add("--document", action="append", default=[], type=utf8_text, dest="documents", metavar="D",
        help="only this document")  # fmt: skip


def _agreement_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--annotator", action="append", default=[], type=utf8_text, dest="annotators", metavar="A",
        help="only these annotators")  # fmt: skip
    add("--label", action="append", default=[], type=utf8_text, dest="labels", metavar="L",
        help="only this label")  # fmt: skip
    add("--document", action="append", default=[], type=utf8_text, dest="documents", metavar="D",
        help="only this document")  # fmt: skip
    add("--all", action="store_true", help="count documents that were touched, not only done ones")
    add("--seed", type=int, default=0, metavar="S", help="the seed of the sampling for γ (0)")
    add("--json", action="store_true", help="print one JSON object")
    add("--html", metavar="OUT", help="write a self-contained HTML page")
    add("--force", action="store_true", help="replace an existing page")


def _assign_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--to", action="append", default=[], type=person_name, metavar="A", help="an annotator")
    add(
        "--per-document",
        type=_parse_count,
        default=1,
        metavar="N",
        help="annotators per document (1)",
    )
    add("--overlap", type=_parse_percent, default=100, metavar="P%%",
        help="percent of the documents that get N annotators; the rest get one (100)")  # fmt: skip
    add("--document", action="append", default=[], type=utf8_text, dest="documents", metavar="D",
        help="only this document")  # fmt: skip
    add("--seed", type=int, default=0, metavar="S", help="the same seed gives the same result (0)")
    add("--list", action="store_true", help="show who has what")
    add("--take-back", type=_parse_days, metavar="DAYS",
        help="take back documents assigned this many days ago that nobody has begun")  # fmt: skip
    add("--json", action="store_true", help="with --list: print one JSON object per line")


def _stats_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--json", action="store_true", help="print one JSON object")
    add("--methods", action="store_true", help="print a paragraph for a paper's section on methods")


def _check_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object per line")
    parser.add_argument(
        "--content", action="store_true", help="also look for likely mistakes of annotators"
    )
    parser.add_argument("--repair", action="store_true", help="copy the database, then rebuild its "
        "search index")  # fmt: skip


def _backup_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", nargs="?", metavar="OUT", help="the copy's path")
    parser.add_argument("--list", action="store_true", help="list the daily copies")


def _restore_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "backup", metavar="BACKUP", help="a copy; `hashiya backup --list` lists them"
    )


def _serve_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("sources", nargs="*", metavar="SOURCE", help="folders or files, or - for a pipe; seeds/")
    add("--port", type=_parse_port, metavar="N", help="the port (8000, or another if it is in use)")
    add("--host", default="127.0.0.1", metavar="H", help="the address to listen on (127.0.0.1)")
    add("--annotator-from-url", action="store_true",
        help="take the annotator's name from the page's address: &annotator=NAME")  # fmt: skip
    add("--url", type=_parse_public_url, metavar="URL",
        help="the public address, if a proxy passes requests on")  # fmt: skip
    _source_options(parser)


def _trust_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("folder", nargs="?", default=".", metavar="FOLDER", help="the folder of a hashiya.toml (.)")
    add("--yes", action="store_true", help="allow it without asking")


def _completion_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell")


def _tour_options(_parser: argparse.ArgumentParser) -> None:
    """Add nothing: it has only options that it shares with the reader."""


def _man_options(_parser: argparse.ArgumentParser) -> None:
    """Add nothing: the page has no options."""


def _doctor_options(_parser: argparse.ArgumentParser) -> None:
    """Add nothing: it has only options that it shares with the reader."""


def utf8_text(given: str) -> str:
    """Return the argument. Raises ArgumentTypeError if it is not valid UTF-8."""
    try:
        given.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"{given!a} is not valid UTF-8") from None
    return given


def person_name(given: str) -> str:
    """Return the argument. Raises ArgumentTypeError if it has no visible character, or a NUL."""
    if not utf8_text(given).strip() or "\0" in given:
        raise argparse.ArgumentTypeError(f"{given!a} is not a name")
    return given


def _hub_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    actions = ("init", "add", "status", "documents", "blind", "forget")
    # fmt: off
    add("action", choices=actions, metavar="|".join(actions),
        help="init URL: make a hub in a PostgreSQL database; add NAME: a login for somebody; "
        "status: who synchronised when; documents [WORD]: what is on the hub, by title; "
        "blind on|off: do annotators see only their own layers; forget NAME: withdraw somebody's "
        "layer (with --pseudonym it goes on under another name)")
    # fmt: on
    add("words", nargs="*", type=utf8_text, metavar="URL|NAME", help="the database, or the person")
    add("--role", choices=("annotator", "curator"), default="annotator",
        help="add: what that person may do (annotator)")  # fmt: skip
    add("--login", type=utf8_text, metavar="ROLE", help="add: the PostgreSQL role (NAME)")
    add(
        "--display-name",
        type=utf8_text,
        metavar="TEXT",
        help="add: what `status` shows; may change",
    )
    add(
        "--pseudonym",
        type=utf8_text,
        metavar="NAME",
        help="forget: whose the layer is from then on",
    )
    add("--url", metavar="URL", help="the hub (HASHIYA_HUB)")
    add("--print-sql", action="store_true", help="print the SQL for an administrator instead")


def _sync_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", nargs="?", metavar="URL", help="the hub (HASHIYA_HUB)")
    parser.add_argument("--keep", choices=("hub", "local"), help="after a restore: which "
        "version of your own work to keep, the hub's or the backup's")  # fmt: skip


def _parse_renaming(word: str) -> tuple[str, str]:
    old, equals, new = utf8_text(word).partition("=")
    if not (old and equals and new):
        raise argparse.ArgumentTypeError(f"OLD=NEW with two names, not {word!r}")
    return old, new


def _parse_width(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 10_000:
        raise argparse.ArgumentTypeError(f"a width is a number from 1 to 10000, not {word!r}")
    return int(word)


def _parse_percent(word: str) -> int:
    number = word.removesuffix("%")
    if not number.isdecimal() or int(number) > 100:
        raise argparse.ArgumentTypeError(f"a percentage is from 0 to 100, not {word!r}")
    return int(number)


def _parse_days(word: str) -> int:
    if not word.isdecimal() or len(word) > 5:
        raise argparse.ArgumentTypeError(f"a number of days, not {word!r}")
    return int(word)


def _parse_count(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1, not {word!r}")
    return int(word)


def _parse_score(word: str) -> float:
    try:
        score = float(word)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise argparse.ArgumentTypeError(f"a score is a number from 0 to 1, not {word!r}")
    return score


def _parse_seconds(word: str) -> float:
    try:
        seconds = float(word)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 1e6:
        raise argparse.ArgumentTypeError(f"a number of seconds above 0, not {word!r}")
    return seconds


def _parse_port(word: str) -> int:
    if not word.isdecimal() or int(word) > 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65535, not {word!r}")
    return int(word)


def _parse_public_url(word: str) -> str:
    if not word.startswith(("http://", "https://")) or "?" in word or "#" in word:
        raise argparse.ArgumentTypeError(f"an http(s) address without ? and #, not {word!r}")
    return word


def _parse_encoding(name: str) -> str:
    try:
        return sources.encodings.canonical_name(name)
    except NotText as error:
        raise argparse.ArgumentTypeError(str(error)) from None


_DISPLAY = ("--bidi", "--marks")


COMMANDS: dict[str, CommandSpec] = {
    "read": CommandSpec(
        "read",
        "open the reader",
        "hashiya read articles/ interview.txt",
        _read_options,
        _DISPLAY,
        collects_later=True,
    ),
    "add": CommandSpec(
        "add",
        "add documents without opening the reader",
        "hashiya add news/ corpus.jsonl",
        _add_options,
    ),
    "list": CommandSpec("list", "list the documents", "hashiya list --json", _list_options),
    "show": CommandSpec(
        "show",
        "print an article as the reader paints it",
        "hashiya show 000_ --width 60",
        _show_options,
        _DISPLAY,
    ),
    "search": CommandSpec(
        "search", "search all documents", 'hashiya search "رئيس الوزراء"', _search_options
    ),
    "export": CommandSpec(
        "export",
        "write the annotations",
        "hashiya export out.jsonl --label entity --done",
        _export_options,
        own=("--annotator",),
    ),
    "import": CommandSpec(
        "import_",
        "read annotations back",
        "hashiya import others.jsonl --as suggestion",
        _import_options,
    ),
    "suggest": CommandSpec(
        "suggest",
        "store suggestions by rules, known names, places, or any model",
        "hashiya suggest --with rules --with 'python3 suggest.py' --document 000_",
        _suggest_options,
    ),
    "merge": CommandSpec(
        "merge",
        "merge other databases into this one",
        "hashiya merge hind.db omar.db --rename user=omar --dry-run",
        _merge_options,
    ),
    "hub": CommandSpec(
        "hub",
        "share documents and annotations through a PostgreSQL database",
        "hashiya hub init postgresql://db.example.org/team",
        _hub_options,
    ),
    "sync": CommandSpec(
        "sync",
        "exchange rows with the hub, once",
        "hashiya sync postgresql://hind@db.example.org/team",
        _sync_options,
    ),
    "assign": CommandSpec(
        "assign",
        "assign documents to annotators",
        "hashiya assign --to ليلى --to omar --per-document 2 --overlap 20%",
        _assign_options,
    ),
    "adjudicate": CommandSpec(
        "adjudicate",
        "decide where annotators differ",
        "hashiya adjudicate --annotator ليلى --annotator omar",
        _adjudicate_options,
        _DISPLAY,
        own=("--annotator",),
    ),
    "agreement": CommandSpec(
        "agreement",
        "measure how far annotators agree",
        "hashiya agreement --label claim --html agreement.html",
        _agreement_options,
        own=("--annotator",),
    ),
    "serve": CommandSpec(
        "serve",
        "open the reader in a browser",
        "hashiya serve --port 8000 articles/",
        _serve_options,
        _DISPLAY,
    ),
    "stats": CommandSpec(
        "stats", "count documents and annotations", "hashiya stats", _stats_options
    ),
    "check": CommandSpec(
        "check", "verify the database without writing", "hashiya check", _check_options
    ),
    "backup": CommandSpec(
        "backup",
        "copy the database, even while a reader is open",
        "hashiya backup friday.db",
        _backup_options,
    ),
    "restore": CommandSpec(
        "restore",
        "replace the database with a backup, and keep the present one next to it",
        "hashiya restore annotations.db.2026-03-01.backup",
        _restore_options,
    ),
    "trust": CommandSpec(
        "trust",
        "show and allow the commands and addresses of a folder's hashiya.toml",
        "hashiya trust projects/press",
        _trust_options,
    ),
    "doctor": CommandSpec(
        "doctor",
        "show how text is sent to this terminal",
        "hashiya doctor --bidi visual",
        _doctor_options,
        _DISPLAY,
    ),
    "tour": CommandSpec(
        "tour",
        "try the reader in six steps on a sample article",
        "hashiya tour",
        _tour_options,
        _DISPLAY,
    ),
    "completion": CommandSpec(
        "completion",
        "print the completion of a shell",
        "source <(hashiya completion bash)",
        _completion_options,
    ),
    "man": CommandSpec(
        "man",
        "show the manual page; print its source to a pipe",
        "hashiya man > hashiya.1",
        _man_options,
    ),
}
