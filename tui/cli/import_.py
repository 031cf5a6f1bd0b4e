"""`hashiya import`: read annotations, and their documents, back.

An import's documents on their way into the database: many at once, each before its rows."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tui.anchoring.placement import plan
from tui.cli.environment import annotator_name, database_path, open_config, open_schema, refuse_own
from tui.cli.export import label_infos, rows_of
from tui.cli.output import counting, safe, say, write_line
from tui.errors import Conflict, ExchangeError, HashiyaError, StoreError, UsageError
from tui.formats.registry import ImportRun, format_named
from tui.formats.shared.exchange_options import ImportOptions, Unit
from tui.formats.shared.incoming import ImportedDocument, ImportReport, NewLabel
from tui.model import (
    AnnotatedDocument,
    Annotation,
    Document,
    Known,
    Link,
    Progress,
    RecordSpan,
    new_id,
    now,
)
from tui.session.messages import plural
from tui.store.database import Store

if TYPE_CHECKING:
    from tui.schema import LabelSchema

BATCH_DOCUMENTS = 256


BATCH_LENGTH = 500_000
"""Code points of the texts of a batch, from which on it is written."""


class Arrivals:
    """The documents of one file: those that are there, those that wait, and their rows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last = store.documents.last_rowid()
        self.line = 0
        """Of the file, at which the document stands whose rows were handed on last."""
        self._waiting: dict[str, AnnotatedDocument] = {}
        self._by_text: dict[str, AnnotatedDocument] = {}

    def lookup(self, id: str, sha256: str) -> Known | None:
        """The document by id and hash, else by the hash, else by the id.

        One that has an id of its own is never taken for another of the same file that has the
        same text.
        """
        waiting = self._waiting.get(id) if id else self._by_text.get(sha256)
        if waiting is not None:
            return Known(waiting.id, waiting.title, waiting.source, waiting.sha256, waiting.text)
        info = self._store.documents.known(id, sha256, last_rowid=self._last if id else None)
        if info is None:
            return None
        text = self._store.documents.text(info.text_sha256)
        return Known(info.id, info.title, info.source, info.text_sha256, text)

    def rows(self, arriving: Iterable[ImportedDocument]) -> Iterator[Annotation | Link | Progress]:
        """The rows of the documents, which are written a batch at a time.

        Raises StoreError for a document that the database cannot hold.
        """
        batch: list[ImportedDocument] = []
        length = 0
        for incoming in arriving:
            record = incoming.record
            batch.append(incoming)
            length += len(record.text)
            if not incoming.known:
                self._waiting[record.id] = self._by_text[record.sha256] = record
            if len(batch) >= BATCH_DOCUMENTS or length >= BATCH_LENGTH:
                yield from self._settled(batch)
                batch, length = [], 0
        yield from self._settled(batch)

    def _settled(self, batch: list[ImportedDocument]) -> Iterator[Annotation | Link | Progress]:
        report = self._store.add_documents(map(_document, self._waiting.values()), by_source=False)
        if report.refused:
            raise StoreError(str(report.refused[0]))
        self._waiting.clear()
        self._by_text.clear()
        for incoming in batch:
            self.line = incoming.line
            annotations, links, progress = rows_of(incoming.record)
            yield from annotations
            yield from links
            yield from progress


def _document(record: AnnotatedDocument) -> Document:
    return Document(
        id=record.id,
        title=record.title,
        source=record.source,
        text=record.text,
        meta=record.meta,
    )


STATUS = {"annotation": None, "suggestion": "suggested"}


def run(options: argparse.Namespace) -> int:
    """Import files, each whole or not at all; 1 when one was refused."""
    if options.format and format_named(options.format).read is None:
        raise UsageError(f"{options.format} can only be written")
    config = open_config(options)
    schema = open_schema(options, config)
    path = database_path(options)
    if not path.exists() and not any(map(os.path.lexists, options.files)):
        # No database is made for files that are not there.
        raise ExchangeError("there is no such file or folder", file=options.files[0])
    failed = False
    with Store.open(path) as store:
        annotator = annotator_name(options, config.settings, store)
        for name in options.files:
            try:
                refuse_own(options, name)
                _import_file(store, Path(name), options, schema, annotator)
            except HashiyaError as error:
                failed = True
                for line in str(error).split("\n"):
                    say(line)
    return 1 if failed else 0


