import csv
import errno
import gzip
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.paths import SEED_FILE
from tests.sources.reading import read
from tui.model import JSON
from tui.sources import readers
from tui.sources.files import Note, Refusal, SourceDocument
from tui.sources.readers import ReadOptions, read_piped
from tui.sources.records import Records


def documents(*sources: Path, options: ReadOptions | None = None) -> list[SourceDocument]:
    found = read(sources, options or ReadOptions())
    return [item for item in found if isinstance(item, SourceDocument)]


def test_the_article_is_read_exactly() -> None:
    (document,) = read([SEED_FILE.parent])
    assert isinstance(document, SourceDocument)
    assert document.id == SEED_FILE.name
    assert document.text == SEED_FILE.read_bytes().decode()
    assert document.title.startswith("اليابان توقع اتفاقية عسكرية")
    assert document.source == str(SEED_FILE.absolute())
    assert (document.encoding, document.folder, document.meta) == ("utf-8", "seeds", {})


def test_newlines_and_marks_stay_as_they_are(tmp_path: Path) -> None:
    text = "أَب\r\nج\rد\n\u2028\u0085 e\u0301\u00a0"
    for name in ("a.txt", "b.md"):
        (tmp_path / name).write_bytes(text.encode())
    assert [document.text for document in documents(tmp_path)] == [text, text]


def test_gzip_is_unpacked_on_the_way(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress("نص".encode()))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n'))
    read_ids = [(document.id, document.text) for document in documents(tmp_path)]
    assert read_ids == [("a.txt.gz", "نص"), ("b.jsonl.gz#1", "x")]


def test_damaged_gzip_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    whole = gzip.compress(os.urandom(3000))
    (tmp_path / "a.txt.gz").write_bytes(whole[:2000])
    (tmp_path / "b.txt.gz").write_bytes(b"plain")
    (tmp_path / "c.jsonl.gz").write_bytes(whole[:100] + b"xxxxxxx" + whole[107:-8])
    (tmp_path / "d.txt").write_text("نص")
    found = list(read([tmp_path]))
    assert [type(item) for item in found] == [Refusal, SourceDocument, Refusal, SourceDocument]
    assert "gzip data is damaged" in str(found[0])


def test_an_encoding_that_is_not_utf8_is_said(tmp_path: Path) -> None:
    text = "وقال الوزير إن الاتفاق سيوقع غدا"
    (tmp_path / "a.txt").write_bytes(text.encode("cp1256"))
    (tmp_path / "b.txt").write_bytes(text.encode("utf-16"))
    (tmp_path / "c.txt").write_bytes(text.encode("utf-8-sig"))
    found = list(read([tmp_path]))
    assert [str(item) for item in found if isinstance(item, Note)] == [
        f"{tmp_path}/a.txt: read as Windows-1256",
        f"{tmp_path}/b.txt: read as UTF-16-LE",
    ]
    read_texts = [(item.text, item.encoding) for item in found if isinstance(item, SourceDocument)]
    assert read_texts == [(text, "cp1256"), (text, "utf-16-le"), (text, "utf-8")]


def test_a_named_encoding_is_used_for_all(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("é".encode("cp1252"))
    (tmp_path / "b.jsonl").write_bytes('{"text": "é"}'.encode("cp1252"))
    found = documents(tmp_path, options=ReadOptions(encoding="latin-1"))
    assert [document.text for document in found] == ["é", "é"]
    refused = list(read([tmp_path], ReadOptions(encoding="none such")))
    assert [type(item) for item in refused] == [Refusal, Refusal]


def test_binary_bytes_are_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)))
    (tmp_path / "b.txt").write_text("نص")
    refusal, document = read([tmp_path])
    assert isinstance(refusal, Refusal)
    assert "not text" in refusal.reason
    assert isinstance(document, SourceDocument)


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\ufeff"])
def test_an_empty_text_is_a_document_named_after_its_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_bytes(text.encode())
    (document,) = documents(tmp_path)
    assert document.title == "a.txt"
    assert document.text == text.removeprefix("\ufeff")


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("نص")

    def denied(path: str, flags: int) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", denied)  # the tests may run as root, who reads all
        found = list(read([tmp_path]))
    assert found == [Refusal(str(tmp_path / "a.txt"), "permission denied")]


def test_a_file_that_grows_while_it_is_read_is_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("نص")
    sizes = os.fstat

    def grow_after(handle: int) -> os.stat_result:
        found = sizes(handle)
        with path.open("a") as file:
            file.write(" يطول" * 1000)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(os, "fstat", grow_after)
        (document,) = documents(tmp_path)
    assert document.text == path.read_text()
    assert len(document.text) > 1000


def test_a_file_that_vanishes_while_reading_is_refused(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jsonl"):
        (tmp_path / name).write_text("x")
    found = read([tmp_path])
    first = next(found)
    assert isinstance(first, SourceDocument)
    (tmp_path / "b.jsonl").unlink()
    assert list(found) == [
        Refusal(str(tmp_path / "b.jsonl"), "cannot be read: No such file or directory")
    ]


def test_a_file_past_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_BYTES", 1000)
    (tmp_path / "a.txt").write_bytes(b"x" * 1001)
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"x" * 1001))
    (tmp_path / "c.txt").write_bytes(b"x" * 1000)
    assert [type(item) for item in read([tmp_path])] == [Refusal, Refusal, SourceDocument]


