"""A document to read, and what a reader says about the files that gave none.

A document's text is stored exactly as decoded: no newline, Unicode or white-space
normalisation. Offsets into it count code points. A leading byte-order mark is not text.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
"""What a JSON value is in Python."""

MAX_BYTES = 100 * 2**20
"""Bytes of a file, or of one record of a file of records, that are still read as one text."""

MAX_TITLE = 200
"""Code points of a title, the ellipsis of a longer one included."""

# Format characters paint nothing: a line of them is as blank as a line of spaces. A few that
# stand before the first visible character belong to the title; the bound keeps this linear.
_UNSEEN = r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_IN_LINE = r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
_FIRST_LINE = re.compile(rf"[{_UNSEEN}]{{0,8}}[^\s{_UNSEEN}]{_IN_LINE}{{0,{4 * MAX_TITLE}}}")


@dataclass(frozen=True, slots=True)
class Document:
    """One text to read."""

    id: str
    """Path below the source folder in POSIX form; a record's `id` field or `FILE#LINE`."""
    title: str
    """The page's or record's own title, else the first line that is not blank, else a name."""
    source: str
    """Where the text was read from, unique: the file's absolute path, `PATH#RECORD` for one
    record of a file (see `source_path`)."""
    text: str
    """The text as decoded; it holds no lone surrogates."""
    meta: Mapping[str, Json] = field(default_factory=dict)
    """What else the source says of the text: author, date, the other fields of a record."""
    encoding: str = "utf-8"
    """Python's name of the encoding that the text was decoded from."""
    folder: str = ""
    """Name of the source folder (of a single file: the folder it lies in)."""

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text in UTF-8; computed at each call."""
        return sha256_of(self.text)

    @property
    def qualified_id(self) -> str:
        """`FOLDER/ID`, for when another source holds the plain id."""
        return f"{self.folder}/{self.id}" if self.folder else self.id


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or a line of one, that gave no document, and why; the others are still read.

    `str()` holds words of the file and its name: paint control characters before showing it.
    """

    path: str
    reason: str
    line: int | None = None
    """1-based number of the line in the file."""

    def __str__(self) -> str:
        return _said(self.path, self.line, self.reason)


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know about a file that was read, or left out as it should be."""

    path: str
    message: str
    line: int | None = None
    """1-based number of the line in the file."""

    def __str__(self) -> str:
        return _said(self.path, self.line, self.message)


def _said(path: str, line: int | None, words: str) -> str:
    return f"{path}: {words}" if line is None else f"{path}:{line}: {words}"


def sha256_of(text: str) -> str:
    """Return the hexadecimal SHA-256 of `text` in UTF-8; UnicodeEncodeError on lone surrogates."""
    return hashlib.sha256(text.encode()).hexdigest()


def title_of(text: str) -> str:
    """Return the first line that is not blank, trimmed; "" when there is none.

    Control characters stay in it: painting them safely is the screen's work. A line of more
    than MAX_TITLE code points is cut, at a space where there is one near, and ends in `…`.
    """
    found = _FIRST_LINE.search(text)
    if found is None:
        return ""
    title = found.group().strip()
    if len(title) <= MAX_TITLE:
        return title
    cut = title[: MAX_TITLE - 1]
    space = cut.rfind(" ", MAX_TITLE * 3 // 4)
    return (cut if space < 0 else cut[:space]).rstrip() + "…"


def source_path(source: str) -> Path:
    """Return the file that a document's `source` names; of a record, the file that holds it."""
    if "#" not in source or os.path.lexists(source):
        return Path(source)
    return Path(source.rpartition("#")[0])
