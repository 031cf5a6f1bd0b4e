"""The thread that keeps the reader's database in step, and what the reader shows of it."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hub.conftest import CURATOR, Hub, Opener
from tests.store.making import document, rows, tag
from tests.ui.driving import press, screen_lines
from tui.config import Settings
from tui.hub.background import BackgroundSync
from tui.schema import default_schema
from tui.ui.app import HashiyaApp, Launch

PATIENCE = 60.0
"""Seconds after which a test gives up waiting."""


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture
def in_step(hub: Hub, opened: Opener) -> Hub:
    """A hub with a document that hind has."""
    curator = opened(CURATOR)
    curator.add_documents([document("a")])
    hub.sync(curator, CURATOR)
    hub.sync(opened("hind"), "hind")
    return hub


def test_what_is_done_is_sent_when_woken_and_at_the_end(in_step: Hub, opened: Opener) -> None:
    hind, curator = opened("hind"), opened(CURATOR)
    background = BackgroundSync(hind.path, in_step.address("hind"), "hind")
    background.start()
    wait_for(lambda: background.result.synced_at is not None)
    assert background.status() == "synced now"
    before = background.result.synced_at
    tag(hind, 0, 4, annotator="hind")
    background.wake()
    # The hub has the row before the exchange ends, which writes to the database once more.
    wait_for(lambda: bool(hub_rows(in_step)) and background.result.synced_at != before)
    tag(hind, 4, 12, annotator="hind")
    background.stop(PATIENCE)
    in_step.sync(curator, CURATOR)
    assert rows(curator) == rows(hind)
    assert len(rows(hind)) == 2


def hub_rows(hub: Hub) -> list[tuple[object, ...]]:
    return hub.execute("SELECT id FROM hub.rows WHERE kind = 'annotations'")


def test_a_hub_that_is_away_leaves_the_work_to_send(
    in_step: Hub, opened: Opener, tmp_path: Path
) -> None:
    hind = opened("hind")
    tag(hind, annotator="hind")
    background = BackgroundSync(hind.path, f"postgresql://hind@/x?host={tmp_path}", "hind")
    background.start()
    wait_for(lambda: bool(background.result.error))
    assert "cannot be reached" in background.result.error
    wait_for(lambda: background.status() == "1 to send")
    background.stop(PATIENCE)


async def test_the_reader_shows_how_far_it_is_in_step(in_step: Hub, opened: Opener) -> None:
    hind = opened("hind")
    background = BackgroundSync(hind.path, in_step.address("hind"), "hind")
    app = HashiyaApp(hind, default_schema(), Settings(), "hind", Launch(hub=background))
    async with app.run_test(size=(100, 20)) as pilot:

        async def shown(words: str) -> None:
            async with asyncio.timeout(PATIENCE):
                while not any(words in line.text for line in screen_lines(app)):
                    await pilot.pause(0.02)

        await shown("synced now")
        assert app.screen_stack
        await press(pilot, "ctrl+p", *"sync", "enter")
        await shown("synchronising …")
    background.stop(PATIENCE)
