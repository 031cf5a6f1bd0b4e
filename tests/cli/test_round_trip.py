"""What the command line writes and reads of fragments, scores, comments, reviews, decisions."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from tests.articles import document
from tests.cli.conftest import NAME, Hashiya
from tui.model import Comment, Decision, annotate, edited, new_id, now, sha256_of
from tui.store.annotation_queries import AnnotationFilter
from tui.store.database import Store
from tui.store.row_mapping import Change


@pytest.fixture
def reviewed(filled: Path) -> Path:
    """The filled database with a discontinuous annotation, scores, comments and decisions."""
    stamp = now()
    with Store.open(filled / "annotations.db") as store:
        quote, speaker, *_ = store.annotations.in_document(NAME)[::-1]
        parts = ((quote.start, quote.start + 5), (quote.end - 9, quote.end))
        later = "2999-01-01T00:00:00.000000Z"
        store.load([replace(quote, fragments=parts, score=0.1 + 0.2, updated_at=later)])
        gone = Comment(new_id(), NAME, None, None, "comment", "me", "?", stamp, stamp, None, stamp)
        answer = Comment(new_id(), NAME, None, gone.id, "comment", "you", "لا", stamp, stamp)
        flag = Comment(new_id(), NAME, speaker.id, None, "flag", "me", "", stamp, stamp, stamp)
        lonely = replace(gone, id=new_id())
        for comment in (gone, answer, flag, lonely):
            store.load([comment])
        store.load([Decision(new_id(), NAME, "me", "label", "a b", "a", stamp, stamp)])
    with sqlite3.connect(filled / "annotations.db") as connection:
        connection.execute("UPDATE documents SET review = 'approved'")
    connection.close()
    return filled


def test_all_of_a_database_is_the_same_in_another_one(hashiya: Hashiya, reviewed: Path) -> None:
    assert reviewed == Path.cwd()
    assert hashiya("export", "all.jsonl", "--format", "documents").status == 0
    raw = Path("all.jsonl").read_bytes()
    line = json.loads(raw)
    assert line["review"] == "approved"
    assert len(line["comments"]) == 3
    assert len(line["decisions"]) == 1
    for number in range(2):
        result = hashiya("--db", "other.db", "import", "all.jsonl")
        assert result.status == 0, result.err
        assert (" 0 rows added" in result.out) == (number == 1)
        assert hashiya("--db", "other.db", "export", "--format", "documents").out.encode() == raw


def test_annotations_that_wait_over_an_earlier_text_come_in_whole(
    hashiya: Hashiya, filled: Path
) -> None:
    with Store.open(filled / "annotations.db") as store:
        # As a merge leaves it: the text is newer than what one annotator's rows count in.
        old = store.documents.text_of(NAME)
        new = "سطر جديد في البداية.\n" + old
        store.add_documents([document(new, NAME)])
        placed = store.documents.placements(NAME)
        store.documents.reanchor(NAME, "me", placed[:1])
        waiting = [
            row for row in store.annotations.in_document(NAME) if row.text_sha256 == sha256_of(old)
        ]
    assert waiting
    raw = hashiya("export", "--format", "documents", "all.jsonl") and Path("all.jsonl").read_bytes()
    line = json.loads(raw)
    assert line["older_texts"] == {sha256_of(old): old}
    assert [one["sha256"] for one in line["spans"] if "sha256" in one] == [
        sha256_of(old) for _ in waiting
    ]
    for _ in range(2):
        result = hashiya("--db", "other.db", "import", "all.jsonl")
        assert (result.status, result.err) == (0, "")
    assert hashiya("--db", "other.db", "export", "--format", "documents").out.encode() == raw
    assert hashiya("--db", "other.db", "check").status == 0
    with Store.open(Path("other.db")) as other:
        same = {row.id: row for row in other.annotations.in_document(NAME)}
        assert [same[row.id].text_sha256 for row in waiting] == [row.text_sha256 for row in waiting]
        found = other.documents.placements(NAME)
        assert {one.annotation.id for one in found} == {row.id for row in waiting}
        assert all(one.span is not None for one in found)


def test_an_earlier_text_must_be_the_one_of_its_hash(hashiya: Hashiya, filled: Path) -> None:
    assert filled == Path.cwd()
    line = json.loads(hashiya("export", "--format", "documents").out)
    line["older_texts"] = {sha256_of("نص"): "نص آخر"}
    Path("other.jsonl").write_text(json.dumps(line) + "\n")
    result = hashiya("--db", "other.db", "import", "other.jsonl")
    assert result.status == 1
    assert "the text is not the one" in result.err


@pytest.mark.parametrize("words", [(), ("--label", "quote"), ("--label", "entity")])
def test_both_routes_write_the_same_lines(
    hashiya: Hashiya, reviewed: Path, words: tuple[str, ...]
) -> None:
    assert reviewed == Path.cwd()
    fast = hashiya("export", *words)
    assert hashiya("export", "slow.jsonl", "--manifest", *words).status == 0
    assert fast.out.encode() == Path("slow.jsonl").read_bytes()
    lines = [json.loads(line) for line in fast.out.split("\n")[:-1]]
    has_any = words != ("--label", "entity")
    assert {"fragments" in line for line in lines} == {has_any}
    if has_any:
        (quote,) = [line for line in lines if line["label"] == "quote"]
        assert list(quote)[9:11] == ["suffix", "fragments"]
        assert quote["score"] == 0.1 + 0.2
        assert len(quote["fragments"]) == 2


def test_the_table_has_the_columns_too_and_a_mark_for_excel(
    hashiya: Hashiya, reviewed: Path
) -> None:
    assert reviewed == Path.cwd()
    plain = hashiya("export", "--format", "csv").out
    marked = hashiya("export", "--format", "csv", "--bom").out
    assert marked == f"\ufeff{plain}"
    rows = list(csv.DictReader(io.StringIO(plain)))
    (quote,) = [row for row in rows if row["label"] == "quote"]
    assert len(json.loads(quote["fragments"])) == 2
    assert json.loads(quote["score"]) == 0.1 + 0.2
    assert hashiya("export", "--bom").status == 2


@pytest.mark.parametrize("name", ["prodigy", "doccano", "label-studio", "conll"])
def test_formats_without_fragments_say_so(hashiya: Hashiya, reviewed: Path, name: str) -> None:
    assert reviewed == Path.cwd()
    result = hashiya("export", f"out.{name}", "--format", name)
    assert "1 × discontinuous annotations: written as their hull" in result.err
    assert "progress" not in result.err


def test_comments_are_counted_where_they_have_no_place(hashiya: Hashiya, reviewed: Path) -> None:
    with Store.open(reviewed / "annotations.db") as store:
        assert store.jsonl_losses(AnnotationFilter()).comments == 2
    assert "comments (2)" in hashiya("export").err


@pytest.mark.parametrize(
    "name", ["jsonl", "documents", "csv", "prodigy", "label-studio", "brat", "w3c", "doccano"]
)
def test_an_ordinary_export_says_nothing(hashiya: Hashiya, name: str) -> None:
    row = {"id": "a", "text": "زارت ليلى مدينة فاس", "label": [[5, 9, "entity"]]}
    Path("in.jsonl").write_text(json.dumps(row), encoding="utf-8")
    hashiya("import", "in.jsonl", "--format", "doccano")
    with Store.open(Path("annotations.db")) as store:
        store.progress.save("a", "me", 3)
    result = hashiya("export", f"out.{name}", "--format", name)
    assert (result.status, result.err) == (0, "")


def test_names_are_said_to_be_lost_where_there_are_several(hashiya: Hashiya, filled: Path) -> None:
    assert filled == Path.cwd()
    assert "annotators' names (3)" in hashiya("export", "out", "--format", "doccano").err
    assert "names" not in hashiya("export", "two", "--format", "doccano", "--annotator", "me").err


SCORED = {
    "jsonl": "jsonl",
    "documents": "jsonl",
    "prodigy": "jsonl",
    "label-studio": "json",
    "w3c": "jsonl",
    "spacy": "spacy",
    "webanno": "tsv",
    "cas": "xmi",
}
"""The formats that hold scores and are read back, with the suffixes of their files."""


@pytest.mark.parametrize("name", SCORED)
def test_scores_come_back_of_suggestions_and_of_what_was_accepted(
    hashiya: Hashiya, tmp_path: Path, name: str
) -> None:
    text = "قال سامي لبيب إن العمل بدأ في لندن"
    with Store.open(tmp_path / "annotations.db") as store, Store.open(tmp_path / "b.db") as other:
        for one in (store, other):
            one.add_documents([document(text, "a.txt")])
        info = store.documents.get("a.txt")
        spans = {(0, 3): 0.5, (4, 13): 0.1 + 0.2, (17, 22): 1.0, (23, 26): 0.0, (30, 34): None}
        made = [
            replace(annotate(info, text, span, "entity", "me", status="suggested"), score=score)
            for span, score in spans.items()
        ]
        store.history.commit("suggest", "a.txt", "me", [Change(None, row) for row in made])
        accepted = [Change(row, edited(row, status="accepted")) for row in made[1:3]]
        store.history.commit("accept", "a.txt", "me", accepted)
    chosen = [] if name == "documents" else ["--status", "accepted", "--status", "suggested"]
    file = f"out.{SCORED[name]}"
    assert hashiya("export", file, "--format", name, *chosen).status == 0
    result = hashiya("--db", "b.db", "import", file, "--format", name)
    assert result.status == 0, result.err
    with Store.open(tmp_path / "b.db", read_only=True) as store:
        back = {(row.start, row.end): (row.score, row.status) for row in store.annotations.select()}
    assert {span: score for span, (score, _) in back.items()} == spans
    statuses = {span for span, (_, status) in back.items() if status == "accepted"}
    assert statuses == {(4, 13), (17, 22)}
