import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.formats.clients import pd
from tests.formats.fixture import (
    assert_golden,
    hard_records,
    options,
    read_back,
    report,
    written,
)
from tests.formats.strategies import records, texts
from tui.formats import jsonl
from tui.formats.jsonl import Sentences
from tui.formats.shared.losses import EMPTY_DOCUMENTS, LINK_DETAILS, META, ORIGINS, PROGRESS
from tui.model import AnnotatedDocument

KEYS = [
    "id", "document_id", "document_title", "document_sha256", "label", "start", "end", "text",
    "prefix", "suffix", "attributes", "note", "links", "annotator", "status", "created_at",
    "updated_at",
]  # fmt: skip


def rows_of(made: list[AnnotatedDocument], **more: bool) -> list[dict[str, object]]:
    raw, _ = written(jsonl.write, made, **more)
    return [json.loads(line) for line in raw.split(b"\n")[:-1]]


def test_the_golden_export_is_unchanged() -> None:
    raw, losses = written(jsonl.write, hard_records())
    assert_golden("annotations.jsonl", raw)
    assert losses.lost == {
        EMPTY_DOCUMENTS: 1, META: 2, PROGRESS: 3, ORIGINS: 1, LINK_DETAILS: 3,
    }  # fmt: skip


def test_the_seventeen_keys_stand_in_order_in_every_line() -> None:
    rows = rows_of(hard_records())
    assert all(list(row) == KEYS for row in rows)


def test_links_name_their_targets() -> None:
    rows = {row["id"]: row for row in rows_of(hard_records())}
    links = [(row["label"], link) for row in rows.values() for link in row["links"]]  # type: ignore[attr-defined]  # a list
    assert {(label, link["type"], rows[link["target"]]["text"]) for label, link in links} == {
        ("quote", "speaker", "الرَّئيسُ أحمد علي"),
        ("entity", "coreference", "أحمد علي"),
        ("claim", "source", "الرَّئيسُ أحمد علي"),
    }


def test_context_adds_the_sentence_and_the_meta_at_the_end() -> None:
    for row in rows_of(hard_records(), context=True):
        assert list(row) == [*KEYS, "sentence", "sentence_start", "meta"]
        sentence, start = str(row["sentence"]), int(str(row["start"]))
        begin = start - int(str(row["sentence_start"]))
        assert sentence[begin : begin + len(str(row["text"]))] == row["text"]


def test_reading_finds_the_documents_of_the_database(tmp_path: Path) -> None:
    made = hard_records()
    raw, _ = written(jsonl.write, made)
    back = read_back(jsonl.read, raw, made)
    assert [one.id for one in back] == [one.id for one in made if one.annotations]
    for one, before in zip(back, made[1:], strict=True):
        assert [span.text for span in one.annotations] == [span.text for span in before.annotations]
        assert [link.id for link in one.links] == [link.id for link in before.links]


@given(records())
def test_only_what_is_said_to_be_lost_is_lost(made: list[AnnotatedDocument]) -> None:
    raw, losses = written(jsonl.write, made)
    back = read_back(jsonl.read, raw, made)
    assert len(back) == len(made) - losses.lost[EMPTY_DOCUMENTS]
    assert raw == written(jsonl.write, back)[0]


def test_annotations_of_one_document_may_come_apart(tmp_path: Path) -> None:
    made = hard_records()
    raw, _ = written(jsonl.write, made)
    path = tmp_path / "shuffled.jsonl"
    lines = raw.decode().split("\n")[:-1]
    path.write_text("\n".join(sorted(lines, key=lambda line: line[5:45])), encoding="utf-8")
    found = [one.document for one in jsonl.read(report(path), options(made))]
    ids = {span.id for one in made for span in one.annotations}
    assert {span.id for one in found for span in one.annotations} == ids
    assert sum(len(one.links) for one in found) == 3


def test_pandas_reads_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(written(jsonl.write, hard_records())[0])
    frame = pd.read_json(path, lines=True)
    texts = {one.id: one.text for one in hard_records()}
    assert list(frame.columns) == KEYS
    assert [
        texts[row["document_id"]][row["start"] : row["end"]] for _, row in frame.iterrows()
    ] == (list(frame["text"]))


@given(texts, st.data())
def test_the_sentence_around_a_span_holds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = Sentences(text).around(start, end)
    assert found.start <= start <= end <= found.end


def test_the_sentence_around_a_span_is_no_larger_than_it_must_be() -> None:
    text = "جاء علي. ذهب عمر. عاد."
    around = Sentences(text).around
    assert around(4, 7).of(text) == "جاء علي."
    assert around(9, 16).of(text) == "ذهب عمر."
    assert around(4, 12).of(text) == "جاء علي. ذهب عمر."
