"""Taking a document to its changed text: preview, one command, orphans, undo."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.making import TEXT, document, rows, tag, tie
from tui.errors import Conflict
from tui.formats.jsonl import annotation_lines
from tui.model import edited, sha256_of
from tui.store.database import Store
from tui.store.maintenance.checks import check_database
from tui.store.row_mapping import Change
from tui.text.spans import Span

NEW = "مقدمة طويلة جدا.\n" + TEXT.replace("اليابان", "الصين")


@pytest.fixture
def changed(filled: Store) -> Store:
    """A document whose source changed, with a person, a country that is gone, and a link."""
    tie(filled, tag(filled), tag(filled, 16, 23, annotator="her"))
    filled.add_documents([document("a", NEW)])
    return filled


def by_text(store: Store) -> dict[str, tuple[str, str]]:
    """For each annotation its status and what its own text version holds at its span."""
    return {
        one.text: (one.status, store.documents.text(one.text_sha256)[one.start : one.end])
        for one in rows(store)
    }


def test_the_preview_tells_where_each_goes_and_changes_nothing(changed: Store) -> None:
    before = rows(changed)
    placed = changed.documents.placements("a")
    assert [(one.annotation.text, one.how) for one in placed] == [
        ("زاك كوبر", "exact"),
        ("اليابان", "orphaned"),
    ]
    span = placed[0].span
    assert span is not None
    assert span.of(NEW) == "زاك كوبر"
    assert rows(changed) == before
    assert changed.documents.get("a").changed


def test_all_goes_to_the_new_text_in_one_step(changed: Store) -> None:
    changed.documents.reanchor("a", "me", changed.documents.placements("a"))
    info = changed.documents.get("a")
    assert (info.text_sha256, info.pending_sha256, info.length) == (sha256_of(NEW), None, len(NEW))
    assert by_text(changed) == {
        "زاك كوبر": ("accepted", "زاك كوبر"),
        "اليابان": ("orphaned", "اليابان"),
    }
    assert {one.text: one.text_sha256 for one in rows(changed)} == {
        "زاك كوبر": sha256_of(NEW),
        "اليابان": sha256_of(TEXT),
    }
    assert len(changed.links.in_document("a")) == 1
    assert [(found.severity, found.kind) for found in check_database(changed.path)] == [
        ("warning", "orphaned")
    ]
    assert changed.documents.text(sha256_of(TEXT)) == TEXT


def test_the_context_is_that_of_the_new_text(changed: Store) -> None:
    changed.documents.reanchor("a", "me", changed.documents.placements("a"))
    (moved,) = [one for one in rows(changed) if one.status == "accepted"]
    assert NEW[moved.start - len(moved.prefix) : moved.start] == moved.prefix
    assert moved.prefix.endswith("جدا.\nقال ")


def test_it_is_undone_and_redone_whole(changed: Store) -> None:
    before = [replace(one, updated_at="") for one in rows(changed)]
    changed.documents.reanchor("a", "me", changed.documents.placements("a"))
    after = [replace(one, updated_at="") for one in rows(changed)]
    assert changed.history.undo("a", "me") is not None
    info = changed.documents.get("a")
    assert (info.text_sha256, info.pending_sha256) == (sha256_of(TEXT), sha256_of(NEW))
    assert info.length == len(TEXT)
    assert [replace(one, updated_at="") for one in rows(changed)] == before
    assert changed.history.redo("a", "me") is not None
    assert [replace(one, updated_at="") for one in rows(changed)] == after
    assert changed.documents.text_of("a") == NEW


def test_what_changed_during_the_preview_is_a_conflict(changed: Store) -> None:
    placed = changed.documents.placements("a")
    hers = next(row for row in rows(changed) if row.annotator == "her")
    changed.history.commit("note", "a", "her", [Change(hers, edited(hers, note="x"))])
    with pytest.raises(Conflict):
        changed.documents.reanchor("a", "me", placed)
    assert changed.documents.get("a").changed


def test_an_orphan_can_be_placed_by_hand(changed: Store) -> None:
    changed.documents.reanchor("a", "me", changed.documents.placements("a"))
    (left,) = changed.documents.placements("a")
    assert (left.annotation.text, left.span) == ("اليابان", None)
    start = NEW.index("الصين")
    chosen = replace(left, span=Span(start, start + 5), how="exact", score=1.0)
    changed.documents.reanchor("a", "me", [chosen])
    assert by_text(changed)["الصين"] == ("accepted", "الصين")
    assert changed.documents.placements("a") == []
    assert check_database(changed.path) == []
    changed.history.undo("a", "me")
    assert by_text(changed)["اليابان"][0] == "orphaned"


def test_an_orphan_comes_back_when_its_text_does(changed: Store) -> None:
    changed.documents.reanchor("a", "me", changed.documents.placements("a"))
    changed.add_documents([document("a", "جديد.\n" + TEXT)])
    changed.documents.reanchor("a", "me", changed.documents.placements("a"))
    assert {status for status, _ in by_text(changed).values()} == {"accepted"}
    assert check_database(changed.path) == []


def test_a_suggestion_that_was_orphaned_is_a_suggestion_again(filled: Store) -> None:
    made = tag(filled, 16, 23)
    suggested = edited(made, status="suggested", origin="names: 3 times")
    filled.history.commit("x", "a", "me", [Change(made, suggested)])
    for text in (NEW, TEXT + " نهاية"):
        filled.add_documents([document("a", text)])
        filled.documents.reanchor("a", "me", filled.documents.placements("a"))
    assert [one.status for one in rows(filled)] == ["suggested"]


def test_deleted_annotations_stay_where_they_were(changed: Store) -> None:
    hers = next(row for row in rows(changed) if row.annotator == "her")
    (tied,) = changed.links.in_document("a")
    changed.history.commit("delete", "a", "her", [Change(tied, None), Change(hers, None)])
    changed.documents.reanchor("a", "me", changed.documents.placements("a"))
    assert changed.annotations.get(hers.id).text_sha256 == sha256_of(TEXT)
    assert [one.text for one in rows(changed)] == ["زاك كوبر"]


def test_annotations_of_another_text_version_are_placed_too(filled: Store, path: Path) -> None:
    tag(filled)
    filled.add_documents([document("b", NEW)])
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE documents SET text_sha256 = ?", [sha256_of(NEW)])
        database.commit()
    (placed,) = filled.documents.placements("a")
    assert placed.how == "exact"
    filled.documents.reanchor("a", "me", [placed])
    assert [one.text_sha256 for one in rows(filled)] == [sha256_of(NEW)]


def test_a_text_that_changed_again_during_the_preview_is_a_conflict(changed: Store) -> None:
    placed = changed.documents.placements("a")
    before = rows(changed)
    changed.add_documents([document("a", "جديد.\n" + NEW)])
    with pytest.raises(Conflict, match="changed again"):
        changed.documents.reanchor("a", "me", placed)
    assert rows(changed) == before
    assert changed.documents.get("a").changed


def test_an_orphan_is_exported_with_the_hash_of_its_own_text(changed: Store) -> None:
    changed.documents.reanchor("a", "me", changed.documents.placements("a"))
    lines = [json.loads(line) for block in changed.jsonl_lines() for line in block.splitlines()]
    assert {(one["text"], one["document_sha256"]) for one in lines} == {
        ("زاك كوبر", sha256_of(NEW)),
        ("اليابان", sha256_of(TEXT)),
    }
    (record,) = changed.annotated_documents()
    written = [json.loads(line) for line in annotation_lines(record, context=False)]
    assert written == lines
    (orphan,) = (one for one in rows(changed) if one.status == "orphaned")
    assert TEXT[orphan.start : orphan.end] == orphan.text
