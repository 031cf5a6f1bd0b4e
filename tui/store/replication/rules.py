"""Decide which of two rows wins, for `merge` and for the hub.

Rows are matched by their key. The one with the later `updated_at` wins; at the same instant the one
whose canonical JSON has the larger UTF-8 bytes, unless they refer to different annotators'
annotations (see `decide`). The rule is a maximum, so any order of merges gives the same rows.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto
from typing import Any, TypeAlias

from tui.model import instant_of
from tui.store.row_mapping import ANNOTATION_COLUMNS, LINK_COLUMNS, UNREADABLE, object_of

Values: TypeAlias = tuple[Any, ...]
"""A row's values, in the order of its table's columns."""


@dataclass(frozen=True, slots=True)
class SharedTable:
    """A table whose rows several databases exchange."""

    name: str
    columns: tuple[str, ...]
    """The shared columns. Others are local to a database, or computed."""
    key: tuple[str, ...] = ("id",)
    owners: tuple[str, ...] = ()
    """Columns with annotators' names. Rows with the same id but different values of the first of
    these columns are different rows."""
    references: Mapping[str, str] = field(default_factory=dict)
    """Columns that hold ids of another table's rows, and the table."""
    defaults: Mapping[str, str | int] = field(default_factory=dict)
    """Values, apart from null, that canonical JSON leaves out."""

    @property
    def has_id(self) -> bool:
        """Whether rows are matched by an id of their own."""
        return self.key == ("id",)

    def row(self, values: Sequence[Any]) -> dict[str, Any]:
        """Return the values by column."""
        return dict(zip(self.columns, values, strict=True))

    def key_of(self, values: Sequence[Any]) -> Values:
        """Return the values of the key."""
        return tuple(values[self.columns.index(name)] for name in self.key)

    @property
    def identity(self) -> frozenset[str]:
        """Columns that say which row it is, whose and about which document."""
        return frozenset((*self.key, *self.owners[:1], *self.references.keys() & {"document_id"}))

    def version_id(self, values: Sequence[Any]) -> str:
        """Return the row's `versions.row_id`: its id, or its key as a JSON list."""
        key = self.key_of(values)
        return str(key[0]) if self.has_id else json.dumps(key, ensure_ascii=False)


DOCUMENTS = SharedTable(
    "documents",
    ("id", "title", "text_sha256", "meta", "updated_at", "deleted_at", "review"),
    defaults={"meta": "{}"},
)

ANNOTATIONS = SharedTable(
    "annotations",
    tuple(ANNOTATION_COLUMNS.split(", ")),
    owners=("annotator",),
    references={"document_id": "documents"},
    defaults={
        "prefix": "",
        "suffix": "",
        "attributes": "{}",
        "note": "",
        "status": "accepted",
        "origin": "",
    },
)

LINKS = SharedTable(
    "links",
    tuple(LINK_COLUMNS.split(", ")),
    owners=("annotator",),
    references={"document_id": "documents", "from_id": "annotations", "to_id": "annotations"},
    defaults={"status": "accepted"},
)

COMMENTS = SharedTable(
    "comments",
    (
        "id",
        "document_id",
        "annotation_id",
        "parent_id",
        "kind",
        "annotator",
        "text",
        "created_at",
        "updated_at",
        "resolved_at",
        "deleted_at",
    ),
    owners=("annotator",),
    references={
        "document_id": "documents",
        "annotation_id": "annotations",
        "parent_id": "comments",
    },
    defaults={"text": ""},
)

PROGRESS = SharedTable(
    "progress",
    ("document_id", "annotator", "status", "offset", "updated_at"),
    key=("document_id", "annotator"),
    owners=("annotator",),
    references={"document_id": "documents"},
    defaults={"offset": 0},
)

ASSIGNMENTS = SharedTable(
    "assignments",
    ("document_id", "annotator", "assigned_by", "updated_at", "deleted_at"),
    key=("document_id", "annotator"),
    owners=("annotator", "assigned_by"),
    references={"document_id": "documents"},
)

