from dataclasses import replace

from tests.store.making import document, entity, make, set_status, tag, tie
from tui.model import comment, deleted, edited
from tui.store import database_stats as counting
from tui.store.database import Store
from tui.store.row_mapping import Change, DocumentReview


def test_an_empty_database_counts_nothing(store: Store) -> None:
    counts = store.stats()
    assert (counts.documents, counts.length, counts.changed) == (0, 0, 0)
    assert (counts.progress, counts.labels, counts.attributes, counts.days) == ({}, {}, {}, {})


def test_everything_is_counted(store: Store) -> None:
    store.add_documents([document("a"), document("b"), document("c")])
    person = {"type": "PERS", "tags": ["x", "y"]}
    first = tag(store, attributes=person)
    quote = tag(store, 0, 3, label="quote", name="b", annotator="her")
    tag(store, 4, 7, attributes={"type": "ORG", "tags": ["x"]})
    make(store, edited(entity(store, 4, 7), status="suggested"))
    make(store, replace(entity(store), created_at="2020-02-03T10:00:00.000000Z"))
    tie(store, quote, first)
    gone = tag(store, 0, 3)
    store.history.undo("a", "me")
    set_status(store, "a", "me", "done")
    store.progress.save("b", "me", 1)
    set_status(store, "a", "her", "done")
    store.add_documents([document("a", "آخر")])

    counts = store.stats()
    assert gone.id not in {one.id for one in store.annotations.in_document("a")}
    assert (counts.documents, counts.changed) == (3, 1)
    assert counts.length == 3 * 38
    assert counts.progress == {"me": {"done": 1, "reading": 1}, "her": {"done": 1}}
    assert counts.statuses == {"accepted": 4, "suggested": 1}
    assert counts.labels == {"entity": 3, "quote": 1}
    assert counts.annotators == {"me": {"entity": 3}, "her": {"quote": 1}}
    assert counts.attributes == {
        "entity": {"tags": {"x": 2, "y": 1}, "type": {"ORG": 1, "PERS": 1}}
    }
    assert counts.days == {"2020-02-03": 1, first.created_at[:10]: 3}
    assert counts.links == {"speaker": 1}


def test_comments_and_reviews_are_counted(filled: Store) -> None:
    info = next(iter(filled.documents.all()))
    row, gone = tag(filled), tag(filled, 4, 7)
    first = comment(info.id, "her", "why", annotation_id=row.id)
    filled.load([first])
    filled.load([comment(info.id, "me", "so", annotation_id=row.id, parent_id=first.id)])
    filled.load(
        [replace(comment(info.id, "me", annotation_id=row.id, kind="flag"), resolved_at="2026")]
    )
    filled.load([comment(info.id, "me", "about nothing", annotation_id=gone.id)])
    filled.history.commit("delete", info.id, "me", [Change(gone, None)])
    filled.load([deleted(comment(info.id, "me", "taken back"))])
    change = Change(DocumentReview(info.id, None), DocumentReview(info.id, "returned"))
    filled.history.commit("review", info.id, "boss", [change])
    counts = filled.stats()
    assert counts.comments == {"answers": 1, "open comments": 1, "resolved flags": 1}
    assert counts.reviews == {"returned": 1}


def test_free_text_is_counted_by_how_many_there_are(filled: Store) -> None:
    for number in range(counting.MAX_VALUES + 5):
        tag(filled, attributes={"normalized": f"جملة {number}"})
    values = filled.stats().attributes["entity"]["normalized"]
    assert values == {"(different values)": counting.MAX_VALUES + 5}
