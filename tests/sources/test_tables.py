import csv
import io
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.reading import read
from tui.sources.files import Note, Refusal, SourceDocument, SourceFile
from tui.sources.json_lines import InputFile
from tui.sources.readers import ReadOptions
from tui.sources.records import Records
from tui.sources.tables import rows


def table(tmp_path: Path, data: str | bytes, name: str = "a.csv") -> list[SourceDocument | Refusal]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return [item for item in read([path]) if not isinstance(item, Note)]


def texts(found: list[SourceDocument | Refusal]) -> list[str]:
    return [item.text if isinstance(item, SourceDocument) else f"!{item.line}" for item in found]


def test_a_row_is_a_document_with_the_rest_in_meta(tmp_path: Path) -> None:
    found = table(tmp_path, 'id,text,author\r\n007,"أ, ""ب""\r\nج",كاتب\r\n,نص,\r\n')
    assert [item for item in found if isinstance(item, Refusal)] == []
    first, second = (item for item in found if isinstance(item, SourceDocument))
    assert (first.id, first.text) == ("007", 'أ, "ب"\r\nج')
    assert first.meta == {"author": "كاتب"}
    assert first.title == 'أ, "ب"'
    assert (second.id, second.text, second.meta) == ("a.csv#4", "نص", {"author": ""})


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        ("id,text\n3,one\n,two\n", ["3", "a.csv#3"]),
        ("id,text\n,one\n2,two\n", ["a.csv#2", "2"]),
    ],
)
def test_an_id_that_is_anothers_line_is_another_source(
    tmp_path: Path, data: str, ids: list[str]
) -> None:
    first, second = (item for item in table(tmp_path, data) if isinstance(item, SourceDocument))
    assert [first.id, second.id] == ids
    assert first.source != second.source


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_tells_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    data = f'"id"{delimiter}"text"\n1{delimiter}"a,b;c\td"\n'
    assert texts(table(tmp_path, data)) == ["a,b;c\td"]


def test_windows_1256_is_told(tmp_path: Path) -> None:
    data = "id;text\n1;وقال الوزير إن الاتفاق سيوقع غدا\n".encode("cp1256")
    assert texts(table(tmp_path, data)) == ["وقال الوزير إن الاتفاق سيوقع غدا"]


def test_a_table_without_the_column_is_refused(tmp_path: Path) -> None:
    (refusal,) = table(tmp_path, "id,body\n1,a\n")
    assert refusal == Refusal(
        str(tmp_path / "a.csv"),
        "has no column 'text' (its columns: 'id', 'body'); name it by --text-field",
        1,
    )
    (found,) = read([tmp_path / "a.csv"], ReadOptions(text_field="body"))
    assert isinstance(found, SourceDocument)
    assert found.text == "a"


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    (refusal,) = table(tmp_path, "text,a,a\nx,1,2\n")
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "two columns are named 'a'"


def test_an_empty_file_or_header_gives_nothing(tmp_path: Path) -> None:
    assert table(tmp_path, "") == []
    assert table(tmp_path, "id,text\n") == []


def test_a_column_without_a_name_is_kept(tmp_path: Path) -> None:
    (found,) = table(tmp_path, ",text\n0,x\n")
    assert isinstance(found, SourceDocument)
    assert found.meta == {"column 1": "0"}


@pytest.mark.parametrize(
    ("broken", "read_texts"),
    [
        ("2,b,c\n3,d\n", ["a", "!3", "d"]),
        ("2\n3,d\n", ["a", "!3", "d"]),
        ('2,"b"c\n3,d\n', ["a", "!3", "d"]),
        ('2,"b\n3,d\n', ["a", "!3"]),
        ("1,b\n3,d\n", ["a", "!3", "d"]),
        ("\n3,d\n", ["a", "d"]),
    ],
)
def test_broken_rows_are_refused_by_their_line(
    tmp_path: Path, broken: str, read_texts: list[str]
) -> None:
    assert texts(table(tmp_path, "id,text\n1,a\n" + broken)) == read_texts


def test_bytes_that_are_not_valid_are_refused_by_their_line(tmp_path: Path) -> None:
    padding = b"1,%s\n" % "وقال الوزير إن الاتفاق سيوقع غدا".encode()
    found = table(tmp_path, b"id,text\n" + padding + b"2,\xff\n3,c\n")
    assert texts(found)[1:] == ["!3", "c"]


def test_bare_quotation_marks_in_tsv_are_text(tmp_path: Path) -> None:
    data = 'id\ttext\n1\t"نعم" قال\n2\t"كلا\n'
    assert texts(table(tmp_path, data, "a.tsv")) == ['"نعم" قال', '"كلا']


def test_quoted_tsv_is_read_as_its_writers_mean_it(tmp_path: Path) -> None:
    data = 'id\ttext\n1\t"قال ""نعم""\nثم\tمضى"\n'
    assert texts(table(tmp_path, data, "a.tsv")) == ['قال "نعم"\nثم\tمضى']


