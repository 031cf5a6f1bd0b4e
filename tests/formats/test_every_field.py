"""Every field of a foreign record is stored, kept in `meta` or attributes, or counted.

A record with all that a format has is read once as it is, once with an unknown field in each of
its objects, and once without each of its fields. The first must show in the document or in a
count, and so must the second, except for what the file can only say twice.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.formats.fixture import KnownRecords, options
from tui.errors import ExchangeError
from tui.formats.documents import document_line
from tui.formats.registry import ImportRun
from tui.model import JSON, AnnotatedDocument, sha256_of

TEXT = "زارت ليلى مدينة فاس"
KNOWN = AnnotatedDocument("d", "t", "/d", sha256_of(TEXT), TEXT)
STAMP, LATER = "2026-01-02T03:04:05.000000Z", "2026-01-03T03:04:05.000000Z"
ROW = {"annotator": "huda", "status": "rejected", "created_at": STAMP, "updated_at": LATER}

SPAN: dict[str, JSON] = {
    "id": "s1", "start": 5, "end": 15, "label": "x", "text": "ليلى مدينة",
    "fragments": [[5, 9], [10, 15]], "attributes": {"a": 1}, "note": "n", "score": 0.5,
    "origin": "m: why", **ROW,
}  # fmt: skip
DOCUMENT: dict[str, JSON] = {
    "id": "new", "title": "T", "source": "/s", "sha256": sha256_of(TEXT), "meta": {"k": 1},
    "text": TEXT, "review": "approved",
    "spans": [SPAN, {"id": "s2", "start": 0, "end": 4, "label": "y"}],
    "links": [{"id": "l", "type": "r", "from": "s1", "to": "s2", **ROW}],
    "progress": [{"annotator": "huda", "status": "done", "offset": 3, "updated_at": LATER}],
    "comments": [
        {"id": "c", "annotation_id": "s1", "kind": "flag", "annotator": "huda", "text": "?",
         "created_at": STAMP, "updated_at": LATER, "resolved_at": STAMP},
        {"id": "e", "parent_id": "c", "kind": "comment", "annotator": "ali", "text": "!",
         "created_at": STAMP, "updated_at": LATER},
    ],
    "decisions": [
        {"id": "z", "adjudicator": "ali", "kind": "label", "subject": "s1 s2", "choice": "x",
         "created_at": STAMP, "updated_at": LATER},
    ],
}  # fmt: skip
LINE: dict[str, JSON] = {
    **{key: one for key, one in SPAN.items() if key != "origin"},
    "document_id": "d", "document_sha256": sha256_of(TEXT), "prefix": "زارت ", "suffix": " فاس",
    "links": [{"id": "l", "type": "r", "target": "s1"}],
}  # fmt: skip
TOKENS: list[JSON] = [{"text": "زارت", "start": 0, "end": 4, "id": 0, "ws": True}]
TASK: dict[str, JSON] = {
    "text": TEXT, "meta": {"k": 1}, "tokens": TOKENS, "answer": "reject", "priority": 0.5,
    "_input_hash": 1, "_task_hash": 2, "_session_id": "huda", "_timestamp": 3, "label": "SPORT",
    "spans": [
        {"start": 0, "end": 4, "token_start": 0, "token_end": 0, "label": "x", "source": "model"},
        {"start": 5, "end": 9, "label": "y", "score": 0.25},
    ],
    "relations": [
        {"head_span": {"start": 0, "end": 4, "label": "x"}, "head": 0, "color": "#fff",
         "child_span": {"start": 5, "end": 9, "label": "y"}, "child": 1, "label": "r"},
    ],
}  # fmt: skip
EXAMPLE: dict[str, JSON] = {
    "id": 7, "text": TEXT, "author": "a", "Comments": ["c"],
    "entities": [
        {"id": 1, "label": "x", "start_offset": 0, "end_offset": 4, "user": 3,
         "created_at": STAMP, "updated_at": LATER, "prob": 0.5},
        {"id": 2, "label": "y", "start_offset": 5, "end_offset": 9},
    ],
    "relations": [{"id": 1, "from_id": 1, "to_id": 2, "type": "r"}],
}  # fmt: skip


def region(name: str, start: int, end: int, **more: JSON) -> dict[str, JSON]:
    value: dict[str, JSON] = {"start": start, "end": end, "text": TEXT[start:end], "labels": ["x"]}
    return {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value,
            **more}  # fmt: skip


STUDIO: dict[str, JSON] = {
    "id": 7, "data": {"text": TEXT, "k": 1}, "meta": {"batch": 2}, "drafts": [{"result": []}],
    "annotations": [
        {
            "id": 3, "completed_by": {"id": 1, "email": "huda@example.org"}, "created_at": STAMP,
            "updated_at": LATER, "ground_truth": True,
            "result": [
                region("a", 0, 4, meta={"text": ["n"]}, score=0.5),
                region("b", 5, 9),
                {"id": "a", "from_name": "sure", "type": "choices",
                 "value": {"start": 0, "end": 4, "choices": ["yes"]}},
                {"from_name": "topic", "type": "choices", "value": {"choices": ["news"]}},
                {"id": "a", "from_name": "t", "type": "taxonomy", "value": {"taxonomy": [["q"]]}},
                {"type": "relation", "from_id": "a", "to_id": "b", "direction": "left",
                 "labels": ["r"]},
            ],
        },
    ],
    "predictions": [{"model_version": "m", "score": 0.25, "result": [region("p", 10, 15)]}],
}  # fmt: skip
WEB: dict[str, JSON] = {
    "@context": "http://www.w3.org/ns/anno.jsonld", "id": "https://example.org/1",
    "type": "Annotation", "motivation": "commenting", "creator": {"type": "Person", "name": "huda"},
    "created": STAMP, "modified": LATER, "rights": "CC0", "generator": {"id": "x"},
    "body": [
        {"type": "TextualBody", "purpose": "tagging", "value": "x"},
        {"type": "TextualBody", "purpose": "tagging", "value": "y"},
        {"type": "TextualBody", "purpose": "commenting", "value": "n"},
        {"type": "TextualBody", "purpose": "assessing", "value": "good"},
        {"type": "SpecificResource", "purpose": "identifying", "source": "https://example.org/q"},
    ],
    "target": {
        "source": {"id": "d", "dcterms:identifier": "d"},
        "selector": [
            {"type": "TextQuoteSelector", "exact": "ليلى", "prefix": "زارت "},
            {"type": "TextPositionSelector", "start": 5, "end": 9},
        ],
    },
}  # fmt: skip
RECORDS: dict[str, dict[str, JSON]] = {
    "documents": DOCUMENT,
    "jsonl": LINE,
    "prodigy": TASK,
    "doccano": EXAMPLE,
    "label-studio": STUDIO,
    "w3c": WEB,
}

COUNTED = {
    "label-studio": ("drafts.0", "annotations.0.result.3", "annotations.0.result.4"),
    "w3c": ("generator", "body.3"),
}
"""Objects that are counted as a whole, by their paths."""

SAID_TWICE = {
    "documents": {"sha256", "spans.0.text", "comments.1.kind"},
    "jsonl": {"document_sha256", "text", "prefix", "suffix"},
    "prodigy": {
        "tokens", "tokens.0.text", "tokens.0.start", "tokens.0.end", "tokens.0.id", "tokens.0.ws",
        "spans.0.start", "spans.0.end", "spans.0.token_start", "spans.0.token_end",
        "relations.0.head_span", "relations.0.head", "relations.0.child_span",
        "relations.0.child", "relations.0.head_span.start", "relations.0.head_span.end",
        "relations.0.head_span.label", "relations.0.child_span.start",
        "relations.0.child_span.end", "relations.0.child_span.label",
    },
    "doccano": {"relations.0.id"},
    "label-studio": {
        "annotations.0.id", "annotations.0.completed_by.id",
        *(f"annotations.0.result.{number}.{key}" for number in range(6)
          for key in ("from_name", "to_name", "value.text")),
        *(f"annotations.0.result.2.value.{key}" for key in ("start", "end")),
        "predictions.0.result.0.from_name",
        "predictions.0.result.0.to_name", "predictions.0.result.0.value.text",
    },
    "w3c": {
        "@context", "type", "motivation", "creator.type", "target.source.id",
        *(f"body.{number}.type" for number in range(5)), "body.2.purpose",
        "target.selector.0.exact", "target.selector.0.prefix",
        "target.selector.0.type", "target.selector.1.start", "target.selector.1.type",
        "target.selector.1.end", "target.source.dcterms:identifier",
    },
}  # fmt: skip
"""Fields whose content is also in others, or in the text, by their paths; or of what is counted."""


def outcome(name: str, record: JSON, path: Path) -> tuple[str, dict[str, int]] | None:
    """The document as a line and what was counted; None where the record is refused."""
    path.write_text(json.dumps(record), encoding="utf-8")
    known = KnownRecords([KNOWN] if name in ("jsonl", "w3c") else [])
    run = ImportRun(path, options(known=known), name)
    try:
        found = [one.document for one in run]
    except ExchangeError:
        return None
    return "".join(map(document_line, found)), run.report.warnings


def objects(value: JSON, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all objects in a value."""
    if isinstance(value, dict):
        yield path
        for key, one in value.items():
            yield from objects(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from objects(one, (*path, number))


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))


@pytest.mark.parametrize("name", RECORDS)
def test_an_unknown_field_anywhere_is_stored_or_counted(name: str, tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    before = outcome(name, RECORDS[name], path)
    assert before is not None
    lost = []
    for place in objects(RECORDS[name]):
        if dotted(place).startswith(COUNTED.get(name, ("-",))):
            continue
        record = copy.deepcopy(RECORDS[name])
        at(record, place)["unknown"] = "here"
        if outcome(name, record, path) == before:
            lost.append(dotted(place))
    assert lost == []


@pytest.mark.parametrize("name", RECORDS)
def test_every_known_field_makes_a_difference(name: str, tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    before = outcome(name, RECORDS[name], path)
    assert before is not None
    lost = set()
    for place in objects(RECORDS[name]):
        for key in at(RECORDS[name], place):
            if dotted((*place, key)).startswith(tuple(f"{one}." for one in COUNTED.get(name, ()))):
                continue
            record = copy.deepcopy(RECORDS[name])
            del at(record, place)[key]
            if outcome(name, record, path) == before:
                lost.add(dotted((*place, key)))
    assert lost <= SAID_TWICE[name]
