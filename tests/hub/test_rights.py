"""What annotators, curators and strangers can do with raw SQL.

The hub of these tests is filled by SQL: document `a` is assigned to hind and عمر, `b` to عمر alone,
and each has an annotation in each of their documents.
"""

import itertools
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.hub.conftest import CURATOR, Hub
from tui.errors import HubError
from tui.hub import administration
from tui.hub.connection import HUB_VERSION
from tui.model import now

CURSOR = json.dumps({"seq": 0, "token": ""})
PUSH = f"SELECT * FROM hub.push({HUB_VERSION}, '{CURSOR}')"
PULL = f"SELECT kind, id, owner, document_id FROM hub.pull({HUB_VERSION}, '{CURSOR}')"
HELLO = f"SELECT * FROM hub.hello({HUB_VERSION}, '{CURSOR}')"
SECRET = "what nobody else may know"
AT = "2026-01-01T00:00:00.000000Z"

INTO_INBOX = (
    "INSERT INTO hub.inbox (kind, id, owner, document_id, at, canonical, row, refs, is_deleted)"
)

_numbers = itertools.count()

Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def filled(hub: Hub) -> Hub:
    """A blind hub with two documents, three assignments and three annotations."""
    values = [
        *(
            ("documents", name, "", name, json.dumps({"title": f"title of {name}"}))
            for name in "ab"
        ),
        *(("document_texts", f"text of {name}", name, name, "{}") for name in "ab"),
        *(
            ("assignments", document, owner, document, "{}")
            for document, owner in (("a", "hind"), ("a", "عمر"), ("b", "عمر"))
        ),
        ("annotations", "of hind", "hind", "a", "{}"),
        ("annotations", "of omar", "عمر", "a", json.dumps({"note": SECRET})),
        ("annotations", "hidden", "عمر", "b", json.dumps({"note": SECRET})),
    ]
    with connected(hub, "postgres") as connection:
        connection.cursor().executemany(
            "INSERT INTO hub.rows (kind, id, owner, document_id, row, at, canonical, seq) "
            f"VALUES (%s, %s, %s, %s, %s, '{AT}', '{{}}', 1)",
            values,
        )
        connection.execute("INSERT INTO hub.texts VALUES ('text of a', 'a'), ('text of b', 'b')")
        connection.execute("UPDATE hub.counter SET seq = 1")
        connection.execute("INSERT INTO hub.pushes VALUES (1, 'first', 'curator')")
    return hub


def connected(hub: Hub, login: str) -> Connection:
    return psycopg.connect(hub.address(login), autocommit=True)


@pytest.fixture
def hind(filled: Hub) -> Iterator[Connection]:
    """What hind types SQL into."""
    connection = connected(filled, "hind")
    yield connection
    connection.close()


def run(connection: Connection, statement: str) -> list[tuple[Any, ...]]:
    """Run one message of SQL, without parameters; the rows of its last statement."""
    cursor = connection.execute(statement.encode())
    return cursor.fetchall() if cursor.description else []


def annotation(
    document_id: str = "a", owner: str = "hind", row_id: str = "new", at: str = ""
) -> dict[str, Any]:
    """A row for the inbox."""
    row = json.dumps({"label": "claim", "note": row_id})
    return {
        "kind": "annotations",
        "id": row_id,
        "owner": owner,
        "document_id": document_id,
        "at": at or now(),
        "canonical": row,
        "row": row,
        "refs": [],
        "is_deleted": False,
    }


def send(connection: Connection, *rows: dict[str, Any]) -> None:
    """Put rows into the inbox."""
    for row in rows:
        marks = ", ".join(["%s"] * len(row))
        query = f"INSERT INTO hub.inbox ({', '.join(row)}) VALUES ({marks})"
        connection.execute(query.encode(), list(row.values()))


def push(connection: Connection, *rows: dict[str, Any]) -> list[str]:
    """Send and push rows; the answers, where a row was not simply stored."""
    send(connection, *rows)
    token = f"{next(_numbers)}"
    cursor = json.dumps({"seq": 0, "token": "", "push": token})
    run(connection, f"SELECT * FROM hub.push({HUB_VERSION}, '{cursor}')")
    query = f"SELECT * FROM hub.answers('{token}')"
    return [answer for _, _, _, answer, *_ in run(connection, query)]


