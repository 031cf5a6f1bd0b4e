"""The reader on a database without documents."""

from pathlib import Path

import pytest

from tests.ui.driving import reading


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((120, 40), ("Nothing to read yet.", "hashiya articles/", "no documents yet")),
        ((80, 24), ("Nothing to read yet.", "hashiya articles/")),
        ((40, 10), ("no documents yet", "hashiya FOLDER")),
    ],
)
async def test_the_screen_says_what_to_do(
    tmp_path: Path, size: tuple[int, int], words: tuple[str, ...]
) -> None:
    async with reading(tmp_path, [], size=size) as reader:
        assert [word for word in words if word not in reader.shown()] == []
        assert "%" not in reader.shown()


async def test_every_key_is_harmless(tmp_path: Path) -> None:
    async with reading(tmp_path, []) as reader:
        for pane in range(3):
            for key in "ceqkwWsSfFvnNjJxrla.+-uUdmtg1":
                await reader.press(key, "escape")
            await reader.press("down", "up", "pagedown", "end", "home", "space", "enter", "escape")
            await reader.press("ctrl+end", "ctrl+home", "y", "tab")
            assert "Nothing to read yet." in reader.shown(), pane
