"""Keys count by their place on right-to-left keyboards."""

from typing import get_args

import pytest

from tui.config import KeyboardLayout
from tui.keys.keyboard import LAYOUTS, US, Keyboard, join_lam_alef, split_lam_alef, translate


def typed(characters: str, layout: KeyboardLayout = "") -> str:
    """The keys of characters that are set apart by spaces."""
    return " ".join(translate(character, layout) for character in characters.split())


LETTERS = ("q w e r t y u i o p", "a s d f g h j k l", "z x c v b n m")


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("ض ص ث ق ف غ ع ه خ ح", "ش س ي ب ل ا ت ن م", "ئ ء ؤ ر ﻻ ى ة"), id="arabic"),
        pytest.param(("ض ص ث ق ف غ ع ه خ ح", "ش س ی ب ل ا ت ن م", "ظ ط ز ر ذ د پ"), id="persian"),
    ],
)
def test_plain_letters_need_no_setting(rows: tuple[str, ...]) -> None:
    assert tuple(typed(row) for row in rows) == LETTERS


def test_hebrew_letters_need_no_setting() -> None:
    assert typed("ק ר א ט ו ן ם פ") == "e r t y u i o p"
    assert typed("ש ד ג כ ע י ח ל ך") == "a s d f g h j k l"
    assert typed("ז ס ב ה נ מ צ") == "z x c v b n m"


def test_letters_that_only_urdu_has_need_no_setting() -> None:
    assert typed("ے ٹ ہ ڈ ڑ") == "y T o D R"


def test_letters_on_punctuation_keys_need_no_setting_where_no_letter_key_has_them() -> None:
    assert typed("ج ك و چ ک گ ת ץ ף") == "[ ; , ] ; ' , . ;"


@pytest.mark.parametrize(
    ("rows", "keys"),
    [
        ("\u064e \u064b \u064f \u064c ﻹ إ", "Q W E R T Y"),
        ("\u0650 \u064d ﻷ أ ـ", "A S G H J"),
        ("\u0652 ﻵ آ", "X B N"),
        ("ژ \u0653 \u0654", "C X N"),
    ],
)
def test_shifted_letters_and_marks_need_no_setting(rows: str, keys: str) -> None:
    assert typed(rows) == keys


@pytest.mark.parametrize("digits", ["٠ ١ ٢ ٣ ٤ ٥ ٦ ٧ ٨ ٩", "۰ ۱ ۲ ۳ ۴ ۵ ۶ ۷ ۸ ۹"])
def test_digits_are_digits(digits: str) -> None:
    assert typed(digits) == "0 1 2 3 4 5 6 7 8 9"
    assert typed(digits, "urdu") == "0 1 2 3 4 5 6 7 8 9"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_key_of_a_layout_that_is_set_counts_by_its_place(layout: KeyboardLayout) -> None:
    rows = list(zip(LAYOUTS[layout], US, strict=True))
    pairs = [pair for row, keys in rows for pair in zip(row.split(), keys.split(), strict=True)]
    wrong = [
        (character, key, translate(character, layout))
        for character, key in pairs
        if character != "·" and translate(character, layout) != key
    ]

    assert wrong == []


@pytest.mark.parametrize("layout", ["", *LAYOUTS])
def test_latin_letters_and_digits_stay(layout: KeyboardLayout) -> None:
    for character in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789":
        assert translate(character, layout) == character


def test_ascii_punctuation_stays_where_no_layout_is_set() -> None:
    for character in "`~!@#$%^&*()-_=+[]{}\\|;:'\",.<>/?":
        assert translate(character) == character


def test_the_question_mark_that_all_layouts_agree_on_needs_no_setting() -> None:
    assert translate("؟") == "?"


def test_punctuation_that_layouts_disagree_on_needs_a_setting() -> None:
    assert typed("، ÷ ×") == "، ÷ ×"
    assert typed("، ÷ ×", "arabic") == "K I O"
    assert typed("،", "urdu") == ","


def test_the_layout_that_is_set_decides_where_layouts_disagree() -> None:
    assert [translate("ز", layout) for layout in ("", "persian", "arabic", "arabic-mac")] == [
        "c",
        "c",
        ".",
        "b",
    ]
    assert [translate("ع", layout) for layout in ("", "urdu", "urdu-windows")] == ["u", "e", "m"]


def test_letters_that_the_set_layout_lacks_still_count() -> None:
    assert typed("ש ی", "arabic") == "a d"


def test_unknown_characters_stay() -> None:
    assert typed("é 字 \u0301") == "é 字 \u0301"


def test_the_settings_name_the_layouts_that_there_are() -> None:
    assert set(get_args(KeyboardLayout)) == {"", *LAYOUTS}


def test_punctuation_is_left_alone_while_latin_letters_are_typed() -> None:
    keyboard = Keyboard("hebrew")

    assert [keyboard.key(character) for character in "/'k/'ל/'"] == list("qwk/'kqw")


def test_capitals_do_not_tell_that_a_hebrew_keyboard_is_off() -> None:
    keyboard = Keyboard("hebrew")

    assert [keyboard.key(character) for character in "W/"] == ["W", "q"]


def test_arabic_punctuation_counts_by_place_even_among_latin_letters() -> None:
    keyboard = Keyboard("arabic")

    assert [keyboard.key(character) for character in "k؛"] == ["k", "P"]


@pytest.mark.parametrize(("pair", "key"), [("لا", "b"), ("لآ", "B"), ("لأ", "G"), ("لإ", "T")])
def test_a_key_that_types_two_letters_counts_as_one(pair: str, key: str) -> None:
    assert translate(join_lam_alef(pair)) == key
    assert split_lam_alef(join_lam_alef(pair)) == pair


@pytest.mark.parametrize("text", ["ل", "لالا", "ألا", "ل ا", ""])
def test_only_the_pair_alone_is_one_key(text: str) -> None:
    assert join_lam_alef(text) == text


def test_ligatures_are_taken_apart_within_a_text() -> None:
    assert split_lam_alef("بﻻ وﻷن") == "بلا ولأن"
