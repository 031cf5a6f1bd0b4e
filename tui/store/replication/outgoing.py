"""Rows for a hub, as lines for COPY that SQLite builds: a loop takes four times as long.

A line has the columns of `OutgoingRow`; `hub/schema.sql` says what they hold.
"""

# ruff: noqa: S608 (all SQL is put together from constants; values are bound)

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from tui.model import instant_of
from tui.store.replication.hub_ids import HINT, create_table
from tui.store.replication.rules import DOCUMENTS, SharedTable, canonical_list, canonical_object

COLUMNS = (
    "kind",
    "id",
    "owner",
    "document_id",
    "at",
    "canonical",
    "row",
    "refs",
    "is_deleted",
)
"""The columns of a line."""

TEXTS_OF_DOCUMENTS = "document_texts"
"""The kind of rows that say which texts a document has had."""

_EPOCH = datetime.min.replace(tzinfo=UTC)

_CANONICAL_TIME = (
    "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]"
    ".[0-9][0-9][0-9][0-9][0-9][0-9]Z"
)
_DISTINCT_IDS = "?*~" + "[0-9a-f]" * 8
"""GLOB pattern of the ids that `rules.distinct_id` makes."""

_REALS = {"score"}
_OBJECTS = {"attributes", "meta"}


class Sending(NamedTuple):
    """SQL for what goes to the hub of one kind; the row is `t`."""

    key: tuple[str, ...]
    """The columns of the table that `row_id` and `second` of the outbox hold."""
    line: str
    """A line for COPY, without its end."""
    is_unfit: str
    """Whether a name in it contains a NUL, which PostgreSQL cannot store."""
    text: str
    """The hash of a text to send with it, else ''."""


