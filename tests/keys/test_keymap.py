"""The table of actions."""

import pkgutil
from importlib import import_module

import pytest

import tui.ui.commands
from tui.keys.bindings import ACTIONS, Label, Scope
from tui.keys.keymap import Keymap, key_label
from tui.schema import default_schema
from tui.ui.commands import COMMANDS, MODULES

LABELS = [Label(label.name, label.key, label.help) for label in default_schema()]


def keymap(**changes: tuple[str, ...]) -> Keymap:
    return Keymap(LABELS, {name.replace("__", "."): keys for name, keys in changes.items()})


def test_ids_are_unique_and_every_action_has_words() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(ids) == len(set(ids))
    for action in ACTIONS:
        assert action.help
        assert not action.help.endswith(".")


def test_every_action_has_its_command_in_the_module_that_is_imported_for_it() -> None:
    for module in pkgutil.iter_modules(tui.ui.commands.__path__):
        import_module(f"tui.ui.commands.{module.name}")
    listed = {
        command: f"tui.ui.commands.{module}"
        for module, commands in MODULES.items()
        for command in commands.split()
    }
    assert {name: function.__module__ for name, function in COMMANDS.items()} == listed
    assert {action.command for action in keymap().actions} == COMMANDS.keys()


def test_actions_that_share_a_command_differ_in_its_argument() -> None:
    calls = [(action.command, action.argument) for action in keymap().actions]
    assert len(calls) == len(set(calls))


@pytest.mark.parametrize("scope", [Scope.INDEX, Scope.ARTICLE, Scope.SIDEBAR])
def test_no_key_means_two_things_in_one_pane(scope: Scope) -> None:
    keys = [key for action in keymap().of(scope) for key in action.keys]
    assert sorted(keys) == sorted(set(keys))


def test_labels_take_no_key_of_the_reader() -> None:
    assert Keymap(LABELS).overridden == []


@pytest.mark.parametrize(
    ("scope", "key", "id"),
    [
        (Scope.ARTICLE, "c", "tag.claim"),
        (Scope.ARTICLE, "k", "tag.cue"),
        (Scope.ARTICLE, "enter", "note.open"),
        (Scope.SIDEBAR, "enter", "sidebar.open"),
        (Scope.INDEX, "enter", "index.open"),
        (Scope.INDEX, "/", "index.filter"),
        (Scope.ARTICLE, "/", "find"),
        (Scope.ARTICLE, ">", "view.wider"),
        (Scope.SIDEBAR, "x", "note.delete"),
        (Scope.INDEX, "ctrl+q", "quit"),
        (Scope.ARTICLE, "f1", "help"),
    ],
)
def test_a_key_is_looked_up_in_its_pane(scope: Scope, key: str, id: str) -> None:
    action = keymap().lookup(scope, key)
    assert action is not None
    assert action.id == id


def test_a_key_of_another_pane_does_nothing() -> None:
    assert keymap().lookup(Scope.INDEX, "c") is None


def test_rekeying_moves_an_action_and_wins_over_a_default() -> None:
    changed = keymap(move__left=("h",), undo=("c",))
    assert changed.action("move.left").keys == ("h",)
    assert changed.lookup(Scope.ARTICLE, "left") is None
    undo = changed.lookup(Scope.ARTICLE, "c")
    assert undo is not None
    assert undo.id == "undo"


def test_unbinding_leaves_the_command_in_the_palette() -> None:
    changed = keymap(undo=())
    assert changed.lookup(Scope.ARTICLE, "u") is None
    assert changed.action("undo").help == "Undo"


@pytest.mark.parametrize(
    ("key", "words"), [("ctrl+p", "^P"), ("shift+left", "⇧←"), ("W", "W"), ("+", "+"), ("/", "/")]
)
def test_keys_are_written_for_people(key: str, words: str) -> None:
    assert key_label(key) == words


def test_a_labels_key_goes_before_an_actions_and_the_settings_before_both() -> None:
    keymap = Keymap([Label("event", "i")])
    found = keymap.lookup(Scope.ARTICLE, "i")
    assert found is not None
    assert found.id == "tag.event"
    assert [(action.id, key, tag.id) for action, key, tag in keymap.overridden] == [
        ("note.write", "i", "tag.event")
    ]
    assert keymap.action("note.write") in keymap.actions
    changed = Keymap([Label("event", "i")], {"note.write": ("i",)}).lookup(Scope.ARTICLE, "i")
    assert changed is not None
    assert changed.id == "note.write"


def in_page(**changes: tuple[str, ...]) -> Keymap:
    return Keymap(LABELS, changes, in_page=True)


def test_a_page_quits_by_a_key_that_browsers_leave_alone() -> None:
    keys = in_page()
    found = keys.lookup(Scope.ARTICLE, "ctrl+x")
    assert found is not None
    assert found.id == "quit"
    assert found in keys.footer(Scope.ARTICLE)
    assert found.keys == ("ctrl+x", "ctrl+q")


def test_a_page_has_no_shell_to_go_back_to() -> None:
    keys = in_page()
    assert keys.lookup(Scope.ARTICLE, "ctrl+z") is None
    assert "suspend" not in {action.id for action in keys.actions}


def test_a_page_keeps_the_keys_of_the_settings() -> None:
    assert in_page(quit=("Q",)).action("quit").keys == ("ctrl+x", "Q")
    taken = in_page(undo=("ctrl+x",), quit=("Q",))
    assert taken.action("quit").keys == ("Q",)
    found = taken.lookup(Scope.ARTICLE, "ctrl+x")
    assert found is not None
    assert found.id == "undo"


def test_an_action_shows_only_the_keys_that_do_it() -> None:
    labels = [Label("person", "j"), Label("place", "x"), Label("time", "z")]
    keymap = Keymap(labels, {"note.link": ("u",)})
    for id, keys in (
        ("move.next_todo", ()),
        ("note.delete", ("delete",)),
        ("undo", ()),
        ("pane.article", ()),
        ("note.link", ("u",)),
    ):
        assert keymap.action(id).keys == keys
    assert keymap.lookup(Scope.ARTICLE, "z") is keymap.action("tag.time")
    assert keymap.lookup(Scope.INDEX, "z") is keymap.action("pane.article")
    assert ("pane.article", "z") in [(action.id, key) for action, key, _ in keymap.overridden]
    assert "move.next_todo" not in [row.id for row in keymap.of(Scope.ARTICLE)]
