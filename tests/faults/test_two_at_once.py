"""Two programs on one database: both write, each sees the other's, none undoes the other's."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.readers import QUIT, hashiya, in_order, listed, reader, stored
from tests.ptys import Program
from tui.store.maintenance.checks import check_database

pytestmark = pytest.mark.slow


@contextmanager
def two(folder: Path, one: str, other: str) -> Iterator[tuple[Program, Program]]:
    """Two readers on one document, by these annotators; both show everybody's annotations."""
    (folder / "hashiya.toml").write_text("show_others = true\n")
    with reader(folder, one) as first:
        first.until_shown("Notes", "w000")
        with reader(folder, other) as second:
            second.until_shown("Notes", "w000")
            first.others, second.others = [second], [first]
            yield first, second
            for program in (first, second):
                program.type(QUIT)
                assert program.until_ended() == 0
    assert in_order(folder)


def until_listed(*readers: Program, texts: set[str]) -> None:
    """Play the terminals until each of the readers lists just these annotations."""
    for number, program in enumerate(readers):

        def seen(program: Program = program) -> bool:
            return listed(program) == texts

        program.until(seen, f"{texts} in reader {number}")


@pytest.mark.parametrize("names", [("ana", "bo"), ("ana", "ana")])
def test_both_write_and_each_sees_the_other(folder: Path, names: tuple[str, str]) -> None:
    with two(folder, *names) as (first, second):
        first.type("e1 ")
        until_listed(first, second, texts={"w000"})
        second.type("   e2 ")
        until_listed(first, second, texts={"w000", "w003"})
        first.type("e3 ")
        second.type("e4 ")
        until_listed(first, second, texts={"w000", "w001", "w003", "w004"})
    assert [row.annotator for row in stored(folder)] == [names[0], names[0], names[1], names[1]]


def test_undo_is_of_ones_own_alone(folder: Path) -> None:
    with two(folder, "ana", "bo") as (first, second):
        first.type("e ")
        until_listed(first, second, texts={"w000"})
        second.type("   e e e ")
        until_listed(first, second, texts={"w000", "w003", "w004", "w005"})
        first.type("uuuuuu")
        first.until_shown("nothing to undo")
        until_listed(first, second, texts={"w003", "w004", "w005"})
        second.type("u")
        until_listed(first, second, texts={"w003", "w004"})
        first.type("U")
        until_listed(first, second, texts={"w000", "w003", "w004"})


def test_the_same_annotator_undoes_what_was_done_last_in_either(folder: Path) -> None:
    with two(folder, "ana", "ana") as (first, second):
        first.type("e ")
        until_listed(first, second, texts={"w000"})
        second.type("   e ")
        until_listed(first, second, texts={"w000", "w003"})
        first.type("u")
        until_listed(first, second, texts={"w000"})
        second.type("u")
        until_listed(first, second, texts=set())
        first.type("UU")
        until_listed(first, second, texts={"w000", "w003"})


def test_both_may_change_the_same_at_the_same_time(folder: Path) -> None:
    with two(folder, "ana", "ana") as (first, second):
        first.type("e ")
        until_listed(first, second, texts={"w000"})
        first.type("N")
        second.type("n")
        first.type("x")
        second.type("x")
        until_listed(first, second, texts=set())
        second.type("u")
        until_listed(first, second, texts={"w000"})
    (row,) = stored(folder)
    assert row.deleted_at is None


def test_what_commands_do_is_seen_while_the_reader_is_open(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "b.txt").write_text("another text")
    with two(folder, "ana", "bo") as (first, second):
        first.type("e1 ")
        until_listed(first, second, texts={"w000"})
        status, out, _ = hashiya(folder, "export", "--format", "documents")
        assert status == 0
        line = json.loads(out)
        (span,) = line["spans"]
        line["spans"] = [
            {**span, "id": "", "start": 10, "end": 14, "text": "w002", "annotator": "carla"}
        ]
        (tmp_path / "carla.jsonl").write_text(json.dumps(line))
        assert hashiya(folder, "import", os.fspath(tmp_path / "carla.jsonl"))[0] == 0
        until_listed(first, second, texts={"w000", "w002"})
        assert hashiya(folder, "add", os.fspath(tmp_path / "more"))[0] == 0
        for program in (first, second):
            program.until_shown("document 1 of 2")


def test_all_that_is_typed_while_commands_run_is_saved(folder: Path, tmp_path: Path) -> None:
    with two(folder, "ana", "bo") as (first, second):
        for number in range(6):
            first.type("e1 " * 5)
            second.type("k2 " * 5)
            copy = tmp_path / f"copy{number}.db"
            assert hashiya(folder, "backup", os.fspath(copy))[0] == 0
            assert check_database(copy) == []
            status, out, _ = hashiya(folder, "export")
            assert status == 0
            for line in out.splitlines():
                json.loads(line)
        both = {f"w{number:03}" for number in range(30)}
        for program in (first, second):
            program.until_shown("30 entities · 30 cues")
        assert {row.text for row in stored(folder) if row.label == "entity"} == both
        assert {row.text for row in stored(folder) if row.label == "cue"} == both
