"""Label schemas as TOML files; all faults are reported at once.

A file has the keys `extends`, `guidelines` and `labels`; `presets/default.toml` describes them.
`_parse_label` reads the table of a label, `_parse_attributes` and `_parse_links` those of its
attributes and links. What needs the whole schema (a key that two labels share, a link to a label
that does not exist) is checked at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tui.config import Config
from tui.config.parsing import HEX_COLOUR
from tui.config.settings import SCHEMA_KEYS
from tui.config.toml import Fault, TomlFile, TomlTable, did_you_mean, read_toml, settings_error
from tui.schema.labels import (
    CHOICE_KEYS,
    AttributeChoice,
    AttributeDef,
    AttributeType,
    Channel,
    LabelDef,
    LabelSchema,
    LinkDef,
)
from tui.schema.palette import PALETTE
from tui.text.spans import NaturalSpan

PRESETS = (
    "default",
    "wojood",
    "anercorp",
    "checkthat",
    "averitec",
    "polnear",
    "claimbuster",
)
"""The schemas that ship with Hashiya."""

NATURAL_SPANS: dict[str, NaturalSpan] = {
    "word": "word",
    "sentence": "sentence",
    "quotation": "quotation",
}
"""The spans that are tagged when nothing is selected, by their names in a file."""

_FOLDER = Path(__file__).with_name("presets")


@cache
def default_schema() -> LabelSchema:
    """Return the schema of `presets/default.toml`; it is read once per process."""
    return open_schema(Config(), "default")


def open_schema(
    config: Config,
    option: str = "",
    more_faults: Iterable[Fault] = (),
) -> LabelSchema:
    """Return the schema of the option `--schema`, else of the settings, else the default one.

    `option` is a preset's name or a path, and `more_faults` are the faults that other checks found
    in the settings file. Raises SettingsError with all faults of the settings and of the schema.
    """
    faults = [*config.faults, *more_faults]
    schema: LabelSchema | None = None
    if option:
        schema = _read_schema(option, Path(), faults)
    elif config.file is not None and config.settings.schema:
        if config.has_schema:
            message = "the labels are in this file already; keep one of the two"
            faults.append(config.file.fault(("schema",), message))
        schema = _read_schema(config.settings.schema, config.file.path.parent, faults)
    elif config.file is not None and config.has_schema:
        schema = _parse_schema(config.file, faults)
    if faults:
        raise settings_error(faults)
    return schema or default_schema()


def _read_schema(name: str, folder: Path, faults: list[Fault]) -> LabelSchema:
    path = _FOLDER / f"{name}.toml" if name in PRESETS else folder / name
    file = read_toml(path)
    faults += [
        file.fault((key,), f"is not part of a schema file: {', '.join(sorted(SCHEMA_KEYS))}")
        for key in file.table
        if key not in SCHEMA_KEYS
    ]
    return _parse_schema(file, faults)


def _parse_schema(file: TomlFile, faults: list[Fault]) -> LabelSchema:
    top = TomlTable(file, (), file.table, faults)
    labels = {label.name: label for label in _base_labels(top)}
    tables: dict[str, TomlTable] = {}
    for table in top.tables("labels"):
        label = _parse_label(table)
        if label.name in tables:
            table.fault("name", f"the label {label.name} already exists")
        elif label.name:
            labels[label.name] = label
            tables[label.name] = table
    if not labels:
        top.fault("labels", "a schema needs at least one label")
    _check_keys(labels, tables)
    _check_targets(labels, tables)
    return LabelSchema(tuple(labels.values()), _guidelines_path(top))


def _base_labels(top: TomlTable) -> Iterable[LabelDef]:
    """Return the labels that a file extends.

    They are a preset's, or the default ones if the file only adds guidelines.
    """
    name = top.text("extends")
    if not name:
        adds = "guidelines" in top.file.table and "labels" not in top.file.table
        return default_schema() if adds else ()
    if name not in PRESETS:
        top.fault("extends", f"{name!r} is not one of {', '.join(PRESETS)}")
        return ()
    return open_schema(Config(), name)


def _guidelines_path(top: TomlTable) -> str:
    name = top.text("guidelines")
    if not name:
        return ""
    path = top.file.path.parent / name
    try:
        is_there = path.is_file()
    except OSError:  # too long a name
        is_there = False
    if not is_there:
        top.fault("guidelines", f"there is no file {path}")
    return str(path)


def _parse_label(table: TomlTable) -> LabelDef:
    label = LabelDef(
        name=table.word("name"),
        key=table.text("key"),
        colour=_parse_colour(table),
        channel=Channel(table.one_of("channel", [*Channel], Channel.UNDERLINE)),
        natural=NATURAL_SPANS[table.one_of("natural", [*NATURAL_SPANS], "word")],
        attributes=tuple(_parse_attributes(table)),
        links=tuple(_parse_links(table)),
        help=table.text("help"),
        shade=table.text("shade"),
    )
    shaded = label.attribute(label.shade)
    if label.shade and (shaded is None or shaded.type is not AttributeType.CHOICE):
        table.fault("shade", f"{label.shade!r} is not an attribute of this label of type choice")
    if label.key and not (len(label.key) == 1 and label.key.isascii() and label.key.isprintable()):
        table.fault("key", f"{label.key!r} is not one letter or sign of a US keyboard")
    elif label.key and label.key in "0123456789 ":
        table.fault("key", "digits choose attributes and the space moves; take another key")
    table.close()
    return label


def _parse_colour(table: TomlTable) -> str:
    colour = table.text("colour", "grey")
    if colour not in PALETTE and not re.fullmatch(HEX_COLOUR, colour):
        hint = did_you_mean(colour, PALETTE) or f"; there are {', '.join(PALETTE)}"
        table.fault("colour", f"{colour!r} is not a colour: write #rrggbb or a name{hint}")
        return "grey"
    return colour


def _parse_attributes(label: TomlTable) -> Iterator[AttributeDef]:
    """Yield the attributes of a label's table."""
    seen: set[str] = set()
    for table in label.tables("attributes"):
        attribute = AttributeDef(
            name=table.word("name"),
            type=AttributeType(table.one_of("type", [*AttributeType], AttributeType.TEXT)),
            choices=tuple(_parse_choices(table)),
            default=table.raw("default"),
            required=table.flag("required"),
            multiline=table.flag("multiline"),
            help=table.text("help"),
        )
        _check_attribute(table, attribute)
        if attribute.name in seen:
            table.fault("name", f"the attribute {attribute.name} already exists")
        seen.add(attribute.name)
        table.close()
        yield attribute


