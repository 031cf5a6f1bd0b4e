"""Cached lines look the same on the screen as lines that are painted again."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from tests.articles import seed_text
from tests.ui.driving import Reader, reading, screen_lines
from tui.model import Document, annotate
from tui.store.database import Store
from tui.ui.styles import Kind
from tui.ui.widgets.article import SCREENS, Article
from tui.ui.widgets.pane import FinishedLine, Frame

KEYS = (
    "down", "down", "end", "e", "1", "space", "space", "c", "pagedown", "q", "pageup", "n", "N",
    "shift+down", "shift+down", "w", "escape", "u", "U", "x", "u", "v", "down", "down", "escape",
    "\\", "ctrl+end", "up", "k", "pageup", "pageup", "ctrl+home", "t", "t", "tab", "shift+tab",
    "]", "]", "<", ">", "m", "}", "}", "{", "d",
)  # fmt: skip


async def same_when_painted_anew(reader: Reader) -> None:
    shown = [list(line) for line in screen_lines(reader.app)]
    reader.screen.article.forget()
    for pane in (reader.screen.index, reader.screen.article, reader.screen.sidebar):
        pane.refresh()
    await reader.settled()
    assert shown == [list(line) for line in screen_lines(reader.app)]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_every_key_leaves_what_painting_anew_gives(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with reading(tmp_path, [seed_text() * 3, "قصير"], size=size) as reader:
        await reader.press("tab")
        for key in KEYS:
            await reader.press(key)
            await same_when_painted_anew(reader)


async def test_every_frame_has_the_text_in_the_width_of_the_pane(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[tuple[int, int]] = []
    as_it_was = Article.frame

    def frame(article: Article) -> Frame:
        painted.append((article.session.open_text.options.width, article.text_width))
        return as_it_was(article)

    monkeypatch.setattr(Article, "frame", frame)
    async with reading(tmp_path, [seed_text()], size=(100, 30)):
        assert painted
        assert all(laid_out == room for laid_out, room in painted)


async def test_the_head_is_painted_again_only_when_it_changes(tmp_path: Path) -> None:
    async with reading(tmp_path, [seed_text() * 3]) as reader:
        article = reader.screen.article
        head = Region(0, 0, article.size.width, article.head_height)
        at_top = article.render_lines(head)
        await reader.press("pagedown", "pagedown")
        scrolled = article.render_lines(head)
        assert [a == b for a, b in zip(at_top, scrolled, strict=True)] == [False, True, True]
        await reader.press("pagedown", "down")
        assert all(a is b for a, b in zip(scrolled, article.render_lines(head), strict=True))
        await reader.press("space", "e")
        assert reader.session.annotations
        assert article.render_lines(head)[1] != scrolled[1]


async def test_rows_scrolled_away_are_freed_without_collecting_garbage(tmp_path: Path) -> None:
    async with reading(tmp_path, [seed_text() * 20]) as reader:
        article = reader.screen.article
        gc.collect()
        gc.disable()
        try:
            for _ in range(SCREENS * 3):
                await reader.press("pagedown")
            lines = [one for one in gc.get_objects() if type(one) is FinishedLine]
        finally:
            gc.enable()
        alive = sum(line.cell_length == article.size.width for line in lines)
        assert article.body_height <= alive <= (SCREENS + 1) * article.body_height


@pytest.mark.parametrize("size", [(120, 20), (41, 20), (24, 20)])
async def test_every_row_has_the_cells_that_it_says(tmp_path: Path, size: tuple[int, int]) -> None:
    text = "سَلَامٌ لا 👩‍👩‍👧 ☺️ 🇵🇸🇵 각 ﷽ ۝١٢ क्षि\tשָׁלוֹם \u200eab\u00a0\u0301 漢字 " * 3
    async with reading(tmp_path, [text], size=size) as reader:
        article = reader.screen.article
        for key in ("down", "v", "w", "c", "end"):
            await reader.press(key)
            strips = article.render_lines(Region(0, 0, *article.size))
            assert any(strip.text.strip() for strip in strips[article.head_height :])
            for strip in strips:
                assert strip.cell_length == Strip(list(strip)).cell_length == article.size.width


async def test_a_search_leaves_what_painting_anew_gives(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        for keys in ("/", "ا", "ل", "enter", "n", "N", "e", "escape"):
            await reader.press(keys)
            await same_when_painted_anew(reader)


async def test_another_theme_paints_all_anew(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        article = reader.screen.article
        before = article.background_colors
        reader.app.set_theme("hashiya-light")
        await reader.until(lambda: article.background_colors != before)
        await reader.settled()
        await same_when_painted_anew(reader)


async def test_another_annotators_notes_stand_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("e")
        reader.session.show_others = True
        before = reader.painted()
        reader.session.switch_annotator("another")
        reader.screen.show(None)
        await reader.settled()
        assert reader.painted() != before
        await same_when_painted_anew(reader)


LATIN = "Title of it\n\nThe city of Rome said it.\n\n" + "\n\n".join(
    f"Paragraph {number} of the text." for number in range(60)
)


async def test_the_title_is_shown_once(tmp_path: Path) -> None:
    async with reading(tmp_path, [LATIN], size=(120, 30)) as reader:
        assert sum("Title of it" in row for row in reader.rows()) == 1
        assert "Title of it" not in reader.rows()[0]
        await reader.press("ctrl+end")
        assert "Title of it" in reader.rows()[0]
        assert sum("Title of it" in row for row in reader.rows()) == 1


@pytest.mark.parametrize("text", [LATIN, seed_text() * 2], ids=["left", "right"])
async def test_head_and_text_share_one_edge(tmp_path: Path, text: str) -> None:
    async with reading(tmp_path, [text], size=(120, 30)) as reader:
        await reader.press("ctrl+end", "pageup")
        article = reader.screen.article
        rows = reader.rows()
        left, right = article.text_left, article.text_left + article.text_width
        for row in rows[:2]:
            edge = len(row) - len(row.lstrip()) if text is LATIN else len(row.rstrip())
            assert edge == (left if text is LATIN else right)


def stored(text: str, *notes: tuple[str, str, str]) -> Callable[[Store], None]:
    """Store annotations: label, text, and the type of an entity."""

    def prepare(store: Store) -> None:
        info = store.documents.get("000.txt")
        store.load(
            annotate(
                info, text, (start, start + len(words)), label, "me",
                attributes={"type": kind} if kind else {},
            )
            for label, words, kind in notes
            for start in [text.index(words)]
        )  # fmt: skip

    return prepare


async def test_each_label_keeps_its_column_in_the_margin(tmp_path: Path) -> None:
    text = "one two three.\n\nfour five six."
    notes = [("claim", "one two", ""), ("quote", "one", ""), ("quote", "four", "")]
    async with reading(tmp_path, [text], prepare=stored(text, *notes)) as reader:
        head = reader.screen.article.head_height
        both, alone = reader.rows()[head], reader.rows()[head + 2]
        assert both.count("▌") == 2
        assert alone.count("▌") == 1
        assert both[alone.index("▌")] == "▌"


async def test_a_tint_ends_with_the_text_of_its_row(tmp_path: Path) -> None:
    text = "word " * 60
    async with reading(
        tmp_path, [text], prepare=stored(text, ("claim", text.strip(), ""))
    ) as reader:
        reader.go(len(text))
        await reader.settled()
        article = reader.screen.article
        tint = reader.app.theme_styles.cell([Kind("claim")]).bgcolor
        ends = [
            part.text
            for y in range(article.head_height, article.head_height + 2)
            for part in article.render_line(y)
            if part.style and part.style.bgcolor == tint
        ]
        assert ends
        assert all(end.endswith("word") for end in ends)


async def test_without_colour_the_margin_has_a_letter_for_each_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    text = "Ali went to Rome.\n\nThen home."
    notes = [("entity", "Ali", "PERS"), ("entity", "Rome", "GPE")]
    async with reading(tmp_path, [text], prepare=stored(text, *notes)) as reader:
        head = reader.screen.article.head_height
        assert reader.rows()[head].rstrip().endswith("PG")
        assert not reader.rows()[head + 2].rstrip().endswith("G")


async def test_both_bounds_of_what_is_jumped_to_are_in_view(tmp_path: Path) -> None:
    text = "\n".join(f"سطر {number}" for number in range(60))
    start, end = text.index("سطر 25"), text.index("سطر 33")

    def prepare(store: Store) -> None:
        info = store.documents.get("000.txt")
        store.load([annotate(info, text, (start, end), "claim", "me")])

    async with reading(tmp_path, [text], size=(100, 24), prepare=prepare) as reader:
        article = reader.screen.article
        await reader.press("ctrl+home", "n")
        layout = reader.session.open_text.layout
        rows = [layout.row_of(start), layout.row_of(end - 1)]
        assert all(article.top <= row < article.top + article.body_height for row in rows)
        await reader.press("ctrl+end", "N", "r", "f")
        selection = reader.session.open_text.selection
        assert selection is not None
        rows[1] = layout.row_of(selection.end)
        assert all(article.top <= row < article.top + article.body_height for row in rows)


MARKDOWN = "# Title **x**\n\nA *slanted* and **fat** and `code` and قال.\n"


def add_markdown(store: Store) -> None:
    store.add_documents([Document("a.md", "t", "/x/a.md", MARKDOWN)])


def styles(reader: Reader) -> dict[str, Style]:
    """Return the styles of the pieces of the article by their texts."""
    pieces = [piece for line in reader.painted() for piece in line]
    return {text.strip(): style for text, style in pieces if isinstance(style, Style)}


async def test_parts_of_markdown_are_painted_and_their_signs_are_dim(tmp_path: Path) -> None:
    async with reading(tmp_path, [], prepare=add_markdown) as reader:
        reader.go(len(MARKDOWN) - 1)
        theme, found = reader.app.theme_styles, styles(reader)
        assert found["slanted"].italic
        assert found["fat"].bold
        assert found["Title"].bold
        assert found["Title"].color == theme.accent.color
        assert found["#"].color == found["**"].color == found["`"].color == theme.dim.color
        assert found["code"].color not in (found["fat"].color, theme.dim.color)


async def test_annotations_are_painted_over_markdown_at_stored_offsets(tmp_path: Path) -> None:
    async with reading(tmp_path, [], prepare=add_markdown) as reader:
        start = MARKDOWN.index("fat")
        reader.go(start)
        await reader.press("e", "ctrl+end")
        (row,) = reader.saved()
        assert (row.start, row.end, row.text) == (start, start + 3, "fat")
        assert styles(reader)["fat"].color == reader.app.theme_styles.chip("entity").color


async def test_a_plain_text_with_the_same_signs_is_not_painted(tmp_path: Path) -> None:
    async with reading(tmp_path, [MARKDOWN]) as reader:
        reader.go(len(MARKDOWN) - 1)
        assert not any(style.italic for style in styles(reader).values())


async def test_a_narrow_head_names_source_and_counts_whole(tmp_path: Path) -> None:
    async with reading(tmp_path, ["قال الوزير نعم. " * 30], size=(80, 24)) as reader:
        await reader.press("e", "c", "[")
        head = reader.rows()[1].strip()
        assert head == "000.txt · c1 e1"
