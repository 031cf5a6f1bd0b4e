"""Quotes are placed where one place is certain, and nowhere else."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.anchoring.edits import RESPELLINGS
from tui.anchoring.quote_finder import QuoteFinder
from tui.model import context_of
from tui.text.spans import Span

SEED = next(Path("seeds").glob("*.txt")).read_text(encoding="utf-8")
TWICE = "زارت ليلى مدينة فاس أمس، ثم عادت ليلى إلى بيتها في المساء."


def found(
    text: str, exact: str, prefix: str = "", suffix: str = "", at: int | None = None
) -> tuple[int, str] | None:
    """Where the quote starts, and what it covers there."""
    claimed = None if at is None else Span(at, at + len(exact))
    span = QuoteFinder(text).find(exact, prefix, suffix, claimed)
    return None if span is None else (span.start, span.of(text))


def test_a_text_at_its_claimed_place_is_there() -> None:
    assert found(TWICE, "ليلى", at=5) == (5, "ليلى")
    assert found(TWICE, "ليلى", "ثم عادت ", " إلى", at=33) == (33, "ليلى")


def test_of_two_the_context_tells_and_not_which_is_nearer() -> None:
    assert found(TWICE, "ليلى", "ثم عادت ", " إلى", at=7) == (33, "ليلى")
    assert found(TWICE, "ليلى", "زارت ", " مدينة", at=31) == (5, "ليلى")
    assert found(TWICE, "ليلى", "عادت ") == (33, "ليلى")
    assert found(TWICE, "ليلى", at=7) is None
    assert found(TWICE, "ليلى") is None


def test_a_context_that_says_otherwise_than_the_position_is_believed_when_it_is_whole() -> None:
    assert found(TWICE, "ليلى", "ثم عادت ", " إلى", at=5) == (33, "ليلى")
    assert found(TWICE, "ليلى", "ثم سافرت ", " وحدها", at=5) is None


def test_the_only_place_of_a_text_is_certain_if_nothing_speaks_against_it() -> None:
    assert found(TWICE, "مدينة فاس", at=14) == (10, "مدينة فاس")
    assert found(TWICE, "مدينة فاس") == (10, "مدينة فاس")
    assert found(TWICE, "مدينة فاس", "رأيت ", " اليوم") is None
    assert found(TWICE, "مدي") is None  # inside a word


@pytest.mark.parametrize(
    ("exact", "claimed"), [("مدينة", Span(10, 19)), ("مدينة", Span(9, 18)), ("فاس", Span(10, 19))]
)
def test_a_text_that_is_not_as_long_as_its_bounds_is_not_placed_without_context(
    exact: str, claimed: Span
) -> None:
    assert QuoteFinder(TWICE).find(exact, claimed=claimed) is None


def test_a_quote_that_lost_its_end_is_not_placed_cut() -> None:
    prefix, suffix = context_of(TWICE, 10, 19)
    assert QuoteFinder(TWICE).find("مدينة", prefix, suffix) is None
    assert QuoteFinder(TWICE).find("مدينة فا", prefix, suffix) is None


def test_a_quote_with_a_wrong_letter_is_found_between_its_context() -> None:
    claim = "ستوقع اليابان اتفاقية عسكرية مع المملكة"
    text = f"قال الوزير أمس {claim} في الشهر المقبل"
    wrong = claim.replace("عسكرية", "عسكرة")
    assert found(text, wrong, "قال الوزير أمس ", " في الشهر المقبل") == (15, claim)
    assert found(text, wrong, "قال الوزير أمس ", " بعد غد") is None
    assert found(text, wrong.removeprefix("س"), "قال الوزير أمس ", " في الشهر المقبل") is None


def test_the_same_context_twice_is_told_by_the_position_only() -> None:
    text = f"{TWICE}\n{TWICE}"
    prefix, suffix = "زارت ", " مدينة فاس أمس"
    second = len(TWICE) + 6
    assert found(text, "ليلى", prefix, suffix, at=second) == (second, "ليلى")
    assert found(text, "ليلى", prefix, suffix, at=second - 2) is None
    assert found(text, "ليلى", prefix, suffix) is None


def test_another_spelling_is_the_same_quote() -> None:
    text = "قال إنَّ «أستراليا» ستوقّع\r\n\r\nالاتفاقية غدًا"
    assert found(text, "استراليا", "قال ان “", "” ستوقع الاتفاقيه") == (10, "أستراليا")
    assert found(text, "ستوقع الاتفاقية غدا") == (20, "ستوقّع\r\n\r\nالاتفاقية غدًا")


def test_no_text_has_no_place() -> None:
    assert found(TWICE, "") is None
    assert found("", "ليلى", at=0) is None
    assert found("أَ", "\u064e") is None
    assert found("أَ", "\u064e", at=1) == (1, "\u064e")


def test_many_occurrences_in_a_long_text_are_quickly_refused() -> None:
    text = "نعم لا " * 100_000
    assert found(text, "نعم", "كلا ", " أبدا", at=1) is None


Draw = Callable[[st.SearchStrategy[Any]], Any]


FINDER = QuoteFinder(SEED)


WORDS = [match.span() for match in re.finditer(r"\w+", SEED)]


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Some words inside the seed, of which many occur more than once."""
    first = draw(st.integers(1, len(WORDS) - 8))
    return Span(WORDS[first][0], WORDS[first + draw(st.integers(0, 6))][1])


