"""What holds for the rows of any text."""

from __future__ import annotations

from itertools import accumulate, pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from tests.text.layout.laid_out import paragraph_count
from tests.text.strategies import calm_texts, paragraph_texts, texts, widths
from tui.text.layout.caret_motion import left, right
from tui.text.layout.document_layout import DocumentLayout, LayoutOptions
from tui.text.layout.glyphs import HANGING
from tui.text.layout.rows import Row
from tui.text.unicode.bidi import Direction
from tui.text.unicode.sanitize import INVISIBLE, sanitized
from tui.text.unicode.segmentation import cluster_starts, line_segments, paragraphs
from tui.text.unicode.width import cell_len

options = st.builds(
    LayoutOptions,
    width=widths,
    direction=st.sampled_from(Direction),
    marks=st.booleans(),
    controls=st.booleans(),
)


def rows_of(layout: DocumentLayout) -> list[Row]:
    while layout.settle(1):
        pass
    return [layout.row(index) for index in range(layout.row_count)]


@given(texts, options)
def test_rows_partition_each_paragraph(text: str, options: LayoutOptions) -> None:
    rows = rows_of(DocumentLayout(text, options))
    at = 0
    for paragraph in paragraphs(text):
        joined = ""
        while True:
            row = rows[at]
            assert row.start == paragraph.start + len(joined)
            joined += text[row.start : row.end]
            at += 1
            if row.is_last:
                break
        assert joined == text[paragraph.start : paragraph.end]
    assert at == len(rows)


@given(texts, options)
def test_a_row_is_where_it_is_said_to_be_before_it_is_built(
    text: str, options: LayoutOptions
) -> None:
    layout = DocumentLayout(text, options)
    for index in range(len(rows_of(layout))):
        anchor = layout.locate(index)
        row = layout.row_at(anchor)
        assert layout.bounds_at(anchor) == (row.start, row.end, row.runs_rtl)


@given(texts, options)
def test_every_offset_belongs_to_the_row_that_shows_it(text: str, options: LayoutOptions) -> None:
    layout = DocumentLayout(text, options)
    rows = rows_of(layout)
    for paragraph in paragraphs(text):
        for offset in range(paragraph.start, paragraph.end):
            row = rows[layout.row_of(offset)]
            assert row.start <= offset < row.end
        for offset in range(paragraph.end, paragraph.next):
            row = rows[layout.row_of(offset)]
            assert row.is_last
            assert row.end == paragraph.end


@given(texts, options)
@example(" لا\u200c", LayoutOptions(2, controls=True))
@example("لا\u200cب لآ\u200d\u200c", LayoutOptions(3, controls=True))
def test_rows_are_never_wider_than_asked(text: str, options: LayoutOptions) -> None:
    for row in rows_of(DocumentLayout(text, options)):
        assert row.width == sum(cell.width for cell in row.cells) <= options.width
        assert all(cell.width >= 1 and cell.text for cell in row.cells)
        assert len(row.text()) == 0 or row.text()[-1] != " "


@given(texts, options)
@example("😀\u0e33", LayoutOptions(1))
def test_rows_break_at_cluster_edges(text: str, options: LayoutOptions) -> None:
    edges = {len(text), *cluster_starts(text)}
    for row in rows_of(DocumentLayout(text, options)):
        assert row.start in edges
        assert row.end in edges


@given(texts, options)
def test_each_cluster_maps_to_its_cell_and_back(text: str, options: LayoutOptions) -> None:
    for row in rows_of(DocumentLayout(text, options)):
        seen = [cell.start for cell in row.cells]
        assert len(seen) == len(set(seen))
        for cell in row.cells:
            for offset in range(cell.start, cell.end):
                assert row.cell_at(offset) == cell
                assert row.offset_at(row.column(offset)) == cell.start
        for column in range(row.indent, row.indent + row.width):
            found = row.cell_at(row.offset_at(column))
            assert found is not None
            assert row.column(found.start) <= column < row.column(found.start) + found.width


@given(texts, options)
def test_every_offset_has_a_column_inside_the_row(text: str, options: LayoutOptions) -> None:
    for row in rows_of(DocumentLayout(text, options)):
        for offset in range(row.start, row.end + 1):
            assert 0 <= row.column(offset) < options.width


@given(texts, options)
def test_only_what_is_unseen_or_hangs_has_no_cell(text: str, options: LayoutOptions) -> None:
    for row in rows_of(DocumentLayout(text, options)):
        slice_ = text[row.start : row.end]
        edges = [*cluster_starts(slice_), len(slice_)]
        for start, end in pairwise(edges):
            if row.cell_at(row.start + start) is not None:
                continue
            cluster = slice_[start:end]
            hangs = row.start + start in row.hanging and cluster[0] in HANGING
            unseen = INVISIBLE.issuperset(cluster) and not options.controls
            assert hangs or unseen or cell_len(sanitized(cluster)) == 0


@given(paragraph_texts, options)
def test_right_walks_through_every_stop_of_a_row_once(text: str, options: LayoutOptions) -> None:
    layout = DocumentLayout(text, options)
    for row in rows_of(layout):
        stops = row.stops()
        assert len(stops) == len(set(stops))
        walked = [stops[0]]
        while walked[-1] != stops[-1]:
            walked.append(right(layout, walked[-1]))
        assert tuple(walked) == stops
        for here, there in pairwise(stops):
            assert left(layout, there) == here
        shown = {cell.start for cell in row.cells} | {cell.style_offset for cell in row.cells}
        assert shown | set(row.hanging) <= set(stops)


@given(calm_texts, st.integers(12, 40))
def test_rows_are_filled_as_far_as_their_words_allow(text: str, width: int) -> None:
    wide = DocumentLayout(text, LayoutOptions(100_000)).row(0)

    def cells(start: int, end: int) -> int:
        """What the words of a slice take without the spaces after them."""
        end = start + len(text[start:end].rstrip(" \u200b"))
        return sum(cell.width for cell in wide.logical if start <= cell.start < end)

    breaks = [*accumulate(map(len, line_segments(text)), initial=0)]
    for here, there in pairwise(rows_of(DocumentLayout(text, LayoutOptions(width)))):
        word_end = breaks[breaks.index(there.start) + 1]
        assert cells(here.start, here.end) <= width
        assert cells(here.start, word_end) > width


@given(texts, options)
def test_counting_rows_agrees_with_wrapping_them(text: str, options: LayoutOptions) -> None:
    counted = DocumentLayout(text, options)
    while counted.settle(1):
        pass
    wrapped = DocumentLayout(text, options)
    anchors = []
    for number in range(paragraph_count(wrapped)):
        anchor = wrapped.anchor_of(wrapped.paragraph(number).start)
        last = wrapped.anchor_of(wrapped.paragraph(number).end)
        anchors += [anchor._replace(row=row) for row in range(last.row + 1)]
    assert counted.row_count == len(anchors)
    assert [counted.locate(index) for index in range(len(anchors))] == anchors
