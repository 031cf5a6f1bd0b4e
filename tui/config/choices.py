"""Choices made in the reader: kept beside the settings file, which stays as its owner wrote it.

A person's file, with its comments, is never rewritten. What is chosen in the reader (theme,
measure, marks …) is kept as text by key in the database, together with the value that it
replaced: when the file comes to say something else, the file was edited later, and it counts.
"""

import json
from collections.abc import Mapping
from dataclasses import replace

from tui.config.checking import setting_problem
from tui.config.settings import CHOOSABLE, Settings


def choice_text(settings: Settings, name: str, value: object) -> str:
    """What to keep for a choice; `settings` are those of the file, without choices.

    Raises ValueError for a setting that cannot be chosen in the reader, or a wrong value.
    """
    problem = setting_problem(name, value) if name in CHOOSABLE else "is not set in the reader"
    if problem is not None:
        raise ValueError(f"{name}: {problem}")
    return json.dumps({"value": value, "instead_of": getattr(settings, name)}, ensure_ascii=False)


def with_choices(settings: Settings, kept: Mapping[str, str]) -> Settings:
    """The file's settings with the choices that still hold; what cannot be read is left out."""
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
