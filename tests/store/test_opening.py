"""Which files are opened, made, brought up to date, or refused as they are."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.store.making import document, files, rows, tag
from tui.errors import CannotWrite, NewerDatabase, NotADatabase, StoreError
from tui.store import database, migrations
from tui.store.database import Store
from tui.store.file import log_check, schema_check, sqlite_file
from tui.store.file.log_check import require_own_log
from tui.store.file.log_owner import companion
from tui.store.file.sqlite_file import SqliteFile

pytestmark = pytest.mark.migrates


def sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


@pytest.mark.synchronous
def test_a_new_database_has_the_settings_that_nothing_is_lost_by(store: Store, path: Path) -> None:
    database = store._file.connection
    settings = {
        name: database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 100,
    }
    strict = dict(database.execute("SELECT name, strict FROM pragma_table_list"))
    others = ("sqlite_", "_sqlite_", "text_search")
    assert all(strict[name] for name in strict if not name.startswith(others))
    actions = database.execute(
        "SELECT on_delete, on_update FROM pragma_table_list t, pragma_foreign_key_list(t.name)"
    )
    assert set(actions) == {("NO ACTION", "NO ACTION")}


def test_the_columns_are_those_that_other_programs_rely_on(store: Store) -> None:
    def columns(table: str) -> list[str]:
        found = store._file.rows(f"SELECT name FROM pragma_table_info('{table}')")
        return [name for (name,) in found]

    assert columns("documents")[:4] == ["id", "title", "source", "text_sha256"]
    assert {"added_at", "meta", "length", "updated_at", "deleted_at", "review"} < set(
        columns("documents")
    )
    assert columns("progress") == ["document_id", "annotator", "status", "offset", "updated_at"]
    assert {"sha256", "text"} < set(columns("texts"))
    assert columns("annotations") == [
        "id",
        "document_id",
        "text_sha256",
        "label",
        "start_offset",
        "end_offset",
        "text",
        "prefix",
        "suffix",
        "attributes",
        "note",
        "annotator",
        "status",
        "origin",
        "created_at",
        "updated_at",
        "deleted_at",
        "fragments",
        "score",
    ]
    assert columns("links") == [
        "id",
        "document_id",
        "type",
        "from_id",
        "to_id",
        "annotator",
        "status",
        "created_at",
        "updated_at",
        "deleted_at",
    ]
    assert columns("history") == [
        "seq",
        "id",
        "document_id",
        "annotator",
        "kind",
        "changes",
        "created_at",
        "undone_at",
        "superseded_at",
    ]


def test_the_file_says_whose_it_is(path: Path) -> None:
    Store.open(path).close()
    assert path.read_bytes()[68:72] == b"HSHY"
    assert schema_check.schema_version(path) == schema_check.SCHEMA_VERSION


@pytest.mark.parametrize("meanwhile", [True, False])
def test_a_file_that_looks_damaged_while_it_is_written_is_read_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, meanwhile: bool
) -> None:
    Store.open(path).close()
    version = schema_check._version

    def half_written(connection: sqlite3.Connection, path: Path) -> int:
        monkeypatch.setattr(schema_check, "_version", version)
        if meanwhile:
            with Store.open(path) as store:
                store.choices.save("me", "a", "b")
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(schema_check, "_version", half_written)
    if meanwhile:
        assert schema_check.schema_version(path) == schema_check.SCHEMA_VERSION
        return
    with pytest.raises(StoreError):
        schema_check.schema_version(path)


def test_the_migrations_are_on_record(store: Store) -> None:
    recorded = store._file.rows("SELECT migration_set, name FROM _sqlite_migrations")
    assert recorded == [
        ("hashiya", "m001_documents_annotations_history"),
        ("hashiya", "m002_fragments_reviews_teams"),
        ("hashiya", "m003_search_folding_natural_order"),
        ("hashiya", "m004_merging"),
        ("hashiya", "m005_hub"),
        ("hashiya", "m006_deleted_documents"),
        ("hashiya", "m007_spellings"),
    ]


@pytest.mark.slow
def test_reading_and_tagging_do_not_import_sqlite_utils(path: Path) -> None:
    with Store.open(path) as store:
        store.add_documents([document("a")])
    program = """
