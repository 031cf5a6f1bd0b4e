"""Make suggestions for the open document; accepting them is left to a person.

Finding them takes seconds if thousands of names are known, so the reader does it in a thread
(`SuggestingRun`). The session's own thread then stores them.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tui import suggest
from tui.model import Annotation, DocumentInfo
from tui.schema import LabelSchema
from tui.session.messages import StatusMessage, plural
from tui.session.session import Session
from tui.store.database import Store
from tui.store.row_mapping import Change


class SuggestionRequest(NamedTuple):
    """The document to make suggestions for, as it is when they are requested."""

    document: DocumentInfo
    text: str
    annotator: str
    makers: Sequence[str]
    """The built-in suggesters to use."""


def request_of(session: Session) -> SuggestionRequest | None:
    """Return a request for the open document; None without one."""
    if session.info is None:
        return None
    makers = tuple(session.suggest_with)
    return SuggestionRequest(session.info, session.open_text.text, session.annotator, makers)


def _find(
    store: Store, schema: LabelSchema, request: SuggestionRequest
) -> list[suggest.Suggestion]:
    """Return the suggestions for a text, ranked by the decisions in all documents."""
    learned = suggest.experience_of(store, schema, request.annotator)
    return learned.ranked(
        suggest.suggest(request.text, learned.names, request.makers), request.text
    )


def store_suggestions(
    session: Session, request: SuggestionRequest, found: list[suggest.Suggestion]
) -> StatusMessage:
    """Store what was found for a document as one command of its history, which one undo removes.

    What is annotated already, or was suggested before, is left out; a speaker that is annotated
    already gets only the link.
    The document need not be open any more. Raises Conflict if its text was replaced meanwhile, and
    StoreError if it cannot be read.
    """
    document = request.document
    if session.annotator != request.annotator:
        return StatusMessage("another annotator works now: no suggestions were stored")
    there = [
        row for row in session.store.annotations.in_document(document.id) if session.may_change(row)
    ]
    ids = {row.id for row in there}
    links = [row for row in session.store.links.in_document(document.id) if row.from_id in ids]
    made = suggest.new_rows(
        found, document, request.text, there, links, session.schema, request.annotator
    )
    count = sum(isinstance(row, Annotation) for row in made)
    session.suggestions_tried.add(document.id)
    if not count:
        return StatusMessage("nothing new to suggest")
    changes = [Change(None, row) for row in made]
    result = session.commit_to(document, request.text, f"suggest {count}", changes)
    message = result.message(f"{count} {plural('suggestion', count)}")
    if session.info is None or session.info.id != document.id:
        return message._replace(text=f"{message.text} in {document.title or document.id}")
    return message._replace(text=f"{message.text}; j goes to the first")


class SuggestingRun:
    """A thread that finds suggestions, with its own connection to the database."""

    def __init__(self, path: Path, schema: LabelSchema, request: SuggestionRequest) -> None:
        self.request = request
        self._path, self._schema = path, schema
        self._found: list[suggest.Suggestion] = []
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="suggest", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            with Store.open(self._path, create=False) as store:
                self._found = _find(store, self._schema, self.request)
        except Exception as error:  # noqa: BLE001 - for the thread that asks
            self._error = error

    def is_done(self, seconds: float = 0.0) -> bool:
        """Whether the thread has ended, after waiting at most this long for it."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def store(self, session: Session) -> StatusMessage:
        """Store what the thread found, once it has ended; return the message.

        Raises what the thread raised, and Conflict and StoreError as `store_suggestions` does.
        """
        if self._error is not None:
            raise self._error
        return store_suggestions(session, self.request, self._found)
