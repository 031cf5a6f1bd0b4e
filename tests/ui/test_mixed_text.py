"""The caret and the selection where directions meet, and what is seen of what cannot be seen."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from rich.style import Style

from tests.ui.driving import Reader, reading
from tui.model import annotate
from tui.store.row_mapping import Change
from tui.text.spans import Span
from tui.text.unicode.sanitize import MAX_MARKS
from tui.text.unicode.segmentation import cluster_starts
from tui.text.unicode.width import cell_len

SIZE = (60, 16)
MIXED = (
    "قال John Smith (من NATO) إن 12.5% من U.S.A. [٣٫٥] هنا",
    "The word سلام (שלום, 2) means السَّلَامُ 3 ok",
    "א\u2067abc\u2069ב \u202bx אב\u202c 12 \u2068ג\u2069 d",
    "\u200fלא \u202eabc\u202c נכון\u200e",
    "نیم\u200cفاصله و کالا\u200cها 👩‍👩‍👧 🇫🇷 é لأنّ",
)


def columns(reader: Reader) -> list[list[Style]]:
    """The style of each column of each line of the article."""
    lines = []
    for parts in reader.painted():
        styles = []
        for text, style in parts:
            assert isinstance(style, Style)
            styles += [style] * cell_len(text)
        lines.append(styles)
    return lines


def tinted(reader: Reader, name: str) -> list[tuple[int, int]]:
    """Line and column of each cell of the article on a ground of this colour."""
    ground = Style(bgcolor=reader.app.theme_styles._colour(name)).bgcolor
    return [
        (y, x)
        for y, styles in enumerate(columns(reader))
        for x, style in enumerate(styles)
        if style.bgcolor and ground and style.bgcolor.triplet == ground.triplet
    ]


def caret_block(reader: Reader) -> tuple[bool, int, int]:
    """Whether the caret's block is that of right-to-left text; its line in the text and column."""
    rtl, ltr = tinted(reader, "accent"), tinted(reader, "secondary")
    assert bool(rtl) != bool(ltr), "no caret, or two"
    (y, x), *more = rtl or ltr
    assert all((line, column - 1 - at) == (y, x) for at, (line, column) in enumerate(more))
    article = reader.screen.article
    return bool(rtl), y - article.head_height + article.top, x - article.text_left


@pytest.mark.parametrize("text", ["אב (ab 1), لا", "א\u2067ab\u2069ב 12 ג"])
async def test_right_and_left_visit_each_cluster_once(tmp_path: Path, text: str) -> None:
    async with reading(tmp_path, [text], size=SIZE) as reader:
        layout = reader.session.open_text.layout
        for index in range(layout.row_count):
            stops = layout.row(index).stops()
            reader.go(stops[0])
            visited = [reader.caret]
            while reader.caret != stops[-1]:
                await reader.press("right")
                visited.append(reader.caret)
            assert tuple(visited) == stops
            while reader.caret != stops[0]:
                await reader.press("left")
                visited.append(reader.caret)
            assert visited == [*stops, *stops[-2::-1]]


@pytest.mark.parametrize("text", MIXED)
async def test_the_caret_tells_where_it_stands_and_which_way_one_reads(
    tmp_path: Path, text: str
) -> None:
    async with reading(tmp_path, [text], size=SIZE) as reader:
        layout = reader.session.open_text.layout
        for offset in (*cluster_starts(text), len(text)):
            reader.go(offset)
            await reader.settled()
            number = layout.row_of(offset)
            row = layout.row(number, {offset})
            stop = row.stop_at(offset)
            cell = row.cell_at(stop)
            rtl, line, column = caret_block(reader)
            assert line == number
            if cell is None:
                assert rtl == row.runs_rtl
                assert column == (row.indent - 1 if rtl else row.width)
            else:
                assert rtl == (cell.level % 2 == 1)
                assert column == row.column(cell.start)


