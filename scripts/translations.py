"""Translations of the actions' help, for the pages of keys in other languages.

`python -m scripts.translations` prints for each language how many sentences are untranslated, and
which. A translation holds the English sentence that it was made from: where the program's sentence
has changed since, it counts as untranslated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tui.keys.bindings import Action, Label
from tui.keys.keymap import Keymap
from tui.schema import default_schema

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "translations"
LANGUAGES = ("ar", "fa", "he")


@dataclass(frozen=True, slots=True)
class Translation:
    """The words of one language; without any it is English."""

    code: str = "en"
    page: dict[str, str] = field(default_factory=dict)
    """Title, introduction and column heads of the page of keys."""
    groups: dict[str, str] = field(default_factory=dict)
    actions: dict[str, dict[str, str]] = field(default_factory=dict)
    """Action id → the English sentence and its translation."""

    def help(self, action: Action) -> str | None:
        """Return the translated help of an action, None if there is none of today's sentence."""
        found = self.actions.get(action.id)
        if not found or found["english"] != action.help:
            return None
        return found["text"] or None

    def untranslated(self, actions: Iterable[Action]) -> list[Action]:
        """Return the actions whose help is not translated."""
        return [action for action in actions if self.help(action) is None]


def read(code: str) -> Translation:
    """Read the translation into a language."""
    data = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    return Translation(code, data["page"], data["groups"], data["actions"])


def all_actions() -> tuple[Action, ...]:
    """Return the actions of the reader with the default label schema."""
    return Keymap(Label(one.name, one.key, one.help) for one in default_schema()).actions


def main() -> None:
    """Print what is untranslated."""
    actions = all_actions()
    for code in LANGUAGES:
        missing = read(code).untranslated(actions)
        print(f"{code}: {len(missing)} of {len(actions)} untranslated")
        for action in missing:
            print(f"  {action.id}: {action.help}")


if __name__ == "__main__":
    main()
