"""What goes out to the terminal for what Textual paints."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.choices import Marks
from tui.terminal.encoding import BASE, MARK, Encoder
from tui.terminal.profiles import Escaping, Profile
from tui.text.unicode import LRM

# lam with shadda and fatha, alef; a Hebrew letter with a point; a digit; Latin with an accent.
ROW = "\ufedf\u0651\u064e\ufe8d \u05e9\u05b8\u05c1 \u0661 e\u0301."


def encode(
    data: str,
    escaping: Escaping = Escaping.NONE,
    marks: Marks = Marks.AFTER,
    no_color: bool = False,
) -> str:
    return Encoder(Profile("", "", escaping=escaping, marks=marks), no_color).encode(data)


def cell(text: str, odd: bool) -> str:
    return f"\x1b]66;w=1:h={1 if odd else 2};{text}\x1b\\"


def test_plain_goes_out_as_it_is() -> None:
    data = f"\x1b[1;1H\x1b[1m{ROW}\x1b[0m\n"
    assert encode(data) is data


def test_a_left_to_right_mark_after_each_right_to_left_cell() -> None:
    assert encode(ROW, Escaping.LRM) == (
        f"\ufedf\u0651\u064e{LRM}\ufe8d{LRM} \u05e9\u05b8\u05c1{LRM} \u0661{LRM} e\u0301."
    )


def test_text_sizing_cells_differ_from_their_neighbours() -> None:
    assert encode("\ufedf\u0651\ufe8d\ufe8d a\u0661", Escaping.OSC66) == (
        cell("\ufedf\u0651", True)
        + cell("\ufe8d", False)
        + cell("\ufe8d", True)
        + " a"
        + cell("\u0661", False)
    )


def test_marks_before_go_to_the_cell_at_the_left() -> None:
    assert encode(" " + ROW, marks=Marks.BEFORE) == (
        " \u0651\u064e\ufedf\ufe8d \u05b8\u05c1\u05e9 \u0661 e\u0301."
    )


@pytest.mark.parametrize("jump", ["\x1b[3;7H", "\x1b[3;7H\x1b[1m", "\n", ""])
def test_marks_before_are_left_out_where_the_cell_at_the_left_is_not_written(jump: str) -> None:
    sent = encode(f"{jump}\ufedf\u064e\ufedf\u064e", marks=Marks.BEFORE)
    assert sent == f"{jump}\ufedf\u064e\ufedf"


def test_marks_are_stripped_from_right_to_left_cells_alone() -> None:
    assert encode(ROW, marks=Marks.STRIP) == "\ufedf\ufe8d \u05e9 \u0661 e\u0301."


SEQUENCES = [
    *("\x1b[1;31m", "\x1b[3;7H", "\x1b]0;\u0627\u064e title\x07", "\x1bP+q544e\x1b\\"),
    *("\x1b]8;id=1;https://x/\u0627\x1b\\", "\x1b]52;c;2YU=\x07", "\x1b[?1049h", "\n", "\x1b[8l"),
]
TEXTS = st.text(
    st.sampled_from("\ufedf\ufe8d\u05e9\u0661\u064e\u0651\u0301 a(،"), min_size=1, max_size=6
)


@given(
    st.lists(st.tuples(TEXTS, st.sampled_from(SEQUENCES))),
    st.sampled_from([Escaping.NONE, Escaping.LRM, Escaping.OSC66]),
    st.sampled_from(Marks),
)
def test_sequences_are_never_altered(
    parts: list[tuple[str, str]], escaping: Escaping, marks: Marks
) -> None:
    sent = encode("".join(text + sequence for text, sequence in parts), escaping, marks)
    sent = re.sub(r"\x1b\]66;[^;]*;[^\x1b]*\x1b\\", "", sent)
    found = re.findall(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P].*?(?:\x1b\\|\x07)|\n", sent)
    assert found == [sequence for _, sequence in parts]


@given(TEXTS, st.sampled_from([Escaping.NONE, Escaping.LRM, Escaping.OSC66]))
def test_nothing_but_escaping_is_added(text: str, escaping: Escaping) -> None:
    sent = encode(text, escaping).replace(LRM, "")
    assert re.sub(r"\x1b\]66;w=1:h=[12];([^\x1b]*)\x1b\\", r"\1", sent) == text


@pytest.mark.parametrize(
    ("painted", "sent"),
    [
        ("\x1b[31mx\x1b[0m", "x\x1b[0m"),
        ("\x1b[1;31;4mx", "\x1b[1;4mx"),
        ("\x1b[1;38;5;9;48;2;1;2;3;7mx", "\x1b[1;7mx"),
        ("\x1b[38;2;31;41;51;9mx", "\x1b[9mx"),
        ("\x1b[38:2::1:2:3;3mx", "\x1b[3mx"),
        ("\x1b[4:3;58;2;1;2;3;59mx", "\x1b[4:3mx"),
        ("\x1b[90;107;2mx", "\x1b[2mx"),
        ("\x1b[0;39;49mx", "\x1b[0mx"),
        ("\x1b[mx", "\x1b[mx"),
        ("\x1b[1;2;3;4;5;7;9mx", "\x1b[1;2;3;4;5;7;9mx"),
        ("\x1b[31;1H31m", "\x1b[31;1H31m"),
    ],
)
def test_no_color_takes_colours_and_leaves_the_rest(painted: str, sent: str) -> None:
    assert encode(painted, no_color=True) == sent
    assert encode(painted) == painted


@pytest.mark.parametrize(
    ("painted", "sent"),
    [
        ("\x1b[3mx\x1b[0m", "x\x1b[0m"),
        ("\x1b[1;3;38;5;3mx", "\x1b[1;38;5;3mx"),
        ("\x1b[38;2;3;3;3;48;2;3;1;3mx", "\x1b[38;2;3;3;3;48;2;3;1;3mx"),
        ("\x1b[mx", "\x1b[mx"),
    ],
)
def test_italics_are_left_out_where_they_have_no_letters(painted: str, sent: str) -> None:
    assert Encoder(Profile("", "", italics=False)).encode(painted) == sent


RED, ON_RED = "\x1b[38;2;216;0;0m", "\x1b[38;2;216;0;0;48;5;1m"


@pytest.mark.parametrize(
    ("painted", "sent"),
    [
        (f"{RED}a\x1b[0m\x1b[1;2H{RED}b\x1b[0m", f"{RED}a\x1b[1;2Hb\x1b[0m"),
        (f"{RED}a\x1b[0m\x1b[1;9H\n\x1b[2;1H{RED}b\x1b[0m", f"{RED}a\x1b[1;9H\n\x1b[2;1Hb\x1b[0m"),
        (f"{RED}a\x1b[0m\n{RED}b\x1b[0m", f"{RED}a\x1b[0m\n{RED}b\x1b[0m"),
        (f"{RED}a\x1b[0m{ON_RED}b\x1b[0m", f"{RED}a\x1b[48;5;1mb\x1b[0m"),
        (f"{ON_RED}a\x1b[0m{RED}b\x1b[0m", f"{ON_RED}a\x1b[0;38;2;216;0;0mb\x1b[0m"),
        ("\x1b[1;31;101ma\x1b[0m\x1b[1;91;42mb\x1b[0m", "\x1b[1;31;101ma\x1b[91;42mb\x1b[0m"),
        ("\x1b[4;58;5;1ma\x1b[0m\x1b[4;31mb\x1b[0m", "\x1b[4;58;5;1ma\x1b[0;4;31mb\x1b[0m"),
        (f"{RED}a\x1b[0mb{RED}c\x1b[0m", f"{RED}a\x1b[0mb{RED}c\x1b[0m"),
        (f"{RED}a\x1b[0m\x1b[K{RED}c\x1b[0m", f"{RED}a\x1b[0m\x1b[K{RED}c\x1b[0m"),
    ],
)
def test_of_a_style_only_what_changes_is_sent(painted: str, sent: str) -> None:
    encoder = Encoder(Profile("", ""), columns=lambda: 20)
    before = "\x1b[9m \x1b[0m"  # the first style of all is not compared
    assert encoder.encode(before + painted) == "\x1b[9m " + sent.replace("[", "[0;", 1)


@pytest.mark.parametrize("escaping", [Escaping.NONE, Escaping.LRM, Escaping.OSC66])
def test_of_a_style_only_what_changes_is_sent_to_terminals_that_get_cells(
    escaping: Escaping,
) -> None:
    encoder = Encoder(Profile("", "", escaping=escaping), columns=lambda: 20)
    sent = encoder.encode(f"{RED}\ufedf\x1b[0m{RED}\ufe8d\x1b[0m{RED}a\x1b[0m\n")
    assert sent.count(RED[2:]) == 2
    assert sent.endswith("a\x1b[0m\n")


STYLES = st.lists(
    st.sampled_from(["1", "2", "3", "31", "91", "42", "101", "38;5;7", "48;2;1;2;3", "58;5;1"]),
    unique=True,
)


@given(st.lists(st.tuples(STYLES, st.sampled_from(["a", "\n\x1b[2;1Hb", "\nc", ""]))))
def test_each_cell_has_the_style_that_it_is_painted_in(parts: list[tuple[list[str], str]]) -> None:
    data = "".join(
        [f"\x1b[{';'.join(style)}m{text}\x1b[0m" if style else text for style, text in parts]
    )
    sent = Encoder(Profile("", ""), columns=lambda: 20).encode(data)
    assert len(sent) <= len(data) + len("0;")
    assert styles_of_cells(sent) == styles_of_cells(data)


def styles_of_cells(data: str) -> list[tuple[str, dict[str, str]]]:
    """Each character, cursor moves aside, with what holds for it."""
    found: list[tuple[str, dict[str, str]]] = []
    style: dict[str, str] = {}
    for token in re.finditer(r"\x1b\[([\d;]*)([A-Za-z])|([\s\S])", data):
        parameters, final, text = token.groups()
        if text:
            found.append((text, dict(style)))
        elif final == "m":
            for one in re.findall(r"[345]8;(?:5;\d+|2;\d+;\d+;\d+)|\d+", parameters) or ["0"]:
                number = int(one.split(";")[0])
                if not number:
                    style.clear()
                elif number in (38, *range(30, 38), *range(90, 98)):
                    style["colour"] = one
                elif number in (48, *range(40, 48), *range(100, 108)):
                    style["background"] = one
                else:
                    style[str(number)] = one
    return found


@pytest.mark.slow
def test_every_right_to_left_character_is_a_base_or_a_mark() -> None:
    base, mark = re.compile(BASE), re.compile(MARK)
    for point in range(0x110000):
        char = chr(point)
        category = unicodedata.category(char)
        right_to_left = unicodedata.bidirectional(char) in ("R", "AL", "AN")
        if right_to_left and category != "Cf":
            assert base.match(char), hex(point)
        if base.match(char):
            assert category not in ("Mn", "Me", "Mc"), hex(point)
            assert not mark.match(char), hex(point)
        if mark.match(char):
            assert category in ("Mn", "Me", "Cf", "Cn"), hex(point)


@pytest.mark.parametrize(
    ("signs", "sent"), [("{}", "a\u06dd\u0661 \u070fb"), (" {}", "a \u06dd\u0661  \u070fb")]
)
def test_a_sign_over_a_number_stands_on_a_space_where_it_has_no_cell(signs: str, sent: str) -> None:
    for escaping in (Escaping.NONE, Escaping.LRM):
        profile = Profile("", "", escaping=escaping, signs=signs)
        assert Encoder(profile).encode("a\u06dd\u0661 \u070fb").replace(LRM, "") == sent


@pytest.mark.parametrize("escaping", [Escaping.OSC66, Escaping.TERMINAL])
def test_a_sign_is_left_alone_where_cells_are_sized_or_reordered(escaping: Escaping) -> None:
    plain, spaced = (Profile("", "", escaping=escaping, signs=signs) for signs in ("{}", " {}"))
    assert Encoder(plain).encode("\u06dd\u0661") == Encoder(spaced).encode("\u06dd\u0661")
