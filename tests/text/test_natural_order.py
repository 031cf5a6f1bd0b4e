import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.natural_order import natural_key


@pytest.mark.parametrize(
    "names",
    [
        ["2", "10", "100"],
        ["a", "a 2.txt", "a 10.txt", "b 1.txt"],
        ["فصل ٢", "فصل 3", "فصل ۱۰", "فصل ١١"],
        ["2020-2", "2020-10", "2021-1"],
        ["v1.2.9", "v1.2.10", "v1.10.1"],
        ["x.jsonl#9", "x.jsonl#10", "x.jsonl#a"],
        ["9" * 30, "1" + "0" * 30],
    ],
)
def test_numbers_count_as_numbers(names: list[str]) -> None:
    mixed = random.Random(0).sample(names, len(names))
    assert sorted(mixed, key=natural_key) == names


def test_leading_zeros_do_not_count() -> None:
    assert natural_key("a007") == natural_key("a7")
    assert natural_key("0") == natural_key("000") < natural_key("1")


@given(st.integers(0), st.integers(0), st.text(st.characters(exclude_categories=["Nd", "Cs"])))
def test_any_two_numbers_are_in_order(one: int, other: int, before: str) -> None:
    assert (natural_key(f"{before}{one}") < natural_key(f"{before}{other}")) == (one < other)


@given(st.text())
def test_every_name_has_a_key(name: str) -> None:
    assert ("0" in natural_key(name)) == any(char.isdecimal() for char in name)
