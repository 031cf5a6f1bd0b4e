"""Offsets in other units: UTF-16 code units, UTF-8 bytes, clusters.

Offsets count code points. A `Units` is made once for a text; each map is built when it is first
asked for, and an offset then costs a few comparisons.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property

from tui.text.graphemes import cluster_starts

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
"""A code point that takes two UTF-16 units."""

_CHUNK = 1024
"""Code points between two places whose byte is remembered."""


class Units:
    """The maps between code points of `text` and other units, each in both directions.

    All raise ValueError for a position that is not in the text, or inside a unit of the other
    kind: half of a surrogate pair, a byte within a character, a mark within its cluster.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def to_utf16(self, offset: int) -> int:
        """The UTF-16 code units before an offset."""
        self._check(offset)
        return offset + bisect_left(self._astral, offset)

    def from_utf16(self, count: int) -> int:
        """The offset after `count` UTF-16 code units."""
        astral = self._astral
        pairs = bisect_left(range(len(astral)), count, key=lambda at: astral[at] + at)
        if pairs and astral[pairs - 1] + pairs == count:
            raise ValueError(f"UTF-16 unit {count} is the second half of a surrogate pair")
        self._check_count(count, len(self._text) + len(astral), "UTF-16 units")
        return count - pairs

    def to_byte(self, offset: int) -> int:
        """The bytes of UTF-8 before an offset."""
        self._check(offset)
        start = offset - offset % _CHUNK
        return self._bytes[start // _CHUNK] + len(_encoded(self._text[start:offset]))

    def from_byte(self, count: int) -> int:
        """The offset after `count` bytes of UTF-8."""
        self._check_count(count, self._bytes[-1], "bytes")
        if count == self._bytes[-1]:
            return len(self._text)
        chunk = bisect_right(self._bytes, count) - 1
        start = chunk * _CHUNK
        part = _encoded(self._text[start : start + _CHUNK])
        ahead = count - self._bytes[chunk]
        try:
            return start + len(part[:ahead].decode("utf-8", "surrogatepass"))
        except UnicodeDecodeError:
            raise ValueError(f"byte {count} is inside a character") from None

    def to_grapheme(self, offset: int) -> int:
        """The clusters before an offset."""
        self._check(offset)
        cluster = bisect_left(self._edges, offset)
        if self._edges[cluster] != offset:
            raise ValueError(f"offset {offset} is inside a cluster")
        return cluster

    def from_grapheme(self, count: int) -> int:
        """The offset after `count` clusters."""
        self._check_count(count, len(self._edges) - 1, "clusters")
        return self._edges[count]

    @cached_property
    def _astral(self) -> array[int]:
        """The offsets of the code points that take two UTF-16 units."""
        return array("I", (found.start() for found in _ASTRAL.finditer(self._text)))

    @cached_property
    def _bytes(self) -> array[int]:
        """The bytes before each chunk of the text, and before its end."""
        total = 0
        counts = array("Q", [total])
        for start in range(0, len(self._text), _CHUNK):
            total += len(_encoded(self._text[start : start + _CHUNK]))
            counts.append(total)
        return counts

    @cached_property
    def _edges(self) -> array[int]:
        """The offset at which each cluster starts, and the end of the last one."""
        return array("I", [*cluster_starts(self._text), len(self._text)])

    def _check(self, offset: int) -> None:
        self._check_count(offset, len(self._text), "code points")

    @staticmethod
    def _check_count(count: int, limit: int, unit: str) -> None:
        if not 0 <= count <= limit:
            raise ValueError(f"{count} is outside the text, which has {limit} {unit}")


def _encoded(text: str) -> bytes:
    """UTF-8, a lone surrogate as three bytes."""
    return text.encode("utf-8", "surrogatepass")
