"""Asking external suggesters about documents, and checking and storing their answers.

The answer about one document is stored as one command as soon as it arrives, so that nothing that
happens later changes it.
"""

from __future__ import annotations

import shlex
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tui.config.permissions import Permissions
from tui.config.settings import BUILT_IN_SUGGESTERS
from tui.errors import SuggesterError, UsageError
from tui.model import Annotation, DocumentInfo, Link
from tui.schema.labels import LabelSchema
from tui.store.database import Store
from tui.store.row_mapping import Change
from tui.suggest.experience import experience_of
from tui.suggest.external.answers import (
    OutsideAnswer,
    checked,
    document_line,
    parse_answer,
    schema_line,
)
from tui.suggest.external.backend import Backend, RequestRefused
from tui.suggest.external.command_run import CommandRun, TimeLimits
from tui.suggest.storing import is_same, new_rows

_BLOCK, _BLOCK_LENGTH = 100, 200_000
"""Documents, and code points of their texts, that are read at once."""

MAX_NONSENSE = 20
"""Answers of the wrong shape after which a command is ended."""


class OutsideSuggester(NamedTuple):
    """A command or the address of an ML backend, and the name its suggestions get."""

    name: str
    command: tuple[str, ...] = ()
    url: str = ""
    folder: Path | None = None
    """Where the command runs; None: the working directory."""


class SuggestOutcome(NamedTuple):
    """The result of one answer."""

    document: DocumentInfo | None
    """None for an answer that is about no document."""
    rows: Sequence[Annotation | Link] = ()
    """What was stored."""
    problems: Sequence[str] = ()
    """Why the answer, or parts of it, were refused."""

    @property
    def annotations(self) -> int:
        """How many of the rows are annotations."""
        return sum(isinstance(row, Annotation) for row in self.rows)


def find_suggester(name: str, allowed: Permissions) -> OutsideSuggester | None:
    """Return the suggester that a name after `--with` means; None for a built-in one.

    Raises SuggesterError for a name in a file that is not trusted, and UsageError for a command
    line that cannot be split into words.
    """
    if name in BUILT_IN_SUGGESTERS:
        return None
    if name in allowed.suggesters:
        found = allowed.suggesters[name]
        return OutsideSuggester(name, found.command, found.url, found.folder)
    if name in allowed.refused_suggesters:
        raise SuggesterError(
            f"{name}: {allowed.folder / 'hashiya.toml'} names it and is not trusted; "
            f"{allowed.how_to_trust}"
        )
    if name.startswith(("http://", "https://")):
        return OutsideSuggester(address_without_password(name), url=name)
    try:
        command = tuple(shlex.split(name))
    except ValueError as error:
        raise UsageError(f"--with {name}: {error}") from error
    if not command or not command[0]:
        raise UsageError("--with: an empty name")
    return OutsideSuggester(name, command)


def address_without_password(url: str) -> str:
    """Return an address without the user and password it may contain."""
    scheme, slashes, rest = url.partition("//")
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}"


def _blocks(documents: Iterable[DocumentInfo]) -> Iterator[list[DocumentInfo]]:
    """Yield the documents in blocks that are read at once; a long document is a block alone."""
    block: list[DocumentInfo] = []
    length = 0
    for document in documents:
        if block and (len(block) == _BLOCK or length + document.length > _BLOCK_LENGTH):
            yield block
            block, length = [], 0
        block.append(document)
        length += document.length
    if block:
        yield block


