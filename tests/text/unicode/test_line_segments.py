"""The quick way to line break opportunities is ICU's way."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.seed import SEED
from tui.text.unicode.segmentation import icu_segments, line_segments, paragraphs, simple_segments

ONE_OF_EACH = 'كaـ*5٥א\u064b،.:؟/-()“”«" '


def test_all_short_texts_of_the_simple_characters() -> None:
    simple = 0
    for length in range(5):
        for letters in product(ONE_OF_EACH, repeat=length):
            text = "".join(letters)
            pieces = simple_segments(text)
            if pieces is not None:
                simple += 1
                assert list(pieces) == list(icu_segments(text))
    assert simple > 50_000


LONGER = [*ONE_OF_EACH, "وفقًا", " ", "RAA", "\n", "–", "؛", "!"]


@given(st.lists(st.sampled_from(LONGER), max_size=40))
def test_longer_texts(letters: list[str]) -> None:
    text = "".join(letters)
    assert list(line_segments(text)) == list(icu_segments(text))


def test_most_paragraphs_of_the_seed_are_simple() -> None:
    texts = [SEED[paragraph.start : paragraph.end] for paragraph in paragraphs(SEED)]
    assert sum(simple_segments(text) is not None for text in texts) > 0.9 * len(texts)
    for text in texts:
        assert list(line_segments(text)) == list(icu_segments(text))


@pytest.mark.parametrize("text", ["a-b", "ماذا؟نعم", "a\u2028b", "نعم.(لا)", "1/2", "你好", "a ﷺ"])
def test_hard_texts_are_left_to_icu(text: str) -> None:
    assert simple_segments(text) is None
