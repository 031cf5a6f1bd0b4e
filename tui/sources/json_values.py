"""JSON as Hashiya writes and reads it, and the typed fields of an object from another program.

Written JSON is compact, with non-ASCII characters and the escapes that SQLite's `json_object`
makes, so that rows written by the database have the same bytes. When JSON is read, NaN becomes
null; numbers too large for a float are errors, and so are lone surrogates (SQLite cannot store
them) unless they are to be replaced. The error for a field that is missing or of the wrong type
names the field and the line.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any, NamedTuple, cast

from tui.errors import ExchangeError
from tui.model import JSON, stamp_of

_SHOWN = 40
"""The most characters of a number that an error shows."""

quoted = encode_basestring
"""Return a string as JSON, in quotation marks."""

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)

_KINDS = {str: "a string", bool: "true or false", int: "a number", float: "a number"}

_MISSING = object()

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""An escaped lone surrogate; also one half of a pair, and text that follows a backslash."""

_MAX_INTEGER = 1 << 53
"""The largest whole number: all JSON readers agree up to it (RFC 8259, 6), and SQLite can store it
with room for mapping it to another text."""


def compact(value: object) -> str:
    """Return the value as compact JSON, with keys in their own order."""
    return _encoder.encode(value)


def compact_object(value: Mapping[str, JSON]) -> str:
    """Return the mapping as a compact JSON object; an empty one, the usual case, is fast."""
    return _encoder.encode(dict(value)) if value else "{}"


class ParsedJson(NamedTuple):
    """A JSON value, and whether lone surrogates in it were replaced."""

    value: JSON
    surrogates_replaced: bool = False


def parse_json(
    text: str,
    file: str,
    line: int,
    *,
    replace_surrogates: bool = False,
    in_a_thread: bool = False,
) -> ParsedJson:
    """Return the JSON value that `text` holds; `line` is where the text begins.

    With `in_a_thread`, it lets other threads run meanwhile.
    Raises ExchangeError if it is not JSON, or holds lone surrogates that are not to be replaced.
    """
    try:
        value: JSON = (_yielding_decoder if in_a_thread else _decoder).decode(text)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg} at column {error.colno}"
        raise ExchangeError(message, file=file, line=line + error.lineno - 1) from error
    except RecursionError as error:
        message = "not JSON that can be read: it is nested too deeply"
        raise ExchangeError(message, file=file, line=line) from error
    except ValueError as error:
        message = f"not JSON that can be read: {error}"
        raise ExchangeError(message, file=file, line=line) from error
    if not _SURROGATE.search(text) or not has_lone_surrogate(value):
        return ParsedJson(value)
    if replace_surrogates:
        return ParsedJson(without_surrogates(value), surrogates_replaced=True)
    message = "holds half of a surrogate pair (\\ud800 to \\udfff alone), which is not a character"
    raise ExchangeError(message, file=file, line=line)


def has_lone_surrogate(value: JSON) -> bool:
    """Return whether a string anywhere in the value contains a lone surrogate."""
    # The encoder passes lone surrogates on as they are, so encoding its output finds any.
    try:
        compact(value).encode()
    except UnicodeEncodeError:
        return True
    return False


