"""Textual's driver for Linux and macOS, adapted to the terminal; it uses Textual's internals.

The driver encodes Textual's output for the terminal's profile, tells the terminal not to reorder
before it enters the alternate screen, and restores it on every way out: the end of the app, an
exception, SIGINT, SIGTERM, SIGHUP, and around suspend and resume.

Only this module and `web_driver` use more of Textual than its documented interface. `NOT_PUBLIC`
lists what this module uses; a test compares the list with the installed release.
"""

from __future__ import annotations

import asyncio
import errno
import os
import re
import select
import selectors
import signal
import sys
import termios
import time
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from queue import Empty
from shutil import get_terminal_size
from threading import Thread
from types import FrameType
from typing import IO, Any, ClassVar

from textual import constants, events
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.color import Color
from textual.drivers.linux_driver import LinuxDriver
from textual.errors import NoWidget
from textual.message import Message
from textual.message_pump import MessagePump
from textual.style import Style
from textual.widget import Widget

from tui.keys.keyboard import join_lam_alef
from tui.terminal.encoding import Encoder
from tui.terminal.input import ESC, InputKind, Piece, Splitter
from tui.terminal.profiles import Profile

NOT_PUBLIC = (
    "textual._styles_cache.StylesCache.get_inner_outer",
    "textual._xterm_parser.XTermParser.feed",
    "textual.app.App._close_messages_no_wait",
    "textual.app.App._driver",
    "textual.app.App._exception",
    "textual.app.App._fatal_error",
    "textual.app.App._handle_exception",
    "textual.app.App.on_event",
    "textual.driver.Driver._app",
    "textual.driver.Driver._loop",
    "textual.driver.Driver.process_message",
    "textual.drivers.linux_driver.LinuxDriver._disable_mouse_support",
    "textual.drivers.linux_driver.LinuxDriver._file",
    "textual.drivers.linux_driver.LinuxDriver._key_thread",
    "textual.drivers.linux_driver.LinuxDriver._must_signal_resume",
    "textual.drivers.linux_driver.LinuxDriver._query_in_band_window_resize",
    "textual.drivers.linux_driver.LinuxDriver._run_input_thread",
    "textual.drivers.linux_driver.LinuxDriver._sigcont_application",
    "textual.drivers.linux_driver.LinuxDriver._sigtstp_application",
    "textual.drivers._writer_thread.WriterThread._queue",
    "textual.drivers.linux_driver.LinuxDriver._writer_thread",
    "textual.drivers.linux_driver.LinuxDriver.attrs_before",
    "textual.drivers.linux_driver.LinuxDriver.disable_input",
    "textual.drivers.linux_driver.LinuxDriver.exit_event",
    "textual.drivers.linux_driver.LinuxDriver.fileno",
    "textual.drivers.linux_driver.LinuxDriver.run_input_thread",
    "textual.drivers.linux_driver.LinuxDriver.start_application_mode",
    "textual.drivers.linux_driver.LinuxDriver.stop_application_mode",
    "textual.message.Message.is_forwarded",
)
"""Names of Textual that this module uses and that its documentation does not cover."""


@lru_cache(1024)
def _inner_outer(base: Color, background: Color) -> tuple[Style, Style]:
    return Style(background=base + background), Style(background=base)


def _inner_outer_of(_: StylesCache, base: Color, background: Color) -> tuple[Style, Style]:
    """Return the background inside and outside of a border.

    This replaces a method of Textual that caches its last 1024 results together with their widgets:
    the lines and screens of closed dialogs would stay in memory.
    """
    return _inner_outer(base, background)


StylesCache.get_inner_outer = _inner_outer_of  # type: ignore[assignment,method-assign]  # see there

PROCESSING_TIMEOUT = 1.0
"""Seconds after which the next key is handled even if the last one is still being processed."""

LONGEST_WAIT = 10.0
"""The same on a busy machine."""

_PARTS = 10
"""Parts of `PROCESSING_TIMEOUT`; one counts if it was about as long as asked."""


