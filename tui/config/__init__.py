"""Settings: frozen values, read from `hashiya.toml` next to the database.

The file may define the label schema too. Its tables are passed on unread, since `tui.schema`
reads them.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tui.config.parsing import settings_of
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
    """The file itself, for the schema and for faults that others find in it."""
    faults: tuple[Fault, ...] = ()
    """What is wrong in it; settings with a fault have their default."""

    @property
    def holds_schema(self) -> bool:
        """Whether the file defines labels."""
        return self.file is not None and not SCHEMA_KEYS.isdisjoint(self.file.table)


def load(path: Path) -> Config:
    """Read a settings file; without one, return the defaults.

    Raises SettingsError when it cannot be read or is not TOML. All other faults are in the
    result, so that they can be reported together with those of the schema and of the keys.
    """
    if not path.exists():
        return Config()
    file = read_toml(path)
    settings, faults = settings_of(file)
    return Config(settings, file, tuple(faults))
