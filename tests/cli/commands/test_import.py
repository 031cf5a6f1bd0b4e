"""What an import leaves alone, and what it says it did."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Hashiya
from tui.model import edited
from tui.store.database import Store
from tui.store.row_mapping import Change

UID = "019a0000-0000-7000-8000-000000000001"
TEXT = "Ada wrote that it runs."


def lines(*values: dict[str, Any]) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def span(id: str, start: int, end: int, label: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "start": start, "end": end, "label": label} | more


def written(name: str, *values: dict[str, Any]) -> str:
    Path(name).write_text(lines(*values), encoding="utf-8")
    return name


def test_a_file_imported_again_leaves_a_later_edit_alone(hashiya: Hashiya) -> None:
    # Eight hours ahead of UTC, and of a clock that is ahead too: the edit is later all the same.
    came = span(UID, 0, 3, "entity", note="theirs", updated_at="2999-11-28T16:41:00+08:00")
    name = written("in.jsonl", {"id": "a", "text": TEXT, "spans": [came]})
    assert hashiya("import", name, "--format", "documents").status == 0
    with Store.open(Path("annotations.db")) as store:
        row = store.annotations.get(UID)
        assert row.updated_at == came["updated_at"]
        store.history.commit("note", "a", "me", [Change(row, edited(row, note="mine"))])
    again = hashiya("import", name, "--format", "documents")
    assert again.out == "in.jsonl: 1 document, 0 rows added, 0 updated, 1 left as it was\n"
    with Store.open(Path("annotations.db")) as store:
        assert store.annotations.get(UID).note == "mine"


def test_an_id_that_an_earlier_version_kept_is_met_again(hashiya: Hashiya) -> None:
    whole = span("1", 0, 3, "entity", annotator="x", created_at="2026", updated_at="2026")
    texts: list[dict[str, Any]] = [{"id": name, "text": TEXT, "spans": []} for name in ("a", "b")]
    texts[0]["spans"] = [whole]
    assert hashiya("import", written("in.jsonl", *texts), "--format", "documents").status == 0
    for one in texts:
        one["spans"] = [span("1", 0, 3, "entity", annotator="x")]
    again = hashiya("import", written("in.jsonl", *texts), "--format", "documents")
    assert again.out.endswith("1 row added, 0 updated, 1 left as it was\n")


def test_one_id_for_two_annotations_of_equal_texts_is_refused(hashiya: Hashiya) -> None:
    written("texts.jsonl", *({"id": name, "text": TEXT} for name in ("a.txt", "c.txt")))
    assert hashiya("import", "texts.jsonl", "--format", "documents").status == 0
    first = {"document_id": "a.txt"} | span(UID, 0, 3, "entity")
    second = {"document_id": "c.txt"} | span(UID, 15, 20, "claim")
    assert hashiya("import", written("1.jsonl", first)).status == 0
    refused = hashiya("import", written("2.jsonl", second))
    assert refused.status == 1
    assert refused.err == f"2.jsonl:1: annotation {UID!r} is already in the document 'a.txt'\n"


@pytest.mark.parametrize("count", [1, 2])
def test_what_came_in_is_counted_in_words_that_fit(hashiya: Hashiya, count: int) -> None:
    made = [
        {"id": f"d{n}", "text": TEXT, "spans": [span(f"s{n}", 0, 3, "odd")]} for n in range(count)
    ]
    result = hashiya("import", written("in.jsonl", *made), "--format", "documents", "--new-labels")
    said = {
        1: "in.jsonl: 1 document, 1 row added, 0 updated, 0 left as they were\n",
        2: "in.jsonl: 2 documents, 2 rows added, 0 updated, 0 left as they were\n",
    }
    assert result.out == said[count]
    times = {1: "1 time", 2: "2 times"}
    assert result.err == f"in.jsonl: new label 'odd', {times[count]}, first in line 1\n"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "in.jsonl: 1 annotation was found at another place, in line 1\n"),
        (2, "in.jsonl: 2 annotations were found at another place, in lines 1, 2\n"),
    ],
)
def test_what_was_found_elsewhere_is_said_so(hashiya: Hashiya, count: int, said: str) -> None:
    written("texts.jsonl", {"id": "a", "text": f"So: {TEXT}"})
    assert hashiya("import", "texts.jsonl", "--format", "documents").status == 0
    whole = {"document_id": "a", "document_sha256": "0" * 64, "text": TEXT}
    rows = [whole | span(f"s{n}", 0, len(TEXT), "claim") for n in range(count)]
    assert hashiya("import", written("in.jsonl", *rows)).err == said


TEXTS = [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}]
AGAIN: list[tuple[str, str, str]] = [
    ("documents", "in.jsonl", json.dumps({"text": TEXT, "spans": [span("", 0, 3, "x")] * 2})),
    ("doccano", "in.jsonl", json.dumps({"id": 7, "text": TEXT, "label": [[0, 3, "x"]] * 2})),
    ("prodigy", "in.jsonl", json.dumps({"text": TEXT, "spans": [span("", 0, 3, "x")]})),
    (
        "w3c",
        "in.jsonl",
        json.dumps(
            {
                "id": "https://example.org/1",
                "target": {
                    "source": "a",
                    "selector": {"type": "TextPositionSelector", "start": 0, "end": 3},
                },
            }
        ),
    ),
    ("conll", "in.conll", "Ada\tB-x\nruns\tO\n\nAda\tB-x\n"),
    ("brat", "in.ann", "T1\tx 0 3\tAda\nT2\ty 4 9\twrote\nR1\tr Arg1:T1 Arg2:T2\n"),
]


@pytest.mark.parametrize(("name", "file", "text"), AGAIN, ids=[case[0] for case in AGAIN])
def test_a_file_without_ids_is_the_same_when_it_is_imported_again(
    hashiya: Hashiya, name: str, file: str, text: str
) -> None:
    written("texts.jsonl", *TEXTS)
    assert hashiya("add", "texts.jsonl").status == 0
    Path(file).write_text(text, encoding="utf-8")
    Path("in.txt").write_text(TEXT, encoding="utf-8")
    words = ("import", file, "--format", name, "--new-labels")
    first = hashiya(*words)
    assert first.status == 0
    assert " 0 rows added" not in first.out
    kept = hashiya("export", "--format", "documents").out
    second = hashiya(*words)
    assert " 0 rows added, 0 updated, " in second.out
    assert hashiya("export", "--format", "documents").out == kept


def test_records_of_equal_texts_are_documents_of_their_own(hashiya: Hashiya) -> None:
    rows = [
        {"id": n, "text": text, "label": label}
        for n, text, label in ((1, TEXT, [[0, 3, "x"]]), (2, TEXT, [[0, 3, "x"]]), (3, "So.", []))
    ]
    words = ("import", written("in.jsonl", *rows), "--format", "doccano", "--new-labels")
    assert hashiya(*words).status == 0
    kept = [
        json.loads(line) for line in hashiya("export", "--format", "documents").out.split("\n")[:-1]
    ]
    assert [(one["id"], len(one["spans"])) for one in kept] == [("1", 1), ("2", 1), ("3", 0)]
    added = hashiya("add", "in.jsonl")
    assert added.out == "0 added, 3 unchanged, 0 changed, 0 refused\n"


def test_records_of_equal_texts_in_two_files_are_two_documents(hashiya: Hashiya) -> None:
    def spans() -> dict[str, list[str]]:
        lines = hashiya("export", "--format", "documents").out.split("\n")[:-1]
        kept = map(json.loads, lines)
        return {one["id"]: [span["text"] for span in one["spans"]] for one in kept}

    rows = [{"id": n, "text": TEXT, "label": [[0, n, "x"]]} for n in (1, 2, 3, 4)]
    for number, row in enumerate(rows[:2]):
        asked = ("import", written(f"{number}.jsonl", row), "--new-labels")
        assert hashiya(*asked).status == 0
        assert " 0 rows added, 0 updated, 1 left" in hashiya(*asked).out
    assert spans() == {"1": [TEXT[:1]], "2": [TEXT[:2]]}
    Path("annotations.db").unlink()
    # A file with this text is taken for one of them: its annotations may have been made elsewhere.
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    hashiya("add", "a.txt")
    asked = ("import", written("both.jsonl", *rows[2:]), "--new-labels")
    assert hashiya(*asked).status == 0
    assert " 0 rows added, 0 updated, 2 left" in hashiya(*asked).out
    assert spans() == {"4": [TEXT[:4]], "a.txt": [TEXT[:3]]}


def test_equal_ids_in_two_files_are_two_documents(hashiya: Hashiya) -> None:
    for file, text in (("one.jsonl", "So."), ("two.jsonl", "Not so.")):
        row = {"id": 1, "text": text, "label": [[0, 2, "x"]]}
        hashiya("import", written(file, row), "--format", "doccano", "--new-labels")
    kept = [
        json.loads(line) for line in hashiya("export", "--format", "documents").out.split("\n")[:-1]
    ]
    assert [(one["id"], one["spans"][0]["text"]) for one in kept] == [
        ("1", "So"),
        ("two.jsonl#1", "No"),
    ]


def test_metadata_that_an_import_brought_outlives_adding_its_source(hashiya: Hashiya) -> None:
    written("texts.jsonl", {"id": "a", "text": TEXT, "author": "Ada"})
    Path("in.jsonl").write_text(
        lines({"id": "a", "text": TEXT, "meta": {"author": "Eve", "year": 1843}, "spans": []}),
        encoding="utf-8",
    )
    assert hashiya("add", "texts.jsonl").status == 0
    result = hashiya("import", "in.jsonl", "--format", "documents")
    assert "1 × documents that are there already and keep their own metadata" in result.err
    for _ in range(2):
        assert hashiya("add", "texts.jsonl").out == ("0 added, 1 unchanged, 0 changed, 0 refused\n")
        (one,) = hashiya("export", "--format", "documents").out.split("\n")[:-1]
        assert json.loads(one)["meta"] == {"year": 1843, "author": "Ada"}


def test_the_source_of_an_import_is_no_file_here(hashiya: Hashiya, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    here = folder / "a.txt"
    here.write_text("this machine's text")
    there = {"id": "theirs", "source": str(here), "text": "the other machine's text"}
    (tmp_path / "in.jsonl").write_text(json.dumps(there) + "\n")
    assert hashiya("import", "in.jsonl", "--format", "documents").status == 0
    assert hashiya("add", "texts").out == "1 added, 0 unchanged, 0 changed, 0 refused\n"
    shown = {row["id"] for row in map(json.loads, hashiya("list", "--json").out.splitlines())}
    assert shown == {"theirs", "a.txt"}
    assert "other machine" in hashiya("show", "theirs").out


def test_a_source_of_an_import_with_the_same_text_is_this_file(
    hashiya: Hashiya, tmp_path: Path
) -> None:
    (tmp_path / "texts").mkdir()
    here = tmp_path / "texts" / "a.txt"
    here.write_text("one text")
    there = {"id": "theirs", "source": str(here), "text": "one text"}
    (tmp_path / "in.jsonl").write_text(json.dumps(there) + "\n")
    assert hashiya("import", "in.jsonl", "--format", "documents").status == 0
    assert hashiya("add", "texts").out == "0 added, 1 unchanged, 0 changed, 0 refused\n"
    here.write_text("another text")
    assert hashiya("add", "texts").out == "0 added, 0 unchanged, 1 changed, 0 refused\n"
