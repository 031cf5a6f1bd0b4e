"""Rows from elsewhere: imported, or joined by hand in SQL from another person's database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.store.making import TEXT, document, entity, make, rows, set_status, stored_link, tag, tie
from tui.errors import Conflict, StoreError
from tui.model import (
    AnnotatedDocument,
    Annotation,
    ImportedDocument,
    Progress,
    deleted,
    edited,
    link,
    sha256_of,
)
from tui.store import ingest
from tui.store.annotation_queries import AnnotationFilter
from tui.store.database import Store
from tui.store.maintenance.checks import check_database
from tui.store.row_mapping import Change


def test_rows_are_kept_as_they_come(filled: Store) -> None:
    old = replace(
        entity(filled),
        id="mine-1",
        created_at="2001-01-01T00:00:00Z",
        updated_at="2001-02-01T00:00:00Z",
        annotator="سارة",
        status="suggested",
        origin="model x",
    )
    quote = entity(filled, 0, 3, label="quote")
    tied = link(quote, old, "speaker", "سارة")
    progress = Progress("a", "سارة", "done", 5, "2001-01-01T00:00:00Z")
    report = filled.load([tied, quote, old, progress])
    assert (report.added, report.updated, report.unchanged, report.kept) == (3, 0, 0, 0)
    assert rows(filled) == [quote, old]
    assert filled.links.in_document("a") == [tied]
    assert stored_link(filled, tied) == tied
    assert filled.progress.get("a", "سارة") == progress
    assert filled.history.undo("a", "سارة") is None


def test_of_two_rows_with_one_id_the_newer_stays(filled: Store) -> None:
    annotation = tag(filled)
    newer = edited(annotation, note="newer")
    assert filled.load([annotation]).unchanged == 1
    assert filled.load([newer]).updated == 1
    assert filled.load([annotation]).kept == 1
    assert rows(filled) == [newer]
    filled.load([deleted(newer)])
    assert rows(filled) == []


def test_of_two_places_the_newer_stays(filled: Store) -> None:
    for stamp, offset in (("2002-01-01", 2), ("2001-01-01", 1), ("2003-01-01", 3)):
        filled.load([Progress("a", "me", "reading", offset, stamp)])
    assert filled.progress.get("a", "me").offset == 3
    filled.load([Progress("a", "me", "done", 9, "2001-01-01")])
    assert filled.progress.get("a", "me").status == "reading"


OLDER_AND_NEWER = [
    ("2026-11-28T16:41:00+03:00", "2026-11-28T13:41:00.000001Z"),
    ("2026-11-28T13:41:00.5Z", "2026-11-28T08:41:01-05:00"),
    ("2026-11-28T13:41:00", "2026-11-28T13:41:01Z"),
    ("zzz", "2001-01-01"),
    ("", "2001-01-01"),
]


@pytest.mark.parametrize(("older", "newer"), OLDER_AND_NEWER)
def test_which_is_newer_is_a_matter_of_the_instant(filled: Store, older: str, newer: str) -> None:
    first = replace(entity(filled), created_at=older, updated_at=older)
    second = replace(first, note="newer", updated_at=newer)
    filled.load([first])
    assert filled.load([second]).updated == 1
    assert filled.load([first]).kept == 1
    assert rows(filled) == [second]
    for stamp, offset in ((older, 1), (newer, 2), (older, 3)):
        filled.load([Progress("a", "me", "reading", offset, stamp)])
    assert filled.progress.get("a", "me") == Progress("a", "me", "reading", 2, newer)


def test_an_edit_is_newer_than_what_came_in_from_another_time_zone(filled: Store) -> None:
    east = timezone(timedelta(hours=14))
    for stamp in (datetime.now(east).isoformat(), "2999-01-01T00:00:00+14:00"):
        came = replace(entity(filled), updated_at=stamp)
        filled.load([came])
        noted = edited(came, note="mine")
        filled.history.commit("note", "a", "me", [Change(came, noted)])
        assert filled.load([came]).kept == 1
        assert filled.annotations.get(came.id).note == "mine"


def test_one_id_in_twins_is_one_annotation_only_where_it_says_the_same(filled: Store) -> None:
    ingest.add(filled._file, [document("twin", source="/elsewhere/twin")], by_source=False)
    first = replace(entity(filled), id="1")
    filled.load([first])
    twin = replace(first, document_id="twin")
    assert filled.load([replace(twin, note="other", updated_at="")]).kept == 1
    others = [
        replace(twin, label="claim"),
        replace(twin, start=0),
        replace(twin, end=15),
        replace(twin, annotator="her"),
    ]
    for other in others:
        with pytest.raises(Conflict, match="annotation '1' is already in the document 'a'"):
            filled.load([other])
    assert rows(filled) == [first]


def test_one_link_id_in_twins_is_one_link_only_where_it_says_the_same(filled: Store) -> None:
    ingest.add(filled._file, [document("twin", source="/elsewhere/twin")], by_source=False)
    quote, person = tag(filled, label="quote"), tag(filled)
    made = tie(filled, quote, person)
    twin = replace(made, document_id="twin")
    assert filled.load([twin]).kept == 1
    for other in (
        replace(twin, type="cue"),
        replace(twin, annotator="her"),
        replace(twin, to_id=quote.id),
    ):
        with pytest.raises(Conflict, match=r"link .* is already in the document 'a'"):
            filled.load([other])


def test_a_row_without_its_document_or_end_is_refused_with_all(filled: Store) -> None:
    quote, absent = entity(filled, label="quote"), entity(filled)
    for row in (link(quote, absent, "speaker", "me"), replace(absent, document_id="none")):
        with pytest.raises(StoreError, match="refers to a document, text or annotation that is"):
            filled.load([quote, row])
        assert rows(filled) == []


def test_several_loads_are_one_transaction_on_request(filled: Store) -> None:
    quote, person = entity(filled, label="quote"), entity(filled)
    with filled.writing():
        filled.load([link(quote, person, "speaker", "me")])
        filled.load([quote, person])
    assert len(filled.links.in_document("a")) == 1


def test_all_annotations_come_in_the_order_of_exports(store: Store) -> None:
    store.add_documents([document("b"), document("a")])
    made = [
        tag(store, 4, 7, name="b"),
        tag(store, 0, 3, name="b", annotator="her"),
        tag(store, 4, 7, name="a", label="cue"),
    ]
    gone = tag(store, name="a")
    store.history.undo("a", "me")
    assert list(store.annotations.select()) == [made[2], made[1], made[0]]
    assert store.annotations.count() == 3
    chosen: list[tuple[AnnotationFilter, list[Annotation]]] = [
        (AnnotationFilter(documents=["b"]), made[1::-1]),
        (AnnotationFilter(labels=["cue", "x"]), [made[2]]),
        (AnnotationFilter(annotators=["her"], documents=["b", "a"]), [made[1]]),
        (AnnotationFilter(statuses=["rejected"]), []),
    ]
    for one, expected in chosen:
        assert list(store.annotations.select(one)) == expected
        assert store.annotations.count(one) == len(expected)
    assert store.annotations.get(gone.id).deleted_at is not None


def test_all_links_come_by_document_and_id(store: Store) -> None:
    store.add_documents([document("b"), document("a")])
    ties = [
        tie(store, tag(store, name=name, label="quote"), tag(store, name=name)) for name in "baa"
    ]
    store.history.commit("x", "a", "me", [Change(ties[2], None)])
    assert list(store.links.all()) == [ties[1], ties[0]]


JOIN = """
    ATTACH '{other}' AS other;
    INSERT OR IGNORE INTO texts SELECT * FROM other.texts;
    INSERT OR IGNORE INTO documents SELECT * FROM other.documents;
    INSERT INTO annotations SELECT * FROM other.annotations WHERE true
        ON CONFLICT (id) DO UPDATE SET deleted_at = excluded.deleted_at, note = excluded.note,
        updated_at = excluded.updated_at WHERE excluded.updated_at > annotations.updated_at;
    INSERT INTO links SELECT * FROM other.links WHERE true
        ON CONFLICT (id) DO UPDATE SET deleted_at = excluded.deleted_at,
        updated_at = excluded.updated_at WHERE excluded.updated_at > links.updated_at;
    INSERT OR IGNORE INTO progress SELECT * FROM other.progress;
