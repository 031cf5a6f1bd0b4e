"""A PostgreSQL of the tests' own, and a hub in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.hub.postgres import CURATOR, QUICK, Postgres, running_postgres
from tests.store.making import document, tag
from tui.hub import administration
from tui.hub.exchange import SyncReport, sync
from tui.model import Annotation, edited
from tui.store.database import Store
from tui.store.row_mapping import Change

__all__ = ["CURATOR", "Postgres"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of the hub need the server, which is a process."""
    for item in items:
        if "tests/hub" in item.path.as_posix():
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is noted of databases stays in the test's own folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(scope="package")
def postgres() -> Iterator[Postgres]:
    """A server of the tests' own."""
    with running_postgres(QUICK) as running:
        yield running


class Hub(NamedTuple):
    """A hub in a database of its own."""

    postgres: Postgres
    database: str

    def address(self, login: str = CURATOR) -> str:
        return self.postgres.address(self.database, login)

    def execute(self, query: str, login: str = CURATOR) -> list[tuple[Any, ...]]:
        return self.postgres.execute(self.database, query, login)

    def add(self, name: str, *, is_curator: bool = False) -> None:
        administration.add(self.address(), name, name, is_curator=is_curator)

    def sync(self, store: Store, name: str) -> SyncReport:
        return sync(store, self.address(name), name)


@pytest.fixture(scope="package")
def only_hub(postgres: Postgres) -> Hub:
    """The one hub of all tests: making a database takes longer than most of them."""
    postgres.execute("postgres", "CREATE DATABASE hub")
    made = Hub(postgres, "hub")
    administration.init(made.address(), CURATOR)
    made.add("hind")
    made.add("عمر")
    return made


def begin_again(hub: Hub) -> None:
    """Make the hub a new one with a curator and two annotators."""
    tables = ["rows", "texts", "pushes", "versions", "inbox", "inbox_texts", "answers", "forgotten"]
    hub.execute(
        "".join(f"DELETE FROM hub.{table}; " for table in tables)
        + "UPDATE hub.counter SET seq = 0; "
        "UPDATE hub.settings SET version = 1, hub_id = gen_random_uuid()::text, blind = true, "
        "view_seq = 0; DELETE FROM hub.members; INSERT INTO hub.members (login, annotator, "
        f"is_curator) VALUES ('{CURATOR}', '{CURATOR}', true), ('hind', 'hind', false), "
        "('عمر', 'عمر', false)",
        "postgres",
    )


@pytest.fixture
def hub(only_hub: Hub) -> Hub:
    """A new hub with a curator and two annotators."""
    begin_again(only_hub)
    return only_hub


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


def with_one_document(hub: Hub, opened: Opener) -> tuple[Store, Store]:
    """The curator's and hind's databases, in step, with one document."""
    curator, hind = opened(CURATOR), opened("hind")
    curator.add_documents([document("a")])
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    return curator, hind


@contextmanager
def on_two_computers(hub: Hub, hind: Store, folder: Path) -> Iterator[tuple[Store, Annotation]]:
    """Hind's database on a laptop too, with an annotation that the hub has."""
    made = tag(hind, annotator="hind")
    hub.sync(hind, "hind")
    hind.backup(folder / "laptop.db")
    with Store.open(folder / "laptop.db") as laptop:
        yield laptop, made


def write_notes(made: Annotation, notes: Mapping[str, Store]) -> None:
    """Write each note in its database, one after the other, without a synchronisation."""
    for note, store in notes.items():
        store.history.commit("note", "a", "hind", [Change(made, edited(made, note=note))])
