"""The reader on a pseudo-terminal, and what its database and its screen hold."""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path

from tests.ptys import Program
from tui.cli.main import run
from tui.model import Annotation
from tui.store.database import Store

QUIT = b"\x11"


def reader(folder: Path, annotator: str = "me", *sources: str) -> Program:
    """The reader on the folder's seeds; its home is next to the folder."""
    home = {"HOME": os.fspath(folder.parent / "home")}
    where = os.fspath(database(folder))
    return Program("--db", where, "--annotator", annotator, *sources, folder=folder, env=home)


def annotate(folder: Path) -> None:
    """Make the database, with one annotation."""
    with reader(folder) as program:
        program.until_shown("Notes", "w000")
        program.type("e1")
        program.until_shown("w000 PERS")
        program.type(QUIT)
        program.until_ended()


def database(folder: Path) -> Path:
    """Where the folder's database is."""
    return folder / "annotations.db"


def stored(folder: Path) -> list[Annotation]:
    """What the database holds, read by another connection."""
    with Store.open(database(folder), create=False, read_only=True) as store:
        return store.annotations.in_document("a.txt")


def unsaved(program: Program) -> set[str]:
    """The annotations that the sidebar marks as not saved yet, by their text."""
    return set(re.findall(r"▌ ○ (\S+)", program.text()))


def listed(program: Program) -> set[str]:
    """All the annotations that the sidebar lists, by their text."""
    lines = program.screen.display
    start = lines[0].find("Notes")
    # The block of labels above the list has a letter behind the bar: its key.
    return set(re.findall(r"▌ (?:○ )?(\S{2,})", "\n".join(line[start:] for line in lines)))


def rescue_file(program: Program) -> str:
    """Wait for the end of a reader that could not save; return the path of what it could not."""
    assert program.until_ended() == 1
    file = re.search(rb"import (/\S+\.jsonl)", program.output)
    assert file is not None
    return file[1].decode()


def hashiya(folder: Path, *words: str) -> tuple[int, str, str]:
    """Status, output and messages of a command on the folder's database."""
    raw_out, raw_err = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(raw, encoding="utf-8") for raw in (raw_out, raw_err))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = run(["--db", os.fspath(database(folder)), *words])
        out.flush()
        err.flush()
    return status, raw_out.getvalue().decode(), raw_err.getvalue().decode()


def in_order(folder: Path) -> bool:
    """Whether `hashiya check` finds nothing at all."""
    return hashiya(folder, "check") == (0, "in order\n", "")
