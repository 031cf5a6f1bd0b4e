"""The index: order, filter, windows of rows, progress and bookmarks."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.making import document, rows, set_status, tag
from tui.model import DocumentRow, Progress, annotate, edited
from tui.store import listing
from tui.store.database import Store
from tui.store.listing import DocumentFilter, DocumentOrder
from tui.store.row_mapping import Change


@pytest.fixture
def many(store: Store) -> Store:
    """Documents `a` to `d` in which much differs."""
    store.add_documents(
        [
            document("b", "نص طويل كلمة كلمة", title="ثعلب"),
            document("a", "نص قصير كلمة", title="جمل"),
        ]
    )
    store.add_documents(
        [document("d", "نص كلمة", title="أسد"), document("c", "نص متوسط كلمة", title="بقرة")]
    )
    set_status(store, "a", "me", "done")
    store.progress.save("d", "me", 3)
    set_status(store, "c", "her", "done")
    tag(store, 0, 2, name="b")
    tag(store, 0, 2, name="b", label="claim")
    tag(store, 0, 2, name="c", annotator="her")
    return store


def ids(store: Store, chosen: DocumentFilter | None = None, **options: object) -> str:
    rowids = store.listing.ids("me", chosen=chosen or DocumentFilter(), **options)  # type: ignore[arg-type]  # passed on
    return "".join(row.id for row in store.listing.rows(rowids, "me"))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("id", "abcd"),
        ("title", "dcba"),
        ("added", "badc"),
        ("length", "bcad"),
        ("status", "dbca"),
        ("annotations", "bacd"),
    ],
)
def test_documents_come_in_the_order_asked_for(
    many: Store, order: DocumentOrder, expected: str
) -> None:
    assert ids(many, order=order) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [("most to decide", "badc"), ("least sure", "abdc"), ("lowest score", "badc")],
)
def test_documents_come_by_what_waits_for_a_decision(
    store: Store, order: DocumentOrder, expected: str
) -> None:
    store.add_documents([document(name, "نص كلمة") for name in "abcd"])
    scores: dict[str, list[float | None]] = {"a": [0.5, 0.5], "b": [0.2, 0.9, 0.9], "d": [None]}
    for name, of_document in scores.items():
        info = store.documents.get(name)
        store.load(
            replace(
                annotate(info, "نص كلمة", (0, 2), "cue", "model", status="suggested"), score=one
            )
            for one in of_document
        )
    rejected = annotate(store.documents.get("c"), "نص كلمة", (0, 2), "cue", "me", status="rejected")
    store.load([replace(rejected, score=0.1)])
    assert ids(store, order=order) == expected


def test_documents_are_listed_in_natural_order(store: Store) -> None:
    names = ["فصل 10", "فصل ٢", "a 11", "a 2", "a 1"]
    store.add_documents([document(name, name, title=f"t {name}") for name in names])
    for order in ("id", "title", "status", "annotations"):
        rowids = store.listing.ids("me", order=order)
        listed = [row.id for row in store.listing.rows(rowids, "me")]
        assert listed == ["a 1", "a 2", "a 11", "فصل ٢", "فصل 10"]
    for name in names:
        tag(store, 0, 1, name=name)
    assert [row.document_id for row in store.annotations.select()] == listed
    assert store.listing.first_to_read("me") == "a 1"
    store.add_documents([document("a 11", "a 11", title="t a 1.5")])
    rowids = store.listing.ids("me", order="title")
    assert store.listing.rows(rowids, "me")[1].id == "a 11"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (DocumentFilter(), "abcd"),
        (DocumentFilter(text="اسد"), "d"),
        (DocumentFilter(text="أسد"), "d"),
        (DocumentFilter(text="بقره  C"), "c"),
        (DocumentFilter(text="%"), ""),
        (DocumentFilter(status="done"), "a"),
        (DocumentFilter(status="reading"), "d"),
        (DocumentFilter(status="unread"), "bc"),
        (DocumentFilter(label="entity"), "bc"),
        (DocumentFilter(label="claim"), "b"),
        (DocumentFilter(label="none"), ""),
        (DocumentFilter(annotator="her"), "c"),
        (DocumentFilter(annotator="her", label="claim"), ""),
        (DocumentFilter(changed=True), ""),
        (DocumentFilter(text="ب", status="unread", label="entity"), "bc"),
    ],
)
def test_a_filter_chooses(many: Store, chosen: DocumentFilter, expected: str) -> None:
    assert ids(many, chosen) == expected


NAMES = ["اب", "ابج", "با", "جاب", "ج", "ابا جا"]


@given(typed=st.lists(st.text(alphabet="ابج ", max_size=5), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_typing_lists_what_holds_every_word(store: Store, typed: list[str]) -> None:
    store.add_documents(document(f"{number}", title=name) for number, name in enumerate(NAMES))
    for text in typed:
        expected = [
            str(number)
            for number, name in enumerate(NAMES)
            if all(word in f"{name} {number}" for word in text.split())
        ]
        assert ids(store, DocumentFilter(text=text)) == "".join(expected)


@pytest.mark.parametrize("title", ['a"b', "a\\b", "a\nb", "a\x01b", "a\u2028b", "أ😀b"])
def test_any_title_is_found_while_typing(store: Store, title: str) -> None:
    store.add_documents([document("x 1", title="other"), document("x 2", title=title)])
    assert ids(store, DocumentFilter(text="b 2")) == "x 2"
    for word in title.split():
        assert ids(store, DocumentFilter(text=word)) == "x 2"


def test_what_another_program_adds_shows_while_typing(store: Store, path: Path) -> None:
    store.add_documents([document("a", title="اسد")])
    assert ids(store, DocumentFilter(text="اس")) == "a"
    with Store.open(path) as other:
        other.add_documents([document("b", title="اسود")])
    assert ids(store, DocumentFilter(text="اس")) == "ab"
    store.add_documents([document("c", title="اساس")])
    assert ids(store, DocumentFilter(text="اسا")) == "c"


def test_deleted_and_rejected_annotations_do_not_count(many: Store) -> None:
    many.history.undo("c", "her")
    assert ids(many, DocumentFilter(label="entity")) == "b"
    (entity, claim) = rows(many, "b")
    changes = [Change(entity, edited(entity, status="rejected")), Change(claim, None)]
    many.history.commit("x", "b", "me", changes)
    assert ids(many, DocumentFilter(annotator="me")) == ""


def lines(store: Store, *, everyone: bool = False) -> list[DocumentRow]:
    return store.listing.rows(store.listing.ids("me"), "me", everyone=everyone)


def test_a_changed_document_is_shown_and_found(many: Store) -> None:
    many.add_documents([document("b", "نص آخر")])
    assert ids(many, DocumentFilter(changed=True)) == "b"
    assert [row.changed for row in lines(many)] == [False, True, False, False]


def test_a_row_tells_status_length_and_counts(many: Store) -> None:
    first, second, third, _ = lines(many)
    assert (first.status, second.status, third.status) == ("done", "unread", "unread")
    assert (second.title, second.length) == ("ثعلب", 17)
    assert dict(second.counts) == {"entity": 1, "claim": 1}
    assert dict(third.counts) == {}
    assert dict(lines(many, everyone=True)[2].counts) == {"entity": 1}


def test_rows_come_as_asked_and_without_those_that_are_gone(many: Store) -> None:
    rowids = many.listing.ids("me")
    asked = [rowids[2], 999, rowids[0]]
    assert [row.id for row in many.listing.rows(asked, "me")] == ["c", "a"]
    assert many.listing.rows([], "me") == []
    assert many.documents.rowid("c") == rowids[2]


def test_the_first_to_read_is_the_first_that_is_not_done(many: Store) -> None:
    assert many.listing.first_to_read("me") == "b"
    assert many.listing.first_to_read("new") == "a"
    for name in "bcd":
        set_status(many, name, "me", "done")
    assert many.listing.first_to_read("me") is None


def test_progress_begins_unread_and_remembers_the_place(filled: Store) -> None:
    assert filled.progress.get("a", "me") == Progress("a", "me")
    filled.progress.save("a", "me", 7)
    saved = filled.progress.get("a", "me")
    assert (saved.status, saved.offset) == ("reading", 7)
    assert saved.updated_at > ""
    assert filled.progress.get("a", "her").status == "unread"


def test_a_document_that_is_done_stays_done_when_it_is_read_again(filled: Store) -> None:
    set_status(filled, "a", "me", "done")
    filled.progress.save("a", "me", 2)
    assert (filled.progress.get("a", "me").status, filled.progress.get("a", "me").offset) == (
        "done",
        2,
    )


def test_bookmarks_are_set_renamed_and_removed(filled: Store) -> None:
    later = filled.bookmarks.set("a", "me", 9, "ب")
    filled.bookmarks.set("a", "me", 2)
    filled.bookmarks.set("a", "her", 5)
    assert [(mark.offset, mark.name) for mark in filled.bookmarks.in_document("a", "me")] == [
        (2, ""),
        (9, "ب"),
    ]
    filled.bookmarks.set("a", "me", 9, "ج")
    assert [mark.name for mark in filled.bookmarks.in_document("a", "me")] == ["", "ج"]
    filled.bookmarks.remove(later)
    filled.bookmarks.remove(later)
    assert [mark.offset for mark in filled.bookmarks.in_document("a", "me")] == [2]


def test_deleted_documents_are_not_listed(many: Store) -> None:
    with closing(sqlite3.connect(many.path)) as other:
        other.execute(
            "UPDATE documents SET deleted_at = '2026-01-01T00:00:00.000000Z' WHERE id = 'b'"
        )
        other.commit()
    assert ids(many) == "acd"
    assert ids(many, DocumentFilter(text="ثعلب")) == ""
    assert many.listing.first_to_read("me") == "c"
    assert many.documents.count() == 3
    assert [info.id for info in many.documents.all()] == ["a", "c", "d"]
    assert [info.id for info in many.documents.in_blocks()] == ["a", "c", "d"]
    assert {hit.document_id for hit in many.search("كلمة")} == {"a", "c", "d"}
    assert [one.id for one in many.annotated_documents()] == ["a", "c", "d"]
    assert [one.id for one in many.annotated_documents(include_deleted=True)] == list("abcd")
    assert many.documents.get("b").deleted_at is not None


def test_the_list_of_all_documents_is_read_from_an_index(many: Store) -> None:
    statements: list[str] = []
    connection = many._file.connection
    connection.set_trace_callback(statements.append)
    assert ids(many) == "abcd"
    assert many.listing.first_to_read("me") == "b"
    connection.set_trace_callback(None)
    lists = [statement for statement in statements if "ORDER BY d.id_order" in statement]
    assert len(lists) == 2
    for statement in lists:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        assert "SCAN d USING COVERING INDEX documents_id_order" in plan


def test_documents_are_listed_by_their_assignments(many: Store) -> None:
    assigned = DocumentFilter(assigned=True)
    assert ids(many, assigned) == "abcd"
    assert many.listing.first_to_read("me") == "b"
    many.assignments.add([("c", "her")], "lead")
    assert ids(many, assigned) == "abcd"
    many.assignments.add([("c", "me"), ("d", "me")], "lead")
    assert ids(many, assigned) == "cd"
    assert many.listing.first_to_read("me") == "c"
    many.assignments.take_back([("c", "me"), ("d", "me")])
    assert ids(many, assigned) == "ab"
    assert ids(many) == "abcd"
    assert many.listing.first_to_read("me") == "b"


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize("lacking", ["nothing", "deleted", "assigned", "taken back"])
def test_a_list_read_as_needed_is_the_whole_list(
    store: Store, monkeypatch: pytest.MonkeyPatch, size: int, lacking: str
) -> None:
    monkeypatch.setattr(listing, "_BLOCK", size)
    names = [f"{number}" for number in range(12)]
    random.Random(1).shuffle(names)
    store.add_documents(document(name, name) for name in names)
    if lacking == "deleted":
        with closing(sqlite3.connect(store.path)) as other, other:
            other.execute("UPDATE documents SET deleted_at = added_at WHERE id = '4'")
    elif lacking != "nothing":
        store.assignments.add([("4", "me"), ("7", "me")], "lead")
    if lacking == "taken back":
        store.assignments.take_back([("4", "me"), ("7", "me")])
    for chosen in (DocumentFilter(assigned=True), DocumentFilter(), DocumentFilter(text="1")):
        for order in ("id", "length"):
            whole = list(store.listing.ids("me", order=order, chosen=chosen))
            for place, rowid in enumerate(whole):
                listed = store.listing.listed("me", order=order, chosen=chosen)
                assert listed.index(rowid) == place
            for parts in (range(len(whole)), reversed(range(len(whole)))):
                listed = store.listing.listed("me", order=order, chosen=chosen)
                assert len(listed) == len(whole)
                for place in parts:
                    assert list(listed[place : place + 1]) == whole[place : place + 1]
                    assert list(listed[place : place + 5]) == whole[place : place + 5]
                    assert listed.index(whole[place]) == place
            assert list(listed[20:30]) == []


def test_a_document_that_another_program_adds_is_not_in_an_older_list(
    store: Store, path: Path
) -> None:
    store.add_documents([document("a"), document("b")])
    listed = store.listing.listed("me")
    with Store.open(path) as other:
        other.add_documents([document("c")])
    with pytest.raises(ValueError, match="no document"):
        listed.index(store.documents.rowid("c"))
    assert len(listed) == 2
    assert len(listed[:5]) == 2
    with pytest.raises(ValueError, match="no document"):
        listed.index(store.documents.rowid("c"))
    assert store.listing.listed("me").index(store.documents.rowid("c")) == 2
