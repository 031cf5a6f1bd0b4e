"""What goes to a hub, put together by SQLite, against the rules that `merge` goes by."""

import json
import sqlite3
from contextlib import closing
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tui.store.replication.incoming import IncomingRow, values_of
from tui.store.replication.outgoing import (
    COLUMNS,
    add_functions,
    canonical_time,
    sending,
    sending_texts,
)
from tui.store.replication.rules import SHARED_TABLES, SharedTable, canonical

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = st.one_of(
    texts.filter(lambda word: "\0" not in word),
    st.sampled_from(["a~01234567", "~01234567", 'ن\t\n\\"']),
)
stamps = st.one_of(
    texts,
    st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
    st.sampled_from(
        [
            "2026-01-01T00:00:00.000000Z",
            "2026-02-30T00:00:00.000000Z",
            "2026-01-01T03:00:00+03:00",
            "0000-01-01T00:00:00.000000Z",
            "2026-01-01T24:00:00.000000Z",
            "2026-12-31T23:59:60.000000Z",
        ]
    ),
)
objects = st.one_of(
    texts,
    st.dictionaries(texts, st.one_of(texts, st.floats(allow_nan=False), st.lists(texts))).map(
        json.dumps
    ),
    st.sampled_from(["{}", '{"b": 1, "a": {"d": "\\ud800", "c": 1e30}}', "[1]"]),
)
REALS, WHOLE = {"score"}, {"start_offset", "end_offset", "offset"}
PROPERTIES = {"attributes", "meta"}


def values(table: SharedTable) -> st.SearchStrategy[tuple[Any, ...]]:
    """Rows of a table."""
    columns = []
    for name in table.columns:
        if name in REALS:
            column: st.SearchStrategy[Any] = st.one_of(st.none(), st.floats(0, 1))
        elif name in WHOLE:
            column = st.integers(0, 1 << 40)
        elif name == "updated_at":
            column = stamps
        elif name in PROPERTIES:
            column = objects
        elif name == "fragments":
            column = st.one_of(st.none(), texts, st.just("[[1, 2],[3,4]]"))
        elif name in table.identity or name in table.references:
            column = names
        else:
            column = st.one_of(
                st.none(), texts, st.sampled_from(list(map(str, table.defaults.values())) or [""])
            )
        columns.append(column)
    return st.tuples(*columns)


def line(table: SharedTable, row: tuple[Any, ...]) -> dict[str, str]:
    """The columns of a line for COPY, with its escapes undone."""
    sql = sending(table)
    with closing(sqlite3.connect(":memory:")) as database:
        add_functions(database)
        database.execute(f"CREATE TABLE t ({', '.join(table.columns)})")
        database.execute(f"INSERT INTO t VALUES ({', '.join('?' * len(row))})", row)
        ((made, unfit),) = database.execute(f"SELECT {sql.line}, {sql.is_unfit} FROM t")
    assert not unfit
    assert "\n" not in made
    fields = made.split("\t")
    return dict(zip(COLUMNS, map(unescaped, fields), strict=True))


def unescaped(field: str) -> str:
    out, letters = [], iter(field)
    for letter in letters:
        if letter == "\\":
            letter = next(letters)
            letter = {"t": "\t", "n": "\n", "r": "\r"}.get(letter, letter)
        out.append(letter)
    return "".join(out)


rows = st.sampled_from(sorted(SHARED_TABLES)).flatmap(
    lambda name: st.tuples(st.just(SHARED_TABLES[name]), values(SHARED_TABLES[name]))
)


@given(rows)
@example(
    (
        SHARED_TABLES["progress"],
        ("ن\t\\", "ا", "reading", 0, "2026-01-01T03:00:00+03:00"),
    )
)
def test_a_row_comes_back_as_it_went(one: tuple[SharedTable, tuple[Any, ...]]) -> None:
    table, row = one
    sent = line(table, row)
    assert sent["canonical"] == canonical(table, row).decode("utf-8", "replace")
    stamp = table.row(row)["updated_at"]
    assert sent["at"] == canonical_time(stamp)
    incoming = IncomingRow(
        *(sent[name] for name in ("kind", "id", "owner", "document_id", "at", "row"))
    )
    came = values_of(table, incoming)
    # Null and the default are one, also for what is compared.
    assert canonical(table, came) == canonical(table, row)
    assert canonical_time(table.row(came)["updated_at"]) == sent["at"]
    if sent["at"]:
        assert table.row(came)["updated_at"] == stamp


def test_names_with_a_nul_are_unfit() -> None:
    sql = sending(SHARED_TABLES["progress"])
    with closing(sqlite3.connect(":memory:")) as database:
        for key, unfit in (("a\0", 1), ("a", 0)):
            query = f"SELECT {sql.is_unfit} FROM (SELECT ? AS document_id, 'x' AS annotator) t"
            ((found,),) = database.execute(query, (key,))
            assert bool(found) == bool(unfit)


def test_texts_of_documents() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        query = "(SELECT 'ن\\' AS document_id, 'ff' AS text_sha256, '2026' AS added_at) t"
        ((made, text),) = database.execute(
            f"SELECT {sending_texts().line}, {sending_texts().text} FROM {query}"
        )
    assert made.split("\t")[:4] == ["document_texts", "ff", "ن\\\\", "ن\\\\"]
    assert json.loads(made.split("\t")[6]) == {"added_at": "2026"}
    assert text == "ff"
