"""What reaches whom through a hub."""

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.hub.conftest import (
    CURATOR,
    Hub,
    Opener,
    on_two_computers,
    with_one_document,
    write_notes,
)
from tests.hub.cutting_proxy import cutting_proxy
from tests.store.making import TEXT, document, entity, make, rows, tag, tie
from tests.store.replication.test_merging_in_any_order import dump, export
from tui.errors import Conflict, HubError
from tui.hub import administration
from tui.hub.exchange import Keep, sync
from tui.model import Annotation, Decision, comment, edited, link, new_id, now, owned_id
from tui.session.commands.linking import decided
from tui.store.database import Store
from tui.store.listing import DocumentFilter
from tui.store.maintenance.backup import is_paused, restore
from tui.store.maintenance.checks import check_database
from tui.store.row_mapping import Change, DocumentReview


def shared_export(store: Store) -> bytes:
    """The `documents` export without the sources, which are local."""
    return re.sub(rb'"source":"[^"]*"', b"", export(store.path))


def test_documents_reach_annotators_and_annotations_the_curator(hub: Hub, opened: Opener) -> None:
    curator, hind, omar = opened(CURATOR), opened("hind"), opened("عمر")
    curator.add_documents([document("a"), document("b", "نص\0آخر\r\n")])
    assert hub.sync(curator, CURATOR).sent > 0
    assert hub.sync(hind, "hind").received > 0
    hub.sync(omar, "عمر")
    assert [info.id for info in hind.documents.all()] == ["a", "b"]
    assert hind.documents.text_of("b") == "نص\0آخر\r\n"
    assert [hit.document_id for hit in hind.search("اليابان")] == ["a"]
    made = tag(hind, annotator="hind", attributes={"نوع": "\0"})
    tie(hind, made, made)
    hind.progress.save("a", "hind", 5)
    assert hub.sync(hind, "hind").sent == 3
    hub.sync(curator, CURATOR)
    hub.sync(omar, "عمر")
    assert rows(curator) == rows(hind) == [made]
    assert len(curator.links.in_document("a")) == 1
    # Blind: others' layers stay hidden.
    assert rows(omar) == []
    assert shared_export(curator) == shared_export(hind)
    for store in (curator, hind, omar):
        assert check_database(store.path) == []


def test_an_idle_sync_changes_nothing(hub: Hub, opened: Opener) -> None:
    curator = opened(CURATOR)
    curator.add_documents([document("a")])
    hub.sync(curator, CURATOR)
    before = curator.data_version(), curator._file.state()
    with cutting_proxy(hub.postgres.folder) as proxy:
        address = f"postgresql://{CURATOR}@/{hub.database}?host={proxy.folder}"
        again = sync(curator, address, CURATOR)
    assert (again.sent, again.received, again.pending) == (0, 0, 0)
    assert (curator.data_version(), curator._file.state()) == before
    # One to connect, one to ask.
    assert proxy.answers == 2


def test_an_answer_comes_with_what_it_answers_in_whatever_order(hub: Hub, opened: Opener) -> None:
    curator, hind = opened(CURATOR), opened("hind")
    curator.add_documents([document("a")])
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    earlier = new_id()
    asked = comment("a", "hind", "?")
    answer = replace(comment("a", "hind", "!", parent_id=asked.id), id=earlier)
    hind.history.commit("comment", "a", "hind", [Change(None, asked), Change(None, answer)])
    hub.sync(hind, "hind")
    hub.sync(curator, CURATOR)
    assert [one.text for one in curator.comments.in_document("a")] == ["?", "!"]


def test_when_blind_is_lifted_all_layers_come(hub: Hub, opened: Opener) -> None:
    curator, hind, omar = opened(CURATOR), opened("hind"), opened("عمر")
    curator.add_documents([document("a")])
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    tag(hind, annotator="hind")
    hub.sync(hind, "hind")
    hub.sync(omar, "عمر")
    assert rows(omar) == []
    hub.execute("SELECT hub.set_blind(false)")
    hub.sync(omar, "عمر")
    assert [row.annotator for row in rows(omar)] == ["hind"]


def assign(store: Store, name: str, annotator: str, deleted_at: str | None = None) -> None:
    with closing(sqlite3.connect(store.path)) as database, database:
        database.execute(
            "INSERT INTO assignments VALUES (?, ?, 'curator', strftime('%Y-%m-%dT%H:%M:%f', 'now') "
            "|| '000Z', ?) ON CONFLICT DO UPDATE SET updated_at = excluded.updated_at, "
            "deleted_at = excluded.deleted_at",
            (name, annotator, deleted_at),
        )


