"""Shaping: words in the forms that HarfBuzz gives them, and all joining by the Standard's rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.paths import DATA
from tests.text.unicode.joining_rules import (
    ALEFS,
    LAM,
    joining_type,
    joining_types,
    standard_forms,
    standard_shapes,
)
from tui.text.unicode.bidi import Direction, resolve
from tui.text.unicode.sanitize import INVISIBLE
from tui.text.unicode.shaping import shape

LANGUAGES = {
    "arabic",
    "vocalised",
    "quran",
    "persian",
    "urdu",
    "kurdish",
    "uyghur",
    "pashto",
    "sindhi",
    "jawi",
    "punjabi",
    "saraiki",
    "others",
    "between",
}


def facts() -> Iterator[tuple[str, str, str]]:
    """Language, word, and HarfBuzz's form of each of its code points."""
    languages = json.loads((DATA / "joining.json").read_text(encoding="utf-8"))
    assert languages.keys() == LANGUAGES
    for language, words in languages.items():
        for word, forms in words.items():
            yield language, word, forms


def seen(shapes: list[str]) -> str:
    return "".join(shapes)


def test_every_word_takes_the_forms_that_harfbuzz_gives_it() -> None:
    wrong = []
    for language, word, forms in facts():
        expected = standard_shapes(word, forms)
        expected = ["" if char in INVISIBLE else char for char in expected]
        if shape(word) != expected:
            wrong.append((language, ascii(word), shape(word), expected))
    assert wrong == []


def test_the_rules_that_the_tests_go_by_are_harfbuzzs() -> None:
    known = [fact for fact in facts() if not set(fact[1]) & set("\u0897")]
    assert [fact for fact in known if standard_forms(fact[1]) != fact[2]] == []
    assert len(known) > 700


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("سلام", "ﺳﻼﻡ"),
        ("لا", "ﻻ"),
        ("للأمة", "ﻟﻸﻣﺔ"),
        ("الآن", "ﺍﻵﻥ"),
        ("لإ", "ﻹ"),
        ("بلاد", "ﺑﻼﺩ"),
        ("لَا", "ﻻَ"),
        ("لِأَنَّ", "ﻷِ\u064eﻥَّ"),
        ("بَلَّا", "ﺑَﻼَّ"),
        ("الله", "ﺍﻟﻠﻪ"),
        ("شيء", "ﺷﻲﺀ"),
        ("كـتاب", "ﻛـﺘﺎﺏ"),
        ("می\u200cخواهم", "ﻣﯽﺧﻮﺍﻫﻢ"),
        ("ه\u200d", "ﻫ"),
        ("\u200dه", "ﻪ"),
        ("\u200dه\u200d", "ﻬ"),
        ("پښتو", "ﭘښﺘﻮ"),
        ("ێوارە", "ێﻮﺍﺭە"),
        ("ںا", "ںﺎ"),
        ("", ""),
    ],
)
def test_what_words_look_like(word: str, shown: str) -> None:
    assert seen(shape(word)) == shown


def test_the_ligature_stands_in_lams_place_and_nothing_in_alefs() -> None:
    assert shape("لَا") == ["ﻻ", "\u064e", ""]
    assert shape("فلاّ") == ["ﻓ", "ﻼ", "", "\u0651"]


@pytest.mark.parametrize("between", ["\u200c", "\u200d", "\u0640", "\u2067", " ", "\u06e5"])
def test_no_ligature_across_a_joiner_or_a_letter(between: str) -> None:
    """As HarfBuzz: ZWJ keeps the two joined, and asks for no ligature."""
    shapes = shape(f"ل{between}ا")
    assert shapes[0] in "ﻝﻟ"
    assert shapes[2] in "ﺍﺎ"


@pytest.mark.parametrize("between", ["\u200e", "\u034f", "\ufe0f", "\u2060", "\u00ad", "\u0651"])
def test_a_ligature_across_what_joining_painted_through(between: str) -> None:
    assert shape(f"ل{between}ا")[0] == "ﻻ"


def test_a_boundary_inside_a_ligature_draws_two_letters() -> None:
    word = "لأستراليا لا"
    assert shape(word, None, {1}) == ["ﻟ", "ﺄ", *shape(word)[2:]]
    assert shape(word, None, [1, 11])[-2:] == ["ﻟ", "ﺎ"]
    assert shape("بلَا", None, {3}) == ["ﺑ", "ﻠ", "\u064e", "ﺎ"]
    assert shape(word, None, {0, 2, 3}) == shape(word)


