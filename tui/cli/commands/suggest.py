"""`hashiya suggest`: store suggestions for documents, which people accept or reject in the
reader."""

from __future__ import annotations

import argparse
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from tui.cli.environment import annotator_name, open_config, open_schema, open_store
from tui.cli.output import count_progress, notify, report_progress, write_fields, write_json
from tui.config.permissions import allowed
from tui.errors import SuggesterError
from tui.model import Annotation, DocumentInfo, Link
from tui.schema.labels import LabelSchema
from tui.store.database import Store
from tui.store.row_mapping import Change
from tui.suggest import kept, suggest
from tui.suggest.experience import experience_of
from tui.suggest.external.command_run import TimeLimits
from tui.suggest.external.external_suggesters import OutsideRun, OutsideSuggester, find_suggester
from tui.suggest.gazetteer import find_places, with_places
from tui.suggest.storing import new_rows

_SHOWN = 20
"""The most refused answers of a suggester that are shown one by one."""


def run(options: argparse.Namespace) -> int:
    """Store what the chosen suggesters propose, one undo step per document; print the counts."""
    config = open_config(options)
    permitted = allowed(config)
    makers = list(dict.fromkeys(options.makers or ["rules"]))
    found = {name: find_suggester(name, permitted) for name in makers}
    built_in = [name for name in makers if found[name] is None]
    schema = open_schema(options, config)
    with open_store(options, read_only=False) as store, _exit_on_signals():
        annotator = annotator_name(options, config.settings, store)
        documents = _Documents(store, options.documents)  # before the first write
        if built_in:
            _BuiltInPass(store, schema, annotator, built_in, options).run(documents)
        outside = [one for one in found.values() if one is not None]
        passed = [
            _OutsidePass(store, schema, annotator, one, options).run(documents) for one in outside
        ]
    return 0 if all(passed) else 1


class _Documents:
    """The named documents, or all of them; can be iterated more than once."""

    def __init__(self, store: Store, wanted: Sequence[str]) -> None:
        """Find the named ones. Raises StoreError for a name that matches none or several."""
        self._store = store
        named = [store.documents.find(name) for name in wanted]
        self._named = {document.id: document for document in named}

    def __iter__(self) -> Iterator[DocumentInfo]:
        yield from self._named.values() or self._store.documents.in_blocks()


class _BuiltInPass:
    """The built-in suggesters over all documents: stores and prints their suggestions."""

    def __init__(
        self,
        store: Store,
        schema: LabelSchema,
        annotator: str,
        makers: Sequence[str],
        options: argparse.Namespace,
    ) -> None:
        self._store = store
        self._schema = schema
        self._annotator = annotator
        self._makers = makers
        self._options = options
        self._learned = experience_of(store, schema, annotator)

    def run(self, documents: Iterable[DocumentInfo]) -> None:
        """Store the suggestions for each document as one command, and print their counts."""
        with report_progress("suggesting", "code points", 0) as advance:
            for document in documents:
                text = self._store.documents.text(document.text_sha256)
                rows = self._new_rows(document, text, advance)
                if rows:
                    count = sum(isinstance(row, Annotation) for row in rows)
                    changes = [Change(None, row) for row in rows]
                    self._store.history.commit(
                        f"suggest {count}", document.id, self._annotator, changes
                    )
                _report(document, rows, as_json=self._options.json)

    def _new_rows(
        self, document: DocumentInfo, text: str, advance: Callable[[int], object]
    ) -> list[Annotation | Link]:
        """Return the suggestions that are not in the document yet."""
        learned, least = self._learned, self._options.min_score
        found = learned.ranked(suggest(text, learned.names, self._makers, advance=advance), text)
        found = kept(found, lambda one: one.score is None or one.score >= least)
        if "gazetteer" in self._makers:
            found = with_places(found, learned.ranked(find_places(text), text), least)
        there = [
            row
            for row in self._store.annotations.in_document(document.id)
            if row.annotator == self._annotator or row.status == "suggested"
        ]
        links = self._store.links.in_document(document.id)
        return new_rows(found, document, text, there, links, self._schema, self._annotator)


class _OutsidePass:
    """One external suggester over all documents: stores and prints its suggestions."""

    def __init__(
        self,
        store: Store,
        schema: LabelSchema,
        annotator: str,
        suggester: OutsideSuggester,
        options: argparse.Namespace,
    ) -> None:
        self._options = options
        self._name = suggester.name
        self._suggester = suggester
        self._run = OutsideRun(store, schema, annotator, suggester, options.min_score)
        self._refused = 0

    def run(self, documents: Iterable[DocumentInfo]) -> bool:
        """Ask about all documents and print what was stored; return whether all went well."""
        limits = TimeLimits(self._options.start_timeout, self._options.timeout)
        in_order = True
        with count_progress("suggesting", "documents") as count:
            if self._suggester.url:
                outcomes = self._run.by_backend(documents, limits.between)
            else:
                outcomes = self._run.by_command(documents, limits, self._print)
            try:
                for outcome in count(outcomes):
                    for problem in outcome.problems:
                        self._refuse(problem)
                    if outcome.document is not None:
                        _report(outcome.document, outcome.rows, as_json=self._options.json)
            except SuggesterError as error:
                in_order = False
                self._print(str(error))
            else:
                for document in self._run.waiting.values():
                    _report(document, (), as_json=self._options.json)
        if self._refused > _SHOWN:
            self._print(f"{self._refused:,} spans, links or answers were refused")
        return in_order and not self._refused

    def _refuse(self, problem: str) -> None:
        self._refused += 1
        if self._refused <= _SHOWN:
            self._print(problem)

    def _print(self, message: str) -> None:
        notify(f"hashiya: {self._name}: {message}")


@contextmanager
def _exit_on_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind the stack, so that no command outlives the program."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _report(document: DocumentInfo, rows: Sequence[Annotation | Link], *, as_json: bool) -> None:
    if not rows and not as_json:
        write_fields(document.id, 0, "")
        return
    labels = Counter(row.label for row in rows if isinstance(row, Annotation))
    if as_json:
        write_json(
            {
                "document_id": document.id,
                "suggestions": labels.total(),
                "labels": dict(sorted(labels.items())),
                "links": sum(isinstance(row, Link) for row in rows),
            }
        )
        return
    counts = " ".join(f"{label}:{count}" for label, count in sorted(labels.items()))
    write_fields(document.id, labels.total(), counts)
