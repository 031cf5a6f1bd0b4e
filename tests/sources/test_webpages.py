from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.paths import DATA
from tests.sources.reading import read
from tui.sources.files import Note, Refusal, SourceDocument
from tui.sources.page_text import article_lines, parse

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


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"\0", b"<p>", b"<p hidden>x"])
def test_a_page_without_text_is_refused(tmp_path: Path, data: bytes) -> None:
    (refusal,) = page(tmp_path, data)
    assert isinstance(refusal, Refusal)


def test_control_characters_in_a_page_do_no_harm(tmp_path: Path) -> None:
    hostile = PAGE.format(charset="utf-8").replace("طويلة", "طو\0يلة \x1b]52;c;eA==\x07 \u202e")
    (found,) = page(tmp_path, hostile.encode())
    assert isinstance(found, SourceDocument)
    assert "المقبل" in found.text


@pytest.mark.parametrize("language", ["fa", "ar", "he"])
def test_a_page_is_read_with_all_of_its_characters_and_paragraphs(language: str) -> None:
    (found,) = read([DATA / "pages" / f"{language}.html"])
    assert isinstance(found, SourceDocument)
    expected = (DATA / "pages" / f"{language}.txt").read_text(encoding="utf-8")
    assert found.text == expected.removesuffix("\n")


def test_what_pages_say_about_themselves_is_kept() -> None:
    metas = {}
    for language in ("fa", "ar", "he"):
        (found,) = read([DATA / "pages" / f"{language}.html"])
        assert isinstance(found, SourceDocument)
        assert found.title == found.meta["title"] == found.text.partition("\n")[0]
        metas[language] = {key: found.meta[key] for key in ("author", "date") if key in found.meta}
        assert found.meta["language"] == language
    assert metas == {
        "fa": {"author": "مریم صادقی", "date": "2024-03-01"},
        "ar": {"author": "ليلى حدّاد", "date": "2024-05-06"},
        "he": {"date": "2023-11-02"},
    }


def text_of(html: str) -> str:
    return article_lines(parse(html)).text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("می&zwnj;خواهم&rlm; \u06dd", "می\u200cخواهم\u200f \u06dd"),
        ("<h1>a</h1><p>b</p><figure><img><figcaption>c</figcaption></figure>", "a\nb\nc"),
        ("<p>a</p><p>a</p><p><a href=x>a</a></p>", "a\na\na"),
        ("<p>a<p hidden>b<p style='visibility:hidden'>c<p style='x:y;DISPLAY : none'>d", "a"),
        ("a <b>b</b>\n\n c&nbsp; d<br>e", "a b c\u00a0 d\ne"),
        ("<pre> a\n\n  b</pre>", " a\n  b"),
        ("<table><tr><td>a<td>b<tr><td>c", "a\tb\nc"),
        ("<script>x</script><style>y</style><!-- z -->a<template>b</template>", "a"),
        ("<textarea>x</textarea><select><option>y</select>a", "a"),
        ("<p>1 < 2 & 3 > 2</p>", "1 < 2 & 3 > 2"),
        ("<p>a</p></div></body></html>b", "a\nb"),
    ],
)
def test_text_is_taken_as_a_browser_shows_it(html: str, text: str) -> None:
    assert text_of(html) == text


def test_short_pages_keep_each_block_as_a_line() -> None:
    page_of = (
        '<html lang="fa"><head><meta charset=utf-8><title>x</title></head><body><article>{}'
        "</article></body></html>"
    )
    html = page_of.format(
        "<h1>ليلى تزور فاس</h1><p>زارت ليلى مدينة فاس أمس.</p><p>وقالت إن المدينة جميلة ثم مضت.</p>"
        "<figure><img src=x.jpg><figcaption>صورة المدينة القديمة</figcaption></figure>"
    )
    assert text_of(html).split("\n") == [
        "ليلى تزور فاس",
        "زارت ليلى مدينة فاس أمس.",
        "وقالت إن المدينة جميلة ثم مضت.",
        "صورة المدينة القديمة",
    ]
    kept = "می\u200cخواهم کتاب\u200cها را بخوانم و به خانه\u200cی خود بروم.\u200f"
    assert text_of(page_of.format(f"<p>{kept}</p>")) == kept


PARAGRAPH = "قال الوزير إن الاتفاق سيوقع غدا بعد محادثات طويلة بين البلدين في العاصمة."


