import json
from typing import Any

import pytest
from hypothesis import given

from tests.formats.clients import blank, spacy_doc
from tests.formats.fixture import assert_golden, covered, hard_records, read_back, written
from tests.formats.strategies import records
from tui.choices import Subword
from tui.formats import documents, prodigy
from tui.formats.shared.losses import GROWN, INSIDE_WORDS, PROGRESS
from tui.model import AnnotatedDocument


def tasks_of(made: list[AnnotatedDocument], **more: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(prodigy.write, made, **more)[0].split(b"\n")[:-1]]


def test_the_golden_export_is_unchanged() -> None:
    raw, losses = written(prodigy.write, hard_records())
    assert_golden("prodigy.jsonl", raw)
    assert losses.lost == {PROGRESS: 3}
    assert losses.remarks == {INSIDE_WORDS: 4}


def test_spacy_finds_every_annotation_by_its_tokens_and_by_its_characters() -> None:
    nlp = blank()
    for task, one in zip(tasks_of(hard_records()), hard_records(), strict=True):
        words = [token["text"] for token in task["tokens"]]
        doc = spacy_doc(nlp, words, [token["ws"] for token in task["tokens"]])
        assert doc.text == one.text
        found = []
        for span in task["spans"]:
            by_tokens = doc[span["token_start"] : span["token_end"] + 1]
            by_characters = doc.char_span(span["start"], span["end"])
            assert by_tokens.text == by_characters.text == span["text"]
            found.append((span["label"], by_tokens.text))
        assert found == list(covered([one]))


def test_token_end_is_inclusive_while_end_is_exclusive() -> None:
    for task in tasks_of(hard_records()):
        for span in task["spans"]:
            assert task["tokens"][span["token_start"]]["start"] == span["start"]
            assert task["tokens"][span["token_end"]]["end"] == span["end"]
        assert [token["id"] for token in task["tokens"]] == list(range(len(task["tokens"])))


def test_relations_name_the_last_tokens_of_their_ends() -> None:
    """As spaCy's tutorial project for relations reads them: by the last token of a span."""
    (task,) = (task for task in tasks_of(hard_records()) if task["relations"])
    by_last = {span["token_end"]: span["text"] for span in task["spans"]}
    found = {(by_last[r["head"]], r["label"], by_last[r["child"]]) for r in task["relations"]}
    assert ("لن نتراجعَ أبدًا، والقانونُ معنا", "speaker", "أحمد علي") in found
    spans = [(r["head_span"]["id"], r["child_span"]["id"]) for r in task["relations"]]
    assert spans == [(link.from_id, link.to_id) for link in hard_records()[1].links]


def test_a_span_inside_a_word_can_take_the_whole_word() -> None:
    tasks = tasks_of(hard_records(), subword=Subword.WHOLE)
    assert "لأستراليا" in [span["text"] for span in tasks[1]["spans"]]
    _, losses = written(prodigy.write, hard_records(), subword=Subword.WHOLE)
    assert losses.remarks == {GROWN: 4}


def test_every_task_has_the_same_keys() -> None:
    assert len({tuple(task) for task in tasks_of(hard_records())}) == 1


@given(records())
def test_only_progress_and_orphans_are_lost(made: list[AnnotatedDocument]) -> None:
    raw, _ = written(prodigy.write, made)
    back = read_back(prodigy.read, raw, [])
    kept = [
        AnnotatedDocument(
            one.id, one.title, one.source, one.sha256, one.text, one.meta,
            tuple(span for span in one.annotations if span.status != "orphaned"),
        )
        for one in made
    ]  # fmt: skip
    without_links = [
        AnnotatedDocument(o.id, o.title, o.source, o.sha256, o.text, o.meta, o.annotations)
        for o in back
    ]
    assert written(documents.write, without_links)[0] == written(documents.write, kept)[0]
    inner = [
        {s.id for s in one.annotations} >= {link.from_id, link.to_id} and link
        for one, before in zip(kept, made, strict=True)
        for link in before.links
    ]
    assert [link for one in back for link in one.links] == [link for link in inner if link]


THEIRS = {
    "text": "My mother’s name is Sasha Smith.",
    "meta": {"source": "docs"},
    "_input_hash": 1,
    "_session_id": "demo-anna",
    "tokens": [
        {"text": "My", "start": 0, "end": 2, "id": 0, "ws": True},
        {"text": "mother", "start": 3, "end": 9, "id": 1, "ws": False},
    ],
    "spans": [
        {"start": 0, "end": 2, "token_start": 0, "token_end": 0, "label": "REF"},
        {"start": 3, "end": 9, "token_start": 1, "token_end": 1, "label": "PERSON"},
        {"start": 20, "end": 31, "token_start": 5, "token_end": 6, "label": "PERSON"},
    ],
    "relations": [
        {
            "head": 0, "child": 1, "label": "POSS",
            "head_span": {"start": 0, "end": 2, "label": "REF"},
            "child_span": {"start": 3, "end": 9, "label": "PERSON"},
        },
        {"head": 1, "child": 6, "label": "COREF"},
        {"head": 2, "child": 6, "label": "dep"},
    ],
    "answer": "accept",
}  # fmt: skip


def test_a_task_of_prodigys_own_is_read() -> None:
    (one,) = read_back(prodigy.read, json.dumps(THEIRS).encode(), [])
    assert list(covered([one])) == [("REF", "My"), ("PERSON", "mother"), ("PERSON", "Sasha Smith")]
    names = {span.id: span.text for span in one.annotations}
    assert [(names[x.from_id], x.type, names[x.to_id]) for x in one.links] == [
        ("My", "POSS", "mother"),
        ("mother", "COREF", "Sasha Smith"),
    ]
    assert {span.annotator for span in one.annotations} == {"demo-anna"}


@pytest.mark.parametrize(("answer", "statuses"), [("reject", ["rejected"] * 3), ("ignore", [])])
def test_what_was_rejected_or_ignored_there(answer: str, statuses: list[str]) -> None:
    raw = json.dumps(THEIRS | {"answer": answer, "relations": []}).encode()
    (one,) = read_back(prodigy.read, raw, [])
    assert [span.status for span in one.annotations] == statuses
