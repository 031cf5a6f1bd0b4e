"""Reading and moving in the reader, by keys."""

from pathlib import Path

import pytest

from tests.articles import seed_text
from tests.ui.driving import reading
from tui.keys.bindings import Scope

SEED = seed_text()


async def test_it_opens_on_the_only_document_with_the_focus_on_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        assert reader.pane() == "article"
        assert reader.caret == 0
        row = reader.session.open_text.layout.row(0)
        assert row.text().strip() in "\n".join(reader.rows())


async def test_several_documents_begin_with_the_index(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one", "two"]) as reader:
        assert reader.pane() == "index"
        await reader.press("down", "enter")
        assert reader.session.open_text.text == "two"
        assert reader.pane() == "article"


async def test_the_last_row_is_painted_once_where_more_rows_were_estimated(tmp_path: Path) -> None:
    """Vowel marks take no cells, so a marked text has fewer rows than its length tells."""
    async with reading(tmp_path, ["\n".join(["ا", "بَ" * 50])]) as reader:
        assert sum("\u064e" in row for row in reader.shown().splitlines()) == 1
        await reader.pilot.resize_terminal(100, 30)
        await reader.settled()
        assert sum("\u064e" in row for row in reader.shown().splitlines()) == 1


async def test_the_pane_paints_the_rows_of_the_layout(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(100, 60)) as reader:
        await reader.press("down")
        article = reader.screen.article
        layout = reader.session.open_text.layout
        painted = reader.rows()[article.head_height :]
        for index, line in enumerate(painted[: layout.row_count]):
            expected = layout.row(article.top + index).text()
            assert line[article.text_left :].rstrip() == expected.rstrip()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["left"], 1),
        (["left", "left", "right"], 1),
        (["right"], 0),
        (["ctrl+left"], SEED.index("توقع")),
        (["space"], SEED.index("توقع")),
        (["space", "backspace"], 0),
        (["ctrl+end"], len(SEED)),
        (["ctrl+end", "ctrl+home"], 0),
        (["}"], SEED.index("من المقرر")),
        (["}", "{"], 0),
        (["}", ")"], SEED.index("ستوقع")),
    ],
)
async def test_moves(tmp_path: Path, keys: list[str], expected: int) -> None:
    async with reading(tmp_path) as reader:
        await reader.press(*keys)
        assert reader.caret == expected


async def test_down_and_up_keep_the_column(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(30)
        layout = reader.session.open_text.layout
        row = layout.row_of(reader.caret)
        column = layout.row(row).column(reader.caret)
        await reader.press("down", "down", "down")  # over a short row and an empty one
        assert layout.row_of(reader.caret) == row + 3
        assert layout.row(row + 3).column(reader.caret) == column
        await reader.press("up", "up", "up")
        assert reader.caret == 30


async def test_home_and_end_of_a_row_in_reading_order(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(SEED.index("من المقرر") + 20)
        row = reader.session.open_text.layout.row_of(reader.caret)
        await reader.press("end")
        assert SEED[reader.caret] == " "
        assert reader.session.open_text.layout.row_of(reader.caret) == row
        await reader.press("home")
        assert reader.caret == SEED.index("من المقرر")


async def test_pages_keep_the_caret_in_view(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED * 5], size=(80, 24)) as reader:
        for key in ("pagedown", "pagedown", "pageup", "ctrl+end", "pageup", "ctrl+home"):
            await reader.press(key)
            article = reader.screen.article
            assert article.top <= article.caret_row < article.top + article.body_height


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (300, 100), (20, 5), (1, 1)])
async def test_any_size_of_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size=size) as reader:
        await reader.press("down", "e", "tab", "tab", "tab", "]", "[", "z", "?", "escape")
        assert reader.spans()


async def test_resizing_keeps_the_place(tmp_path: Path) -> None:
    async with reading(tmp_path, [SEED * 3], size=(120, 40)) as reader:
        reader.go(5000)
        for size in ((80, 24), (60, 15), (200, 50), (120, 40)):
            await reader.pilot.resize_terminal(*size)
            await reader.settled()
            article = reader.screen.article
            assert reader.caret == 5000
            assert article.top <= article.caret_row < article.top + article.body_height


async def test_the_place_is_kept_for_the_next_session(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(1234)
        await reader.press("ctrl+q")
    async with reading(tmp_path) as reader:
        assert reader.caret == 1234


async def test_the_place_is_shown_with_what_stands_before_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(2500)
        await reader.press("ctrl+q")
    async with reading(tmp_path, size=(120, 40)) as reader:
        article = reader.screen.article
        assert article.caret_row - article.top == article.body_height // 3


async def test_a_wrong_key_says_so_and_does_nothing(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("Q")
        assert "does nothing" in reader.said
        assert reader.spans() == []


async def test_a_title_is_no_markup(tmp_path: Path) -> None:
    async with reading(tmp_path, ["[/b] [red]x\n\n[عاجل] نص", "other"]) as reader:
        assert "[/b] [red]x" in reader.shown()
        await reader.press("enter")
        assert reader.session.open_text.text.startswith("[/b]")


@pytest.mark.parametrize("text", ["", "   \n\n  ", "\n"])
async def test_a_blank_document_is_no_trouble(tmp_path: Path, text: str) -> None:
    async with reading(tmp_path, [text, "other"], size=(100, 20)) as reader:
        await reader.press("enter", "down", "up", "left", "right", "e", "c", "q", "w", "end", "n")
        assert reader.spans() == []
        assert reader.said


async def test_no_documents_at_all(tmp_path: Path) -> None:
    async with reading(tmp_path, []) as reader:
        await reader.press("tab", "e", "down", "n", "u", "x", "enter", "l", "a", "d", "/")
        assert reader.session.info is None
        assert reader.store.annotations.count() == 0
        await reader.press("escape", "ctrl+q")
        assert not reader.app.is_running


async def test_done_and_the_next_document(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one", "two"]) as reader:
        await reader.press("enter", "d")
        assert reader.session.status == "done"
        assert reader.store.progress.get("000.txt", "me").status == "done"
        await reader.press("d")
        assert reader.session.open_text.text == "two"


async def test_done_can_be_undone(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one"]) as reader:
        await reader.press("d", "u")
        assert reader.session.status != "done"


async def test_panes_are_shown_and_hidden(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one", "two"], size=(140, 30)) as reader:

        def shown() -> list[str]:
            panes = (reader.screen.index, reader.screen.article, reader.screen.sidebar)
            return [pane.id or "" for pane in panes if pane.display]

        await reader.press("enter", "[")
        assert shown() == ["article", "sidebar"]
        await reader.press("[", "]")
        assert shown() == ["index", "article"]
        await reader.press("z")
        assert shown() == ["article"]
        await reader.press("z")
        assert shown() == ["index", "article"]


async def test_the_index_has_the_focus_at_the_first_start_alone(tmp_path: Path) -> None:
    for scope in (Scope.INDEX, Scope.ARTICLE):
        async with reading(tmp_path, ["first text", "second text"]) as reader:
            assert reader.screen.scope is scope
            await reader.press("enter", "ctrl+q")
    async with reading(tmp_path, annotator="her", size=(80, 24)) as reader:
        assert reader.screen.scope is Scope.ARTICLE
