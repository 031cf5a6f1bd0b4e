"""Our own rules and python-bidi find the same levels, over generated texts."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.paths import SEED_FILE
from tui.text.unicode.bidi import Direction, mirrored, resolve
from tui.text.unicode.bidi_reference import reference_levels
from tui.text.unicode.bidi_rules import (
    bidi_classes,
    bracket_pairs,
    explicit_levels,
    implicit_levels,
)

SEED = SEED_FILE

QUICK = "aאا1٣+%,\u0301\u00ad\t !()[]\u2329\u3009\n😀"
"""A character of each class without explicit formatting, brackets, and one of four bytes."""

BRACKETS = "()[]\u2329\u3009"

CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

levels = st.sampled_from((0, 1))
directions = st.sampled_from(Direction)
quick_texts = st.text(st.sampled_from(QUICK), max_size=40)
any_texts = st.text(st.one_of(st.characters(codec=None), st.sampled_from(QUICK + CONTROLS)))


@given(quick_texts, levels)
@example("a(" * 70 + "א)", 1)  # more open brackets than BD16 pairs
@example("א[b" + "(" * 63 + "a]", 1)
@example("א[b\n" + "(" * 64 + "\n(a) b (c)", 1)  # a separator makes room again
@example("a(\u0301א)\u0301\u0301", 0)  # marks go with their bracket
@example("\u00ad\u00ada\u00ad\u0301\u00ad", 1)
@example("ا\u03011\u0301%\u00ad%a", 0)
def test_the_quick_way_finds_what_python_bidi_finds(text: str, level: int) -> None:
    assert implicit_levels(text, bidi_classes(text), level) == reference_levels(text, level)


@given(st.lists(quick_texts, max_size=4), levels)
def test_paragraphs_inside_are_resolved_each_on_its_own(parts: list[str], level: int) -> None:
    pieces = [part.replace("\n", "") + "\u0085" for part in parts]
    each = [implicit_levels(piece, bidi_classes(piece), level) for piece in pieces]
    text = "".join(pieces)
    assert implicit_levels(text, bidi_classes(text), level) == b"".join(each)


@given(any_texts, directions)
@example("", Direction.AUTO)
@example("\ud800", Direction.AUTO)
@example("א\udc00\u2067b", Direction.AUTO)
@example("\r\n\u2068א\u0085\u2069b", Direction.AUTO)
@example("\0\U0010ffff", Direction.RTL)
def test_every_code_point_of_any_text_has_a_level(text: str, direction: Direction) -> None:
    resolved = resolve(text, direction)
    assert len(resolved.levels) == len(text)
    assert resolved.level in (0, 1)
    assert min(resolved.levels, default=resolved.level) >= resolved.level


def test_long_lines_of_the_seed_and_mixed_text() -> None:
    seed = SEED.read_text(encoding="utf-8").replace("\n", " ")
    mixed = seed.replace("على", "NATO's 12.5% (of 3,000) [x]").replace("ن", "نِّ")
    for text in (seed, mixed, mixed.replace("ت", "ت\u200c")):
        for level in (0, 1):
            classes = bidi_classes(text)
            assert implicit_levels(text, classes, level) == reference_levels(text, level)


@pytest.mark.slow
def test_every_neutral_character_is_a_bracket_to_both_or_to_none() -> None:
    neutral = [chr(code) for code in range(0x30000) if bidi_classes(chr(code)) in b"O()"]
    openers, _ = bracket_pairs()
    assert set(openers) < set(neutral)
    for partner in (mirrored, openers.get, lambda char: chr(ord(char) + 1)):
        text = "\n".join(f"א{char}א{partner(char) or char}a" for char in neutral)
        assert implicit_levels(text, bidi_classes(text), 0) == reference_levels(text, 0)


controlled_texts = st.text(
    st.sampled_from("".join(char for char in QUICK if char not in BRACKETS) + 2 * CONTROLS),
    max_size=40,
)


@given(controlled_texts, levels)
@example("\u2067" * 130 + "a\u202b\u2069" * 8 + "א\u202c\u2069\u2069b", 0)  # too deep
@example("\u202b" * 130 + "a\u2068א\u2069\u202c\u202c\u202cb", 1)
@example("\u2068\u2067b\u2069א\u2069a\u2068\u2067b\u2069", 0)
@example("\u202e\u2067a\u2069\u0301א1\u00ad\u202ca", 0)
@example("\u2067\u202ba\u2069\u202cb\u2069\u2069א\na", 1)
def test_explicit_formatting_gives_the_levels_that_python_bidi_gives(text: str, level: int) -> None:
    assert explicit_levels(text, bidi_classes(text), level) == reference_levels(text, level)


@given(quick_texts, levels)
def test_without_explicit_formatting_both_of_our_ways_are_one(text: str, level: int) -> None:
    classes = bidi_classes(text)
    assert explicit_levels(text, classes, level) == implicit_levels(text, classes, level)


@given(quick_texts.map(lambda text: text.replace("\n", "").lstrip("\u00ad")), levels)
def test_an_isolate_is_a_paragraph_of_its_own_two_levels_deeper(text: str, level: int) -> None:
    initiator, by = ("\u2067", 0) if level else ("\u2066", 2)
    around = f"a{initiator}{text}\u2069(א)"
    inside = explicit_levels(around, bidi_classes(around), 0)[2:-4]
    alone = implicit_levels(text, bidi_classes(text), level)
    assert [found - by for found in inside] == list(alone)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("אa\u2068b\u2069(c)", [1, 2, 2, 2, 2, 2, 2, 2]),
        ("aא\u2067ש\u2069(א)b", [0, 1, 1, 1, 1, 1, 1, 1, 0]),
        ("אa\u2067ש\u2069[1c]٣ש", [1, 2, 2, 3, 2, 2, 2, 2, 2, 2, 1]),
    ],
)
def test_brackets_after_an_isolate_take_the_direction_before_it(
    text: str, levels: list[int]
) -> None:
    """N0 looks back to the last strong character; python-bidi 0.6.12 finds the first.

    The levels are those of ICU 72 and of FriBidi 1.0.8.
    """
    resolved = resolve(text)
    assert list(resolved.levels) == levels
    assert resolved.levels != reference_levels(text, resolved.level)
