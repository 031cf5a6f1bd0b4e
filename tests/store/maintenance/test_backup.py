import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.making import entity, files, make, rows, tag
from tui.errors import CannotWrite, StoreError
from tui.store.database import Store
from tui.store.maintenance import backup as copying
from tui.store.maintenance.backup import is_paused
from tui.store.maintenance.checks import check_database


def test_a_copy_holds_what_was_committed_and_can_be_opened(filled: Store, tmp_path: Path) -> None:
    annotation = tag(filled)
    out = tmp_path / "copy.db"
    filled.backup(out)
    tag(filled, 0, 3)
    with Store.open(out) as copy:
        assert rows(copy) == [annotation]
        assert copy.history.undo("a", "me") is not None
        assert [hit.document_id for hit in copy.search("اليابان")] == ["a"]
    assert check_database(out) == []


def test_a_copy_is_made_while_another_program_writes(
    filled: Store, path: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE documents SET title = 'half done'")
        filled.backup(tmp_path / "copy.db")
        other.execute("ROLLBACK")
    with Store.open(tmp_path / "copy.db", read_only=True) as copy:
        assert copy.documents.get("a").title == "عنوان"


def test_a_store_for_reading_makes_copies_too(filled: Store, path: Path, tmp_path: Path) -> None:
    with Store.open(path, read_only=True) as reader:
        reader.backup(tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as copy:
        made = entity(copy)
        make(copy, made)
        assert copy.annotations.in_document("a") == [made]


def test_a_file_that_is_there_is_left(filled: Store, tmp_path: Path) -> None:
    out = tmp_path / "copy.db"
    out.write_bytes(b"mine")
    with pytest.raises(StoreError, match="already exists"):
        filled.backup(out)
    assert out.read_bytes() == b"mine"


def test_a_copy_that_fails_leaves_no_file(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tui.store.maintenance.backup.os.fsync", fail)
    with pytest.raises(CannotWrite, match="No space left"):
        filled.backup(folder / "copy.db")
    assert files(folder) == {}


def test_a_folder_that_is_not_there_is_said(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="cannot be written"):
        filled.backup(tmp_path / "none" / "copy.db")


def test_a_copy_obeys_the_umask(filled: Store, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        filled.backup(tmp_path / "copy.db")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o640


def test_what_a_killed_program_left_half_written_is_removed(filled: Store, path: Path) -> None:
    old = path.with_name(".annotations.db.2024-03-01.backup.77.tmp")
    new = path.with_name(".annotations.db.2024-03-02.backup.78.tmp")
    other = path.with_name(".annotations.db.mine.tmp")
    for half in (old, new, other):
        half.touch()
    for half in (old, other):
        os.utime(half, (0, 0))
    filled.daily_backup()
    assert [half.exists() for half in (old, new, other)] == [False, True, True]


def test_a_copy_is_as_private_as_the_database(filled: Store, path: Path, tmp_path: Path) -> None:
    # Of a read-only database it can be written all the same.
    for mode, copied in ((0o600, 0o600), (0o440, 0o640)):
        path.chmod(mode)
        copy = tmp_path / f"{mode}.db"
        filled.backup(copy)
        assert stat.S_IMODE(copy.stat().st_mode) == copied


def test_one_copy_a_day_and_seven_are_kept(
    filled: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path.parent / "annotations.db.2001-01-01.backup.mine").touch()
    (path.parent / "annotations.db.v1.backup").touch()
    for day in range(1, 11):
        monkeypatch.setattr(copying, "now", lambda day=day: f"2024-03-{day:02}T10:00:00.000000Z")
        made = filled.daily_backup()
        assert made == path.with_name(f"annotations.db.2024-03-{day:02}.backup")
        assert filled.daily_backup() is None
    names = sorted(name for name in files(path.parent) if name.endswith(("backup", "mine")))
    assert names == [
        "annotations.db.2001-01-01.backup.mine",
        *(f"annotations.db.2024-03-{day:02}.backup" for day in range(4, 11)),
        "annotations.db.v1.backup",
    ]


def test_copies_of_days_to_come_take_no_place(
    filled: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(1, 8):
        path.with_name(f"annotations.db.2999-01-{day:02}.backup").touch()
    for day in range(1, 10):
        monkeypatch.setattr(copying, "now", lambda day=day: f"2024-03-{day:02}T10:00:00.000000Z")
        made = filled.daily_backup()
        assert made is not None
        assert made.exists()
    kept = [name for name in files(path.parent) if ".2024-" in name]
    assert kept == [f"annotations.db.2024-03-{day:02}.backup" for day in range(3, 10)]


def test_a_paused_database_is_known_open_or_closed_and_left_as_it_is(path: Path) -> None:
    with Store.open(path) as store:
        assert not is_paused(path)
        store.choices.save("", "hub paused", "1")
        assert is_paused(path)  # it is only in the log so far
    before = files(path.parent)
    assert is_paused(path)
    assert files(path.parent) == before
