from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from tests.paths import DATA, SEED_FILE
from tests.sources.made_files import FONT, pdf, read_bytes, refusal
from tui.extras import install_command
from tui.sources.pdf import pdf_files

FILES = DATA / "files"
BY_PLACES = "the order of its letters was taken from their places on the page"


def lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def read_file(tmp_path: Path, name: str) -> tuple[str, list[str]]:
    (document,), said = read_bytes(tmp_path / "a.pdf", (FILES / name).read_bytes())
    return document.text, said


@pytest.mark.parametrize("producer", ["chromium", "libreoffice", "weasyprint"])
def test_the_seed_is_read_from_what_three_programs_make_of_it(
    tmp_path: Path, producer: str
) -> None:
    text, said = read_file(tmp_path, f"{producer}-seed.pdf")
    expected = lines(SEED_FILE)
    assert said == [BY_PLACES]
    assert len(text.split("\n")) == len(expected)
    whole = "\n".join(expected)
    assert Levenshtein.distance(whole, text) <= 0.001 * len(whole)


@pytest.mark.parametrize(
    ("producer", "most"), [("chromium", 0.02), ("libreoffice", 0.03), ("weasyprint", 0.02)]
)
def test_several_languages_are_read(tmp_path: Path, producer: str, most: float) -> None:
    text, _ = read_file(tmp_path, f"{producer}-mixed.pdf")
    read = text.replace("\u200c", "").replace("\t", " ").split("\n")
    for line in lines(FILES / "mixed.txt"):
        plain = line.replace("\u200c", "").replace("\t", " ")
        if "\t" in line and plain.isascii():  # which way such a row runs cannot be told
            assert sorted(plain.split()) in [sorted(one.split()) for one in read]
            continue
        # Marks of Hebrew may have no code in a font; a note may follow, a number precede.
        points = sum("\u0591" <= char <= "\u05c7" for char in line)
        ends = [part for one in read for part in (one[: len(plain)], one[-len(plain) :])]
        near = min(Levenshtein.distance(plain, end) for end in ends)
        assert near <= max(2 + points, most * len(line)), line


def test_two_columns_are_read_from_the_right_one_on(tmp_path: Path) -> None:
    text, said = read_file(tmp_path, "chromium-columns.pdf")
    whole = " ".join(lines(SEED_FILE))
    assert said == [BY_PLACES]
    assert Levenshtein.distance(whole, " ".join(text.split())) <= 0.002 * len(whole)
    assert text.count("\n") <= len(lines(SEED_FILE)) + 2


def test_headers_and_footers_are_left_out_and_counted(tmp_path: Path) -> None:
    text, said = read_file(tmp_path, "chromium-margins.pdf")
    assert "left out 4 lines of page numbers, headers and footers" in said
    assert len(text.split("\n")) == len(lines(SEED_FILE))


def test_letters_with_the_codes_of_others_are_refused(tmp_path: Path) -> None:
    documents, said = read_bytes(tmp_path / "a.pdf", (FILES / "ghostscript.pdf").read_bytes())
    assert not documents
    assert said[0].startswith("refused: its letters stand for those of other scripts")


def test_letters_in_reverse_are_turned_round_and_it_is_said(tmp_path: Path) -> None:
    text, said = read_file(tmp_path, "reportlab-reversed.pdf")
    whole = " ".join(lines(SEED_FILE))
    assert "its letters are in reverse order on the page; they were put in order" in said
    assert Levenshtein.distance(whole, " ".join(text.split())) <= 0.05 * len(whole)


def test_shaped_letters_in_visual_order_are_read(tmp_path: Path) -> None:
    text, said = read_file(tmp_path, "reportlab-reshaped.pdf")
    whole = " ".join(lines(SEED_FILE))
    assert said == [BY_PLACES]
    assert Levenshtein.distance(whole, " ".join(text.split())) <= 0.01 * len(whole)


def test_what_the_file_says_of_itself_is_kept_with_its_hash(tmp_path: Path) -> None:
    data = (FILES / "libreoffice-mixed.pdf").read_bytes()
    (document,), _ = read_bytes(tmp_path / "بلا نهاية", gzip.compress(data))
    assert document.meta["title"] == document.title == "تقرير متعدد اللغات"
    assert document.meta["author"] == "سمير خليل"
    assert len(str(document.meta["file_sha256"])) == 64


