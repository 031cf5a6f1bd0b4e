"""Keep an open database in step with its hub, in a thread, so that no key waits for the network.

The thread has its own connections to the database and to the hub, and imports the modules for
them. The reader calls `status`, which only reads the thread's last results.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import NamedTuple

from tui.errors import HashiyaError
from tui.store.database import Store

SYNC_INTERVAL = 30.0
"""Seconds between two exchanges."""

COUNT_INTERVAL = 2.0
"""Seconds between two counts of the rows to send."""


class BackgroundResult(NamedTuple):
    """The result of the last exchange, and the rows to send in the next one."""

    synced_at: float | None = None
    """When, on the monotonic clock; None before the first exchange that succeeded."""
    pending: int = 0
    error: str = ""
    """Why the last exchange failed; empty if it succeeded."""


class BackgroundSync:
    """Exchanges rows with the hub every `SYNC_INTERVAL` seconds, when woken, and at the end."""

    def __init__(self, path: Path, address: str, annotator: str) -> None:
        self._path, self._address, self._annotator = path, address, annotator
        self._result = BackgroundResult()
        self._woken = threading.Event()
        self._ending = False
        self._thread = threading.Thread(target=self._run, name="hub", daemon=True)

    @property
    def result(self) -> BackgroundResult:
        """The last result of the thread."""
        return self._result

    def start(self) -> None:
        """Start the thread with a first exchange."""
        self._thread.start()

    def wake(self) -> None:
        """Make the thread exchange rows as soon as possible."""
        self._woken.set()

    def stop(self, seconds: float) -> None:
        """Exchange once more, and wait at most `seconds` for it; the rest is sent next time."""
        self._ending = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def status(self) -> str:
        """Return the text for the status line, for example `synced 2 min ago` or `12 to send`."""
        result = self._result
        if result.pending:
            return f"{result.pending:,} to send"
        if result.synced_at is None:
            return "not synced" if result.error else ""
        minutes = int((time.monotonic() - result.synced_at) / 60)
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
        until = time.monotonic() + SYNC_INTERVAL
        while not self._woken.wait(min(COUNT_INTERVAL, max(until - time.monotonic(), 0.0))):
            if time.monotonic() >= until:
                return
            self._count()

    def _exchange(self) -> None:
        from tui.hub.exchange import sync  # here, since it would delay the start of the reader

        try:
            with Store.open(self._path, create=False) as store:
                report = sync(store, self._address, self._annotator)
        except HashiyaError as error:
            self._result = self._result._replace(error=str(error))
            self._count()
        else:
            self._result = BackgroundResult(time.monotonic(), report.pending)

    def _count(self) -> None:
        try:
            with Store.open(self._path, create=False, read_only=True) as store:
                self._result = self._result._replace(pending=store.hub.pending())
        except HashiyaError as error:
            self._result = self._result._replace(error=str(error))
