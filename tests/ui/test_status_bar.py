"""The status line: where am I, what is here, what just happened."""

from pathlib import Path

import pytest

from tests.ui.driving import Reader, reading
from tui.text.layout.single_line import tight

TEXT = "قالت ريم إن القرار كريم. قالت ريم نعم."


def status(reader: Reader) -> str:
    """The line as it is painted."""
    return reader.screen.status.render_line(0).text


async def test_a_search_leaves_room_for_what_is_at_the_caret(tmp_path: Path) -> None:
    async with reading(tmp_path, [TEXT]) as reader:
        await reader.press("/", *"ريم", "enter", "e", "1")
        assert f"match 1 of 3 for {tight('ريم', 9)} entity PERS" in status(reader)
        await reader.press("n", "w")
        assert "match 2 of 3" in status(reader)
        assert "selected 4 characters, 1 word " in status(reader)


async def test_one_is_counted_in_the_singular(tmp_path: Path) -> None:
    async with reading(tmp_path, [TEXT]) as reader:
        await reader.press("v", "left")
        assert "selected 1 character, 1 word " in status(reader)
        await reader.press(*["left"] * 5)
        assert "selected 6 characters, 2 words" in status(reader)


@pytest.mark.parametrize(("width", "place"), [(120, True), (80, True), (40, False)])
async def test_what_just_happened_has_room_in_a_narrow_terminal(
    tmp_path: Path, width: int, place: bool
) -> None:
    async with reading(tmp_path, [TEXT] * 3, size=(width, 12)) as reader:
        await reader.press("enter")
        await reader.press("e")
        line = status(reader)
        assert "entity saved" in line
        assert "@me" in line
        assert "%" in line
        assert ("document 1 of 3" in line) is place
