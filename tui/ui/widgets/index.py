"""The pane that lists all documents of the database, one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.model import DocumentRow
from tui.session.collection import Collection
from tui.text.layout import fit, runs_rtl, tight
from tui.text.unicode import cell_len
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.pane import Pane, Runs, strip_of

STATUS_SIGNS = {"unread": "○", "reading": "◐", "done": "●"}
REVIEW_SIGNS = {"to review": "◇", "returned": "↻", "approved": "✓"}
"""The signs for the state of a document's review, shown after its status."""

CHANGED_SIGN = "!"
"""Shown instead of the status if the source has another text than was annotated."""

LEAST_TITLE = 12
"""Cells that a title keeps; counts that leave fewer are not shown."""


class Index(Pane):
    """The pane that lists the documents."""

    class DocumentChosen(Message):
        """A document is to be opened."""

        def __init__(self, document_id: str) -> None:
            super().__init__()
            self.document_id = document_id

    def __init__(self, collection: Collection, theme: ThemeStyles) -> None:
        super().__init__(theme, id="index")
        self.collection = collection
        self.place = 0
        """The document that the keys act on."""
        self.open_id = ""
        """The document that the article shows."""
        self.notes: Mapping[str, str] = {}
        """Texts that are shown instead of the counts of labels, by document."""

    def line_count(self) -> int:
        """Return the number of documents, one line each."""
        return len(self.collection)

    def head(self, width: int) -> list[Strip]:
        """Return the number of documents and the filter."""
        shown, total = len(self.collection), self.collection.total
        # The filter `all:` lists more than what is assigned.
        tail = f"{shown:,} of {total:,}" if shown < total else f"{shown:,}"
        title = "Index"
        if self.collection.filter:
            title = f"/{self.collection.filter}"
        elif self.collection.order != "id":
            title = f"Index by {self.collection.order}"
        return [self.title_strip(title, tail, width), self.rule_strip(width)]

    def line(self, index: int, width: int) -> Strip:
        """Return the line of a document: its state, its title, and the counts that fit."""
        row = self.collection.row(index)
        if row is None:
            return strip_of([], width)
        room = width - 1
        bar = ("▎" if row.id == self.open_id else " ", self.theme.accent)
        sign = (STATUS_SIGNS[row.status], self.theme.dim)
        if row.changed:
            sign = CHANGED_SIGN, self.theme.error
        reviewed = REVIEW_SIGNS.get(row.review or "", "")
        counts = self._counts(row, room - 2 - len(reviewed) - LEAST_TITLE)
        if self.notes:
            note = self.notes.get(row.id, "")
            counts = [(" ", self.theme.dim), (note, self.theme.accent)] if note else []
        left = room - 2 - len(reviewed) - sum(cell_len(text) for text, _ in counts)
        style = self.theme.title if row.status != "done" else self.theme.dim
        title = fit(row.title or row.id, left), style
        gap = " ", self.theme.dim
        signs: Runs = [bar, sign, (reviewed, self.theme.accent)]
        runs: Runs = [*signs, gap, title, *counts]
        if runs_rtl(row.title):
            runs = [*signs, *counts, gap, title]
        strip = strip_of(runs, width)
        if index == self.place and self.has_focus:
            strip = strip.apply_style(self.theme.chosen)
        return strip

    def _counts(self, row: DocumentRow, room: int) -> Runs:
        """Return the counts of the labels that fit, in their colours, and `+N` for the others.

        Where none fits it is the number of all.
        """
        gap = " ", self.theme.dim
        counts = list(self.theme.in_order(row.counts))
        chips = [f"{tight(self.theme.sign(label), 2)}{count}" for label, count in counts]
        for shown in range(len(chips), -1, -1):
            others = sum(count for _, count in counts[shown:])
            more = [f"+{others}" if shown else f"{others}"] if others else []
            if sum(cell_len(text) + 1 for text in (*chips[:shown], *more)) > room:
                continue
            styles = [self.theme.chip(label) for label, _ in counts[:shown]]
            runs: Runs = []
            for text, style in zip(
                [*chips[:shown], *more], [*styles, self.theme.dim], strict=False
            ):
                runs += [gap, (text, style)]
            return runs
        return []

    def go(self, place: int) -> None:
        """Select a document and keep it in view."""
        place = max(0, min(place, len(self.collection) - 1))
        before, self.place = self.place, place
        if not self.keep_in_view(place):
            for item in (before, place):
                self.refresh_lines(item, item + 1)

    def reload(self) -> None:
        """List the current documents; the selection and the view stay with their documents."""
        chosen, before = self.chosen_id, self.place
        self.collection.reload()
        place = self.collection.place_of(chosen) if chosen is not None else None
        if place is None:
            place = max(0, min(before, len(self.collection) - 1))
        self.place = place
        self.scroll_lines_to(self.top + place - before)
        self.refresh()

    def counts_changed(self, documents: Set[str]) -> None:
        """Show the new status and counts of these documents."""
        place = self.collection.place_of(self.open_id) if documents <= {self.open_id} else None
        if place is None:
            self.collection.forget_rows()
            self.refresh()
        else:
            self.collection.forget_row(place)
            self.refresh_lines(place, place + 1)

    def page(self) -> int:
        """The number of documents on one screen."""
        return max(self.body_height - 1, 1)

    @property
    def chosen_id(self) -> str | None:
        """The id of the selected document."""
        if not 0 <= self.place < len(self.collection):
            return None
        row = self.collection.row(self.place)
        return row.id if row else None

    def lines_if_empty(self) -> Sequence[str]:
        """Return the lines of an empty index."""
        if self.collection.filter:
            return ("nothing fits", "", "esc shows all")
        return ("no documents yet", "", "quit, and open some:", "hashiya FOLDER")

    def on_click(self, event: events.Click) -> None:
        """Open the clicked document."""
        line = self.top + event.y - self.head_height
        if event.y >= self.head_height and 0 <= line < len(self.collection):
            event.stop()
            self.go(line)
            if self.chosen_id:
                self.post_message(self.DocumentChosen(self.chosen_id))