def test_assigned_documents_alone_come_and_later_ones_come_whole(hub: Hub, opened: Opener) -> None:
    curator, hind = opened(CURATOR), opened("hind")
    curator.add_documents([document("a"), document("b", "b")])
    assign(curator, "a", "hind")
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    assert [info.id for info in hind.documents.all()] == ["a"]
    assign(curator, "b", "hind")
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    assert [info.id for info in hind.documents.all()] == ["a", "b"]
    # What was withdrawn stays here, and unsent work on it is still taken.
    tag(hind, annotator="hind")
    assign(curator, "a", "hind", "2026-01-01T00:00:00.000000Z")
    hub.sync(curator, CURATOR)
    report = hub.sync(hind, "hind")
    assert (report.sent, report.refused) == (1, 0)
    hub.sync(curator, CURATOR)
    assert len(rows(curator)) == 1


def test_two_edits_of_one_row_leave_the_later_and_keep_the_other_on_both_sides(
    hub: Hub, opened: Opener, tmp_path: Path
) -> None:
    _, hind = with_one_document(hub, opened)
    with on_two_computers(hub, hind, tmp_path) as (laptop, made):
        write_notes(made, {"first": hind, "second": laptop})
        hub.sync(hind, "hind")
        assert hub.sync(laptop, "hind").conflicts == 1
        hub.sync(hind, "hind")
        assert [row.note for row in rows(hind)] == [row.note for row in rows(laptop)] == ["second"]
        ((kept,),) = laptop._file.rows("SELECT row ->> 'note' FROM versions")
        assert kept == "first"
    assert hub.execute("SELECT row::json ->> 'note' FROM hub.versions") == [("first",)]


def test_an_older_edit_that_comes_late_is_kept_in_versions(
    hub: Hub, opened: Opener, tmp_path: Path
) -> None:
    _, hind = with_one_document(hub, opened)
    with on_two_computers(hub, hind, tmp_path) as (laptop, made):
        write_notes(made, {"early": laptop, "late": hind})
        hub.sync(hind, "hind")
        hub.sync(laptop, "hind")
        assert [row.note for row in rows(laptop)] == ["late"]
        assert laptop._file.rows("SELECT row ->> 'note' FROM versions") == [("early",)]
        assert laptop.hub.pending() == 0
    assert hub.execute("SELECT row::json ->> 'note' FROM hub.versions") == [("early",)]


def test_a_clock_that_is_ahead_does_not_win_for_ever(hub: Hub, opened: Opener) -> None:
    _, hind = with_one_document(hub, opened)
    tag(hind, annotator="hind")
    hind._file.connection.execute("UPDATE annotations SET updated_at = '2999-01-01T00:00:00Z'")
    report = hub.sync(hind, "hind")
    assert (report.restamped, report.sent, report.pending) == (1, 1, 0)
    assert rows(hind)[0].updated_at < "2999"


def test_a_hub_from_a_backup_gets_all_rows_again(hub: Hub, opened: Opener) -> None:
    _, hind = with_one_document(hub, opened)
    tag(hind, annotator="hind")
    hub.sync(hind, "hind")
    hub.sync(hind, "hind")
    # The backup was made before the last push.
    hub.execute("DELETE FROM hub.rows WHERE kind = 'annotations'")
    hub.execute(
        "UPDATE hub.pushes SET token = 'another' WHERE seq = (SELECT max(seq) FROM hub.pushes)"
    )
    report = hub.sync(hind, "hind")
    assert report.pending == 0
    assert hub.execute("SELECT count(*) FROM hub.rows WHERE kind = 'annotations'") == [(1,)]


def test_a_hub_from_a_backup_gives_nobody_an_older_text(hub: Hub, opened: Opener) -> None:
    curator, hind = with_one_document(hub, opened)
    hub.execute("CREATE TABLE public.kept AS SELECT * FROM hub.rows", "postgres")
    curator.add_documents([document("a", "نص جديد")])
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    hub.execute(
        "UPDATE hub.rows r SET at = k.at, row = k.row, canonical = k.canonical FROM public.kept k "
        "WHERE r.kind = 'documents' AND (r.kind, r.id) = (k.kind, k.id); DROP TABLE public.kept; "
        "UPDATE hub.pushes SET token = 'another' WHERE seq = (SELECT max(seq) FROM hub.pushes)",
        "postgres",
    )
    for store, name in ((hind, "hind"), (curator, CURATOR), (hind, "hind")):
        hub.sync(store, name)
        assert store.documents.text_of("a") == "نص جديد"


