"""Compare a database's tables, columns, indexes, triggers and search index with what they should
be.

The migrations define what they should be. The search index should have the words of the texts.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from itertools import zip_longest

from tui.store import migrations
from tui.store.file.log_owner import TABLE as GENERATION_TABLE
from tui.store.file.sqlite_file import SqliteFile, translate_errors
from tui.store.search import words_to_index

_OBJECTS = (
    "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema "
    "WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
)

_COLUMNS = (
    "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_xinfo(m.name) c "
    "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
)

_UNREADABLE = "\ufffd"

_BATCH = 200


def structure_faults(file: SqliteFile) -> Iterator[tuple[str, str]]:
    """Yield each missing or foreign object, as its name and a message."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as ours:
        migrations.apply_all(ours)
        expected = {(kind, name) for kind, name, *_ in ours.execute(_OBJECTS)}
        columns = {(str(table), str(name)) for table, name in ours.execute(_COLUMNS)}
    found = file.rows(_OBJECTS)
    there = {(kind, name) for kind, name, *_ in found}
    for kind, name in sorted(expected - there):
        yield f"{kind} {name}", "is missing"
    tables = {name for kind, name in there if kind == "table"}
    present = {(table, name) for table, name in file.rows(_COLUMNS)}
    for table, name in sorted(columns - present):
        if table in tables:
            yield f"table {table}", f"the column {name} is missing"
    for kind, name, table, sql in found:
        if kind == "trigger" and (kind, name) not in expected:
            yield f"trigger {name}", f"is not Hashiya's, and changes what is written to {table}"
        if _UNREADABLE in name + table + sql and name != GENERATION_TABLE:
            yield f"{kind} {name}", "its definition is not valid UTF-8"


def index_faults(file: SqliteFile) -> Iterator[str]:
    """Yield the differences between the search index and the texts."""
    (without,) = file.row(
        "SELECT count(*) FROM texts WHERE sha256 NOT IN (SELECT sha256 FROM text_numbers)"
    ) or (0,)
    (extra,) = file.row(
        "SELECT count(*) FROM text_numbers WHERE sha256 NOT IN (SELECT sha256 FROM texts)"
    ) or (0,)
    if without or extra:
        yield f"lacks {without} texts and has {extra} that are not there"
    elif not _has_same_words(file):
        yield "holds other words than the texts"


def _has_same_words(file: SqliteFile) -> bool:
    """Compare how often each word is in the index with a newly built index."""
    with (
        translate_errors(file.path),
        contextlib.closing(sqlite3.connect("", isolation_level=None)) as rebuilt,
    ):
        _build_index(file, rebuilt)
        query = "SELECT term, doc, cnt FROM temp.index_words"
        for connection in (rebuilt, file.connection):
            connection.execute(
                "CREATE VIRTUAL TABLE temp.index_words USING fts5vocab(main, text_search, row)"
            )
        try:
            pairs = zip_longest(rebuilt.execute(query), file.stream(query))
            return all(wanted == found for wanted, found in pairs)
        finally:
            with contextlib.suppress(sqlite3.Error):
                file.connection.execute("DROP TABLE temp.index_words")


def _build_index(file: SqliteFile, target: sqlite3.Connection) -> None:
    """Index the texts of a database in another, temporary one."""
    target.execute(file.value("SELECT sql FROM sqlite_schema WHERE name = 'text_search'"))
    target.execute("BEGIN")
    texts = "SELECT n.number, t.text FROM text_numbers n JOIN texts t ON t.sha256 = n.sha256"
    for block in file.blocks(texts, (), _BATCH):
        folded = words_to_index([text for _, text in block])
        target.executemany(
            "INSERT INTO text_search (rowid, body) VALUES (?, ?)",
            [(number, words) for (number, _), words in zip(block, folded, strict=True)],
        )
    target.execute("COMMIT")
