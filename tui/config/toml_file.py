"""A TOML file that is read once, and faults in it that name file, line and key."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from tui.config.toml_lines import KeyPath, key_lines
from tui.errors import SettingsError

_BARE_KEY = re.compile(r"[\w-]+")
_SYNTAX = re.compile(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)


class Fault(NamedTuple):
    """One thing that is wrong in a file; faults sort by file and line."""

    path: str
    line: int
    """Counted from 1; 0 for the file as a whole."""
    key: str
    """The key path as people write it; empty when no key is to blame."""
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return ": ".join(part for part in (place, self.key, self.message) if part)


@dataclass(frozen=True)
class TomlFile:
    """The text and the table of a TOML file."""

    path: Path
    text: str
    table: Mapping[str, Any]

    @cached_property
    def lines(self) -> Mapping[KeyPath, int]:
        """The line of each key, counted from 1."""
        return key_lines(self.text)

    def fault(self, key_path: KeyPath, message: str) -> Fault:
        """What is wrong at a key; the line of one that is not there is its table's."""
        known = key_path
        while known and known not in self.lines:
            known = known[:-1]
        return Fault(str(self.path), self.lines.get(known, 1), shown(key_path), message)


def shown(key_path: KeyPath) -> str:
    """A key path as people write it, arrays counted from 1: `labels[2].key`."""
    text = ""
    for part in key_path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            key = part if _BARE_KEY.fullmatch(part) else repr(part)
            text += f".{key}" if text else key
    return text


def read_toml(path: Path) -> TomlFile:
    """Read a file.

    Raises SettingsError when it cannot be read or is no TOML.
    """
    import tomllib  # only here: its parser would cost every start that has no file

    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _refused(path, 0, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        message = f"is not UTF-8 (byte {error.start}); save it so"
        raise _refused(path, 0, message) from error
    try:
        return TomlFile(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        match = _SYNTAX.match(str(error))
        message = match.group(1) if match else str(error)
        line = match.group(2) if match else None
        raise _refused(path, int(line or text.rstrip("\n").count("\n") + 1), message) from error


def _refused(path: Path, line: int, message: str) -> SettingsError:
    return settings_error([Fault(str(path), line, "", message)])


def settings_error(faults: Iterable[Fault]) -> SettingsError:
    """One error for all faults, a line each, in the order of the file."""
    listed = tuple(str(fault) for fault in sorted(faults))
    return SettingsError("\n".join(listed), faults=listed)
