"""The application: its themes, keymap and first screen; `run` opens it on a database."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.driver import Driver
from textual.filter import LineFilter

from tui.config import Settings
from tui.errors import HashiyaError, StoreError
from tui.hub.background import BackgroundSync
from tui.keys.actions import Label
from tui.keys.keyboard import Keyboard
from tui.keys.keymap import Keymap
from tui.schema import LabelSchema
from tui.session.background_suggesting import BackgroundSuggesters
from tui.session.collection import Collection
from tui.session.messages import Level, StatusMessage
from tui.session.saving import make_daily_copy
from tui.session.session import Session
from tui.store.database import Store
from tui.terminal import Bidi, Marks, clipboard, colour_depth, detect
from tui.ui.driver import SequentialApp, driver_class, write_to_terminal
from tui.ui.protocols import Opening
from tui.ui.reader_screen import ReaderScreen
from tui.ui.styles import ThemeStyles
from tui.ui.themes import OWN, made_by, variables

if TYPE_CHECKING:
    from tui.ui.widgets.text_fields import FieldWidget

COPY_AFTER, COPY_EVERY = 3.0, 600.0
"""Seconds from the start to the first check for a daily copy, and between two checks."""

WAIT_FOR_HUB = 2.0
"""Seconds that quitting waits for the last exchange with the hub."""

WAIT_FOR_SUGGESTERS = 2.0
"""Seconds that quitting waits for a suggester to end."""

Remember = Callable[[str, object], None]


class HashiyaApp(SequentialApp, inherit_bindings=False):
    """The reader; it offers the screens what `AppServices` names."""

    TITLE = "Hashiya"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar = []

    def __init__(
        self,
        store: Store,
        schema: LabelSchema,
        settings: Settings,
        annotator: str,
        *,
        first_document: str | None = None,
        opening: Opening | None = None,
        notices: Sequence[str] = (),
        ask_annotator: bool = False,
        remember: Remember | None = None,
        started: Callable[[], None] | None = None,
        hub: BackgroundSync | None = None,
        suggesters: BackgroundSuggesters | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.animation_level = "none"
        self.settings = settings
        self._first_document = first_document
        self._opening = opening
        self.notices = list(notices)
        """Notices about the terminal and about files, shown at the start."""
        self.keyboard = Keyboard(settings.keyboard_layout)
        self._ask_annotator = ask_annotator
        self._remember = remember
        self._started = started
        self.hub = hub
        self.suggesters = suggesters
        self.farewell = ""
        """What is printed once the terminal is the shell's again."""
        self.session = Session(store, schema, annotator)
        self.collection = Collection(store, annotator)
        self.keymap = Keymap(
            (Label(label.name, label.key, label.help) for label in schema), settings.keys
        )
        self.notices += [
            f"{key} tags {tag.label} here; “{action.label}” is in the palette (ctrl+p)"
            for action, key, tag in self.keymap.lost
        ]
        for theme in (*OWN, *made_by(settings.themes)):
            self.register_theme(theme)
        known = settings.theme in self.available_themes
        if not known:
            self.notices.append(f"there is no theme {settings.theme!r}; ctrl+p, theme lists them")
        self.theme = settings.theme if known else OWN[0].name
        self.theme_styles = ThemeStyles(
            self.session.schema,
            variables(self.get_css_variables()),
            dark=self.current_theme.dark,
            colour=not self.no_color,
            sixteen=self.console.color_system == "standard",
        )

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return no filter under NO_COLOR: Textual's turn dim into a colour, which is then lost."""
        return () if self.no_color else super().get_line_filters()

    def get_default_screen(self) -> ReaderScreen:
        """Return the reader's screen."""
        screen = ReaderScreen(
            self,
            self.session,
            self.collection,
            first_document=self._first_document,
            opening=self._opening,
            ask_annotator=self._ask_annotator,
        )
        if self._started is not None:
            screen.call_after_refresh(self._started)
        return screen

    def on_ready(self) -> None:
        """Schedule the daily copy; it must not slow the start."""
        self.app_resume_signal.subscribe(self, self._paint_all)
        if self.hub is not None:
            self.hub.start()
        if self.session.store.writable:
            self.set_timer(COPY_AFTER, self._keep_copy)
            self.set_interval(COPY_EVERY, self._keep_copy)

    def _paint_all(self, _: object) -> None:
        """Repaint everything after `fg`; Textual does so only if the size changed."""
        self.refresh(layout=True)

    def _keep_copy(self) -> None:
        # Not the coroutine itself: a worker that is cancelled early would never await it.
        self.run_worker(self._copy, group="copy", exclusive=True)  # type: ignore[arg-type]

    async def _copy(self) -> None:
        refusal = await asyncio.to_thread(make_daily_copy, self.session.store.path)
        if refusal and refusal not in self.notices:
            self.notices.append(refusal)
            main = self.screen_stack[0]
            if isinstance(main, ReaderScreen):
                main.show(StatusMessage(refusal, Level.ERROR))

    @property
    def theme_name(self) -> str:
        """The name of the current theme."""
        return self.theme

    def theme_names(self) -> list[str]:
        """The names of all themes, Hashiya's own first."""
        return sorted(self.available_themes, key=lambda name: not name.startswith("hashiya"))

    def suspend_to_shell(self) -> None:
        """Stop the process until the shell continues it."""
        self.action_suspend_process()

    def end(self, farewell: str) -> None:
        """End the reader; `farewell` is printed once the terminal is the shell's again."""
        self.farewell = farewell
        self.exit()

    def set_theme(self, name: str) -> None:
        """Change the theme and remember it."""
        self.theme = name
        self.theme_styles.set_theme(
            variables(self.get_css_variables()), dark=self.current_theme.dark
        )
        self.refresh()
        self.remember("theme", name)

    def on_field_widget_copied(self, event: FieldWidget.Copied) -> None:
        """Copy what was selected in a field."""
        clipboard.copy(event.value, self.write_raw)

    def remember(self, setting: str, value: object) -> None:
        """Keep a setting for the next session; a failure to write loses only the setting."""
        if self._remember is None:
            return
        try:
            self._remember(setting, value)
        except HashiyaError as error:
            self.log.warning(str(error))

    def write_raw(self, data: str) -> None:
        """Write a control sequence to the terminal."""
        write_to_terminal(self, data)


