"""Folding, what is found by it, and numbers as they are typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker

from tests.articles import seed_text
from tui.text.language.folding import (
    Folded,
    WholeClusters,
    find,
    fold,
    fold_text,
    fold_words,
    joins_words,
    parse_number,
)
from tui.text.spans import Span

SEED = seed_text()

HARD = (
    *"اأإآٱىئيیؤوةهہۀۃەھكکءگپچےسلن",
    *"\u0610\u061a\u064b\u0651\u065f\u0670\u06d6\u06dc\u06dd\u06df\u06e8\u06e9\u06ea\u06ed\u08ca\u08ff",
    *"\u0640\u061c\u200c\u200d\u200e\u200f\u202b\u202e\u2066\u2069",
    *"٠٩۰۹٫٬٪09.,%",
    *" \n\r\t\u00a0\u2003\u2028\u3000\x85\x1f",
    *"ﷺﷻﱞﹰﹱﻼﻻﻼﺔﻲﬁﭏ\ufe77",
    *"aAeéİß\u0301\u05d0\u05b0😀👨🏽🇯🇵\u0600\ud800\0\u0898",
)
TEXT = st.text(alphabet=st.sampled_from(HARD), max_size=30)
QUERY = st.text(alphabet=st.sampled_from(HARD), max_size=3)


def found(text: str, query: str) -> list[str]:
    return [span.of(text) for span in find(text, query)]


def bounds(text: str) -> set[int]:
    """Where clusters start, and the end."""
    at, starts = 0, {0}
    for cluster in CharacterBreaker(text.replace("\ud800", "\ufffd"), "en"):
        at += len(cluster)
        starts.add(at)
    return starts


DROPPED = [
    *range(0x610, 0x61B),
    *range(0x64B, 0x660),
    0x670,
    *range(0x6D6, 0x6DD),
    *range(0x6DF, 0x6E9),
    *range(0x6EA, 0x6EE),
    *range(0x8CA, 0x900),
    0x640,
    *(0x61C, 0x200C, 0x200D, 0x200E, 0x200F),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
]
MAPPED = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىیئ", "ي"),
    "ؤ": "و",
    **dict.fromkeys("ةہۀۃەۂ", "ه"),
    "ک": "ك",
    "ۓ": "ے",
    **{chr(0x660 + n): str(n) for n in range(10)},
    **{chr(0x6F0 + n): str(n) for n in range(10)},
    "٫": ".",
    "٬": ",",
    "٪": "%",
}


def test_every_letter_of_arabic_folds_as_the_rules_say() -> None:
    for code in (*range(0x600, 0x780), *range(0x890, 0x900), *range(0x2000, 0x2070)):
        char = chr(code)
        if char.isspace():
            expected = " "
        elif code in DROPPED:
            expected = ""
        else:
            expected = MAPPED.get(char, char)
        assert fold_text(char) == expected, f"U+{code:04X}"


def test_presentation_forms_fold_as_what_they_stand_for() -> None:
    for code in (*range(0xFB00, 0xFE00), *range(0xFE70, 0xFEFD)):
        plain = unicodedata.normalize("NFKC", chr(code))
        assert fold_text(chr(code)) == fold_text(plain), f"U+{code:04X}"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("وَالْيَابَانُ", "واليابان"),
        ("إلى آخر أُؤْلِي", "الي اخر اولي"),
        ("إسـتراتيـجـيّة", "استراتيجيه"),
        ("می‌خواهم", "ميخواهم"),
        ("a \n\r\n\u00a0 b", "a b"),
        ("a \u200f b", "a b"),
        ("ﺍﻟﻴﺎﺑﺎﻥ ﻻ", "اليابان لا"),
        ("ﷺ", "صلي الله عليه وسلم"),
        ("٣٫٥٪ ۱۲", "3.5% 12"),
        ("שָׁל֥וֹם \ufb2a", "שלום ש"),
        ("ءَامَنُوا۟ ءآ", "ءامنوا ءا"),
        ("RAA", "RAA"),
        ("", ""),
    ],
)
def test_texts_fold(text: str, folded: str) -> None:
    assert fold_text(text) == folded


@given(st.one_of(TEXT, st.text()))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold_text(text)
    assert fold_text(once) == once


@given(TEXT, TEXT)
def test_a_fold_of_parts_is_the_fold_of_the_whole_but_for_spaces(left: str, right: str) -> None:
    joined = fold_text(fold_text(left) + fold_text(right))
    assert fold_text(left + right) == joined


@given(st.one_of(TEXT, st.text()))
def test_every_folded_offset_leads_back(text: str) -> None:
    folded = fold(text)
    starts = bounds(text)
    last = 0
    for at, char in enumerate(folded.text):
        span = folded.span(at, at + 1)
        assert {span.start, span.end} <= starts
        assert char in fold_text(span.of(text))
        assert span.start >= last
        last = span.start


@given(TEXT, st.data())
def test_the_whole_of_a_part_folds_to_no_less_than_the_part(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if folded.text:
        start = data.draw(st.integers(0, len(folded.text) - 1))
        end = data.draw(st.integers(start + 1, len(folded.text)))
        part = folded.text[start:end]
        assert part in fold_text(folded.span(start, end).of(text))


@given(TEXT, QUERY)
def test_hits_hold_the_query_in_whole_clusters_and_in_order(text: str, query: str) -> None:
    needle = fold_text(query).strip()
    last = 0
    for span in find(text, query):
        hit = fold_words(span.of(text)).lower().replace(" ", "")
        assert fold_words(needle).lower().replace(" ", "") in hit
        assert span.start >= last
        assert {span.start, span.end} <= bounds(text)
        last = span.end


@given(TEXT, QUERY, TEXT)
def test_what_is_there_is_found(before: str, query: str, after: str) -> None:
    text = before + query + after
    # Between two texts a mark may join another letter, but what folds equal is found.
    if fold_text(query).strip() and fold_text(query).strip() in fold_text(text):
        assert list(find(text, query))


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("قالَ وقَال", "قال", ["قالَ", "قَال"]),
        ("مدرسةٌ ومدرسه", "مدرسة", ["مدرسةٌ", "مدرسه"]),
        ("بوريس \n جونسون", " بوريس  جونسون ", ["بوريس \n جونسون"]),
        ("كتاب‌ها", "كتابها", ["كتاب‌ها"]),
        ("في ٢٠٢٠ و2020", "۲۰۲۰", ["٢٠٢٠", "2020"]),
        ("ﻻ كلا", "لا", ["ﻻ", "لا"]),
        ("بﻼد", "بل", ["بﻼ"]),
        ("aaa", "aa", ["aa"]),
        ("Cafe CAFE", "cafe", ["Cafe", "CAFE"]),
        ("Cafe CAFE", "Cafe", ["Cafe"]),
        ("İstanbul", "istanbul", ["İstanbul"]),
        ("e\u0301x", "e", ["e\u0301"]),
        ("ﷺ", "الله", ["ﷺ"]),
        ("שָׁלוֹם שלום", "שלום", ["שָׁלוֹם", "שלום"]),
        ("שלום", "שָׁלוֹם", ["שלום"]),
        ("ءَامَنُوا۟ آمنوا", "آمنوا", ["ءَامَنُوا۟", "آمنوا"]),
        ("ءَامَنُوا۟ آمنوا", "ءامنوا", ["ءَامَنُوا۟", "آمنوا"]),
        ("ٱلْقُرْءَانُ", "قرآن", ["قُرْءَانُ"]),
        ("جزءا وجزء", "جزء", ["جزء", "جزء"]),
        ("می‌خواهم می خواهم میخواهم", "می‌خواهم", ["می‌خواهم", "می خواهم", "میخواهم"]),
        ("می‌خواهم می خواهم میخواهم", "می خواهم", ["می‌خواهم", "می خواهم", "میخواهم"]),
        ("می‌خواهم می خواهم میخواهم", "ميخواهم", ["می‌خواهم", "می خواهم", "میخواهم"]),
        ("دانش‌آموز گفت", "دانش آم", ["دانش‌آم"]),  # while it is typed
        ("دانش‌آموزان گفتند", "دانش آموز", ["دانش‌آموز"]),
        ("کتاب خانه و کتابخانه", "کتابخانه", ["کتاب خانه", "کتابخانه"]),
        ("فراوان است", "و ان", []),  # a part of a word without ZWNJ
        ("منهم من هم", "من هم", ["من هم"]),  # Arabic: two words are not one
        ("منهم من هم", "منهم", ["منهم"]),
        ("abc", "", []),
        ("abc", "  ", []),
        ("a \u200f", "\u200f", []),
    ],
)
def test_queries_are_folded(text: str, query: str, hits: list[str]) -> None:
    assert found(text, query) == hits


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("إلى الى", '"الى"', ["الى"]),
        ("قالَ قال", '"قال"', ["قال"]),
        ("a  b a b", '"a b"', ["a b"]),
        ('قال "نعم"', '""نعم""', ['"نعم"']),
        ("x y", '" "', [" "]),
        ("x", '""', []),
        ('a"b', '"', ['"']),
    ],
)
def test_a_query_in_quotation_marks_is_exact(text: str, query: str, hits: list[str]) -> None:
    assert found(text, query) == hits


def test_a_folded_text_can_be_searched_again_and_again() -> None:
    folded = Folded(SEED)
    assert len(list(find(folded, "امريكيه"))) == len(list(find(SEED, "أمريكية")))
    assert list(find(folded, "إتفاقيه raa")) == list(find(SEED, "اتفاقية RAA"))
    assert len(list(find(folded, "raa"))) == SEED.count("RAA")


@given(TEXT, st.data())
def test_spans_are_widened_to_whole_clusters_and_no_further(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    starts = bounds(text)
    expected = Span(max(s for s in starts if s <= start), min(s for s in starts if s >= end))
    assert WholeClusters(text).around(start, end) == expected


def test_a_letter_with_a_thousand_marks_is_one_hit() -> None:
    text = "xب" + "\u0301" * 1000 + "ا"
    assert list(find(text, "ب")) == [Span(1, 1002)]


def test_a_text_is_persian_or_urdu_by_its_letters() -> None:
    assert joins_words("می‌خواهم بروم")
    assert joins_words("وہ گھر گیا")
    assert not joins_words(SEED)
    assert not joins_words("שלום")
    assert not joins_words("")


@given(TEXT)
def test_folding_words_twice_changes_nothing(text: str) -> None:
    once = fold_words(text)
    assert fold_words(once) == once


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("12", 12),
        (" -3 ", -3),
        ("+0.5", 0.5),
        ("١٢٫٥", 12.5),
        ("۱۲۳", 123),
        ("١٬٢٠٠٬٠٠٠", 1_200_000),
        ("\u2212٤", -4),
        ("\u200f٤٠\u200f", 40),
    ],
)
def test_a_number_is_read_in_the_digits_of_any_keyboard(words: str, number: float) -> None:
    assert parse_number(words) == number
    assert type(parse_number(words)) is type(number)


@pytest.mark.parametrize("words", ["", "abc", "nan", "inf", "1e400", "1 2", "1_0", "1,5", "--1"])
def test_what_is_no_number_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_number(words)


@given(st.integers())
def test_whole_numbers_keep_all_their_digits(number: int) -> None:
    assert parse_number(str(number)) == number


@pytest.mark.parametrize(
    ("one", "other"),
    [('צה"ל', "צה״ל"), ("ג'ורג'", "ג׳ורג׳"), ("בית-ספר", "בֵּית־סֵפֶר")],
)
def test_hebrew_signs_and_those_of_keyboards_are_equal(one: str, other: str) -> None:
    for text, query in ((one, other), (other, one), (one, one), (other, other)):
        assert [span.of(f"אמר {text}.") for span in find(f"אמר {text}.", query)] == [text]


def test_a_zwnj_makes_a_text_persian() -> None:
    for text, query in (("آن\u200cها", "آن ها"), ("آن ها", "آن\u200cها")):
        assert [span.of(text) for span in find(text, query)] == [text]
    assert list(find("من ها", "منها")) == []
