"""Create a hub, manage its members, and report its state."""

# ruff: noqa: S608 (names and values are quoted by psycopg)

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import b64encode
from importlib.resources import files
from typing import TYPE_CHECKING, Any, LiteralString, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from tui.errors import HubError
from tui.hub.connection import HUB_VERSION, connected, import_psycopg, translate_psycopg_errors
from tui.model import new_id

if TYPE_CHECKING:
    from tui.hub.connection import Connection

_CALLED = (
    "hello(integer, json)",
    "pull(integer, json)",
    "texts_of(text[])",
    "titles()",
    "push(integer, json)",
    "answers(text)",
    "set_blind(boolean)",
    "forget(text, text)",
    "summary()",
    "status()",
)
"""The functions of the schema that members may call; those for curators check that."""

_CONNECTIONS = 10
"""Connections that a new role may have at once."""

_LONGEST_NAME = 63
"""Bytes of a role's name, at most."""

_SENT_COLUMNS = "kind, id, owner, document_id, at, canonical, row, refs, is_deleted"


class MemberStatus(NamedTuple):
    """The state of one member on the hub."""

    annotator: str
    login: str
    display_name: str
    is_curator: bool
    synced_at: str
    rows: int
    versions: int
    """Rows that lost against later ones."""


class HubDocument(NamedTuple):
    """A document on the hub."""

    id: str
    title: str
    assigned: int
    """The number of annotators it is assigned to, as far as the caller may see it."""


class HubStatus(NamedTuple):
    """The values that `hub status` prints."""

    hub_id: str
    blind: bool
    documents: int
    members: list[MemberStatus]


def schema_sql() -> str:
    """Return the SQL that creates a hub, without its first member."""
    return files("tui.hub").joinpath("schema.sql").read_text(encoding="utf-8")


def init_sql(annotator: str, login: str | None = None) -> str:
    """Return all the SQL of `init`, for an administrator to run as the role that owns the hub.

    The first curator is `login`, else the user who runs the SQL.
    """
    made = (
        f"BEGIN;\n{schema_sql()}\n"
        "INSERT INTO hub.settings (version, hub_id) "
        f"VALUES ({HUB_VERSION}, {_sql_literal(new_id())});\n"
    )
    if login:
        return f"{made}COMMIT;\n" + add_sql(annotator, login, is_curator=True, password=None)
    return (
        f"{made}INSERT INTO hub.members (login, annotator, is_curator) "
        f"VALUES (session_user, {_sql_literal(annotator)}, true);\nCOMMIT;\n"
    )


def init(address: str, annotator: str) -> bool:
    """Create the hub's schema in the database; return False if it exists already.

    Raises `HubError` for a schema of another version, and if the role may not create one.
    """
    with connected(address) as connection:
        (present,) = _fetch_one(connection, "SELECT to_regnamespace('hub') IS NOT NULL")
        if present:
            (version,) = _fetch_one(connection, "SELECT version FROM hub.settings")
            if version != HUB_VERSION:
                raise HubError(f"the hub has the schema {version}, this program {HUB_VERSION}")
            return False
        (may,) = _fetch_one(
            connection,
            "SELECT (rolcreaterole OR rolsuper) "
            "AND has_database_privilege(current_database(), 'CREATE') "
            "FROM pg_roles WHERE rolname = current_user",
        )
        if not may:
            raise HubError(
                "this login may not create schemas and roles here; give the output of "
                "`hashiya hub init --print-sql` to an administrator"
            )
        (encoding,) = _fetch_one(connection, "SHOW server_encoding")
        if encoding != "UTF8":
            raise HubError(f"the database has the encoding {encoding}; a hub needs UTF8")
        connection.execute(init_sql(annotator).encode())
    return True


def add_sql(
    annotator: str,
    login: str,
    *,
    is_curator: bool,
    password: str | None,
    display_name: str | None = None,
) -> str:
    """Return the SQL of `add`; with a password, it creates the role if there is none.

    It contains only a verifier of the password, since servers may log statements.
    """
    role = _sql_identifier(login)
    made = ""
    if password:
        made = (
            "DO $do$ BEGIN IF NOT EXISTS "
            f"(SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = {_sql_literal(login)}) THEN "
            # A limit, so that nobody takes all connections of the server.
            f"CREATE ROLE {role} LOGIN CONNECTION LIMIT {_CONNECTIONS} "
            f"PASSWORD {_sql_literal(_verifier(password))}; END IF; END $do$;\n"
        )
    shown = _sql_literal(display_name) if display_name else "NULL"
    functions = ", ".join(f"hub.{name}" for name in _CALLED)
    return (
        f"BEGIN;\n{made}"
        f"GRANT USAGE ON SCHEMA hub TO {role};\n"
        f"GRANT INSERT ({_SENT_COLUMNS}) ON hub.inbox TO {role};\n"
        f"GRANT INSERT (sha256, body) ON hub.inbox_texts TO {role};\n"
        f"GRANT EXECUTE ON FUNCTION {functions} TO {role};\n"
        # Before the counter's lock is taken, because the member may have this row locked.
        "INSERT INTO hub.members (login, annotator, is_curator, display_name) "
        f"VALUES ({_sql_literal(login)}, {_sql_literal(annotator)}, {is_curator}, {shown}) "
        "ON CONFLICT (login) DO UPDATE SET is_curator = excluded.is_curator, "
        "display_name = coalesce(excluded.display_name, hub.members.display_name);\n"
        f"UPDATE hub.members SET view_seq = hub.next_seq() WHERE login = {_sql_literal(login)};\n"
        "COMMIT;\n"
    )


def new_password() -> str:
    """Return a password for a new role."""
    return secrets.token_urlsafe(18)


