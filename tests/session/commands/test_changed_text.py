"""A document whose source holds another text: what is shown first, what one command does."""

from pathlib import Path

import pytest

from tests.articles import document
from tests.session.opening import OPTIONS, opened, put, stored, tag_words
from tui.schema import default_schema
from tui.session.commands import changed_text, tagging, undoing
from tui.session.session import Session
from tui.store.database import Store
from tui.store.maintenance.checks import check_database
from tui.text.spans import Span

OLD = "العنوان\n\nقال زاك كوبر إن اليابان مهمة.\n\nفقرة تحذف كلها."
NEW = "العنوان\n\nأمس قال زاك كوبر إن اليابان مهمة.\n\nفقرة أخرى."


def change_source(session: Session, text: str = NEW) -> None:
    """The source now holds another text."""
    session.store.add_documents([document(text, "000.txt")])
    session.open("000.txt", OPTIONS)


def test_nothing_changed_nothing_to_preview(tmp_path: Path) -> None:
    with opened(tmp_path, OLD) as session:
        assert changed_text.preview(session) is None


def test_the_preview_shows_paragraphs_and_where_each_annotation_goes(tmp_path: Path) -> None:
    with opened(tmp_path, OLD) as session:
        cooper = tag_words(session, "entity", "زاك كوبر")
        again = tag_words(session, "claim", "زاك كوبر")
        lost = tag_words(session, "entity", "تحذف كلها")
        change_source(session)
        assert session.open_text.text == OLD
        change = changed_text.preview(session)
        assert change is not None
        assert list(change.removed) == [OLD.split("\n\n")[1], OLD.split("\n\n")[2]]
        assert list(change.added) == [NEW.split("\n\n")[1], NEW.split("\n\n")[2]]
        spans = {one.annotation.id: one.span for one in change.placements}
        start = NEW.index("زاك كوبر")
        place = (start, start + 8)
        assert spans == {cooper.id: place, again.id: place, lost.id: None}
        words = {one.annotation.id: changed_text.outcome(one) for one in change.placements}
        assert words == {cooper.id: "moves", again.id: "moves", lost.id: "loses its place"}
        assert change.lost == 1


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("around 600 students sat there", "around 600 girls sat there", "students", "girls"),
        ("one two three", "one two", "three", ""),
        ("two three", "one two three", "", "one "),
        ("the the the", "the the", "the", ""),
        ("abc", "abd", "abc", "abd"),
        ("قال زاك كوبر أمس إن", "قال زاك كوبر إن", "أمس ", ""),
    ],
)
def test_the_words_that_differ_are_told_from_those_in_common(
    tmp_path: Path, old: str, new: str, removed: str, added: str
) -> None:
    with opened(tmp_path, f"{old}\n\nsame") as session:
        tag_words(session, "entity", "same")
        change_source(session, f"{new}\n\nsame")
        change = changed_text.preview(session)
        assert change is not None
        ((before,), (after,)) = changed_text.differences(change)
        assert ("".join(before), "".join(after)) == (old, new)
        assert (before.text.strip(), after.text.strip()) == (removed.strip(), added.strip())


def test_paragraphs_that_were_not_edited_one_for_one_are_shown_whole(tmp_path: Path) -> None:
    with opened(tmp_path, "one two\n\nsame") as session:
        tag_words(session, "entity", "same")
        change_source(session, "one three\n\nsame\n\nanother")
        change = changed_text.preview(session)
        assert change is not None
        removed, added = changed_text.differences(change)
        assert [one.text for one in removed] == ["one two"]
        assert [one.text for one in added] == ["one three", "another"]


def test_a_change_of_blank_lines_alone_is_shown_too(tmp_path: Path) -> None:
    with opened(tmp_path, "one\ntwo") as session:
        tag_words(session, "entity", "one")
        change_source(session, "two\none")
        change = changed_text.preview(session)
        assert change is not None
        assert list(change.added) == ["two"]
        assert list(change.removed) == []


