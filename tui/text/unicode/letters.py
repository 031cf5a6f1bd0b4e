"""Sets of characters written as text, as the generated tables of this package hold them."""

import re
from collections.abc import Iterable, Iterator


def characters(ranges: str) -> Iterator[str]:
    """The characters of `ranges`: code points and spans of them, such as `41 61-7A`."""
    for first, last in _spans(ranges):
        yield from map(chr, range(first, last + 1))


def pattern(ranges: str) -> str:
    """The same set as the inside of a regular expression's `[…]`."""
    return _pattern(_spans(ranges))


def pattern_of(chars: Iterable[str]) -> str:
    """At least these characters as the inside of `[…]`.

    Few spans are compiled fast, so gaps of up to eight code points are in it too.
    """
    spans: list[tuple[int, int]] = []
    for code in sorted(map(ord, chars)):
        if spans and code - spans[-1][1] <= 9:
            spans[-1] = spans[-1][0], code
        else:
            spans.append((code, code))
    return _pattern(spans)


def _pattern(spans: Iterable[tuple[int, int]]) -> str:
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in spans)


def _spans(ranges: str) -> Iterator[tuple[int, int]]:
    for item in ranges.split():
        first, _, last = item.partition("-")
        yield int(first, 16), int(last or first, 16)
