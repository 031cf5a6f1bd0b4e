"""A JSON object from someone else's file, whose fields are taken by type.

What is missing or of another type than asked for is an error that names the field and the line.
"""

from collections.abc import Mapping
from typing import cast

from tui.corpus.document import Json
from tui.errors import ExchangeError

_KINDS = {str: "a string", bool: "true or false", int: "a number", float: "a number"}
_MISSING = object()
_FARTHEST = 1 << 53
"""Of whole numbers, from 0: all JSON readers agree up to there (RFC 8259, 6), and SQLite holds it
with room for a map to another text."""


def kind_of(value: object) -> str:
    """What kind of JSON value this is, in words."""
    if value is None:
        return "null"
    if isinstance(value, list):
        return "a list"
    return "an object" if isinstance(value, Mapping) else _KINDS[type(value)]


class Fields:
    """One JSON object at one line of a file."""

    __slots__ = ("_what", "file", "line", "values")

    def __init__(self, values: Mapping[str, Json], file: str, line: int, what: str = "") -> None:
        self.values = values
        self.file = file
        self.line = line
        """The line on which the object begins, from 1."""
        self._what = what

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def error(self, message: str) -> ExchangeError:
        """The error that says so of this object."""
        what = f"{self._what}: " if self._what else ""
        return ExchangeError(what + message, file=self.file, line=self.line)

    def text(self, name: str, default: str | None = None) -> str:
        """The string of this name; null counts as missing.

        Raises ExchangeError: it is missing and has no default, or is no string.
        """
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        if value is None and default is not None:
            return default
        raise self._wrong(name, "a string")

    def name(self, name: str, default: str | None = None) -> str:
        """A string that names something: a number, as other tools' ids are, becomes its digits.

        Raises ExchangeError: it is missing and has no default, is empty, or is of another type.
        """
        value = self.values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        text = self.text(name, default)
        if not text and default is None:
            raise self.error(f'"{name}" is empty')
        return text

    def integer(self, name: str, default: int | None = None) -> int:
        """The whole number of this name; null counts as missing.

        Raises ExchangeError: it is missing and has no default, is no whole number, or is one that
        no database holds.
        """
        value = self.values.get(name)
        # bool is an int to Python, not to JSON.
        if isinstance(value, int) and not isinstance(value, bool):
            if abs(value) > _FARTHEST:
                raise self.error(f'"{name}" is too far from 0')
            return value
        if value is None and default is not None:
            return default
        raise self._wrong(name, "a whole number")

    def plain(self) -> dict[str, Json]:
        """The object itself."""
        return dict(self.values)

    def mapping(self, name: str) -> dict[str, Json]:
        """The object of this name as a plain mapping; empty when it is missing or null.

        Raises ExchangeError: it is of another type.
        """
        value = self.values.get(name)
        if isinstance(value, dict):
            return value
        if value is None:
            return {}
        raise self._wrong(name, "an object")

    def items(self, name: str) -> list[Json]:
        """The list of this name; empty when it is missing or null.

        Raises ExchangeError: it is of another type.
        """
        value = self.values.get(name)
        if isinstance(value, list):
            return value
        if value is None:
            return []
        raise self._wrong(name, "a list")

    def objects(self, name: str) -> list["Fields"]:
        """The list of objects of this name; empty when it is missing or null.

        Raises ExchangeError: it is no list, or holds something else.
        """
        return [self.inner(value, f"{name}[{i}]") for i, value in enumerate(self.items(name))]

    def inner(self, value: object, what: str) -> "Fields":
        """An object inside this one, called `what` in errors.

        Raises ExchangeError: it is no object.
        """
        if not isinstance(value, Mapping):
            raise self.error(f"{what} is not an object but {kind_of(value)}")
        prefix = f"{self._what}.{what}" if self._what else what
        return Fields(cast("Mapping[str, Json]", value), self.file, self.line, prefix)

    def _wrong(self, name: str, wanted: str) -> ExchangeError:
        value = self.values.get(name, _MISSING)
        if value is _MISSING:
            return self.error(f'"{name}" is missing')
        return self.error(f'"{name}" is not {wanted} but {kind_of(value)}')
