"""Random keys in a page of a real browser: page.js and xterm.js pass each on, in order."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.web.serving import ReaderPage, Server, running_browser

pytestmark = pytest.mark.slow

KEYS = (
    *"ceqkceqkvwWsSfFnNjJyx.rli!uUm't<>|goh\\(){}123?/",
    *("Tab", "Shift+Tab", "Enter", "Escape", "Backspace", "Space", "F1", "Delete", "Insert"),
    *(f"Arrow{side}" for side in ("Up", "Down", "Left", "Right")),
    *(f"{modifier}+Arrow{side}" for modifier in ("Shift", "Control") for side in ("Left", "Right")),
    *("Home", "End", "PageUp", "PageDown", "Control+Home", "Control+End", "Control+z", "Control+k"),
)
"""Keys by Playwright's names; none of them quits, or hides a pane."""

TEXTS = ("ؤ", "ث", "لا", "é", "漢", "😀", "اليابان 2023")
"""What an input method or a keyboard of another layout enters."""

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"

MIDDLE = (60, 12)
"""A column and row of the article."""


class Counts(NamedTuple):
    """What was done in a page."""

    rounds: int
    keys: int
    lost: list[tuple[str, str]]
    """What was typed into find, and the screen that did not show it."""


def press_random_keys(page: ReaderPage, choose: random.Random) -> int:
    """Press keys, enter texts, paste, click and change the size; return how many keys."""
    count = choose.randrange(10, 40)
    for _ in range(count):
        kind = choose.random()
        if kind < 0.9:
            page.press(choose.choice(KEYS))
        elif kind < 0.95:
            page.page.keyboard.insert_text(choose.choice(TEXTS))
        elif kind < 0.97:
            page.paste("pasted اليابان")
        else:
            columns, rows = page.size()
            page.click(choose.randrange(1, columns - 1), choose.randrange(1, rows - 2))
    if choose.random() < 0.2:
        page.page.set_viewport_size(
            {"width": choose.randrange(1100, 1500), "height": choose.randrange(450, 900)}
        )
    return count


def type_into_find(page: ReaderPage, choose: random.Random) -> tuple[str, int]:
    """Type into the field of find; return what should be in it, and the number of keys."""
    for _ in range(6):  # out of fields and dialogs, some of which ask once more
        page.press("Escape")
        page.page.wait_for_timeout(20)
    page.click(*MIDDLE)
    page.press("Control+Home", "/", "Control+u")
    wanted, keys = "", 0
    while len(wanted) < 40 and keys < 60:
        keys += 1
        if wanted and choose.random() < 0.2:
            wanted = wanted[:-1]
            page.press("Backspace")
        else:
            wanted += choose.choice(LETTERS)
            page.press(wanted[-1])
    page.press(".")
    return f"{wanted}.", keys + 1


def is_shown(page: ReaderPage, text: str, patience: float = 20.0) -> bool:
    """Whether a text is on the screen within so many seconds."""
    end = time.monotonic() + patience
    while text not in page.text():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def use_page(page: ReaderPage, choose: random.Random, seconds: float) -> Counts:
    """Press keys for some seconds, and look now and then whether all have arrived."""
    rounds, keys = 0, 0
    lost: list[tuple[str, str]] = []
    until = time.monotonic() + seconds
    while not rounds or time.monotonic() < until:
        keys += press_random_keys(page, choose)
        wanted, typed = type_into_find(page, choose)
        if not is_shown(page, wanted):
            lost.append((wanted, page.text()))
        page.press("Control+u", "Escape")
        rounds, keys = rounds + 1, keys + typed
    return Counts(rounds, keys, lost)


@pytest.mark.parametrize(
    "seconds", [2, pytest.param(600, marks=pytest.mark.soak)], ids=["short", "ten minutes"]
)
@pytest.mark.parametrize("renderer", ["dom", "webgl"])
def test_no_key_is_lost(tmp_path: Path, renderer: str, seconds: int) -> None:
    server = Server(tmp_path)
    try:
        with running_browser(tmp_path / "profile") as context:
            page = ReaderPage(context, f"{server.address}&renderer={renderer}")
            counts = use_page(page, random.Random(renderer), seconds)
            assert not counts.lost, counts
            assert not page.errors
    finally:
        server.stop()
    assert "Traceback" not in server.said