@pytest.mark.parametrize(
    "around",
    [
        "<nav>x</nav>{}<footer>x</footer>",
        "<div class='site-menu'>x</div>{}<div id=comments>x</div>",
        "<div><a href=1>x</a> <a href=2>x</a> <a href=3>x</a></div>{}",
        "{}<div><h3>x</h3><p><a href=1>x</a><p><a href=2>x</a><p><a href=3>x</a></div>",
        "<header><a href=/>x</a></header><main>{}</main><aside>x</aside>",
        "<div role=banner>x</div><article>{}<article>x</article></article>",
        "{}<div class=relatedposts><p>x</p></div><div class=sr-only>x</div>",
        "{}<h3>x</h3><ul><li><a href=1>x</a><li><a href=2>x</a><li><a href=3>x</a></ul>",
        "{}<form><label>x</label><input type=email></form><article><a href=1>x</a> y</article>",
    ],
)
def test_what_is_around_an_article_is_left_out(around: str) -> None:
    article = f"<h1>عنوان</h1><p>{PARAGRAPH}</p><p>نعم.</p><p>{PARAGRAPH}</p>"
    assert text_of(around.format(article)) == f"عنوان\n{PARAGRAPH}\nنعم.\n{PARAGRAPH}"


def test_comments_that_are_longer_than_the_article_are_left_out() -> None:
    article = f"<h1>عنوان</h1><p>{PARAGRAPH * 12}</p>"
    comments = "<p>قال القارئ رأيا طويلا في الخبر.</p>" * 60
    html = f"<div>{article}<div id=commentsContainer>{comments}</div></div>"
    assert text_of(html) == f"عنوان\n{PARAGRAPH * 12}"
    assert "رأيا" in text_of(f"<div class=with-comments><h1>عنوان</h1>{comments}</div>")


def test_a_heading_stays_where_text_follows_what_is_left_out() -> None:
    html = (
        f"<h1>عنوان</h1><p>{PARAGRAPH}</p><h2>نعم</h2><div class=ad><a href=/>x</a></div><p>لا</p>"
    )
    assert text_of(html) == f"عنوان\n{PARAGRAPH}\nنعم\nلا"


HOSTILE = {
    "attributes": "<p " + " ".join(f'a{number}="x"' for number in range(300_000)) + ">نص</p>",
    "many tags of many attributes": ("<p " + "a=1 b=2 c=3 " * 2000 + ">") * 20 + "نص",
    "links": "نص" + "".join(f'<a href="/{number}">x' for number in range(60_000)),
    "links in paragraphs": "".join(f"<p><a href={number}>نص</a>" for number in range(60_000)),
    "nesting": "<div>" * 100_000 + "نص",
    "nested formatting": "<b><i><u>" * 20_000 + "نص",
    "formatting and paragraphs": "<b><i><u>" * 300 + "<p>نص" * 3_000,
    "open tables": "<table>" * 20_000 + "نص",
    "self-closing elements": "<div/>" * 100_000 + "نص",
    "drawings": "<svg>" * 50_000 + "<g>" * 50_000 + "<p>نص",
    "open quotes": "نص" + '<a href="' * 60_001,
    "open comments": "نص" + "<!--" * 100_000,
    "open scripts": "نص" + "<script>" * 100_000,
    "less-than signs": "نص" + "<" * 300_000,
    "spaces": "نص" + " " * 1_000_000 + "x",
    "entities": "نص" + "&amp" * 200_000,
    "options": "نص<select>" + "<option>نص" * 60_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_page_is_read_in_time_and_with_its_text(kind: str) -> None:
    assert "نص" in text_of(HOSTILE[kind])


def test_a_drawing_of_many_parts_does_not_count_as_nesting() -> None:
    drawing = "<svg>" + '<path d="M0"/>' * 5_000 + "</svg>"
    assert text_of(f"{drawing}<div>a</div><div>b</div>") == "a\nb"


def test_paragraphs_that_are_not_closed_are_no_nesting() -> None:
    assert text_of("<p>نص" * 5_000).count("نص\n") == 4_999


@given(st.text(st.sampled_from("<>/=\"'&;!- \nabpنص\u200c\u06dd\u202e\0"), max_size=60))
def test_any_page_has_a_text(html: str) -> None:
    lines = text_of(html).split("\n")
    assert lines == [""] or all(line.strip() for line in lines)
