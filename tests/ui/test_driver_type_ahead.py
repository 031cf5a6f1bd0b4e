"""Keys that come in a burst do what they would do one by one."""

import asyncio
import time
from pathlib import Path

import pytest
from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tests.ui.driving import Reader, reading, settled
from tui.ui.dialogs.annotation_form import FormScreen
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.driver import SequentialApp, wait_until_processed
from tui.ui.widgets.choice_list import ChoiceList
from tui.ui.widgets.prompt import PromptField

NAMES = {" ": "space", "\r": "enter", "⇥": "tab", "\x13": "ctrl+s", "\x1b": "escape"}


def burst(reader: Reader, typed: str) -> None:
    """Type all of it before the reader has looked at any."""
    for char in typed:
        shown = char if char.isprintable() and char != "⇥" else None
        reader.app.post_message(events.Key(NAMES.get(char, char), shown))


async def test_a_note_typed_at_once_goes_into_the_form_and_what_follows_does_not(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path) as reader:
        burst(reader, "e\r⇥xu\x13 e")
        await reader.until(lambda: len(reader.spans()) == 2)
        first, second = reader.saved()
        assert first.note == "xu"
        assert second.note == ""


async def test_two_enters_leave_a_dialog_once(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        burst(reader, "e\r\r\r\x1b")
        await reader.until(lambda: reader.app.screen is reader.screen)
        await reader.press("space", "e")
        assert len(reader.spans()) == 2


async def test_two_clicks_leave_a_dialog_once(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "ctrl+p")
        dialog = reader.app.screen
        assert isinstance(dialog, ListDialog)
        for _ in range(2):
            dialog.post_message(ChoiceList.ItemChosen(dialog.choices.place))
        await reader.until(lambda: reader.app.screen is reader.screen)


async def test_a_key_pressed_by_a_click_comes_before_what_is_typed_after_the_click(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e", "enter")
        form = reader.app.screen
        assert isinstance(form, FormScreen)
        x, y = form.foot.region.offset
        x += form.foot._text.index("esc")
        for kind in (events.MouseDown, events.MouseUp):
            click = kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)
            reader.app.post_message(click)
        burst(reader, "/أستراليا")
        await reader.settled()
        assert reader.app.screen is reader.screen
        assert isinstance(reader.screen.focused, PromptField)
        assert reader.screen.focused.value == "أستراليا"


async def test_what_is_typed_while_a_search_opens_is_searched_for(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        burst(reader, "/أستراليا\re")
        await reader.until(lambda: len(reader.spans()) == 1)
        assert reader.saved()[0].text == "أستراليا"


async def test_an_exception_ends_the_reader_at_once_whatever_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    asked: list[Widget] = []
    monkeypatch.setattr("tui.ui.commands.perform", broken)
    monkeypatch.setattr(
        "tui.ui.driver.wait_until_processed", lambda receiver: counted(asked, receiver)
    )
    with pytest.raises(ZeroDivisionError):
        await typed_into_it(tmp_path)
    assert len(asked) == 1


async def typed_into_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        burst(reader, "eeeeeeee")
        await reader.until(lambda: reader.app.return_code is not None)
        await reader.pilot.pause(0.1)


async def counted(asked: list[Widget], receiver: Widget) -> None:
    asked.append(receiver)
    await wait_until_processed(receiver)


async def test_moves_typed_before_a_list_is_painted_all_count(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        for key in ("ctrl+p", *["down"] * 12):
            reader.app.post_message(events.Key(key, None))
        await reader.until(lambda: isinstance(reader.app.screen, ListDialog))
        await reader.settled()
        dialog = reader.app.screen
        assert isinstance(dialog, ListDialog)
        assert dialog.choices.place == 12


class Steps(Static):
    """A widget that does something in several steps, each by a message."""

    class Step(Message):
        """One of them."""

        def __init__(self, left: int) -> None:
            super().__init__()
            self.left = left

    def on_steps_step(self, event: Step) -> None:
        if event.left:
            self.screen.call_later(self.post_message, self.Step(event.left - 1))
        else:
            self.update("done")


class StepsApp(SequentialApp):
    """An app with that widget."""

    def compose(self) -> ComposeResult:
        yield Steps("begun")


async def test_time_in_which_nothing_runs_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.ui.driver.PROCESSING_TIMEOUT", 0.2)
    app = StepsApp()
    async with app.run_test() as pilot:
        steps = app.query_one(Steps)
        await settled(pilot)
        steps.post_message(Steps.Step(3))
        waiting = asyncio.create_task(wait_until_processed(steps))
        await asyncio.sleep(0)
        time.sleep(0.5)  # as if the machine ran another program
        await waiting
        assert steps.content == "done"
