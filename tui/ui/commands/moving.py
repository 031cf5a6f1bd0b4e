"""Moving the caret: by clusters, words, rows, and to what is annotated, found or to do.

Selecting: extending, widening, and moving the bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.actions import Action, Scope
from tui.session import tagging
from tui.session.messages import StatusMessage
from tui.session.todo import next_todo
from tui.text.layout.single_line import isolated
from tui.ui.commands.table import command, last_part

if TYPE_CHECKING:
    from tui.ui.reader_screen import ReaderScreen


class FindPrompt:
    """What the field does while it looks for something in the article."""

    placeholder = "find: folded for spelling; in quotation marks, exactly"
    keys = (("enter", "first match"), ("esc", "end"))

    def __init__(self, screen: ReaderScreen) -> None:
        self._screen = screen

    @property
    def value(self) -> str:
        """What the field begins with."""
        return self._screen.session.search.query

    def changed(self, value: str) -> None:
        """Show all matches while the query is typed."""
        self._screen.session.search.look_for(value)
        self._screen.article.refresh()
        self._screen.update_foot()

    def submitted(self) -> StatusMessage | None:
        """Go to the first match from the caret on."""
        session = self._screen.session
        match = session.search.first_from(session.open_text.caret)
        self._screen.focus_pane(Scope.ARTICLE)
        if match is None:
            query = session.search.query
            session.search.clear()
            return StatusMessage(f"nothing found for {isolated(query)}") if query else None
        session.moved()
        session.open_text.go_to(match.start)
        return None

    def cancelled(self) -> None:
        """End the search."""
        self._screen.session.search.clear()
        self._screen.article.refresh()
        self._screen.focus_pane(Scope.ARTICLE)


@command(
    "select.left", "select.right", "select.word_left", "select.word_right", "select.up",
    "select.down", "select.row_start", "select.row_end",
)  # fmt: skip
def _extend(screen: ReaderScreen, action: Action) -> None:
    screen.session.moved()
    screen.session.open_text.move(last_part(action), extend=True)


@command("select.toggle")
def _toggle(screen: ReaderScreen, _: Action) -> StatusMessage:
    extending = screen.session.open_text.toggle_extending()
    return StatusMessage("selecting: every move extends" if extending else "selection ends here")


@command("select.widen")
def _widen(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    screen.session.moved()
    return None if screen.session.open_text.widen() else StatusMessage("nothing wider")


@command("select.narrow")
def _narrow(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    screen.session.moved()
    return None if screen.session.open_text.narrow() else StatusMessage("nothing narrower")


@command("select.drop")
def _drop(screen: ReaderScreen, _: Action) -> StatusMessage | None:
    session = screen.session
    if screen.pending_action.waiting is not None:
        return screen.pending_action.decide(carry_out=False)
    if not session.open_text.drop() and session.search.active:
        session.search.clear()
    return StatusMessage("")


@command("bound.start_in", "bound.start_out", "bound.end_out", "bound.end_in")
def _bound(screen: ReaderScreen, action: Action) -> StatusMessage | None:
    return tagging.move_bound(screen.session, last_part(action))


@command(
    "move.left", "move.right", "move.word_left", "move.word_right", "move.next_word",
    "move.previous_word", "move.up", "move.down", "move.row_start", "move.row_end", "move.first",
    "move.last", "move.previous_sentence", "move.next_sentence", "move.previous_paragraph",
    "move.next_paragraph", "move.next_quotation", "move.previous_quotation",
)  # fmt: skip
def _move(screen: ReaderScreen, action: Action) -> None:
    screen.session.moved()
    screen.session.open_text.move(last_part(action))


@command("move.page_up", "move.page_down")
def _page(screen: ReaderScreen, action: Action) -> None:
    article = screen.article
    rows = max(article.body_height - 1, 1) * (1 if action.id == "move.page_down" else -1)
    screen.session.moved()
    screen.session.open_text.move_rows(rows)
    article.scroll_lines_to(article.top + rows)


@command("find")
def _find(screen: ReaderScreen, _: Action) -> None:
    screen.ask(FindPrompt(screen))


@command("move.next_todo", "move.previous_todo")
def _todo(screen: ReaderScreen, action: Action) -> StatusMessage:
    found = next_todo(screen.session, forward=action.id == "move.next_todo")
    if found is None:
        return StatusMessage("nothing is left to do here")
    annotation, why = found
    screen.session.pin(annotation)
    return StatusMessage(why)


@command("move.next_annotation", "move.previous_annotation")
def _next_annotation(screen: ReaderScreen, action: Action) -> StatusMessage | None:
    session = screen.session
    forward = action.id == "move.next_annotation"
    caret = session.open_text.caret
    if session.search.active:
        match = session.search.step(1 if forward else -1, caret)
        if match is not None:
            session.moved()
            session.open_text.go_to(match.start)
        return None
    found = session.annotations.adjacent(caret, session.current, forward=forward)
    if found is None:
        return StatusMessage(f"no annotation {'after' if forward else 'before'} this place")
    session.pin(found)
    return None