import sys
from pathlib import Path
from tests.paths import ROOT
from tests.store.making import make, entity
from tui.store.database import Store

with Store.open(Path(sys.argv[1])) as store:
    store.listing.ids("me")
    make(store, entity(store))
    store.history.undo("a", "me")
    assert "sqlite_utils" not in sys.modules
    store.bookmarks.set("a", "me", 4)
    assert "sqlite_utils" in sys.modules
"""
    command = [sys.executable, "-c", program, os.fspath(path)]
    assert subprocess.run(command, check=False, cwd=ROOT).returncode == 0


def test_a_database_that_is_not_there_is_only_made_when_asked(path: Path) -> None:
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreError, match="there is no such file"):
            Store.open(path, **options)
    assert not path.exists()


def test_an_empty_file_becomes_a_database_but_not_for_reading(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match="is empty"):
        Store.open(path, read_only=True)
    assert path.stat().st_size == 0
    with Store.open(path) as store:
        assert store.documents.count() == 0


def test_a_database_whose_making_was_cut_off_is_made_anew(path: Path) -> None:
    sql(path, "PRAGMA journal_mode = wal")
    assert path.stat().st_size > 0
    with Store.open(path) as store:
        store.add_documents([document("a")])
        assert store.documents.count() == 1


def test_an_empty_database_of_another_program_is_refused(path: Path) -> None:
    sql(path, "PRAGMA application_id = 7")
    with pytest.raises(NotADatabase, match="another program"):
        Store.open(path)


def test_a_copy_without_a_log_gets_one_again(path: Path) -> None:
    Store.open(path).close()
    sql(path, "PRAGMA journal_mode = delete")
    with Store.open(path) as store:
        assert store._file.value("PRAGMA journal_mode") == "wal"
    sql(path, "PRAGMA journal_mode = delete")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Store.open(path) as store:
            assert store.documents.count() == 0


@pytest.mark.parametrize("content", [b"not a database at all", b"SQLite format 3\0" + b"x" * 500])
def test_a_file_of_another_kind_is_refused_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(NotADatabase):
            Store.open(path, read_only=read_only)
    assert files(path.parent) == {path.name: content}


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_database_of_another_program_is_refused_as_it_is(path: Path, mode: str) -> None:
    sql(path, f"PRAGMA journal_mode = {mode}", "CREATE TABLE documents (id)")
    before = files(path.parent)
    with pytest.raises(NotADatabase, match="another program, left as it is"):
        Store.open(path)
    assert files(path.parent) == before


def test_a_foreign_log_is_not_written_back(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = wal")
        other.execute("CREATE TABLE t (x)")
        before = files(path.parent)
        with pytest.raises(NotADatabase):
            Store.open(path)
        after = files(path.parent)
    assert {name: after[name] for name in ("annotations.db", "annotations.db-wal")} == {
        name: before[name] for name in ("annotations.db", "annotations.db-wal")
    }


@pytest.mark.parametrize("goes_before", ["copyfile", "connect"])
def test_a_log_that_is_written_back_meanwhile_is_no_foreign_one(
    path: Path, monkeypatch: pytest.MonkeyPatch, goes_before: str
) -> None:
    Store.open(path).close()
    log = companion(path, "-wal")
    log.write_bytes(b"of a program that has removed its owner file, and has not ended yet")
    home = shutil if goes_before == "copyfile" else log_check
    work = getattr(home, goes_before)

    def end_first(source: Path, *others: object) -> object:
        """Let the other program end first."""
        if source == log or goes_before == "connect":
            log.unlink(missing_ok=True)
        return work(source, *others)

    monkeypatch.setattr(home, goes_before, end_first)
    Store.open(path, read_only=True).close()
    assert not list(path.parent.glob("*.aside-*"))


def test_a_log_that_another_program_opens_meanwhile_is_no_foreign_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path) as store:
        store.add_documents([document("a")])
        tag(store)
        copy = path.with_name("copied with its log.db")
        for end in ("", "-wal", "-owner"):
            shutil.copyfile(companion(path, end), companion(copy, end))

    def open_first(_: Path) -> bool:
        """Let the other program open the file first; its log is in use then."""
        monkeypatch.undo()
        require_own_log(copy)
        return True

    monkeypatch.setattr(log_check, "is_log_in_use", open_first)
    with Store.open(copy) as store:
        assert store.annotations.count() == 1
    assert not list(path.parent.glob("*.aside-*"))


@pytest.mark.parametrize(
    "statement",
    [
        "PRAGMA user_version = 99",
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('hashiya', 'm999_later', '')",
    ],
)
def test_a_newer_database_is_refused_as_it_is(path: Path, statement: str) -> None:
    Store.open(path).close()
    sql(path, statement)
    before = files(path.parent)
    for read_only in (False, True):
        with pytest.raises(NewerDatabase, match="update Hashiya"):
            Store.open(path, read_only=read_only)
    assert files(path.parent) == before


def test_a_copy_made_through_sql_is_recognised(path: Path) -> None:
    with Store.open(path) as store:
        store.add_documents([document("a")])
        tag(store)
    # This is what a .dump leaves out.
    sql(path, "PRAGMA application_id = 0", "PRAGMA user_version = 0")
    with Store.open(path) as store:
        assert len(rows(store)) == 1


def test_two_programs_may_make_the_same_database(path: Path) -> None:
    with Store.open(path) as one, Store.open(path) as other:
        one.add_documents([document("a")])
        assert other.documents.count() == 1


def test_a_database_that_another_program_makes_meanwhile_is_used(path: Path) -> None:
    path.touch()
    file = SqliteFile(path, read_only=False)
    Store.open(path).close()
    # The program saw an empty file before, and has yet to make its tables.
    database._migrate(file, 0)
    assert file.rows("SELECT count(*) FROM _sqlite_migrations") == [(len(migrations.MIGRATIONS),)]
    file.close()


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o000])
def test_the_file_obeys_the_umask_and_the_folder_stays(path: Path, mask: int) -> None:
    path.parent.chmod(0o755)
    before = os.umask(mask)
    try:
        Store.open(path).close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o755


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="cannot be created"):
        Store.open(tmp_path / "none" / "a.db")


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        Store.open(tmp_path)


def test_an_sqlite_without_strict_tables_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(StoreError, match=r"3\.37"):
        Store.open(path)


def test_names_with_signs_of_an_address_are_opened(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=memory#%20.db"
    with Store.open(path) as store:
        store.add_documents([document("a")])
    assert sqlite_file.log_size(path) == 0
    with Store.open(path, create=False, read_only=True) as store:
        assert store.documents.count() == 1


@contextmanager
def reading(store: Store) -> Iterator[None]:
    """Let the store have a transaction that reads."""
    connection = store._file.connection
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM documents").fetchone()
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def test_two_programs_may_begin_a_log_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(path).close()
    with Store.open(path) as store, Store.open(path) as other:
        claim = store._file._claim_log

        def claim_second() -> None:
            """Begin the log when the other program has just written one back."""
            other.choices.save("me", "first", "1")
            other._file._checkpoint()
            with reading(other):  # so that the second log is not written back
                claim()

        with monkeypatch.context() as patch:
            patch.setattr(store._file, "_claim_log", claim_second)
            store.choices.save("me", "second", "2")
        for opened in (store, other):
            opened.choices.save("me", "third", "3")
            assert opened.choices.by_annotator("me") == {"first": "1", "second": "2", "third": "3"}
