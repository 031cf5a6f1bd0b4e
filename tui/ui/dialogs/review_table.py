"""The review: a table of all documents' annotations to filter, sort, and change many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.errors import HashiyaError
from tui.model import CONTEXT, JSON, Annotation
from tui.session.annotation_list import score_shown
from tui.session.commands import bulk_edits
from tui.session.messages import StatusMessage, plural
from tui.session.review import completed, matching, parse, speakers
from tui.session.session import Session
from tui.text.language import fold_text
from tui.text.layout import ELLIPSIS, fit, listed
from tui.text.unicode import cell_len
from tui.ui.dialogs.dialog import Caption, Dialog, DialogWidth, ListDialog
from tui.ui.protocols import AppServices
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.choice_list import ChoiceList, ListItem, in_context
from tui.ui.widgets.pane import Runs, strip_of
from tui.ui.widgets.text_fields import BidiInput, FieldWidget


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    title: str
    cells: int
    """Its width."""


class ReviewTable(ChoiceList):
    """A list whose values (`ListItem.cells`) are shown in columns with titles.

    The first column holds a tick and the label, then comes the text. If there is little room, the
    last columns are not shown. A click on a title sorts; a click on a tick ticks.
    """

    class HeadClicked(Message):
        """The head of a column was clicked."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    TICK = 2
    """Cells of the tick."""
    LABEL = 7
    LEAST = 20
    """Minimum cells for the text; columns that do not fit are left out."""

    def __init__(self, theme: ThemeStyles, columns: Sequence[Column]) -> None:
        super().__init__(theme)
        self.columns = tuple(columns)
        self.sorted_by, self.reverse = "", False
        """The column that the lines are sorted by, if any, and whether the last comes first."""

    def head_lines(self, size: Size) -> int:
        """Return one line, with the titles of the columns."""
        del size
        return 1

    def shown(self, width: int) -> tuple[list[Column], int]:
        """Return the columns that fit, and the cells left for the text."""
        room = width - self.TICK - self.LABEL - 1
        columns: list[Column] = []
        for column in self.columns:
            if room - column.cells - 1 < self.LEAST:
                break
            room -= column.cells + 1
            columns.append(column)
        return columns, max(room, 0)

    def head(self, width: int) -> list[Strip]:
        """Return the titles of the columns; the sorted one has an arrow."""
        runs: Runs = [(" " * self.TICK, self.theme.dim)]
        for title, cells in self._titles(width):
            by_it = title == self.sorted_by
            arrow = (" ▼" if self.reverse else " ▲") if by_it else ""
            style = self.theme.accent if by_it else self.theme.dim
            runs.append((fit(title + arrow, cells, align="left") + " ", style))
        return [strip_of(runs, width)]

    def _titles(self, width: int) -> list[tuple[str, int]]:
        """Return the titles of the shown columns and their widths."""
        columns, room = self.shown(width)
        titles = [("label", self.LABEL), ("text", room)]
        return titles + [(column.title, column.cells) for column in columns]

    def on_click(self, event: events.Click) -> None:
        """Sort by the clicked title, tick, or choose a line."""
        line = self.top + event.y - self.head_height
        if event.y < self.head_height:
            event.stop()
            x = event.x - self.TICK
            for title, cells in self._titles(self.size.width):
                if 0 <= x <= cells:
                    self.post_message(self.HeadClicked(title))
                    return
                x -= cells + 1
        elif event.x < self.TICK and line < len(self.choices):
            event.stop()
            self.tick(line)
            self.post_message(self.Ticked())
        else:
            super().on_click(event)

    class Ticked(Message):
        """A line was ticked on or off by the mouse."""

    def line(self, index: int, width: int) -> Strip:
        """Return one line: its label, its text and its columns."""
        choice = self.choices[index]
        columns, room = self.shown(width)
        label = fit(choice.label, self.LABEL, align="left")
        tick = fit("✓" if choice.ticked else "", self.TICK, align="left")
        runs: Runs = [(tick, self.theme.accent), (label, self.theme.chip(choice.label))]
        runs.append((" ", self.theme.dim))
        runs += in_context(self.theme, choice, room)
        for column, value in zip(columns, choice.cells, strict=False):
            fact = fit(value, column.cells, align="left")
            runs.append((" " + fact, self.theme.dim))
        strip = strip_of(runs, width)
        return strip.apply_style(self.theme.chosen) if index == self.place else strip


