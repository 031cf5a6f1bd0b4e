"""Koranic spelling, with signs for letters, is found by today's, and by its own."""

import pytest

from tui.text.language.folding import find, fold_text, spellings_of_words
from tui.text.language.koranic_spelling import with_stand_ins
from tui.text.language.occurrences import find_occurrences

FATIHA = "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ ۝١ ٱلْحَمْدُ لِلَّهِ رَبِّ ٱلْعَٰلَمِينَ ۝٢ مَٰلِكِ يَوْمِ ٱلدِّينِ ۝٤ ٱهْدِنَا ٱلصِّرَٰطَ ٱلْمُسْتَقِيمَ"

WORDS = [
    # today's spellings, as it is written
    ("الرحمن الرحمان", "ٱلرَّحْمَٰنِ"),
    ("العالمين العلمين", "ٱلْعَٰلَمِينَ"),
    ("مالك ملك", "مَٰلِكِ"),
    ("الكتاب الكتب", "ٱلْكِتَـٰبُ"),
    ("ذلك", "ذَٰلِكَ"),
    ("الصلاة الصلوة", "ٱلصَّلَوٰةَ"),
    ("الربا الربوا", "ٱلرِّبَوٰا۟"),
    ("التوراة", "ٱلتَّوْرَىٰةَ"),
    ("مولانا", "مَوْلَىٰنَا"),
    ("موسى", "مُوسَىٰ"),
    ("السماوات السموات", "ٱلسَّمَٰوَٰتِ"),
    ("إبراهيم", "إِبْرَٰهِـۧمَ"),
    ("ننجي", "نُـۨجِى"),
    ("واحدة", "وَٰحِدَةٍ"),
    ("أولئك", "أُو۟لَـٰٓئِكَ"),
    ("آمنوا", "ءَامَنُوا۟"),
    ("آياتنا", "ءَايَـٰتِنَا"),
    ("اعلی", "اعلیٰ"),
    ("زكاة زكوة", "زکوٰۃ"),
]


@pytest.mark.parametrize(("today", "written"), WORDS)
def test_todays_spelling_finds_the_koranic_one(today: str, written: str) -> None:
    text = f"قال {written} ثم"
    for query in (*today.split(), written):
        assert [span.of(text) for span in find(text, query)] == [written], query
        assert [one.span.of(text) for one in find_occurrences(text, query)] == [written], query


@pytest.mark.parametrize(("today", "written"), WORDS)
def test_the_words_of_the_index_have_both_spellings(today: str, written: str) -> None:
    words = {fold_text(written), *spellings_of_words(written)}
    words |= {word.replace("ءا", "ا") for word in words}
    assert set(map(fold_text, today.split())) <= words


def test_words_of_both_spellings_are_found_together() -> None:
    for query in (
        "الحمد لله رب العالمين",
        "مالك يوم الدين",
        "الله الرحمن الرحيم ۝١",
        "الصراط المستقيم",
    ):
        assert len(list(find(FATIHA, query))) == 1, query
    text = "يَٰٓأَيُّهَا ٱلَّذِينَ ءَامَنُوا۟ ذَٰلِكَ ٱلْكِتَٰبُ"
    assert [span.of(text) for span in find(text, "يا أيها الذين آمنوا")] == [text[:33]]
    assert [span.of(text) for span in find(text, "ذلك الكتاب")] == [text[34:]]
    assert spellings_of_words("يَٰٓأَيُّهَا") == ["ياايها", "يا", "ايها"]


@pytest.mark.parametrize("query", ["لمين", "عا", "مين", "كلا"])
def test_parts_of_words_are_no_occurrences(query: str) -> None:
    assert find_occurrences(FATIHA, query) == []


def test_other_texts_have_no_further_spellings() -> None:
    for text in ("كتب الكتاب، قول قيل", "مُحَمَّدٌ رَسُولٌ", "שלום", "Linear A: \U00010600", ""):
        assert spellings_of_words(text) == []
    assert list(find("كتب", "كتاب")) == []


def test_stand_ins_keep_the_length() -> None:
    for text in (FATIHA, " ".join(written for _, written in WORDS)):
        assert len(with_stand_ins(text)) == len(text)