@pytest.mark.parametrize("char", sorted(INVISIBLE & set("\u00ad\u200b\u200e\u202e\u2066\ufeff")))
def test_what_is_invisible_is_not_painted(char: str) -> None:
    assert shape(f"a{char}ب") == ["a", "", shape(f"{char}ب")[1]]


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("Hebrew with points", "בְּרֵאשִׁית בָּרָא אֱלֹהִים צה״ל"),
        ("Yiddish", "ייִדיש אַלע מענטשן װערן געבױרן פֿרײַ"),
        ("Syriac", "ܟܠ ܒܪ̈ܢܫܐ ܒܪܝܠܗܘܢ ܚܐܪ̈ܐ ܫܠܵܡܵܐ"),
        ("Thaana", "ހުރިހާ އިންސާނުންވެސް އުފަންވަނީ"),
        ("N'Ko", "ߛߏߟߏ߲ ߟߎ߬ ߓߍ߯ ߟߊߘߏ߯ߣߍ߲߫ ߛߌߟߊߡߊ߬"),
        ("Adlam", "𞤋𞤲𞤲𞤢𞤥𞤢 𞤢𞤣𞤲𞤢 𞤬𞤮𞤬 𞤨𞤮𞤼𞤭𞥅"),
        ("Mandaic", "ࡀࡁࡂ ࡌࡀࡍࡃࡀࡉࡀ"),
        ("Latin, with marks", "n\u0303 résumé — “x”"),
        ("presentation forms", "ﺳﻼﻡ ﷲ"),
        ("other", "漢字 क्षि 👩🏽 \t\n\x1b\ud800"),
    ],
)
def test_letters_without_presentation_forms_are_painted_as_themselves(
    script: str, text: str
) -> None:
    assert shape(text) == list(text), script


def test_marks_in_a_letters_way_are_kept_where_they_are() -> None:
    text = "ٱلرَّحْمَٰنِ"
    shapes = shape(text)
    assert [char for char in text if joining_type(char) == "T"] == [
        shown for char, shown in zip(text, shapes, strict=True) if joining_type(char) == "T"
    ]


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


def pairs_of_all_languages() -> set[str]:
    """Letters that are neighbours in a word of HarfBuzz's list, without what is between them."""
    bases = [[char for char in word if joining_type(char) in "RLD"] for _, word, _ in facts()]
    return {before + after for word in bases for before, after in pairwise(word)}


@pytest.mark.parametrize(
    "between", ["{}\u200e{}", "{}\u200f{}", "{}\u061c{}", "{}\u2060{}", "{}\u00ad{}", "{}\ufeff{}"]
    + [f"{{}}{control}{{}}\u202c" for control in "\u202a\u202b\u202d\u202e"]
    + ["\u202a{}\u202c{}", "\u202a{}\u202b{}", "\u202e{}\u200e{}\u202c", "{}\u202a\u200e\u202c{}"],
    ids=ascii,
)  # fmt: skip
def test_neither_a_mark_nor_an_embedding_breaks_a_join(between: str) -> None:
    """Their levels do not count, as they do not in HarfBuzz, Pango and browsers."""
    pairs = pairs_of_all_languages()
    assert len(pairs) > 650
    for pair in pairs:
        text = between.format(*pair)
        shapes = shape(text, resolve(text, Direction.RTL).levels)
        letters = [shown for char, shown in zip(text, shapes, strict=True) if char in pair]
        assert letters == standard_shapes(pair, standard_forms(pair)), ascii(text)


@pytest.mark.parametrize("isolate", "\u2066\u2067\u2068")
def test_an_isolate_breaks_a_join(isolate: str) -> None:
    for text in (f"ب{isolate}ت\u2069", f"{isolate}ب\u2069ت", f"ب{isolate}\u2069ت"):
        assert {"ﺏ", "ﺕ"} < set(shape(text, resolve(text).levels)), ascii(text)


def test_no_transparent_character_breaks_a_join_by_its_level() -> None:
    for char, kind in joining_types().items():
        if kind == "T":
            text = f"ب{char}ت"
            assert shape(text, resolve(text).levels)[::2] == ["ﺑ", "ﺖ"], ascii(char)


def test_letters_of_different_directions_do_not_join() -> None:
    """The example of UAX #9 3.5, with letters that run from left to right before others."""
    text = "\u202dجع\u202cلم"
    assert shape(text, resolve(text).levels) == ["", "ﺞ", "ﻋ", "", "ﻟ", "ﻢ"]


@pytest.mark.slow
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


def test_levels_may_be_any_sequence() -> None:
    assert shape("سلام", [1, 1, 1, 1]) == shape("سلام")
    assert shape("سلام", [1, 1, 2, 2]) == ["ﺳ", "ﻞ", "ﺎ", "ﻣ"]


def test_joining_types_are_looked_up_for_every_letter() -> None:
    assert {joining_type(letter) for letter in LETTERS} == {"R", "L", "D"}
    assert len(LETTERS) == 767
