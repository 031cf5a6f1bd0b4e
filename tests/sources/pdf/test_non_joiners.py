from __future__ import annotations

from pathlib import Path

from rapidfuzz.distance import Levenshtein

from tests.paths import DATA
from tests.sources.made_files import read_bytes
from tui.sources.pdf.non_joiners import ENOUGH, Forms, with_non_joiners
from tui.sources.pdf.pages import PageLine, PdfCell, Segment
from tui.text.unicode import ZWNJ

NARROW, WIDE = 4.0, 9.0


def line(*words: str) -> PageLine:
    """Return a line of words; a letter before `|`, or at the end of a word, has its final form."""
    cells: list[PdfCell] = []
    for word in words:
        letters = [*word.replace("|", "")]
        finals = {at - 1 - word[:at].count("|") for at, char in enumerate(word) if char == "|"}
        for place, letter in enumerate(letters):
            is_final = place in finals or place == len(letters) - 1
            left = cells[-1].right if cells else 0.0
            cells.append(PdfCell(letter, left, left + (WIDE if is_final else NARROW)))
        cells.append(PdfCell(" ", cells[-1].right, cells[-1].right + 3))
    return PageLine((Segment(tuple(reversed(cells[:-1]))),), 700.0, 12.0, 1)


def marked(one: PageLine) -> str:
    return "".join(cell.text for cell in reversed(one.segments[0].cells))


def test_a_final_form_inside_of_a_word_is_followed_by_a_non_joiner() -> None:
    lines = [line("سی", "سیب", "سیم|سیب", "سیی|سیب")] + [line("سیب", "سی")] * ENOUGH
    found, count = with_non_joiners(lines, Forms(lines))
    assert count == 1
    assert marked(found[0]) == f"سی سیب سیمسیب سیی{ZWNJ}سیب"
    assert found[1:] == lines[1:]


def test_a_form_that_is_met_too_seldom_tells_nothing() -> None:
    lines = [line("سیب", "سی|سیب", "سی")]
    assert with_non_joiners(lines, Forms(lines)) == (lines, 0)


def test_letters_that_do_not_join_have_no_other_form() -> None:
    lines = [line("دار", "دا|ر", "را")] * 5
    assert with_non_joiners(lines, Forms(lines))[1] == 0


def test_none_is_put_wrongly_into_an_article_and_most_are_found(tmp_path: Path) -> None:
    data = (DATA / "files" / "weasyprint-persian.pdf").read_bytes()
    (document,), said = read_bytes(tmp_path / "a.pdf", data)
    text = (DATA / "news" / "fa-03.txt").read_text(encoding="utf-8")
    expected = "\n".join(filter(str.strip, text.split("\n")))
    changes = Levenshtein.editops(expected, document.text)
    assert not [one for one in changes if one.tag != "delete"]
    missing = {expected[one.src_pos] for one in changes}
    assert missing <= {ZWNJ}
    assert document.text.count(ZWNJ) >= 0.8 * expected.count(ZWNJ)
    assert any("14 zero-width non-joiners" in words for words in said)
