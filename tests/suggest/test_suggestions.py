from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model import JSON
from tui.schema import default_schema
from tui.suggest import (
    SuggestedLink,
    Suggestion,
    kept,
    known_names,
    quotations,
    suggest,
    suggestions,
)
from tui.text.spans import Span

_WORDS = """
قال وقال أضاف الرئيس جو بايدن إن أن نقلا عن وفقا للوزير على حد قوله بحسب أكد وصف بأنه عبد أبو لكنه
الذي صحيفة بـ في بيان قائلا أما فقال ما وصفه وزير الخارجية الأمين العام للأمم ل و كلمة CNN 15 جاء
گفت افزود که او رئیس سازمان مریم احمدی به گفتهٔ با بیان اینکه را و می‌خواند است در
אמר הוסיף כי לדבריו יו"ר הוועדה נועה ברנע שאמר כך כינה את הוא מלשכתו נמסר
نے کہا کہ ان کا کہنا تھا کے مطابق وزیر عمران قریشی انہوں قرار دیا ہے یہ
said told that she Mayor Ann Cole according to The Ministry of called it “so-called” wrote Dr. who
"""
WORDS = st.sampled_from(_WORDS.split())
MARKS = st.sampled_from(
    [
        "«",
        "»",
        '"',
        "“",
        "”",
        "’",
        "‘",
        "״",
        "׳",
        "،",
        ",",
        ":",
        ".",
        "۔",
        "\n",
        "(",
        ")",
        "؟",
        "..",
    ]
)
TEXT = st.lists(
    st.one_of(WORDS, MARKS, st.builds(" {}".format, WORDS), st.builds("{} ".format, MARKS)),
    max_size=40,
).map("".join)

KNOWN: list[tuple[str, Mapping[str, JSON]]] = [
    ("جو بايدن", {"type": "PERS"}),
    ("بايدن", {"type": "PERS"}),
    ("قال", {}),
]


@given(st.one_of(TEXT, st.text()))
def test_any_text_gives_suggestions_that_the_schema_can_hold(text: str) -> None:
    found = suggest(text, KNOWN)
    assert len({(made.label, made.span) for made in found}) == len(found)
    for made in found:
        covered = made.span.of(text)
        assert covered
        assert covered == covered.strip()
        assert made.why.endswith(".")
        label = default_schema().label(made.label)
        assert label is not None
        assert set(made.attributes) <= {attribute.name for attribute in label.attributes}
        types = {link.type: link.targets for link in label.links}
        for link in made.links:
            assert found[link.target].label in types[link.type]
            assert found[link.target] is not made


@given(TEXT)
def test_suggestions_stand_in_the_order_of_the_text(text: str) -> None:
    spans = [made.span for made in quotations(text)]
    assert spans == sorted(spans, key=lambda span: (span.start, -span.end))


def test_what_is_not_kept_is_linked_to_no_more() -> None:
    found = [
        Suggestion("cue", Span(0, 1), {}, "a."),
        Suggestion("entity", Span(1, 2), {}, "b."),
        Suggestion(
            "quote", Span(2, 3), {}, "c.", (SuggestedLink("cue", 0), SuggestedLink("speaker", 1))
        ),
    ]
    left = kept(found, lambda made: made.label != "cue")
    assert [made.label for made in left] == ["entity", "quote"]
    assert left[1].links == (SuggestedLink("speaker", 0),)


def names(text: str, *known: str) -> list[str]:
    return [hit.span.of(text) for hit in known_names(text, [(name, {}) for name in known])]


def test_known_names_are_found_behind_clitics_where_they_are_sure() -> None:
    assert names("لليابان واليابان والياباني", "اليابان") == ["ليابان", "اليابان"]
    assert names("بحماس وحماس حماس", "حماس") == ["حماس"]


def test_the_longer_of_two_names_is_taken() -> None:
    text = "المملكة المتحدة والمملكة"
    assert names(text, "المملكة", "المملكة المتحدة") == ["المملكة المتحدة", "المملكة"]


def test_of_two_kinds_of_one_name_the_first_is_taken() -> None:
    known: list[tuple[str, Mapping[str, JSON]]] = [
        ("لندن", {"type": "GPE"}),
        ("لُندن", {"type": "LOC"}),
    ]
    (hit,) = known_names("في لندن", known)
    assert hit.attributes == {"type": "GPE"}
    assert hit.why == "“لندن” is tagged elsewhere as GPE."


@pytest.mark.parametrize("name", ["", " ", "ال", "من", "\u200f"])
def test_names_too_short_to_tell_are_left_out(name: str) -> None:
    assert names("من ال في", name) == []


def test_doubt_and_negation_are_told_of_the_cue() -> None:
    cues = [
        made.attributes
        for made in quotations("زعم الوزير أن «القرار صائب». لم يؤكد الوزير أن «الحرب انتهت».")
        if made.label == "cue"
    ]
    assert cues == [{"stance": "doubtful"}, {"stance": "neutral", "negated": True}]


@pytest.mark.parametrize("between", ["\n", ". ", " "])
def test_a_long_text_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch, between: str) -> None:
    article = "قال زاك كوبر: «اليابان مهمة». وأضاف: «كوريا مهمة أيضا»"
    once = suggest(article + between)
    monkeypatch.setattr(suggestions, "_PIECE", len(article + between) + 3)
    read: list[int] = []
    found = suggest((article + between) * 3, advance=read.append)
    assert once
    assert found == [
        replace(
            made,
            span=Span(made.span.start + shift, made.span.end + shift),
            links=tuple(
                link._replace(target=link.target + number * len(once)) for link in made.links
            ),
        )
        for number in range(3)
        for shift in [number * len(article + between)]
        for made in once
    ]
    assert sum(read) == 3 * len(article + between)