def test_taking_the_new_text_is_one_command_that_undo_takes_back(tmp_path: Path) -> None:
    with opened(tmp_path, OLD) as session:
        cooper = tag_words(session, "entity", "زاك كوبر")
        lost = tag_words(session, "entity", "تحذف كلها")
        change_source(session)
        change = changed_text.preview(session)
        assert change is not None
        said = changed_text.adopt_text(session, change.placements)
        assert "1 annotation placed, 1 without a place" in said.text
        assert session.open_text.text == NEW
        assert [row.text for row in session.annotations.items] == ["زاك كوبر"]
        assert [row.id for row in session.annotations.orphans] == [lost.id]
        undoing.undo(session)
        session.open("000.txt", OPTIONS)
        assert session.open_text.text == OLD
        assert {(row.id, row.start, row.status) for row in stored(session)} == {
            (cooper.id, cooper.start, "accepted"),
            (lost.id, lost.start, "accepted"),
        }


@pytest.mark.parametrize("origin", ["", "m.jsonl"])
def test_one_that_lost_its_place_is_put_by_hand_as_one_step(tmp_path: Path, origin: str) -> None:
    with opened(tmp_path, OLD) as session:
        orphan = put(session, "entity", 4, 9, status="orphaned", origin=origin)
        assert session.annotations.items == []
        said = changed_text.place(session, orphan, Span(9, 12))
        assert said.text == "entity placed, saved"
        (row,) = stored(session)
        assert (row.status, row.start, row.end, row.text) == ("accepted", 9, 12, OLD[9:12])
        assert session.current == row
        undoing.undo(session)
        assert [row.status for row in stored(session)] == ["orphaned"]


def test_anothers_stays_without_a_place(tmp_path: Path) -> None:
    with opened(tmp_path, OLD) as session:
        session.show_others = True
        orphan = put(session, "entity", 4, 9, status="orphaned", annotator="her")
        assert changed_text.place(session, orphan, Span(9, 12)).failed


def test_without_a_document(tmp_path: Path) -> None:
    from tui.schema import default_schema

    with Store.open(tmp_path / "a.db") as store:
        session = Session(store, default_schema(), "me")
        assert changed_text.preview(session) is None
        assert changed_text.adopt_text(session, []).failed


def test_what_an_undo_brings_back_on_an_earlier_text_is_placed_too(tmp_path: Path) -> None:
    with opened(tmp_path, OLD) as session:
        tag_words(session, "entity", "زاك كوبر")
        cut = tag_words(session, "entity", "اليابان")
        tagging.delete(session, cut)
        change_source(session)
        with Store.open(tmp_path / "annotations.db") as other:
            hers = Session(other, default_schema(), "her")
            hers.open("000.txt", OPTIONS)
            change = changed_text.preview(hers)
            assert change is not None
            changed_text.adopt_text(hers, change.placements)
        session.sync_external_changes()
        assert changed_text.preview(session) is None
        before = session.has_misplaced
        assert not undoing.undo(session).failed
        assert (before, session.has_misplaced) == (False, True)
        change = changed_text.preview(session)
        assert change is not None
        assert [change.new_text(one) for one in change.placements] == ["اليابان"]
        changed_text.adopt_text(session, change.placements)
        assert {one.text for one in stored(session)} == {"زاك كوبر", "اليابان"}
        assert check_database(session.store.path) == []


def test_the_caret_stays_on_its_word(tmp_path: Path) -> None:
    with opened(tmp_path, OLD) as session:
        tag_words(session, "entity", "زاك كوبر")
        change_source(session)
        session.open_text.go_to(OLD.index("اليابان"))
        change = changed_text.preview(session)
        assert change is not None
        changed_text.adopt_text(session, change.placements)
        assert NEW[session.open_text.caret :].startswith("اليابان")
        undoing.undo(session)
        session.open_text.go_to(OLD.index("مهمة"))
        undoing.redo(session)
        assert session.open_text.text == NEW


def test_undoing_a_placement_leaves_the_caret(tmp_path: Path) -> None:
    with opened(tmp_path, OLD) as session:
        tag_words(session, "entity", "تحذف كلها")
        change_source(session)
        change = changed_text.preview(session)
        assert change is not None
        changed_text.adopt_text(session, change.placements)
        (orphan,) = session.annotations.orphans
        start = NEW.index("أخرى")
        changed_text.place(session, orphan, Span(start, start + 4))
        session.open_text.go_to(3)
        assert undoing.undo(session).text == "undone: place entity"
        assert session.open_text.caret == 3
        undoing.redo(session)
        assert session.open_text.caret == start
