"""Reading a TOML table key by key: each value checked, each fault with its line, none forgotten."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tui.config.checking import did_you_mean
from tui.config.toml_file import Fault, TomlFile
from tui.config.toml_lines import KeyPath


class TomlTable:
    """One table of a file; what is wrong in it goes to `faults`."""

    def __init__(
        self, file: TomlFile, path: KeyPath, table: Mapping[str, Any], faults: list[Fault]
    ) -> None:
        self.file = file
        self.path = path
        self.faults = faults
        self._table = table
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def fault(self, key: str, message: str) -> None:
        """Note a fault at a key of this table."""
        self.faults.append(self.file.fault((*self.path, key), message))

    def raw(self, key: str) -> Any:
        """A value as it is; None when it is not there."""
        self._asked.add(key)
        return self._table.get(key)

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """A text; an empty one counts as missing where it is required."""
        value = self.raw(key)
        if value is None or value == "":
            if required:
                self.fault(key, "is missing")
            return default
        if not isinstance(value, str):
            self.fault(key, f"{value!r} is no text in quotes")
            return default
        if any(unicodedata.category(char) in ("Cc", "Cs") for char in value):
            self.fault(key, f"{value!r} holds a control character")
        return value

    def word(self, key: str) -> str:
        """A required text without white space: a name that other formats can hold."""
        value = self.text(key, required=True)
        if any(char.isspace() for char in value):
            self.fault(key, f"{value!r} holds a space; use - or _")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when it is not there."""
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.fault(key, f"{value!r} is neither true nor false")
        return False

    def one_of(self, key: str, values: Sequence[str], default: str) -> str:
        """One of several texts."""
        value = self.text(key, default)
        if value in values:
            return value
        names = ", ".join(f'"{name}"' for name in values)
        self.fault(key, f"{value!r} is none of {names}")
        return default

    def tables(self, key: str) -> Iterator["TomlTable"]:
        """The tables of an array."""
        value = self.raw(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.fault(key, f"{value!r} is no list of tables")
            return
        for index, item in enumerate(value):
            path = (*self.path, key, index)
            if isinstance(item, dict):
                yield TomlTable(self.file, path, item, self.faults)
            else:
                self.faults.append(self.file.fault(path, f"{item!r} is no table"))

    def close(self) -> None:
        """Note every key that was never asked for."""
        for key in self._table:
            if key not in self._asked:
                self.fault(key, f"there is no such key here{did_you_mean(key, self._asked)}")
