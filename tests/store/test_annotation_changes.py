"""Writing, undoing and redoing: one transaction a command, refused whole on a conflict."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.making import (
    TEXT,
    document,
    entity,
    entries,
    make,
    rows,
    set_status,
    stored_link,
    tag,
    tie,
)
from tui.errors import Conflict, StoreError
from tui.model import Comment, Decision, deleted, edited, later_than, link, new_id, now
from tui.store.database import Store
from tui.store.row_mapping import Change, DocumentStatus


def test_what_was_written_is_read_back_the_same(filled: Store) -> None:
    annotation = entity(filled, attributes={"type": "PERS", "list": [1, None, {"ا": True}]})
    make(filled, replace(annotation, note="سطر\nسطر\0", origin="why"))
    assert rows(filled) == [replace(annotation, note="سطر\nسطر\0", origin="why")]
    assert filled.annotations.get(annotation.id) == rows(filled)[0]
    assert [entry.kind for entry in entries(filled, "a", "me")] == ["tag"]


def test_annotations_come_by_start_end_and_id(filled: Store) -> None:
    made = [tag(filled, *span) for span in [(4, 12), (0, 3), (4, 7), (4, 12)]]
    assert rows(filled) == [made[1], made[2], made[0], made[3]]


def test_deleted_annotations_come_on_request(filled: Store) -> None:
    mine, hers = tag(filled), tag(filled, annotator="her")
    filled.history.commit("delete", "a", "me", [Change(mine, None)])
    assert filled.annotations.in_document("a") == [hers]
    everything = filled.annotations.in_document("a", include_deleted=True)
    assert {one.id: one.deleted_at is None for one in everything} == {mine.id: False, hers.id: True}


def test_undo_and_redo_make_a_row_go_and_come(filled: Store) -> None:
    annotation = tag(filled)
    undone = filled.history.undo("a", "me")
    assert undone is not None
    assert undone.kind == "tag"
    assert rows(filled) == []
    assert filled.history.undo("a", "me") is None
    done = filled.history.redo("a", "me")
    assert done is not None
    (back,) = rows(filled)
    assert replace(back, updated_at=annotation.updated_at) == annotation
    assert done.changes[0].after == back
    assert filled.history.redo("a", "me") is None


def test_undo_and_redo_advance_the_time_of_the_row(filled: Store) -> None:
    annotation = tag(filled)
    changed = edited(annotation, note="x")
    filled.history.commit("note", "a", "me", [Change(annotation, changed)])
    filled.history.undo("a", "me")
    (undone,) = rows(filled)
    filled.history.redo("a", "me")
    (redone,) = rows(filled)
    assert (undone.note, redone.note) == ("", "x")
    assert annotation.updated_at < changed.updated_at < undone.updated_at < redone.updated_at


def test_a_deletion_with_its_links_is_one_step(filled: Store) -> None:
    quote, person = tag(filled, label="quote"), tag(filled, 4, 7)
    tied = tie(filled, quote, person)
    filled.history.commit(
        "delete", "a", "me", [Change(tied, None), Change(person, deleted(person))]
    )
    assert (rows(filled), filled.links.in_document("a")) == ([quote], [])
    assert stored_link(filled, tied).deleted_at is not None
    filled.history.undo("a", "me")
    assert [one.id for one in rows(filled)] == [person.id, quote.id]
    assert [one.id for one in filled.links.in_document("a")] == [tied.id]
    filled.history.redo("a", "me")
    assert (len(rows(filled)), filled.links.in_document("a")) == (1, [])


def test_commands_are_undone_newest_first_and_redone_oldest_first(filled: Store) -> None:
    made = [tag(filled, 0, end) for end in (1, 2, 3)]
    for _ in made:
        filled.history.undo("a", "me")
    assert rows(filled) == []
    for count in (1, 2, 3):
        filled.history.redo("a", "me")
        assert [one.id for one in rows(filled)] == [one.id for one in made[:count]]


def test_a_new_command_supersedes_what_was_undone_and_keeps_it(filled: Store) -> None:
    tag(filled, 0, 1)
    tag(filled, 0, 2)
    filled.history.undo("a", "me")
    third = tag(filled, 0, 3)
    assert filled.history.redo("a", "me") is None
    kept = entries(filled, "a", "me")
    assert [entry.superseded_at is None for entry in kept] == [True, False, True]
    filled.history.undo("a", "me")
    filled.history.undo("a", "me")
    assert filled.history.undo("a", "me") is None
    assert third.id not in {one.id for one in rows(filled)}


def test_undo_is_of_one_document_and_one_annotator(filled: Store) -> None:
    filled.add_documents([document("b")])
    tag(filled)
    hers = tag(filled, annotator="her")
    elsewhere = tag(filled, name="b")
    outcome = filled.history.undo("a", "me")
    assert outcome is not None
    assert rows(filled) == [hers]
    assert rows(filled, "b") == [elsewhere]
    assert filled.history.undo("a", "me") is None


def test_history_outlives_the_program(path: Path) -> None:
    with Store.open(path) as store:
        store.add_documents([document("a")])
        tag(store)
        tag(store, 0, 3)
        store.history.undo("a", "me")
    with Store.open(path) as store:
        assert store.history.redo("a", "me") is not None
        assert len(rows(store)) == 2
        assert store.history.undo("a", "me") is not None
        assert store.history.undo("a", "me") is not None
        assert rows(store) == []


def test_a_command_on_a_row_that_was_changed_is_refused_whole(filled: Store) -> None:
    annotation = tag(filled)
    theirs = edited(annotation, note="theirs")
    filled.history.commit("note", "a", "her", [Change(annotation, theirs)])
    mine = edited(annotation, note="mine")
    new = entity(filled, 0, 3)
    with pytest.raises(Conflict, match="was changed by another program"):
        filled.history.commit("note", "a", "me", [Change(None, new), Change(annotation, mine)])
    assert rows(filled) == [theirs]
    assert [entry.kind for entry in entries(filled, "a", "me")] == ["tag"]


def test_a_row_cannot_be_made_twice_nor_changed_before_it_is_there(filled: Store) -> None:
    annotation = tag(filled)
    with pytest.raises(Conflict):
        make(filled, annotation)
    absent = entity(filled)
    with pytest.raises(Conflict):
        filled.history.commit("note", "a", "me", [Change(absent, edited(absent, note="x"))])


def test_undo_refuses_what_another_changed_and_says_who(filled: Store) -> None:
    first, second = entity(filled, 0, 3), entity(filled, 4, 7)
    make(filled, first, second)
    theirs = edited(second, note="theirs")
    filled.history.commit("note", "a", "سارة", [Change(second, theirs)])
    with pytest.raises(Conflict, match="“tag”: the entity “زاك” was changed by سارة at 20"):
        filled.history.undo("a", "me")
    assert rows(filled) == [first, theirs]
    assert filled.history.undo("a", "سارة") is not None
    assert filled.history.undo("a", "me") is not None
    assert rows(filled) == []


def test_undo_refuses_what_another_program_changed(filled: Store) -> None:
    annotation = tag(filled)
    filled.load([edited(annotation, note="theirs")])
    with pytest.raises(Conflict, match="changed by another program"):
        filled.history.undo("a", "me")


def test_redo_refuses_what_was_changed_since(filled: Store) -> None:
    annotation = tag(filled)
    filled.history.commit("note", "a", "me", [Change(annotation, edited(annotation, note="x"))])
    filled.history.undo("a", "me")
    (current,) = rows(filled)
    filled.history.commit("label", "a", "her", [Change(current, edited(current, label="cue"))])
    with pytest.raises(Conflict, match=r"cannot redo “note”: the entity “زاك كوبر” .* by her"):
        filled.history.redo("a", "me")
    assert rows(filled)[0].label == "cue"


def test_a_status_can_be_undone_while_the_caret_moves_on(filled: Store) -> None:
    filled.progress.save("a", "me", 3)
    set_status(filled, "a", "me", "done")
    filled.progress.save("a", "me", 9)
    assert filled.progress.get("a", "me").status == "done"
    filled.history.undo("a", "me")
    assert (filled.progress.get("a", "me").status, filled.progress.get("a", "me").offset) == (
        "reading",
        9,
    )
    filled.history.redo("a", "me")
    assert filled.progress.get("a", "me").status == "done"


def test_a_status_that_is_no_longer_the_same_is_a_conflict(filled: Store) -> None:
    change = Change(DocumentStatus("a", "me", "reading"), DocumentStatus("a", "me", "done"))
    with pytest.raises(Conflict, match="the status of a"):
        filled.history.commit("done", "a", "me", [change])


def test_several_writes_are_one_transaction_on_request(filled: Store) -> None:
    def write_and_fail() -> None:
        with filled.writing():
            tag(filled)
            filled.progress.save("a", "me", 5)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert rows(filled) == []
    assert filled.progress.get("a", "me").offset == 0
    with filled.writing():
        first = tag(filled, 0, 3)
        with pytest.raises(Conflict):
            make(filled, entity(filled), first)
        second = tag(filled, 4, 7)
    assert rows(filled) == [first, second]


def test_a_link_needs_both_its_ends(filled: Store) -> None:
    quote, absent = tag(filled, label="quote"), entity(filled)
    with pytest.raises(StoreError, match="not in the database"):
        make(filled, link(quote, absent, "speaker", "me"))
    assert filled.links.in_document("a") == []


def test_a_command_may_change_rows_of_several_documents(filled: Store) -> None:
    filled.add_documents([document("b")])
    here, there = entity(filled), entity(filled, name="b")
    filled.history.commit("all", "a", "me", [Change(None, here), Change(None, there)])
    assert (rows(filled, "a"), rows(filled, "b")) == ([here], [there])
    filled.history.undo("a", "me")
    assert (rows(filled, "a"), rows(filled, "b")) == ([], [])


def test_a_status_cannot_be_deleted(filled: Store) -> None:
    with pytest.raises(ValueError, match="cannot be deleted"):
        filled.history.commit("x", "a", "me", [Change(DocumentStatus("a", "me", "unread"), None)])


def test_a_row_that_is_not_there_is_said(store: Store) -> None:
    with pytest.raises(StoreError, match="no annotation x"):
        store.annotations.get("x")


def test_what_another_linked_is_not_taken_away_under_the_link(filled: Store) -> None:
    quote = tag(filled, label="quote", annotator="her")
    person = tag(filled, 4, 7)
    tied = tie(filled, quote, person)
    with pytest.raises(Conflict, match="undo “tag”: the entity “زاك” is linked by her; nothing"):
        filled.history.undo("a", "me")
    with pytest.raises(Conflict, match="is linked by her"):
        filled.history.commit("delete", "a", "me", [Change(person, None)])
    assert person in rows(filled)
    filled.history.undo("a", "her")
    filled.history.undo("a", "me")
    with pytest.raises(Conflict, match=r"redo “tag”: an end of a link \(speaker\) was deleted"):
        filled.history.redo("a", "her")
    assert stored_link(filled, tied).deleted_at is not None


def test_a_link_cannot_be_made_to_what_is_deleted(filled: Store) -> None:
    quote, person = tag(filled, label="quote"), tag(filled, 4, 7)
    filled.history.undo("a", "me")
    with pytest.raises(Conflict, match="cannot save “tag”: an end of a link"):
        tie(filled, quote, person)
    assert filled.links.in_document("a") == []


def test_a_row_may_change_twice_in_one_command(filled: Store) -> None:
    made = entity(filled)
    noted = edited(made, note="1")
    again = edited(noted, note="2")
    changes = [Change(None, made), Change(made, noted), Change(noted, again)]
    filled.history.commit("three", "a", "me", changes)
    assert rows(filled) == [again]
    filled.history.undo("a", "me")
    assert rows(filled) == []
    filled.history.redo("a", "me")
    assert [one.note for one in rows(filled)] == ["2"]


def test_nothing_is_placed_in_a_text_that_was_replaced_meanwhile(filled: Store) -> None:
    waiting = entity(filled)
    filled.add_documents([document("a", "جديد. " + TEXT)])
    assert not filled.documents.get("a").changed
    with pytest.raises(Conflict, match="replaced meanwhile"):
        make(filled, waiting)
    assert rows(filled) == []


def test_what_counts_in_an_earlier_text_can_still_be_noted_and_deleted(filled: Store) -> None:
    made = tag(filled)
    filled.add_documents([document("a", "نص آخر")])
    filled.documents.reanchor("a", "me", filled.documents.placements("a"))
    (orphan,) = rows(filled)
    assert (orphan.status, orphan.text_sha256) == ("orphaned", made.text_sha256)
    noted = edited(orphan, note="x")
    filled.history.commit("note", "a", "me", [Change(orphan, noted)])
    filled.history.commit("delete", "a", "me", [Change(noted, None)])
    assert rows(filled) == []


def test_fragments_and_score_are_stored_undone_and_redone(filled: Store) -> None:
    plain = tag(filled)
    parts = edited(plain, fragments=((4, 7), (8, 12)), score=0.25)
    filled.history.commit("fragment", "a", "me", [Change(plain, parts)])
    assert rows(filled) == [parts]
    filled.history.undo("a", "me")
    assert [(row.fragments, row.score) for row in rows(filled)] == [(None, None)]
    filled.history.redo("a", "me")
    assert [(row.fragments, row.score) for row in rows(filled)] == [(parts.fragments, 0.25)]


def a_comment(annotation_id: str | None = None) -> Comment:
    stamp = now()
    return Comment(new_id(), "a", annotation_id, None, "comment", "me", "لماذا؟", stamp, stamp)


def a_decision() -> Decision:
    stamp = now()
    return Decision(new_id(), "a", "me", "bounds", '[["1","x"]]', "her", stamp, stamp)


@pytest.mark.parametrize("make_row", [a_comment, a_decision])
def test_comments_and_decisions_are_written_undone_and_redone(
    filled: Store, make_row: Callable[[], Comment | Decision]
) -> None:
    def stored() -> list[Comment | Decision]:
        return [*filled.comments.in_document("a"), *filled.comments.decisions("a")]

    row = make_row()
    filled.history.commit("comment", "a", "me", [Change(None, row)])
    assert stored() == [row]
    assert filled.history.undo("a", "me") is not None
    assert stored() == []
    assert filled.history.redo("a", "me") is not None
    (back,) = stored()
    assert replace(back, updated_at=row.updated_at) == row
    filled.history.commit("delete", "a", "me", [Change(back, None)])
    assert stored() == []


def test_a_comment_that_another_program_changed_is_not_undone(filled: Store) -> None:
    row = a_comment()
    filled.history.commit("comment", "a", "me", [Change(None, row)])
    filled.load([replace(row, text="other", updated_at=later_than(row.updated_at))])
    with pytest.raises(Conflict, match="a comment was changed by"):
        filled.history.undo("a", "me")