"""


def test_databases_of_two_people_join_by_id_without_loss(tmp_path: Path) -> None:
    mine, hers = tmp_path / "mine.db", tmp_path / "hers.db"
    with Store.open(mine) as store:
        store.add_documents([document("a"), document("b")])
        shared = tag(store, 0, 3)
        dropped = tag(store, 16, 23)
        store.backup(hers)
        first = tag(store, 4, 7)
        tie(store, first, shared)
        set_status(store, "a", "me", "done")
    with Store.open(hers) as store:
        store.add_documents([document("a"), document("c", "نص آخر")])
        second = tag(store, 13, 15, annotator="her")
        tie(store, second, shared)
        noted = edited(shared, note="seen")
        store.history.commit("note", "a", "her", [Change(shared, noted), Change(dropped, None)])
        third = tag(store, 0, 2, name="c", annotator="her")
    with closing(sqlite3.connect(mine)) as database:
        database.executescript(JOIN.format(other=hers))
    with Store.open(mine) as store:
        assert rows(store) == [noted, first, second]
        assert rows(store, "c") == [third]
        assert len(store.links.in_document("a")) == 2
        assert store.documents.text_of("c") == "نص آخر"
        assert store.annotations.get(dropped.id).deleted_at is not None
        assert store.progress.get("a", "me").status == "done"
        # A search indexes what another program added, and then everything is in order.
        assert [hit.document_id for hit in store.search("آخر")] == ["c"]
        assert check_database(store.path) == []
        assert store.history.undo("a", "her") is None
        assert store.history.undo("a", "me") is not None


def test_control_characters_and_hostile_names_are_kept_as_they_are(store: Store) -> None:
    nasty = "\x1b]52;c;eA==\x07 \u202e [/b] \0 '; DROP TABLE links; -- \\ \" \ufffe \U000e0001"
    store.add_documents([document(nasty, TEXT + nasty, title=nasty, meta={nasty: nasty})])
    info = store.documents.get(nasty)
    assert (info.title, info.meta) == (nasty, {nasty: nasty})
    annotation = replace(
        entity(store, 30, 38 + len(nasty), name=nasty, annotator=nasty, label=nasty),
        attributes={nasty: [nasty]},
        note=nasty,
        origin=nasty,
    )
    make(store, annotation)
    assert rows(store, nasty) == [annotation]
    store.bookmarks.set(nasty, nasty, 3, nasty)
    assert store.bookmarks.in_document(nasty, nasty)[0].name == nasty
    assert store.documents.find(nasty).id == nasty
    (hit,) = store.search(nasty)
    assert (hit.document_id, hit.title) == (nasty, nasty)
    assert not [found for found in check_database(store.path) if found.severity == "error"]
    assert store.history.undo(nasty, nasty) is not None
    assert store.history.redo(nasty, nasty) is not None


def test_a_row_without_a_time_never_replaces_another(filled: Store) -> None:
    came = replace(entity(filled), created_at="2001-01-01T00:00:00Z", updated_at="")
    assert filled.load([came]).added == 1
    (stored,) = rows(filled)
    assert stored.updated_at == came.created_at
    noted = edited(stored, note="mine")
    filled.history.commit("note", "a", "me", [Change(stored, noted)])
    assert filled.load([came]).kept == 1
    assert rows(filled) == [noted]


def test_what_is_saved_over_a_row_from_the_future_is_later_still(filled: Store) -> None:
    filled.load([Progress("a", "me", "reading", 1, "2999-01-01T00:00:00.000000Z")])
    filled.progress.save("a", "me", 2)
    assert filled.progress.get("a", "me").updated_at == "2999-01-01T00:00:00.000001Z"
    set_status(filled, "a", "me", "done")
    assert filled.progress.get("a", "me").updated_at == "2999-01-01T00:00:00.000002Z"
    filled.load([Progress("a", "me", "unread", 0, "2998-01-01T00:00:00Z")])
    assert filled.progress.get("a", "me").status == "done"


def test_documents_of_one_file_are_told_apart_by_their_ids_and_else_by_their_text(
    filled: Store,
) -> None:
    importer = filled.importer()
    twins = [AnnotatedDocument(name, name, "", sha256_of("نص"), "نص") for name in ("one", "two")]

    def found(name: str, text: str) -> str | None:
        known = importer.find(name, sha256_of(text))
        return known.id if known is not None else None

    def arriving() -> Iterator[ImportedDocument]:
        for number, twin in enumerate(twins, 1):
            assert found(twin.id, "نص") is None
            yield ImportedDocument(twin, number, is_known=False)
        assert [found(name, "نص") for name in ("one", "two", "")] == ["one", "two", "two"]
        assert [found(name, TEXT) for name in ("a", "")] == ["a", "a"]
        assert found("", "unknown") is None

    importer.load(arriving())
    assert [info.id for info in filled.documents.all()] == ["a", "one", "two"]
