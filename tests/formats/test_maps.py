"""Maps of offsets, and values as texts and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.strategies import json_values, texts
from tui.errors import ExchangeError
from tui.formats.jsonl import Sentences
from tui.formats.shared.exchange_options import Nested, Unit
from tui.formats.shared.offset_units import (
    OffsetMap,
    from_plain,
    sure_map,
    to_plain,
    with_plain_newlines,
)
from tui.formats.shared.tokens import TokenRange, one_layer
from tui.formats.shared.usage import AttributeInfo, fits, texts_of, value_of
from tui.model import JSON


@given(texts)
def test_every_offset_comes_back_from_plain_newlines(text: str) -> None:
    plain = with_plain_newlines(text)
    there, back = to_plain(text), from_plain(text)
    for offset in range(len(text) + 1):
        inside = text[offset - 1 : offset + 1] == "\r\n" and offset > 0
        assert back(there(offset)) == offset - inside
    assert [there(back(offset)) for offset in range(len(plain) + 1)] == [*range(len(plain) + 1)]


def test_a_map_is_sure_where_only_line_ends_differ() -> None:
    found = sure_map("a\nb\nc", "a\r\nb\rc")
    assert found is not None
    assert [found(offset) for offset in range(6)] == [0, 1, 3, 4, 5, 6]
    assert sure_map("a\nb", "a b") is None


@given(texts, st.sampled_from([Unit.CODEPOINT, Unit.UTF16, Unit.BYTE]))
def test_every_offset_comes_back_from_another_unit(text: str, unit: Unit) -> None:
    offsets = OffsetMap(text, unit)
    for offset in range(len(text) + 1):
        start, end = offsets.from_span(offset, len(text))
        assert (offsets.to_offset(start), offsets.to_offset(end)) == (offset, len(text))
    sizes = {Unit.UTF16: len(text.encode("utf-16-le")) // 2, Unit.BYTE: len(text.encode())}
    assert offsets.from_span(0, len(text))[1] == sizes.get(unit, len(text))


@given(texts, st.data())
def test_counted_in_graphemes_a_span_grows_to_whole_ones(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    offsets = OffsetMap(text, Unit.GRAPHEME)
    first, last = (offsets.to_offset(count) for count in offsets.from_span(start, end))
    assert first <= start
    assert last >= end
    assert offsets.fits(first, last)


def test_past_the_end_units_go_on_one_by_one() -> None:
    offsets = OffsetMap("😀a", Unit.UTF16)
    assert [offsets.to_offset(count) for count in (0, 2, 3, 5)] == [0, 1, 2, 4]
    with pytest.raises(ValueError, match="has a bound inside a character"):
        offsets.to_offset(1)


@given(texts, st.data())
def test_the_sentence_around_a_span_holds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = Sentences(text).around(start, end)
    assert found.start <= start <= end <= found.end


def test_the_sentence_around_a_span_is_no_larger_than_it_must_be() -> None:
    text = "جاء علي. ذهب عمر. عاد."
    around = Sentences(text).around
    assert around(4, 7).of(text) == "جاء علي."
    assert around(9, 16).of(text) == "ذهب عمر."
    assert around(4, 12).of(text) == "جاء علي. ذهب عمر."


KINDS = st.sampled_from(["choice", "multi-choice", "number", "text", "yes-no"])


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("text", "نص", ["نص"]),
        ("choice", "true", ["true"]),
        ("multi-choice", ["a", "b"], ["a", "b"]),
        ("number", -2.5, ["-2.5"]),
        ("yes-no", False, ["no"]),
    ],
)
def test_values_of_the_right_kind_come_back(kind: str, value: JSON, words: list[str]) -> None:
    info = AttributeInfo(kind)  # type: ignore[arg-type]
    assert texts_of(info, value) == words
    assert value_of(info, words) == value
    assert fits(info, value)


@given(KINDS, json_values)
def test_any_value_has_texts_and_says_whether_it_comes_back(kind: str, value: JSON) -> None:
    info = AttributeInfo(kind)  # type: ignore[arg-type]
    words = texts_of(info, value)
    assert all(isinstance(word, str) for word in words)
    assert fits(info, value) == (value_of(info, words) == value)


@pytest.mark.parametrize("word", ["", "NaN", "1e999", "0x1", "٣", "9" * 5000, "1" + "0" * 41])
def test_what_is_no_number_stays_a_text(word: str) -> None:
    assert value_of(AttributeInfo("number"), [word]) == word


RANGES = [TokenRange(0, 9), TokenRange(2, 4), TokenRange(3, 3), TokenRange(5, 12)]


def test_one_layer_of_what_overlaps() -> None:
    assert one_layer(RANGES, Nested.OUTERMOST, "d") == [RANGES[0]]
    assert one_layer(RANGES, Nested.INNERMOST, "d") == [RANGES[2], RANGES[3]]
    with pytest.raises(ExchangeError, match="overlap in d"):
        one_layer(RANGES, Nested.ERROR, "d")
    apart = [TokenRange(4, 4), TokenRange(0, 3)]
    assert one_layer(apart, Nested.ERROR, "d") == [apart[1], apart[0]]
