"""A claim that holds a quote that holds an entity shows all three at once, in what is really sent.

With many colours, with sixteen and under NO_COLOR; once as the pane paints it, and once as bytes
that a terminal takes and shows.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from rich.style import Style

from tests.articles import document, seed_text
from tests.ptys import Program
from tests.ui.driving import Reader, reading
from tui.config import Settings
from tui.model import annotate
from tui.store.database import Store

pytestmark = pytest.mark.slow

SEED = seed_text()
CLAIM, QUOTE, ENTITY = (1316, 1451), (1329, 1450), (1397, 1402)

TEXT = "Nothing here. Officials say “that London is calling” today. Nothing there.\n"
SPANS = {"claim": "Officials say “that London is calling” today", "quote": "that London is calling",
         "entity": "London"}  # fmt: skip


def spans_of(text: str) -> list[tuple[str, int, int]]:
    return [
        (label, text.index(words), text.index(words) + len(words)) for label, words in SPANS.items()
    ]


# ------------------------------------------------------------------- what is painted


def style_at(reader: Reader, offset: int) -> Style:
    """The style in which the article paints the cluster at an offset."""
    article, layout = reader.screen.article, reader.session.open_text.layout
    index = layout.row_of(offset)
    x = article.text_left + layout.row(index).column(offset)
    strip = article.render_line(index - article.top + article.head_height)
    for segment in strip:
        if x < segment.cell_length:
            assert segment.style is not None
            return segment.style
        x -= segment.cell_length
    raise AssertionError("the row has no such cell")


@pytest.mark.parametrize("colours", ["many", "sixteen", "none"])
@pytest.mark.parametrize("theme", ["hashiya-dark", "hashiya-light", "hashiya-contrast"])
async def test_the_pane_paints_all_three(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, colours: str, theme: str
) -> None:
    environment = {"many": ("COLORTERM", "truecolor"), "none": ("NO_COLOR", "1")}
    monkeypatch.delenv("COLORTERM", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    if colours in environment:
        monkeypatch.setenv(*environment[colours])

    def prepare(store: Store) -> None:
        info = store.documents.get("000.txt")
        spans = (("claim", CLAIM), ("quote", QUOTE), ("entity", ENTITY))
        store.load(annotate(info, SEED, span, label, "me") for label, span in spans)

    settings = Settings(theme=theme)
    async with reading(tmp_path, prepare=prepare, settings=settings) as reader:
        reader.go(1300)
        plain = style_at(reader, 1290)
        claim, quote, entity = (style_at(reader, at) for at in (1317, 1340, 1399))
        underlined = [bool(one.underline) for one in (plain, claim, quote, entity)]
        assert underlined == [False, False, True, True]
        if colours == "none":
            slanted = [bool(one.italic) for one in (plain, claim, quote, entity)]
            assert slanted == [False, True, True, True]
            assert [bool(one.bold) for one in (quote, entity)] == [False, True]
        else:
            assert claim.bgcolor == quote.bgcolor == entity.bgcolor != plain.bgcolor
            assert entity.color != quote.color == plain.color


async def test_the_caret_inside_them_names_all_three(tmp_path: Path) -> None:
    def prepare(store: Store) -> None:
        info = store.documents.get("000.txt")
        spans = (("claim", CLAIM), ("quote", QUOTE), ("entity", ENTITY))
        store.load(annotate(info, SEED, span, label, "me") for label, span in spans)

    async with reading(tmp_path, prepare=prepare) as reader:
        reader.go(1399)
        status = reader.shown().splitlines()[-2]
        assert all(label in status for label in ("entity", "quote", "claim"))


# --------------------------------------------------------------- what a terminal shows

Cells = dict[str, Any]
"""Cells of pyte's screen by the name of their place."""

COLOUR = re.compile(rb"(?:^|;)(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])(?:;|$)")
MANY = re.compile(rb"(?:^|;)[34]8[;:]")
SGR = re.compile(rb"\x1b\[([0-9;:]*)m")


