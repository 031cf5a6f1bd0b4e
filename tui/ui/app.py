"""The Textual application with its themes, keymap and first screen; `run` opens the reader."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol, runtime_checkable

from textual.app import App
from textual.color import Color
from textual.driver import Driver
from textual.filter import LineFilter

from tui import interrupts
from tui.config import Settings
from tui.errors import HashiyaError, StoreError
from tui.keys.bindings import Label
from tui.keys.keyboard import Keyboard
from tui.keys.keymap import Keymap
from tui.schema import LabelSchema
from tui.session.collection import Collection
from tui.session.messages import Level, StatusMessage
from tui.session.saving.saver import make_daily_copy
from tui.session.session import Session
from tui.store.database import Store
from tui.terminal import clipboard, colour_depth, detect
from tui.ui.driver import SequentialApp, driver_class, write_to_terminal
from tui.ui.reader_screen import ReaderScreen
from tui.ui.styles import ThemeStyles
from tui.ui.themes import OWN, themes_of_settings, variables

if TYPE_CHECKING:
    from tui.hub.background import BackgroundSync
    from tui.session.background_suggesting import BackgroundSuggesters
    from tui.ui.protocols import Opening
    from tui.ui.widgets.text_fields import FieldWidget

COPY_AFTER, COPY_EVERY = 3.0, 600.0
"""Seconds from the start to the first check for a daily copy, and between two checks."""

STARTED_AFTER = 0.1
"""Seconds from the first frame until what could wait for it is done."""

WAIT_AT_END = 2.0
"""Seconds that quitting waits in all for suggesters and for the last exchange with the hub."""

SWITCH_INTERVAL = 0.0005
"""Seconds after which a thread lets another one run (`sys.setswitchinterval`).

Frames are written in a thread of their own. With Python's five milliseconds that thread would wait
so long for the main thread, and the main thread for one that searches for suggestions.
"""

Remember = Callable[[str, object], None]


class Launch(NamedTuple):
    """How the reader starts, and what runs in the background."""

    first_document: str | None = None
    """The id of the document to open first; None for the first unfinished one."""
    one_of_several: bool = False
    """Whether `first_document` is a record of a file that was named, among others."""
    opening: Opening | None = None
    """Called with the reader once it is on the screen."""
    notices: Sequence[str] = ()
    """Notices about files and settings, shown at the start."""
    advice: Sequence[str] = ()
    """Advice that the article shows instead of its own while there is no document."""
    ask_annotator: bool = False
    """Whether to point out that the login is shared and the annotator not named."""
    remember: Remember | None = None
    """Saves a setting for the next session."""
    started: Callable[[], None] | None = None
    """Called once the first frame has been written."""
    hub: BackgroundSync | None = None
    suggesters: BackgroundSuggesters | None = None
    in_page: bool = False
    """Whether the reader is shown by a page of a browser, not by a terminal."""


@runtime_checkable
class HoldsTyped(Protocol):
    """A dialog with text that was typed and is not saved yet."""

    def keep_typed(self) -> None:
        """Save it, if possible, because the reader ends by a signal or its window was closed."""


class HashiyaApp(SequentialApp, inherit_bindings=False):
    """The reader as a Textual app; it implements `AppServices` for the screens."""

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
        launch: Launch | None = None,
        *,
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.animation_level = "none"
        self.settings = settings
        self._launch = launch or Launch()
        self.notices = list(self._launch.notices)
        """Notices about the terminal and about files, shown at the start."""
        self.keyboard = Keyboard(settings.keyboard_layout)
        self.hub = self._launch.hub
        self.suggesters = self._launch.suggesters
        self.farewell = ""
        """The text to print once the terminal is restored."""
        self.session = Session(store, schema, annotator)
        self.collection = Collection(store, annotator)
        self.keymap = Keymap(
            (Label(label.name, label.key, label.help) for label in schema),
            settings.keys,
            in_page=self._launch.in_page,
        )
        self.notices += [
            f"{key} tags {tag.label} here; “{action.label}” is in the palette (ctrl+p)"
            for action, key, tag in self.keymap.overridden
        ]
        for theme in (*OWN, *themes_of_settings(settings.themes)):
            self.register_theme(theme)
        known = settings.theme in self.available_themes
        if not known:
            self.notices.append(f"there is no theme {settings.theme!r}; ctrl+p, theme lists them")
        self._set_first_theme(settings.theme if known else OWN[0].name)
        self.theme_styles = ThemeStyles(
            self.session.schema,
            variables(self.theme_variables),
            dark=self.current_theme.dark,
            colour=not self.no_color,
            sixteen=self.console.color_system == "standard",
        )

    def _set_first_theme(self, name: str) -> None:
        """Set the theme before anything is styled.

        The watcher of `theme` would have all style rules parsed again before the first frame. A
        light theme needs it: it changes more than the colours of the rules.
        """
        if not self.available_themes[name].dark:
            self.theme = name
            self.get_css_variables()
            return
        self.set_reactive(App.theme, name)
        self.add_class(f"-theme-{name}", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return no filter under NO_COLOR: Textual's would turn dim text into a colour."""
        return () if self.no_color else super().get_line_filters()

    def get_default_screen(self) -> ReaderScreen:
        """Return the reader's screen."""
        return ReaderScreen(
            self,
            self.session,
            self.collection,
            first_document=self._launch.first_document,
            one_of_several=self._launch.one_of_several,
            opening=self._launch.opening,
            ask_annotator=self._launch.ask_annotator,
            advice=self._launch.advice,
        )

    def on_ready(self) -> None:
        """Start the hub's synchronisation, and schedule the daily copy after the start."""
        self.app_resume_signal.subscribe(self, self._paint_all)
        self._send_page_background()
        if self._launch.started is not None:
            self.set_timer(STARTED_AFTER, self._launch.started)
        if self.hub is not None:
            self.hub.start()
        if self.session.store.writable:
            self.set_timer(COPY_AFTER, self._start_copy)
            self.set_interval(COPY_EVERY, self._start_copy)

    def _paint_all(self, _: object) -> None:
        """Repaint everything after `fg`, which Textual does only if the size changed."""
        self.refresh(layout=True)

    def _start_copy(self) -> None:
        # Not the coroutine itself: a worker that is cancelled early would never await it. Textual's
        # type of what a worker runs leaves out functions that return a coroutine of any kind.
        self.run_worker(self._copy_daily, group="copy", exclusive=True)  # type: ignore[arg-type]

    async def _copy_daily(self) -> None:
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

    def run_outside(self, command: Sequence[str], folder: Path) -> bool:
        """Give the terminal to another program until it ends; return whether that is possible.

        What it printed last can be read until `enter` is pressed.
        """
        if self.is_web or self.is_headless:
            return False
        with self.suspend():
            subprocess.run(command, cwd=folder, check=False)  # noqa: S603 (the caller's)
            with suppress(EOFError):
                input("enter goes back to the reader ")
        return True

    def end(self, farewell: str) -> None:
        """End the reader; `farewell` is printed after the terminal is restored."""
        self.farewell = farewell
        self.exit()

    def end_by_signal(self, status: int) -> None:
        """End the reader with this exit status, with what is being typed saved."""
        for screen in self.screen_stack:
            if isinstance(screen, HoldsTyped):
                screen.keep_typed()
        super().end_by_signal(status)

    def set_theme(self, name: str) -> None:
        """Change the theme and remember it."""
        self.theme = name
        self.theme_styles.set_theme(
            variables(self.get_css_variables()), dark=self.current_theme.dark
        )
        self.refresh()
        self._send_page_background()
        self.remember("theme", name)

    def _send_page_background(self) -> None:
        """Set the background of the page (OSC 11), which shows around the screen."""
        if self.is_web:
            background = Color.parse(self.get_css_variables()["background"])
            self._write(f"\x1b]11;{background.hex6}\x1b\\")

    def on_field_widget_copied(self, event: FieldWidget.Copied) -> None:
        """Copy the text selected in a field to the clipboard."""
        self.copy(event.value)

    def copy(self, text: str) -> str:
        """Copy text to the clipboard; return how, for the status line."""
        if self.is_web:
            return clipboard.copy_in_page(text, self._write)
        return clipboard.copy(text, self._write)

    def remember(self, setting: str, value: object) -> None:
        """Save a setting for the next session; only log an error in doing so."""
        if self._launch.remember is None:
            return
        try:
            self._launch.remember(setting, value)
        except HashiyaError as error:
            self.log.warning(str(error))

    def _write(self, data: str) -> None:
        """Write a control sequence to the terminal."""
        write_to_terminal(self, data)


