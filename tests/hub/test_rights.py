"""What annotators, curators and strangers can do with raw SQL."""

import json
from collections.abc import Sequence
from typing import Any

import psycopg
import pytest

from tests.hub.conftest import CURATOR, Hub, Opener
from tests.store.making import document, tag
from tui.hub.connection import HUB_VERSION
from tui.model import now

COLUMNS = "kind, id, owner, document_id, at, canonical, row, refs, is_deleted"
CURSOR = json.dumps({"seq": 0, "token": ""})
PUSH = f"SELECT answer FROM hub.push({HUB_VERSION}, '{CURSOR}')"
EVERYTHING_VISIBLE = "SELECT kind, id, owner FROM hub.rows"


@pytest.fixture
def filled(hub: Hub, opened: Opener) -> Hub:
    """A blind hub with the document `a`, of hind and عمر, and `b`, of عمر alone, each annotated."""
    curator = opened(CURATOR)
    curator.add_documents([document("a"), document("b", "نص آخر")])
    hub.sync(curator, CURATOR)
    for name, documents in (("hind", "a"), ("عمر", "ab")):
        store = opened(name)
        hub.sync(store, name)
        for document_id in documents:
            tag(store, 0, 2, name=document_id, annotator=name)
        hub.sync(store, name)
    for document_id, name in (("a", "hind"), ("a", "عمر"), ("b", "عمر")):
        curator._file.connection.execute(
            "INSERT INTO assignments VALUES (?, ?, 'curator', ?, NULL)", (document_id, name, now())
        )
    hub.sync(curator, CURATOR)
    return hub


def annotation(
    document_id: str = "a", owner: str = "hind", row_id: str = "new", at: str = ""
) -> dict[str, Any]:
    """A row for the inbox."""
    at = at or now()
    row = {"id": row_id, "document_id": document_id, "annotator": owner, "updated_at": at}
    words = json.dumps(row, ensure_ascii=False)
    return {
        "kind": "annotations",
        "id": row_id,
        "owner": owner,
        "document_id": document_id,
        "at": at,
        "canonical": words,
        "row": words,
        "refs": [],
        "is_deleted": False,
    }


def push(hub: Hub, login: str, *rows: dict[str, Any]) -> list[str]:
    """Put rows into the inbox and push them; the answers, where a row was not simply stored."""
    with psycopg.connect(hub.address(login), autocommit=True) as connection:
        for row in rows:
            names = list(row)
            marks = ", ".join(["%s"] * len(names))
            connection.execute(
                f"INSERT INTO hub.inbox ({', '.join(names)}) VALUES ({marks})".encode(),
                list(row.values()),
            )
        return [answer for (answer,) in connection.execute(PUSH.encode()).fetchall()]


def seen(hub: Hub, login: str) -> set[tuple[str, str]]:
    """The kind and owner of the rows that somebody can read."""
    return {(kind, owner) for kind, _, owner in hub.execute(EVERYTHING_VISIBLE, login)}


def ids_of(hub: Hub, owner: str) -> list[str]:
    rows = hub.execute(
        f"SELECT id FROM hub.rows WHERE kind = 'annotations' AND owner = '{owner}' ORDER BY seq"
    )
    return [row_id for (row_id,) in rows]


def test_an_annotator_reads_only_what_is_theirs(filled: Hub) -> None:
    rows = filled.execute(EVERYTHING_VISIBLE, "hind")
    assert {row_id for kind, row_id, _ in rows if kind == "documents"} == {"a"}
    assert {owner for kind, _, owner in rows if kind == "annotations"} == {"hind"}
    assert {owner for kind, _, owner in rows if kind == "assignments"} == {"hind"}
    assert len(filled.execute("SELECT sha256 FROM hub.texts", "hind")) == 1
    pulled = filled.execute(f"SELECT owner FROM hub.pull({HUB_VERSION}, '{CURSOR}')", "hind")
    assert {owner for (owner,) in pulled} <= {"", "a", "hind"}


def test_a_curator_reads_everything(filled: Hub) -> None:
    filled.add("second", is_curator=True)
    assert {("annotations", "hind"), ("annotations", "عمر")} <= seen(filled, "second")
    assert len(filled.execute("SELECT sha256 FROM hub.texts", "second")) == 2


def test_without_blind_the_layers_of_ones_own_documents_are_read(filled: Hub) -> None:
    filled.execute("SELECT hub.set_blind(false)")
    rows = filled.execute(
        "SELECT document_id, owner FROM hub.rows WHERE kind = 'annotations'", "hind"
    )
    assert set(rows) == {("a", "hind"), ("a", "عمر")}


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO hub.rows SELECT * FROM hub.rows",
        "UPDATE hub.rows SET row = '{}'",
        "DELETE FROM hub.rows",
        "TRUNCATE hub.rows",
        "UPDATE hub.counter SET seq = 1000",
        "SELECT * FROM hub.counter FOR UPDATE",
        "SELECT * FROM hub.members",
        "UPDATE hub.members SET is_curator = true",
        "SELECT * FROM hub.settings",
        "UPDATE hub.settings SET blind = false",
        "SELECT hub.set_blind(false)",
        "SELECT * FROM hub.inbox",
        "DELETE FROM hub.inbox",
        "INSERT INTO hub.inbox (login) VALUES ('curator')",
        "INSERT INTO hub.inbox (session) VALUES ('1')",
        "SELECT * FROM hub.versions",
        "SELECT * FROM hub.pushes",
        "INSERT INTO hub.texts VALUES ('x', 'x')",
        "LOCK TABLE hub.counter",
        "LOCK TABLE hub.rows IN SHARE MODE",
        "LOCK TABLE hub.inbox IN ACCESS EXCLUSIVE MODE",
        "CREATE TABLE hub.mine (a int)",
        "CREATE FUNCTION hub.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE hub.rows DISABLE ROW LEVEL SECURITY",
        "SET ROLE curator",
        f"BEGIN; {PUSH}; COMMIT",
        f"{PUSH}; SELECT pg_sleep(0)",
    ],
)
def test_an_annotator_cannot(statement: str, filled: Hub) -> None:
    with pytest.raises(psycopg.Error):
        filled.execute(statement, "hind")


