"""Names in brat's storage form, and file names that every file system accepts.

brat's labels are `[a-zA-Z0-9_-]+` (projectconfig.py, `normalize_to_storage_form`); visual.conf has
the real names, from which they are read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from hashlib import sha256
from urllib.parse import unquote

from tui.text.unicode import LINE_BREAKS, characters, pattern

MARK = "# Written by hashiya: the second name in [labels] is the real one."
"""The first line of a visual.conf from which the real names can be read."""

# A line of hyphens alone is a separator in brat's configuration.
_STORED = re.compile("(?!-+$)[a-zA-Z0-9_-]+")

_NOT_STORED = re.compile("[^a-zA-Z0-9_-]+")

_SHOWABLE = re.compile(rf"[^\s|<>!#][^{pattern(f'0-1F 7F {LINE_BREAKS}')}|<>]*(?<!\s)")

BREAKS = "\t" + "".join(characters(LINE_BREAKS))
"""Characters that a field of an .ann line cannot hold: tabs, and where `str.splitlines` splits."""

META_KEY = "brat"
"""The key of a document's `meta` for the lines and keys of the .ann that it was read from."""

_RESERVED = re.compile(
    "(?:con|prn|aux|nul|conin\\$|conout\\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\\.|$)",
    re.IGNORECASE,
)
"""Names of devices on Windows, also with a full stop and more behind them
(https://learn.microsoft.com/windows/win32/fileio/naming-a-file)."""

_FILES = ("txt", "ann", "tsv", "xmi")
"""Endings of the files that formats of folders write."""

_EMPTY = "%"

_UNSAFE = re.compile('[\x00-\x1f\x7f%\\\\:*?"<>|]|^\\.|[. ]$')

_LONGEST = 180


class StorageNames:
    """Maps each name to a unique name in brat's form."""

    def __init__(self) -> None:
        self._stored: dict[str, str] = {}
        self._taken: set[str] = set()

    def __call__(self, name: str) -> str:
        """Return the name as brat stores it."""
        stored = self._stored.get(name)
        if stored is None:
            stem = name if _STORED.fullmatch(name) else _NOT_STORED.sub("_", name).strip("_-")
            stored = self._stored[name] = unused(stem or "name", "_", self._taken)
            self._taken.add(stored)
        return stored

    def shown(self) -> Iterable[tuple[str, str]]:
        """Yield stored names with the real names, as far as visual.conf can express them."""
        pairs = ((stored, name) for name, stored in self._stored.items() if stored != name)
        return ((stored, name) for stored, name in pairs if _SHOWABLE.fullmatch(name))

    def hidden(self) -> int:
        """Return how many names are stored in another form that visual.conf cannot express."""
        changed = sum(stored != name for name, stored in self._stored.items())
        return changed - sum(1 for _ in self.shown())


class FileNames:
    """Maps each document id to a unique path below a folder, without a suffix."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __call__(self, document_id: str) -> str:
        """Return the path in POSIX form; it never leads out of the folder."""
        *folders, name = document_id.removesuffix(".txt").split("/")
        parts = [*map(_safe_folder, folders), _safe_part(name)]
        # Some file systems take names that differ in case alone for one.
        stem = "/".join(parts)
        path = unused(stem, "~", self._taken, same=str.casefold)
        self._taken.add(path.casefold())
        return path


def unused(
    stem: str, sign: str, taken: Container[str], same: Callable[[str], str] = lambda name: name
) -> str:
    """Return the name, with a number after the sign if it is taken."""
    name, number = stem, 1
    while same(name) in taken:
        number += 1
        name = f"{stem}{sign}{number}"
    return name


def _safe_folder(part: str) -> str:
    """Return a folder name that cannot be that of a document's file."""
    safe = _safe_part(part)
    stem, dot, suffix = safe.rpartition(".")
    return f"{stem}%2E{suffix}" if dot and suffix.casefold() in _FILES else safe


def _safe_part(part: str) -> str:
    """Return one part of a path; what some file system refuses becomes percent and bytes."""
    if not part:
        return _EMPTY
    part = _UNSAFE.sub(_escaped, part)
    if _RESERVED.match(part):
        part = f"%{ord(part[0]):02X}{part[1:]}"
    if len(part.encode()) > _LONGEST:
        # Long enough to be recognised, short enough for a file system, and unique.
        start = part.encode()[: _LONGEST - 13].decode(errors="ignore")
        part = f"{start}~{sha256(part.encode()).hexdigest()[:12]}"
    return part


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found.group().encode())


def document_ids(path: str) -> tuple[str, str]:
    """Return the ids that a document at this path (without suffix) may have: with .txt or
    without."""
    name = "/".join("" if part == _EMPTY else unquote(part) for part in path.split("/"))
    return f"{name}.txt", name
