"""The reader's screen: it opens documents, passes messages between panes, and quits.

Work that is not saved yet is never lost by quitting without two warnings.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen, Screen

from tui.config import Settings
from tui.errors import Busy, CannotWrite, Conflict, HashiyaError, StoreError
from tui.keys.bindings import Action, Scope
from tui.keys.keymap import key_with_label
from tui.model import Annotation
from tui.session import commands as session_commands
from tui.session.collection import Collection
from tui.session.messages import Level, StatusMessage, message_after_sync
from tui.session.results import CommitResult
from tui.session.session import Session
from tui.text.layout import LayoutOptions
from tui.text.unicode import Direction
from tui.ui import commands
from tui.ui.mouse_selection import point
from tui.ui.pending_action import PendingAction, PendingActions
from tui.ui.suggestion_threads import SuggestionThreads
from tui.ui.widgets.article import Article
from tui.ui.widgets.index import Index
from tui.ui.widgets.panes import Panes
from tui.ui.widgets.sidebar import Sidebar
from tui.ui.widgets.status_bar import KeyBar, StatusLine, keys_for

if TYPE_CHECKING:
    from tui.ui.protocols import AppServices, Guide, Opening, Result
    from tui.ui.widgets.prompt import Prompt, PromptField

SETTLE_EVERY, SETTLE_FOR = 0.02, 0.004
"""Seconds between two slices of counting rows, and in one slice."""

WATCH_EVERY = 0.5
"""Seconds between two checks for changes by other programs."""


class Leaving:
    """Quits the reader; with unsaved work only at the second request, after writing it to a
    file."""

    def __init__(self, session: Session, services: AppServices) -> None:
        self._session = session
        self._services = services
        self._warned = 0
        """How many warnings were shown about the work that is unsaved now."""

    def saved(self) -> None:
        """Forget the warnings, since everything is saved."""
        self._warned = 0

    def leave(self) -> StatusMessage | None:
        """Quit, or return the warning that is shown first."""
        session = self._session
        session.retry()
        if session.saver.queued_count and not self._warned:
            self._warned = 1
            return StatusMessage("quit again to write the unsaved work into a file", Level.ERROR)
        try:
            farewell = session.finish()
        except StoreError as error:
            if self._warned < 2:
                self._warned = 2
                return StatusMessage(f"quit again to lose it: {error}", Level.ERROR)
            farewell = ""
        self._services.end(farewell)
        return None


class DocumentView:
    """Opens documents, and updates the panes after a change."""

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
        self._shown_text = session.open_text
        session.listener = self

    def open(self, document_id: str) -> StatusMessage | None:
        """Show a document where the annotator left it; return a message if that fails."""
        try:
            self._session.open(document_id, self._options())
        except HashiyaError as error:
            return StatusMessage(str(error), Level.ERROR)
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

    def annotations_changed(self, result: CommitResult) -> None:
        """Pass the changes of a command to the panes."""
        self._index.counts_changed(result.documents())
        self._article.annotations_changed(result)
        self._sidebar.rebuild()

    def annotations_reloaded(self) -> None:
        """Show all annotations again in the panes."""
        self._index.collection.forget_rows()
        self._index.refresh()
        self._article.refresh()
        self._sidebar.rebuild()

    def update(self) -> None:
        """Show the session's current text and caret."""
        session = self._session
        if session.open_text is not self._shown_text:
            self._shown_text = session.open_text
            self._article.opened()
        if session.info is not None:
            self._article.follow_caret()
        self._sidebar.show_current()


