"""Widgets that paint line by line: which lines are computed again, and what they show."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tests.ui.driving import reading, screen_lines
from tui.session.commands.tagging import tag
from tui.ui.widgets.pane import LineWidget


class Letters(LineWidget):
    """Ten lines of one letter, which notes the lines that it paints."""

    def __init__(self) -> None:
        super().__init__(id="letters")
        self.letter = "a"
        self.painted: list[int] = []

    def render_line(self, y: int) -> Strip:
        self.painted.append(y)
        return Strip([Segment(self.letter * 4, Style())])


class OneWidget(App[None]):
    """An app of nothing else."""

    def __init__(self, css: str) -> None:
        super().__init__()
        self.letters = Letters()
        self.stylesheet.add_source(f"#letters {{ height: 10; {css} }} .red {{ background: red; }}")

    def compose(self) -> ComposeResult:
        yield self.letters


def texts(widget: LineWidget) -> list[str]:
    """The lines of a widget, as they are when they are next painted."""
    size = widget.outer_size
    return [strip.text for strip in widget.render_lines(Region(0, 0, size.width, size.height))]


@pytest.mark.parametrize("css", ["", "padding: 0 1;", "border-left: solid red;"])
async def test_a_line_is_painted_again_when_it_is_refreshed(css: str) -> None:
    app = OneWidget(css)
    async with app.run_test() as pilot:
        letters = app.letters
        await pilot.pause()
        texts(letters)
        letters.painted.clear()
        letters.letter = "b"
        assert all("a" in line for line in texts(letters))
        letters.refresh(Region(0, 2, 4, 1))
        assert ["b" in line for line in texts(letters)] == [y == 2 for y in range(10)]
        assert letters.painted == [2]
        letters.refresh()
        assert all("b" in line for line in texts(letters))
        assert letters.painted == [2, *range(10)]


async def test_all_lines_are_painted_again_in_another_size_and_style() -> None:
    app = OneWidget("")
    async with app.run_test(size=(20, 12)) as pilot:
        letters = app.letters
        await pilot.pause()
        assert {len(line) for line in texts(letters)} == {20}
        await pilot.resize_terminal(30, 12)
        await pilot.pause()
        assert {len(line) for line in texts(letters)} == {30}
        letters.painted.clear()
        letters.add_class("red")
        await pilot.pause()
        background = next(iter(letters.render_lines(Region(0, 0, 30, 1))[0])).style
        assert letters.painted[0] == 0
        assert background is not None
        assert background.bgcolor is not None
        assert background.bgcolor.triplet is not None
        assert background.bgcolor.triplet.hex == "#ff0000"


async def test_a_part_of_the_columns_is_cut_out() -> None:
    app = OneWidget("")
    async with app.run_test(size=(20, 12)) as pilot:
        await pilot.pause()
        lines = app.letters.render_lines(Region(2, 0, 5, 2))
        assert [line.text for line in lines] == ["aa   ", "aa   "]


@pytest.mark.parametrize(
    "css",
    ["", "padding: 0 2 0 1;", "border-left: solid red; padding: 0 1;", "border-right: outer red;"],
)
async def test_a_line_has_the_border_and_padding_that_textual_paints(css: str) -> None:
    app = OneWidget(css)
    async with app.run_test(size=(20, 12)) as pilot:
        await pilot.pause()
        letters, line = app.letters, Region(0, 3, 20, 1)
        [painted], [textuals] = letters.render_lines(line), Widget.render_lines(letters, line)
        left, right = letters.gutter.left, 20 - letters.gutter.right
        assert painted.text == textuals.text
        assert list(painted.crop(0, left)) == list(textuals.crop(0, left))
        assert list(painted.crop(right)) == list(textuals.crop(right))
        assert letters.render_lines(line)[0] is painted


async def test_no_part_of_a_row_is_empty(tmp_path: Path) -> None:
    """Each part costs escape sequences."""
    async with reading(tmp_path) as reader:
        tag(reader.session, reader.session.schema.label("claim"))
        article = reader.screen.article
        for index in range(article.line_count()):
            assert all(segment.text for segment in article.line(index, article.size.width))


async def test_what_is_painted_in_parts_is_as_if_all_were_painted(tmp_path: Path) -> None:
    """Only lines that changed are painted again, also where the list of annotations scrolls."""
    async with reading(tmp_path, size=(110, 26)) as reader:
        for keys in [*["space space e"] * 16, "down", "c", "u", "tab", "up", "up", "tab", "n", "x"]:
            await reader.press(*keys.split())
            in_parts = screen_lines(reader.app)
            for widget in reader.screen.query(LineWidget):
                widget.refresh()
            await reader.settled()
            assert [list(line) for line in screen_lines(reader.app)] == [*map(list, in_parts)]


async def test_all_is_painted_in_the_size_that_the_terminal_has_now(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(120, 30)) as reader:
        await reader.press_in_turn("A", "tab", "down")
        for size in ((100, 30), (60, 20), (40, 18), (130, 45)):
            await reader.pilot.resize_terminal(*size)
            await reader.settled()
            after_resizing = [list(line) for line in screen_lines(reader.app)]
            for widget in reader.screen.query(LineWidget):
                widget.refresh()
            await reader.settled()
            assert [list(line) for line in screen_lines(reader.app)] == after_resizing
