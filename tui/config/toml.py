"""Read TOML files so that every fault names file, line and key.

`read_toml` reads a file once. A `TomlTable` checks it key by key and collects all faults instead of
stopping at the first. `toml_lines` finds the lines of its keys.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tui.errors import SettingsError, shorten

if TYPE_CHECKING:
    from tui.config.toml_lines import KeyPath

_BARE_KEY = r"[\w-]+"

_SYNTAX = r"(?s)(.*?) \(at (?:line (\d+), column \d+|end of document)\)$"

# ------------------------------------------------------------------ files and faults


_SHOWN = 400
"""Code points of a key or a message that are shown."""


class Fault(NamedTuple):
    """A fault in a file; faults sort by file and line."""

    path: str
    line: int
    """Counted from 1; 0 for the file as a whole."""
    key: str
    """The key path as in the file; empty for a fault that no key causes."""
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        said = (shorten(self.key, _SHOWN), shorten(self.message, _SHOWN))
        return ": ".join(part for part in (place, *said) if part)


@dataclass(frozen=True)
class TomlFile:
    """The path, the text and the table of a TOML file."""

    path: Path
    text: str
    table: Mapping[str, Any]

    @cached_property
    def lines(self) -> Mapping[KeyPath, int]:
        """The line of each key, counted from 1."""
        from tui.config.toml_lines import key_lines  # most files have no fault

        return key_lines(self.text)

    def fault(self, key_path: KeyPath, message: str) -> Fault:
        """Return a fault at a key; a missing key has the line of its table."""
        known = key_path
        while known and known not in self.lines:
            known = known[:-1]
        return Fault(str(self.path), self.lines.get(known, 1), key_path_text(key_path), message)


def key_path_text(key_path: KeyPath) -> str:
    """Return a key path as text, with arrays counted from 1: `labels[2].key`."""
    text = ""
    for part in key_path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            key = part if re.fullmatch(_BARE_KEY, part) else repr(part)
            text += f".{key}" if text else key
    return text


MOST_FAULTS = 50
"""Faults that are shown one by one."""

_LONG_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){200}""")
"""A key of very many parts: the parser takes quadratic time over it."""

_LARGEST = 1_000_000
"""Bytes of a file that is read. The parser takes quadratic time over some."""


def read_toml(path: Path) -> TomlFile:
    """Read a file. Raises SettingsError if it cannot be read or is not TOML."""
    try:
        if path.is_symlink() and not path.exists():
            raise _file_error(
                path, 0, f"cannot be read: it leads to {path.readlink()}, which is not there"
            )
        # Reading a pipe or a device would block.
        if path.exists() and not path.is_file():
            raise _file_error(path, 0, "cannot be read: it is not a file")
        if path.exists() and path.stat().st_size > _LARGEST:
            raise _file_error(path, 0, f"cannot be read: it has more than {_LARGEST:,} bytes")
        text = path.read_text(encoding="utf-8").removeprefix("\ufeff")  # of an editor on Windows
    except OSError as error:
        raise _file_error(path, 0, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start}); save it so"
        raise _file_error(path, 0, message) from error
    import tomllib  # most folders have no file, and a start is shorter and smaller without it

    try:
        if _LONG_KEY.search(text):
            raise RecursionError
        return TomlFile(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        match = re.match(_SYNTAX, str(error))
        message = match.group(1) if match else str(error)
        line = match.group(2) if match else None
        raise _file_error(path, int(line or text.rstrip("\n").count("\n") + 1), message) from error
    except (ValueError, RecursionError) as error:
        # The parser has no limits of its own for digits and for nesting.
        deep = isinstance(error, RecursionError)
        message = "nested too deeply" if deep else "a number has too many digits, or is not a date"
        raise _file_error(path, 0, f"cannot be read: {message}") from error


def _file_error(path: Path, line: int, message: str) -> SettingsError:
    return settings_error([Fault(str(path), line, "", message)])


def settings_error(faults: Iterable[Fault]) -> SettingsError:
    """Return one error for all faults, with a line for each, in the order of the file."""
    listed = [str(fault) for fault in sorted(faults)]
    if len(listed) > MOST_FAULTS:
        listed[MOST_FAULTS:] = [f"and {len(listed) - MOST_FAULTS:,} faults more"]
    return SettingsError("\n".join(listed))


# ----------------------------------------------------------------------- tables


class TomlTable:
    """One table of a file, read key by key; faults are added to `faults`."""

    def __init__(
        self, file: TomlFile, path: KeyPath, table: Mapping[str, Any], faults: list[Fault]
    ) -> None:
        self.file = file
        self.path = path
        self.faults = faults
        self._table = table
        self._keys_read: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def fault(self, key: str, message: str) -> None:
        """Add a fault at a key of this table."""
        self.faults.append(self.file.fault((*self.path, key), message))

    def raw(self, key: str) -> Any:
        """Return a value unchecked; None for a missing key."""
        self._keys_read.add(key)
        return self._table.get(key)

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """Return a text; an empty one counts as missing if it is required."""
        value = self.raw(key)
        if value is None or value == "":
            if required:
                self.fault(key, "is missing")
            return default
        if not isinstance(value, str):
            self.fault(key, f"{value!r} is not a text in quotes")
            return default
        if any(unicodedata.category(char) in ("Cc", "Cs") for char in value):
            self.fault(key, f"{value!r} contains a control character")
        return value

    def word(self, key: str) -> str:
        """Return a required text without white space: a name that other formats can store."""
        value = self.text(key, required=True)
        if any(char.isspace() for char in value):
            self.fault(key, f"{value!r} contains a space; use - or _")
        return value

    def flag(self, key: str) -> bool:
        """Return a boolean; false for a missing key."""
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.fault(key, f"{value!r} is neither true nor false")
        return False

    def one_of(self, key: str, values: Sequence[str], default: str) -> str:
        """Return a text that is one of `values`."""
        value = self.text(key, default)
        if value in values:
            return value
        names = ", ".join(f'"{name}"' for name in values)
        self.fault(key, f"{value!r} is not one of {names}")
        return default

    def tables(self, key: str) -> Iterator[TomlTable]:
        """Yield the tables of an array."""
        value = self.raw(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.fault(key, f"{value!r} is not a list of tables")
            return
        for index, item in enumerate(value):
            path = (*self.path, key, index)
            if isinstance(item, dict):
                yield TomlTable(self.file, path, item, self.faults)
            else:
                self.faults.append(self.file.fault(path, f"{item!r} is not a table"))

    def close(self) -> None:
        """Add a fault for every key that was never read."""
        for key in self._table:
            if key not in self._keys_read:
                self.fault(key, f"there is no such key here{did_you_mean(key, self._keys_read)}")


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return a hint at the known word that was probably meant, else ""."""
    close = difflib.get_close_matches(word, sorted(words), 1)
    return f"; did you mean {close[0]}?" if close else ""
