"""Check a database; nothing here writes.

`check_database` verifies it; `check_content` finds likely mistakes of annotators.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal

from tui.errors import StoreError
from tui.model import CONTEXT
from tui.store.file import network
from tui.store.file.schema_check import require_schema
from tui.store.file.sqlite_file import SqliteFile, log_path, read_without_locks
from tui.store.maintenance.structure_check import index_faults, structure_faults
from tui.store.row_mapping import fragments_of
from tui.text import language
from tui.text.unicode import cluster_starts

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """An error in the database, or a likely mistake."""

    severity: Severity
    kind: str
    """The check that found it, in a word."""
    where: str
    """The table and the id of the row."""
    message: str


def check_database(path: Path) -> list[Problem]:
    """Return the errors and likely errors in the database at `path`.

    Nothing is written, see `_run_checks`. Raises as `schema_version` does.
    """
    return _run_checks(path, lambda file: list(_database_problems(file)))


def _run_checks(path: Path, read: Callable[[SqliteFile], list[Problem]]) -> list[Problem]:
    """Return the problems that `read` finds in one snapshot of the database at `path`.

    The database and its log keep their bytes, and no file is created next to a database that nobody
    has open. Raises as `schema_version` does, and as `network.hold`.
    """
    with network.holding(path):
        require_schema(path)
        problems = None
        # A program that has it open with an empty log may write, and all would be read twice.
        if not log_path(path).exists():
            problems = read_without_locks(
                path, lambda: _read(SqliteFile(path, read_only=True, immutable=True), read)
            )
        if problems is None:
            problems = _read(SqliteFile(path, read_only=True), read)
        return problems


def _read(file: SqliteFile, read: Callable[[SqliteFile], list[Problem]]) -> list[Problem]:
    try:
        file.connection.execute("BEGIN")
        return read(file)
    finally:
        file.close()


def _database_problems(file: SqliteFile) -> Iterator[Problem]:
    yield from _check_integrity(file)
    yield from _check_structure(file)
    for check in (
        _check_foreign_keys,
        _check_texts,
        _check_spans,
        _check_versions,
        _check_links,
        _check_json,
        _check_offsets,
        _check_fragments,
        _check_comments,
        _check_index,
    ):
        try:
            yield from check(file)
        except StoreError as error:
            if type(error) is not StoreError:
                raise
            # Something is missing, which has already been reported.
            yield Problem("error", "unreadable", "database", str(error))
        except (TypeError, AttributeError, ValueError) as error:
            # Damage can leave a value that its column forbids.
            message = f"holds a value of a wrong kind ({error})"
            yield Problem("error", "unreadable", "database", message)


def _check_structure(file: SqliteFile) -> Iterator[Problem]:
    for where, message in structure_faults(file):
        yield Problem("error", "structure", where, message)


def _check_index(file: SqliteFile) -> Iterator[Problem]:
    for message in index_faults(file):
        message = f"{message}; `hashiya check --repair` rebuilds it"
        yield Problem("error", "search-index", "text_search", message)


def _check_integrity(file: SqliteFile) -> Iterator[Problem]:
    for (message,) in file.rows("PRAGMA integrity_check"):
        if message != "ok":
            yield Problem("error", "integrity", "database", message)


def _check_foreign_keys(file: SqliteFile) -> Iterator[Problem]:
    for table, rowid, parent, _ in file.rows("PRAGMA foreign_key_check"):
        yield Problem(
            "error", "foreign-key", f"{table} row {rowid}", f"refers to a row that {parent} lacks"
        )


def _check_texts(file: SqliteFile) -> Iterator[Problem]:
    for key, text in file.stream("SELECT sha256, text FROM texts"):
        if sha256(text.encode()).hexdigest() != key:
            yield Problem("error", "text", f"texts {key}", "the text is not the one of this hash")
    rows = file.stream(
        "SELECT d.id, d.length, t.text FROM documents d JOIN texts t ON t.sha256 = d.text_sha256"
    )
    for document_id, length, text in rows:
        if length != len(text):
            message = f"length is {length}, its text has {len(text)} code points"
            yield Problem("error", "length", f"documents {document_id}", message)


def _check_spans(file: SqliteFile) -> Iterator[Problem]:
    rows = file.stream(
        "SELECT text_sha256, id, start_offset, end_offset, text, prefix, suffix, status, "
        "document_id FROM annotations WHERE deleted_at IS NULL ORDER BY text_sha256"
    )
    for key, group in groupby(rows, itemgetter(0)):
        found = file.row("SELECT text FROM texts WHERE sha256 = ?", (key,))
        if found is None:
            continue
        (text,) = found
        clusters = _Clusters(text)
        for _, *annotation in group:
            yield from _check_span(text, clusters, annotation)


def _check_span(text: str, clusters: _Clusters, annotation: list[Any]) -> Iterator[Problem]:
    annotation_id, start, end, kept, prefix, suffix, status, document_id = annotation
    where = f"annotations {annotation_id}"
    if status == "orphaned":
        # It has no place: an import keeps the words and the offsets of the file.
        message = f"waits to be placed in the text of {document_id}"
        yield Problem("warning", "orphaned", where, message)
        return
    if not 0 <= start < end <= len(text):
        message = f"[{start}, {end}) is not in its text of {len(text)} code points"
        yield Problem("error", "offsets", where, message)
        return
    if text[start:end] != kept:
        message = f"its text is not the document's text at [{start}, {end})"
        yield Problem("error", "span-text", where, message)
    context = (text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])
    if not (context[0].endswith(prefix) and context[1].startswith(suffix)):
        yield Problem("warning", "context", where, "prefix or suffix is not the text around it")
    if not (clusters.begins_at(start) and clusters.begins_at(end)):
        yield Problem("warning", "cluster", where, f"[{start}, {end}) cuts a letter from its marks")


class _Clusters:
    """The offsets where the clusters of a text begin, computed on demand."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: frozenset[int] | None = None

    def begins_at(self, offset: int) -> bool:
        if self._starts is None:
            self._starts = frozenset((*cluster_starts(self._text), len(self._text)))
        return offset in self._starts