class SequentialApp(App[None], inherit_bindings=False):
    """An app that handles a key only after everything the previous key or click caused is done.

    Keys come in bursts on a slow line or from quick fingers. Textual sends each to the widget that
    has the focus at that moment, although the previous key may be about to open or close a form:
    the rest of a note would then act on the article. And a key behind a click would act before the
    caret is where the mouse was. Textual has no public hook for this.
    """

    def __init__(self, **options: Any) -> None:
        """Create the app; the options are Textual's."""
        super().__init__(**options)
        self._waiting = False  # for what the last key or click causes
        self._pressed: deque[events.Key] = deque()

    @property
    def failure(self) -> Exception | None:
        """The exception that ended the app, or None."""
        return self._exception

    def end_by_signal(self, status: int) -> None:
        """End the app, with this exit status, as nobody can answer any more."""
        self.exit(return_code=status)

    def _fatal_error(self) -> None:
        """End the app without a traceback; the caller reports the error."""
        self._close_messages_no_wait()

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; after a key, a paste or a click, wait until it is processed.

        What was typed before the end is handled before it; once the app ends nothing is, since the
        screen is being taken down.
        """
        if self.return_code is not None and isinstance(event, events.InputEvent | events.Paste):
            return
        await self._handle(event)
        while self._pressed:
            await self._handle(self._pressed.popleft())

    async def _handle(self, event: events.Event) -> None:
        receiver = None if event.is_forwarded else self._receiver(event)
        await super().on_event(event)
        if receiver is not None and self.return_code is None:
            # After an exception no widget answers any more, and the app is about to end.
            self._waiting = True
            await wait_until_processed(receiver)
            self._waiting = False

    def press(self, key: events.Key) -> None:
        """Handle the key that a click sends, before the keys that were typed after the click."""
        if self._waiting:
            self._pressed.append(key)
        else:
            self.post_message(key)

    def _receiver(self, event: events.Event) -> Widget | None:
        """Return the widget that handles an event, if the next one has to wait for it."""
        if isinstance(event, events.Key | events.Paste):
            return self.screen.focused or self.screen
        if isinstance(event, events.MouseDown | events.MouseUp):
            try:
                return self.screen.get_widget_at(event.x, event.y)[0]
            except NoWidget:
                return self.screen
        return None


def press_key(app: App[Any], key: events.Key) -> None:
    """Press a key for the user, in the order of what was typed and clicked."""
    if isinstance(app, SequentialApp):
        app.press(key)
    else:
        app.post_message(key)


def write_to_terminal(app: App[Any], data: str) -> None:
    """Write a control sequence; Textual has no public way to write an app's own."""
    if app._driver is not None:
        app._driver.write(data)
        app._driver.flush()


async def wait_until_processed(receiver: Widget) -> None:
    """Wait until a key that was sent to `receiver` is processed, at most `PROCESSING_TIMEOUT`.

    Time during which this process did not run, or ran something else than its queues, does not
    count, up to `LONGEST_WAIT`: on a busy machine the next key would overtake.
    """
    processed = asyncio.create_task(_path_reached_its_end(receiver))
    part = PROCESSING_TIMEOUT / _PARTS
    now = time.monotonic()
    counted, end = 0, now + LONGEST_WAIT
    while counted < _PARTS and now < end and not processed.done():
        began = now
        await asyncio.wait({processed}, timeout=part)
        now = time.monotonic()
        counted += now - began < 2 * part
    if not processed.done():
        processed.cancel()
        return
    await processed


async def _path_reached_its_end(receiver: Widget) -> None:
    """Wait for the queues of a widget, of its ancestors and of the screen that is shown.

    A key, and the messages it causes, bubble through the queues of the receiver's ancestors up to
    its screen, so every queue on that path must be emptied twice.
    """
    path = [node for node in receiver.ancestors_with_self if isinstance(node, Widget)]
    for node in path:
        await _queue_reached_its_end(node)
        await _queue_reached_its_end(node)
    top = receiver.app.screen
    if top not in path:
        # A screen that was just opened starts its queue after its first layout.
        await _queue_reached_its_end(top)


async def _queue_reached_its_end(node: MessagePump) -> None:
    """Wait until a queue has handled everything it holds now; a closed queue has."""
    reached = asyncio.Event()
    # Unlike with `call_later`, Textual counts the parameters of this callback only once.
    if node.post_message(events.Callback(callback=reached.set)):
        await reached.wait()


