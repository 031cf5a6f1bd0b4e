"""The tables of a lexicon's file, and the lists in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.suggest.lexicons.lexicon import bare


class Table:
    """One table of a lexicon's file.

    A list is a string of single words, or an array of expressions of several words. What it does
    not have is empty. All words are folded.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table

    def words(self, name: str) -> frozenset[str]:
        """Return the single words of a list."""
        return frozenset(bare(word) for word in self._listed(name) if " " not in word)

    def ordered_words(self, name: str) -> tuple[str, ...]:
        """Return the single words of a list in their order."""
        return tuple(map(bare, self.text(name).split()))

    def expressions(self, *names: str) -> tuple[tuple[str, ...], ...]:
        """Return the expressions of the lists, each as its words."""
        listed = (phrase for name in names for phrase in self._listed(name))
        return tuple(tuple(map(bare, phrase.split())) for phrase in listed)

    def stems(self, name: str) -> list[tuple[str, ...]]:
        """Return the verbs of a list, each as its stems: past and present in Persian, root, base
        and perfect participles in Urdu."""
        verbs = (verb.replace("-", " ").split() for verb in self._listed(name))
        return [tuple(map(bare, stems)) for stems in verbs]

    def text(self, name: str) -> str:
        """Return a value as it is written: words, letters or a pattern; "" without it."""
        return str(self._table.get(name, ""))

    def is_on(self, name: str) -> bool:
        """Return whether a value is true."""
        return self._table.get(name) is True

    def _listed(self, name: str) -> list[str]:
        value = self._table.get(name, ())
        return value.split() if isinstance(value, str) else list(value)


class LexiconFile:
    """The content of a language's file."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.language: str = data["language"]
        """Its code (ISO 639-1)."""
        self.script: str = data["script"]

    def table(self, *names: str) -> Table:
        """Return a table, or one inside another: `table("verbs", "conjugated")`."""
        return Table(self._value(*names))

    def keys(self, *names: str) -> tuple[str, ...]:
        """Return the names of the lists of a table."""
        return tuple(self._value(*names))

    def _value(self, *names: str) -> Mapping[str, Any]:
        value: Any = self._data
        for name in names:
            value = value.get(name, {})
        return value if isinstance(value, Mapping) else {}
