"""Label schemas in TOML, read with all faults at once.

`presets/default.toml` describes the format.
"""

from collections.abc import Collection, Iterable
from pathlib import Path

from tui.annotations.labels import DEFAULT_SCHEMA, Channel, LabelDef, LabelSchema, NaturalSpan
from tui.annotations.palette import PALETTE
from tui.annotations.schema_fields import read_attributes, read_links
from tui.config import Config
from tui.config.checking import HEX_COLOUR, did_you_mean
from tui.config.settings import SCHEMA_KEYS
from tui.config.toml_file import Fault, TomlFile, read_toml, settings_error
from tui.config.toml_table import TomlTable

PRESETS = ("default", "wojood", "anercorp")
"""The schemas that ship with Hashiya."""

_NATURAL: dict[str, NaturalSpan] = {
    "word": "word",
    "sentence": "sentence",
    "quotation": "quotation",
}
_FOLDER = Path(__file__).with_name("presets")


def open_schema(
    config: Config,
    option: str = "",
    reserved: Collection[str] = (),
    more_faults: Iterable[Fault] = (),
) -> LabelSchema:
    """The schema that counts: that of `--schema`, else of the settings, else the default.

    `option` is a preset's name or a path; `reserved` holds the keys that no label may take,
    `more_faults` what others found in the settings file. Raises SettingsError with all faults
    of the settings and of the schema.
    """
    faults = [*config.faults, *more_faults]
    schema = DEFAULT_SCHEMA
    if option:
        schema = _of_name(option, Path(), reserved, faults)
    elif config.file is not None and config.settings.schema:
        if config.holds_schema:
            message = "the labels are in this file already; keep one of the two"
            faults.append(config.file.fault(("schema",), message))
        schema = _of_name(config.settings.schema, config.file.path.parent, reserved, faults)
    elif config.file is not None and config.holds_schema:
        schema = _of_file(config.file, reserved, faults)
    if faults:
        raise settings_error(faults)
    return schema


def _of_name(
    name: str, folder: Path, reserved: Collection[str], faults: list[Fault]
) -> LabelSchema:
    path = _FOLDER / f"{name}.toml" if name in PRESETS else folder / name
    file = read_toml(path)
    faults += [
        file.fault((key,), f"is no part of a schema file: {', '.join(sorted(SCHEMA_KEYS))}")
        for key in file.table
        if key not in SCHEMA_KEYS
    ]
    return _of_file(file, reserved, faults)


def _of_file(file: TomlFile, reserved: Collection[str], faults: list[Fault]) -> LabelSchema:
    top = TomlTable(file, (), file.table, faults)
    labels = {label.name: label for label in _extended(top)}
    tables: dict[str, TomlTable] = {}
    for table in top.tables("labels"):
        label = _label(table)
        if label.name in tables:
            table.fault("name", f"the label {label.name} is there already")
        elif label.name:
            labels[label.name] = label
            tables[label.name] = table
    if not labels:
        top.fault("labels", "a schema needs at least one label")
    _check_keys(labels, tables, reserved)
    _check_targets(labels, tables)
    return LabelSchema(tuple(labels.values()), _guidelines(top))


def _extended(top: TomlTable) -> Iterable[LabelDef]:
    """The labels that a file starts from: a preset's, or the default's where it only adds to it."""
    name = top.text("extends")
    if not name:
        adds = "guidelines" in top.file.table and "labels" not in top.file.table
        return DEFAULT_SCHEMA if adds else ()
    if name not in PRESETS:
        top.fault("extends", f"{name!r} is none of {', '.join(PRESETS)}")
        return ()
    return open_schema(Config(), name)


def _guidelines(top: TomlTable) -> str:
    name = top.text("guidelines")
    if not name:
        return ""
    path = top.file.path.parent / name
    if not path.is_file():
        top.fault("guidelines", f"there is no file {path}")
    return str(path)


def _label(table: TomlTable) -> LabelDef:
    label = LabelDef(
        name=table.word("name"),
        key=table.text("key"),
        colour=_colour(table),
        channel=Channel(table.one_of("channel", [*Channel], Channel.UNDERLINE)),
        natural=_NATURAL[table.one_of("natural", [*_NATURAL], "word")],
        attributes=tuple(read_attributes(table)),
        links=tuple(read_links(table)),
        help=table.text("help"),
    )
    if label.key and not (len(label.key) == 1 and label.key.isascii() and label.key.isprintable()):
        table.fault("key", f"{label.key!r} is not one letter or sign of a US keyboard")
    elif label.key and label.key in "0123456789 ":
        table.fault("key", "digits choose attributes and the space moves; take another key")
    table.close()
    return label


def _colour(table: TomlTable) -> str:
    colour = table.text("colour", "grey")
    if colour not in PALETTE and not HEX_COLOUR.fullmatch(colour):
        hint = did_you_mean(colour, PALETTE) or f"; there are {', '.join(PALETTE)}"
        table.fault("colour", f"{colour!r} is no colour: write #rrggbb or a name{hint}")
        return "grey"
    return colour


def _check_keys(
    labels: dict[str, LabelDef], tables: dict[str, TomlTable], reserved: Collection[str]
) -> None:
    owners = {label.key: name for name, label in labels.items() if name not in tables}
    for name, table in tables.items():
        key = labels[name].key
        if not key:
            continue
        if key in reserved:
            table.fault("key", f"{key} is a key of the reader; take another, or change its own")
        elif key in owners:
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
