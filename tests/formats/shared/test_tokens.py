import pytest
from hypothesis import given

from tests.formats.fixture import hard_records
from tests.formats.strategies import records
from tui.choices import Nested, Subword
from tui.errors import ExchangeError
from tui.formats.shared.tokens import TokenRange, Tokens, one_layer
from tui.model import AnnotatedDocument


def words_of(text: str, *spans: tuple[int, int], subword: Subword = Subword.SPLIT) -> list[str]:
    tokens = Tokens(text, spans, subword).tokens
    return [text[token.start : token.end] + "_" * token.space for token in tokens]


def test_one_space_belongs_to_the_token_before_it() -> None:
    assert words_of("قال أحمد:  نعم\n") == ["قال_", "أحمد", ":_", " ", "نعم", "\n"]
    assert words_of(" a") == [" ", "a"]


def test_marks_ligatures_and_emoji_stay_whole() -> None:
    assert words_of("الرَّئيسُ 👩‍👩‍👧 می‌خواهم") == ["الرَّئيسُ_", "👩‍👩‍👧_", "می‌خواهم"]


def test_a_span_inside_a_word_splits_it_or_takes_it_whole() -> None:
    text = "زار لأستراليا أمس"
    assert words_of(text, (5, 13)) == ["زار_", "ل", "أستراليا_", "أمس"]
    whole = Tokens(text, [(5, 13)], Subword.WHOLE)
    covered = whole.covering(5, 13)
    assert covered is not None
    assert whole.bounds(covered) == (4, 13)
    assert whole.inside == 1
    assert Tokens(text, [(4, 13)], Subword.SPLIT).inside == 0


def test_a_space_that_begins_or_ends_a_span_is_a_token() -> None:
    assert words_of("a b", (1, 3)) == ["a", " ", "b"]
    assert words_of("a b", (0, 2)) == ["a", " ", "b"]


def test_where_no_token_is_there_is_no_range() -> None:
    assert Tokens("a b", [(1, 2)], Subword.WHOLE).covering(1, 2) is None


def _bounds(one: AnnotatedDocument) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in one.annotations if span.status != "orphaned"]


@given(records())
def test_split_tokens_fit_every_span_and_give_back_the_text(made: list[AnnotatedDocument]) -> None:
    for one in [*made, *hard_records()]:
        tokens = Tokens(one.text, _bounds(one), Subword.SPLIT)
        pieces = [one.text[t.start : t.end] + " " * t.space for t in tokens.tokens]
        assert "".join(pieces) == one.text
        for start, end in _bounds(one):
            covered = tokens.covering(start, end)
            assert covered is not None
            assert tokens.bounds(covered) == (start, end)


@given(records())
def test_whole_tokens_cover_every_span_but_its_outer_space(made: list[AnnotatedDocument]) -> None:
    for one in made:
        tokens = Tokens(one.text, _bounds(one), Subword.WHOLE)
        for start, end in _bounds(one):
            covered = tokens.covering(start, end)
            if covered is None:
                assert one.text[start:end] == " "
            else:
                low, high = tokens.bounds(covered)
                assert low <= start or one.text[start:low] == " "
                assert high >= end or one.text[high:end] == " "


RANGES = [TokenRange(0, 9), TokenRange(2, 4), TokenRange(3, 3), TokenRange(5, 12)]


def test_one_layer_of_what_overlaps() -> None:
    assert one_layer(RANGES, Nested.OUTERMOST, "d") == [RANGES[0]]
    assert one_layer(RANGES, Nested.INNERMOST, "d") == [RANGES[2], RANGES[3]]
    with pytest.raises(ExchangeError, match="overlap in d"):
        one_layer(RANGES, Nested.ERROR, "d")
    apart = [TokenRange(4, 4), TokenRange(0, 3)]
    assert one_layer(apart, Nested.ERROR, "d") == [apart[1], apart[0]]
