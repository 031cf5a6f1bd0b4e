"""An annotation's attributes in as few words as say which is which."""

from __future__ import annotations

from collections.abc import Mapping

from tui.annotations.model import JSON
from tui.annotations.schema import LabelDef


def chips(label: LabelDef, attributes: Mapping[str, JSON]) -> list[str]:
    """One chip an attribute, in the order of the schema; those that it does not know last.

    A value stands alone where it says what it is a value of. A number does not, nor does one
    that several attributes of the label offer: their name goes before it.
    """
    place = {one.name: number for number, one in enumerate(label.attributes)}
    names = sorted(attributes, key=lambda name: place.get(name, len(place)))
    offered = [str(option.value) for one in label.attributes for option in one.options]
    return [
        _chip(name, value, named=offered.count(str(value)) > 1)
        for name in names
        if (value := attributes[name]) not in ("", None, [])
    ]


def _chip(name: str, value: JSON, *, named: bool) -> str:
    if isinstance(value, bool):
        return name if value else f"not {name}"
    if isinstance(value, list):
        return "+".join(map(str, value))
    words = str(value)
    named = named or isinstance(value, int | float) or words.isdecimal()
    return f"{name} {words}" if named else words
