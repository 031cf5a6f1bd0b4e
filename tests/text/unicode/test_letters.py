"""The named sets of characters, verified against Python's Unicode tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import bidirectional, category, normalize

import pytest

from tui.text.unicode import letters
from tui.text.unicode.letters import characters, loose_pattern, pattern, spans

EXPLICIT_CLASSES = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_ranges_are_read_as_sets_and_as_patterns() -> None:
    assert list(characters("41 5B-5D 1F600")) == ["A", "[", "\\", "]", "😀"]
    assert pattern("2D 5B-5D 5E") == r"\--\-\[-\]\^-\^"


def test_a_loose_pattern_matches_at_least_its_characters() -> None:
    found = re.compile(f"[{loose_pattern(spans('7A 61 64'))}]")
    assert [char for char in "abcdefyz" if found.match(char)] == list("abcdz")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ranges", "holds"),
    [
        (letters.WHITE_SPACE, str.isspace),
        (letters.LINE_BREAKS, lambda char: len(f"a{char}b".splitlines()) == 2),
        (letters.PARAGRAPH_SEPARATORS, lambda char: bidirectional(char) == "B"),
        (letters.SEGMENT_SEPARATORS, lambda char: bidirectional(char) == "S"),
        (letters.SURROGATES, lambda char: category(char) == "Cs"),
        (letters.SUPPLEMENTARY, lambda char: len(char.encode("utf-16-le", "surrogatepass")) == 4),
        (letters.EXPLICIT_CONTROLS, lambda char: bidirectional(char) in EXPLICIT_CLASSES),
    ],
)
def test_sets_with_one_property(ranges: str, holds: Callable[[str], bool]) -> None:
    assert set(characters(ranges)) == set(filter(holds, map(chr, range(0x110000))))


@pytest.mark.parametrize(
    ("ranges", "block", "kinds"),
    [
        (letters.ARABIC_LETTERS, letters.ARABIC_BLOCK, {"Lo"}),
        (f"{letters.ARABIC_MARKS} {letters.KORANIC_MARKS}", letters.ARABIC_BLOCK, {"Mn"}),
        (f"{letters.HEBREW_CANTILLATION} {letters.HEBREW_POINTS}", letters.HEBREW_BLOCK, {"Mn"}),
        (f"{letters.HEBREW_LETTERS} {letters.YIDDISH_LETTERS}", letters.HEBREW_BLOCK, {"Lo"}),
    ],
)
def test_letters_and_marks_of_a_block(ranges: str, block: str, kinds: set[str]) -> None:
    expected = {char for char in characters(block) if category(char) in kinds}
    assert set(characters(ranges)) == expected


def test_right_to_left_marks_are_marks_and_format_characters_of_their_blocks() -> None:
    """Those that this Python's tables do not know yet aside, and the signs over numbers."""
    marks = set(characters(letters.RTL_MARKS))
    signs = set(characters(letters.NUMBER_SIGNS))
    known = {char for char in characters(letters.RTL_BLOCKS) if category(char) in ("Mn", "Cf")}
    assert known - signs <= marks
    assert {category(char) for char in marks} <= {"Mn", "Cf", "Cn"}


def test_an_alef_of_each_spelling_decomposes_to_a_bare_one() -> None:
    for char in letters.SPELLINGS_OF_ALEF.replace(letters.ALEF_WASLA, ""):
        assert normalize("NFD", char)[0] == letters.ALEF


def test_number_signs_are_format_characters_with_a_cluster() -> None:
    assert {category(char) for char in characters(letters.NUMBER_SIGNS)} == {"Cf"}
