"""The reader's screen: three panes, and the way from a key to what it does.

What is seen of the open document: opened where it was left, then shown as the session has it.

Leaving the reader without losing what is not saved yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from tui.errors import Busy, CannotWrite, Conflict, HashiyaError, StoreError
from tui.keys.actions import Action, Scope
from tui.model import Annotation
from tui.session.collection import Collection
from tui.session.messages import StatusMessage
from tui.session.session import Session
from tui.text.layout.document_layout import LayoutOptions
from tui.text.unicode.bidi import Direction
from tui.ui.pending_action import KeysNow
from tui.ui.widgets.article import Article
from tui.ui.widgets.index import Index
from tui.ui.widgets.panes import Panes
from tui.ui.widgets.sidebar import Sidebar
from tui.ui.widgets.status_bar import KeyBar, StatusLine, pace

if TYPE_CHECKING:
    from tui.config import Settings
    from tui.ui.app import HashiyaApp
    from tui.ui.pending_action import Waiting
    from tui.ui.widgets.prompt import Asking, AskingField


class Leaving:
    """Quits; where something is not saved yet, only when asked again."""

    def __init__(self, app: HashiyaApp) -> None:
        self._app = app
        self._warned = 0
        """How often leaving with what is unsaved now was warned of."""

    def saved(self) -> None:
        """What was unsaved is no more, and the warnings with it."""
        self._warned = 0

    def leave(self) -> StatusMessage | None:
        """Quit; where something is not saved yet, the second time: then a file keeps it."""
        session = self._app.session
        session.retry()
        if session.saver.waiting and not self._warned:
            self._warned = 1
            return StatusMessage("quit again, and a file keeps what is not saved", error=True)
        try:
            self._app.farewell = session.finish()
        except StoreError as error:
            if self._warned < 2:
                self._warned = 2
                return StatusMessage(f"quit again to lose it: {error}", error=True)
        self._app.exit()
        return None


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
        self._shown_text = session.open_text

    def open(self, document_id: str) -> StatusMessage | None:
        """Show a document in the article where it was left; what to say where it cannot be."""
        try:
            self._session.open(document_id, self._options())
        except HashiyaError as error:
            return StatusMessage(str(error), error=True)
        collection = self._index.collection
        self._index.open_id = document_id
        self._index.go(collection.place_of(document_id) or 0)
        collection.forget_rows()
        self._shown_text = self._session.open_text
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
        if session.open_text is not self._shown_text:
            self._shown_text = session.open_text
            self._article.opened()
        if session.version != self._shown_version:
            self._shown_version = session.version
            self._index.collection.forget_rows()
            self._article.notes_changed()
            self._index.refresh()
        if session.info is not None:
            self._article.follow_caret()
        self._sidebar.show_current()


SETTLE_EVERY, SETTLE_FOR = 0.02, 0.004
"""Seconds between two slices of counting rows, and of one slice."""


WATCH_EVERY = 0.5
"""Seconds between two looks at what other programs wrote."""


class ReaderScreen(Screen[None]):
    """Index, article, sidebar, and the two lines at the foot."""

    app: HashiyaApp

    def __init__(self, session: Session, collection: Collection) -> None:
        super().__init__()
        self.session = session
        self.collection = collection
        self.leaving = Leaving(self.app)
        self._field: AskingField | None = None
        self._began = time.monotonic()

    # ----------------------------------------------------------------- compose

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        look, settings = self.app.look, self.app.settings
        self.index = Index(self.collection, look)
        self.article = Article(self.session, look)
        self.sidebar = Sidebar(self.session, look)
        self.panes = Panes(
            self.index, self.article, self.sidebar, settings, remember=self.app.remember
        )
        self.status = StatusLine(self.session, look)
        self.keybar = KeyBar(look)
        self.pending_action = KeysNow(self.session, self.app.keymap)
        self._view = DocumentView(self.session, settings, self.index, self.article, self.sidebar)
        yield self.panes
        yield self.status
        yield self.keybar

    def on_mount(self) -> None:
        """Open the first unfinished document; begin to watch."""
        settings = self.app.settings
        self.article.measure = settings.measure
        self.sidebar.by_label = settings.sidebar_order == "label"
        self.session.show_others = settings.show_others
        self.session.snap_to_words = settings.snap_to_words
        self._settling = self.set_interval(SETTLE_EVERY, self._settle, pause=True)
        self.show(self.attempt(self._open_first))
        alone = self.collection.total <= 1 and self.session.info is not None
        self.focus_pane(Scope.ARTICLE if alone or self.app.first_document else Scope.INDEX)
        if self.app.ask_annotator:
            self._say_that_the_login_is_shared()
        self._say_notices()
        self.call_after_refresh(_prepare)
        self.set_interval(WATCH_EVERY, self._watch)

    def _open_first(self) -> StatusMessage | None:
        first = self.app.first_document or self.collection.first_unfinished()
        return self.open_document(first, focus=False) if first is not None else None

    def _say_notices(self) -> None:
        """Show the first of what is to be said at the start, and how to see the others."""
        notices = self.app.notices
        if notices:
            more = f" (1 of {len(notices)}; ctrl+p, notices shows all)" if len(notices) > 1 else ""
            self.status.say(StatusMessage(notices[0] + more))

    def _say_that_the_login_is_shared(self) -> None:
        """Say which key changes the name; the login is kept as the name, so this is said once."""
        name = self.session.annotator
        self.app.notices.insert(0, f"{name} is a shared login: f2 says who you are")
        self.app.remember("annotator", name)

    def on_resize(self) -> None:
        """Show the panes that fit."""
        self.panes.fit()
        self.update_foot()

    # ------------------------------------------------------------------- panes

    @property
    def scope(self) -> Scope:
        """The pane whose keys count."""
        return self.panes.scope

    def focus_pane(self, scope: Scope) -> None:
        """Give a pane the focus; the foot shows its keys."""
        self.panes.focus_pane(scope)
        self.update_foot()

    # --------------------------------------------------------------------- keys

    def on_key(self, event: events.Key) -> None:
        """Find what the key does in the pane that has the focus, and do it."""
        key = self.app.keyboard.pressed(event.key, event.character)
        event.stop()
        event.prevent_default()
        said = self.attempt(lambda: self.pending_action.take(key, self.scope))
        if said is not None:
            self.show(said)
            return
        action = self.app.keymap.lookup(self.scope, key)
        if action is None:
            self.show(StatusMessage(f"{key} does nothing here; ? shows the keys"))
        else:
            self.perform(action)

    def perform(self, action: Action) -> None:
        """Do an action and show what came of it."""
        from tui.ui.commands import perform

        self.pending_action.cancel_pending(action)
        self.show(self.attempt(lambda: perform(self, action)))

    def attempt(self, doing: Callable[[], StatusMessage | None]) -> StatusMessage | None:
        """Do something that reads or writes; what to say, also where the database refuses."""
        try:
            return doing()
        except (Conflict, Busy, CannotWrite) as error:
            return StatusMessage(f"not done: {error}", error=True)
        except HashiyaError as error:
            return StatusMessage(str(error), error=True)

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A key of the foot was clicked."""
        self.perform(event.action)

    def show(self, said: StatusMessage | None) -> None:
        """Show what happened: the news, the caret, the notes."""
        if said is not None:
            self.status.say(said)
        elif self.status.said.text:
            self.status.say(StatusMessage(""))
        self._view.update()
        self.update_foot()

    def update_foot(self) -> None:
        """Paint the two lines at the foot anew."""
        place = self.collection.place_of(self.index.open_id) if self.index.open_id else None
        if place is not None and self.collection.total > 1:
            self.status.place = f"document {place + 1:,} of {len(self.collection):,}"
        self.status.extra = self._pace()
        self.status.update()
        asking = self._field.asking if self._field is not None else None
        offer = asking.keys if asking is not None else self.pending_action.offered(self.scope)
        self.keybar.show(self.app.keymap.footer(self.scope), offer)

    def _pace(self) -> str:
        """Time in session, and annotations per hour once there are some."""
        return pace(time.monotonic() - self._began, self.session.made)

    # ------------------------------------------------------- asking and waiting

    def ask(self, asking: Asking) -> None:
        """Open the field at the foot."""
        if self._field is None:
            from tui.ui.widgets.prompt import AskingField

            self._field = AskingField(self)
            self.mount(self._field, before=self.status)
        self._field.ask(asking)
        self.set_focus(self._field)
        self.update_foot()

    def wait_for(self, waiting: Waiting) -> None:
        """Let `enter` carry something out in the article, and `escape` leave it."""
        self.pending_action.waiting = waiting
        self.focus_pane(Scope.ARTICLE)

    # ---------------------------------------------------------------- documents

    def open_document(self, document_id: str, *, focus: bool = True) -> StatusMessage | None:
        """Show a document in the article where it was left."""
        self.pending_action.waiting = None
        refusal = self._view.open(document_id)
        if refusal is not None:
            return refusal
        if focus:
            self.focus_pane(Scope.ARTICLE)
        if self.session.has_misplaced:
            from tui.ui.commands.reanchoring import preview_change

            return preview_change(self)
        return None

    def on_index_chosen(self, event: Index.Chosen) -> None:
        """A document was clicked."""
        self.show(self.open_document(event.document_id))

    # ------------------------------------------------------------------- notes

    def acting_on(self) -> Annotation | None:
        """The annotation that a command acts on, in the article or the sidebar."""
        if self.scope is Scope.SIDEBAR and self.sidebar.chosen:
            return self.session.annotations.get(self.sidebar.chosen)
        return self.session.current

    def go_to_annotation(self, id: str) -> None:
        """Move the article to an annotation."""
        found = self.session.annotations.get(id) if id else None
        if found is not None and found.status != "orphaned":
            self.session.pin(found)

    def on_sidebar_chosen(self, event: Sidebar.Chosen) -> None:
        """An annotation was clicked."""
        self.go_to_annotation(event.annotation)
        self.focus_pane(Scope.ARTICLE if event.enter else Scope.SIDEBAR)
        self.show(None)

    def on_article_pointed(self, event: Article.Pointed) -> None:
        """The mouse put the caret somewhere, or selected up to there."""
        reading = self.session.open_text
        self.session.moved()
        if self.scope is not Scope.ARTICLE:
            self.focus_pane(Scope.ARTICLE)
        if event.clicks == 1:
            reading.go_to(event.offset, extend=event.extend)
        else:
            from tui.text.language.natural_spans import sentence_at, word_at

            at = word_at if event.clicks == 2 else sentence_at
            span = at(reading.text, event.offset)
            if span is not None:
                reading.select(span)
        self.show(None)

    # -------------------------------------------------------------------- timers

    def on_article_laid(self) -> None:
        """The rows of the text are others than before: count them."""
        self._settling.resume()

    def _settle(self) -> None:
        if not self.article.settle(SETTLE_FOR):
            self._settling.pause()

    def _watch(self) -> None:
        news = self.attempt(self._look)
        if news is not None:
            self.show(news)

    def _look(self) -> StatusMessage | None:
        """Save what waits, take in what others wrote; None where there was neither."""
        news = self.session.retry()
        if news is not None:
            self.leaving.saved()
        before = self.session.info
        if not self.session.sync_external_changes() and news is None:
            return None
        self.index.reload()
        if news is None and before != self.session.info:
            from tui.session.changed_text import meanwhile

            news = meanwhile(before, self.session.info)
        return news or self.status.said


def _prepare() -> None:
    """Import what the first key needs, now that there is something to read."""
    import tui.ui.commands
    import tui.ui.pending_action  # noqa: F401
