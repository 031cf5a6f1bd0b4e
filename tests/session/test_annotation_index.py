"""The annotations of one document, looked up by place."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.session.make import annotation, link
from tui.choices import ANNOTATION_STATUSES
from tui.model import deleted
from tui.session.annotation_index import AnnotationIndex
from tui.session.results import CommitResult
from tui.store.row_mapping import Change

SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: (pair[0], sum(pair))),
    max_size=25,
)


@given(spans=SPANS, start=st.integers(0, 90), length=st.integers(1, 20))
def test_overlapping_finds_all_and_only_those(
    spans: list[tuple[int, int]], start: int, length: int
) -> None:
    notes = AnnotationIndex(annotation(*span) for span in spans)
    end = start + length
    found = [(row.start, row.end) for row in notes.overlapping(start, end)]
    assert found == sorted(span for span in spans if span[0] < end and span[1] > start)


def test_at_the_caret_the_shortest_is_first() -> None:
    notes = AnnotationIndex(
        [annotation(0, 40, "quote"), annotation(10, 20, "claim"), annotation(12, 15)]
    )
    assert [row.label for row in notes.at(12)] == ["entity", "claim", "quote"]


def test_one_that_ends_at_the_caret_counts_only_without_another() -> None:
    notes = AnnotationIndex([annotation(0, 10), annotation(12, 20, "claim")])
    assert [row.label for row in notes.at(10)] == ["entity"]
    assert [row.label for row in notes.at(12)] == ["claim"]
    assert notes.at(11) == []


def test_deleted_rejected_and_orphaned_ones_have_no_place() -> None:
    gone = deleted(annotation(0, 5))
    rejected, orphan = annotation(0, 5, status="rejected"), annotation(0, 5, status="orphaned")
    notes = AnnotationIndex([gone, rejected, orphan])
    assert notes.items == []
    assert notes.orphans == [orphan]
    assert notes.get(gone.id) is None


@given(data=st.data(), spans=SPANS)
def test_with_rows_is_the_index_of_all_rows(
    data: st.DataObject, spans: list[tuple[int, int]]
) -> None:
    rows = [annotation(*span) for span in spans]
    old = data.draw(st.lists(st.sampled_from(rows), unique=True)) if rows else []
    added = [annotation(*span) for span in data.draw(SPANS)]
    changed = []
    for row in (*old, *added):
        start = row.start + data.draw(st.integers(0, 9))
        moved = replace(row, start=start, end=start + row.end - row.start)
        moved = replace(moved, status=data.draw(st.sampled_from(ANNOTATION_STATUSES)))
        changed.append(deleted(moved) if data.draw(st.booleans()) else moved)
    index = AnnotationIndex(rows).with_rows(changed)
    whole = AnnotationIndex({row.id: row for row in (*rows, *changed)}.values())
    assert index.items == whole.items
    assert index.orphans == whole.orphans
    assert index.all_rows() == whole.all_rows()
    assert [index.at(offset) for offset in range(99)] == [whole.at(offset) for offset in range(99)]


def test_with_rows_replaces_by_id_and_leaves_the_old_value_alone() -> None:
    first = annotation(0, 5)
    before = AnnotationIndex([first])
    after = before.with_rows([deleted(first), annotation(7, 9)])
    assert len(before) == 1
    assert [(row.start, row.end) for row in after.items] == [(7, 9)]


def test_with_changes_takes_the_rows_of_its_own_document() -> None:
    first, second = annotation(0, 5), annotation(7, 9)
    elsewhere = replace(annotation(1, 2), document_id="other.txt")
    changes = (Change(first, deleted(first)), Change(None, second), Change(None, elsewhere))
    after = AnnotationIndex([first]).with_changes(CommitResult(first.document_id, changes))
    assert after.items == [second]


def test_the_same_label_on_the_same_span() -> None:
    notes = AnnotationIndex([annotation(3, 9, "claim"), annotation(3, 9), annotation(3, 12)])
    assert [row.label for row in notes.same("entity", 3, 9)] == ["entity"]
    assert notes.same("quote", 3, 9) == []


def test_next_and_previous_by_start() -> None:
    notes = AnnotationIndex([annotation(5, 7), annotation(5, 9), annotation(20, 22)])
    short, long, last = notes.items
    assert notes.adjacent(0, None, forward=True) is short
    assert notes.adjacent(5, None, forward=True) is last
    assert notes.adjacent(20, None, forward=False) is long
    assert notes.adjacent(21, None, forward=True) is None
    assert notes.adjacent(5, None, forward=False) is None


def test_those_that_start_together_come_one_after_the_other() -> None:
    notes = AnnotationIndex([annotation(5, 7), annotation(5, 9), annotation(20, 22)])
    short, long, last = notes.items
    assert notes.adjacent(5, short, forward=True) is long
    assert notes.adjacent(5, long, forward=True) is last
    assert notes.adjacent(20, last, forward=False) is long
    assert notes.adjacent(5, long, forward=False) is short
    assert notes.adjacent(5, short, forward=False) is None


def test_one_that_touches_the_tag_just_made_comes_next() -> None:
    notes = AnnotationIndex([annotation(0, 2), annotation(2, 7), annotation(20, 22)])
    first, touching, _ = notes.items
    assert notes.adjacent(2, first, forward=True) is touching


def test_links_both_ways() -> None:
    quote, speaker = annotation(0, 9, "quote"), annotation(10, 14)
    notes = AnnotationIndex([quote, speaker], [link(quote, speaker, "speaker")])
    assert [row.type for row in notes.links_from(quote.id)] == ["speaker"]
    assert [row.from_id for row in notes.links_to(speaker.id)] == [quote.id]
    assert len(notes.links_of(speaker.id)) == 1
