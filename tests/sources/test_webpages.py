from pathlib import Path

import pytest

from tui.sources.files import Note, Refusal, SourceDocument
from tui.sources.readers import read

BODY = (
    "قال الوزير إن الاتفاق سيوقع غدا بعد محادثات طويلة بين البلدين في العاصمة. "
    "وأضاف أن الحكومة ستعرض نص الاتفاق على البرلمان في الأسبوع المقبل للمصادقة عليه."
)
PAGE = f"""<html lang="ar" dir="rtl"><head>
<meta http-equiv="Content-Type" content="text/html; charset={{charset}}">
<title>اتفاق جديد</title>
<meta name="author" content="سمير خليل"><meta property="article:published_time"
content="2023-05-01T10:00:00Z"><script>alert("لا")</script></head>
<body><nav><a href="/">الرئيسية</a></nav><article><h1>اتفاق جديد</h1>
<p>{BODY}</p><p>{BODY} &amp; &lt;b&gt;</p></article><footer>حقوق النشر</footer></body></html>"""


def page(tmp_path: Path, data: bytes) -> list[SourceDocument | Refusal | Note]:
    (tmp_path / "a.html").write_bytes(data)
    return list(read([tmp_path]))


def test_the_readable_text_is_the_document(tmp_path: Path) -> None:
    (found,) = page(tmp_path, PAGE.format(charset="utf-8").encode())
    assert isinstance(found, SourceDocument)
    assert BODY in found.text
    assert "& <b>" in found.text
    assert "alert" not in found.text
    assert "حقوق" not in found.text
    assert found.title == "اتفاق جديد"
    assert found.meta["title"] == "اتفاق جديد"
    assert found.meta["author"] == "سمير خليل"
    assert found.meta["date"] == "2023-05-01"
    assert found.id == "a.html"


@pytest.mark.parametrize("declared", ["windows-1256", "nonsense", "utf-8", "us-ascii"])
def test_the_encoding_is_declared_or_told(tmp_path: Path, declared: str) -> None:
    note, found = page(tmp_path, PAGE.format(charset=declared).encode("cp1256"))
    assert str(note) == f"{tmp_path}/a.html: read as Windows-1256"
    assert isinstance(found, SourceDocument)
    assert BODY in found.text


def test_valid_utf8_is_believed_before_a_declaration(tmp_path: Path) -> None:
    (found,) = page(tmp_path, PAGE.format(charset="windows-1256").encode())
    assert isinstance(found, SourceDocument)
    assert BODY in found.text


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"\0", b"<p>", b"x"])
def test_a_page_without_text_is_refused(tmp_path: Path, data: bytes) -> None:
    (refusal,) = page(tmp_path, data)
    assert isinstance(refusal, Refusal)


def test_control_characters_in_a_page_do_no_harm(tmp_path: Path) -> None:
    hostile = PAGE.format(charset="utf-8").replace("طويلة", "طو\0يلة \x1b]52;c;eA==\x07 \u202e")
    (found,) = page(tmp_path, hostile.encode())
    assert isinstance(found, SourceDocument)
    assert "المقبل" in found.text
