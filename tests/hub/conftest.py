"""A PostgreSQL of the tests' own, and a hub in it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from tests.needs import needs_program
from tui.hub import server
from tui.hub.sync import SyncReport, sync
from tui.store.database import Store

CURATOR = "curator"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of the hub need the server, which is a process."""
    for item in items:
        if "tests/hub" in item.path.as_posix():
            item.add_marker(pytest.mark.slow)


class Postgres(NamedTuple):
    """A running server, which trusts everybody on its socket."""

    folder: Path

    def address(self, database: str, login: str = CURATOR) -> str:
        return f"postgresql://{login}@/{database}?host={self.folder}"

    def execute(self, database: str, query: str, login: str = CURATOR) -> list[tuple[Any, ...]]:
        """Run SQL as somebody; the rows where there are any."""
        with psycopg.connect(self.address(database, login), autocommit=True) as connection:
            cursor = connection.execute(query.encode())
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="package")
def postgres() -> Iterator[Postgres]:
    """A server in a temporary folder, run by a user that is not root."""
    binaries = Path(needs_program("initdb")).parent
    folder = Path(tempfile.mkdtemp(prefix="hashiya-pg-"))
    run_as: list[str] = []
    if os.getuid() == 0:
        user = pwd.getpwnam("postgres" if _has_user("postgres") else "nobody")
        os.chown(folder, user.pw_uid, user.pw_gid)
        ids = (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
        run_as = [needs_program("setpriv"), *ids]
    data = folder / "data"
    options = f"-c listen_addresses='' -c fsync=off -k {folder}"
    try:
        _run(*run_as, binaries / "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", data)
        _run(*run_as, binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options,
             "start")  # fmt: skip
        server_ = Postgres(folder)
        roles = f"CREATE ROLE {CURATOR} LOGIN CREATEDB CREATEROLE"
        server_.execute("postgres", roles, "postgres")
        yield server_
        _run(*run_as, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _has_user(name: str) -> bool:
    return any(user.pw_name == name for user in pwd.getpwall())


def _run(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL, cwd="/")


class Hub(NamedTuple):
    """A hub in a database of its own."""

    postgres: Postgres
    database: str

    def address(self, login: str = CURATOR) -> str:
        return self.postgres.address(self.database, login)

    def execute(self, query: str, login: str = CURATOR) -> list[tuple[Any, ...]]:
        return self.postgres.execute(self.database, query, login)

    def add(self, name: str, *, is_curator: bool = False) -> None:
        server.add(self.address(), name, name, is_curator=is_curator)

    def sync(self, store: Store, name: str) -> SyncReport:
        return sync(store, self.address(name), name)


@pytest.fixture
def hub(postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[Hub]:
    """A new hub with a curator and two annotators."""
    database = f"hub_{abs(hash(request.node.nodeid)):x}"
    postgres.execute("postgres", f"CREATE DATABASE {database}")
    made = Hub(postgres, database)
    server.init(made.address(), CURATOR)
    made.add("hind")
    made.add("عمر")
    yield made
    postgres.execute("postgres", f"DROP DATABASE {database} WITH (FORCE)")


Opener = Callable[[str], Store]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Opens a person's own database."""
    stores: dict[str, Store] = {}

    def open_store(name: str) -> Store:
        if name not in stores:
            stores[name] = Store.open(tmp_path / f"{name}.db")
        return stores[name]

    yield open_store
    for store in stores.values():
        store.close()
