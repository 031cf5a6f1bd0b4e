"""`hashiya add`: take documents in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.annotations.store import Store
from tui.cli.opening import database_path
from tui.cli.output import say, write_line
from tui.corpus.document import Document, Note, Refusal
from tui.corpus.readers import ReadOptions, read

if TYPE_CHECKING:
    from tui.annotations.documents import AddReport


class Intake:
    """Reads sources and keeps what was said of those that gave no document."""

    def __init__(self, sources: Sequence[str], options: argparse.Namespace) -> None:
        self._sources = [Path(source) for source in sources]
        self._options = ReadOptions(
            text_field=options.text_field,
            encoding=options.encoding,
            follow_links=options.follow_links,
            replace_surrogates=options.replace_surrogates,
        )
        self.notes: list[Note] = []
        self.refusals: list[Refusal] = []

    def documents(self) -> Iterator[Document]:
        """The documents, as they are read."""
        for item in read(self._sources, self._options):
            if isinstance(item, Document):
                yield item
            elif isinstance(item, Note):
                self.notes.append(item)
            else:
                self.refusals.append(item)

    def add_to(self, store: Store, *, patience: int) -> AddReport:
        """Add all documents to the store; wait so many milliseconds for another program."""
        return store.add_documents(self.documents(), patience=patience)


def run(options: argparse.Namespace) -> int:
    """Add documents; 1 when a file was refused, with all others added."""
    from tui.cli.progress import counting

    with Store.open(database_path(options)) as store:
        intake = Intake(options.sources, options)
        with counting("adding", "documents") as count:
            report = store.add_documents(count(intake.documents()))
    for note in intake.notes:
        say(f"note: {note}")
    for plain, given in report.renamed:
        say(f"note: {plain}: another source holds this id; it is {given} here")
    for changed in report.changed:
        say(f"note: {changed}: its text changed; the reader shows how, and places annotations anew")
    refused = [str(refusal) for refusal in (*intake.refusals, *report.refused)]
    for line in refused:
        say(f"refused: {line}")
    write_line(
        f"{report.added} added, {report.unchanged} unchanged, {len(report.changed)} changed, "
        f"{len(refused)} refused"
    )
    return 1 if refused else 0