def add_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions and the temporary table that the SQL uses."""
    create_table(connection)
    for name, function in (
        ("hashiya_object", _object_words),
        ("hashiya_list", _list_words),
        ("hashiya_number", json.dumps),
        ("hashiya_time", canonical_time),
    ):
        connection.create_function(name, 1, function, deterministic=True)


def canonical_time(stamp: str) -> str:
    """Return a time in the form that sorts as its instant; "" for what is not a time."""
    instant = instant_of(stamp)
    return "" if instant == timedelta.min else written(instant)


def written(instant: timedelta) -> str:
    """Return an instant in canonical form."""
    return (_EPOCH + instant).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


@lru_cache(maxsize=4096)
def _object_words(words: str) -> str:
    return _dumped(canonical_object(words))


@lru_cache(maxsize=4096)
def _list_words(words: str) -> str:
    return _dumped(canonical_list(words))


def _dumped(value: object) -> str:
    words = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return words.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def sending_texts() -> Sending:
    """Return the SQL for the texts that documents have had."""
    words = """'{"added_at":' || json_quote(t.added_at) || '}'"""
    document = _escaped("t.document_id")
    words = _escaped_json(words)
    fields = (_escaped("t.text_sha256"), document, document, "''", words, words, "'{}'", "'f'")
    return Sending(
        ("document_id", "text_sha256"),
        _line(TEXTS_OF_DOCUMENTS, fields),
        _has_nul("t.document_id", "t.text_sha256"),
        "t.text_sha256",
    )


def sending(table: SharedTable) -> Sending:
    """Return the SQL for the rows of a table."""
    document = "t.id" if table is DOCUMENTS else "t.document_id"
    row_id = _hub_id(table, "id") if table.has_id else document
    owner = f"t.{table.owners[0]}" if table.owners else "''"
    named = [name for name in table.columns if name != "updated_at" and name not in table.identity]
    is_canonical = (
        f"t.updated_at GLOB '{_CANONICAL_TIME}' AND t.updated_at NOT GLOB '0000*' AND "
        # With a modifier, SQLite makes 30 February a day in March.
        "strftime('%Y-%m-%dT%H:%M:%S', substr(t.updated_at, 1, 19), '+0 days') = "
        "substr(t.updated_at, 1, 19)"
    )
    row = [_member(table, name, f"json_quote({_hub_id(table, name)})") for name in named]
    row += [_hint(table, name) for name in _targets(table)]
    row.append(
        f"""CASE WHEN {is_canonical} THEN '' ELSE ',"updated_at":' || """
        "json_quote(t.updated_at) END"
    )
    canonical = [
        _member(table, name, _canonical_value(table, name))
        for name in sorted(table.columns)
        if name != "updated_at"
    ]
    targets = [_hub_id(table, name) for name in _targets(table)]
    deleted = "t.deleted_at IS NOT NULL" if "deleted_at" in table.columns else "0"
    fields = (
        _escaped(row_id),
        _escaped(owner),
        _escaped(document),
        f"CASE WHEN {is_canonical} THEN t.updated_at ELSE hashiya_time(t.updated_at) END",
        _escaped_json(_object(canonical)),
        _escaped_json(_object(row)),
        _array(targets),
        f"CASE WHEN {deleted} THEN 't' ELSE 'f' END",
    )
    names = [row_id, owner, document, *targets]
    return Sending(table.key, _line(table.name, fields), _has_nul(*names), "''")


def _targets(table: SharedTable) -> list[str]:
    """Return the columns that refer to other rows than documents."""
    return [name for name, target in table.references.items() if target != "documents"]


def _hub_id(table: SharedTable, name: str) -> str:
    """Return SQL for a column, in which an id is the one that the row has on the hub."""
    kind = table.references.get(name, table.name if name == "id" else "documents")
    if kind == "documents":
        return f"t.{name}"
    return (
        f"coalesce((SELECT h.hub_id FROM temp.hub_ids h WHERE (h.kind, h.id) = ('{kind}', "
        f"t.{name})), t.{name})"
    )


def _hint(table: SharedTable, name: str) -> str:
    """Return SQL for the member that distinguishes the target of a reference, if necessary."""
    target = (
        f"temp.hub_ids h WHERE (h.kind, h.id) = ('{table.references[name]}', t.{name}) "
        f"AND h.owner <> t.{table.owners[0]}"
    )
    words = f"""',"{name}{HINT}":' || json_quote((SELECT h.hint FROM {target}))"""
    return f"CASE WHEN EXISTS (SELECT 1 FROM {target}) THEN {words} ELSE '' END"


def _line(kind: str, fields: tuple[str, ...]) -> str:
    return " || char(9) || ".join((f"'{kind}'", *fields))


def _member(table: SharedTable, name: str, value: str) -> str:
    """Return SQL for a comma, a key and its value; for nothing if the value is left out."""
    default = table.defaults.get(name)
    condition = f"t.{name} IS NULL"
    if default is not None:
        literal = f"'{default}'" if isinstance(default, str) else str(default)
        condition += f" OR t.{name} = {literal}"
    if name in _REALS:
        value = f"hashiya_number(t.{name})"
    return f"""CASE WHEN {condition} THEN '' ELSE ',"{name}":' || {value} END"""


def _canonical_value(table: SharedTable, name: str) -> str:
    if name in _OBJECTS:
        return f"hashiya_object(t.{name})"
    if name == "fragments":
        return "hashiya_list(t.fragments)"
    if table.references.get(name) == "documents" or (table is DOCUMENTS and name == "id"):
        short = f"substr(t.{name}, 1, length(t.{name}) - 9)"
        return (
            f"json_quote(CASE WHEN t.{name} GLOB '{_DISTINCT_IDS}' THEN {short} ELSE t.{name} END)"
        )
    return f"json_quote({_hub_id(table, name)})"


def _object(members: list[str]) -> str:
    return f"'{{' || substr({' || '.join(members)}, 2) || '}}'"


def _escaped_json(sql: str) -> str:
    """Return SQL that escapes JSON for COPY: it has no control characters."""
    return f"replace({sql}, '\\', '\\\\')"


def _escaped(sql: str) -> str:
    """Return SQL that escapes any text for COPY."""
    escaped = f"replace({sql}, '\\', '\\\\')"
    for code, letter in ((9, "t"), (10, "n"), (13, "r")):
        escaped = f"replace({escaped}, char({code}), '\\{letter}')"
    return escaped


def _array(names: list[str]) -> str:
    """Return SQL for PostgreSQL's form of a list of texts, without nulls."""
    if not names:
        return "'{}'"
    quoted = (
        f"CASE WHEN {name} IS NULL THEN '' ELSE ',\"' || "
        f"replace(replace({name}, '\\', '\\\\'), '\"', '\\\"') || '\"' END"
        for name in names
    )
    return _escaped(f"'{{' || substr({' || '.join(quoted)}, 2) || '}}'")


def _has_nul(*names: str) -> str:
    return " OR ".join(
        f"ifnull(instr(CAST({name} AS BLOB), x'00'), 0)" for name in names if name != "''"
    )
