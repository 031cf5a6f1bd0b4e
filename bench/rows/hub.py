"""The hub: what pushing and a first pull cost, each against PostgreSQL's own way."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from bench.data import words
from bench.table import Result, Target
from tests.hub.postgres import CURATOR, Postgres, running_postgres
from tui.hub import administration
from tui.hub.connection import HUB_VERSION
from tui.hub.exchange import sync
from tui.model import Document, new_id
from tui.store.database import Store
from tui.store.replication.hub_copy import PORTION
from tui.store.replication.outgoing import COLUMNS

_CHANGED = 100_000
_DOCUMENTS = 100
_ASSIGNED = 1000
_ANNOTATOR = "hind"

Connection = psycopg.Connection[tuple[Any, ...]]


@contextmanager
def _hub() -> Iterator[tuple[Postgres, str, Path]]:
    """A new hub with an annotator: its server, its database, and a folder for local ones."""
    with running_postgres({}) as postgres, tempfile.TemporaryDirectory() as folder:
        postgres.execute("postgres", "CREATE DATABASE hub")
        administration.init(postgres.address("hub"), CURATOR)
        administration.add(postgres.address("hub"), _ANNOTATOR, _ANNOTATOR, is_curator=False)
        yield postgres, "hub", Path(folder)


def push(rounds: int) -> list[Result]:
    """100,000 changed annotations, against a COPY of them into a table like the hub's own."""
    ends, servers, copies = [], [], []
    with _hub() as (postgres, database, folder):
        address = postgres.address(database, _ANNOTATOR)
        with Store.open(folder / "curator.db") as curator:
            curator.add_documents(_documents())
            sync(curator, postgres.address(database), CURATOR)
        with Store.open(folder / "own.db") as store:
            sync(store, address, _ANNOTATOR)
            _annotate(store.path)
            sync(store, address, _ANNOTATOR)
            for number in range(rounds):
                _change(store.path, 2 * number)
                _settle(postgres, database)
                ends.append(_timed(lambda: sync(store, address, _ANNOTATOR)))
                _change(store.path, 2 * number + 1)
                portions = list(_portions(store))
                cursor = _cursor(store)
                _settle(postgres, database)
                servers.append(_timed(lambda: _push_all(address, cursor, portions)))  # noqa: B023 (called at once)
                sync(store, address, _ANNOTATOR)
                copies.append(_copy_like(postgres, database))
    against = "COPY"
    return [
        Result(Target("100,000 changed annotations to the hub", against, 6, "s"), ends, copies),
        Result(Target("of it at the server", against, 3, "s"), servers, copies),
    ]


def _documents() -> Iterator[Document]:
    text = " ".join(words())
    for number in range(_DOCUMENTS):
        yield Document(str(number), f"مقال {number}", str(number), f"{number} {text}")


def _annotate(path: Path) -> None:
    """Add annotations as an import would."""
    with closing(sqlite3.connect(path)) as database, database:
        texts = database.execute(
            "SELECT d.id, d.text_sha256, t.text FROM documents d "
            "JOIN texts t ON t.sha256 = d.text_sha256"
        ).fetchall()
        stamp = "2026-01-01T00:00:00.000000Z"
        rows = []
        for number in range(_CHANGED):
            document, sha256, text = texts[number % len(texts)]
            start = number // len(texts) * 3 % (len(text) - 50)
            rows.append(
                (new_id(), document, sha256, "entity", start, start + 9, text[start : start + 9],
                 text[max(start - 32, 0) : start], text[start + 9 : start + 41],
                 '{"type": "person"}', "", _ANNOTATOR, "accepted", "", stamp, stamp)
            )  # fmt: skip
        database.executemany(
            "INSERT INTO annotations (id, document_id, text_sha256, label, start_offset, "
            "end_offset, text, prefix, suffix, attributes, note, annotator, status, origin, "
            f"created_at, updated_at) VALUES ({', '.join('?' * 16)})",
            rows,
        )


def _change(path: Path, number: int) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "UPDATE annotations SET note = ?, updated_at = ?",
            (f"note {number}", f"2026-02-{number + 1:02}T00:00:00.000000Z"),
        )


def _portions(store: Store) -> Iterator[bytes]:
    """What a synchronisation copies into the inbox, as COPY's text."""
    state = store.hub.state()
    if state is None:
        raise RuntimeError("the database has not been synchronised")
    queued = store.hub.queued(state)
    while portion := list(islice(queued, PORTION)):
        yield "".join(f"{one.line}\n" for one in portion).encode()


def _cursor(store: Store) -> str:
    """How far the database is in step, as a synchronisation tells the hub."""
    state = store.hub.state()
    return json.dumps({"seq": state.seq, "token": state.token} if state else {"seq": 0})


def _push_all(address: str, cursor: str, portions: list[bytes]) -> None:
    columns = ", ".join(COLUMNS)
    with psycopg.connect(address, autocommit=True, prepare_threshold=None) as connection:
        for portion in portions:
            with connection.cursor().copy(
                f"COPY hub.inbox ({columns}) FROM STDIN".encode()
            ) as copy:
                copy.write(portion)
            query = f"SELECT * FROM hub.push({HUB_VERSION}, '{cursor}')"
            connection.execute(query.encode())


