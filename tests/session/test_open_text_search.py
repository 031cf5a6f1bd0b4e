"""Finding in the open document: which match one is at, and which comes next."""

from collections.abc import Callable
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from tui.session.open_text import Search
from tui.text.spans import Span

TEXT = "كتاب وكتاب والكِتَاب كتب كتاب"


def looking(query: str = "كتاب", text: str = TEXT) -> Search:
    search = Search(text)
    search.look_for(query)
    return search


def test_matches_are_found_folded_and_given_in_the_stored_text() -> None:
    found = looking().matches
    assert [TEXT[span.start : span.end] for span in found] == ["كتاب", "كتاب", "كِتَاب", "كتاب"]


def test_in_quotation_marks_only_the_exact_letters() -> None:
    assert len(looking('"كتاب"').matches) == 3


def test_an_empty_query_finds_nothing_and_is_no_search() -> None:
    search = looking("")
    assert not search.active
    assert search.first_from(0) is None
    assert search.step(1, 0) is None


def test_a_blank_query_finds_nothing() -> None:
    assert looking("  ").matches == []


def test_the_first_match_is_at_or_after_the_caret_else_the_first_of_all() -> None:
    search = looking()
    assert search.first_from(1) == search.matches[1]
    assert search.first_from(search.matches[1].start) == search.matches[1]
    assert search.first_from(len(TEXT)) == search.matches[0]


def test_stepping_goes_round_both_ways() -> None:
    search = looking()
    at = search.first_from(0)
    seen = []
    for _ in range(4):
        assert at is not None
        seen.append(at)
        at = search.step(1, at.start)
    assert seen == search.matches
    assert at == search.matches[0]
    assert search.step(-1, 0) == search.matches[-1]


def test_from_the_matchs_end_as_after_a_tag_the_next_one_comes() -> None:
    search = looking()
    first = search.first_from(0)
    assert first is not None
    assert search.step(1, first.end) == search.matches[1]


def test_where_the_caret_left_the_match_stepping_begins_at_the_caret() -> None:
    search = looking()
    search.first_from(0)
    third = search.matches[2]
    assert search.step(1, third.start - 2) == third
    search.first_from(0)
    assert search.step(-1, third.start) == search.matches[1]


def test_one_is_at_the_match_from_its_start_to_its_end() -> None:
    search = looking()
    match = search.first_from(0)
    assert match is not None
    assert search.at(match.start) == search.at(match.end) == match
    assert search.at(match.end + 1) is None


def test_before_any_match_was_gone_to_one_is_at_none() -> None:
    assert looking().at(0) is None


def test_clearing_ends_the_search() -> None:
    search = looking()
    search.first_from(0)
    search.clear()
    assert not search.active
    assert search.match is None
    assert search.matches == []


def test_every_change_is_told_to_who_paints() -> None:
    search = Search(TEXT)
    versions = {search.version}
    changes: list[Callable[[], object]] = [
        partial(search.look_for, "كتاب"),
        partial(search.first_from, 0),
        partial(search.step, 1, 0),
        search.clear,
    ]
    for change in changes:
        change()
        versions.add(search.version)
    assert len(versions) == 5


@given(start=st.integers(0, 30), length=st.integers(1, 30))
def test_the_matches_of_a_row_are_those_that_touch_it(start: int, length: int) -> None:
    search = looking("ا", "ا با اا تا" * 4)
    search.first_from(0)
    end = start + length
    expected = [span for span in search.matches if span.start < end and span.end > start]
    assert [span for span, _ in search.within(start, end)] == expected
    assert all(at_hand == (span == search.match) for span, at_hand in search.within(start, end))


def test_a_match_that_begins_before_the_row_counts_in_it() -> None:
    search = looking("كتاب وكتاب")
    assert [span for span, _ in search.within(3, 5)] == [Span(0, 10)]
