"""Paragraphs, clusters (with UAX #29's test file), line break opportunities and words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.paths import DATA
from tests.text.seed import SEED
from tests.text.strategies import texts
from tui.text.unicode.segmentation import (
    SEPARATORS,
    cluster_starts,
    line_segments,
    paragraphs,
    words,
)

TEST_FILE = DATA / "GraphemeBreakTest.txt"

NEWER = "÷ 2701 × 200D × 2701 ÷"
"""The line of Unicode 15.0 that later versions changed: U+2701 is not a pictograph any more."""


def lines() -> Iterator[str]:
    for line in TEST_FILE.read_text(encoding="utf-8").splitlines():
        if case := line.partition("#")[0].strip():
            yield case


def parsed(case: str) -> tuple[str, list[int]]:
    """The text of a line, and where its clusters start."""
    text, starts = "", []
    for word in case.removesuffix("÷").split():
        if word == "÷":
            starts.append(len(text))
        elif word != "×":
            text += chr(int(word, 16))
    return text, starts


def test_the_whole_of_unicodes_test_file() -> None:
    cases = list(lines())
    assert len(cases) == 602
    wrong = []
    for case in cases:
        text, starts = parsed(case)
        if case != NEWER and cluster_starts(text) != starts:
            wrong.append(case)
    assert wrong == []


def test_the_line_that_unicode_changed_after_its_version_15() -> None:
    assert NEWER in list(lines())
    assert cluster_starts("\u2701\u200d\u2701") == [0, 2]


def test_no_text_has_no_clusters() -> None:
    assert cluster_starts("") == []


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("سلام", [0, 1, 2, 3]),
        ("سَلَامٌ", [0, 2, 4, 5]),
        ("می\u200cخواهم", [0, 1, 3, 4, 5, 6, 7]),
        ("\u064eب", [0, 1]),
        ("a\n\u064eب", [0, 1, 2, 3]),
        ("a\r\nb", [0, 1, 3]),
        ("בְּרֵאשִׁית", [0, 3, 5, 6, 9, 10]),
        ("👨‍👩‍👧🇸🇦", [0, 5]),
        ("ه\u200dا", [0, 2]),
        ("۝١٢", [0, 2]),
        ("각\u1100\u1161", [0, 1]),
        ("a\ud800b", [0, 1, 2]),
    ],
)
def test_clusters_that_readers_know(text: str, starts: list[int]) -> None:
    assert cluster_starts(text) == starts


@given(st.text())
def test_clusters_cover_any_text(text: str) -> None:
    starts = cluster_starts(text)
    assert starts[:1] == [0] * bool(text)
    assert starts == sorted(set(starts))
    assert all(start < len(text) for start in starts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(0, 0, 0)]),
        ("a", [(0, 1, 1)]),
        ("a\n", [(0, 1, 2)]),
        ("a\n\nb", [(0, 1, 2), (2, 2, 3), (3, 4, 4)]),
        ("a\r\nb\rc", [(0, 1, 3), (3, 4, 5), (5, 6, 6)]),
        ("a\n\rb", [(0, 1, 2), (2, 2, 3), (3, 4, 4)]),
        ("a\x1cb\x85c\u2029d\x1ee", [(0, 1, 2), (2, 3, 4), (4, 5, 6), (6, 7, 8), (8, 9, 9)]),
        ("a\u2028b\x0bc\x0cd\x1fe", [(0, 9, 9)]),
    ],
)
def test_paragraphs_end_at_separators_of_class_b(
    text: str, expected: list[tuple[int, int, int]]
) -> None:
    assert paragraphs(text) == expected


@given(texts)
def test_paragraphs_cover_the_text(text: str) -> None:
    found = paragraphs(text)
    assert [paragraph.start for paragraph in found] == [0, *(p.next for p in found[:-1])]
    assert found[-1].next == len(text)
    for paragraph in found:
        assert not set(text[paragraph.start : paragraph.end]) & set(SEPARATORS)
        assert text[paragraph.end : paragraph.next] in {"", "\r\n", *SEPARATORS}


def test_a_comma_stays_with_its_word_even_after_a_space() -> None:
    text = "وفقًا ، لشخصين (RAA) ، ثم"
    assert list(line_segments(text)) == ["وفقًا ، ", "لشخصين ", "(RAA) ، ", "ثم"]


@given(texts)
def test_line_segments_cover_the_text(text: str) -> None:
    found = list(line_segments(text))
    assert all(found)
    assert "".join(found) == text.replace("\ud800", "\ufffd")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال كوبر، وهو خبير.", ["قال", "كوبر", "وهو", "خبير"]),
        ("می\u200cروم و مسئول\u200fها", ["می\u200cروم", "و", "مسئول\u200fها"]),
        ("صــــه كتـاب", ["صــــه", "كتـاب"]),
        ("قَالَ محمّدٌ", ["قَالَ", "محمّدٌ"]),
        ("don't l’homme 'a'", ["don't", "l’homme", "a"]),
        ('צה"ל אמר "שלום"', ['צה"ל', "אמר", "שלום"]),
        ("قال:نعم في 10:30", ["قال", "نعم", "في", "10", "30"]),
        ("المحادثات.وقال ق.م example.com", ["المحادثات", "وقال", "ق.م", "example.com"]),
        ("١٬٢٣٤٫٥ 50% (RAA)", ["١٬٢٣٤٫٥", "50", "RAA"]),
        ("١٢٣.٤٥٦", ["١٢٣.٤٥٦"]),
        ("... — ،؛ 😀", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in words(text)] == expected


def test_words_of_the_seed_hold_no_punctuation() -> None:
    found = words(SEED)
    assert len(found) == 663
    assert all(span.of(SEED).replace("\u064b", "").isalnum() for span in found)
