"""The commands on a database full of control characters, to a terminal and to a pipe."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests import fork_server
from tests.ptys import Program
from tests.security.hostile import ALL, BROKEN, hostile_database
from tests.security.sequences import MARK, dangers

pytestmark = pytest.mark.slow

SAYABLE = ALL.replace("\0", "")

READING = (
    ["list"], ["list", "--json"], ["show", "0 "], ["show", "1 ", "--order", "logical"],
    ["search", MARK], ["search", MARK, "--json"], ["stats"], ["stats", "--json"],
    ["check"], ["check", "--json"], ["check", "--content"], ["doctor"],
)  # fmt: skip
FORMATS = (
    "jsonl", "documents", "csv", "prodigy", "doccano", "label-studio", "brat", "w3c", "conll",
    "spacy",
)  # fmt: skip
WRONG = (
    ["show", SAYABLE], ["search", SAYABLE], ["export", "--document", SAYABLE],
    ["export", "--label", SAYABLE, "--annotator", SAYABLE], ["import", SAYABLE.replace("/", "")],
    ["add", SAYABLE.replace("/", "")], ["export", SAYABLE.replace("/", "")[:90] + "/x"],
    ["--schema", SAYABLE, "list"], ["--schema", SAYABLE.replace("/", ""), "show", "0 "],
    ["export", "--format", SAYABLE], [SAYABLE], ["list", SAYABLE],
    ["show", "0 ", "--width", SAYABLE],
    ["--db", SAYABLE.replace("/", "")[:120], "list"], ["--db", SAYABLE + "/x/y", "add", "seeds"],
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    hostile_database(tmp_path / "annotations.db")
    return tmp_path


def on_terminal(folder: Path, *words: str) -> tuple[int, bytes]:
    with Program(*words, folder=folder, env={"HASHIYA_ANNOTATOR": SAYABLE}) as program:
        return program.until_ended(), program.output


def safe(output: bytes) -> None:
    assert b"Traceback" not in output
    assert dangers(output) == []


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_a_terminal_gets(folder: Path, words: list[str]) -> None:
    _, output = on_terminal(folder, *words)
    assert output
    safe(output)


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_terminal_gets_of_an_export(folder: Path, name: str) -> None:
    status, output = on_terminal(folder, "export", "--format", name, "--status", "accepted")
    assert status == (2 if name in ("brat", "spacy") else 0)
    assert output
    safe(output.replace(b"\t", b" "))


def test_json_means_the_same_on_a_terminal(folder: Path) -> None:
    for words in (["list", "--json"], ["search", MARK, "--json"], ["stats", "--json"], ["export"]):
        _, shown = on_terminal(folder, *words)
        piped = fork_server.run(*words, folder=folder, env={"PATH": "/usr/bin"})
        piped.check_returncode()
        # What asks the terminal stands before the first line.
        lines = [line[line.find("{") :] for line in shown.decode().split("\r\n") if "{" in line]
        assert [*map(json.loads, lines)] == [
            *map(json.loads, piped.stdout.decode().split("\n")[:-1])
        ]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_what_a_terminal_gets_for_a_wrong_word(folder: Path, number: int) -> None:
    status, output = on_terminal(folder, *WRONG[number])
    assert status in (0, 1, 2)
    safe(output)


def test_bytes_that_are_no_text_in_arguments(folder: Path) -> None:
    for words in (["show"], ["search"], ["add"], ["import"], ["export", "--label"], ["--db"]):
        done = fork_server.run(*words, BROKEN, folder=folder, env={"PATH": "/usr/bin"})
        assert done.returncode in (0, 1, 2), words
        safe(done.stderr)


def test_messages_to_a_pipe_hold_none_either(folder: Path) -> None:
    for words in (*READING, *WRONG):
        done = fork_server.run(*words, folder=folder, env={"PATH": "/usr/bin"})
        assert done.returncode in (0, 1, 2), words
        safe(done.stderr)
        if words in (["list"], ["search", MARK], ["stats"], ["check"], ["check", "--content"]):
            safe(done.stdout.replace(b"\t", b" "))


def documents(**fields: object) -> str:
    """A line of the `documents` format, all of it hostile but for what is given."""
    text = f"First {ALL}"
    span = {"id": ALL, "start": 0, "end": 5, "label": ALL, "text": "First", "note": ALL,
            "attributes": {ALL: ALL}, "annotator": ALL, "status": "accepted",
            "created_at": ALL, "updated_at": ALL}  # fmt: skip
    link = {"id": ALL + "l", "type": ALL, "from": ALL, "to": ALL, "annotator": ALL,
            "status": "accepted", "created_at": ALL, "updated_at": ALL}  # fmt: skip
    line = {"id": ALL, "title": ALL, "source": ALL, "sha256": sha256(text.encode()).hexdigest(),
            "meta": {ALL: ALL}, "text": text, "spans": [span], "links": [link]}  # fmt: skip
    return json.dumps({**line, **fields})


@pytest.mark.parametrize(
    "line",
    [
        documents(),
        documents(sha256=ALL),
        documents(spans=ALL),
        documents(spans=[{ALL: ALL}]),
        documents(links=[{"from": ALL, "to": ALL, "type": ALL}]),
        documents(text="\ud800", sha256=""),
        documents(id={ALL: ALL}),
        '{"id": "\\ud800", "text": "x", "spans": [], "links": []}',
        "{" + ALL,
    ],
    ids=range(9),
)
@pytest.mark.parametrize("more", [[], ["--new-labels"], ["--replace-surrogates", "--new-labels"]])
def test_what_importing_says(tmp_path: Path, line: str, more: list[str]) -> None:
    (tmp_path / "in.jsonl").write_text(line, encoding="utf-8", newline="")
    words = ["import", "in.jsonl", "--format", "documents", *more]
    status, output = on_terminal(tmp_path, *words)
    assert status in (0, 1)
    assert output
    safe(output)
