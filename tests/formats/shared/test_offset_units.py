"""Offsets in other units, as Python's codecs and ICU count them, and with other line ends."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.strategies import texts
from tui.choices import Unit
from tui.formats.shared.offset_units import (
    OffsetMap,
    OffsetUnits,
    from_plain,
    newline_map,
    to_plain,
    with_plain_newlines,
)
from tui.text.unicode.segmentation import cluster_starts

TEXTS = st.text(st.sampled_from("aé م\u064e漢😀👨\u200d\ud800\udc00\n"), max_size=40) | st.text()
LONG = TEXTS.map(lambda text: text * 200)
"""Texts that go beyond what one remembered place covers."""


def edges(text: str) -> set[int]:
    """Offsets to try: the first ones, and some all over the text to its end."""
    return {*range(min(len(text), 40) + 1), *range(len(text), -1, -1013)}


@given(TEXTS | LONG)
def test_utf16_is_what_the_codec_makes_of_each_prefix(text: str) -> None:
    units = OffsetUnits(text)
    for offset in edges(text):
        count = len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
        assert units.to_utf16(offset) == count
        assert units.from_utf16(count) == offset


@given(TEXTS | LONG)
def test_bytes_are_what_the_codec_makes_of_each_prefix(text: str) -> None:
    units = OffsetUnits(text)
    for offset in edges(text):
        count = len(text[:offset].encode("utf-8", "surrogatepass"))
        assert units.to_byte(offset) == count
        assert units.from_byte(count) == offset


@given(TEXTS)
def test_graphemes_count_the_clusters_of_each_prefix(text: str) -> None:
    units = OffsetUnits(text)
    starts = [*cluster_starts(text), len(text)]
    for count, offset in enumerate(starts):
        assert units.to_grapheme(offset) == count
        assert units.from_grapheme(count) == offset
    for offset in set(range(len(text))) - set(starts):
        with pytest.raises(ValueError, match="inside a cluster"):
            units.to_grapheme(offset)


@given(TEXTS)
def test_every_unit_is_an_offset_or_refused(text: str) -> None:
    units = OffsetUnits(text)
    for to_unit, from_unit in (
        (units.to_utf16, units.from_utf16),
        (units.to_byte, units.from_byte),
    ):
        reached = set(map(to_unit, range(len(text) + 1)))
        for count in range(to_unit(len(text)) + 1):
            assert (count in reached) is not _is_refused(from_unit, count)


def _is_refused(convert: Callable[[int], int], count: int) -> bool:
    try:
        convert(count)
    except ValueError as error:
        return "second half of a surrogate pair" in str(error) or "inside a character" in str(error)
    return False


def test_counts_past_a_remembered_place() -> None:
    text = "م" * 1500 + "😀" + "a" * 1500
    units = OffsetUnits(text)
    assert units.to_byte(1501) == 3004
    assert units.from_byte(3004) == 1501
    assert units.to_byte(2048) == 3004 + 547
    assert units.from_byte(units.to_byte(len(text))) == len(text)
    assert units.to_utf16(1500) == 1500
    assert units.to_utf16(1501) == 1502
    assert units.from_utf16(1502) == 1501


def test_half_a_surrogate_pair_is_no_place() -> None:
    with pytest.raises(ValueError, match="UTF-16 unit 2 is the second half of a surrogate pair"):
        OffsetUnits("a😀b").from_utf16(2)


@pytest.mark.parametrize("count", [2, 4, 5])
def test_a_byte_within_a_character_is_no_place(count: int) -> None:
    with pytest.raises(ValueError, match=f"byte {count} is inside a character"):
        OffsetUnits("aم漢").from_byte(count)


@pytest.mark.parametrize("name", ["to_utf16", "to_byte", "to_grapheme"])
@pytest.mark.parametrize("offset", [-1, 4])
def test_an_offset_outside_the_text_is_no_place(name: str, offset: int) -> None:
    with pytest.raises(ValueError, match=f"{offset} is outside the text, which has 3 code points"):
        getattr(OffsetUnits("سلا"), name)(offset)


@pytest.mark.parametrize(
    ("name", "limit"), [("from_utf16", 4), ("from_byte", 8), ("from_grapheme", 2)]
)
def test_a_unit_outside_the_text_is_no_place(name: str, limit: int) -> None:
    convert = getattr(OffsetUnits("م\u064e😀"), name)
    assert convert(limit) == 3
    for count in (-1, limit + 1):
        with pytest.raises(ValueError, match=f"{count} is outside the text, which has {limit} "):
            convert(count)


def test_an_empty_text_has_one_place() -> None:
    units = OffsetUnits("")
    assert units.to_utf16(0) == units.from_utf16(0) == 0
    assert units.to_byte(0) == units.from_byte(0) == 0
    assert units.to_grapheme(0) == units.from_grapheme(0) == 0


@given(texts)
def test_every_offset_comes_back_from_plain_newlines(text: str) -> None:
    plain = with_plain_newlines(text)
    there, back = to_plain(text), from_plain(text)
    for offset in range(len(text) + 1):
        inside = text[offset - 1 : offset + 1] == "\r\n" and offset > 0
        assert back(there(offset)) == offset - inside
    assert [there(back(offset)) for offset in range(len(plain) + 1)] == [*range(len(plain) + 1)]


def test_a_map_is_sure_where_only_line_ends_differ() -> None:
    found = newline_map("a\nb\nc", "a\r\nb\rc")
    assert found is not None
    assert [found(offset) for offset in range(6)] == [0, 1, 3, 4, 5, 6]
    assert newline_map("a\nb", "a b") is None


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
