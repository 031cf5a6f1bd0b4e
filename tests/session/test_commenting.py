"""Flags and comments: what is stored, what is open, and what undo does."""

from pathlib import Path

from tests.session.opening import opened, tag
from tui.session import commenting
from tui.session.session import Session
from tui.session.todo import next_todo, still_to_do

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
        session.undo()
        assert session.annotations.comment_sign(row.id) == "!"
        session.undo()
        assert stored_comments(session) == []
        session.redo()
        assert stored_comments(session) == [("flag", "", True)]


def test_a_thread_is_answered_resolved_and_read(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 5, 9)
        commenting.add(session, row, "لماذا؟")
        said = commenting.add(session, row, "a person")
        assert said.text == "answer on entity saved"
        first, answer = session.annotations.comments_on(row.id)
        assert (first.parent_id, answer.parent_id) == (None, first.id)
        assert session.annotations.comment_sign(row.id) == "*"
        read = commenting.as_text(session, row)
        assert read.index("لماذا؟") < read.index("    a person")
        commenting.resolve(session, row)
        assert session.annotations.comment_sign(row.id) == ""
        assert commenting.resolve(session, row).failed


def test_the_document_has_comments_of_its_own(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 5, 9)
        commenting.add(session, None, "translated")
        assert session.annotations.comments_on(row.id) == ()
        assert [one.text for one in session.annotations.comments_on(None)] == ["translated"]
        commenting.delete(session, None)
        assert commenting.as_text(session, None) == ""
        assert commenting.delete(session, None).failed
        session.undo()
        assert "translated" in commenting.as_text(session, None)


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
        assert found[0].id == quote.id
        commenting.flag(session, quote)
        session.store.comments.in_document("000.txt")
        from_start = next_todo(session, forward=True)
        assert from_start is not None
        assert from_start[1] == "quote without speaker"


def test_another_session_sees_them(tmp_path: Path) -> None:
    with opened(tmp_path, TEXT) as session:
        row = tag(session, "entity", 5, 9)
        commenting.flag(session, row)
        session.load_annotations()
        assert session.annotations.comment_sign(row.id) == "!"
