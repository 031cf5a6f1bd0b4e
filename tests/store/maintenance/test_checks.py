"""`check`: finds each fault that another program can make, and writes nothing."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.making import document, files, tag, tie
from tui.errors import NotADatabase, StoreError
from tui.store.database import Store
from tui.store.file.sqlite_file import SqliteFile
from tui.store.maintenance import checks
from tui.store.maintenance.checks import Problem, check_content, check_database


@pytest.fixture
def linked(filled: Store) -> Store:
    """A database with a quote, its speaker and the link between them, and nothing wrong."""
    tie(filled, tag(filled, 13, 15, label="quote"), tag(filled, 4, 12))
    filled.progress.save("a", "me", 4)
    filled.bookmarks.set("a", "me", 4)
    return filled


QUOTE = " WHERE label = 'quote'"


def spoil(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as other:
        for statement in statements:
            other.execute(statement)
        other.commit()


def kinds(path: Path) -> list[tuple[str, str]]:
    return [(finding.severity, finding.kind) for finding in check_database(path)]


def test_a_database_in_order_gives_nothing(linked: Store) -> None:
    assert check_database(linked.path) == []


def test_an_annotation_without_a_place_is_named_with_its_document(linked: Store) -> None:
    spoil(linked.path, "UPDATE annotations SET status = 'orphaned'" + QUOTE)
    messages = [one.message for one in check_database(linked.path)]
    assert messages == ["waits to be placed in the text of a"]


def test_an_annotation_without_a_place_may_have_any_words_and_offsets(linked: Store) -> None:
    spoil(
        linked.path,
        "UPDATE annotations SET status = 'orphaned', text = 'x', start_offset = 90, "
        "end_offset = 999, fragments = '[[90, 95], [95, 999]]'" + QUOTE,
    )
    assert kinds(linked.path) == [("warning", "orphaned")]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE annotations SET end_offset = 999" + QUOTE, ("error", "offsets")),
        ("UPDATE annotations SET start_offset = -1" + QUOTE, ("error", "offsets")),
        ("UPDATE annotations SET end_offset = 13" + QUOTE, ("error", "offsets")),
        ("UPDATE annotations SET end_offset = 14" + QUOTE, ("error", "span-text")),
        ("UPDATE annotations SET text = 'x'" + QUOTE, ("error", "span-text")),
        ("UPDATE annotations SET prefix = 'x'" + QUOTE, ("warning", "context")),
        (
            "UPDATE annotations SET status = 'orphaned' WHERE label = 'quote'",
            ("warning", "orphaned"),
        ),
        ("UPDATE annotations SET attributes = '{'" + QUOTE, ("error", "json")),
        ("UPDATE annotations SET attributes = '[]'" + QUOTE, ("error", "json")),
        ("UPDATE documents SET meta = ''", ("error", "json")),
        ("UPDATE history SET changes = '{}' WHERE seq = 1", ("error", "json")),
        ("UPDATE annotations SET deleted_at = 'x'" + QUOTE, ("error", "link")),
        ("UPDATE annotations SET deleted_at = 'x' WHERE label = 'entity'", ("error", "link")),
        ("UPDATE texts SET text = text || 'x'", ("error", "text")),
        ("UPDATE documents SET length = 3", ("error", "length")),
        ("UPDATE progress SET offset = 999", ("warning", "place")),
        ("UPDATE bookmarks SET offset = -1", ("warning", "place")),
        (
            "UPDATE annotations SET document_id = 'x' WHERE label = 'quote'",
            ("error", "foreign-key"),
        ),
        ("UPDATE links SET to_id = 'x'", ("error", "foreign-key")),
        ("UPDATE texts SET sha256 = 'x'", ("error", "foreign-key")),
        ("DELETE FROM annotations WHERE label = 'entity'", ("error", "link")),
        ("UPDATE annotations SET fragments = '[[1, 2]]'" + QUOTE, ("error", "fragments")),
        ("UPDATE annotations SET fragments = '[]'" + QUOTE, ("error", "fragments")),
        ("UPDATE annotations SET fragments = '[[1, \"x\"]]'" + QUOTE, ("error", "fragments")),
        (
            "INSERT INTO versions VALUES ('x', 'links', '[]', 'other.db', 'now')",
            ("error", "json"),
        ),
        (
            "INSERT INTO comments SELECT 'c', 'b', id, NULL, 'flag', 'me', '', '', '', NULL, NULL "
            "FROM annotations LIMIT 1",
            ("warning", "comment-document"),
        ),
    ],
)
def test_each_fault_is_found(
    linked: Store, path: Path, statement: str, expected: tuple[str, str]
) -> None:
    spoil(path, statement)
    assert expected in kinds(path)


@pytest.mark.parametrize(
    ("fragments", "said"),
    [
        ("[[15, 17], [18, 20]]", None),
        ("[[15, 20]]", None),
        ("[[15, 17], [17, 20]]", "overlap, touch"),
        ("[[18, 20], [15, 17]]", "overlap, touch"),
        ("[[15, 17], [18, 19]]", "do not span [15, 20)"),
    ],
)
def test_fragments_lie_apart_and_span_what_the_annotation_does(
    store: Store, path: Path, fragments: str, said: str | None
) -> None:
    store.add_documents([document("a")])
    tag(store, 15, 20)
    spoil(path, f"UPDATE annotations SET fragments = '{fragments}'")
    found = [one.message for one in check_database(path)]
    assert len(found) == (0 if said is None else 1)
    assert all(str(said) in message for message in found)


def test_deleted_rows_may_hold_anything(linked: Store, path: Path) -> None:
    spoil(
        path,
        "UPDATE annotations SET deleted_at = 'x', text = 'y', end_offset = 999",
        "UPDATE links SET deleted_at = 'x'",
    )
    assert kinds(path) == []


def test_a_span_that_cuts_a_letter_from_its_marks_is_a_warning(store: Store) -> None:
    store.add_documents([document("a", "مَن")])
    tag(store, 0, 1)
    assert [(found.severity, found.kind) for found in check_database(store.path)] == [
        ("warning", "cluster")
    ]


def test_an_annotation_of_another_text_version_is_a_warning(linked: Store, path: Path) -> None:
    newer = document("b", "قال زاك كوبر إن اليابان مهمة جدا")
    linked.add_documents([newer])
    spoil(path, f"UPDATE documents SET text_sha256 = '{newer.sha256}', length = 32")
    assert kinds(path) == [("warning", "version")] * 2


def test_a_link_that_stands_under_another_document_is_a_warning(linked: Store, path: Path) -> None:
    linked.add_documents([document("b")])
    spoil(path, "UPDATE links SET document_id = 'b'")
    assert kinds(path) == [("warning", "link-document")]


def test_bytes_that_are_no_text_are_found(linked: Store, path: Path) -> None:
    spoil(path, "UPDATE texts SET text = CAST(x'ff' || text AS TEXT)")
    assert ("error", "text") in kinds(path)


def test_a_damaged_database_is_found_or_refused(linked: Store, path: Path) -> None:
    linked.add_documents(document(f"{number}", f"نص {number} " * 99) for number in range(99))
    linked.close()
    content = bytearray(path.read_bytes())
    content[-4096:] = b"\xee" * 4096
    path.write_bytes(content)
    try:
        found = kinds(path)
    except NotADatabase:
        return
    assert ("error", "integrity") in found


def test_a_finding_says_where_and_what(linked: Store, path: Path) -> None:
    spoil(path, "UPDATE annotations SET end_offset = 999 WHERE label = 'quote'")
    (finding,) = check_database(linked.path)
    (quote,) = [one.id for one in linked.annotations.in_document("a") if one.label == "quote"]
    assert finding.where == f"annotations {quote}"
    assert "[13, 999) is not in its text of 38 code points" in finding.message


@pytest.mark.parametrize("closed", [True, False])
def test_checking_changes_no_byte_and_makes_no_file(
    linked: Store, path: Path, *, closed: bool
) -> None:
    if closed:
        linked.close()
    before = files(path.parent)
    check_database(path)
    after = files(path.parent)
    before.pop("annotations.db-shm", None)
    after.pop("annotations.db-shm", None)
    assert after == before


def test_a_store_for_reading_makes_no_file_until_it_is_asked(linked: Store, path: Path) -> None:
    linked.close()
    before = files(path.parent)
    with Store.open(path, read_only=True) as reader:
        assert check_database(reader.path) == []
        assert check_content(reader.path) == []
    assert files(path.parent) == before


@pytest.mark.slow
def test_checking_after_a_crash_reads_the_log_and_leaves_it(path: Path) -> None:
    program = (
        "import os; from pathlib import Path; from tests.store.making import *;"
        f"store = Store.open(Path({os.fspath(path)!r}));"
        "store.add_documents([document('a')]); tag(store); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", program], check=False)
    spoil_later = files(path.parent)
    assert len(spoil_later["annotations.db-wal"]) > 0
    assert check_database(path) == []
    after = files(path.parent)
    for name in ("annotations.db", "annotations.db-wal"):
        assert after[name] == spoil_later[name]
    with Store.open(path) as store:
        assert len(store.annotations.in_document("a")) == 1


def test_a_writer_that_comes_meanwhile_makes_the_check_read_again(
    linked: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked.close()
    plain = checks._read
    opened: list[Store] = []

    def read(file: SqliteFile, find: Callable[[SqliteFile], list[Problem]]) -> list[Problem]:
        if not opened:
            opened.append(Store.open(path))
            tag(opened[0], 0, 3)
            spoil(path, "UPDATE annotations SET end_offset = 999 WHERE start_offset = 0")
        return plain(file, find)

    monkeypatch.setattr(checks, "_read", read)
    assert kinds(path) == [("error", "offsets")]
    opened[0].close()


def test_what_cannot_be_checked_is_said(path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such file"):
        check_database(path)
    path.touch()
    with pytest.raises(StoreError, match="is empty"):
        check_database(path)


def content(store: Store) -> list[tuple[str, str]]:
    return [(found.kind, found.message) for found in check_content(store.path)]


def test_a_quote_without_speaker_is_worth_a_look(linked: Store) -> None:
    assert content(linked) == []
    tag(linked, 16, 23, label="quote")
    assert content(linked) == [("no-speaker", "a at 16: quote without speaker")]


def test_a_deleted_speaker_does_not_count(linked: Store) -> None:
    linked.history.undo("a", "me")
    assert [kind for kind, _ in content(linked)] == ["no-speaker"]


def test_one_text_with_two_types_is_worth_a_look(linked: Store) -> None:
    linked.add_documents([document("b", "قال زاك كوبر وأحمد وأخوه")])
    tag(linked, 4, 7, attributes={"type": "PERS"})
    tag(linked, 4, 7, name="b", attributes={"type": "ORG"})
    tag(linked, 4, 7, name="b", annotator="her", attributes={"type": "PERS"})
    assert content(linked) == [("two-types", "entity “زاك” is ORG and PERS")]


def test_duplicates_are_worth_a_look(linked: Store) -> None:
    tag(linked, 4, 12)
    tag(linked, 4, 12, annotator="her")
    assert content(linked) == [("duplicate", "a [4, 12): the same entity more than once")]


@pytest.mark.parametrize("span", [(3, 7), (4, 8), (24, 30)])
def test_white_space_and_commas_at_the_edges_are_worth_a_look(
    store: Store, span: tuple[int, int]
) -> None:
    store.add_documents([document("a", "قال زاك كوبر، إن اليابان، مهمة\n")])
    tag(store, *span)
    assert [kind for kind, _ in content(store)] == ["edge"]


def test_rejected_and_suggested_ones_are_not_looked_at(linked: Store, path: Path) -> None:
    tag(linked, 3, 7)
    spoil(path, "UPDATE annotations SET status = 'rejected' WHERE start_offset = 3")
    assert content(linked) == []


@pytest.mark.parametrize("meanwhile", [True, False])
def test_a_database_that_looks_damaged_while_it_is_written_is_read_again(
    path: Path, *, meanwhile: bool
) -> None:
    Store.open(path).close()
    looks = []

    def read(file: SqliteFile) -> list[Problem]:
        """Find the file damaged at the first look, which takes no locks."""
        looks.append(file)
        if len(looks) == 1 and meanwhile:
            with Store.open(path) as store:
                store.choices.save("me", "a", "b")
        if len(looks) == 1:
            raise NotADatabase("half of it is new")
        return []

    if meanwhile:
        assert checks._run_checks(path, read) == []
        return
    with pytest.raises(NotADatabase):
        checks._run_checks(path, read)
