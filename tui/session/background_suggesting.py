"""Run the configured suggesters for the open document, in threads, so that no key waits.

Each run has its own connection to the database. The reader sees what it stores as it sees other
programs' changes, and `take_message` returns messages.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import tui
from tui.config.permissions import NamedSuggester
from tui.errors import HashiyaError, SuggesterError
from tui.schema import LabelSchema
from tui.session.messages import Level, StatusMessage, plural
from tui.store.database import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.suggest.external.external_suggesters import SuggestOutcome


class _Job(NamedTuple):
    """The work of one thread."""

    suggesters: Sequence[NamedSuggester]
    document_id: str
    annotator: str


def gazetteer_command(*, auto: bool) -> NamedSuggester:
    """Return the built-in gazetteer as a command.

    It is a process of its own, since reading its names takes a second, in which a thread would
    delay the reader's keys. It runs in the folder of the package, because Python imports from the
    working directory first.
    """
    command = (sys.executable, "-m", "tui.suggest.gazetteer")
    return NamedSuggester("gazetteer", command, "", auto, Path(tui.__file__).parents[1])


class BackgroundSuggesters:
    """The suggesters of the settings that may be used, and the runs of this session."""

    def __init__(
        self, path: Path, schema: LabelSchema, suggesters: Sequence[NamedSuggester]
    ) -> None:
        self._path, self._schema = path, schema
        self._suggesters = suggesters
        self._ending = threading.Event()
        self._running: dict[str, threading.Thread] = {}
        """By document."""
        self._news: deque[StatusMessage] = deque()

    def start(
        self, document_id: str, annotator: str, *, only_automatic: bool = False
    ) -> StatusMessage | None:
        """Run the suggesters for a document; return a message, or None if there is nothing to run.

        With `only_automatic`, run only those for documents that are opened for the first time.
        """
        chosen = [one for one in self._suggesters if one.auto or not only_automatic]
        if not chosen:
            return None
        before = self._running.get(document_id)
        if before is not None and before.is_alive():
            return StatusMessage("its suggesters are still running")
        job = _Job(chosen, document_id, annotator)
        thread = threading.Thread(target=self._run, args=(job,), name="suggest", daemon=True)
        self._running[document_id] = thread
        thread.start()
        names = ", ".join(one.name for one in chosen)
        return StatusMessage(f"{names}: running; suggestions appear as they come")

    def take_message(self) -> StatusMessage | None:
        """Return the result or error of a run that has ended; each is returned once."""
        return self._news.popleft() if self._news else None

    def stop(self, seconds: float) -> None:
        """End all commands with their children; wait at most this long for the threads."""
        self._ending.set()
        until = time.monotonic() + seconds
        for thread in self._running.values():
            thread.join(max(until - time.monotonic(), 0.0))

    def _run(self, job: _Job) -> None:
        # Here, so that the reader's start does not wait for it.
        from tui.suggest.external.external_suggesters import OutsideRun, OutsideSuggester

        for one in job.suggesters:
            if self._ending.is_set():
                return
            name = one.name
            suggester = OutsideSuggester(name, one.command, one.url, one.folder)
            try:
                with Store.open(self._path, create=False) as store:
                    run = OutsideRun(store, self._schema, job.annotator, suggester)
                    document = store.documents.get(job.document_id)
                    self._news.append(
                        _store_and_summarise(name, run.outcomes([document], self._ending))
                    )
            except HashiyaError as error:
                if not self._ending.is_set():
                    self._news.append(StatusMessage(f"{name}: {error}", Level.ERROR))


def _store_and_summarise(name: str, outcomes: Iterator[SuggestOutcome]) -> StatusMessage:
    """Store the answers for one document; return a message with the result."""
    count = 0
    problems: list[str] = []
    failure = ""
    try:
        for outcome in outcomes:
            count += outcome.annotations
            problems += outcome.problems
    except SuggesterError as error:
        if not count:
            raise
        failure = f", then it {error}"
    found = f"{name}: {count} {plural('suggestion', count)}{failure}"
    if count:
        found += "; j goes to the first"
    if failure or not problems:
        return StatusMessage(found, Level.ERROR if failure else Level.INFO)
    more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
    return StatusMessage(f"{found}; refused: {problems[0]}{more}", Level.ERROR)
