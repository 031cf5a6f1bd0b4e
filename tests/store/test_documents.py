"""Taking documents in: new, known, changed, renamed, refused."""

import sqlite3
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import pytest

from tests.store.making import TEXT, document, rows, tag
from tui.errors import StoreError
from tui.model import Document, sha256_of
from tui.store import ingest
from tui.store.database import Store
from tui.store.file.sqlite_file import SqliteFile
from tui.store.ingest import AddReport
from tui.store.maintenance.checks import check_database


@pytest.fixture
def source(tmp_path: Path) -> str:
    """A source file that exists."""
    path = tmp_path / "corpus" / "a"
    path.parent.mkdir()
    path.touch()
    return str(path)


def test_a_document_is_stored_as_it_is(store: Store) -> None:
    text = "\tعنوان\r\n\u200f نص\0 بعد\u2029 ـــ é é \U0001f600 "
    given = document("x/a.txt", text, title="عنوان", meta={"author": "زاك", "n": [1, None]})
    report = store.add_documents([given])
    assert (report.added, report.first) == (1, "x/a.txt")
    stored = store.documents.get("x/a.txt")
    assert store.documents.text_of("x/a.txt") == text
    assert (stored.title, stored.source, stored.meta) == (given.title, given.source, given.meta)
    assert (stored.text_sha256, stored.length) == (given.sha256, len(text))
    assert not stored.changed
    assert store.documents.text(given.sha256) == text


@pytest.mark.parametrize("text", ["", " \n", "\0", "a\0b", "\ufeffa", "x" * 3_000_000])
def test_any_text_comes_back_the_same(store: Store, text: str) -> None:
    store.add_documents([document("a", text)])
    assert store.documents.text_of("a") == text
    assert store.documents.get("a").length == len(text)
    assert not [one for one in check_database(store.path) if one.severity == "error"]


def test_adding_again_changes_nothing(filled: Store) -> None:
    before = filled._file.connection.total_changes
    report = filled.add_documents([document("a")])
    assert (report.added, report.unchanged, report.changed) == (0, 1, [])
    assert filled._file.connection.total_changes == before


def test_a_source_twice_in_one_go_is_one_document(store: Store) -> None:
    report = store.add_documents([document("a"), document("a"), document("a", title="آخر")])
    assert (report.added, report.unchanged) == (1, 2)
    assert store.documents.get("a").title == "آخر"


def test_a_file_is_recognised_by_its_source_under_another_id(filled: Store) -> None:
    report = filled.add_documents([document("sub/a", source="/nowhere/a")])
    assert (report.added, report.unchanged, report.first) == (0, 1, "a")


@pytest.mark.slow  # while coverage is traced, CPython copies a string that is appended to
def test_a_long_text_comes_back_the_same_and_is_held_once(store: Store) -> None:
    text = "a " + "نص \U0001f600 é \0\r\n" * 300_000
    store.add_documents([document("long.txt", text)])
    tracemalloc.start()
    try:
        found = store.documents.text_of("long.txt")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == text
    assert peak < 1.2 * sys.getsizeof(text)


def test_while_a_long_text_is_read_the_database_keeps_few_of_its_pages(store: Store) -> None:
    store.add_documents([document("long.txt", "نص " * 100_000)])
    file = store._file
    before = file.value("PRAGMA cache_size")
    (rowid,) = file.rows("SELECT rowid FROM texts")[0]
    pieces = file.pieces("texts", "text", rowid)
    assert next(pieces).startswith("نص ")
    assert 0 < file.value("PRAGMA cache_size") < 100
    pieces.close()
    assert file.value("PRAGMA cache_size") == before
    assert len("".join(file.pieces("texts", "text", rowid))) == 300_000
    assert file.value("PRAGMA cache_size") == before


def test_a_file_that_moved_is_recognised_by_id_and_text(filled: Store) -> None:
    report = filled.add_documents([document("a", source="/elsewhere/a")])
    assert (report.added, report.unchanged) == (0, 1)
    assert filled.documents.get("a").source == "/elsewhere/a"


