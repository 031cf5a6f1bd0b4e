"""Rows of given texts, row numbers, anchors, and how counts settle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.layout.laid_out import last_offset, layout_of, paragraph_count, rows_of, settled
from tests.text.seed import SEED
from tests.text.strategies import paragraph_texts
from tui.text.layout import document_layout
from tui.text.layout.document_layout import (
    LONG,
    Anchor,
    DocumentLayout,
    LayoutOptions,
    RowIndex,
    WeightedCache,
)
from tui.text.layout.glyphs import GlyphTable
from tui.text.unicode.bidi import Direction
from tui.text.unicode.segmentation import (
    Paragraph,
    ParagraphStarts,
    cluster_starts,
    nonblank_paragraph_before,
    paragraphs,
)
from tui.text.unicode.shaping import shape

LIGATURES = tuple("ﻵﻶﻷﻸﻹﻺﻻﻼ")


def slices(text: str, width: int) -> list[str]:
    return [text[row.start : row.end] for row in rows_of(text, width)]


def test_a_right_to_left_row_ends_at_the_right() -> None:
    (row,) = rows_of("بيت", 6)
    assert row.text() == "   ﺖﻴﺑ"
    assert (row.indent, row.width, row.level) == (3, 3, 1)


def test_a_left_to_right_row_starts_at_the_left() -> None:
    (row,) = rows_of("cat (a)", 9)
    assert row.text() == "cat (a)"
    assert (row.indent, row.width, row.level) == (0, 7, 0)


def test_brackets_are_mirrored_and_numbers_keep_their_order() -> None:
    assert rows_of("بيت (12)", 8)[0].text() == "(12) ﺖﻴﺑ"


def test_marks_stay_after_their_base() -> None:
    (row,) = rows_of("بَيت", 3)
    assert row.text() == "ﺖﻴﺑَ"
    assert [cell.width for cell in row.cells] == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two three", 7, ["one two ", "three"]),
        ("one two three", 8, ["one two ", "three"]),
        ("one   two", 3, ["one   ", "two"]),
        ("وفقًا ، لهم", 5, ["وفقً", "ا ، ", "لهم"]),
        ("وفقًا ، لهم", 6, ["وفقًا ، ", "لهم"]),
        ("قال وفقًا ، لهم", 9, ["قال ", "وفقًا ، ", "لهم"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("to abcdefgh", 4, ["to ", "abcd", "efgh"]),
        ("abcd؟ x", 4, ["abc", "d؟ x"]),
        ("abcd ، x", 4, ["abc", "d ، ", "x"]),
        ("你好吗", 3, ["你", "好", "吗"]),
        ("你好", 1, ["你", "好"]),
        ("a\u0301b\u0301", 1, ["a\u0301", "b\u0301"]),
        ("كلاب", 3, ["كلاب"]),
        ("ككلاب", 3, ["ككلا", "ب"]),
        ("one\u2028two\x0bthree\x0cfour", 20, ["one\u2028", "two\x0b", "three\x0c", "four"]),
        ("one\u2028", 20, ["one\u2028"]),
        ("a \u0301b", 2, ["a \u0301", "b"]),
        ("a\u00a0b c", 3, ["a\u00a0b ", "c"]),
        ("\u0600你 a", 4, ["\u0600你 ", "a"]),
        ("", 5, [""]),
        ("   ", 2, ["   "]),
    ],
)
def test_where_rows_break(text: str, width: int, expected: list[str]) -> None:
    assert slices(text, width) == expected


def test_a_cluster_wider_than_the_row_is_painted_as_a_sign() -> None:
    (row,) = rows_of("你", 1)
    assert row.text() == "\ufffd"
    assert row.cell_at(0) == row.cells[0]


def test_the_space_at_the_break_takes_a_cell_where_there_is_room() -> None:
    first, second = rows_of("سلام عليكم", 5)
    assert first.hanging == ()
    assert (first.indent, first.width) == (1, 4)
    assert first.column(4) == 1
    assert second.text() == "ﻢﻜﻴﻠﻋ"


def test_a_space_without_room_hangs_and_still_has_a_place() -> None:
    first = rows_of("سلام عليكم", 3)[0]
    assert first.hanging == (4,)
    assert first.width == 3
    assert first.column(4) == 0
    assert first.cell_at(4) is None
    latin = rows_of("cat is", 3)[0]
    assert latin.hanging == (3,)
    assert latin.column(3) == 2


def test_only_so_many_spaces_hang_as_there_is_no_room_for() -> None:
    first = rows_of("cat    is", 5)[0]
    assert first.text() == "cat"
    assert first.width == 5
    assert first.hanging == (5, 6)


def test_columns_of_mixed_text() -> None:
    (row,) = rows_of("قال RAA", 10)
    assert row.text() == "   RAA ﻝﺎﻗ"
    assert [row.column(offset) for offset in range(8)] == [9, 8, 7, 6, 3, 4, 5, 2]
    assert [row.offset_at(column) for column in range(-1, 11)] == [
        *[7, 7, 7, 7],
        *[4, 5, 6, 3, 2, 1, 0, 0],
    ]


def test_a_column_beside_a_row_that_is_not_the_last_is_its_nearest_cluster() -> None:
    row = rows_of("abcdefgh", 3)[0]
    assert row.offset_at(7) == 2
    assert row.offset_at(-3) == 0


def test_a_wide_cluster_has_two_columns() -> None:
    (row,) = rows_of("a你b", 10)
    assert [row.column(offset) for offset in range(4)] == [0, 1, 3, 4]
    assert [row.offset_at(column) for column in range(5)] == [0, 1, 1, 2, 3]


def test_the_end_of_a_paragraph_has_the_cell_after_it_or_the_last_one() -> None:
    assert rows_of("بيت", 4)[0].column(3) == 0
    assert rows_of("بيت", 3)[0].column(3) == 0
    assert rows_of("cat", 4)[0].column(3) == 3
    assert rows_of("cat", 3)[0].column(3) == 2


def test_a_blank_paragraph_is_one_empty_row_that_runs_as_its_neighbours() -> None:
    rows = rows_of("بيت\n\ncat\n\n", 8)
    assert [(row.start, row.end, row.text()) for row in rows] == [
        (0, 3, "     ﺖﻴﺑ"),
        (4, 4, ""),
        (5, 8, "cat"),
        (9, 9, ""),
    ]
    assert [row.level for row in rows] == [1, 1, 0, 0]
    assert rows[1].column(4) == 7
    assert rows[3].column(9) == 0
    assert rows_of("\nبيت")[0].level == 1
    assert rows_of("")[0].level == 0
    assert rows_of("\n", direction=Direction.RTL)[0].level == 1


def test_the_direction_can_be_given() -> None:
    assert rows_of("cat!", 6, direction=Direction.RTL)[0].text() == "  !cat"
    assert rows_of("بيت!", 6, direction=Direction.LTR)[0].text() == "ﺖﻴﺑ!"


def test_an_unseen_character_takes_no_cell_but_acts() -> None:
    (row,) = rows_of("12\u200f34 بيت", 10)
    assert row.text() == "  ﺖﻴﺑ 3412"
    assert row.cell_at(2) is None
    assert row.column(2) == row.column(3)


def test_controls_are_shown_as_signs_when_asked() -> None:
    (row,) = rows_of("a\u200eb\u00a0c\ufeff", 10, controls=True)
    assert row.text() == "a▸b⍽c∅"
    assert rows_of("a\u200eb\u00a0c\ufeff", 10)[0].text() == "ab\u00a0c"
    (joined,) = rows_of("نی\u200cم", 10, controls=True)
    assert joined.cells[1].width == 2
    assert "∣" in joined.text()


def test_hidden_vowel_marks_change_neither_offsets_nor_widths() -> None:
    text = "قَالَ مُؤَكِّدًا ٱلسَّلَامُ"
    shown, hidden = rows_of(text, 9), rows_of(text, 9, marks=False)
    assert [(row.start, row.end) for row in shown] == [(row.start, row.end) for row in hidden]
    for one, other in zip(shown, hidden, strict=True):
        assert [cell[:2] + cell[3:] for cell in one.cells] == [
            cell[:2] + cell[3:] for cell in other.cells
        ]
    assert not set("\u064b\u064e\u064f\u0651") & set("".join(row.text() for row in hidden))
    assert set("\u064b\u064e\u064f\u0651") <= set("".join(row.text() for row in shown))


def test_hidden_marks_leave_hamza_and_madda_alone() -> None:
    assert "\u0654" in rows_of("ی\u0654\u064e", 5, marks=False)[0].text()
    assert rows_of("e\u0301", 5, marks=False)[0].text() == "e\u0301"


def test_a_mark_without_a_letter_keeps_its_cell_when_hidden() -> None:
    assert rows_of("\u064e", 5)[0].width == 1
    assert rows_of("\u064e", 5, marks=False)[0].width == 1


def test_tabs_are_one_space_and_controls_are_harmless() -> None:
    (row,) = rows_of("a\tb\x1b[31m\x07", 20)
    assert row.text() == "a b␛[31m␇"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("ב ۝٣ ג", "ג ۝٣ ב"),
        ("ב ۝ ג", "ג ۝ ב"),
        ("ב ۝؛٥ ג", "ג ٥؛۝ ב"),
        ("ב (۝) ג", "ג (۝) ב"),
        ("ב \u202e۝٣\u202c ג", "ג ٣۝ ב"),
        ("a ۝ b", "a ۝ b"),
        ("ב ۝\u0653؛ ג", "ג ؛۝\u0653 ב"),
    ],
)
def test_what_follows_a_sign_over_numbers_stands_at_its_proper_side(text: str, seen: str) -> None:
    """The sign is one cluster with what follows, whatever that is (UAX #29 GB9b)."""
    assert rows_of(text)[0].text().strip() == seen


# One row at a time is the same as all at once


@given(paragraph_texts, st.sampled_from((3, 7, 20)))
def test_letters_have_the_forms_of_the_whole_paragraph(text: str, width: int) -> None:
    layout = layout_of(text, width, controls=False)
    forms = shape(text, settled(layout)._wrapped_paragraph(0).resolved.levels)
    glyphs = GlyphTable()
    for row in (layout.row(index) for index in range(layout.row_count)):
        for cell in row.cells:
            if len(cluster_starts(text[cell.start : cell.end])) > 1 or cell.text == "\ufffd":
                continue
            cluster = text[cell.start : cell.end]
            shaped = forms[cell.start : cell.end]
            ends_inside_lam_alef = shaped[0] in LIGATURES and cell.text not in LIGATURES
            if all(shaped) and not ends_inside_lam_alef:
                assert cell.text == glyphs.glyph(cluster, shaped, cell.level)[0]


def test_a_prepended_sign_keeps_its_flag() -> None:
    layout = DocumentLayout("\u0600🇫🇷 a", LayoutOptions(width=1))
    assert (layout.row(0).start, layout.row(0).end) == (0, 4)


def test_no_row_starts_with_a_modifier_of_the_character_before_it() -> None:
    assert slices("؟🏽ب", 1)[0] == "؟🏽"


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


def test_a_view_of_the_end_has_no_estimated_rows() -> None:
    text = "ا\n" + "بَ" * 60
    layout = layout_of(text, 76)
    assert layout.row_count > 2
    layout.settle_view(0, 10)
    assert layout.row_count == 2


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
    while rows[-1].end < last_offset(layout):
        rows.append(layout.row(len(rows)))
        assert layout.row_of(rows[-1].start) == len(rows) - 1
    assert "".join(text[row.start : row.end] for row in rows) == text.replace("\n", "")
    assert layout.row_count == len(rows)


separated = st.lists(
    st.sampled_from(["a", "word ", "\n", "\r", "\r\n", "\u2029", "\x85", "\n\n\n"]), max_size=60
).map("".join)


@given(separated, st.integers(1, 7), st.integers(0, 3), st.data())
def test_finding_paragraphs_piece_by_piece_changes_none(
    text: str, searched: int, ahead: int, data: st.DataObject
) -> None:
    options = LayoutOptions(4)
    whole = settled(DocumentLayout(text, options))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document_layout, "_SEARCHED", searched)
        patch.setattr(document_layout, "_AHEAD", ahead)
        layout = DocumentLayout(text, options)
        offset = data.draw(st.integers(0, len(text)))
        assert layout.anchor_of(offset) == whole.anchor_of(offset)
        row = data.draw(st.integers(-1, whole.row_count + 2))
        assert layout.row_count >= 1
        anchor = layout.locate(row)
        assert layout.index_of(anchor) <= max(row, 0)
        assert layout.step(Anchor(0, 0), row) == whole.step(Anchor(0, 0), row)
        other = layout.with_options(LayoutOptions(5)).with_options(options)
        for one in (settled(layout), settled(other)):
            assert one.row_count == whole.row_count
            assert [one.paragraph(at) for at in range(paragraph_count(one))] == paragraphs(text)
            rows = range(whole.row_count)
            assert [one.locate(at) for at in rows] == [whole.locate(at) for at in rows]


