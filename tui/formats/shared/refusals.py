"""The parts that a lenient import refuses, as lines of `jsonl` that can be corrected and imported.

A line has the keys of the `jsonl` format, as far as they are known, and `refused`: the line of the
file, the reason, and the object or line of the file as it was.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from tui.errors import ExchangeError
from tui.formats.shared.atomic_output import open_out
from tui.model import JSON, Annotation, Comment, Decision, Link, Progress
from tui.sources.json_values import compact

_KINDS = {"document_id": str, "label": str, "start": int, "end": int, "text": str, "note": str}
"""Keys that a line of `jsonl` can copy from another object, with the types that it needs."""


class PartFault(NamedTuple):
    """A part of a record that cannot be read, while the rest of the record can."""

    error: ExchangeError
    original: JSON = None
    """The part as in the file; None if only the error describes it."""


class ImportRefusal(NamedTuple):
    """A refused part of a file, and the line that describes it."""

    file: str
    line: int | None
    """Of the file, from 1."""
    reason: str
    row: Mapping[str, JSON]
    """Keys and values of the line of `jsonl`."""

    def as_line(self) -> str:
        """Return the line of `jsonl` with its end."""
        return compact(dict(self.row)) + "\n"


def refused_part(error: ExchangeError, document_id: str, original: JSON) -> ImportRefusal:
    """Return the refusal of something that is not an annotation, or is unreadable."""
    row: dict[str, JSON] = {
        "id": "",
        "document_id": document_id,
        "label": "",
        "start": None,
        "end": None,
        "attributes": {},
        "note": "",
        "links": [],
    }
    if isinstance(original, dict):
        row |= {
            key: original[key]
            for key, kind in _KINDS.items()
            if isinstance(original.get(key), kind) and not (key == "document_id" and document_id)
        }
    return _refusal(error, row, original)


def refused_annotation(
    error: ExchangeError,
    annotation: Annotation,
    title: str,
    links: Sequence[Link],
    original: JSON,
) -> ImportRefusal:
    """Return the refusal of an annotation, or of links that start from a stored one."""
    row: dict[str, JSON] = {
        "id": annotation.id,
        "document_id": annotation.document_id,
        "document_title": title,
        "document_sha256": annotation.text_sha256,
        "label": annotation.label,
        "start": annotation.start,
        "end": annotation.end,
        "text": annotation.text,
        "prefix": annotation.prefix,
        "suffix": annotation.suffix,
    }
    if not annotation.text:
        # Its words are not known: they would be looked for.
        del row["text"]
    if annotation.fragments is not None:
        row["fragments"] = [list(pair) for pair in annotation.fragments]
    row |= {
        "attributes": dict(annotation.attributes),
        "note": annotation.note,
        "links": [{"id": one.id, "type": one.type, "target": one.to_id} for one in links],
        "annotator": annotation.annotator,
        "status": annotation.status,
    }
    if annotation.score is not None:
        row["score"] = annotation.score
    row |= {"created_at": annotation.created_at, "updated_at": annotation.updated_at}
    return _refusal(error, row, original)


def refused_row(
    error: ExchangeError, row: Annotation | Link | Progress | Comment | Decision
) -> ImportRefusal:
    """Return the refusal of a row that the database cannot store."""
    original = (
        {key: value for key, value in asdict(row).items() if value is not None}
        if not isinstance(row, Progress)
        else row._asdict()
    )
    if isinstance(row, Annotation):
        return refused_annotation(error, row, "", (), None)
    return refused_part(error, row.document_id, original)


def write_refused(path: Path, refused: Sequence[ImportRefusal]) -> Path:
    """Write the refused lines next to the imported file; return the path.

    An existing file may be one that somebody is correcting: it stays, unless it is equal. Raises
    ExchangeError if nothing can be written there.
    """
    path = path.absolute()
    data = "".join(one.as_line() for one in refused).encode()
    for number in itertools.count(1):
        more = f"-{number}" if number > 1 else ""
        out = path.with_name(f"{path.name}.refused{more}.jsonl")
        if not os.path.lexists(out):
            with open_out(str(out)) as sink:
                sink.write(data)
            return out
        if out.is_file() and out.stat().st_size == len(data) and out.read_bytes() == data:
            return out
    raise AssertionError("unreachable")


def _refusal(error: ExchangeError, row: dict[str, JSON], original: JSON) -> ImportRefusal:
    row["refused"] = {"line": error.line, "reason": error.message, "original": original}
    return ImportRefusal(error.file, error.line, error.message, row)