class OutsideRun:
    """One suggester, applied to documents of an open database for one annotator."""

    def __init__(
        self,
        store: Store,
        schema: LabelSchema,
        annotator: str,
        suggester: OutsideSuggester,
        min_score: float = 0.0,
    ) -> None:
        self._store = store
        self._schema = schema
        self._annotator = annotator
        self._suggester = suggester
        self._min_score = min_score
        self.waiting: dict[str, DocumentInfo] = {}
        """Documents that were sent and have no answer yet."""

    def outcomes(
        self,
        documents: Iterable[DocumentInfo],
        ending: threading.Event,
        limits: TimeLimits = TimeLimits(),  # noqa: B008 (immutable)
    ) -> Iterator[SuggestOutcome]:
        """Ask the command or the backend, and yield the outcomes.

        A command's messages on stderr are only kept for an error. A command is ended when `ending`
        is set. Raises as `by_command` and `by_backend` do.
        """
        if self._suggester.url:
            yield from self.by_backend(documents, limits.between)
            return
        said: deque[str] = deque(maxlen=1)
        try:
            yield from self.by_command(documents, limits, said.append, ending)
        except SuggesterError as error:
            raise SuggesterError(": ".join([str(error), *said])) from error

    def by_command(
        self,
        documents: Iterable[DocumentInfo],
        limits: TimeLimits,
        on_message: Callable[[str], None],
        ending: threading.Event | None = None,
    ) -> Iterator[SuggestOutcome]:
        """Run the command and store its answers as they come.

        `on_message` gets each line of its stderr. Raises SuggesterError if the command fails, takes
        too long, or gives only wrong answers.
        """
        nonsense = 0
        lines = self._lines(documents)
        suggester = self._suggester
        with CommandRun(
            suggester.command, lines, limits, on_message, suggester.folder, ending
        ) as run:
            for number, line in enumerate(run.answers(), 1):
                try:
                    answer = parse_answer(line, number)
                    outcome = self._store_answer(answer)
                except SuggesterError as error:
                    nonsense += 1
                    if nonsense > MAX_NONSENSE:
                        message = f"ended, since more than {MAX_NONSENSE} lines are not answers"
                        raise SuggesterError(message) from error
                    outcome = SuggestOutcome(None, problems=(str(error),))
                yield outcome

    def by_backend(
        self, documents: Iterable[DocumentInfo], seconds: float
    ) -> Iterator[SuggestOutcome]:
        """Ask the ML backend about each document, and store its answers as they come.

        A request may take `seconds`. Raises SuggesterError if the backend cannot be reached, takes
        too long, or gives only wrong answers.
        """
        nonsense = 0
        backend = Backend(self._suggester.url, self._schema, seconds)
        for document in documents:
            text = self._store.documents.text(document.text_sha256)
            self.waiting[document.id] = document
            try:
                outcome = self._store_answer(backend.predict(document, text))
            except RequestRefused as error:
                nonsense += 1
                if nonsense > MAX_NONSENSE:
                    message = f"more than {MAX_NONSENSE} answers are none; the last: {error}"
                    raise SuggesterError(message) from error
                outcome = SuggestOutcome(None, problems=(f"{document.id}: {error}",))
            yield outcome

    def _lines(self, documents: Iterable[DocumentInfo]) -> Iterator[bytes]:
        yield schema_line(self._schema)
        for block in _blocks(documents):
            texts = self._store.documents.texts(document.text_sha256 for document in block)
            annotated = self._store.annotations.annotated(document.id for document in block)
            for document in block:
                self.waiting[document.id] = document
                there, links = (
                    self._existing_rows(document) if document.id in annotated else ([], [])
                )
                yield document_line(document, texts[document.text_sha256], there, links)

    def _existing_rows(self, document: DocumentInfo) -> tuple[list[Annotation], list[Link]]:
        """Return the annotations that count for the annotator, and the links between them."""
        there = [
            row
            for row in self._store.annotations.in_document(document.id)
            if row.annotator == self._annotator or row.status == "suggested"
        ]
        if not there:
            return [], []
        ids = {row.id for row in there}
        links = self._store.links.in_document(document.id)
        return there, [row for row in links if row.from_id in ids and row.to_id in ids]

    def _store_answer(self, answer: OutsideAnswer) -> SuggestOutcome:
        """Store the suggestions of an answer as one command.

        Raises SuggesterError for an answer about a document that is not waiting for one.
        """
        document = self.waiting.pop(answer.document_id, None)
        if document is None:
            where = f"line {answer.line}: " if answer.line else ""
            what = "is not one of the documents that wait for an answer"
            raise SuggesterError(f"{where}{answer.document_id!r} {what}")
        if not answer.spans and not answer.links:
            return SuggestOutcome(document)
        text = self._store.documents.text(document.text_sha256)
        there, links = self._existing_rows(document)
        name = self._suggester.name
        found = checked(answer, text, name, self._schema, there, self._min_score)
        suggestions = found.suggestions
        if name in BUILT_IN_SUGGESTERS:
            learned = experience_of(self._store, self._schema, self._annotator)
            suggestions = learned.ranked(suggestions, text)
        rows = new_rows(
            suggestions, document, text, there, links, self._schema, self._annotator, is_same
        )
        if rows:
            count = sum(isinstance(row, Annotation) for row in rows)
            changes = [Change(None, row) for row in rows]
            with self._store.writing():
                self._store.history.commit(
                    f"suggest {count}", document.id, self._annotator, changes
                )
        return SuggestOutcome(document, rows, found.refused)
