"""Databases of every released schema open with nothing lost."""

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from inspect import signature
from pathlib import Path

import pytest

from tests.paths import DATA
from tui.model import Assignment, Comment, Decision
from tui.store import migrations
from tui.store.database import Store
from tui.store.file import log_owner, schema_check
from tui.store.listing import DocumentFilter
from tui.store.maintenance.checks import check_database

pytestmark = pytest.mark.migrates

RELEASED = sorted(path.name for path in DATA.glob("schema_v*.db"))
WITH_FULL_HISTORY = sorted({*RELEASED} - {"schema_v1.db"})

STRUCTURE = (
    "SELECT name, type, ncol, wr, strict FROM pragma_table_list WHERE schema = 'main' "
    "ORDER BY name",
    "SELECT t.name, c.* FROM pragma_table_list t, pragma_table_xinfo(t.name) c "
    "WHERE t.schema = 'main' ORDER BY t.name, c.cid",
    'SELECT t.name, f."from", f."table", f."to", f.on_update, f.on_delete '
    "FROM pragma_table_list t, pragma_foreign_key_list(t.name) f "
    "WHERE t.schema = 'main' ORDER BY t.name, f.\"from\"",
    'SELECT t.name, i.name, i."unique", i.origin, i.partial, c.seqno, c.name, c."desc", c.coll '
    "FROM pragma_table_list t, pragma_index_list(t.name) i, pragma_index_xinfo(i.name) c "
    "WHERE t.schema = 'main' ORDER BY t.name, i.name, c.seqno",
)


def structure(path: Path) -> list[tuple[object, ...]]:
    """Tables, columns, keys and indexes as SQLite sees them, however their SQL was written."""
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as database:
        rows = [row for query in STRUCTURE for row in database.execute(query)]
    # It is not part of the schema: what writes to a database makes it, whatever its schema.
    return [row for row in rows if row[0] != log_owner.TABLE]


def conditions(path: Path) -> list[str]:
    """Every CHECK, every WHERE of an index and every virtual table of the schema."""
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as database:
        rows = database.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
        statements = [" ".join(sql.split()) for (sql,) in rows]
    found = [part for sql in statements for part in re.findall(r"CHECK \(.*?\)\)|WHERE .*", sql)]
    return sorted(found + [sql for sql in statements if "VIRTUAL" in sql])


def copied(name: str, folder: Path) -> Path:
    return Path(shutil.copy(DATA / name, folder / name))