def push_as(hub: Hub, login: str, *rows: dict[str, Any]) -> list[str]:
    with connected(hub, login) as connection:
        return push(connection, *rows)


def seen(connection: Connection, kind: str = "annotations") -> set[tuple[str, str]]:
    """The ids and owners of the rows of a kind that somebody can pull."""
    return {(row_id, owner) for this, row_id, owner, _ in run(connection, PULL) if this == kind}


def stored(hub: Hub, columns: str = "id, owner", where: str = "true") -> set[tuple[Any, ...]]:
    """The annotations of the hub."""
    query = f"SELECT {columns} FROM hub.rows WHERE kind = 'annotations' AND {where}"
    return set(hub.execute(query))


OF_HIND, OF_OMAR, HIDDEN = ("of hind", "hind"), ("of omar", "عمر"), ("hidden", "عمر")


def test_an_annotator_reads_only_what_is_theirs(hind: Connection) -> None:
    assert {(row_id, "") for row_id, _ in seen(hind, "documents")} == {("a", "")}
    assert seen(hind) == {OF_HIND}
    assert seen(hind, "assignments") == {("a", "hind")}
    texts = run(hind, "SELECT sha256 FROM hub.texts_of(ARRAY['text of a', 'text of b'])")
    assert texts == [("text of a",)]
    assert run(hind, "SELECT * FROM hub.titles()") == [("a", "title of a", 1)]


def test_a_curator_reads_everything(filled: Hub) -> None:
    filled.add("second", is_curator=True)
    with connected(filled, "second") as second:
        assert seen(second) == {OF_HIND, OF_OMAR, HIDDEN}
        assert len(run(second, "SELECT * FROM hub.texts_of(ARRAY['text of a', 'text of b'])")) == 2
        assert run(second, "SELECT id, assigned FROM hub.titles()") == [("a", 2), ("b", 1)]
        assert [row[0] for row in run(second, "SELECT * FROM hub.status()")] == [
            CURATOR, "hind", "second", "عمر"
        ]  # fmt: skip


def test_without_blind_the_layers_of_ones_own_documents_are_read(
    filled: Hub, hind: Connection
) -> None:
    filled.execute("SELECT hub.set_blind(false)")
    assert seen(hind) == {OF_HIND, OF_OMAR}


