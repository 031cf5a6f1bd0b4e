"""What a merge takes over, what it tells apart, and what it refuses."""

import itertools
import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.paths import DATA
from tests.store.making import document, files, make, rows, set_status, tag, tie
from tests.store.replication.test_merging_in_any_order import export
from tui.errors import NewerDatabase, NotADatabase, StoreError
from tui.model import Decision, deleted, edited, new_id, owned_id
from tui.store.database import Store
from tui.store.file import schema_check
from tui.store.maintenance.checks import check_database
from tui.store.replication.document_identity import Member, resolved
from tui.store.replication.merging import MergeReport
from tui.store.replication.other_database import other_database
from tui.store.replication.rules import ANNOTATIONS, canonical, distinct_id
from tui.store.row_mapping import Change, annotation_values
from tui.team.layer_comparison import ALL, subject_ids, subject_of

EARLY, LATE = "2026-01-01T00:00:00.000000Z", "2026-02-01T00:00:00.000000Z"


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[Store]:
    """Another person's database."""
    with Store.open(tmp_path / "theirs.db") as opened:
        yield opened


def merge(store: Store, other: Store | Path, names: Mapping[str, str] | None = None) -> MergeReport:
    path = other if isinstance(other, Path) else other.path
    with other_database(path) as found:
        return store.merge(found, names or {})


def added(store: Store, name: str, text: str, when: str) -> None:
    """Add a document at a certain time."""
    store.add_documents([document(name, text)])
    execute(
        store, "UPDATE documents SET added_at = ?, updated_at = ? WHERE id = ?", when, when, name
    )
    execute(store, "UPDATE document_texts SET added_at = ? WHERE document_id = ?", when, name)


def execute(store: Store, sql: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(store.path)) as database, database:
        return database.execute(sql, values).fetchall()


def versions(store: Store) -> list[tuple[str, dict[str, object]]]:
    found = execute(store, "SELECT kind, row FROM versions ORDER BY rowid")
    return [(str(kind), json.loads(str(row))) for kind, row in found]


def copy_of(store: Store, path: Path) -> Store:
    store.backup(path)
    return Store.open(path)


def ids(store: Store) -> list[str]:
    return [info.id for info in store.documents.all()]


def test_all_kinds_of_rows_come_over(store: Store, tmp_path: Path) -> None:
    path = shutil.copy(DATA / f"schema_v{schema_check.SCHEMA_VERSION}.db", tmp_path / "other.db")
    report = merge(store, Path(path))
    kinds = ("documents", "annotations", "links", "comments", "assignments", "decisions")
    assert all(report.rows[kind].added for kind in kinds)
    assert report.rows["progress"].added == 2
    assert [hit.document_id for hit in store.search("اليابان")] == ["مقال.txt"]
    assert check_database(store.path) == []
    again = merge(store, Path(path))
    assert not any(counts.added or counts.updated for counts in again.rows.values())
    assert (again.texts, again.versions) == (0, 0)


