import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.articles import seed_text
from tui.errors import NotText
from tui.sources.encodings import decode, detect, display_name, mark_length

SEED = seed_text()
ARABIC = "وقال الوزير إن الاتفاق سيوقع غدا، وأكد «نجاح» المحادثات."
PLAIN_ARABIC = "وقال الوزير إن الاتفاق سيوقع غدا وأكد نجاح المحادثات."
FRENCH_IN_ARABIC = "وقالت صحيفة Libération إن الرئيس زار مدينة Orléans أمس الجمعة مع وفد كبير"
PERSIAN = "رئيس جمهور گفت كه اين توافق فردا امضا مي شود و چين پاسخ خواهد داد"
HEBREW = 'ראש הממשלה אמר כי "ההסכם ייחתם מחר" בירושלים.'
RUSSIAN = "Привет, как дела? Это обычный русский текст, написанный вчера."
CHINESE = "这是一个普通的中文文本，昨天写的。我们去了北京。"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf8_is_taken_exactly(text: str) -> None:
    expected = text.removeprefix("\ufeff")
    assert decode(text.encode()) == (expected, "utf-8")


@pytest.mark.parametrize(
    "text", ["a\r\nb\rc\n", "e\u0301 \u00e9 ﻻ\u00a0\u2028\u0085", "x" * 200 + "\0", "\x1b[31m"]
)
def test_nothing_is_normalised(text: str) -> None:
    assert decode(text.encode()).text == text


def test_only_the_first_byte_order_mark_is_no_text() -> None:
    assert decode("\ufeff\ufeffنص".encode()).text == "\ufeffنص"
    assert decode(codecs.BOM_UTF16_LE + "\ufeffنص".encode("utf-16-le")).text == "\ufeffنص"


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_told_by_their_mark(name: str) -> None:
    data = ("\ufeff" + SEED).encode(name)
    assert decode(data) == (SEED, name)
    assert detect(data[:1001]) == name
    assert data[mark_length(data) :].decode(name) == SEED


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_told_by_its_letters(name: str) -> None:
    assert decode(ARABIC.encode(name)) == (ARABIC, name)
    assert decode("plain English".encode(name)) == ("plain English", name)


@pytest.mark.parametrize(
    ("text", "written", "told"),
    [
        ("سلام", "cp1256", "cp1256"),
        (ARABIC, "cp1256", "cp1256"),
        (PLAIN_ARABIC, "iso8859-6", "iso8859-6"),
        (PLAIN_ARABIC, "cp720", "cp720"),
        (FRENCH_IN_ARABIC, "cp1256", "cp1256"),
        (PERSIAN, "cp1256", "cp1256"),
        (HEBREW, "cp1255", "cp1255"),
        (HEBREW, "iso8859_8", "cp1255"),
        (HEBREW, "cp862", "cp862"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (CHINESE, "gb18030", "gb18030"),
    ],
)
def test_eight_bit_encodings_are_told_by_what_the_text_looks_like(
    text: str, written: str, told: str
) -> None:
    assert decode(text.encode(written)) == (text, told)


def test_every_line_of_the_article_alone_is_told_to_be_windows_1256() -> None:
    for line in filter(None, SEED.splitlines()):
        data = line.encode("cp1256", "ignore")
        assert decode(data) == (data.decode("cp1256"), "cp1256")


@pytest.mark.parametrize("text", ["café", "Ärger für Straße", "mañana", "à propos d'été"])
def test_latin_text_is_not_taken_for_arabic(text: str) -> None:
    told = decode(text.encode("latin-1"))
    assert told.encoding not in {"cp1256", "iso8859-6", "cp720", "cp1255", "cp862"}


def test_a_sample_may_end_inside_a_letter() -> None:
    assert detect(ARABIC.encode()[:11]) == "utf-8"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4\n\xe2\xe3\xcf\xd3\n" + bytes(range(256)), "a PDF file"),
        (b"PK\x03\x04" + bytes(range(256)), "a ZIP archive"),
        (b"\0" * 10, "binary data"),
        (bytes(range(256)) * 4, "binary data"),
        (b"\x00\x01\x02plain", "binary data"),
        (SEED.encode()[:1001] + b"\xff" + SEED.encode()[1001:], "UTF-8 is broken at byte 1,001"),
        (b"\xff\xfe\x41", "UTF-16-LE is broken"),
        ("\ufeffأ".encode("utf-16-le") + b"\x00\xd8", "UTF-16-LE is broken"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotText, match=reason):
        decode(data)


def test_a_named_encoding_is_taken() -> None:
    assert decode("é".encode("cp1252"), "cp1252").text == "é"
    assert decode("\ufeffنص".encode("utf-16-le"), "utf-16-le").text == "نص"
    assert decode("\ufeffنص".encode(), "utf-8").text == "نص"
    with pytest.raises(NotText, match="no encoding 'nonsense'"):
        decode(b"x", "nonsense")
    with pytest.raises(NotText, match="no encoding 'zip'"):
        decode(b"x", "zip")


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decode(data).text
    except NotText:
        return
    text.encode()


def test_encodings_are_named_as_people_know_them() -> None:
    assert display_name("cp1256") == "Windows-1256"
    assert display_name("utf-16-le") == "UTF-16-LE"
