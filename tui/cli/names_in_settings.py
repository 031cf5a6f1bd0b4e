"""Labels and suggesters that are named in the settings, for completion.

Faults in the settings only hide names here; the command itself reports them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from tui.config import SETTINGS_FILE, load
from tui.config.permissions import USER_FILE, config_folder
from tui.config.settings import BUILT_IN_SUGGESTERS
from tui.errors import HashiyaError
from tui.schema import PRESETS, open_schema

__all__ = ["PRESETS", "labels", "suggesters"]


def labels(database: Path, schema: str) -> Mapping[str, str]:
    """Return the labels of the schema with their help; none if the schema cannot be read.

    `schema` is the option's value, "" for that of the settings next to the database.
    """
    try:
        config = load(database.parent / SETTINGS_FILE)
        return {label.name: label.help for label in open_schema(config, schema)}
    except HashiyaError:
        return {}


def suggesters(database: Path) -> Iterator[tuple[str, str]]:
    """Yield the built-in suggesters and those of the settings, trusted or not.

    Each comes with its address or command, a built-in one with "".
    """
    for name in BUILT_IN_SUGGESTERS:
        yield name, ""
    for path in (database.parent / SETTINGS_FILE, config_folder() / USER_FILE):
        try:
            found = load(path).settings.suggesters
        except HashiyaError:
            continue
        for name, one in found.items():
            yield name, one.url or " ".join(one.command)
