"""The article: the text as it looks on paper, with all that lies on it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from time import perf_counter

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.annotations.model import Annotation
from tui.session.session import Session, plural
from tui.text.layout import Cell, Row
from tui.text.line import Align, fit, listed, runs_rtl
from tui.text.spans import Span
from tui.ui.look import PLAIN, Look
from tui.ui.widgets.pane import Pane

MANY = 20
"""Changed annotations from which on the whole pane is painted anew."""
AHEAD_AFTER, AHEAD_FOR = 0.015, 0.004
"""Seconds after a scroll until lines ahead are painted, and of one slice of that."""
MARGIN = 3
"""Cells at each side of the text: one for the caret after a full row, two for the bars."""


class Article(Pane):
    """The open document."""

    class Pointed(Message):
        """The mouse pointed at a place in the text."""

        def __init__(self, offset: int, *, extend: bool = False, clicks: int = 1) -> None:
            super().__init__()
            self.offset = offset
            self.extend = extend
            """Whether the selection goes there."""
            self.clicks = clicks

    class Laid(Message):
        """The text was laid out in another width."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__(look, id="article")
        self.session = session
        self.measure = 72
        self._strips: LRUCache[tuple[object, ...], Strip] = LRUCache(512)
        self._caret_line = 0
        self._shown_spans: frozenset[Span] = frozenset()
        self._shown_notes = session.notes
        self._waiting = False
        """Whether something was not saved when the notes were painted."""
        self._ahead = range(0)
        """The lines that are painted in spare moments."""
        self._dragging = False
        self._seen = False
        """Whether the pane has had a size."""

    # ------------------------------------------------------------------ layout

    @property
    def text_width(self) -> int:
        """Cells of a row of the text: the measure, as far as the pane has room."""
        return max(min(self.measure, self.size.width - 2 * MARGIN), 1)

    @property
    def text_left(self) -> int:
        """The pane's column at which rows begin: the text is centred."""
        return max((self.size.width - self.text_width) // 2, 0)

    def on_resize(self) -> None:
        """Lay the text out anew; the caret keeps its line on the screen where it can."""
        if self._seen:
            self.lay_out()
        elif self.size.width:
            # Until now nothing said how much of the text is in view around the caret.
            self._seen = True
            self.session.reading.lay_out(width=self.text_width)
            self.opened()

    def lay_out(self) -> None:
        """Take up the pane's width, keeping the caret where it is on the screen."""
        if not self.size.width:
            return
        reading = self.session.reading
        line = self._caret_line - self.top
        if reading.lay_out(width=self.text_width):
            self.opened(at_line=line if 0 <= line < self.body_height else None)
            self.post_message(self.Laid())

    def opened(self, at_line: int | None = None) -> None:
        """Show the text anew, the caret at a line of the body (a third down, when not given)."""
        self._strips.clear()
        index = self.caret_row
        self._caret_line = index
        wanted = self.body_height // 3 if at_line is None else at_line
        self.top = 0
        self.scroll_lines_to(index - wanted)
        self.keep_in_view(index)
        self.refresh()

    @property
    def caret_row(self) -> int:
        """The row that the caret is in."""
        return self.session.reading.layout.row_of(self.session.reading.caret)

    def follow_caret(self) -> None:
        """After a command: keep the caret in view and paint what changed."""
        index = self.caret_row
        before, self._caret_line = self._caret_line, index
        changed = self._changed_spans()
        if self.keep_in_view(index, margin=2):
            return
        for line in {before, index}:
            self.refresh_lines(line, line + 1)
        layout = self.session.reading.layout
        for span in changed:
            self.refresh_lines(layout.row_of(span.start), layout.row_of(span.end) + 1)

    def notes_changed(self) -> None:
        """The notes are others than before: paint anew the rows on which something changed."""
        before, self._shown_notes = self._shown_notes, self.session.notes
        changed = set(before.items) ^ set(self._shown_notes.items)
        waited, self._waiting = self._waiting, bool(self.session.saver.waiting)
        # Any row may show what is not saved, or no longer.
        if not changed or len(changed) > MANY or waited or self._waiting:
            self.refresh()
            return
        layout = self.session.reading.layout
        self.refresh(Region(0, 0, self.size.width, self.head_height))
        for note in changed:
            self.refresh_lines(layout.row_of(note.start), layout.row_of(note.end) + 1)

    def _changed_spans(self) -> set[Span]:
        """Where the selection and the current annotation were and are, as far as they changed."""
        current = self.session.current
        shown = {self.session.reading.selection}
        if current is not None:
            shown.add(Span(current.start, current.end))
        shown.discard(None)
        before, self._shown_spans = self._shown_spans, frozenset(span for span in shown if span)
        return set(before ^ self._shown_spans)

    def scroll_lines_to(self, top: int) -> bool:
        """Scroll, and then paint in spare moments what the next screenful would show."""
        before = self.top
        moved = super().scroll_lines_to(top)
        if moved and self.body_height:
            down = self.top > before
            first = self.top + self.body_height if down else self.top - self.body_height
            self._ahead = range(max(first, 0), first + self.body_height)
            self.set_timer(AHEAD_AFTER, self._paint_ahead)
        return moved

    def _paint_ahead(self) -> None:
        """Paint some lines that are not in view yet, for as long as nobody would notice."""
        until = perf_counter() + AHEAD_FOR
        while self._ahead and perf_counter() < until:
            index, self._ahead = self._ahead[0], self._ahead[1:]
            if index < self.line_count():
                self.line(index, self.size.width)
        if self._ahead:
            self.set_timer(AHEAD_AFTER, self._paint_ahead)

    def settle(self, budget: float) -> bool:
        """Count more of the text's rows; True while more remains. The view stays as it is."""
        layout = self.session.reading.layout
        if layout.settled:
            return False
        offset = layout.row(min(self.top, layout.row_count - 1)).start
        more = layout.settle(budget)
        top = layout.row_of(offset)
        self._caret_line += top - self.top
        self.top = top
        return more

    # ---------------------------------------------------------------- painting

    def line_count(self) -> int:
        """The rows of the text."""
        return self.session.reading.layout.row_count

    def head(self, width: int) -> list[Strip]:
        """The title, and beneath it source, date and counts."""
        info = self.session.info
        if info is None:
            return [Strip.blank(width), self.rule_strip(width)]
        mark = " ✓ done" if self.session.status == "done" else ""
        facts = [info.source and info.source.rsplit("/", 1)[-1]]
        facts += [str(info.meta[key]) for key in ("author", "date") if info.meta.get(key)]
        facts.append(f"{info.length:,} {plural('character', info.length)}")
        facts += [f"{n} {plural(label, n)}" for label, n in self.session.notes.counts().items()]
        title = self.title_strip(f"{info.title or info.id}", mark, width)
        side: Align = "right" if runs_rtl(info.title) else "left"
        beneath = fit(listed(fact for fact in facts if fact), width, align=side)
        return [title, Strip([Segment(beneath, self.look.dim)])]

    def line(self, index: int, width: int) -> Strip:
        """A row of the text, with all that lies on it."""
        session, reading = self.session, self.session.reading
        row = reading.layout.row(index)
        selection = reading.selection
        chosen = selection if selection and selection.overlaps(Span(row.start, row.end)) else None
        caret = reading.caret if index == self._caret_line else None
        current = session.current
        shown = (
            current.id if current and current.start < row.end and current.end > row.start else ""
        )
        key = (
            index,
            caret,
            chosen,
            shown,
            session.version,
            session.search.version,
            self.has_focus,
            id(reading.layout),
            width,
        )
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._paint(row, index, caret, chosen, shown, width)
        return strip

    def _paint(
        self, row: Row, index: int, caret: int | None, chosen: Span | None, shown: str, width: int
    ) -> Strip:
        notes = self.session.notes.overlapping(row.start, max(row.end, row.start + 1))
        bounds = {bound for note in notes for bound in (note.start, note.end)}
        bounds.update(chosen or ())
        if caret is not None:
            bounds.add(caret)
        splits = [bound for bound in bounds if row.start < bound < row.end]
        if splits:
            row = self.session.reading.layout.row(index, splits)
        styles = list(self._cell_styles(row, notes, chosen, shown))
        segments = [
            Segment("".join(cell.text for cell, _ in group), style)
            for style, group in groupby(self._with_caret(styles, caret), key=lambda pair: pair[1])
        ]
        left = self.text_left
        used = row.indent + sum(cell.width for cell in row.cells)
        outside = self._caret_outside(row, caret)
        before = self._side(row, notes, left + row.indent, outside, at_left=True)
        after = self._side(row, notes, width - left - used, outside, at_left=False)
        return Strip([*before, *segments, *after]).adjust_cell_length(width)

    def _cell_styles(
        self, row: Row, notes: list[Annotation], chosen: Span | None, shown: str
    ) -> Iterator[tuple[Cell, Style]]:
        matches = self.session.search.within(row.start, row.end)
        unsaved = self.session.saver.unsaved_ids()
        for cell in row.cells:
            labels, state = [], ""
            for note in notes:
                if note.start <= cell.style_offset < note.end:
                    labels.append(note.label)
                    state += "c" if note.id == shown else ""
                    state += "x" if note.id in unsaved else ""
                    state += "?" if note.status == "suggested" else ""
                    state += "" if self.session.mine(note) else "o"
            for span, at_hand in matches:
                if span.start <= cell.style_offset < span.end:
                    state += "M" if at_hand else "m"
            if chosen and chosen.start <= cell.style_offset < chosen.end:
                state += "s"
            yield cell, self.look.cell(labels, state) if labels or state else PLAIN

    def _with_caret(
        self, styles: list[tuple[Cell, Style]], caret: int | None
    ) -> Iterator[tuple[Cell, Style]]:
        for cell, style in styles:
            if caret is not None and cell.start <= caret < cell.end:
                block = self.look.caret(rtl=cell.level % 2 == 1, focused=self.has_focus)
                yield cell, style + block
            else:
                yield cell, style

    def _caret_outside(self, row: Row, caret: int | None) -> bool:
        """Whether the caret stands after the row's last cell, at a paragraph's end."""
        return caret is not None and row.cell_at(caret) is None

    def _side(
        self, row: Row, notes: list[Annotation], room: int, outside: bool, *, at_left: bool
    ) -> list[Segment]:
        """What stands beside the row: bars on the side where reading begins, the caret after."""
        rtl = row.level % 2 == 1
        if at_left == rtl:
            if not outside or room < 1:
                return [Segment(" " * room)]
            block = Segment(" ", self.look.caret(rtl=rtl, focused=self.has_focus))
            blank = Segment(" " * (room - 1))
            return [blank, block] if at_left else [block, blank]
        margin = self.text_left
        bars = self._bars(notes)[: max(margin - 1, 0)]
        segments = [Segment("▐" if rtl else "▌", style) for style in bars]
        pad = Segment(" " * (margin - len(bars) - 1))
        if at_left:
            indent = Segment(" " * (room - margin + 1))
            return [pad, *reversed(segments), indent]
        return [Segment(" " * (room - margin + 1)), *segments, pad]

    def _bars(self, notes: list[Annotation]) -> list[Style]:
        """A bar for each label of long spans that lies on the row."""
        names = {note.label for note in notes}
        return [
            self.look.chip(label.name)
            for label in self.session.schema
            if label.natural != "word" and label.name in names
        ]

    # ------------------------------------------------------------------- mouse

    def offset_at(self, x: int, y: int) -> int:
        """The offset of the cluster under a cell of the pane, its padding counted."""
        layout = self.session.reading.layout
        index = self.top + y - self.head_height
        index = max(0, min(index, layout.row_count - 1))
        return layout.row(index).offset_at(x - self.gutter.left - self.text_left)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret there; a drag selects from there."""
        if event.button != 1 or event.y < self.head_height:
            return
        event.stop()
        self.capture_mouse()
        self._dragging = True
        self.post_message(self.Pointed(self.offset_at(event.x, event.y), extend=event.shift))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """While the button is down, select up to there."""
        if self._dragging:
            event.stop()
            self.post_message(self.Pointed(self.offset_at(event.x, event.y), extend=True))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag ends."""
        if self._dragging:
            event.stop()
            self._dragging = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """A double click selects the word, a triple click the sentence."""
        if event.chain > 1 and event.y >= self.head_height:
            event.stop()
            self.post_message(self.Pointed(self.offset_at(event.x, event.y), clicks=event.chain))
