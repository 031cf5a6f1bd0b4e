"""`hashiya hub` and `hashiya sync`: from nothing to two people in step."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Hashiya, hashiya
from tests.hub.conftest import (
    CURATOR,
    Hub,
    Opener,
    Postgres,
    on_two_computers,
    with_one_document,
    write_notes,
)
from tui.config import load
from tui.config.permissions import trust
from tui.errors import SettingsError
from tui.hub.administration import member_address
from tui.hub.connection import hub_address

__all__ = ["hashiya"]


@pytest.fixture
def database(postgres: Postgres) -> str:
    """A new database without a hub; its address."""
    postgres.execute("postgres", "DROP DATABASE IF EXISTS team WITH (FORCE)", "postgres")
    postgres.execute("postgres", "DROP ROLE IF EXISTS layla", "postgres")
    postgres.execute("postgres", "CREATE DATABASE team")
    return postgres.address("team")


def test_two_people_get_in_step(
    hashiya: Hashiya, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("نص", encoding="utf-8")
    made = hashiya("--annotator", CURATOR, "hub", "init", database)
    assert (made.status, made.out.splitlines()[0]) == (0, "the hub is ready")
    assert hashiya("hub", "init", database).out == "the hub already exists\n"
    monkeypatch.setenv("HASHIYA_HUB", database)
    hashiya("add", "a.txt")
    sent = hashiya("--annotator", CURATOR, "sync")
    assert (sent.status, sent.out) == (0, "2 sent, 0 received\n")
    added = hashiya("hub", "add", "layla")
    assert "HASHIYA_ANNOTATOR=layla" in added.out
    assert "~/.pgpass" in added.out
    own = member_address(database, "layla")
    got = hashiya("--db", "layla.db", "--annotator", "layla", "sync", own)
    assert (got.status, got.out) == (0, "0 sent, 2 received\n")
    listed = hashiya("--db", "layla.db", "list", "--json")
    assert hashiya("--db", "layla.db", "--annotator", "layla", "sync", own).status == 0
    assert [json.loads(line)["id"] for line in listed.out.splitlines()] == ["a.txt"]
    status = hashiya("hub", "status")
    assert [line.split("\t")[:2] for line in status.out.splitlines()] == [
        [CURATOR, "curator"],
        ["layla", "annotator"],
    ]


def test_the_sql_for_an_administrator_makes_the_same_hub(
    hashiya: Hashiya, database: str, postgres: Postgres
) -> None:
    sql = hashiya("--annotator", CURATOR, "hub", "init", "--print-sql").out
    postgres.execute("team", sql)
    assert hashiya("hub", "init", database).out == "the hub already exists\n"
    grants = hashiya("hub", "add", "hind", "--print-sql").out
    postgres.execute("team", "DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN", "postgres")
    plain = member_address(database, "plain")
    assert "own a hub" in hashiya("hub", "add", "hind", "--url", plain).err
    postgres.execute("team", grants)
    assert hashiya("--annotator", "hind", "sync", member_address(database, "hind")).status == 0


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("sync",), 2, "HASHIYA_HUB"),
        (("sync", "postgresql://me:secret@host/db"), 2, "~/.pgpass"),
        (("sync", "postgresql://me@/db?host=/nowhere"), 1, "cannot be reached"),
        (("hub", "blind", "maybe", "--url", "x"), 2, "on or off"),
        (("hub", "add"), 2, "hashiya hub --help"),
    ],
)
def test_what_cannot_be_done_is_said(
    hashiya: Hashiya,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    status: int,
    said: str,
) -> None:
    monkeypatch.delenv("HASHIYA_HUB", raising=False)
    done = hashiya(*words)
    assert (done.status, said in done.err) == (status, True), done.err
    assert "secret" not in done.err


def test_a_password_reaches_nothing_but_the_screen(
    hashiya: Hashiya, database: str, postgres: Postgres, tmp_path: Path
) -> None:
    hashiya("--annotator", CURATOR, "hub", "init", database)
    (postgres.folder / "log").chmod(0o644)
    postgres.execute("team", "ALTER ROLE curator SET log_statement = 'all'", "postgres")
    added = hashiya("hub", "add", "layla", "--url", database)
    password = added.out.split(":layla:")[1].split("'")[0]
    postgres.execute("team", "ALTER ROLE curator RESET log_statement", "postgres")
    ((stored,),) = postgres.execute(
        "team", "SELECT rolpassword FROM pg_authid WHERE rolname = 'layla'", "postgres"
    )
    assert stored.startswith("SCRAM-SHA-256$4096:")
    log = (postgres.folder / "log").read_text(encoding="utf-8")
    assert "CREATE ROLE" in log
    assert password not in log
    printed = hashiya("hub", "add", "more", "--print-sql")
    assert "SCRAM-SHA-256" in printed.out
    assert printed.err.split("its password is ")[1].split(" ")[0] not in printed.out
    # psycopg quotes what it cannot use.
    address = member_address(database, "layla") + "&password=secret&sslmode=what"
    refused = hashiya("--db", "layla.db", "--annotator", "layla", "sync", address)
    assert (refused.status, "secret" in refused.err) == (2, False)
    hashiya("--db", "layla.db", "--annotator", "layla", "sync", member_address(database, "layla"))
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or password.encode() not in path.read_bytes()


def test_what_lost_is_listed(hashiya: Hashiya, hub: Hub, opened: Opener, tmp_path: Path) -> None:
    _, hind = with_one_document(hub, opened)
    with on_two_computers(hub, hind, tmp_path) as (laptop, made):
        write_notes(made, {"first": hind, "second": laptop})
    hub.sync(hind, "hind")
    done = hashiya("--db", "laptop.db", "--annotator", "hind", "sync", hub.address("hind"))
    assert f"annotations {made.id} in a" in done.err


def test_a_hostile_folder_makes_nobody_send(
    hashiya: Hashiya, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HASHIYA_HUB", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    (tmp_path / "hashiya.toml").write_text(f'hub = "{hub.address("hind")}"\n', encoding="utf-8")
    done = hashiya("--annotator", "hind", "sync")
    assert (done.status, "not trusted" in done.err) == (1, True)
    assert hub.execute("SELECT synced_at FROM hub.members WHERE login = 'hind'") == [(None,)]


def test_a_wrong_annotator_is_told_the_right_one(hashiya: Hashiya, hub: Hub) -> None:
    done = hashiya("--annotator", "other", "sync", hub.address("hind"))
    assert done.status == 1
    assert "use --annotator 'hind'" in done.err


def test_the_address_is_the_given_one_then_the_environments_then_a_trusted_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, folder = tmp_path / "own", tmp_path / "folder"
    (own / "hashiya").mkdir(parents=True)
    folder.mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own))
    monkeypatch.delenv("HASHIYA_HUB", raising=False)
    settings = folder / "hashiya.toml"
    settings.write_text('hub = "postgresql://stranger/db"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="not trusted"):
        hub_address(load(settings))
    user = own / "hashiya" / "config.toml"
    user.write_text('hub = "postgresql://own/db"\n', encoding="utf-8")
    assert hub_address(load(settings)) == "postgresql://own/db"
    trust(load(settings))
    assert hub_address(load(settings)) == "postgresql://stranger/db"
    monkeypatch.setenv("HASHIYA_HUB", "postgresql://environment/db")
    assert hub_address(load(settings)) == "postgresql://environment/db"
    assert hub_address(load(settings), "postgresql://given/db") == "postgresql://given/db"


def test_an_address_with_another_login() -> None:
    assert member_address("postgresql://a@h:1/db?x=y", "عمر") == (
        "postgresql://%D8%B9%D9%85%D8%B1@h:1/db?x=y"
    )
    assert member_address("host=h dbname=d user=a", "b") == "host=h dbname=d user=b"