REFUSED = (
    # The tables are nobody's, not even to read.
    "SELECT * FROM hub.rows",
    "SELECT count(*) FROM hub.rows WHERE id = 'hidden'",
    "EXPLAIN SELECT 1 FROM hub.rows WHERE id = 'hidden'",
    "SELECT * FROM hub.texts",
    "SELECT * FROM hub.members",
    "SELECT * FROM hub.settings",
    "SELECT * FROM hub.versions",
    "SELECT * FROM hub.pushes",
    "SELECT * FROM hub.inbox",
    "SELECT * FROM hub.answers",
    "SELECT * FROM hub.forgotten",
    "COPY hub.rows TO STDOUT",
    "INSERT INTO hub.rows (kind) VALUES ('annotations')",
    "UPDATE hub.rows SET row = '{}'",
    "DELETE FROM hub.rows",
    "TRUNCATE hub.rows",
    "INSERT INTO hub.texts VALUES ('x', 'x')",
    "UPDATE hub.counter SET seq = 1000",
    "UPDATE hub.members SET is_curator = true",
    "UPDATE hub.settings SET blind = false",
    "INSERT INTO hub.pushes VALUES (99, 'x', 'hind')",
    "DELETE FROM hub.inbox",
    "UPDATE hub.inbox SET login = 'curator'",
    "TRUNCATE hub.inbox",
    "DELETE FROM hub.answers",
    # What the server fills in.
    "INSERT INTO hub.inbox (login) VALUES ('curator')",
    "INSERT INTO hub.inbox (session) VALUES (1)",
    "INSERT INTO hub.inbox (sent_at) VALUES (now())",
    "INSERT INTO hub.inbox_texts (sha256, body) VALUES ('text of b', 'x')",
    "INSERT INTO hub.inbox_texts (sha256, login) VALUES ('x', 'curator')",
    # What is a curator's, or nobody's.
    "SELECT hub.set_blind(false)",
    "SELECT hub.forget('عمر', NULL)",
    "SELECT * FROM hub.status()",
    "SELECT * FROM hub.summary()",
    "SELECT hub.next_seq()",
    "SELECT hub.me()",
    "SELECT hub.hash_of('x')",
    "SELECT hub.sees_each(ARRAY['hidden'], '')",
    "SELECT hub.clear_inbox('{}')",
    # Locks.
    "SELECT * FROM hub.counter FOR UPDATE",
    "SELECT 1 FROM hub.rows FOR KEY SHARE",
    "LOCK TABLE hub.counter",
    "LOCK TABLE hub.rows IN SHARE MODE",
    "LOCK TABLE hub.rows IN ACCESS SHARE MODE",
    "LOCK TABLE hub.inbox IN SHARE MODE",
    "LOCK TABLE hub.inbox IN ACCESS EXCLUSIVE MODE",
    # Objects in the hub's schema, or that hang on its tables.
    "CREATE TABLE hub.mine (a int)",
    "CREATE FUNCTION hub.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION hub.me() RETURNS text LANGUAGE sql AS 'SELECT ''curator'''",
    "CREATE TEMP TABLE mine (id text, FOREIGN KEY (id) REFERENCES hub.texts)",
    "CREATE TABLE public.mine (id text REFERENCES hub.texts)",
    "CREATE TABLE public.mine () INHERITS (hub.inbox)",
    "CREATE FUNCTION pg_temp.t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
    "CREATE TRIGGER mine BEFORE INSERT ON hub.inbox EXECUTE FUNCTION pg_temp.t()",
    "CREATE RULE mine AS ON INSERT TO hub.inbox DO INSTEAD NOTHING",
    "CREATE POLICY mine ON hub.rows USING (true)",
    "ALTER TABLE hub.rows DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE hub.inbox DISABLE TRIGGER ALL",
    "ALTER FUNCTION hub.push(integer, json) SECURITY INVOKER",
    "GRANT SELECT ON hub.rows TO hind",
    "DROP SCHEMA hub CASCADE",
    # Becoming somebody else.
    "SET ROLE curator",
    "SET SESSION AUTHORIZATION curator",
    "ALTER ROLE curator SET search_path = pg_temp",
    "ALTER ROLE hind CREATEROLE",
    "ALTER DEFAULT PRIVILEGES FOR ROLE curator GRANT SELECT ON TABLES TO hind",
    "SET session_replication_role = replica",
    "CREATE ROLE more",
    "CREATE EXTENSION hstore",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT lo_import('/etc/passwd')",
    # A push in something that lasts longer.
    f"BEGIN; {PUSH}; COMMIT",
    f"{PUSH}; SELECT pg_sleep(0)",
    f"{PUSH}, pg_sleep(0)",
    f"SELECT *, pg_sleep(0) FROM hub.push({HUB_VERSION}, '{CURSOR}')",
    f"DO $$ BEGIN PERFORM hub.push({HUB_VERSION}, '{CURSOR}'); PERFORM pg_sleep(0); END $$",
    f"PREPARE mine AS {PUSH}; EXECUTE mine",
    f"BEGIN; DECLARE mine CURSOR FOR {PUSH}; FETCH 1 FROM mine; COMMIT",
    f"COPY ({PUSH}) TO STDOUT",
    f"CREATE TEMP TABLE mine AS {PUSH}",
    f"EXPLAIN ANALYZE {PUSH}",
    f"SELECT * FROM hub.push({HUB_VERSION}, '{CURSOR}' || pg_sleep(0)::text)",
    f"SET standard_conforming_strings = off; SELECT * FROM hub.push({HUB_VERSION}, '\\')",
)
"""What an annotator types and PostgreSQL refuses."""


def test_an_annotator_cannot(filled: Hub) -> None:
    before = filled.execute("SELECT * FROM hub.rows ORDER BY kind, id, owner", "postgres")
    done = []
    with connected(filled, "hind") as hind:
        for statement in REFUSED:
            try:
                if statement.startswith(("COPY hub", "COPY (SELECT * FROM")):
                    with hind.cursor().copy(statement.encode()) as copy:
                        list(copy)
                else:
                    run(hind, statement)
            except psycopg.Error as error:
                if SECRET in str(error):
                    done.append(str(error))
            else:
                done.append(statement)
            run(hind, "ROLLBACK; RESET ALL; DEALLOCATE ALL")
    assert done == []
    after = filled.execute("SELECT * FROM hub.rows ORDER BY kind, id, owner", "postgres")
    assert after == before


