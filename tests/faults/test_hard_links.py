"""A database with two names: SQLite keeps a log for each, so only one program may write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.readers import QUIT, database, in_order, listed, reader, unsaved
from tests.ptys import Program
from tests.store.making import document, tag
from tui.cli.main import run
from tui.errors import CannotWrite, StoreError
from tui.store.database import Store

pytestmark = pytest.mark.slow


@pytest.fixture
def other(folder: Path) -> Path:
    """Where the second name of the folder's database is going to be."""
    place = folder.parent / "other" / "annotations.db"
    place.parent.mkdir()
    return place


def texts(path: Path, name: str) -> set[str]:
    with Store.open(path, create=False, read_only=True) as store:
        return {row.text for row in store.annotations.in_document(name)}


def test_a_reader_goes_on_and_no_program_opens_the_other_name(
    folder: Path, other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with reader(folder) as first:
        first.until_shown("Notes", "w000")
        first.type("e1 ")
        first.until(lambda: listed(first) == {"w000"} and not unsaved(first))
        other.hardlink_to(database(folder))
        for words in (["list"], ["export"], ["add", str(folder / "seeds")], ["check"]):
            assert run(["--db", str(other), *words]) == 1, words
            assert "under another name" in capsys.readouterr().err, words
        with Program("--db", str(other), folder=other.parent) as second:
            assert second.until_ended() == 1
            assert "under another name" in " ".join(second.text().split())
        first.type("e1 ")
        first.until(lambda: listed(first) == {"w000", "w001"} and not unsaved(first))
        first.type(QUIT)
        assert first.until_ended() == 0
    other.unlink()
    assert texts(database(folder), "a.txt") == {"w000", "w001"}
    assert in_order(folder)


def test_with_two_names_a_database_is_only_read(folder: Path, other: Path) -> None:
    with Store.open(database(folder)) as store:
        store.add_documents([document("b.txt", "one two three")])
        tag(store, 0, 3, name="b.txt")
    other.hardlink_to(database(folder))
    for path in (other, database(folder)):
        before = path.read_bytes()
        with pytest.raises(CannotWrite, match="2 names"):
            Store.open(path)
        assert texts(path, "b.txt") == {"one"}
        assert path.read_bytes() == before
    other.unlink()
    with Store.open(database(folder)) as store:
        tag(store, 4, 7, name="b.txt")
    assert texts(database(folder), "b.txt") == {"one", "two"}


def test_what_a_killed_program_saved_is_not_passed_over(folder: Path, other: Path) -> None:
    with reader(folder) as killed:
        killed.until_shown("Notes", "w000")
        killed.type("e1 ")
        killed.until(lambda: listed(killed) == {"w000"} and not unsaved(killed))
        killed.kill()
    other.hardlink_to(database(folder))
    with pytest.raises(CannotWrite, match="2 names"):
        Store.open(other)
    with pytest.raises(CannotWrite, match="2 names"):
        Store.open(database(folder))
    other.unlink()
    assert texts(database(folder), "a.txt") == {"w000"}
    assert in_order(folder)


def test_the_second_name_that_a_killed_restore_left_is_removed(folder: Path, other: Path) -> None:
    with Store.open(database(folder)) as store:
        store.add_documents([document("b.txt", "one two three")])
    left = folder / "annotations.db.before-restore-2026-01-01-000000-1.db"
    left.hardlink_to(database(folder))
    with Store.open(database(folder)) as store:
        tag(store, 0, 3, name="b.txt")
    assert not left.exists()
    assert texts(database(folder), "b.txt") == {"one"}


def test_a_restored_database_has_one_name(folder: Path, other: Path) -> None:
    with Store.open(database(folder)) as store:
        store.add_documents([document("b.txt", "one two three")])
    good = folder / "good.db"
    assert run(["--db", str(database(folder)), "backup", str(good)]) == 0
    other.hardlink_to(database(folder))
    assert run(["--db", str(database(folder)), "restore", str(good)]) == 0
    assert Path(database(folder)).stat().st_nlink == 1
    with Store.open(database(folder)) as store:
        tag(store, 0, 3, name="b.txt")
    with pytest.raises(StoreError):  # it and the database that was kept are one file
        Store.open(other)
