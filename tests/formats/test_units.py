"""Offsets in UTF-16 units, bytes and clusters: as Python's codecs and ICU count them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.formats.shared.offset_units import OffsetUnits
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
