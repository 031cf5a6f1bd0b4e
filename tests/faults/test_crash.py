"""SIGKILL at a random moment while keys stream in: what was shown as saved is there.

A real process on a pseudo-terminal, killed 20 times, and 180 times more by `make soak`.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.ptys import Program, Screen
from tests.store.making import entries
from tui.cli.main import run
from tui.model import Annotation
from tui.store.database import Store

pytestmark = pytest.mark.slow

WORDS = 1200
HEADING = re.compile(r"(claim|entity|quote|cue)$")
ITEM = re.compile(r"▌ (w\d+\S*(?: w\d*\S*)*)(?: ([A-Z]{2,})(?!\S))?")
"""An item that is saved: its words, of which the last may be cut, and the type of an entity."""


class Shown(NamedTuple):
    """An annotation that the sidebar listed as saved."""

    label: str
    """Empty where the label's heading had been scrolled out of sight."""
    text: str
    value: str
    """That of the first attribute that has one, if it was shown."""

    def is_in(self, rows: list[Annotation]) -> bool:
        """Whether one of the rows is it."""
        return any(
            self.label in ("", row.label)
            and row.text.startswith(self.text)
            # Keys that came while a form was open are what was typed into it.
            and any(self.value in str(one) for one in ("", row.note, *row.attributes.values()))
            for row in rows
        )


def seeds(count: int) -> list[pytest.ParameterSet]:
    """Return so many seeds for `make test`, and nine times as many more for `make soak`."""
    return [
        pytest.param(seed, marks=[pytest.mark.soak] if seed >= count else [])
        for seed in range(10 * count)
    ]


def text() -> str:
    """A document in which no word comes twice, so that each names its annotation."""
    words = [f"w{number:04}" for number in range(WORDS)]
    return "\n".join(" ".join(words[at : at + 6]) + "." for at in range(0, WORDS, 6))


def keys(chance: random.Random, *, taking_back: bool) -> str:
    """Some keys, as an annotator types them who never waits for the screen."""
    tags = ["e1 ", "e2 ", "e3 ", "e ", "k ", "c", "we", "ww.", "\x1b[B"]
    if taking_back:
        tags += ["u", "U", "uu", "x", "nx", "e1u", "r\x1b[1;2D\r"]
    return "".join(chance.choice(tags) for _ in range(20))


def sidebar(lines: Sequence[str]) -> set[Shown]:
    """What the sidebar on a screen of these lines lists as saved."""
    start = lines[0].find("Notes")
    found: set[Shown] = set()
    if start < 0:
        return found
    label = ""
    for whole in lines:
        line = whole[start:].rstrip()
        if whole[start - 2] != "│":
            label = ""  # a dialog is in front of it, and may hide the next heading
            continue
        if heading := HEADING.match(line):
            label = heading[1]
        elif label and (listed := ITEM.match(line)):
            found.add(Shown(label, listed[1].rstrip("…"), listed[2] or ""))
    return found


def committed(store: Store) -> list[Annotation]:
    """Every annotation in every state that was ever committed."""
    return [
        row
        for entry in entries(store, "a.txt", "me")
        for change in entry.changes
        if isinstance(row := change.after, Annotation)
    ]


def check(database: Path) -> str:
    """What `hashiya check` says; fails when it finds something wrong."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert run(["--db", os.fspath(database), "check"]) == 0, said.getvalue()
    return said.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working directory with one document to read."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(text())
    return tmp_path


@pytest.mark.parametrize("seed", seeds(20))
def test_what_was_shown_as_saved_is_there_after_a_kill(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    taking_back = seed % 2 == 1
    shown: set[Shown] = set()

    def watch(screen: Screen) -> None:
        shown.update(sidebar(screen.display))

    with Program("--annotator", "me", folder=folder, size=(140, 50), watch=watch) as program:
        program.until_shown("Notes", "w0000")
        enough = chance.randrange(1, 30)
        while len(shown) < enough:
            program.type(keys(chance, taking_back=taking_back))
            program.play()
        program.play(chance.random() / 50)
        program.kill()
        while program.play(0):
            pass

    assert check(folder / "annotations.db") == "in order\n"
    with Store.open(folder / "annotations.db", create=False) as store:
        # What is taken back again was there once: the history holds every state.
        rows = committed(store) if taking_back else store.annotations.in_document("a.txt")
        assert not {one for one in shown if not one.is_in(rows)}
        while store.history.undo("a.txt", "me"):
            pass
        assert store.annotations.in_document("a.txt") == []


@pytest.mark.parametrize("seed", seeds(4))
def test_a_kill_while_the_database_is_made_leaves_one_that_opens(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    database = folder / "annotations.db"
    for number in range(40):
        (folder / "seeds" / f"{number:02}.txt").write_text(text() + str(number))
    with Program("add", "seeds", folder=folder) as program:
        program.until(database.exists, "the database")
        program.play(chance.random() / 20)  # adding the files takes little longer
        program.kill()
    with Program("add", "seeds", folder=folder) as program:
        assert program.until_ended() == 0
        assert "refused" in program.text()
    assert check(database) == "in order\n"
    with Store.open(database, create=False, read_only=True) as store:
        assert store.documents.count() == 41


def test_after_a_kill_the_caret_is_where_the_last_command_was_saved(folder: Path) -> None:
    with Program("--annotator", "me", folder=folder) as program:
        program.until_shown("Notes", "w0000")
        program.type(" " * 40 + "e1")
        program.until_shown("▌ w0040")
        program.kill()
    with Program("--annotator", "me", folder=folder) as program:
        program.until_shown("Notes", "▌ w0040", "^Q quit")
        program.type(" e2")
        program.until_shown("▌ w0041")
        program.type("\x11")
        assert program.until_ended() == 0
