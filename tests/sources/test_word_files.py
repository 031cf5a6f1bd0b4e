from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.paths import DATA
from tests.sources.made_files import W, archive, paragraph, read_bytes, refusal, run, word_file
from tui.sources import archives
from tui.sources.heading_notes import noted_headings

FILES = DATA / "files"


def text_of(path: Path, data: bytes) -> str:
    (document,), _ = read_bytes(path, data)
    return document.text


@pytest.mark.parametrize(
    ("name", "expected", "left_out"),
    [
        ("libreoffice.docx", "libreoffice.docx.txt", "1 header, 1 footer, 2 numbers of list items"),
        ("python-docx.docx", "mixed.txt", "1 header, 1 footer, 2 numbers of list items"),
    ],
)
def test_a_file_of_another_program_gives_its_text(
    tmp_path: Path, name: str, expected: str, left_out: str
) -> None:
    (document,), said = read_bytes(tmp_path / name, (FILES / name).read_bytes())
    assert document.text + "\n" == (FILES / expected).read_text(encoding="utf-8")
    assert said[0] == f"left out {left_out}"
    assert document.title == document.meta["title"] == "تقرير متعدد اللغات"
    assert (document.meta["author"], document.meta["language"]) == ("سمير خليل", "ar")
    levels = [(one.level, one.title) for one in noted_headings(document.meta, document.text)]
    assert levels == [
        (1, "اتفاق جديد بين البلدين"),
        (2, "گزارش کتابخانه"),
        (2, "בְּרֵאשִׁית"),
        (2, "لاہور کی خبریں"),
        (2, "A short report"),
    ]


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('واحد ')}<w:del>{run('اثنان ')}</w:del><w:ins>{run('ثلاثة')}</w:ins></w:p>"
        f"<w:p><w:moveFrom>{run('أربعة')}</w:moveFrom></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
        f"{run('خمسة ')}</w:p><w:p><w:moveTo>{run('أربعة')}</w:moveTo></w:p>"
    )
    (document,), said = read_bytes(tmp_path / "a.docx", word_file(body))
    assert document.text == "واحد ثلاثة\nخمسة أربعة"
    assert said == ["tracked changes were read as accepted"]


