"""Adjudicating random layers: it ends, changes nothing of others, and can be undone whole."""

import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.articles import document
from tui.model import Annotation, Link, annotate, deleted, edited, link, moved
from tui.schema import default_schema
from tui.session.commands import undoing
from tui.session.commands.adjudicating import Adjudication
from tui.session.session import Session
from tui.store.database import Store
from tui.store.row_mapping import Change, DocumentStatus
from tui.text.layout import LayoutOptions

TEXT = "قال وزير الخارجية سمير حداد إن الاتفاق بين اليابان وفرنسا جاهز."
PEOPLE = "abc"


class Mark(NamedTuple):
    start: int
    length: int
    label: str
    type: str


marks = st.builds(
    Mark,
    st.integers(0, 12).map(lambda n: 4 * n),
    st.integers(1, 9),
    st.sampled_from(("entity", "entity", "quote")),
    st.sampled_from(("PERS", "ORG")),
)
layers = st.lists(st.lists(marks, max_size=6), min_size=2, max_size=3)
arrows = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=4)
edits = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9)), max_size=3)
answers = st.lists(st.integers(0, 4), min_size=1, max_size=6)


def fill(store: Store, drawn: list[list[Mark]], ends: list[tuple[int, int]]) -> None:
    store.add_documents([document(TEXT, "1.txt")])
    info = store.documents.get("1.txt")
    for who, layer in zip(PEOPLE, drawn, strict=False):
        rows = [
            annotate(
                info, TEXT, (m.start, m.start + m.length), m.label, who, attributes={"type": m.type}
            )
            for m in layer
        ]
        pairs = {(source, end) for source, end in ends if max(source, end) < len(rows)}
        ties = [link(rows[one], rows[two], "speaker", who) for one, two in sorted(pairs)]
        made: list[Annotation | Link] = [*rows, *ties]
        changes = [Change(None, row) for row in made]
        unread = DocumentStatus("1.txt", who, "unread")
        changes.append(Change(unread, DocumentStatus("1.txt", who, "done")))
        store.history.commit("all", "1.txt", who, changes)


def change(store: Store, kind: int, number: int) -> None:
    """Let an annotator change one annotation: its bounds, its value, or delete it."""
    rows = [r for r in store.annotations.in_document("1.txt") if r.annotator != "me"]
    if not rows:
        return
    row = rows[number % len(rows)]
    ties = [x for x in store.links.in_document("1.txt") if row.id in (x.from_id, x.to_id)]
    ties = [one for one in ties if one.annotator == row.annotator]
    if kind == 0:
        changes = [Change(row, moved(row, TEXT, (row.start, row.end + 1)))]
    elif kind == 1:
        changes = [Change(row, edited(row, attributes={"type": "LOC"}))]
    else:
        changes = [*(Change(one, deleted(one)) for one in ties), Change(row, deleted(row))]
    store.history.commit("change", "1.txt", row.annotator, changes)


def theirs(store: Store) -> list[Annotation | Link]:
    rows: list[Annotation | Link] = [*store.annotations.in_document("1.txt")]
    rows += store.links.in_document("1.txt")
    return [row for row in rows if row.annotator != "me"]


def mine(store: Store) -> list[tuple[object, ...]]:
    rows = {r.id: r for r in store.annotations.in_document("1.txt") if r.annotator == "me"}
    said = [(r.label, r.start, r.end, str(r.attributes)) for r in rows.values()]
    links = [one for one in store.links.in_document("1.txt") if one.annotator == "me"]
    assert all(one.from_id in rows and one.to_id in rows for one in links)
    return sorted(said) + sorted(
        (one.type, rows[one.from_id].start, rows[one.to_id].start) for one in links
    )


def decide(adjudication: Adjudication, chosen: list[int]) -> int:
    """Answer until nothing is left; return how many questions there were."""
    adjudication.begin()
    count = 0
    while adjudication.current is not None:
        answer = chosen[count % len(chosen)]
        people = len(adjudication.annotators)
        if answer == 0:
            adjudication.choose_none()
        elif answer == 4:
            adjudication.choose_all()
        else:
            adjudication.choose((answer - 1) % people + 1)
        count += 1
        assert count < 60
    return count


@pytest.mark.slow
@settings(max_examples=max(15, settings().max_examples // 8))
@given(layers, arrows, answers, edits)
def test_every_answer_is_kept_until_something_it_is_about_changes(
    drawn: list[list[Mark]],
    ends: list[tuple[int, int]],
    chosen: list[int],
    later: list[tuple[int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "a.db") as store:
        fill(store, drawn, ends)
        session = Session(store, default_schema(), "me")
        session.open("1.txt", LayoutOptions(width=72))
        adjudication = Adjudication(session)
        before = theirs(store)
        decide(adjudication, chosen)
        assert theirs(store) == before
        assert adjudication.state().is_settled
        gold = mine(store)
        assert decide(Adjudication(session), chosen) == 0
        assert mine(store) == gold

        for kind, number in later:
            change(store, kind, number)
        session.reload()
        before = theirs(store)
        asked = decide(adjudication, chosen)
        assert asked <= 3 * len(later) + 3 * len(ends)
        assert theirs(store) == before
        assert adjudication.state().is_settled

        while "nothing to undo" not in (said := undoing.undo(session).text):
            assert said.startswith("undone"), said
        assert mine(store) == []
        assert store.comments.decisions("1.txt") == []
