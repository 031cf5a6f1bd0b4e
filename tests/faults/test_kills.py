"""A command is killed while it works: nothing that was there is gone, and it can be run again.

Real processes, each killed at a random moment of its work: twice in `make test`, 20 times for each
command in `make soak`. The kernel ends the process; no line of the program runs after that.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.readers import hashiya, in_order
from tests.paths import DATA, ROOT
from tests.store.making import document, tag
from tui.errors import HashiyaError
from tui.store.database import Store
from tui.store.maintenance.backup import database_files
from tui.store.maintenance.checks import check_database

pytestmark = pytest.mark.slow

_KILLED = """
import os, signal, sys
from tui.cli.commands import add, backup, check, export, import_, restore
from tui.cli.main import main
from tui.store import migrations
from tui.store.database import Store
signal.setitimer(signal.ITIMER_REAL, float(sys.argv[1]))
if sys.argv[2] != "reanchor":
    main(sys.argv[2:])
from pathlib import Path
with Store.open(Path(sys.argv[3])) as store:
    for info in list(store.documents.all()):
        if info.changed:
            store.documents.reanchor(info.id, "me", store.documents.placements(info.id))
"""
"""Run a command, and die after so many seconds of it."""

SAVED = 40
"""Annotations that are there before."""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that the commands need; each test works on a copy of it."""
    folder = tmp_path_factory.mktemp("prepared")
    path = folder / "annotations.db"
    with Store.open(path) as store:
        store.add_documents([document(f"old{number}", _text(number)) for number in range(SAVED)])
        for number in range(SAVED):
            tag(store, name=f"old{number}")
        store.backup(folder / "good.db")
        tag(store, 16, 23, name="old1")
    for number in range(60):
        (folder / "more").mkdir(exist_ok=True)
        (folder / "more" / f"{number}.txt").write_text(_text(number) * 6)
    with (folder / "in.jsonl").open("w") as lines:
        for number in range(120):
            text = _text(number) * 4
            spans = [
                {"start": at, "end": at + 8, "label": "entity"} for at in range(0, len(text), 90)
            ]
            lines.write(json.dumps({"id": f"new{number}", "text": text, "spans": spans}) + "\n")
    shutil.copy(DATA / "schema_v3.db", folder / "released.db")
    return folder


def _text(number: int) -> str:
    return f"قال زاك كوبر إن اليابان رقم {number} مهمة.\n" + "ثم عاد إلى بيته. " * 20


@pytest.fixture
def work(prepared: Path, tmp_path: Path) -> Path:
    """The folder in which a command is killed."""
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return tmp_path


def seeds() -> list[pytest.ParameterSet]:
    return [pytest.param(seed, marks=[pytest.mark.soak] if seed >= 2 else []) for seed in range(20)]


_taken: dict[str, float] = {}
"""Seconds that each command takes, by its name."""


def killed(folder: Path, seed: int, *words: str, database: str = "annotations.db") -> bool:
    """Run a command and kill it within the time that it takes; whether it was killed."""
    if words[0] not in _taken:
        trial = folder / "trial"
        shutil.copytree(folder, trial)
        began = time.monotonic()
        assert _run(trial, 60, *words, database=database) == 0, words
        _taken[words[0]] = time.monotonic() - began
        shutil.rmtree(trial)
    # The imports before the clock runs are a part of that time.
    moment = _taken[words[0]] * random.Random(seed).random() * 0.8
    return _run(folder, max(moment, 0.001), *words, database=database) == -signal.SIGALRM


