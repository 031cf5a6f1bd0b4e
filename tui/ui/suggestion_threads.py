"""Looks for suggestions in threads, so that no key waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from tui.session import commands  # `suggesting` is imported at its first use
from tui.session.messages import NOTHING_OPEN, StatusMessage

if TYPE_CHECKING:
    from tui.session.commands.suggesting import SuggestingRun
    from tui.session.session import Session

SUGGESTIONS_WITHIN, CHECK_EVERY = 0.1, 0.03
"""Seconds that `A` waits for suggestions, and between two checks whether they are there."""


class SuggestionThreads:
    """The threads that look for suggestions, one per document."""

    def __init__(
        self,
        session: Session,
        run_worker: Callable[[Coroutine[None, None, None]], object],
        do: Callable[[Callable[[], StatusMessage | None]], None],
        on_stored_elsewhere: Callable[[], None],
    ) -> None:
        self._session = session
        self._run_worker = run_worker
        """Runs a coroutine next to the app's own."""
        self._do = do
        """Calls a function that reads or writes, and shows its message."""
        self._on_stored_elsewhere = on_stored_elsewhere
        """Called after suggestions were stored for a document that is no longer open."""
        self._running: dict[str, SuggestingRun] = {}
        """The running searches, by document."""
        self._afterwards: dict[str, Callable[[], StatusMessage | None]] = {}
        """Functions to call when the search for suggestions has ended, by document."""

    def start(self) -> StatusMessage:
        """Look for suggestions for the open document; return the result if it comes at once."""
        session = self._session
        request = commands.suggesting.request_of(session)
        if request is None:
            return NOTHING_OPEN
        if request.document.id in self._running:
            return StatusMessage("still looking for suggestions")
        run = commands.suggesting.SuggestingRun(session.store.path, session.schema, request)
        if run.is_done(SUGGESTIONS_WITHIN):
            return run.store(session)
        self._running[request.document.id] = run
        self._run_worker(self._wait_for(run))
        return StatusMessage("looking for suggestions")

    def afterwards(self, then: Callable[[], StatusMessage | None]) -> bool:
        """Call `then` when the running search for suggestions ends.

        Return False if none runs.
        """
        info = self._session.info
        if info is None or info.id not in self._running:
            return False
        self._afterwards[info.id] = then
        return True

    async def _wait_for(self, run: SuggestingRun) -> None:
        while not run.is_done():
            await asyncio.sleep(CHECK_EVERY)
        session = self._session
        document_id = run.request.document.id
        del self._running[document_id]
        then = self._afterwards.pop(document_id, None)
        self._do(lambda: run.store(session))
        if session.info is None or session.info.id != document_id:
            self._on_stored_elsewhere()
        elif then is not None and session.annotations.has_suggestions:
            self._do(then)