class ReaderScreen(Screen[None]):
    """The index, the article, the sidebar, and the two lines at the foot."""

    def __init__(
        self,
        services: AppServices,
        session: Session,
        collection: Collection,
        *,
        first_document: str | None = None,
        one_of_several: bool = False,
        opening: Opening | None = None,
        ask_annotator: bool = False,
        advice: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.services = services
        self.session = session
        self.collection = collection
        self._first_document = first_document
        """The document to open first; None: the first unfinished one."""
        self._is_chosen = first_document is not None and not one_of_several
        """Whether it was named itself, and not a file that contains it."""
        self._opening = opening
        self._ask_annotator = ask_annotator
        """Whether the annotator's name is only that of a login that several people share."""
        self._advice = advice
        """Advice that the article shows instead of its own while there is no document."""
        self.suggestions = SuggestionThreads(
            session, self.run_worker, self._do, lambda: self.index.reload()
        )
        self._leaving = Leaving(session, services)
        self._prompt: PromptField | None = None
        self._guide: Guide | None = None

    # ----------------------------------------------------------------- compose

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        theme, settings = self.services.theme_styles, self.services.settings
        self.index = Index(self.collection, theme)
        self.article = Article(self.session, theme)
        self.sidebar = Sidebar(self.session, theme)
        self.panes = Panes(
            self.index, self.article, self.sidebar, settings, remember=self.services.remember
        )
        self.status = StatusLine(self.session, theme)
        self.keybar = KeyBar(theme)
        self.pending = PendingActions(self.session, self.services.keymap)
        self._view = DocumentView(self.session, settings, self.index, self.article, self.sidebar)
        self.set_class(self.panes.mirrored, "mirrored")
        yield from self.panes.in_order
        yield self.status
        yield self.keybar

    def on_mount(self) -> None:
        """Open the first unfinished document, and begin to watch for changes."""
        settings = self.services.settings
        self.article.measure = settings.measure
        self.article.advice = self._advice or self.article.advice
        self.sidebar.by_label = settings.sidebar_order == "label"
        self.session.show_others = settings.show_others
        self.session.snap_to_words = settings.snap_to_words
        self.session.strip_article = settings.strip_article
        self.session.suggest_with = settings.suggest_with
        self.session.least_sure_first = settings.todo_order == "score"
        self._settling = self.set_interval(SETTLE_EVERY, self._settle, pause=True)
        begun = self.session.store.progress.has_begun(self.session.annotator)
        self._do(self._open_first)
        self.focus_pane(self._first_scope(begun))
        if self._ask_annotator:
            self._warn_of_shared_login()
        self._show_notices()
        self.call_after_refresh(commands.prepare)  # saves 10 ms at the start
        if self._opening is not None:
            self.call_after_refresh(self._begin_opening, self._opening)
        self.set_interval(WATCH_EVERY, self._watch)

    def _first_scope(self, begun: bool) -> Scope:
        """Return the pane that has the focus at the start.

        It is the index if a document must be chosen: when none is open, and at the annotator's
        first start with several documents, if the index is in view.
        """
        if self.session.info is None:
            return Scope.INDEX
        chosen = begun or self._is_chosen or self.collection.total <= 1
        return Scope.ARTICLE if chosen or not self.panes.index_fits else Scope.INDEX

    def _begin_opening(self, opening: Opening) -> None:
        self._do(lambda: opening(self))

    def _open_first(self) -> StatusMessage | None:
        first = self._first_document or self.collection.first_unfinished()
        return self.open_document(first, focus=False) if first is not None else None

    def _show_notices(self) -> None:
        """Show the first notice and how to see the others."""
        notices = self.services.notices
        if notices:
            more = f" (1 of {len(notices)}; ctrl+p, notices shows all)" if len(notices) > 1 else ""
            self.status.show_message(StatusMessage(notices[0] + more))

    def _warn_of_shared_login(self) -> None:
        """Add a notice naming the key that changes the name, once for this login."""
        name = self.session.annotator
        self.services.notices.insert(0, f"{name} is a shared login: f2 says who you are")
        self.services.remember("annotator", name)

    def on_resize(self) -> None:
        """Show the panes that fit."""
        self.panes.fit()
        self.update_foot()

    # ------------------------------------------------------------------- panes

    @property
    def scope(self) -> Scope:
        """The pane that has the focus."""
        return self.panes.scope

    def focus_pane(self, scope: Scope) -> None:
        """Give a pane the focus and show its keys."""
        self.panes.focus_pane(scope)
        self.update_foot()

    # --------------------------------------------------------------------- keys

    def on_key(self, event: events.Key) -> None:
        """Handle a key in the focused pane."""
        key = self.services.keyboard.pressed(event.key, event.character)
        event.stop()
        event.prevent_default()
        self._press(key)

    def _press(self, key: str) -> None:
        """Handle a key, named as on a Latin keyboard."""
        message = self.attempt(lambda: self.pending.handle_key(key, self.scope))
        if message is not None:
            self.show(message)
            return
        action = self.services.keymap.lookup(self.scope, key)
        if action is None:
            self.show(StatusMessage(self._unbound_key_message(key)))
        else:
            self.perform(action)

    def _unbound_key_message(self, key: str) -> str:
        """Return the message about a key that does nothing in this pane."""
        keymap, scope = self.services.keymap, self.scope
        in_article = keymap.lookup(Scope.ARTICLE, key)
        leads_there = keymap.action("pane.next" if scope is Scope.INDEX else "pane.previous").keys
        if in_article is not None and leads_there and self.session.info is not None:
            return f"{key} ({in_article.label}) is for the article: {leads_there[0]} goes there"
        quits = keymap.action("quit").keys
        if key == "ctrl+c" and quits:  # what ends most programs
            return f"ctrl+c does nothing here; {quits[0]} quits"
        return f"{key} does nothing here; ? shows the keys"

    def perform(self, action: Action) -> None:
        """Carry out an action and show its message."""
        self.pending.cancel_before(action)
        self._do(lambda: commands.perform(self, action))

    def _do(self, doing: Callable[[], StatusMessage | None]) -> None:
        """Call a function that reads or writes, and show its message."""
        self.show(self.attempt(doing))

    def attempt(self, doing: Callable[[], StatusMessage | None]) -> StatusMessage | None:
        """Call a function that reads or writes; return its message, or that of its error."""
        try:
            return doing()
        except (Conflict, Busy, CannotWrite) as error:
            return StatusMessage(f"not done: {error}", Level.ERROR)
        except HashiyaError as error:
            return StatusMessage(str(error), Level.ERROR)

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """Carry out the action of the clicked key."""
        if not isinstance(event.pressed, str):
            self.perform(event.pressed)
        elif self._prompt is not None and self._prompt.prompt is not None:
            self._prompt.press(key_with_label(event.pressed))
        else:
            self._press(key_with_label(event.pressed))

    def show(self, message: StatusMessage | None) -> None:
        """Show a message in the status line and update the panes."""
        self.status.last_message = message or StatusMessage("")
        self._view.update()
        if self._guide is not None:
            if self._guide.advance():
                self._view.update()
                self._show_step(self._guide)
            elif message is None:
                self._show_step(self._guide)
        self.update_foot()

    def follow(self, guide: Guide) -> None:
        """Show the steps of a guide in the sidebar, each when the one before is done."""
        self._guide = guide
        self._show_step(guide)
        self.focus_pane(Scope.ARTICLE)

    def _show_step(self, guide: Guide) -> None:
        """Show a step in the sidebar; in the status line where that is not in view."""
        self.sidebar.show_step(guide.heading, guide.keys)
        if not self.sidebar.display:
            keys = ", ".join(f"{key} {does}" for key, does in guide.keys)
            self.status.show_message(StatusMessage(f"{guide.heading}: {keys}"))

    @property
    def last_message(self) -> StatusMessage:
        """The message in the status line."""
        return self.status.last_message

    def update_foot(self) -> None:
        """Update the status line and the line of keys."""
        place = self.collection.place_of(self.index.open_id) if self.index.open_id else None
        self.status.place = ""
        if place is not None and self.collection.total > 1:
            self.status.place = f"document {place + 1:,} of {len(self.collection):,}"
        self.status.update()
        prompt = self._prompt.prompt if self._prompt is not None else None
        hints = prompt.keys if prompt is not None else self.pending.key_hints(self.scope)
        actions = self._footer_actions()
        if prompt is not None:  # its field takes all other keys as text
            actions = [action for action in actions if action.keys[0].startswith("ctrl+")]
        self.keybar.show(actions, hints)

    def _footer_actions(self) -> list[Action]:
        """Return the actions of the pane's keys.

        In an untouched document suggesting is first; where suggestions wait, going to the next one.
        """
        session = self.session
        selected = session.open_text.selection is not None
        actions = keys_for(
            self.services.keymap, self.scope, selected=selected, current=self.acting_on()
        )
        if self.scope is not Scope.ARTICLE or session.info is None:
            return actions
        first = ""
        untouched = not len(session.annotations) and session.status != "done"
        if untouched and session.info.id not in session.suggestions_tried:
            first = "suggest"
        elif not selected and self.acting_on() is None and session.annotations.suggestions_wait:
            first = "move.next_todo"
        leading = self.services.keymap.action(first) if first else None
        if leading is None or not leading.keys:
            return actions
        return [leading, *(action for action in actions if action is not leading)]

    # ------------------------------------------------ dialogs, prompts, pending actions

    def open_dialog(
        self,
        dialog: ModalScreen[Result],
        callback: Callable[[Result | None], None] | None = None,
    ) -> None:
        """Open a dialog; `callback` gets its result, or None if it was closed without one."""
        self.app.push_screen(dialog, callback)

    def ask(self, prompt: Prompt) -> None:
        """Open the one-line field at the foot."""
        if self._prompt is None:
            # The text fields take 4 ms of a start.
            from tui.ui.widgets.prompt import PromptField

            self._prompt = PromptField(self._prompt_changed, self._do)
            self.mount(self._prompt, before=self.status)
        self._prompt.ask(prompt)
        self.set_focus(self._prompt)
        self.update_foot()

    def _prompt_changed(self, act: Callable[[], StatusMessage | None]) -> None:
        message = self.attempt(act)
        if message is not None:
            self.status.show_message(message)
        self.update_foot()

    def begin(self, pending: PendingAction) -> None:
        """Begin an action in the article that `enter` finishes and `escape` cancels."""
        self.pending.current = pending
        self.focus_pane(Scope.ARTICLE)

    def in_background(
        self, work: Callable[[], Result], then: Callable[[Result], StatusMessage | None]
    ) -> None:
        """Call `work` in a thread, then `then` with its result."""
        self.run_worker(self._in_background(work, then))

    async def _in_background(
        self, work: Callable[[], Result], then: Callable[[Result], StatusMessage | None]
    ) -> None:
        try:
            result = await asyncio.to_thread(work)
        except HashiyaError as error:
            self.show(StatusMessage(str(error), Level.ERROR))
            return
        self._do(lambda: then(result))

    def leave(self) -> StatusMessage | None:
        """Quit, or return a warning of what would be lost."""
        return self._leaving.leave()

    # ---------------------------------------------------------------- documents

    def open_document(self, document_id: str, *, focus: bool = True) -> StatusMessage | None:
        """Show a document where the annotator left it; return a message if that fails."""
        if self.services.hub is not None:
            self.services.hub.wake()
        self.pending.current = None
        refusal = self._view.open(document_id)
        if refusal is not None:
            return refusal
        if focus:
            self.focus_pane(Scope.ARTICLE)
        untouched = self.session.status == "unread" and not len(self.session.annotations)
        info, suggesters = self.session.info, self.services.suggesters
        if untouched and info is not None and suggesters is not None:
            suggesters.start(info.id, self.session.annotator, only_automatic=True)
        if self.services.settings.suggest_on_opening and untouched:
            return self.suggestions.start()
        if self.session.has_misplaced:
            from tui.ui.commands.placing import preview_change

            return preview_change(self)
        return None

    def on_index_document_chosen(self, event: Index.DocumentChosen) -> None:
        """Open the clicked document."""
        self.show(self.open_document(event.document_id))

    # ------------------------------------------------------------- annotations

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

    def on_sidebar_annotation_chosen(self, event: Sidebar.AnnotationChosen) -> None:
        """Go to the clicked annotation."""
        self.go_to_annotation(event.annotation)
        self.focus_pane(Scope.ARTICLE if event.enter else Scope.SIDEBAR)
        self.show(None)

    def on_sidebar_label_chosen(self, event: Sidebar.LabelChosen) -> None:
        """Tag with the clicked label, and go back to the article."""
        self.focus_pane(Scope.ARTICLE)
        self.perform(self.services.keymap.action(f"tag.{event.label}"))

    def on_sidebar_value_chosen(self, event: Sidebar.ValueChosen) -> None:
        """Set the clicked value, and go back to the article."""
        self.focus_pane(Scope.ARTICLE)
        current = self.session.current
        if current is not None:
            name, value = event.attribute, event.value
            self._do(
                lambda: session_commands.tagging.toggle_value(self.session, current, name, value)
            )

    def on_sidebar_form_requested(self) -> None:
        """Open the form of the current annotation."""
        self.perform(self.services.keymap.action("note.open"))

    def on_sidebar_lane_chosen(self, event: Sidebar.LaneChosen) -> None:
        """Answer with the clicked layer, as its key does."""
        self._press(event.sign)

    def on_sidebar_comments_requested(self) -> None:
        """Open the comments on the document."""
        self.perform(self.services.keymap.action("comment.read_document"))

    def on_article_pointed(self, event: Article.Pointed) -> None:
        """Move the caret to the mouse, or select up to it."""
        if self.scope is not Scope.ARTICLE:
            self.focus_pane(Scope.ARTICLE)
        self.show(point(self, event))

    # -------------------------------------------------------------------- timers

    def on_article_laid_out(self) -> None:
        """Count the rows of the new layout in the background."""
        self._settling.resume()

    def _settle(self) -> None:
        if not self.article.settle(SETTLE_FOR):
            self._settling.pause()

    def _watch(self) -> None:
        hub = self.services.hub
        if hub is not None and self.status.hub != hub.status():
            self.status.hub = hub.status()
            self.status.update()
        news = self._news()
        news = self.session.rescue_news() or news
        if news is None and self.services.suggesters is not None:
            news = self.services.suggesters.take_message()
        if news is not None:
            self.show(news)

    def _news(self) -> StatusMessage | None:
        """Return what `_sync` did, or why it failed unless the status line says so already."""
        try:
            return self._sync()
        except HashiyaError as error:
            if self.session.saver.queued_count:
                return None
            # The reader shows only one database.
            why = str(error).removeprefix(f"{self.session.store.path}: ")
            return StatusMessage(why, Level.ERROR)

    def _sync(self) -> StatusMessage | None:
        """Retry unsaved work and load external changes; return None if there was neither."""
        news = self.session.retry()
        if news is not None:
            self._leaving.saved()
        before = self.session.info
        if not self.session.sync_external_changes() and news is None:
            return None
        self.index.reload()
        if news is None and before != self.session.info:
            news = message_after_sync(before, self.session.info)
        return news or self.status.last_message