def _copy_like(postgres: Postgres, database: str) -> float:
    """Seconds that a COPY of the same rows takes into a table of the same size and indexes."""
    with psycopg.connect(postgres.address(database, "postgres"), autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS hub.plain")
        connection.execute("CREATE TABLE hub.plain (LIKE hub.rows INCLUDING ALL)")
        connection.execute("INSERT INTO hub.plain SELECT * FROM hub.rows")
        rows = b""
        query = "COPY (SELECT * FROM hub.rows WHERE kind = 'annotations') TO STDOUT"
        with connection.cursor().copy(query.encode()) as copy:
            rows = b"".join(bytes(piece) for piece in copy)
        # Other ids, as the table holds these.
        rows = rows.replace(b"annotations\t", b"annotations\tx")
        _settle(postgres, database)

        def copy_all() -> None:
            with connection.cursor().copy(b"COPY hub.plain FROM STDIN") as copy:
                copy.write(rows)

        return _timed(copy_all)


def _settle(postgres: Postgres, database: str) -> None:
    """Let the server do now what it would else do while something is measured."""
    postgres.execute(database, "VACUUM (ANALYZE)", "postgres")
    postgres.execute(database, "CHECKPOINT", "postgres")


def _timed(action: Callable[[], object]) -> float:
    began = perf_counter()
    action()
    return perf_counter() - began


def first_pull(rounds: int) -> list[Result]:
    """A first pull of 1,000 assigned documents, of a million on the hub and of ten thousand."""
    many = [_first_pull(1_000_000, rounds), _first_pull(10_000, rounds)]
    what = f"first pull of {_ASSIGNED:,} documents of 1,000,000"
    return [Result(Target(what, "of 10,000", 1.5, "s"), *many)]


def _first_pull(documents: int, rounds: int) -> list[float]:
    taken = []
    with _hub() as (postgres, database, folder):
        with psycopg.connect(postgres.address(database, "postgres"), autocommit=True) as connection:
            _fill(connection, documents)
        _settle(postgres, database)
        for number in range(rounds):
            with Store.open(folder / f"{number}.db") as store:
                address = postgres.address(database, _ANNOTATOR)
                taken.append(_timed(lambda: sync(store, address, _ANNOTATOR)))  # noqa: B023 (called at once)
                if store.documents.count() != _ASSIGNED:
                    raise RuntimeError("not all assigned documents came")
    return taken


def _fill(connection: Connection, documents: int) -> None:
    """Put documents, ten annotations each, and assignments into the hub, made by the server.

    Compressed texts are made here only for what is assigned.
    """
    import zlib
    from hashlib import sha256

    stamp = "2026-01-01T00:00:00.000000Z"
    into = (
        "INSERT INTO hub.rows (kind, id, owner, document_id, at, canonical, row, is_deleted, seq) "
    )
    step = documents // _ASSIGNED
    connection.execute("CREATE TEMP TABLE assigned (n int PRIMARY KEY, sha256 text)")
    article = " ".join(words())
    with connection.cursor() as cursor:
        texts = [
            (n * step, sha256(text).hexdigest(), zlib.compress(text))
            for n in range(_ASSIGNED)
            for text in [f"{n} {article}".encode()]
        ]
        cursor.executemany("INSERT INTO assigned VALUES (%s, %s)", [one[:2] for one in texts])
        cursor.executemany("INSERT INTO hub.texts VALUES (%s, %s)", [one[1:] for one in texts])
    sha = "coalesce((SELECT a.sha256 FROM assigned a WHERE a.n = d.n), md5(d.n::text))"
    many = f"generate_series(0, {documents - 1}) AS d(n)"
    for kind, row_id, owner, row in (
        ("documents", "d.n::text", "''", f'\'{{"title":"t","text_sha256":"\' || {sha} || \'"}}\''),
        ("document_texts", sha, "d.n::text", f'\'{{"added_at": "{stamp}"}}\''),
    ):
        query = (
            f"{into} SELECT '{kind}', {row_id}, {owner}, d.n::text, '{stamp}', '', {row}, false, 1 "
            f"FROM {many}"
        )
        connection.execute(query.encode())
    query = (
        f"{into} SELECT 'annotations', d.n || '-' || a, '{_ANNOTATOR}', d.n::text, '{stamp}', '', "
        f'\'{{"label":"entity","start_offset":1,"end_offset":3,"text":"ab","created_at":'
        f'"{stamp}","text_sha256":"\' || {sha} || \'"}}\', false, 1 '
        f"FROM {many}, generate_series(1, 2) AS a"
    )
    connection.execute(query.encode())
    query = (
        f"{into} SELECT 'assignments', n::text, '{_ANNOTATOR}', n::text, '{stamp}', '', "
        '\'{"assigned_by":"curator"}\', false, 1 FROM assigned'
    )
    connection.execute(query.encode())
    # The others' documents are assigned too, to somebody else.
    query = (
        f"{into} SELECT 'assignments', d.n::text, 'other', d.n::text, '{stamp}', '', "
        f'\'{{"assigned_by":"curator"}}\', false, 1 FROM {many}'
    )
    connection.execute(query.encode())
