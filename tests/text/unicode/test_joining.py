"""Joining held to The Unicode Standard's rules, over all joining letters, marks and controls."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tests.text.unicode.joining_rules import (
    ALEFS,
    LAM,
    joining_type,
    joining_types,
    standard_forms,
    standard_shapes,
)
from tui.text.unicode.sanitize import INVISIBLE
from tui.text.unicode.shaping import shape

LETTERS = sorted(char for char, kind in joining_types().items() if kind in ("R", "L", "D"))
CAUSING = sorted(char for char, kind in joining_types().items() if kind == "C")
MARKS = "\u064e\u0651\u0654\u0670\u06d6\u08f0\u0301\u20dd\u05b8\u0730\U0001e944"
CONTROLS = "\u200b\u200c\u200d\u200e\u200f\u061c\u00ad\u034f\u2060\ufeff\ufe0f\u2066\u2067\u2069"
EMBEDDING = "\u202a\u202b\u202c\u202d\u202e"
OTHERS = " a1٠ء،\u06dd\u0674\u06e5א\u06d4"

COMMON = st.sampled_from("لااأببتهسدوء" + MARKS[:3] + "\u200c\u200d\u200e\u0640 ")
RARE = st.sampled_from([*LETTERS, *CAUSING, *MARKS, *CONTROLS, *EMBEDDING, *OTHERS])
TEXTS = st.text(COMMON, max_size=24) | st.text(COMMON | RARE, max_size=24)
LEVELS = st.lists(st.sampled_from([1, 1, 1, 2, 3, 4]), min_size=24, max_size=24).map(bytes)
RUNS = st.lists(st.tuples(TEXTS, st.integers(0, 4)), min_size=1, max_size=4)
"""Texts of several runs, each of one level."""


def without_invisible(text: str, shapes: list[str]) -> list[str]:
    pairs = zip(text, shapes, strict=True)
    return ["" if char in INVISIBLE else shown for char, shown in pairs]


def expected(text: str, levels: bytes | None = None) -> list[str]:
    forms = standard_forms(text, levels)
    return without_invisible(text, standard_shapes(text, forms))


def expected_apart(text: str, levels: bytes | None = None) -> list[str]:
    """With every lam-alef as two letters."""
    forms = standard_forms(text, levels)
    return without_invisible(text, standard_shapes(text, forms, ligatures=False))


def flattened(runs: list[tuple[str, int]]) -> tuple[str, bytes]:
    return "".join(text for text, _ in runs), b"".join(bytes([n]) * len(t) for t, n in runs)


def test_every_letter_takes_the_four_forms_its_type_allows() -> None:
    for letter, before, after in product([*LETTERS, *CAUSING], ["", "ب", "د"], ["", "ب", "د"]):
        text = before + letter + after
        assert shape(text) == expected(text), ascii(text)


def test_every_transparent_character_is_looked_through() -> None:
    for char, kind in joining_types().items():
        text = f"ب{char}ت"
        assert (shape(text)[0] == "ﺑ") is (kind in ("T", "R", "D", "C")), ascii(char)
        assert (shape(text)[2] == "ﺖ") is (kind in ("T", "L", "D", "C")), ascii(char)


def test_characters_of_no_joining_type_join_nothing() -> None:
    for char in map(chr, range(0x800, 0x20000)):
        if char not in joining_types() and not is_newer(char):
            assert shape(f"ب{char}ت")[::2] == ["ﺏ", "ﺕ"], ascii(char)


def is_newer(char: str) -> bool:
    """Whether Unicode gave the character its joining type after version 15.0."""
    return char in "\u0897\u088f" or "\U00010ec2" <= char <= "\U00010efc"


def test_newer_letters_and_marks_join_too() -> None:
    assert shape("ب\u0897ت") == ["ﺑ", "\u0897", "ﺖ"]
    assert shape("ب\u088fت") == ["ﺑ", "\u088f", "ﺖ"]
    assert shape("ب\U00010ec2ت") == ["ﺑ", "\U00010ec2", "ﺕ"]


@given(TEXTS)
def test_any_text_is_joined_by_the_rules(text: str) -> None:
    assert shape(text) == expected(text)


@given(TEXTS)
def test_any_text_with_its_ligatures_split_is_joined_by_the_rules(text: str) -> None:
    assert shape(text, None, range(len(text))) == expected_apart(text)


@given(RUNS)
def test_letters_join_within_a_run_only_and_as_they_are_seen(runs: list[tuple[str, int]]) -> None:
    text, levels = flattened(runs)
    assert shape(text, levels, range(len(text))) == expected_apart(text, levels)


@given(RUNS)
def test_ligatures_are_made_in_right_to_left_runs_only(runs: list[tuple[str, int]]) -> None:
    text, levels = flattened(runs)
    whole, apart = shape(text, levels), expected_apart(text, levels)
    for at, char in enumerate(text):
        if whole[at] != apart[at] and char != LAM:
            assert char in ALEFS
            assert not whole[at]
            assert levels[at] % 2
    if 2 not in levels and 4 not in levels and 0 not in levels:
        assert whole == expected(text, levels)


@given(RUNS, st.data())
def test_a_slice_is_shaped_as_in_its_paragraph(
    runs: list[tuple[str, int]], data: st.DataObject
) -> None:
    text, levels = flattened(runs)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    apart = data.draw(st.sets(st.integers(0, max(len(text) - 1, 0))))
    for known in (None, levels):
        whole = shape(text, known, apart)
        assert shape(text, known, apart, start, end) == whole[start:end]


def test_a_slice_sees_its_neighbours_across_any_number_of_marks() -> None:
    marks = "\u064e" * 5000
    assert shape(f"ل{marks}ا", None, (), 5001) == [""]
    assert shape(f"ل{marks}ا", None, (), 0, 1) == ["ﻻ"]
    assert shape(f"ل{marks}ا", None, {5001}, 0, 1) == ["ﻟ"]
    assert shape(f"ب{marks}ت", None, (), 5001) == ["ﺖ"]
    levels = bytes([1] * 5001 + [1])
    assert shape(f"ب{marks}ت", levels, (), 5001) == ["ﺖ"]
    changing = bytes([1] * 2500 + [3] * 2501 + [1])
    assert shape(f"ب{marks}ت", changing, (), 5001) == ["ﺕ"]
    assert shape(f"ب{marks}ت", changing, (), 0, 1) == ["ﺏ"]


def test_the_end_of_a_slice_may_lie_beyond_the_text() -> None:
    assert shape("سلام", None, (), 2, 99) == ["", "ﻡ"]
    assert shape("سلام", None, (), 4, 99) == []


def test_levels_may_be_any_sequence() -> None:
    assert shape("سلام", [1, 1, 1, 1]) == shape("سلام")
    assert shape("سلام", [1, 1, 3, 3]) == ["ﺳ", "ﻞ", "ﺍ", "ﻡ"]


def test_joining_types_are_looked_up_for_every_letter() -> None:
    assert {joining_type(letter) for letter in LETTERS} == {"R", "L", "D"}
    assert len(LETTERS) == 767
