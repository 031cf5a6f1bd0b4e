"""The full-text search: a field, and the documents that contain what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from textual.timer import Timer
from textual.widget import Widget

from tui.errors import StoreError
from tui.session.messages import plural
from tui.session.session import Session
from tui.store.search import MAX_SPANS, SearchHit
from tui.ui.dialogs.dialog import Dialog
from tui.ui.protocols import AppServices
from tui.ui.widgets.choice_list import ChoiceList, ListItem
from tui.ui.widgets.text_fields import BidiInput, FieldWidget

KEYS = "in quotation marks: exactly these words  enter opens  esc leaves"


AFTER = 0.15
"""Seconds without a key after which it is looked up."""


MOST = 200
"""Documents that are shown at most."""


@dataclass(frozen=True, slots=True)
class SearchChoice:
    """The document to open, the offset to go to, and the query to continue with."""

    document_id: str
    offset: int
    query: str


class SearchDialog(Dialog[SearchChoice]):
    """The dialog of the full-text search."""

    def __init__(self, services: AppServices, session: Session) -> None:
        super().__init__(services, "Search all documents", KEYS)
        self._session = session
        self._hits: list[SearchHit] = []
        self._timer: Timer | None = None
        self.field: BidiInput
        self.choices: ChoiceList

    def body(self) -> Iterable[Widget]:
        """Return the field and the hits."""
        self.field = BidiInput(placeholder="search")
        self.choices = ChoiceList(self.theme)
        self.choices.empty = "type what to look for"
        yield self.field
        yield self.choices

    def on_mount(self) -> None:
        """Give the field the focus."""
        self.choices.styles.height = self.room(fields=1)
        self.choices.can_focus = False
        self.set_focus(self.field)

    def on_field_widget_changed(self, event: FieldWidget.Changed) -> None:
        """Search after a short pause in typing."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(AFTER, self._look_up)

    def _look_up(self) -> None:
        query = self.field.value.strip()
        try:
            found = self._session.store.search(query, MOST) if query else iter(())
            self._hits = list(islice(found, MOST))
        except StoreError as error:
            self._hits = []
            self.foot.set_text(str(error))
        self.choices.empty = "nothing found" if query else "type what to look for"
        self.choices.show([_hit_item(hit) for hit in self._hits])
        if self._hits:
            more = "at least " if len(self._hits) == MOST else ""
            count = len(self._hits)
            self.foot.set_text(f"{more}{count} {plural('document', count)}; {KEYS}")

    def key_pressed(self, key: str) -> None:
        """Move the selection."""
        self.choices.move(key)

    def on_field_widget_submitted(self, event: FieldWidget.Submitted) -> None:
        """Open the selected document."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        if not self._hits:
            self._look_up()
        self._choose()

    def on_choice_list_item_chosen(self, event: ChoiceList.ItemChosen) -> None:
        """Open the clicked document."""
        event.stop()
        self._choose()

    def _choose(self) -> None:
        if self._hits:
            hit = self._hits[self.choices.place]
            offset = hit.spans[0].start if hit.spans else 0
            self.dismiss(SearchChoice(hit.document_id, offset, self.field.value.strip()))


def _hit_item(hit: SearchHit) -> ListItem:
    if not hit.spans:
        return ListItem(hit.snippet, detail=hit.document_id)
    start = hit.spans[0].start - hit.snippet_start
    end = min(hit.spans[0].end - hit.snippet_start, len(hit.snippet))
    times = f"{len(hit.spans)}{'+' if len(hit.spans) == MAX_SPANS else ''}×"
    return ListItem(
        hit.snippet[start:end],
        before=hit.snippet[:start],
        after=hit.snippet[end:],
        detail=f"{hit.document_id} {times}",
    )
