"""Databases with flipped bytes, cut short, or with pages mixed: a message, and nothing worse."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.faults.readers import database, hashiya
from tests.store.making import document, tag
from tui.store.database import Store

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


@pytest.mark.parametrize(
    "seed", [pytest.param(n, marks=[pytest.mark.soak] if n >= 6 else []) for n in range(60)]
)
def test_every_command_ends_with_a_message(
    folder: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    chance = random.Random(seed)
    whole(database(folder))
    damage = (flipped, flipped, flipped, cut, mixed)[seed % 5]
    content = damage(bytearray(database(folder).read_bytes()), chance)
    database(folder).write_bytes(content)
    for words in READING:
        status, _, err = hashiya(folder, *words)
        assert status in (0, 1), words
        assert "Traceback" not in err
        assert status == 0 or words == ["check"] or err.count("\n") == 1, (words, err)
        assert database(folder).read_bytes() == content, words
    for words in WRITING:
        assert hashiya(folder, *words)[0] in (0, 1), words
        shutil.rmtree(folder / "copy.db", ignore_errors=True)
