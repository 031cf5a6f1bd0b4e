"""Commands on documents: suggestions, search, review, bookmarks, contents, status, guidelines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.choices import REVIEW_STATUSES
from tui.errors import Busy, CannotWrite
from tui.keys.bindings import Action, Scope
from tui.model import Annotation
from tui.session.commands import document_state
from tui.session.messages import NOTHING_OPEN, Level, StatusMessage
from tui.session.outline import ContentsEntry, contents, place_in
from tui.session.todo import still_to_do
from tui.text.layout import isolated
from tui.ui.commands import command
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.dialogs.review_table import ReviewDialog
from tui.ui.dialogs.search_dialog import SearchChoice, SearchDialog
from tui.ui.dialogs.text_page import TextScreen
from tui.ui.widgets.choice_list import ListItem

if TYPE_CHECKING:
    from tui.ui.protocols import Reader

INDENT = "\u00a0\u00a0"
"""Before a heading, for each level that it is below others."""

# -------------------------------------------------------------------- bookmarks


class BookmarkPrompt:
    """The prompt for the name of a new bookmark."""

    placeholder = "a name for the bookmark, or none"
    keys = (("enter", "sets the bookmark"), ("esc", "sets none"))
    value = ""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._name = ""

    def changed(self, value: str) -> None:
        """Remember what is typed."""
        self._name = value.strip()

    def submitted(self) -> StatusMessage:
        """Set the bookmark at the caret."""
        self._reader.focus_pane(Scope.ARTICLE)
        session = self._reader.session
        if session.info is None:
            return NOTHING_OPEN
        caret = session.open_text.caret
        try:
            session.store.bookmarks.set(session.info.id, session.annotator, caret, self._name)
        except (Busy, CannotWrite) as error:
            return StatusMessage(f"bookmark not saved: {error}", Level.ERROR)
        named = f" {isolated(self._name)}" if self._name else ""
        return StatusMessage(f"bookmark{named} set; m here again removes it")

    def cancelled(self) -> StatusMessage:
        """Set no bookmark."""
        self._reader.focus_pane(Scope.ARTICLE)
        return StatusMessage("no bookmark was set")


@command("document.bookmark")
def _toggle_bookmark(reader: Reader, _: Action) -> StatusMessage | None:
    session = reader.session
    if session.info is None:
        return NOTHING_OPEN
    marks = session.store.bookmarks.in_document(session.info.id, session.annotator)
    here = next((mark for mark in marks if mark.offset == session.open_text.caret), None)
    if here is None:
        reader.ask(BookmarkPrompt(reader))
        return None
    try:
        session.store.bookmarks.remove(here)
    except (Busy, CannotWrite) as error:
        return StatusMessage(f"bookmark not removed: {error}", Level.ERROR)
    return StatusMessage("bookmark removed")


@command("document.bookmarks")
def _list_bookmarks(reader: Reader, _: Action) -> StatusMessage | None:
    session = reader.session
    if session.info is None:
        return StatusMessage("no document is open", Level.ERROR)
    marks = session.store.bookmarks.in_document(session.info.id, session.annotator)
    if not marks:
        return StatusMessage("no bookmarks here; m sets one")
    text = session.open_text.text

    def choice(offset: int, name: str) -> ListItem:
        percent = f"{100 * offset // max(len(text), 1)}%"
        return ListItem(name or text[offset : offset + 80], detail=percent)

    def chosen(place: int | None) -> None:
        if place is not None:
            session.unpin()
            session.open_text.go_to(marks[place].offset)
            reader.show(None)

    choices = [choice(mark.offset, mark.name) for mark in marks]
    reader.open_dialog(ListDialog(reader.services, "Bookmarks", choices), chosen)
    return None


# --------------------------------------------------------------------- contents


@command("document.contents")
def _show_contents(reader: Reader, _: Action) -> StatusMessage | None:
    session = reader.session
    if session.info is None:
        return NOTHING_OPEN
    entries = contents(session.store, session.info, session.outline)
    if not entries:
        return StatusMessage("no headings here")

    def chosen(place: int | None) -> None:
        if place is not None:
            reader.show(reader.attempt(lambda: _go_to_entry(reader, entries[place])))

    choices = [ListItem(INDENT * entry.depth + entry.title) for entry in entries]
    here = place_in(entries, session.info.id, session.open_text.caret)
    reader.open_dialog(ListDialog(reader.services, "Contents", choices, place=here), chosen)
    return None


def _go_to_entry(reader: Reader, entry: ContentsEntry) -> StatusMessage | None:
    session = reader.session
    is_open = session.info is not None and session.info.id == entry.document_id
    said = None if is_open else reader.open_document(entry.document_id)
    if said is None:
        session.unpin()
        session.open_text.go_to(entry.offset)
        reader.article.opened(at_line=0)
    return said


# ------------------------------------------------------------------- guidelines


@command("view.guidelines")
def _show_guidelines(reader: Reader, _: Action) -> StatusMessage | None:
    name = reader.session.schema.guidelines
    if not name:
        return StatusMessage('no guidelines; guidelines = "FILE" in hashiya.toml names them')
    path = Path(name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return StatusMessage(f"{path}: cannot be read: {error}", Level.ERROR)
    reader.open_dialog(TextScreen(reader.services, path.name, text))
    return None


@command("suggest")
def _suggest(reader: Reader, _: Action) -> StatusMessage:
    """Suggest with the rules and name lists, and start the suggesters of the settings."""
    message = reader.suggestions.start()
    info, suggesters = reader.session.info, reader.services.suggesters
    if info is None or suggesters is None:
        return message
    asked = suggesters.start(info.id, reader.session.annotator)
    return message._replace(text=f"{message.text}; {asked.text}") if asked else message


@command("search")
def _search(reader: Reader, _: Action) -> None:
    def found(result: SearchChoice | None) -> None:
        if result is None:
            return
        said = reader.open_document(result.document_id)
        if said is None:
            session = reader.session
            session.search.look_for(result.query)
            session.search.first_from(result.offset)
            session.open_text.go_to(result.offset)
        reader.show(said)

    reader.open_dialog(SearchDialog(reader.services, reader.session), found)


@command("review")
def _review(reader: Reader, _: Action) -> None:
    def chosen(row: Annotation | None) -> None:
        if row is not None:
            reader.show(reader.attempt(lambda: go_to(reader, row)))

    reader.open_dialog(ReviewDialog(reader.services, reader.session), chosen)


def go_to(reader: Reader, row: Annotation) -> StatusMessage | None:
    """Open the annotation's document and go to it; return a message, if there is one."""
    session = reader.session
    said: StatusMessage | None = None
    if session.info is None or session.info.id != row.document_id:
        said = reader.open_document(row.document_id)
    if said is None and not session.mine(row) and not session.show_others:
        session.show_others = True
        session.load_annotations()
        said = StatusMessage(f"{row.annotator}'s annotation: all annotators' work is shown now")
    there = session.annotations.get(row.id)
    if there is not None and there.status not in ("orphaned", "rejected"):
        session.pin(there)
    return said


