"""Making a hub and its members, and what can be said of it."""

# ruff: noqa: S608 (names and values are quoted by psycopg)

from __future__ import annotations

import re
import secrets
from importlib.resources import files
from typing import TYPE_CHECKING, Any, LiteralString, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from tui.errors import HubError
from tui.hub.connection import HUB_VERSION, connected, import_psycopg
from tui.model import new_id

if TYPE_CHECKING:
    from tui.hub.connection import Connection

_CALLED = (
    "session()",
    "me()",
    "is_curator()",
    "is_blind()",
    "anything_assigned()",
    "sees_all()",
    "assigned(bigint)",
    "curators()",
    "sees_each(text[])",
    "require(integer)",
    "knows(json)",
    "hello(integer, json)",
    "sent(json)",
    "view_seq()",
    "pull(integer, json)",
    "push(integer, json)",
    "set_blind(boolean)",
)
"""The functions of the schema that members call, or that row-level security calls for them."""

_LONGEST_NAME = 63
"""Bytes of a role's name, at most."""

_SENT_COLUMNS = "kind, id, owner, document_id, at, canonical, row, refs, is_deleted"


class MemberStatus(NamedTuple):
    """What the hub knows of one member."""

    annotator: str
    login: str
    is_curator: bool
    synced_at: str
    rows: int
    versions: int
    """Rows that lost against later ones."""


class HubStatus(NamedTuple):
    """What `hub status` prints."""

    hub_id: str
    blind: bool
    documents: int
    members: list[MemberStatus]


def schema_sql() -> str:
    """Return the SQL that makes a hub, without its first member."""
    return files("tui.hub").joinpath("schema.sql").read_text(encoding="utf-8")


def init_sql(annotator: str) -> str:
    """Return all the SQL of `init`, for an administrator to run as the role that owns the hub."""
    return (
        f"BEGIN;\n{schema_sql()}\n"
        f"INSERT INTO hub.settings (version, hub_id) VALUES ({HUB_VERSION}, {_text(new_id())});\n"
        "INSERT INTO hub.members (login, annotator, is_curator) "
        f"VALUES (session_user, {_text(annotator)}, true);\nCOMMIT;\n"
    )


def init(address: str, annotator: str) -> bool:
    """Make the hub's schema in the database; return False where it is there already.

    Raises `HubError` for a schema of another version, and where the role may not create one.
    """
    with connected(address) as connection:
        (present,) = _one(connection, "SELECT to_regnamespace('hub') IS NOT NULL")
        if present:
            (version,) = _one(connection, "SELECT version FROM hub.settings")
            if version != HUB_VERSION:
                raise HubError(f"the hub has the schema {version}, this program {HUB_VERSION}")
            return False
        (encoding,) = _one(connection, "SHOW server_encoding")
        if encoding != "UTF8":
            raise HubError(f"the database has the encoding {encoding}; a hub needs UTF8")
        connection.execute(init_sql(annotator).encode())
    return True


def add_sql(annotator: str, login: str, *, is_curator: bool, password: str | None) -> str:
    """Return the SQL of `add`; with a password the role is made first where there is none."""
    role = _identifier(login)
    made = ""
    if password:
        made = (
            "DO $do$ BEGIN IF NOT EXISTS "
            f"(SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = {_text(login)}) THEN "
            f"CREATE ROLE {role} LOGIN PASSWORD {_text(password)}; END IF; END $do$;\n"
        )
    functions = ", ".join(f"hub.{name}" for name in _CALLED)
    return (
        f"BEGIN;\n{made}"
        f"GRANT USAGE ON SCHEMA hub TO {role};\n"
        f"GRANT SELECT ON hub.rows, hub.texts TO {role};\n"
        f"GRANT INSERT ({_SENT_COLUMNS}) ON hub.inbox TO {role};\n"
        f"GRANT INSERT (sha256, body) ON hub.inbox_texts TO {role};\n"
        f"GRANT EXECUTE ON FUNCTION {functions} TO {role};\n"
        "UPDATE hub.counter SET seq = seq + 1;\n"
        "INSERT INTO hub.pushes (seq, token, login) "
        "SELECT seq, gen_random_uuid()::text, session_user FROM hub.counter;\n"
        "INSERT INTO hub.members (login, annotator, is_curator, view_seq) "
        f"SELECT {_text(login)}, {_text(annotator)}, {is_curator}, seq FROM hub.counter "
        "ON CONFLICT (login) DO UPDATE SET is_curator = excluded.is_curator, "
        "view_seq = excluded.view_seq;\nCOMMIT;\n"
    )


