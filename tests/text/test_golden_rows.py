"""Rows as FriBidi paints them: order, mirroring, forms (see scripts/make_golden_rows.py)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.text.layout import DocumentLayout, LayoutOptions

ROOT = Path(__file__).parents[2]
GOLDEN = sorted((ROOT / "tests" / "data" / "golden").glob("*.tsv"))


def source_of(golden: Path) -> str:
    name = f"{golden.name.split('.')[0]}.txt"
    found = next(
        path for path in (ROOT / "seeds" / name, ROOT / "tests/data/texts" / name) if path.exists()
    )
    return found.read_bytes().decode()


def test_the_seed_has_golden_files_at_five_widths() -> None:
    widths = {path.name.split(".")[1] for path in GOLDEN if path.name.startswith("000_")}
    assert widths == {"40", "60", "72", "80", "100"}


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.name)
def test_rows_are_painted_as_fribidi_paints_them(golden: Path) -> None:
    layout = DocumentLayout(source_of(golden), LayoutOptions(int(golden.name.split(".")[1])))
    lines = golden.read_text(encoding="utf-8").split("\n")[:-1]
    while layout.settle(1):
        pass
    assert layout.row_count == len(lines)
    for index, line in enumerate(lines):
        row = layout.row(index)
        start, end, painted = line.split("\t")
        assert (row.start, row.end) == (int(start), int(end))
        assert row.text() == painted


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.name)
def test_no_row_starts_with_a_comma_or_is_too_wide(golden: Path) -> None:
    width = int(golden.name.split(".")[1])
    text = source_of(golden)
    for line in golden.read_text(encoding="utf-8").split("\n")[:-1]:
        start, end, _ = line.split("\t")
        assert not text[int(start) : int(end)].lstrip().startswith("،")
    layout = DocumentLayout(text, LayoutOptions(width))
    assert all(layout.row(index).width <= width for index in range(layout.row_count))