def test_paragraphs_are_found_no_further_than_they_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searched = []
    find_more = ParagraphStarts.find_more

    def count(starts: ParagraphStarts, count: int) -> None:
        searched.append(count)
        find_more(starts, count)

    monkeypatch.setattr(ParagraphStarts, "find_more", count)
    text = "فقرة قصيرة\n" * 100_000
    layout = layout_of(text, 20)
    assert layout.row(40).start == 40 * 11
    assert layout.row_count > len(text) // 20
    assert sum(searched) < 100_000
    assert layout.row_of(len(text)) == 99_999
    assert sum(searched) >= len(text)


def test_a_move_past_what_was_found_is_as_long_as_any() -> None:
    text = "x" * 100_000 + "\n" * 3000
    layout = layout_of(text, 60)
    first = layout.row_of(100_000)
    assert layout.row_count > first + 500
    layout.locate(first + 1500)
    assert layout.row_count > first + 2000


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
    assert last_offset(layout) == 4


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
        assert kept.get_or_make(key, lambda key=key: make(key), weight) == key.upper()  # type: ignore[misc]  # a default
    assert made == ["a", "b", "c", "b"]
    kept.get_or_make("heavy", lambda: make("heavy"), 99)
    assert len(kept) == 1


def test_the_numbering_changes_with_a_count() -> None:
    index = RowIndex([1, 2, 3])
    index[1] = 2
    assert index.changes == 0
    index[1] = 4
    assert (index.changes, index.before(2)) == (1, 5)


def test_blank_paragraphs_are_looked_around_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    def look(text: str, offset: int) -> Paragraph | None:
        looks.append(offset)
        return nonblank_paragraph_before(text, offset)

    monkeypatch.setattr(document_layout, "nonblank_paragraph_before", look)
    text = "\n" * 300 + "left\n" + " \n" * 300 + "قال\n" + "\n" * 301
    for numbers in (range(903), reversed(range(903))):
        looks.clear()
        layout = DocumentLayout(text, LayoutOptions(20))
        indents = {number: layout.row_at(Anchor(number, 0)).indent for number in numbers}
        assert len(looks) == 3
        assert {indents[number] for number in range(601)} == {0}
        assert {indents[number] for number in range(602, 902)} == {20}
