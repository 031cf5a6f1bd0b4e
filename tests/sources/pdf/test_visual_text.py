from __future__ import annotations

from itertools import pairwise

import pytest

from tests.paths import DATA, ROOT
from tui.sources.pdf.visual_text import ReadingLine, plain_letters, read_line, turned_brackets
from tui.text.unicode import (
    Direction,
    cluster_starts,
    mirrored,
    paragraph_level,
    resolve,
    row_levels,
    visual_order,
)

TEXTS = sorted(
    path
    for folder in ("texts", "languages", "news")
    for path in (DATA / folder).glob("*.txt")
) + sorted((ROOT / "seeds").glob("*.txt"))  # fmt: skip

INVISIBLE = dict.fromkeys([*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


QUOTES = str.maketrans("“”‘’", "”“’‘")


def shown(text: str, direction: Direction) -> list[str]:
    """Return the cells of a text from left to right, as PDFium names them: it mirrors quotation
    marks too."""
    starts = [*cluster_starts(text), len(text)]
    levels = row_levels(text, resolve(text, direction), 0, len(text))
    cells = []
    for index in visual_order([levels[start] for start in starts[:-1]]):
        cell = text[starts[index] : starts[index + 1]]
        if levels[starts[index]] % 2:
            cell = mirrored(cell[0]).translate(QUOTES) + cell[1:]
        cells.append(cell)
    return cells


def read(text: str, direction: Direction = Direction.RTL) -> ReadingLine:
    return read_line(shown(text, direction), direction)


def test_the_order_of_reading_is_found_for_running_text_of_19_languages() -> None:
    wrong, total, unverified = [], 0, 0
    for path in TEXTS:
        lines = map(str.strip, path.read_text(encoding="utf-8").translate(INVISIBLE).split("\n"))
        paragraphs = [line for line in lines if line]
        found = [
            read(one, Direction.RTL if paragraph_level(one) else Direction.LTR)
            for one in paragraphs
        ]
        total += len(found)
        unverified += sum(not one.verified for one in found)
        read_texts = turned_brackets([one.text for one in found])
        wrong += [pair for pair in zip(paragraphs, read_texts, strict=True) if pair[0] != pair[1]]
    assert total > 400
    # Two ways of writing a text can look the same: 150 AFN and AFN 150.
    assert len(wrong) <= 14, wrong
    assert unverified <= 2


@pytest.mark.parametrize(
    "text",
    [
        "بلغت 7% خلال 2020-2024",
        "עלו ב-12.5% ל-3,450,000",
        "في 14/03/2023 عند 10:30",
        "لغة Python 3.11 مستعملة",
        "من ۱٬۲۵۰٬۰۰۰ ریال",
        "قال John Smith (من NATO) إن",
        "هاتف 0100123456 (تحويلة 45)",
        "a word שלום in English",
    ],
)
def test_numbers_and_latin_words_keep_their_place(text: str) -> None:
    direction = Direction.RTL if paragraph_level(text) else Direction.LTR
    found = read(text, direction)
    assert found.verified
    assert turned_brackets([found.text]) == [text]


def test_a_number_is_read_in_the_context_of_the_line_before() -> None:
    cells = list("2024-2020")
    assert read_line(cells, Direction.RTL, "عام").text == "2020-2024"
    assert read_line(cells, Direction.RTL).text == "2024-2020"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["قال )نعم( ثم", "«لا»"], ["قال (نعم) ثم", "«لا»"]),
        (["قال »نعم« ثم"], ["قال «نعم» ثم"]),
        (["في ”لندن“ اليوم )غدا("], ["في “لندن” اليوم (غدا)"]),
        (["١( أول", "٢) ثان"], ["١) أول", "٢) ثان"]),
        (["a (b) c", "قال )نعم("], ["a (b) c", "قال (نعم)"]),
        (["نص بلا أقواس"], ["نص بلا أقواس"]),
    ],
)
def test_brackets_open_before_they_close(given: list[str], expected: list[str]) -> None:
    assert turned_brackets(given) == expected


def test_presentation_forms_become_letters_but_signs_stay() -> None:
    assert plain_letters("ﻛﺘﺎﺏ ﻻ ﬁ שׁ ﷺ ٪") == "كتاب لا fi שׁ ﷺ ٪"


def test_cells_are_read_whole() -> None:
    text = "قَالَ نَعَمْ"
    assert list(read(text).text) == list(text)
    assert all(start < end for start, end in pairwise(cluster_starts(text)))