@pytest.fixture(params=RELEASED)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a database of a released schema."""
    return copied(request.param, tmp_path)


def test_every_schema_has_a_database() -> None:
    versions = {schema_check.schema_version(DATA / name) for name in RELEASED}
    assert versions == set(range(1, schema_check.SCHEMA_VERSION + 1))


def test_a_migrated_database_has_the_schema_of_a_new_one(released: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    Store.open(path).close()
    Store.open(released).close()
    assert structure(released) == structure(path)
    assert conditions(released) == conditions(path)


def test_each_migration_alone_makes_the_schema_that_was_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in range(1, schema_check.SCHEMA_VERSION + 1):
        path = tmp_path / f"new_v{version}.db"
        with monkeypatch.context() as patch:
            patch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:version])
            patch.setattr(schema_check, "SCHEMA_VERSION", version)
            Store.open(path).close()
        assert structure(path) == structure(DATA / f"schema_v{version}.db")
        assert conditions(path) == conditions(DATA / f"schema_v{version}.db")


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


@pytest.mark.parametrize("name", ["schema_v1.db", "schema_v2.db"])
def test_a_database_from_before_the_third_schema_is_indexed_anew(name: str, tmp_path: Path) -> None:
    released = copied(name, tmp_path)
    with closing(sqlite3.connect(released)) as database:
        database.execute("UPDATE documents SET id = 'ש 10', title = 'שָׁלוֹם' WHERE id = 'b.txt'")
        for table in ("progress", "bookmarks", "annotations", "history"):
            database.execute(f"UPDATE {table} SET document_id = 'ש 10' WHERE document_id = 'b.txt'")
        database.execute("UPDATE texts SET text = 'ءَامَنُوا۟ שָׁלוֹם' WHERE text LIKE 'نص%'")
        database.commit()
    with Store.open(released) as store:
        assert [hit.document_id for hit in store.search("آمنوا שלום")] == ["ש 10"]
        rowids = store.listing.ids("ميم", chosen=DocumentFilter(text="שלום"))
        assert [row.id for row in store.listing.rows(rowids, "ميم")] == ["ש 10"]


def test_a_released_database_is_in_order(released: Path) -> None:
    Store.open(released).close()
    assert check_database(released) == []


def test_documents_begin_with_the_time_at_which_they_were_added(tmp_path: Path) -> None:
    path = copied("schema_v1_history.db", tmp_path)
    with Store.open(path) as store:
        for info in store.documents.all():
            assert info.added_at
            assert (info.updated_at, info.deleted_at, info.review) == (info.added_at, None, None)
        for row in store.annotations.select():
            assert (row.fragments, row.score) == (None, None)


@pytest.mark.parametrize("name", WITH_FULL_HISTORY)
def test_every_command_of_an_older_history_can_be_undone_and_redone(
    name: str, tmp_path: Path
) -> None:
    document, me = "c.txt", "ميم"
    with Store.open(copied(name, tmp_path)) as store:
        before = store.annotations.in_document(document)
        assert [(row.text, row.attributes) for row in before] == [("زاك كوبر", {})]
        undone = []
        while (outcome := store.history.undo(document, me)) is not None:
            undone.append(outcome.kind)
        assert undone == ["re-anchoring", "delete", "cue", "entity"]
        assert store.annotations.in_document(document) == []
        assert store.documents.get(document).changed
        redone = []
        while (outcome := store.history.redo(document, me)) is not None:
            redone.append(outcome.kind)
        assert redone == [*reversed(undone), "attributes"]
        (after,) = store.annotations.in_document(document)
        assert after.attributes == {"type": "PERS"}
        assert replace(after, attributes={}, updated_at=before[0].updated_at) == before[0]
        info = store.documents.get(document)
        assert not info.changed
        assert info.updated_at > info.added_at
    assert check_database(tmp_path / name) == []


def test_the_second_schema_holds_what_several_people_need(tmp_path: Path) -> None:
    with Store.open(copied("schema_v2.db", tmp_path)) as store:
        (found,) = store.annotations.in_document("b.txt")
        assert (found.fragments, found.score) == (((0, 2), (3, 6)), 0.75)
        assert store.documents.get("b.txt").review == "to review"


@pytest.mark.parametrize(
    ("model", "table"),
    [(Comment, "comments"), (Assignment, "assignments"), (Decision, "decisions")],
)
def test_a_model_has_the_columns_of_its_table(model: type, table: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(copied("schema_v2.db", tmp_path))) as database:
        cursor = database.execute(f"SELECT * FROM {table}")
        columns = [name for name, *_ in cursor.description]
        assert columns == list(signature(model).parameters)
        assert [model(*row) for row in cursor]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents SET review = 'later'",
        "UPDATE annotations SET score = 1.5",
        "UPDATE annotations SET fragments = '{}'",
        "UPDATE annotations SET fragments = 'x'",
        "UPDATE comments SET kind = 'joke'",
        "UPDATE comments SET document_id = 'nowhere'",
        "UPDATE assignments SET document_id = 'nowhere'",
        "UPDATE decisions SET choice = NULL",
        "UPDATE versions SET replaced_at = x'00'",
    ],
)
def test_the_second_schema_refuses(statement: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(copied("schema_v2.db", tmp_path))) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.Error):
            database.execute(statement)
