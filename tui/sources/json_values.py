"""JSON as Hashiya writes and reads it, and the typed fields of an object from another program.

Written: compact, no escaped non-ASCII, the escapes that SQLite's `json_object` makes, so that
rows that the database makes itself are the same bytes. Read: NaN as null, no number too large
for a float, no lone surrogates (SQLite cannot store them) unless they are to be replaced. A field
that is missing or of another type than asked for is an error that names the field and the line.
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
"""Characters of a number that an error shows."""

quoted = encode_basestring
"""Return a string as JSON, in quotation marks."""

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)

_KINDS = {str: "a string", bool: "true or false", int: "a number", float: "a number"}

_MISSING = object()

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""What a lone surrogate is escaped as, and a half of a pair, or what follows a backslash."""

_FARTHEST = 1 << 53
"""Of whole numbers, from 0: all JSON readers agree up to there (RFC 8259, 6), and SQLite holds it
with room for a map to another text."""


def compact(value: object) -> str:
    """The value as compact JSON, keys in their own order."""
    return _encoder.encode(value)


def compact_object(value: Mapping[str, JSON]) -> str:
    """The mapping as a compact JSON object; most are empty, and those cost nothing."""
    return _encoder.encode(dict(value)) if value else "{}"


class ParsedJson(NamedTuple):
    """A JSON value, and whether lone surrogates in it were replaced."""

    value: JSON
    mended: bool = False


def parse_json(
    text: str,
    file: str,
    line: int,
    *,
    replace_surrogates: bool = False,
    in_a_thread: bool = False,
) -> ParsedJson:
    """Return the JSON value that `text` holds; `line` is where the text begins.

    Called `in_a_thread`, it lets others run meanwhile.
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
        return ParsedJson(without_surrogates(value), mended=True)
    message = "holds half of a surrogate pair (\\ud800 to \\udfff alone), which is not a character"
    raise ExchangeError(message, file=file, line=line)


def has_lone_surrogate(value: JSON) -> bool:
    """Whether a string anywhere in the value holds one."""
    # The encoder passes lone surrogates on as they are, so encoding its output finds any.
    try:
        compact(value).encode()
    except UnicodeEncodeError:
        return True
    return False


def without_surrogates(value: Any) -> Any:
    """The value with U+FFFD for each lone surrogate; lengths stay as they are."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {without_surrogates(k): without_surrogates(v) for k, v in value.items()}
    return value


def _finite(number: str) -> float:
    value = float(number)
    if math.isinf(value):
        # It would have to be written as a constant that JSON does not have.
        raise ValueError(f"{number[:_SHOWN]} is too large a number")
    return value


def _unchanged(value: dict[str, JSON]) -> JSON:
    return value


def _constant(name: str) -> None:
    """Read NaN, which pandas and others write for what is missing, as null."""
    if name != "NaN":
        raise ValueError(f"{name} is not a number in JSON")


_decoder = json.JSONDecoder(parse_constant=_constant, parse_float=_finite)

_yielding_decoder = json.JSONDecoder(
    object_hook=_unchanged, parse_constant=_constant, parse_float=_finite
)
"""The same, with a call for each object: without, C code holds Python's lock for the whole text."""


def kind_of(value: object) -> str:
    """What kind of JSON value this is, in words."""
    if value is None:
        return "null"
    if isinstance(value, list):
        return "a list"
    return "an object" if isinstance(value, Mapping) else _KINDS[type(value)]


class Fields:
    """One JSON object at one line of a file."""

    __slots__ = ("_what", "file", "line", "mended", "number", "values")

    def __init__(
        self,
        values: Mapping[str, JSON],
        file: str,
        line: int,
        what: str = "",
        *,
        number: int | None = None,
        mended: bool = False,
    ) -> None:
        self.values = values
        self.file = file
        self.line = line
        """The line at which the object begins, from 1."""
        self.number = line if number is None else number
        """What tells the object from the others of its file: its line, or its number in an array,
        from 1."""
        self.mended = mended
        """Whether lone surrogates in it were replaced."""
        self._what = what

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def error(self, message: str) -> ExchangeError:
        """The error that says so of this object."""
        what = f"{self._what}: " if self._what else ""
        return ExchangeError(what + message, file=self.file, line=self.line)

    def text(self, name: str, default: str | None = None) -> str:
        """The string of this name; null counts as missing.

        Raises ExchangeError if it is missing and has no default, or is not a string.
        """
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        if value is None and default is not None:
            return default
        raise self._wrong(name, "a string")

    def name(self, name: str, default: str | None = None) -> str:
        """A string that names something: a number, as other tools' ids are, becomes its digits.

        Raises ExchangeError if it is missing and has no default, is empty, or is of another type.
        """
        value = self.values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
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
        """Return the number of this name; None where there is none."""
        value = self.values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        return None

    def integer(self, name: str, default: int | None = None) -> int:
        """The whole number of this name; null counts as missing.

        Raises ExchangeError if it is missing and has no default, is not a whole number, or is too
        large for a database.
        """
        value = self.values.get(name)
        # bool is an int to Python, not to JSON.
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # as pandas writes whole numbers of a column with gaps
        if isinstance(value, int) and not isinstance(value, bool):
            if abs(value) > _FARTHEST:
                raise self.error(f'"{name}" is too far from 0')
            return value
        if value is None and default is not None:
            return default
        raise self._wrong(name, "a whole number")

    def plain(self) -> dict[str, JSON]:
        """The object itself."""
        return dict(self.values)

    def mapping(self, name: str) -> dict[str, JSON]:
        """The object of this name as a plain mapping; empty when it is missing or null.

        Raises ExchangeError if it is of another type.
        """
        value = self.values.get(name)
        if isinstance(value, dict):
            return value
        if value is None:
            return {}
        raise self._wrong(name, "an object")

    def items(self, name: str) -> list[JSON]:
        """The list of this name; empty when it is missing or null.

        Raises ExchangeError if it is of another type.
        """
        value = self.values.get(name)
        if isinstance(value, list):
            return value
        if value is None:
            return []
        raise self._wrong(name, "a list")

    def objects(self, name: str) -> list[Fields]:
        """The list of objects of this name; empty when it is missing or null.

        Raises ExchangeError if it is not a list, or holds something else.
        """
        return [self.inner(value, f"{name}[{i}]") for i, value in enumerate(self.items(name))]

    def inner(self, value: object, what: str) -> Fields:
        """An object inside this one, called `what` in errors.

        Raises ExchangeError if it is not an object.
        """
        if not isinstance(value, Mapping):
            raise self.error(f"{what} is not an object but {kind_of(value)}")
        prefix = f"{self._what}.{what}" if self._what else what
        return Fields(cast("Mapping[str, JSON]", value), self.file, self.line, prefix)

    def _wrong(self, name: str, wanted: str) -> ExchangeError:
        value = self.values.get(name, _MISSING)
        if value is _MISSING:
            return self.error(f'"{name}" is missing')
        return self.error(f'"{name}" is not {wanted} but {kind_of(value)}')
