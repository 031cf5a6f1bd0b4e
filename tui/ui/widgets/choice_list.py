"""A list of lines to choose from, which is the body of most dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.text.layout import ELLIPSIS, fit, line_row, runs_rtl, tight
from tui.text.unicode import Direction, cell_len, cluster_starts
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.pane import HeadlessPane, Runs, strip_of


@dataclass(frozen=True, slots=True)
class ListItem:
    """One line of the list."""

    text: str
    """The text, in visual order, aligned to the side where it begins."""
    key: str = ""
    """A key that is shown before it."""
    detail: str = ""
    """A detail shown at the end of the line, dim."""
    detail_yields: bool = False
    """Whether the detail is left out if the text does not fit next to it."""
    label: str = ""
    """The label whose colour its bar has."""
    ticked: bool | None = None
    """Whether it is ticked; None for a list without ticks."""
    before: str = ""
    """Context before the text in reading order, dim."""
    after: str = ""
    """Context after it."""
    cells: tuple[str, ...] = ()
    """The values of a table's columns."""
    words: str = ""
    """Other words by which a filter finds it, which are not shown."""


class ChoiceList(HeadlessPane):
    """A list with one selected line, as fast for many lines as for few."""

    DEFAULT_CSS = "ChoiceList { height: auto; }"

    class ItemChosen(Message):
        """A line was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(
        self, theme: ThemeStyles, choices: Sequence[ListItem] = (), *, id: str = "choices"
    ) -> None:
        super().__init__(theme, id=id)
        self.choices: list[ListItem] = list(choices)
        self._columns = _columns(self.choices)
        self.place = 0
        """The line that the keys act on."""
        self.empty = "nothing here"

    def line_count(self) -> int:
        """Return the number of items, one line each."""
        return len(self.choices)

    def show(self, choices: Sequence[ListItem], place: int = 0) -> None:
        """Show other lines."""
        self.choices = list(choices)
        self._columns = _columns(self.choices)
        self.top = 0
        self.place = max(0, min(place, len(self.choices) - 1))
        self.keep_in_view(self.place)
        self.refresh()

    def go(self, place: int) -> None:
        """Select a line."""
        if not self.choices:
            return
        before, self.place = self.place, max(0, min(place, len(self.choices) - 1))
        if not self.keep_in_view(self.place):
            for line in (before, self.place):
                self.refresh_lines(line, line + 1)

    def move(self, key: str) -> bool:
        """Move the selection by a key; return False for any other key."""
        page = max(self.body_height - 1, 1)
        targets = {
            "up": self.place - 1,
            "down": self.place + 1,
            "pageup": self.place - page,
            "pagedown": self.place + page,
            "home": 0,
            "end": len(self.choices) - 1,
            "ctrl+home": 0,
            "ctrl+end": len(self.choices) - 1,
        }
        if key not in targets:
            return False
        self.go(targets[key])
        return True

    def tick(self, place: int | None = None) -> None:
        """Tick or untick a line."""
        place = self.place if place is None else place
        if self.choices and self.choices[place].ticked is not None:
            self.choices[place] = replace(
                self.choices[place], ticked=not self.choices[place].ticked
            )
            self.refresh_lines(place, place + 1)

    def lines_if_empty(self) -> Sequence[str]:
        """Return the message of an empty list."""
        return (self.empty,)

    def line(self, index: int, width: int) -> Strip:
        """Return the line of one item: its tick and key, its text, its detail."""
        choice = self.choices[index]
        runs: Runs = []
        if choice.ticked is not None:
            runs.append(("[x] " if choice.ticked else "[ ] ", self.theme.accent))
        if choice.label:
            runs.append(("▌ ", self.theme.chip(choice.label)))
        if self._columns.key:
            key = tight(choice.key, width, direction=Direction.LTR)
            runs.append((" " * (self._columns.key - cell_len(key)) + key + " ", self.theme.accent))
        used = sum(cell_len(text) for text, _ in runs)
        most = (width - used) // 2
        detail = tight(choice.detail, most, direction=Direction.LTR)
        detail += " " * (min(self._columns.detail, most) - cell_len(detail))
        detail = "  " + detail
        if choice.detail_yields and cell_len(choice.text) + cell_len(detail) > width - used:
            detail = ""
        room = max(width - used - cell_len(detail), 0)
        runs += self._text(choice, room)
        runs.append((detail, self.theme.dim))
        strip = strip_of(runs, width)
        return strip.apply_style(self.theme.chosen) if index == self.place else strip

    def _text(self, choice: ListItem, room: int) -> Runs:
        if not (choice.before or choice.after):
            return [(fit(choice.text, room), Style())]
        return in_context(self.theme, choice, room)

    def on_click(self, event: events.Click) -> None:
        """Choose the clicked line."""
        line = self.top + event.y - self.head_height
        if event.y >= self.head_height and 0 <= line < len(self.choices):
            event.stop()
            self.go(line)
            self.post_message(self.ItemChosen(line))


LONGEST_KEY = 8
"""Cells of the column of keys at most."""

LONGEST_DETAIL = 12
"""Code points of details for which all lines leave a column, so that the texts line up."""


class _Columns(NamedTuple):
    """The cells of the columns that all lines of a list have."""

    key: int
    detail: int


def _columns(choices: Sequence[ListItem]) -> _Columns:
    keys = max((cell_len(tight(choice.key, LONGEST_KEY)) for choice in choices), default=0)
    longest = max((len(choice.detail) for choice in choices), default=0)
    # Reasons in a preview are compared, while the groups of the palette would take cells of texts.
    lines_up = longest <= LONGEST_DETAIL or any(choice.ticked is not None for choice in choices)
    return _Columns(keys, longest if lines_up else 0)


def in_context(theme: ThemeStyles, choice: ListItem, room: int) -> Runs:
    """Return the text in bold with its context, in one line of `room` cells.

    The whole line is reordered as one paragraph, so that it reads as in the article.
    """
    whole = choice.before + choice.text + choice.after
    direction = Direction.RTL if runs_rtl(whole) else Direction.LTR
    # The text is centred: context is cut equally on both sides.
    spare = max(room - line_row(choice.text, room, direction).width, 0) // 2
    before = _last_cells(choice.before, spare)
    row = line_row(before + choice.text + choice.after, room, direction)
    start, end = len(before), len(before) + len(choice.text)
    runs: Runs = []
    for cell in row.cells:
        inside = start <= cell.style_offset < end
        style = theme.title if inside else theme.dim
        if runs and runs[-1][1] is style:
            runs[-1] = (runs[-1][0] + cell.text, style)
        else:
            runs.append((cell.text, style))
    gap = " " * (room - row.width)
    return [(gap, theme.dim), *runs] if row.runs_rtl else [*runs, (gap, theme.dim)]


def _last_cells(text: str, room: int) -> str:
    """Return the last clusters of a text that fit, after an ellipsis if any were cut."""
    starts = cluster_starts(text)
    if len(starts) <= room:
        return text
    return ELLIPSIS + text[starts[1 - room] :] if room > 1 else ""
