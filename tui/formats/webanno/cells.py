"""The cells of WebAnno TSV: escapes, stacked values and disambiguation ids."""

from __future__ import annotations

import re
from typing import NamedTuple

NONE = "_"
"""A cell without an annotation."""

EMPTY = "*"
"""An annotation whose feature has no value."""

_VALUE = re.compile(r"->|[\\\[\]|_;*\t\n]")

_ESCAPED_VALUE = re.compile(r"\\(->|[\\\[\]|_;*tn])")

_TEXT = re.compile("[\x00-\x07\x0e-\x1f\t\n\x0c\r\x08\\\\]")

_ESCAPED_TEXT = re.compile(r"\\([\x00-\x07\x0e-\x1f\\tnfrb])")

_LETTERS = {"\t": "t", "\n": "n", "\x0c": "f", "\r": "r", "\x08": "b"}

_SIGNS = {letter: sign for sign, letter in _LETTERS.items()}

_ID = re.compile(r"(?P<value>(?:[^\\]|\\.)*)\[(?P<id>[0-9]{1,9})\]", re.DOTALL)


class TsvCell(NamedTuple):
    """One of the stacked values of a cell."""

    value: str | None
    """Without its escapes; None where the feature has no value."""
    id: int
    """The disambiguation id; 0 where there is none."""


def escape_value(value: str) -> str:
    """Return a feature's value as a cell has it."""
    return _VALUE.sub(lambda found: "\\" + _LETTERS.get(found[0], found[0]), value)


def unescape_value(text: str) -> str:
    """Return the value for the text that `escape_value` returned."""
    return _ESCAPED_VALUE.sub(lambda found: _SIGNS.get(found[1], found[1]), text)


def escape_text(text: str) -> str:
    """Return a piece of the document's text as in `#Text=` and the cells of tokens."""
    return _TEXT.sub(lambda found: "\\" + _LETTERS.get(found[0], found[0]), text)


def unescape_text(text: str) -> str:
    """Return the text for the piece that `escape_text` returned."""
    return _ESCAPED_TEXT.sub(lambda found: _SIGNS.get(found[1], found[1]), text)


def split(text: str, sign: str) -> list[str]:
    """Return the parts of a cell between the signs that are not escaped."""
    parts, start, at = [], 0, 0
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        if text[at] == sign:
            parts.append(text[start:at])
            start = at + 1
        at += 1
    return [*parts, text[start:]]


def parse_cell(text: str) -> TsvCell:
    """Return the value of one annotation, and its disambiguation id."""
    found = _ID.fullmatch(text)
    value, number = (found["value"], int(found["id"])) if found else (text, 0)
    return TsvCell(None if value == EMPTY else unescape_value(value), number)


def cell_of(value: str | None, number: int) -> str:
    """Return the cell for the value of one annotation; 0 is not a disambiguation id."""
    text = EMPTY if value is None else escape_value(value)
    return f"{text}[{number}]" if number else text