def _check_versions(file: SqliteFile) -> Iterator[Problem]:
    rows = file.rows(
        "SELECT a.id FROM annotations a JOIN documents d ON d.id = a.document_id "
        "WHERE a.text_sha256 <> d.text_sha256 AND a.status <> 'orphaned' AND a.deleted_at IS NULL"
    )
    for (annotation_id,) in rows:
        message = "counts in another version of its document's text; open the document to place it"
        yield Problem("warning", "version", f"annotations {annotation_id}", message)


def _check_links(file: SqliteFile) -> Iterator[Problem]:
    rows = file.stream(
        "SELECT l.id, l.document_id, a.document_id, a.id IS NULL OR a.deleted_at IS NOT NULL, "
        "b.id IS NULL OR b.deleted_at IS NOT NULL, "
        "EXISTS (SELECT 1 FROM versions v WHERE v.row_id = l.id AND v.kind = 'links') "
        "OR EXISTS (SELECT 1 FROM hub_state) "
        "FROM links l LEFT JOIN annotations a ON a.id = l.from_id "
        "LEFT JOIN annotations b ON b.id = l.to_id WHERE l.deleted_at IS NULL"
    )
    for link_id, document_id, from_document, hangs_from, hangs_to, merged in rows:
        ends = [name for name, hangs in (("start", hangs_from), ("target", hangs_to)) if hangs]
        if ends and merged:
            message = f"is not shown: a merge brought the deletion of its {' and its '.join(ends)}"
            yield Problem("warning", "link", f"links {link_id}", message)
        elif ends:
            message = f"hangs: its {' and its '.join(ends)} is deleted or missing"
            yield Problem("error", "link", f"links {link_id}", message)
        elif document_id != from_document:
            message = f"belongs to {document_id}, but starts in {from_document}"
            yield Problem("warning", "link-document", f"links {link_id}", message)


def _check_json(file: SqliteFile) -> Iterator[Problem]:
    for table, key, column, kind in (
        ("annotations", "id", "attributes", dict),
        ("documents", "id", "meta", dict),
        ("history", "id", "changes", list),
        ("versions", "row_id", "row", dict),
    ):
        for row_id, words in file.stream(f"SELECT {key}, {column} FROM {table}"):
            try:
                value = json.loads(words)
            except (ValueError, RecursionError) as error:
                message = f"{column} is not JSON: {error}"
                yield Problem("error", "json", f"{table} {row_id}", message)
                continue
            if not isinstance(value, kind):
                what = "an object" if kind is dict else "a list"
                yield Problem("error", "json", f"{table} {row_id}", f"{column} is not {what}")


def _check_offsets(file: SqliteFile) -> Iterator[Problem]:
    for table in ("progress", "bookmarks"):
        rows = file.rows(
            f"SELECT p.document_id, p.annotator, p.offset, d.length FROM {table} p "
            "JOIN documents d ON d.id = p.document_id WHERE p.offset NOT BETWEEN 0 AND d.length"
        )
        for document_id, annotator, offset, length in rows:
            if table == "progress" and 0 <= offset <= _longest_text(file, document_id):
                # A merge keeps others' places; until they read on, these count in an earlier text.
                continue
            message = f"offset {offset} of {annotator} is outside a text of {length} code points"
            yield Problem("warning", "place", f"{table} {document_id}", message)


