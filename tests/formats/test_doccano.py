"""Compared with the importer of doccano 1.8.4, which cannot be installed with this project.

Read in its source: data_import/pipeline/labels.py (which spans it keeps), label.py (types of the
fields), makers.py (what becomes meta), and the frontend, whose JavaScript counts UTF-16 units.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.formats.fixture import (
    Maker,
    assert_golden,
    covered,
    hard_records,
    link,
    options,
    read_back,
    record,
    written,
)
from tests.formats.strategies import records
from tui.choices import Unit
from tui.errors import ExchangeError
from tui.formats import doccano
from tui.formats.registry import ImportRun
from tui.formats.shared.losses import CLUSTERS, FAR_LINKS, LINKS, NOTES, ORPHANS, TEXTLESS_DOCUMENTS
from tui.model import AnnotatedDocument

DROPS = "annotations that doccano drops in silence unless the project allows overlaps"
FAILS = "relations of such annotations: without overlaps allowed, doccano's import fails"

Example = dict[str, Any]


def examples_of(made: list[AnnotatedDocument], **more: Any) -> list[Example]:
    return [json.loads(line) for line in written(doccano.write, made, **more)[0].split(b"\n")[:-1]]


def doccano_spans(example: Example) -> list[tuple[int, int, str]]:
    """The spans that pass doccano's models; those that do not, it drops without a word."""
    spans = [tuple(one) for one in example.get("label", [])]
    for one in example.get("entities", []):
        assert type(one["id"]) is int
        spans.append((one["start_offset"], one["end_offset"], one["label"]))
    return [span for span in spans if 0 <= span[0] < span[1] and span[2]]


