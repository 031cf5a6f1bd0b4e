"""Cell widths: the same as rich's, which Textual composes by."""

from hypothesis import example, given
from hypothesis import strategies as st
from rich import cells as rich_cells

from tui.text.unicode.width import cell_len


def by_rich(text: str) -> int:
    """What rich says whatever the environment's UNICODE_VERSION."""
    return rich_cells.cell_len(text, "latest")


def test_every_code_point_is_as_wide_as_rich_says() -> None:
    chars = map(chr, range(0x110000))
    different = [c for c in chars if cell_len(c) != rich_cells.get_character_cell_size(c, "latest")]
    assert different == [], "run scripts/make_widths.py: rich has new widths"


def test_every_emoji_is_as_wide_before_the_emoji_selector_as_rich_says() -> None:
    texts = [chr(code) + "\ufe0f" for code in range(0x20000)]
    assert [text for text in texts if cell_len(text) != by_rich(text)] == []


SEQUENCES = st.text(
    st.sampled_from("a م\u064e漢👩👍🏽❤☎1\u20e3🇸\u200d\ufe0f\ufe0e\u200c\t\x00\ud800\u0301")
)


@given(st.text() | SEQUENCES)
@example("❤\ufe0f\ufe0f")
@example("\ufe0f❤\u200d\ufe0f")
def test_any_text_is_as_wide_as_rich_says(text: str) -> None:
    assert cell_len(text) == by_rich(text)


def test_knows_the_widths_that_people_expect() -> None:
    assert cell_len("") == 0
    assert cell_len("سلام") == 4
    assert cell_len("سَلَام") == 4
    assert cell_len("漢字") == 4
    assert cell_len("👨‍👩‍👧") == 2
    assert cell_len("❤") == 1
    assert cell_len("❤️") == 2
