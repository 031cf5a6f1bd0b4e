"""Results follow the rules by which Label Studio's SDK validates them against a configuration.

They are those of `LabelInterface` in label-studio-sdk 2.1, which is half a gigabyte to install:
each result names a control and an object of the configuration, its type is the control's tag,
its labels and choices are the control's, and a relation's ends are regions of the same list.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given

from tests.formats.fixture import (
    LABELS,
    assert_golden,
    covered,
    hard_records,
    options,
    read_back,
    report,
    written,
)
from tests.formats.strategies import records
from tui.errors import ExchangeError
from tui.formats.label_studio import reader, writer
from tui.formats.label_studio.writer import config
from tui.formats.shared.label_usage import Usage
from tui.formats.shared.losses import (
    ATTRIBUTES,
    FAR_LINKS,
    LINK_DETAILS,
    ORPHANS,
    PROGRESS,
    RETYPED,
)
from tui.model import AnnotatedDocument

Task = dict[str, Any]
Result = dict[str, Any]


def tasks_of(made: list[AnnotatedDocument], **more: Any) -> list[Task]:
    tasks: list[Task] = json.loads(written(writer.write, made, **more)[0])
    return tasks


def results_of(task: Task) -> list[list[Result]]:
    return [one["result"] for one in task["annotations"] + task["predictions"]]


def config_of(made: list[AnnotatedDocument]) -> bytes:
    usage = Usage(LABELS)
    for one in made:
        usage.count(one)
    return config(usage)


class Rules:
    """The rules of the SDK's LabelInterface for a list of results."""

    def __init__(self, xml: bytes) -> None:
        root = fromstring(xml)
        self.controls = {one.get("name"): one for one in root if one.get("toName")}
        self.objects = {one.get("name") for one in root if one.get("value", "").startswith("$")}
        assert all(one.get("toName") in self.objects for one in self.controls.values())
        names = [one.get("name") for one in root if one.get("name")]
        assert len(names) == len(set(names))

    def faults(self, results: list[Result]) -> list[str]:
        regions = {one["id"] for one in results if one["type"] != "relation"}
        found = []
        for one in results:
            if one["type"] == "relation":
                if not {one["from_id"], one["to_id"]} <= regions:
                    found.append("an end of a relation is not a region")
                if one["direction"] not in ("left", "right", "bi"):
                    found.append("no direction")
            else:
                found += self._region_faults(one)
        return found

    def _region_faults(self, one: Result) -> list[str]:
        control = self.controls.get(one["from_name"])
        if control is None or one["to_name"] not in self.objects:
            return [f"{one['from_name']} is not a control"]
        value, kind = one["value"], control.tag.lower()
        if one["type"] != kind:
            return [f"{one['type']} is not {kind}"]
        assert type(value["start"]) is int
        assert type(value["end"]) is int
        allowed = {choice.get("value") for choice in control}
        chosen = value[kind] if kind in ("labels", "choices") else []
        return [f"{choice} is no {kind}" for choice in chosen if choice not in allowed]


def test_the_golden_export_is_unchanged() -> None:
    raw, losses = written(writer.write, hard_records())
    assert_golden("label-studio.json", raw)
    assert_golden("label-studio.config.xml", config_of(hard_records()))
    assert losses.lost == {PROGRESS: 3, LINK_DETAILS: 3}


def test_every_result_fits_the_configuration() -> None:
    rules = Rules(config_of(hard_records()))
    for task in tasks_of(hard_records()):
        for results in results_of(task):
            assert rules.faults(results) == []


def test_the_rules_find_what_does_not_fit() -> None:
    rules = Rules(config_of([]))
    (results, *_) = results_of(tasks_of(hard_records())[1])
    broken = [
        replaced | {"from_name": "other"} if replaced["type"] == "labels" else replaced
        for replaced in results
    ]
    assert rules.faults(broken)


