import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from tests.formats.clients import pd
from tests.formats.fixture import (
    CHANGED,
    MADE,
    assert_golden,
    hard_records,
    read_back,
    uid,
    written,
)
from tests.formats.strategies import records
from tui.errors import ExchangeError
from tui.formats import documents
from tui.formats.shared.exchange_options import keys_of
from tui.model import AnnotatedDocument, Comment, Decision, sha256_of
from tui.sources.json_values import quoted


def lines_of(made: list[AnnotatedDocument]) -> bytes:
    return written(documents.write, made)[0]


def test_the_golden_export_is_unchanged() -> None:
    raw, losses = written(documents.write, hard_records())
    assert_golden("documents.jsonl", raw)
    assert not losses.lost


def test_reading_gives_back_the_records_themselves() -> None:
    raw = lines_of(hard_records())
    assert read_back(documents.read, raw, []) == hard_records()


@given(records())
def test_writing_reading_and_writing_again_gives_the_same_bytes(
    made: list[AnnotatedDocument],
) -> None:
    raw = lines_of(made)
    assert lines_of(read_back(documents.read, raw, [])) == raw


def test_keys_stand_in_the_order_of_the_contract() -> None:
    document = json.loads(lines_of(hard_records()[1:2]))
    assert list(document) == [
        "id", "title", "source", "sha256", "meta", "text", "spans", "links", "progress",
    ]  # fmt: skip
    assert list(document["spans"][0]) == [
        "id", "start", "end", "label", "text", "attributes", "note", "annotator", "status",
        "created_at", "updated_at",
    ]  # fmt: skip
    assert list(document["links"][0]) == [
        "id", "type", "from", "to", "annotator", "status", "created_at", "updated_at",
    ]  # fmt: skip


def test_every_document_has_the_same_keys_and_types() -> None:
    lines = [json.loads(line) for line in lines_of(hard_records()).split(b"\n")[:-1]]
    kinds = [{key: type(value) for key, value in line.items()} for line in lines]
    assert len(kinds) == 4
    assert all(kind == kinds[0] for kind in kinds)


def test_nothing_but_control_characters_and_json_signs_is_escaped() -> None:
    raw = lines_of(hard_records()).decode()
    assert not raw.startswith("\ufeff")
    assert "الرَّئيسُ" in raw
    assert {json.loads(f'"{e}"') for e in _escapes(raw)} <= set('\x00\t\n\r"\\')


def _escapes(raw: str) -> set[str]:
    found, at = set(), 0
    while (at := raw.find("\\", at)) >= 0:
        size = 6 if raw[at + 1] == "u" else 2
        found.add(raw[at : at + size])
        at += size
    return found


def test_strings_are_written_as_sqlites_json_object_writes_them() -> None:
    every = [chr(code) for code in (*range(0x3000), 0xFEFF, 0xFFFD, 0xFFFF, 0x1F600, 0x10FFFF)]
    with sqlite3.connect(":memory:") as db:
        for text in every:
            (made,) = db.execute("SELECT json_object('k', ?)", (text,)).fetchone()
            assert made == f'{{"k":{quoted(text)}}}'
    db.close()


