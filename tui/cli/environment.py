"""Find and open the database, the settings and the label schema of a command."""

from __future__ import annotations

import argparse
import os
import pwd
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.choices import Bidi, Marks
from tui.cli.options import path_of_database
from tui.config import SETTINGS_FILE, Config, Settings, load
from tui.errors import StoreError, UsageError
from tui.keys.bindings import ACTIONS
from tui.schema import open_schema as read_schema
from tui.store.annotation_queries import AnnotationFilter
from tui.store.database import Store
from tui.store.file.sqlite_file import belongs_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.config.toml import Fault
    from tui.schema import LabelSchema

SEEDS = "seeds"

IN_PAGE = "HASHIYA_IN_PAGE"
"""The variable that `hashiya serve` sets for the reader of a page."""


def database_path(options: argparse.Namespace) -> Path:
    """Return the path of the database of these options."""
    return path_of_database(options.db)


def is_database_file(options: argparse.Namespace, path: str | os.PathLike[str]) -> bool:
    """Whether the path is the database, or one of SQLite's files next to it."""
    return belongs_to(database_path(options), Path(path))


def refuse_database_file(options: argparse.Namespace, path: str) -> None:
    """Raise UsageError for a file that only SQLite may open while the database is open."""
    if is_database_file(options, path):
        raise UsageError(f"{path}: this is the database itself; name another file")


def open_store(options: argparse.Namespace, *, read_only: bool = True) -> Store:
    """Open the existing database. Raises StoreError if there is none."""
    path = database_path(options)
    if not path.exists():
        raise StoreError(
            f"{path}: there is no database here; `hashiya add FOLDER` or `hashiya` creates one"
        )
    return Store.open(path, create=False, read_only=read_only)


def open_config(options: argparse.Namespace) -> Config:
    """Read the settings file next to the database; `--bidi` and `--marks` override it."""
    config = load(database_path(options).parent / SETTINGS_FILE)
    return config._replace(settings=with_options(config.settings, options))


def with_options(settings: Settings, options: argparse.Namespace) -> Settings:
    """Return the settings, with the values of `--bidi` and `--marks` where they are given."""
    return replace(
        settings,
        bidi=Bidi(options.bidi or settings.bidi),
        marks=Marks(options.marks or settings.marks),
    )


def open_schema(options: argparse.Namespace, config: Config) -> LabelSchema:
    """Return the label schema in use. Raises SettingsError with all faults at once."""
    return read_schema(config, options.schema or "", unknown_action_faults(config))


def unknown_labels(store: Store, schema: LabelSchema, labels: Sequence[str]) -> Iterator[str]:
    """Yield a line for each of these labels that neither the schema nor an annotation has."""
    for label in labels:
        used = AnnotationFilter(labels=(label,))
        if label not in schema.names and not store.annotations.count(used):
            names = ", ".join(schema.names)
            yield f"no annotation has the label {label!r}; the schema has {names}"


def unknown_action_faults(config: Config) -> list[Fault]:
    """Return a fault for each key that is given to an unknown action; tags can have any name."""
    if config.file is None:
        return []
    known = {action.id for action in ACTIONS}
    return [
        config.file.fault(("keys", id), "there is no such action; ctrl+p lists them")
        for id in config.settings.keys
        if id not in known and not id.startswith("tag.")
    ]


CHOSEN_NAME = "annotator"
"""The key under which the annotator's name, chosen in the reader, is saved for a login."""


def given_annotator(options: argparse.Namespace, settings: Settings) -> str:
    """Return `--annotator`, else HASHIYA_ANNOTATOR, else the name in the settings, else "".

    Raises UsageError for a name that is not valid UTF-8, which only the environment can hold.
    """
    name = options.annotator or os.environ.get("HASHIYA_ANNOTATOR") or settings.annotator or ""
    if any("\ud800" <= char <= "\udfff" for char in name):
        raise UsageError(f"HASHIYA_ANNOTATOR: {name!a} is not valid UTF-8")
    return name


def annotator_name(options: argparse.Namespace, settings: Settings, store: Store) -> str:
    """Return the annotator's name: given, else chosen in the reader, else the login name."""
    named = given_annotator(options, settings)
    if named:
        return named
    login = login_name()
    return store.choices.by_annotator(login).get(CHOSEN_NAME) or login


def login_name() -> str:
    """Return the login name as `getpass.getuser` does, whose import is slow."""
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if name := os.environ.get(variable):
            return name
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except (KeyError, OSError):
        return "unknown"
