"""Review: all annotations of all documents as a table."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from textual.timer import Timer
from textual.widget import Widget

from tui.annotations.model import Annotation
from tui.session.review import completed, matching, parse
from tui.session.session import Session, plural
from tui.text.line import listed
from tui.ui.screens.dialog import Caption, Dialog
from tui.ui.widgets.bidi_input import BidiInput
from tui.ui.widgets.choices import Choice, Choices
from tui.ui.widgets.table import Column, Table

KEYS = "↑ ↓ move  tab completes the filter  enter goes there  esc leaves"
AFTER = 0.15
"""Seconds without a key after which the table is made anew."""
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

    def __init__(self, session: Session, words: str = "") -> None:
        super().__init__("Review", KEYS)
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
        self.hint = Caption(self.app.look, "")
        self.choices = Table(self.app.look, COLUMNS)
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

    def on_bidi_input_changed(self, event: BidiInput.Changed) -> None:
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
        # Of pairs only the values: the name stands in the field already.
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

    def on_bidi_input_submitted(self, event: BidiInput.Submitted) -> None:
        """Go to the annotation under the bar, of the table that the filter makes."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
            self._list()
        self._take()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """A click goes there."""
        event.stop()
        self._take()

    def _take(self) -> None:
        if self._rows:
            self.dismiss(self._rows[self.choices.place])


def _choice(row: Annotation) -> Choice:
    values = [
        ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for value in row.attributes.values()
        if value not in ("", None, [])
    ]
    return Choice(
        row.text,
        label=row.label,
        before=row.prefix,
        after=row.suffix,
        cells=(listed(values), row.status, row.annotator, row.document_id),
    )
