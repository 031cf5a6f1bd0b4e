"""A full disk, a read-only folder, another program's lock: said, and nothing half done."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.making import document, entity, entries, files, make, rows, tag
from tui.errors import Busy, CannotWrite, CorpusError, NotADatabase, StoreError
from tui.model import edited
from tui.store.database import Store
from tui.store.file.sqlite_file import translate_errors
from tui.store.row_mapping import Change


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program with the same database open."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        yield database


def test_a_lock_makes_a_command_busy_and_it_goes_through_later(
    filled: Store, other: sqlite3.Connection
) -> None:
    other.execute("BEGIN IMMEDIATE")
    annotation = entity(filled)
    with pytest.raises(Busy, match="another program is writing"):
        make(filled, annotation)
    assert rows(filled) == []
    other.execute("ROLLBACK")
    make(filled, annotation)
    assert rows(filled) == [annotation]


def test_a_transaction_takes_the_lock_before_it_reads(
    filled: Store, other: sqlite3.Connection
) -> None:
    other.execute("PRAGMA busy_timeout = 0")
    with filled.writing():
        assert filled.documents.get("a").id == "a"
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        tag(filled)
    other.execute("BEGIN IMMEDIATE")


def test_reading_goes_on_while_another_writes(filled: Store, other: sqlite3.Connection) -> None:
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE documents SET title = 'x'")
    assert filled.documents.get("a").title == "عنوان"
    other.execute("COMMIT")
    assert filled.documents.get("a").title == "x"


def test_what_another_program_changed_shows_as_another_data_version(
    filled: Store, other: sqlite3.Connection
) -> None:
    before = filled.data_version()
    tag(filled)
    assert filled.data_version() == before
    other.execute("UPDATE documents SET title = 'x'")
    assert filled.data_version() != before


def test_two_programs_write_and_undo_their_own(path: Path) -> None:
    with Store.open(path) as one, Store.open(path) as two:
        one.add_documents([document("a")])
        mine = tag(one, 0, 3, annotator="one")
        hers = tag(two, 4, 7, annotator="two")
        assert rows(one) == [mine, hers]
        two.history.undo("a", "two")
        assert rows(one) == [mine]
        assert two.history.undo("a", "two") is None


def test_undo_takes_the_newest_command_whichever_program_wrote_it(path: Path) -> None:
    with Store.open(path) as one, Store.open(path) as two:
        one.add_documents([document("a")])
        first = tag(one, 0, 3)
        tag(two, 4, 7)
        one.history.undo("a", "me")
        assert rows(two) == [first]


def test_a_full_disk_leaves_nothing_half_done_and_the_store_usable(filled: Store) -> None:
    database = filled._file.connection
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    database.execute(f"PRAGMA max_page_count = {pages}")
    annotation = entity(filled, attributes={"x": "y" * 100_000})
    before = entries(filled, "a", "me")
    with pytest.raises(CannotWrite, match="the disk is full; nothing was changed"):
        make(filled, entity(filled), annotation)
    assert (rows(filled), entries(filled, "a", "me")) == ([], before)
    database.execute("PRAGMA max_page_count = 100000")
    make(filled, annotation)
    assert rows(filled) == [annotation]
    assert filled.history.undo("a", "me") is not None


def test_a_full_disk_while_adding_keeps_what_was_added(store: Store) -> None:
    database = store._file.connection
    store.add_documents([document("first")])
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    database.execute(f"PRAGMA max_page_count = {pages + 200}")
    many = [document(f"{number}", "كلمة " * 20_000 + str(number)) for number in range(30)]
    with pytest.raises(CannotWrite):
        store.add_documents(many)
    kept = store.documents.count()
    assert 1 <= kept < 31
    database.execute("PRAGMA max_page_count = 1000000")
    report = store.add_documents(many)
    assert (report.added, report.unchanged) == (31 - kept, kept - 1)


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Makes every file read-only as long as the list holds True; tests may run as root."""
    state = [True]
    real = os.access

    def access(where: Path, mode: int) -> bool:
        return not state[-1] and bool(real(where, mode))

    monkeypatch.setattr("tui.store.file.sqlite_file.os.access", access)
    return state


def test_a_read_only_folder_can_be_read_and_written_once_it_may(
    path: Path, request: pytest.FixtureRequest
) -> None:
    with Store.open(path) as store:
        store.add_documents([document("a")])
    before = files(path.parent)
    state = request.getfixturevalue("read_only")
    with Store.open(path) as store:
        annotation = entity(store)
        with pytest.raises(CannotWrite, match="read-only; nothing was changed"):
            make(store, annotation)
        assert rows(store) == []
        assert files(path.parent) == before
        state.append(False)
        make(store, annotation)
        assert rows(store) == [annotation]


def test_a_folder_that_only_others_may_write_shows_what_they_write(
    path: Path, request: pytest.FixtureRequest
) -> None:
    with Store.open(path) as store:
        store.add_documents([document("a")])
    request.getfixturevalue("read_only")
    with Store.open(path) as store:
        before = store.data_version()
        assert store.data_version() == before
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("UPDATE documents SET title = 'x'")
            other.commit()
            assert store.data_version() != before
            assert store.documents.get("a").title == "x"
            seen = store.data_version()
            other.execute("UPDATE documents SET title = 'y'")
            other.commit()
            assert store.data_version() != seen
            assert store.documents.get("a").title == "y"
        seen = store.data_version()
        assert store.documents.get("a").title == "y"
        assert store.data_version() == seen


