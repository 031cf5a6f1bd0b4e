"""The dialog of the comments on an annotation or on the document.

Comments are read, written, answered, resolved and deleted in it. Each of these is a command of its
own, so that `u` undoes one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from tui.errors import shorten
from tui.model import Annotation, Comment
from tui.session.commands import commenting
from tui.session.commands.commenting import Thread
from tui.session.messages import StatusMessage
from tui.session.session import Session
from tui.text.layout import DocumentLayout, LayoutOptions, flat, isolated, listed, tight
from tui.text.unicode import Direction
from tui.ui.dialogs.dialog import Dialog
from tui.ui.protocols import AppServices
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.pane import HeadlessPane, Runs, strip_of
from tui.ui.widgets.text_fields import BidiInput, FieldWidget

KEYS = "↑ ↓ move  enter answers  c comments  space resolves, opens again  x deletes  esc leaves"

WRITING = "enter saves  esc goes back"

ASK = "esc again discards what is typed; enter saves it"

INDENT = 4
"""Cells by which an answer is moved in."""

ON_TEXT = 40
"""Code points of the annotated text in the title, at most."""

Attempt = Callable[[Callable[[], StatusMessage | None]], StatusMessage | None]


def shown_time(stamp: str) -> str:
    """Return a time of the database, which is UTC, as this machine's clock shows it.

    What another program wrote and is no time is shown as it is.
    """
    try:
        when = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return when.astimezone().strftime("%Y-%m-%d %H:%M")


class ThreadRow(NamedTuple):
    """One comment in the list."""

    comment: Comment
    thread: Thread
    is_answer: bool


class ThreadList(HeadlessPane):
    """All comments of the threads, answers below what they answer; one comment is selected."""

    def __init__(self, theme: ThemeStyles, name_of: Callable[[str], str]) -> None:
        super().__init__(theme, id="threads")
        self._name_of = name_of
        self.rows: list[ThreadRow] = []
        self.place = 0
        """The comment that the keys act on."""
        self._lines: list[tuple[int, Strip]] = []
        self._laid_out = -1

    def show(self, threads: Iterable[Thread]) -> None:
        """Show these threads; the same comment stays selected, or else the same place."""
        chosen = self.chosen
        self.rows = [
            ThreadRow(row, thread, row is not thread.first)
            for thread in threads
            for row in (thread.first, *thread.answers)
        ]
        ids = [row.comment.id for row in self.rows]
        if chosen is not None and chosen.comment.id in ids:
            self.place = ids.index(chosen.comment.id)
        self.place = max(0, min(self.place, len(self.rows) - 1))
        self._laid_out = -1
        self.refresh()

    def go(self, place: int) -> None:
        """Select a comment."""
        self.place = max(0, min(place, len(self.rows) - 1))
        self.bring_into_view()
        self.refresh()

    def bring_into_view(self) -> None:
        """Scroll until the selected comment, or at least its beginning, is in view."""
        of_it = [at for at, (place, _) in enumerate(self._all_lines()) if place == self.place]
        if of_it:
            self.keep_in_view(of_it[-1])
            self.keep_in_view(of_it[0])

    @property
    def chosen(self) -> ThreadRow | None:
        """The selected comment, on which the keys act."""
        return self.rows[self.place] if 0 <= self.place < len(self.rows) else None

    def line_count(self) -> int:
        """Return the number of lines, with an empty one between threads."""
        return len(self._all_lines())

    def line(self, index: int, width: int) -> Strip:
        """Return one line, on another background if its comment is selected."""
        del width
        place, strip = self._all_lines()[index]
        return strip.apply_style(self.theme.chosen) if place == self.place else strip

    def _all_lines(self) -> list[tuple[int, Strip]]:
        width = max(self.size.width, 1)
        if self._laid_out != width:
            self._laid_out = width
            self._lines = []
            for place, row in enumerate(self.rows):
                if place and not row.is_answer:
                    self._lines.append((-1, Strip.blank(width)))
                self._lines += [(place, strip) for strip in self._strips(row, width)]
        return self._lines

    def _strips(self, row: ThreadRow, width: int) -> list[Strip]:
        """Return the lines of a comment: who wrote it and when, then its text."""
        one, indent = row.comment, INDENT if row.is_answer else 0
        room = max(width - indent, 1)
        when = shown_time(one.created_at)
        state = "resolved" if not row.is_answer and not row.thread.is_open else ""
        kind = "" if one.kind == "comment" else one.kind
        said = listed([fact for fact in (self._name_of(one.annotator), when, kind, state) if fact])
        pad = (" " * indent, Style())
        style = self.theme.dim if state else self.theme.accent
        lines: list[Runs] = [[pad, (tight(said, room, direction=Direction.LTR), style)]]
        if one.text:
            layout = DocumentLayout(one.text, LayoutOptions(width=room))
            layout.settle()
            text_style = Style() if row.thread.is_open else self.theme.dim
            rows = (layout.row(at) for at in range(layout.row_count))
            lines += [[pad, (painted.text(), text_style)] for painted in rows]
        return [strip_of(runs, width) for runs in lines]

    def on_resize(self) -> None:
        """Keep the selected comment in view."""
        self.bring_into_view()

    def on_click(self, event: events.Click) -> None:
        """Select the comment that was clicked."""
        index = self.top + event.y
        if 0 <= index < self.line_count() and self._all_lines()[index][0] >= 0:
            event.stop()
            self.go(self._all_lines()[index][0])


class CommentsDialog(Dialog[StatusMessage]):
    """The threads on an annotation or on the document, and a field for writing.

    The result is the message of the last change.
    """

    def __init__(
        self,
        services: AppServices,
        session: Session,
        annotation: Annotation | None,
        attempt: Attempt,
        *,
        writing: bool = False,
    ) -> None:
        """`annotation` is None for the document.

        The field has the focus at once with `writing`, or if there is no comment yet. What is
        written answers the last open thread, if there is one; saving then closes the dialog.
        """
        super().__init__(services, _title(annotation), KEYS)
        self._session = session
        self._annotation = annotation
        self._attempt = attempt
        self._writing = writing
        self._answers: Comment | None = None
        """The comment that is being answered; None for a new comment."""
        self._said: StatusMessage | None = None
        self._asked = False
        self.threads: ThreadList
        self.field: BidiInput

    def body(self) -> Iterable[Widget]:
        """Return the threads and the field."""
        self.threads = ThreadList(self.theme, self._session.name_of)
        self.field = BidiInput(placeholder="")
        yield self.threads
        yield self.field

    def on_mount(self) -> None:
        """Select the last open thread; begin to write if there is none."""
        self._show_threads()
        opened = [at for at, row in enumerate(self.threads.rows) if row.thread.is_open]
        if opened:
            self.threads.place = opened[-1]
        self._writing = self._writing or not self.threads.rows
        if self._writing:
            self._begin_writing(self.threads.chosen if opened else None)
        else:
            self._focus_list()

    # -------------------------------------------------------------------- modes

    def _show_threads(self) -> None:
        current = self._annotation
        if current is not None:
            current = self._session.annotations.get(current.id) or current
        self.threads.show(commenting.threads(self._session, current))
        # How many lines they take depends on the width, which is known after the first layout.
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Make the list as high as its lines, if there is room."""
        self.threads.styles.height = max(min(self.threads.line_count(), self.room(fields=1)), 1)
        self.call_after_refresh(self.threads.bring_into_view)

    def _focus_list(self) -> None:
        """Give the list the focus, so that keys act on it."""
        self.field.placeholder = "c writes a comment, enter an answer"
        self.field.refresh()
        self.set_focus(self.threads)
        self.foot.set_text(KEYS)

    def _begin_writing(self, row: ThreadRow | None) -> None:
        """Begin an answer to a thread, or a new comment."""
        self._answers = row.thread.first if row is not None else None
        name = self._session.name_of(self._answers.annotator) if self._answers else ""
        self.field.placeholder = f"answer to {isolated(name)}" if name else "comment"
        self.field.refresh()
        self.set_focus(self.field)
        self.foot.set_text(WRITING)

    # --------------------------------------------------------------------- keys

    def key_pressed(self, key: str) -> None:
        """Move, answer, comment, resolve or delete."""
        threads = self.threads
        page = max(threads.body_height // 3, 1)
        moves = {"up": -1, "down": 1, "pageup": -page, "pagedown": page,
                 "home": -len(threads.rows), "end": len(threads.rows)}  # fmt: skip
        row = threads.chosen
        if key in moves:
            threads.go(threads.place + moves[key])
        elif key == "c":
            self._begin_writing(None)
        elif row is None:
            return
        elif key == "enter":
            self._begin_writing(row)
        elif key == "space":
            self._perform(lambda: commenting.toggle_resolved(self._session, row.thread))
        elif key in ("x", "delete"):
            self._perform(lambda: commenting.delete(self._session, row.comment))

    def on_field_widget_submitted(self, event: FieldWidget.Submitted) -> None:
        """Save what was written."""
        event.stop()
        said = self._add(event.value)
        if said is not None and not said.failed:
            if self._writing:
                self.dismiss(said)
                return
            self.threads.go(self._last_written_place())
            self._focus_list()
            self.foot.set_text(said.text)

    def _add(self, text: str) -> StatusMessage | None:
        """Save a comment or an answer, and empty the field if that is done."""
        said = self._perform(
            lambda: commenting.add(self._session, self._annotation, text, answers=self._answers)
        )
        if said is not None and not said.failed:
            self.field.value = ""
        return said

    def _last_written_place(self) -> int:
        """Return the place of the comment that was written last."""
        stamps = [row.comment.id for row in self.threads.rows]
        return stamps.index(max(stamps)) if stamps else 0

    def on_field_widget_changed(self, event: FieldWidget.Changed) -> None:
        """Forget the warning: leaving asks again."""
        event.stop()
        self._asked = False

    def _perform(self, doing: Callable[[], StatusMessage]) -> StatusMessage | None:
        said = self._attempt(doing)
        if said is not None:
            self._said = said
            self.foot.set_text(said.text)
        self._show_threads()
        return said

    def on_field_widget_cancelled(self, event: FieldWidget.Cancelled) -> None:
        """Go from the field to the list; from an empty list, leave."""
        event.stop()
        event.prevent_default()  # the base class would leave as well
        self._asked, self._writing = False, False
        if self.threads.rows:
            self._focus_list()
        else:
            self.leave("escape")

    def keep_typed(self) -> None:
        """Save the comment that is being written."""
        if self.field.value.strip():
            self._add(self.field.value)

    def leave(self, key: str) -> None:
        """Close the dialog: save what was typed on ctrl+q, ask once on escape."""
        if self.field.value.strip() and key == "ctrl+q":
            self._add(self.field.value)
            if self.field.value:
                return
        elif self.field.value.strip() and not self._asked:
            self._asked = True
            self.foot.set_text(ASK)
            return
        self.dismiss(self._said)


def _title(annotation: Annotation | None) -> str:
    if annotation is None:
        return "Comments on the document"
    text = shorten(flat(annotation.shown_text), ON_TEXT)
    return f"Comments on {annotation.label} {isolated(text)}"
