"""Textual's driver for Linux and macOS, with a profile between it and the terminal.

The only place that knows both. It writes all that Textual paints through the profile's encoder,
tells the terminal before the alternate screen who reorders, and puts it back on every way out:
the app's end, an exception, SIGINT, SIGTERM, SIGHUP, and around suspend and resume.

Keys that come faster than they can be dealt with.

Keys come in bursts where a line is slow or fingers are quick. Textual hands each on to what has
the focus at that moment; what the one before it will do (open a form, leave it) is still to come,
and the rest of a note would act on the article beneath.
"""

from __future__ import annotations

import asyncio
import errno
import os
import selectors
import signal
import termios
from codecs import getincrementaldecoder
from collections.abc import Iterable
from functools import partial
from shutil import get_terminal_size
from types import FrameType
from typing import IO, Any, ClassVar

from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message_pump import MessagePump
from textual.widget import Widget

from tui.keys.keyboard import join_lam_alef
from tui.terminal.encoding import Encoder
from tui.terminal.input import ESC, Kind, Piece, Splitter
from tui.terminal.profiles import Profile

PATIENCE = 1.0
"""Seconds after which the next key goes on, whatever became of the last one."""


async def wait_until_processed(receiver: Widget) -> None:
    """Wait until all that came of a key which was handed to `receiver` has happened.

    A key goes up from queue to queue to its screen, as do the messages that it gives rise to:
    so each queue on that way is asked, twice, to say when it has come to this point.
    """
    stations = [node for node in receiver.ancestors_with_self if isinstance(node, Widget)]
    try:
        async with asyncio.timeout(PATIENCE):
            for node in stations:
                await _reached(node)
                await _reached(node)
            top = receiver.app.screen
            if top not in stations:
                # A screen that was opened begins with its queue when it has been laid out.
                await _reached(top)
    except TimeoutError:
        return


async def _reached(node: MessagePump) -> None:
    """Wait until a queue has come to its present end; one that is closed has."""
    reached = asyncio.Event()
    if node.call_later(reached.set):
        await reached.wait()


_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


_POLL = 0.1
"""Seconds after which the input thread looks whether it should end."""


# What Textual sets and has to be undone where it cannot do so itself any more: paste, mouse and
# focus reports, keyboard protocol, alternate screen, cursor, line wrap.
_RESET = (
    "\x1b[?2004l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?7h"
)


class _Screen:
    """Standard error as Textual's writer thread sees it.

    After a hang-up each write fails. The writer would die of it, and its queue, once full,
    would hold up the app for ever: so what cannot be written any more is let go.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        try:
            self._file.write(text)
        except OSError as error:
            _unless_hung_up(error)

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            _unless_hung_up(error)

    def fileno(self) -> int:
        return self._file.fileno()


def _unless_hung_up(error: OSError) -> None:
    """Raise the error, but where it says that the terminal is gone."""
    if error.errno not in (errno.EIO, errno.ENXIO, errno.EPIPE):
        raise error


class TerminalDriver(LinuxDriver):
    """The driver of one terminal; `driver_class` makes the class that an app is given."""

    profile: ClassVar[Profile]
    typed: ClassVar[bytes] = b""
    """Keys typed before the app runs."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        """Drive `app`; the options are Textual's."""
        super().__init__(app, **options)
        # Private, as Textual gives no other way to survive a hang-up (see _Screen).
        self._file: Any = _Screen(self._file)
        self._encoder = Encoder(
            self.profile, no_color=app.no_color, columns=lambda: get_terminal_size().columns
        )
        self._typed = self.typed
        self._handlers: dict[int, Any] = {}
        self._ending = False

    # Out

    def write(self, data: str) -> None:
        """Write what Textual painted, encoded for this terminal."""
        super().write(self._encoder.encode(data))

    def start_application_mode(self) -> None:
        """Tell the terminal who reorders, then let Textual take it over."""
        if self._in_foreground():
            self._tell(self.profile.enter)
            for number in _ENDING:
                self._handlers.setdefault(number, signal.signal(number, self._end))
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]
        except BaseException:
            self._tell(self.profile.leave)
            raise

    def stop_application_mode(self) -> None:
        """Let Textual give the terminal back, then make it as it was."""
        super().stop_application_mode()
        super().write(self.profile.leave)

    def close(self) -> None:
        """Wait until all is written; from then on signals are as they were."""
        super().close()
        while self._handlers:
            signal.signal(*self._handlers.popitem())

    def _tell(self, sequence: str) -> None:
        """Write to the terminal at once, while there is no writer thread."""
        self._file.write(sequence)
        self._file.flush()

    def _in_foreground(self) -> bool:
        """Whether this process may write to the terminal; where not, Textual stops it."""
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:
            return True

    def _end(self, number: int, _frame: FrameType | None) -> None:
        """On a signal that ends the program, end the app in order; on a second one, at once."""
        if not self._ending:
            self._ending = True
            self._loop.call_soon_threadsafe(partial(self._app.exit, return_code=128 + number))
            return
        try:
            os.write(self._file.fileno(), (_RESET + self.profile.leave).encode())
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        except (OSError, termios.error):
            pass  # the terminal is gone, and the signal still has to do its work
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)

    # In

    def run_input_thread(self) -> None:
        """Read keys and reports until the app stops, taking escape and a key for two keys."""
        parser, splitter = XTermParser(), Splitter()
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        typed, self._typed = self._typed, b""
        self._dispatch(parser, splitter.feed(decode(typed)))
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(constants.ESCAPE_DELAY if splitter.waiting else _POLL):
                    data = self._read()
                    if not data:
                        self._loop.call_soon_threadsafe(partial(self._app.exit, return_code=1))
                        return
                    self._dispatch(parser, splitter.feed(join_lam_alef(decode(data))))
                elif splitter.waiting:
                    self._dispatch(parser, splitter.flush())

    def _read(self) -> bytes:
        """Read what there is; nothing when the terminal is gone."""
        try:
            return os.read(self.fileno, 4096)
        except OSError as error:
            _unless_hung_up(error)
            return b""

    def _dispatch(self, parser: XTermParser, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            if piece.kind is Kind.ESCAPE:
                self.process_message(events.Key("escape", ESC))
            elif piece.kind is Kind.PASTE:
                self.process_message(events.Paste(piece.text.replace("\0", "")))
            else:
                for message in parser.feed(piece.text):
                    self.process_message(message)


def driver_class(profile: Profile, typed: bytes = b"") -> type[TerminalDriver]:
    """The driver for an app on a terminal with this profile.

    `typed` is what was read from the terminal before the app runs: its first keys.
    """

    class ProfiledDriver(TerminalDriver):
        pass

    ProfiledDriver.profile = profile
    ProfiledDriver.typed = typed
    return ProfiledDriver
