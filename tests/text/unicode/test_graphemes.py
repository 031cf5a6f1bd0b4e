"""Clusters: UAX #29's test file, and the quick way held to ICU."""

from collections.abc import Iterator
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker

from tests.paths import DATA
from tui.text.unicode.letters import characters
from tui.text.unicode.segmentation import EXTENDING, SINGLE, cluster_starts

TEST_FILE = DATA / "GraphemeBreakTest.txt"

NEWER = "÷ 2701 × 200D × 2701 ÷"
"""The line of Unicode 15.0 that later versions changed: U+2701 is no pictograph any more."""


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


def by_icu(text: str) -> list[int]:
    return list(accumulate(map(len, CharacterBreaker(text, "root")), initial=0))[:-1]


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


def test_a_single_character_joins_nothing() -> None:
    """Neither itself, nor a letter, a pictograph behind ZWJ, or a conjunct behind a virama."""
    for char in characters(SINGLE):
        text = f"ا{char}{char}ا{char}\u200d{char}\u200d©{char}\u094dक"
        assert by_icu(text) == [0, 1, 2, 3, 4, 6, 8, 9, 11], ascii(char)


def test_a_mark_extends_all_but_a_line_end_and_a_tab() -> None:
    for mark in characters(EXTENDING):
        text = f"ا{mark}{mark}ا{mark}ا\n{mark}ا\t{mark}"
        assert by_icu(text) == [0, 3, 5, 6, 7, 8, 9, 10], ascii(mark)


COMMON = "ab 1مبلا،ـ\u064e\u0651\u0670א\u05b8\u200c\u200d\n\t\u0301\u06dd"
ANY = "\r©👨🏽🇸🇦क\u094d\u1100\u1161\u11a8\u0600\u0903\u0e33\ufe0f\u2028\ufeff\u00ad"


@given(st.text(st.sampled_from(COMMON)) | st.text(st.sampled_from(COMMON + ANY)))
def test_every_text_has_icus_clusters(text: str) -> None:
    assert cluster_starts(text) == by_icu(text)


@given(st.text())
def test_clusters_cover_any_text(text: str) -> None:
    starts = cluster_starts(text)
    assert starts[:1] == [0] * bool(text)
    assert starts == sorted(set(starts))
    assert all(start < len(text) for start in starts)
