"""Look up the action of a key in a pane.

The default keys are in `bindings.ACTIONS`; the settings file and the labels change them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from tui.keys.bindings import ACTIONS, Action, Label, Scope, tag_actions

QUIT_IN_PAGE = "ctrl+x"
"""The key that quits in a page: browsers use ctrl+q themselves."""


class Keymap:
    """The actions and the labels' tags, looked up by key.

    `changes` maps ids of actions to the keys that the settings file gives them. `in_page` is for a
    reader in a page of a browser, which has no shell to go back to and needs another key to quit.
    """

    def __init__(
        self,
        labels: Iterable[Label] = (),
        changes: Mapping[str, tuple[str, ...]] | None = None,
        *,
        in_page: bool = False,
    ) -> None:
        changes = _changes_in_page(changes or {}) if in_page else changes or {}
        # The tags are first in the help, the palette and the documentation, as they matter most.
        rows = [
            *tag_actions(labels),
            *(row for row in ACTIONS if not in_page or row.id != "suspend"),
        ]
        self.actions: tuple[Action, ...] = tuple(
            row._replace(keys=tuple(changes[row.id])) if row.id in changes else row for row in rows
        )
        self._by_id: dict[str, Action] = {}
        self._by_key: dict[tuple[Scope, str], Action] = {}
        self._footers: dict[Scope, list[Action]] = {}
        self.overridden: list[tuple[Action, str, Action]] = []
        """Actions with a key that a label took over, the key, and the action that tags."""
        # A label's key wins over the default key of an action; a key of the settings over both.
        for row in sorted(self.actions, key=lambda row: (row.id in changes, row.command == "tag")):
            self._bind(row)
        for row in self.actions:
            if row.command == "tag":
                everywhere = {self._by_key.get((Scope.ANYWHERE, key)): key for key in row.keys}
                self.overridden += [(one, key, row) for one, key in everywhere.items() if one]
        self._drop_overridden_keys()

    def _bind(self, action: Action) -> None:
        """Give an action its keys in its panes, and note the actions that lose one to a label."""
        for place in product(action.scopes, action.keys):
            before = self._by_key.get(place)
            if before is not None and action.command == "tag" and before.command != "tag":
                self.overridden.append((before, place[1], action))
            self._by_key[place] = action

    def _drop_overridden_keys(self) -> None:
        """Keep of each action's keys only those that do it in its own pane."""
        own = {
            row.id: tuple(key for key in row.keys if self.lookup(_own_pane(row), key) is row)
            for row in self.actions
        }
        self.actions = tuple(
            row if row.keys == own[row.id] else row._replace(keys=own[row.id])
            for row in self.actions
        )
        self._by_id = {row.id: row for row in self.actions}
        self._by_key = {place: self._by_id[row.id] for place, row in self._by_key.items()}

    def lookup(self, scope: Scope, key: str) -> Action | None:
        """Return the action of a key in a pane, else its action in all panes, else None."""
        return self._by_key.get((scope, key)) or self._by_key.get((Scope.ANYWHERE, key))

    def action(self, id: str) -> Action:
        """Return the action with this id. Raises KeyError if there is none."""
        return self._by_id[id]

    def of(self, scope: Scope) -> list[Action]:
        """Return the actions with a key in the pane: its own, then those of all panes."""
        own = [row for row in self.actions if scope in row.scopes and row.keys]
        return own + [row for row in self.actions if Scope.ANYWHERE in row.scopes and row.keys]

    def footer(self, scope: Scope) -> list[Action]:
        """Return the actions in the footer of the pane, by their rank."""
        if scope not in self._footers:
            rows = [row for row in self.of(scope) if row.footer]
            self._footers[scope] = sorted(rows, key=lambda row: row.footer)
        return self._footers[scope]


def _own_pane(action: Action) -> Scope:
    """Return the pane whose keys decide for an action: the article for one of all panes."""
    return Scope.ARTICLE if Scope.ANYWHERE in action.scopes else action.scopes[0]


def _changes_in_page(changes: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the changes with `QUIT_IN_PAGE` as the first key of `quit`, if no action has it."""
    if any(QUIT_IN_PAGE in keys for keys in changes.values()):
        return dict(changes)
    default = next(row.keys for row in ACTIONS if row.id == "quit")
    return {**changes, "quit": (QUIT_IN_PAGE, *changes.get("quit", default))}


_NAMES = {
    "space": "space",
    "escape": "esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "enter": "enter",
    "backspace": "⌫",
}


def key_with_label(name: str) -> str:
    """Return the key for which `key_label` returns this text."""
    return next((key for key, words in _NAMES.items() if words == name), name)


def key_label(key: str) -> str:
    """Return how a key is shown, such as `^P` for `ctrl+p`."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    name = _NAMES.get(last, last)
    if modifiers == ["ctrl"] and len(name) == 1 and name.isalpha():
        return "^" + name.upper()
    return (
        "".join({"ctrl": "^", "shift": "⇧"}.get(modifier, modifier + "+") for modifier in modifiers)
        + name
    )
