"""One line in so many cells: titles, items, messages, whatever they hold."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.text.layout.laid_out import rows_of
from tests.text.strategies import BIDI_CONTROLS, calm_texts, texts
from tui.text.layout.single_line import (
    ELLIPSIS,
    Align,
    fit,
    flat,
    isolated,
    line_row,
    listed,
    runs_rtl,
    tight,
)
from tui.text.unicode.bidi import Direction, Resolved, resolve
from tui.text.unicode.sanitize import INVISIBLE, sanitized
from tui.text.unicode.segmentation import cluster_starts
from tui.text.unicode.width import cell_len

anything = st.one_of(texts, calm_texts, st.text())
cells = st.integers(0, 30)
alignments: st.SearchStrategy[Align] = st.sampled_from(("start", "left", "right"))
directions = st.sampled_from(Direction)


@given(anything, cells, alignments, directions)
@example("漢字", 1, "start", Direction.AUTO)
@example("漢字漢", 4, "start", Direction.AUTO)
@example("\u200f" * 500 + "a", 3, "left", Direction.AUTO)
@example("a" + "\u0301" * 1000 + "b", 3, "left", Direction.AUTO)
def test_a_line_takes_exactly_so_many_cells(
    text: str, width: int, align: Align, direction: Direction
) -> None:
    line = fit(text, width, align=align, direction=direction)
    assert cell_len(line) == width


@given(anything, cells, directions)
def test_nothing_of_a_line_is_obeyed_by_a_terminal(
    text: str, width: int, direction: Direction
) -> None:
    line = fit(text, width, direction=direction)
    assert INVISIBLE.isdisjoint(line)
    assert all(char.isprintable() or char.isspace() or sanitized(char) == char for char in line)
    assert not set("\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029").intersection(line)


@given(anything, cells, directions)
def test_what_fits_is_the_row_of_an_article(text: str, width: int, direction: Direction) -> None:
    text = flat(text).rstrip()
    (row,) = rows_of(text, 1000, direction=direction)
    line = line_row(text, width, direction)
    if row.width <= width:
        assert (line.cells, line.end) == (row.cells, len(text))
    elif width:
        assert line.logical[-1].text == ELLIPSIS


@given(anything, st.integers(1, 30), directions)
@example("لاก\u0600", 3, Direction.AUTO)
@example("لا\u0e33ab", 3, Direction.AUTO)
def test_what_does_not_fit_keeps_all_that_does(text: str, width: int, direction: Direction) -> None:
    text = flat(text).rstrip()
    (row,) = rows_of(text, 1000, direction=direction)
    line = line_row(text, width, direction)
    if row.width <= width:
        return
    room = width - 1
    kept = []
    for cell in row.logical:
        room -= cell.width
        if room < 0:
            break
        kept.append(cell.start)
    shown = [cell.start for cell in line.logical[:-1]]
    assert shown == kept[: len(shown)]
    assert text[line.end : row.end].strip() != ""
    assert all(text[start].isspace() for start in kept[len(shown) :])
    assert line.end in (*cluster_starts(text), len(text))


@given(anything, st.integers(1, 30), directions)
def test_the_ellipsis_stands_where_reading_would_go_on(
    text: str, width: int, direction: Direction
) -> None:
    line = line_row(text, width, direction)
    cut = line.logical and line.logical[-1].start == line.logical[-1].end
    if cut and not set(BIDI_CONTROLS).intersection(text):
        assert line.cells[0 if line.runs_rtl else -1].text == ELLIPSIS


@pytest.mark.parametrize(
    ("text", "width", "line"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("abc   ", 3, "abc"),
        ("ab cd", 4, "ab… "),
        ("אבג", 5, "  גבא"),
        ("אבגד", 3, "…בא"),
        ("אב abcdef", 6, "…ab בא"),
        ("abc אבגדה", 6, "abc א…"),
        ("12345 אבג", 5, "…1234"),
        ("سلام", 4, "ﻡﻼﺳ".rjust(4)),
        ("لالالا", 3, "ﻻﻻﻻ"),
        ("لالالالا", 3, "…ﻻﻻ"),
        ("سلا", 2, "ﻼﺳ"),
        ("بتث", 2, "…ﺏ"),
        ("\u202eabcdef", 4, "…cba"),
        ("\u2067abcdef", 4, "…abc"),
        ("\u202babcdefא", 4, "…abc"),
        ("to \u2068אבגדה\u2069", 6, "to …בא"),
        ("to \u2068אב\u2069 and on", 8, "to בא a…"),
        ("אב \u2068abcdef\u2069", 6, "ab… בא"),
        ("(אבג)", 5, "(גבא)"),
        ("a\nb\u2029c", 5, "a b c"),
        ("漢字", 3, "漢…"),
        ("漢字", 2, "… "),
        ("", 2, "  "),
        ("a", 0, ""),
        ("a", -3, ""),
    ],
)
def test_lines_as_they_are_seen(text: str, width: int, line: str) -> None:
    assert fit(text, width) == line


def test_a_line_stands_at_the_side_where_its_text_begins_unless_asked() -> None:
    assert fit("אב", 4) == "  בא"
    assert fit("אב", 4, align="left") == "בא  "
    assert fit("ab", 4, align="right") == "  ab"
    assert fit("ab", 4, direction=Direction.RTL) == "  ab"
    assert fit("אב!", 4, align="left", direction=Direction.LTR) == "בא! "


@given(anything, cells, directions)
def test_a_tight_line_has_no_cells_to_spare(text: str, width: int, direction: Direction) -> None:
    line = tight(text, width, direction=direction)
    assert cell_len(line) == line_row(text, width, direction).width <= width
    assert line.strip() == fit(text, width, direction=direction).strip()


def test_parts_of_a_list_keep_their_places() -> None:
    assert tight(listed(["speaker", "", "محمد 5", "2023-01-02", "a)", "(ב"]), 99) == (
        "speaker · 5 ﺪﻤﺤﻣ · 2023-01-02 · a) · ב)"
    )


@given(anything)
def test_a_line_runs_as_its_paragraph_would(text: str) -> None:
    assert runs_rtl(text) == (resolve(flat(text)).level == 1)


@given(anything, st.text(st.sampled_from("aא1 !"), max_size=8))
def test_an_isolated_text_orders_nothing_outside_of_it(text: str, around: str) -> None:
    """What stands around it has the levels that it has around any neutral."""
    whole = f"{around}{isolated(text)}{around}"
    other = f"{around}{isolated('')}{around}"
    for direction in Direction:
        levels, expected = resolve(whole, direction).levels, resolve(other, direction).levels
        assert levels[: len(around)] == expected[: len(around)]
        assert levels[len(levels) - len(around) :] == expected[len(expected) - len(around) :]


@given(anything)
def test_an_isolated_text_keeps_its_words(text: str) -> None:
    inside = isolated(text)[1:-1]
    explicit = {*BIDI_CONTROLS} - {*"\u061c\u200e\u200f"}
    assert inside == "".join(char for char in flat(text) if char not in explicit)


@given(anything)
def test_a_flat_text_is_one_paragraph_of_as_many_code_points(text: str) -> None:
    assert len(flat(text)) == len(text)
    (row,) = rows_of(flat(text), 1000)
    assert row.end == len(text)


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("x" * 1_000_000, 300),
        ("ل" * 1_000_000, 300),
        ("\u202e" * 1_000_000, 40_000),
        ("a" + "\u0301" * 1_000_000, 40_000),
        ("ab" + "\u2067\u2069" * 500_000, 40_000),
    ],
)
def test_little_of_a_very_long_text_is_laid_out(
    text: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[int] = []

    def resolving(text: str, direction: Direction) -> Resolved:
        laid_out.append(len(text))
        return resolve(text, direction)

    monkeypatch.setattr("tui.text.layout.single_line.resolve", resolving)
    assert ELLIPSIS in fit(text, 10)
    assert sum(laid_out) <= most


ascii_signs = st.one_of(st.characters(max_codepoint=0x7F), st.sampled_from("·\u2068\u2069"))


@given(
    st.one_of(st.text(ascii_signs), st.lists(st.text(ascii_signs)).map(listed)),
    cells,
    alignments,
    directions,
)
@example(listed(["a.txt", "3 claims", "(1)"]), 24, "right", Direction.AUTO)
@example(listed(["1", "2 "]), 9, "start", Direction.RTL)
@example("a b", 3, "right", Direction.AUTO)
@example("a ", 3, "right", Direction.AUTO)
@example("12 (3)", 9, "start", Direction.RTL)
def test_ascii_is_painted_as_its_row_is_also_in_a_list(
    text: str, width: int, align: Align, direction: Direction
) -> None:
    row = line_row(text, width, direction)
    content = "".join(cell.text for cell in row.cells)
    assert tight(text, width, direction=direction) == content
    right = row.runs_rtl if align == "start" else align == "right"
    line = content.rjust(width) if right else content.ljust(width)
    assert fit(text, width, align=align, direction=direction) == line
