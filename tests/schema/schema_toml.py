"""A label schema as TOML, for the tests of who reads it."""

import json
from collections.abc import Iterator

from tui.schema import AttributeChoice, AttributeDef, LabelSchema, LinkDef, Value


def to_toml(schema: LabelSchema) -> str:
    """The whole schema; reading it back gives an equal one."""
    return "\n".join(_lines(schema)) + "\n"


def _lines(schema: LabelSchema) -> Iterator[str]:
    if schema.guidelines:
        yield f"guidelines = {_value(schema.guidelines)}"
    for label in schema:
        yield ""
        yield "[[labels]]"
        yield f"name = {_value(label.name)}"
        yield from _texts(key=label.key, colour=label.colour, channel=label.channel)
        yield from _texts(natural=label.natural, help=label.help)
        for attribute in label.attributes:
            yield from _attribute(attribute)
        for link in label.links:
            yield from _link(link)


def _attribute(attribute: AttributeDef) -> Iterator[str]:
    yield ""
    yield "[[labels.attributes]]"
    yield from _texts(name=attribute.name, type=attribute.type, help=attribute.help)
    if attribute.choices:
        yield "choices = ["
        yield from (f"  {_choice(choice)}," for choice in attribute.choices)
        yield "]"
    if attribute.default is not None:
        yield f"default = {_value(attribute.default)}"
    for flag in ("required", "multiline"):
        if getattr(attribute, flag):
            yield f"{flag} = true"


def _choice(choice: AttributeChoice) -> str:
    texts = _texts(value=choice.value, title=choice.title, help=choice.help, key=choice.key)
    return "{ " + ", ".join(texts) + " }"


def _link(link: LinkDef) -> Iterator[str]:
    yield ""
    yield "[[labels.links]]"
    yield f"type = {_value(link.type)}"
    yield f"target = {_value(list(link.targets))}"
    yield from _texts(help=link.help)


def _texts(**texts: str) -> Iterator[str]:
    """A line for each text that is not empty."""
    return (f"{key} = {_value(str(text))}" for key, text in texts.items() if text)


def _value(value: Value) -> str:
    """JSON's form of these values is TOML's too, but for the one control that JSON lets through."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
