"""Cell widths: the compositor's own, for everything that the layout measures."""

import pytest
from hypothesis import given
from rich.segment import Segment
from textual.strip import Strip

from tests.text.strategies import paragraph_texts
from tui.text.unicode.width import cell_len


@given(paragraph_texts)
def test_textual_counts_as_many_cells(text: str) -> None:
    assert Strip([Segment(text)]).cell_length == cell_len(text)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("سلام", 4),
        ("سَلَام", 4),
        ("漢字", 4),
        ("👨‍👩‍👧", 2),
        ("❤", 1),
        ("❤️", 2),
    ],
)
def test_widths_that_people_expect(text: str, cells: int) -> None:
    assert cell_len(text) == cells