def test_a_stranger_cannot(filled: Hub) -> None:
    done = []
    filled.execute(
        "DO $$ BEGIN CREATE ROLE stranger LOGIN; EXCEPTION WHEN OTHERS THEN NULL; END $$",
        "postgres",
    )
    with connected(filled, "stranger") as stranger:
        for statement in (
            HELLO,
            PUSH,
            PULL,
            "SELECT * FROM hub.titles()",
            "SELECT * FROM hub.answers('')",
            "SELECT * FROM hub.texts_of(ARRAY['text of a'])",
            "INSERT INTO hub.inbox (kind) VALUES ('annotations')",
            *(statement for statement in REFUSED if statement.startswith(("SELECT", "LOCK"))),
        ):
            try:
                run(stranger, statement)
            except psycopg.Error:
                run(stranger, "ROLLBACK")
            else:
                done.append(statement)
    assert done == []


def test_a_member_who_was_removed_reads_nothing(filled: Hub, hind: Connection) -> None:
    filled.execute("DELETE FROM hub.members WHERE login = 'hind'")
    for statement in (HELLO, PUSH, PULL):
        with pytest.raises(psycopg.Error, match="does not know the login hind"):
            run(hind, statement)
    assert run(hind, "SELECT * FROM hub.titles()") == []
    assert run(hind, "SELECT * FROM hub.texts_of(ARRAY['text of a'])") == []


def test_a_push_in_a_longer_transaction_is_refused(hind: Connection) -> None:
    run(hind, "BEGIN")
    with pytest.raises(psycopg.Error, match="transaction of its own"):
        run(hind, PUSH)
    run(hind, "ROLLBACK")
    # Without a Sync message after each statement, all of them are one transaction.
    with pytest.raises(psycopg.Error, match="transaction of its own"):
        pipelined(hind, PUSH, "SELECT pg_sleep(0)")


def pipelined(connection: Connection, *statements: str) -> None:
    with connection.pipeline():
        for statement in statements:
            connection.execute(statement.encode())


def test_the_owner_of_a_row_is_who_pushes_it(filled: Hub, hind: Connection) -> None:
    assert push(hind, annotation(owner="عمر")) == []
    assert stored(filled) == {OF_HIND, OF_OMAR, HIDDEN, ("new", "hind")}
    # What JSON says of the owner, the id, the document, or the time counts for nothing.
    row = json.dumps({"annotator": "عمر", "id": "of omar", "document_id": "b", "seq": 99})
    assert push(hind, annotation(row_id="other") | {"row": row}) == []
    assert stored(filled, "owner, document_id", "id = 'other'") == {("hind", "a")}
    assert stored(filled, "seq", "owner = 'عمر'") == {(1,)}


def test_anothers_id_is_like_an_unknown_one(filled: Hub, hind: Connection) -> None:
    for row_id in ("of omar", "hidden", "unknown"):
        assert push(hind, annotation(row_id=row_id)) == []
    assert {OF_OMAR, HIDDEN, ("hidden", "hind")} <= stored(filled)
    assert stored(filled, "row", "owner = 'عمر'") == {(json.dumps({"note": SECRET}),)}


def test_a_hidden_document_is_like_an_unknown_one(hind: Connection) -> None:
    for row in (annotation("b"), annotation("nowhere")):
        send(hind, row)
        assert run(hind, PUSH) == [(1, 1)]
        *_, answer = run(hind, "SELECT * FROM hub.answers('')")
        assert answer[3:] == ("refused", None, None, None)


def test_documents_and_assignments_are_a_curators(filled: Hub, hind: Connection) -> None:
    for kind in ("documents", "document_texts", "assignments", "forgotten", "something"):
        assert push(hind, annotation() | {"kind": kind}) == ["refused"]
    with connected(filled, CURATOR) as curator:
        assert push(curator, annotation(row_id="by curator")) == []
        assert push(curator, annotation() | {"kind": "something"}) == ["refused"]
    assert ("by curator", "hind") in stored(filled)


