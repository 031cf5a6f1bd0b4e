"""Natural spans and moves of a span's bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.seed import SEED
from tests.text.strategies import texts
from tui.text.language.clitics import Vocabulary
from tui.text.language.natural_spans import (
    clause_at,
    move_end_in,
    move_end_out,
    move_start_in,
    move_start_out,
    natural_span,
    paragraph_at,
    phrase_at,
    quotation_at,
    sentence_at,
    widen,
    word_at,
)
from tui.text.spans import NaturalSpan, Span


def at(text: str, part: str) -> int:
    return text.index(part)


def widened(text: str, offset: int) -> list[str]:
    span, steps = Span(offset, offset), []
    while (larger := widen(text, span)) != span:
        steps.append(larger.of(text))
        span = larger
    return steps


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("قال وأستراليا.", 6, "وأستراليا"),
        ("قال، نعم", 3, "نعم"),
        ("قال نعم.", 7, "نعم"),
        ("قال نعم.", 8, "نعم"),
        ("قال\n... \nنعم", 0, "قال"),
    ],
)
def test_word_at(text: str, offset: int, expected: str) -> None:
    span = word_at(text, offset)
    assert span is not None
    assert span.of(text) == expected


@pytest.mark.parametrize("offset", [4, 5, 8, 9])
def test_a_paragraph_without_words_has_none_to_take(offset: int) -> None:
    assert word_at("قال\n... \n\nنعم", offset) is None


def test_phrases_run_between_marks() -> None:
    text = "قال علي، وهو خبير؛ ثم: “نعم، لا” في 1,000 مرة. انتهى"
    phrases = ["قال علي", "وهو خبير", "ثم", "نعم", "لا", "في 1,000 مرة", "انتهى"]
    for phrase in phrases:
        found = phrase_at(text, at(text, phrase))
        assert found is not None
        assert found.of(text) == phrase
    comma = phrase_at(text, at(text, "،"))
    assert comma is not None
    assert comma.of(text) == "قال علي"


def test_a_clause_runs_from_after_its_particle_to_the_end_of_the_phrase() -> None:
    text = "وقال إن الأثر صغير لأن الحجم أقل، وأن ذلك كاف."
    first = clause_at(text, at(text, "الأثر"))
    second = clause_at(text, at(text, "الحجم"))
    third = clause_at(text, at(text, "كاف"))
    assert first is not None
    assert second is not None
    assert third is not None
    assert first.of(text) == "الأثر صغير لأن الحجم أقل"
    assert second.of(text) == "الحجم أقل"
    assert third.of(text) == "ذلك كاف"
    assert clause_at(text, 0) is None
    assert clause_at("الإنسان والأندلس", 9) is None


@pytest.mark.parametrize("particle", ["أَنَّ", "إِنَّ", "وَأَنَّ", "بِأَنْ", "لِأَنَّ", "فَإنّ", "ا\u0655نّ"])
def test_a_vocalised_particle_begins_a_clause_too(particle: str) -> None:
    text = f"قَالَ {particle} الْأَثَرَ صَغِيرٌ."
    found = clause_at(text, at(text, "صَغِيرٌ"))
    assert found is not None
    assert found.of(text) == "الْأَثَرَ صَغِيرٌ"


@pytest.mark.parametrize("word", ["مَكَانَ", "أَنَا", "كَأَنَّ", "أَنْتَ", "إِنْسَانٌ", "كَانَ"])
def test_a_vocalised_word_that_holds_a_particle_begins_no_clause(word: str) -> None:
    text = f"قَالَ {word} صَغِيرٌ."
    assert clause_at(text, at(text, "صَغِيرٌ")) is None


@pytest.mark.parametrize(
    ("offset", "kind", "start", "end"),
    [
        (3, "word", 0, 7),
        (296, "sentence", 296, 379),
        (1850, "sentence", 1806, 1915),
        (1329, "quotation", 1329, 1450),
        (1450, "quotation", 1329, 1450),
        (1710, "quotation", 1707, 1716),
        (2034, "quotation", 2035, 2110),
        (2062, "quotation", 2035, 2110),
        (2187, "quotation", 2187, 2357),
        (3400, "quotation", 3357, 3407),
        (3963, "quotation", 3963, 3980),
        (4010, "quotation", 4006, 4017),
    ],
)
def test_natural_spans_of_the_seed(offset: int, kind: NaturalSpan, start: int, end: int) -> None:
    assert natural_span(SEED, offset, kind) == (start, end)


def test_a_quote_without_marks_is_its_sentence() -> None:
    text = "قال “نعم” ثم ذهب. انتهى."
    assert natural_span(text, 0, "quotation") == (0, 17)
    assert natural_span(text, 0, "sentence") == (0, 16)
    assert natural_span(text, 6, "quotation") == (5, 8)


@pytest.mark.parametrize("final", [".", "؟", "!", "،", "؛", ". ", "؟!"])
def test_a_claim_leaves_out_its_final_mark(final: str) -> None:
    assert natural_span(f"\u200f هذا قول{final}", 4, "sentence") == (2, 9)


def test_nothing_to_take_in_a_blank_paragraph() -> None:
    kinds: tuple[NaturalSpan, ...] = ("word", "sentence", "quotation")
    for kind in kinds:
        assert natural_span("قال\n \nنعم", 5, kind) is None
    assert paragraph_at("قال\n \nنعم", 5) is None


def test_widening_goes_from_word_to_paragraph_without_equal_steps() -> None:
    text = "كما قال: “أظن أن الأمر، كما ترى، صعب” علي. وسكت."
    assert widened(text, at(text, "الأمر")) == [
        "الأمر",
        "أظن أن الأمر",
        "أظن أن الأمر، كما ترى، صعب",
        "كما قال: “أظن أن الأمر، كما ترى، صعب” علي.",
        text,
    ]


def test_widening_takes_in_the_clause() -> None:
    assert steps_from(1818) == [
        (1818, 1825),
        (1818, 1915),
        (1806, 1915),
        (1806, 1916),
        (1631, 1916),
    ]
    assert steps_from(296)[1] == (296, 343)


def steps_from(offset: int) -> list[tuple[int, int]]:
    span = Span(offset, offset)
    steps: list[tuple[int, int]] = []
    while (larger := widen(SEED, span)) != span:
        steps.append((larger.start, larger.end))
        span = larger
    return steps


def test_nested_quotations_are_steps_of_their_own() -> None:
    text = "قال “قلت له «نعم يا رجل» ثم سكت” علي"
    assert widened(text, at(text, "يا")) == [
        "يا",
        "نعم يا رجل",
        "قلت له «نعم يا رجل» ثم سكت",
        text,
    ]


def test_the_start_moves_in_by_clitics_then_words_and_out_again() -> None:
    text = "قال والفلبين ستكون أهم"
    words = Vocabulary(text, article=True)
    span, starts = Span(4, len(text)), []
    for _ in range(5):
        span = move_start_in(text, span, words)
        starts.append(span.of(text).split()[0])
    assert starts == ["الفلبين", "فلبين", "ستكون", "أهم", "أهم"]
    starts = []
    for _ in range(6):
        span = move_start_out(text, span, words)
        starts.append(span.of(text).split()[0])
    assert starts == ["ستكون", "والفلبين", "قال", "قال", "قال", "قال"]
    inside = Span(7, len(text))
    assert move_start_out(text, inside, words).start == 5
    assert move_start_out(text, Span(5, 12), words).start == 4


def test_the_article_stays_unless_it_is_asked_for() -> None:
    text = "قال والفلبين ستكون أهم"
    first = move_start_in(text, Span(4, len(text)))
    assert first.of(text).split()[0] == "الفلبين"
    assert move_start_in(text, first).of(text).split()[0] == "ستكون"


def test_bounds_of_a_span_over_several_paragraphs_move_in_the_paragraphs_they_lie_in() -> None:
    text = "one two\nthree four five\nsix"
    across = Span(4, 13)
    assert across.of(text) == "two\nthree"
    assert move_end_out(text, across).of(text) == "two\nthree four"
    assert move_end_out(text, Span(4, 23)) == Span(4, 23)
    assert move_end_out(text, Span(4, 8)).of(text) == "two\nthree"
    assert move_end_in(text, across).of(text) == "two"
    assert move_start_out(text, across).of(text) == "one two\nthree"
    assert move_start_in(text, across).of(text) == "three"


def test_the_end_moves_by_words_and_closes_brackets() -> None:
    text = "اتفاقية الوصول (RAA) ، وفقا\nثم"
    span, ends = Span(0, 7), []
    for _ in range(4):
        span = move_end_out(text, span)
        ends.append(span.of(text))
    assert ends == [text[:14], text[:20], text[:27], text[:27]]
    ends = []
    for _ in range(4):
        span = move_end_in(text, span)
        ends.append(span.of(text))
    assert ends == [text[:20], text[:14], text[:7], text[:7]]


def test_the_end_first_completes_its_own_word() -> None:
    assert move_end_out("اليابان توقع", Span(2, 4)) == (2, 7)


def test_bounds_stay_in_their_paragraph() -> None:
    text = "قال\nنعم\nلا"
    assert move_start_out(text, Span(4, 7)) == (4, 7)
    assert move_end_out(text, Span(4, 7)) == (4, 7)


offsets = st.integers(0, 200)


@given(texts, offsets)
def test_widening_only_grows_and_comes_to_an_end(text: str, offset: int) -> None:
    span = Span(min(offset, len(text)), min(offset, len(text)))
    span = widen(text, span)
    for _ in range(40):
        larger = widen(text, span)
        if larger == span:
            break
        assert larger.encloses(span)
        assert larger.length > span.length
        assert larger.of(text) == larger.of(text).strip()
        span = larger
    else:
        raise AssertionError("widening goes on")


@given(texts, offsets)
def test_natural_spans_have_no_white_space_at_their_ends(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    for finder in (word_at, clause_at, phrase_at, quotation_at, sentence_at, paragraph_at):
        span = finder(text, offset)
        if span is not None:
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text) == span.of(text).strip()


@given(texts, offsets, offsets)
def test_moved_bounds_leave_a_span(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    span = Span(start, end)
    if not span.length:
        return
    inner = (move_start_in(text, span), move_end_in(text, span))
    outer = (move_start_out(text, span), move_end_out(text, span))
    assert all(moved.length and span.encloses(moved) for moved in inner)
    assert all(moved.encloses(span) for moved in outer)
