"""The lines of the keys of a TOML file, which are needed when it has a fault.

The standard library's parser does not say on which line a key is. As the text is known to be
valid, finding that needs only the part of the grammar (https://toml.io/en/v1.0.0) that tells where
keys and items of arrays begin.
"""

from __future__ import annotations

import bisect
import re

KeyPath = tuple[str | int, ...]
"""Keys and, inside arrays, 0-based indices: `("labels", 2, "key")`."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")

_LINE_KEY = re.compile(r"[A-Za-z0-9_-]+")

_BARE_VALUE = re.compile(r"[^,\]}\n#]*")

_STRINGS = (
    re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}', re.DOTALL),
    re.compile(r"'''(?:[^']|'(?!''))*'{3,5}", re.DOTALL),
    re.compile(r'"((?:[^"\\]|\\.)*)"'),
    re.compile(r"'([^']*)'"),
)

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")

_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line, counted from 1, of every key and array item of a valid TOML text."""
    return _KeyLineReader(text).read()


class _KeyLineReader:
    """A position in a valid TOML text, and the lines of the keys before it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line_ends = [match.start() for match in re.finditer("\n", text)]
        self._lines: dict[KeyPath, int] = {}
        self._tables: dict[KeyPath, int] = {}
        """How many tables each array of tables has so far."""

    def read(self) -> dict[KeyPath, int]:
        """Read the whole text."""
        table: KeyPath = ()
        self._skip_blank()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip_blank()
        return self._lines

    def _header(self) -> KeyPath:
        many = self._text.startswith("[[", self._at)
        line = self._line()
        self._at += 2 if many else 1
        *parents, name = self._dotted_key()
        path: KeyPath = ()
        for parent in parents:
            path = (*path, parent)
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        path = (*path, name)
        if many:
            self._lines.setdefault(path, line)
            self._tables[path] = self._tables.get(path, 0) + 1
            path = (*path, self._tables[path] - 1)
        self._lines[path] = line
        self._at = self._text.index("]", self._at) + (2 if many else 1)
        return path

    def _pair(self, table: KeyPath) -> None:
        line = self._line()
        path = table
        for key in self._dotted_key():
            path = (*path, key)
            self._lines.setdefault(path, line)
        self._at = self._text.index("=", self._at) + 1
        self._value(path)

    def _dotted_key(self) -> list[str]:
        keys = [self._key()]
        while self._text[self._at] == ".":
            self._at += 1
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        self._skip_blank()
        quoted = self._string()
        if quoted is not None:
            key = quoted
        else:
            match = _LINE_KEY.match(self._text, self._at)
            key = match.group() if match else ""
            self._at += len(key)
        self._skip_blank()
        return key

    def _string(self) -> str | None:
        """Read a string if one begins here, and return its value; a multi-line one returns ""."""
        for pattern in _STRINGS:
            match = pattern.match(self._text, self._at)
            if match is not None:
                self._at = match.end()
                value = match.group(1) if pattern.groups else ""
                return _unescaped(value) if match.group()[0] == '"' else value
        return None

    def _value(self, path: KeyPath) -> None:
        self._skip_blank()
        opener = self._text[self._at]
        if opener == "[":
            self._array(path)
        elif opener == "{":
            self._inline_table(path)
        elif self._string() is None:
            match = _BARE_VALUE.match(self._text, self._at)
            self._at = match.end() if match else self._at

    def _array(self, path: KeyPath) -> None:
        item = 0
        while self._next_item("]"):
            self._lines[(*path, item)] = self._line()
            self._value((*path, item))
            item += 1

    def _inline_table(self, path: KeyPath) -> None:
        while self._next_item("}"):
            self._pair(path)

    def _next_item(self, closer: str) -> bool:
        """Skip an opening bracket or a comma; skip a closing bracket and return False."""
        self._skip_blank()
        if self._text[self._at] != closer:
            self._at += 1
            self._skip_blank()
        if self._text[self._at] == closer:
            self._at += 1
            return False
        return True

    def _skip_blank(self) -> None:
        match = _BLANK.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _line(self) -> int:
        return bisect.bisect_left(self._line_ends, self._at) + 1


def _unescaped(value: str) -> str:
    def one(match: re.Match[str]) -> str:
        code = match.group(1) or match.group(2)
        return chr(int(code, 16)) if code else _ESCAPES.get(match.group(3), match.group(3))

    return _ESCAPE.sub(one, value)
