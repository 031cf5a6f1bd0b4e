"""A list in columns: each line a text amid its context, and facts beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.strip import Strip

from tui.text.line import fit
from tui.ui.look import Look
from tui.ui.widgets.choices import Choices, in_context
from tui.ui.widgets.pane import Runs, strip_of


@dataclass(frozen=True, slots=True)
class Column:
    """A column of facts."""

    title: str
    cells: int
    """Its width."""


class Table(Choices):
    """Choices whose facts (`Choice.cells`) stand in columns under a head.

    The first column holds the label, then comes the text; where the room is too small the last
    columns are left out first.
    """

    LABEL = 9
    LEAST = 24
    """Cells that the text keeps, whatever columns that costs."""

    def __init__(self, look: Look, columns: Sequence[Column]) -> None:
        super().__init__(look)
        self.columns = tuple(columns)

    @property
    def head_height(self) -> int:
        """The titles of the columns."""
        return 1

    def shown(self, width: int) -> tuple[list[Column], int]:
        """The columns that have room, and the cells that are left for the text."""
        room = width - self.LABEL - 1
        columns: list[Column] = []
        for column in self.columns:
            if room - column.cells - 1 < self.LEAST:
                break
            room -= column.cells + 1
            columns.append(column)
        return columns, max(room, 0)

    def head(self, width: int) -> list[Strip]:
        """The titles of the columns."""
        columns, room = self.shown(width)
        titles = [("label", self.LABEL), ("text", room)]
        titles += [(column.title, column.cells) for column in columns]
        words = " ".join(fit(title, cells, align="left") for title, cells in titles)
        return [strip_of([(words, self.look.dim)], width)]

    def line(self, index: int, width: int) -> Strip:
        """One line: its label, its text, its facts."""
        choice = self.choices[index]
        columns, room = self.shown(width)
        label = fit(choice.label, self.LABEL, align="left")
        runs: Runs = [(label, self.look.chip(choice.label)), (" ", self.look.dim)]
        runs += in_context(self.look, choice, room)
        for column, value in zip(columns, choice.cells, strict=False):
            fact = fit(value, column.cells, align="left")
            runs.append((" " + fact, self.look.dim))
        strip = strip_of(runs, width)
        return strip.apply_style(self.look.chosen) if index == self.place else strip
