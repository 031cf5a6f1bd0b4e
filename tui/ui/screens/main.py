"""The reader's screen: three panes, and the way from a key to what it does."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from tui.annotations.model import Annotation
from tui.errors import Busy, CannotWrite, Conflict, HashiyaError, StoreError
from tui.session.collection import Collection
from tui.session.session import Said, Session
from tui.text.bidi import Direction
from tui.text.layout import LayoutOptions
from tui.ui import digits
from tui.ui.actions import Action, Scope
from tui.ui.arrange import Wishes, arrange
from tui.ui.screens.asking import Asking
from tui.ui.widgets.article import Article
from tui.ui.widgets.bars import KeyBar, StatusLine, pace
from tui.ui.widgets.index import Index
from tui.ui.widgets.pane import Pane
from tui.ui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from tui.annotations.anchoring import Placement
    from tui.ui.app import HashiyaApp
    from tui.ui.waiting import Waiting
    from tui.ui.widgets.bidi_input import BidiInput

SETTLE_EVERY, SETTLE_FOR = 0.02, 0.004
"""Seconds between two slices of counting rows, and of one slice."""
WATCH_EVERY = 0.5
"""Seconds between two looks at what other programs wrote."""


class MainScreen(Screen[None]):
    """Index, article, sidebar, and the two lines at the foot."""

    app: HashiyaApp

    def __init__(self, session: Session, collection: Collection) -> None:
        super().__init__()
        self.session = session
        self.collection = collection
        self.wishes = Wishes()
        self.waiting: Waiting | None = None
        """What `enter` and `escape` decide on in the article."""
        self._asking: Asking | None = None
        self._field: BidiInput | None = None
        self._began = time.monotonic()
        self._shown_version = -1
        self._shown_reading = session.reading
        self._warned = 0
        """How often leaving with what is unsaved now was warned of."""

    # ----------------------------------------------------------------- compose

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        look = self.app.look
        self.index = Index(self.collection, look)
        self.article = Article(self.session, look)
        self.sidebar = Sidebar(self.session, look)
        self.status = StatusLine(self.session, look)
        self.keybar = KeyBar(look)
        with Horizontal(id="panes"):
            yield self.index
            yield self.article
            yield self.sidebar
        yield self.status
        yield self.keybar

    def on_mount(self) -> None:
        """Open the first unfinished document; begin to watch."""
        settings = self.app.settings
        self.article.measure = settings.measure
        self.sidebar.by_label = settings.sidebar_order == "label"
        self.session.show_others = settings.show_others
        self.session.snap_to_words = settings.snap_to_words
        self.set_class(settings.mirrored, "mirrored")
        self._settling = self.set_interval(SETTLE_EVERY, self._settle, pause=True)
        self.wishes = Wishes(
            index=None if settings.show_index else False,
            sidebar=None if settings.show_sidebar else False,
        )
        self.show(self.attempt(self._open_first))
        alone = self.collection.total <= 1 and self.session.info is not None
        self.focus_pane(Scope.ARTICLE if alone or self.app.first_document else Scope.INDEX)
        self._say_notices()
        if self.app.ask_annotator:
            self._ask_once()
        self.call_after_refresh(_prepare)
        self.set_interval(WATCH_EVERY, self._watch)

    def _open_first(self) -> Said | None:
        first = self.app.first_document or self.collection.first_unfinished()
        return self.open_document(first, focus=False) if first is not None else None

    def _say_notices(self) -> None:
        """Show the first of what is to be said at the start, and how to see the others."""
        notices = self.app.notices
        if notices:
            more = f" (1 of {len(notices)}; ctrl+p, notices shows all)" if len(notices) > 1 else ""
            self.status.say(Said(notices[0] + more))

    def _ask_once(self) -> None:
        """Ask who annotates where a login is shared; any other key goes on without an answer."""
        name = self.session.annotator
        self.status.say(Said(f"{name} is a shared login: f2 says who you are"))
        self.remember("annotator", name)

    def on_resize(self) -> None:
        """Show the panes that fit."""
        self._arrange()

    # ------------------------------------------------------------------- panes

    @property
    def scope(self) -> Scope:
        """The pane that has the focus."""
        focused = self.focused
        return Scope(focused.id or "") if isinstance(focused, Pane) else Scope.ARTICLE

    def pane(self, scope: Scope) -> Pane:
        """The pane of a scope."""
        panes: dict[Scope, Pane] = {Scope.INDEX: self.index, Scope.SIDEBAR: self.sidebar}
        return panes.get(scope, self.article)

    def focus_pane(self, scope: Scope) -> None:
        """Give a pane the focus; it is shown when it was hidden."""
        pane = self.pane(scope)
        pane.display = True
        self.set_focus(pane, scroll_visible=False)
        self._arrange()

    def next_pane(self, by: int) -> None:
        """Give the focus to the next pane that is shown, or that a narrow terminal hides."""
        order = [Scope.INDEX, Scope.ARTICLE, Scope.SIDEBAR]
        self.focus_pane(order[(order.index(self.scope) + by) % len(order)])

    def toggle_pane(self, name: str) -> None:
        """Show or hide the index or the sidebar, or all but the article."""
        if name == "article":
            self.wishes = replace(self.wishes, only_article=not self.wishes.only_article)
            self.focus_pane(Scope.ARTICLE)
            return
        shown = self.pane(Scope(name)).display
        change = {name: not shown}
        self.wishes = replace(self.wishes, only_article=False, **change)
        self.remember(f"show_{name}", not shown)
        if shown and self.scope == name:
            self.focus_pane(Scope.ARTICLE)
        self._arrange()

    def mirror(self) -> None:
        """Change sides of index and sidebar."""
        self.toggle_class("mirrored")
        self.remember("mirrored", self.has_class("mirrored"))

    def _arrange(self) -> None:
        if not self.size.width:
            return
        shown = arrange(self.size.width, self.scope, self.wishes, documents=self.collection.total)
        for pane, width in ((self.index, shown.index), (self.sidebar, shown.sidebar)):
            pane.display = width > 0
            if width:
                pane.styles.width = width
        self.article.display = shown.article
        self.update_foot()

    # --------------------------------------------------------------------- keys

    def on_key(self, event: events.Key) -> None:
        """Find what the key does in the pane that has the focus, and do it."""
        key = self.app.keyboard.pressed(event.key, event.character)
        event.stop()
        event.prevent_default()
        if self._decided(key):
            return
        said = self._set_by_digit(key)
        if said is not None:
            self.show(said)
            return
        action = self.app.keymap.lookup(self.scope, key)
        if action is None:
            self.show(Said(f"{key} does nothing here; ? shows the keys"))
        else:
            self.perform(action)

    def perform(self, action: Action) -> None:
        """Do an action and show what came of it."""
        from tui.ui.commands import perform
        from tui.ui.waiting import goes_on

        if self.waiting is not None and not goes_on(action):
            self.waiting = None
        self.show(self.attempt(lambda: perform(self, action)))

    def attempt(self, doing: Callable[[], Said | None]) -> Said | None:
        """Do something that reads or writes; what to say, also where the database refuses."""
        try:
            return doing()
        except (Conflict, Busy, CannotWrite) as error:
            return Said(f"not done: {error}", error=True)
        except HashiyaError as error:
            return Said(str(error), error=True)

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A key of the foot was clicked."""
        self.perform(event.action)

    def show(self, said: Said | None) -> None:
        """Show what happened: the news, the caret, the notes."""
        if said is not None:
            self.status.say(said)
        elif self.status.said.text:
            self.status.say(Said(""))
        if self.session.reading is not self._shown_reading:
            self._shown_reading = self.session.reading
            self.article.opened()
        if self.session.version != self._shown_version:
            self._shown_version = self.session.version
            self.collection.forget_rows()
            self.article.notes_changed()
            self.index.refresh()
        if self.session.info is not None:
            self.article.follow_caret()
        self.sidebar.show_current()
        self.update_foot()

    def update_foot(self) -> None:
        """Paint the two lines at the foot anew."""
        place = self.collection.place_of(self.index.open_id) if self.index.open_id else None
        if place is not None and self.collection.total > 1:
            self.status.place = f"document {place + 1:,} of {len(self.collection):,}"
        self.status.extra = self._pace()
        self.status.update()
        self.keybar.show(self.app.keymap.footer(self.scope), self._offer())

    def _pace(self) -> str:
        """Time in session, and annotations per hour once there are some."""
        return pace(time.monotonic() - self._began, self.session.made)

    # ----------------------------------------------------------------- the field

    def ask(self, asking: Asking) -> None:
        """Open the field at the foot."""
        self._asking = asking
        field = self._open_field()
        field.placeholder = asking.placeholder
        field.value = asking.value
        self.set_focus(field)
        self.update_foot()

    def _open_field(self) -> BidiInput:
        """Show the field, which is made when it is first needed."""
        if self._field is None:
            from tui.ui.widgets.bidi_input import BidiInput

            self._field = BidiInput(id="field")
            self.mount(self._field, before=self.status)
        self._field.display = True
        return self._field

    def _close_field(self) -> Asking | None:
        """Hide the field; what it was open for."""
        if self._field is not None:
            self._field.display = False
        asking, self._asking = self._asking, None
        return asking

    def on_bidi_input_changed(self, event: BidiInput.Changed) -> None:
        """Something was typed into the field."""
        asking = self._asking
        if asking is not None:
            said = self.attempt(lambda: asking.changed(event.value))
            if said is not None:
                self.status.say(said)

    def on_bidi_input_submitted(self, _: BidiInput.Submitted) -> None:
        """Enter in the field."""
        asking = self._close_field()
        if asking is not None:
            self.show(asking.submitted())

    def on_bidi_input_cancelled(self, _: BidiInput.Cancelled) -> None:
        """Escape in the field."""
        asking = self._close_field()
        if asking is not None:
            self.show(self.attempt(asking.cancelled))

    def _set_by_digit(self, key: str) -> Said | None:
        """What came of a digit for the annotation at hand; None for any other key."""
        if self.waiting is not None or self.scope is Scope.INDEX:
            return None
        return self.attempt(lambda: digits.take(self.session, key))

    def _offer(self) -> Sequence[tuple[str, str]]:
        """What the keys do that matter more just now than those of the pane."""
        if self._asking is not None:
            return self._asking.keys
        if self.scope is not Scope.ARTICLE:
            return []
        if self.waiting is not None:
            return self.waiting.keys
        return digits.offered(self.session, self.app.keymap)

    # ------------------------------------------------------------------ waiting

    def wait_for(self, waiting: Waiting) -> None:
        """Let `enter` carry something out in the article, and `escape` leave it."""
        self.waiting = waiting
        self.focus_pane(Scope.ARTICLE)

    def _decided(self, key: str) -> bool:
        """Whether the key decides on what waits."""
        waiting = self.waiting
        if waiting is None or self.scope is not Scope.ARTICLE or key not in ("enter", "escape"):
            return False
        said = self.attempt(waiting.enter if key == "enter" else waiting.escape)
        if said is None:
            self.show(Said(waiting.refusal, error=True))
            return True
        self.waiting = None
        self.show(said)
        return True

    # ---------------------------------------------------------------- documents

    def open_document(self, document_id: str, *, focus: bool = True) -> Said | None:
        """Show a document in the article where it was left."""
        self.waiting = None
        settings = self.app.settings
        width = self.article.text_width if self.article.size.width else settings.measure
        options = LayoutOptions(
            width=width,
            direction=Direction(settings.direction),
            marks=settings.show_marks,
            controls=settings.show_controls,
        )
        try:
            self.session.open(document_id, options)
        except HashiyaError as error:
            return Said(str(error), error=True)
        self.index.open_id = document_id
        self.index.go(self.collection.place_of(document_id) or 0)
        self.collection.forget_rows()
        self._shown_reading = self.session.reading
        self.article.opened()
        if focus:
            self.focus_pane(Scope.ARTICLE)
        if self.session.info is not None and self.session.info.changed:
            from tui.ui.text_dialogs import preview_change

            return preview_change(self)
        return None

    def open_next(self) -> Said | None:
        """Open the next document that is not done."""
        following = self.collection.next_unfinished(self.index.open_id)
        if following is None:
            return Said("every document is done")
        return self.open_document(following)

    def on_index_chosen(self, event: Index.Chosen) -> None:
        """A document was clicked."""
        self.show(self.open_document(event.document_id))

    def lay_out(self, **changes: object) -> None:
        """Lay the text out with other options; the caret stays in view."""
        line = self.article.caret_row - self.article.top
        if self.session.reading.lay_out(**changes):
            self.article.opened(at_line=line)

    def set_measure(self, measure: int) -> Said:
        """Make the text so many cells wide at most."""
        self.article.measure = max(20, min(measure, 200))
        self.article.lay_out()
        self.remember("measure", self.article.measure)
        return Said(f"{self.article.text_width} cells wide, at most {self.article.measure}")

    # ------------------------------------------------------------------- notes

    def acting_on(self) -> Annotation | None:
        """The annotation that a command acts on, in the article or the sidebar."""
        if self.scope is Scope.SIDEBAR and self.sidebar.chosen:
            return self.session.notes.get(self.sidebar.chosen)
        return self.session.current

    def go_to_annotation(self, id: str) -> None:
        """Move the article to an annotation."""
        found = self.session.notes.get(id) if id else None
        if found is not None and found.status != "orphaned":
            self.session.pin(found)

    def on_sidebar_chosen(self, event: Sidebar.Chosen) -> None:
        """An annotation was clicked."""
        self.go_to_annotation(event.annotation)
        self.focus_pane(Scope.ARTICLE if event.enter else Scope.SIDEBAR)
        self.show(None)

    def on_article_pointed(self, event: Article.Pointed) -> None:
        """The mouse put the caret somewhere, or selected up to there."""
        reading = self.session.reading
        self.session.moved()
        if self.scope is not Scope.ARTICLE:
            self.focus_pane(Scope.ARTICLE)
        if event.clicks == 1:
            reading.go_to(event.offset, extend=event.extend)
        else:
            from tui.text.spans_at import sentence_at, word_at

            at = word_at if event.clicks == 2 else sentence_at
            span = at(reading.text, event.offset)
            if span is not None:
                reading.select(span)
        self.show(None)

    # ------------------------------------------------------------- changed texts

    def take_new_text(self, placements: Sequence[Placement]) -> Said:
        """Take the open document to its changed text."""
        from tui.session.changed_text import take

        try:
            said = take(self.session, placements, self.session.reading.options)
        except HashiyaError as error:
            return Said(f"not done: {error}", error=True)
        self.collection.forget_rows()
        return said

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

    def _look(self) -> Said | None:
        """Save what waits, take in what others wrote; None where there was neither."""
        news = self.session.retry()
        if news is not None:
            self._warned = 0
        before = self.session.info
        if not self.session.catch_up() and news is None:
            return None
        self.collection.reload()
        if news is None and before != self.session.info:
            from tui.session.changed_text import meanwhile

            news = meanwhile(before, self.session.info)
        return news or self.status.said

    # ------------------------------------------------------------------- leaving

    def leave(self) -> Said | None:
        """Quit; where something is not saved yet, the second time: then a file keeps it."""
        self.session.retry()
        if self.session.saver.waiting and not self._warned:
            self._warned = 1
            return Said("quit again, and a file keeps what is not saved", error=True)
        try:
            self.app.farewell = self.session.finish()
        except StoreError as error:
            if self._warned < 2:
                self._warned = 2
                return Said(f"quit again to lose it: {error}", error=True)
        self.app.exit()
        return None

    def suspend(self) -> Said | None:
        """Go back to the shell until ``fg``."""
        self.session.leave()
        self.app.action_suspend_process()
        return None

    def remember(self, setting: str, value: object) -> None:
        """Keep a choice for the next session."""
        self.app.remember(setting, value)


def _prepare() -> None:
    """Import what the first key needs, now that there is something to read."""
    import tui.ui.commands
    import tui.ui.waiting  # noqa: F401
