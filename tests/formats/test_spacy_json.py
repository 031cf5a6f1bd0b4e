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


def test_a_text_and_its_entities_may_be_one_line(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    second = ["عاد عمر", {"entities": []}]
    path.write_text(f"{json.dumps(TRAIN[0])}\n\n{json.dumps(second)}\n", encoding="utf-8")
    found, _ = imported(path)
    assert [(one.id, one.text) for one in found] == [
        ("train.jsonl#1", TEXT),
        ("train.jsonl#3", "عاد عمر"),
    ]
    assert [a.text for a in found[0].annotations] == ["ليلى", "فاس"]
    path.write_text(f'{json.dumps(TRAIN[0])}\n["x"]\n', encoding="utf-8")
    with pytest.raises(ExchangeError, match="jsonl:2: the record is not a text and its anno"):
        imported(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("value", [TRAIN, TRAIN[0]])
def test_other_encodings_are_recognised(tmp_path: Path, encoding: str, value: Any) -> None:
    path = tmp_path / "train.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding=encoding)
    (one,), _ = imported(path)
    assert [a.text for a in one.annotations] == ["ليلى", "فاس"]


def test_what_spacys_doc_to_json_gives_is_read(tmp_path: Path) -> None:
    doc = blank()(TEXT)
    doc.ents = [doc.char_span(7, 11, "PER"), doc.char_span(12, 15, "LOC")]
    doc.spans["sc"] = [doc.char_span(7, 15, "CLAIM", kb_id="Q1"), doc.char_span(12, 15, "LOC")]
    doc.spans["mine"] = [doc.char_span(2, 6, "VERB")]
    doc.cats = {"سفر": 1.0}
    path = tmp_path / "doc.json"
    for text in (json.dumps(doc.to_json()), json.dumps([doc.to_json()], indent=1)):
        path.write_text(text, encoding="utf-8")
        (one,), warnings = imported(path)
        assert (one.text, one.meta["cats"]) == (TEXT, {"سفر": 1.0})
        assert sorted((a.label, a.text, dict(a.attributes)) for a in one.annotations) == [
            ("CLAIM", "ليلى فاس", {"kb_id": "Q1"}),
            ("LOC", "فاس", {}),
            ("PER", "ليلى", {}),
            ("VERB", "زارت", {"group": "mine"}),
        ]
        assert warnings == {"texts with tokens or sentences of their own: left out": 1}


def test_what_displacy_shows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    ents = [{"start": 7, "end": 11, "label": "PER"}]
    path.write_text(json.dumps({"text": TEXT, "ents": ents, "title": "عنوان"}), encoding="utf-8")
    (one,), warnings = imported(path)
    assert ([a.text for a in one.annotations], one.title, warnings) == (["ليلى"], "عنوان", {})


def test_the_training_format_of_spacy_2_is_read_as_spacy_reads_it(tmp_path: Path) -> None:
    training = pytest.importorskip("spacy.training")
    doc = blank()(TEXT)
    doc.ents = [doc.char_span(7, 11, "PER"), doc.char_span(12, 15, "LOC")]
    for token in doc:
        token.is_sent_start = token.i == 0
    article = training.docs_to_json([doc, doc], doc_id=7)
    path = tmp_path / "train.json"
    path.write_text(json.dumps([article]), encoding="utf-8")
    found, _ = imported(path)
    assert [one.id for one in found] == ["train.json#1", "train.json#2"]
    for one in found:
        assert one.text == TEXT
        assert [(a.label, a.text) for a in one.annotations] == [("PER", "ليلى"), ("LOC", "فاس")]


def test_an_article_of_spacy_2_without_a_text_is_its_tokens(tmp_path: Path) -> None:
    tokens = [
        {"id": number, "orth": word, "ner": ner, "tag": "N"}
        for number, (word, ner) in enumerate(
            [("زارت", "O"), ("ليلى", "B-PER"), ("علي", "L-PER"), ("فاس", "U-LOC"), (".", "-")]
        )
    ]
    paragraph: dict[str, Any] = {"sentences": [{"tokens": tokens[:2]}, {"tokens": tokens[2:]}]}
    path = tmp_path / "train.json"
    path.write_text(json.dumps([{"id": 7, "paragraphs": [paragraph]}]), encoding="utf-8")
    (one,), warnings = imported(path)
    assert (one.id, one.text) == ("7", "زارت ليلى علي فاس .")
    assert [(a.label, a.text) for a in one.annotations] == [("PER", "ليلى علي"), ("LOC", "فاس")]
    assert warnings == {
        "texts put together from tokens, one space between two": 1,
        "texts with tokens or sentences of their own: left out": 1,
    }
    path.write_text(json.dumps([{"paragraphs": [paragraph | {"raw": "x"}]}]), encoding="utf-8")
    with pytest.raises(ExchangeError, match="does not contain the token 'زارت' in its place"):
        imported(path)


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
        {"text": TEXT, "ents": [{"start": 7, "end": 11, "label": "PER"}], "spans": {"sc": []}},
        {
            "paragraphs": [
                {"raw": TEXT, "sentences": [{"tokens": [{"orth": "ليلى", "ner": "U-P"}]}]}
            ]
        },
    ]
    raw = json.dumps(data.draw(st.sampled_from(shapes)), ensure_ascii=False).encode()
    assert_one_clear_answer(data, spacy_json.read, raw)
