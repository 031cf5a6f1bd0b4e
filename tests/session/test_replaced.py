"""The database of a session is overwritten, and the rescue database cannot be made at once."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.session.opening import OPTIONS, commit, opened, put, stored, tag
from tui.cli.main import run
from tui.errors import CannotWrite
from tui.model import Annotation
from tui.schema import default_schema
from tui.session.commands import tagging
from tui.session.session import Session
from tui.store.database import Store
from tui.store.file.sqlite_file import log_path
from tui.store.maintenance import rescue_database
from tui.store.row_mapping import Change

TEXT = "one two three four"

FullDisk = Callable[[bool], None]


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> FullDisk:
    """Makes the disk full, or not, for what is written into a rescue database."""
    real = rescue_database._import_work

    def refuse(*_: object) -> None:
        raise CannotWrite("the disk is full")

    def become(full: bool) -> None:
        monkeypatch.setattr(rescue_database, "_import_work", refuse if full else real)

    return become


def overwritten(session: Session) -> Path:
    """Copy a database without documents over the session's; return the copy."""
    good = session.store.path.with_name("good.db")
    Store.open(good).close()
    shutil.copyfile(good, session.store.path)
    return good


def test_all_is_in_the_rescue_database_once_there_is_room(
    tmp_path: Path, full_disk: FullDisk
) -> None:
    with opened(tmp_path, TEXT) as session:
        old = put(session, "claim", 0, 18, annotator="me")
        kept, edited, gone = (tag(session, "entity", *span) for span in ((0, 3), (4, 7), (8, 13)))
        good = overwritten(session)
        full_disk(True)
        added = tag(session, "entity", 14, 18)
        tagging.update(session, edited, "edit", note="later")
        tagging.delete(session, gone)
        assert session.saver.queued_count == 3
        assert session.saver.reason == "the disk is full"
        assert session.retry() is None
        full_disk(False)
        said = session.retry()
        assert said is not None
        assert said.text == "saved now: 3 commands"
        assert session.saver.rescued == session.store.path
        assert {row.id for row in stored(session)} == {old.id, kept.id, edited.id, added.id}
        assert session.store.annotations.get(edited.id).note == "later"
        assert session.store.annotations.get(gone.id).deleted_at is not None
        assert session.annotations.items == stored(session)
        assert "was replaced" in session.finish()
        assert (tmp_path / "annotations.db").read_bytes() == good.read_bytes()


@pytest.mark.parametrize("waits", [False, True])
def test_all_is_in_a_file_when_the_session_ends_before_that(
    tmp_path: Path, full_disk: FullDisk, *, waits: bool
) -> None:
    with opened(tmp_path, TEXT) as session:
        old = put(session, "claim", 0, 18, annotator="me")
        kept, gone = tag(session, "entity", 0, 3), tag(session, "entity", 4, 7)
        tagging.delete(session, gone)
        overwritten(session)
        full_disk(True)
        ids = {old.id, kept.id}
        if waits:
            tagging.update(session, kept, "edit", note="later")
            ids.add(tag(session, "entity", 14, 18).id)
        said = session.finish()
    assert "was replaced while it was open" in said
    command = said.partition("import it later: hashiya ")[2]
    assert run(shlex.split(command)) == 0
    with Store.open(tmp_path / "annotations.db") as store:
        assert {row.id for row in store.annotations.in_document("000.txt")} == ids
        assert store.annotations.get(kept.id).note == ("later" if waits else "")
        assert store.annotations.get(gone.id).deleted_at is not None


def test_a_row_that_a_command_removed_is_not_there_again(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        gone = tag(session, "entity", 0, 3)
        commit(session, Change(session.store.annotations.get(gone.id), None))
        overwritten(session)
        tag(session, "entity", 4, 7)
        assert [row.text for row in stored(session)] == ["two"]
        assert session.store.annotations.get(gone.id).deleted_at is not None


def test_what_was_shown_is_kept_when_the_file_is_overwritten_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path, TEXT) as session:
        old = put(session, "claim", 0, 18)
    with Store.open(tmp_path / "annotations.db") as store, Store.open(store.path) as other:
        session = Session(store, default_schema(), "me")
        session.open("000.txt", OPTIONS)
        tag(session, "entity", 0, 3)
        other.bookmarks.set("000.txt", "me", 3)
        real = store.annotations.in_document

        def overwritten_first(document_id: str) -> list[Annotation]:
            monkeypatch.setattr(store.annotations, "in_document", real)
            overwritten(session)
            os.truncate(log_path(store.path), 0)  # as another reader does that leaves the file
            return []  # the new file has none

        monkeypatch.setattr(store.annotations, "in_document", overwritten_first)
        session.sync_external_changes()
        assert session.saver.rescued is not None
        assert {row.text for row in stored(session)} == {old.text, "one"}
        assert session.annotations.items == stored(session)


def test_a_removed_database_is_not_said_to_have_been_replaced(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        kept = tag(session, "entity", 0, 3)
        session.store.path.unlink()
        tag(session, "entity", 4, 7)
        news = session.rescue_news()
        assert news is not None
        assert news.text.startswith("annotations.db was removed: your work goes on in ")
        said = session.finish()
    assert "was removed while it was open. All your work is in " in said
    command = said.partition("to take it in: hashiya ")[2]
    assert run(shlex.split(command)) == 0
    with Store.open(tmp_path / "annotations.db") as store:
        assert kept.id in {row.id for row in store.annotations.in_document("000.txt")}
