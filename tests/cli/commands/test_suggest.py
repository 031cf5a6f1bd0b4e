"""`hashiya suggest`: what it stores, prints and refuses."""

import json
from pathlib import Path

import pytest

from tests.articles import document
from tests.cli.conftest import NAME, Hashiya
from tests.store.making import entries
from tui.model import annotate
from tui.store.database import Store
from tui.store.row_mapping import Change

TEXT = "قال سامي لبيب: «لن نقبل بهذا القرار أبدا». وزار لبيب لندن.\n"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two documents; in the first a name is tagged."""
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(TEXT, "one.txt"), document(TEXT, "two.txt")])
        info = store.documents.get("one.txt")
        at = TEXT.index("لندن")
        town = annotate(info, TEXT, (at, at + 4), "entity", "me", attributes={"type": "GPE"})
        store.history.commit("entity", "one.txt", "me", [Change(None, town)])
    return tmp_path


def stored(folder: Path, document_id: str) -> list[tuple[str, str, str, str]]:
    with Store.open(folder / "annotations.db", read_only=True) as store:
        return [
            (row.label, row.text, row.status, row.origin.partition(":")[0])
            for row in store.annotations.in_document(document_id)
        ]


def test_rules_store_quotations_with_their_links(hashiya: Hashiya, two: Path) -> None:
    result = hashiya("suggest", "--document", "two")
    assert (result.status, result.err) == (0, "")
    assert result.out == "two.txt\t3\tcue:1 entity:1 quote:1\n"
    assert stored(two, "two.txt") == [
        ("cue", "قال", "suggested", "rules"),
        ("entity", "سامي لبيب", "suggested", "rules"),
        ("quote", "لن نقبل بهذا القرار أبدا", "suggested", "rules"),
    ]
    with Store.open(two / "annotations.db", read_only=True) as store:
        arrows = store.links.in_document("two.txt")
    assert {(arrow.type, arrow.status) for arrow in arrows} == {
        ("speaker", "suggested"),
        ("cue", "suggested"),
    }
    assert [row[1] for row in stored(two, "one.txt")] == ["لندن"]


def test_names_alone_are_suggested_where_only_they_are_asked_for(
    hashiya: Hashiya, two: Path
) -> None:
    result = hashiya("suggest", "--with", "names", "--json")
    assert [json.loads(line) for line in result.out.splitlines()] == [
        {"document_id": "one.txt", "suggestions": 0, "labels": {}, "links": 0},
        {"document_id": "two.txt", "suggestions": 1, "labels": {"entity": 1}, "links": 0},
    ]
    assert stored(two, "two.txt") == [("entity", "لندن", "suggested", "names")]


def test_a_second_run_adds_nothing_and_one_undo_takes_all_back(hashiya: Hashiya, two: Path) -> None:
    hashiya("suggest", "--document", "two")
    assert hashiya("suggest", "--document", "two").out == "two.txt\t0\t\n"
    with Store.open(two / "annotations.db") as store:
        assert len(entries(store, "two.txt", "me")) == 1
        store.history.undo("two.txt", "me")
        assert store.annotations.in_document("two.txt") == []
        assert store.links.in_document("two.txt") == []


def test_what_was_rejected_is_not_suggested_again(hashiya: Hashiya, two: Path) -> None:
    hashiya("suggest", "--document", "two")
    with Store.open(two / "annotations.db") as store:
        from tui.model import edited

        rows = store.annotations.in_document("two.txt")
        changes = [Change(row, edited(row, status="rejected")) for row in rows]
        store.history.commit("reject", "two.txt", "me", changes)
    assert hashiya("suggest", "--document", "two").out == "two.txt\t0\t\n"


def test_what_scores_too_low_is_left_out(hashiya: Hashiya, two: Path) -> None:
    assert hashiya("suggest", "--min-score", "1", "--document", "two").out == "two.txt\t0\t\n"


@pytest.mark.parametrize(
    ("preset", "town", "speaker"),
    [
        ("default", {"type": "GPE"}, {"type": "PERS", "mention": "name"}),
        ("anercorp", {"type": "LOC"}, {"type": "PERS"}),
        ("polnear", {}, {"mention": "name"}),
    ],
)
def test_attributes_are_those_of_the_schema(
    hashiya: Hashiya, two: Path, preset: str, town: dict[str, str], speaker: dict[str, str]
) -> None:
    hashiya("--schema", preset, "suggest", "--with", "rules", "--with", "gazetteer")
    with Store.open(two / "annotations.db", read_only=True) as store:
        rows = {row.text: dict(row.attributes) for row in store.annotations.in_document("two.txt")}
    assert (rows["لندن"], rows["سامي لبيب"]) == (town, speaker)


def test_a_least_score_leaves_out_what_was_rejected_elsewhere(hashiya: Hashiya, two: Path) -> None:
    with Store.open(two / "annotations.db") as store:
        info, at = store.documents.get("one.txt"), TEXT.index("لندن")
        store.load(
            annotate(info, TEXT, (at, at + 4), "entity", annotator, status="rejected")
            for annotator in ("me", "me", "me", "her")
        )
    least = ("--with", "names", "--document", "two", "--min-score")
    assert hashiya("suggest", *least, "0.6").out == "two.txt\t0\t\n"
    assert hashiya("suggest", *least, "0.5").out == "two.txt\t1\tentity:1\n"
    with Store.open(two / "annotations.db", read_only=True) as store:
        assert [row.score for row in store.annotations.in_document("two.txt")] == [0.575]


@pytest.mark.parametrize("words", [["--with", "'"], ["--min-score", "2"], ["--min-score", "x"]])
def test_wrong_usage_is_2_and_stores_nothing(hashiya: Hashiya, two: Path, words: list[str]) -> None:
    result = hashiya("suggest", *words)
    assert result.status == 2
    assert words[-1] in result.err
    assert stored(two, "two.txt") == []


def test_a_document_that_is_not_there_is_1_before_anything_is_stored(
    hashiya: Hashiya, two: Path
) -> None:
    result = hashiya("suggest", "--document", "two", "--document", "three")
    assert result.status == 1
    assert "three" in result.err
    assert stored(two, "two.txt") == []


def test_without_a_database_it_is_1(hashiya: Hashiya) -> None:
    assert hashiya("suggest").status == 1


def test_the_articles_own_annotations_stay(hashiya: Hashiya, filled: Path) -> None:
    with Store.open(filled / "annotations.db") as store:
        before = {row.id: row for row in store.annotations.in_document(NAME)}
    assert hashiya("suggest").status == 0
    with Store.open(filled / "annotations.db") as store:
        after = {row.id: row for row in store.annotations.in_document(NAME)}
    assert before.items() <= after.items()
    assert len(after) > len(before)
