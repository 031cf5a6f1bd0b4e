import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.articles import seed_text
from tui.text.language.folding import Folded, fold_text
from tui.text.language.occurrences import find_occurrences

SEED = seed_text()


def shown(text: str, name: str) -> list[str]:
    """The names found, `?` before those that are not ticked."""
    return [("" if o.ticked else "?") + o.span.of(text) for o in find_occurrences(text, name)]


def test_the_article_names_japan_fifteen_times() -> None:
    hits = find_occurrences(SEED, "اليابان")
    assert [hit.span.of(SEED) for hit in hits] == ["اليابان"] * 15
    assert all(hit.ticked for hit in hits)
    following = [SEED[hit.span.end] for hit in hits]
    assert not any(char.isalnum() for char in following)
    assert [hit.how for hit in hits].count("behind و") == 2


@pytest.mark.parametrize(
    ("name", "count"),
    [("المملكة المتحدة", 8), ("الولايات المتحدة", 8), ("RAA", 6), ("جونستون", 3), ("لندن", 2)],
)
def test_the_articles_other_names_are_found(name: str, count: int) -> None:
    assert shown(SEED, name) == [name] * count


@pytest.mark.parametrize(
    ("text", "name", "hits"),
    [
        ("باليابان كاليابان فباليابان وكاليابان", "اليابان", ["اليابان"] * 4),
        ("لليابان وللياباني ولليابان", "اليابان", ["ليابان", "ليابان"]),
        ("للجنة واللجنة", "اللجنة", ["لجنة", "اللجنة"]),
        ("سلليابان واليابانيون باليابانية", "اليابان", []),
        ("سوريا وسوريا لسوريا بسوريا", "سوريا", ["سوريا"] * 4),
        ("سلندن يلندن ولندن", "لندن", ["?لندن"]),
        ("كريم وريم وريم ريم", "ريم", ["?ريم", "?ريم", "?ريم", "ريم"]),
        ("بحماس وحماس حماس", "حماس", ["?حماس", "?حماس", "حماس"]),
        ("والله لله بالله", "الله", ["الله", "له", "الله"]),
        ("واشنطن وواشنطن بواشنطن", "واشنطن", ["واشنطن"] * 3),
        ("لبوريس جونسون وبوريس  جونسون", "بوريس جونسون", ["بوريس جونسون", "بوريس  جونسون"]),
        ("بوريس وجونسون", "بوريس جونسون", []),
    ],
)
def test_clitics_are_taken_off_the_name_and_nothing_else(
    text: str, name: str, hits: list[str]
) -> None:
    assert shown(text, name) == hits


def test_the_span_after_two_lams_starts_at_the_second() -> None:
    (hit,) = find_occurrences("ولليابان", "اليابان")
    assert (hit.span.start, hit.span.end, hit.how) == (2, 8, "behind ول")


@pytest.mark.parametrize(
    ("text", "name", "hits"),
    [
        ("جامعة جامعه", "جامعة", ["جامعة", "?جامعه"]),
        ("جامعة جامعه", "جامعه", ["?جامعة", "جامعه"]),
        ("مصطفى ومصطفي", "مصطفى", ["مصطفى", "?مصطفي"]),
        ("للجامعة للجامعه", "الجامعة", ["لجامعة", "?لجامعه"]),
        ("ﺟﺎﻣﻌﺔ", "جامعة", ["ﺟﺎﻣﻌﺔ"]),
        ("أحمد احمد إحمد", "أحمد", ["أحمد", "احمد", "إحمد"]),
    ],
)
def test_spellings_that_make_another_word_are_not_ticked(
    text: str, name: str, hits: list[str]
) -> None:
    assert shown(text, name) == hits


@pytest.mark.parametrize(
    ("text", "name", "hits"),
    [
        ("وَالْيَابَانِ وباليـابان", "اليابان", ["الْيَابَانِ", "اليـابان"]),
        ("واليابان", "الْيابان", ["اليابان"]),
        ("ایران بایران", "ایران", ["ایران", "?ایران"]),
        ("ایران‌ها", "ایران", []),
        ("پاکستان وپاکستان", "پاکستان", ["پاکستان", "?پاکستان"]),
        ("קטרישראל בישראל ושבישראל", "ישראל", ["ישראל", "ישראל"]),
        ("בגדי גדי", "גדי", ["?גדי", "גדי"]),
        ("لـCNN والـCNN CNNs «CNN»", "CNN", ["CNN"] * 3),
        ("US usual us US", "US", ["US", "US"]),
        ("(RAA) RAA", "(RAA)", ["(RAA)"]),
        ("ل«حماس»", "حماس", ["حماس"]),
        ("في ٢٠٢٠ و2020", "2020", ["٢٠٢٠", "2020"]),
        ("x", "  ", []),
        ("x", "\u200f", []),
    ],
)
def test_other_scripts_and_marks(text: str, name: str, hits: list[str]) -> None:
    assert shown(text, name) == hits


def test_why_a_hit_differs_is_said() -> None:
    text = "بناية وبنايه"
    assert [hit.how for hit in find_occurrences(text, "بناية")] == [
        "",
        "behind و, spelt differently",
    ]


def test_a_folded_text_is_not_folded_again() -> None:
    assert find_occurrences(Folded(SEED), "كوبر") == find_occurrences(SEED, "كوبر")


@given(st.text(alphabet="وفبكلاليمنةه َـ", max_size=30), st.text(alphabet="ليمنةا", min_size=1))
def test_hits_are_the_name_and_never_overlap(text: str, name: str) -> None:
    last = 0
    wanted = fold_text(name)
    for hit in find_occurrences(text, name):
        found = fold_text(hit.span.of(text))
        assert found == wanted or wanted.removeprefix("ا") == found or f"الل{found[1:]}" == wanted
        assert hit.span.start >= last
        last = hit.span.end


@pytest.mark.parametrize(
    ("text", "name", "hits"),
    [
        ("دانش‌آموز، دانش آموز و دانشآموزی", "دانش آموز", ["دانش‌آموز", "دانش آموز"]),
        ("این بی‌بی‌سی است و بی بی سی هم", "بی‌بی‌سی", ["بی‌بی‌سی", "بی بی سی"]),
        ("كتب عبد الله وعبدالله", "عبد الله", ["عبد الله"]),  # Arabic
        ("سورة القُرْءَان والقرآن", "القرآن", ["القُرْءَان", "القرآن"]),
        ("שלמה ושְׁלֹמֹה", "שלמה", ["שלמה", "שְׁלֹמֹה"]),
    ],
)
def test_spellings_of_other_languages_and_of_the_koran(
    text: str, name: str, hits: list[str]
) -> None:
    assert [hit.span.of(text) for hit in find_occurrences(text, name)] == hits
