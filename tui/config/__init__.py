"""Settings: frozen values, read from `hashiya.toml` next to the database.

The file may also define the label schema. Its tables are passed on unread, since `tui.schema` reads
them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from tui.config.parsing import parse_settings
from tui.config.settings import (
    SCHEMA_KEYS,
    KeyboardLayout,
    Settings,
    SuggesterSettings,
    ThemeColours,
)
from tui.config.toml import Fault, TomlFile, read_toml

__all__ = [
    "SETTINGS_FILE",
    "Config",
    "KeyboardLayout",
    "Settings",
    "SuggesterSettings",
    "ThemeColours",
    "load",
]

SETTINGS_FILE = "hashiya.toml"


class Config(NamedTuple):
    """The contents of a settings file."""

    settings: Settings = Settings()  # frozen
    file: TomlFile | None = None
    """The file itself, for the schema and for faults that other checks find in it."""
    faults: tuple[Fault, ...] = ()
    """The faults in it; a setting with a fault has its default."""

    @property
    def has_schema(self) -> bool:
        """Whether the file defines labels."""
        return self.file is not None and not SCHEMA_KEYS.isdisjoint(self.file.table)


def load(path: Path) -> Config:
    """Read a settings file; return the defaults if there is none.

    Raises SettingsError if it cannot be read or is not TOML. All other faults are in the result, so
    that they can be reported together with those of the schema and the keys.
    """
    if not os.path.lexists(path):
        return Config()
    file = read_toml(path)
    settings, faults = parse_settings(file)
    return Config(settings, file, tuple(faults))