def run(
    store: Store,
    schema: LabelSchema,
    settings: Settings,
    annotator: str,
    launch: Launch,
    tell: Callable[[str], None],
) -> int:
    """Run the reader until it is quit or ended by a signal; return the exit status.

    `tell` prints a message after the terminal is restored. An unexpected exception is raised once
    the work is safe and the terminal restored.
    """
    hints: list[str] = []
    driver: type[Driver]
    if launch.in_page:
        from tui.ui.web_driver import page_driver_class  # not needed in a terminal

        driver = page_driver_class(settings.bidi, settings.marks)
    else:
        interrupts.raise_exception()  # the terminal is raw for a moment
        profile, answers = detect(settings.bidi, settings.marks)
        os.environ.update(colour_depth.environment(answers, os.environ))
        hints += [profile.hint] if profile.hint else []
        driver = driver_class(profile, answers.typed)
    # Until the driver handles it: asyncio would cancel a task, which Textual may not notice.
    interrupts.end_at_once()
    app = HashiyaApp(
        store,
        schema,
        settings,
        annotator,
        launch._replace(notices=[*hints, *launch.notices]),
        driver_class=driver,
    )
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        app.run()
    finally:
        interrupts.raise_exception()
        farewell = _end_session(app, launch)
    if farewell:
        tell(farewell)
    if app.failure is not None:
        raise app.failure
    return app.return_code or (1 if farewell else 0)


def _end_session(app: HashiyaApp, launch: Launch) -> str:
    """End the session and what works in the background; return the message to print."""
    until = monotonic() + WAIT_AT_END
    if launch.hub is not None:
        launch.hub.wake()  # it exchanges what there is while the suggesters end
    if launch.suggesters is not None:
        launch.suggesters.stop(WAIT_AT_END)
    farewell = _farewell(app)
    if launch.hub is not None:
        launch.hub.stop(max(until - monotonic(), 0.0))
    return farewell


def _farewell(app: HashiyaApp) -> str:
    """End the session, however the app ended; return the message to print."""
    try:
        return app.farewell or app.session.finish()
    except StoreError as error:
        return f"{app.session.saver.queued_count} commands are lost: {error}"
