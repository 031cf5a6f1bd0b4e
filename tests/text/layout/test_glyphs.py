"""Lam-alef: one cell and one ligature, unless a boundary falls between the two letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.layout.laid_out import layout_of, rows_of
from tests.text.strategies import calm_texts, paragraph_texts
from tui.text.layout.glyphs import glyph_table
from tui.text.unicode.bidi import resolve
from tui.text.unicode.sanitize import MAX_MARKS


def test_lam_alef_is_one_cell_painted_as_its_alef() -> None:
    (row,) = rows_of("سلام", 3)
    assert row.text() == "ﻡﻼﺳ"
    ligature = row.cells[1]
    assert (ligature.start, ligature.end, ligature.style_offset) == (1, 3, 2)
    assert row.column(1) == row.column(2) == 1
    assert row.ligatures == ((1, 2),)


def test_marks_of_both_letters_stand_on_the_ligature() -> None:
    (row,) = rows_of("لَاً", 5)
    assert len(row.cells) == 1
    assert row.cells[0].text == "ﻻ\u064e\u064b"
    assert (row.cells[0].start, row.cells[0].end, row.cells[0].style_offset) == (0, 4, 2)


def test_a_boundary_between_them_draws_two_letters_where_there_is_a_cell() -> None:
    layout = layout_of("لأستراليا", 20)
    whole, split = layout.row(0), layout.row(0, {1})
    assert whole.text().endswith("ﻷ")
    assert split.text().endswith("ﺄﻟ")
    assert split.width == whole.width + 1
    assert [cell.start for cell in split.cells][-2:] == [1, 0]
    assert split.text()[0] == " "


def test_in_a_full_row_the_ligature_stays_whole() -> None:
    layout = layout_of("سلام", 3)
    assert layout.row(0, {2}).text() == layout.row(0).text()


def test_a_split_takes_the_cell_of_a_space_at_the_break() -> None:
    layout = layout_of("سلام عليكم", 4)
    assert layout.row(0).hanging == ()
    split = layout.row(0, {2})
    assert split.hanging == (4,)
    assert len(split.cells) == 4


def test_splits_take_cells_in_reading_order() -> None:
    layout = layout_of("لا لا", 4)
    assert layout.row(0).width == 3
    row = layout.row(0, {1, 4})
    assert [cell.start for cell in row.cells] == [3, 2, 1, 0]


def test_a_boundary_at_a_mark_between_them_counts() -> None:
    layout = layout_of("لَا", 5)
    assert layout.row(0, {1}).width == layout.row(0, {2}).width == 2


@pytest.mark.parametrize("offset", [0, 2, 3, 99])
def test_boundaries_elsewhere_change_nothing(offset: int) -> None:
    layout = layout_of("لا بيت", 20)
    assert layout.row(0, [offset]) is layout.row(0)


def test_a_split_never_moves_a_row_break() -> None:
    text = "لا " * 30
    layout = layout_of(text, 7)
    before = [(row.start, row.end) for row in rows_of(text, 7)]
    splits = set(range(len(text)))
    after = [layout.row(index, splits) for index in range(len(before))]
    assert [(row.start, row.end) for row in after] == before
    assert all(row.width <= 7 for row in after)


def test_an_override_to_the_left_keeps_lam_and_alef_apart() -> None:
    text = "\u202dكلا كلا كلا"
    rows = rows_of(text, 7)
    assert [row.text() for row in rows] == ["ﻚﻟﺍ ﻚﻟﺍ", "    ﻚﻟﺍ"]
    assert [row.width for row in rows_of("كلا كلا كلا", 7)] == [6, 2]


def test_hidden_marks_are_hidden_on_both_letters() -> None:
    (row,) = rows_of("لَاً", 5, marks=False)
    assert row.text().strip() == "ﻻ"


def test_a_control_between_them_that_is_shown_keeps_them_apart() -> None:
    text = "ل\u200fا"
    assert [cell.text for cell in rows_of(text, 5)[0].cells] == ["ﻻ"]
    (row,) = rows_of(text, 5, controls=True)
    assert [(cell.text, cell.start) for cell in row.cells] == [("ﺎ", 2), ("◂", 1), ("ﻟ", 0)]
    assert len(rows_of(text, 2, controls=True)) == 2


def test_marks_of_both_letters_are_capped_together() -> None:
    (row,) = rows_of("ل" + "\u064e" * 20 + "ا" + "\u064b" * 20, 5)
    assert len(row.cells[0].text) == 1 + MAX_MARKS


def test_an_alef_under_a_mark_with_a_width_stays_apart() -> None:
    assert [row.width for row in rows_of("لا\u0e33", 2)] == [1, 2]
    assert [row.width for row in rows_of("لا\u0e33", 3)] == [3]


@given(paragraph_texts | calm_texts, st.data())
def test_a_part_is_shaped_as_in_its_paragraph(text: str, data: st.DataObject) -> None:
    table = glyph_table(True, False)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    apart = range(len(text))  # a ligature across an edge is split
    for levels in (None, resolve(text).levels):
        whole = table.shaped(text, 0, len(text), levels, apart)
        assert table.shaped(text, start, end, levels, apart) == whole[start:end]


def test_a_part_sees_its_neighbours_across_marks() -> None:
    table, marks = glyph_table(True, False), "\u064e" * 900
    assert table.shaped(f"ب{marks}ت", 901, 902, None) == ["ﺖ"]
    assert table.shaped(f"ب{marks}ت", 0, 1, None) == ["ﺑ"]
    assert table.shaped(f"ل{marks}ا", 0, 1, None) == ["ﻟ"]
