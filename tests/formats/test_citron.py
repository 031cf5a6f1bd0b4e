"""Compared with Citron's annotation format (its docs/data_format.md) and with its parser."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.damage import assert_one_clear_answer
from tests.formats.fixture import (
    Maker,
    assert_golden,
    hard_records,
    link,
    options,
    read_back,
    record,
    written,
)
from tests.formats.strategies import records
from tui.errors import ExchangeError
from tui.formats import citron
from tui.formats.registry import ImportRun
from tui.model import AnnotatedDocument

TEXT = "«لن نتراجع»، قال أحمد علي، «والقانون معنا». وأضاف أنه واثق."
NO_CUE = "quotes without a cue, which Citron's own reader needs: written with null"


def article() -> AnnotatedDocument:
    mark = Maker(TEXT)
    first = mark("«لن نتراجع»", "quote", score=0.5, note="؟")
    second = mark("«والقانون معنا»", "quote")
    third = mark("أنه واثق", "quote")
    speaker = mark("أحمد علي", "entity")
    he = mark("ه", "entity", nth=0)
    cue, other = mark("قال", "cue"), mark("أضاف", "cue")
    mark("القانون", "claim")
    links = (
        link(0x201, "continues", second, first),
        link(0x202, "speaker", second, speaker),
        link(0x203, "cue", first, cue),
        link(0x204, "cue", third, other),
        link(0x205, "speaker", third, he),
        link(0x206, "coreference", he, speaker),
        link(0x207, "addressee", first, speaker),
    )
    return record("أ.txt", mark, links, date="2024")


def objects(made: list[AnnotatedDocument], **more: Any) -> list[dict[str, Any]]:
    raw, _ = written(citron.write, made, **more)
    return [json.loads(line) for line in raw.split(b"\n")[:-1]]


def as_citron_parses(value: dict[str, Any]) -> list[dict[str, Any]]:
    """The words of each quote, by the keys and offsets that Citron's parser takes."""

    def words(span: dict[str, Any]) -> str:
        covered = value["text"][span["start"] : span["end"]]
        assert isinstance(covered, str)
        return covered

    return [
        {
            "cue": words(quote["cue"]) if quote["cue"] else None,
            "sources": [words(one) for one in quote["sources"]],
            "contents": [words(one) for one in quote["contents"]],
            "coreferences": [words(one) for one in quote.get("coreferences") or []],
        }
        for quote in value["quotes"]
    ]


def test_the_golden_export_is_unchanged() -> None:
    raw, losses = written(citron.write, [*hard_records(), article()])
    assert_golden("citron.jsonl", raw)
    assert losses.lost["scores of annotations that are not quotes"] == 0


def test_quotes_that_continue_are_one_with_several_contents() -> None:
    (value,) = objects([article()])
    assert as_citron_parses(value) == [
        {
            "cue": "قال",
            "sources": ["أحمد علي"],
            "contents": ["«لن نتراجع»", "«والقانون معنا»"],
            "coreferences": [],
        },
        {"cue": "أضاف", "sources": ["ه"], "contents": ["أنه واثق"], "coreferences": ["أحمد علي"]},
    ]
    assert value["quotes"][0]["confidence"] == 0.5
    (group,) = value["coreference_groups"]
    assert {value["text"][one["start"] : one["end"]] for one in group} == {"ه", "أحمد علي"}


def test_what_has_no_place_is_counted() -> None:
    _, losses = written(citron.write, [article()])
    lost = losses.lost
    assert lost["annotations that are not quotes, nor sources, cues or coreferences of one"] == 1
    assert lost["links other than speaker, cue, continues and coreference"] == 1
    assert lost["notes"] == 1
    assert NO_CUE not in losses.remarks


def test_quotes_that_continue_each_other_are_written_once() -> None:
    mark = Maker("أ ب ت")
    one, two = mark("أ", "quote"), mark("ب", "quote")
    links = (link(1, "continues", one, two), link(2, "continues", two, one))
    (value,) = objects([record("x", mark, links)])
    assert [len(quote["contents"]) for quote in value["quotes"]] == [2]


def test_a_document_comes_back_with_its_fragments_and_ids() -> None:
    made = article()
    raw, _ = written(citron.write, [made])
    for known in ([], [made]):
        (back,) = read_back(citron.read, raw, known)
        assert back.id == "أ.txt"
        quotes = [one for one in back.annotations if one.label == "quote"]
        (broken,) = [one for one in quotes if one.fragments]
        assert broken.text == "«لن نتراجع»، قال أحمد علي، «والقانون معنا»"
        assert [TEXT[a:b] for a, b in broken.fragments or ()] == ["«لن نتراجع»", "«والقانون معنا»"]
        assert broken.score == 0.5
        assert {span.id for span in back.annotations} < {span.id for span in made.annotations}
        assert {one.id for one in back.links} < {one.id for one in made.links}
        assert {span.annotator for span in back.annotations} == {"mona"}


