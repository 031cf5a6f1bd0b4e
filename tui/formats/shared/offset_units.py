"""Offsets in UTF-16 code units, UTF-8 bytes and clusters, and in texts with other line ends.

Offsets count code points. `OffsetUnits` is made once for a text; each map is built when it is
first asked for, and an offset then costs a few comparisons.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from tui.choices import Unit
from tui.model import AnnotatedDocument, Annotation
from tui.text.unicode import SUPPLEMENTARY, cluster_starts, pattern

_ASTRAL = re.compile(f"[{pattern(SUPPLEMENTARY)}]")
"""A code point that takes two UTF-16 units."""

_CHUNK = 1024
"""Code points between two offsets whose byte offsets are cached."""

_NEWLINE = re.compile(r"\r\n?")

_Map = Callable[[int], int]


class OffsetUnits:
    """The maps between code points of `text` and other units, in both directions.

    All raise ValueError for a position that is outside the text, or inside a unit of the other
    kind: half of a surrogate pair, a byte within a character, a mark within its cluster.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def to_utf16(self, offset: int) -> int:
        """Return the number of UTF-16 code units before an offset."""
        self._check(offset)
        return offset + bisect_left(self._astral, offset)

    def from_utf16(self, count: int) -> int:
        """Return the offset after `count` UTF-16 code units."""
        astral = self._astral
        pairs = bisect_left(range(len(astral)), count, key=lambda at: astral[at] + at)
        if pairs and astral[pairs - 1] + pairs == count:
            raise ValueError(f"UTF-16 unit {count} is the second half of a surrogate pair")
        self._check_count(count, len(self._text) + len(astral), "UTF-16 units")
        return count - pairs

    def to_byte(self, offset: int) -> int:
        """Return the number of UTF-8 bytes before an offset."""
        self._check(offset)
        start = offset - offset % _CHUNK
        return self._bytes[start // _CHUNK] + len(_encoded(self._text[start:offset]))

    def from_byte(self, count: int) -> int:
        """Return the offset after `count` bytes of UTF-8."""
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
        """Return the number of clusters before an offset."""
        self._check(offset)
        cluster = bisect_left(self._edges, offset)
        if self._edges[cluster] != offset:
            raise ValueError(f"offset {offset} is inside a cluster")
        return cluster

    def from_grapheme(self, count: int) -> int:
        """Return the offset after `count` clusters."""
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
    """Return the text in UTF-8, with a lone surrogate as three bytes."""
    return text.encode("utf-8", "surrogatepass")


def same_place(offset: int) -> int:
    """Return the offset itself, for equal texts."""
    return offset


def with_plain_newlines(text: str) -> str:
    """Return the text as seen by programs that read CR LF and CR as LF."""
    return _NEWLINE.sub("\n", text) if "\r" in text else text


def pairs_of(text: str) -> list[int]:
    """Return the offset of the LF of each CR LF."""
    return [match.end() - 1 for match in re.finditer("\r\n", text)]


def to_plain(text: str) -> Callable[[int], int]:
    """Return the map from offsets of `text` to those of `with_plain_newlines(text)`.

    An offset between CR and LF maps to the start of the line end.
    """
    pairs = pairs_of(text)
    return (lambda offset: offset - bisect_right(pairs, offset)) if pairs else same_place


def from_plain(text: str) -> Callable[[int], int]:
    """Return the map from offsets of `with_plain_newlines(text)` back to those of `text`."""
    plain_ends = [position - index for index, position in enumerate(pairs_of(text))]
    return (lambda offset: offset + bisect_right(plain_ends, offset)) if plain_ends else same_place


def newline_map(text: str, stored: str) -> Callable[[int], int] | None:
    """Return the map of offsets from `text` to `stored`; None if not only newlines differ."""
    if text == stored:
        return same_place
    if with_plain_newlines(text) != with_plain_newlines(stored):
        return None
    there, back = to_plain(text), from_plain(stored)
    return lambda offset: back(there(offset))


class OffsetMap:
    """Maps between code points of one text and another unit.

    Past the end of the text, where only other versions of it have offsets, units continue one by
    one.
    """

    def __init__(self, text: str, unit: Unit) -> None:
        self._length = len(text)
        plain = unit is Unit.CODEPOINT or (unit is not Unit.GRAPHEME and text.isascii())
        self._to_unit, self._from_unit = (_same, _same) if plain else _maps(OffsetUnits(text), unit)

    def from_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the code-point span in the unit; in clusters, it grows to those that it cuts."""
        while not self._is_edge(start):
            start -= 1
        while not self._is_edge(end):
            end += 1
        return self._to_unit(start), self._to_unit(end)

    def fits(self, start: int, end: int) -> bool:
        """Return whether the span begins and ends at the edges of units."""
        return self._is_edge(start) and self._is_edge(end)

    def to_offset(self, count: int) -> int:
        """Return the code-point offset of a number of units.

        Raises ValueError, with the end of a sentence, if it is negative or inside a code point.
        """
        if count < 0:
            raise ValueError(f"begins before the text, at {count}")
        if count > self._units:
            return self._length + count - self._units
        try:
            return self._from_unit(count)
        except ValueError as error:
            raise ValueError(f"has a bound inside a character: {error}") from error

    @cached_property
    def _units(self) -> int:
        """The length of the text in the unit."""
        return self._to_unit(self._length)

    def _is_edge(self, offset: int) -> bool:
        try:
            self._to_unit(offset)
        except ValueError:
            return False
        return True


def in_unit(record: AnnotatedDocument, unit: Unit | None) -> AnnotatedDocument:
    """Return the document with the bounds of its annotations in the unit; None: code points.

    Those over an earlier text count in that. Annotations that have no place, or whose text is not
    at hand, keep their bounds: they are only numbers that the file has.
    """
    if unit is None or unit is Unit.CODEPOINT:
        return record
    texts = {**record.older_texts, record.sha256: record.text}
    maps: dict[str, OffsetMap] = {}
    counted = []
    for span in record.annotations:
        text = texts.get(span.text_sha256)
        if span.status == "orphaned" or text is None:
            counted.append(span)
            continue
        offsets = maps.get(span.text_sha256)
        if offsets is None:
            offsets = maps[span.text_sha256] = OffsetMap(text, unit)
        counted.append(_counted(span, offsets))
    return replace(record, annotations=tuple(counted))


def _counted(span: Annotation, offsets: OffsetMap) -> Annotation:
    start, end = offsets.from_span(span.start, span.end)
    fragments = span.fragments and tuple(offsets.from_span(*one) for one in span.fragments)
    return replace(span, start=start, end=end, fragments=fragments)


def _same(offset: int) -> int:
    return offset


def _maps(units: OffsetUnits, unit: Unit) -> tuple[_Map, _Map]:
    """Return the maps from and to code points."""
    match unit:
        case Unit.UTF16:
            return units.to_utf16, units.from_utf16
        case Unit.BYTE:
            return units.to_byte, units.from_byte
        case Unit.GRAPHEME:
            return units.to_grapheme, units.from_grapheme
    return _same, _same
