"""JSON as Hashiya writes and reads it.

Written: compact, no escaped non-ASCII, the escapes that SQLite's `json_object` makes, so that
rows that the database makes itself are the same bytes. Read: strict UTF-8, no NaN, no number
too large for a float, no lone surrogates (SQLite cannot store them) unless they are to be replaced.
"""

import json
import math
from collections.abc import Mapping
from json.encoder import encode_basestring
from typing import Any

from tui.corpus.document import Json
from tui.errors import ExchangeError

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_SHOWN = 40

quoted = encode_basestring
"""A string as JSON, in quotation marks."""

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def compact(value: object) -> str:
    """The value as compact JSON, keys in their own order."""
    return _encoder.encode(value)


def compact_object(value: Mapping[str, Json]) -> str:
    """The mapping as a compact JSON object; most are empty, and those cost nothing."""
    return _encoder.encode(dict(value)) if value else "{}"


def decoded(raw: bytes, file: str, line: int) -> str:
    """The bytes of one line as text.

    Raises ExchangeError: they are not UTF-8.
    """
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        message = f"not UTF-8: byte 0x{raw[error.start]:02x} at byte {error.start + 1} of the line"
        raise ExchangeError(message, file=file, line=line) from error


def parsed(text: str, file: str, line: int, *, replace_surrogates: bool = False) -> Json:
    """The JSON value that `text` holds; `line` is where the text begins.

    Raises ExchangeError: it is not JSON, or holds lone surrogates that are not to be replaced.
    """
    try:
        value: Json = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg} at column {error.colno}"
        raise ExchangeError(message, file=file, line=line + error.lineno - 1) from error
    except (ValueError, RecursionError) as error:
        message = f"not JSON that can be read: {error}"
        raise ExchangeError(message, file=file, line=line) from error
    if "\\u" not in text or not has_lone_surrogate(value):
        return value
    if replace_surrogates:
        mended: Json = without_surrogates(value)
        return mended
    message = "holds half of a surrogate pair (\\ud800 to \\udfff alone), which is not a character"
    raise ExchangeError(message, file=file, line=line)


def has_lone_surrogate(value: Json) -> bool:
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


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON")