_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_POLL = 0.1
"""Seconds between two checks whether the input thread should end, or whether the app can."""

_GRACE = 2.0
"""Seconds after a signal for handling what was typed before it; a second signal has to wait too."""

_HUNG_UP = 1
"""The exit status when the terminal is closed and no signal says so."""

# Resets what Textual sets, for when it cannot do so itself any more: paste, mouse and focus
# reports, keyboard protocol, alternate screen, cursor, line wrap.
_RESET = (
    "\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?7h"
)


_UPDATE_BEGINS, _UPDATE_ENDS = "\x1b[?2026h", "\x1b[?2026l"
"""The sequences with which Textual begins and ends a synchronized update."""


class _TerminalFile:
    """The terminal as a file for Textual's writer thread.

    After a hang-up every write fails. That would end the writer thread, and its full queue would
    then block the app for ever; so output to a closed terminal is dropped.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        try:
            self._file.write(text)
        except OSError as error:
            _raise_unless_hung_up(error)

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            _raise_unless_hung_up(error)

    def fileno(self) -> int:
        return self._file.fileno()


def _raise_unless_hung_up(error: OSError) -> None:
    """Raise the error unless it means that the terminal is closed."""
    if error.errno not in (errno.EIO, errno.ENXIO, errno.EPIPE):
        raise error


# Keys that only change others: with kitty's keyboard protocol they are reported as well.
_MODIFIER = re.compile(
    r"(?:^|\+)(?:(?:left|right)_(?:shift|control|alt|super|hyper|meta)|iso_level[35]_shift"
    r"|(?:caps|num|scroll)_lock)$"
)


def dispatch_input(
    process: Callable[[Message], None], parser: XTermParser, pieces: Iterable[Piece]
) -> None:
    """Call `process` with the messages of pieces of input; escape and another key are two keys."""
    for piece in pieces:
        if piece.kind is InputKind.ESCAPE:
            process(events.Key("escape", ESC))
        elif piece.kind is InputKind.PASTE:
            process(events.Paste(piece.text.replace("\0", "")))
        else:
            for message in parser.feed(piece.text):
                if not (isinstance(message, events.Key) and _MODIFIER.search(message.key)):
                    process(message)


@contextmanager
def _not_stopped() -> Iterator[None]:
    """Keep the kernel from stopping the process for using the terminal from the background."""
    before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGTTOU, before)


def end_app(app: App[Any], status: int) -> None:
    """End the app because of a signal, or because its terminal or page is gone."""
    if isinstance(app, SequentialApp):
        app.end_by_signal(status)
    else:
        app.exit(return_code=status)


class TerminalDriver(LinuxDriver):
    """The driver of one terminal; `driver_class` makes the class that an app takes."""

    profile: ClassVar[Profile]
    typed: ClassVar[bytes] = b""
    """Keys typed before the app runs."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        """Drive `app`; the options are Textual's."""
        super().__init__(app, **options)
        self._file: Any = _TerminalFile(self._file)
        self._encoder = Encoder(
            self.profile, no_color=app.no_color, columns=lambda: get_terminal_size().columns
        )
        self._update: list[str] = []
        """The parts of a synchronized update that has not ended."""
        self._typed = self.typed
        self._ending = False
        self._status = _HUNG_UP  # the exit status when it ends
        self._hard_end = 0.0  # from when on a signal ends the process
        self._is_stuck = False  # whether the terminal takes no output, so that it is dropped
        self._running = False  # whether the terminal is this program's
        self._is_closed = False
        self._stopping = False  # whether it has stopped itself, and expects to be continued

    # Output

    def write(self, data: str) -> None:
        """Write Textual's output, encoded for this terminal, unless it is suspended.

        A synchronized update, which Textual writes in three parts, goes to the writer thread as
        one, because that thread wakes up for each part.
        """
        if not self._running or self._is_stuck:
            return
        self._update.append(self._encoder.encode(data))
        if data == _UPDATE_BEGINS or (len(self._update) > 1 and data != _UPDATE_ENDS):
            return
        whole = "".join(self._update)
        self._update.clear()
        super().write(whole)

    def start_application_mode(self) -> None:
        """Tell the terminal not to reorder, then let Textual start, once in the foreground."""
        self._wait_for_foreground()
        if self._running or self._ending:
            return
        for number in _ENDING:
            signal.signal(number, self._end)
        self._write_directly(self.profile.enter)
        self._running = True
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's
        except BaseException:
            self._running = False
            self._write_directly(self.profile.leave)
            raise

    def stop_application_mode(self) -> None:
        """Let Textual stop, then restore the terminal's own settings.

        In the background the terminal's modes are left alone: they are those of the shell.
        """
        if not self._running:
            return
        if not self._in_foreground():
            self.attrs_before = None
        with _not_stopped():
            super().stop_application_mode()
            super().write(self.profile.leave)
        self._running = False

    def disable_input(self) -> None:
        """Read no more keys."""
        if self._running:
            with _not_stopped():
                super().disable_input()

    def suspend_application_mode(self) -> None:
        """Give the terminal back for a while; signals still end the app, not the process."""
        self.stop_application_mode()
        super().close()

    def close(self) -> None:
        """Wait until everything is written; after a signal not for a terminal that takes nothing.

        SIGTERM and SIGHUP stay handled, since what is not saved is written to a file after this.
        Ctrl+C raises KeyboardInterrupt again, and Ctrl+Z stops the process: the event loop that
        handles it otherwise ends now, and an exception would end that writing.
        """
        if self._ending:
            closing = Thread(target=super().close, name="last output", daemon=True)
            closing.start()
            closing.join(_GRACE)
            if closing.is_alive():
                # Nothing that is printed later, nor Python's end, is to wait for the terminal.
                sys.stdout = sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
        else:
            super().close()
        self._is_closed = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)

    def _write_directly(self, sequence: str) -> None:
        """Write directly, while there is no writer thread."""
        self._file.write(sequence)
        self._file.flush()

    def _in_foreground(self) -> bool:
        """Whether this process may write to the terminal."""
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return True

    def _end(self, number: int, _frame: FrameType | None) -> None:
        """End the app normally at the first signal, and the process at one after `_GRACE`.

        A window that closes hangs up more than once: its terminal, the shell and the kernel do.
        """
        now = time.monotonic()
        if not self._ending:
            self._status = 128 + number
            self._hard_end = now + _GRACE
            self._ending = True
            if not self._is_closed:
                self._loop.call_soon_threadsafe(self._end_soon)
            return
        if now < self._hard_end:
            return
        if self._running:
            try:
                os.write(self._file.fileno(), (_RESET + self.profile.leave).encode())
                if self.attrs_before is not None and self._in_foreground():
                    termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            except (OSError, termios.error):
                pass  # the terminal is gone, and the signal still has to do its work
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)

    def _end_soon(self) -> None:
        """End the app after a signal: at once if no keys are read, else at the latest in `_GRACE`.

        Until then the input thread calls `_end_after_keys`.
        """
        if self._running:
            self._loop.call_later(_GRACE, self._exit_app)
        else:
            self._exit_app()

    def _end_after_keys(self) -> None:
        """End the app once it has handled the keys that were read."""
        self.process_message(events.Callback(callback=self._exit_app))

    def _exit_app(self) -> None:
        """End the app, once its first screen is there to be ended."""
        screens = self._app.screen_stack
        if screens and screens[0].is_mounted:
            end_app(self._app, self._status)
        else:
            self._loop.call_later(_POLL, self._exit_app)

    # Suspending and resuming

    # A handler runs between any two instructions, also while the main thread holds the lock of the
    # writer's queue. So it only asks the event loop to act.

    def _sigtstp_application(self, *_: object) -> None:
        """Suspend the app and stop the process."""
        self._loop.call_soon_threadsafe(self._suspend)

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal over after SIGCONT, even if SIGSTOP came without a warning."""
        if self._stopping:
            self._stopping = False
        elif not self._is_closed:
            self._loop.call_soon_threadsafe(self._take_over)

    def _suspend(self) -> None:
        """Give the terminal back, stop the process, and start again when it is continued.

        An app that has given the terminal back because it ends does not take it again. One that a
        signal ends does not stop: nobody may be left to continue it.
        """
        if self._ending:
            return
        was_running = self._running
        if was_running:
            self.suspend_application_mode()
            self._must_signal_resume = True
        self._stop_process()
        if was_running:
            self._start_again()

    def _take_over(self) -> None:
        """Start again after a stop without a warning: others have used the terminal meanwhile."""
        self._wait_for_foreground()
        if self._running and not self._ending:
            self._stop_reading()
            try:
                self.suspend_application_mode()
            finally:
                self.exit_event.clear()
            self._start_again()

    def _stop_reading(self) -> None:
        """Read no more keys, but leave those that wait to the next input thread.

        Textual's `disable_input` drops them, so that no report of the mouse reaches a shell. It
        does nothing while `exit_event` is set.
        """
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        self._disable_mouse_support()
        self.exit_event.set()
        if self._key_thread is not None:
            self._key_thread.join()

    def _start_again(self) -> None:
        self.start_application_mode()
        self._app.refresh(layout=True)

    def _wait_for_foreground(self) -> None:
        """Stop the process as long as a shell has the terminal, unless it is to end.

        The kernel stops a process in the background that sets a terminal's attributes. It checks
        that and stops in one step: between a check of ours and a signal, a shell could continue
        the process, and nobody would do so again.
        """
        while not self._ending and not self._in_foreground():
            self._stopping = True
            try:
                attributes = termios.tcgetattr(self.fileno)
                termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)
            except termios.error as error:
                if error.args[0] != errno.EINTR:  # no shell is left that could continue it
                    self._stop_process()
            self._stopping = False

    def _stop_process(self) -> None:
        """Stop the process; return when it is continued."""
        self._stopping = True
        os.kill(os.getpid(), signal.SIGSTOP)
        while self._stopping:  # until Python has run the handler of SIGCONT
            time.sleep(0)

    # Input

    def _query_in_band_window_resize(self) -> None:
        """Ask for no reports of the size: SIGWINCH tells it.

        With reports Textual takes the mouse in pixels, and fails where a terminal does not know
        how many pixels it has.
        """

    def _run_input_thread(self) -> None:
        """Read keys; an unexpected exception ends the app, as one of its own does."""
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001 (it is raised again when the app has ended)
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read keys and reports until the app stops; escape and another key are two keys."""
        parser, splitter = XTermParser(), Splitter()
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        typed, self._typed = self._typed, b""
        dispatch = partial(dispatch_input, self.process_message, parser)
        dispatch(splitter.feed(decode(typed)))
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if self._ending and not self._in_foreground():
                    break  # what is typed is for the shell
                wait = constants.ESCAPE_DELAY if splitter.waiting else _POLL
                if selector.select(0 if self._ending else wait):
                    data = self._read()
                    if not data:
                        break
                    dispatch(splitter.feed(join_lam_alef(decode(data))))
                elif self._ending:
                    break
                elif splitter.waiting:
                    dispatch(splitter.flush())
            else:
                return
        self._end_after_keys()
        self._drop_stuck_output()

    def _drop_stuck_output(self) -> None:
        """Drop all output if the terminal takes none, so that the app can end.

        A terminal behind a connection that has died takes none until that is noticed. Then the
        writer thread waits for it, and the app for a place in the queue.
        """
        since = time.monotonic()
        while not self.exit_event.wait(_POLL):
            if select.select([], [self._file.fileno()], [], 0)[1]:
                since = time.monotonic()
            elif time.monotonic() - since > _GRACE / 2 and self._writer_thread is not None:
                self._is_stuck = True
                with suppress(Empty):
                    while True:
                        self._writer_thread._queue.get_nowait()

    def _read(self) -> bytes:
        """Read the available bytes; return none if the terminal is closed."""
        try:
            return os.read(self.fileno, 4096)
        except OSError as error:
            _raise_unless_hung_up(error)
            return b""


def driver_class(profile: Profile, typed: bytes = b"") -> type[TerminalDriver]:
    """Return the driver class for a terminal with this profile.

    `typed` holds the bytes that were read from the terminal before the app runs.
    """

    class ProfiledDriver(TerminalDriver):
        pass

    ProfiledDriver.profile = profile
    ProfiledDriver.typed = typed
    return ProfiledDriver
