"""Counts over the whole database."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.store.file.sqlite_file import SqliteFile
from tui.store.maker_stats import MakerStats, maker_stats
from tui.store.row_mapping import LIVE_LINK, object_of
from tui.text.natural_order import natural_key


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over a database; of accepted annotations unless a field says otherwise."""

    documents: int
    length: int
    """Code points of all documents."""
    changed: int
    """Documents whose source has another text than was annotated."""
    progress: Mapping[str, Mapping[str, int]]
    """For each annotator, documents by status, without those never opened."""
    statuses: Mapping[str, int]
    """All annotations that are not deleted, by status."""
    labels: Mapping[str, int]
    annotators: Mapping[str, Mapping[str, int]]
    """For each annotator, annotations by label."""
    attributes: Mapping[str, Mapping[str, Mapping[str, int]]]
    """For each label and attribute, annotations by value; above `MAX_VALUES` values only the number
    of values, as `(different values)`."""
    days: Mapping[str, int]
    """Annotations by the day (UTC) on which they were made."""
    links: Mapping[str, int]
    """Links that are not deleted, by type."""
    makers: Mapping[str, MakerStats]
    """The outcomes of suggestions, by their maker."""
    comments: Mapping[str, int]
    """Comments and flags on the documents and what is not deleted in them, by what became of
    them (`open comments`, `resolved flags` …), and the `answers` to them."""
    reviews: Mapping[str, int]
    """Documents by the state of their review, without those that have none."""


MAX_VALUES = 40
"""Values of an attribute that are counted one by one, at most."""

_LIVE = "FROM annotations WHERE deleted_at IS NULL AND status = 'accepted'"


_COMMENTS = """
SELECT CASE WHEN c.parent_id IS NOT NULL THEN 'answers'
    ELSE CASE WHEN c.resolved_at IS NULL THEN 'open ' ELSE 'resolved ' END || c.kind || 's' END,
    count(*)
FROM comments c
LEFT JOIN annotations a ON a.id = c.annotation_id
WHERE c.deleted_at IS NULL AND a.deleted_at IS NULL GROUP BY 1
"""


def stats(file: SqliteFile) -> Stats:
    """Count all fields of `Stats`."""
    documents, length, changed = file.rows(
        "SELECT count(*), coalesce(sum(length), 0), count(pending_sha256) FROM documents "
        "WHERE deleted_at IS NULL"
    )[0]
    return Stats(
        documents,
        length,
        changed,
        _nested(file, "SELECT annotator, status, count(*) FROM progress GROUP BY 1, 2"),
        _counts(
            file, "SELECT status, count(*) FROM annotations WHERE deleted_at IS NULL GROUP BY 1"
        ),
        _counts(file, f"SELECT label, count(*) {_LIVE} GROUP BY 1"),
        _nested(file, f"SELECT annotator, label, count(*) {_LIVE} GROUP BY 1, 2"),
        _attributes(file),
        _counts(file, f"SELECT substr(created_at, 1, 10), count(*) {_LIVE} GROUP BY 1"),
        _counts(file, f"SELECT type, count(*) FROM links l WHERE {LIVE_LINK} GROUP BY 1"),  # noqa: S608 (constants)
        maker_stats(file),
        _counts(file, _COMMENTS),
        _counts(file, "SELECT review, count(*) FROM documents WHERE review <> '' GROUP BY 1"),
    )


def _counts(file: SqliteFile, sql: str) -> dict[str, int]:
    return dict(sorted(file.rows(sql), key=_natural))


def _nested(file: SqliteFile, sql: str) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for outer, inner, count in sorted(file.rows(sql), key=_natural):
        counts.setdefault(outer, {})[inner] = count
    return counts


def _natural(row: tuple[Any, ...]) -> list[str]:
    """Return the key that sorts rows by their names, which precede their counts, in natural
    order."""
    return [natural_key(name) for name in row[:-1]]


def _attributes(file: SqliteFile) -> dict[str, dict[str, dict[str, int]]]:
    counted: dict[str, dict[str, Counter[str]]] = {}
    rows = file.stream(f"SELECT label, attributes, count(*) {_LIVE} GROUP BY 1, 2")
    for label, words, count in rows:
        for name, value in object_of(words).items():
            values = counted.setdefault(label, {}).setdefault(name, Counter())
            for one in value if isinstance(value, list) else [value]:
                values[str(one)] += count
    return {
        label: {
            name: dict(sorted(values.items(), key=_natural))
            if len(values) <= MAX_VALUES
            else {"(different values)": len(values)}
            for name, values in sorted(names.items(), key=_natural)
        }
        for label, names in sorted(counted.items(), key=_natural)
    }
