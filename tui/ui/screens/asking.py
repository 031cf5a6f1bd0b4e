"""The one-line field at the foot: finding in the article, filtering the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.session.session import Said
from tui.text.line import isolated
from tui.ui.actions import Scope

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen


class Finding:
    """What the field does while it looks for something in the article."""

    placeholder = "find: folded for spelling; in quotation marks, exactly"
    keys = (("enter", "first match"), ("esc", "end"))

    def __init__(self, screen: MainScreen) -> None:
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

    def submitted(self) -> Said | None:
        """Go to the first match from the caret on."""
        session = self._screen.session
        match = session.search.first_from(session.reading.caret)
        self._screen.focus_pane(Scope.ARTICLE)
        if match is None:
            query = session.search.query
            session.search.clear()
            return Said(f"nothing found for {isolated(query)}") if query else None
        session.moved()
        session.reading.go_to(match.start)
        return None

    def cancelled(self) -> None:
        """End the search."""
        self._screen.session.search.clear()
        self._screen.article.refresh()
        self._screen.focus_pane(Scope.ARTICLE)


class Filtering:
    """What the field does while it filters the index."""

    placeholder = "filter: words of title or id; label:claim status:done by:NAME changed:"
    keys = (("enter", "keep"), ("esc", "show all"))

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen

    @property
    def value(self) -> str:
        """What the field begins with."""
        return self._screen.collection.filter

    def changed(self, value: str) -> None:
        """Show the documents that fit while it is typed."""
        self._screen.collection.set_filter(value)
        self._screen.index.top = 0
        self._screen.index.go(0)
        self._screen.index.refresh()

    def submitted(self) -> Said | None:
        """Keep the filter and go to the list."""
        self._screen.focus_pane(Scope.INDEX)
        return None

    def cancelled(self) -> None:
        """Show all documents again."""
        self._screen.collection.set_filter("")
        self._screen.index.go(self._screen.collection.place_of(self._screen.index.open_id) or 0)
        self._screen.index.refresh()
        self._screen.focus_pane(Scope.INDEX)


Asking = Finding | Filtering
