"""Imported annotations get a place only where their offsets, text or context make one certain."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.fixture import options, read_back, uid
from tui.errors import ExchangeError
from tui.formats import documents, jsonl, w3c
from tui.formats.registry import ImportRun
from tui.model import AnnotatedDocument, context_of, sha256_of

TEXT = "زارت ليلى مدينة فاس أمس، ثم عادت ليلى إلى بيتها في المساء."
KNOWN = AnnotatedDocument("d1", "t", "s", sha256_of(TEXT), TEXT)


def row(start: int, end: int, text: str = "ليلى", **more: Any) -> bytes:
    return json.dumps(
        {"document_id": "d1", "label": "entity", "start": start, "end": end, "text": text} | more
    ).encode()


def places(data: bytes, read: Any = jsonl.read, known: AnnotatedDocument = KNOWN) -> list[Any]:
    (one,) = read_back(read, data, [known])
    return [(span.start, span.end, span.text) for span in one.annotations]


def test_a_row_whose_offsets_are_wrong_goes_to_the_place_of_its_context() -> None:
    context = {"prefix": "زارت ", "suffix": " مدينة فاس أمس، ثم عادت ليلى إلى"}
    for start in (3, 7, 31, 35):
        assert places(row(start, start + 4, **context)) == [(5, 9, "ليلى")]


@pytest.mark.parametrize("start", [3, 7, 31, 35])
def test_a_row_that_nothing_makes_certain_is_refused_with_its_line(start: int) -> None:
    for context in ({}, {"prefix": "رأت ", "suffix": " وحدها"}):
        with pytest.raises(ExchangeError, match=r"1: .*'ليلى'.*it occurs 2 times in d1"):
            places(row(start, start + 4, **context))


def test_offsets_in_another_unit_are_named_where_the_text_is_not_sure() -> None:
    text = f"\U0001f600 {TEXT}"
    known = AnnotatedDocument("d1", "t", "s", sha256_of(text), text)
    with pytest.raises(ExchangeError, match="--offset-unit utf16"):
        places(row(8, 12), known=known)


def test_annotations_of_an_earlier_text_are_placed_by_both_texts() -> None:
    new = TEXT.replace("أمس", "أول أمس").replace("ليلى إلى", "ليلى مساء إلى")
    known = AnnotatedDocument("d1", "t", "s", sha256_of(new), new)
    spans = [{"start": at, "end": at + 4, "label": "entity"} for at in (5, 33)]
    line = {"id": "d1", "text": TEXT, "spans": spans}
    second = new.rindex("ليلى")
    data = json.dumps(line).encode()
    assert places(data, documents.read, known) == [(5, 9, "ليلى"), (second, second + 4, "ليلى")]


def test_a_row_without_text_over_another_version_is_refused() -> None:
    data = json.dumps(
        {"document_id": "d1", "document_sha256": "0" * 64, "label": "e", "start": 5, "end": 9}
    ).encode()
    with pytest.raises(ExchangeError, match="no text to find it by"):
        places(data)


@pytest.mark.parametrize("start", [5, 7])
def test_a_w3c_quote_is_held_against_its_position(start: int) -> None:
    selectors = [
        {"type": "TextPositionSelector", "start": start, "end": start + 4},
        {"type": "TextQuoteSelector", "exact": "ليلى", "prefix": "ثم عادت ", "suffix": " إلى"},
    ]
    made = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "target": {"source": "d1", "selector": selectors},
    }
    assert places(json.dumps(made).encode(), w3c.read) == [(33, 37, "ليلى")]


SPANS = [(0, 4), (5, 9), (16, 19), (28, 32), (33, 37), (5, 19)]

damages = st.one_of(
    st.tuples(st.just("shift"), st.integers(-40, 40)),
    st.tuples(st.just("start"), st.integers(-3, 60) | st.none() | st.text(max_size=2)),
    st.tuples(st.just("end"), st.integers(-3, 60) | st.none()),
    st.tuples(st.just("cut"), st.integers(0, 4)),
    st.tuples(st.just("text"), st.sampled_from(["ليلى", "بغداد", "", " "]) | st.none()),
    st.tuples(st.just("prefix"), st.sampled_from(["زارت ", "عادت ", "x", ""])),
    st.tuples(st.just("suffix"), st.sampled_from([" مدينة", " إلى", "x", ""])),
    st.tuples(st.just("fragments"), st.sampled_from([[], [[5, 7], [8, 9]], [[0, 1]], [7], "x"])),
    st.tuples(st.just("drop"), st.sampled_from(["start", "end", "label", "document_id", "text"])),
    st.tuples(st.just("score"), st.sampled_from([0.5, 7, "high", None])),
)


def damaged(one: dict[str, Any], kind: str, value: Any) -> dict[str, Any]:
    if kind == "shift":
        return one | {"start": one["start"] + value, "end": one["end"] + value}
    if kind == "cut":
        return one | {"text": one["text"][value:]}
    if kind == "drop":
        return {key: each for key, each in one.items() if key != value}
    return one | {kind: value}


@pytest.mark.slow
@settings(max_examples=300)
@given(st.lists(st.none() | damages, min_size=len(SPANS), max_size=len(SPANS)))
def test_damaged_rows_are_placed_where_they_were_or_refused_or_orphaned(
    damage: list[tuple[str, Any] | None],
) -> None:
    rows = []
    for number, (start, end) in enumerate(SPANS):
        prefix, suffix = context_of(TEXT, start, end)
        whole = json.loads(row(start, end, TEXT[start:end], prefix=prefix, suffix=suffix))
        one = damage[number]
        rows.append((damaged(whole, *one) if one else whole) | {"id": uid(number)})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "in.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
        run = ImportRun(path, options([KNOWN], lenient=True), "jsonl")
        stored = {span.id: span for one in run for span in one.document.annotations}
    lines = {one.line for one in run.report.refused}
    for number, (start, end) in enumerate(SPANS):
        span = stored.get(uid(number))
        assert (span is None) == (number + 1 in lines)
        if span is None or span.status == "orphaned":
            assert damage[number] is not None
            continue
        assert TEXT[span.start : span.end] == span.text
        kind, value = damage[number] or ("", None)
        is_other_text = (
            kind in ("cut", "text", "drop") and rows[number].get("text") != (TEXT[start:end])
        )
        if not is_other_text and kind not in ("start", "end"):
            assert (span.start, span.end) == (start, end), (kind, value)


def test_a_null_is_a_missing_text_or_title(tmp_path: Path) -> None:
    # pandas writes NaN where a column has a gap.
    lines = {
        "documents": '{"id":"d","text":"زارت ليلى","title":NaN,"spans":[{"start":5,"end":9,'
        '"label":"x","text":NaN,"note":null,"attributes":null,"score":NaN}],"links":null}',
        "prodigy": '{"text":"زارت ليلى","title":null,"spans":[{"start":5,"end":9,"label":"x",'
        '"text":null}],"answer":"accept"}',
        "label-studio": '{"id":1,"data":{"text":"زارت ليلى"},"annotations":[{"result":[{"id":"a",'
        '"type":"labels","value":{"start":5,"end":9,"text":NaN,"labels":["x"]}}]}]}',
        "spacy-json": '{"content":"زارت ليلى","annotation":[{"label":["x"],"points":[{"start":5,'
        '"end":8,"text":NaN}]}]}',
    }
    for name, line in lines.items():
        path = tmp_path / f"{name}.jsonl"
        path.write_text(line, encoding="utf-8")
        (one,) = [found.document for found in ImportRun(path, options(), name)]
        assert [(span.label, span.text) for span in one.annotations] == [("x", "ليلى")], name
