"""Settings: frozen values from `hashiya.toml`, which stands beside the database.

The file may hold the label schema too; its table is handed on as it is, for the schema is made
by `tui.schema`, which stands above.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tui.config.settings import SCHEMA_KEYS, KeyboardLayout, Settings, ThemeColours

if TYPE_CHECKING:
    from tui.config.toml import Fault, TomlFile

__all__ = ["SETTINGS_FILE", "Config", "KeyboardLayout", "Settings", "ThemeColours", "load"]


SETTINGS_FILE = "hashiya.toml"


class Config(NamedTuple):
    """What a settings file says."""

    settings: Settings = Settings()  # frozen
    file: TomlFile | None = None
    """The file itself, for the schema and for faults that only others can find."""
    faults: tuple[Fault, ...] = ()
    """What is wrong in it; settings with a fault have their default."""

    @property
    def holds_schema(self) -> bool:
        """Whether the file defines labels."""
        return self.file is not None and not SCHEMA_KEYS.isdisjoint(self.file.table)


def load(path: Path) -> Config:
    """Read a settings file; one that does not exist says nothing.

    Raises SettingsError when it cannot be read or is no TOML; all other faults are collected in
    the result, so that those of the schema and of the keys can be told with them.
    """
    if not path.exists():
        return Config()
    # Most often there is no file, and what reads one is not imported.
    from tui.config.checking import settings_of
    from tui.config.toml import read_toml

    file = read_toml(path)
    settings, faults = settings_of(file)
    return Config(settings, file, tuple(faults))