def test_a_push_in_a_longer_transaction_is_refused(filled: Hub) -> None:
    with psycopg.connect(filled.address("hind")) as connection:
        connection.execute("SELECT 1")
        with pytest.raises(psycopg.Error, match="transaction of its own"):
            connection.execute(PUSH.encode())


@pytest.mark.parametrize(
    "statement", [EVERYTHING_VISIBLE, PUSH, f"SELECT hub.hello({HUB_VERSION}, '{CURSOR}')"]
)
def test_a_stranger_cannot(statement: str, filled: Hub) -> None:
    filled.postgres.execute("postgres", "DROP ROLE IF EXISTS stranger; CREATE ROLE stranger LOGIN")
    with pytest.raises(psycopg.Error):
        filled.execute(statement, "stranger")


def test_the_owner_of_a_row_is_who_pushes_it(filled: Hub) -> None:
    before = ids_of(filled, "عمر")
    # The payload's owner does not count, and a row that names another annotator is refused.
    assert push(filled, "hind", annotation(owner="عمر")) == ["refused"]
    forged = annotation(owner="hind") | {"owner": "عمر"}
    assert push(filled, "hind", forged) == []
    assert ids_of(filled, "عمر") == before
    assert ids_of(filled, "hind")[-1] == "new"


def test_anothers_id_is_like_an_unknown_one(filled: Hub) -> None:
    (hidden, _) = ids_of(filled, "عمر")
    assert push(filled, "hind", annotation(row_id=hidden)) == []
    assert push(filled, "hind", annotation(row_id="unknown")) == []
    assert hidden in ids_of(filled, "عمر")
    assert hidden in ids_of(filled, "hind")


def test_a_hidden_document_is_like_an_unknown_one(filled: Hub) -> None:
    assert push(filled, "hind", annotation("b")) == ["refused"]
    assert push(filled, "hind", annotation("nowhere")) == ["refused"]


def test_documents_and_assignments_are_a_curators(filled: Hub) -> None:
    row = {"id": "a", "document_id": "b", "annotator": "hind", "title": "x", "updated_at": now()}
    for kind in ("documents", "document_texts", "assignments", "something"):
        forged = annotation() | {"kind": kind, "row": json.dumps(row)}
        assert push(filled, "hind", forged) == ["refused"]
    assert push(filled, CURATOR, annotation("a", "hind", "by curator")) == []
    assert ids_of(filled, "hind")[-1] == "by curator"


def test_a_row_of_the_future_is_refused(filled: Hub) -> None:
    assert push(filled, "hind", annotation(at="2999-01-01T00:00:00.000000Z")) == ["future"]
    assert push(filled, "hind", annotation(at="z")) == ["future"]


def test_a_temporary_object_of_the_caller_is_never_read(filled: Hub) -> None:
    statements = (
        "CREATE TEMP TABLE members AS SELECT 'hind'::name AS login, 'hind' AS annotator, "
        "true AS is_curator, 0 AS view_seq",
        "CREATE TEMP TABLE rows (kind text)",
        "CREATE FUNCTION pg_temp.is_curator() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "SET search_path = pg_temp, hub, public",
    )
    with psycopg.connect(filled.address("hind"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
        rows: Sequence[tuple[Any, ...]] = connection.execute(EVERYTHING_VISIBLE.encode()).fetchall()
        assert {owner for kind, _, owner in rows if kind == "annotations"} == {"hind"}


def test_a_half_sent_row_of_another_session_is_not_pushed(filled: Hub) -> None:
    with psycopg.connect(filled.address("عمر"), autocommit=True) as connection:
        row = annotation(owner="عمر", row_id="half")
        connection.execute(
            f"INSERT INTO hub.inbox ({COLUMNS}) VALUES ({', '.join(['%s'] * 9)})".encode(),
            list(row.values()),
        )
        assert push(filled, "hind", annotation()) == []
        assert "half" not in ids_of(filled, "عمر")


def test_a_link_is_seen_only_with_both_its_ends(filled: Hub) -> None:
    (hidden, _) = ids_of(filled, "عمر")
    filled.execute("SELECT hub.set_blind(false)")
    link = annotation("a", "عمر", "link") | {"kind": "links", "refs": [ids_of(filled, "عمر")[1]]}
    assert push(filled, "عمر", link) == []
    assert ("links", "عمر") not in seen(filled, "hind")
    visible = annotation("a", "عمر", "other") | {"kind": "links", "refs": [hidden]}
    assert push(filled, "عمر", visible) == []
    assert ("links", "عمر") in seen(filled, "hind")