def test_the_server_counts_code_points_and_finds_every_annotation() -> None:
    found = []
    for task in tasks_of(hard_records()):
        regions = [one for results in results_of(task) for one in results]
        values = [one["value"] for one in regions if one["type"] == "labels"]
        text = task["data"]["text"]
        assert [text[v["start"] : v["end"]] for v in values] == [v["text"] for v in values]
        found += [(v["labels"][0], v["text"]) for v in values]
    assert sorted(found) == sorted(covered(hard_records()))


def test_suggestions_are_predictions_and_annotators_stay_apart() -> None:
    task = tasks_of(hard_records())[1]
    assert [len(one["result"]) > 0 for one in task["annotations"]] == [True, True]
    (prediction,) = task["predictions"]
    assert prediction["model_version"] == "mona"
    assert [one["value"]["text"] for one in prediction["result"]] == ["اتفاقية"]


def test_attributes_have_their_regions_id_and_kind() -> None:
    results = results_of(tasks_of(hard_records())[1])[0]
    regions = {one["id"]: one["value"]["text"] for one in results if one["type"] == "labels"}
    found = {
        (regions[one["id"]], one["from_name"], one["type"])
        for one in results
        if one["type"] not in ("labels", "relation")
    }
    assert ("أستراليا", "entity.weight", "number") in found
    assert ("2024", "entity.sure", "choices") in found
    assert ("أحمد علي", "entity.canonical", "textarea") in found


def test_notes_are_shown_as_the_regions_meta() -> None:
    results = results_of(tasks_of(hard_records())[1])[0]
    notes = [one["meta"]["text"] for one in results if "text" in one.get("meta", {})]
    assert notes[0] == ["سطر أول\nسطر «ثانٍ»\r\n\tثالث"]


def test_the_configuration_takes_in_what_the_schema_does_not_know() -> None:
    one = hard_records()[1]
    span = replace(one.annotations[1], label='a "b" <c>', attributes={"x & y": [1, {"z": None}]})
    made = [replace(one, annotations=(span,), links=())]
    raw, losses = written(writer.write, made)
    assert Rules(config_of(made)).faults(json.loads(raw)[0]["annotations"][0]["result"]) == []
    assert losses.remarks[RETYPED] == 1


def test_reading_gives_back_the_records_but_for_progress_and_link_ids() -> None:
    raw, _ = written(writer.write, hard_records())
    back = read_back(reader.read, raw, [], labels=LABELS)
    for one, before in zip(back, hard_records(), strict=True):
        assert replace(one, links=()) == replace(before, links=(), progress=())
        ends = sorted((x.type, x.from_id, x.to_id) for x in before.links)
        assert sorted((x.type, x.from_id, x.to_id) for x in one.links) == ends


@given(records())
def test_only_what_is_said_to_be_lost_is_lost(made: list[AnnotatedDocument]) -> None:
    raw, losses = written(writer.write, made, labels=())
    back = read_back(reader.read, raw, [])
    kept = [[s for s in one.annotations if s.status != "orphaned"] for one in made]
    assert losses.lost[ORPHANS] == sum(len(one.annotations) for one in made) - sum(map(len, kept))
    bare = [[replace(s, attributes={}) for s in one.annotations] for one in back]
    assert bare == [[replace(s, attributes={}) for s in one] for one in kept]
    attributes = sum(len(s.attributes) for one in kept for s in one)
    assert sum(len(s.attributes) for one in back for s in one.annotations) == (
        attributes - losses.lost[ATTRIBUTES]
    )
    links = sum(len(one.links) for one in made)
    assert sum(len(one.links) for one in back) == links - losses.lost[FAR_LINKS]


