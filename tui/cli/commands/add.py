"""`hashiya add`: add documents; files that did not change are not read again."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tui.cli.environment import database_path, is_database_file
from tui.cli.options import STDIN
from tui.cli.output import count_progress, notify, write_line
from tui.errors import CorpusError, UsageError
from tui.model import Document
from tui.sources.files import MAX_BYTES, Note, Refusal, SourceFile, files
from tui.sources.readers import ReadOptions, read_file, read_piped
from tui.store.database import Store
from tui.store.ingest import AddReport

MANY = 20
"""The most notes of one kind that are shown one by one."""

MOST_LINES = 1000
"""The most refused lines of one file that are shown one by one."""


def piped_bytes(sources: Sequence[str]) -> bytes | None:
    """Return the bytes that are piped in if `-` is among the sources, else None.

    Raises UsageError if nothing is, CorpusError if it is too large.
    """
    if STDIN not in sources:
        return None
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("`-` reads a pipe, and nothing is piped in; a file of that name is `./-`")
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise CorpusError(f"what is piped in is larger than {MAX_BYTES:,} bytes")
    return data


class SourceReader:
    """Reads sources, and collects the notes and refusals of files without a document."""

    def __init__(
        self, sources: Sequence[str], options: argparse.Namespace, piped: bytes | None = None
    ) -> None:
        """Read these sources; `piped` is what was piped in, if `-` is among them."""
        self._sources = [source for source in sources if source != STDIN]
        self._piped = piped
        self._options = ReadOptions(
            text_field=options.text_field,
            has_header=not options.no_header,
            encoding=options.encoding,
            follow_links=options.follow_links,
            replace_surrogates=options.replace_surrogates,
        )
        self._database = database_path(options)
        named = map(os.path.abspath, self._sources)
        self._own = {path for path in named if is_database_file(options, path)}
        """Sources that only SQLite may open: closing one would release its locks."""
        self.notes: list[Note] = []
        self.refusals: list[Refusal] = []
        self._refused_lines: Counter[str] = Counter()
        self._begun = self._listed = 0

    def documents(self) -> Iterator[Document]:
        """Yield the documents as they are read."""
        if self._piped is not None:
            for item in read_piped(self._piped, self._options):
                if isinstance(item, Document):
                    yield item
                else:
                    self._keep(item)
        found = self._files()
        self._begun = 0
        for file in found:
            self._begun += 1
            if isinstance(file, SourceFile) and file.path in self._own:
                self._keep(Refusal(file.path, "it is the database itself"))
            elif isinstance(file, SourceFile):
                for item in read_file(file, self._options):
                    if isinstance(item, Document):
                        yield item
                    else:
                        self._keep(item)
            else:
                self._keep(file)

    def share(self) -> tuple[int, int]:
        """Return the number of files read, and of all files; 0 if these were not listed first."""
        return self._begun - 1, self._listed

    def _files(self) -> Iterable[SourceFile | Refusal | Note]:
        """Yield the files of the sources; with a progress bar, list all before the first is
        read."""
        found = files(
            self._sources,
            follow_links=self._options.follow_links,
            database=self._database,
        )
        if not sys.stderr.isatty():
            return found
        listed = list(found)
        self._listed = len(listed)
        return listed

    def _keep(self, item: Note | Refusal) -> None:
        if isinstance(item, Note):
            self.notes.append(item)
            return
        self._refused_lines[item.path] += item.line is not None
        if self._refused_lines[item.path] <= MOST_LINES:
            self.refusals.append(item)

    def more_refused(self) -> dict[str, int]:
        """Return how many more lines of a file were refused than `refusals` holds."""
        return {
            path: count - MOST_LINES
            for path, count in self._refused_lines.items()
            if count > MOST_LINES
        }

    def add_to(self, store: Store, *, busy_timeout: int | None = None) -> AddReport:
        """Add all documents to the store, and show the progress.

        Waits `busy_timeout` milliseconds for another program.
        """
        with count_progress("adding", "documents", self.share) as count:
            return store.add_documents(count(self.documents()), busy_timeout=busy_timeout)


def _add_documents(reader: SourceReader, options: argparse.Namespace) -> AddReport:
    path = database_path(options)
    is_piped = STDIN in options.sources
    if not path.exists() and not is_piped and not any(map(os.path.lexists, options.sources)):
        tuple(reader.documents())  # refuses them all: no database is made for that
        return AddReport()
    with Store.open(path) as store:
        return reader.add_to(store)


def run(options: argparse.Namespace) -> int:
    """Add documents; return 1 if a file was refused, with all others added."""
    reader = SourceReader(options.sources, options, piped_bytes(options.sources))
    report = _add_documents(reader, options)
    for note in reader.notes:
        notify(f"note: {note}")
    for plain, given in report.renamed:
        notify(f"note: {plain}: another source has this id; it is {given} here")
    for waiting in report.waiting:
        what = "the reader shows how, and places the annotations again"
        notify(f"note: {waiting}: its text changed; {what}")
    for added, other in report.same_text[:MANY]:
        notify(f"note: {added}: has the same text as {other}")
    if len(report.same_text) > MANY:
        notify(
            f"note: {len(report.same_text) - MANY:,} more have the same text as another document"
        )
    refused = [str(refusal) for refusal in (*reader.refusals, *report.refused)]
    for line in refused:
        notify(f"refused: {line}")
    more = reader.more_refused()
    for path, count in more.items():
        notify(f"refused: {path}: {count:,} more lines")
    write_line(
        f"{report.added} added, {report.unchanged} unchanged, {len(report.changed)} changed, "
        f"{len(refused) + sum(more.values())} refused"
    )
    return 1 if refused else 0
