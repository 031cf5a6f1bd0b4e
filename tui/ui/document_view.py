"""What is seen of the open document: opened where it was left, then shown as the session has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.errors import HashiyaError
from tui.session.session import Said, Session
from tui.text.bidi import Direction
from tui.text.layout import LayoutOptions

if TYPE_CHECKING:
    from tui.config import Settings
    from tui.ui.widgets.article import Article
    from tui.ui.widgets.index import Index
    from tui.ui.widgets.sidebar import Sidebar


class DocumentView:
    """Opens documents, and paints of the panes what the session has changed since."""

    def __init__(
        self,
        session: Session,
        settings: Settings,
        index: Index,
        article: Article,
        sidebar: Sidebar,
    ) -> None:
        self._session = session
        self._settings = settings
        self._index, self._article, self._sidebar = index, article, sidebar
        self._shown_version = -1
        self._shown_reading = session.reading

    def open(self, document_id: str) -> Said | None:
        """Show a document in the article where it was left; what to say where it cannot be."""
        try:
            self._session.open(document_id, self._options())
        except HashiyaError as error:
            return Said(str(error), error=True)
        collection = self._index.collection
        self._index.open_id = document_id
        self._index.go(collection.place_of(document_id) or 0)
        collection.forget_rows()
        self._shown_reading = self._session.reading
        self._article.opened()
        return None

    def _options(self) -> LayoutOptions:
        settings, article = self._settings, self._article
        return LayoutOptions(
            width=article.text_width if article.size.width else settings.measure,
            direction=Direction(settings.direction),
            marks=settings.show_marks,
            controls=settings.show_controls,
        )

    def update(self) -> None:
        """Show the text, the notes and the caret as the session has them now."""
        session = self._session
        if session.reading is not self._shown_reading:
            self._shown_reading = session.reading
            self._article.opened()
        if session.version != self._shown_version:
            self._shown_version = session.version
            self._index.collection.forget_rows()
            self._article.notes_changed()
            self._index.refresh()
        if session.info is not None:
            self._article.follow_caret()
        self._sidebar.show_current()
