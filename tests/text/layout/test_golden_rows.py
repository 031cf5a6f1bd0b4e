"""Rows as FriBidi paints them: order, mirroring, forms (see scripts/make_golden_rows.py).

Where FriBidi is behind Unicode, the rows are those of `fribidi_behind`, and no others.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.text.layout.laid_out import layout_of, rows_of, settled
from tests.text.unicode.fribidi_behind import (
    BEHIND,
    LAM_ALEF_OVER_MARKS,
    Behind,
    with_lam_alefs,
)
from tui.text.unicode.segmentation import line_segments, paragraphs

FOLDERS = (ROOT / "seeds", ROOT / "tests/data/texts", ROOT / "tests/data/languages")
SOURCES = {path.stem: path for folder in FOLDERS for path in sorted(folder.glob("*.txt"))}
GOLDEN = sorted((ROOT / "tests" / "data" / "golden").glob("*.tsv"))
COMMAS = tuple("،؛؟.!,;:)]}")
"""What no row starts with (UAX #14 LB13)."""


def parts_of(golden: Path) -> tuple[str, int]:
    """The name of a golden file's source, and the width of its rows."""
    name, width, _ = golden.name.split(".")
    return name, int(width)


def text_of(name: str) -> str:
    return SOURCES[name].read_bytes().decode()


def test_every_text_has_golden_files_at_three_widths() -> None:
    assert {parts_of(path)[0] for path in GOLDEN} == set(SOURCES)
    for name in SOURCES:
        widths = {width for source, width in map(parts_of, GOLDEN) if source == name}
        assert {40, 60, 80} <= widths


def test_the_seed_has_golden_files_at_five_widths() -> None:
    widths = {path.name.split(".")[1] for path in GOLDEN if path.name.startswith("000_")}
    assert widths == {"40", "60", "72", "80", "100"}


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.name)
def test_rows_are_painted_as_fribidi_paints_them(golden: Path) -> None:
    name, width = parts_of(golden)
    layout = settled(layout_of(text_of(name), width))
    lines = golden.read_text(encoding="utf-8").split("\n")[:-1]
    assert layout.row_count == len(lines)
    ligatures_missed = 0
    for index, line in enumerate(lines):
        row = layout.row(index)
        start, end, painted = line.split("\t")
        assert (row.start, row.end) == (int(start), int(end))
        if name in LAM_ALEF_OVER_MARKS and row.text() != painted:
            ligatures_missed += 1
            painted = with_lam_alefs(painted, width, rtl=row.runs_rtl)
        assert row.text() == painted
    assert (ligatures_missed > 0) == (name in LAM_ALEF_OVER_MARKS)


@pytest.mark.parametrize("case", BEHIND, ids=lambda case: case.why)
def test_where_fribidi_is_behind_unicode_rows_are_right(case: Behind) -> None:
    row = rows_of(case.text, case.width)[0]
    assert row.text().strip() == case.right != case.fribidi


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [name for name, path in SOURCES.items() if "texts" not in path.parts]
)
def test_rows_are_broken_where_they_may_be_at_every_width(name: str) -> None:
    """A row that starts elsewhere goes on with a word that is wider than a row."""
    text = text_of(name)
    breaks = sorted(
        paragraph.start + offset
        for paragraph in paragraphs(text)
        for offset in accumulate(
            map(len, line_segments(text[paragraph.start : paragraph.end])), initial=0
        )
    )
    cells = dict.fromkeys(range(len(text)), 0)
    cells |= {cell.start: cell.width for row in rows_of(text, 100_000) for cell in row.cells}
    for width in range(1, 121):
        for row in rows_of(text, width):
            assert row.width <= width
            if row.start in breaks:
                assert not text[row.start : row.end].startswith(COMMAS)
            else:
                after = bisect_right(breaks, row.start)
                word = range(breaks[after - 1], breaks[after])
                assert sum(map(cells.__getitem__, word)) > width