def test_records_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "نص"}\n' * 100_000)
    made: list[int] = []
    original = Records.document

    def counted(self: Records, fields: dict[str, JSON], line: int) -> SourceDocument:
        made.append(line)
        return original(self, fields, line)

    monkeypatch.setattr(Records, "document", counted)
    found: Iterator[SourceDocument | Refusal | Note] = read([path])
    assert len(list(islice(found, 3))) == 3
    assert made == [1, 2, 3]


def test_what_is_piped_in_is_read_as_what_it_is_and_known_again() -> None:
    def piped(data: bytes) -> list[tuple[str, str]]:
        found = list(read_piped(data))
        assert all(isinstance(item, SourceDocument) for item in found), found
        return [(one.id, one.text) for one in found if isinstance(one, SourceDocument)]

    ((name, text),) = piped("نص\n".encode())
    assert text == "نص\n"
    assert name.startswith("stdin-")
    assert piped("نص\n".encode())[0][0] == name
    assert piped(b"other")[0][0] != name
    assert piped(gzip.compress("نص".encode()))[0][1] == "نص"
    assert piped(b"<!doctype html><p>page")[0][1] == "page"
    (refusal,) = read_piped(bytes(range(256)))
    assert str(refusal).startswith("stdin: it is not text")


JSONL = '{"id": "a", "text": "زارت"}\n{"id": "b", "text": "عاد"}\n'

CONLLU = "# newdoc id = d1\n1\tزارت" + "\t_" * 8 + "\n2\tليلى" + "\t_" * 8 + "\n\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (JSONL, ["a", "b"]),
        ('\n[{"id": 1, "text": "زارت"},\n {"text": "عاد"}]', ["1", "FILE#2"]),
        ('{\n "id": "a",\n "text": "زارت"\n}\n', ["a"]),
        ('{"text": "زارت"}\n', ["FILE#1"]),
        ("id,text\n7,زارت\n8,عاد\n", ["7", "8"]),
        ('text;id\n"زارت\nليلى";7\n', ["7"]),
        ("text\tid\nزارت\t7\n", ["7"]),
        ("sep=|\nid|text\n7|زارت\n", ["7"]),
        ("id,text\r7,زارت\r8,عاد\r", ["7", "8"]),
        (CONLLU, ["d1"]),
    ],
)
def test_records_are_known_by_their_content_where_a_name_tells_nothing(
    tmp_path: Path, content: str, expected: list[str]
) -> None:
    for name in ("corpus", "corpus.json"):
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            for data in (content.encode(encoding), gzip.compress(content.encode(encoding))):
                (tmp_path / name).write_bytes(data)
                found = [one.id for one in documents(tmp_path / name)]
                assert found == [one.replace("FILE", name) for one in expected]
                piped = [one for one in read_piped(data) if isinstance(one, SourceDocument)]
                assert [one.id.partition("#")[2] or one.id for one in piped] == [
                    one.partition("#")[2] or one for one in expected
                ]


def test_a_table_of_long_texts_is_known_by_its_content_too() -> None:
    usual = csv.field_size_limit(1 << 17)  # as it is when the program starts
    try:
        found = list(read_piped(f"id,text\n7,{'زارت ' * 30_000}\n".encode()))
    finally:
        csv.field_size_limit(usual)
    assert [one.id for one in found if isinstance(one, SourceDocument)] == ["7"]


def test_a_faulty_record_that_is_piped_in_is_refused_with_its_line() -> None:
    found = list(read_piped((JSONL + "{").encode()))
    assert [type(one) for one in found] == [SourceDocument, SourceDocument, Refusal]
    assert str(found[-1]).startswith("stdin")
    assert ":3: not JSON" in str(found[-1])
    (refusal,) = read_piped(b'{"body": "x"}')
    assert "name it by --text-field" in str(refusal)
    (document,) = read_piped(b'{"body": "x"}', ReadOptions(text_field="body"))
    assert isinstance(document, SourceDocument)
    assert document.text == "x"
    rows = list(read_piped("4,أولى\n5,ثانية".encode(), ReadOptions("2", has_header=False)))
    assert [one.text for one in rows if isinstance(one, SourceDocument)] == ["أولى", "ثانية"]


@pytest.mark.parametrize(
    "text",
    [
        "[عاجل] قال الوزير",
        "[1, 2]",
        "{قوس",
        "text, one two\nthree",
        "text\nواحد\nاثنان",
        "1\t2\n",
        "",
        "قال: «نعم»، text\nثم، ذهب",
    ],
)
def test_a_text_without_a_telling_name_stays_a_text(text: str) -> None:
    (document,) = read_piped(text.encode())
    assert isinstance(document, SourceDocument)
    assert document.text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_a_piped_page_is_known_in_every_encoding_with_a_mark(encoding: str) -> None:
    mark = "\ufeff" if encoding.endswith("be") else ""
    found = list(read_piped(f"{mark}<!doctype html><p>صفحة".encode(encoding)))
    assert [one.text for one in found if isinstance(one, SourceDocument)] == ["صفحة"]


def test_a_markdown_file_is_called_as_its_heading(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("\n## عنوان ##\nنص")
    (tmp_path / "b.txt").write_text("# عنوان")
    assert [document.title for document in documents(tmp_path)] == ["عنوان", "# عنوان"]


def test_a_piped_text_is_called_as_its_heading() -> None:
    for text, title in (("# عنوان\nنص", "عنوان"), ("#وسم\nنص", "#وسم"), ("نص", "نص")):
        (document,) = read_piped(text.encode())
        assert isinstance(document, SourceDocument)
        assert (document.title, document.text) == (title, text)