DECISIONS = SharedTable(
    "decisions",
    (
        "id",
        "document_id",
        "adjudicator",
        "kind",
        "subject",
        "choice",
        "created_at",
        "updated_at",
        "deleted_at",
    ),
    owners=("adjudicator",),
    references={"document_id": "documents"},
)

DOCUMENT_ROWS = (ANNOTATIONS, LINKS, COMMENTS, PROGRESS, ASSIGNMENTS, DECISIONS)
"""The tables of rows that belong to a document, those first that others refer to."""

SHARED_TABLES = {table.name: table for table in (DOCUMENTS, *DOCUMENT_ROWS)}
"""All shared tables by name."""

_OBJECTS = {"attributes", "meta"}
"""Columns that hold a JSON object."""

_DISTINCT_IDS = re.compile(r"(.+)~([0-9a-f]{8})", re.DOTALL)
"""An id as `distinct_id` makes it: with the first eight digits of a text's SHA-256."""


def distinct_id(document_id: str, sha256: str) -> str:
    """Return a new id for a document whose id another document keeps."""
    return f"{document_id}~{sha256[:8]}"


def base_id(document_id: str) -> tuple[str, str]:
    """Undo `distinct_id`: return the id and the digits of the hash; for other ids "" as the digits.

    Whether the digits really are those of one of the document's texts is for the caller to check.
    """
    found = _DISTINCT_IDS.fullmatch(document_id)
    return (document_id, "") if found is None else (found[1], found[2])


def canonical(table: SharedTable, values: Sequence[Any]) -> bytes:
    """Return the row's canonical JSON: sorted keys, without null and default fields.

    `updated_at` is not in it, because it is compared as an instant. A document counts by the id
    that it had before a merge renamed it, which does not depend on what else was merged.
    """
    content: dict[str, Any] = {}
    for name, value in table.row(values).items():
        if name == "updated_at" or value is None or value == table.defaults.get(name):
            continue
        if not isinstance(value, str):
            content[name] = value
        elif name in _OBJECTS:
            content[name] = canonical_object(value)
        elif name == "fragments":
            content[name] = canonical_list(value)
        elif table.references.get(name) == "documents" or (table is DOCUMENTS and name == "id"):
            content[name], _ = base_id(value)
        else:
            content[name] = value
    words = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    # JSON of another program may escape half a surrogate pair.
    return words.encode("utf-8", "surrogatepass")


def canonical_object(words: str) -> Any:
    """Return a stored JSON object for canonical JSON; the words themselves if they are not one."""
    value = object_of(words)
    return words if value == {UNREADABLE: words} else value


def canonical_list(words: str) -> Any:
    """Return stored fragments for canonical JSON; the words themselves if they are not JSON."""
    try:
        return json.loads(words)
    except (ValueError, RecursionError):
        return words


class Resolution(Enum):
    """Which of two rows with the same key is kept."""

    SAME = auto()
    """Their contents are equal, and the present row is not older."""
    LATER = auto()
    """Their contents are equal and the incoming one is later: it stays, and nothing is lost."""
    INCOMING = auto()
    """The incoming row wins."""
    PRESENT = auto()
    """The present row wins."""


def decide(
    table: SharedTable,
    present: Sequence[Any],
    incoming: Sequence[Any],
    owner: Callable[[str], str],
) -> Resolution:
    """Compare two rows with the same key.

    Two rows of one instant can refer to annotations of different annotators, such as a link to a
    suggestion that two people have taken over, each in a copy, or a decision about one. The ids of
    these annotations depend on the order of merges, so their annotators decide: the row's own, else
    the one who sorts last. `owner` returns the annotator of an annotation or a link of the open
    database by its id; "" for none.
    """
    mine, theirs = _rank(table, present), _rank(table, incoming)
    if mine[1] == theirs[1]:
        return Resolution.LATER if theirs > mine else Resolution.SAME
    if mine[0] == theirs[0]:
        my_ends, their_ends = (_ends(table, values, owner) for values in (present, incoming))
        if my_ends != their_ends:
            return Resolution.INCOMING if their_ends > my_ends else Resolution.PRESENT
    return Resolution.INCOMING if theirs > mine else Resolution.PRESENT