@pytest.mark.parametrize("name", ["schema_v1.db", "schema_v1_history.db", "schema_v2.db"])
def test_an_older_database_is_migrated_in_a_copy(name: str, store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "older"
    folder.mkdir()
    path = Path(shutil.copy(DATA / name, folder / name))
    before = files(folder)
    assert merge(store, path).rows["annotations"].added
    assert files(folder) == before
    assert check_database(store.path) == []


def test_a_newer_or_another_programs_database_is_refused(store: Store, tmp_path: Path) -> None:
    newer = copy_of(store, tmp_path / "newer.db")
    newer.close()
    execute(newer, f"PRAGMA user_version = {schema_check.SCHEMA_VERSION + 1}")
    with pytest.raises(NewerDatabase):
        merge(store, newer.path)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as database:
        database.execute("CREATE TABLE t (c)")
    with pytest.raises(NotADatabase):
        merge(store, other)


def test_the_later_edit_wins_and_the_other_is_kept(filled: Store, tmp_path: Path) -> None:
    made = tag(filled)
    with copy_of(filled, tmp_path / "copy.db") as theirs:
        for store, note in ((filled, "mine"), (theirs, "theirs")):
            change = Change(made, edited(made, note=note))
            store.history.commit("note", "a", "me", [change])
        report = merge(filled, theirs)
    assert report.rows["annotations"].updated == 1
    assert [row.note for row in rows(filled)] == ["theirs"]
    ((kind, lost),) = versions(filled)
    assert (kind, lost["note"]) == ("annotations", "mine")


@pytest.mark.parametrize(
    ("mine", "their", "winner"),
    [
        ("2026-01-01T00:00:00.000001Z", "2026-01-01T00:00:00.000000Z", "b"),
        ("2026-01-01T03:00:00+03:00", "2026-01-01T00:00:01Z", "a"),
        ("2026-01-01T03:00:00+03:00", "2026-01-01T00:00:00Z", "b"),
        ("never", "2026-01-01T00:00:00Z", "a"),
    ],
)
def test_times_are_compared_as_instants_then_contents(
    mine: str, their: str, winner: str, filled: Store, tmp_path: Path
) -> None:
    made = tag(filled)
    with copy_of(filled, tmp_path / "copy.db") as theirs:
        for store, note, stamp in ((filled, "b", mine), (theirs, "a", their)):
            execute(store, "UPDATE annotations SET note = ?, updated_at = ?", note, stamp)
        merge(filled, theirs)
        merge(theirs, filled)
        assert rows(theirs) == rows(filled)
    assert [row.note for row in rows(filled)] == [winner]
    assert made.id == rows(filled)[0].id


def test_of_equal_contents_the_later_time_stays_and_nothing_is_lost(
    filled: Store, tmp_path: Path
) -> None:
    tag(filled)
    with copy_of(filled, tmp_path / "copy.db") as theirs:
        execute(theirs, "UPDATE annotations SET updated_at = '2999-01-01T00:00:00.000000Z'")
        merge(filled, theirs)
    assert rows(filled)[0].updated_at.startswith("2999")
    assert versions(filled) == []


def test_canonical_json_leaves_out_what_is_null_or_a_default(filled: Store) -> None:
    made = replace(tag(filled), prefix="", suffix="", document_id="a~0123abcd")
    words = canonical(ANNOTATIONS, annotation_values(made))
    found = json.loads(words)
    assert list(found) == sorted(found)
    assert found == {
        "annotator": "me",
        "created_at": made.created_at,
        "document_id": "a",
        "end_offset": 12,
        "id": made.id,
        "label": "entity",
        "start_offset": 4,
        "text": made.text,
        "text_sha256": made.text_sha256,
    }
    other = replace(made, attributes={"z": 1, "a": "ع"})
    assert '"attributes":{"a":"ع","z":1}'.encode() in canonical(
        ANNOTATIONS, annotation_values(other)
    )


def test_one_id_over_two_texts_is_two_documents(store: Store, theirs: Store) -> None:
    added(store, "a", "late", LATE)
    added(theirs, "a", "early", EARLY)
    mine = tag(store, 0, 4)
    tag(theirs, 0, 5, annotator="her")
    store.bookmarks.set("a", "me", 2)
    report = merge(store, theirs)
    other = distinct_id("a", mine.text_sha256)
    assert [(one.old, one.new, one.was_here) for one in report.renamed] == [("a", other, True)]
    assert {info.id: store.documents.text_of(info.id) for info in store.documents.all()} == {
        "a": "early",
        other: "late",
    }
    assert [row.annotator for row in rows(store, other)] == ["me"]
    assert [mark.offset for mark in store.bookmarks.in_document(other, "me")] == [2]
    # What was done before the merge can still be undone.
    assert store.history.undo(other, "me") is not None
    assert rows(store, other) == []
    merge(theirs, store)
    assert ids(theirs) == ids(store) == ["a", other]


def test_a_known_earlier_text_makes_it_one_document(store: Store, theirs: Store) -> None:
    store.add_documents([document("a", "one")])
    theirs.add_documents([document("a", "one")])
    theirs.add_documents([document("a", "one two")])
    tag(store, 0, 3)
    store.progress.save("a", "me", 3)
    report = merge(store, theirs)
    assert ids(store) == ["a"]
    assert store.documents.text_of("a") == "one two"
    assert report.waiting == ["a"]
    placements = store.documents.placements("a")
    store.documents.reanchor("a", "me", placements)
    assert [row.text for row in rows(store)] == ["one"]
    assert check_database(store.path) == []


def test_documents_that_were_told_apart_join_when_a_common_text_is_known(
    store: Store, theirs: Store, tmp_path: Path
) -> None:
    added(store, "a", "one", EARLY)
    added(theirs, "a", "two", LATE)
    tag(theirs, 0, 3, annotator="her")
    merge(store, theirs)
    assert len(ids(store)) == 2
    with Store.open(tmp_path / "third.db") as third:
        third.add_documents([document("a", "one")])
        third.add_documents([document("a", "two")])
        merge(store, third)
        merge(third, theirs)
        merge(third, store)
        assert ids(store) == ids(third) == ["a"]
    assert [row.annotator for row in rows(store)] == ["her"]
    assert check_database(store.path) == []


def test_the_earliest_text_keeps_the_id_whatever_the_later_ones_are() -> None:
    members = {
        Member("main", "x"): {"bb": LATE},
        Member("other", "x"): {"aa": EARLY, "cc": LATE},
        Member("main", "x~cccccccc"): {"cc": EARLY + "0"},
    }
    assert resolved("x", members) == {
        Member("other", "x"): "x",
        Member("main", "x~cccccccc"): "x",
        Member("main", "x"): "x~bb",
    }


def test_an_id_of_another_annotator_becomes_one_of_its_own(store: Store, theirs: Store) -> None:
    for database in (store, theirs):
        database.add_documents([document("a")])
    mine = tag(store)
    tie(store, mine, mine)
    make(theirs, replace(mine, annotator="her", note="hers"))
    report = merge(store, theirs)
    assert report.own_ids == 1
    merge(theirs, store)
    expected = {mine.id: "her", owned_id(mine.id, "me"): "me"}
    for database in (store, theirs):
        assert {row.id: row.annotator for row in rows(database)} == expected
        (arrow,) = database.links.in_document("a")
        assert arrow.from_id == arrow.to_id == owned_id(mine.id, "me")
        assert check_database(database.path) == []
    assert store.history.undo("a", "me") is not None


@pytest.mark.parametrize(("with_original", "end"), [(True, "sara"), (False, "zed")])
def test_a_link_to_what_several_people_took_over_ends_the_same_in_any_order(
    filled: Store, tmp_path: Path, with_original: bool, end: str
) -> None:
    quote, speaker = (tag(filled, start, start + 3, annotator="sara") for start in (0, 4))
    tie(filled, quote, speaker)
    paths = []
    for name in ("ali", "omar", "zed"):
        paths.append(tmp_path / f"{name}.db")
        with copy_of(filled, paths[-1]) as copy:
            taken = Change(speaker, edited(speaker, annotator=name))
            copy.history.commit("accept", "a", name, [taken])
    originals = [filled.path] if with_original else []
    ends = set()
    for place, order in enumerate(itertools.permutations([*originals, *paths])):
        with Store.open(tmp_path / f"merged{place}.db") as merged:
            for path in order:
                merge(merged, path)
            (arrow,) = merged.links.in_document("a")
            ends.add(merged.annotations.get(arrow.to_id))
    assert [row.annotator for row in ends] == [end]


@pytest.mark.parametrize(("with_original", "end"), [(True, "sara"), (False, "zed")])
def test_a_decision_about_what_several_people_took_over_is_the_same_in_any_order(
    filled: Store, tmp_path: Path, with_original: bool, end: str
) -> None:
    rows_before = tuple(tag(filled, start, start + 3, annotator="sara") for start in (0, 4))
    subject = subject_of(rows_before)
    filled.load([Decision(new_id(), "a", "sara", "label", subject, ALL, LATE, LATE)])
    paths = []
    for name in ("ali", "omar", "zed"):
        paths.append(tmp_path / f"{name}.db")
        with copy_of(filled, paths[-1]) as copy:
            taken = [Change(row, edited(row, annotator=name)) for row in rows_before]
            copy.history.commit("accept", "a", name, taken)
    originals = [filled.path] if with_original else []
    owners, exports = set(), set()
    for place, order in enumerate(itertools.permutations([*originals, *paths])):
        with Store.open(tmp_path / f"merged{place}.db") as merged:
            for path in order:
                merge(merged, path)
            (decision,) = merged.comments.decisions("a")
            about = subject_ids(decision.subject)
            owners |= {merged.annotations.get(row_id).annotator for row_id in about}
        exports.add(export(tmp_path / f"merged{place}.db"))
    assert owners == {end}
    assert len(exports) == 1


@pytest.mark.parametrize("name", ["ali", "zed"])
def test_a_suggestion_that_a_merge_has_brought_is_not_given_back_twice(
    name: str, filled: Store, tmp_path: Path
) -> None:
    tag(filled, annotator="omar")
    with copy_of(filled, tmp_path / "copy.db") as copy:
        (row,) = rows(copy)
        taken = edited(row, annotator=name, status="accepted")
        copy.history.commit("accept", "a", name, [Change(row, taken)])
        merge(copy, filled)
        both = sorted([name, "omar"])
        for turn, expected in (("undo", ["omar"]), ("redo", both), ("undo", ["omar"])):
            assert getattr(copy.history, turn)("a", name) is not None
            for database, other in ((copy, filled), (filled, copy)):
                assert sorted(one.annotator for one in rows(copy)) == expected
                merge(database, other)
            assert sorted(one.annotator for one in rows(filled)) == expected


def copy_with_taken_over(name: str, filled: Store, theirs: Store, path: Path) -> Store:
    """Return a copy in which `name` took over a row that has the id of another annotator's.

    Ali's row in one database and Omar's in the other have one id, so that Omar's has a made id in
    the first database, from which the copy is made.
    """
    merge(theirs, filled)
    mine = tag(filled, annotator="ali")
    make(theirs, replace(mine, annotator="omar"))
    merge(filled, theirs)
    copy = copy_of(filled, path)
    (row,) = (row for row in rows(copy) if row.annotator == "omar")
    taken = edited(row, annotator=name, status="accepted")
    copy.history.commit("accept", "a", name, [Change(row, taken)])
    return copy


@pytest.mark.parametrize("name", ["bob", "zed"])
def test_what_was_taken_over_under_a_made_id_keeps_apart_from_the_other_row(
    name: str, filled: Store, theirs: Store, tmp_path: Path
) -> None:
    with copy_with_taken_over(name, filled, theirs, tmp_path / "copy.db") as copy:
        (own,) = rows(theirs)
        theirs.history.commit("note", "a", "omar", [Change(own, edited(own, note="!"))])
        expected = sorted([("ali", ""), ("omar", "!"), (name, "")])
        for database, other in (
            (copy, theirs),
            (filled, copy),
            (theirs, copy),
            (copy, filled),
            (filled, theirs),
        ):
            merge(database, other)
            assert sorted((row.annotator, row.note) for row in rows(database)) == expected
        assert len({export(one.path) for one in (filled, theirs, copy)}) == 1
        assert copy.history.undo("a", name) is not None
        for database, other in ((theirs, copy), (filled, theirs)):
            merge(database, other)
            assert sorted(row.annotator for row in rows(database)) == ["ali", "omar"]


@pytest.mark.parametrize("name", ["bob", "zed"])
def test_a_made_id_stays_the_annotators_whose_name_is_in_it(
    name: str, filled: Store, theirs: Store, tmp_path: Path
) -> None:
    with copy_with_taken_over(name, filled, theirs, tmp_path / "copy.db") as copy:
        merge(filled, copy)
        (own,) = rows(theirs)
        theirs.history.commit("note", "a", "omar", [Change(own, edited(own, note="!"))])
        for database, other in ((theirs, filled), (filled, theirs), (copy, theirs)):
            merge(database, other)
            found = sorted((row.annotator, row.note) for row in rows(database))
            assert found == sorted([("ali", ""), ("omar", "!"), (name, "")])
        assert len({export(one.path) for one in (filled, theirs, copy)}) == 1


@pytest.mark.parametrize("name", ["ali", "zed"])
def test_who_gives_a_suggestion_back_has_it_no_longer_in_other_databases(
    name: str, filled: Store, theirs: Store, tmp_path: Path
) -> None:
    made = replace(tag(filled, annotator="omar"), status="suggested")
    with copy_of(filled, tmp_path / "copy.db") as copy:
        (row,) = rows(copy)
        taken = edited(row, annotator=name, status="accepted")
        copy.history.commit("accept", "a", name, [Change(row, taken)])
        for database in (filled, theirs):
            merge(database, copy)
            merge(database, filled)
            assert sorted(row.annotator for row in rows(database)) == sorted([name, "omar"])
        for expected in (["omar"], sorted([name, "omar"]), ["omar"]):
            turn = copy.history.redo if len(expected) > 1 else copy.history.undo
            assert turn("a", name) is not None
            for database in (filled, theirs):
                merge(database, copy)
                assert sorted(row.annotator for row in rows(database)) == expected
    merge(theirs, filled)
    merge(filled, theirs)
    assert [row.annotator for row in rows(filled)] == [row.annotator for row in rows(theirs)]
    assert [row.label for row in rows(filled)] == [made.label]


def test_a_new_name_for_an_annotator_is_remembered(store: Store, theirs: Store) -> None:
    for database in (store, theirs):
        database.add_documents([document("a")])
        tag(database)
        database.progress.save("a", "me", 5)
    merge(store, theirs, {"me": "her"})
    assert {row.annotator for row in rows(store)} == {"me", "her"}
    assert {one.annotator for one in store.progress.in_document("a")} == {"me", "her"}
    tag(theirs, 13, 16)
    report = merge(store, theirs)
    assert report.names == {"me": "her"}
    assert sorted(row.annotator for row in rows(store)) == ["her", "her", "me"]


def copies(theirs: Store, folder: Path, *people: str) -> list[Path]:
    """Copies of one database, in which all work under one login."""
    theirs.add_documents([document("a")])
    paths = []
    for place, _ in enumerate(people):
        path = folder / f"copy{place}.db"
        theirs.backup(path)
        with Store.open(path) as store:
            tag(store, 4 * place, 4 * place + 3)
            set_status(store, "a", "me", "done")
        paths.append(path)
    return paths


def people_of(store: Store) -> tuple[list[str], list[str]]:
    """Whose annotations and progress there are."""
    return (
        sorted(row.annotator for row in rows(store)),
        sorted(one.annotator for one in store.progress.in_document("a")),
    )


def test_copies_of_one_database_keep_the_names_they_were_given(
    store: Store, theirs: Store, tmp_path: Path
) -> None:
    first, second, third = copies(theirs, tmp_path, "ali", "mona", "me")
    merge(store, first, {"me": "ali"})
    merge(store, second, {"me": "mona"})
    assert people_of(store) == (["ali", "mona"], ["ali", "mona"])
    for path in (first, second):
        with Store.open(path) as opened:
            tag(opened, 20, 24)
        merge(store, path)
    assert people_of(store) == (["ali", "ali", "mona", "mona"], ["ali", "mona"])
    # Nobody said who the third one is.
    merge(store, third)
    assert people_of(store)[0] == ["ali", "ali", "me", "mona", "mona"]


def test_names_can_be_given_after_a_merge(store: Store, theirs: Store, tmp_path: Path) -> None:
    first, second = copies(theirs, tmp_path, "ali", "mona")
    merge(store, first)
    merge(store, second)
    assert people_of(store) == (["me", "me"], ["me"])
    merge(store, first, {"me": "ali"})
    assert people_of(store) == (["ali", "me"], ["ali", "me"])
    merge(store, second, {"me": "mona"})
    assert people_of(store) == (["ali", "mona"], ["ali", "mona"])


def test_who_works_here_is_not_renamed(store: Store, theirs: Store, tmp_path: Path) -> None:
    (first,) = copies(theirs, tmp_path, "ali")
    store.add_documents([document("a")])
    tag(store, 12, 15)
    merge(store, first)
    merge(store, first, {"me": "ali"})
    assert "me" in people_of(store)[0]


def test_a_link_whose_end_another_deleted_is_not_shown_and_comes_back(
    filled: Store, tmp_path: Path
) -> None:
    made = tag(filled)
    with copy_of(filled, tmp_path / "copy.db") as theirs:
        tie(filled, made, made)
        theirs.history.commit("delete", "a", "me", [Change(made, deleted(made))])
        report = merge(filled, theirs)
        assert report.hanging == 1
        assert filled.links.in_document("a") == []
        assert [kind for kind, _ in versions(filled)] == ["annotations", "links"]
        assert [(one.severity, one.kind) for one in check_database(filled.path)] == [
            ("warning", "link")
        ]
        assert theirs.history.undo("a", "me") is not None
        merge(filled, theirs)
    assert len(filled.links.in_document("a")) == 1
    assert check_database(filled.path) == []


def test_what_lost_in_an_earlier_merge_comes_along(
    filled: Store, theirs: Store, tmp_path: Path
) -> None:
    made = tag(filled)
    with copy_of(filled, tmp_path / "copy.db") as copy:
        filled.history.commit("note", "a", "me", [Change(made, edited(made, note="mine"))])
        copy.history.commit("note", "a", "me", [Change(made, edited(made, note="later"))])
        merge(filled, copy)
    merge(theirs, filled)
    assert versions(theirs) == versions(filled) != []


def test_a_wrong_text_is_refused_and_nothing_changed(store: Store, theirs: Store) -> None:
    theirs.add_documents([document("a"), document("b", "b")])
    execute(theirs, "UPDATE texts SET text = 'x' WHERE text = 'b'")
    with pytest.raises(StoreError, match="not the one of this hash"):
        merge(store, theirs)
    assert ids(store) == []
    theirs_again = theirs.path
    execute(theirs, "UPDATE texts SET text = 'b' WHERE text = 'x'")
    merge(store, theirs_again)
    assert ids(store) == ["a", "b"]


def test_a_source_stays_local(store: Store, theirs: Store) -> None:
    store.add_documents([document("a", source="/mine/a")])
    theirs.add_documents([document("a", source="/a"), document("b", "b", source="/theirs/b")])
    merge(store, theirs)
    assert [info.source for info in store.documents.all()] == ["/mine/a", "/theirs/b"]
    assert store.documents.source_state("/mine/a") is not None
    # A path of another machine may name another file here.
    assert store.documents.source_state("/theirs/b") is None
