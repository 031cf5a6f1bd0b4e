"""What is missing in a database, or was put into it, and a search index out of step."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.readers import hashiya
from tests.store.making import document, tag
from tui.store.database import Store
from tui.store.maintenance.checks import Problem, check_database

pytestmark = pytest.mark.migrates

BROKEN = {
    "DROP TABLE bookmarks": "table bookmarks is missing",
    "DROP TABLE progress": "table progress is missing",
    "DROP INDEX annotations_place": "index annotations_place is missing",
    "ALTER TABLE texts DROP COLUMN added_at": "table texts the column added_at is missing",
    "CREATE TRIGGER spy AFTER INSERT ON annotations BEGIN SELECT 1; END": "trigger spy is not",
    "DELETE FROM text_numbers": "text_search lacks 1 texts",
    "INSERT INTO text_search (text_search) VALUES ('delete-all')": "text_search holds other words",
    "INSERT INTO text_search (rowid, body) VALUES (9, 'ghost')": "text_search holds other words",
}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database in order, closed."""
    path = tmp_path / "annotations.db"
    with Store.open(path) as store:
        store.add_documents([document("a")])
        tag(store)
    assert check_database(path) == []
    return path


def run_sql(path: Path, sql: str) -> None:
    """Run a statement as another program does."""
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA writable_schema = ON")
        other.execute(sql)


def said(problems: list[Problem]) -> str:
    return "\n".join(f"{one.where} {one.message}" for one in problems)


@pytest.mark.parametrize("sql", BROKEN)
def test_what_is_missing_or_foreign_is_found(database: Path, sql: str) -> None:
    run_sql(database, sql)
    problems = check_database(database)
    assert BROKEN[sql] in said(problems)
    assert any(one.severity == "error" for one in problems)


def test_a_schema_that_is_not_utf_8_is_a_finding(database: Path) -> None:
    run_sql(
        database,
        "UPDATE sqlite_schema SET sql = CAST(CAST(sql || ' -- ' AS BLOB) || x'ff' AS TEXT) "
        "WHERE name = 'annotations_place'",
    )
    assert "index annotations_place its definition is not valid UTF-8" in said(
        check_database(database)
    )


@pytest.mark.parametrize("sql", [sql for sql in BROKEN if "text_" in sql])
def test_repair_copies_and_builds_the_index_anew(database: Path, sql: str) -> None:
    run_sql(database, sql)
    assert hashiya(database.parent, "check")[0] == 1
    status, out, err = hashiya(database.parent, "check", "--repair")
    assert (status, out) == (0, "in order\n")
    (copy,) = database.parent.glob("annotations.db.before-repair-*.db")
    assert str(copy) in err
    assert "text_search" in said(check_database(copy))
    with Store.open(database) as store:
        assert [hit.document_id for hit in store.search("اليابان")] == ["a"]
