"""A session: opening and leaving documents, undo across restarts, what others write."""

from pathlib import Path

import pytest

from tests.articles import document
from tests.session.blocking import blocked
from tests.session.opening import OPTIONS, SEED, go, opened, put, spans, stored, tag
from tui.choices import AnnotationStatus
from tui.errors import Busy, Conflict, NotADatabase, StoreError
from tui.model import link
from tui.schema import default_schema
from tui.session.commands import (
    commenting,
    deciding,
    document_state,
    tag_everywhere,
    tagging,
    undoing,
)
from tui.session.messages import StatusMessage, plural
from tui.session.results import CommitResult
from tui.session.session import Session
from tui.store.database import Store
from tui.text.spans import Span


def test_the_place_is_kept_by_annotator_and_document(tmp_path: Path) -> None:
    with opened(tmp_path, "a long text", "another one") as session:
        go(session, 4)
        session.open("001.txt", OPTIONS)
        go(session, 2)
        session.open("000.txt", OPTIONS)
        assert session.open_text.caret == 4
        session.leave()
    with opened(tmp_path, "a long text", "another one") as session:
        assert session.open_text.caret == 4
    with opened(tmp_path, "a long text", "another one", annotator="her") as session:
        assert session.open_text.caret == 0


def test_a_document_that_there_is_not(tmp_path: Path) -> None:
    with opened(tmp_path, "text") as session, pytest.raises(StoreError):
        session.open("nowhere", OPTIONS)


def test_done_is_written_at_once_and_undone(tmp_path: Path) -> None:
    with opened(tmp_path, "text") as session:
        document_state.set_status(session, "done")
        assert session.store.progress.get("000.txt", "me").status == "done"
        assert undoing.undo(session).text.startswith("undone")
        assert session.status == session.store.progress.get("000.txt", "me").status != "done"