def _import_file(
    store: Store,
    path: Path,
    options: argparse.Namespace,
    schema: LabelSchema,
    annotator: str,
) -> None:
    arrivals = Arrivals(store)
    asked = _options(store, arrivals, options, schema, annotator)
    reading = ImportRun(path, asked, options.format)
    source = reading.report.source
    bar = counting(
        f"reading {safe(path.name)}", "documents", lambda: (source.position, reading.size)
    )
    with bar as count, store.writing():
        try:
            report = store.load(arrivals.rows(count(reading)))
        except Conflict as error:
            raise ExchangeError(str(error), file=str(path), line=arrivals.line) from error
        unknown = reading.report.new_labels
        if unknown and not options.new_labels:
            raise _unknown_labels(path, unknown)
    said = reading.report
    left = report.unchanged + report.kept
    write_line(
        f"{safe(str(path))}: {said.documents:,} {plural('document', said.documents)}, "
        f"{report.added:,} {plural('row', report.added)} added, {report.updated:,} updated, "
        f"{left:,} left as {'it was' if left == 1 else 'they were'}"
    )
    _say_report(path, said)


def _unknown_labels(path: Path, unknown: Mapping[str, NewLabel]) -> ExchangeError:
    first, *others = unknown.items()
    names = ", ".join([repr(first[0]), *(f"{name!r} (line {new.line})" for name, new in others)])
    message = f"the schema has no label {names}; --new-labels takes them over"
    line = None if path.is_dir() else first[1].line  # in a folder it would be any file's
    return ExchangeError(message, file=str(path), line=line)


def _options(
    store: Store,
    arrivals: Arrivals,
    options: argparse.Namespace,
    schema: LabelSchema,
    annotator: str,
) -> ImportOptions:
    return ImportOptions(
        new_id=new_id,
        now=now(),
        annotator=annotator,
        lookup=arrivals.lookup,
        has_annotation=store.annotations.exists,
        reanchor=_reanchor,
        labels=label_infos(schema),
        unit=Unit(options.offset_unit) if options.offset_unit else None,
        status=STATUS[options.kind],  # type: ignore[arg-type]  # one of the two words, or None
        text_field=options.text_field,
        replace_surrogates=options.replace_surrogates,
    )


def _reanchor(text: str, span: RecordSpan) -> tuple[int, int] | None:
    """Where an annotation lies in a text, by what it covers and what stands around it."""
    quote = Annotation(
        id=span.id,
        document_id="",
        text_sha256="",
        label=span.label,
        start=len(span.prefix),
        end=len(span.prefix) + len(span.text),
        text=span.text,
        prefix=span.prefix,
        suffix=span.suffix,
        attributes={},
        note="",
        annotator="",
        status="accepted",
        origin="",
        created_at="",
        updated_at="",
    )
    (placement,) = plan(span.prefix + span.text + span.suffix, text, [quote])
    return None if placement.span is None else (placement.span.start, placement.span.end)


def _say_report(path: Path, report: ImportReport) -> None:
    for name, new in report.new_labels.items():
        times = f"{new.count} {plural('time', new.count)}"
        say(f"{path}: new label {name!r}, {times}, first in line {new.line}")
    if report.moved:
        found = f"{plural('annotation', report.moved)} {'was' if report.moved == 1 else 'were'}"
        lines = ", ".join(map(str, report.moved_lines))
        where = f"in {plural('line', len(report.moved_lines))} {lines}"
        say(f"{path}: {report.moved} {found} found at another place, {where}")
    for kind, number in report.warnings.items():
        say(f"{path}: {number} × {kind}")
