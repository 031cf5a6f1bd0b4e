"""The two lines at the foot: the status line and the line of keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.keys.bindings import Action, Scope
from tui.keys.keymap import Keymap, key_label
from tui.model import Annotation, maker_and_reason, origin_shown
from tui.session.annotation_list import chips
from tui.session.messages import Level, StatusMessage, plural
from tui.session.session import Session
from tui.text.layout import fit, isolated, listed, tight
from tui.text.unicode import Direction, cell_len
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.pane import LineWidget, Runs, strip_of

LAST = 90
"""The rank from which actions of the footer always have room."""

FOR_WHAT_IS_HERE = 36
"""Cells of the status line that are reserved for annotations at the caret and for messages."""


AROUND_POSITION = 2
"""Cells for the spaces before and behind the position."""

LEAST_TEXT, LEAST_REASON, SPACES = 10, 6, 4
"""Cells that the text and the reason of a suggestion have at least, and those between the parts."""


MOST_ARRANGED = 20
"""The most arranged lines of keys that are cached."""


WIDE_ENOUGH_FOR_HUB = 70
"""Cells from which a status line has room for the state of the synchronisation with the hub."""


class StatusLine(LineWidget):
    """The position in the document, the annotations at the caret, and the last message."""

    def __init__(self, session: Session, theme: ThemeStyles) -> None:
        super().__init__(id="status")
        self.session = session
        self.theme = theme
        self.last_message = StatusMessage("")
        self.place = ""
        """The place in the collection, such as `document 3 of 40`."""
        self.hub = ""
        """The state of the synchronisation with the hub; empty without one."""
        self._shown: tuple[int, Runs] = 0, []
        """The width and the parts of the line that is shown, or will be in the next frame."""

    def show_message(self, message: StatusMessage) -> None:
        """Show a message until the next one."""
        self.last_message = message
        self.update()

    def update(self) -> None:
        """Repaint the line if its text changed, which most moves do not do."""
        width = self.size.width
        shown = width, self._runs(width)
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def notify_style_update(self) -> None:
        """Forget the line: the theme changed."""
        self._shown = 0, []
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Return the line: position, annotations, and the message at its end."""
        del y
        width = self.size.width
        if width != self._shown[0]:
            self._shown = width, self._runs(width)
        return strip_of(self._shown[1], width)

    def _runs(self, width: int) -> Runs:
        asked = self.last_message.level is Level.QUESTION
        hub = f" {self.hub} ·" if self.hub and width >= WIDE_ENOUGH_FOR_HUB else ""
        who = f"{hub} @{tight(self.session.annotator, width // 4)} "
        lead: Runs = [(" ", Style())] if asked else self._suggested(width - cell_len(who))
        news, style = self._message()
        if self.last_message.failed and not self._fits(lead, news, width - cell_len(who)):
            lead = []  # why nothing happened matters more than what would be accepted
        where = "" if lead else self._position(width, width - cell_len(who) - cell_len(news))
        if lead and self._says_why() and not self.session.saver.queued_count:
            news = ""
        used = sum(cell_len(text) for text, _ in lead)
        room = max(width - used - cell_len(where) - cell_len(who), 0)
        news = tight(news, room, direction=Direction.LTR)
        here = max(room - cell_len(news) - 2, 0)
        runs: Runs = [*lead, (where, self.theme.dim), *([] if lead else self._at_caret(here))]
        used = sum(cell_len(text) for text, _ in runs)
        tail: Runs = [(news, style), (who, self.theme.dim)]
        gap = width - used - sum(cell_len(text) for text, _ in tail)
        if asked:
            return [*runs, tail[0], (" " * max(gap, 0), Style()), tail[1]]
        return [*runs, (" " * max(gap, 0), Style()), *tail]

    def _suggested(self, width: int) -> Runs:
        """Return label, attributes, text and reason of the suggestion that would be accepted.

        What was just done is shown nowhere else. If there is little room, it takes precedence over
        the attributes and all but the beginning of text and reason; then over reason and text.
        """
        current = self.session.current
        if current is None or current.status != "suggested" or self.session.search.active:
            return []
        said = self._message()[0] if not self._says_why() else ""
        room = width - (cell_len(tight(said, width, direction=Direction.LTR)) + 1 if said else 0)
        label = f"{current.label}?"
        facts = " ".join(chips(self.session.schema.label(current.label), current.attributes))
        name = tight(listed((label, facts)), width // 3, direction=Direction.LTR)
        if cell_len(name) + LEAST_TEXT + LEAST_REASON + SPACES > room:
            name = tight(label, width // 3, direction=Direction.LTR)
        left = room - cell_len(name) - LEAST_REASON - SPACES
        text = tight(current.shown_text, min(width // (5 if said else 4), max(left, LEAST_TEXT)))
        left = room - cell_len(name) - cell_len(text) - SPACES
        reason = origin_shown(current.origin)
        if cell_len(tight(reason, width)) > left:
            reason = maker_and_reason(current.origin)[1] or reason
        reason = tight(reason, max(left, LEAST_REASON), direction=Direction.LTR)
        runs: Runs = [(" ", Style()), (name, self.theme.chip(current.label) + Style(reverse=True))]
        runs.append((" ", Style()))
        used = cell_len(name) + 2
        for part, style in ((f"{text} ", self.theme.title), (f"{reason} ", self.theme.dim)):
            used += cell_len(part)
            if said and used > room:
                break
            runs.append((part, style))
        return runs

    def _fits(self, lead: Runs, news: str, room: int) -> bool:
        return sum(cell_len(text) for text, _ in lead) + cell_len(news) <= room

    def _says_why(self) -> bool:
        """Whether the message only repeats why the current annotation is suggested."""
        current = self.session.current
        return (
            current is not None
            and bool(current.origin)
            and (self.last_message.text == f"suggested: {current.origin}")
        )

    def _message(self) -> tuple[str, Style]:
        saver = self.session.saver
        if saver.queued_count:
            before = f"{self.last_message.text} · " if self.last_message.failed else ""
            return f"{before}{saver.queued_count} NOT SAVED: {saver.reason}", self.theme.error
        plain = self.last_message.level in (Level.INFO, Level.QUESTION)
        if saver.rescued is not None and plain:
            # The rescue database is always named: the work is not in the one that was opened.
            before = f"{self.last_message.text} · " if self.last_message.text else ""
            return f"{before}REPLACED: in {saver.rescued.name}", self.theme.error
        return self.last_message.text, self.theme.title if plain else self.theme.error

    def _position(self, width: int, left: int) -> str:
        """Return the percent read, and as much of the position as there is room for.

        `left` is the number of cells that the message leaves. A message disappears at the next key,
        so it takes precedence over the position.
        """
        parts = [part for part in (self._percent(), self.place) if part]
        while len(parts) > 1 and width - cell_len(" · ".join(parts)) < FOR_WHAT_IS_HERE:
            parts.pop()
        while parts and cell_len(" · ".join(parts)) + AROUND_POSITION > left:
            parts.pop()
        return f" {' · '.join(parts)} "

    def _percent(self) -> str:
        if self.session.info is None:
            return ""
        reading = self.session.open_text
        row = reading.layout.row(reading.layout.row_of(reading.caret))
        cell = row.cell_at(row.stop_at(reading.caret))
        leftwards = row.runs_rtl if cell is None else cell.level % 2
        return f"{reading.percent()}% {'←' if leftwards else '→'}"

    def _at_caret(self, room: int) -> Runs:
        """Return the search, then the selection's length or the annotations at the caret."""
        search = self.session.search
        if not search.active:
            return self._selection_or_annotations(room)
        query, count = isolated(search.query), len(search.matches)
        place = f"match {search.place + 1} of {count}" if count else "nothing found"
        text = tight(f"{place} for {query}", room, direction=Direction.LTR)
        rest = room - cell_len(text) - 1
        return [
            (text, self.theme.title),
            (" ", Style()),
            *(self._selection_or_annotations(rest) if rest > 0 else []),
        ]

    def _selection_or_annotations(self, room: int) -> Runs:
        """Return the selection's length, or the annotations at the caret, current one first."""
        session = self.session
        selection = session.open_text.selection
        if selection is not None:
            words = len(session.text_of(selection).split())
            text = (
                f"selected {selection.length} {plural('character', selection.length)}, "
                f"{words} {plural('word', words)}"
            )
            return [(fit(text, room, align="left"), self.theme.accent)]
        current = session.current
        if current is None:
            return []
        runs: Runs = []
        here = session.annotations.at(session.open_text.caret)
        for item in [current, *(row for row in here if row.id != current.id)]:
            value = next(
                (
                    str(value)
                    for value in item.attributes.values()
                    if isinstance(value, str) and value
                ),
                "",
            )
            doubt = "?" if item.status == "suggested" else ""
            full = f"{isolated(item.label)} {isolated(value)}" if value else item.label
            name = tight(full, room, direction=Direction.LTR) + doubt
            used = sum(cell_len(text) for text, _ in runs)
            if used + cell_len(name) + 1 > room:
                break
            style = self.theme.chip(item.label)
            runs += [(name, style + Style(reverse=item.id == current.id)), (" ", Style())]
        used = sum(cell_len(text) for text, _ in runs)
        if room - used > 8:
            runs.append((tight(current.shown_text, min(room - used, 40)), self.theme.dim))
        return runs


_ON_SELECTION = ("select.widen", "bound.start_in", "bound.end_out", "copy", "select.drop")
_ON_SUGGESTION = ("note.accept", "note.reject", "move.next_todo", "note.open", "note.rebound",
                  "note.link", "note.everywhere")  # fmt: skip
_ON_ANNOTATION = ("note.open", "note.link", "note.rebound", "note.delete", "note.everywhere")


def keys_for(
    keymap: Keymap, scope: Scope, *, selected: bool, current: Annotation | None
) -> list[Action]:
    """Return the actions of the footer, beginning with those on the selection or annotation."""
    actions = keymap.footer(scope)
    if scope is Scope.INDEX:
        return actions
    tags = [action for action in actions if action.command == "tag"]
    if selected:
        first = [*tags, *map(keymap.action, _ON_SELECTION)]
    elif current is not None:
        suggested = current.status == "suggested"
        first = [*map(keymap.action, _ON_SUGGESTION if suggested else _ON_ANNOTATION)]
    else:
        about_one = {*_ON_SUGGESTION, *_ON_ANNOTATION} - {"move.next_todo"}
        return [action for action in actions if action.id not in about_one]
    first = [action for action in first if action.keys and scope in action.scopes]
    if scope is Scope.SIDEBAR:  # the pane's own actions, then those on an annotation
        first = [*(action for action in actions if action.footer == 1), *first]
    return first + [action for action in actions if action not in first]


Spots = list[tuple[int, int, Action | str]]
"""The columns `[start, end)` of what can be clicked, and what that is."""


class KeyBar(LineWidget):
    """The most important keys of the moment, as many as fit; all can be clicked."""

    class Pressed(Message):
        """A key of the bar was clicked."""

        def __init__(self, pressed: Action | str) -> None:
            super().__init__()
            self.pressed = pressed
            """The action of the key, or a key whose meaning depends on what was just done."""

    def __init__(self, theme: ThemeStyles) -> None:
        super().__init__(id="keys")
        self.theme = theme
        self._actions: list[Action] = []
        self._offer: Sequence[tuple[str, str]] = []
        self._spots: Spots = []
        self._arranged: dict[tuple[object, ...], tuple[Runs, Spots]] = {}
        """For actions, offer and width, the parts of the line, and where each key is in it."""

    def notify_style_update(self) -> None:
        """Forget the lines: the theme changed."""
        self._arranged.clear()
        super().notify_style_update()

    def show(self, actions: list[Action], offer: Sequence[tuple[str, str]]) -> None:
        """Show the keys of `offer` (each with what it does), then those of the pane that fit."""
        if (actions, offer) != (self._actions, self._offer):
            self._actions, self._offer = actions, offer
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the keys; most lines of keys were arranged before, and are cached."""
        del y
        width = self.size.width
        wanted = tuple([action.id for action in self._actions]), tuple(self._offer), width
        if wanted not in self._arranged:
            if len(self._arranged) >= MOST_ARRANGED:
                self._arranged.clear()
            self._arranged[wanted] = self._arrange(width)
        runs, self._spots = self._arranged[wanted]
        return strip_of(runs, width)

    def _arrange(self, width: int) -> tuple[Runs, Spots]:
        """Return the keys that fit, and where they are; the last ones of the table (help, quit)
        take precedence over the others."""
        words = [(key, f" {tight(what, width)}  ", key) for key, what in self._offer]
        while len(words) > 2 and sum(cell_len(key + text) for key, text, _ in words) > width + 1:
            del words[-2]  # the last one leads to the others
        key_label: list[tuple[str, str, Action | str]] = list(words)
        room = width - 1 - sum(cell_len(key) + cell_len(text) for key, text, _ in words)
        offered = {key for key, _, _ in words}
        others = [action for action in self._actions if _words(action)[0] not in offered]
        key_label += [(*_words(action), action) for action in _fitting(others, room)]
        runs: Runs = [(" ", self.theme.dim)]
        spots: Spots = []
        x = 1
        for key, text, pressed in key_label:
            runs += [(key, self.theme.accent), (text, self.theme.dim)]
            end = x + cell_len(key) + cell_len(text)
            spots.append((x, end, pressed))
            x = end
        return runs, spots

    def on_click(self, event: events.Click) -> None:
        """Carry out the clicked key; keys that share a word cannot be clicked."""
        for start, end, pressed in self._spots:
            if start <= event.x < end and not (isinstance(pressed, str) and " " in pressed):
                self.post_message(self.Pressed(pressed))


def _fitting(actions: Sequence[Action], room: int) -> list[Action]:
    """Return the actions that fit into `room` cells; those that always have room come last."""

    def size(action: Action) -> int:
        return sum(map(cell_len, _words(action)))

    last = [action for action in actions if action.footer >= LAST]
    while last and sum(map(size, last)) > room:
        last.pop()
    room -= sum(map(size, last))
    first = []
    for action in actions:
        if action.footer < LAST and size(action) <= room:
            first.append(action)
            room -= size(action)
    return first + last


@lru_cache(maxsize=256)
def _words(action: Action) -> tuple[str, str]:
    """Return an action's first key and its label as they are painted."""
    return tight(key_label(action.keys[0]), 20), f" {tight(action.label, 40)}  "