@pytest.mark.parametrize("text", MIXED)
async def test_a_selection_is_painted_where_its_letters_stand(tmp_path: Path, text: str) -> None:
    async with reading(tmp_path, [text], size=SIZE) as reader:
        layout, article = reader.session.open_text.layout, reader.screen.article
        starts = cluster_starts(text)
        for start, end in pairwise(starts[:: max(len(starts) // 6, 1)]):
            reader.session.open_text.select(Span(start, end))
            reader.session.open_text.caret = start
            reader.session.open_text.anchor = end
            reader.screen.show(None)
            await reader.settled()
            expected = set()
            for number in range(layout.row_count):
                row = layout.row(number, {start, end})
                y = number + article.head_height - article.top
                caret = row.cell_at(row.stop_at(start)) if layout.row_of(start) == number else None
                for cell in row.cells:
                    if start <= cell.style_offset < end and cell != caret:
                        left = row.column(cell.start) + article.text_left
                        expected |= {(y, left + at) for at in range(cell.width)}
            assert set(tinted(reader, "primary")) == expected


async def test_a_selection_across_directions_is_several_ranges(tmp_path: Path) -> None:
    text = "abc אבגד def"
    async with reading(tmp_path, [text], size=SIZE) as reader:
        reader.go(2)
        await reader.press("v", "right", "right", "right")
        assert reader.selection == (2, 6)
        left = reader.screen.article.text_left
        # c, the space, and the first two Hebrew letters: they stand at the right of theirs.
        assert [x - left for _, x in tinted(reader, "primary")] == [2, 3, 6, 7]
        assert caret_block(reader)[2] == 5


async def test_marks_are_hidden_and_shown_and_offsets_stay(tmp_path: Path) -> None:
    text = "قَالَ لَا السَّلَامُ"
    async with reading(tmp_path, [text], size=SIZE) as reader:
        reader.go(6)
        shown = reader.rows()[2:]
        layout = reader.session.open_text.layout
        columns_of = [layout.row(0).column(offset) for offset in range(len(text))]
        await reader.press("t")
        hidden = reader.rows()[2:]
        assert any("َ" in line for line in shown)
        assert not any("َ" in line or "ّ" in line or "ُ" in line for line in hidden)
        layout = reader.session.open_text.layout
        assert [layout.row(0).column(offset) for offset in range(len(text))] == columns_of
        assert reader.caret == 6
        await reader.press("t")
        assert reader.rows()[2:] == shown


async def test_controls_are_shown_as_signs_by_a_command(tmp_path: Path) -> None:
    text = "\u200fنیم\u200cفاصله\u00a0\u2067a\u2069"
    async with reading(tmp_path, [text], size=SIZE) as reader:
        await reader.press("ctrl+p", *"invisible", "enter")
        shown = "".join(reader.rows())
        assert {*"◂∣⍽↤↧"} <= {*shown}
        reader.go(0)
        await reader.press("ctrl+p", *"invisible", "enter")
        assert {*"◂∣⍽↤↧"}.isdisjoint("".join(reader.rows()))


@pytest.mark.parametrize("letter", ["ب", "لا", "a"])
async def test_a_thousand_marks_are_capped_on_the_screen_and_kept_in_the_text(
    tmp_path: Path, letter: str
) -> None:
    text = "ك " + "".join(char + "\u0651" * 1000 for char in letter) + " نص"
    async with reading(tmp_path, [text], size=SIZE) as reader:
        assert "".join(reader.rows()[2:]).count("\u0651") == MAX_MARKS
        assert reader.session.open_text.text == text
        reader.session.open_text.select(Span(2, len(text) - 3))
        await reader.press("e")
        (row,) = reader.saved()
        assert row.text == text[2:-3]


async def test_a_word_longer_than_a_row_breaks_at_cluster_edges(tmp_path: Path) -> None:
    word = "مُهَنْدِسُونَ" * 20
    async with reading(tmp_path, [word], size=SIZE) as reader:
        layout = reader.session.open_text.layout
        rows = [layout.row(index) for index in range(layout.row_count)]
        edges = {*cluster_starts(word), len(word)}
        assert len(rows) > 2
        assert all(row.start in edges and row.width <= row.limit for row in rows)
        assert all(row.width == row.limit for row in rows[:-1])


async def test_an_annotation_of_unseen_characters_is_reached(tmp_path: Path) -> None:
    text = "אב \u200f\u2067abc\u2069 ג"

    async with reading(tmp_path, [text], size=SIZE) as reader:
        info = reader.session.info
        assert info is not None
        row = annotate(info, text, (3, 9), "entity", "me")
        reader.store.history.commit("entity", info.id, "me", [Change(None, row)])
        reader.session.load_annotations()
        await reader.press("ctrl+home", "n")
        assert reader.caret == 3
        rtl, _, column = caret_block(reader)
        assert not rtl
        layout = reader.session.open_text.layout
        assert column == layout.row(0).column(5)
