"""The pane with the labels to tag with, and the document's annotations by label or by place.

An annotation takes one line. Below the selected one, or the one at the caret, are shown its whole
text, why it is suggested, its note and its links.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tui.model import Annotation
from tui.schema import LabelSchema
from tui.session.annotation_list import (
    AnnotationLine,
    annotation_lines,
    details,
    facts,
    on_document,
    score_bar,
)
from tui.session.lanes import Lane
from tui.session.session import Session
from tui.text.layout import (
    Align,
    DocumentLayout,
    LayoutOptions,
    fit,
    flat,
    isolated,
    listed,
    tight,
)
from tui.text.unicode import Direction, cell_len
from tui.ui.styles import PLAIN, ThemeStyles
from tui.ui.widgets.label_block import LabelBlock, LabelTarget, MoreTarget, ValueTarget
from tui.ui.widgets.pane import Frame, Pane, Runs, strip_of

MOST_KEPT = 500
"""Painted lines that are kept: some screens of them."""

MOST_STEP_LINES = 6
"""Lines on one key of a guide's step."""

MOST_LINES = 3
"""The most lines of one detail of the chosen annotation."""

LEAST_CHIP = 10
"""The cells that an item's attributes keep next to a long text."""

LONGEST = 400
"""Code points of a detail that are laid out: more than its lines can show."""


class LineContext(NamedTuple):
    """What is looked up once for all lines of a frame."""

    marked: str = ""
    """The annotation whose line has another background; empty for none."""
    style: Style = PLAIN
    """The style of that line."""
    unsaved: frozenset[str] = frozenset()
    """The ids of annotations that are not saved yet."""
    rtl: bool = False
    """Whether the items begin at the right, like the document."""