THEIRS = [
    {
        "id": 3,
        "data": {"text": "😀 Sasha met Ali.", "url": "https://example.org"},
        "annotations": [
            {
                "id": 8,
                "completed_by": {"id": 2, "email": "a@example.org"},
                "created_at": "2026-01-01T00:00:00Z",
                "was_cancelled": False,
                "result": [
                    {
                        "id": "Xy1", "from_name": "ner", "to_name": "text", "type": "labels",
                        "value": {"start": 2, "end": 7, "text": "Sasha", "labels": ["PER", "HERO"]},
                    },
                    {
                        "id": "Xy2", "from_name": "ner", "to_name": "text", "type": "labels",
                        "value": {"start": 12, "end": 15, "text": "Ali", "labels": ["PER"]},
                    },
                    {
                        "id": "Xy2", "from_name": "sure", "to_name": "text", "type": "choices",
                        "value": {"start": 12, "end": 15, "choices": ["very", "really"]},
                    },
                    {
                        "id": "q", "from_name": "mood", "to_name": "text", "type": "choices",
                        "value": {"choices": ["happy"]},
                    },
                    {"type": "relation", "from_id": "Xy1", "to_id": "Xy2", "direction": "left"},
                ],
            },
            {"was_cancelled": True, "completed_by": 4, "result": []},
        ],
        "predictions": [],
    }
]  # fmt: skip


def test_an_export_of_label_studios_own_is_read() -> None:
    raw = json.dumps(THEIRS, indent=1).encode()
    (one,) = read_back(reader.read, raw, [])
    assert list(covered([one])) == [("PER", "Sasha"), ("HERO", "Sasha"), ("PER", "Ali")]
    assert [span.attributes for span in one.annotations] == [{}, {}, {"sure": ["very", "really"]}]
    assert {span.annotator for span in one.annotations} == {"a@example.org"}
    assert {span.created_at for span in one.annotations} == {"2026-01-01T00:00:00Z"}
    (found,) = one.links
    names = {span.id: span.text for span in one.annotations}
    assert (names[found.from_id], found.type, names[found.to_id]) == ("Ali", "relation", "Sasha")
    assert one.meta == {"url": "https://example.org"}


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b'[\n{"text": "a", "label": []}]', r':2: "data" is missing'),
        (b'[{"data": {"text": "a"}},\n{"data": {}}]', r':2: data: "text" is missing'),
        (b'[{"data": {"text": "a"}}\n', r":2: not JSON: no comma between two items"),
        (b'[{"data": {"text": "a"', r":1: not JSON: the file ends inside an item"),
        (b"[\n\n7]", r":3: not a JSON object"),
        (b'[{"data": {"text": "a"}}]\n]', r":2: not JSON: more text after the array"),
        (b'[{"data": {"text": "\xff"}}]', r":1: not UTF-8"),
        (b'[{"data": {"text": "a\n"}}]', r":1: not JSON: Invalid control character"),
    ],
)
def test_what_is_no_list_of_tasks_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read_back(reader.read, raw, [])


def test_items_of_any_length_are_read_across_the_reads() -> None:
    text = 'ع"\\{}[]' * 40_000
    made = [{"data": {"text": text, "n": number}} for number in range(3)]
    back = read_back(reader.read, json.dumps(made).encode(), [])
    assert [one.text for one in back] == [text] * 3


def test_scores_go_both_ways_and_a_prediction_has_one_for_regions_without() -> None:
    made = [scored(one) for one in hard_records()]
    raw, _ = written(writer.write, made)
    back = read_back(reader.read, raw, made)
    scores = [[span.score for span in one.annotations] for one in back]
    assert scores == [[span.score for span in one.annotations] for one in made]
    region = {"id": "p", "type": "labels", "value": {"start": 0, "end": 2, "labels": ["x"]}}
    for score, kept in ((0.7, 0.7), (7, None)):
        prediction = {"result": [region], "score": score}
        task = {"data": {"text": "نص"}, "predictions": [prediction]}
        ((span,),) = [one.annotations for one in read_back(reader.read, as_file(task), [])]
        assert span.score == kept


