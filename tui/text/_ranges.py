"""Sets of characters written as text, as the generated tables of this package hold them."""

from collections.abc import Iterator


def characters(ranges: str) -> Iterator[str]:
    """The characters of ``ranges``: code points and spans of them, such as ``41 61-7A``."""
    for item in ranges.split():
        first, _, last = item.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))
