"""What `import --lenient` leaves out, where it writes it, and how it comes in once it is mended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Hashiya

TEXT = "زارت ليلى مدينة فاس"


UID = "019a0000-0000-7000-8000-000000000001"


def written(name: str, *values: object) -> str:
    lines = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in values)
    Path(name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return name


def documents(hashiya: Hashiya) -> list[dict[str, Any]]:
    out = hashiya("export", "--format", "documents").out
    return [json.loads(line) for line in out.split("\n")[:-1]]


def refused(name: str = "in.jsonl.refused.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(name).read_text(encoding="utf-8").split("\n")[:-1]]


def words(one: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(span["label"], span["text"], span["status"]) for span in one["spans"]]


DOCCANO = {"id": 1, "text": TEXT, "label": [[5, 9, "entity"], [10, 10, "entity"], [16, 19, "city"]]}


def test_a_faulty_span_is_left_out_and_the_rest_comes_in(hashiya: Hashiya) -> None:
    name = written(
        "in.jsonl", DOCCANO, '{"id": 2, "text": "x', {"id": 3, "text": "لا", "label": []}
    )
    strict = hashiya("import", name, "--format", "doccano")
    assert strict.status == 1
    assert len(strict.err.splitlines()) == 2
    assert documents(hashiya) == []
    result = hashiya("import", name, "--format", "doccano", "--lenient")
    assert result.status == 1
    assert [(one["id"], words(one)) for one in documents(hashiya)] == [
        ("1", [("entity", "ليلى", "accepted")]),
        ("3", []),
    ]
    left_out = [(one["refused"]["line"], one["refused"]["reason"]) for one in refused()]
    assert left_out == [
        (1, "the annotation [10, 10) covers nothing"),
        (1, "the schema has no label 'city'; --new-labels takes it over"),
        (2, "not JSON: Unterminated string starting at at column 19"),
    ]
    assert refused()[2]["refused"]["original"] == '{"id": 2, "text": "x'
    assert result.err.splitlines()[-1] == (
        f"all 3 are in {Path.cwd()}/in.jsonl.refused.jsonl, which can be corrected and imported"
    )


def test_what_was_mended_comes_in(hashiya: Hashiya) -> None:
    name = written("in.jsonl", DOCCANO)
    assert hashiya("import", name, "--format", "doccano", "--lenient").status == 1
    rows = refused()
    assert list(rows[1])[:10] == [
        "id", "document_id", "document_title", "document_sha256", "label", "start", "end", "text",
        "prefix", "suffix",
    ]  # fmt: skip
    rows[0] |= {"end": 15, "text": "مدينة"}
    mended = hashiya("import", written("mended.jsonl", *rows), "--new-labels")
    assert (mended.status, mended.out) == (
        0,
        "mended.jsonl: 1 document, 2 rows added, 0 updated, 0 left as they were\n",
    )
    (one,) = documents(hashiya)
    assert words(one) == [
        ("entity", "ليلى", "accepted"),
        ("entity", "مدينة", "accepted"),
        ("city", "فاس", "accepted"),
    ]


def test_importing_again_refuses_the_same_and_adds_nothing(hashiya: Hashiya) -> None:
    name = written("in.jsonl", DOCCANO)
    hashiya("import", name, "--format", "doccano", "--lenient")
    before, lines = documents(hashiya), refused()
    again = hashiya("import", name, "--format", "doccano", "--lenient")
    assert again.status == 1
    assert again.out == "in.jsonl: 1 document, 0 rows added, 0 updated, 1 left as it was\n"
    assert (documents(hashiya), refused()) == (before, lines)
    assert sorted(path.name for path in Path().glob("*refused*")) == ["in.jsonl.refused.jsonl"]


def test_a_file_that_is_being_mended_stays(hashiya: Hashiya) -> None:
    name = written("in.jsonl", DOCCANO)
    written("in.jsonl.refused.jsonl", {"mine": True})
    result = hashiya("import", name, "--format", "doccano", "--lenient")
    assert refused() == [{"mine": True}]
    assert len(refused("in.jsonl.refused-2.jsonl")) == 2
    assert "in.jsonl.refused-2.jsonl" in result.err


def test_words_without_a_certain_place_are_an_orphan(hashiya: Hashiya) -> None:
    span = {"start": 0, "end": 4, "label": "entity", "text": "ليلى"}
    name = written("in.jsonl", {"id": "a", "text": "من ليلى؟ ليلى", "spans": [span]})
    assert hashiya("import", name, "--format", "documents").status == 1
    result = hashiya("import", name, "--format", "documents", "--lenient")
    assert result.status == 1
    assert result.err == ("in.jsonl: 1 annotation without a certain place: orphaned, in line 1\n")
    assert words(documents(hashiya)[0]) == [("entity", "ليلى", "orphaned")]
    assert not Path("in.jsonl.refused.jsonl").exists()


def span(name: str, start: int, end: int) -> dict[str, Any]:
    return {"id": name, "start": start, "end": end, "label": "entity"}


def arrows(made: list[dict[str, Any]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    places = {span["id"]: (span["start"], span["end"]) for one in made for span in one["spans"]}
    return [(places[one["from"]], places[one["to"]]) for each in made for one in each["links"]]


def test_links_are_refused_with_what_they_lead_to(hashiya: Hashiya) -> None:
    links = [
        {"id": "l1", "type": "r", "from": "s1", "to": "s2"},
        {"id": "l2", "type": "r", "from": "s1", "to": "bad"},
        {"id": "l3", "type": "r", "from": "bad", "to": "s1"},
        {"id": "l4", "type": "r", "from": "s1", "to": "nowhere"},
        {"id": "l5", "type": "r", "from": "s1", "to": "later"},
        {"id": "l6", "type": "r", "from": "gone", "to": "s1"},
    ]
    spans = [span("s1", 0, 4), span("s2", 5, 9), span("bad", 9, 9)]
    name = written(
        "in.jsonl",
        {"id": "a", "text": TEXT, "spans": spans, "links": links},
        {"id": "b", "text": TEXT, "spans": [span("later", 0, 4)], "links": []},
    )
    result = hashiya("import", name, "--format", "documents", "--lenient")
    assert result.status == 1
    kept = documents(hashiya)
    assert sorted(arrows(kept)) == [((0, 4), (0, 4)), ((0, 4), (5, 9))]
    rows = [row for row in refused() if row["links"]]
    assert sorted((row["start"], row["end"]) for row in rows) == [(0, 4), (0, 4), (9, 9)]
    (bad,) = [row["id"] for row in rows if row["start"] == 9]
    assert {link["target"] for row in rows for link in row["links"]} == {
        bad, "nowhere", kept[0]["spans"][0]["id"]
    }  # fmt: skip
    rows = [row | ({"end": 10} if row["id"] == bad else {}) for row in rows]
    mended = written("mended.jsonl", *(row for row in rows if "nowhere" not in str(row)))
    assert hashiya("import", mended).status == 0
    made = documents(hashiya)
    assert sorted(arrows(made)) == [
        ((0, 4), (0, 4)), ((0, 4), (5, 9)), ((0, 4), (9, 10)), ((9, 10), (0, 4)),
    ]  # fmt: skip
    whole = [span("s1", 0, 4), span("s2", 5, 9), span("bad", 9, 10)]
    del links[3], links[4]
    first: dict[str, Any] = {"id": "a", "text": TEXT, "spans": whole, "links": links}
    second = {"id": "b", "text": TEXT, "spans": [span("later", 0, 4)], "links": []}
    again = hashiya("import", written("whole.jsonl", first, second), "--format", "documents")
    assert ", 0 rows added, " in again.out


def test_an_id_of_another_document_is_refused_alone(hashiya: Hashiya) -> None:
    texts: list[dict[str, Any]] = [{"id": name, "text": TEXT, "spans": []} for name in ("a", "b")]
    hashiya("import", written("texts.jsonl", *texts), "--format", "documents")
    row = {"document_id": "a", "text": "زارت", "annotator": "x"}
    assert hashiya("import", written("one.jsonl", row | span(UID, 0, 4))).status == 0
    rows = [
        row | span(UID, 5, 9) | {"document_id": "b", "text": "ليلى"},
        row | span("t", 5, 9) | {"document_id": "b", "text": "ليلى"},
    ]
    result = hashiya("import", written("in.jsonl", *rows), "--lenient")
    assert (result.status, len(refused())) == (1, 1)
    assert [words(one) for one in documents(hashiya)] == [
        [("entity", "زارت", "accepted")],
        [("entity", "ليلى", "accepted")],
    ]


def test_a_row_met_under_another_name_is_a_layer_of_its_own(hashiya: Hashiya) -> None:
    texts = written("texts.jsonl", {"id": "a", "text": TEXT, "spans": []})
    hashiya("import", texts, "--format", "documents")
    row = {"document_id": "a", "links": [{"id": "l", "type": "r", "target": "s"}]}
    name = written("in.jsonl", row | span("s", 0, 4))
    outs = [hashiya("--annotator", who, "import", name).out for who in ("one", "two", "two")]
    assert [out.split(": ")[1] for out in outs] == [
        "1 document, 2 rows added, 0 updated, 0 left as they were\n",
        "1 document, 2 rows added, 0 updated, 0 left as they were\n",
        "1 document, 0 rows added, 0 updated, 2 left as they were\n",
    ]
    (one,) = documents(hashiya)
    assert sorted(each["annotator"] for each in one["spans"]) == ["one", "two"]
    assert all(link["from"] == link["to"] for link in one["links"])
    assert len({link["from"] for link in one["links"]}) == 2


@pytest.mark.parametrize("words", [(), ("--lenient",)])
def test_a_file_in_order_is_whole_with_and_without_it(
    hashiya: Hashiya, words: tuple[str, ...]
) -> None:
    name = written("in.jsonl", {"id": 1, "text": TEXT, "label": [[5, 9, "entity"]]})
    result = hashiya("import", name, "--format", "doccano", *words)
    assert (result.status, result.err) == (0, "")
    assert not Path("in.jsonl.refused.jsonl").exists()


def test_what_was_read_of_a_file_that_ends_early_comes_in(hashiya: Hashiya) -> None:
    rows = [{"id": n, "text": TEXT, "label": [[5, 9, "entity"]]} for n in (1, 2)]
    Path("in.json").write_text(json.dumps(rows)[:-9], encoding="utf-8")
    assert hashiya("import", "in.json", "--format", "doccano").status == 1
    assert documents(hashiya) == []
    result = hashiya("import", "in.json", "--format", "doccano", "--lenient")
    assert result.status == 1
    assert [one["id"] for one in documents(hashiya)] == ["1"]
    assert "not JSON: the file ends inside an item" in result.err


def test_a_review_that_differs_is_counted(hashiya: Hashiya) -> None:
    row = {"id": "a", "text": TEXT, "spans": [], "review": "approved"}
    name = written("in.jsonl", row)
    words = ("import", name, "--format", "documents")
    assert hashiya(*words).err == hashiya(*words).err == ""
    written("in.jsonl", row | {"review": "returned"})
    assert hashiya(*words).err == (
        "in.jsonl: 1 × documents that are there already and keep their own review, in line 1\n"
    )
    assert documents(hashiya)[0]["review"] == "approved"
