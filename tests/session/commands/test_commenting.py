"""Flags and comments: what is stored, what is open, and what undo does."""

from dataclasses import replace
from pathlib import Path

from tests.session.opening import opened, tag
from tui.model import comment
from tui.session.annotation_list import annotation_lines, on_document
from tui.session.commands import commenting, undoing
from tui.session.session import Session
from tui.session.todo import next_todo, still_to_do
from tui.store.row_mapping import Change

TEXT = "قالت ليلى إن القرار صعب."


def stored_comments(session: Session) -> list[tuple[str, str, bool]]:
    """Kind and text of the document's comments, and whether they are open."""
    assert session.info is not None
    rows = session.store.comments.in_document(session.info.id)
    return [(row.kind, row.text, row.resolved_at is None) for row in rows]


def test_a_flag_is_set_and_resolved_by_the_same_key(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 5, 9)
        assert "saved" in commenting.flag(session, row).text
        assert stored_comments(session) == [("flag", "", True)]
        assert session.annotations.comment_sign(row.id) == "!"
        assert "resolved" in commenting.flag(session, row).text
        assert stored_comments(session) == [("flag", "", False)]
        assert session.annotations.comment_sign(row.id) == ""
        undoing.undo(session)
        assert session.annotations.comment_sign(row.id) == "!"
        undoing.undo(session)
        assert stored_comments(session) == []
        undoing.redo(session)
        assert stored_comments(session) == [("flag", "", True)]


def test_a_thread_is_answered_resolved_and_opened_again(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 5, 9)
        commenting.add(session, row, "لماذا؟")
        (thread,) = commenting.threads(session, row)
        said = commenting.add(session, row, "a person", answers=thread.first)
        assert said.text == "answer on entity saved"
        commenting.add(session, row, "another matter")
        first, second = commenting.threads(session, row)
        assert [one.text for one in (first.first, *first.answers)] == ["لماذا؟", "a person"]
        assert first.answers[0].parent_id == first.first.id
        assert (second.first.text, second.answers) == ("another matter", ())
        assert session.annotations.comment_sign(row.id) == "*"
        commenting.toggle_resolved(session, first)
        assert [one.is_open for one in commenting.threads(session, row)] == [False, True]
        commenting.toggle_resolved(session, commenting.threads(session, row)[0])
        assert [one.is_open for one in commenting.threads(session, row)] == [True, True]
        undoing.undo(session)
        undoing.undo(session)
        assert [one.is_open for one in commenting.threads(session, row)] == [True, True]
        commenting.resolve(session, row)
        assert session.annotations.comment_sign(row.id) == ""
        assert commenting.resolve(session, row).failed


def test_ones_own_comments_can_be_deleted_and_answers_to_them_stay(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 5, 9)
        commenting.add(session, row, "wrong")
        (thread,) = commenting.threads(session, row)
        session.annotator = "omar"
        assert commenting.delete(session, thread.first).failed
        commenting.add(session, row, "no", answers=thread.first)
        session.annotator = thread.first.annotator
        assert "deleted" in commenting.delete(session, thread.first).text
        assert [one.first.text for one in commenting.threads(session, row)] == ["no"]
        assert session.annotations.comment_sign(row.id) == "*"
        undoing.undo(session)
        assert [len(one.answers) for one in commenting.threads(session, row)] == [1]


def test_the_document_has_comments_of_its_own(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 5, 9)
        commenting.add(session, None, "translated")
        assert session.annotations.comments_on(row.id) == ()
        (thread,) = commenting.threads(session, None)
        assert thread.first.text == "translated"
        assert on_document(session).startswith("document: ")
        assert annotation_lines(session, by_label=True)[0].kind == "document"
        commenting.delete(session, thread.first)
        assert commenting.threads(session, None) == []
        assert on_document(session) == ""
        undoing.undo(session)
        assert len(commenting.threads(session, None)) == 1


def test_answers_that_a_file_made_a_ring_are_shown(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        assert session.info is not None
        ring = [comment(session.info.id, "a", text) for text in "xy"]
        for parents in ((None, None), (ring[1].id, ring[0].id)):
            for one, parent in zip(ring, parents, strict=True):
                session.store.load([replace(one, parent_id=parent)])
        session.reload()
        assert [one.first.text for one in commenting.threads(session, None)] == ["x", "y"]


def test_an_empty_comment_is_refused_and_without_a_document_there_is_none(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 5, 9)
        assert commenting.add(session, row, "  ").failed
        assert stored_comments(session) == []


def test_a_flag_is_a_thing_to_do_after_all_others(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        quote = tag(session, "quote", 10, 23)
        row = tag(session, "entity", 5, 9)
        commenting.flag(session, row)
        assert "1 open comment" in still_to_do(session)
        found = next_todo(session, forward=True)
        assert found is not None
        assert found.annotation.id == quote.id
        commenting.flag(session, quote)
        session.store.comments.in_document("000.txt")
        from_start = next_todo(session, forward=True)
        assert from_start is not None
        assert from_start.words == "quote without speaker"


def test_another_session_sees_them(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 5, 9)
        commenting.flag(session, row)
        session.load_annotations()
        assert session.annotations.comment_sign(row.id) == "!"


def test_on_a_hub_a_comment_is_resolved_by_its_author_or_a_curator(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 5, 9)
        for kind in ("comment", "flag"):
            other = comment("a", "sara", "why?", annotation_id=row.id, kind=kind)
            session.commit("comment", [Change(None, replace(other, document_id=row.document_id))])
        session.store.hub.join("hub", session.annotator, is_curator=False)
        before = stored_comments(session)
        assert len(before) == 2
        for said in (
            commenting.flag(session, row),
            commenting.resolve(session, row),
            *(commenting.toggle_resolved(session, one) for one in commenting.threads(session, row)),
        ):
            assert "is sara's" in said.text
        assert stored_comments(session) == before
        commenting.add(session, row, "mine")
        assert "1 comment resolved" in commenting.resolve(session, row).text
        session.store.hub.join("hub", session.annotator, is_curator=True)
        assert "2 comments resolved" in commenting.resolve(session, row).text
        assert not any(is_open for *_, is_open in stored_comments(session))