WORD = {"start": 2, "end": 5}

FOREIGN: dict[str, Any] = {
    "text": TEXT,
    "url": "https://example.org",
    "quotes": [
        {
            "id": "q1",
            "cue": {"start": 13, "end": 16, "text": "قال"},
            "sources": [{"start": 17, "end": 25, "text": "أحمد علي"}],
            "contents": [
                {"start": 0, "end": 11, "text": "«لن نتراجع»"},
                {"start": 27, "end": 42, "text": "«والقانون معنا»", "more": 1},
            ],
            "coreferences": [{"start": 52, "end": 53, "text": "ه"}],
            "confidence": 0.75,
            "kind": "mixed",
        }
    ],
    "coreference_groups": [[{"start": 17, "end": 25}, {"start": 52, "end": 53}]],
}


def imported(tmp_path: Path, raw: str) -> tuple[AnnotatedDocument, dict[str, int]]:
    path = tmp_path / "in.json"
    path.write_text(raw, encoding="utf-8")
    run = ImportRun(path, options())
    assert run.format.name == "citron"
    (one,) = [one.document for one in run]
    return one, run.report.warnings


@pytest.mark.parametrize("indent", [None, 2])
def test_a_maximal_document_is_stored_whole_or_counted(tmp_path: Path, indent: int | None) -> None:
    raw = json.dumps(FOREIGN, ensure_ascii=False, indent=indent)
    one, warnings = imported(tmp_path, raw)
    assert one.meta == {"url": "https://example.org"}
    found = {(a.label, a.text): a for a in one.annotations}
    assert set(found) == {
        ("quote", "«لن نتراجع»، قال أحمد علي، «والقانون معنا»"),
        ("entity", "أحمد علي"),
        ("entity", TEXT[52:53]),
        ("cue", "قال"),
    }
    quote = next(a for a in one.annotations if a.label == "quote")
    assert (quote.fragments, quote.score) == (((0, 11), (27, 42)), 0.75)
    assert quote.attributes == {"kind": "mixed"}
    words = {a.id: a.text for a in one.annotations}
    assert sorted((n.type, words[n.from_id], words[n.to_id]) for n in one.links) == [
        ("coreference", "أحمد علي", TEXT[52:53]),
        ("cue", quote.text, "قال"),
        ("speaker", quote.text, "أحمد علي"),
    ]
    assert warnings == {"fields of spans other than start, end and text: left out": 1}
    assert [a.id for a in imported(tmp_path, raw)[0].annotations] == [a.id for a in one.annotations]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": None}, '"text" is not a string but null'),
        ({"quotes": [{"contents": [{"start": 0}]}]}, r'contents\[0\]: "end" is missing'),
        (
            {"quotes": [{"contents": [{"start": 0, "end": 3}, {"start": 2, "end": 5}]}]},
            "the fragments of .* are not in order",
        ),
        (
            {
                "quotes": [
                    {"contents": [{"start": 0, "end": 1, "text": "x"}, {"start": 2, "end": 5}]}
                ]
            },
            "the content 'x' is not at its offsets",
        ),
        (
            {"quotes": [{"contents": [{"start": 0, "end": 3}], "confidence": 7}]},
            '"confidence" is not from 0 to 1',
        ),
        ({"coreference_groups": [3]}, '"members" is not a list'),
    ],
)
def test_what_is_not_in_order_is_refused(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    path = tmp_path / "in.json"
    path.write_text(json.dumps({**FOREIGN, **change}), encoding="utf-8")
    with pytest.raises(ExchangeError, match=message):
        list(ImportRun(path, options(), "citron"))


@given(records())
def test_every_quote_is_a_content(made: list[AnnotatedDocument]) -> None:
    for one, value in zip(made, objects(made), strict=True):
        quotes = [a for a in one.annotations if a.label == "quote" and a.status != "orphaned"]
        wanted = {(a.start, a.end) for a in quotes}
        found = {(c["start"], c["end"]) for quote in value["quotes"] for c in quote["contents"]}
        assert found == wanted


@pytest.mark.slow
@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_clear_words(data: Any) -> None:
    ours, _ = written(citron.write, [article(), *hard_records()])
    foreign = json.dumps(FOREIGN, ensure_ascii=False, indent=1).encode()
    assert_one_clear_answer(data, citron.read, data.draw(st.sampled_from([ours, foreign])))
