import json
import sqlite3
from pathlib import Path

from hypothesis import given

from tests.formats.clients import pd
from tests.formats.fixture import assert_golden, hard_records, read_back, written
from tests.formats.strategies import records
from tui.formats import documents
from tui.model import AnnotatedDocument
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