def test_a_time_is_a_time_and_not_of_the_future(hind: Connection) -> None:
    assert push(hind, annotation(at="2999-01-01T00:00:00.000000Z")) == ["future"]
    assert push(hind, annotation(at="z")) == ["future"]
    assert push(hind, annotation(at="2000")) == ["refused"]


SHADOWS = (
    "CREATE TEMP TABLE members AS SELECT 'hind'::name AS login, 'curator' AS annotator, "
    "true AS is_curator, 0 AS view_seq",
    "CREATE TEMP TABLE rows (kind text)",
    "CREATE TEMP TABLE inbox (kind text)",
    "CREATE TEMP VIEW settings AS SELECT 1 AS version, false AS blind",
    "CREATE FUNCTION pg_temp.is_curator() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL::timestamptz'",
    # A type is found before that of the system where pg_temp is not named last.
    "CREATE FUNCTION pg_temp.caught(pg_catalog.text) RETURNS boolean LANGUAGE plpgsql AS "
    "'BEGIN RAISE EXCEPTION ''caught as %'', current_user; END'",
    "CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (pg_temp.caught(VALUE))",
    "CREATE DOMAIN pg_temp.json AS pg_catalog.text CHECK (pg_temp.caught(VALUE))",
    "CREATE FUNCTION pg_temp.caught(pg_catalog.int8) RETURNS boolean LANGUAGE plpgsql AS "
    "'BEGIN RAISE EXCEPTION ''caught as %'', current_user; END'",
    "CREATE DOMAIN pg_temp.int8 AS pg_catalog.int8 CHECK (pg_temp.caught(VALUE))",
    "CREATE DOMAIN pg_temp.timestamptz AS pg_catalog.text",
    "SET search_path = pg_temp, hub, public",
)
"""What lies in the caller's own schema under the names that the functions use."""


def test_a_temporary_object_of_the_caller_is_never_used(filled: Hub, hind: Connection) -> None:
    for statement in SHADOWS:
        run(hind, statement)
    assert len(run(hind, HELLO)) == 1
    assert push(hind, annotation()) == []
    assert seen(hind) == {OF_HIND, ("new", "hind")}
    assert run(hind, "SELECT id FROM hub.titles()") == [("a",)]


def test_a_row_that_another_session_has_sent_is_not_pushed(filled: Hub, hind: Connection) -> None:
    with connected(filled, "hind") as other:
        send(other, annotation(row_id="half"))
        assert push(hind, annotation()) == []
        assert "half" not in {row_id for row_id, _ in stored(filled)}


def test_a_link_or_comment_is_seen_only_with_all_it_points_to(
    filled: Hub, hind: Connection
) -> None:
    filled.execute("SELECT hub.set_blind(false)")
    for row_id, refs in (("no", ["hidden"]), ("yes", ["of omar"]), ("both", ["of omar", "hidden"])):
        link = annotation("a", "عمر", row_id) | {"kind": "links", "refs": refs}
        assert push_as(filled, "عمر", link) == []
    assert seen(hind, "links") == {("yes", "عمر")}


def test_answers_to_a_curators_comment_are_seen_while_blind(filled: Hub, hind: Connection) -> None:
    first = annotation("a", CURATOR, "first") | {"kind": "comments", "refs": ["of hind"]}
    second = annotation("a", CURATOR, "second") | {"kind": "comments", "refs": ["of hind", "first"]}
    own = annotation("a", "hind", "own") | {"kind": "comments", "refs": ["of hind", "second"]}
    push_as(filled, CURATOR, first, second)
    push(hind, own)
    assert {row_id for row_id, _ in seen(hind, "comments")} == {"first", "second", "own"}


def blocking(connection: Connection, *statements: str) -> None:
    """Leave a transaction open that has done all it can to be in the way."""
    run(connection, "BEGIN")
    for number, statement in enumerate(statements):
        run(connection, f"SAVEPOINT s{number}")
        try:
            run(connection, statement)
        except psycopg.Error:
            run(connection, f"ROLLBACK TO s{number}")


