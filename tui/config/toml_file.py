"""A TOML file that is read once, and faults in it that name file, line and key."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tui.config.toml_lines import KeyPath, key_lines
from tui.errors import SettingsError

_BARE_KEY = re.compile(r"[\w-]+")
_SYNTAX = re.compile(r"(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)


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

    def fault(self, key_path: KeyPath, message: str) -> str:
        """One line that says what is wrong where: ``FILE:LINE: KEY: MESSAGE``.

        The line of a key that is not there is its table's.
        """
        known = key_path
        while known and known not in self.lines:
            known = known[:-1]
        line = self.lines.get(known, 1)
        return f"{self.path}:{line}: {shown(key_path)}: {message}"


def shown(key_path: KeyPath) -> str:
    """A key path as people write it, arrays counted from 1: ``labels[2].key``."""
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
        raise settings_error([f"{path}: cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise settings_error([f"{path}: is not UTF-8 (byte {error.start}); save it so"]) from error
    try:
        return TomlFile(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        match = _SYNTAX.match(str(error))
        message = match.group(1) if match else str(error)
        line = (match and match.group(2)) or text.rstrip("\n").count("\n") + 1
        raise settings_error([f"{path}:{line}: {message}"]) from error


def settings_error(faults: Iterable[str]) -> SettingsError:
    """One error for all faults, a line each."""
    listed = tuple(faults)
    return SettingsError("\n".join(listed), faults=listed)
