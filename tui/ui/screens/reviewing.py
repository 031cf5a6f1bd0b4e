"""Review: all annotations of all documents as a table."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from textual.timer import Timer
from textual.widget import Widget

from tui.annotations.model import Annotation
from tui.session.review import matching, parse
from tui.session.session import Session
from tui.text.line import listed
from tui.ui.screens.dialog import Dialog
from tui.ui.widgets.bidi_input import BidiInput
from tui.ui.widgets.choices import Choice, Choices

KEYS = "label: by: status: document: missing:speaker type:PERS, or words  enter goes there  esc"
AFTER = 0.15
"""Seconds without a key after which the table is made anew."""
MOST = 100_000
"""Annotations that are listed at most."""


class ReviewDialog(Dialog[Annotation]):
    """Choose an annotation of any document."""

    def __init__(self, session: Session, words: str = "") -> None:
        super().__init__("Review", KEYS)
        self._session = session
        self._words = words
        self._rows: list[Annotation] = []
        self._timer: Timer | None = None
        self.field: BidiInput
        self.choices: Choices

    def body(self) -> Iterable[Widget]:
        """The filter and the table."""
        self.field = BidiInput(self._words, placeholder="filter")
        self.choices = Choices(self.app.look)
        yield self.field
        yield self.choices

    def on_mount(self) -> None:
        """Show what fits."""
        self.query_one("#dialog").styles.width = "96%"
        self.query_one("#dialog").styles.max_width = "100%"
        self.choices.styles.height = max(self.app.size.height - 10, 3)
        self.choices.can_focus = False
        self.set_focus(self.field)
        self._list()

    def on_bidi_input_changed(self, event: BidiInput.Changed) -> None:
        """Filter when no key follows for a moment."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(AFTER, self._list)

    def _list(self) -> None:
        session = self._session
        found = matching(session.store, session.schema, parse(self.field.value))
        self._rows = list(islice(found, MOST))
        self.choices.empty = "no annotation fits"
        self.choices.show([self._choice(row) for row in self._rows])
        self.foot.say(f"{len(self._rows):,} annotations  {KEYS}")

    @staticmethod
    def _choice(row: Annotation) -> Choice:
        values = [str(value) for value in row.attributes.values() if value not in ("", None)]
        facts = [row.label, *values, "" if row.status == "accepted" else row.status]
        facts += [f"@{row.annotator}", row.document_id]
        return Choice(
            row.text,
            label=row.label,
            beside=listed(facts),
            before=row.prefix,
            after=row.suffix,
        )

    def key_pressed(self, key: str) -> None:
        """Move the bar."""
        self.choices.move(key)

    def on_bidi_input_submitted(self, event: BidiInput.Submitted) -> None:
        """Go to the annotation under the bar."""
        event.stop()
        self._take()

    def on_choices_taken(self, event: Choices.Taken) -> None:
        """A click goes there."""
        event.stop()
        self._take()

    def _take(self) -> None:
        if self._rows:
            self.dismiss(self._rows[self.choices.place])