def test_an_annotator_cannot_block_the_others(filled: Hub, hind: Connection) -> None:
    send(hind, annotation(row_id="left"))
    filled.execute("UPDATE hub.inbox SET sent_at = now() - interval '2 days'", "postgres")
    blocking(
        hind,
        HELLO,
        PULL,
        PUSH,
        "SELECT pg_advisory_lock(n) FROM generate_series(1, 100) n",
        "LOCK TABLE hub.inbox IN ROW EXCLUSIVE MODE",
        "NOTIFY hub, 'x'",
        "SELECT * FROM hub.answers('')",
        f"{INTO_INBOX} SELECT 'annotations', n::text, '', 'a', '', '', '', '{{}}', false "
        "FROM generate_series(1, 1000) n",
    )
    with connected(filled, "عمر") as omar:
        run(omar, "SET statement_timeout = 5000")
        run(omar, HELLO)
        assert push(omar, annotation(owner="عمر")) == []
    # What is left in the inbox for a day is cleared, whatever is locked.
    filled.execute("SET statement_timeout = 5000; SELECT hub.clear_inbox('{}') FROM "
                   "generate_series(1, 300)", "postgres")  # fmt: skip
    # A curator can add and forget people meanwhile, and holds up nobody who pushes.
    waiting = threading.Thread(
        target=lambda: administration.add(filled.address(), "hind", "hind", is_curator=True),
        daemon=True,
    )
    waiting.start()
    time.sleep(0.2)
    assert push_as(filled, "عمر", annotation(owner="عمر", row_id="more")) == []
    run(hind, "ROLLBACK")
    waiting.join(10)


def test_who_does_not_read_the_answers_holds_no_lock(filled: Hub, hind: Connection) -> None:
    run(
        hind,
        f"{INTO_INBOX} SELECT 'annotations', n::text, '', 'nowhere', '', '', repeat('x', 99), "
        "'{}', false FROM generate_series(1, 20000) n",
    )
    hind.pgconn.send_query(PUSH.encode())
    hind.pgconn.flush()
    time.sleep(0.5)
    with connected(filled, "عمر") as omar:
        run(omar, "SET statement_timeout = 10000")
        assert push(omar, annotation(owner="عمر")) == []
    hind.close()


def test_nobody_fills_the_inbox_without_end(filled: Hub) -> None:
    into = (
        INTO_INBOX + " SELECT '', '', '', '', '', '', {}, '{{}}', false FROM generate_series(1, {})"
    )
    refused = "violates check constraint"
    for rows, why in (
        (into.format("''", 200_100), refused),
        (into.format("repeat('x', 70000000)", 1), refused),
        (into.format("repeat('x', 70000)", 1100), refused),
        (into.format("''", 190_000), ""),
        (into.format("''", 110_000), ""),
        (into.format("''", 1), "not pushed"),
    ):
        # The server counts what a session inserts, again now and then.
        with connected(filled, "hind") as connection:
            if not why:
                run(connection, rows)
                with pytest.raises(psycopg.Error, match="too many rows for one push"):
                    run(connection, PUSH)
            else:
                with pytest.raises(psycopg.Error, match=why):
                    run(connection, rows)


def test_a_push_that_would_take_long_is_refused(filled: Hub, hind: Connection) -> None:
    filled.execute(
        "INSERT INTO hub.pushes (seq, token, login) "
        "SELECT n, 'token ' || n, 'hind' FROM generate_series(10, 2100) n",
        "postgres",
    )
    cursor = json.dumps({"seq": 0, "sent": [f"token {number}" for number in range(10, 2100)]})
    with pytest.raises(psycopg.Error, match="too many rows for one push"):
        run(hind, f"SELECT * FROM hub.push({HUB_VERSION}, '{cursor}')")


def test_whom_the_hub_has_forgotten_nobody_brings_back(filled: Hub, hind: Connection) -> None:
    with connected(filled, CURATOR) as curator:
        for pseudonym in ("عمر", "curator", ""):
            with pytest.raises(psycopg.Error, match="taken"):
                curator.execute("SELECT hub.forget('hind', %s)", (pseudonym,))
        curator.execute("SELECT hub.forget('hind', 'A17')")
        assert ("of hind", "A17") in stored(filled)
        assert push(curator, annotation(owner="hind")) == ["refused"]
        assert push(curator, annotation(owner="A17")) == []
    with pytest.raises(psycopg.Error, match="does not know the login"):
        run(hind, PULL)
    with pytest.raises(HubError, match="forgotten"):
        filled.add("hind")
    everything = str(filled.execute("SELECT * FROM hub.rows", "postgres"))
    assert "'hind'" not in everything