def scored(one: AnnotatedDocument) -> AnnotatedDocument:
    spans = (replace(span, score=number / 7) for number, span in enumerate(one.annotations[:7]))
    return replace(one, annotations=(*spans, *one.annotations[7:]))


def as_file(*tasks: dict[str, Any]) -> bytes:
    return json.dumps(tasks).encode()


def test_what_is_neither_stored_nor_kept_is_counted(tmp_path: Path) -> None:
    region = {
        "id": "p", "type": "labels", "new": 1, "meta": {"new": 1},
        "value": {"start": 0, "end": 2, "labels": ["x"]},
    }  # fmt: skip
    arrow = {"type": "relation", "from_id": "p", "to_id": "p", "direction": "bi"}
    annotation = {"result": [region, arrow], "ground_truth": True, "new": 1}
    task = {
        "data": {"text": "نص", "more": 1}, "meta": {"k": 2}, "drafts": [{}], "new": 1,
        "annotations": [annotation],
    }  # fmt: skip
    path = tmp_path / "in.json"
    path.write_bytes(as_file(task))
    progress = report(path)
    (one,) = [one.document for one in reader.read(progress, options())]
    assert one.meta == {"k": 2, "more": 1}
    assert progress.warnings == {
        "other fields of tasks, annotations and results: left out": 4,
        "drafts: left out": 1,
        "marks of annotations as ground truth: left out": 1,
        "relations in both directions: read as links from their first end": 1,
    }


def test_relations_stay_in_their_annotation_where_regions_have_equal_ids(tmp_path: Path) -> None:
    def annotation(person: int, *places: tuple[str, int]) -> dict[str, Any]:
        regions = [
            {"id": name, "type": "labels",
             "value": {"start": start, "end": start + 2, "labels": ["x"]}}
            for name, start in places
        ]  # fmt: skip
        arrow = {"type": "relation", "from_id": "a", "to_id": "b", "labels": ["r"]}
        return {"completed_by": person, "result": [*regions, arrow]}

    both = [annotation(1, ("a", 0), ("b", 3)), annotation(2, ("a", 6), ("b", 0))]
    path = tmp_path / "in.json"
    path.write_bytes(as_file({"data": {"text": "نص نص نص"}, "annotations": both}))
    (one,) = [one.document for one in reader.read(report(path), options())]
    places = {span.id: (span.annotator, span.start) for span in one.annotations}
    found = sorted((places[link.from_id], places[link.to_id]) for link in one.links)
    assert found == [(("1", 0), ("1", 3)), (("2", 6), ("2", 0))]


def test_json_min_has_a_line_for_each_annotation_of_a_task(tmp_path: Path) -> None:
    rows = [
        {"text": "نص", "id": 1, "annotator": n, "annotation_id": n,
         "label": [{"start": n, "end": 2, "labels": ["x"]}]}
        for n in (0, 1)
    ]  # fmt: skip
    path = tmp_path / "in.json"
    path.write_bytes(as_file(*rows))
    found = [one.document for one in reader.read(report(path), options())]
    assert [(one.id, [a.start for a in one.annotations]) for one in found] == [
        ("1", [0]),
        ("1", [1]),
    ]


def test_a_faulty_region_is_refused_alone_in_a_lenient_import(tmp_path: Path) -> None:
    regions = [
        {"id": name, "type": "labels", "value": {"start": start, "end": 2, "labels": ["x"]}}
        for name, start in (("a", 0), ("b", "x"), ("c", 2))
    ]
    path = tmp_path / "in.json"
    path.write_bytes(as_file({"data": {"text": "نص"}, "annotations": [{"result": regions}]}))
    progress = report(path)
    (one,) = [one.document for one in reader.read(progress, options(lenient=True))]
    assert [span.text for span in one.annotations] == ["نص"]
    assert [one.reason for one in progress.refused] == [
        'annotations[0].result[1].value: "start" is not a whole number but a string',
        "the annotation [2, 2) covers nothing",
    ]