def _ends(
    table: SharedTable, values: Sequence[Any], owner: Callable[[str], str]
) -> list[tuple[str, bool, str]]:
    """Return whose annotations and links a row refers to, in an order that no id changes.

    Each with the column, or with the hash of its content that a decision has, and whether it is of
    the row's own annotator.
    """
    row = table.row(values)
    ids = [
        (name, row[name]) for name, target in table.references.items() if target == "annotations"
    ]
    if table is DECISIONS:
        ids = _ids_in_subject(row["subject"])
    owners = [(where, "" if one is None else owner(one)) for where, one in ids]
    return sorted((where, name == row[table.owners[0]], name) for where, name in owners)


def _ids_in_subject(subject: str) -> list[tuple[str, str]]:
    """Return the ids in a decision's subject, each after its hash; none in another kind of one."""
    try:
        return [(str(content), str(row_id)) for row_id, content in json.loads(subject)]
    except (ValueError, TypeError, RecursionError):
        return []


def _rank(table: SharedTable, values: Sequence[Any]) -> tuple[timedelta, bytes, bytes]:
    """Return the sort key that decides between rows; the stored JSON text comes last."""
    stamp = values[table.columns.index("updated_at")]
    return instant_of(stamp), canonical(table, values), row_json(table, values).encode()


def row_json(table: SharedTable, values: Sequence[Any]) -> str:
    """Return the row as JSON, each value as it is stored."""
    return json.dumps(table.row(values), ensure_ascii=False)


def keep_version(
    connection: sqlite3.Connection,
    table: SharedTable,
    values: Sequence[Any],
    source: str,
    stamp: str,
) -> bool:
    """Keep a losing row in `versions`; return whether its contents were new there."""
    row_id, content = table.version_id(values), canonical(table, values)
    kept = connection.execute(
        "SELECT row FROM versions WHERE row_id = ? AND kind = ?", (row_id, table.name)
    )
    if any(_content(table, words) == content for (words,) in kept):
        return False
    connection.execute(
        "INSERT INTO versions (row_id, kind, row, source, replaced_at) VALUES (?, ?, ?, ?, ?)",
        (row_id, table.name, row_json(table, values), source, stamp),
    )
    return True


def _content(table: SharedTable, words: str) -> bytes:
    """Return the canonical JSON of a row in `versions`; columns that it lacks are null."""
    row = object_of(words)
    return canonical(table, [row.get(name) for name in table.columns])


def select_row(table: SharedTable) -> str:
    """Return the SELECT of one row by its key."""
    where = " AND ".join(f"{name} = ?" for name in table.key)
    return f"SELECT {', '.join(table.columns)} FROM main.{table.name} WHERE {where}"


def owner_of(connection: sqlite3.Connection, table: SharedTable, row_id: str) -> str | None:
    """Return the annotator of a row; None if the database does not have it."""
    found = connection.execute(
        f"SELECT {table.owners[0]} FROM main.{table.name} WHERE id = ?", (row_id,)
    ).fetchone()
    return None if found is None else str(found[0])


def update_row(connection: sqlite3.Connection, table: SharedTable, values: Sequence[Any]) -> None:
    """Write the values over the row with the same key."""
    row = table.row(values)
    settings = ", ".join(f"{name} = :{name}" for name in table.columns if name not in table.key)
    where = " AND ".join(f"{name} = :{name}" for name in table.key)
    connection.execute(f"UPDATE {table.name} SET {settings} WHERE {where}", row)
