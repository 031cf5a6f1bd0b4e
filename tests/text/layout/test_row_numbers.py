"""Row numbers, anchors, and how counts settle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.layout.laid_out import layout_of, rows_of, settled
from tests.text.seed import SEED
from tui.text.layout.document_layout import (
    LONG,
    Anchor,
    DocumentLayout,
    LayoutOptions,
    RowIndex,
    WeightedCache,
)
from tui.text.unicode.bidi import Direction


def test_counts_settle_without_moving_an_anchor() -> None:
    layout = layout_of(SEED * 4, 31)
    anchor = layout.anchor_of(9000)
    row = layout.row_at(anchor)
    assert layout.settle(0)
    assert settled(layout).settled
    assert layout.row_at(anchor) is row
    assert layout.row(layout.index_of(anchor)) is row
    assert layout.index_of(anchor) == layout.row_of(9000)
    assert layout.locate(layout.index_of(anchor)) == anchor


def test_settling_stops_when_its_budget_is_spent() -> None:
    layout = layout_of(SEED, 40)
    assert layout.settle(0)
    assert not layout.settled
    assert not layout.settle(60)


def test_walking_by_number_shows_each_row_once_before_anything_is_settled() -> None:
    long = " ".join(["كلمة"] * LONG)
    text = f"{SEED}\n{long}\n{SEED}\n{long}"
    layout = layout_of(text, 33)
    rows = [layout.row(0)]
    while rows[-1].end < layout.end:
        rows.append(layout.row(len(rows)))
        assert layout.row_of(rows[-1].start) == len(rows) - 1
    assert "".join(text[row.start : row.end] for row in rows) == text.replace("\n", "")
    assert layout.row_count == len(rows)


def test_steps_walk_through_all_rows_and_stop_at_the_ends() -> None:
    text = SEED[:700] + "\n\n" + "ab " * 40
    layout = layout_of(text, 30)
    anchors = [Anchor(0, 0)]
    while (following := layout.step(anchors[-1], 1)) != anchors[-1]:
        anchors.append(following)
    settled(layout)
    assert anchors == [layout.locate(index) for index in range(layout.row_count)]
    backwards = [anchors[-1]]
    while (before := layout.step(backwards[-1], -1)) != backwards[-1]:
        backwards.append(before)
    assert backwards == anchors[::-1]
    assert layout.step(anchors[3], 7) == anchors[10]
    assert layout.step(anchors[10], -7) == anchors[3]
    assert layout.step(anchors[3], -100) == anchors[0]
    assert layout.step(anchors[3], 10_000) == anchors[-1]


def test_rows_out_of_range_are_the_nearest() -> None:
    layout = settled(layout_of("a\nb"))
    assert layout.row(-5) is layout.row(0)
    assert layout.row(99) is layout.row(1)
    assert layout.row_of(-3) == 0
    assert layout.row_of(99) == 1


def test_a_separator_belongs_to_the_row_that_it_ends() -> None:
    layout = settled(layout_of("a\r\nb\n"))
    assert [layout.row_of(offset) for offset in range(6)] == [0, 0, 0, 1, 1, 1]
    assert layout.end == 4


def test_other_options_for_the_same_text() -> None:
    narrow = settled(layout_of(SEED, 20))
    wide = narrow.with_options(LayoutOptions(60, direction=Direction.LTR))
    fresh = settled(DocumentLayout(SEED, LayoutOptions(60, direction=Direction.LTR)))
    assert not wide.settled
    settled(wide)
    assert wide.row_count == fresh.row_count
    assert [wide.row(index).text() for index in range(wide.row_count)] == [
        fresh.row(index).text() for index in range(fresh.row_count)
    ]
    assert [row.text() for row in rows_of(SEED, 20)] == [
        narrow.row(index).text() for index in range(narrow.row_count)
    ]


def test_a_row_of_no_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="0 cells"):
        DocumentLayout("نص", LayoutOptions(0))


def test_a_long_paragraph_is_wrapped_no_further_than_it_is_looked_at() -> None:
    text = " ".join(["كلمة"] * 100_000)
    layout = layout_of(text, 50)
    assert layout.row(3).start == 150
    assert not layout.settled
    assert layout.row_of(len(text)) == layout.row_count - 1
    assert layout.settled


def test_levels_of_a_long_paragraph_come_from_its_whole_context() -> None:
    # The pair of brackets spans the paragraph, and takes its direction from what it holds (N0).
    text = "abc (" + " ".join(["كلمة"] * 2000) + ") abc"
    layout = layout_of(text, 40)
    assert layout.row(0).level == 0
    last = layout.row_at(layout.anchor_of(len(text)))
    opener = layout.row(0).cell_at(4)
    closer = last.cell_at(len(text) - 5)
    assert opener is not None
    assert closer is not None
    assert opener.level == closer.level


counts = st.lists(st.integers(1, 9), min_size=1, max_size=400)


@given(counts, st.data())
def test_an_index_of_counts_agrees_with_a_plain_list(
    counts: list[int], data: st.DataObject
) -> None:
    index = RowIndex(counts)
    for _ in range(3):
        at = data.draw(st.integers(0, len(counts) - 1))
        counts[at] = index[at] = data.draw(st.integers(1, 9))
        assert index.total == sum(counts)
        paragraph = data.draw(st.integers(0, len(counts) - 1))
        assert index.before(paragraph) == sum(counts[:paragraph])
        assert index[paragraph] == counts[paragraph]
        row = data.draw(st.integers(0, sum(counts) - 1))
        found, rest = index.find(row)
        assert sum(counts[:found]) + rest == row
        assert 0 <= rest < counts[found]


def test_what_was_used_last_is_kept_up_to_its_weight() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    kept: WeightedCache[str, str] = WeightedCache(5)
    for key, weight in [("a", 2), ("b", 2), ("a", 2), ("c", 2), ("a", 2), ("b", 2)]:
        assert kept.get_or_make(key, lambda key=key: make(key), weight) == key.upper()  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]
    kept.get_or_make("heavy", lambda: make("heavy"), 99)
    assert len(kept) == 1


def test_the_numbering_changes_with_a_count() -> None:
    index = RowIndex([1, 2, 3])
    index[1] = 2
    assert index.changes == 0
    index[1] = 4
    assert (index.changes, index.before(2)) == (1, 5)
