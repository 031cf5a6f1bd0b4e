"""What all dialogs have in common: they fit, they leave, they say their keys."""

from pathlib import Path

import pytest

from tests.ui.driving import reading, seed_text

SEED = seed_text()


@pytest.mark.parametrize("height", [12, 24, 40, 60])
@pytest.mark.parametrize("words", ["review", "search all", "theme", "tag every"])
async def test_the_line_of_keys_is_in_view_at_any_height(
    tmp_path: Path, height: int, words: str
) -> None:
    async with reading(tmp_path, [SEED] * 3, size=(120, height)) as reader:
        await reader.press("tab", "e", "ctrl+p")
        assert "esc leaves" in reader.shown()
        await reader.press(*("space" if one == " " else one for one in words), "enter")
        assert reader.app.screen is not reader.screen
        assert "esc leaves" in reader.shown()
        await reader.press("escape")
        assert reader.app.screen_stack[-1] is reader.screen
