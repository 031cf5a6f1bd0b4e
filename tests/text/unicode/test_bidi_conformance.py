"""The whole of Unicode's BidiTest.txt and BidiCharacterTest.txt, through the public functions.

Cases without explicit formatting are compared with python-bidi too, whose levels are known for what
rule X9 removes as well.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from tests.paths import DATA
from tui.text.unicode.bidi import Direction, resolve, row_levels, visual_order
from tui.text.unicode.bidi_reference import reference_levels

pytestmark = pytest.mark.slow

PARTS = 8
"""Test items per file, for the workers to share."""

CHARACTERS = {
    "L": "a",
    "R": "\u05d0",
    "EN": "1",
    "ES": "-",
    "ET": "%",
    "AN": "\u0660",
    "CS": ",",
    "B": "\u2029",
    "S": "\t",
    "WS": " ",
    "ON": "!",
    "BN": "\u00ad",
    "NSM": "\u0300",
    "AL": "\u0627",
    "LRE": "\u202a",
    "RLE": "\u202b",
    "PDF": "\u202c",
    "LRO": "\u202d",
    "RLO": "\u202e",
    "LRI": "\u2066",
    "RLI": "\u2067",
    "FSI": "\u2068",
    "PDI": "\u2069",
}
"""One character of each class."""


EXPLICIT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Case(NamedTuple):
    """One line of a test file; None stands for the level of a removed character."""

    text: str
    directions: list[Direction]
    paragraph_level: int | None
    levels: list[int | None]
    order: list[int]


def lines(name: str) -> Iterator[str]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        content = line.partition("#")[0].strip()
        if content:
            yield content


def numbers(field: str) -> list[int | None]:
    return [None if number == "x" else int(number) for number in field.split()]


@cache
def class_cases() -> list[Case]:
    """BidiTest.txt; bits 1, 2, 4 of a line: automatic, left to right, right to left."""
    cases = []
    levels: list[int | None] = []
    order: list[int] = []
    ways = [
        [
            way
            for bit, way in enumerate((Direction.AUTO, Direction.LTR, Direction.RTL))
            if bits >> bit & 1
        ]
        for bits in range(8)
    ]
    for line in lines("BidiTest.txt"):
        if line.startswith("@Levels:"):
            levels = numbers(line.removeprefix("@Levels:"))
        elif line.startswith("@Reorder:"):
            order = [int(index) for index in line.removeprefix("@Reorder:").split()]
        else:
            classes, bits = line.split(";")
            text = "".join([CHARACTERS[name] for name in classes.split()])
            cases.append(Case(text, ways[int(bits, 16)], None, levels, order))
    return cases


@cache
def character_cases() -> list[Case]:
    """BidiCharacterTest.txt; directions 0, 1, 2: left to right, right to left, automatic."""
    ways = (Direction.LTR, Direction.RTL, Direction.AUTO)
    cases = []
    for line in lines("BidiCharacterTest.txt"):
        codes, direction, paragraph_level, levels, order = line.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        indices = [int(index) for index in order.split()]
        way = [ways[int(direction)]]
        cases.append(Case(text, way, int(paragraph_level), numbers(levels), indices))
    return cases


def is_plain(text: str) -> bool:
    """Whether there is no explicit formatting."""
    return EXPLICIT.isdisjoint(text)


def failures(case: Case) -> Iterator[str]:
    """What a case's directions give other than the file says."""
    text, directions, paragraph_level, expected, order = case
    for direction in directions:
        resolved = resolve(text, direction)
        if paragraph_level not in (None, resolved.level):
            yield f"{text!a} {direction}: paragraph level {resolved.level}"
        if is_plain(text) and resolved.levels != reference_levels(text, resolved.level):
            yield f"{text!a} {direction}: python-bidi differs"
        row = row_levels(text, resolved, 0, len(text))
        seen = [None if want is None else got for want, got in zip(expected, row, strict=True)]
        if seen != expected:
            yield f"{text!a} {direction}: levels {seen}, not {expected}"
        shown = [index for index in visual_order(row) if expected[index] is not None]
        if shown != order:
            yield f"{text!a} {direction}: order {shown}, not {order}"


def test_the_files_are_whole() -> None:
    assert sum(len(case.directions) for case in class_cases()) == 770_241
    assert len(character_cases()) == 91_707


def test_many_cases_have_no_explicit_formatting() -> None:
    assert sum(len(case.directions) for case in class_cases() if is_plain(case.text)) == 100_038
    assert sum(1 for case in character_cases() if is_plain(case.text)) == 91_605


@pytest.mark.parametrize("part", range(PARTS))
def test_every_sequence_of_classes(part: int) -> None:
    cases = class_cases()[part::PARTS]
    assert next((wrong for case in cases for wrong in failures(case)), None) is None


@pytest.mark.parametrize("part", range(PARTS))
def test_every_sequence_of_characters(part: int) -> None:
    cases = character_cases()[part::PARTS]
    assert next((wrong for case in cases for wrong in failures(case)), None) is None
