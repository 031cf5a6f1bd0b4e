from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.paths import DATA
from tests.sources.reading import read
from tui.model import Document, DocumentInfo
from tui.session.outline import ContentsEntry, Outline, contents, place_in
from tui.sources.files import SourceDocument
from tui.store.database import Store

MARKDOWN = "# Eins\n\ntext\n\n## Zwei *x*\n\n```\n# no\n```\n\nDrei\n====\n"
FILES = DATA / "files"


def info_of(store: Store, document: Document) -> DocumentInfo:
    store.add_documents([document])
    return store.documents.get(document.id)


def outline(store: Store, info: DocumentInfo) -> Outline:
    return Outline(info, store.documents.text(info.text_sha256))


@pytest.mark.parametrize("name", ["a.md", "A.MARKDOWN", "a.md.gz"])
def test_markdown_gives_its_headings(tmp_path: Path, name: str) -> None:
    with Store.open(tmp_path / "a.db") as store:
        info = info_of(store, Document(name, "t", f"/x/{name}", MARKDOWN))
        found = outline(store, info)
        assert [(one.level, one.title) for one in found.headings] == [
            (1, "Eins"), (2, "Zwei x"), (1, "Drei"),
        ]  # fmt: skip
        assert contents(store, info, found) == [
            ContentsEntry(name, 2, 0, "Eins"),
            ContentsEntry(name, 17, 1, "Zwei x"),
            ContentsEntry(name, MARKDOWN.index("Drei"), 0, "Drei"),
        ]


def test_a_plain_text_has_none(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        info = info_of(store, Document("a.txt", "t", "/x/a.txt", MARKDOWN))
        assert outline(store, info).headings == ()
        assert outline(store, info).markdown is None
        assert contents(store, info, outline(store, info)) == []
    assert Outline(None, "").headings == ()


@pytest.mark.parametrize("name", ["libreoffice.docx", "python-docx.docx"])
def test_headings_of_a_word_file_outlive_a_restart(tmp_path: Path, name: str) -> None:
    (document,) = (one for one in read([FILES / name]) if isinstance(one, SourceDocument))
    with Store.open(tmp_path / "a.db") as store:
        info_of(store, document)
    with Store.open(tmp_path / "a.db") as store:
        info = store.documents.get(name)
        text = store.documents.text(info.text_sha256)
        found = outline(store, info)
        assert [one.title for one in found.headings][:2] == [
            "اتفاق جديد بين البلدين",
            "گزارش کتابخانه",
        ]
        for heading in found.headings:
            assert text.startswith(heading.title, heading.offset)
        second = found.headings[1]
        assert found.heading_at(second.offset) == second
        assert found.heading_at(second.offset - 1) == found.headings[0]
        assert found.heading_at(len(text)) == found.headings[-1]


def test_headings_of_another_text_are_left_out(tmp_path: Path) -> None:
    (document,) = (
        one for one in read([FILES / "libreoffice.docx"]) if isinstance(one, SourceDocument)
    )
    with Store.open(tmp_path / "a.db") as store:
        info = info_of(store, replace(document, text=f"x{document.text}"))
        assert outline(store, info).headings == ()


def test_a_chapter_has_the_contents_of_its_book(tmp_path: Path) -> None:
    chapters = [one for one in read([FILES / "calibre.epub"]) if isinstance(one, SourceDocument)]
    with Store.open(tmp_path / "a.db") as store:
        store.add_documents(chapters)
        store.add_documents([Document("calibre.epub#x", "not of it", "/x", "x")])
        info = store.documents.get("calibre.epub#2")
        found = contents(store, info, outline(store, info))
        assert [(one.document_id, one.depth) for one in found] == [
            (f"calibre.epub#{number}", 0) for number in range(1, 6)
        ]
        assert place_in(found, info.id, 30) == 1
        assert place_in(found, "another", 0) == 0


def test_headings_inside_a_chapter_are_below_it(tmp_path: Path) -> None:
    def chapter(number: int, text: str, headings: list[list[object]]) -> Document:
        meta = {"chapter": number, "headings": headings}
        title = f"Kapitel {number}"
        return Document(f"b#{number}", title, f"/b#{number}", text, meta)  # type: ignore[arg-type]  # JSON

    text = "Kapitel 2\nx\nTeil\ny"
    with Store.open(tmp_path / "a.db") as store:
        store.add_documents(
            [chapter(1, "x", []), chapter(2, text, [[0, 1, "Kapitel 2"], [12, 2, "Teil"]])]
        )
        info = store.documents.get("b#2")
        assert contents(store, info, outline(store, info)) == [
            ContentsEntry("b#1", 0, 0, "Kapitel 1"),
            ContentsEntry("b#2", 0, 0, "Kapitel 2"),
            ContentsEntry("b#2", 12, 2, "Teil"),
        ]


def test_the_chapter_read_last_is_known(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db") as store:
        store.add_documents(
            Document(f"b#{n}", "t", f"/b#{n}", f"text {n}", {"chapter": n}) for n in range(1, 4)
        )
        store.add_documents([Document("b", "t", "/b", "x"), Document("c#1", "t", "/c", "record")])
        assert store.progress.last_chapter("b#1", "me") is None
        for chapter in ("b#3", "b#2", "c#1", "b"):
            store.progress.save(chapter, "me", 1)
        assert store.progress.last_chapter("b#1", "me") == "b#2"
        assert store.progress.last_chapter("b#1", "you") is None
        assert store.progress.last_chapter("c#1", "me") is None
        assert store.progress.last_chapter("b", "me") is None
