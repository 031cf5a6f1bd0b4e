"""Moves into quotation marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.seed import SEED
from tui.text.language.natural_spans import quotation_at
from tui.text.layout.caret_motion import next_quotation, previous_quotation

STARTS = [1329, 1707, 2035, 2187, 3357, 3963, 4006]


def test_the_articles_quotations_one_after_the_other() -> None:
    at, seen = 0, []
    while (after := next_quotation(SEED, at)) != at:
        seen.append(at := after)
    assert seen == STARTS
    back = [at]
    while (before := previous_quotation(SEED, at)) != at:
        back.append(at := before)
    assert back == STARTS[::-1]


@pytest.mark.parametrize(
    ("text", "offset", "following"),
    [
        ("a “b” c", 0, 3),
        ("a “b” c", 3, 3),
        ("a «  b» c", 0, 5),
        ("a “b «c» d”", 3, 6),
        ("a “b\n“c”", 0, 6),
        ("none", 0, 0),
        ("", 0, 0),
    ],
)
def test_the_next_one(text: str, offset: int, following: int) -> None:
    assert next_quotation(text, offset) == following


@given(text=st.text("ab“”«» \n", max_size=60), offset=st.integers(0, 60))
def test_one_is_inside_quotation_marks_then(text: str, offset: int) -> None:
    for move in (next_quotation, previous_quotation):
        at = move(text, min(offset, len(text)))
        if at != min(offset, len(text)) and text[at : at + 1] not in "”»“«":
            assert quotation_at(text, at) is not None