def run(
    store: Store,
    schema: LabelSchema,
    settings: Settings,
    annotator: str,
    *,
    first_document: str | None = None,
    opening: Opening | None = None,
    notices: Sequence[str] = (),
    ask_annotator: bool = False,
    remember: Remember | None = None,
    started: Callable[[], None] | None = None,
    hub: BackgroundSync | None = None,
    suggesters: BackgroundSuggesters | None = None,
    tell: Callable[[str], None],
) -> int:
    """Run the reader until it is quit or ended by a signal; return the exit status.

    An exception that nothing foresaw is raised once the work is safe and the terminal restored.

    `opening` is called once the reader is on the screen, `started` after the first frame, `tell`
    with a message to print afterwards.
    """
    marks = None if settings.marks == "auto" else Marks(settings.marks)
    profile, answers = detect(Bidi(settings.bidi), marks)
    os.environ.update(colour_depth.environment(answers, os.environ))
    app = HashiyaApp(
        store,
        schema,
        settings,
        annotator,
        first_document=first_document,
        opening=opening,
        notices=[*([profile.hint] if profile.hint else []), *notices],
        ask_annotator=ask_annotator,
        remember=remember,
        started=started,
        hub=hub,
        suggesters=suggesters,
        driver_class=driver_class(profile, answers.typed),
    )
    try:
        app.run()
    finally:
        if suggesters is not None:
            suggesters.stop(WAIT_FOR_SUGGESTERS)
        farewell = _farewell(app)
        if hub is not None:
            hub.stop(WAIT_FOR_HUB)
    if farewell:
        tell(farewell)
    if app.failure is not None:
        raise app.failure
    return app.return_code or (1 if farewell else 0)


def _farewell(app: HashiyaApp) -> str:
    """End the session, however the app ended; return the message to print."""
    try:
        return app.farewell or app.session.finish()
    except StoreError as error:
        return f"{app.session.saver.waiting} commands are lost: {error}"