def without_surrogates(value: Any) -> Any:
    """Return the value with U+FFFD for each lone surrogate; lengths stay the same."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {without_surrogates(key): without_surrogates(item) for key, item in value.items()}
    return value


def _parse_float(number: str) -> float:
    value = float(number)
    if math.isinf(value):
        # JSON has no constant to write it as.
        raise ValueError(f"{number[:_SHOWN]} is too large a number")
    return value


def _unchanged(value: dict[str, JSON]) -> JSON:
    return value


def _parse_constant(name: str) -> None:
    """Read NaN, which pandas and others write for missing values, as null."""
    if name != "NaN":
        raise ValueError(f"{name} is not a number in JSON")


_decoder = json.JSONDecoder(parse_constant=_parse_constant, parse_float=_parse_float)

_yielding_decoder = json.JSONDecoder(
    object_hook=_unchanged, parse_constant=_parse_constant, parse_float=_parse_float
)
"""The same with a Python call for each object, which lets other threads run meanwhile."""


def kind_of(value: object) -> str:
    """Return the type of a JSON value in words."""
    if value is None:
        return "null"
    if isinstance(value, list):
        return "a list"
    return "an object" if isinstance(value, Mapping) else _KINDS[type(value)]


def _whole(value: JSON) -> JSON:
    """Return a whole number as an int: pandas writes `5.0` in a column with gaps."""
    if isinstance(value, float) and value.is_integer() and abs(value) <= _MAX_INTEGER:
        return int(value)
    return value


def digits_of(value: JSON) -> str:
    """Return the digits of a whole number, "" for any other value."""
    value = _whole(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


class Fields:
    """The fields of one JSON object at one line of a file."""

    __slots__ = ("_what", "file", "line", "number", "surrogates_replaced", "values")

    def __init__(
        self,
        values: Mapping[str, JSON],
        file: str,
        line: int,
        what: str = "",
        *,
        number: int | None = None,
        surrogates_replaced: bool = False,
    ) -> None:
        self.values = values
        self.file = file
        self.line = line
        """The line at which the object begins, from 1."""
        self.number = line if number is None else number
        """Identifies the object in its file: its line, or its number in an array, from 1."""
        self.surrogates_replaced = surrogates_replaced
        """Whether lone surrogates in it were replaced."""
        self._what = what

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def error(self, message: str) -> ExchangeError:
        """Return an error about this object."""
        what = f"{self._what}: " if self._what else ""
        return ExchangeError(what + message, file=self.file, line=self.line)

    def text(self, name: str, default: str | None = None) -> str:
        """Return the string of this name; null counts as missing.

        Raises ExchangeError if it is missing and has no default, or is not a string.
        """
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        if value is None and default is not None:
            return default
        raise self._type_error(name, "a string")

    def text_or_none(self, name: str) -> str | None:
        """Return the string of this name; None if it is missing or null.

        Raises ExchangeError if it is of another type.
        """
        return None if self.values.get(name) is None else self.text(name)

    def name(self, name: str, default: str | None = None) -> str:
        """Return a string that identifies something; a whole number, as other tools use for ids, as
        its digits.

        Raises ExchangeError if it is missing and has no default, is empty, or is of another type.
        """
        value = self.values.get(name)
        digits = digits_of(value)
        if digits:
            return digits
        text = self.text(name, default)
        if not text and default is None:
            raise self.error(f'"{name}" is empty')
        return text

    def time(self, name: str) -> str:
        """Return the time of this name; "" for none. A number is seconds since 1970.

        Raises ExchangeError if it is of another type.
        """
        value = self.values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            try:
                return stamp_of(value)
            except (ValueError, OverflowError, OSError):
                raise self.error(f'"{name}" is not a time: {value}') from None
        return self.text(name, "")

    def float_number(self, name: str) -> float | None:
        """Return the number of this name; None if there is none."""
        value = self.values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        return None

    def integer(self, name: str, default: int | None = None) -> int:
        """Return the whole number of this name; null counts as missing.

        Raises ExchangeError if it is missing and has no default, is not a whole number, or is too
        large for a database.
        """
        value = _whole(self.values.get(name))
        # bool is an int to Python, not to JSON.
        if isinstance(value, int) and not isinstance(value, bool):
            if abs(value) > _MAX_INTEGER:
                raise self.error(f'"{name}" is too large or too small')
            return value
        if value is None and default is not None:
            return default
        raise self._type_error(name, "a whole number")

    def plain(self) -> dict[str, JSON]:
        """Return the object as a dict."""
        return dict(self.values)

    def mapping(self, name: str) -> dict[str, JSON]:
        """Return the object of this name as a dict; empty if it is missing or null.

        Raises ExchangeError if it is of another type.
        """
        value = self.values.get(name)
        if isinstance(value, dict):
            return value
        if value is None:
            return {}
        raise self._type_error(name, "an object")

    def items(self, name: str) -> list[JSON]:
        """Return the list of this name; empty if it is missing or null.

        Raises ExchangeError if it is of another type.
        """
        value = self.values.get(name)
        if isinstance(value, list):
            return value
        if value is None:
            return []
        raise self._type_error(name, "a list")

    def objects(self, name: str) -> list[Fields]:
        """Return the list of objects of this name; empty if it is missing or null.

        Raises ExchangeError if it is not a list, or contains something else.
        """
        return [self.inner(value, f"{name}[{i}]") for i, value in enumerate(self.items(name))]

    def inner(self, value: object, what: str) -> Fields:
        """Return an object inside this one, called `what` in errors.

        Raises ExchangeError if it is not an object.
        """
        if not isinstance(value, Mapping):
            raise self.error(f"{what} is not an object but {kind_of(value)}")
        prefix = f"{self._what}.{what}" if self._what else what
        return Fields(cast("Mapping[str, JSON]", value), self.file, self.line, prefix)

    def _type_error(self, name: str, wanted: str) -> ExchangeError:
        value = self.values.get(name, _MISSING)
        if value is _MISSING:
            return self.error(f'"{name}" is missing')
        return self.error(f'"{name}" is not {wanted} but {kind_of(value)}')
