"""What in the annotations looks like an oversight: for a person to judge, never an error."""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tui.annotations.checking import Finding, read_quietly
from tui.annotations.connection import SqliteFile
from tui.annotations.texts import Fold

_LIVE = "deleted_at IS NULL AND status = 'accepted'"
_EDGES = " \t\r\n\v\f\u00a0،"


def check_content(path: Path, fold: Fold, quote: str, speaker: str, kind: str) -> list[Finding]:
    """Accepted annotations that a second look is worth; nothing is written.

    `quote` names the label that wants a link of the type `speaker`; `kind` the attribute
    in which annotations of one label and one text, folded, should agree.
    """

    def read(file: SqliteFile) -> list[Finding]:
        return [
            *_without_speaker(file, quote, speaker),
            *_two_kinds(file, fold, kind),
            *_duplicates(file),
            *_edges(file),
        ]

    return read_quietly(path, read)


def _without_speaker(file: SqliteFile, quote: str, speaker: str) -> Iterator[Finding]:
    rows = file.stream(
        f"SELECT id, document_id, start_offset FROM annotations a WHERE label = ? AND {_LIVE} "
        "AND NOT EXISTS (SELECT 1 FROM links l WHERE l.from_id = a.id AND l.type = ? "
        "AND l.deleted_at IS NULL) ORDER BY document_id, start_offset",
        (quote, speaker),
    )
    for annotation_id, document_id, start in rows:
        message = f"{document_id} at {start}: {quote} without {speaker}"
        yield Finding("warning", "no-speaker", f"annotations {annotation_id}", message)


def _two_kinds(file: SqliteFile, fold: Fold, kind: str) -> Iterator[Finding]:
    seen: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    rows = file.stream(
        "SELECT id, label, text, json_extract(attributes, ?) FROM annotations "
        f"WHERE {_LIVE} AND json_valid(attributes) ORDER BY id",
        (f'$."{kind}"',),
    )
    for annotation_id, label, text, value in rows:
        if value is not None:
            seen[label, fold(text)].setdefault(str(value), annotation_id)
    for (label, text), kinds in seen.items():
        if len(kinds) > 1:
            message = f"{label} “{text}” is {' and '.join(sorted(kinds))}"
            where = ", ".join(kinds.values())
            yield Finding("warning", "two-types", f"annotations {where}", message)


def _duplicates(file: SqliteFile) -> Iterator[Finding]:
    rows = file.stream(
        "SELECT document_id, label, start_offset, end_offset, group_concat(id, ', ') "
        f"FROM annotations WHERE {_LIVE} "
        "GROUP BY document_id, label, start_offset, end_offset, annotator HAVING count(*) > 1"
    )
    for document_id, label, start, end, ids in rows:
        message = f"{document_id} [{start}, {end}): the same {label} more than once"
        yield Finding("warning", "duplicate", f"annotations {ids}", message)


def _edges(file: SqliteFile) -> Iterator[Finding]:
    rows = file.stream(
        f"SELECT id, document_id, start_offset, text FROM annotations WHERE {_LIVE} "
        "ORDER BY document_id, start_offset"
    )
    for annotation_id, document_id, start, text in rows:
        if text and text.strip(_EDGES) != text:
            message = f"{document_id} at {start}: begins or ends with white space or ،"
            yield Finding("warning", "edge", f"annotations {annotation_id}", message)