def without_overlaps(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Spans.clean of a project that does not allow overlaps."""
    kept, last = [], -1
    for span in sorted(spans, key=lambda one: one[0]):
        if span[0] >= last:
            last = span[1]
            kept.append(span)
    return kept


def in_javascript(text: str, start: int, end: int) -> str:
    """text.slice(start, end) as the page does it."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@pytest.mark.parametrize("relations", [False, True])
def test_the_golden_export_is_unchanged(relations: bool) -> None:
    raw, losses = written(doccano.write, hard_records(), relations=relations)
    assert_golden(f"doccano{'-relations' if relations else ''}.jsonl", raw)
    assert losses.lost[NOTES] == 4
    assert losses.lost[LINKS] == (0 if relations else 3)


@pytest.mark.parametrize("relations", [False, True])
def test_doccanos_page_shows_every_annotation(relations: bool) -> None:
    examples = examples_of(hard_records(), relations=relations)
    found = [
        (label, in_javascript(example["text"], start, end))
        for example in examples
        for start, end, label in doccano_spans(example)
    ]
    assert found == list(covered(hard_records()))


def test_what_doccano_would_drop_is_counted() -> None:
    _, losses = written(doccano.write, hard_records())
    dropped = [
        len(doccano_spans(one)) - len(without_overlaps(doccano_spans(one)))
        for one in examples_of(hard_records())
    ]
    assert losses.remarks[DROPS] == sum(dropped) > 0
    assert FAILS not in losses.remarks
    _, losses = written(doccano.write, hard_records(), relations=True)
    assert losses.remarks[FAILS] == 2


def test_relations_lead_to_entities_that_are_there() -> None:
    ends = []
    for example in examples_of(hard_records(), relations=True):
        texts = {one["id"]: one for one in example["entities"]}
        for one in example["relations"]:
            head = texts[one["from_id"]]
            ends.append((one["type"], head["label"], texts[one["to_id"]]["label"]))
    assert ends == [
        ("speaker", "quote", "entity"),
        ("coreference", "entity", "entity"),
        ("source", "claim", "entity"),
    ]


def test_a_link_to_another_document_is_left_out_and_counted() -> None:
    made = hard_records()
    far = made[1].annotations[0].id
    mark = Maker("قال")
    here = mark("قال", "cue", id="here")
    other = record("z", mark, (link(1, "repeats", here, far),))
    raw, losses = written(doccano.write, [other], relations=True)
    assert json.loads(raw)["relations"] == []
    assert losses.lost[FAR_LINKS] == 1


def test_an_empty_text_which_doccano_refuses_is_left_out() -> None:
    raw, losses = written(doccano.write, [record("e", Maker(""))])
    assert raw == b""
    assert losses.lost == {TEXTLESS_DOCUMENTS: 1}


def test_every_example_has_the_same_keys() -> None:
    for relations in (False, True):
        assert len({tuple(e) for e in examples_of(hard_records(), relations=relations)}) == 1


@pytest.mark.parametrize(
    ("unit", "start", "end"),
    [
        (Unit.UTF16, 9, 13),
        (Unit.CODEPOINT, 6, 10),
        (Unit.BYTE, 19, 27),
        (Unit.GRAPHEME, 2, 6),
    ],
)
def test_offsets_count_what_is_asked_for(unit: Unit, start: int, end: int) -> None:
    mark = Maker("👩‍👩‍👧 أحمد")
    mark("أحمد", "entity")
    made = [record("d", mark)]
    assert examples_of(made, unit=unit)[0]["label"] == [[start, end, "entity"]]
    raw, _ = written(doccano.write, made, unit=unit)
    assert list(covered(read_back(doccano.read, raw, [], unit=unit))) == [("entity", "أحمد")]


def test_counted_in_graphemes_an_annotation_takes_in_those_that_it_cuts() -> None:
    mark = Maker("بَب")
    mark("ب", "entity")
    raw, losses = written(doccano.write, [record("d", mark)], unit=Unit.GRAPHEME)
    assert json.loads(raw)["label"] == [[0, 1, "entity"]]
    assert losses.remarks[CLUSTERS] == 1


@given(records())
def test_bounds_labels_and_documents_survive(made: list[AnnotatedDocument]) -> None:
    raw, losses = written(doccano.write, made, relations=True)
    back = read_back(doccano.read, raw, [])
    assert len(back) == len(made) - losses.lost[TEXTLESS_DOCUMENTS]
    assert len(list(covered(back))) == sum(len(m.annotations) for m in made) - losses.lost[ORPHANS]
    kept = [one for one in made if one.text]
    for one, before in zip(back, kept, strict=True):
        assert (one.id, one.title, one.source, one.text, one.meta) == (
            before.id, before.title, before.source, before.text, before.meta,
        )  # fmt: skip
        places = [(s.start, s.end, s.label) for s in before.annotations if s.status != "orphaned"]
        assert sorted((s.start, s.end, s.label) for s in one.annotations) == sorted(places)


def test_an_export_of_doccanos_own_is_read() -> None:
    theirs = {
        "id": 12,
        "text": "😀 Google was founded by Larry Page.",
        "entities": [
            {"id": 7, "label": "ORG", "start_offset": 3, "end_offset": 9},
            {"id": 9, "label": "PERSON", "start_offset": 25, "end_offset": 35},
        ],
        "relations": [{"id": 1, "from_id": 7, "to_id": 9, "type": "foundedBy"}],
        "Comments": [],
    }
    (one,) = read_back(doccano.read, json.dumps(theirs).encode(), [])
    assert list(covered([one])) == [("ORG", "Google"), ("PERSON", "Larry Page")]
    assert [link.type for link in one.links] == ["foundedBy"]
    assert (one.id, one.meta) == ("12", {"Comments": []})


@pytest.mark.parametrize(
    ("label", "message"),
    [
        (["pos"], r"label\[0\] is not \[start, end, label\]"),
        ([[0, "1", "X"]], r'label\[0\]: "end_offset" is not a whole number'),
        ([[0, 1, "X"]], "inside a character"),
        ([[0, 9, "X"]], "goes past the end"),
    ],
)
def test_what_is_no_annotation_is_refused(label: list[Any], message: str) -> None:
    raw = json.dumps({"text": "😀 a", "label": label}).encode()
    with pytest.raises(ExchangeError, match=message):
        read_back(doccano.read, raw, [])


@pytest.mark.parametrize(
    ("meta", "kept"), [('{"k": 1}', {"k": 1}), ("free words", {"meta": "free words"}), ("", {})]
)
def test_the_meta_of_older_versions_is_a_text(meta: str, kept: dict[str, Any]) -> None:
    raw = json.dumps({"id": 1, "text": "نص", "labels": [[0, 2, "x"]], "meta": meta}).encode()
    (one,) = read_back(doccano.read, raw, [])
    assert dict(one.meta) == kept


def test_every_field_of_an_entity_is_stored_or_counted(tmp_path: Path) -> None:
    entity = {
        "id": 3, "label": "x", "start_offset": 0, "end_offset": 4, "user": 7, "prob": 0.5,
        "manual": True, "created_at": "2024-01-02T10:00:00Z", "updated_at": 1_700_000_000,
    }  # fmt: skip
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"text": "قالت", "entities": [entity]}), encoding="utf-8")
    run = ImportRun(path, options())
    ((made,),) = [one.document.annotations for one in run]
    assert (made.annotator, made.created_at) == ("7", "2024-01-02T10:00:00Z")
    assert made.updated_at == "2023-11-14T22:13:20.000000Z"
    assert run.report.warnings == {"other fields of annotations: left out": 2}


def test_ids_and_labels_that_pandas_made_floats_are_whole_numbers(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(
        '{"id": 1.0, "text": "زارت ليلى", "label": [[5.0, 9.0, "PER"]]}\n'
        '{"id": NaN, "text": "عاد عمر", "label": [[4.0, 7.0, 8.0]]}\n',
        encoding="utf-8",
    )
    found = [one.document for one in ImportRun(path, options())]
    assert [(one.id, [(s.label, s.text) for s in one.annotations]) for one in found] == [
        ("1", [("PER", "ليلى")]),
        ("in.jsonl#2", [("8", "عمر")]),
    ]
