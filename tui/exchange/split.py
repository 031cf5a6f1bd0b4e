"""Documents parted into training, development and test sets, by the hash of their text.

A document stays in its part as others are added, and equal texts are in the same one.
"""

from pathlib import Path

from tui.errors import UsageError

_NAMES = {2: ("train", "test"), 3: ("train", "dev", "test")}
_DIGITS = 16
"""Hexadecimal digits of a hash that are looked at."""


class Split:
    """So many hundredths, or other shares, for each part."""

    def __init__(self, shares: tuple[int, ...]) -> None:
        self._total = sum(shares)
        self._bounds = [sum(shares[: number + 1]) for number in range(len(shares))]
        self.names = _NAMES[len(shares)]
        """The parts' names, in order."""

    def part(self, sha256: str) -> str:
        """The part of a document whose text has this hash in hexadecimal."""
        place = int(sha256[:_DIGITS], 16) * self._total
        bounds = (bound * 16**_DIGITS for bound in self._bounds)
        return next(name for name, bound in zip(self.names, bounds, strict=True) if place < bound)


def parse_split(words: str) -> Split:
    """The split that `80/10/10` or `90/10` asks for.

    Raises UsageError: it is not two or three whole numbers that are not all 0.
    """
    parts = words.split("/")
    if len(parts) in _NAMES and all(one.isascii() and one.isdecimal() for one in parts):
        shares = tuple(map(int, parts))
        if sum(shares):
            return Split(shares)
    raise UsageError(f"{words!r} is not a split: two or three shares, as in 80/10/10")


def part_path(out: Path, name: str) -> Path:
    """The file or folder of one part, beside what `out` names."""
    return out.with_name(f"{out.stem}.{name}{out.suffix}")
