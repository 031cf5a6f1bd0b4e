"""Where a word begins with a clitic, and where with a letter of its own."""

import json

import pytest

from tests.paths import DATA
from tui.suggest.lexicons.lexicon_files import lexicon
from tui.text.language.clitics import Vocabulary
from tui.text.language.natural_spans import move_start_in
from tui.text.language.word_search import word_around
from tui.text.spans import Span


def rests(word: str, text: str = "", names: tuple[str, ...] = (), *, article: bool = False) -> str:
    """What is left of the word after each of its clitics; the word stands last in the text."""
    text = f"{text} {word}".strip()
    start = len(text) - len(word)
    ends = Vocabulary(text, names, article=article).clitic_ends(word, start)
    return " ".join(word[end:] for end in ends)


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("وأستراليا", "أستراليا"),
        ("وبالاتفاق", "بالاتفاق الاتفاق اتفاق"),
        ("للاستعداد", "لاستعداد استعداد"),
        ("وَالصين", "الصين صين"),
        ("بـالسلام", "السلام سلام"),
        ("ولكنه", "لكنه"),
        ("لكنه", ""),
        ("وزارة", ""),
        ("والوزراء", "الوزراء وزراء"),
        ("الله", ""),
        ("وهو", "هو"),
        ("في", ""),
        ("ال", ""),
        ("و", ""),
        ("hello", ""),
        ("", ""),
    ],
)
def test_clitics_with_the_article(word: str, left: str) -> None:
    assert rests(word, article=True) == left


@pytest.mark.parametrize(
    "word",
    # Names and words of which nothing is known but how they are spelt.
    ["بوعزة", "بنكيران", "بيرنييه", "فرونتكس", "فانتازيا", "فلوران", "كيليان", "كانتي", "كوناتي",
     "لوكاكو", "لحسن", "لشكر", "بلعيد", "بيدري", "فودين", "ليفاندوفسكي"],
)  # fmt: skip
def test_the_first_letter_of_a_name_is_no_clitic(word: str) -> None:
    assert rests(word) == ""
    assert rests(word, "التقى الوفد") == ""


@pytest.mark.parametrize(
    ("word", "text", "left"),
    [
        ("لزاكورة", "زار زاكورة أمس ثم عاد", "زاكورة"),
        ("بزاكورة", "قدم من مدينة زاكورة", "زاكورة"),
        ("وزاكورة", "", "زاكورة"),
        ("ببوعرفة", "", "بوعرفة"),
        ("بمؤتمر", "", "مؤتمر"),
        ("لرابطة", "", "رابطة"),
        ("كقاعدة", "", "قاعدة"),
        ("فالنتائج", "", "النتائج"),
        ("بالعيون", "", "العيون"),
        ("للعيون", "", "لعيون"),
        ("وبلوكاكو", "لوكاكو سجل هدفا", "بلوكاكو لوكاكو"),
    ],
)
def test_a_clitic_is_one_where_the_rest_is_known_or_no_root_begins_so(
    word: str, text: str, left: str
) -> None:
    assert rests(word, text) == left


def test_a_known_name_is_left_whole_and_what_precedes_one_is_a_clitic() -> None:
    assert rests("وزان") == "زان"
    assert rests("وزان", names=("وزان",)) == ""
    assert rests("لوزان", names=("وزان",)) == "وزان"
    assert rests("بتازة") == ""
    assert rests("بتازة", names=("تازة",)) == "تازة"


@pytest.mark.parametrize("before", ["في", "إلى", "من", "مع"])
def test_no_preposition_follows_another(before: str) -> None:
    assert rests("بمؤتة", f"سار {before}") == ""
    assert rests("بمؤتة", "سار الجيش") == "مؤتة"


@pytest.mark.parametrize("word", ["كَتَبْتُ", "فَهِمْتُ", "وَصَلَتْ", "بَلَغَتْ", "لَعِبْنَا", "كُتِبَت"])
def test_a_vocalised_stem_is_not_cut(word: str) -> None:
    assert rests(word) == ""
    assert rests(word, "تبت هنا ثم همت بها صلت لغت عبنا تبت") == ""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("این گزارش را در تهران نوشت", "وحیدی"),
        ("وزیر امور خارجه گفت", "بزرگ‌زاده"),
        ("در گفت‌وگو با خبرنگاران گفت", "کاظمی"),
        ("یہ بات انہوں نے کہی", "لودھی"),
        ("اسلام آباد میں پولیس نے بتایا", "بلوچستان"),
        ("", "فرهادی‌پور"),
    ],
)
def test_persian_and_urdu_have_no_clitics(text: str, word: str) -> None:
    assert rests(word, text, article=True) == ""


@pytest.mark.parametrize(
    ("word", "text", "left"),
    [
        ("בקריית", "", "קריית"),
        ("ובאשקלון", "", "באשקלון אשקלון"),
        ("לנהריה", "", "נהריה"),
        ("מזיכרון", "גר בזיכרון", "זיכרון"),
        ("ל״הארץ", "", "הארץ"),
        ("בצה״ל", "", "צה״ל"),
        ("כהן", "", ""),
        ("מזרחי", "", ""),
        ("ברקוביץ", "אמר ברקוביץ וברקוביץ", ""),
        ("ממשלה", "", ""),
        ("לפיד", "", ""),
        ("הכנסת", "", ""),
        ("וולפסון", "", ""),
        ("ברזילי", "הגיע אל", ""),
    ],
)  # fmt: skip
def test_hebrew_prefixes(word: str, text: str, left: str) -> None:
    assert rests(word, text) == left


@pytest.mark.parametrize(
    "word", ["وزيران", "وزيرا", "وصلت", "وكالتها", "بيوتهم", "فريقين", "ועדות"]
)
def test_a_known_word_is_whole_with_an_ending_too(word: str) -> None:
    assert rests(word, names=("بيوت", "وكالت")) == ""


def test_where_nothing_can_be_stripped_the_start_moves_by_a_word() -> None:
    text = "التقى بنكيران أمس"
    assert move_start_in(text, Span(6, 17)).of(text) == "أمس"
    assert move_start_in(text, Span(6, 13)).of(text) == "بنكيران"


@pytest.mark.parametrize(("language", "share"), [("ar", 0.97), ("he", 0.93), ("fa", 1), ("ur", 1)])
def test_the_names_of_the_marked_articles_are_found_behind_their_clitics(
    language: str, share: float
) -> None:
    known = [*lexicon("ar").names.given, *lexicon("he").names.given, *lexicon("he").names.places]
    right = []
    for file in sorted((DATA / "news").glob(f"{language}-*.gold.json")):
        text = file.with_name(file.name.replace(".gold.json", ".txt")).read_bytes().decode()
        words = Vocabulary(text, known)
        for marked in json.loads(file.read_bytes())["entities"]:
            word = word_around(text, marked["start"])
            assert word is not None
            ends = [0, *words.clitic_ends(word.of(text), word.start)]
            right.append(marked["start"] - word.start == ends[-1])
    assert sum(right) >= share * len(right)
