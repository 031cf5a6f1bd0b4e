import os
from pathlib import Path

import pytest

from tui.sources.files import Note, Refusal, SourceDocument, SourceFile, files, kind_of


def write(path: Path, text: str = "نص") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def ids(source: Path, *, follow_links: bool = False) -> list[str]:
    found = files([source], follow_links=follow_links)
    return [file.id for file in found if isinstance(file, SourceFile)]


def said(source: Path) -> list[str]:
    return [str(f) for f in files([source]) if not isinstance(f, SourceFile)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.txt", "text"),
        ("A.TXT", "text"),
        ("a.md", "text"),
        ("a.html.gz", "html"),
        ("a.jsonl.GZ", "jsonl"),
        ("a.csv", "csv"),
        ("a.tsv", "tsv"),
        ("a.gz", None),
        ("a.docx", "word"),
        ("A.EPUB", "book"),
        ("a.pdf.gz", "pdf"),
        ("a.odt", None),
        ("txt", None),
        (".txt", None),
        ("..txt.gz", None),
        (".a.txt", "text"),
        ("/b.d/a.txt", "text"),
        ("/b.txt/a", None),
        ("/b/.txt", None),
    ],
)
def test_the_ending_says_how_a_file_is_read(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_a_folder_is_read_through_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.txt", "c.txt", "a.txt", "مقال.txt"):
        write(tmp_path / name)
    assert ids(tmp_path) == ["a/b/c.txt", "a/z.md", "a.txt", "b.txt", "c.txt", "مقال.txt"]


def test_hidden_files_and_other_endings_are_left_out_and_counted(tmp_path: Path) -> None:
    for name in ("a.txt", ".hidden.txt", ".git/x.txt", "x.png", "y.png", "z.db"):
        write(tmp_path / name)
    assert ids(tmp_path) == ["a.txt"]
    assert said(tmp_path) == [f"{tmp_path}: left out 3 files by their ending (.png 2, .db 1)"]


def test_a_named_file_is_known_by_its_name_whatever_its_ending(tmp_path: Path) -> None:
    path = write(tmp_path / "sub" / "article")
    (file,) = files([path])
    assert file == SourceFile(str(path), "article", "sub", "text")


def test_ids_do_not_depend_on_how_the_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "seeds" / "a" / "b.txt")
    monkeypatch.chdir(tmp_path / "seeds")
    expected = [SourceFile(str(path), "a/b.txt", "seeds", "text")]
    for name in (".", "../seeds/", str(tmp_path / "seeds")):
        assert list(files([name])) == expected


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    assert said(tmp_path) == [f"{tmp_path}: holds no document"]


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none"
    assert list(files([path])) == [Refusal(str(path), "no such file or directory")]
    (refusal,) = files(["a\0b"])
    assert isinstance(refusal, Refusal)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert list(files([tmp_path])) == [
        Refusal(str(tmp_path / "pipe.txt"), "it is not a regular file")
    ]
    (refusal,) = files([tmp_path / "pipe.txt"])
    assert isinstance(refusal, Refusal)


def test_links_that_leave_the_folder_are_followed_only_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    write(folder / "a.txt")
    write(tmp_path / "secret.txt")
    write(tmp_path / "other" / "b.txt")
    (folder / "file.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "more").symlink_to(tmp_path / "other")
    (folder / "sibling").symlink_to(tmp_path / "seeds-of-others")
    write(tmp_path / "seeds-of-others" / "c.txt")
    assert ids(folder) == ["a.txt"]
    assert [type(f) for f in files([folder])].count(Note) == 3
    assert ids(folder, follow_links=True) == ["a.txt", "file.txt", "more/b.txt", "sibling/c.txt"]


def test_links_inside_the_folder_are_read_and_never_in_circles(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b.txt")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    (tmp_path / "a" / "c.txt").symlink_to(tmp_path / "a" / "b.txt")
    (tmp_path / "d").symlink_to(tmp_path / "a")
    assert ids(tmp_path) == ["a/b.txt", "a/c.txt", "d/b.txt", "d/c.txt"]


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "b.txt")
    assert [type(file) for file in files([tmp_path])] == [Refusal, Refusal, Note]


def test_a_source_that_is_a_link_was_named_and_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "real" / "a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert ids(tmp_path / "link") == ["a.txt"]


def test_a_name_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"\xff.txt")  # noqa: PTH118 - bytes
    with open(path, "wb") as file:  # noqa: PTH123 - bytes
        file.write(b"x")
    (refusal,) = files([tmp_path])
    assert isinstance(refusal, Refusal)
    assert "not valid UTF-8" in refusal.reason


def test_a_qualified_id_names_the_folder_and_of_a_record_the_file_first() -> None:
    file = SourceDocument("b/a.txt", "", "/x/b/a.txt", "", folder="x")
    assert file.qualified_ids == ("x/b/a.txt",)
    assert SourceDocument("a.txt", "", "/a.txt", "").qualified_ids == ("a.txt",)
    record = SourceDocument("7", "", "/x/a.jsonl#7", "", folder="x", file="a.jsonl")
    assert record.qualified_ids == ("a.jsonl#7", "x/a.jsonl#7")


def test_what_is_said_names_file_and_line() -> None:
    assert str(Refusal("/a.jsonl", "no valid JSON", 3)) == "/a.jsonl:3: no valid JSON"
    assert str(Note("/a.txt", "read as Windows-1256")) == "/a.txt: read as Windows-1256"


def test_folders_inside_each_other_have_an_end(tmp_path: Path) -> None:
    tmp_path.joinpath(*"d" * 500).mkdir(parents=True)
    (tmp_path / "d" / "a.txt").write_text("a")
    found = list(files([tmp_path]))
    assert [one.id for one in found if isinstance(one, SourceFile)] == ["d/a.txt"]
    (refused,) = (one for one in found if isinstance(one, Refusal))
    assert "more than 100 folders" in refused.reason
    assert refused.path == str(tmp_path.joinpath(*"d" * 100))


def test_the_parts_of_a_saved_page_are_left_out(tmp_path: Path) -> None:
    for name in (
        "خبر.html", "خبر_files/ad.html", "b.htm", "b.files/x/y.html", "c_files/d.html",
        "e_files.txt",
    ):  # fmt: skip
        write(tmp_path / name)
    assert ids(tmp_path) == ["b.htm", "c_files/d.html", "e_files.txt", "خبر.html"]
    assert said(tmp_path) == [f"{tmp_path}: left out the parts of 2 saved pages"]
