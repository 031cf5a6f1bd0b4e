"""Regions of HTML and of paragraphs, as Label Studio's editor stores them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.damage import assert_one_clear_answer
from tests.formats.fixture import options
from tui.errors import ExchangeError
from tui.formats.label_studio import reader
from tui.formats.label_studio.html_text import HtmlText
from tui.formats.registry import ImportRun
from tui.model import AnnotatedDocument

HTML = "<p>مرحبا <b>ليلى</b></p>\n<p>😀 فاس &amp; صور</p>"


def task(data: dict[str, Any], *values: dict[str, Any]) -> list[dict[str, Any]]:
    kind = "hypertextlabels" if "html" in data else "paragraphlabels"
    results = [
        {"id": str(number), "from_name": "ner", "to_name": "x", "type": kind,
         "value": {**value, kind: ["PER"]}}
        for number, value in enumerate(values)
    ]  # fmt: skip
    return [
        {"id": 5, "data": data, "annotations": [{"id": 9, "completed_by": 1, "result": results}]}
    ]


def imported(tmp_path: Path, value: Any) -> AnnotatedDocument:
    path = tmp_path / "in.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    (one,) = [one.document for one in ImportRun(path, options())]
    return one


def in_html(words: str, path: str, start: int, end: int) -> dict[str, Any]:
    return {"start": path, "end": path, "startOffset": start, "endOffset": end, "text": words}


def test_regions_of_html_are_placed_by_global_offsets(tmp_path: Path) -> None:
    first = {"globalOffsets": {"start": 6, "end": 10}, "text": "ليلى"}
    # UTF-16 units: the line feed between the blocks counts too, though it is not in the text.
    second = {"globalOffsets": {"start": 14, "end": 17}, "text": "فاس"}
    one = imported(tmp_path, task({"html": HTML}, first, second))
    assert one.text == "مرحبا ليلى\n😀 فاس & صور"
    assert [(a.label, a.text) for a in one.annotations] == [("PER", "ليلى"), ("PER", "فاس")]
    assert one.meta == {"html": HTML}


def test_regions_of_html_are_placed_by_the_paths_of_their_nodes(tmp_path: Path) -> None:
    values = (
        in_html("ليلى", "/p[1]/b[1]/text()[1]", 0, 4),
        in_html("فاس & صور", "/html[1]/body[1]/p[2]/text()[1]", 3, 12),
        {**in_html("", "/p[1]/text()[1]", 0, 4), "end": "/p[2]/text()[1]", "endOffset": 6,
         "text": "مرحبا ليلى\\n😀 فاس"},
    )  # fmt: skip
    one = imported(tmp_path, task({"html": HTML}, *values))
    assert [a.text for a in one.annotations] == ["مرحبا ليلى\n😀 فاس", "ليلى", "فاس & صور"]


def test_regions_of_paragraphs_count_inside_them(tmp_path: Path) -> None:
    dialogue = [{"author": "أ", "text": "😀 مرحبا ليلى"}, {"author": "ب", "text": "أهلا"}]
    values = (
        {"start": "0", "end": "0", "startOffset": 9, "endOffset": 13, "text": "ليلى"},
        {"start": 0, "end": 1, "startOffset": 8, "endOffset": 2, "text": "ليلى\\nأه"},
    )
    one = imported(tmp_path, task({"dialogue": dialogue}, *values))
    assert one.text == "😀 مرحبا ليلى\nأهلا"
    assert [a.text for a in one.annotations] == ["ليلى", "ليلى\nأه"]
    assert one.meta == {"dialogue": dialogue}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (in_html("غير", "/p[1]/b[1]/text()[1]", 0, 4), "its offsets do not give 'غير'; export"),
        (in_html("ليلى", "/p[9]/text()[1]", 0, 4), "is not in the text of the task; export"),
        ({"globalOffsets": {"start": 99, "end": 100}}, "is not in the text of the task; export"),
        ({}, "is not in the text of the task"),
    ],
)
def test_what_has_no_place_is_refused_with_what_to_export(
    tmp_path: Path, value: dict[str, Any], message: str
) -> None:
    with pytest.raises(ExchangeError, match=message):
        imported(tmp_path, task({"html": HTML}, value))


def test_a_field_that_is_not_certain_is_asked_for(tmp_path: Path) -> None:
    data = {"html": HTML, "other": "<p>x</p>"}
    with pytest.raises(ExchangeError, match=r"not certain \('html', 'other'\): --text-field"):
        imported(tmp_path, task(data, in_html("ليلى", "/p[1]/b[1]/text()[1]", 0, 4)))


def test_blocks_are_lines_and_what_nobody_sees_is_counted_but_left_out() -> None:
    made = HtmlText(
        "<div>\n <h1>أ</h1><ul><li>ب<li>ت</ul>\r\n<script>x()</script><p>ث<br>ج<p>ح</div>"
    )
    assert made.text == "أ\nب\nت\nث\nج\nح"
    assert made.at_path("/div[1]/ul[1]/li[2]/text()[1]", 0, utf16=True) == 4
    assert made.at_path("/div[1]/p[2]/text()[1]", 1, utf16=False) == len(made.text)


@given(st.text(max_size=30))
def test_any_text_is_a_fragment(text: str) -> None:
    made = HtmlText(text)
    for count in range(len(text) + 2):
        for utf16 in (True, False):
            place = made.at_count(count, utf16=utf16, is_end=bool(count % 2))
            assert place is None or 0 <= place <= len(made.text) + 1


@pytest.mark.slow
@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_clear_words(data: Any) -> None:
    dialogue = [{"author": "أ", "text": "مرحبا ليلى"}]
    value = {"start": "0", "end": "0", "startOffset": 6, "endOffset": 10, "text": "ليلى"}
    tasks = [
        task({"html": HTML}, {"globalOffsets": {"start": 6, "end": 10}, "text": "ليلى"}),
        task({"dialogue": dialogue}, value),
    ]
    raw = json.dumps(data.draw(st.sampled_from(tasks)), ensure_ascii=False).encode()
    assert_one_clear_answer(data, reader.read, raw)
