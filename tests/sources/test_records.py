import json
from pathlib import Path

import pytest

from tests.sources.reading import read
from tui.model import JSON, source_path
from tui.sources.files import Note, Refusal, SourceDocument
from tui.sources.readers import ReadOptions

LONE = "holds half of a surrogate pair (\\ud800 to \\udfff alone), which is not a character"


def records(
    tmp_path: Path, data: str | bytes, options: ReadOptions | None = None
) -> list[SourceDocument | Refusal | Note]:
    path = tmp_path / "a.jsonl"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read([tmp_path], options or ReadOptions()))


def document(
    tmp_path: Path, fields: dict[str, JSON], options: ReadOptions | None = None
) -> SourceDocument:
    (found,) = records(tmp_path, json.dumps(fields), options)
    assert isinstance(found, SourceDocument)
    return found


def reasons(found: list[SourceDocument | Refusal | Note]) -> list[tuple[int | None, str]]:
    return [(item.line, item.reason) for item in found if isinstance(item, Refusal)]


def test_a_record_is_a_document_with_the_rest_in_meta(tmp_path: Path) -> None:
    found = document(tmp_path, {"id": "x", "text": "عنوان\nنص", "year": 2020, "tags": ["a"]})
    assert found.id == "x"
    assert found.title == "عنوان"
    assert found.text == "عنوان\nنص"
    assert found.meta == {"year": 2020, "tags": ["a"]}
    assert found.source == f"{tmp_path}/a.jsonl#x"
    assert found.folder == tmp_path.name


def test_a_record_without_id_is_known_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.jsonl").write_text('{"text": "a"}\n\n{"text": "b", "id": null}')
    found = [item for item in read([tmp_path]) if isinstance(item, SourceDocument)]
    assert [(item.id, item.source) for item in found] == [
        ("sub/b.jsonl#1", f"{tmp_path}/sub/b.jsonl#1"),
        ("sub/b.jsonl#3", f"{tmp_path}/sub/b.jsonl#3"),
    ]


def test_ids_are_text(tmp_path: Path) -> None:
    found = records(tmp_path, '{"id": 7, "text": "a"}\n{"id": "007", "text": "b"}\n')
    assert [item.id for item in found if isinstance(item, SourceDocument)] == ["7", "007"]
    # pandas makes floats of a column with a gap.
    found = records(tmp_path, '{"id": 7.0, "text": "a"}\n{"id": NaN, "text": "b"}\n')
    assert [item.id for item in found if isinstance(item, SourceDocument)] == ["7", "a.jsonl#2"]
    found = records(tmp_path, '{"id": 1.5, "text": "a"}\n{"id": true, "text": "a"}')
    assert reasons(found) == [(n, "its id is neither text nor a whole number") for n in (1, 2)]


def test_two_records_of_one_id_are_not_one_document(tmp_path: Path) -> None:
    found = records(tmp_path, '{"id": 7, "text": "a"}\n{"id": "7", "text": "b"}\n')
    assert reasons(found) == [(2, "an earlier record of the file has the same id, 7")]


ODD_IDS = [
    ([3, "x", None], ["#3", "#x", "#line 3"]),
    ([None, 1, 2], ["#1", "#id 1", "#2"]),
    (["line 2", 3, None, "line 3"], ["#line 2", "#3", "#line 3", "#id line 3"]),
    ([3, "line 3", None], ["#3", "#line 3", "#line line 3"]),
]


@pytest.mark.parametrize(("ids", "sources"), ODD_IDS)
def test_an_id_that_is_anothers_line_is_another_source(
    tmp_path: Path, ids: list[JSON], sources: list[str]
) -> None:
    data = "".join(json.dumps({"id": id, "text": f"text {at}"}) + "\n" for at, id in enumerate(ids))
    found = [item for item in records(tmp_path, data) if isinstance(item, SourceDocument)]
    assert [item.source for item in found] == [f"{tmp_path}/a.jsonl{end}" for end in sources]
    assert [item.id for item in found] == [
        f"a.jsonl#{line}" if id is None else str(id) for line, id in enumerate(ids, 1)
    ]
    assert {source_path(item.source) for item in found} == {tmp_path / "a.jsonl"}


def test_another_field_may_hold_the_text(tmp_path: Path) -> None:
    options = ReadOptions(text_field="body")
    found = document(tmp_path, {"body": "نص", "text": "other"}, options)
    assert (found.text, found.meta) == ("نص", {"text": "other"})


def test_a_records_own_title_is_its_title(tmp_path: Path) -> None:
    found = document(tmp_path, {"title": " عنوان ", "text": "نص"})
    assert (found.title, found.meta) == ("عنوان", {"title": " عنوان "})
    assert document(tmp_path, {"title": 7, "text": "نص"}).title == "نص"
    assert document(tmp_path, {"id": "x", "title": "", "text": " "}).title == "x"


