"""The help on keys: the most important ones, then all by group, in two columns if they fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.keys.bindings import Action, Scope
from tui.keys.keymap import Keymap, key_label
from tui.text.language import fold
from tui.text.layout import tight
from tui.text.unicode import Direction, cell_len
from tui.ui.dialogs.dialog import Dialog, DialogWidth
from tui.ui.protocols import AppServices
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.pane import HeadlessPane, Runs, strip_of
from tui.ui.widgets.sidebar import wrapped
from tui.ui.widgets.text_fields import BidiInput, FieldWidget

FIRST = (
    "move.next_word",
    "move.next_sentence",
    "select.widen",
    "note.open",
    "note.link",
    "move.next_todo",
    "note.accept",
    "undo",
    "palette",
)
"""The actions that are needed first; they follow the tags, which share a line."""

COLUMN, GAP = 46, 2
"""Cells of a column at least, and between two columns."""

MOST_LINES = 4
"""The most lines of a sentence."""

KEY_CELLS = 10
"""Cells of the keys; longer ones take what they need."""


class KeyPage(HeadlessPane):
    """The keys in lines, two to a line where there is room."""

    def __init__(self, keymap: Keymap, scope: Scope, theme: ThemeStyles) -> None:
        super().__init__(theme, id="page")
        self._keymap = keymap
        self._scope = scope
        self._query = ""
        self._strips: list[Strip] = []
        self._strips_for: tuple[str, int] = ("", 0)

    def find(self, query: str) -> None:
        """Show only the keys whose description contains all typed words."""
        self._query = query
        self.top = 0
        self.refresh()

    def line_count(self) -> int:
        """Return the number of lines at the pane's width."""
        return len(self._lines(self.size.width))

    def line(self, index: int, width: int) -> Strip:
        """Return one line."""
        return self._lines(width)[index]

    def notify_style_update(self) -> None:
        """Forget the painted lines: the theme changed."""
        self._strips_for = ("", 0)
        super().notify_style_update()

    def _lines(self, width: int) -> list[Strip]:
        if self._strips_for != (self._query, width) or not self._strips:
            self._strips_for = self._query, width
            self._strips = list(self._paint(width))
        return self._strips

    def _paint(self, width: int) -> Iterable[Strip]:
        words = fold(self._query).text.casefold().split()
        actions = [action for action in self._keymap.actions if action.keys]
        if words:
            found = [action for action in actions if _matches(action, words)]
            yield from self._columns([self._row(action) for action in found], width)
            return
        yield self._heading("First", width)
        yield from self._columns(self._first_keys(), width)
        for group, members in self._groups(actions):
            yield Strip.blank(width)
            yield self._heading(group, width)
            yield from self._columns([self._row(action) for action in members], width)

    def _groups(self, actions: Iterable[Action]) -> list[tuple[str, list[Action]]]:
        """Return the actions by group, those of the pane first."""
        groups = [
            (group, list(members))
            for group, members in groupby(actions, key=lambda action: action.group)
        ]
        return sorted(groups, key=lambda pair: self._scope not in pair[1][0].scopes)

    def _heading(self, words: str, width: int) -> Strip:
        return strip_of([(tight(words, width), self.theme.accent)], width)

    def _first_keys(self) -> list[tuple[str, str]]:
        tags = [
            action for action in self._keymap.actions if action.command == "tag" and action.keys
        ]
        rows = []
        if tags:
            keys = " ".join(key_label(action.keys[0]) for action in tags)
            rows.append((keys, f"Tag: {', '.join(action.argument for action in tags)}"))
        found = (self._keymap.action(id) for id in FIRST)
        return rows + [self._row(action) for action in found if action.keys]

    @staticmethod
    def _row(action: Action) -> tuple[str, str]:
        return " ".join(key_label(key) for key in action.keys), action.help

    def _columns(self, rows: Sequence[tuple[str, str]], width: int) -> Iterable[Strip]:
        """Yield lines of one or two columns, each read from top to bottom."""
        count = 2 if width >= 2 * COLUMN + GAP else 1
        cells = (width - GAP * (count - 1)) // count
        height = -(-len(rows) // count)
        for at in range(height):
            columns = [self._cell(key, words, cells) for key, words in rows[at::height]]
            for number in range(max(map(len, columns))):
                runs: Runs = []
                for lines in columns:
                    runs += [(" " * GAP, Style())] if runs else []
                    runs += lines[number] if number < len(lines) else [(" " * cells, Style())]
                yield strip_of(runs, width)

    def _cell(self, key: str, words: str, cells: int) -> list[Runs]:
        """Return the lines of a key and its sentence."""
        key = tight(key, cells // 2, direction=Direction.LTR)
        key += " " * (KEY_CELLS - cell_len(key)) + " "
        room = max(cells - cell_len(key), 1)
        lines = wrapped(words.replace("`", ""), room, MOST_LINES)
        starts = [key] + [" " * cell_len(key)] * (len(lines) - 1)
        return [
            [(start, self.theme.title), (line + " " * (room - cell_len(line)), self.theme.dim)]
            for start, line in zip(starts, lines, strict=True)
        ]


def _matches(action: Action, words: Sequence[str]) -> bool:
    keys = " ".join(key_label(key) for key in action.keys)
    haystack = fold(f"{keys} {action.help} {action.group}").text.casefold()
    return all(word in haystack for word in words)


class KeyHelp(Dialog[None]):
    """The dialog with all keys, which can be searched."""

    dialog_width = DialogWidth(94, most=140)

    def __init__(self, services: AppServices, scope: Scope) -> None:
        """`scope` is the pane whose keys come first."""
        self._scope = scope
        super().__init__(services, "Keys", "type to find  ↑ ↓ pgup pgdn scroll  esc leaves")
        self.page: KeyPage

    def body(self) -> Iterable[Widget]:
        """Return the field and the keys."""
        yield BidiInput(placeholder="type to find")
        self.page = KeyPage(self.services.keymap, self._scope, self.theme)
        self.page.can_focus = False
        yield self.page

    def on_mount(self) -> None:
        """Be as high as the terminal allows."""
        self.page.styles.height = self.room(fields=1)
        self.set_focus(self.query_one(BidiInput))

    def on_field_widget_changed(self, event: FieldWidget.Changed) -> None:
        """Show the keys that match what is typed."""
        event.stop()
        self.page.find(event.value)

    def on_field_widget_submitted(self, event: FieldWidget.Submitted) -> None:
        """Close the dialog on enter too."""
        event.stop()
        self.dismiss(None)

    def key_pressed(self, key: str) -> None:
        """Scroll."""
        page = max(self.page.body_height - 1, 1)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        if key in steps:
            self.page.scroll_lines_to(self.page.top + steps[key])