def _run(folder: Path, seconds: float, *words: str, database: str = "annotations.db") -> int:
    command = [*words, database] if words[0] == "reanchor" else ["--db", database, *words]
    return subprocess.run(
        [sys.executable, "-c", _KILLED, str(seconds), *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode


def annotated(path: Path) -> set[tuple[str, str]]:
    """The documents of a database, each with what is annotated in it."""
    with Store.open(path, create=False, read_only=True) as store:
        return {
            (info.id, row.text)
            for info in store.documents.all()
            for row in store.annotations.in_document(info.id)
        }


def old() -> set[tuple[str, str]]:
    """What was saved before the command began."""
    return {(f"old{number}", "زاك كوبر") for number in range(SAVED)} | {("old1", "اليابان")}


def leftovers(folder: Path) -> Iterator[str]:
    """The names of temporary files and folders."""
    for path in folder.iterdir():
        if path.name.startswith(".") and "tmp" in path.name:
            yield path.name


@pytest.mark.parametrize("seed", seeds())
def test_add(work: Path, seed: int) -> None:
    killed(work, seed, "add", "more")
    assert in_order(work)
    assert annotated(work / "annotations.db") == old()
    assert hashiya(work, "add", os.fspath(work / "more"))[0] == 0
    with Store.open(work / "annotations.db", create=False, read_only=True) as store:
        assert store.documents.count() == SAVED + 60


@pytest.mark.parametrize("seed", seeds())
def test_import(work: Path, seed: int) -> None:
    killed(work, seed, "import", "in.jsonl")
    assert in_order(work)
    found = annotated(work / "annotations.db")
    assert found >= old()
    # All of the file or nothing.
    assert len({name for name, _ in found if name.startswith("new")}) in (0, 120)
    assert hashiya(work, "import", os.fspath(work / "in.jsonl"))[0] == 0
    assert len({name for name, _ in annotated(work / "annotations.db")}) == SAVED + 120
    assert in_order(work)


@pytest.mark.parametrize("seed", seeds())
def test_export(work: Path, seed: int) -> None:
    out = work / "out.jsonl"
    assert hashiya(work, "import", os.fspath(work / "in.jsonl"))[0] == 0
    out.write_text("what was there before\n")
    killed(work, seed, "export", "out.jsonl", "--format", "documents", "--force")
    found = out.read_text()
    assert hashiya(work, "export", os.fspath(out), "--format", "documents", "--force")[0] == 0
    assert found in ("what was there before\n", out.read_text())
    assert list(leftovers(work)) == []


@pytest.mark.parametrize("seed", seeds())
def test_backup(work: Path, seed: int) -> None:
    out = work / "copy.db"
    assert hashiya(work, "add", os.fspath(work / "more"))[0] == 0
    killed(work, seed, "backup", "copy.db")
    assert in_order(work)
    if out.exists():
        assert check_database(out) == []
        assert annotated(out) == old()
        out.unlink()
    assert hashiya(work, "backup", os.fspath(out))[0] == 0
    assert annotated(out) == annotated(work / "annotations.db") == old()
    assert list(leftovers(work)) == []


@pytest.mark.parametrize("seed", seeds())
def test_restore(work: Path, seed: int) -> None:
    good = work / "good.db"
    before = good.read_bytes()
    # Half of the former database's work is in its log alone.
    _leave_log(work / "annotations.db")
    wanted = old() | {("old2", "اليابان")}
    killed(work, seed, "restore", "good.db")
    assert good.read_bytes() == before
    assert any(found == wanted for found in _all_databases(work))
    assert hashiya(work, "restore", os.fspath(good))[0] == 0
    assert annotated(work / "annotations.db") == old() - {("old1", "اليابان")}
    assert any(found == wanted for found in _all_databases(work))
    assert good.read_bytes() == before
    assert in_order(work)
    assert list(leftovers(work)) == []


def _leave_log(path: Path) -> None:
    """Annotate in a program that is killed, so that the log holds it."""
    code = (
        "import os, sys; from pathlib import Path; from tests.store.making import tag;"
        "from tui.store.database import Store; store = Store.open(Path(sys.argv[1]));"
        "tag(store, 16, 23, name='old2'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, check=False)


def _all_databases(folder: Path) -> Iterator[set[tuple[str, str]]]:
    """What each database in a folder holds, read from a copy of it and of what belongs to it."""
    for number, path in enumerate(sorted(folder.glob("*.db"))):
        copy = folder / f"copied{number}"
        copy.mkdir(exist_ok=True)
        for part in database_files(path):
            if part.exists() and not part.name.endswith("-shm"):
                shutil.copy(part, copy)
        with suppress(HashiyaError):
            yield annotated(copy / path.name)
        shutil.rmtree(copy)


@pytest.mark.parametrize("seed", seeds())
def test_migration(work: Path, seed: int) -> None:
    def rows(path: Path) -> set[tuple[str, str]]:
        with Store.open(path, create=False) as store:
            return {
                (row.id, row.text)
                for info in store.documents.all()
                for row in store.annotations.in_document(info.id)
            }

    whole = work / "whole.db"
    shutil.copy(work / "released.db", whole)
    expected = rows(whole)
    killed(work, seed, "add", "more", database="released.db")
    assert rows(work / "released.db") == expected
    assert check_database(work / "released.db") == []
    # The copy from before the migration is whole, or there is none.
    for copy in work.glob("released.db.v*.backup"):
        assert rows(copy) == expected


@pytest.mark.parametrize("seed", seeds())
def test_reanchoring(work: Path, seed: int) -> None:
    with Store.open(work / "annotations.db") as store:
        store.add_documents(
            [document(f"old{number}", "مقدمة. " + _text(number)) for number in range(SAVED)]
        )
    killed(work, seed, "reanchor")
    assert in_order(work)
    with Store.open(work / "annotations.db") as store:
        for info in store.documents.all():
            text = store.documents.text(info.text_sha256)
            for row in store.annotations.in_document(info.id):
                assert row.text_sha256 == info.text_sha256
                assert text[row.start : row.end] == row.text
    assert annotated(work / "annotations.db") == old()