def test_meta_inside_a_record_is_not_nested(tmp_path: Path) -> None:
    found = document(tmp_path, {"text": "x", "meta": {"source": "BBC"}, "year": 1})
    assert found.meta == {"source": "BBC", "year": 1}
    clash: dict[str, JSON] = {"meta": {"year": 2}, "year": 1}
    assert document(tmp_path, {"text": "x", **clash}).meta == clash


def test_a_record_with_annotations_says_who_reads_them(tmp_path: Path) -> None:
    found = records(tmp_path, '{"text": "a", "spans": []}\n{"text": "b", "spans": []}\n')
    assert [type(item) for item in found] == [Note, SourceDocument, SourceDocument]
    assert "import" in str(found[0])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "a"', "not JSON: Expecting ',' delimiter at column 13"),
        ("[1]", "not a JSON object but a list"),
        ('{"text": 1}', "the field 'text' is not text"),
        ('{"body": "a"}', "has no field 'text' (its fields: 'body'); name it by --text-field"),
        (
            '{"text": "a", "n": Infinity}',
            "not JSON that can be read: Infinity is not a number in JSON",
        ),
        ('{"text": "\\ud800"}', LONE),
        ('{"text": "a", "\\uDC00": 1}', LONE),
        ('{"text": "a", "id": "\\ud800"}', LONE),
        ("[" * 100_000, "not JSON that can be read: it is nested too deeply"),
        (b'{"text": "\xff"}', "not UTF-8: byte 0xff at byte 11 of the line"),
    ],
)
def test_a_broken_line_is_refused_by_its_number(
    tmp_path: Path, line: str | bytes, reason: str
) -> None:
    broken = line.encode() if isinstance(line, str) else line
    found = records(tmp_path, b'{"text": "before"}\n' + broken + b'\n{"text": "after"}\n')
    assert reasons(found) == [(2, reason)]
    assert [type(item) for item in found] == [SourceDocument, Refusal, SourceDocument]


@pytest.mark.parametrize("first", ['{"text": "a"}', '{"text": "وقال الوزير إن الاتفاق سيوقع غدا"}'])
def test_a_line_that_is_no_utf8_is_refused_alone_in_a_short_file(
    tmp_path: Path, first: str
) -> None:
    found = records(tmp_path, first.encode() + b'\n{"text": "\xff"}\n{"text": "b"}\n')
    assert reasons(found) == [(2, "not UTF-8: byte 0xff at byte 11 of the line")]
    assert len(found) == 3


def test_windows_1256_is_told_in_records_too(tmp_path: Path) -> None:
    text = "وقال الوزير إن الاتفاق سيوقع غدا"
    note, found = records(tmp_path, f'{{"text": "{text}"}}'.encode("cp1256"))
    assert str(note) == f"{tmp_path}/a.jsonl: read as Windows-1256"
    assert isinstance(found, SourceDocument)
    assert found.text == text


def test_a_number_of_thousands_of_digits_is_refused(tmp_path: Path) -> None:
    ((line, reason),) = reasons(records(tmp_path, '{"text": "a", "n": ' + "1" * 5000 + "}"))
    assert line == 1
    assert reason.startswith("not JSON that can be read")


def test_lone_surrogates_are_replaced_on_request(tmp_path: Path) -> None:
    data = '{"text": "a\\ud800b \\ud83d\\ude00", "k\\udc00": ["\\udc00"]}'
    note, found = records(tmp_path, data, ReadOptions(replace_surrogates=True))
    assert str(note) == f"{tmp_path}/a.jsonl:1: lone surrogates were replaced by U+FFFD"
    assert isinstance(found, SourceDocument)
    assert found.text == "a\ufffdb 😀"
    assert found.meta == {"k\ufffd": ["\ufffd"]}


def test_unicode_line_ends_are_text(tmp_path: Path) -> None:
    text = "a\u2028b\u0085c\u2029\r\x0b\x1c"
    data = json.dumps({"text": text}, ensure_ascii=False)
    for encoded in (data.encode(), data.encode("utf-16"), data.encode("utf-32")):
        found = [item for item in records(tmp_path, encoded) if isinstance(item, SourceDocument)]
        assert [item.text for item in found] == [text]


def test_a_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    (found,) = records(tmp_path, '\ufeff{"text": "نص"}\n')
    assert isinstance(found, SourceDocument)
    assert found.text == "نص"


def test_broken_utf16_ends_the_file_with_a_refusal(tmp_path: Path) -> None:
    data = '{"text": "a"}\n'.encode("utf-16") + b"\x00\xd8\x00\xd8" * 9
    found = records(tmp_path, data)
    assert any("UTF-16-LE" in reason for _, reason in reasons(found))
