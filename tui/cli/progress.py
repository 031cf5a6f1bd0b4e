"""A bar on stderr for work that takes longer than a second, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

Item = TypeVar("Item")
Share: TypeAlias = Callable[[], tuple[int, int]]
"""How much is done and how much there is, in any unit; of nothing known the second is 0."""

SHOW_AFTER, EVERY = 1.0, 0.1
"""Seconds until it shows, and between two looks at it."""


class Count(Protocol):
    """Passes items on and counts them."""

    def __call__(self, items: Iterable[Item], /) -> Iterator[Item]:
        """The items as they come."""


@contextmanager
def counting(doing: str, noun: str, share: Share | None = None) -> Iterator[Count]:
    """Give a function that passes items on and shows how many have gone by, and how far that is.

    It may be called again: then it counts from the beginning.
    """
    if not sys.stderr.isatty():
        yield iter
        return
    meter = Meter(doing, noun, share or (lambda: (0, 0)))
    try:
        yield meter.count
    finally:
        meter.close()


class Meter:
    """Counts items and paints a bar once that takes long."""

    def __init__(self, doing: str, noun: str, share: Share) -> None:
        self._doing = doing
        self._noun = noun
        self._share = share
        self._began = self._last = time.monotonic()
        self._bar: Progress | None = None

    def count(self, items: Iterable[Item], /) -> Iterator[Item]:
        """The items as they come."""
        for number, item in enumerate(items, 1):
            now = time.monotonic()
            if now - self._began > SHOW_AFTER and now - self._last > EVERY:
                self._last = now
                self.show(number)
            yield item

    def show(self, number: int) -> None:
        """Paint the bar as it is after so many items."""
        if self._bar is None:
            self._bar = _bar(self._doing)
            self._bar.start()
        done, total = self._share()
        (task,) = self._bar.task_ids
        counted = f"{number:,} {self._noun}"
        self._bar.update(task, completed=done, total=total or None, counted=counted)
        self._bar.refresh()

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.stop()


def _bar(doing: str) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[counted]}", markup=False),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
    )
    bar.add_task(doing, total=None, counted="")
    return bar