def test_a_file_that_moved_and_changed_is_the_same_when_the_old_one_is_gone(filled: Store) -> None:
    report = filled.add_documents([document("a", "آخر", source="/elsewhere/a")])
    assert (report.added, report.changed) == (0, ["a"])
    assert filled.documents.text_of("a") == "آخر"


def test_an_id_that_another_source_holds_gets_its_folder(store: Store, source: str) -> None:
    store.add_documents([document("a", source=source)])
    others = [
        document("a", "ثان", source="/two/a", folder="two"),
        document("a", "ثالث", source="/other/two/a", folder="two"),
        document("a", "رابع", source="/b/two/a", folder="two"),
    ]
    report = store.add_documents(others)
    assert report.renamed == [("a", "two/a"), ("a", "two/a~2"), ("a", "two/a~3")]
    assert report.added == 3
    again = store.add_documents(others)
    assert (again.added, again.unchanged, again.renamed) == (0, 3, [])
    texts = [store.documents.text_of(name) for name in ("a", "two/a", "two/a~2", "two/a~3")]
    assert texts == [TEXT, "ثان", "ثالث", "رابع"]


def test_a_copy_of_a_file_is_the_same_document(store: Store, source: str) -> None:
    store.add_documents([document("a", source=source)])
    report = store.add_documents([document("a", source="/copy/a", folder="copy")])
    assert (report.added, report.unchanged) == (0, 1)


def test_a_copy_of_a_file_goes_its_own_way_once_it_differs(store: Store, source: str) -> None:
    store.add_documents([document("a", source=source)])
    store.add_documents([document("a", source="/copy/a", folder="copy")])
    assert store.documents.get("a").source == source
    report = store.add_documents([document("a", "آخر", source="/copy/a", folder="copy")])
    assert report.renamed == [("a", "copy/a")]
    assert store.documents.text_of("a") == TEXT