def _longest_text(file: SqliteFile, document_id: str) -> int:
    """Return the length of the longest text that the document has had."""
    rows = file.stream(
        "SELECT t.text FROM document_texts d JOIN texts t ON t.sha256 = d.text_sha256 "
        "WHERE d.document_id = ?",
        (document_id,),
    )
    return max((len(text) for (text,) in rows), default=0)


def _check_fragments(file: SqliteFile) -> Iterator[Problem]:
    rows = file.stream(
        "SELECT id, start_offset, end_offset, fragments, status FROM annotations "
        "WHERE fragments IS NOT NULL AND deleted_at IS NULL"
    )
    for annotation_id, start, end, words, status in rows:
        fragments = fragments_of(words)
        offsets = [offset for fragment in fragments or () for offset in fragment]
        if not offsets:
            message = "fragments is not a list of [start, end]"
        elif status == "orphaned":
            continue
        elif offsets != sorted(set(offsets)):
            message = f"its fragments {words} overlap, touch, or are not in the text's order"
        elif (offsets[0], offsets[-1]) != (start, end):
            message = f"its fragments {words} do not span [{start}, {end})"
        else:
            continue
        yield Problem("error", "fragments", f"annotations {annotation_id}", message)


def _check_comments(file: SqliteFile) -> Iterator[Problem]:
    for table, column in (("annotations", "annotation_id"), ("comments", "parent_id")):
        rows = file.rows(
            f"SELECT c.id, c.document_id, o.document_id FROM comments c JOIN {table} o "
            f"ON o.id = c.{column} WHERE o.document_id <> c.document_id"
        )
        for comment_id, document_id, other_id in rows:
            message = f"is about {document_id}, but its {column} belongs to {other_id}"
            yield Problem("warning", "comment-document", f"comments {comment_id}", message)


_LIVE = "deleted_at IS NULL AND status = 'accepted'"

_EDGES = " \t\r\n\v\f\u00a0،"


def check_content(path: Path) -> list[Problem]:
    """Return accepted annotations that are worth checking; nothing is written.

    These are quotes without a link to their speaker, annotations with the same label and the same
    folded text but different types, annotations that are there twice, and spans that begin or end
    with white space or a comma.
    """

    def read(file: SqliteFile) -> list[Problem]:
        return [
            *_quotes_without_speaker(file),
            *_texts_of_two_types(file),
            *_duplicate_annotations(file),
            *_spans_with_blank_edges(file),
        ]

    return _run_checks(path, read)


def _quotes_without_speaker(file: SqliteFile) -> Iterator[Problem]:
    rows = file.stream(
        "SELECT id, document_id, start_offset FROM annotations a "
        f"WHERE label = 'quote' AND {_LIVE} AND NOT EXISTS (SELECT 1 FROM links l "
        "WHERE l.from_id = a.id AND l.type = 'speaker' AND l.deleted_at IS NULL) "
        "ORDER BY document_id, start_offset"
    )
    for annotation_id, document_id, start in rows:
        message = f"{document_id} at {start}: quote without speaker"
        yield Problem("warning", "no-speaker", f"annotations {annotation_id}", message)


def _texts_of_two_types(file: SqliteFile) -> Iterator[Problem]:
    seen: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    rows = file.stream(
        "SELECT id, label, text, json_extract(attributes, '$.type') FROM annotations "
        f"WHERE {_LIVE} AND json_valid(attributes) ORDER BY id"
    )
    for annotation_id, label, text, value in rows:
        if value is not None:
            seen[label, language.fold_text(text)].setdefault(str(value), annotation_id)
    for (label, text), types in seen.items():
        if len(types) > 1:
            message = f"{label} “{text}” is {' and '.join(sorted(types))}"
            where = ", ".join(types.values())
            yield Problem("warning", "two-types", f"annotations {where}", message)


def _duplicate_annotations(file: SqliteFile) -> Iterator[Problem]:
    rows = file.stream(
        "SELECT document_id, label, start_offset, end_offset, group_concat(id, ', ') "
        f"FROM annotations WHERE {_LIVE} "
        "GROUP BY document_id, label, start_offset, end_offset, annotator HAVING count(*) > 1"
    )
    for document_id, label, start, end, ids in rows:
        message = f"{document_id} [{start}, {end}): the same {label} more than once"
        yield Problem("warning", "duplicate", f"annotations {ids}", message)


def _spans_with_blank_edges(file: SqliteFile) -> Iterator[Problem]:
    rows = file.stream(
        f"SELECT id, document_id, start_offset, text FROM annotations WHERE {_LIVE} "
        "ORDER BY document_id, start_offset"
    )
    for annotation_id, document_id, start, text in rows:
        if text and text.strip(_EDGES) != text:
            message = f"{document_id} at {start}: begins or ends with white space or ،"
            yield Problem("warning", "edge", f"annotations {annotation_id}", message)
