"""What was painted before stands on the screen just as what is painted anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.driving import Reader, reading, seed_text

KEYS = (
    "down", "down", "end", "e", "1", "space", "space", "c", "pagedown", "q", "pageup", "n", "N",
    "shift+down", "shift+down", "w", "escape", "u", "U", "x", "u", "v", "down", "down", "escape",
    "\\", "ctrl+end", "up", "k", "pageup", "pageup", "ctrl+home", "t", "t", "tab", "shift+tab",
    "]", "]", "<", ">", "m", "}", "}", "{", "d",
)  # fmt: skip


async def same_when_painted_anew(reader: Reader) -> None:
    shown = reader.painted()
    reader.screen.article.forget()
    reader.screen.article.refresh()
    await reader.pilot.pause()
    assert shown == reader.painted()


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_every_key_leaves_what_painting_anew_gives(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with reading(tmp_path, [seed_text() * 3, "قصير"], size=size) as reader:
        await reader.press("tab")
        for key in KEYS:
            await reader.press(key)
            await same_when_painted_anew(reader)


async def test_a_search_leaves_what_painting_anew_gives(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        for keys in ("/", "ا", "ل", "enter", "n", "N", "e", "escape"):
            await reader.press(keys)
            await same_when_painted_anew(reader)


async def test_another_theme_paints_all_anew(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        article = reader.screen.article
        before = article.background_colors
        reader.app.set_theme("hashiya-light")
        await reader.until(lambda: article.background_colors != before)
        await reader.pilot.pause()
        await same_when_painted_anew(reader)


async def test_another_annotators_notes_stand_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e")
        reader.session.show_others = True
        before = reader.painted()
        reader.session.switch_annotator("another")
        reader.screen.show(None)
        await reader.pilot.pause()
        assert reader.painted() != before
        await same_when_painted_anew(reader)
