"""Every way in: files and their names, tables, records, pages, the command line, settings, keys."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from tests.ptys import Program
from tests.security.hostile import ALL, BROKEN
from tests.security.sequences import MARK, dangers
from tui.store.database import Store
from tui.store.maintenance.checks import check_database

pytestmark = pytest.mark.slow

SAYABLE = ALL.replace("\0", "")
"""What an argument, a variable or a file's name can hold."""
QUIT = "\x1b" * 3 + "\x11" * 4


def toml(text: str) -> str:
    """The text as a TOML string, everything escaped."""
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'


def named(folder: Path, name: bytes, content: bytes) -> None:
    """A file whose name is any bytes."""
    descriptor = os.open(os.fsencode(folder) + b"/" + name, os.O_CREAT | os.O_WRONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def write_seeds(folder: Path) -> None:
    """Sources of every kind that hold all of it, in names too."""
    seeds = folder / "seeds"
    seeds.mkdir()
    short = SAYABLE.encode().replace(b"/", b"")
    for number, start in enumerate(range(0, 600, 150)):
        piece = short[start : start + 150].decode(errors="ignore").encode()
        named(seeds, b"%d" % number + piece + b".txt", ALL.encode())
    named(seeds, b"9" + BROKEN.replace(b"/", b"") + b".txt", b"text")
    (seeds / "broken.txt").write_bytes(BROKEN * 50)
    (seeds / "nul.txt").write_bytes(b"\0" * 500)
    record = {"id": ALL, "title": ALL, "text": ALL, "source": ALL, ALL: ALL, "meta": {ALL: [ALL]}}
    lines = [
        json.dumps(record),
        '{"id": "half \\ud800", "text": "\\udc00"}',
        "{" + ALL,
        '{"id": 1}',
    ]
    (seeds / "records.jsonl").write_text("\n".join(lines), encoding="utf-8", newline="")
    table = io.StringIO()
    csv.writer(table).writerows([["id", "title", "text", ALL], [ALL, ALL, ALL, ALL], ["x"]])
    (seeds / "table.csv").write_text(table.getvalue(), encoding="utf-8", newline="")
    (seeds / "page.html").write_text(
        f"<html><head><title>{ALL}</title><meta name=author content='{ALL}'></head><body><article>"
        f"<h1>{ALL}</h1><p>{ALL * 5}</p>&#27;[31m&#x9b;31m&#0;{MARK}</article></body></html>",
        encoding="utf-8", newline="",
    )  # fmt: skip


def test_sources_of_every_kind(tmp_path: Path) -> None:
    write_seeds(tmp_path)
    with Program("--annotator", "me", folder=tmp_path) as program:
        program.until_shown("Index", "Notes")
        program.type("\x1b[B\r" * 8 + "\x10at the start\r")
        program.until_shown("Said at the start")
        program.type("\x1b[B" * 8 + QUIT)
        assert program.until_ended() == 0
    assert b"Traceback" not in program.output
    assert dangers(program.output) == []
    assert not [one for one in check_database(tmp_path / "annotations.db") if one.kind != "x"]


def test_what_adding_says(tmp_path: Path) -> None:
    write_seeds(tmp_path)
    with Program("add", "seeds", folder=tmp_path) as program:
        assert program.until_ended() == 1
    assert program.output.count(MARK.encode()) > 10
    assert b"Traceback" not in program.output
    assert dangers(program.output) == []


@pytest.mark.parametrize("where", ["--annotator", "HASHIYA_ANNOTATOR", "LOGNAME", "hashiya.toml"])
def test_the_annotators_name(tmp_path: Path, where: str) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("one two three")
    words, env = [], {}
    if where == "--annotator":
        words = [where, SAYABLE]
    elif where == "hashiya.toml":
        (tmp_path / where).write_text(f"annotator = {toml(ALL)}\n", encoding="utf-8")
    else:
        env = {where: SAYABLE}
    with Program(*words, folder=tmp_path, env=env) as program:
        program.until_shown("Notes", "one two three")
        program.type("e1 \x1bOQ\x1b" + QUIT)
        assert program.until_ended() == 0
    assert dangers(program.output) == []
    with Store.open(tmp_path / "annotations.db") as store:
        assert len(store.annotations.in_document("a.txt")) == 1


def test_what_is_typed_and_pasted_into_a_note(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("one two three")
    pasted = ALL.replace("\x1b[201~", "")
    with Program("--annotator", "me", folder=tmp_path) as program:
        program.until_shown("Notes", "one two three")
        program.type("e\r\t")
        for keys in (
            f"\x1b[200~{pasted}\x1b[201~",
            "\x13",
            "\r\t",
            "\x02\x1d\x1f\x7f",
            "\x13",
        ):
            program.type(keys)
            program.play()
        program.type("\x10Review\r")
        program.until_shown("Review")
        program.type(f"\x1b[200~{pasted}\x1b[201~\r\x1b/\x1b[200~{pasted}\x1b[201~\r" + QUIT)
        assert program.until_ended() == 0
    assert dangers(program.output) == []
    with Store.open(tmp_path / "annotations.db") as store:
        (row,) = store.annotations.in_document("a.txt")
        assert MARK in row.note


def test_settings_schema_and_guidelines(tmp_path: Path) -> None:
    quoted = toml(ALL)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("one two three")
    (tmp_path / "guide.md").write_text(f"# {ALL}\n\n{ALL}", encoding="utf-8", newline="")
    (tmp_path / "hashiya.toml").write_text(
        f'guidelines = "guide.md"\n[[labels]]\nname = {quoted}\nkey = "e"\nhelp = {quoted}\n'
        f'[[labels.attributes]]\nname = {quoted}\nhelp = {quoted}\ntype = "choice"\n'
        f'choices = [{quoted}, "b"]\n',
        encoding="utf-8",
    )
    with Program("--annotator", "me", folder=tmp_path) as program:
        program.until(lambda: "Notes" in program.text() or program.process.poll() is not None)
        program.type("e1\r") if program.process.poll() is None else None
        for keys in ("\x1b", "g", "\x1b", "?", "\x1b", "\x10", QUIT):
            if program.process.poll() is None:
                program.type(keys)
                program.play()
        program.until_ended()
    assert b"Traceback" not in program.output
    assert dangers(program.output) == []
