"""A counter on stderr for work that takes longer than a second, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

Item = TypeVar("Item")

SHOW_AFTER, EVERY = 1.0, 0.1


class Count(Protocol):
    """Passes items on and counts them."""

    def __call__(self, items: Iterable[Item], /) -> Iterator[Item]:
        """The items as they come."""


@contextmanager
def counting(doing: str, noun: str) -> Iterator[Count]:
    """Give a function that passes items on and shows how many have gone by."""
    shown = False

    def count(items: Iterable[Item]) -> Iterator[Item]:
        nonlocal shown
        if not sys.stderr.isatty():
            yield from items
            return
        began = last = time.monotonic()
        for number, item in enumerate(items, 1):
            now = time.monotonic()
            if now - began > SHOW_AFTER and now - last > EVERY:
                last, shown = now, True
                sys.stderr.write(f"\r{doing}: {number:,} {noun} ")
                sys.stderr.flush()
            yield item

    try:
        yield count
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
