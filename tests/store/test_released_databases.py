"""Databases of every released schema open with nothing lost."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.paths import DATA
from tui.store import migrations
from tui.store.checks import check_database
from tui.store.database import Store

VERSIONS = range(1, migrations.SCHEMA_VERSION + 1)


def schema(path: Path) -> set[str]:
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as database:
        return {sql for (sql,) in database.execute("SELECT sql FROM sqlite_schema") if sql}


@pytest.fixture(params=VERSIONS)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the database of a released schema."""
    name = f"schema_v{request.param}.db"
    return Path(shutil.copy(DATA / name, tmp_path / name))


def test_a_released_migration_was_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    Store.open(path).close()
    assert schema(path) == schema(DATA / f"schema_v{migrations.SCHEMA_VERSION}.db")


def test_all_that_a_released_database_holds_is_there(released: Path) -> None:
    name = "مقال.txt"
    with Store.open(released) as store:
        person, quote = store.annotations.in_document(name)
        assert (person.text, person.attributes) == ("زاك كوبر", {"type": "PERS"})
        assert (quote.text, quote.note) == ("اليابان مهمة", "")
        assert [(one.from_id, one.to_id) for one in store.links.in_document(name)] == [
            (quote.id, person.id)
        ]
        assert store.progress.get(name, "ميم").offset == 9
        assert store.progress.get("b.txt", "ميم").status == "done"
        assert [mark.name for mark in store.bookmarks.in_document(name, "ميم")] == ["هنا"]
        assert store.documents.get(name).changed
        assert store.documents.get(name).meta == {"author": "م"}
        assert [hit.document_id for hit in store.search("اليابان")] == [name]
        assert store.history.redo(name, "ميم") is not None
        assert store.annotations.get(quote.id).note == "ملاحظة"
        assert {one.how for one in store.documents.placements(name)} == {"same"}
        for _ in range(4):
            assert store.history.undo(name, "ميم") is not None
        assert store.annotations.in_document(name) == []


def test_a_released_database_is_in_order(released: Path) -> None:
    Store.open(released).close()
    assert check_database(released) == []
