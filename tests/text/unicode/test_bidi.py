"""Rows of levels, visual order, mirroring, and what happens when python-bidi changes."""

import bidi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.errors import EngineError
from tui.text.unicode.bidi import (
    Direction,
    Resolved,
    mirrored,
    resolve,
    row_levels,
    visual_order,
)
from tui.text.unicode.bidi_reference import check_levels
from tui.text.unicode.bidi_rules import bidi_classes

ROWS = "aא1 \t\u00ad\u2067\u2069\n!"


def visual(text: str, direction: Direction = Direction.AUTO) -> str:
    """The text as one row in visual order, brackets mirrored."""
    levels = row_levels(text, resolve(text, direction), 0, len(text))
    order = visual_order(levels)
    return "".join(mirrored(text[i]) if levels[i] % 2 else text[i] for i in order)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("", 0),
        ("12 !", 0),
        ("12 a א", 0),
        ("12 א a", 1),
        ("٣ ا a", 1),
        ("\u2067א\u2069 a", 0),  # P2 passes over isolates
        ("\u2067א a", 0),  # and over one that does not end
        ("\u2069א", 1),
        ("\u2067\u2066a\u2069a\u2069א", 1),
        ("\u202aא", 1),  # embeddings are not strong characters
        ("\u0085אa", 1),  # as in a title
        ("\u2067a\u0085אa", 1),  # a separator ends an isolate
    ],
)
def test_the_first_strong_character_sets_the_paragraph_level(text: str, level: int) -> None:
    assert resolve(text).level == level
    assert resolve(text, Direction.RTL).level == 1
    assert resolve(text, Direction.LTR).level == 0


def test_empty_text_has_the_level_that_is_asked_for() -> None:
    assert resolve("", Direction.RTL) == Resolved(1, b"")
    assert row_levels("", resolve(""), 0, 0) == b""
    assert visual_order(b"") == []


def test_a_separator_inside_has_the_paragraph_level_and_ends_everything() -> None:
    text = "א\u2067(a\u2029a) 1"
    assert list(resolve(text).levels) == [1, 1, 3, 4, 1, 2, 2, 2, 2]


@pytest.mark.parametrize("text", ["א\ud800b", "\udc00א b \u2067\udfff"])
def test_a_lone_surrogate_counts_as_a_replacement_character(text: str) -> None:
    replaced = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    assert resolve(text) == resolve(replaced)


def test_removed_characters_have_the_level_before_them() -> None:
    assert list(resolve("\u00adאa\u00ad\u200cb\u00adא").levels) == [1, 1, 2, 2, 2, 2, 2, 1]


def test_white_space_at_the_row_end_falls_back_to_the_paragraph_level() -> None:
    text = "אב ab cd ef"
    resolved = resolve(text)
    assert list(row_levels(text, resolved, 3, 6)) == [2, 2, 1]
    assert list(row_levels(text, resolved, 3, 8)) == [2] * 5
    assert list(row_levels(text, resolved, 6, 11)) == [2] * 5


def test_trailing_isolates_and_removed_characters_fall_back_too() -> None:
    text = "אa \u2066\u2069\u00ad b"
    assert list(row_levels(text, resolve(text), 0, 6)) == [1, 2, 1, 1, 1, 1]
    assert list(row_levels(text, resolve(text), 0, 8)) == [1] + [2] * 7


def test_white_space_before_a_separator_falls_back() -> None:
    text = "א a \t \t b\u2029"
    assert list(row_levels(text, resolve(text), 0, len(text))) == [1, 1, 2, 1, 1, 1, 1, 2, 2, 1]


def test_every_separator_falls_back_and_ends_a_run_of_white_space() -> None:
    found = [chr(code) for code in range(0x3000) if bidi_classes(chr(code)) in b"BT"]
    assert "".join(found) == "\t\n\v\r\x1c\x1d\x1e\x1f\x85\u2029"
    for separator in found:
        text = f"אa {separator}"
        levels = Resolved(1, bytes([1, 2, 2, 2, 2]))
        assert list(row_levels(text + "b", levels, 0, 5)) == [1, 2, 1, 1, 2], ascii(separator)