def _check_attribute(table: TomlTable, attribute: AttributeDef) -> None:
    if "type" not in table:
        table.fault("type", "is missing")
    chosen = attribute.type in (AttributeType.CHOICE, AttributeType.CHOICES)
    if chosen and not attribute.choices:
        table.fault("choices", f"a {attribute.type} needs some")
    if attribute.choices and not chosen:
        table.fault("choices", f"belong to a choice or a multi-choice, not to a {attribute.type}")
    if attribute.multiline and attribute.type is not AttributeType.TEXT:
        table.fault("multiline", f"belongs to a text, not to a {attribute.type}")
    if attribute.default is not None:
        problem = attribute.problem(attribute.default)
        if problem is not None:
            table.fault("default", problem)


def _parse_choices(attribute: TomlTable) -> Iterator[AttributeChoice]:
    raw = attribute.raw("choices")
    if raw is None:
        return
    if not isinstance(raw, list):
        attribute.fault("choices", f"{raw!r} is not a list")
        return
    values: set[str] = set()
    keys: set[str] = set()
    for index, item in enumerate(raw):
        path = (*attribute.path, "choices", index)
        as_table: dict[str, Any] = item if isinstance(item, dict) else {"value": item}
        table = TomlTable(attribute.file, path, as_table, attribute.faults)
        choice = AttributeChoice(
            value=table.text("value", required=True),
            title=table.text("title"),
            help=table.text("help"),
            key=table.text("key"),
        )
        if choice.key and (len(choice.key) != 1 or choice.key not in CHOICE_KEYS):
            table.fault("key", f"{choice.key!r} is neither a digit nor one of a to z")
        elif choice.key in keys:
            table.fault("key", f"{choice.key} chooses another value already")
        if choice.value and choice.value in values:
            table.fault("value", f"{choice.value!r} already exists")
        keys |= {choice.key} - {""}
        values.add(choice.value)
        table.close()
        yield choice


def _parse_links(label: TomlTable) -> Iterator[LinkDef]:
    """Yield the links of a label's table."""
    seen: set[str] = set()
    for table in label.tables("links"):
        target = table.raw("target")
        targets = [target] if isinstance(target, str) else target
        if not isinstance(targets, list) or not all(
            name and isinstance(name, str) for name in targets
        ):
            table.fault("target", "is missing" if target is None else f"{target!r} is not a label")
            targets = []
        link = LinkDef(table.word("type"), tuple(targets), table.text("help"))
        if link.type in seen:
            table.fault("type", f"the link {link.type} already exists")
        seen.add(link.type)
        table.close()
        yield link


def _check_keys(labels: dict[str, LabelDef], tables: dict[str, TomlTable]) -> None:
    owners = {label.key: name for name, label in labels.items() if name not in tables}
    for name, table in tables.items():
        key = labels[name].key
        if not key:
            continue
        if key in owners:
            table.fault("key", f"{key} tags {owners[key]} already")
        owners[key] = name


def _check_targets(labels: dict[str, LabelDef], tables: dict[str, TomlTable]) -> None:
    for name, table in tables.items():
        for index, link in enumerate(labels[name].links):
            for target in link.targets:
                if target not in labels:
                    hint = did_you_mean(target, labels)
                    path = (*table.path, "links", index, "target")
                    message = f"there is no label {target!r}{hint}"
                    table.faults.append(table.file.fault(path, message))
