"""Natural order: numbers in names are compared as numbers, so that 2 comes before 10."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d+")

_LONGEST = 999
"""Digits of a number that are compared; the names of two longer ones are compared further."""


def natural_key(name: str) -> str:
    """Return the key that sorts names in natural order: numbers by value, everything else by code
    point.

    Each number becomes its length and its digits without leading zeros, in ASCII also for other
    digits. Names that differ only in these have the same key: sort them by themselves next.
    """
    return _NUMBER.sub(_sort_key_of_number, name)


def _sort_key_of_number(number: re.Match[str]) -> str:
    digits = str(int(number[0][:_LONGEST]))
    return f"{len(digits):03}{digits}"
