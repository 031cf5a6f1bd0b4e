import gzip
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.fixture import options
from tests.sources.reading import read
from tui.errors import ExchangeError
from tui.formats.registry import ImportRun
from tui.sources import json_lines as json_lines_module
from tui.sources.files import MAX_BYTES, Note, Refusal, SourceDocument
from tui.sources.json_lines import MAX_LINE, InputFile, Line
from tui.sources.json_values import Fields
from tui.sources.readers import ReadOptions

RECORDS = [{"id": "a", "text": "نص\u2028أول"}, {"id": "b", "text": "[ثانٍ]\r\n"}]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32"]


def json_lines(encoding: str = "utf-8", end: str = "\n") -> bytes:
    text = "".join(json.dumps(one, ensure_ascii=False) + end for one in RECORDS)
    return text.encode(encoding)


def json_array(encoding: str = "utf-8") -> bytes:
    return json.dumps(RECORDS, ensure_ascii=False, indent=1).encode(encoding)


def values(source: InputFile) -> list[object]:
    return [
        dict(one.values) if isinstance(one, Fields) else (one.line, one.message)
        for one in source.objects()
    ]


def added(path: Path) -> list[tuple[str, str]]:
    found = [item for item in read([path]) if not isinstance(item, Note)]
    return [(item.id, item.text) for item in found if isinstance(item, SourceDocument)]


@given(st.lists(st.text(alphabet="ab\r\u2028\u0085ص"), max_size=6), st.booleans())
def test_lines_end_in_line_feeds_only(parts: list[str], end: bool) -> None:
    text = "\n".join(parts) + ("\n" if end else "")
    with tempfile.TemporaryDirectory() as folder:
        for encoding in ("utf-8", "utf-16-le", "utf-32-be"):
            path = Path(folder) / encoding
            path.write_bytes(text.encode(encoding))
            found = [
                line
                for line in InputFile(path, encoding=encoding).lines()
                if not isinstance(line, ExchangeError)
            ]
            assert "".join(line.text for line in found) == text
            assert [line.number for line in found] == list(range(1, len(found) + 1))
            assert all("\n" not in line.text[:-1] for line in found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-32-be"])
def test_a_line_past_the_limit_is_an_error_of_its_own(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(("a\n" + "x" * 300_000 + "\nb\n").encode(encoding))
    first, second, third = InputFile(path, max_line=1000, encoding=encoding).lines()
    assert (first, third) == (Line(1, "a\n"), Line(3, "b\n"))
    assert isinstance(second, ExchangeError)
    assert (second.line, second.file) == (2, str(path))
    assert "the line is longer than" in str(second)


def test_an_item_past_the_limit_ends_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'[{"text": "' + b"x" * 300_000 + b'"}]')
    with pytest.raises(ExchangeError, match=r":1: the item is longer than"):
        values(InputFile(path, max_line=1000))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n \n"])
def test_objects_are_read_in_every_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(json_lines(encoding, end))
    assert values(InputFile(path)) == RECORDS
    assert added(path) == [(one["id"], one["text"]) for one in RECORDS]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_array_is_read_as_its_objects(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(json_array(encoding))
    assert values(InputFile(path)) == RECORDS
    assert added(path) == [(one["id"], one["text"]) for one in RECORDS]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_gzip_is_known_by_its_bytes_and_not_by_the_name(
    tmp_path: Path, encoding: str, name: str
) -> None:
    path = tmp_path / name
    plain = json_lines(encoding)
    for data in (plain, gzip.compress(plain)):
        path.write_bytes(data)
        assert added(path) == [(one["id"], one["text"]) for one in RECORDS]
        imported = [one.document.text for one in ImportRun(path, options(), "documents")]
        assert imported == [one["text"] for one in RECORDS]


def test_add_and_import_report_a_bad_line_alike(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(json_lines() + b'{"text": "a"\n' + json_lines().replace(b'"a"', b'"c"'))
    refused = next(str(item) for item in read([path]) if isinstance(item, Refusal))
    with pytest.raises(ExchangeError) as caught:
        list(ImportRun(path, options(), "documents"))
    assert refused == str(caught.value).split("\n")[0]
    assert refused == f"{path}:3: not JSON: Expecting ',' delimiter at column 13"


def test_damaged_gzip_is_refused_by_both(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(gzip.compress(json_lines())[:-9])
    (refused,) = [item for item in read([path]) if isinstance(item, Refusal)]
    assert "its gzip data is damaged" in refused.reason
    with pytest.raises(ExchangeError, match="its gzip data is damaged"):
        list(ImportRun(path, options(), "documents"))


def test_an_import_says_which_encoding_it_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(json_lines("utf-16"))
    run = ImportRun(path, options(), "documents")
    assert len(list(run)) == 2
    assert run.report.warnings == {"file in UTF-16-LE instead of UTF-8": 1}


def test_control_characters_do_not_make_a_file_binary_to_an_import(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_bytes(b"\x00\x01\tB-x\n")
    (document,) = [one.document for one in ImportRun(path, options(), "conll")]
    assert document.text == "\x00\x01\n"


def test_a_line_has_room_for_the_largest_text_with_its_escapes() -> None:
    assert MAX_LINE >= 2 * MAX_BYTES


def test_data_that_only_fills_the_machine_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines_module, "_FREE", 2 << 20)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n" * (8 << 20), 1))
    (refused,) = read([path])
    assert isinstance(refused, Refusal)
    assert "unpacks to more than 100 times its size" in refused.reason
    with pytest.raises(ExchangeError, match="unpacks to more than 100 times its size"):
        list(InputFile(path).objects())


def test_text_that_packs_well_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "a"}\n' * 20_000))
    assert path.stat().st_size < 20_000 * 14 / 100
    assert len(added(path)) == 20_000


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "utf-16-le"])
def test_blank_lines_are_passed_and_counted(tmp_path: Path, encoding: str) -> None:
    text = "{}\n" + "\n" * 300_000 + " \n" + "\r\n" * 100_000 + "\ra\n\n\nb"
    path = tmp_path / "a"
    path.write_bytes(text.encode(encoding))
    lines = list(InputFile(path, encoding=encoding).lines(every_blank=False))
    solid = [one for one in lines if isinstance(one, Line) and one.text.strip()]
    assert solid == [Line(1, "{}\n"), Line(400_003, "\ra\n"), Line(400_006, "b")]
    assert lines[1] == Line(2, "\n")
    if encoding != "utf-16-le":
        assert len(lines) < 200


def test_an_object_over_many_lines_has_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{\n" + '"a": 1,\n' * 500)
    with pytest.raises(ExchangeError, match="the object is longer than"):
        InputFile(path, max_line=1000).text()


def test_utf16_without_its_mark_is_refused_where_it_was_named(tmp_path: Path) -> None:
    for name, data in (
        ("a.jsonl", b'{"text": "a"}\n'),
        ("b.csv", b"text\na\n"),
        ("c.jsonl", b"[{}]"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        *_, refused = read([path], ReadOptions(encoding="utf-16"))
        assert isinstance(refused, Refusal)
        assert "BOM" in refused.reason or name == "b.csv"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_object_over_several_lines_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "in.json"
    path.write_bytes(json.dumps(RECORDS[0], indent=1, ensure_ascii=False).encode(encoding))
    assert values(InputFile(path)) == [RECORDS[0]]


def test_a_damaged_first_line_is_no_object_over_several(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"id": "a", "text": \n{"id": "b"}\n')
    first, second = InputFile(path).objects()
    assert isinstance(first, ExchangeError)
    assert (first.line, isinstance(second, Fields)) == (1, True)
