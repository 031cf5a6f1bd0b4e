"""Paragraphs, line breaks and words."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.text.seed import SEED
from tests.text.strategies import texts
from tui.text.unicode.segmentation import SEPARATORS, line_breaks, paragraphs, words


def pieces(text: str, offsets: list[int]) -> list[str]:
    return [text[start:end] for start, end in zip([0, *offsets], offsets, strict=False)]


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
    assert pieces(text, line_breaks(text)) == ["وفقًا ، ", "لشخصين ", "(RAA) ، ", "ثم"]


@given(texts)
def test_line_breaks_rise_to_the_end_of_the_text(text: str) -> None:
    found = line_breaks(text)
    assert found == sorted(set(found))
    assert found[-1:] == ([len(text)] if text else [])


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
        ("... — ،؛ 😀", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in words(text)] == expected


def test_words_of_the_seed_hold_no_punctuation() -> None:
    found = words(SEED)
    assert len(found) == 663
    assert all(span.of(SEED).replace("\u064b", "").isalnum() for span in found)