def _verifier(password: str) -> str:
    """Return PostgreSQL's verifier of an ASCII password (SCRAM-SHA-256, RFC 5803)."""
    salt, rounds = secrets.token_bytes(16), 4096
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, rounds)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    parts = (
        b64encode(one).decode()
        for one in (salt, stored, hmac.digest(salted, b"Server Key", "sha256"))
    )
    return "SCRAM-SHA-256${}:{}${}:{}".format(rounds, *parts)


def _refuse_name(login: str) -> None:
    """Raise `HubError` for a name that PostgreSQL would truncate, so that two people could share
    it."""
    if not 0 < len(login.encode()) <= _LONGEST_NAME or "\0" in login or "$do$" in login:
        raise HubError(f"{login!r} cannot be the name of a role; give another with --login")


def add(
    address: str, annotator: str, login: str, *, is_curator: bool, display_name: str | None = None
) -> str | None:
    """Make somebody a member; return the password of their role if it is a new one, else None.

    A role that exists is granted what a member needs. Raises `HubError`.
    """
    _refuse_name(login)
    with connected(address) as connection:
        _refuse_other_logins(connection)
        (exists,) = _fetch_one(
            connection, "SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", (login,)
        )
        _refuse_known_names(connection, annotator, login)
        if not exists:
            _refuse_to_create_role(connection, login)
        password = None if exists else new_password()
        sql = add_sql(
            annotator, login, is_curator=is_curator, password=password, display_name=display_name
        )
        connection.execute(sql.encode())
    return password


def _refuse_other_logins(connection: Connection) -> None:
    """Raise `HubError` if this login does not own the hub."""
    (may,) = _fetch_one(
        connection,
        "SELECT CASE WHEN has_schema_privilege(to_regnamespace('hub'), 'USAGE') "
        "THEN has_table_privilege(to_regclass('hub.members'), 'INSERT') ELSE false END",
    )
    if not may:
        raise HubError(
            "this login does not own a hub here; give the output of "
            "`hashiya hub add NAME --print-sql` to its owner"
        )


def _refuse_known_names(connection: Connection, annotator: str, login: str) -> None:
    """Raise `HubError` if the hub knows the login or the annotator as another, or has forgotten
    the annotator."""
    known = connection.execute(
        "SELECT login::text, annotator FROM hub.members WHERE login = %s OR annotator = %s",
        (login, annotator),
    ).fetchall()
    for known_login, name in known:
        if (known_login, name) != (login, annotator):
            raise HubError(
                f"the hub knows the login {known_login} as {name!r}; a name never changes"
            )
    (forgotten,) = _fetch_one(
        connection,
        "SELECT EXISTS (SELECT 1 FROM hub.forgotten WHERE hash = hub.hash_of(%s))",
        (annotator,),
    )
    if forgotten:
        raise HubError(f"the hub has forgotten {annotator!r}; give them another name")


def _refuse_to_create_role(connection: Connection, login: str) -> None:
    """Raise `HubError` if this login may not create a role."""
    (may,) = _fetch_one(
        connection, "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"
    )
    if not may:
        raise HubError(
            f"this login may not create roles; ask an administrator to create {login} "
            f"(CREATE ROLE {_sql_identifier(login)} LOGIN), then add it again"
        )


def set_blind(address: str, *, blind: bool) -> None:
    """Set whether annotators see only their own layers."""
    with connected(address) as connection:
        connection.execute("SELECT hub.set_blind(%s)", (blind,))


def forget(address: str, annotator: str, pseudonym: str | None) -> int:
    """Delete an annotator's layer, or move it to a pseudonym; return the number of its rows.

    The login is no longer a member. Raises `HubError`.
    """
    with connected(address) as connection:
        (rows,) = _fetch_one(connection, "SELECT hub.forget(%s, %s)", (annotator, pseudonym))
    return int(rows)


def documents(address: str) -> list[HubDocument]:
    """Return the documents on the hub that the login may see, whether synchronised here or not."""
    with connected(address) as connection:
        rows = connection.execute("SELECT * FROM hub.titles()").fetchall()
    return [HubDocument(*row) for row in rows]


def status(address: str) -> HubStatus:
    """Return the state of the hub, with its members and how many rows each has there."""
    with connected(address) as connection:
        hub_id, blind, count = _fetch_one(connection, "SELECT * FROM hub.summary()")
        rows = connection.execute("SELECT * FROM hub.status()").fetchall()
    return HubStatus(hub_id, blind, count, [MemberStatus(*row) for row in rows])


def member_address(address: str, login: str) -> str:
    """Return the address with another login, for that person to use."""
    parts = urlsplit(address)
    if not parts.scheme.startswith("postgres"):
        words = re.sub(r"\buser=\S+\s*", "", address).strip()
        return f"{words} user={login}".strip()
    _, _, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{quote(login, safe='')}@{place}"))


def login_of(address: str) -> str | None:
    """Return the login in an address; None if there is none."""
    psycopg = import_psycopg()
    with translate_psycopg_errors():
        found: str | None = psycopg.conninfo.conninfo_to_dict(address).get("user")
    return found


def _fetch_one(connection: Connection, query: LiteralString, values: Any = ()) -> tuple[Any, ...]:
    row = connection.execute(query, values or None).fetchone()
    if row is None:
        raise HubError("the hub gave no answer")
    return row


def _sql_literal(value: str) -> str:
    """Return a string as an SQL literal."""
    literal: str = import_psycopg().sql.Literal(value).as_string(None)
    return literal


def _sql_identifier(name: str) -> str:
    identifier: str = import_psycopg().sql.Identifier(name).as_string(None)
    return identifier
