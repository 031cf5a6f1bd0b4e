"""Textual's driver for a page of a browser, with this program's encoding and keys.

The server (`tui.web`) starts a reader for each page and talks to it by Textual's protocol for web
apps: packets on standard input and output, each a letter, four bytes of size and a payload. `D` is
what a terminal would get or send, `M` a JSON object such as a new size or the order to quit. In
the page xterm.js draws it.

`NOT_PUBLIC` lists what this module uses of Textual beyond its documentation; a test compares the
list with the installed release.
"""

from __future__ import annotations

import asyncio
import os
import re
import selectors
import signal
from functools import partial
from typing import Any, ClassVar

from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver
from textual.geometry import Size
from textual.message import Message

from tui.choices import Bidi, Marks
from tui.keys.keyboard import join_lam_alef
from tui.terminal import Encoder, Escaping, Profile
from tui.terminal.detection import override
from tui.terminal.input import Splitter
from tui.text.unicode import RTL_MARKS, pattern
from tui.ui.driver import dispatch_input, end_app

NOT_PUBLIC = (
    "textual._xterm_parser.XTermParser.feed",
    "textual.driver.Driver._app",
    "textual.driver.Driver._loop",
    "textual.driver.Driver._size",
    "textual.driver.Driver.process_message",
    "textual.drivers._byte_stream.ByteStream.feed",
    "textual.drivers.web_driver.WebDriver._key_thread",
    "textual.drivers.web_driver.WebDriver._on_meta",
    "textual.drivers.web_driver.WebDriver._write",
    "textual.drivers.web_driver.WebDriver.exit_event",
    "textual.drivers.web_driver.WebDriver.fileno",
    "textual.drivers.web_driver.WebDriver.run_input_thread",
    "textual.drivers.web_driver.WebDriver.start_application_mode",
    "textual.drivers.web_driver.WebDriver.write",
)
"""Names of Textual that this module uses and that its documentation does not cover."""

PROFILE = Profile(
    "browser",
    "the page of `hashiya serve` draws with xterm.js",
    escaping=Escaping.LRM,
)
"""One of xterm.js's renderers, that of the DOM, lets the browser reorder; U+200E after each
right-to-left cell keeps the order in all of them."""

_MARK_ON_SPACE = f" (?=[{pattern(RTL_MARKS)}])"
"""A space that bears a mark, as those of pauses in the Quran: in xterm.js's canvases such a mark is
not drawn, but on a no-break space it is."""

_HELLO = b"__GANGLION__\n"
"""The line by which Textual's protocol begins; what was written before is not part of it."""

# Alternate screen, mouse with motion and wide coordinates, focus reports, pastes in brackets, no
# cursor: the reader paints its own.
_START = "\x1b[?1049h\x1b[?1000h\x1b[?1003h\x1b[?1006h\x1b[?1004h\x1b[?2004h\x1b[?25l"

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_POLL = 0.1
"""Seconds between two checks of the input thread whether it should end."""

_STDIN = 0


class PageDriver(WebDriver):
    """The driver of a reader in a page; `page_driver_class` makes the class that an app takes."""

    profile: ClassVar[Profile] = PROFILE

    def __init__(self, app: App[Any], **options: Any) -> None:
        """Drive `app`; the options are Textual's."""
        super().__init__(app, **options)
        self._write = partial(self._write_all)
        self._encoder = Encoder(self.profile, no_color=app.no_color, columns=self._columns)
        self._splitter = Splitter()
        self._dispatch = partial(dispatch_input, self.process_message, XTermParser())
        self._server_is_gone = False

    def _columns(self) -> int:
        return self._size[0] if self._size else 80

    # Output

    def write(self, data: str) -> None:
        """Write Textual's output, encoded for the page."""
        super().write(re.sub(_MARK_ON_SPACE, "\N{NO-BREAK SPACE}", self._encoder.encode(data)))

    def _write_all(self, data: bytes) -> int:
        """Write to the server; drop the rest once it is gone, so that the app can end normally."""
        rest = memoryview(data)
        while rest and not self._server_is_gone:
            try:
                rest = rest[os.write(self.fileno, rest) :]
            except BrokenPipeError:
                self._server_is_gone = True
        return len(data)

    def start_application_mode(self) -> None:
        """Begin the protocol, then read keys. Textual's own would begin without the focus."""
        loop = asyncio.get_running_loop()
        for number in _ENDING:
            loop.add_signal_handler(number, self._end)
        self._write(_HELLO)
        self.write(_START)
        size = Size(*self._size) if self._size else Size(80, 24)
        self._app.post_message(events.Resize(size, size))
        self._key_thread.start()

    def process_message(self, message: Message) -> None:
        """Pass a message to the app, unless it has ended meanwhile."""
        if not self._loop.is_closed():
            super().process_message(message)

    def _end(self) -> None:
        """End the app after the keys that came before."""
        self.process_message(events.Callback(callback=partial(end_app, self._app, 0)))

    # Input

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Handle a packet of the server; the order to quit ends the app as a signal does."""
        if packet_type == "quit":
            self._end()
        else:
            super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Read packets until the app stops, or the server closes the pipe."""
        packets = ByteStream()
        with selectors.DefaultSelector() as selector:
            selector.register(_STDIN, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(constants.ESCAPE_DELAY if self._splitter.waiting else _POLL):
                    data = os.read(_STDIN, 65536)
                    if not data:
                        self._end()
                        return
                    for kind, payload in packets.feed(data):
                        self._receive(kind, payload)
                elif self._splitter.waiting:
                    self._dispatch(self._splitter.flush())

    def _receive(self, kind: str, payload: bytes) -> None:
        """Handle a packet; one of keys holds what the page sent at once."""
        if kind == "D":
            typed = join_lam_alef(payload.decode("utf-8", "replace"))
            self._dispatch(self._splitter.feed(typed))
        else:
            self._on_meta(kind, payload)


def page_driver_class(bidi: Bidi = Bidi.AUTO, marks: Marks = Marks.AUTO) -> type[PageDriver]:
    """Return the driver class for a page, with what the command line says instead of `PROFILE`."""

    class ProfiledPageDriver(PageDriver):
        pass

    ProfiledPageDriver.profile = override(PROFILE, bidi, marks)
    return ProfiledPageDriver
