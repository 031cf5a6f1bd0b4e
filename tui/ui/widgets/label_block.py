"""The block at the top of the sidebar, with the labels to tag with and the values to set.

Each label is shown with its key and its count, and below them the values of the current
annotation's first attribute. All can be clicked.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.style import Style
from textual.strip import Strip

from tui.model import JSON
from tui.schema import AttributeDef, Option
from tui.session.session import Session
from tui.text.layout import tight
from tui.text.unicode import cell_len
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.pane import Runs, strip_of

VALUE_LINES = ((40, 6), (30, 4), (20, 2))
"""Pairs: the least lines of a pane, and the lines of values that it then has."""

MIDDLE = 20
"""The fewest lines of a pane in which each label has a line of its own."""

MOST_ROWS = 8
"""The most labels that have a line each; more of them share lines."""


class LabelTarget(NamedTuple):
    """A label that can be clicked."""

    label: str


class ValueTarget(NamedTuple):
    """A value of an attribute that can be clicked."""

    attribute: str
    value: str | bool


class MoreTarget(NamedTuple):
    """The sign for values that do not fit; it opens the form."""


Target = LabelTarget | ValueTarget | MoreTarget


class Part(NamedTuple):
    """A part of a line that can be clicked."""

    runs: Runs
    target: Target

    @property
    def cells(self) -> int:
        """Return its width."""
        return sum(cell_len(text) for text, _ in self.runs)


GAP = 2
"""Cells between two parts of a line."""


class LabelBlock:
    """The lines of labels and values; their number depends only on the size and the schema."""

    def __init__(self, session: Session, theme: ThemeStyles) -> None:
        self._session = session
        self._theme = theme
        self._has_values = any(label.first_attribute for label in session.schema)
        self._lines: list[list[Part]] = []
        self._labels: list[list[Part]] = []
        self._labels_for: tuple[object, ...] = ()
        """The annotations and the size that the lines of labels were made for."""
        self._values: list[list[Part]] = []
        self._values_for: tuple[object, ...] = ()
        """The label, the value that it has, and the size that the lines of values were made for."""
        self._strips: list[Strip] = []
        self._strips_for: tuple[object, ...] = ()
        """The values on which the painted block depends, including the current annotation."""

    def forget(self) -> None:
        """Forget the painted lines: the theme changed."""
        self._labels_for = self._values_for = self._strips_for = ()

    def height(self, width: int, pane_height: int) -> int:
        """Return the number of lines of the labels, and of those kept free for values."""
        return len(self._label_lines(width, pane_height)) + self._value_height(pane_height)

    def _value_height(self, pane_height: int) -> int:
        if not self._has_values:
            return 0
        return next((lines for least, lines in VALUE_LINES if pane_height >= least), 1)

    def strips(self, width: int, pane_height: int, *, chosen: str) -> list[Strip]:
        """Return the lines; `chosen` is the selected label, if any."""
        session = self._session
        painted_for = session.annotations, session.current, width, pane_height, chosen
        if self._strips_for != painted_for:
            self._strips_for = painted_for
            self._strips = self._paint(width, pane_height, chosen)
        return self._strips

    def _paint(self, width: int, pane_height: int, chosen: str) -> list[Strip]:
        lines = self._label_lines(width, pane_height)
        room = self._value_height(pane_height)
        values = self._value_lines(width, room)
        self._lines = [*lines, *values, *([] for _ in range(room - len(values)))]
        return [self._strip(line, width, chosen) for line in self._lines]

    def _strip(self, line: list[Part], width: int, chosen: str) -> Strip:
        runs: Runs = []
        for part in line:
            runs += [(" " * GAP, Style()), *part.runs] if runs else part.runs
        strip = strip_of(runs, width)
        named = [part.target.label for part in line if isinstance(part.target, LabelTarget)]
        return strip.apply_style(self._theme.chosen) if chosen and chosen in named else strip

    def target_at(self, x: int, y: int) -> Target | None:
        """Return the target at a cell of the block as it was painted last."""
        if not 0 <= y < len(self._lines):
            return None
        for part in self._lines[y]:
            if x < part.cells:
                return part.target if x >= 0 else None
            x -= part.cells + GAP
        return None

    # ------------------------------------------------------------------ labels

    def _label_lines(self, width: int, pane_height: int) -> list[list[Part]]:
        """Return the lines of labels, cached since every line of the pane asks for the height."""
        made_for = self._session.annotations, width, pane_height
        if self._labels_for != made_for:
            self._labels_for = made_for
            self._labels = self._make_label_lines(width, pane_height)
        return self._labels

    def _make_label_lines(self, width: int, pane_height: int) -> list[list[Part]]:
        labels = [label.name for label in self._session.schema]
        if len(labels) <= MOST_ROWS and pane_height >= MIDDLE:
            return [[self._label_row(name, width)] for name in labels]
        parts = [self._short_label(name, width) for name in labels]
        return _wrap_parts(parts, width)

    def _label_row(self, name: str, width: int) -> Part:
        """Return a label as a line: bar, key, name and count."""
        key = tight(self._session.schema.label(name).key or " ", 2)
        count = str(self._session.counts.get(name, 0))
        room = max(width - 5 - cell_len(key) - cell_len(count), 1)
        words = tight(name, room)
        pad = " " * (room - cell_len(words) + 1)
        chip, dim = self._theme.chip(name), self._theme.dim
        runs: Runs = [("▌ ", chip), (f"{key} ", self._theme.accent), (words, chip)]
        return Part([*runs, (pad, dim), (count, dim)], LabelTarget(name))

    def _short_label(self, name: str, width: int) -> Part:
        """Return a label in few cells, for panes too low for a line for each label."""
        key = tight(self._session.schema.label(name).key, 2)
        count = self._session.counts.get(name, 0)
        words = tight(name, max(width - 8, 1))
        runs: Runs = [
            (f"{key} " if key else "", self._theme.accent),
            (words, self._theme.chip(name)),
        ]
        return Part([*runs, (f" {count}", self._theme.dim)], LabelTarget(name))

    # ------------------------------------------------------------------ values

    def _value_lines(self, width: int, room: int) -> list[list[Part]]:
        current = self._session.current
        if current is None or not self._session.may_change(current):
            return []
        attribute = self._session.schema.label(current.label).first_attribute
        if attribute is None:
            return []
        value = current.attributes.get(attribute.name)
        made_for = current.label, value, width, room
        if self._values_for != made_for:
            self._values_for = made_for
            self._values = self._make_value_lines(current.label, attribute, value, width, room)
        return self._values

    def _make_value_lines(
        self, label: str, attribute: AttributeDef, value: JSON, width: int, room: int
    ) -> list[list[Part]]:
        options = attribute.options
        lines = _wrap_parts(
            [self._value(label, attribute, option, value, width) for option in options], width
        )
        if len(lines) <= room:
            return lines
        more = Part([("…", self._theme.accent)], MoreTarget())
        lines = lines[:room]
        while lines[-1] and _width([*lines[-1], more]) > width:
            lines[-1].pop()
        lines[-1].append(more)
        return lines

    def _value(
        self, label: str, attribute: AttributeDef, option: Option, value: JSON, width: int
    ) -> Part:
        has_it = option.value in value if isinstance(value, list) else value == option.value
        words = tight(option.short_title, max(width - 4, 1))
        shaded = self._session.schema.label(label).shade == attribute.name
        style = self._theme.chip(label, str(option.value)) if shaded else Style()
        runs: Runs = [(f"{option.key} " if option.key else "", self._theme.accent)]
        runs.append((words, style + Style(reverse=True) if has_it else style))
        return Part(runs, ValueTarget(attribute.name, option.value))


def _width(parts: list[Part]) -> int:
    """Return the cells of the parts in a line."""
    return sum(part.cells for part in parts) + GAP * (len(parts) - 1)


def _wrap_parts(parts: list[Part], width: int) -> list[list[Part]]:
    """Arrange the parts in lines of at most `width` cells."""
    lines: list[list[Part]] = [[]]
    for part in parts:
        if lines[-1] and _width([*lines[-1], part]) > width:
            lines.append([])
        lines[-1].append(part)
    return lines if lines[-1] else []