def test_lines_become_paragraphs(tmp_path: Path) -> None:
    content = (
        "BT /F 12 Tf 14 TL 20 250 Td (A paragraph goes on where a line is full, and a hyphen-) Tj"
        " T* (ated word is joined there.) Tj T* (The next one begins after a short line.) Tj"
        " T* T* (So does one after a gap.) Tj ET"
    )
    (document,), said = read_bytes(tmp_path / "a.pdf", pdf(content, resources=FONT))
    assert document.text == (
        "A paragraph goes on where a line is full, and a hyphenated word is joined there.\n"
        "The next one begins after a short line.\nSo does one after a gap."
    )
    assert said == []


def test_a_paragraph_goes_on_over_the_page_and_its_margins(tmp_path: Path) -> None:
    texts = ("This line is the last of its page and as long as any", "it goes on.", "Third page.")
    contents = [
        f"BT /F 12 Tf 20 280 Td (A header) Tj 0 -40 Td ({text}) Tj 0 -230 Td ({n}) Tj ET"
        for n, text in enumerate(texts, 7)
    ]
    (document,), said = read_bytes(tmp_path / "a.pdf", pdf(*contents, resources=FONT))
    assert document.text == f"{texts[0]} {texts[1]}\n{texts[2]}"
    assert said == ["left out 6 lines of page numbers, headers and footers"]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    rows = [f"(left line {n} of text) Tj 150 0 Td (right line {n} of text) Tj" for n in range(6)]
    content = f"BT /F 12 Tf 10 250 Td {' -150 -14 Td '.join(rows)} ET"
    (document,), _ = read_bytes(tmp_path / "a.pdf", pdf(content, resources=FONT))
    words = " ".join(document.text.split("\n"))
    assert words.index("left line 5") < words.index("right line 0")


def test_text_across_the_page_is_counted(tmp_path: Path) -> None:
    content = "BT /F 12 Tf 20 250 Td (level) Tj 0 1 -1 0 100 100 Tm (up) Tj ET"
    (document,), said = read_bytes(tmp_path / "a.pdf", pdf(content, resources=FONT))
    assert (document.text, said) == ("level", ["left out 2 letters that run across the page"])


@pytest.mark.parametrize("matrix", ["0 1 -1 0 100 20", "0 -1 1 0 100 280"])
def test_a_page_that_is_turned_is_read(tmp_path: Path, matrix: str) -> None:
    content = f"BT /F 12 Tf {matrix} Tm 14 TL (the first line of it) Tj T* (and the second) Tj ET"
    (document,), said = read_bytes(tmp_path / "a.pdf", pdf(content, resources=FONT))
    assert " ".join(document.text.split()) == "the first line of it and the second"
    assert said == []


def test_letters_outside_of_the_page_are_counted(tmp_path: Path) -> None:
    content = "BT /F 12 Tf 20 250 Td (inside) Tj 0 99999999 Td (far) Tj ET"
    (document,), said = read_bytes(tmp_path / "a.pdf", pdf(content, resources=FONT))
    assert (document.text, said) == ("inside", ["left out 3 letters outside of the pages"])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4 and no more", "it is a damaged PDF file"),
        (b"", "it is a damaged PDF file"),
        ((FILES / "encrypted.pdf").read_bytes(), "it is encrypted: save it without a password"),
        (pdf("10 10 50 50 re f"), "it has no text, only pictures of pages: recognise its letters"),
        ((FILES / "chromium-seed.pdf").read_bytes()[:9000], "it is a damaged PDF file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    assert refusal(tmp_path / "a.pdf", data).startswith(reason)


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (FILES / "libreoffice-mixed.pdf").read_bytes()
    monkeypatch.setattr(pdf_files, "MOST_CHARACTERS", 10)
    assert read_bytes(tmp_path / "a.pdf", data) == (
        [],
        ["refused: it has more than 10 characters"],
    )
    monkeypatch.setattr(pdf_files, "MOST_PAGES", 1)
    assert read_bytes(tmp_path / "a.pdf", data) == ([], ["refused: it has more than 1 pages"])


def test_without_the_extra_it_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    _, said = read_bytes(tmp_path / "a.pdf", b"%PDF-1.4")
    assert said == [f"refused: a PDF file needs pypdfium2: {install_command('pdf')}"]


def test_a_title_that_is_half_a_surrogate_pair_is_left_out(tmp_path: Path) -> None:
    content = "BT /F 12 Tf 20 200 Td (A line of words that is long enough) Tj ET"
    about = "/Title<FEFFD800>/Author<FEFF0041>"
    data = pdf(content, resources=FONT, about=about)
    (document,), _ = read_bytes(tmp_path / "a.pdf", data)
    assert document.meta["author"] == "A"
    assert "title" not in document.meta
    assert document.title == "A line of words that is long enough"
