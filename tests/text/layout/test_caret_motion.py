"""Where the caret goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.layout.laid_out import last_offset
from tests.text.seed import SEED
from tests.text.strategies import texts, widths
from tui.text.language import text_moves
from tui.text.language.natural_spans import quotation_at
from tui.text.language.sentences import find_sentences
from tui.text.layout import caret_motion
from tui.text.layout.document_layout import DocumentLayout, LayoutOptions
from tui.text.unicode.segmentation import paragraphs, words

Move = Callable[[str, int], int]

QUOTED = [1329, 1707, 2035, 2187, 3357, 3963, 4006]
"""The first letter of each quotation of the seed article."""


def layout_of(text: str, width: int = 20) -> DocumentLayout:
    return DocumentLayout(text, LayoutOptions(width))


def walk(move: Callable[[int], int], offset: int, steps: int) -> list[int]:
    walked = [offset]
    for _ in range(steps):
        walked.append(move(walked[-1]))
    return walked


def visited(move: Move, text: str, offset: int) -> list[int]:
    """Every offset that the move comes to until it stays."""
    found: list[int] = []
    while (following := move(text, offset)) != offset:
        found.append(following)
        offset = following
    return found


def test_the_arrows_move_on_the_screen() -> None:
    layout = layout_of("قال RAA نعم")
    # On the screen, from left to right: م ع ن, a space, R A A, a space, ل ا ق.
    assert walk(lambda at: caret_motion.left(layout, at), 0, 11) == [
        0,
        1,
        2,
        3,
        6,
        5,
        4,
        7,
        8,
        9,
        10,
        11,
    ]
    assert walk(lambda at: caret_motion.right(layout, at), 11, 11)[-1] == 0


def test_left_goes_on_in_the_next_row_of_a_right_to_left_paragraph() -> None:
    layout = layout_of("سلام عليكم", 5)
    assert walk(lambda at: caret_motion.left(layout, at), 3, 2) == [3, 4, 5]
    assert caret_motion.right(layout, 5) == 4


def test_right_goes_on_in_the_next_row_of_a_left_to_right_paragraph() -> None:
    layout = layout_of("good day\nmore", 5)
    assert walk(lambda at: caret_motion.right(layout, at), 3, 6) == [3, 4, 5, 6, 7, 8, 9]
    assert caret_motion.left(layout, 9) == 8


def test_blank_rows_are_passed_in_the_direction_of_the_text() -> None:
    layout = layout_of("سلام\n\nعليكم")
    assert walk(lambda at: caret_motion.left(layout, at), 3, 4) == [3, 4, 5, 6, 7]
    assert walk(lambda at: caret_motion.right(layout, at), 6, 2) == [6, 5, 4]


def test_at_the_edges_of_the_document_the_caret_stays() -> None:
    layout = layout_of("سلام")
    assert caret_motion.right(layout, 0) == 0
    assert caret_motion.left(layout, 4) == 4


def test_lam_and_alef_are_two_places_of_one_cell() -> None:
    layout = layout_of("سلام")
    assert walk(lambda at: caret_motion.left(layout, at), 0, 4) == [0, 1, 2, 3, 4]


def test_words_are_jumped_over_on_the_screen() -> None:
    layout = layout_of("قال the quick نعم", 40)
    assert walk(lambda at: caret_motion.word_left(layout, at), 0, 4) == [0, 8, 4, 14, 14]
    assert walk(lambda at: caret_motion.word_right(layout, at), 17, 4) == [17, 14, 4, 8, 0]


def test_word_jumps_go_on_in_the_next_row_with_a_word() -> None:
    layout = layout_of("سلام\n\n...\nعليكم")
    assert caret_motion.word_left(layout, 0) == 10
    assert caret_motion.word_right(layout, 10) == 0


def test_end_stands_on_the_space_at_the_break() -> None:
    layout = layout_of("سلام عليكم", 5)
    assert caret_motion.row_end(layout, 0) == 4
    assert caret_motion.row_start(layout, 3) == 0
    assert caret_motion.row_end(layout, 5) == 10
    assert caret_motion.row_start(layout, 10) == 5


def test_end_stands_on_the_space_even_where_it_has_no_cell() -> None:
    layout = layout_of("سلام عليكم", 3)
    assert layout.row(0).hanging == (4,)
    assert caret_motion.row_end(layout, 0) == 4


def test_end_of_a_row_broken_inside_a_word_is_its_last_cluster() -> None:
    layout = layout_of("abcdefgh", 4)
    assert caret_motion.row_end(layout, 1) == 3


@given(texts)
def test_words_in_reading_order(text: str) -> None:
    starts = [span.start for span in words(text)]
    assert visited(text_moves.next_word, text, -1) == starts
    assert visited(text_moves.previous_word, text, len(text) + 1) == starts[::-1]


@given(texts)
def test_sentences_in_reading_order(text: str) -> None:
    starts = [span.start for span in find_sentences(text)]
    assert visited(text_moves.next_sentence, text, 0) == [at for at in starts if at > 0]
    ahead = visited(text_moves.previous_sentence, text, len(text))
    assert ahead == [at for at in starts[::-1] if at < len(text)]


@given(texts)
def test_paragraphs_in_reading_order(text: str) -> None:
    starts = [p.start for p in paragraphs(text) if text[p.start : p.end].strip()]
    assert visited(text_moves.next_paragraph, text, 0) == [at for at in starts if at > 0]
    ahead = visited(text_moves.previous_paragraph, text, len(text))
    assert ahead == [at for at in starts[::-1] if at < len(text)]


def test_windows_of_a_long_text_miss_no_word() -> None:
    text = SEED.replace("\n", " ") * 3 + " " * 5000 + "نهاية " + "." * 5000 + " آخر"
    starts = [span.start for span in words(text)]
    assert visited(text_moves.next_word, text, -1) == starts
    assert visited(text_moves.previous_word, text, len(text)) == starts[::-1]


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\u2029"])
def test_sentence_moves_cross_paragraphs(separator: str) -> None:
    text = f"أول. ثان.{separator}{separator}ثالث."
    third = text.index("ثالث")
    assert text_moves.next_sentence(text, 5) == third
    assert text_moves.previous_sentence(text, third) == 5
    assert text_moves.previous_sentence(text, 6) == 5


@given(texts, widths, st.data())
def test_every_move_ends_at_a_place_of_the_text(text: str, width: int, data: st.DataObject) -> None:
    layout = layout_of(text, width)
    offset = data.draw(st.integers(0, last_offset(layout)))
    moves = [
        caret_motion.left,
        caret_motion.right,
        caret_motion.word_left,
        caret_motion.word_right,
        caret_motion.row_start,
        caret_motion.row_end,
    ]
    for move in moves:
        assert 0 <= move(layout, offset) <= last_offset(layout)


@given(texts, widths, st.data())
def test_home_and_end_stay_in_their_row(text: str, width: int, data: st.DataObject) -> None:
    layout = layout_of(text, width)
    offset = data.draw(st.integers(0, last_offset(layout)))
    anchor = layout.anchor_of(offset)
    assert layout.anchor_of(caret_motion.row_start(layout, offset)) == anchor
    assert layout.anchor_of(caret_motion.row_end(layout, offset)) == anchor


def test_the_quotations_of_the_article_in_order() -> None:
    at, seen = 0, []
    while (after := text_moves.next_quotation(SEED, at)) != at:
        seen.append(at := after)
    assert seen == QUOTED
    back = [at]
    while (before := text_moves.previous_quotation(SEED, at)) != at:
        back.append(at := before)
    assert back == QUOTED[::-1]


@pytest.mark.parametrize(
    ("text", "offset", "following"),
    [
        ("a “b” c", 0, 3),
        ("a “b” c", 3, 3),
        ("a «  b» c", 0, 5),
        ("a “b «c» d”", 3, 6),
        ("a “b\n“c”", 0, 6),
        ("a ((b)) c", 0, 4),
        ("none", 0, 0),
        ("", 0, 0),
    ],
)
def test_the_next_quotation(text: str, offset: int, following: int) -> None:
    assert text_moves.next_quotation(text, offset) == following


@given(text=st.text("ab“”«» \n", max_size=60), offset=st.integers(0, 60))
def test_a_quotation_move_ends_inside_quotation_marks(text: str, offset: int) -> None:
    for move in (text_moves.next_quotation, text_moves.previous_quotation):
        at = move(text, min(offset, len(text)))
        if at != min(offset, len(text)) and text[at : at + 1] not in "”»“«":
            assert quotation_at(text, at) is not None
