"""The open document: whether it is done, and how it is shown.

The dialogs over all documents, and over a document that changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.errors import Busy, CannotWrite
from tui.keys.actions import Action
from tui.model import Annotation
from tui.session.messages import StatusMessage
from tui.session.todo import still_to_do
from tui.ui.commands.table import command
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.widgets.choices import ListItem

if TYPE_CHECKING:
    from tui.ui.dialogs.search_dialog import SearchChoice
    from tui.ui.reader_screen import ReaderScreen

# -------------------------------------------------------------------- bookmarks


@command("document.bookmark")
def _bookmark(screen: ReaderScreen, _: Action) -> StatusMessage:
    session = screen.session
    if session.info is None:
        return StatusMessage("no document is open", error=True)
    caret = session.open_text.caret
    marks = session.store.bookmarks.in_document(session.info.id, session.annotator)
    try:
        for mark in marks:
            if mark.offset == caret:
                session.store.bookmarks.remove(mark)
                return StatusMessage("bookmark removed")
        session.store.bookmarks.set(session.info.id, session.annotator, caret)
    except (Busy, CannotWrite) as error:
        return StatusMessage(f"bookmark not saved: {error}", error=True)
    return StatusMessage("bookmark set; m here again removes it")


@command("document.bookmarks")
def _bookmarks(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    session = screen.session
    if session.info is None:
        return StatusMessage("no document is open", error=True)
    marks = session.store.bookmarks.in_document(session.info.id, session.annotator)
    if not marks:
        return StatusMessage("no bookmarks here; m sets one")
    text = session.open_text.text

    def choice(offset: int, name: str) -> ListItem:
        percent = f"{100 * offset // max(len(text), 1)}%"
        return ListItem(name or text[offset : offset + 80], beside=percent)

    def chosen(place: int | None) -> None:
        if place is not None:
            session.moved()
            session.open_text.go_to(marks[place].offset)
            screen.show(None)

    choices = [choice(mark.offset, mark.name) for mark in marks]
    screen.app.push_screen(ListDialog("Bookmarks", choices), chosen)
    return None


# ------------------------------------------------------------------- guidelines


@command("view.guidelines")
def _guidelines(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    from tui.ui.dialogs.text_page import TextScreen

    name = screen.session.schema.guidelines
    if not name:
        return StatusMessage('the schema names no guidelines: guidelines = "guidelines.md"')
    path = Path(name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return StatusMessage(f"{path}: cannot be read: {error}", error=True)
    screen.app.push_screen(TextScreen(path.name, text))
    return None


@command("search")
def _search(screen: ReaderScreen, _: Action) -> None:
    from tui.ui.dialogs.search_dialog import SearchDialog

    def found(result: SearchChoice | None) -> None:
        if result is None:
            return
        said = screen.open_document(result.document_id)
        if said is None:
            session = screen.session
            session.search.look_for(result.query)
            session.search.first_from(result.offset)
            session.open_text.go_to(result.offset)
        screen.show(said)

    screen.app.push_screen(SearchDialog(screen.session), found)


@command("review")
def _review(screen: ReaderScreen, _: Action) -> None:
    from tui.ui.dialogs.review_table import ReviewDialog

    def chosen(row: Annotation | None) -> None:
        if row is not None:
            screen.show(screen.attempt(lambda: go_to(screen, row)))

    screen.app.push_screen(ReviewDialog(screen.session), chosen)


def go_to(screen: ReaderScreen, row: Annotation) -> StatusMessage | None:
    """Open the annotation's document at it; what to say."""
    session = screen.session
    said: StatusMessage | None = None
    if session.info is None or session.info.id != row.document_id:
        said = screen.open_document(row.document_id)
    if said is None and not session.mine(row) and not session.show_others:
        session.show_others = True
        session.load_annotations()
        said = StatusMessage(f"{row.annotator}'s annotation: all annotators' work is shown now")
    there = session.annotations.get(row.id)
    if there is not None and there.status not in ("orphaned", "rejected"):
        session.pin(there)
    return said


@command("document.done")
def _done(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    if screen.session.status == "done":
        return _open_next(screen)
    said = screen.session.set_status("done")
    screen.collection.forget_rows()
    left = still_to_do(screen.session)
    return (
        said
        if said.error or not left
        else StatusMessage(f"{said.text}; j goes to what is left: {left}")
    )


def _open_next(screen: ReaderScreen) -> StatusMessage | None:
    following = screen.collection.next_unfinished(screen.index.open_id)
    if following is None:
        return StatusMessage("every document is done")
    return screen.open_document(following)


@command("document.reopen")
def _reopen(screen: ReaderScreen, _: Action) -> StatusMessage:
    screen.collection.forget_rows()
    return screen.session.set_status("reading")


# ------------------------------------------------------------------------- view


@command("view.marks")
def _marks(screen: ReaderScreen, _: Action) -> StatusMessage:
    shown = not screen.session.open_text.options.marks
    _lay_out(screen, marks=shown)
    screen.app.remember("show_marks", shown)
    return StatusMessage("vowel marks shown" if shown else "vowel marks hidden")


@command("view.controls")
def _controls(screen: ReaderScreen, _: Action) -> StatusMessage:
    shown = not screen.session.open_text.options.controls
    _lay_out(screen, controls=shown)
    screen.app.remember("show_controls", shown)
    return StatusMessage("invisible controls shown" if shown else "invisible controls hidden")


def _lay_out(screen: ReaderScreen, **changes: bool) -> None:
    """Lay the text out with other options; the caret stays in view."""
    line = screen.article.caret_row - screen.article.top
    if screen.session.open_text.lay_out(**changes):
        screen.article.opened(at_line=line)


@command("view.direction")
def _direction(screen: ReaderScreen, _: Action) -> StatusMessage:
    line = screen.article.caret_row - screen.article.top
    said = screen.session.cycle_direction()
    screen.article.opened(at_line=line)
    return said


@command("view.narrower", "view.wider")
def _measure(screen: ReaderScreen, action: Action) -> StatusMessage:
    article = screen.article
    measure = article.measure + (4 if action.id == "view.wider" else -4)
    article.measure = max(20, min(measure, 200))
    article.lay_out()
    screen.app.remember("measure", article.measure)
    return StatusMessage(f"{article.text_width} cells wide, at most {article.measure}")


@command("view.others")
def _others(screen: ReaderScreen, _: Action) -> StatusMessage:
    session = screen.session
    session.show_others = not session.show_others
    session.load_annotations()
    screen.app.remember("show_others", session.show_others)
    return StatusMessage(
        "all annotators' work is shown" if session.show_others else "only one's own work"
    )
