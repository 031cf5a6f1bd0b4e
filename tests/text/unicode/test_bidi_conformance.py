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


@cache
def lines(name: str) -> list[str]:
    contents = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in contents if line and not line.startswith("#")]


def is_in_part(number: int, part: int | None) -> bool:
    """Whether a line is in a part of its file; None is the whole file."""
    return part is None or number % PARTS == part


def numbers(field: str) -> list[int | None]:
    return [None if number == "x" else int(number) for number in field.split()]


def class_cases(part: int | None = None) -> Iterator[Case]:
    """BidiTest.txt; bits 1, 2, 4 of a line: automatic, left to right, right to left."""
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
    for number, line in enumerate(lines("BidiTest.txt")):
        if line.startswith("@Levels:"):
            levels = numbers(line.removeprefix("@Levels:"))
        elif line.startswith("@Reorder:"):
            order = [int(index) for index in line.removeprefix("@Reorder:").split()]
        elif is_in_part(number, part):
            classes, bits = line.split(";")
            text = "".join([CHARACTERS[name] for name in classes.split()])
            yield Case(text, ways[int(bits, 16)], None, levels, order)


def character_cases(part: int | None = None) -> Iterator[Case]:
    """BidiCharacterTest.txt; directions 0, 1, 2: left to right, right to left, automatic."""
    ways = (Direction.LTR, Direction.RTL, Direction.AUTO)
    for number, line in enumerate(lines("BidiCharacterTest.txt")):
        if not is_in_part(number, part):
            continue
        codes, direction, paragraph_level, levels, order = line.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        indices = [int(index) for index in order.split()]
        way = [ways[int(direction)]]
        yield Case(text, way, int(paragraph_level), numbers(levels), indices)


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
    """And many of their cases have no explicit formatting."""
    directions = [(len(case.directions), is_plain(case.text)) for case in class_cases()]
    assert sum(count for count, _ in directions) == 770_241
    assert sum(count for count, plain in directions if plain) == 100_038
    plain = [is_plain(case.text) for case in character_cases()]
    assert len(plain) == 91_707
    assert sum(plain) == 91_605


@pytest.mark.parametrize("part", range(PARTS))
def test_every_sequence_of_classes(part: int) -> None:
    assert next((wrong for case in class_cases(part) for wrong in failures(case)), None) is None


@pytest.mark.parametrize("part", range(PARTS))
def test_every_sequence_of_characters(part: int) -> None:
    assert next((wrong for case in character_cases(part) for wrong in failures(case)), None) is None