def test_known_documents_are_told_without_waiting_for_a_lock(filled: Store, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        report = filled.add_documents([document("a"), document("a")])
    assert (report.unchanged, report.first) == (2, "a")
    with Store.open(path, read_only=True) as reader:
        assert reader.add_documents([document("a")]).unchanged == 1


def test_a_document_that_another_program_adds_meanwhile_is_known(
    filled: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = SqliteFile.writing

    def writing(file: SqliteFile) -> AbstractContextManager[sqlite3.Connection]:
        monkeypatch.undo()
        with Store.open(path) as other:
            other.add_documents([document("b")])
        return plain(file)

    monkeypatch.setattr(SqliteFile, "writing", writing)
    report = filled.add_documents([document("b"), document("c")])
    assert (report.added, report.unchanged) == (1, 1)


def test_two_documents_of_one_text_share_it(store: Store) -> None:
    assert store.add_documents([document("a"), document("b")]).added == 2
    assert store._file.rows("SELECT count(*) FROM texts") == [(1,)]
    assert {hit.document_id for hit in store.search("اليابان")} == {"a", "b"}


def test_a_changed_text_waits_while_there_are_annotations(filled: Store) -> None:
    annotation = tag(filled)
    changed = document("a", "مقدمة. " + TEXT, title="جديد")
    report = filled.add_documents([changed])
    assert (report.changed, report.added, report.unchanged) == (["a"], 0, 0)
    info = filled.documents.get("a")
    assert info.changed
    assert (info.text_sha256, info.pending_sha256) == (sha256_of(TEXT), changed.sha256)
    assert (info.title, info.length) == ("جديد", len(TEXT))
    assert filled.documents.text_of("a") == TEXT
    assert filled.documents.text(changed.sha256) == changed.text
    assert rows(filled) == [annotation]
    assert filled.add_documents([changed]).unchanged == 1


def test_a_text_that_went_back_is_no_longer_changed(filled: Store) -> None:
    tag(filled)
    filled.add_documents([document("a", "آخر")])
    report = filled.add_documents([document("a")])
    assert report.changed == ["a"]
    assert not filled.documents.get("a").changed


def test_a_changed_text_without_annotations_is_taken_at_once(filled: Store) -> None:
    filled.add_documents([document("a", "آخر نص")])
    info = filled.documents.get("a")
    assert not info.changed
    assert (filled.documents.text_of("a"), info.length) == ("آخر نص", 6)
    assert [hit.document_id for hit in filled.search("آخر")] == ["a"]
    assert list(filled.search("اليابان")) == []


def test_an_old_text_stays(filled: Store) -> None:
    filled.add_documents([document("a", "آخر")])
    assert filled.documents.text(sha256_of(TEXT)) == TEXT


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (document("bad", "نص \ud800"), "half of a surrogate pair at offset 3"),
        (document("b\udc80d"), "not valid Unicode"),
        (document("bad", title="\udfff"), "not valid Unicode"),
        (document("bad", meta={"a": "\ud800"}), "not valid Unicode"),
        (document("bad", meta={"a": float("nan")}), "JSON cannot hold"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_the_others_added(
    store: Store, given: Document, reason: str
) -> None:
    report = store.add_documents([document("a"), given, document("c")])
    assert report.added == 2
    (refused,) = report.refused
    assert (refused.id, refused.source) == (given.id, given.source)
    assert reason in refused.reason
    assert [info.id for info in store.documents.all()] == ["a", "c"]


def test_a_text_beyond_what_sqlite_holds_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "MAX_BYTES", 5)
    report = store.add_documents([document("a", "ابج"), document("b", "اب")])
    assert [refused.id for refused in report.refused] == ["a"]
    assert [info.id for info in store.documents.all()] == ["b"]


def test_many_documents_go_in_batches_that_each_stay(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "BATCH_DOCUMENTS", 10)

    def failing() -> Iterator[Document]:
        yield from (document(f"{number:03}") for number in range(35))
        raise RuntimeError

    with Store.open(path) as store:
        with pytest.raises(RuntimeError):
            store.add_documents(failing())
        assert store.documents.count() == 30
        report = store.add_documents(document(f"{number:03}") for number in range(50))
        assert (report.added, report.unchanged) == (20, 30)


_TABLES = ("documents", "texts", "text_numbers", "document_texts", "text_search_docsize")


def test_a_batch_is_stored_as_its_documents_are_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "now", lambda: "2026-11-01T00:00:00.000000Z")
    monkeypatch.setattr(ingest, "BATCH_DOCUMENTS", 300)
    numbers = [*range(250), 7, *range(250, 500)]
    documents = [
        Document(f"{number}.txt", f"عنوان {number}", f"/{place}", f"نص {number % 400} نهاية")
        for place, number in enumerate(numbers)
    ]

    def stored(name: str, batches: list[list[Document]]) -> tuple[list[list[Any]], list[AddReport]]:
        with Store.open(tmp_path / name) as store:
            reports = [store.add_documents(batch) for batch in batches]
        with closing(sqlite3.connect(tmp_path / name)) as file:
            rows = [file.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES]
        return rows, reports

    rows, (report,) = stored("at-once", [documents])
    others, reports = stored("one-by-one", [[one] for one in documents])
    assert rows == others
    assert report.added == sum(one.added for one in reports)
    assert report.same_text == [pair for one in reports for pair in one.same_text]
    assert report.renamed == [pair for one in reports for pair in one.renamed]


def test_adding_leaves_the_settings_of_sqlite_as_they_were(path: Path) -> None:
    with Store.open(path) as store:

        def settings() -> list[Any]:
            return [store._file.value(f"PRAGMA {name}") for name in ingest._BULK]

        before = settings()
        store.add_documents([document("a")])
        assert settings() == before


def test_reading_is_a_batch_ahead_of_writing_at_most(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "BATCH_DOCUMENTS", 10)
    ahead = []

    def watching() -> Iterator[Document]:
        # It is read on in another thread than it was begun in.
        with closing(sqlite3.connect(path, check_same_thread=False)) as other:
            for number in range(45):
                (stored,) = other.execute("SELECT count(*) FROM documents").fetchone()
                ahead.append(number - stored)
                yield document(f"{number:03}", f"نص {number}")

    with Store.open(path) as store:
        assert store.add_documents(watching()).added == 45
    assert max(ahead) in range(9, 20)


def test_what_is_known_is_looked_up_again_only_if_another_program_has_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[int] = []
    as_it_is = ingest._Batch.compare

    def compare(batch: ingest._Batch, connection: sqlite3.Connection) -> None:
        as_it_is(batch, connection)
        looked_up.append(len(batch.items))
        if others:
            with closing(sqlite3.connect(store.path)) as other, other:
                other.execute("UPDATE documents SET title = ?", (others.pop(),))

    monkeypatch.setattr(ingest._Batch, "compare", compare)
    others: list[str] = []
    store.add_documents([document("a"), document("b")])
    assert looked_up == [2]
    others = ["another title"]
    store.add_documents([document("c")])
    assert looked_up == [2, 1, 1]


def test_inside_one_transaction_all_stay_or_none(store: Store) -> None:
    def add_and_fail() -> None:
        with store.writing():
            store.add_documents([document("a")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    assert store.documents.count() == 0


def test_titles_and_texts_that_hold_the_sign_between_texts_are_folded_alone(store: Store) -> None:
    given = [document("a", "أحمد\0أمل", title="أ\0ب"), document("b", "إيمان", title="ج")]
    store.add_documents(given)
    assert [hit.document_id for hit in store.search("ايمان")] == ["b"]
    assert [hit.document_id for hit in store.search("امل")] == ["a"]


def test_a_document_is_found_by_its_id_or_any_part_that_only_it_has(store: Store) -> None:
    store.add_documents(
        [
            document("folder/one.txt", title="أخبار اليابان"),
            document("folder/one.txt.bak", title="مقال"),
            document("two.txt", title="100% [b]"),
        ]
    )
    found = {
        "folder/one.txt": "folder/one.txt",
        "bak": "folder/one.txt.bak",
        "اخبار": "folder/one.txt",
        "أخبار اليابان": "folder/one.txt",
        "100%": "two.txt",
        "TWO": "two.txt",
        "[b]": "two.txt",
    }
    assert {part: store.documents.find(part).id for part in found} == found


def test_an_ambiguous_or_unknown_part_is_said_with_the_candidates(store: Store) -> None:
    store.add_documents(document(f"doc{number}.txt") for number in range(9))
    with pytest.raises(StoreError, match=r"several documents: doc0\.txt, doc1\.txt, .*, …; give"):
        store.documents.find("doc")
    for unknown in ("nothing", "%", "_", ""):
        with pytest.raises(StoreError, match=r"no document|several documents"):
            store.documents.find(unknown)
    with pytest.raises(StoreError, match="no document 'nothing'"):
        store.documents.get("nothing")
    with pytest.raises(StoreError, match="no document 'nothing'"):
        store.documents.rowid("nothing")
    with pytest.raises(StoreError, match="no text"):
        store.documents.text("nothing")


@pytest.mark.parametrize("source", ["/" + "x" * 5000, "a\0b", "#", "/nowhere/#3"])
def test_sources_that_can_be_no_files_are_words_like_others(store: Store, source: str) -> None:
    store.add_documents([document("a", source=source)])
    report = store.add_documents([document("a", "آخر", source="/elsewhere")])
    assert report.changed == ["a"]
    assert store.documents.get("a").source == "/elsewhere"


def test_a_document_is_updated_when_its_title_text_or_metadata_changes(store: Store) -> None:
    def updated(document: Document) -> bool:
        before = store.documents.get("a").updated_at
        store.add_documents([document])
        after = store.documents.get("a").updated_at
        assert after >= before
        return after > before

    store.add_documents([document("a")])
    info = store.documents.get("a")
    assert info.updated_at == info.added_at
    assert not updated(document("a"))
    assert not updated(document("a", source="/elsewhere/a"))
    assert updated(document("a", title="عنوان آخر"))
    assert updated(document("a", title="عنوان آخر", meta={"author": "م"}))
    assert updated(document("a", "نص جديد", title="عنوان آخر", meta={"author": "م"}))


def test_a_text_that_waits_updates_a_document_when_it_takes_its_place(filled: Store) -> None:
    tag(filled)
    times = [filled.documents.get("a").updated_at]
    filled.add_documents([document("a", TEXT + " جديد")])
    assert filled.documents.get("a").updated_at == times[0]
    filled.documents.reanchor("a", "me", filled.documents.placements("a"))
    times.append(filled.documents.get("a").updated_at)
    filled.history.undo("a", "me")
    times.append(filled.documents.get("a").updated_at)
    assert times == sorted(set(times))
