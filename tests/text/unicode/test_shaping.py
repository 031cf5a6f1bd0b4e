"""Shaping: the words of many languages in the forms that HarfBuzz gives them, and the corners."""

import json
from collections.abc import Iterator

import pytest

from tests.paths import DATA
from tests.text.unicode.joining_rules import joining_type, standard_forms, standard_shapes
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
