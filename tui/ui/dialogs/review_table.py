"""Review: a filtered table of the annotations of all documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.model import Annotation
from tui.session.messages import plural
from tui.session.review import completed, matching, parse
from tui.session.session import Session
from tui.text.layout import fit, listed
from tui.ui.dialogs.dialog import Caption, Dialog
from tui.ui.protocols import AppServices
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.choice_list import ChoiceList, ListItem, in_context
from tui.ui.widgets.pane import Runs, strip_of
from tui.ui.widgets.text_fields import BidiInput, FieldWidget


@dataclass(frozen=True, slots=True)
class Column:
    """A column of facts."""

    title: str
    cells: int
    """Its width."""


class Table(ChoiceList):
    """A list whose values (`ListItem.cells`) are in columns under a head.

    The first column holds the label, then comes the text; where the room is too small the last
    columns are left out first.
    """

    LABEL = 9
    LEAST = 24
    """Minimum cells for the text; columns that do not fit are left out."""

    def __init__(self, theme: ThemeStyles, columns: Sequence[Column]) -> None:
        super().__init__(theme)
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
        return [strip_of([(words, self.theme.dim)], width)]

    def line(self, index: int, width: int) -> Strip:
        """One line: its label, its text, its facts."""
        choice = self.choices[index]
        columns, room = self.shown(width)
        label = fit(choice.label, self.LABEL, align="left")
        runs: Runs = [(label, self.theme.chip(choice.label)), (" ", self.theme.dim)]
        runs += in_context(self.theme, choice, room)
        for column, value in zip(columns, choice.cells, strict=False):
            fact = fit(value, column.cells, align="left")
            runs.append((" " + fact, self.theme.dim))
        strip = strip_of(runs, width)
        return strip.apply_style(self.theme.chosen) if index == self.place else strip


KEYS = "↑ ↓ move  tab completes the filter  enter goes there  esc leaves"


AFTER = 0.15
"""Seconds without a key after which the table is rebuilt."""


MOST = 100_000
"""Annotations that are listed at most."""


COLUMNS = (
    Column("attributes", 24),
    Column("status", 9),
    Column("annotator", 10),
    Column("document", 20),
)


class ReviewDialog(Dialog[Annotation]):
    """Choose an annotation of any document."""

    def __init__(self, services: AppServices, session: Session, words: str = "") -> None:
        super().__init__(services, "Review", KEYS)
        self._session = session
        self._words = words
        self._rows: list[Annotation] = []
        self._annotators: set[str] = set()
        self._timer: Timer | None = None
        self.field: BidiInput
        self.choices: Table
        self.hint: Caption

    def body(self) -> Iterable[Widget]:
        """The filter, how it can go on, and the table."""
        self.field = BidiInput(self._words, placeholder="words, label:claim, missing:speaker …")
        self.hint = Caption(self.theme, "")
        self.choices = Table(self.theme, COLUMNS)
        yield self.field
        yield self.hint
        yield self.choices

    def on_mount(self) -> None:
        """Show what fits."""
        self.query_one("#dialog").styles.width = "96%"
        self.query_one("#dialog").styles.max_width = "100%"
        self.choices.styles.height = self.room(1, fields=1)
        self.choices.can_focus = False
        self.set_focus(self.field)
        self._list()
        self._suggest()

    def on_field_widget_changed(self, event: FieldWidget.Changed) -> None:
        """Filter when no key follows for a moment."""
        event.stop()
        self._suggest()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(AFTER, self._list)

    # ------------------------------------------------------------------- filter

    def _completions(self) -> list[str]:
        return completed(self.field.value, self._session.schema, sorted(self._annotators))

    def _suggest(self) -> None:
        # Of `name:value` only the value: the name is already typed.
        ways = (one.partition(":") for one in self._completions())
        self.hint.say("  ".join(value or f"{name}:" for name, _, value in ways))

    def _complete(self) -> None:
        found = self._completions()
        if not found:
            return
        before, space, _ = self.field.value.rpartition(" ")
        self.field.value = before + space + found[0]
        self._suggest()
        self._list()

    # -------------------------------------------------------------------- table

    def _list(self) -> None:
        self._timer = None
        session = self._session
        found = matching(session.store, session.schema, parse(self.field.value))
        self._rows = list(islice(found, MOST))
        self._annotators |= {row.annotator for row in self._rows}
        self.choices.empty = "no annotation fits"
        self.choices.show([_choice(row) for row in self._rows])
        count = len(self._rows)
        self.foot.say(f"{count:,} {plural('annotation', count)}  {KEYS}")

    def key_pressed(self, key: str) -> None:
        """Move the bar, or complete the filter."""
        if key == "tab":
            self._complete()
        else:
            self.choices.move(key)

    def on_field_widget_submitted(self, event: FieldWidget.Submitted) -> None:
        """Go to the annotation under the bar, of the table that the filter makes."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
            self._list()
        self._take()

    def on_choice_list_item_chosen(self, event: ChoiceList.ItemChosen) -> None:
        """A click goes there."""
        event.stop()
        self._take()

    def _take(self) -> None:
        if self._rows:
            self.dismiss(self._rows[self.choices.place])


def _choice(row: Annotation) -> ListItem:
    values = [
        ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for value in row.attributes.values()
        if value not in ("", None, [])
    ]
    return ListItem(
        row.text,
        label=row.label,
        before=row.prefix,
        after=row.suffix,
        cells=(listed(values), row.status, row.annotator, row.document_id),
    )