def damaged(text: str, draw: Draw, kept: Literal["start", "end"]) -> str:
    """The text with a character lost or changed, respelled, cut to one end of it, or gone."""
    kind = draw(st.sampled_from(["as it is"] * 3 + ["cut", "lost", "changed", "respelled", "none"]))
    if kind == "none" or not text:
        return ""
    at: int = draw(st.integers(1, len(text)))
    if kind == "cut":
        return text[:at] if kept == "start" else text[-at:]
    if kind == "respelled":
        return "".join(RESPELLINGS.get(char, char) for char in text)
    if kind == "as it is":
        return text
    return text[: at - 1] + ("؟" if kind == "changed" else "") + text[at:]


@settings(max_examples=20 * settings().max_examples)
@given(span=spans(), data=st.data())
def test_a_damaged_or_shifted_quote_is_placed_where_it_was_or_not_at_all(
    span: Span, data: st.DataObject
) -> None:
    draw = data.draw
    exact = span.of(SEED)
    prefix, suffix = context_of(SEED, *span)
    shift = draw(st.sampled_from([None, 0, 2, -1]) | st.integers(-len(SEED), len(SEED)))
    claimed = None
    if shift is not None and span.start + shift >= 0:
        claimed = Span(span.start + shift, span.end + shift)
    if draw(st.booleans()):
        exact = damaged(exact, draw, draw(st.sampled_from(["start", "end"])))
    else:
        prefix, suffix = damaged(prefix, draw, "end"), damaged(suffix, draw, "start")
    found = FINDER.find(exact, prefix, suffix, claimed)
    if found is None or found == span:
        return
    if found.of(SEED) == exact and (found.start == span.start or found.end == span.end):
        return  # cut at a word's end, it is a shorter quote, in its place
    # Of a record without a context nothing else can be known than what it says.
    assert (prefix, suffix, found) == ("", "", claimed)


@pytest.mark.parametrize(
    ("exact", "claimed", "place"),
    [
        ("ا\u0653خر", (4, 7), (4, 7)),
        ("آخر", (3, 7), (4, 7)),
        ("آخر", (4, 8), (4, 7)),
        ("آخر", (3, 6), None),
        ("اخر", (4, 7), None),
    ],
)
def test_at_its_claimed_place_a_quote_may_be_canonically_equal_or_have_spaces_around(
    exact: str, claimed: tuple[int, int], place: tuple[int, int] | None
) -> None:
    found = QuoteFinder("قال آخر قال آخر").find(exact, claimed=Span(*claimed))
    assert (found and tuple(found)) == place
