"""Every action is a command in `ctrl+p` and can be given another key."""

import json
from importlib import import_module
from pathlib import Path

import pytest

from tests.articles import seed_text
from tests.ui.driving import Reader, reading
from tui.config import Settings
from tui.keys.bindings import ACTIONS, Action, Label, Scope
from tui.keys.keymap import Keymap
from tui.schema import default_schema
from tui.ui import commands
from tui.ui.dialogs.dialog import ListDialog
from tui.ui.reader_screen import ReaderScreen
from tui.ui.widgets.text_fields import BidiInput

SEED = seed_text()
LABELS = [Label(label.name, label.key, label.help) for label in default_schema()]
ALL = Keymap(LABELS).actions


async def palette(reader: Reader) -> ListDialog:
    """Open the palette; its dialog."""
    await reader.press("ctrl+p")
    assert isinstance(reader.app.screen, ListDialog)
    return reader.app.screen


async def test_every_action_is_there_with_its_key_and_group(tmp_path: Path) -> None:
    async with reading(tmp_path) as reader:
        shown = {(choice.text, choice.detail) for choice in (await palette(reader)).all}
        assert shown == {(action.help, action.group) for action in ALL if action.id != "palette"}


async def test_a_long_sentence_goes_before_its_group_in_a_narrow_terminal(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(80, 24)) as reader:
        await palette(reader)
        await reader.press(*"table")
        assert "Review: a table of all annotations of all documents " in reader.shown()
        await reader.press(*["backspace"] * 5, *"undo")
        assert "Undo" in reader.shown()
        assert "The current annotation" in reader.shown()


async def test_those_of_the_pane_one_is_in_come_first(tmp_path: Path) -> None:
    async with reading(tmp_path, ["one", "two"]) as reader:
        assert (await palette(reader)).all[0].detail in ("Anywhere", "Index")
        await reader.press("escape", "tab")
        groups = [choice.detail for choice in (await palette(reader)).all]
        assert groups.index("Moving") < groups.index("Index")


@pytest.mark.parametrize("group", dict.fromkeys(action.group for action in ALL))
async def test_each_command_of_the_palette_does_its_action(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: str
) -> None:
    expected = [row.id for row in ALL if row.group == group and row.id != "palette"]
    done: list[str] = []

    def record(screen: ReaderScreen, action: Action) -> None:
        done.append(action.id)

    for module in commands.MODULES:  # a module that is imported later puts its own ones back
        import_module(f"tui.ui.commands.{module}")
    for id in [*commands.COMMANDS]:
        if id != "palette":
            monkeypatch.setitem(commands.COMMANDS, id, record)
    async with reading(tmp_path, ["one"], size=(60, 12)) as reader:
        for number in range(len(expected)):
            dialog = await palette(reader)
            places = [n for n, choice in enumerate(dialog.all) if choice.detail == group]
            dialog.dismiss(places[number])
            await reader.until(lambda: len(done) > number)  # noqa: B023 - awaited right here
        assert sorted(done) == sorted(expected)


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("theme", "view.theme"),
        ("review", "review"),
        ("guidelines", "view.guidelines"),
        ("next annotation", "move.next_annotation"),
        ("undo", "undo"),
        ("bookmark", "document.bookmark"),
    ],
)
async def test_a_few_letters_find_it(tmp_path: Path, words: str, action: str) -> None:
    async with reading(tmp_path) as reader:
        dialog = await palette(reader)
        await reader.press(*("space" if one == " " else one for one in words))
        await reader.until(lambda: len(dialog.choices.choices) < len(dialog.all))
        assert dialog.choices.choices[0].text == next(row.help for row in ALL if row.id == action)


@pytest.mark.parametrize("scope", [Scope.INDEX, Scope.ARTICLE, Scope.SIDEBAR])
async def test_every_command_can_be_called_from_every_pane(tmp_path: Path, scope: Scope) -> None:
    """None fails, and each leaves a reader that `escape` brings back."""
    leaving = {"quit", "suspend", "palette"}
    async with reading(tmp_path, [SEED, "two"], size=(120, 30)) as reader:
        for action in (row for row in ALL if row.id not in leaving):
            reader.screen.focus_pane(scope)
            reader.screen.perform(action)
            await reader.settled()
            for _ in range(4):
                if reader.app.screen is reader.screen and not isinstance(
                    reader.app.focused, BidiInput
                ):
                    break
                await reader.press("escape")
            assert reader.app.screen is reader.screen, action.id
            assert not isinstance(reader.app.focused, BidiInput), action.id


@pytest.mark.parametrize(
    ("id", "keys", "pressed"),
    [
        ("tag.entity", ("E",), "E"),
        ("tag.entity", ("c",), "c"),
        ("tag.entity", ("f5",), "f5"),
        ("tag.entity", ("ctrl+e",), "ctrl+e"),
    ],
)
async def test_a_tag_moves_to_the_key_that_the_settings_give_it(
    tmp_path: Path, id: str, keys: tuple[str, ...], pressed: str
) -> None:
    async with reading(tmp_path, settings=Settings(keys={id: keys})) as reader:
        await reader.press("e")
        assert reader.spans() == []
        await reader.press(pressed)
        assert reader.spans() == [("entity", 0, 7)]


async def test_a_key_that_was_given_away_does_what_it_was_given_to(tmp_path: Path) -> None:
    settings = Settings(keys={"move.next_word": ("w",), "select.widen": ("W",), "undo": ()})
    async with reading(tmp_path, settings=settings) as reader:
        await reader.press("w")
        assert reader.caret == 8
        await reader.press("W", "e", "u")
        assert reader.spans() == [("entity", 8, 12)]
        assert "does nothing" in reader.said
        await reader.press("ctrl+p", *"Undo", "enter")
        await reader.until(lambda: reader.spans() == [])


def test_every_action_can_be_rekeyed() -> None:
    keys = {action.id: (f"f{number}",) for number, action in enumerate(ALL, 1)}
    keymap = Keymap(LABELS, keys)
    for action in ALL:
        for scope in action.scopes:
            found = keymap.lookup(scope, keys[action.id][0])
            assert found is not None
            assert found.id == action.id


def test_every_key_of_the_table_is_pressed_in_a_test_of_bindings() -> None:
    words = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(__file__).parent.glob("test_bindings_*.py")
    )
    named = {"?": "question_mark", '"': "quotation_mark"}
    keys = {named.get(key, key) for action in ACTIONS for key in action.keys}
    assert [key for key in sorted(keys) if json.dumps(key) not in words] == []


@pytest.mark.parametrize(
    ("typed", "id"),
    [("agreement", "agreement"), ("view.theme", "view.theme"), ("adjudicate", "adjudicate")],
)
async def test_a_command_is_found_by_its_name_in_the_settings(
    tmp_path: Path, typed: str, id: str
) -> None:
    async with reading(tmp_path, ["one"]) as reader:
        dialog = await palette(reader)
        await reader.press(*typed)
        (wanted,) = [action.help for action in ALL if action.id == id]
        assert wanted in [choice.text for choice in dialog.choices.choices]
