"""Keys that come in a burst do what they would do one by one."""

from pathlib import Path

from textual import events

from tests.ui.driving import Reader, reading
from tui.ui.screens.dialog import ListDialog
from tui.ui.widgets.choices import Choices

NAMES = {" ": "space", "\r": "enter", "⇤": "shift+tab", "\x13": "ctrl+s", "\x1b": "escape"}


def burst(reader: Reader, typed: str) -> None:
    """Type all of it before the reader has looked at any."""
    for char in typed:
        shown = char if char.isprintable() and char != "⇤" else None
        reader.app.post_message(events.Key(NAMES.get(char, char), shown))


async def test_a_note_typed_at_once_goes_into_the_form_and_what_follows_does_not(
    tmp_path: Path,
) -> None:
    async with reading(tmp_path) as reader:
        burst(reader, "e1\r⇤xu\x13 e")
        await reader.until(lambda: len(reader.spans()) == 2)
        first, second = reader.saved()
        assert (first.attributes["type"], first.note) == ("PERS", "xu")
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
            dialog.post_message(Choices.Taken(dialog.choices.place))
        await reader.until(lambda: reader.app.screen is reader.screen)


async def test_what_is_typed_while_a_search_opens_is_searched_for(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        burst(reader, "/أستراليا\re")
        await reader.until(lambda: len(reader.spans()) == 1)
        assert reader.saved()[0].text == "أستراليا"
