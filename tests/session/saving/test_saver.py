"""Commands that cannot be written at once wait in their order, shown as unsaved."""

from pathlib import Path

import pytest

from tests.session.blocking import blocked
from tests.session.opening import opened, put, stored, tag
from tui.errors import Busy, CannotWrite, Conflict, NotADatabase, StoreError, Unstorable
from tui.session.commands import document_state, tag_everywhere, tagging, undoing
from tui.session.saving.saver import PendingWrite
from tui.store.row_mapping import Change

TEXT = "one two three four"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Busy("x.db: another program is writing; try again"), "another program is writing to"),
        (CannotWrite("the disk is full"), "the disk is full"),
        (NotADatabase("the database is damaged"), "the database is damaged"),
        (StoreError("no such table: annotations"), "no such table"),
    ],
)
def test_what_cannot_be_written_is_shown_and_waits(
    tmp_path: Path, error: StoreError, reason: str
) -> None:
    with opened(tmp_path, TEXT) as session:
        store = blocked(session, error)
        session.open_text.go_to(0)
        said = tagging.tag(session, session.schema.label("entity"))
        assert f"NOT SAVED YET: {reason}" in said.text
        assert session.saver.queued_count == 1
        assert session.saver.unsaved_ids() == {session.annotations.items[0].id}
        assert stored(session) == []
        store.error = None
        said_later = session.retry()
        assert said_later is not None
        assert said_later.text == "saved now: 1 command"
        assert stored(session) == session.annotations.items
        assert session.saver.unsaved_ids() == frozenset()


def test_none_overtakes_one_that_waits(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        store = blocked(session, Busy("locked"))
        row = tag(session, "entity", 0, 3)
        store.error = None
        tagging.set_attribute(session, row, "type", "PERS")
        assert stored(session) == []
        assert session.saver.queued_count == 2
        session.retry()
        assert [one.attributes for one in stored(session)] == [{"type": "PERS"}]


def test_what_waits_stays_shown_when_the_notes_are_read_anew(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT, "another") as session:
        blocked(session, Busy("locked"))
        tag(session, "entity", 0, 3)
        session.load_annotations()
        assert len(session.annotations) == 1
        session.open("001.txt", session.open_text.options)
        assert len(session.annotations) == 0
        session.open("000.txt", session.open_text.options)
        assert len(session.annotations) == 1


def test_undo_waits_for_what_is_not_saved(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        store = blocked(session, Busy("locked"))
        tag(session, "entity", 0, 3)
        assert undoing.undo(session).failed
        assert len(session.annotations) == 1
        store.error = None
        assert not undoing.undo(session).failed
        assert stored(session) == session.annotations.items == []


def test_one_that_another_program_made_impossible_is_given_up_and_said(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 0, 3)
        other = tag(session, "entity", 4, 7)
        store = blocked(session, Busy("locked"))
        tagging.set_attribute(session, row, "type", "PERS")
        tagging.set_attribute(session, other, "type", "ORG")
        with opened(tmp_path, TEXT) as hers:
            tagging.set_attribute(hers, row, "type", "LOC")
        store.error = None
        said = session.retry()
        assert said is not None
        assert said.failed
        assert [one.attributes for one in session.annotations.items] == [
            {"type": "LOC"},
            {"type": "ORG"},
        ]
        assert stored(session) == session.annotations.items


def test_undo_goes_no_further_when_what_waited_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 0, 3)
        store = blocked(session, Busy("locked"))
        tagging.set_attribute(session, row, "type", "PERS")
        with opened(tmp_path, TEXT) as hers:
            tagging.set_attribute(hers, row, "type", "LOC")
        store.error = None
        said = undoing.undo(session)
        assert said.failed
        assert said.text.startswith("not saved: ")
        assert [one.attributes for one in stored(session)] == [{"type": "LOC"}]
        assert session.annotations.items == stored(session)


def test_a_refused_status_is_taken_off_the_screen(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        store = blocked(session, Busy("locked"))
        document_state.set_status(session, "done")
        with opened(tmp_path, TEXT) as hers:
            document_state.set_status(hers, "done")
            document_state.set_status(hers, "reading")
        store.error = None
        assert session.status == "done"
        said = session.retry()
        assert said is not None
        assert said.failed
        assert session.status == session.store.progress.get("000.txt", "me").status


def test_what_can_never_be_stored_holds_nothing_up(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 0, 3)
        with pytest.raises(Unstorable):
            tagging.set_attribute(session, row, "type", float("nan"))
        assert session.saver.queued_count == 0
        store = blocked(session, Busy("locked"))
        tagging.set_attribute(session, row, "type", float("nan"))
        tag(session, "entity", 4, 7)
        store.error = None
        said = session.retry()
        assert said is not None
        assert said.failed
        assert session.saver.queued_count == 0
        assert [one.start for one in stored(session)] == [0, 4]
        assert session.annotations.items == stored(session)


def test_queued_rows_are_shown_in_their_own_document(tmp_path: Path) -> None:
    with opened(tmp_path, "one two", "two one") as session:
        made = tag(session, "entity", 0, 3)
        blocked(session, Busy("locked"))
        tag_everywhere.tag_chosen(session, made, tag_everywhere.previews_in_all(session, made))
        session.load_annotations()
        assert [one.document_id for one in session.annotations.items] == ["000.txt"]
        session.open("001.txt", session.open_text.options)
        assert [(one.start, one.text) for one in session.annotations.items] == [(4, "one")]


def test_nothing_to_try_again(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        assert session.retry() is None


def test_a_conflict_is_raised_at_once(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = put(session, "entity", 0, 3)
        command = PendingWrite("x", "000.txt", "me", (Change(None, row),))
        with pytest.raises(Conflict):
            session.saver.save(command)
        assert session.saver.queued_count == 0


def test_the_place_is_lost_but_nothing_else_when_it_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path, TEXT) as session:

        def refuse(*_: object) -> None:
            raise CannotWrite("read-only")

        monkeypatch.setattr(session.store.progress, "save", refuse)
        session.leave()
        assert session.saver.reason == ""


def test_a_status_waits_as_any_command_does(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT, "another") as session:
        store = blocked(session, Busy("locked"))
        assert "NOT SAVED" in document_state.set_status(session, "done").text
        session.open("001.txt", session.open_text.options)
        session.open("000.txt", session.open_text.options)
        assert session.status == "done"
        assert session.store.progress.get("000.txt", "me").status == "unread"
        store.error = None
        session.retry()
        assert session.store.progress.get("000.txt", "me").status == "done"


def test_a_status_is_set_after_the_place_was_kept(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        session.leave()
        assert document_state.set_status(session, "done").text == "marked done, saved"
        assert undoing.undo(session).text == "undone: done"
        assert session.status == "reading"