TEXT = st.text(alphabet=st.sampled_from('ab,;\t"\r\n ص\u2028\u0085'), max_size=8)


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_what_csv_writers_write_is_read_exactly(written: list[str]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(["n", "text"])
    writer.writerows((n, text) for n, text in enumerate(written))
    file = SourceFile("/a.csv", "a.csv", "", "csv")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(buffer.getvalue().encode())
        found = list(rows(Records(file, "utf-8", "text"), "csv", InputFile(path, encoding="utf-8")))
    assert [item.text for item in found if isinstance(item, SourceDocument)] == written


TOOLS = Path(__file__).parents[1] / "data" / "formats" / "tools"


def documents_of(path: Path, **options: Any) -> list[SourceDocument]:
    found = list(read([path], ReadOptions(**options)))
    assert all(isinstance(one, SourceDocument) for one in found), found
    return [one for one in found if isinstance(one, SourceDocument)]


def test_a_table_that_excel_wrote_says_its_separator() -> None:
    found = documents_of(TOOLS / "csv-excel-sep" / "in.csv", text_field="النص")
    assert [one.id for one in found] == [f"in.csv#{number}" for number in range(3, 3 + len(found))]
    assert found[0].text == 'قال الوزير: "لن نتراجع"; وأضاف أن الخطة قائمة'
    assert set(found[0].meta) == {"المصدر", "التاريخ"}


@pytest.mark.parametrize("line", ["sep=|", '"sep=|"'])
def test_any_separator_may_be_said(tmp_path: Path, line: str) -> None:
    for end in ("\n", "\r\n", "\r"):
        data = end.join([line, "id|text", "1|a,b;c", "2|d"])
        assert texts(table(tmp_path, data)) == ["a,b;c", "d"]


def test_a_table_without_a_header_is_read_by_the_number_of_its_column() -> None:
    path = TOOLS / "csv" / "headerless.csv"
    found = documents_of(path, has_header=False, text_field="2")
    assert [(one.id, one.text, one.meta) for one in found] == [
        ("headerless.csv#1", "جملة أولى من التعليقات", {"column 1": "4"}),
        ("headerless.csv#2", "جملة ثانية من التعليقات", {"column 1": "5"}),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "has no column 'text' .* by --text-field .--no-header where"),
        ({"has_header": False}, "give the text's column with --text-field NUMBER"),
        ({"has_header": False, "text_field": "3"}, "give the text's column with --text-field"),
    ],
)
def test_the_refusal_names_the_option_that_helps(options: dict[str, Any], said: str) -> None:
    (found,) = read([TOOLS / "csv" / "headerless.csv"], ReadOptions(**options))
    assert isinstance(found, Refusal)
    assert re.search(said, found.reason)


def test_a_column_with_a_name_is_found_by_its_number_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("n;body;2\n1;one, two;x\n", encoding="utf-8")
    assert [one.text for one in documents_of(path, text_field="2")] == ["x"]
    path.write_text("n;body;c\n1;one, two;x\n", encoding="utf-8")
    assert [one.text for one in documents_of(path, text_field="2")] == ["one, two"]


def test_rows_may_end_in_cr_alone(tmp_path: Path) -> None:
    data = 'id,text\r1,"a\nb"\r2,c\r3,"d\re"\r,f\rbad\r'
    found = table(tmp_path, data)
    assert texts(found) == ["a\nb", "c", "d\re", "f", "!8"]
    assert isinstance(found[3], SourceDocument)
    assert found[3].id == "a.csv#7"


def test_blank_rows_are_passed_and_those_in_a_field_kept(tmp_path: Path) -> None:
    blank = "\n" * 9000
    field = f"a\n{blank}b"
    path = tmp_path / "a.csv"
    path.write_text(f'text\n{blank}"{field}"\n\n\n"{field}"\nc,d\n')
    one, two, refused = read([path])
    assert isinstance(one, SourceDocument)
    assert isinstance(two, SourceDocument)
    assert one.text == two.text == field
    assert [one.id, two.id] == ["a.csv#9002", "a.csv#18006"]
    assert isinstance(refused, Refusal)
    assert refused.line == 27_008


def test_of_very_many_columns_the_one_that_comes_twice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text," + ",".join(f"c{number}" for number in range(100_000)) + ",c5\n")
    (refused,) = read([path])
    assert isinstance(refused, Refusal)
    assert refused.reason == "two columns are named 'c5'"


def test_a_quotation_mark_that_is_not_closed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.sources.tables._MOST_LINES", 1000)
    path = tmp_path / "a.csv"
    path.write_text('text\na\n"b' + "c\n" * 2000)
    one, refused = read([path])
    assert isinstance(one, SourceDocument)
    assert isinstance(refused, Refusal)
    assert refused.line == 3
    assert "is a closing quotation mark missing?" in refused.reason


def test_a_header_with_a_cr_between_bare_quotation_marks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'[{"a\rb",text\nc,d\n')
    (refused,) = read([path])
    assert isinstance(refused, Refusal)
    assert refused.line == 1
