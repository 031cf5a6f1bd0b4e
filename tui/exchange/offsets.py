"""Offsets in the unit that a format counts in, mapped once a document."""

from bisect import bisect_right
from collections.abc import Callable

from tui.exchange.options import Unit

_Map = Callable[[int], int]


class OffsetMap:
    """Maps between code points of one text and another unit.

    Past the end of the text, where only other versions of it have offsets, units go on one by one.
    """

    def __init__(self, text: str, unit: Unit) -> None:
        self._to_unit, self._to_offset = _maps(text, unit)

    def from_span(self, start: int, end: int) -> tuple[int, int]:
        """The code-point span in the unit; counted in clusters it takes in those that it cuts."""
        first, last = self._to_unit(start), self._to_unit(end)
        return first, last if self._to_offset(last) >= end else last + 1

    def fits(self, start: int, end: int) -> bool:
        """Whether the span begins and ends where units do."""
        return all(self._to_offset(self._to_unit(offset)) == offset for offset in (start, end))

    def to_offset(self, count: int) -> int:
        """The code-point offset of a count of units.

        Raises:
            ValueError: it is negative, or inside a code point; the rest of a sentence.
        """
        if count < 0:
            raise ValueError(f"begins before the text, at {count}")
        return self._to_offset(count)


def _same(offset: int) -> int:
    return offset


def _maps(text: str, unit: Unit) -> tuple[_Map, _Map]:
    """The maps from and to code points."""
    if unit is Unit.CODEPOINT or (text.isascii() and unit is not Unit.GRAPHEME):
        return _same, _same
    if unit is Unit.GRAPHEME:
        return _cluster_maps(text)
    from tui.text.units import Units

    units = Units(text)
    raise NotImplementedError(units)


def _cluster_maps(text: str) -> tuple[_Map, _Map]:
    from tui.text.graphemes import cluster_starts

    edges = [*cluster_starts(text), len(text)]
    last = len(edges) - 1

    def to_unit(offset: int) -> int:
        return bisect_right(edges, offset) - 1 if offset <= len(text) else last + offset - len(text)

    def to_offset(count: int) -> int:
        return edges[count] if count <= last else len(text) + count - last

    return to_unit, to_offset