def test_text_in_elements_that_mammoth_skips_is_kept(tmp_path: Path) -> None:
    body = (
        f'<w:p><w:bdo w:val="rtl">{run("א")}</w:bdo><w:dir w:val="ltr">{run("b")}</w:dir>'
        f'<w:fldSimple w:instr="SEQ">{run("3")}</w:fldSimple><w:r><w:cr/><w:t>ج</w:t></w:r></w:p>'
        "<w:p><m:oMath><m:r><m:t>x=</m:t></m:r><m:r><m:t>1</m:t></m:r></m:oMath></w:p>"
        "<w:p><w:r><w:drawing><w:txbxContent>"
        f"{paragraph('إطار')}</w:txbxContent><a:blip/></w:drawing></w:r>{run('نص')}</w:p>"
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>"
        f"{paragraph('مرة')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:oval><v:textbox><w:txbxContent>{paragraph('مرة')}</w:txbxContent></v:textbox>"
        "</v:oval></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    (document,), said = read_bytes(tmp_path / "a.docx", word_file(body))
    assert document.text == "אb3\nج\nx=1\nنص\nإطار\nمرة"
    assert said == ["left out 1 formula, except for their letters, 1 picture"]


def test_marks_and_spaces_stay_as_they_are(tmp_path: Path) -> None:
    text = "\u200fكتاب\u200c‌ها  و\u00a0\u202bx\u202c نون\u0640 e\u0301"
    body = paragraph(text) + "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>"
    assert text_of(tmp_path / "a.docx", word_file(body)) == f"{text}\na\tb"


def cell(*texts: str) -> str:
    return f"<w:tc>{''.join(map(paragraph, texts))}</w:tc>"


def test_a_row_is_a_line_and_long_cells_are_paragraphs(tmp_path: Path) -> None:
    long = "كلمة " * 60
    body = (
        f"<w:tbl><w:tr>{cell('أ')}{cell('')}{cell('ب', 'ج')}</w:tr>"
        f"<w:tr>{cell('')}{cell('د')}</w:tr><w:tr>{cell('')}</w:tr></w:tbl>"
        f"<w:tbl><w:tr>{cell(long, 'و')}{cell('ز')}</w:tr></w:tbl>"
    )
    expected = f"أ\t\tب ج\n\tد\n{long.strip()}\nو\nز"
    assert text_of(tmp_path / "a.docx", word_file(body)) == expected


def test_a_style_is_a_heading_by_its_outline_its_name_or_its_base(tmp_path: Path) -> None:
    styles = (
        "<w:styles NAMES>"
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="b"><w:name w:val="فصل"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:styleId="c"><w:name w:val="باب"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:styleId="d"><w:basedOn w:val="e"/></w:style>'
        '<w:style w:styleId="e"><w:basedOn w:val="d"/></w:style></w:styles>'
    )
    body = "".join(paragraph(f"{style} نص", style) for style in "abcde")
    (document,), _ = read_bytes(tmp_path / "a.docx", word_file(body, styles=styles))
    assert [(one.level, one.title, one.offset) for one in
            noted_headings(document.meta, document.text)] == [
        (2, "a نص", 0), (2, "b نص", 5), (1, "c نص", 10),
    ]  # fmt: skip


def test_comments_are_counted(tmp_path: Path) -> None:
    comments = f"<w:comments NAMES><w:comment>{paragraph('رأي')}</w:comment></w:comments>"
    (document,), said = read_bytes(
        tmp_path / "a.docx", word_file(paragraph("نص"), comments=comments)
    )
    assert (document.text, said) == ("نص", ["left out 1 comment"])


def test_a_word_file_is_known_by_its_content(tmp_path: Path) -> None:
    data = word_file(paragraph("نص"))
    for name in ("رسالة", "a.bin", "a.gz", "b.docx.gz"):
        packed = gzip.compress(data) if name.endswith("gz") else data
        (document,), said = read_bytes(tmp_path / name, packed)
        assert (document.id, document.text, said) == (name, "نص", [])


BOMB = archive({"[Content_Types].xml": "<a/>", "word/document.xml": b" " * (17 << 20)})
NO_NOTE = "<w:p><w:r><w:footnoteReference w:id='7'/></w:r></w:p>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is not what its name says"),
        (b"PK\x03\x04", "it is a damaged archive"),
        ("نص".encode(), "it is not what its name says"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 90, "it is an old Office file: save it as .docx"),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "it is encrypted: save it without a password",
        ),
        (archive({"a": ""}), "it is no Word file"),
        (archive({"mimetype": "", "content.xml": ""}), "it is an OpenDocument file"),
        (archive({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "is damaged"),
        (archive({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}), "a table of Excel"),
        (word_file(""), "no text was found in it"),
        (word_file("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"), "only 1 picture"),
        (word_file("<w:p>"), "word/document.xml is damaged"),
        (word_file("<w:smartTag>" * 400 + "</w:smartTag>" * 400), "nested too deeply"),
        (word_file("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='x'/></w:tcPr></w:tc></w:tr>"
                   "</w:tbl>"), "it is a damaged Word file"),
        (BOMB, "word/document.xml is larger than"),
        (word_file(NO_NOTE), "only 1 reference to notes that are not there"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    assert reason in refusal(tmp_path / "a.docx", data)


def test_an_archive_of_too_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    members = {f"{number}.xml": "" for number in range(4)}
    _, said = read_bytes(tmp_path / "a.docx", archive(dict(members)))
    assert said == ["refused: it is an archive of more than 3 files"]


def test_xml_entities_do_not_grow(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    body = f'<!DOCTYPE d [<!ENTITY e0 "x">{entities}]><w:document xmlns:w="{W}">&e9;</w:document>'
    data = archive({"[Content_Types].xml": "<a/>", "word/document.xml": body})
    documents, said = read_bytes(tmp_path / "a.docx", data)
    assert not documents
    assert len(said) == 1
