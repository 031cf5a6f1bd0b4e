"""Quotation marks in pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.seed import SEED
from tui.text.language.quotations import (
    PARTNERS,
    QUOTATION_MARKS,
    find_continued,
    find_quotations,
    inside_marks,
)


def test_quotations_of_the_seed() -> None:
    assert [(span.start + 1, span.end - 1) for span in find_quotations(SEED)] == [
        (1329, 1450),
        (1707, 1716),
        (2035, 2110),
        (2187, 2357),
        (3357, 3407),
        (3963, 3980),
        (4006, 4017),
    ]
    assert SEED[1008] == "“"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال “نعم” ثم", ["“نعم”"]),
        ("قال “ نعم ” ثم", ["“ نعم ”"]),
        ("قال ”نعم“ ثم ”لا“.", ["”نعم“", "”لا“"]),
        ("„نعم“ و„لا”", ["„نعم“", "„لا”"]),
        ("قال:«نعم» »لا«", ["«نعم»", "»لا«"]),
        ('قال "نعم" و"لا".', ['"نعم"', '"لا"']),
        ("‘a’ don’t ‘it’s b’", ["‘a’", "‘it’s b’"]),
        ('צה"ל אמר "שלום"', ['"שלום"']),
        ("“قال «نعم» ثم ‘لا’”", ["“قال «نعم» ثم ‘لا’”", "«نعم»", "‘لا’"]),
        ("لأنفسهم “. وقال: “نعم”", ["“نعم”"]),
        ("كمراكز ”. وقال: “نعم”", ["“نعم”"]),
        ('شاشة 5" كبيرة وقال "نعم"', ['"نعم"']),
        ("قال بـ“السلام” وفي“البيت”", ["“السلام”", "“البيت”"]),
        ("“أول\nثان”", []),
        ('"...نعم" "…لا"', ['"...نعم"', '"…لا"']),
        ("“”", ["“”"]),
        ("», «", []),
        ("اس نے کہا: ’یہ ‘گھر’ ہے۔‘", ["’یہ ‘گھر’ ہے۔‘", "‘گھر’"]),
        ("کہا: ’’ہاں‘‘ اور ’’نہیں۔‘‘", ["’’ہاں‘‘", "’’نہیں۔‘‘"]),
        ("کہا کہ ’’ ہاں ‘‘ اور:’’نہیں‘‘", ["’’ ہاں ‘‘", "’’نہیں‘‘"]),
        ("’’اس نے کہا ’ہاں‘ اور گیا‘‘", ["’’اس نے کہا ’ہاں‘ اور گیا‘‘", "’ہاں‘"]),
        ("قال ‘‘نعم’’ ثم", ["‘‘نعم’’"]),
        ("‘They said ‘no’’, ‘or ‘go’’", ["‘They said ‘no’’", "‘no’", "‘or ‘go’’", "‘go’"]),
        ("‘‘No’ was all’ that’s left", ["‘‘No’ was all’", "‘No’"]),
        ("”صبح کہا ’خبر چھوٹی‘ اور“، وہ", ["”صبح کہا ’خبر چھوٹی‘ اور“", "’خبر چھوٹی‘"]),
        ("״שלום״, אמר דובר צה״ל ל״הארץ״", ["״שלום״", "״הארץ״"]),
        ('כך ב"מעריב" וב"דבר" של ד"ר לוי מחד"ש', ['"מעריב"', '"דבר"']),
        ("״והוא אמר ׳לכו׳ וזהו״, לפי גורביץ׳", ["״והוא אמר ׳לכו׳ וזהו״", "׳לכו׳"]),
        ("ג'ורג' וח'ליל אמרו 'לא'", ["'לא'"]),
        ("‘the workers’ rights’ in the ‘hub’", ["‘the workers’ rights’", "‘hub’"]),
        ("in the ’90s ‘it’ was", ["‘it’"]),
        ("قال ((نعم)) ثم ((لا)).", ["((نعم))", "((لا))"]),
        ("قال ((نعم (أي لا) ثم)) و(لا (حقا))", ["((نعم (أي لا) ثم))"]),
        ("قال ((إنه (كريم)))", ["((إنه (كريم)))"]),
        ("قال (((علي) هنا)) و f((x))", ["(((علي) هنا))"]),
        ("قال ((نعم “لا” ثم))", ["((نعم “لا” ثم))", "“لا”"]),
        ("قال تعالى: ﴿قُلْ هُوَ اللَّهُ﴾ [1]", ["﴿قُلْ هُوَ اللَّهُ﴾"]),
        ("قال: ﴾قل﴿ و﴿ هو ﴾.", ["﴾قل﴿", "﴿ هو ﴾"]),
        ('طوله 5\'10" وعرضه 6\' وقال "نعم"', ['"نعم"']),
        ("« il dit ‹ non › »", ["« il dit ‹ non › »", "‹ non ›"]),
        ("הוא אמר “מכבי ת”א ניצחה” ושתק", ["“מכבי ת”א ניצחה”"]),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in find_quotations(text)] == expected


@given(
    st.lists(
        st.sampled_from(
            [*QUOTATION_MARKS, "’’", "‘‘", "((", "))", "(", ")", "ا", "a", " ", ".", "،", "\n", "א"]
        ),
        max_size=40,
    )
)
def test_quotations_pair_partners_and_never_cross(letters: list[str]) -> None:
    text = "".join(letters)
    found = find_quotations(text)
    assert found == sorted(found)
    for span in found:
        inside = inside_marks(text, span)
        assert span.start < inside.start <= inside.end <= span.end
        doubled = {"’’", "‘‘"} >= {span.of(text)[:2], span.of(text)[-2:]}
        assert doubled or text[span.end - 1] in PARTNERS[text[span.start]]
        assert "\n" not in span.of(text)
    for one in found:
        for other in found:
            assert not one.overlaps(other) or one.encloses(other) or other.encloses(one)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said: “One.\n\n“Two.”", ["“One."]),
        ('"One ‘a’\n"Two\n"Three."', ['"One ‘a’', '"Two']),
        ("“One.\n\nTwo.”", []),
        ("“One.”\n\n“Two.”", []),
        ("“One.\n\n", []),
    ],
)
def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_its_mark(
    text: str, expected: list[str]
) -> None:
    found = find_continued(text)
    assert [span.of(text) for span in found] == expected
    assert [inside_marks(text, span).of(text) for span in found] == [row[1:] for row in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال:” كنا في حاجة إليه”. وأضاف :” سنرى ”.", ["” كنا في حاجة إليه”", "” سنرى ”"]),
        ("إن “الدنيا ستستقر “.", ["“الدنيا ستستقر “"]),
        ("متعهدا بـ”النصر على الفساد”.", ["”النصر على الفساد”"]),
        ("قائلا ” نعلم ذلك” ثم «مضى».", ["” نعلم ذلك”", "«مضى»"]),
        ("It was “one “two”” then.", ["“one “two””", "“two”"]),
        ("The last” of ” it.", []),
    ],
)
def test_the_same_double_mark_opens_and_closes(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in find_quotations(text)] == expected


def test_a_flood_of_openers_costs_no_more_than_its_length() -> None:
    text = "“a " * 20_000 + "» " * 20_000
    assert find_quotations(text) == []
    assert find_quotations("ב״אא " * 20_000) == []
    assert find_quotations("((a " * 20_000 + "( " * 20_000) == []
    assert find_quotations("(" * 100_000) == []
