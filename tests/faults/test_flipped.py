"""Databases that are damaged or foreign: each command ends with a message, and nothing is worse."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.readers import database, hashiya
from tests.store.making import document, tag
from tui.store.database import Store
from tui.store.maintenance.checks import check_database

pytestmark = pytest.mark.slow

READING = (["list"], ["show", "a"], ["search", "Japan"], ["stats"], ["check"], ["export"])
WRITING = (["add", "seeds"], ["backup", "copy.db"], ["check", "--repair"])


def whole(path: Path) -> None:
    """Make a database with some documents and annotations."""
    with Store.open(path) as store:
        store.add_documents(
            [document(name, f"قال {name} إن اليابان مهمة. " * 60) for name in "abcd"]
        )
        for start in range(0, 40, 8):
            tag(store, start, start + 4)


def flipped(content: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, 30)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def cut(content: bytearray, chance: random.Random) -> bytes:
    return bytes(content[: chance.randrange(1, len(content))])


def mixed(content: bytearray, chance: random.Random) -> bytes:
    pages = len(content) // 4096
    for _ in range(3):
        one, other = (chance.randrange(pages) * 4096 for _ in range(2))
        content[one : one + 4096] = content[other : other + 4096]
    return bytes(content)


def changed_pages(before: bytes, after: bytes) -> int:
    """How many pages of 4096 bytes differ."""
    assert len(before) == len(after)
    starts = range(0, len(before), 4096)
    return sum(before[at : at + 4096] != after[at : at + 4096] for at in starts)


def foreign(content: bytearray, chance: random.Random) -> bytes:
    """A file of another program, or the head of one of ours before it."""
    other = sqlite3.connect(":memory:")
    with closing(other):
        other.execute("CREATE TABLE documents(id TEXT PRIMARY KEY, text BLOB)")
        other.execute("INSERT INTO documents VALUES ('a', randomblob(5000))")
        other.execute(f"PRAGMA user_version = {chance.choice((0, 1, 3, 7, 900))}")
        database = other.serialize()
    return chance.choice(
        [
            database,
            bytes(content[:100]) + database[100:],
            "كلمة\n".encode() * 3000,
            bytes(content[:4096]) + bytes(40_000),
            b"\x89PNG\r\n\x1a\n" + chance.randbytes(9000),
        ]
    )


@pytest.mark.parametrize(
    "seed", [pytest.param(n, marks=[pytest.mark.soak] if n >= 6 else []) for n in range(60)]
)
def test_every_command_ends_with_a_message(
    folder: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    chance = random.Random(seed)
    whole(database(folder))
    damage = (flipped, flipped, foreign, cut, mixed)[seed % 5]
    content = damage(bytearray(database(folder).read_bytes()), chance)
    database(folder).write_bytes(content)
    for words in READING:
        status, _, err = hashiya(folder, *words)
        assert status in (0, 1), words
        assert "Traceback" not in err
        assert status == 0 or words == ["check"] or err.count("\n") == 1, (words, err)
        assert database(folder).read_bytes() == content, words
    for words in WRITING:
        before = database(folder).read_bytes()
        status, _, err = hashiya(folder, *words)
        assert status in (0, 1), words
        assert "Traceback" not in err
        if status and words != ["check", "--repair"]:
            assert err, words
            # What is written before the first row: the generation, and the counter in the header.
            assert changed_pages(before, database(folder).read_bytes()) <= 2, words
        (folder / "copy.db").unlink(missing_ok=True)
    # It is no backup either, unless it is whole after all.
    other = folder.parent / "other"
    other.mkdir()
    whole(database(other))
    before = database(other).read_bytes()
    (folder / "backup.db").write_bytes(content)
    if hashiya(other, "restore", os.fspath(folder / "backup.db"))[0]:
        assert database(other).read_bytes() == before
    assert check_database(database(other)) == []
    assert (folder / "backup.db").read_bytes() == content