class Completions(Caption):
    """One line with the words that complete a filter, as many as fit whole."""

    def __init__(self, theme: ThemeStyles) -> None:
        super().__init__(theme, "")
        self._words: Sequence[str] = ()

    def offer(self, words: Sequence[str]) -> None:
        """Show other words."""
        self._words = words
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the words, and an ellipsis for those that have no room."""
        words = list(self._words)
        while words and cell_len("  ".join(words)) > self.size.width - 3:
            words.pop()
        more = [ELLIPSIS] if len(words) < len(self._words) else []
        self._text = "  ".join(words + more)
        return super().render_line(y)


KEYS = (
    "enter goes there  ^T ticks  ^G all  ^E sets  ^D deletes  ^S sorts  ^R reverses  "
    "tab completes  esc leaves"
)

AFTER = 0.15
"""Seconds without a key after which the table is rebuilt."""


MOST = 100_000
"""Annotations that are listed at most."""


COLUMNS = (
    Column("attributes", 24),
    Column("speaker", 14),
    Column("status", 9),
    Column("annotator", 10),
    Column("score", 6),
    Column("document", 20),
)


class ReviewDialog(Dialog[Annotation]):
    """Choose an annotation of any document, or tick several to set a value in or delete."""

    dialog_width = DialogWidth(96)

    def __init__(self, services: AppServices, session: Session) -> None:
        super().__init__(services, "Review", KEYS)
        self._session = session
        self._rows: list[Annotation] = []
        self._speakers: dict[str, str] = {}
        self._annotators: set[str] = set()
        self._asked = False
        """Whether the warning was shown how many annotations are deleted."""
        self._timer: Timer | None = None
        self.field: BidiInput
        self.choices: ReviewTable
        self.hint: Completions

    def body(self) -> Iterable[Widget]:
        """Return the filter, its completions, and the table."""
        self.field = BidiInput(placeholder="words, label:claim, missing:speaker …")
        self.hint = Completions(self.theme)
        self.choices = ReviewTable(self.theme, COLUMNS)
        yield self.field
        yield self.hint
        yield self.choices

    def on_mount(self) -> None:
        """Show the annotations that match."""
        self.choices.styles.height = self.room(1, fields=1)
        self.choices.can_focus = False
        self.set_focus(self.field)
        self._show_matches()
        self._show_completions()

    def on_field_widget_changed(self, event: FieldWidget.Changed) -> None:
        """Filter after a short pause in typing."""
        event.stop()
        self._show_completions()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(AFTER, self._show_matches)

    # ------------------------------------------------------------------- filter

    def _completions(self) -> list[str]:
        return completed(self.field.value, self._session.schema, sorted(self._annotators))

    def _show_completions(self) -> None:
        # Of `name:value` only the value: the name is already typed.
        ways = (one.partition(":") for one in self._completions())
        self.hint.offer([value or f"{name}:" for name, _, value in ways])

    def _complete(self) -> None:
        found = self._completions()
        if not found:
            return
        before, space, _ = self.field.value.rpartition(" ")
        self.field.value = before + space + found[0]
        self._show_completions()
        self._show_matches()

    # -------------------------------------------------------------------- table

    def _show_matches(self) -> None:
        self._timer = None
        session = self._session
        found = matching(session.store, session.schema, parse(self.field.value))
        self._rows = list(islice(found, MOST))
        self._annotators |= {row.annotator for row in self._rows}
        self._speakers = speakers(session.store, self._rows)
        self.choices.empty = "no annotation fits"
        self._show_rows(frozenset())

    def _show_rows(self, ticked: frozenset[str], place: int = 0) -> None:
        """Show the rows in the chosen order, with these ids ticked."""
        if self.choices.sorted_by:
            self._rows.sort(key=self._sort_key, reverse=self.choices.reverse)
        items = [_row_item(row, self._speakers.get(row.id, "")) for row in self._rows]
        self.choices.show(
            [
                replace(item, ticked=row.id in ticked)
                for row, item in zip(self._rows, items, strict=True)
            ],
            place,
        )
        self._show_counts()

    def _sort_key(self, row: Annotation) -> str:
        by = self.choices.sorted_by
        if by in ("label", "text"):
            return fold_text(row.label if by == "label" else row.text).casefold()
        titles = [column.title for column in COLUMNS]
        cells = _row_item(row, self._speakers.get(row.id, "")).cells
        return fold_text(cells[titles.index(by)]).casefold()

    def _show_counts(self, words: str = "") -> None:
        """Show the number of rows and ticks, and the keys or the last message."""
        count, ticked = len(self._rows), len(self._ticked())
        also = f", {ticked} ticked" if ticked else ""
        self.heading.set_text(f"Review: {count:,} {plural('annotation', count)}{also}")
        self._asked = False
        self.foot.set_text(words or KEYS)

    def key_pressed(self, key: str) -> None:
        """Move the selection, complete the filter, tick, sort, or change what is ticked."""
        done = {
            "tab": self._complete,
            "ctrl+t": self._tick,
            "ctrl+g": self._tick_all,
            "ctrl+s": self._sort_by_next,
            "ctrl+r": self._reverse_order,
            "ctrl+e": self._choose_value,
            "ctrl+d": self._delete,
        }.get(key)
        if done is not None:
            done()
        else:
            self.choices.move(key)

    # ---------------------------------------------------------- ticking, sorting

    def _ticked(self) -> list[Annotation]:
        pairs = zip(self._rows, self.choices.choices, strict=True)
        return [row for row, choice in pairs if choice.ticked]

    def _tick(self) -> None:
        self.choices.tick()
        self.choices.go(self.choices.place + 1)
        self._show_counts()

    def _tick_all(self) -> None:
        """Tick all lines; untick all if all are ticked."""
        all_ticked = len(self._ticked()) == len(self._rows)
        ids = frozenset() if all_ticked else frozenset(row.id for row in self._rows)
        self._show_rows(ids, self.choices.place)

    def on_review_table_ticked(self, event: ReviewTable.Ticked) -> None:
        """Update the counts."""
        event.stop()
        self._show_counts()

    def on_review_table_head_clicked(self, event: ReviewTable.HeadClicked) -> None:
        """Sort by the clicked column; reverse the order if it is already sorted by it."""
        event.stop()
        if event.column == self.choices.sorted_by:
            self._reverse_order()
        else:
            self._sort_by(event.column)

    def _sort_by_next(self) -> None:
        titles = ["label", "text", *(column.title for column in COLUMNS)]
        before = self.choices.sorted_by
        self._sort_by(titles[(titles.index(before) + 1) % len(titles)] if before else titles[0])

    def _reverse_order(self) -> None:
        if self.choices.sorted_by:
            self._sort_by(self.choices.sorted_by, reverse=not self.choices.reverse)

    def _sort_by(self, column: str, *, reverse: bool = False) -> None:
        self.choices.sorted_by, self.choices.reverse = column, reverse
        self._show_rows(frozenset(row.id for row in self._ticked()))

    # ------------------------------------------------------------ changing many

    def _delete(self) -> None:
        """Delete the ticked annotations, at the second request."""
        ticked = self._ticked()
        count = len(ticked)
        if not ticked:
            self._show_counts("nothing is ticked; ^T ticks a line")
        elif not self._asked:
            self._show_counts(
                f"^D again deletes {count} {plural('annotation', count)}; u undoes it"
            )
            self._asked = True
        else:
            self._change(lambda: bulk_edits.delete_all(self._session, ticked))

    def _choose_value(self) -> None:
        """Choose a value and set it on the ticked annotations."""
        ticked = self._ticked()
        if not ticked:
            self._show_counts("nothing is ticked; ^T ticks a line")
            return
        schema = self._session.schema
        values: dict[tuple[str, str], tuple[str, JSON]] = {}
        for label in dict.fromkeys(row.label for row in ticked):
            for attribute in schema.label(label).attributes:
                for option in attribute.options:
                    words = f"{attribute.name} {option.short_title}"
                    values[words, label] = attribute.name, option.value
                values[f"{attribute.name}: no value", label] = attribute.name, None
        choices = [ListItem(words, detail=label, label=label) for words, label in values]
        title = f"Set on {len(ticked)} {plural('annotation', len(ticked))}"

        def chosen(place: int | None) -> None:
            if place is not None:
                name, value = list(values.values())[place]
                self._change(lambda: bulk_edits.set_on_all(self._session, ticked, name, value))

        self.app.push_screen(ListDialog(self.services, title, choices), chosen)

    def _change(self, doing: Callable[[], StatusMessage]) -> None:
        try:
            words = doing().text
        except HashiyaError as error:
            words = str(error)
        place = self.choices.place
        self._show_matches()
        self.choices.go(place)
        self._show_counts(words)

    def on_field_widget_submitted(self, event: FieldWidget.Submitted) -> None:
        """Go to the selected annotation of the filtered table."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
            self._show_matches()
        self._choose()

    def on_choice_list_item_chosen(self, event: ChoiceList.ItemChosen) -> None:
        """Go to the clicked annotation."""
        event.stop()
        self._choose()

    def _choose(self) -> None:
        if self._rows:
            self.dismiss(self._rows[self.choices.place])


def _row_item(row: Annotation, speaker: str) -> ListItem:
    values = [
        f"{name} {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in row.attributes.items()
        if value not in ("", None, [])
    ]
    return ListItem(
        row.text,
        label=row.label,
        before=row.prefix,
        after=row.suffix + ELLIPSIS * (len(row.suffix) == CONTEXT),
        cells=(
            listed(values),
            speaker,
            row.status,
            row.annotator,
            score_shown(row.score),
            row.document_id,
        ),
    )
