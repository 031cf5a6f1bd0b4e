"""Attribute values as texts, for formats whose attributes are nothing else."""

import math
import re

from tui.corpus.document import Json
from tui.exchange.jsontext import compact
from tui.exchange.options import AttributeInfo

_WHOLE = re.compile(r"-?[0-9]{1,40}")
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def texts_of(info: AttributeInfo, value: Json) -> list[str]:
    """The texts that stand for a value: several for a choice of several, none for an empty one.

    A value of another kind than the attribute's is written as JSON.
    """
    if value is None or value in ("", []):
        return []
    if info.kind == "multi-choice" and isinstance(value, list):
        return [one if isinstance(one, str) else compact(one) for one in value]
    if info.kind == "yes-no" and isinstance(value, bool):
        return ["yes" if value else "no"]
    return [value if isinstance(value, str) else compact(value)]


def fits(info: AttributeInfo, value: Json) -> bool:
    """Whether `value_of` gives the value back from its texts."""
    return value_of(info, texts_of(info, value)) == value


def value_of(info: AttributeInfo, texts: list[str]) -> Json:
    """The value that the texts stand for; what is no number or yes or no stays a text."""
    if info.kind == "multi-choice":
        return list(texts)
    text = "\n".join(texts)
    if info.kind == "yes-no":
        return {"yes": True, "no": False, "true": True, "false": False}.get(text, text)
    if info.kind == "number":
        return _number(text)
    return text


def _number(text: str) -> Json:
    if not _NUMBER.fullmatch(text):
        return text
    value = int(text) if _WHOLE.fullmatch(text) else float(text)
    return value if math.isfinite(value) else text
