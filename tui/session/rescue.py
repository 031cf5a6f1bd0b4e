"""Work that could not be saved, kept in a file when the session ends.

The file is of the `documents` format: `hashiya import FILE` takes it in, and of two states of an
annotation the later one stays, so that it may be taken in at any time and more than once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from os import getpid
from pathlib import Path
from typing import TYPE_CHECKING

from tui.annotations.history import DocumentStatus
from tui.annotations.model import Annotation, DocumentInfo, Link, now
from tui.errors import CannotWrite, ExchangeError
from tui.exchange.documents import document_line
from tui.exchange.output import open_out
from tui.exchange.record import Record, RecordProgress, span_order
from tui.session.records import link_of, span_of
from tui.session.saving import UNSAVED

if TYPE_CHECKING:
    from tui.annotations.history import Row
    from tui.annotations.store import Store
    from tui.session.saving import Command


def rescue(store: Store, commands: Sequence[Command]) -> Path:
    """Write what the commands changed to a file; its path.

    Beside the database, else in the home folder, else in the one for temporary files. Raises
    CannotWrite where none of them takes it, StoreError where something that is needed besides
    cannot be read.
    """
    lines = [document_line(record) for record in _records(store, commands)]
    database = store.path
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    name = f"{database.name}{UNSAVED}{stamp}-{getpid()}.jsonl"
    refusals = []
    for folder in _folders(database.absolute().parent):
        path = folder / name
        try:
            with open_out(str(path), private=True) as out:
                for line in lines:
                    out.write(line.encode())
        except ExchangeError as error:
            refusals.append(str(error))
        else:
            return path
    raise CannotWrite("; ".join(refusals))


def _folders(beside: Path) -> Iterator[Path]:
    yield beside
    with suppress(RuntimeError):  # a login may have none
        yield Path.home()
    yield Path(tempfile.gettempdir())


@dataclass(slots=True)
class _Changed:
    """What commands changed of one document, each row in its last state."""

    annotations: dict[str, Annotation] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    statuses: dict[str, DocumentStatus] = field(default_factory=dict)

    def take(self, row: Row | None) -> None:
        match row:
            case Annotation():
                self.annotations[row.id] = row
            case Link():
                self.links[row.id] = row
            case DocumentStatus():
                self.statuses[row.annotator] = row
            case _:
                pass  # a changed text is never taken but at once


def _records(store: Store, commands: Iterable[Command]) -> Iterator[Record]:
    """A record a document, with every row that a command changed."""
    changed: dict[str, _Changed] = {}
    at_hand: dict[str, tuple[DocumentInfo, str]] = {}
    for command in commands:
        if command.document is not None:
            at_hand[command.document_id] = command.document
        for change in command.changes:
            row = change.row
            changed.setdefault(row.document_id, _Changed()).take(change.after)
    for document_id, rows in sorted(changed.items()):
        for link in rows.links.values():
            # A link is only read together with the annotation that it goes out from.
            if link.from_id not in rows.annotations:
                rows.annotations[link.from_id] = store.annotation(link.from_id)
        if document_id in at_hand:
            info, text = at_hand[document_id]
        else:
            info = store.document(document_id)
            text = store.text(info.text_sha256)
        yield _record(store, info, text, rows)


def _record(store: Store, info: DocumentInfo, text: str, rows: _Changed) -> Record:
    progress = [
        RecordProgress(who, one.status, store.progress(info.id, who).offset, now())
        for who, one in sorted(rows.statuses.items())
    ]
    return Record(
        id=info.id,
        title=info.title,
        source=info.source,
        sha256=info.text_sha256,
        text=text,
        meta=info.meta,
        spans=tuple(sorted(map(span_of, rows.annotations.values()), key=span_order)),
        links=tuple(link_of(one) for _, one in sorted(rows.links.items())),
        progress=tuple(progress),
    )
