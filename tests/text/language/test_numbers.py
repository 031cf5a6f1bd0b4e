"""Numbers as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.language.folding import number_of


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("12", 12),
        (" -3 ", -3),
        ("+0.5", 0.5),
        ("١٢٫٥", 12.5),
        ("۱۲۳", 123),
        ("١٬٢٠٠٬٠٠٠", 1_200_000),
        ("\u2212٤", -4),
        ("\u200f٤٠\u200f", 40),
    ],
)
def test_a_number_is_read_in_the_digits_of_any_keyboard(words: str, number: float) -> None:
    assert number_of(words) == number
    assert type(number_of(words)) is type(number)


@pytest.mark.parametrize("words", ["", "abc", "nan", "inf", "1e400", "1 2", "1_0", "1,5", "--1"])
def test_what_is_no_number_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        number_of(words)


@given(st.integers())
def test_whole_numbers_keep_all_their_digits(number: int) -> None:
    assert number_of(str(number)) == number
