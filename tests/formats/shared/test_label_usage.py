"""Attribute values as texts and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.strategies import json_values
from tui.formats.shared.label_usage import AttributeInfo, fits, texts_of, value_of
from tui.model import JSON
from tui.schema import AttributeType

KINDS = st.sampled_from(AttributeType)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (AttributeType.TEXT, "نص", ["نص"]),
        (AttributeType.CHOICE, "true", ["true"]),
        (AttributeType.CHOICES, ["a", "b"], ["a", "b"]),
        (AttributeType.NUMBER, -2.5, ["-2.5"]),
        (AttributeType.YES_NO, False, ["no"]),
    ],
)
def test_values_of_the_right_kind_come_back(
    kind: AttributeType, value: JSON, words: list[str]
) -> None:
    info = AttributeInfo(kind)
    assert texts_of(info, value) == words
    assert value_of(info, words) == value
    assert fits(info, value)


@given(KINDS, json_values)
def test_any_value_has_texts_and_says_whether_it_comes_back(
    kind: AttributeType, value: JSON
) -> None:
    info = AttributeInfo(kind)
    words = texts_of(info, value)
    assert all(isinstance(word, str) for word in words)
    assert fits(info, value) == (value_of(info, words) == value)


@pytest.mark.parametrize("word", ["", "NaN", "1e999", "0x1", "٣", "9" * 5000, "1" + "0" * 41])
def test_what_is_no_number_stays_a_text(word: str) -> None:
    assert value_of(AttributeInfo(AttributeType.NUMBER), [word]) == word
