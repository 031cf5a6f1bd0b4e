"""The attributes and links of a label, read from its TOML table."""

from collections.abc import Iterator
from typing import Any

from tui.annotations.schema import CHOICE_KEYS, AttributeDef, AttributeType, Choice, LinkDef
from tui.config.toml_table import TomlTable


def read_attributes(label: TomlTable) -> Iterator[AttributeDef]:
    """The attributes of a label's table."""
    seen: set[str] = set()
    for table in label.tables("attributes"):
        attribute = AttributeDef(
            name=table.word("name"),
            type=AttributeType(table.one_of("type", [*AttributeType], AttributeType.TEXT)),
            choices=tuple(_choices(table)),
            default=table.raw("default"),
            required=table.flag("required"),
            multiline=table.flag("multiline"),
            help=table.text("help"),
        )
        _check_attribute(table, attribute)
        if attribute.name in seen:
            table.fault("name", f"the attribute {attribute.name} is there already")
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


def _choices(attribute: TomlTable) -> Iterator[Choice]:
    raw = attribute.raw("choices")
    if raw is None:
        return
    if not isinstance(raw, list):
        attribute.fault("choices", f"{raw!r} is no list")
        return
    values: set[str] = set()
    keys: set[str] = set()
    for index, item in enumerate(raw):
        path = (*attribute.path, "choices", index)
        as_table: dict[str, Any] = item if isinstance(item, dict) else {"value": item}
        table = TomlTable(attribute.file, path, as_table, attribute.faults)
        choice = Choice(
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
            table.fault("value", f"{choice.value!r} is there already")
        keys |= {choice.key} - {""}
        values.add(choice.value)
        table.close()
        yield choice


def read_links(label: TomlTable) -> Iterator[LinkDef]:
    """The links of a label's table."""
    seen: set[str] = set()
    for table in label.tables("links"):
        target = table.raw("target")
        targets = [target] if isinstance(target, str) else target
        if not isinstance(targets, list) or not all(isinstance(name, str) for name in targets):
            table.fault("target", "is missing" if target is None else f"{target!r} is no label")
            targets = []
        link = LinkDef(table.word("type"), tuple(targets), table.text("help"))
        if link.type in seen:
            table.fault("type", f"the link {link.type} is there already")
        seen.add(link.type)
        table.close()
        yield link
