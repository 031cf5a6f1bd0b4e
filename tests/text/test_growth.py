"""The text functions in long hostile texts: all of them together in the time that one may take.

Each of these took more than 4 seconds, or minutes, while its time grew with the square of the
length. `python -m bench.growth` measures all functions with all kinds of texts.
"""

from time import process_time

import pytest

from bench.growth import END, SHAPES, works

pytestmark = pytest.mark.slow

WORKS = {work.name: work.run for work in works()}

MOST = 4.0
"""Seconds above which a function is taken to hang."""


@pytest.mark.parametrize(
    ("work", "shape", "length"),
    [
        ("find the shape", "letters and ZWNJ", 25_000),
        ("find exactly", "letters and ZWNJ", 25_000),
        ("find exactly", "regional indicators", 25_000),
        ("find exactly", "marks", 25_000),
        ("find_occurrences", "soft hyphens", 25_000),
        ("find_occurrences", "marks of all kinds", 60_000),
        ("natural spans", "that", 60_000),
        ("natural spans", "opening marks", 10_000),
        ("find_sentences", "spaces", 200_000),
        ("find_sentences", "initials", 50_000),
        ("suggest", "reporting verbs and that", 40_000),
        ("suggest", "hebrew verbs", 40_000),
        ("suggest", "urdu verbs", 40_000),
        ("suggest", "joined urdu verbs", 20_000),
        ("suggest", "joined persian verbs", 20_000),
        ("suggest", "statements", 20_000),
        ("levels", "embeddings and letters", 100_000),
        ("rows", "marks", 100_000),
        ("rows", "spaces", 100_000),
        ("find_quotations", "opening marks and words", 300_000),
    ],
)
def test_no_text_makes_a_function_hang(work: str, shape: str, length: int) -> None:
    unit = SHAPES[shape]
    text = f"{END} {unit * (length // len(unit))}{END}"
    began = process_time()
    WORKS[work](text)
    assert process_time() - began < MOST
