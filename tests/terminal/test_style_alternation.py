"""Neighbouring cells differ in font or colour where a terminal takes equal ones for a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.encoding import Encoder
from tui.terminal.profiles import Escaping, Profile

ITALIC, UPRIGHT = "\x1b[3m", "\x1b[23m"
KITTY = Profile("kitty-old", "", escaping=Escaping.FONTS)
QT = Profile("qt", "", escaping=Escaping.COLOURS, foreground="255;255;255")

STYLES = ["\x1b[0m", "\x1b[1m", "\x1b[3;4m", "\x1b[38;2;10;20;30m", "\x1b[38;5;9m", "\x1b[7;31m"]
PARTS = st.lists(
    st.tuples(
        st.sampled_from(STYLES), st.text(st.sampled_from("ﺑﺒﺐאב٢۲12aB.()«» │漢\u064e"), max_size=5)
    ),
    max_size=6,
)
RTL = "ﺑﺒﺐאב"


def painted(parts: list[tuple[str, str]]) -> str:
    """Parts of a row as Textual paints them, each in its style."""
    return "".join(f"{style}{text}\x1b[0m" for style, text in parts)


def cells_of(sent: str) -> Iterator[tuple[str, str]]:
    """Each cell of a row as sent, with all SGR parameters since the last reset."""
    style = ""
    for sequence, cell in re.findall(r"\x1b\[([\d;:]*)m|([^\x1b]\u064e*)", sent):
        if cell:
            yield cell, style
        else:
            style = "" if sequence == "0" else f"{style};{sequence}"


def font(style: str) -> str:
    """The last parameter that sets the font, colours and their operands left out."""
    left = re.sub(r"[345]8;(?:2;\d+;\d+;\d+|5;\d+)", "", style)
    fonts = [field for field in left.split(";") if field in ("3", "23")]
    return fonts[-1] if fonts else ""


@pytest.mark.parametrize(
    ("row", "sent"),
    [
        ("abc 12.", "abc 12."),
        ("ﻢﻟ", f"{UPRIGHT}ﻢ{ITALIC}ﻟ\x1b[0m"),
        (".ﻥﺍ", f"{UPRIGHT}.{ITALIC}ﻥ{UPRIGHT}ﺍ\x1b[0m"),
        ("אב גד", f"{UPRIGHT}א{ITALIC}ב\x1b[0m {UPRIGHT}ג{ITALIC}ד\x1b[0m"),
        ("(abc12)א", f"{UPRIGHT}({ITALIC}abc12{UPRIGHT}){ITALIC}א\x1b[0m"),
        ("a │א│", f"a │{UPRIGHT}א\x1b[0m│"),
    ],
)
def test_cells_of_a_right_to_left_word_alternate_from_its_left_end(row: str, sent: str) -> None:
    assert Encoder(KITTY).encode(row) == sent


@given(PARTS)
def test_no_two_cells_of_one_font_are_side_by_side_in_a_right_to_left_word(
    parts: list[tuple[str, str]],
) -> None:
    sent = list(cells_of(Encoder(KITTY).encode(painted(parts))))
    assert "".join(cell for cell, _ in sent) == cells_only(parts)
    for (before, one), (after, other) in pairwise(sent):
        bases = {before[0], after[0]}
        if not bases & {" ", "│"} and bases & {*RTL}:
            assert {font(one), font(other)} == {"3", "23"}


IN_SCREEN = Profile("screen/kitty-old", "", escaping=Escaping.SCREEN_FONTS)


def through_screen(sent: str) -> list[tuple[str, str]]:
    """Each cell, and the font that kitty shows it in after screen has sent it on.

    screen passes strings on at once, and a style with the next cell, after a reset.
    """
    cells: list[tuple[str, str]] = []
    font, style, sent_style = "23", "", ""
    at = 0
    for string, sequence, back, cell in re.findall(
        r"\x1bP\x1b\[(\d+)m\x1b\\|\x1b\[([\d;:]*)m|(\x08)|([^\x1b\x08]\u064e*)", sent
    ):
        if string:
            font = string
        elif cell:
            if style != sent_style:
                font, sent_style = "23", style
            cells[at : at + 1] = [(cell, font)]
            at += 1
        elif back:
            at -= 1
        else:
            style = "" if sequence == "0" else f"{style};{sequence}"
    assert (font, style) == ("23", "")
    return cells


@given(st.lists(st.tuples(st.sampled_from(STYLES[:2] + STYLES[3:]), st.text("ﺑﺒאב12aB.( │\u064e"))))
def test_in_screen_the_fonts_alternate_in_spite_of_its_styles(
    parts: list[tuple[str, str]],
) -> None:
    sent = through_screen(Encoder(IN_SCREEN).encode(painted(parts)))
    assert "".join(cell for cell, _ in sent) == cells_only(parts)
    for (before, one), (after, other) in pairwise(sent):
        bases = {before[0], after[0]}
        if not bases & {" ", "│"} and bases & {*RTL}:
            assert {one, other} == {"3", "23"}


def cells_only(parts: list[tuple[str, str]]) -> str:
    """The text of a row; a mark without a base has no cell."""
    return re.sub("^\u064e+", "", "".join(text for _, text in parts))


def colours(style: str) -> list[int]:
    """The last foreground of a style that is given as red, green and blue."""
    found = re.findall(r"38;2;(\d+);(\d+);(\d+)", style)
    return [int(number) for number in found[-1]] if found else []


@given(PARTS)
def test_no_two_cells_of_one_style_are_side_by_side_where_one_is_right_to_left(
    parts: list[tuple[str, str]],
) -> None:
    sent = list(cells_of(Encoder(QT).encode(painted(parts))))
    assert "".join(cell for cell, _ in sent) == cells_only(parts)
    for (before, one), (after, other) in pairwise(sent):
        if before[0] in RTL or after[0] in RTL:
            assert one != other
            assert colours(one)
            assert colours(other)


@pytest.mark.parametrize(
    ("style", "colour"),
    [
        ("", "255;255;255"),
        ("\x1b[1m", "255;255;255"),
        ("\x1b[38;2;1;2;4m", "1;2;4"),
        ("\x1b[1;38;2;1;2;4;48;2;9;9;9;4m", "1;2;4"),
        ("\x1b[38:2::1:2:4m", "1;2;4"),
        ("\x1b[48;2;31;32;33m", "255;255;255"),
        ("\x1b[38;5;16m", "0;0;0"),
        ("\x1b[38;5;208m", "255;135;0"),
        ("\x1b[38;5;255m", "238;238;238"),
        ("\x1b[31m\x1b[39m", "255;255;255"),
        ("\x1b[97m", "255;255;255"),
    ],
)
def test_blue_differs_by_one_and_nothing_else(style: str, colour: str) -> None:
    red, green, blue = map(int, colour.split(";"))
    sent = list(cells_of(Encoder(QT).encode(f"{style}אבג\x1b[0m")))
    assert [colours(look) for _, look in sent] == [
        [red, green, blue],
        [red, green, blue ^ 1],
        [red, green, blue],
    ]


def test_a_row_without_right_to_left_cells_is_sent_in_its_own_colours() -> None:
    row = "\x1b[0m\x1b[31mabc\x1b[0m d"
    assert Encoder(QT).encode(row) == "\x1b[0m\x1b[31mabc\x1b[0m d"


FEW = Profile("tmux/qt", "", escaping=Escaping.FAINT)


@pytest.mark.parametrize(("profile", "no_color"), [(FEW, False), (QT, True)])
@given(parts=PARTS)
def test_where_colours_are_few_or_none_neighbours_are_faint_in_turn(
    profile: Profile, no_color: bool, parts: list[tuple[str, str]]
) -> None:
    encoder = Encoder(profile, no_color=no_color)
    sent = list(cells_of(encoder.encode(painted([("\x1b[2m", "אב"), *parts]))))
    assert "".join(cell for cell, _ in sent) == "אב" + "".join(text for _, text in parts)
    for (before, one), (after, other) in pairwise(sent):
        if before[0] in RTL or after[0] in RTL:
            assert one != other
            if one.removesuffix(";2") == other.removesuffix(";2"):
                assert one.endswith(";2") != other.endswith(";2")


def test_without_colours_no_colour_is_sent() -> None:
    sent = Encoder(QT, no_color=True).encode("\x1b[31;2mאב\x1b[0m")
    assert sent == "\x1b[0m\x1b[2mא\x1b[0mב"


@pytest.mark.parametrize("profile", [KITTY, QT])
def test_a_part_that_is_painted_anew_is_sent_with_its_whole_row(profile: Profile) -> None:
    encoder = Encoder(profile, columns=lambda: 20)
    encoder.encode("\x1b[2;1H\x1b[1mאבג │\x1b[0m דהו")
    sent = encoder.encode("\x1b[2;7Hק")
    fresh = Encoder(profile, columns=lambda: 20)
    assert sent == fresh.encode("\x1b[2;1H\x1b[1mאבג │\x1b[0m קהו\x1b[2;8H")
