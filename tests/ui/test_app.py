"""What the reader says when it starts."""

import asyncio
from pathlib import Path

import pytest
from textual import events

from tests.articles import document
from tests.ui.driving import press, reading, screen_lines, settled
from tui.config import Settings
from tui.schema import default_schema
from tui.store.database import Store
from tui.ui.app import HashiyaApp, Launch
from tui.ui.reader_screen import ReaderScreen


async def test_a_theme_that_is_not_there_is_said(tmp_path: Path) -> None:
    async with reading(tmp_path, ["نص"], settings=Settings(theme="sepia")) as reader:
        assert "there is no theme 'sepia'; ctrl+p, theme lists them" in reader.said
        assert reader.app.theme == "hashiya-dark"


async def test_a_shared_login_hides_nothing_else_that_is_said(tmp_path: Path) -> None:
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document("نص")])
        app = HashiyaApp(
            store,
            default_schema(),
            Settings(),
            "root",
            Launch(ask_annotator=True, notices=["unsaved work"]),
        )
        async with app.run_test(size=(120, 20)) as pilot:
            await settled(pilot)
            screen = app.screen
            assert isinstance(screen, ReaderScreen)
            said = screen.status.last_message.text
            assert said.startswith("root is a shared login: f2 says who you are (1 of 2;")
            await press(pilot, "ctrl+p", *"notices", "enter")
            await settled(pilot)
            assert "unsaved work" in "\n".join(line.text for line in screen_lines(app))


@pytest.mark.parametrize("turns", [0, 24, 36])
async def test_keys_that_wait_when_the_app_ends_do_nothing(tmp_path: Path, turns: int) -> None:
    """Nothing would wait for the prompt that `m` opens, and `c` would tag."""
    async with reading(tmp_path, ["one two"]) as reader:
        for key in "mc" * 20:
            reader.app.post_message(events.Key(key, key))
        for _ in range(turns):
            await asyncio.sleep(0)
        reader.app.exit()
    with Store.open(tmp_path / "annotations.db") as store:
        assert store.annotations.count() == 0