def new_password() -> str:
    """Return a password for a new role."""
    return secrets.token_urlsafe(18)


def _refuse_name(login: str) -> None:
    """Raise `HubError` for a name that PostgreSQL would cut, so that two people could share it."""
    if not 0 < len(login.encode()) <= _LONGEST_NAME or "\0" in login or "$do$" in login:
        raise HubError(f"{login!r} cannot be the name of a role; give another with --login")


def add(address: str, annotator: str, login: str, *, is_curator: bool) -> str | None:
    """Make somebody a member; return the password of a role that was made for it.

    A role that exists is granted what a member needs. Raises `HubError`.
    """
    _refuse_name(login)
    with connected(address) as connection:
        (exists,) = _one(
            connection, "SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", (login,)
        )
        known = connection.execute(
            "SELECT annotator FROM hub.members WHERE login = %s", (login,)
        ).fetchone()
        if known is not None and known[0] != annotator:
            raise HubError(f"the hub knows the login {login} as {known[0]!r}; a name never changes")
        password = None if exists else new_password()
        if password:
            (may,) = _one(
                connection,
                "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user",
            )
            if not may:
                raise HubError(
                    f"this login may not make roles; have an administrator make {login} "
                    f"(CREATE ROLE {_identifier(login)} LOGIN), then add it again"
                )
        sql = add_sql(annotator, login, is_curator=is_curator, password=password)
        connection.execute(sql.encode())
    return password


def set_blind(address: str, *, blind: bool) -> None:
    """Set whether annotators see only their own layers."""
    with connected(address) as connection:
        connection.execute("SELECT hub.set_blind(%s)", (blind,))


def status(address: str) -> HubStatus:
    """Return who is a member, when each synchronised, and what they have there."""
    with connected(address) as connection:
        hub_id, blind = _one(connection, "SELECT hub_id, blind FROM hub.settings")
        (documents,) = _one(
            connection, "SELECT count(*) FROM hub.rows WHERE kind = 'documents' AND NOT is_deleted"
        )
        rows = connection.execute(
            "SELECT m.annotator, m.login, m.is_curator, "
            "coalesce(to_char(m.synced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), ''), "
            "(SELECT count(*) FROM hub.rows r WHERE r.owner = m.annotator), "
            "(SELECT count(*) FROM hub.versions v WHERE v.owner = m.annotator) "
            "FROM hub.members m ORDER BY m.annotator"
        ).fetchall()
    return HubStatus(hub_id, blind, documents, [MemberStatus(*row) for row in rows])


def member_address(address: str, login: str) -> str:
    """Return the address with another login in it, as that person types it."""
    parts = urlsplit(address)
    if not parts.scheme.startswith("postgres"):
        words = re.sub(r"\buser=\S+\s*", "", address).strip()
        return f"{words} user={login}".strip()
    _, _, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{quote(login, safe='')}@{place}"))


def _one(connection: Connection, query: LiteralString, values: Any = ()) -> tuple[Any, ...]:
    row = connection.execute(query, values or None).fetchone()
    if row is None:
        raise HubError("the hub gave no answer")
    return row


def _text(value: str) -> str:
    """Return a string as an SQL literal."""
    literal: str = import_psycopg().sql.Literal(value).as_string(None)
    return literal


def _identifier(name: str) -> str:
    identifier: str = import_psycopg().sql.Identifier(name).as_string(None)
    return identifier
