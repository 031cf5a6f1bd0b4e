"""A small app for the tests on a pty: it paints rows, and says what reaches it.

`python -m tests.ui.terminal_app EVENTS` writes what reaches it to the file descriptor EVENTS,
one event a line.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import termios
import time

from textual.app import App, ComposeResult
from textual.events import Key, Paste
from textual.widgets import Static

from tui.terminal import colour_depth, detect
from tui.ui.driver import driver_class

ROW = "ﻢﻟﺎﻌﻟﺍ [red]world[/red]"


class Sample(App[None]):
    """Quits with q, suspends with z, fails with x, and hangs with h.

    With s one signal ends it and another is to stop it. After f it takes a while to drop what was
    typed. After t it is asked to stop twice: while it ends, and when it has.
    """

    def __init__(self, events: int, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]  # passed on
        self.events = events
        self.is_stopped_at_end = False

    def say(self, event: str) -> None:
        os.write(self.events, f"{event}\n".encode())

    def compose(self) -> ComposeResult:
        yield Static(ROW)

    def on_ready(self) -> None:
        self.say("ready")

    async def on_unmount(self) -> None:
        if self.is_stopped_at_end:
            os.kill(os.getpid(), signal.SIGTSTP)
            await asyncio.sleep(0.1)
            self.say("left")

    def on_paste(self, event: Paste) -> None:
        self.say(f"paste {event.text!r}")

    def on_key(self, event: Key) -> None:
        self.say(event.key)
        if event.key == "q":
            self.exit()
        elif event.key == "z":
            self.action_suspend_process()
        elif event.key == "f":
            drop_slowly()
        elif event.key == "s":
            os.kill(os.getpid(), signal.SIGTERM)
            os.kill(os.getpid(), signal.SIGTSTP)
        elif event.key == "t":
            self.is_stopped_at_end = True
        elif event.key == "x":
            raise RuntimeError("asked to fail")
        elif event.key == "h":
            while True:
                time.sleep(0.01)


def drop_slowly() -> None:
    """Let the program wait before it drops what was typed, as on a busy machine."""
    drop = termios.tcflush

    def slow(*arguments: int) -> None:
        time.sleep(0.3)
        drop(*arguments)

    # mypy expects the names of the arguments too
    termios.tcflush = slow  # type: ignore[assignment]


if __name__ == "__main__":
    profile, answers = detect()
    os.environ.update(colour_depth.environment(answers, os.environ))
    app = Sample(int(sys.argv[1]), driver_class=driver_class(profile, answers.typed))
    app.run()
    if app.is_stopped_at_end:
        os.kill(os.getpid(), signal.SIGTSTP)
        app.say("ended")
    sys.exit(app.return_code)
