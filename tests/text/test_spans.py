"""Spans: the small questions asked of them."""

import pytest

from tui.text.spans import Span


def test_slices_the_text_and_counts_its_code_points() -> None:
    assert Span(2, 5).of("لأستراليا") == "ستر"
    assert Span(2, 5).length == 3


@pytest.mark.parametrize(("offset", "held"), [(1, False), (2, True), (4, True), (5, False)])
def test_is_half_open(offset: int, held: bool) -> None:
    assert Span(2, 5).holds(offset) is held


def test_encloses_itself_but_not_what_sticks_out() -> None:
    assert Span(2, 5).encloses(Span(2, 5))
    assert not Span(2, 5).encloses(Span(2, 6))
    assert not Span(2, 5).encloses(Span(1, 5))


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (Span(0, 2), False),
        (Span(0, 3), True),
        (Span(4, 9), True),
        (Span(5, 9), False),
        (Span(3, 3), False),
    ],
)
def test_overlap_needs_a_code_point_of_both(other: Span, shared: bool) -> None:
    assert Span(2, 5).overlaps(other) is shared
    assert other.overlaps(Span(2, 5)) is shared


def test_moves_with_its_slice() -> None:
    assert Span(2, 5).shifted(10) == Span(12, 15)


def test_trims_white_space_or_what_is_named() -> None:
    text = "  قال. \u00a0"
    assert Span(0, len(text)).trimmed(text) == Span(2, 6)
    assert Span(2, 6).trimmed(text, ".") == Span(2, 5)


def test_trims_to_nothing_at_its_start() -> None:
    assert Span(1, 4).trimmed("a   b") == Span(1, 1)


def test_sorts_by_start_then_end() -> None:
    assert sorted([Span(1, 4), Span(0, 9), Span(1, 2)]) == [Span(0, 9), Span(1, 2), Span(1, 4)]
