"""Programs that leave a replaced database at the same time, or cannot leave it at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.store.making import document, rows, tag
from tui.errors import Busy, CannotWrite, Replaced
from tui.model import AnnotatedDocument
from tui.store.database import Store
from tui.store.maintenance import rescue_database
from tui.store.maintenance.checks import check_database

FIRST, SECOND, THIRD = (0, 3), (4, 7), (13, 15)


@pytest.fixture
def good(path: Path) -> Path:
    """A copy of the database at `path` from before anything was annotated."""
    copy = path.with_name("good.db")
    with Store.open(path) as store:
        store.add_documents([document("a")])
        store.backup(copy)
    return copy


def copied_over(good: Path, path: Path) -> None:
    """Another content in the same file."""
    shutil.copyfile(good, path)


def moved_over(good: Path, path: Path) -> None:
    """Another file with the same name."""
    good.replace(path)


def work(store: Store) -> list[AnnotatedDocument]:
    """What the program that has the store open has written into it."""
    return list(store.annotated_documents())


def leave(store: Store, written: list[AnnotatedDocument]) -> Path:
    """Go on in a rescue database, as a session does."""
    with pytest.raises(Replaced):
        store.data_version()
    return store.switch_to_rescue_database(written)


def annotators(path: Path) -> set[str]:
    """Whose annotations are in a database that is in order."""
    assert check_database(path) == []
    with Store.open(path, create=False, read_only=True) as store:
        return {row.annotator for row in rows(store)}


def interrupted(monkeypatch: pytest.MonkeyPatch, name: str, by: Callable[[], object]) -> None:
    """Do something else the next time a function of the module is called, then what it does."""
    real = getattr(rescue_database, name)

    def first(*arguments: object) -> object:
        monkeypatch.setattr(rescue_database, name, real)
        by()
        return real(*arguments)

    monkeypatch.setattr(rescue_database, name, first)


@pytest.mark.parametrize("replace", [copied_over, moved_over])
def test_two_that_leave_at_once_have_a_rescue_database_each(
    path: Path,
    good: Path,
    replace: Callable[[Path, Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = good.read_bytes()
    with Store.open(path) as one, Store.open(path) as two:
        tag(one, *FIRST, annotator="one")
        first = work(one)
        tag(two, *SECOND, annotator="two")
        second = work(two)
        replace(good, path)
        # The other one leaves while this one has chosen a name and copies.
        interrupted(monkeypatch, "copy_database", lambda: leave(two, second))
        leave(one, first)
        assert one.path != two.path
        tag(one, *THIRD, annotator="one later")
        tag(two, *THIRD, annotator="two later")
    assert path.read_bytes() == whole
    both = {"one", "two"}
    alone = {"one"} if replace is copied_over else both
    assert annotators(one.path) == alone | {"one later"}
    assert annotators(two.path) == both | {"two later"}


def test_a_commit_after_another_program_has_left_harms_no_new_file(path: Path, good: Path) -> None:
    whole = good.read_bytes()
    with Store.open(path) as one, Store.open(path) as two:
        tag(one, *FIRST, annotator="one")
        tag(two, *SECOND, annotator="two")
        written = work(two)

        def late() -> None:
            with two.one_transaction():
                # The log is emptied and removed before this is committed.
                copied_over(good, path)
                leave(one, written)
                tag(two, *THIRD, annotator="two later")

        with pytest.raises(Replaced):
            late()
        assert leave(two, written) != one.path
        assert path.read_bytes() == whole
    assert path.read_bytes() == whole
    assert annotators(two.path) == {"one", "two"}


@pytest.mark.parametrize("step", ["_copy_new", "_import_work"])
def test_what_fails_leaves_nothing_and_is_tried_again(
    path: Path, good: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise CannotWrite("the disk is full")

    whole = good.read_bytes()
    with Store.open(path) as store:
        tag(store, *FIRST, annotator="one")
        written = work(store)
        copied_over(good, path)
        interrupted(monkeypatch, step, full)
        with pytest.raises(CannotWrite, match="full"):
            leave(store, written)
        assert not list(path.parent.glob("*.rescued-*"))
        with pytest.raises(Replaced), store.one_transaction():
            pass
        leave(store, written)
        tag(store, *SECOND, annotator="two")
    assert path.read_bytes() == whole
    assert annotators(store.path) == {"one", "two"}


def test_what_cannot_be_copied_stays_open(
    path: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise CannotWrite("the disk is full")

    with Store.open(path) as store:
        tag(store, *FIRST, annotator="one")
        moved_over(good, path)
        interrupted(monkeypatch, "copy_database", full)
        with pytest.raises(CannotWrite, match="full"):
            leave(store, [])
        assert not list(path.parent.glob("*.rescued-*"))
        leave(store, [])
    assert annotators(store.path) == {"one"}


_ADDS = """
import sys
from pathlib import Path
from tests.store.making import document, tag
from tui.store.database import Store
with Store.open(Path(sys.argv[1])) as store:
    tag(store, annotator="three")
    print("saved", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def third(path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a program that opens the database, writes into it, and has it open until the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        program = subprocess.Popen(
            [sys.executable, "-c", _ADDS, os.fspath(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        started.append(program)
        assert program.stdout is not None
        assert program.stdout.readline() == b"saved\n"
        return program

    yield start
    for program in started:
        program.communicate()


@pytest.mark.slow
def test_a_program_that_has_opened_the_new_file_hides_nothing(
    path: Path, good: Path, third: Callable[[], object]
) -> None:
    with Store.open(path) as one, Store.open(path) as two:
        tag(one, *FIRST, annotator="one")
        tag(two, *SECOND, annotator="two")
        written = work(two)
        copied_over(good, path)
        leave(one, written)
        third()  # its log and its owner file are next to the file now
        leave(two, written)
        assert {row.annotator for row in rows(two)} >= {"one", "two"}
    with Store.open(path, create=False, read_only=True) as store:
        assert {row.annotator for row in rows(store)} == {"three"}


@pytest.mark.slow
def test_the_log_of_a_program_that_was_killed_stays_when_a_reader_leaves(
    path: Path, good: Path, third: Callable[[], subprocess.Popen[bytes]]
) -> None:
    with Store.open(path) as one, Store.open(path) as two:
        tag(one, *FIRST, annotator="one")
        tag(two, *SECOND, annotator="two")
        written = work(two)
        # All of the log is written back, so that SQLite takes it away when it closes the file.
        two._file.value("PRAGMA wal_checkpoint(PASSIVE)")
        copied_over(good, path)
        leave(one, written)
        program = third()
        program.kill()
        program.wait()
        leave(two, written)
    assert annotators(path) == {"three"}


def test_a_file_that_was_away_for_a_moment_keeps_its_log(path: Path, good: Path) -> None:
    with Store.open(path) as store:
        tag(store, *FIRST, annotator="one")
        path.rename(good)
        with pytest.raises(Replaced):
            store.data_version()
        good.rename(path)
        with pytest.raises(Busy, match="is there again"):
            store.switch_to_rescue_database([])
        tag(store, *SECOND, annotator="two")
        path.rename(good)
        with pytest.raises(Replaced):
            store.data_version()
        good.rename(path)
    assert annotators(path) == {"one", "two"}
    assert not list(path.parent.glob("*.rescued-*"))


def test_closing_writes_no_log_into_a_new_content(path: Path, good: Path) -> None:
    whole = good.read_bytes()
    with Store.open(path) as store:
        tag(store, *FIRST, annotator="one")
        copied_over(good, path)
        with pytest.raises(Replaced):
            tag(store, *SECOND, annotator="two")
    assert path.read_bytes() == whole
    assert not list(path.parent.glob("annotations.db-*"))


@pytest.mark.parametrize("permissions", [0o600, 0o640])
def test_the_rescue_of_a_removed_database_has_its_permissions(path: Path, permissions: int) -> None:
    with Store.open(path) as store:
        store.add_documents([document("a")])
        path.chmod(permissions)
        path.unlink()
        rescued = leave(store, work(store))
    assert rescued.stat().st_mode & 0o7777 == permissions
