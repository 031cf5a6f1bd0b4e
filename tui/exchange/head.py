"""The beginning of a file or folder, by which its format is recognised."""

from __future__ import annotations

import codecs
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from tui.errors import ExchangeError
from tui.exchange.fields import Fields
from tui.exchange.lines import Source

_SIZE = 1 << 16


@dataclass(frozen=True, slots=True)
class Head:
    """What can be seen of a file without reading all of it."""

    name: str
    """The file's name, in lower case, without `.gz`."""
    is_folder: bool
    raw: bytes
    """The first bytes, decompressed."""
    text: str
    """The first lines in UTF-8; empty when it is not text."""
    keys: AbstractSet[str]
    """The keys of the first JSON object; empty when there is none."""
    is_array: bool
    """Whether that object is the first item of a JSON array."""
    names: tuple[str, ...] = ()
    """Of a folder: the names of the files in it."""
    fault: ExchangeError | None = None
    """What is wrong with the first JSON object of a file that begins as JSON does."""


def head_of(path: Path) -> Head:
    """What can be seen of it.

    Raises ExchangeError: it cannot be read.
    """
    name = path.name.lower().removesuffix(".gz")
    if path.is_dir():
        names = sorted(one.name for one in path.rglob("*") if one.is_file())
        return Head(name, True, b"", "", frozenset(), False, tuple(names))
    source = Source(path)
    with source.opened() as stream:
        raw = stream.read(_SIZE).removeprefix(codecs.BOM_UTF8)
    start = raw.lstrip(b" \t\r\n")[:1]
    first = _first(source, is_array=start == b"[") if start in (b"{", b"[") else None
    keys: AbstractSet[str] = first.values.keys() if isinstance(first, Fields) else frozenset()
    fault = first if isinstance(first, ExchangeError) else None
    return Head(name, False, raw, _as_text(raw), keys, start == b"[", fault=fault)


def _as_text(raw: bytes) -> str:
    """The bytes as UTF-8, but for a character that the end cuts; empty when they are not."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(raw)
    except UnicodeDecodeError:
        return ""


def _first(source: Source, *, is_array: bool) -> Fields | ExchangeError | None:
    """The first JSON object, what is wrong with it, or None where an array has no item."""
    pieces = source.items() if is_array else source.objects()
    try:
        return next(pieces, None)
    except ExchangeError as error:
        return error