@pytest.mark.parametrize("replaced", [True, False])
def test_nothing_is_written_to_a_file_that_lost_its_name(
    filled: Store, path: Path, tmp_path: Path, replaced: bool
) -> None:
    kept = tag(filled)
    filled.backup(tmp_path / "copy.db")
    if replaced:
        (tmp_path / "copy.db").replace(path)
    else:
        path.unlink()
    with pytest.raises(CannotWrite, match="replaced or removed while it was open"):
        tag(filled, 0, 3)
    assert rows(filled) == [kept]


@pytest.mark.usefixtures("read_only")
def test_a_database_cannot_be_made_in_a_read_only_folder(path: Path) -> None:
    path.touch()
    with pytest.raises(CannotWrite, match="read-only"):
        Store.open(path)
    assert files(path.parent) == {path.name: b""}


def test_a_store_for_reading_writes_nothing(path: Path) -> None:
    with Store.open(path) as store:
        store.add_documents([document("a")])
    before = path.read_bytes()
    with Store.open(path, read_only=True) as store:
        assert store.documents.get("a").id == "a"
        for write in (
            lambda: tag(store),
            lambda: store.history.undo("a", "me"),
            lambda: store.progress.save("a", "me", 1),
            lambda: store.add_documents([document("b")]),
        ):
            with pytest.raises(CannotWrite, match="for reading only"):
                write()
        assert list(store.search("اليابان"))
    assert path.read_bytes() == before


def test_a_store_for_reading_sees_what_stands_in_the_log(path: Path) -> None:
    with Store.open(path) as writer:
        writer.add_documents([document("a")])
        annotation = tag(writer)
        with Store.open(path, read_only=True) as reader:
            assert rows(reader) == [annotation]
            hers = tag(writer, annotator="her")
            assert rows(reader) == [annotation, hers]


def test_half_a_surrogate_pair_is_refused_everywhere(filled: Store) -> None:
    for annotation in (entity(filled, annotator="\udc80"), entity(filled, label="\ud800")):
        with pytest.raises(CorpusError, match=r"half of a surrogate pair \(U\+D"):
            make(filled, annotation)
    with pytest.raises(CorpusError):
        make(filled, entity(filled, attributes={"a": "\ud800"}))
    with pytest.raises(CorpusError):
        filled.documents.get("\ud800")
    assert rows(filled) == []
    tag(filled)


def test_what_json_cannot_hold_is_refused(filled: Store) -> None:
    for value in (float("nan"), float("inf"), {1, 2}):
        with pytest.raises(StoreError, match="attributes that JSON cannot hold"):
            make(filled, entity(filled, attributes={"a": value}))  # type: ignore[dict-item]  # what is tested
    assert rows(filled) == []


def test_a_damaged_page_is_said_and_the_program_goes_on(filled: Store, path: Path) -> None:
    (schema,) = filled._file.connection.execute("PRAGMA page_count").fetchone()
    filled.add_documents(document(f"{number}", f"نص {number}" * 99) for number in range(200))
    filled.close()
    content = bytearray(path.read_bytes())
    for page in range(schema, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\xee" * 200
    path.write_bytes(content)
    with Store.open(path) as store:
        for _ in range(2):
            with pytest.raises(NotADatabase, match="damaged"):
                list(store.documents.all())


def test_bytes_that_are_no_text_are_read_as_replacement_characters(
    filled: Store, other: sqlite3.Connection
) -> None:
    filled.add_documents([document("b"), document("c")])
    annotation = tag(filled)
    other.execute("UPDATE documents SET title = CAST(x'd9ff' AS TEXT) WHERE id = 'b'")
    other.execute("UPDATE annotations SET note = CAST(x'eda080' AS TEXT)")
    assert [info.title for info in filled.documents.all()] == ["عنوان", "\ufffd\ufffd", "عنوان"]
    (broken,) = rows(filled)
    assert (broken.id, broken.note) == (annotation.id, "\ufffd\ufffd\ufffd")
    filled.history.commit("note", "a", "me", [Change(broken, edited(broken, note="mended"))])
    assert rows(filled)[0].note == "mended"


def test_a_search_goes_on_while_another_program_writes(
    filled: Store, other: sqlite3.Connection
) -> None:
    other.execute("INSERT INTO texts VALUES ('x', '', 'اليابان')")
    other.execute("BEGIN IMMEDIATE")
    assert [hit.document_id for hit in filled.search("اليابان")] == ["a"]


def test_attributes_that_another_program_broke_are_kept_as_they_are(
    filled: Store, other: sqlite3.Connection
) -> None:
    annotation = tag(filled)
    other.execute("UPDATE annotations SET attributes = '{\"a\": NaN'")
    (broken,) = rows(filled)
    assert broken.attributes == {"(unreadable)": '{"a": NaN'}
    filled.history.commit("note", "a", "me", [Change(broken, edited(broken, note="x"))])
    (kept,) = other.execute("SELECT attributes FROM annotations").fetchone()
    assert kept == '{"a": NaN'
    assert rows(filled)[0].id == annotation.id


def test_an_error_whose_text_quotes_damaged_bytes_is_that_of_a_damaged_database() -> None:
    """sqlite3 decodes the text of an error, which may hold a damaged name."""
    with (
        pytest.raises(NotADatabase, match="the database is damaged"),
        translate_errors(Path("annotations.db")),
    ):
        b"\xc1".decode()
