import csv
import io
import json
from typing import Any

from hypothesis import given

from tests.formats.clients import pd
from tests.formats.fixture import Maker, assert_golden, covered, hard_records, record, written
from tests.formats.strategies import records
from tui.formats import csv as csv_format
from tui.formats import jsonl
from tui.formats.shared.losses import NUMBER_IDS
from tui.model import AnnotatedDocument


def in_pandas(raw: bytes, **more: Any) -> Any:
    return pd.read_csv(io.BytesIO(raw), **more)


def as_text(raw: bytes) -> Any:
    return in_pandas(raw, dtype=str, keep_default_na=False)


def test_the_golden_export_is_unchanged() -> None:
    raw, losses = written(csv_format.write, hard_records())
    assert_golden("annotations.csv", raw)
    assert losses.lost == written(jsonl.write, hard_records())[1].lost
    assert not raw.startswith(b"\xef\xbb\xbf")


def test_pandas_reads_every_annotation() -> None:
    made = hard_records()
    texts = {one.id: one.text for one in made}
    frame = as_text(written(csv_format.write, made)[0])
    assert list(zip(frame["label"], frame["text"], strict=True)) == list(covered(made))
    for _, row in frame.iterrows():
        assert texts[row["document_id"]][int(row["start"]) : int(row["end"])] == row["text"]
        assert isinstance(json.loads(row["attributes"]), dict)
        assert isinstance(json.loads(row["links"]), list)
    assert "سطر أول\nسطر «ثانٍ»\r\n\tثالث" in list(frame["note"])


def test_ids_stay_text_in_pandas_but_for_documents_whose_id_is_a_number() -> None:
    mark = Maker("قال")
    mark("قال", "cue")
    raw, losses = written(csv_format.write, [record("007", mark)])
    frame = in_pandas(raw)
    assert isinstance(frame["id"][0], str)
    assert frame["document_id"][0] == 7
    assert losses.remarks == {NUMBER_IDS: 1}
    assert as_text(raw)["document_id"][0] == "007"


def test_context_adds_columns() -> None:
    frame = as_text(written(csv_format.write, hard_records(), context=True)[0])
    assert list(frame.columns)[-3:] == ["sentence", "sentence_start", "meta"]
    assert all(
        text in sentence for text, sentence in zip(frame["text"], frame["sentence"], strict=True)
    )


@given(records())
def test_rows_hold_what_the_lines_of_jsonl_hold(made: list[AnnotatedDocument]) -> None:
    raw, _ = written(csv_format.write, made)
    rows = list(csv.DictReader(io.StringIO(raw.decode(), newline="")))
    lines = [json.loads(x) for x in written(jsonl.write, made)[0].split(b"\n")[:-1]]
    for row, line in zip(rows, lines, strict=True):
        row_values = [
            json.loads(value) if key in ("attributes", "links", "start", "end") else value
            for key, value in row.items()
        ]
        assert row_values == list(line.values())
