"""Carets and bookmarks go along when a document's text changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.making import TEXT, document, set_status, tag
from tui.anchoring import map_offset
from tui.store.database import Store
from tui.store.maintenance.checks import check_database

OLD = "العنوان الأول\n\nقال زاك كوبر إن اليابان مهمة.\n\nفقرة تحذف كلها.\n\nوالخاتمة هنا.\n"
NEW = "تمهيد طويل جديد.\n\n" + OLD.replace("فقرة تحذف كلها.\n\n", "")


@pytest.mark.parametrize("words", ["العنوان", "زاك", "مهمة", "الخاتمة", "هنا"])
def test_a_place_is_found_by_what_stands_around_it(words: str) -> None:
    assert map_offset(OLD, NEW, OLD.index(words)) == NEW.index(words)
    assert map_offset(NEW, OLD, NEW.index(words)) == OLD.index(words)


def test_what_is_gone_stays_in_the_text() -> None:
    assert map_offset(OLD, NEW, OLD.index("تحذف")) in range(len(NEW) + 1)
    assert map_offset(OLD, "", len(OLD)) == 0


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40), st.data())
def test_a_place_always_lies_in_the_new_text(old: str, new: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(old)))
    assert 0 <= map_offset(old, new, offset) <= len(new)
    assert map_offset(old, old, offset) == offset


def marks(store: Store, annotator: str = "me") -> list[tuple[str, str]]:
    """The bookmarks by name, each with what stands there."""
    text = store.documents.text_of("a")
    return [
        (one.name, text[one.offset :][:5]) for one in store.bookmarks.in_document("a", annotator)
    ]


def test_carets_and_bookmarks_go_to_the_new_text_and_back(filled: Store) -> None:
    tag(filled)
    place = TEXT.index("اليابان")
    filled.progress.save("a", "her", place)
    filled.bookmarks.set("a", "me", place, "here")
    filled.bookmarks.set("a", "her", 0, "start")
    filled.add_documents([document("a", "جديد قبل ذلك. " + TEXT)])
    assert filled.progress.get("a", "her").offset == place
    filled.documents.reanchor("a", "me", filled.documents.placements("a"))
    assert filled.documents.text_of("a")[filled.progress.get("a", "her").offset :].startswith(
        "اليابان"
    )
    assert marks(filled) == [("here", "اليابا"[:5])]
    assert [name for name, _ in marks(filled, "her")] == ["start"]
    filled.history.undo("a", "me")
    assert filled.documents.text_of("a") == TEXT
    assert filled.progress.get("a", "her").offset == place
    assert [one.offset for one in filled.bookmarks.in_document("a", "me")] == [place]


def test_a_text_that_nobody_annotated_takes_them_along_at_once(filled: Store) -> None:
    place = TEXT.index("اليابان")
    filled.progress.save("a", "me", place)
    filled.bookmarks.set("a", "me", place, "here")
    filled.add_documents([document("a", "جديد قبل ذلك. " + TEXT)])
    assert not filled.documents.get("a").changed
    assert filled.documents.text_of("a")[filled.progress.get("a", "me").offset :].startswith(
        "اليابان"
    )
    assert marks(filled) == [("here", "اليابا"[:5])]


def test_bookmarks_that_come_to_the_same_place_all_stay(filled: Store) -> None:
    for offset in range(len(TEXT) - 4, len(TEXT) + 1):
        filled.bookmarks.set("a", "me", offset, f"{offset}")
    filled.add_documents([document("a", "قصير")])
    found = filled.bookmarks.in_document("a", "me")
    assert len(found) == 5
    assert {one.offset for one in found} <= set(range(5))
    assert check_database(filled.path) == []


def test_a_choice_is_one_annotators_and_replaces_the_earlier_one(store: Store) -> None:
    assert store.choices.by_annotator("me") == {}
    store.choices.save("me", "theme", '"dark"')
    store.choices.save("me", "measure", "60")
    store.choices.save("her", "theme", '"light"')
    store.choices.save("me", "theme", '"contrast"')
    assert store.choices.by_annotator("me") == {"theme": '"contrast"', "measure": "60"}
    assert store.choices.by_annotator("her") == {"theme": '"light"'}


def test_the_first_record_of_a_file_that_is_not_done(store: Store) -> None:
    store.add_documents(
        [
            *(document(name, name, source=f"/x/c.jsonl#{name}") for name in ("r10", "r2", "r1")),
            document("alone", "alone", source="/x/d.jsonl#alone"),
            document("a.txt", "a", source="/x/a.txt"),
            *(
                document(f"b#{n}", f"{n}", source=f"/x/b.epub#{n}", meta={"chapter": n})
                for n in (1, 2)
            ),
        ]
    )
    unfinished = store.progress.unfinished_record
    assert unfinished("r10", "me") == "r1"
    set_status(store, "r1", "me", "done")
    set_status(store, "r2", "me", "reading")
    assert unfinished("r10", "me") == "r2"
    assert unfinished("r10", "you") == "r1"
    set_status(store, "r2", "me", "done")
    set_status(store, "r10", "me", "done")
    assert unfinished("r2", "me") == "r2"
    assert [unfinished(name, "me") for name in ("alone", "a.txt", "b#1", "none")] == [None] * 4
