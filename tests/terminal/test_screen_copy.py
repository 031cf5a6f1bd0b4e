"""For a terminal that reorders: the order in which it has to get a row to show it as meant."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.encoding import Encoder
from tui.terminal.profiles import Escaping, Profile
from tui.terminal.screen_copy import (
    ScreenCopy,
    encode_for_konsole,
    encode_lines,
    encode_with_joiners,
    logical_order,
    split_cells,
)
from tui.text.unicode import (
    LRM,
    ZWJ,
    ZWNJ,
    Direction,
    mirrored,
    resolve,
    row_levels,
    shape,
    visual_order,
)

# Every class that matters to UAX #9: letters of both directions, digits, separators,
# terminators, brackets, spaces, box drawing, a wide cell.
CELLS = st.lists(st.sampled_from("אבגﻢﻟ\u0661\u06f212aB+-.,:%$/()[]«» │•\u6f22"), max_size=16)


def seen(
    sent: str,
    direction: Direction = Direction.LTR,
    *,
    mirrors: bool = True,
    lines_part: bool = False,
) -> str:
    """What a terminal that follows UAX #9 shows for a row, but for its mirroring if so.

    `lines_part` tells whether it takes lines between panes for left-to-right letters.
    """
    taken = sent.replace("│", "a") if lines_part else sent
    levels = row_levels(taken, resolve(taken, direction), 0, len(taken))
    displayed = (
        mirrored(sent[at]) if mirrors and levels[at] % 2 else sent[at]
        for at in visual_order(levels)
        if sent[at] not in (LRM, ZWNJ, ZWJ)
    )
    return "".join(displayed)


@given(CELLS)
def test_a_terminal_that_reorders_shows_the_row_as_it_is_meant(cells: list[str]) -> None:
    sent = "".join(text for _, text in logical_order(cells))
    assert seen(sent) == "".join(cells)


@given(CELLS)
def test_so_does_one_that_goes_by_the_first_strong_character(cells: list[str]) -> None:
    sent = "".join(text for _, text in logical_order(cells))
    if re.search("[a-zאבגﻢﻟ\u6f22]", sent, re.IGNORECASE):
        assert seen(sent, Direction.AUTO) == "".join(cells)


@given(CELLS)
def test_each_cell_is_sent_once_and_under_its_own_index(cells: list[str]) -> None:
    pieces = [(at, text) for at, text in logical_order(cells) if text != LRM]
    assert sorted(at for at, _ in pieces) == list(range(len(cells)))
    assert all(text in (cells[at], mirrored(cells[at])) for at, text in pieces)


@pytest.mark.parametrize(
    ("meant", "sent"),
    [
        ("abc", "abc"),
        ("a אב", "a בא"),
        ("a גב (א) ד b", "a ד (א) בג b"),
        ("a גב 12.5 א b", "a א 12.5 בג b"),
        ("a אב 12", f"a בא{LRM} 12"),
        (" אב", f" {LRM}בא"),
        ("אב", f"{LRM}בא"),
        ("a גב │ דה", f"a בג │{LRM} הד"),
    ],
)
def test_words_stay_whole_and_marks_are_few(meant: str, sent: str) -> None:
    assert "".join(text for _, text in logical_order(list(meant))) == sent


@given(CELLS)
def test_konsole_reorders_a_row_and_mirrors_nothing(cells: list[str]) -> None:
    sent = konsole("".join(cells))
    assert seen(sent, mirrors=False, lines_part=True) == "".join(cells)
    assert f"│{LRM}" not in sent


def konsole(row: str) -> str:
    return encode_lines(row, encode_for_konsole)


@pytest.mark.parametrize(
    ("meant", "sent"),
    [
        ("a גב (א) ד b", "a ד )א( בג b"),
        (".(٢٥) «ב»", ".(٢٥) «ב»"),
        ("«גב» :א", "«א: »בג"),
        ("אב", "בא"),
        ("ﻢﻫﺍﻮﺧﯽﻣ", f"ﻣﯽ{ZWNJ}ﺧﻮﺍﻫﻢ"),
        ("ﻻﺏ", f"ﺏ{ZWNJ}ﻻ"),
        ("ﻼﺑ", "ﺑﻼ"),
        ("ﺏﺍ", "ﺍﺏ"),
        ("ﺏێ", f"ێ{ZWNJ}ﺏ"),
        ("ﺐێ", "ێﺐ"),
    ],
)
def test_konsole_gets_brackets_as_they_look_and_zwnj_where_letters_are_apart(
    meant: str, sent: str
) -> None:
    assert konsole(meant) == sent


def joined_again(letters: str) -> str:
    """Forms of a row in visual order after a terminal has joined its letters again."""
    stored = "".join(unicodedata.normalize("NFKC", char) for char in letters)
    return "".join(shape(stored))[::-1]


@given(st.lists(st.sampled_from("بتيكلاادوهم\u200c "), max_size=12).map("".join))
def test_konsole_joins_what_is_joined_and_nothing_else(text: str) -> None:
    """The forms come out again, also where a ZWNJ kept them apart."""
    row = "".join(shape(text))[::-1].strip()
    assert joined_again(konsole(row)) == row


@given(st.lists(st.sampled_from("بتيكلاادوهم\u200c "), max_size=12).map("".join))
def test_behind_mosh_each_cell_keeps_its_place_and_its_form(text: str) -> None:
    row = "".join(shape(text))[::-1].strip()
    sent = encode_lines(row, encode_with_joiners)
    assert seen(sent) == seen(sent, mirrors=False) == row
    cells = re.findall(f"{ZWJ}?[^{ZWJ}{LRM} ]{ZWJ}?(?={LRM})", sent)
    assert "".join(map(joined_again, cells)) == row.replace(" ", "")


def test_cells_keep_their_marks() -> None:
    assert logical_order(["a", "\u05d0\u05b8", "\u05d1\u05bc"]) == [
        (0, "a"),
        (2, "\u05d1\u05bc"),
        (1, "\u05d0\u05b8"),
    ]


def test_text_is_split_into_cells_with_their_marks() -> None:
    assert list(split_cells("a\u05d0\u05b8 e\u0301\u6f22")) == [
        *("a", "\u05d0\u05b8", " ", "e\u0301", "\u6f22")
    ]


def test_colours_go_with_their_cells() -> None:
    assert encode_lines("a\x1b[1mאב\x1b[0m גד") == "aדג \x1b[0m\x1b[1mבא\x1b[0m"


def test_lines_are_sent_each_for_itself() -> None:
    encoder = Encoder(Profile("", "", escaping=Escaping.TERMINAL))
    assert encoder.encode("a אב\n\nb גד\n") == "a בא\n\nb דג\n"


class Screen:
    """A terminal that reorders, as far as it matters here: what it shows on its rows."""

    def __init__(self, width: int) -> None:
        self.rows: dict[int, str] = {}
        self.encoder = Encoder(Profile("", "", escaping=Escaping.TERMINAL), columns=lambda: width)

    def write(self, data: str) -> None:
        sent = self.encoder.encode(data)
        for row, text in re.findall(r"\x1b\[(\d+);1H((?:[^\x1b]|\x1b\[[\d;]*m)+)", sent):
            self.rows[int(row)] = seen(re.sub(r"\x1b\[[\d;]*m", "", text))


def test_a_part_of_a_row_that_is_written_anew_leaves_the_rest_in_place() -> None:
    screen = Screen(20)
    screen.write("\x1b[1;1H\x1b[7mאבג │\x1b[0m דהו │ זחט\n\x1b[2;1Habc")
    assert screen.rows == {1: "אבג │ דהו │ זחט", 2: "abc"}
    screen.write("\x1b[1;7Hקרש")
    assert screen.rows[1] == "אבג │ קרש │ זחט"
    screen.write("\x1b[1;9H12\x1b[1;1H")
    assert screen.rows[1] == "אבג │ קר12│ זחט"


def test_half_a_wide_cell_that_is_written_over_leaves_a_blank() -> None:
    screen = Screen(20)
    screen.write("\x1b[1;1H\u6f22\u6f22\u6f22")
    screen.write("\x1b[1;2Hא\x1b[1;5Hב")
    assert screen.rows[1] == " א\u6f22ב "


def test_rows_end_where_the_screen_does() -> None:
    screen = Screen(3)
    screen.write("\x1b[1;1Habcdef")
    assert screen.rows[1] == "abc"


def test_other_sequences_go_out_and_the_cursor_ends_where_it_was_put() -> None:
    rows = ScreenCopy(lambda: 80)
    assert rows.write("\x1b[?1049h\x1b[?25l") == "\x1b[?1049h\x1b[?25l"
    assert rows.write("\x1b]22;default\x07") == "\x1b]22;default\x07"
    assert rows.write("\x1b[2;1Hab\x1b[9;4H") == "\x1b[2;1Hab\x1b[9;4H"


def test_the_alternate_screen_starts_empty() -> None:
    rows = ScreenCopy(lambda: 80)
    rows.write("\x1b[1;1Habc")
    rows.write("\x1b[?1049h")
    assert rows.write("\x1b[1;2Hx") == "\x1b[1;1H x\x1b[1;3H"
