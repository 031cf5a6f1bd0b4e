"""Visual order on a terminal: handed over as this terminal needs it, with colours if wanted.

What the command line prints: never a control sequence that came with the data.

A bar on stderr for work that takes longer than a second, on a terminal only."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, TextIO, TypeAlias, TypeVar

from tui.config import Settings
from tui.terminal import Bidi, Encoder, Marks, Profile, detect_to_print
from tui.terminal.probe import is_terminal
from tui.text.layout import DocumentLayout, LayoutOptions, flat
from tui.text.unicode import Direction

if TYPE_CHECKING:
    from pathlib import Path

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


@contextmanager
def advancing(doing: str, noun: str, total: int) -> Iterator[Callable[[int], object]]:
    """Give a function that is called with numbers of items done, and shows how far that is."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    meter = Meter(doing, noun, lambda: (meter.done, total))
    try:
        yield meter.advance
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
        self.done = 0
        """Items that `advance` was told of."""

    def advance(self, number: int) -> None:
        """Count more items that are done."""
        self.done += number
        self._show_now_and_then(self.done)

    def count(self, items: Iterable[Item], /) -> Iterator[Item]:
        """The items as they come."""
        for number, item in enumerate(items, 1):
            self._show_now_and_then(number)
            yield item

    def _show_now_and_then(self, number: int) -> None:
        now = time.monotonic()
        if now - self._began > SHOW_AFTER and now - self._last > EVERY:
            self._last = now
            self.show(number)

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


def safe(text: str) -> str:
    """The text in logical order with every control character made visible, as one line."""
    if text.isascii() and text.isprintable():
        return text  # as most ids and figures are
    from tui.text.unicode import cluster_starts, sanitized

    text = flat(text)
    edges = pairwise([*cluster_starts(text), len(text)])
    return "".join(sanitized(text[start:end]) for start, end in edges)


def say(message: str, stream: TextIO | None = None) -> None:
    """One line for the person, on stderr or another stream.

    On a terminal it stands as it reads; other programs get it in logical order.
    """
    message, stream = flat(message), stream or sys.stderr
    if stream.isatty() and any(map(_runs_rtl, message)):
        for row in visual_rows(message):
            print(row, file=stream)
    else:
        print(safe(message), file=stream)


def _runs_rtl(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL", "AN")


def write_line(line: str) -> None:
    """A line of data on stdout."""
    sys.stdout.write(line + "\n")


def write_path(path: Path) -> None:
    """A path on stdout: its own bytes for other programs, made visible on a terminal."""
    write_line(safe(str(path)) if sys.stdout.isatty() else str(path))


@contextmanager
def visual_lines(settings: Settings) -> Iterator[Callable[[str], None]]:
    """Give a function that writes lines of visual order, as the terminal at hand needs them."""
    if not sys.stdout.isatty():
        yield write_line
        return

    with visual_output(settings) as encoder:
        yield lambda line: write_line(encoder.encode(line))


def write_fields(*fields: object) -> None:
    """A line for other programs: fields parted by tabs, texts in logical order and on one line."""
    write_line("\t".join(safe(str(field)) for field in fields))


def write_json(value: Mapping[str, object]) -> None:
    """One JSON object a line, nothing escaped that need not be."""
    line = json.dumps(value, ensure_ascii=False)
    if sys.stdout.isatty():
        from tui.text.unicode import escaped_json

        line = escaped_json(line)
    write_line(line)


@contextmanager
def visual_output(settings: Settings) -> Iterator[Encoder]:
    """While it is open, stdout's terminal leaves visual order alone, or gets it escaped."""
    marks = None if settings.marks == "auto" else Marks(settings.marks)
    profile = detect_to_print(Bidi(settings.bidi), marks)
    sys.stdout.write(profile.enter)
    try:
        yield Encoder(profile, no_color=bool(os.environ.get("NO_COLOR")))
    finally:
        sys.stdout.write(profile.leave)
        sys.stdout.flush()


def visual_rows(message: str) -> Iterator[str]:
    """A message as rows of the terminal's width, as the terminal needs them.

    Where there is no terminal at both ends, nobody knows how it is to be spoken to: the message
    comes back in logical order.
    """

    if not is_terminal():
        yield safe(message)
        return
    profile = _profile_of_messages()
    encoder = Encoder(profile)
    options = LayoutOptions(max(shutil.get_terminal_size().columns, 20), Direction.LTR)
    layout = DocumentLayout(message, options)
    layout.settle(float("inf"))
    for index in range(layout.row_count):
        yield profile.enter + encoder.encode(layout.row(index).text()) + profile.leave


@cache
def _profile_of_messages() -> Profile:
    """The terminal's profile, asked for once: a command may have many lines to say."""
    return detect_to_print()
