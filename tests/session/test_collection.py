"""The list of documents: filter, order, what comes next."""

from pathlib import Path

import pytest

from tests.session.opening import opened, tag
from tui.session.collection import ORDERS, Collection, parse_filter
from tui.session.commands import document_state
from tui.session.session import Session
from tui.store.listing import DocumentFilter


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", DocumentFilter()),
        ("زاك كوبر", DocumentFilter(text="زاك كوبر")),
        ("label:claim", DocumentFilter(label="claim")),
        ("status:done x", DocumentFilter(text="x", status="done")),
        ("status:do", DocumentFilter()),
        ("by:her changed:", DocumentFilter(annotator="her", changed=True)),
        ("http://x", DocumentFilter(text="http://x")),
    ],
)
def test_what_a_filter_means(words: str, expected: DocumentFilter) -> None:
    assert parse_filter(words) == expected._replace(assigned=True)
    assert parse_filter(f"all: {words}") == expected


def ids(collection: Collection) -> list[str]:
    rows = (collection.row(place) for place in range(len(collection)))
    return [row.id for row in rows if row]


def collection_of(session: Session) -> Collection:
    return Collection(session.store, session.annotator)


def test_it_is_filtered_as_one_types(tmp_path: Path) -> None:
    with opened(tmp_path, "أوّل", "ثان", "أول آخر") as session:
        listed = collection_of(session)
        listed.set_filter("اول")
        assert ids(listed) == ["000.txt", "002.txt"]
        assert (len(listed), listed.total) == (2, 3)
        assert listed.place_of("001.txt") is None
        listed.set_filter("")
        assert len(listed) == listed.total == 3


def test_it_is_filtered_by_label_status_and_annotator(tmp_path: Path) -> None:
    with opened(tmp_path, "one", "two", "three") as session:
        tag(session, "claim", 0, 3)
        session.open("001.txt", session.open_text.options)
        tag(session, "entity", 0, 3)
        document_state.set_status(session, "done")
        listed = collection_of(session)
        for words, expected in (
            ("label:claim", ["000.txt"]),
            ("status:done", ["001.txt"]),
            ("by:me", ["000.txt", "001.txt"]),
            ("by:me label:entity", ["001.txt"]),
            ("by:nobody", []),
        ):
            listed.set_filter(words)
            assert ids(listed) == expected


def test_the_orders_go_round(tmp_path: Path) -> None:
    with opened(tmp_path, "bb", "a", "cccc") as session:
        listed = collection_of(session)
        seen = {listed.order: ids(listed)}
        for _ in ORDERS:
            listed.reorder()
            seen[listed.order] = ids(listed)
        assert seen.keys() == set(ORDERS)
        assert seen["title"] == ["001.txt", "000.txt", "002.txt"]
        assert seen["length"] == ["002.txt", "000.txt", "001.txt"]
        assert listed.order == ORDERS[0]


def test_the_first_unfinished_and_the_one_after_this(tmp_path: Path) -> None:
    with opened(tmp_path, "a", "b", "c", "d") as session:
        for name in ("000.txt", "002.txt"):
            session.open(name, session.open_text.options)
            document_state.set_status(session, "done")
        listed = collection_of(session)
        assert listed.first_unfinished() == "001.txt"
        assert listed.next_unfinished("001.txt") == "003.txt"
        assert listed.next_unfinished("003.txt") == "001.txt"
        assert listed.next_unfinished("000.txt") == "001.txt"


def test_the_next_one_is_of_the_list_as_it_is_filtered(tmp_path: Path) -> None:
    with opened(tmp_path, "oak 1", "elm 2", "oak 3") as session:
        listed = collection_of(session)
        listed.set_filter("oak")
        assert listed.next_unfinished("000.txt") == "002.txt"


def test_there_is_no_next_one_when_all_are_done_but_this(tmp_path: Path) -> None:
    with opened(tmp_path, "a", "b") as session:
        document_state.set_status(session, "done")
        listed = collection_of(session)
        assert listed.next_unfinished("001.txt") is None
        session.open("001.txt", session.open_text.options)
        document_state.set_status(session, "done")
        assert collection_of(session).next_unfinished("001.txt") is None
        assert collection_of(session).first_unfinished() == "000.txt"


def test_without_documents(tmp_path: Path) -> None:
    from tui.store.database import Store

    with Store.open(tmp_path / "a.db") as store:
        listed = Collection(store, "me")
        assert listed.first_unfinished() is None
        assert len(listed) == 0