def test_undo_goes_on_after_a_restart_to_the_first_state_and_redo_to_the_last(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as session:
        first = tag(session, "entity", 0, 7)
        tagging.set_attribute(session, first, "type", "GPE")
        tag(session, "quote", 1329, 1450)
        tagging.delete(session, session.annotations.items[0])
        last = spans(session)
    with opened(tmp_path) as session:
        texts = [undoing.undo(session).text for _ in range(5)]
        assert texts[-1] == "nothing to undo"
        assert stored(session) == []
        for _ in range(4):
            assert not undoing.redo(session).failed
        assert undoing.redo(session).text == "nothing to redo"
        assert spans(session) == last


def test_undo_shows_where_it_had_its_effect(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        row = tag(session, "quote", 1329, 1450)
        tagging.set_attribute(session, row, "type", "direct")
        go(session, 0)
        undoing.undo(session)
        assert session.open_text.caret == 1329
        assert session.current is not None
        assert session.current.id == row.id
        undoing.undo(session)
        assert session.current is None


def test_annotators_undo_only_their_own(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        tag(session, "entity", 0, 7)
        session.switch_annotator("her")
        assert session.annotations.items == []
        assert undoing.undo(session).text == "nothing to undo"
        tag(session, "entity", 0, 7)
        session.switch_annotator("me")
        undoing.undo(session)
        assert [row.annotator for row in stored(session)] == ["her"]


def test_others_work_is_shown_only_when_asked_for_but_suggestions_always_are(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as session:
        hers = put(session, "entity", 0, 7, annotator="her")
        suggestion = put(session, "entity", 8, 12, annotator="model", status="suggested")
        assert session.annotations.items == [suggestion]
        session.show_others = True
        session.load_annotations()
        assert session.annotations.items == [hers, suggestion]


@pytest.mark.parametrize("status", ["accepted", "rejected"])
def test_what_one_has_decided_on_is_not_shown_as_anothers_suggestion(
    tmp_path: Path, status: AnnotationStatus
) -> None:
    with opened(tmp_path) as session:
        own = put(session, "entity", 8, 12, status=status)
        put(session, "entity", 8, 12, annotator="model", status="suggested")
        other = put(session, "quote", 8, 12, annotator="model", status="suggested")
        shown = [own, other] if status == "accepted" else [other]
        assert session.annotations.items == shown
        session.show_others = True
        session.load_annotations()
        assert len(session.annotations.items) == len(shown) + 1


def test_what_another_program_writes_is_taken_in(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        assert not session.sync_external_changes()
        with opened(tmp_path) as other:
            tag(other, "entity", 0, 7)
        assert session.sync_external_changes()
        assert len(session.annotations) == 1
        assert not session.sync_external_changes()


def test_a_row_that_another_program_changed_is_refused_and_read_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        row = tag(session, "entity", 0, 7)
        with opened(tmp_path) as other:
            tagging.set_attribute(other, row, "type", "GPE")
        with pytest.raises(Conflict):
            tagging.set_attribute(session, row, "type", "LOC")
        assert session.annotations.items[0].attributes == {"type": "GPE"}


def test_the_current_one_is_what_was_tagged_until_the_caret_moves(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        long = tag(session, "quote", 1329, 1450)
        short = tag(session, "entity", 1329, 1340)
        session.pin(long)
        assert session.current == long
        session.unpin()
        assert session.current == short
        go(session, 1445)
        assert session.current == long
        go(session, 0)
        assert session.current is None


def test_overlapping_ones_are_gone_through(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        assert session.cycle_overlap().text == "no annotation here"
        rows = [tag(session, "quote", 1329, 1450), tag(session, "claim", 1329, 1400)]
        rows.append(tag(session, "entity", 1329, 1340))
        go(session, 1335)
        seen = [session.current]
        for _ in range(3):
            session.cycle_overlap()
            seen.append(session.current)
        assert seen == [rows[2], rows[1], rows[0], rows[2]]


def test_without_a_document_nothing_can_be_done(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        session = Session(store, default_schema(), "me")
        assert undoing.undo(session).failed
        assert undoing.redo(session).failed
        assert document_state.set_status(session, "done").failed
        session.leave()
        session.load_annotations()
        with pytest.raises(StoreError):
            session.commit("x", [])


def test_what_is_made_is_counted(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        tag(session, "entity", 0, 7)
        tag(session, "entity", 0, 7)
        row = put(session, "entity", 8, 12, status="suggested")
        deciding.decide(session, row, accept=True)
        assert session.made == 2


def test_the_text_of_a_span(tmp_path: Path) -> None:
    with opened(tmp_path) as session:
        assert session.text_of(Span(0, 7)) == SEED[:7]


@pytest.mark.parametrize(
    ("noun", "count", "words"),
    [
        ("entity", 1, "entity"),
        ("entity", 2, "entities"),
        ("claim", 0, "claims"),
        ("day", 2, "days"),
        ("شخصية", 2, "شخصية"),
    ],
)
def test_nouns_have_their_number(noun: str, count: int, words: str) -> None:
    assert plural(noun, count) == words


def test_a_fault_while_opening_leaves_the_document_that_was_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path, "one two", "another") as session:

        def damaged(_: str) -> str:
            raise NotADatabase("the database is damaged")

        with monkeypatch.context() as patch:
            patch.setattr(session.store.documents, "text", damaged)
            with pytest.raises(NotADatabase):
                session.open("001.txt", OPTIONS)
        assert session.info is not None
        assert (session.info.id, session.open_text.text) == ("000.txt", "one two")
        assert tag(session, "entity", 0, 3).document_id == "000.txt"


def test_undoing_what_was_done_in_other_documents_leaves_the_caret(tmp_path: Path) -> None:
    with opened(tmp_path, "one two", "two three four one") as session:
        made = tag(session, "entity", 0, 3)
        tag_everywhere.tag_chosen(session, made, tag_everywhere.previews_in_all(session, made))
        go(session, 5)
        assert undoing.undo(session).text.startswith("undone")
        assert (session.open_text.caret, session.pinned) == (5, None)


def test_undoing_a_rejection_goes_back_to_what_was_rejected(tmp_path: Path) -> None:
    with opened(tmp_path, "he said “that is so” and left") as session:
        cue = put(session, "cue", 3, 7, status="suggested")
        quote = put(session, "quote", 9, 19, status="suggested")
        session.store.load([link(quote, cue, "cue", "me", status="suggested")])
        session.load_annotations()
        deciding.decide(session, quote, accept=False)
        assert undoing.undo(session).text == "undone: reject quote"
        assert session.current is not None
        assert (session.current.id, session.open_text.caret) == (quote.id, 9)


def test_undoing_many_at_once_leaves_the_caret(tmp_path: Path) -> None:
    with opened(tmp_path, "one two one three one four") as session:
        made = tag(session, "entity", 0, 3)
        tag_everywhere.tag_chosen(session, made, tag_everywhere.previews(session, made))
        go(session, 5)
        assert undoing.undo(session).text.startswith("undone")
        assert session.open_text.caret == 5
        assert undoing.redo(session).text.startswith("redone")
        assert session.open_text.caret == 8


def test_undoing_a_comment_goes_to_its_annotation(tmp_path: Path) -> None:
    with opened(tmp_path, "one two one three one four") as session:
        made = tag(session, "entity", 8, 11)
        commenting.flag(session, made)
        go(session, 0)
        undoing.undo(session)
        assert session.open_text.caret == 8


def test_a_tag_on_a_text_that_was_replaced_meanwhile_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path, "one two") as session:
        session.store.add_documents([document("zero one two", "000.txt")])
        with pytest.raises(Conflict, match="replaced meanwhile"):
            tag(session, "entity", 0, 3)
        assert (session.open_text.text, session.annotations.items) == (
            "zero one two",
            stored(session),
        )


class Listening:
    """What a session tells the panes."""

    def __init__(self, session: Session) -> None:
        self.told: list[str | set[str]] = []
        session.listener = self

    def annotations_changed(self, result: CommitResult) -> None:
        self.told.append(result.annotation_ids())

    def annotations_reloaded(self) -> None:
        self.told.append("all")


def test_the_panes_are_told_of_each_change_and_of_all_where_all_may_differ(tmp_path: Path) -> None:
    with opened(tmp_path, "one two", "another") as session:
        panes = Listening(session)
        made = tag(session, "entity", 0, 3)
        undoing.undo(session)
        undoing.redo(session)
        assert panes.told == [{made.id}] * 3

        put(session, "entity", 4, 7, annotator="her")
        session.open("001.txt", OPTIONS)
        assert panes.told[3:] == ["all", "all"]


def test_the_panes_are_told_when_what_waited_is_saved(tmp_path: Path) -> None:
    with opened(tmp_path, "one two") as session:
        panes = Listening(session)
        store = blocked(session, Busy("locked"))
        made = tag(session, "entity", 0, 3)
        assert session.retry() is None
        assert panes.told == [{made.id}]
        store.error = None
        assert session.retry() == StatusMessage("saved now: 1 command")
        assert panes.told[1:] == ["all"]
        assert not session.saver.unsaved_ids()


def test_while_a_layer_is_shown_ones_own_annotations_are_counted(tmp_path: Path) -> None:
    with opened(tmp_path, "one two three") as session:
        put(session, "entity", 0, 3, annotator="her")
        tag(session, "entity", 4, 7)
        said = document_state.show_next_layer(session)
        assert said.text.startswith("1 annotation of her next to yours")
        assert len(session.annotations) == 2
        assert session.counts == {"entity": 1}
        tag(session, "entity", 8, 13)
        tag(session, "claim", 0, 13)
        assert session.counts == {"entity": 2, "claim": 1}
        undoing.undo(session)
        assert session.counts == {"entity": 2}