@command("document.done")
def _finish_document(reader: Reader, _: Action) -> StatusMessage | None:
    if reader.session.status == "done":
        return _open_next_unfinished(reader)
    said = document_state.set_status(reader.session, "done")
    reader.collection.forget_rows()
    if said.failed:
        return said
    left = still_to_do(reader.session)
    if left:
        return StatusMessage(f"{said.text}; j goes to what is left: {left}")
    more = reader.collection.next_unfinished(reader.index.open_id) is not None
    return StatusMessage(f"{said.text}; d opens the next") if more else said


def _open_next_unfinished(reader: Reader) -> StatusMessage | None:
    following = reader.collection.next_unfinished(reader.index.open_id)
    if following is None:
        return StatusMessage("every document is done")
    return reader.open_document(following)


@command("document.reopen")
def _reopen_document(reader: Reader, _: Action) -> StatusMessage:
    reader.collection.forget_rows()
    return document_state.set_status(reader.session, "reading")


@command("document.review")
def _set_review(reader: Reader, action: Action) -> StatusMessage:
    curators = reader.services.settings.curators
    if curators and reader.session.annotator not in curators:
        names = ", ".join(curators)
        return StatusMessage(f"only {names} may set the review here", Level.ERROR)
    state = next((one for one in REVIEW_STATUSES if one == action.argument), None)
    reader.collection.forget_rows()
    return document_state.set_review(reader.session, state)
