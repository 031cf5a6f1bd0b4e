"""The keys that count in every pane."""

from pathlib import Path

import pytest

from tests.ui.driving import Reader, reading
from tui.keys.bindings import Scope
from tui.keys.keymap import key_label
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.dialogs.key_help import KeyHelp

WIDE = (140, 30)
TEXTS = ["one two three", "another text", "a third"]


def dialog(reader: Reader) -> ListDialog:
    """The dialog that is open."""
    assert isinstance(reader.app.screen, ListDialog)
    return reader.app.screen


async def test_tab_goes_through_the_panes_and_shift_tab_back(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS, size=WIDE) as reader:
        seen = [reader.screen.scope]
        for key in ("tab", "tab", "tab", "shift+tab", "shift+tab"):
            await reader.press(key)
            seen.append(reader.screen.scope)
        assert seen == [
            Scope.INDEX, Scope.ARTICLE, Scope.SIDEBAR, Scope.INDEX, Scope.SIDEBAR, Scope.ARTICLE,
        ]  # fmt: skip


async def test_a_key_of_the_article_says_in_another_pane_how_to_go_there(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS, size=(80, 20)) as reader:
        await reader.press("tab", "e")  # in the sidebar
        assert reader.said == "e (entity) is for the article: shift+tab goes there"
        await reader.press("tab", "A")  # in the index
        assert reader.said == "A (suggest) is for the article: tab goes there"
        await reader.press("tab", "e")
        assert reader.said == "entity saved"


async def test_what_ends_other_programs_says_how_this_one_ends(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS) as reader:
        await reader.press("ctrl+c")
        assert reader.said == "ctrl+c does nothing here; ctrl+q quits"


async def test_tab_shows_a_pane_that_was_hidden(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS, size=WIDE) as reader:
        shown = []
        for keys in (["tab", "["], ["shift+tab"]):
            await reader.press(*keys)
            shown.append(reader.screen.index.display)
        assert shown == [False, True]
        assert reader.screen.scope is Scope.INDEX


@pytest.mark.parametrize("size", [(60, 20), (90, 20)])
async def test_tab_reaches_every_pane_in_a_narrow_terminal(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with reading(tmp_path, TEXTS, size=size) as reader:
        for _ in range(3):
            await reader.press("tab")
            assert reader.screen.panes.pane(reader.screen.scope).region.width > 0


@pytest.mark.parametrize(("key", "pane"), [("[", Scope.INDEX), ("]", Scope.SIDEBAR)])
async def test_brackets_hide_and_show_the_outer_panes(
    tmp_path: Path, key: str, pane: Scope
) -> None:
    async with reading(tmp_path, TEXTS, size=WIDE) as reader:
        await reader.press("tab")
        shown = [reader.screen.panes.pane(pane).display]
        for _ in range(2):
            await reader.press(key)
            shown.append(reader.screen.panes.pane(pane).display)
        assert shown == [True, False, True]


async def test_hiding_the_pane_with_the_focus_gives_it_to_the_article(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS, size=WIDE) as reader:
        await reader.press("[")
        assert not reader.screen.index.display
        assert reader.screen.scope is Scope.ARTICLE


async def test_z_shows_only_the_article_and_all_again(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS, size=WIDE) as reader:
        panes = (reader.screen.index, reader.screen.sidebar)
        await reader.press("tab", "z")
        assert [pane.display for pane in panes] == [False, False]
        await reader.press("z")
        assert [pane.display for pane in panes] == [True, True]


@pytest.mark.parametrize("pane", [Scope.INDEX, Scope.ARTICLE, Scope.SIDEBAR])
@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_shows_the_keys_of_the_pane_one_is_in(
    tmp_path: Path, key: str, pane: Scope
) -> None:
    async with reading(tmp_path, TEXTS, size=WIDE) as reader:
        reader.screen.focus_pane(pane)
        await reader.press(key)
        help = reader.app.screen
        assert isinstance(help, KeyHelp)
        page = help.page
        lines = [page.line(n, page.size.width).text for n in range(page.line_count())]
        for action in reader.app.keymap.of(pane):
            key, words = key_label(action.keys[0]), action.help.replace("`", "")[:20]
            assert any(key in line and words in line for line in lines), action
        headings = [line.strip() for line in lines if line[:1].strip() and "  " not in line.strip()]
        wanted = {"index": "Index", "article": "Tagging", "sidebar": "Sidebar"}
        assert headings[:2] == ["First", wanted[pane.value]]
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_ctrl_p_finds_a_command_by_some_of_its_letters(tmp_path: Path) -> None:
    async with reading(tmp_path, TEXTS, size=WIDE) as reader:
        await reader.press("tab", "ctrl+p", *"vowel", "enter")
        assert reader.app.screen is reader.screen
        assert not reader.session.open_text.options.marks


async def test_ctrl_q_leaves_and_all_was_saved_before(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one two"]) as reader:
        await reader.press("e")
        saved = reader.spans()
        await reader.press("ctrl+q")
        await reader.until(lambda: not reader.app.is_running)
        assert saved == [("entity", 0, 3)]


async def test_ctrl_z_gives_the_shell_back_and_keeps_the_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(tmp_path, ["one two"]) as reader:
        suspended: list[bool] = []
        monkeypatch.setattr(reader.app, "action_suspend_process", lambda: suspended.append(True))
        reader.go(4)
        await reader.press("ctrl+z")
        assert suspended == [True]
        assert reader.store.progress.get("000.txt", "me").offset == 4


async def test_f2_changes_whose_annotations_they_are(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one two"]) as reader:
        await reader.press("f2", *"her", "enter")
        await reader.until(lambda: reader.session.annotator == "her")
        await reader.press("e")
        assert [row.annotator for row in reader.saved()] == ["her"]
