"""Keep an open database in step with its hub, in a thread that blocks no key.

The thread has its own connections to the database and to the hub, and imports what it needs for
them. The reader asks for `status`, which only reads the thread's last results.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import NamedTuple

from tui.errors import HashiyaError
from tui.store.database import Store

EVERY = 30.0
"""Seconds between two exchanges."""

LOOK_EVERY = 2.0
"""Seconds between two counts of the rows to send."""


class HubNews(NamedTuple):
    """The result of the last exchange, and how much waits for the next one."""

    synced_at: float | None = None
    """On the monotonic clock; None before the first exchange that succeeded."""
    pending: int = 0
    error: str = ""
    """Why the last exchange failed; empty when it did not."""


class BackgroundSync:
    """Exchanges rows with the hub every `EVERY` seconds, when woken, and once more at the end."""

    def __init__(self, path: Path, address: str, annotator: str) -> None:
        self._path, self._address, self._annotator = path, address, annotator
        self._news = HubNews()
        self._woken = threading.Event()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="hub", daemon=True)

    @property
    def news(self) -> HubNews:
        """Return the last result of the thread."""
        return self._news

    def start(self) -> None:
        """Begin with a first exchange."""
        self._thread.start()

    def wake(self) -> None:
        """Exchange as soon as possible."""
        self._woken.set()

    def stop(self, seconds: float) -> None:
        """Exchange once more, and wait at most this long for it; the rest is sent next time."""
        self._ending = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def status(self) -> str:
        """Return the text for the status line, for example `synced 2 min ago` or `12 to send`."""
        news = self._news
        if news.pending:
            return f"{news.pending:,} to send"
        if news.synced_at is None:
            return "not synced" if news.error else ""
        minutes = int((time.monotonic() - news.synced_at) / 60)
        return f"synced {minutes} min ago" if minutes else "synced now"

    def _run(self) -> None:
        while True:
            ending = self._ending
            self._woken.clear()
            self._exchange()
            if ending:
                return
            self._wait()

    def _wait(self) -> None:
        """Wait for the next exchange, and meanwhile count the rows to send."""
        until = time.monotonic() + EVERY
        while not self._woken.wait(min(LOOK_EVERY, max(until - time.monotonic(), 0.0))):
            if time.monotonic() >= until:
                return
            self._count()

    def _exchange(self) -> None:
        from tui.hub.exchange import sync  # here, so that the reader's start does not wait for it

        try:
            with Store.open(self._path, create=False) as store:
                report = sync(store, self._address, self._annotator)
        except HashiyaError as error:
            self._news = self._news._replace(error=str(error))
            self._count()
        else:
            self._news = HubNews(time.monotonic(), report.pending)

    def _count(self) -> None:
        try:
            with Store.open(self._path, create=False, read_only=True) as store:
                self._news = self._news._replace(pending=store.hub.pending())
        except HashiyaError as error:
            self._news = self._news._replace(error=str(error))
