import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model import MAX_TITLE, Document, source_path, title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        (" \n\t\u200f\ufeff\n", ""),
        ("\n \u200f\n  عنوان المقال \r\nنص", "عنوان المقال"),
        ("واحد\u2029اثنان", "واحد"),
        ("واحد\u0085اثنان", "واحد"),
        ("\u200fعنوان", "\u200fعنوان"),
        ("[/b] [red]x\x1b[31m", "[/b] [red]x\x1b[31m"),
    ],
)
def test_the_title_is_the_first_line_that_shows_something(text: str, title: str) -> None:
    assert title_of(text) == title


def test_a_long_title_is_cut_at_a_space() -> None:
    title = title_of("كلمة " * 1000)
    assert title.endswith("كلمة…")
    assert len(title) <= MAX_TITLE
    assert len(title_of("x" * 1000)) == MAX_TITLE


@given(st.text())
def test_a_title_is_one_line_of_the_text(text: str) -> None:
    title = title_of(text)
    assert len(title) <= MAX_TITLE
    assert title == title.strip()
    assert title.removesuffix("…") in text
    assert len(title.splitlines()) <= 1


def test_the_hash_is_of_the_text_in_utf8() -> None:
    document = Document("a.txt", "نص", "/x/a.txt", "نص\r\n")
    assert document.sha256 == hashlib.sha256("نص\r\n".encode()).hexdigest()


def test_a_source_leads_back_to_its_file(tmp_path: object) -> None:
    assert str(source_path("/x/a.jsonl#7")) == "/x/a.jsonl"
    assert str(source_path("/x/a.txt")) == "/x/a.txt"
    hashed = f"{tmp_path}/a#1.txt"
    with open(hashed, "w") as file:  # noqa: PTH123 - the path is a string here
        file.write("x")
    assert str(source_path(hashed)) == hashed
