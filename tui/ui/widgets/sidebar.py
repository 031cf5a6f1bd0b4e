"""The sidebar: the document's annotations, by label with counts or in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.session.annotation_list import AnnotationLine, AnnotationList
from tui.session.results import CommitResult
from tui.session.session import Session
from tui.text.layout import fit, runs_rtl, tight
from tui.text.unicode import cell_len
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.pane import Pane, Runs, strip_of

MOST_KEPT = 500
"""Painted lines that are kept: some screens of them."""


class Sidebar(Pane):
    """The annotations of the open document."""

    class AnnotationChosen(Message):
        """The article is to go to an annotation."""

        def __init__(self, annotation: str, *, enter: bool) -> None:
            super().__init__()
            self.annotation = annotation
            self.enter = enter
            """Whether the focus goes along."""

    def __init__(self, session: Session, theme: ThemeStyles) -> None:
        super().__init__(theme, id="sidebar")
        self.session = session
        self._by_label = True
        self._list = AnnotationList(session)
        self._lines: list[AnnotationLine] = []
        self._first: dict[str, int] = {}
        self._order: list[str] = []
        self._painted: dict[tuple[AnnotationLine, int, bool, bool], Strip] = {}
        self.chosen = ""
        """The annotation that the keys act on."""
        self._lit = ""

    # ------------------------------------------------------------------- lines

    @property
    def by_label(self) -> bool:
        """Whether annotations are listed by label, not in the order of the text."""
        return self._by_label

    @by_label.setter
    def by_label(self, by_label: bool) -> None:
        self._by_label = by_label
        self._build()
        self.refresh()

    def annotations_changed(self, result: CommitResult) -> None:
        """List what a command changed; paint the counts and all lines from the first change on."""
        ids, count = result.annotation_ids(), len(self._lines)
        before = self._first_of(ids)
        self._list.annotations_changed(result)
        self._build()
        if not self._lines or not count or result.unsaved:
            self.refresh()
            return
        bottom = self.top + self.body_height
        self.refresh(Region(0, 0, self.size.width, self.head_height))
        self.refresh_lines(min(before, self._first_of(ids)), bottom)
        for index, line in enumerate(self._lines[self.top : bottom], self.top):
            if line.kind == "heading":
                self.refresh_lines(index, index + 1)

    def annotations_reloaded(self) -> None:
        """List all annotations again."""
        self._list.annotations_reloaded()
        self._build()
        self.refresh()

    def _first_of(self, ids: Iterable[str]) -> int:
        """Return the line of the first of these annotations, the end if none is listed."""
        return min((self._first[id] for id in ids if id in self._first), default=len(self._lines))

    def _build(self) -> None:
        """Make the list of lines; the view stays at its line as far as there are lines."""
        top = self.top
        self._lines = self._list.lines(by_label=self._by_label)
        self._first, self._order = {}, []
        for index, line in enumerate(self._lines):
            if line.annotation and line.annotation not in self._first:
                self._first[line.annotation] = index
                self._order.append(line.annotation)
        if self.chosen not in self._first:
            self.chosen = ""
        self._lit = ""
        self.top = max(0, min(self.top, len(self._lines) - self.body_height))
        if self.top != top:
            self.refresh()

    # ---------------------------------------------------------------- painting

    def line_count(self) -> int:
        """The lines of all items."""
        return len(self._lines)

    def head(self, width: int) -> list[Strip]:
        """How many annotations, and their order."""
        waiting = self.session.saver.waiting
        tail = f"{len(self.session.annotations)}" + (f" ({waiting} unsaved)" if waiting else "")
        title = "Notes" if self.by_label else "Notes in text order"
        return [self.title_strip(title, tail, width), self.rule_strip(width)]

    def line(self, index: int, width: int) -> Strip:
        """One line of an item."""
        line = self._lines[index]
        if line.kind == "blank":
            return Strip.blank(width)
        if line.kind == "heading":
            runs: Runs = [
                (tight(line.label, width), self.theme.chip(line.label)),
                (f" {line.value}", self.theme.dim),
            ]
            return strip_of(runs, width)
        strip = self._item_strip(line, width)
        if self.has_focus and line.annotation == self.chosen:
            return strip.apply_style(self.theme.chosen)
        current = self.session.current
        if not self.has_focus and current and line.annotation == current.id:
            return strip.apply_style(self.theme.lit)
        return strip

    def _item_strip(self, line: AnnotationLine, width: int) -> Strip:
        item = self.session.annotations.get(line.annotation)
        rtl = runs_rtl(item.text if item else line.value)
        unsaved = line.annotation in self.session.saver.unsaved_ids()
        key = line, width, rtl, unsaved
        if key not in self._painted:
            if len(self._painted) > MOST_KEPT:
                self._painted.clear()
            runs = self._item_runs(line, width, rtl=rtl, unsaved=unsaved)
            self._painted[key] = strip_of(runs, width)
        return self._painted[key]

    def notify_style_update(self) -> None:
        """The theme changed: nothing painted before counts."""
        self._painted.clear()
        super().notify_style_update()

    def _item_runs(self, line: AnnotationLine, width: int, *, rtl: bool, unsaved: bool) -> Runs:
        style = self.theme.title if line.kind == "text" else self.theme.dim
        bar = (("▐" if rtl else "▌") if line.kind == "text" else " ", self.theme.chip(line.label))
        sign = "○ " if unsaved and line.kind == "text" else ""
        room = max(width - 2 - cell_len(sign), 0)
        body = (fit(line.value, room, align="right" if rtl else "left"), style)
        if rtl:
            return [(sign, self.theme.error), body, (" ", style), bar]
        return [bar, (" ", style), body, (sign, self.theme.error)]

    def render_line(self, y: int) -> Strip:
        """The list, or how to begin when it is empty."""
        place = y - self.head_height
        if not self._lines and 0 <= place < len(hints := self._how_to_begin()):
            text = fit(hints[place], self.size.width, align="left")
            return Strip([Segment(text, self.theme.dim)]).apply_style(self.ground)
        return super().render_line(y)

    def _how_to_begin(self) -> list[str]:
        """Five lines on how to begin, and the labels' keys."""
        return [
            "nothing tagged yet",
            "",
            "space  next word",
            "e 1  tag a person",
            "w  select more",
            "u  undo",
            "?  all the keys",
            "",
            *(f"{label.key}  {label.name}" for label in self.session.schema if label.key),
        ]

    # ------------------------------------------------------------------ moving

    def show_current(self) -> None:
        """Keep the annotation at the caret in view, and lit."""
        current = self.session.current
        self._light(current.id if current else "")

    def _light(self, annotation: str) -> None:
        before, self._lit = self._lit, annotation
        self.chosen = annotation or self.chosen
        if before == annotation and not self.has_focus:
            return
        if self._bring_into_view(annotation):
            return
        for item in {before, annotation}:
            start = self._first.get(item)
            if start is not None:
                self.refresh_lines(start, start + 12)

    def _bring_into_view(self, annotation: str) -> bool:
        """Scroll until an annotation's lines are seen; True when that moved.

        As little as needed for keys in the list. What follows the caret goes to the middle, so
        that one annotation after the other need not move the whole list.
        """
        first = self._first.get(annotation)
        if first is None:
            return False
        last = first
        while last + 1 < len(self._lines) and self._lines[last + 1].annotation == annotation:
            last += 1
        if self.has_focus:
            return self.keep_in_view(last) | self.keep_in_view(first)
        if self.body_height <= 0 or self.top <= first <= last < self.top + self.body_height:
            return False
        return self.scroll_lines_to(first - self.body_height // 2)

    def on_resize(self) -> None:
        """Keep what the keys act on in view."""
        self._bring_into_view(self.chosen)

    def step(self, by: int) -> str:
        """Go on by so many annotations; the id of the one that is reached, empty for none."""
        if not self._order:
            return ""
        place = self._order.index(self.chosen) if self.chosen in self._first else -1
        if place < 0:
            place = 0 if by > 0 else len(self._order) - 1
        else:
            place = max(0, min(place + by, len(self._order) - 1))
        self._light(self._order[place])
        self.refresh()
        return self.chosen

    def on_click(self, event: events.Click) -> None:
        """Go to the annotation that was clicked."""
        index = self.top + event.y - self.head_height
        if event.y >= self.head_height and 0 <= index < len(self._lines):
            line = self._lines[index]
            if line.annotation:
                event.stop()
                self._light(line.annotation)
                self.post_message(self.AnnotationChosen(line.annotation, enter=event.chain > 1))