class Sidebar(Pane):
    """The pane with the labels and the annotations of the open document."""

    class AnnotationChosen(Message):
        """The article is to go to an annotation."""

        def __init__(self, annotation: str, *, enter: bool) -> None:
            super().__init__()
            self.annotation = annotation
            self.enter = enter
            """Whether the focus goes along."""

    class LabelChosen(Message):
        """The selection or the natural span at the caret is to be tagged."""

        def __init__(self, label: str) -> None:
            super().__init__()
            self.label = label

    class ValueChosen(Message):
        """An attribute of the current annotation is to be set."""

        def __init__(self, attribute: str, value: str | bool) -> None:
            super().__init__()
            self.attribute = attribute
            self.value = value

    class FormRequested(Message):
        """The form of the current annotation is to be opened."""

    class LaneChosen(Message):
        """A layer that is compared was clicked."""

        def __init__(self, sign: str) -> None:
            super().__init__()
            self.sign = sign
            """The key that takes it."""

    class CommentsRequested(Message):
        """The comments on the document are to be opened."""

    def __init__(self, session: Session, theme: ThemeStyles) -> None:
        super().__init__(theme, id="sidebar")
        self.session = session
        self._by_label = True
        self._block = LabelBlock(session, theme)
        self._lines: list[AnnotationLine] = []
        self._first: dict[str, int] = {}
        """The line of each annotation, without the lines of details."""
        self._order: list[int] = []
        """The lines of annotations, in order."""
        self._painted: dict[tuple[object, ...], Strip] = {}
        self._details: list[Strip] = []
        """The lines below the chosen annotation."""
        self._details_at = -1
        """The line after which they come; -1 for none."""
        self._details_of: tuple[object, ...] = ()
        self.chosen = ""
        """The annotation that the keys act on."""
        self.chosen_label = ""
        """The label that `enter` tags with; empty while the keys act on an annotation."""
        self._step: tuple[str, Sequence[tuple[str, str]]] = "", ()
        """The heading and the keys of a guide's step; empty without a guide."""
        self._lit: str | None = None
        """The annotation at the caret as it was shown last; None when the list has changed."""
        self._current_shown = ""
        """The current annotation when the sidebar was last shown, empty for none."""
        self._line_context = LineContext()
        """What the lines of this frame have in common."""

    # ------------------------------------------------------------------- lines

    @property
    def by_label(self) -> bool:
        """Whether annotations are listed by label, not in the order of the text."""
        return self._by_label

    @by_label.setter
    def by_label(self, by_label: bool) -> None:
        if by_label == self._by_label:
            return
        self._by_label = by_label
        self.rebuild()
        self._expand()
        self.refresh()

    def head_lines(self, size: Size) -> int:
        """Return the number of head lines: title, rule, a guide's step, block of labels, and an
        empty one.

        The compared layers come after it, followed by an empty line.
        """
        lanes = self._lane_count(size)
        return self._above_lanes(size) + (lanes + 1 if lanes else 0)

    def show_step(self, heading: str, keys: Sequence[tuple[str, str]]) -> None:
        """Show a step of a guide at the top: its heading, and its keys with what they do."""
        self._step = heading, keys
        self.refresh()

    def _step_strips(self, width: int) -> list[Strip]:
        """Return the lines of a guide's step and an empty one; none without a guide."""
        heading, keys = self._step
        if not heading:
            return []
        most = max(cell_len(key) for key, _ in keys) + 2
        strips = [strip_of([(row, self.theme.accent)], width) for row in wrapped(heading, width, 2)]
        for key, does in keys:
            rows = wrapped(does, width - most, MOST_STEP_LINES)
            for number, row in enumerate(rows):
                shown = "" if number else key
                runs = [(fit(shown, most, align="left"), self.theme.accent), (row, Style())]
                strips.append(strip_of(runs, width))
        return [*strips, strip_of([], width)]

    def _above_lanes(self, size: Size) -> int:
        return self._above_block(size) + self._block.height(*size) + 1

    def _above_block(self, size: Size) -> int:
        return _title_height(size) + len(self._step_strips(size.width))

    def _lane_count(self, size: Size) -> int:
        """Return how many compared layers have a line: at most a third of the pane."""
        return min(len(self.session.lanes.lanes), max(size.height // 3, 2))

    def rebuild(self) -> None:
        """List the session's annotations as they are now; `show_current` shows the list."""
        known = {self._lines[index].annotations[0]: self._lines[index] for index in self._order}
        self._lines = annotation_lines(self.session, by_label=self._by_label, known=known)
        self._order = [index for index, line in enumerate(self._lines) if line.annotations]
        self._first = {id: index for index in self._order for id in self._lines[index].annotations}
        if self.chosen not in self._first:
            self.chosen = ""
        self._lit = None

    def line_count(self) -> int:
        """Return the lines of all items and those below the selected one."""
        return len(self._lines) + len(self._details)

    def _shown_at(self, line: int) -> int:
        """Return the screen number of a line of the list, counting the detail lines."""
        return line + len(self._details) if 0 <= self._details_at < line else line

    def _line_at(self, index: int) -> tuple[int, int]:
        """Return the line of the list at a number, and the number of its detail line or -1."""
        at, count = self._details_at, len(self._details)
        if at < 0 or index <= at:
            return index, -1
        return (at, index - at - 1) if index <= at + count else (index - count, -1)

    # ----------------------------------------------------------------- details

    def _expand(self) -> None:
        """Make the detail lines of the selected annotation, or of the one at the caret.

        They are on the screen after `refresh_changed`.
        """
        id = self.chosen if self.has_focus and not self.chosen_label else self._current_id()
        item = self.session.annotations.get(id) if id in self._first else None
        links = self.session.annotations.links_of(item.id) if item else []
        comments = self.session.annotations.comments_on(id) if item else ()
        key = (
            item,
            tuple(links),
            tuple(comments),
            self.size.width,
            self._first.get(id, -1),
            self._by_label,
        )
        if key != self._details_of:
            top = self._line_at(self.top)[0]
            self._details_of = key
            self._details = self._detail_strips(item) if item is not None else []
            self._details_at = self._first[id] if item is not None else -1
            self.top = self._shown_at(top)
        self.top = max(0, min(self.top, self.line_count() - self.body_height))

    def _current_id(self) -> str:
        current = self.session.current
        return current.id if current is not None else ""

    def _detail_strips(self, item: Annotation) -> list[Strip]:
        width = self.size.width
        room = max(width - 4, 1)
        texts: list[str] = []
        words = facts(self.session, item)
        text, chip_room = self._fitted(item, 1, width, words)
        if cell_len(tight(flat(item.shown_text), LONGEST)) > cell_len(text):
            texts.append(item.shown_text)
        if cell_len(tight(listed(words), LONGEST)) > chip_room:
            texts.append(listed(words))
        texts += details(self.session, item)
        bar = self._bar(item)
        strips = []
        for text in texts:
            rows = wrapped(text, room, MOST_LINES)
            strips += [self._aligned([(row, self.theme.dim)], bar, width, indent=2) for row in rows]
        return strips

    # ---------------------------------------------------------------- painting

    def head(self, width: int) -> list[Strip]:
        """Return the number of annotations, their order, and the block of labels."""
        waiting = self.session.saver.queued_count
        tail = f"{len(self.session.annotations)}" + (f" ({waiting} unsaved)" if waiting else "")
        title = "Notes" if self.by_label else "Notes in text order"
        lines = [self.title_strip(title, tail, width), self.rule_strip(width)]
        chosen = self.chosen_label if self.has_focus else ""
        size = self.size
        block = self._block.strips(width, size.height, chosen=chosen)
        blank = strip_of([], width)
        lanes = self.session.lanes.lanes[: self._lane_count(size)]
        compared = [self._lane_strip(lane, width) for lane in lanes]
        compared += [blank] if lanes else []
        step = self._step_strips(width)
        return [*lines[: _title_height(size)], *step, *block, blank, *compared]

    def frame(self) -> Frame:
        """Prepare a frame: look up what its lines have in common."""
        if self.has_focus:
            marked, style = "" if self.chosen_label else self.chosen, self.theme.chosen
        else:
            marked, style = self._current_id(), self.theme.lit
        unsaved = self.session.saver.unsaved_ids()
        self._line_context = LineContext(marked, style, unsaved, self.session.open_text.runs_rtl)
        return super().frame()

    def line(self, index: int, width: int) -> Strip:
        """Return one line: of a heading, an item, or the details of the selected item."""
        number, detail = self._line_at(index)
        line = self._lines[number]
        if detail >= 0:
            return self._marked(self._details[detail], line)
        if line.kind == "blank":
            return strip_of([], width)
        if line.kind == "document":
            words = tight(on_document(self.session), width - 2)
            return self._aligned([(words, Style())], ("*", self.theme.accent), width)
        if line.kind == "heading":
            side: Align = "right" if self._rtl else "left"
            style = self.theme.chip(line.label)
            # The block at the top counts only the labels of the schema.
            count = self.session.counts.get(line.label, 0)
            words = (
                line.label
                if line.label in self.session.schema or not count
                else (f"{line.label} {count}")
            )
            return strip_of([(fit(words, width, align=side), style)], width)
        return self._marked(self._item_strip(line, width), line)

    def _lane_strip(self, lane: Lane, width: int) -> Strip:
        """Return the line of a compared layer: its key, its annotator, and what it has here."""
        who = tight(lane.who, max(width // 3, 1), direction=Direction.LTR)
        said = tight(lane.summary, max(width - len(lane.sign) - cell_len(who) - 3, 1))
        runs = [(lane.sign, self.theme.accent), (f" {who} ", self.theme.dim), (said, Style())]
        return strip_of(runs, width)

    @property
    def _rtl(self) -> bool:
        """Whether the items begin at the right, like the document."""
        return self.session.open_text.runs_rtl

    def _marked(self, strip: Strip, line: AnnotationLine) -> Strip:
        """Return the line with the background of the selected item or the one at the caret."""
        context = self._line_context
        return strip.apply_style(context.style) if context.marked in line.annotations else strip

    def _item_strip(self, line: AnnotationLine, width: int) -> Strip:
        item = self.session.annotations.get(line.annotations[0])
        if item is None:
            return strip_of([], width)
        unsaved = item.id in self._line_context.unsaved
        sign = self.session.annotations.comment_sign(item.id)
        key = item, len(line.annotations), width, self._line_context.rtl, unsaved, sign
        strip = self._painted.get(key)
        if strip is None:
            if len(self._painted) > MOST_KEPT:
                self._painted.clear()
            strip = self._paint_item(item, len(line.annotations), width, unsaved=unsaved)
            self._painted[key] = strip
        return strip

    def _paint_item(self, item: Annotation, count: int, width: int, *, unsaved: bool) -> Strip:
        suggested = item.status == "suggested"
        words = facts(self.session, item)
        text, chip_room = self._fitted(item, count, width, words)
        gap = " ", Style()
        runs: Runs = [("○", self.theme.error), gap] if unsaved else []
        bar = score_bar(item.score) if suggested else ""
        runs += [("?", self.theme.accent), (bar, self.theme.dim), gap] if suggested else []
        sign = self.session.annotations.comment_sign(item.id)
        runs += [(sign, self.theme.accent), gap] if sign else []
        runs += [(text, self.theme.dim if suggested else Style())]
        runs += [gap, (f"×{count}", self.theme.accent)] if count > 1 else []
        chips = _fitting(words, chip_room)
        runs += [gap, (chips, self.theme.dim)] if chips else []
        return self._aligned(runs, self._bar(item), width)

    def _cells_before(self, item: Annotation, count: int) -> int:
        """Return the cells of an item's line other than its text and chips."""
        suggested = item.status == "suggested"
        signs = (2 + (item.score is not None)) * suggested + 2 * (
            item.id in self.session.saver.unsaved_ids()
        )
        signs += 2 * bool(self.session.annotations.comment_sign(item.id))
        return 2 + signs + (len(f" ×{count}") if count > 1 else 0)

    def _fitted(
        self, item: Annotation, count: int, width: int, words: Sequence[str]
    ) -> tuple[str, int]:
        """Return as much of the text as fits, in visual order, and the cells left for the chips.

        The chips keep some of the line if they need it.
        """
        room = width - self._cells_before(item, count)
        chips = cell_len(_fitting(words, max(width // 3, LEAST_CHIP)))
        text = tight(flat(item.shown_text), max(room - (chips + 1 if chips else 0), 1))
        return text, max(room - cell_len(text) - 1, 0)

    def _bar(self, item: Annotation) -> tuple[str, Style]:
        kind = self.theme.kind(item)
        return "▐" if self._rtl else "▌", self.theme.chip(kind.label, kind.value)

    def _aligned(self, runs: Runs, bar: tuple[str, Style], width: int, *, indent: int = 0) -> Strip:
        """Return runs in reading order as a line with a bar, on the side where the list begins."""
        gap = (" " * (1 + indent), Style())
        if not self._rtl:
            return strip_of([bar, gap, *runs], width)
        used = 2 + indent + sum(cell_len(text) for text, _ in runs)
        return strip_of([(" " * max(width - used, 0), Style()), *runs[::-1], gap, bar], width)

    def notify_style_update(self) -> None:
        """Forget all painted lines: the theme changed."""
        self._painted.clear()
        self._block.forget()
        self._details_of = ()
        super().notify_style_update()

    def lines_if_empty(self) -> Sequence[str]:
        """Return how to begin; nothing while no document is open or a tour's step says it."""
        if self.session.info is None or self._step[0]:
            return ()
        return _how_to_begin(self.session.schema)

    # ------------------------------------------------------------------ moving

    def show_current(self) -> None:
        """Highlight the annotation at the caret, keep it in view, and show its values."""
        current, before = self._current_id(), self._current_shown
        self._current_shown = current
        if self.has_focus and current == before and self._orphan_is_chosen():
            # It has no place to which the caret, and with it the current one, could go.
            if self._lit is None:
                self._highlight(self.chosen)
            return
        if current != self._lit or self.has_focus:
            self._highlight(current)

    def _orphan_is_chosen(self) -> bool:
        chosen = self.session.annotations.get(self.chosen) if self.chosen else None
        return chosen is not None and chosen.status == "orphaned"

    def refresh_scrolled(self) -> None:
        """Repaint the list after scrolling; the labels above it stay."""
        self.refresh_changed()

    def _highlight(self, annotation: str) -> None:
        self._lit = annotation
        self.chosen = annotation or self.chosen
        self._expand()
        if not self._bring_into_view(annotation):
            self.refresh_changed()

    def _bring_into_view(self, annotation: str) -> bool:
        """Scroll until an annotation's lines are in view; return whether that moved.

        For keys in the list, scroll as little as needed. An annotation at the caret is put in the
        middle, so that the list need not move for each annotation.
        """
        line = self._first.get(annotation)
        if line is None:
            return False
        first = self._shown_at(line)
        last = first + (len(self._details) if line == self._details_at else 0)
        if self.has_focus:
            return self.keep_in_view(last) | self.keep_in_view(first)
        height = self.body_height
        if height <= 0 or self.top <= first <= last < self.top + height:
            return False
        return self.scroll_lines_to(first - height // 2)

    def on_focus(self) -> None:
        """Show the details of the selected annotation."""
        self._expand()
        super().on_focus()

    def on_blur(self) -> None:
        """Show the details of the annotation at the caret."""
        self.chosen_label = ""
        self._expand()
        super().on_blur()

    def on_resize(self) -> None:
        """Fit the details into the width, and keep the selected line in view.

        The first frame in the new size comes before this.
        """
        self._details_of = ()
        self._expand()
        if not self._bring_into_view(self.chosen):
            self.refresh_changed()

    def step(self, by: int) -> str:
        """Move by this many items; return the id of the item reached, or an empty string.

        The labels are above the first annotation; only single steps lead to them.
        """
        line = self._first.get(self.chosen, -1)
        place = self._order.index(line) if line >= 0 else -1
        if abs(by) == 1 and self._step_to_label(by, place):
            return ""
        if self.chosen_label:
            self.chosen_label, place = "", -1
        if not self._order:
            return ""
        if place < 0 and by < 0:
            place = len(self._order)  # up from no annotation is the last one
        place = max(0, min(place + by, len(self._order) - 1))
        self._highlight(self._lines[self._order[place]].annotations[0])
        self.refresh()
        return self.chosen

    def _step_to_label(self, by: int, place: int) -> bool:
        """Select a label by a single step from a label or the first annotation; else return
        False."""
        names = self.session.schema.names
        if self.chosen_label in names:
            number = names.index(self.chosen_label) + by
        elif self._order and not (by < 0 and place == 0):
            return False
        else:
            number = len(names) - 1 if by < 0 else 0
        if number >= len(names) and self._order:
            return False
        self.chosen_label = names[max(0, min(number, len(names) - 1))]
        self._expand()
        self.scroll_lines_to(0)
        self.refresh()
        return True

    def on_click(self, event: events.Click) -> None:
        """Tag with a label, set a value, or go to the clicked annotation."""
        size = self.size
        target = self._block.target_at(event.x, event.y - self._above_block(size))
        if event.y < self.head_lines(size):
            event.stop()
            place = event.y - self._above_lanes(size)
            if 0 <= place < self._lane_count(size):
                self.post_message(self.LaneChosen(self.session.lanes.lanes[place].sign))
            elif isinstance(target, LabelTarget):
                self.post_message(self.LabelChosen(target.label))
            elif isinstance(target, ValueTarget):
                self.post_message(self.ValueChosen(target.attribute, target.value))
            elif isinstance(target, MoreTarget):
                self.post_message(self.FormRequested())
            return
        index = self.top + event.y - self.head_height
        if 0 <= index < self.line_count():
            line = self._lines[self._line_at(index)[0]]
            if line.kind == "document":
                event.stop()
                self.post_message(self.CommentsRequested())
            if line.annotations:
                event.stop()
                self.chosen_label = ""
                chosen = self.chosen if self.chosen in line.annotations else line.annotations[0]
                self._highlight(chosen)
                self.post_message(self.AnnotationChosen(chosen, enter=event.chain > 1))


def _title_height(size: Size) -> int:
    return 2 if size.height >= 12 else 1


def _how_to_begin(schema: LabelSchema) -> Sequence[str]:
    """Return six lines on how to begin, while there is no annotation."""
    tags = [f"{label.key}  tag {isolated(label.name)}" for label in schema if label.key]
    for label in schema:
        first = label.first_attribute.option("1") if label.first_attribute else None
        if label.key and first is not None and first.value == "PERS":
            tags.insert(0, f"{label.key} 1  tag a person")
    return (
        "nothing tagged yet",
        "",
        "A  suggest quotations",
        "space  next word",
        *tags[:1],
        "w  select more",
        "u  undo",
        "?  all the keys",
    )


def _fitting(words: Sequence[str], room: int) -> str:
    """Return as many of the facts as fit whole, in visual order.

    A single value is cut if it must be; a name with its value, which the cut would leave out, is
    not shown.
    """
    shown = list(words)
    while shown and cell_len(tight(listed(shown), LONGEST)) > room:
        if len(shown) == 1 and " " not in shown[0]:
            break
        shown.pop()
    return tight(listed(shown), room)


def wrapped(text: str, width: int, most: int) -> list[str]:
    """Return a text in visual order in at most `most` rows; the last shows if it was cut."""
    cut = flat(text)[:LONGEST]
    layout = DocumentLayout(cut, LayoutOptions(width=max(width, 1)))
    rows: list[str] = []
    for number in range(most):
        row = layout.row(number)
        if number == most - 1 and row.end < len(cut):
            return [*rows, tight(cut[row.start :], width)]
        rows.append("".join([cell.text for cell in row.cells]).strip())
        if row.end >= len(cut):
            break
    return rows
