"""The open text: caret, selection, widening and narrowing, with no screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.opening import OPTIONS, SEED
from tui.session.open_text import OpenText
from tui.text.spans import Span

MOVES = (
    "left", "right", "word_left", "word_right", "next_word", "previous_word", "up", "down",
    "row_start", "row_end", "first", "last", "previous_sentence", "next_sentence",
    "previous_paragraph", "next_paragraph",
)  # fmt: skip


def reading(caret: int = 0, text: str = SEED) -> OpenText:
    return OpenText(text, OPTIONS, caret)


@pytest.mark.parametrize(("given", "caret"), [(-5, 0), (3, 3), (10**9, len(SEED))])
def test_the_caret_is_kept_inside_the_text(given: int, caret: int) -> None:
    assert reading(given).caret == caret


def test_a_selection_is_from_the_lower_to_the_higher_of_anchor_and_caret() -> None:
    one = reading(30)
    one.go_to(20, extend=True)
    assert one.selection == (20, 30)
    one.go_to(45, extend=True)
    assert one.selection == (30, 45)
    one.go_to(30, extend=True)
    assert one.selection is None


def test_a_move_without_extending_drops_the_selection() -> None:
    one = reading(30)
    one.move("next_word", extend=True)
    assert one.selection
    one.move("next_word")
    assert one.selection is None


def test_v_extends_with_every_move_until_it_is_pressed_again() -> None:
    one = reading(0)
    assert one.toggle_extending()
    one.move("next_word")
    one.move("next_word")
    assert one.selection == (0, SEED.index("اتفاقية"))
    assert not one.toggle_extending()
    assert one.selection == (0, SEED.index("اتفاقية"))
    one.move("next_word")
    assert one.selection is None


def test_dropping_says_whether_there_was_something() -> None:
    one = reading(5)
    assert not one.deselect()
    one.toggle_extending()
    assert one.deselect()
    assert not one.extending
    one.select(Span(2, 9))
    assert one.deselect()
    assert one.caret == 9


def test_widening_goes_through_the_natural_spans_and_narrowing_comes_back() -> None:
    one = reading(SEED.index("سيكون صغيرا"))
    spans = []
    while one.widen():
        spans.append(one.selection)
    assert spans[0] == (SEED.index("سيكون"), SEED.index("سيكون") + 5)
    assert (1818, 1915) in spans
    paragraph = spans[-1]
    assert paragraph is not None
    assert "\n" not in SEED[slice(*paragraph)]
    back = []
    while one.narrow():
        back.append(one.selection)
    assert back == [*reversed(spans[:-1]), None]
    assert one.caret == SEED.index("سيكون صغيرا")


def test_narrowing_a_selection_that_was_not_widened_goes_to_what_is_inside() -> None:
    one = reading()
    sentence = Span(SEED.index("لكنه قال"), SEED.index("أستراليا.\n\nكما") + 9)
    one.select(sentence)
    assert one.narrow()
    smaller = one.selection
    assert smaller is not None
    assert sentence.encloses(smaller)
    while one.narrow():
        pass
    assert one.selection == (sentence.start, sentence.start + len("لكنه"))


def test_there_is_nothing_narrower_than_a_word_or_nothing() -> None:
    one = reading(3)
    assert not one.narrow()
    one.select(Span(0, 7))
    assert not one.narrow()
    assert one.selection == (0, 7)


def test_a_move_forgets_what_was_widened() -> None:
    one = reading(3)
    one.widen()
    one.widen()
    one.move("next_word")
    assert not one.narrow()


def test_rows_keep_the_column_they_began_in() -> None:
    one = reading(30)
    column = one.layout.row(0).column(30)
    # The second row is short, so that the caret cannot stay in its column there.
    one.move_rows(1)
    one.move_rows(1)
    one.move_rows(1)
    row = one.layout.row(one.layout.row_of(one.caret))
    assert abs(row.column(one.caret) - column) <= 2


def test_up_in_the_first_row_goes_to_the_start_and_down_in_the_last_to_the_end() -> None:
    one = reading(10)
    one.move("up")
    assert one.caret == 0
    one.move("last")
    one.move("left")
    one.move("down")
    assert one.caret == len(SEED)


def test_laying_out_anew_keeps_the_caret() -> None:
    one = reading(1234)
    assert one.lay_out(width=40)
    assert not one.lay_out(width=40)
    assert (one.caret, one.options.width) == (1234, 40)


@pytest.mark.parametrize(
    ("text", "caret", "percent"), [("", 0, 100), ("abcd", 1, 25), ("ab", 2, 100)]
)
def test_percent_is_how_much_lies_before_the_caret(text: str, caret: int, percent: int) -> None:
    assert reading(caret, text).percent() == percent


def test_the_natural_span_gives_way_to_a_selection() -> None:
    one = reading(2)
    assert one.natural("word") == (0, 7)
    one.select(Span(1, 5))
    assert one.natural("word") == (1, 5)


@given(moves=st.lists(st.tuples(st.sampled_from(MOVES), st.booleans()), max_size=20))
def test_no_move_leaves_the_text(moves: list[tuple[str, bool]]) -> None:
    one = reading(200, SEED[:600])
    for name, extend in moves:
        one.move(name, extend=extend)
        assert 0 <= one.caret <= 600
        assert one.selection is None or 0 <= one.selection.start < one.selection.end <= 600
