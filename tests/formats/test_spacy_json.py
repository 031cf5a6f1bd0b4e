"""Read as spaCy's own `Doc.char_span` would place them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.clients import blank
from tests.formats.damage import assert_one_clear_answer
from tests.formats.fixture import DATA, options
from tui.errors import ExchangeError
from tui.formats import spacy_json
from tui.formats.registry import ImportRun
from tui.model import AnnotatedDocument

TEXT = "😀 زارت ليلى فاس"
TRAIN: list[Any] = [[TEXT, {"entities": [[7, 11, "PER"], [12, 15, "LOC"]], "cats": {"سفر": 1.0}}]]


def imported(path: Path) -> tuple[list[AnnotatedDocument], dict[str, int]]:
    run = ImportRun(path, options())
    assert run.format.name == "spacy-json"
    return [one.document for one in run], run.report.warnings


@pytest.mark.parametrize("name", ["train.json", "annotator.json", "dataturks.json"])
def test_every_shape_is_known_by_its_looks(name: str) -> None:
    (one,), _ = imported(DATA / "tools" / "spacy-json" / name)
    assert one.text == "زارت ليلى فاس"
    assert ("PER", "ليلى") in [(a.label, a.text) for a in one.annotations]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("wrapped", [False, True])
def test_offsets_are_those_of_char_span(tmp_path: Path, indent: int | None, wrapped: bool) -> None:
    value = {"classes": ["PER", "LOC", "ORG"], "annotations": [*TRAIN, None]} if wrapped else TRAIN
    path = tmp_path / "train.json"
    path.write_text(json.dumps(value, indent=indent), encoding="utf-8")
    (one,), warnings = imported(path)
    doc = blank()(TEXT)
    wanted = [doc.char_span(*entity).text for entity in TRAIN[0][1]["entities"]]
    assert [a.text for a in one.annotations] == wanted
    assert (one.id, one.meta) == ("train.json#1", {"cats": {"سفر": 1.0}})
    kinds = {"classes that no annotation has: left out": 1, "records without a text: left out": 1}
    assert warnings == (kinds if wrapped else {})
    again = imported(path)[0][0]
    assert [a.id for a in again.annotations] == [a.id for a in one.annotations]


def test_dataturks_ends_are_inclusive_and_every_label_is_an_annotation(tmp_path: Path) -> None:
    point = {"start": 7, "end": 10, "text": "ليلى"}
    record = {
        "content": TEXT,
        "annotation": [{"label": ["PER", "NAME"], "points": [point]}],
        "extras": None,
        "metadata": {"status": "done"},
    }
    path = tmp_path / "x.json"
    bare = record | {"annotation": [{"label": [], "points": [point], "by": "x"}]}
    path.write_text(json.dumps(bare), encoding="utf-8")
    assert [list(one.annotations) for one in imported(path)[0]] == [[]]
    assert imported(path)[1] == {
        "annotations without a label: left out": 1,
        "other fields of annotations: left out": 1,
    }
    path.write_text(f"{json.dumps(record)}\n{json.dumps(record)}\n", encoding="utf-8")
    found, warnings = imported(path)
    for one in found:
        assert sorted((a.label, a.text) for a in one.annotations) == [
            ("NAME", "ليلى"),
            ("PER", "ليلى"),
        ]
    assert len(found) == 2
    assert found[0].meta == {"metadata": {"status": "done"}}
    assert warnings == {}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([["x"]], "record 1 is not a text and its annotations"),
        ([["x", []]], "record 1 is not an object but a list"),
        ([["x", {"entities": [[0, 1]]}]], r"entities\[0\] is not \[start, end, label\]"),
        ([["x", {"entities": [[0, 9, "A"]]}]], "goes past the end of the text"),
    ],
)
def test_what_is_not_in_order_is_refused(tmp_path: Path, value: Any, message: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(ExchangeError, match=message):
        list(ImportRun(path, options(), "spacy-json"))


@pytest.mark.slow
@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_clear_words(data: Any) -> None:
    point = {"label": ["PER"], "points": [{"start": 7, "end": 10, "text": "ليلى"}]}
    shapes: list[Any] = [
        TRAIN,
        {"classes": ["PER"], "annotations": TRAIN},
        {"content": TEXT, "annotation": [point]},
    ]
    raw = json.dumps(data.draw(st.sampled_from(shapes)), ensure_ascii=False).encode()
    assert_one_clear_answer(data, spacy_json.read, raw)