def in_terminal(folder: Path, env: dict[str, str]) -> tuple[Program, Cells]:
    """Run the reader there until the article is shown; the cells of the four places."""
    with Store.open(folder / "annotations.db") as store:
        store.add_documents([document(TEXT, "a.txt")])
        info = store.documents.get("a.txt")
        store.load(annotate(info, TEXT, (a, b), label, "me") for label, a, b in spans_of(TEXT))
    program = Program("--annotator", "me", folder=folder, env=env)
    with program:
        program.until(lambda: bool(lines_of_article(program)), "the article")
        (line,) = lines_of_article(program)
        row = program.screen.display[line]
        places = {"plain": "here. Off", "claim": "Officials", "quote": "that", "entity": "London"}
        cells: Cells = {
            name: program.screen.buffer[line][row.index(words)] for name, words in places.items()
        }
        program.type("\x11")
        program.until_ended()
    return program, cells


def lines_of_article(program: Program) -> list[int]:
    """The rows of the screen with the sentence, beneath the title that says the same."""
    words = TEXT[: TEXT.index(" today")]
    return [y for y, row in enumerate(program.screen.display) if words in row and y > 2]


def test_many_colours(tmp_path: Path) -> None:
    _, cells = in_terminal(tmp_path, {"TERM": "xterm-256color", "COLORTERM": "truecolor"})
    shows_all_three(cells)


def test_sixteen_colours(tmp_path: Path) -> None:
    program, cells = in_terminal(tmp_path, {"TERM": "xterm"})
    shows_all_three(cells)
    codes = SGR.findall(program.output)
    assert codes
    assert not [code for code in codes if MANY.search(code)]


def shows_all_three(cells: Cells) -> None:
    plain, claim, quote, entity = (cells[name] for name in ("plain", "claim", "quote", "entity"))
    assert claim.bg == quote.bg == entity.bg != plain.bg
    assert quote.underscore
    assert entity.underscore
    assert not claim.underscore
    assert entity.bold
    assert entity.fg != quote.fg == plain.fg


def test_no_color_sends_no_colour_and_shows_all_three(tmp_path: Path) -> None:
    env = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}
    program, cells = in_terminal(tmp_path, env)
    codes = SGR.findall(program.output)
    assert codes
    assert not [code for code in codes if COLOUR.search(code)]
    signs = {name: (cell.italics, cell.underscore, cell.bold) for name, cell in cells.items()}
    assert signs == {
        "plain": (False, False, False),
        "claim": (True, False, False),
        "quote": (True, True, False),
        "entity": (True, True, True),
    }


def test_no_color_tells_a_cue_from_a_claim_and_a_suggestion_from_both(tmp_path: Path) -> None:
    words = "one two three four five"
    with Store.open(tmp_path / "annotations.db") as store:
        store.add_documents([document(words, "a.txt")])
        info = store.documents.get("a.txt")
        claim, cue, entity = (
            annotate(info, words, span, label, "me")
            for label, span in (("claim", (0, 3)), ("cue", (4, 7)), ("entity", (8, 13)))
        )
        store.load([claim, cue, replace(entity, status="suggested", origin="a test")])
    env = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}
    with Program("--annotator", "me", folder=tmp_path, env=env) as program:
        program.until_shown("four five", "me")
        program.type("\x1b[F\x11")
        program.until_ended()
    painted = {
        word: {
            frozenset(codes.split(b";"))
            for codes in re.findall(rb"\x1b\[([0-9;]*)m" + word, program.output)
        }
        for word in (b"two", b"three")
    }
    assert frozenset((b"2", b"3")) in painted[b"two"]
    assert frozenset((b"1", b"2")) in painted[b"three"]


async def test_thousands_of_annotations_over_one_row_are_painted_in_time(tmp_path: Path) -> None:
    text = " ".join(f"w{number:03}" for number in range(600))
    async with reading(tmp_path, [text]) as reader:
        info = reader.session.info
        assert info is not None
        with Store.open(reader.store.path) as other:
            spans = ((number % 500, 2900 - number // 500) for number in range(3000))
            other.load(annotate(info, text, span, "claim", "me") for span in spans)
        began = process_time()
        await reader.until(lambda: len(reader.session.annotations.items) == 3000)
        await reader.press("down")
        assert process_time() - began < 8
        assert style_at(reader, 600).bgcolor is not None