def test_white_space_is_reset_no_further_than_the_row_starts() -> None:
    text = "אa  b"
    assert list(row_levels(text, resolve(text), 3, 4)) == [1]
    assert list(row_levels(text, resolve(text), 3, 5)) == [2, 2]


@given(st.text(st.sampled_from(ROWS), max_size=30), st.sampled_from(Direction), st.data())
def test_row_levels_by_the_words_of_the_rule(
    text: str, direction: Direction, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    resolved = resolve(text, direction)
    expected = list(resolved.levels)
    for index in range(start, end):
        rest = text[index:end].lstrip(" \u00ad\u2067\u2069")
        if not rest or rest[0] in "\t\n":
            expected[index] = resolved.level
    assert list(row_levels(text, resolved, start, end)) == expected[start:end]


def test_visual_order_reverses_from_the_highest_level_down() -> None:
    assert visual_order([0, 0, 0]) == [0, 1, 2]
    assert visual_order([1, 1, 1]) == [2, 1, 0]
    assert visual_order([1, 2, 2, 1]) == [3, 1, 2, 0]
    assert visual_order([0, 1, 2, 2, 1, 0]) == [0, 4, 2, 3, 1, 5]
    assert visual_order([2, 2, 3, 3]) == [0, 1, 3, 2]
    assert visual_order(bytes([2, 4, 5, 2])) == [0, 1, 2, 3]


@given(st.lists(st.integers(0, 126), max_size=30))
def test_visual_order_by_the_words_of_the_rule(levels: list[int]) -> None:
    order = list(range(len(levels)))
    lowest_odd = min((level for level in levels if level % 2), default=127)
    for level in range(max(levels, default=0), lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    assert visual_order(levels) == order


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("אבג (abc) 12%", "12% (abc) גבא"),
        ("אב (גד) a[b]", "a[b] (דג) בא"),
        ("abc (אב) [ג]!", "abc (בא) [ג]!"),
        ("ا 1+2، ٣", "٣ ،2+1 ا"),
        ("א\u2066a (ב)\u2069!", "!\u2069a (ב)\u2066א"),
    ],
)
def test_a_row_as_it_is_seen(text: str, seen: str) -> None:
    assert visual(text) == seen


def test_mirror_images() -> None:
    assert [mirrored(char) for char in "(]«≤a😀"] == [")", "[", "»", "≥", "a", "😀"]


def test_the_installed_python_bidi_passes() -> None:
    check_levels()  # raises EngineError where a release behaves in another way


REAL = bidi.get_display

CHANGES = {
    "renamed classes": (("original_classes", "classes"), "no list 'original_classes'"),
    "renamed levels": (("    levels: [", "    embedding_levels: ["), "no list"),
    "renamed paragraphs": (("paragraphs: [", "parts: ["), "no list 'levels'"),
    "other indent": (("\n        Level(", "\n    Level("), "no list"),
    "one level less": (("        Level(\n            4,\n        ),\n", ""), "entries for"),
    "hexadecimal": (("            4,", "            0x4,"), "'0x4' is not an embedding level"),
    "too deep": (("            4,", "            127,"), "'127' is not an embedding level"),
    "another class": (("        RLI,", "        LRI,"), "classes of a sample"),
    "another level": (("            4,", "            2,"), "levels of a sample"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_release_that_changes_its_debug_text_is_named_with_the_cause(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (before, after), cause = CHANGES[name]

    def changed(text: str, *, base_dir: str, debug: bool) -> str:
        return str(REAL(text, base_dir=base_dir, debug=debug)).replace(before, after)

    monkeypatch.setattr(bidi, "get_display", changed)
    with pytest.raises(EngineError, match=rf"python-bidi 0\.6\.12 .*{cause}"):
        check_levels()
