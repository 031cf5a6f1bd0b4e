"""The keys that concern the document: done, bookmarks, vowel marks, the measure, guidelines."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.articles import seed_text
from tests.ui.driving import reading
from tui.model import Document
from tui.schema import default_schema
from tui.store.database import Store
from tui.text.layout import line_row
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.dialogs.text_page import TextScreen

SEED = seed_text()
VOCAL = "كَتَبَ الوَلَدُ"


async def test_d_marks_it_done_and_stays_a_second_d_opens_the_next(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one", "two", "three"]) as reader:
        await reader.press("down", "enter", "d")
        assert reader.session.open_text.text == "two"
        assert reader.store.progress.get("001.txt", "me").status == "done"
        assert reader.said == "marked done, saved; d opens the next"
        await reader.press("d")
        assert reader.session.open_text.text == "three"
        assert reader.session.status != "done"


async def test_d_says_what_is_left_to_do(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(1400)
        await reader.press("q", "d")
        assert "j goes to what is left: 1 quote without speaker" in reader.said
        assert reader.store.progress.get("000.txt", "me").status == "done"


async def test_after_the_last_comes_what_was_left_out_and_then_nothing(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one", "two"]) as reader:
        await reader.press("down", "enter", "d", "d")
        assert reader.session.open_text.text == "one"
        await reader.press("d")
        assert reader.said == "marked done, saved"
        await reader.press("d")
        assert "every document is done" in reader.said
        assert reader.session.open_text.text == "one"


async def test_done_is_undone_as_any_command(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one"]) as reader:
        await reader.press("d", "u")
        assert reader.store.progress.get("000.txt", "me").status != "done"
        await reader.press("U")
        assert reader.store.progress.get("000.txt", "me").status == "done"


async def test_m_sets_a_bookmark_and_the_apostrophe_goes_to_one(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("'")
        assert "no bookmarks" in reader.said
        for offset in (100, 2000):
            reader.go(offset)
            await reader.press("m", "enter")
        reader.go(0)
        await reader.press("'")
        assert isinstance(reader.app.screen, ListDialog)
        await reader.press("down", "enter")
        assert reader.caret == 2000
        await reader.press("m", "'", "enter")
        assert reader.caret == 100
        assert [mark.offset for mark in reader.store.bookmarks.in_document("000.txt", "me")] == [
            100
        ]


async def test_the_bar_shows_layers_of_others_where_there_are_any(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        await reader.press("|")
        assert "nobody else" in reader.said


async def test_a_bookmark_takes_a_name_in_any_script(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(100)
        await reader.press("m", *"سؤال عن المصدر", "enter")
        assert "set" in reader.said
        (mark,) = reader.store.bookmarks.in_document("000.txt", "me")
        assert mark.name == "سؤال عن المصدر"
        assert reader.saved() == []
        await reader.press("m")
        assert reader.said == "bookmark removed"
        await reader.press("m", "x", "escape")
        assert "no bookmark" in reader.said
        assert reader.store.bookmarks.in_document("000.txt", "me") == []


async def test_a_selection_that_v_began_reaches_to_the_bookmark(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(100)
        await reader.press("m", "enter", "ctrl+home", "v", "'", "enter")
        assert reader.selection == (0, 100)


async def test_t_hides_and_shows_vowel_marks_and_offsets_stay(tmp_path: Path) -> None:
    async with reading(tmp_path, [VOCAL]) as reader:
        fatha = "\u064e"
        assert fatha in "".join(reader.rows())
        reader.go(VOCAL.index("الوَلَدُ"))
        await reader.press("t")
        body = "".join(reader.rows()[reader.screen.article.head_height :])
        assert fatha not in body
        assert reader.caret == VOCAL.index("الوَلَدُ")
        await reader.press("e")
        assert [row.text for row in reader.saved()] == ["الوَلَدُ"]
        await reader.press("t")
        assert fatha in "".join(reader.rows())


async def test_angle_brackets_change_the_measure_around_the_caret(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        reader.go(1400)
        widths = [reader.session.open_text.options.width]
        for key in ("<", "<", ">"):
            await reader.press(key)
            widths.append(reader.session.open_text.options.width)
            article = reader.screen.article
            assert reader.caret == 1400
            assert article.top <= article.caret_row < article.top + article.body_height
        assert widths[0] > widths[1] > widths[2] < widths[3]
        assert f"{widths[3]} cells wide" in reader.said


async def test_g_shows_the_guidelines_that_the_schema_names(tmp_path: Path) -> None:
    guidelines = tmp_path / "guidelines.md"
    guidelines.write_text("# دليل\n\nEvery claim is a sentence.\n", encoding="utf-8")
    schema = replace(default_schema(), guidelines=str(guidelines))
    async with reading(tmp_path, schema=schema) as reader:
        await reader.press("g")
        assert isinstance(reader.app.screen, TextScreen)
        assert "Every claim is a sentence." in reader.shown()
        await reader.press("down", "pagedown", "end", "escape")
        assert reader.app.screen_stack[-1] is reader.screen


@pytest.mark.parametrize(
    ("guidelines", "words"), [("", "no guidelines"), ("nowhere.md", "cannot be read")]
)
async def test_g_says_why_there_is_nothing_to_show(
    tmp_path: Path, guidelines: str, words: str
) -> None:
    schema = replace(default_schema(), guidelines=guidelines)
    async with reading(tmp_path, schema=schema) as reader:
        await reader.press("g")
        assert words in reader.said


async def test_without_a_document_they_say_so(tmp_path: Path) -> None:
    async with reading(tmp_path, []) as reader:
        for key in ("d", "m", "'"):
            reader.screen.focus_pane(reader.screen.scope.ARTICLE)
            await reader.press(key)
            assert "no document is open" in reader.said


MARKDOWN = "# Erstes\n\n" + "Text. " * 400 + "\n\n## Zweites\n\nmehr\n\n## العنوان الثالث\n\nنص\n"


def add_markdown(store: Store) -> None:
    store.add_documents([Document("a.md", "Titel", "/x/a.md", MARKDOWN)])


async def test_h_goes_to_a_heading_in_three_keys(tmp_path: Path) -> None:
    async with reading(tmp_path, [], prepare=add_markdown) as reader:
        await reader.press("h", "down", "enter")
        assert reader.caret == MARKDOWN.index("Zweites")
        assert "§ Zweites" in reader.rows()[1]
        await reader.press("h")
        dialog = reader.app.screen
        assert isinstance(dialog, ListDialog)
        assert dialog.choices.place == 1
        await reader.press("ث", "enter")
        assert reader.caret == MARKDOWN.index("العنوان")
        assert (
            "".join(cell.text for cell in line_row("العنوان الثالث", 20).cells) in reader.rows()[1]
        )
        await reader.press("ctrl+home")
        assert "Zweites" not in reader.rows()[1]


async def test_h_says_that_a_text_has_no_headings(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one"]) as reader:
        await reader.press("h")
        assert reader.said == "no headings here"


async def test_h_opens_another_chapter_of_the_book(tmp_path: Path) -> None:
    def add_book(store: Store) -> None:
        store.add_documents(
            Document(f"b#{n}", f"Kapitel {n}", f"/x/b#{n}", f"Text {n}", {"chapter": n})
            for n in range(1, 13)
        )

    async with reading(tmp_path, [], prepare=add_book) as reader:
        await reader.press("down", "enter", "h")
        dialog = reader.app.screen
        assert isinstance(dialog, ListDialog)
        assert [one.text for one in dialog.choices.choices][-1] == "Kapitel 12"
        assert dialog.choices.place == 1
        await reader.press("1", "2", "enter")
        assert reader.session.open_text.text == "Text 12"
