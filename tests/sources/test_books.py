from __future__ import annotations

from pathlib import Path

import pytest

from tests.paths import DATA
from tests.sources.made_files import archive, book, read_bytes, refusal
from tui.sources import books
from tui.sources.heading_notes import noted_headings

FILES = DATA / "files"

NCX = (
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>{title}'
    '</text></navLabel><content src="{target}"/></navPoint></navMap></ncx>'
)


def page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
    )


def test_a_book_of_libreoffice_gives_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.epub"
    (chapter,), said = read_bytes(path, (FILES / "libreoffice.epub").read_bytes())
    expected = (FILES / "libreoffice.epub.txt").read_text(encoding="utf-8")
    assert chapter.text + "\n" == expected
    assert said == []
    assert (chapter.id, chapter.source) == ("a.epub#1", f"{path}#1")
    assert chapter.title == "اتفاق جديد بين البلدين"
    assert chapter.meta["book"] == "تقرير متعدد اللغات"
    assert (chapter.meta["author"], chapter.meta["language"]) == ("سمير خليل", "ar")


def test_a_book_of_calibre_gives_its_chapters_in_order(tmp_path: Path) -> None:
    chapters, _ = read_bytes(tmp_path / "a.epub", (FILES / "calibre.epub").read_bytes())
    expected = (FILES / "mixed.txt").read_text(encoding="utf-8")
    assert "\n".join(chapter.text for chapter in chapters) + "\n" == expected
    assert [chapter.id for chapter in chapters] == [f"a.epub#{number}" for number in range(1, 6)]
    assert [chapter.title for chapter in chapters[1:]] == [
        "گزارش کتابخانه",
        "בְּרֵאשִׁית",
        "لاہور کی خبریں",
        "A short report",
    ]
    assert {chapter.meta["language"] for chapter in chapters} == {"ar"}


def test_the_spine_is_the_order_and_the_contents_give_titles(tmp_path: Path) -> None:
    pages = {
        "b.xhtml": page("<p>ثان</p>"),
        "text/a 1.xhtml": page("<p>أول</p>"),
        "cover.xhtml": page('<img src="x.png"/>'),
    }
    ncx = '<item id="toc" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    data = book(
        pages,
        package="<dc:creator>أ</dc:creator><dc:creator>ب</dc:creator>",
        spine=["cover.xhtml", "text/a 1.xhtml", "b.xhtml"],
        manifest=ncx,
        **{"OEBPS/toc.ncx": NCX.format(title="الفصل  الأول", target="text/a%201.xhtml#x")},
    )
    found, said = read_bytes(tmp_path / "a.epub", data)
    assert [(one.id, one.title, one.text) for one in found] == [
        ("a.epub#1", "الفصل الأول", "أول"),
        ("a.epub#2", "ثان", "ثان"),
    ]
    assert found[0].meta["author"] == "أ, ب"
    assert said == ["left out 1 page without text and 1 picture"]


def test_all_of_a_page_is_read(tmp_path: Path) -> None:
    body = (
        '<script src="x"/><a id="p1"/><h2>عنوان</h2>'
        '<p>نص<sup><a href="#n">1</a></sup> و<br/>سطر</p>'
        '<aside epub:type="footnote" id="n"><p><sup><a href="#p1">1</a></sup>حاشية</p></aside>'
        '<nav><a href="b">رابط</a></nav><footer>ذيل</footer><p><![CDATA[<x> & y]]></p>'
    )
    (chapter,), _ = read_bytes(tmp_path / "a.epub", book({"a.xhtml": page(body)}))
    assert chapter.text == "عنوان\nنص[1] و\nسطر\n[1] حاشية\nرابط\nذيل\n<x> & y"
    assert [(one.offset, one.level) for one in noted_headings(chapter.meta, chapter.text)] == [
        (0, 2)
    ]


def test_a_table_is_read_by_rows(tmp_path: Path) -> None:
    body = (
        "<table><tr><td><p>أ</p></td><td/><td><div>ب</div><div>ج</div></td></tr>"
        "<tr><td> </td><td>د\n هـ</td></tr></table><p>و</p>"
    )
    (chapter,), _ = read_bytes(tmp_path / "a.epub", book({"a.xhtml": page(body)}))
    assert chapter.text == "أ\t\tب ج\n\tد هـ\nو"


def test_a_chapter_has_the_innermost_title_and_the_contents_are_left_out(tmp_path: Path) -> None:
    pages = {
        "nav.xhtml": page(
            '<nav epub:type="toc"><ol><li><a href="a.xhtml">باب</a><ol>'
            '<li><a href="a.xhtml">فصل</a></li>'
            '<li><a href="a.xhtml#x">فرع</a></li></ol></li></ol></nav>'
        ),
        "a.xhtml": page('<p>نص<a epub:type="noteref" href="#n">1</a></p>'),
    }
    more = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    (chapter,), said = read_bytes(tmp_path / "a.epub", book(pages, manifest=more))
    assert (chapter.title, chapter.text) == ("فصل", "نص[1]")
    assert said == ["left out the table of contents"]


def encrypted(algorithm: str, name: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData>'
        f'<e:EncryptionMethod Algorithm="{algorithm}"/><e:CipherData>'
        f'<e:CipherReference URI="{name}"/></e:CipherData></e:EncryptedData></encryption>'
    )


AES = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
FONTS = "http://www.idpf.org/2008/embedding"


@pytest.mark.parametrize(
    ("algorithm", "name"), [(FONTS, "OEBPS/a.otf"), (AES, "OEBPS/film.mp4"), (FONTS, "OEBPS/a")]
)
def test_a_book_with_encrypted_fonts_is_read(tmp_path: Path, algorithm: str, name: str) -> None:
    more = {"META-INF/encryption.xml": encrypted(algorithm, name)}
    found, said = read_bytes(tmp_path / "a.epub", book({"a": page("<p>نص</p>")}, **more))
    assert ([one.text for one in found], said) == (["نص"], [])


CONTAINER = '<container><rootfiles><rootfile full-path="{}"/></rootfiles></container>'
LOCKED = {"META-INF/encryption.xml": encrypted(AES, "OEBPS/a")}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04", "it is a damaged archive"),
        (archive({"a": ""}), "it is not an e-book"),
        (archive({"META-INF/container.xml": "<a"}), "META-INF/container.xml is damaged"),
        (archive({"META-INF/container.xml": CONTAINER.format("../../etc/passwd")}),
         "its file ../../etc/passwd is missing"),
        (book({}), "no text was found in it"),
        (book({"a": page("<img/>")}), "no text was found in it"),
        (book({"a": page("x")}, **LOCKED), "it is protected against copying (DRM)"),
        (book({"a": page("x"), "b": page("y")}).replace(b"OEBPS/b", b"OEBPS/c"), "is missing"),
        (book({"a": "x" * (11 << 20)}), "OEBPS/a is larger than"),
    ],
)  # fmt: skip
def test_a_book_that_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    assert reason in refusal(tmp_path / "a.epub", data)


def test_a_book_of_too_many_chapters_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "MOST_CHAPTERS", 2)
    data = book({name: page("x") for name in "abc"})
    _, said = read_bytes(tmp_path / "a.epub", data)
    assert said == ["refused: it has more than 2 chapters"]


def test_a_page_refused_late_keeps_the_chapters_before_it(tmp_path: Path) -> None:
    data = book({"a": page("<p>نص</p>"), "b": page("b" * (11 << 20))})
    found, said = read_bytes(tmp_path / "a.epub", data)
    assert [one.id for one in found] == ["a.epub#1"]
    assert len(said) == 1
