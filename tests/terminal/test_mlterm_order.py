"""The order in which mlterm has to get a row to show it as meant."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.mlterm_order import displayed_by_mlterm, encode_for_mlterm, mlterm_order
from tui.terminal.screen_copy import encode_lines
from tui.text.unicode import LRM

CELLS = st.lists(st.sampled_from("אבגﻢﻟ\u0661\u06f212aB+-.,:%$/()[]«» │•\u6f22"), max_size=16)


def seen(row: str) -> str:
    """What mlterm shows for a row, where a line on a blank is invisible."""
    pieces = mlterm_order(list(row))
    blanks = [at for at, text in pieces if text == "│" and row[at] == " "]
    shown = "".join(displayed_by_mlterm([text for _, text in pieces]))
    for at in blanks:
        assert shown[at] == "│"
        shown = f"{shown[:at]} {shown[at + 1 :]}"
    return shown


@given(CELLS)
def test_mlterm_shows_the_row_as_it_is_meant(cells: list[str]) -> None:
    assert seen("".join(cells)) == "".join(cells)


@given(CELLS)
def test_a_row_with_letters_runs_from_left_to_right(cells: list[str]) -> None:
    sent = "".join(text for _, text in mlterm_order(cells))
    if re.search("[אבגﻢﻟ]", sent):
        assert re.search(f"│|^{LRM}", sent)


@given(st.lists(st.sampled_from("אבגﻢﻟ\u066112a.,()« │"), max_size=16).map("".join))
def test_a_mark_is_sent_only_where_a_word_needs_it(row: str) -> None:
    words = [word for word in re.split("[ │]", row) if word]
    if all(len(set(map(kind, word))) == 1 for word in words) and " " in f"{row[:1]}{row[-1:]}":
        assert LRM not in "".join(text for _, text in mlterm_order(list(row)))


def kind(char: str) -> str:
    return "r" if char in "אבגﻢﻟ" else "other"


@pytest.mark.parametrize(
    ("meant", "sent"),
    [
        ("abc 12 ", "abc 12 "),
        ("│ גב (א) ד │", "│ ד (א) בג │"),
        ("│ גב 12.5 א │", "│ א 12.5 בג │"),
        ("│ אב 12 │", "│ בא│12 │"),
        ("│ אב12 │", f"│ בא{LRM}12 │"),
        ("a אב ", "a בא│"),
        (" אב", "│בא"),
        ("אב", f"{LRM}בא"),
        ("a גב│דה", "a בג│הד"),
    ],
)
def test_lines_and_blanks_part_what_mlterm_reorders(meant: str, sent: str) -> None:
    assert "".join(text for _, text in mlterm_order(list(meant))) == sent


def test_a_line_on_a_blank_has_the_colour_of_its_ground() -> None:
    sent = encode_lines("\x1b[44mאב 12 │", encode_for_mlterm)
    assert sent == "\x1b[0m\x1b[44mבא\x1b[0m\x1b[44m\x1b[8m│\x1b[0m\x1b[44m12 │\x1b[0m"
