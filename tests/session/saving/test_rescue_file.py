"""What could not be saved goes to a file when the session ends, and `import` takes it in."""

from __future__ import annotations

import errno
import os
import shlex
import stat
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.session.blocking import blocked
from tests.session.opening import opened, put, stored, tag
from tui.cli.main import run
from tui.errors import Busy, CannotWrite, ExchangeError, StoreError
from tui.formats.shared.atomic_output import Sink, open_out
from tui.session.commands import commenting, document_state, linking, tag_everywhere, tagging
from tui.session.saving.saver import left_behind
from tui.session.session import Session
from tui.store.database import Store
from tui.store.maintenance.checks import check_database

TEXT = "one two three four two"


def take_in(said: str) -> None:
    """Do what the message says."""
    command = said.partition("import it later: hashiya ")[2]
    assert run(shlex.split(command)) == 0


def test_all_that_waited_is_in_the_file_and_comes_back(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        kept, edited = tag(session, "entity", 0, 3), tag(session, "entity", 4, 7)
        deleted = tag(session, "claim", 8, 13)
        blocked(session, Busy("locked"))
        quote = tag(session, "quote", 8, 18)
        tagging.update(session, edited, "edit", note="سطر\nثانٍ", attributes={"type": "ORG"})
        tagging.delete(session, deleted)
        linking.add_link(session, quote, kept, "speaker")
        document_state.set_status(session, "done")
        shown = session.annotations.items
        said = session.finish()
        assert said.startswith("5 commands could not be saved")
        assert left_behind(session.store.path) == [Path(shlex.split(said)[-1])]
        assert {row.id for row in stored(session)} == {kept.id, edited.id, deleted.id}

        take_in(said)
        take_in(said)
        assert stored(session) == shown
        assert [row.type for row in session.store.links.in_document("000.txt")] == ["speaker"]
        assert session.store.annotations.get(deleted.id).deleted_at is not None
        assert session.store.progress.get("000.txt", "me").status == "done"
        assert check_database(session.store.path) == []
        assert session.finish() == ""


def test_links_and_documents_that_are_in_the_database_alone_come_along(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT, "a two") as session:
        quote, speaker = tag(session, "quote", 8, 18), tag(session, "entity", 4, 7)
        blocked(session, Busy("locked"))
        linking.add_link(session, quote, speaker, "speaker")
        tag_everywhere.tag_chosen(
            session, speaker, tag_everywhere.previews_in_all(session, speaker)
        )
        take_in(session.finish())
        assert [row.text for row in session.store.annotations.in_document("001.txt")] == ["two"]
        assert [row.to_id for row in session.store.links.in_document("000.txt")] == [speaker.id]


def test_comments_that_waited_come_back_with_what_they_answer(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 0, 3)
        commenting.add(session, row, "why")
        (thread,) = commenting.threads(session, row)
        blocked(session, CannotWrite("the disk is full"))
        commenting.add(session, row, "so", answers=thread.first)
        commenting.add(session, None, "translated")
        take_in(session.finish())
        rows = session.store.comments.in_document("000.txt")
        assert sorted(one.text for one in rows) == ["so", "translated", "why"]
        assert {one.parent_id for one in rows if one.text == "so"} == {thread.first.id}


def test_the_file_is_written_when_the_database_cannot_be_read_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise CannotWrite("the disk is gone")

    with opened(tmp_path, TEXT) as session:
        quote, speaker = tag(session, "quote", 8, 18), tag(session, "entity", 4, 7)
        commenting.add(session, quote, "why")
        (thread,) = commenting.threads(session, quote)
        blocked(session, CannotWrite("the disk is gone"))
        linking.add_link(session, quote, speaker, "speaker")
        commenting.add(session, quote, "so", answers=thread.first)
        document_state.set_status(session, "done")
        for stored, read in (
            (session.store.annotations, "get"),
            (session.store.comments, "in_document"),
            (session.store.progress, "get"),
        ):
            monkeypatch.setattr(type(stored), read, fail)
        said = session.finish()
        assert said.startswith("3 commands could not be saved")
        monkeypatch.undo()
        take_in(said)
        assert [row.to_id for row in session.store.links.in_document("000.txt")] == [speaker.id]
        rows = session.store.comments.in_document("000.txt")
        assert sorted(one.text for one in rows) == ["so", "why"]
        assert session.store.progress.get("000.txt", "me").status == "done"


def test_a_folder_that_fails_in_any_way_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", os.fspath(tmp_path / "home"))
    for name in ("home", "gone"):
        (tmp_path / name).mkdir()
    with opened(tmp_path / "gone", TEXT) as session:
        blocked(session, CannotWrite("the disk is gone"))
        tag(session, "entity", 0, 3)
        real = Path.lstat

        def lstat(path: Path) -> os.stat_result:
            if path.parent == session.store.path.parent:
                raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))
            return real(path)

        monkeypatch.setattr(Path, "lstat", lstat)
        said = session.finish()
    assert Path(shlex.split(said)[-1]).parent == tmp_path / "home"


def test_it_comes_into_a_database_that_is_new(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        blocked(session, CannotWrite("the disk is gone"))
        row = tag(session, "entity", 0, 3)
        session.finish()
        (file,) = left_behind(session.store.path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    other = tmp_path / "other.db"
    Store.open(other).close()
    assert run(["--db", os.fspath(other), "import", os.fspath(file)]) == 0
    with Store.open(other) as store:
        assert store.annotations.in_document("000.txt") == [row]


def test_what_was_given_up_is_kept_too(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = put(session, "entity", 0, 3)
        store = blocked(session, Busy("locked"))
        tagging.update(session, row, "edit", note="mine")
        with opened(tmp_path, TEXT) as hers:
            tagging.update(hers, row, "edit", note="hers")
        store.error = None
        session.retry()
        assert session.saver.queued_count == 0
        said = session.finish()
        assert said.startswith("1 command could not be saved")
        (file,) = left_behind(session.store.path)
        assert '"note":"mine"' in file.read_text()


def test_nothing_is_written_where_all_is_saved(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        store = blocked(session, Busy("locked"))
        row = tag(session, "entity", 0, 3)
        store.error = None
        assert session.finish() == ""
        assert stored(session) == [row]
        assert left_behind(session.store.path) == []


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """Folders in which no file can be made."""
    folders: set[Path] = set()

    def refuse_some(out: str, *, private: bool) -> AbstractContextManager[Sink]:
        if Path(out).parent in folders:
            raise ExchangeError("cannot be written: No space left on device", file=out)
        return open_out(out, private=private)

    monkeypatch.setattr("tui.session.saving.rescue_file.open_out", refuse_some)
    return folders


def leave_one(session: Session, label: str) -> str:
    """Leave with one command unsaved; what is said of it."""
    blocked(session, CannotWrite("the disk is full"))
    tag(session, label, 0, 3)
    return session.finish()


def test_where_the_folder_takes_no_file_the_home_or_the_temporary_folder_does(
    tmp_path: Path, refusing: set[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    monkeypatch.setenv("HOME", os.fspath(home))
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(temporary))
    with opened(tmp_path, TEXT) as session:
        refusing.add(tmp_path)
        assert os.fspath(home) in leave_one(session, "entity")
        refusing.add(home)
        assert os.fspath(temporary) in leave_one(session, "claim")
        refusing.add(temporary)
        with pytest.raises(StoreError, match="No space left"):
            leave_one(session, "quote")
        assert session.saver.queued_count == 1