def test_a_hub_that_lost_a_confirmed_push_gets_it_again(
    hub: Hub, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, hind = with_one_document(hub, opened)
    tag(hind, annotator="hind")

    def interrupted(*_: object) -> None:
        raise HubError("interrupted")

    with monkeypatch.context() as patch:
        patch.setattr("tui.hub.exchange._Exchange._pull", interrupted)
        with pytest.raises(HubError, match="interrupted"):
            hub.sync(hind, "hind")
    assert hind.hub.pending() == 0
    hub.execute("DELETE FROM hub.rows WHERE kind = 'annotations'")
    hub.execute("DELETE FROM hub.pushes WHERE seq = (SELECT max(seq) FROM hub.pushes)")
    assert hub.sync(hind, "hind").pending == 0
    assert hub.execute("SELECT count(*) FROM hub.rows WHERE kind = 'annotations'") == [(1,)]


def test_what_lost_is_kept_although_the_answer_did_not_come(
    hub: Hub, opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, hind = with_one_document(hub, opened)
    with on_two_computers(hub, hind, tmp_path) as (laptop, made):
        write_notes(made, {"first": hind, "second": laptop})
        hub.sync(hind, "hind")

        def interrupted(*_: object) -> None:
            raise HubError("interrupted")

        with monkeypatch.context() as patch:
            patch.setattr("tui.hub.exchange._Exchange._take_answers", interrupted)
            with pytest.raises(HubError, match="interrupted"):
                hub.sync(laptop, "hind")
        hub.sync(laptop, "hind")
        assert laptop._file.rows("SELECT row ->> 'note' FROM versions") == [("first",)]


def test_a_local_file_from_a_backup_pulls_what_it_had_sent(
    hub: Hub, opened: Opener, tmp_path: Path
) -> None:
    _, hind = with_one_document(hub, opened)
    hind.backup(tmp_path / "backup.db")
    made = tag(hind, annotator="hind")
    hub.sync(hind, "hind")
    with Store.open(tmp_path / "backup.db") as restored:
        hub.sync(restored, "hind")
        assert rows(restored) == [made]


@pytest.mark.parametrize("keep", ["hub", "local"])
def test_a_restored_database_waits_until_it_is_said_what_counts(
    hub: Hub, opened: Opener, tmp_path: Path, keep: Keep
) -> None:
    curator, path = opened(CURATOR), tmp_path / "own.db"
    curator.add_documents([document("a")])
    hub.sync(curator, CURATOR)
    with Store.open(path) as store:
        hub.sync(store, "hind")
        first = tag(store, 0, 2, annotator="hind")
        hub.sync(store, "hind")
        store.backup(tmp_path / "backup.db")
        change = Change(first, edited(first, note="a mistake"))
        store.history.commit("note", "a", "hind", [change])
        tag(store, 4, 9, annotator="hind")
        hub.sync(store, "hind")
    restore(tmp_path / "backup.db", path)
    assert is_paused(path)
    with Store.open(path) as store:
        with pytest.raises(HubError, match="--keep hub"):
            hub.sync(store, "hind")
        report = sync(store, hub.address("hind"), "hind", keep=keep)
        assert report.pending == 0
        assert hub.sync(store, "hind").sent == 0
        hub.sync(curator, CURATOR)
        notes = ["a mistake", ""] if keep == "hub" else [""]
        assert [row.note for row in rows(store)] == notes
        assert rows(curator) == rows(store)
        if keep == "local":
            kept = store._file.rows("SELECT row ->> 'note' FROM versions ORDER BY 1")
            assert ("a mistake",) in kept


def test_a_copy_of_a_database_is_noticed(hub: Hub, opened: Opener, tmp_path: Path) -> None:
    curator = opened(CURATOR)
    curator.add_documents([document("a")])
    assert not hub.sync(curator, CURATOR).is_new_copy
    assert not hub.sync(curator, CURATOR).is_new_copy
    curator.backup(tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as copy:
        assert hub.sync(copy, CURATOR).is_new_copy
        assert not hub.sync(copy, CURATOR).is_new_copy
        assert copy.hub.replica() != curator.hub.replica()
    # One that was only moved is the same.
    (tmp_path / "copy.db").rename(tmp_path / "moved.db")
    with Store.open(tmp_path / "moved.db") as moved:
        assert not hub.sync(moved, CURATOR).is_new_copy
    # On another machine nothing is noted of it.
    shutil.rmtree(tmp_path / "state")
    assert hub.sync(curator, CURATOR).is_new_copy


def test_an_unknown_document_of_an_annotator_stays_local(hub: Hub, opened: Opener) -> None:
    hind = opened("hind")
    hind.add_documents([document("own", "own")])
    tag(hind, 0, 3, name="own", annotator="hind")
    report = hub.sync(hind, "hind")
    assert (report.sent, report.refused, report.pending) == (0, 1, 0)
    assert hub.execute("SELECT count(*) FROM hub.rows WHERE kind = 'annotations'") == [(0,)]


def test_only_a_curator_changes_the_text_of_a_shared_document(hub: Hub, opened: Opener) -> None:
    hind, curator = opened("hind"), opened(CURATOR)
    curator.add_documents([document("a")])
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    report = hind.add_documents([document("a"), document("a", "another text")])
    assert (report.unchanged, report.changed) == (1, [])
    assert ["only a curator" in one.reason for one in report.refused] == [True]
    assert hind.documents.text_of("a") == TEXT
    assert curator.add_documents([document("a", "another text")]).changed == ["a"]
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    assert hind.documents.text_of("a") == "another text"


def test_an_annotators_own_file_of_a_shared_document_is_only_its_source(
    hub: Hub, opened: Opener
) -> None:
    curator, hind = with_one_document(hub, opened)
    (before,) = hind._file.rows("SELECT title, meta, updated_at FROM documents")
    hind.add_documents([document("a", title="another", source="/hers/a", meta={"by": "hind"})])
    assert hind.documents.get("a").source == "/hers/a"
    assert hind._file.rows("SELECT title, meta, updated_at FROM documents") == [before]
    assert hind._file.rows("SELECT * FROM outbox") == []
    curator.add_documents([document("a", "نص جديد")])
    hub.sync(curator, CURATOR)
    assert hub.sync(hind, "hind").conflicts == 0


def test_what_a_curator_has_changed_counts_more_than_an_annotators_later_change(
    hub: Hub, opened: Opener
) -> None:
    curator, hind = with_one_document(hub, opened)
    curator.add_documents([document("a", "نص جديد")])
    hind.history.commit(
        "review",
        "a",
        "hind",
        [Change(DocumentReview("a", None), DocumentReview("a", "to review"))],
    )
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    assert hind.documents.text_of("a") == "نص جديد"
    assert (hind.documents.get("a").review, curator.documents.get("a").review) == (None, None)
    ((kept,),) = hind._file.rows("SELECT row ->> 'review' FROM versions")
    assert kept == "to review"
    assert hub.sync(hind, "hind").pending == 0


def test_what_was_refused_goes_once_a_curator_has_taken_the_document_in(
    hub: Hub, opened: Opener
) -> None:
    hind, curator = opened("hind"), opened(CURATOR)
    hind.add_documents([document("own", "own")])
    made = tag(hind, 0, 3, name="own", annotator="hind")
    assert hub.sync(hind, "hind").refused == 1
    curator.add_documents([document("own", "own")])
    hub.sync(curator, CURATOR)
    report = hub.sync(hind, "hind")
    assert (report.sent, report.pending) == (1, 0)
    hub.sync(curator, CURATOR)
    assert rows(curator, "own") == [made]


def test_other_peoples_rows_in_ones_own_database_are_not_to_send(hub: Hub, opened: Opener) -> None:
    _, hind = with_one_document(hub, opened)
    tag(hind, annotator="somebody of an import")
    report = hub.sync(hind, "hind")
    assert (report.sent, report.pending) == (0, 0)


def test_what_was_withdrawn_leaves_the_index(hub: Hub, opened: Opener) -> None:
    curator, hind = opened(CURATOR), opened("hind")
    curator.add_documents([document("a"), document("b", "b")])
    assign(curator, "a", "hind")
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")

    def listed() -> list[str]:
        ids = hind.listing.ids("hind", chosen=DocumentFilter(assigned=True))
        return [row.id for row in hind.listing.rows(ids, "hind")]

    assert listed() == ["a"]
    assign(curator, "a", "hind", now())
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    assert "a" not in listed()
    assert "a" in [info.id for info in hind.documents.all()]


def test_rows_that_are_none_are_left_out(hub: Hub, opened: Opener) -> None:
    curator, hind = with_one_document(hub, opened)
    made = tag(hind, annotator="hind")
    hub.sync(hind, "hind")
    hub.execute(
        "INSERT INTO hub.rows (kind, id, owner, document_id, at, canonical, row, seq) "
        "SELECT kind, n::text, owner, document_id, at, canonical, "
        "(ARRAY['no json', '[]', '{}', row || '}', '{\"label\": {}}', repeat('[', 99999), "
        'replace(row, \'"start_offset":\', \'"start_offset": 99999999999999999999, "x":\')])[n], '
        "seq FROM hub.rows, generate_series(1, 7) n WHERE kind = 'annotations'"
    )
    report = hub.sync(curator, CURATOR)
    assert (report.received, report.unreadable, report.waiting) == (8, 7, 0)
    assert rows(curator) == [made]


def test_a_forgotten_annotators_layer_goes_from_every_database(hub: Hub, opened: Opener) -> None:
    curator, hind, omar = opened(CURATOR), opened("hind"), opened("عمر")
    curator.add_documents([document("a")])
    hub.execute("SELECT hub.set_blind(false)")
    hub.sync(curator, CURATOR)
    for store, name in ((hind, "hind"), (omar, "عمر")):
        hub.sync(store, name)
        tag(store, annotator=name, attributes={"kind": f"a note of {name}"})
        store.progress.save("a", name, 5)
        hub.sync(store, name)
    hub.sync(curator, CURATOR)
    administration.forget(hub.address(), "hind", None)
    hub.sync(curator, CURATOR)
    assert [row.annotator for row in rows(curator)] == ["عمر"]
    assert "a note of hind" not in "".join(dump(curator.path))
    assert "a note of hind" not in str(hub.execute("SELECT * FROM hub.rows", "postgres"))
    with pytest.raises(HubError, match="does not know the login hind"):
        hub.sync(hind, "hind")
    administration.forget(hub.address(), "عمر", "A17")
    hub.sync(curator, CURATOR)
    assert [row.annotator for row in rows(curator)] == ["A17"]
    report = hub.sync(curator, CURATOR)
    assert (report.sent, report.received, report.pending) == (0, 0, 0)
    # Somebody who comes later gets the same.
    hub.add("new", is_curator=True)
    new = opened("new")
    hub.sync(new, "new")
    assert shared_export(new) == shared_export(curator)


def test_only_somebody_whom_the_hub_knows_can_be_forgotten_and_once(
    hub: Hub, opened: Opener
) -> None:
    for pseudonym in (None, "A17"):
        with pytest.raises(HubError, match="nobody is called hnid"):
            administration.forget(hub.address(), "hnid", pseudonym)
    assert hub.execute("SELECT * FROM hub.forgotten", "postgres") == []
    administration.forget(hub.address(), "hind", None)
    with pytest.raises(HubError, match="hind was forgotten before"):
        administration.forget(hub.address(), "hind", None)


@pytest.mark.parametrize("pseudonym", ["A17", None])
def test_others_rows_do_not_name_a_forgotten_annotator(
    hub: Hub, opened: Opener, pseudonym: str | None
) -> None:
    hub.add("sara", is_curator=True)
    curator, hind, sara = opened(CURATOR), opened("hind"), opened("sara")
    curator.add_documents([document("a")])
    curator.assignments.add([("a", "hind"), ("a", "عمر")], "hind")
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    tag(hind, annotator="hind")
    hub.sync(hind, "hind")
    hub.sync(curator, CURATOR)
    made = Decision(new_id(), "a", CURATOR, "bounds", 'a "choice":"hind" b', "hind", now(), now())
    curator.history.commit("decide", "a", CURATOR, [Change(None, made)])
    hub.sync(curator, CURATOR)
    hub.sync(sara, "sara")
    administration.forget(hub.address(), "hind", pseudonym)
    for _ in range(2):
        hub.sync(curator, CURATOR)
        hub.sync(sara, "sara")
    for store in (curator, sara):
        assert [one.choice for one in store.comments.decisions("a")] == [pseudonym or ""]
        assert [one.subject for one in store.comments.decisions("a")] == [made.subject]
        names = store._file.rows("SELECT assigned_by FROM assignments WHERE annotator = 'عمر'")
        assert names == [(pseudonym or "",)]
    query = "SELECT row, canonical FROM hub.rows WHERE kind IN ('decisions', 'assignments')"
    assert not [one for one in hub.execute(query, "postgres") if '"hind"' in "".join(one)]
    assert shared_export(curator) == shared_export(sara)
    assert (curator.hub.pending(), sara.hub.pending()) == (0, 0)


def test_a_document_of_the_same_name_is_told_apart(hub: Hub, opened: Opener) -> None:
    curator, hind = opened(CURATOR), opened("hind")
    curator.add_documents([document("a")])
    hub.sync(curator, CURATOR)
    hind.add_documents([document("a", "another text")])
    mine = tag(hind, 0, 3, annotator="hind")
    hub.sync(hind, "hind")
    assert hind.documents.text_of("a") == TEXT
    assert [row.id for row in rows(hind, f"a~{mine.text_sha256[:8]}")] == [mine.id]
    assert check_database(hind.path) == []


def test_the_hub_says_who_one_is(hub: Hub, opened: Opener) -> None:
    with pytest.raises(HubError, match="use --annotator 'hind'"):
        sync(opened("x"), hub.address("hind"), "x")


def test_an_older_or_newer_program_is_refused_with_what_to_do(hub: Hub, opened: Opener) -> None:
    store = opened(CURATOR)
    for version, said in ((9, "update Hashiya"), (0, "hub init")):
        hub.execute(f"UPDATE hub.settings SET version = {version}")
        with pytest.raises(HubError, match=said):
            hub.sync(store, CURATOR)


def taken_over(hub: Hub, opened: Opener) -> tuple[Store, Store, Annotation]:
    """The curator's and hind's databases after hind accepted the curator's quote with its speaker;
    what hind made of the quote."""
    curator, hind = with_one_document(hub, opened)
    quote, speaker = (
        annotate_suggestion(curator, start, start + 3, label)
        for start, label in ((0, "quote"), (4, "entity"))
    )
    arrow = link(quote, speaker, "speaker", CURATOR, status="suggested")
    make(curator, quote, speaker, arrow)
    administration.set_blind(hub.address(), blind=False)
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    accepted = [edited(row, status="accepted", annotator="hind") for row in (quote, speaker)]
    changes = [
        *map(Change, (quote, speaker), accepted),
        Change(arrow, decided(arrow, "accepted", "hind")),
    ]
    hind.history.commit("accept quote", "a", "hind", changes)
    hub.sync(hind, "hind")
    hub.sync(curator, CURATOR)
    return curator, hind, accepted[0]


def annotate_suggestion(store: Store, start: int, end: int, label: str) -> Annotation:
    made = entity(store, start, end, label=label, annotator=CURATOR)
    return replace(made, status="suggested", origin="rules: ")


def owners_by_link(store: Store) -> set[tuple[str, str, str]]:
    """Whose each link is, and whose its ends are."""
    return {
        (
            one.annotator,
            store.annotations.get(one.from_id).annotator,
            store.annotations.get(one.to_id).annotator,
        )
        for one in store.links.in_document("a")
    }


def own_notes(store: Store, annotator: str = "hind") -> list[str]:
    return sorted(row.note for row in rows(store) if row.annotator == annotator)


def test_links_of_suggestions_that_were_taken_over_stay_between_them(
    hub: Hub, opened: Opener
) -> None:
    curator, hind, _ = taken_over(hub, opened)
    assert owners_by_link(hind) == {("hind", "hind", "hind")}
    assert owners_by_link(curator) == {("hind", "hind", "hind"), (CURATOR, CURATOR, CURATOR)}
    omar = opened("عمر")
    hub.sync(omar, "عمر")
    assert owners_by_link(omar) == owners_by_link(curator)


def test_a_link_goes_with_its_annotator_when_their_annotations_come_again(
    hub: Hub, opened: Opener
) -> None:
    curator, hind = with_one_document(hub, opened)
    source, target = (tag(curator, start, start + 3, annotator=CURATOR) for start in (0, 4))
    tie(curator, source, target)
    hub.sync(curator, CURATOR)
    administration.set_blind(hub.address(), blind=False)
    hub.sync(hind, "hind")
    taken = [Change(row, edited(row, annotator="hind")) for row in (source, target)]
    hind.history.commit("accept", "a", "hind", taken)
    assert owners_by_link(hind) == {(CURATOR, "hind", "hind")}
    changes = [Change(row, edited(row, note="later")) for row in (source, target)]
    curator.history.commit("note", "a", CURATOR, changes)
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    assert owners_by_link(hind) == {(CURATOR, CURATOR, CURATOR)}


def test_a_curators_edit_of_what_was_taken_over_is_no_second_annotation(
    hub: Hub, opened: Opener
) -> None:
    curator, hind, quote = taken_over(hub, opened)
    (theirs,) = (row for row in rows(curator) if row.annotator == "hind" and row.label == "quote")
    assert theirs.id != quote.id
    changed = Change(theirs, edited(theirs, note="better"))
    remark = comment("a", CURATOR, "why?", annotation_id=theirs.id)
    curator.history.commit("note", "a", CURATOR, [changed, Change(None, remark)])
    hub.sync(curator, CURATOR)
    report = hub.sync(hind, "hind")
    assert report.waiting == 0
    assert own_notes(hind) == ["", "better"]
    assert [one.annotation_id for one in hind.comments.in_document("a")] == [quote.id]
    # All rows again, as after a restore.
    curator.hub.start_over()
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    assert own_notes(hind) == own_notes(curator) == ["", "better"]


def test_what_is_given_back_is_given_back_everywhere(hub: Hub, opened: Opener) -> None:
    curator, hind, _ = taken_over(hub, opened)
    for turn, expected in ((hind.history.undo, 0), (hind.history.redo, 2), (hind.history.undo, 0)):
        assert turn("a", "hind") is not None
        hub.sync(hind, "hind")
        hub.sync(curator, CURATOR)
        assert len(own_notes(curator)) == len(own_notes(hind)) == expected
        assert len(own_notes(curator, CURATOR)) == 2
    assert owners_by_link(curator) == owners_by_link(hind) == {(CURATOR, CURATOR, CURATOR)}


def test_giving_back_does_not_overwrite_what_the_other_has_done(hub: Hub, opened: Opener) -> None:
    curator, hind = with_one_document(hub, opened)
    suggested = replace(entity(hind, annotator="hind"), status="suggested", origin="rules: ")
    make(hind, suggested)
    hub.sync(hind, "hind")
    hub.sync(curator, CURATOR)
    taken = edited(suggested, status="accepted", annotator=CURATOR)
    curator.history.commit("accept entity", "a", CURATOR, [Change(suggested, taken)])
    own = edited(suggested, status="accepted", note="mine")
    hind.history.commit("accept entity", "a", "hind", [Change(suggested, own)])
    assert curator.history.undo("a", CURATOR) is not None
    hub.sync(hind, "hind")
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    for store in (curator, hind):
        assert [(row.annotator, row.note) for row in rows(store)] == [("hind", "mine")]
    with pytest.raises(Conflict, match="was changed"):
        curator.history.redo("a", CURATOR)


def test_what_comes_back_from_the_hub_is_not_given_back_twice(hub: Hub, opened: Opener) -> None:
    curator, hind, quote = taken_over(hub, opened)
    administration.set_blind(hub.address(), blind=False)  # everything comes again
    hub.sync(hind, "hind")
    assert len(rows(hind)) == 4
    for turn, expected in ((hind.history.undo, 0), (hind.history.redo, 2)):
        assert turn("a", "hind") is not None
        hub.sync(hind, "hind")
        hub.sync(curator, CURATOR)
        for store in (hind, curator):
            assert len(own_notes(store)) == expected
            assert len(own_notes(store, CURATOR)) == 2
    assert hind.annotations.get(quote.id).status == "accepted"


def test_a_comment_comes_to_the_annotator_whom_it_is_about_and_to_nobody_who_shares_the_id(
    hub: Hub, opened: Opener
) -> None:
    curator, hind = with_one_document(hub, opened)
    omar = opened("عمر")
    hub.sync(omar, "عمر")
    made = tag(hind, annotator="hind")
    make(omar, replace(made, annotator="عمر"))
    for store, name in ((hind, "hind"), (omar, "عمر"), (curator, CURATOR)):
        hub.sync(store, name)
    for row in rows(curator):
        remark = comment("a", CURATOR, f"to {row.annotator}", annotation_id=row.id)
        curator.history.commit("comment", "a", CURATOR, [Change(None, remark)])
    hub.sync(curator, CURATOR)
    for store, name in ((hind, "hind"), (omar, "عمر")):
        assert hub.sync(store, name).waiting == 0
        assert [one.text for one in store.comments.in_document("a")] == [f"to {name}"]
        assert store._file.rows("SELECT row FROM hub_waiting") == []
    administration.set_blind(hub.address(), blind=False)
    hub.sync(omar, "عمر")
    found = sorted(
        (one.text, omar.annotations.get(one.annotation_id or "").annotator)
        for one in omar.comments.in_document("a")
    )
    assert found == [("to hind", "hind"), ("to عمر", "عمر")]


def test_the_hub_makes_the_ids_that_databases_make(hub: Hub) -> None:
    for row_id, owner in (("1", "عمر"), ("%s\t𝄞:", "hind"), (new_id(), ""), (new_id(), "a' b")):
        literals = ", ".join("'" + word.replace("'", "''") + "'" for word in (row_id, owner))
        made = hub.execute(f"SELECT hub.owned_id({literals})", "postgres")
        assert made == [(owned_id(row_id, owner),)]


def test_a_link_to_what_another_made_of_ones_suggestion_stays(hub: Hub, opened: Opener) -> None:
    curator, hind, quote = taken_over(hub, opened)
    (own,) = (row for row in rows(curator) if row.id == quote.id)
    administration.set_blind(hub.address(), blind=False)  # everything comes again
    hub.sync(hind, "hind")
    (theirs,) = (row for row in rows(curator) if (row.annotator, row.label) == ("hind", "quote"))
    tie(curator, own, theirs)
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    assert (CURATOR, CURATOR, "hind") in owners_by_link(hind)
    changed = Change(own, edited(own, note="later"))
    curator.history.commit("note", "a", CURATOR, [changed])
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    assert own_notes(hind, CURATOR) == ["", "later"]
    assert owners_by_link(hind) == owners_by_link(curator)


def test_what_was_taken_over_under_a_made_id_stays_when_the_other_row_comes_again(
    hub: Hub, opened: Opener
) -> None:
    curator, hind = with_one_document(hub, opened)
    omar = opened("عمر")
    hub.sync(omar, "عمر")
    quote = replace(entity(hind, 0, 3, annotator="hind"), status="suggested")
    speaker = replace(entity(hind, 4, 7, annotator="hind"), status="suggested")
    for store, name in ((hind, "hind"), (omar, "عمر")):
        first, second = (replace(row, annotator=name) for row in (quote, speaker))
        make(store, first, second, replace(link(first, second, "speaker", name), id="1"))
        hub.sync(store, name)
    hub.sync(curator, CURATOR)
    theirs = [row for row in rows(curator) if row.annotator == "عمر"]
    assert not {quote.id, speaker.id} & {row.id for row in theirs}
    accepted = [edited(row, status="accepted", annotator=CURATOR) for row in theirs]
    arrow = link(accepted[0], accepted[1], "speaker", CURATOR)
    changes = [*map(Change, theirs, accepted), Change(None, arrow)]
    curator.history.commit("accept", "a", CURATOR, changes)
    own = [row for row in rows(omar) if row.annotator == "عمر"]
    omar.history.commit("note", "a", "عمر", [Change(row, edited(row, note="!")) for row in own])
    hub.sync(omar, "عمر")
    administration.set_blind(hub.address(), blind=False)
    for store, name in ((curator, CURATOR), (hind, "hind"), (omar, "عمر"), (curator, CURATOR)):
        hub.sync(store, name)
    for store in (curator, hind, omar):
        found = sorted((row.annotator, row.note) for row in rows(store))
        assert found == sorted([(CURATOR, ""), ("hind", ""), ("عمر", "!")] * 2)
        assert owners_by_link(store) == {(name,) * 3 for name in (CURATOR, "hind", "عمر")}
    assert curator.hub.pending() == 0
    assert curator.history.undo("a", CURATOR) is not None
    for store, name in ((curator, CURATOR), (hind, "hind"), (omar, "عمر")):
        hub.sync(store, name)
        assert sorted(row.annotator for row in rows(store)) == sorted(["hind", "عمر"] * 2)
        assert owners_by_link(store) == {("hind",) * 3, ("عمر",) * 3}


def test_what_was_taken_over_is_one_annotation_on_both_machines(
    hub: Hub, opened: Opener, tmp_path: Path
) -> None:
    curator, hind = with_one_document(hub, opened)
    made = annotate_suggestion(curator, 0, 3, "quote")
    make(curator, made)
    administration.set_blind(hub.address(), blind=False)
    hub.sync(curator, CURATOR)
    hub.sync(hind, "hind")
    hind.backup(tmp_path / "laptop.db")
    with Store.open(tmp_path / "laptop.db") as laptop:
        accepted = edited(made, status="accepted", annotator="hind")
        hind.history.commit("accept quote", "a", "hind", [Change(made, accepted)])
        hub.sync(hind, "hind")
        hub.sync(laptop, "hind")
        (own,) = (row for row in rows(laptop) if row.annotator == "hind")
        laptop.history.commit("note", "a", "hind", [Change(own, edited(own, note="late"))])
        assert hub.sync(laptop, "hind").sent == 1
        hub.sync(hind, "hind")
        assert own_notes(hind) == own_notes(laptop) == ["late"]
        # An edit that loses is known by its own id on both machines.
        for store, note in ((hind, "one"), (laptop, "two")):
            (own,) = (row for row in rows(store) if row.annotator == "hind")
            store.history.commit("note", "a", "hind", [Change(own, edited(own, note=note))])
        hub.sync(laptop, "hind")
        assert hub.sync(hind, "hind").conflicts == 1
        assert hind.hub.pending() == laptop.hub.pending() == 0
        assert own_notes(hind) == own_notes(laptop) == ["two"]
        ((kept,),) = hind._file.rows("SELECT row_id FROM versions WHERE kind = 'annotations'")
        assert kept == made.id


def test_what_a_forgotten_annotator_took_over_is_there_once_under_the_pseudonym(
    hub: Hub, opened: Opener
) -> None:
    curator, _, _ = taken_over(hub, opened)
    administration.forget(hub.address(), "hind", "A17")
    hub.sync(curator, CURATOR)
    assert len(own_notes(curator, "A17")) == 2
    assert owners_by_link(curator) == {("A17", "A17", "A17"), (CURATOR, CURATOR, CURATOR)}
    omar = opened("عمر")
    hub.sync(omar, "عمر")
    assert owners_by_link(omar) == owners_by_link(curator)
    # Its ids are those that the hub knows.
    curator.hub.start_over()
    hub.sync(curator, CURATOR)
    hub.sync(omar, "عمر")
    assert len(own_notes(omar, "A17")) == len(own_notes(curator, "A17")) == 2