def test_pandas_reads_the_file(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(lines_of(hard_records()))
    frame = pd.read_json(path, lines=True, dtype=False)
    assert list(frame["id"]) == [one.id for one in hard_records()]
    texts = [
        row.text[span["start"] : span["end"]] == span["text"]
        for row in frame.itertuples()
        for span in row.spans
    ]
    assert len(texts) == sum(len(one.annotations) for one in hard_records())
    assert all(texts)


def reviewed_records() -> list[AnnotatedDocument]:
    """The hard records with fragments, scores, comments, a review and a decision."""
    first, news, *others = hard_records()
    spans = list(news.annotations)
    hull = spans[1]
    parts = ((hull.start, hull.start + 3), (hull.end - 2, hull.end))
    spans[1] = replace(hull, fragments=parts, score=0.1 + 0.2)
    spans[2] = replace(spans[2], score=1.0)
    flag = Comment(uid(1), news.id, hull.id, None, "flag", "mona", "", MADE, MADE, MADE)
    comment = Comment(uid(2), news.id, None, None, "comment", "sami", "هل؟", MADE, CHANGED)
    answer = Comment(uid(3), news.id, None, uid(2), "comment", "mona", "نعم", MADE, CHANGED)
    decision = Decision(
        uid(4), news.id, "huda", "label", f"{uid(7)} {uid(8)}", "cue", MADE, CHANGED
    )
    changed = replace(
        news,
        annotations=tuple(spans),
        review="returned",
        comments=(flag, comment, answer),
        decisions=(decision,),
    )
    return [first, changed, *others]


def test_fragments_scores_and_reviews_are_in_every_line_of_an_export_with_any() -> None:
    made = reviewed_records()
    raw, losses = written(documents.write, made, keys=keys_of(made))
    assert not losses.lost
    lines = [json.loads(line) for line in raw.split(b"\n")[:-1]]
    assert {tuple(one)[-4:] for one in lines} == {("progress", "comments", "review", "decisions")}
    spans = [span for one in lines for span in one["spans"]]
    assert {tuple(span)[4:6] for span in spans} == {("text", "fragments")}
    assert {tuple(span)[9:11] for span in spans} == {("status", "score")}
    assert read_back(documents.read, raw, []) == made


def test_without_them_the_keys_are_the_old_ones() -> None:
    made = hard_records()
    assert keys_of(made) == (False, False, False)
    assert written(documents.write, made, keys=keys_of(made))[0] == lines_of(made)


def test_fragments_that_do_not_fit_their_annotation_are_refused() -> None:
    line = json.loads(lines_of(reviewed_records()[1:2]))
    (span,) = [one for one in line["spans"] if one.get("fragments")]
    start, end = span["start"], span["end"]
    for fragments, said in (
        ([[start, start + 3]], "are not in order"),
        ([[start + 1, start + 3], [end - 2, end]], "are not in order"),
        ([[end - 2, end], [start, start + 3]], "are not in order"),
        ([[start, start], [end - 2, end]], "covers nothing"),
        ([[start, end, 1]], r"is not \[start, end\]"),
        ([[start, "x"]], '"end" is not a whole number'),
    ):
        span["fragments"] = fragments
        with pytest.raises(ExchangeError, match=said):
            read_back(documents.read, json.dumps(line).encode(), [])


def test_fragments_that_touch_are_joined() -> None:
    line = json.loads(lines_of(reviewed_records()[1:2]))
    (span,) = [one for one in line["spans"] if one.get("fragments")]
    start, end = span["start"], span["end"]
    for fragments, expected in (
        ([[start, start + 3], [start + 3, end]], None),
        (
            [[start, start + 1], [start + 1, start + 3], [end - 2, end]],
            ((start, start + 3), (end - 2, end)),
        ),
        ([[start, end]], ((start, end),)),
    ):
        span["fragments"] = fragments
        (back,) = read_back(documents.read, json.dumps(line).encode(), [])
        (one,) = [one for one in back.annotations if one.id == span["id"]]
        assert one.fragments == expected


def test_fragments_move_with_their_annotation() -> None:
    made = reviewed_records()[1]
    line = json.loads(lines_of([made]))
    line["sha256"], text = "0" * 64, line.pop("text")
    longer = replace(made, text=f"وقال: {text}", sha256=sha256_of(f"وقال: {text}"))
    for one in line["spans"]:
        one["prefix"], one["suffix"] = "", ""
    line["spans"] = [one for one in line["spans"] if one["fragments"]]
    line["links"], line["comments"] = [], []
    (back,) = read_back(documents.read, json.dumps(line).encode(), [longer])
    ((annotation,), (before,)) = (
        [one for one in each.annotations if one.fragments] for each in (back, made)
    )
    assert annotation.fragments is not None
    assert before.fragments is not None
    words = [longer.text[start:end] for start, end in annotation.fragments]
    assert words == [made.text[start:end] for start, end in before.fragments]
    assert annotation.start == before.start + len("وقال: ")
