"""Commands that move the caret, select, and find text in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.bindings import Action, Scope
from tui.session import commands
from tui.session.messages import StatusMessage
from tui.text.layout import isolated
from tui.ui.commands import command

if TYPE_CHECKING:
    from tui.ui.protocols import Reader


class FindPrompt:
    """The prompt for a text to find in the document."""

    placeholder = "find: folded for spelling; in quotation marks, exactly"
    keys = (("enter", "next match"), ("esc", "end"))

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @property
    def value(self) -> str:
        """The text the prompt begins with."""
        return self._reader.session.search.query

    def changed(self, value: str) -> None:
        """Show all matches while the query is typed."""
        self._reader.session.search.look_for(value)
        self._reader.article.refresh()
        self._reader.update_foot()

    def submitted(self) -> StatusMessage | None:
        """Go to the first match at or after the caret."""
        session = self._reader.session
        match = session.search.first_from(session.open_text.caret)
        self._reader.focus_pane(Scope.ARTICLE)
        if match is None:
            query = session.search.query
            session.search.clear()
            return StatusMessage(f"nothing found for {isolated(query)}") if query else None
        session.unpin()
        session.open_text.go_to(match.start)
        return StatusMessage("n and N go through the matches, escape ends")

    def cancelled(self) -> StatusMessage:
        """End the search."""
        self._reader.session.search.clear()
        self._reader.article.refresh()
        self._reader.focus_pane(Scope.ARTICLE)
        return StatusMessage("search ended")


@command("select")
def _extend_selection(reader: Reader, action: Action) -> None:
    reader.session.unpin()
    reader.session.open_text.move(action.argument, extend=True)


@command("select.toggle")
def _toggle_extending(reader: Reader, _: Action) -> StatusMessage:
    extending = reader.session.open_text.toggle_extending()
    return StatusMessage("selecting: every move extends" if extending else "selection ends here")


@command("select.widen")
def _widen_selection(reader: Reader, _: Action) -> StatusMessage | None:
    reader.session.unpin()
    return None if reader.session.open_text.widen() else StatusMessage("nothing wider")


@command("select.narrow")
def _narrow_selection(reader: Reader, _: Action) -> StatusMessage | None:
    reader.session.unpin()
    return None if reader.session.open_text.narrow() else StatusMessage("nothing narrower")


@command("select.drop")
def _drop_selection(reader: Reader, _: Action) -> StatusMessage | None:
    session = reader.session
    if reader.pending.current is not None:
        return reader.pending.end(finish=False)
    if session.open_text.deselect():
        return StatusMessage("selection dropped")
    if session.search.active:
        session.search.clear()
        return StatusMessage("search ended")
    return StatusMessage("nothing is selected")


@command("bound")
def _move_bound(reader: Reader, action: Action) -> StatusMessage | None:
    return commands.tagging.move_bound(reader.session, action.argument)


_NO_QUOTATION = {
    "next_quotation": "no quotation after this place",
    "previous_quotation": "no quotation before this place",
}
"""The messages for moves that find nothing, by the name of the move."""


@command("move")
def _move(reader: Reader, action: Action) -> StatusMessage | None:
    reading = reader.session.open_text
    before = reading.caret
    reader.session.unpin()
    reading.move(action.argument, extend=_moves_select(reader))
    nothing = _NO_QUOTATION.get(action.argument)
    return StatusMessage(nothing) if nothing and reading.caret == before else None


def _moves_select(reader: Reader) -> bool:
    """Whether a plain move extends the selection, as it does while bounds are changed."""
    pending = reader.pending.current
    return pending is not None and pending.moves_select


@command("move.page")
def _move_page(reader: Reader, action: Action) -> None:
    article = reader.article
    rows = max(article.body_height - 1, 1) * (1 if action.argument == "down" else -1)
    reader.session.unpin()
    reader.session.open_text.move_rows(rows, extend=_moves_select(reader))
    article.scroll_lines_to(article.top + rows)


@command("find")
def _find(reader: Reader, _: Action) -> None:
    reader.ask(FindPrompt(reader))


@command("move.annotation")
def _next_annotation(reader: Reader, action: Action) -> StatusMessage | None:
    session = reader.session
    forward = action.argument == "next"
    caret = session.open_text.caret
    if session.search.active:
        match = session.search.step(1 if forward else -1, caret)
        if match is not None:
            session.unpin()
            session.open_text.go_to(match.start)
        return None
    found = session.annotations.adjacent(caret, session.current, forward=forward)
    if found is None:
        return StatusMessage(f"no annotation {'after' if forward else 'before'} this place")
    session.pin(found)
    return None
