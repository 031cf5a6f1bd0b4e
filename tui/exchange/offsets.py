"""Offsets in the unit that a format counts in, mapped once a document by `tui.text.units`."""

from collections.abc import Callable
from functools import cached_property

from tui.exchange.options import Unit
from tui.text.units import Units

_Map = Callable[[int], int]


class OffsetMap:
    """Maps between code points of one text and another unit.

    Past the end of the text, where only other versions of it have offsets, units go on one by one.
    """

    def __init__(self, text: str, unit: Unit) -> None:
        self._length = len(text)
        plain = unit is Unit.CODEPOINT or (unit is not Unit.GRAPHEME and text.isascii())
        self._to_unit, self._from_unit = (_same, _same) if plain else _maps(Units(text), unit)

    def from_span(self, start: int, end: int) -> tuple[int, int]:
        """The code-point span in the unit; counted in clusters it takes in those that it cuts."""
        while not self._is_edge(start):
            start -= 1
        while not self._is_edge(end):
            end += 1
        return self._to_unit(start), self._to_unit(end)

    def fits(self, start: int, end: int) -> bool:
        """Whether the span begins and ends where units do."""
        return self._is_edge(start) and self._is_edge(end)

    def to_offset(self, count: int) -> int:
        """The code-point offset of a count of units.

        Raises ValueError: it is negative, or inside a code point; the rest of a sentence.
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


def _same(offset: int) -> int:
    return offset


def _maps(units: Units, unit: Unit) -> tuple[_Map, _Map]:
    """The maps from and to code points."""
    match unit:
        case Unit.UTF16:
            return units.to_utf16, units.from_utf16
        case Unit.BYTE:
            return units.to_byte, units.from_byte
        case Unit.GRAPHEME:
            return units.to_grapheme, units.from_grapheme
    return _same, _same
