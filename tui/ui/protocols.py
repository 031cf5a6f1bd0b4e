"""The interfaces of the reader and of the app, as commands and dialogs use them.

Commands and dialogs take these protocols instead of `ReaderScreen` or `HashiyaApp`, so that they
need not import the modules above them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from textual.screen import ModalScreen

from tui.config import Settings
from tui.keys.bindings import Action, Scope
from tui.keys.keyboard import Keyboard
from tui.keys.keymap import Keymap
from tui.model import Annotation
from tui.session.collection import Collection
from tui.session.messages import StatusMessage
from tui.session.session import Session
from tui.ui.pending_action import PendingAction, PendingActions
from tui.ui.styles import ThemeStyles
from tui.ui.widgets.article import Article
from tui.ui.widgets.index import Index
from tui.ui.widgets.panes import Panes
from tui.ui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from tui.hub.background import BackgroundSync
    from tui.session.background_suggesting import BackgroundSuggesters
    from tui.ui.suggestion_threads import SuggestionThreads
    from tui.ui.widgets.prompt import Prompt

Result = TypeVar("Result")


class AppServices(Protocol):
    """The services that the application offers to every screen."""

    @property
    def settings(self) -> Settings:
        """The settings the reader was started with."""

    @property
    def keyboard(self) -> Keyboard:
        """The keyboard layout: the key of a Latin keyboard for each typed character."""

    @property
    def keymap(self) -> Keymap:
        """The keymap: the action of each key."""

    @property
    def theme_styles(self) -> ThemeStyles:
        """The styles of the current theme; always the same object."""

    @property
    def notices(self) -> list[str]:
        """Notices about the terminal and about files, shown at the start."""

    @property
    def theme_name(self) -> str:
        """The name of the current theme."""

    @property
    def hub(self) -> BackgroundSync | None:
        """The synchronisation of the database with a hub; None without a hub."""

    @property
    def suggesters(self) -> BackgroundSuggesters | None:
        """The suggesters of the settings; None without any."""

    def theme_names(self) -> list[str]:
        """The names of all themes, Hashiya's own first."""

    def set_theme(self, name: str) -> None:
        """Change the theme and remember it."""

    def remember(self, setting: str, value: object) -> None:
        """Save a setting for the next session."""

    def copy(self, text: str) -> str:
        """Copy text to the clipboard; return how, for the status line."""

    def suspend_to_shell(self) -> None:
        """Stop the process until the shell continues it."""

    def run_outside(self, command: Sequence[str], folder: Path) -> bool:
        """Give the terminal to another program until it ends; return whether that is possible."""

    def end(self, farewell: str) -> None:
        """End the reader; `farewell` is printed after the terminal is restored."""


class Guide(Protocol):
    """Instructions in steps, such as a tour."""

    @property
    def heading(self) -> str:
        """The number and the title of the step."""

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of the step, each with what it does."""

    def advance(self) -> bool:
        """Begin the next step if this one is done; return whether it is."""


class Reader(Protocol):
    """The reader's screen as commands see it."""

    @property
    def services(self) -> AppServices:
        """The services of the application."""

    @property
    def session(self) -> Session:
        """The annotator's session: the open text and its annotations."""

    @property
    def collection(self) -> Collection:
        """The documents as the index lists them."""

    @property
    def article(self) -> Article:
        """The pane of the open document."""

    @property
    def index(self) -> Index:
        """The pane of the documents."""

    @property
    def sidebar(self) -> Sidebar:
        """The pane of the annotations."""

    @property
    def panes(self) -> Panes:
        """The three panes side by side."""

    @property
    def pending(self) -> PendingActions:
        """The actions that wait for `enter` or `escape`."""

    @property
    def suggestions(self) -> SuggestionThreads:
        """The threads that look for suggestions."""

    @property
    def scope(self) -> Scope:
        """The pane that has the focus."""

    def focus_pane(self, scope: Scope) -> None:
        """Give a pane the focus."""

    def perform(self, action: Action) -> None:
        """Carry out an action and show its message."""

    def attempt(self, doing: Callable[[], StatusMessage | None]) -> StatusMessage | None:
        """Call a function that reads or writes; return its message, or that of its error."""

    @property
    def last_message(self) -> StatusMessage:
        """The message in the status line."""

    def show(self, message: StatusMessage | None) -> None:
        """Show a message in the status line and update the panes."""

    def follow(self, guide: Guide) -> None:
        """Show the steps of a guide in the sidebar, each when the one before is done."""

    def update_foot(self) -> None:
        """Update the status line and the line of keys."""

    def open_dialog(
        self,
        dialog: ModalScreen[Result],
        callback: Callable[[Result | None], None] | None = None,
    ) -> None:
        """Open a dialog; `callback` gets its result, or None if it was closed without one."""

    def ask(self, prompt: Prompt) -> None:
        """Open the one-line field at the foot."""

    def begin(self, pending: PendingAction) -> None:
        """Begin an action in the article that `enter` finishes and `escape` cancels."""

    def open_document(self, document_id: str) -> StatusMessage | None:
        """Show a document where the annotator left it; return a message if that fails."""

    def acting_on(self) -> Annotation | None:
        """The annotation that a command acts on, in the article or the sidebar."""

    def go_to_annotation(self, id: str) -> None:
        """Move the article to an annotation."""

    def in_background(
        self, work: Callable[[], Result], then: Callable[[Result], StatusMessage | None]
    ) -> None:
        """Call `work` in a thread, without delaying any key, then `then` with its result.

        `work` must open its own connection to the database.
        """

    def leave(self) -> StatusMessage | None:
        """Quit, or return a warning of what would be lost."""


Opening = Callable[[Reader], StatusMessage | None]
"""A function to call once the reader is on the screen, for example to begin an adjudication."""
