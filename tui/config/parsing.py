"""Parse settings: those of a file, and those that were chosen in the reader.

The settings file is never rewritten, so that its comments stay. A choice made in the reader (theme,
measure, marks …) is stored in the database as text by key, together with the file's value that it
replaced: if the file has another value later, it was edited since and takes precedence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import Field, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeGuard, get_args, get_origin, get_type_hints

from tui.choices import words_of
from tui.config.settings import (
    BUILT_IN_SUGGESTERS,
    CHOOSABLE,
    SCHEMA_KEYS,
    THEME_COLOURS,
    Settings,
    SuggesterSettings,
    ThemeColours,
)
from tui.config.toml import MOST_FAULTS, Fault, TomlFile, did_you_mean

if TYPE_CHECKING:
    from tui.config.toml_lines import KeyPath

HEX_COLOUR = r"#[0-9A-Fa-f]{6}"


def parse_settings(file: TomlFile) -> tuple[Settings, list[Fault]]:
    """Return the settings of a file and its faults; a setting with a fault has its default."""
    types = get_type_hints(Settings)
    known = {field.name: field for field in fields(Settings)}
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, raw in file.table.items():
        if key in SCHEMA_KEYS:
            continue
        if key not in known:
            few = len(faults) < MOST_FAULTS
            hint = did_you_mean(key, known.keys() | SCHEMA_KEYS) if few else ""
            faults.append(file.fault((key,), f"there is no such setting{hint}"))
        elif key == "keys":
            values[key] = _parse_keys(file, raw, faults)
        elif key == "themes":
            values[key] = _parse_themes(file, raw, faults)
        elif key == "suggesters":
            values[key] = _parse_suggesters(file, raw, faults)
        else:
            problem = _type_problem(raw, types[key], known[key])
            if problem is None:
                values[key] = _value(raw, types[key])
            else:
                faults.append(file.fault((key,), problem))
    return Settings(**values), faults


def setting_problem(name: str, value: object) -> str | None:
    """Return the error in the value of a setting that is not a table; None if it is valid."""
    known = {field.name: field for field in fields(Settings)}
    return _type_problem(value, get_type_hints(Settings)[name], known[name])


def _type_problem(raw: object, wanted: Any, field: Field[Any]) -> str | None:
    if words := words_of_type(wanted):
        named = ", ".join(f'"{word}"' for word in words if word)
        return None if raw in words else f"{raw!r} is not one of {named}"
    if wanted is bool:
        return None if isinstance(raw, bool) else f"{raw!r} is neither true nor false"
    if wanted is int:
        low, high = field.metadata["range"]
        if isinstance(raw, bool) or not isinstance(raw, int) or not low <= raw <= high:
            return f"{raw!r} is not a whole number from {low} to {high}"
        return None
    if wanted is str:
        return None if isinstance(raw, str) else f"{raw!r} is not a text in quotes"
    if not _is_text_list(raw):
        return f"{raw!r} is not a list of texts"
    offered = field.metadata.get("of", raw)
    wrong = [one for one in raw if one not in offered]
    return f"{wrong[0]!r} is not one of {', '.join(offered)}" if wrong else None


def words_of_type(wanted: Any) -> tuple[str, ...]:
    """Return the words that a setting of this type chooses from; none for other types."""
    if get_origin(wanted) is Literal:
        return get_args(wanted)
    return words_of(wanted) if _is_enumeration(wanted) else ()


def _value(raw: Any, wanted: Any) -> Any:
    """Return a valid value as the type of its setting."""
    if _is_enumeration(wanted):
        return wanted(raw)
    return tuple(raw) if isinstance(raw, list) else raw


def _is_enumeration(wanted: Any) -> TypeGuard[type[StrEnum]]:
    return isinstance(wanted, type) and issubclass(wanted, StrEnum)


def _is_text_list(raw: object) -> TypeGuard[list[str]]:
    return isinstance(raw, list) and all(isinstance(item, str) for item in raw)


def _parse_keys(file: TomlFile, raw: object, faults: list[Fault]) -> Mapping[str, tuple[str, ...]]:
    """Return the keys by action; callers who know the actions check that these exist."""
    keys: dict[str, tuple[str, ...]] = {}
    for action, value in _table_items(file, ("keys",), raw, faults):
        if isinstance(value, str):
            keys[action] = (value,) if value else ()
        elif _is_text_list(value):
            keys[action] = tuple(value)
        else:
            faults.append(
                file.fault(("keys", action), f"{value!r} is neither a key nor a list of keys")
            )
    return MappingProxyType(keys)


def _parse_themes(file: TomlFile, raw: object, faults: list[Fault]) -> Mapping[str, ThemeColours]:
    themes: dict[str, ThemeColours] = {}
    for name, table in _table_items(file, ("themes",), raw, faults):
        colours: dict[str, str] = {}
        dark = True
        for key, value in _table_items(file, ("themes", name), table, faults):
            path: KeyPath = ("themes", name, key)
            if key == "dark" and isinstance(value, bool):
                dark = value
            elif key == "dark":
                faults.append(file.fault(path, f"{value!r} is neither true nor false"))
            elif key not in THEME_COLOURS:
                hint = did_you_mean(key, THEME_COLOURS)
                faults.append(file.fault(path, f"a theme has no such colour{hint}"))
            elif isinstance(value, str) and re.fullmatch(HEX_COLOUR, value):
                colours[key] = value
            else:
                faults.append(file.fault(path, f"{value!r} is not a colour such as #56b4e9"))
        if isinstance(table, dict) and "primary" not in table:
            faults.append(file.fault(("themes", name), "a theme needs its primary colour"))
        themes[name] = ThemeColours(dark, MappingProxyType(colours))
    return MappingProxyType(themes)


def _parse_suggesters(
    file: TomlFile, raw: object, faults: list[Fault]
) -> Mapping[str, SuggesterSettings]:
    """Return the valid suggesters: each has either a command or an address."""
    suggesters: dict[str, SuggesterSettings] = {}
    for name, table in _table_items(file, ("suggesters",), raw, faults):
        path: KeyPath = ("suggesters", name)
        before = len(faults)
        if name in BUILT_IN_SUGGESTERS:
            faults.append(file.fault(path, "this is the name of a built-in suggester"))
        values = dict(_table_items(file, path, table, faults))
        problems = {key: _suggester_problem(key, value) for key, value in values.items()}
        faults += [file.fault((*path, key), said) for key, said in problems.items() if said]
        if len(faults) == before and ("command" in values) == ("url" in values):
            faults.append(file.fault(path, "a suggester has either a command or a url"))
        if len(faults) == before:
            command = tuple(values.pop("command", ()))
            suggesters[name] = SuggesterSettings(command=command, **values)
    return MappingProxyType(suggesters)


def _suggester_problem(key: str, value: Any) -> str | None:
    """Return the error in a value in the table of a suggester; None if it is valid."""
    if key == "auto":
        return None if isinstance(value, bool) else f"{value!r} is neither true nor false"
    if key == "url":
        return (
            None if _is_address(value) else f"{value!r} is not an address such as http://host:9090"
        )
    if key == "command":
        is_command = isinstance(value, list) and _is_text_list(value) and bool(value and value[0])
        if is_command and not any("\0" in word for word in value):
            return None
        return f"{value!r} is not a list of texts, the program first"
    return f"a suggester has no such setting{did_you_mean(key, SuggesterSettings._fields)}"


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def _table_items(
    file: TomlFile, path: KeyPath, raw: object, faults: list[Fault]
) -> Iterable[tuple[str, Any]]:
    if isinstance(raw, dict):
        return raw.items()
    faults.append(file.fault(path, f"{raw!r} is not a table"))
    return ()


def choice_text(settings: Settings, name: str, value: object) -> str:
    """Return a choice as the text to store; `settings` are those of the file alone.

    Raises ValueError for a setting that cannot be chosen in the reader, or for an invalid value.
    """
    problem = setting_problem(name, value) if name in CHOOSABLE else "is not set in the reader"
    if problem is not None:
        raise ValueError(f"{name}: {problem}")
    return json.dumps({"value": value, "instead_of": getattr(settings, name)}, ensure_ascii=False)


def with_choices(settings: Settings, kept: Mapping[str, str]) -> Settings:
    """Return the file's settings with the stored choices that are still valid.

    A choice that cannot be read is ignored.
    """
    chosen: dict[str, object] = {}
    for name in CHOOSABLE & kept.keys():
        try:
            choice = json.loads(kept[name])
            value, instead_of = choice["value"], choice["instead_of"]
        except (ValueError, TypeError, KeyError):
            continue
        if instead_of == getattr(settings, name) and setting_problem(name, value) is None:
            chosen[name] = value
    return replace(settings, **chosen)  # type: ignore[arg-type]  # each value was just checked
