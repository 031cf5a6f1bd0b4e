"""An older database: copied, then migrated whole or not at all."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.making import document, files, rows, tag
from tui.errors import StoreError
from tui.store import migrations
from tui.store.database import Store
from tui.store.file import schema_check

pytestmark = pytest.mark.migrates

TODAY = schema_check.SCHEMA_VERSION


def test_the_version_is_the_number_of_migrations() -> None:
    assert len(migrations.MIGRATIONS) == TODAY


@pytest.fixture
def next_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program with one migration more, for which today's databases are old."""
    now = migrations.apply_all

    def apply_all(database: sqlite3.Connection) -> None:
        now(database)
        database.execute("ALTER TABLE documents ADD COLUMN later TEXT")
        database.execute(f"PRAGMA user_version = {schema_check.SCHEMA_VERSION}")

    monkeypatch.setattr(schema_check, "SCHEMA_VERSION", schema_check.SCHEMA_VERSION + 1)
    monkeypatch.setattr(migrations, "apply_all", apply_all)


@pytest.fixture
def older(path: Path) -> Path:
    """A database with one annotation, made before `next_schema`."""
    with Store.open(path) as store:
        store.add_documents([document("a")])
        tag(store)
    return path


@pytest.mark.usefixtures("older", "next_schema")
def test_an_older_database_is_copied_then_migrated(path: Path) -> None:
    with Store.open(path) as store:
        assert len(rows(store)) == 1
        assert store._file.row("SELECT later FROM documents") == (None,)
    copy = path.with_name(f"annotations.db.v{TODAY}.backup")
    assert schema_check.schema_version(copy) == TODAY
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("SELECT count(*) FROM annotations").fetchone() == (1,)


@pytest.mark.usefixtures("older", "next_schema")
def test_a_migration_that_fails_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def apply_all(database: sqlite3.Connection) -> None:
        database.execute("ALTER TABLE documents ADD COLUMN later TEXT")
        database.execute(f"PRAGMA user_version = {TODAY + 1}")
        database.execute("SELECT * FROM nowhere")

    monkeypatch.setattr(migrations, "apply_all", apply_all)
    with pytest.raises(StoreError, match="nowhere"):
        Store.open(path)
    assert schema_check.schema_version(path) == TODAY


@pytest.mark.usefixtures("older", "next_schema")
def test_an_older_database_is_not_migrated_for_reading(path: Path) -> None:
    before = files(path.parent)
    with pytest.raises(StoreError, match="older schema"):
        Store.open(path, read_only=True)
    assert files(path.parent) == before
