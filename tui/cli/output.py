"""The output of the command line: data, messages, progress, and text in visual order.

Nothing here passes on a control sequence from the data. On a terminal text is written in visual
order as that terminal needs it, and a progress bar appears on stderr for work that takes longer
than a second.
"""

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
from tui.terminal import Encoder, Escaping, Profile, detect_to_print
from tui.terminal.probe import is_terminal
from tui.text.layout import DocumentLayout, LayoutOptions, flat
from tui.text.unicode import ZWJ, ZWNJ, Direction, cluster_starts, escaped_json, sanitized

if TYPE_CHECKING:
    from pathlib import Path

    from rich.progress import Progress

Item = TypeVar("Item")


Share: TypeAlias = Callable[[], tuple[int, int]]
"""Returns how much is done and how much there is, in any unit; the second is 0 if not known."""


SHOW_AFTER, UPDATE_EVERY = 1.0, 0.1
"""Seconds until the bar appears, and between two updates."""


class Count(Protocol):
    """A function that passes items on and counts them."""

    def __call__(self, items: Iterable[Item], /) -> Iterator[Item]:
        """Yield the items."""


@contextmanager
def count_progress(doing: str, noun: str, share: Share | None = None) -> Iterator[Count]:
    """Yield a function that passes items on, counts them and shows the progress.

    A further call counts from the beginning again.
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
def report_progress(doing: str, noun: str, total: int) -> Iterator[Callable[[int], object]]:
    """Yield a function to call with numbers of finished items; it shows the progress."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    meter = Meter(doing, noun, lambda: (meter.done, total))
    try:
        yield meter.advance
    finally:
        meter.close()


class Meter:
    """Counts items and shows a bar once the work takes long."""

    def __init__(self, doing: str, noun: str, share: Share) -> None:
        self._doing = doing
        self._noun = noun
        self._share = share
        self._began = self._last = time.monotonic()
        self._bar: Progress | None = None
        self.done = 0
        """Items that `advance` has counted."""

    def advance(self, number: int) -> None:
        """Count more finished items."""
        self.done += number
        self._show_if_due(self.done)

    def count(self, items: Iterable[Item], /) -> Iterator[Item]:
        """Yield the items and count them."""
        for number, item in enumerate(items, 1):
            self._show_if_due(number)
            yield item

    def _show_if_due(self, number: int) -> None:
        now = time.monotonic()
        if now - self._began > SHOW_AFTER and now - self._last > UPDATE_EVERY:
            self._last = now
            self.show(number)

    def show(self, number: int) -> None:
        """Show the bar after this many items."""
        if self._bar is None:
            self._bar = _bar(self._doing)
            self._bar.start()
        done, total = self._share()
        (task,) = self._bar.task_ids
        counted = f"{number:,} {self._noun}"
        self._bar.update(task, completed=done, total=total or None, counted=counted)
        self._bar.refresh()

    def close(self) -> None:
        """Remove the bar from the screen."""
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


def printable(text: str) -> str:
    """Return the text in logical order, on one line, with control characters made visible.

    Unlike in a painted row, joiners at the ends of clusters are kept: the program that shows the
    text joins the letters, and an id without them would be another id.
    """
    if text.isascii() and text.isprintable():
        return text  # as most ids and figures are
    text = flat(text)
    edges = pairwise([*cluster_starts(text), len(text)])
    return "".join(_printable_cluster(text[start:end]) for start, end in edges)


def _printable_cluster(cluster: str) -> str:
    joiners = cluster[len(cluster.rstrip(ZWNJ + ZWJ)) :]
    return sanitized(cluster) + joiners


def notify(message: str, stream: TextIO | None = None) -> None:
    """Print a message for a person, on stderr or another stream.

    On a terminal it is in visual order; other programs get it in logical order.
    """
    message, stream = flat(message), stream or sys.stderr
    if stream.isatty() and any(map(_runs_rtl, message)):
        for row in visual_rows(message):
            print(row, file=stream)
    else:
        print(printable(message), file=stream)


def _runs_rtl(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL", "AN")


def write_line(line: str) -> None:
    """Write a line of data to stdout."""
    sys.stdout.write(line + "\n")


def write_path(path: Path) -> None:
    """Write a path to stdout: its own bytes for other programs, made visible on a terminal."""
    write_line(printable(str(path)) if sys.stdout.isatty() else str(path))


@contextmanager
def visual_line_writer(settings: Settings) -> Iterator[Callable[[str], None]]:
    """Yield a function that writes lines in visual order, as the terminal needs them."""
    if not sys.stdout.isatty():
        yield write_line
        return

    with visual_encoder(settings) as encoder:
        yield lambda line: write_line(encoder.encode(line))


def write_fields(*fields: object) -> None:
    """Write a line for other programs: tab-separated fields, each in logical order."""
    write_line("\t".join(printable(str(field)) for field in fields))


def write_json(value: Mapping[str, object]) -> None:
    """Write one JSON object as a line, with as few escapes as possible."""
    line = json.dumps(value, ensure_ascii=False)
    if sys.stdout.isatty():
        line = escaped_json(line)
    write_line(line)


@contextmanager
def visual_encoder(settings: Settings, *, in_pager: bool = False) -> Iterator[Encoder]:
    """Yield an encoder for visual order; inside the block the terminal does not reorder, if it can
    be told not to.

    A pager passes on only colours; a terminal that needs other sequences gets marks instead.
    """
    profile = detect_to_print(settings.bidi, settings.marks)
    if in_pager and profile.escaping is Escaping.OSC66:
        profile = profile._replace(escaping=Escaping.LRM)
    sys.stdout.write(profile.enter)
    sys.stdout.flush()
    try:
        yield Encoder(profile, no_color=bool(os.environ.get("NO_COLOR")))
    finally:
        sys.stdout.write(profile.leave)
        sys.stdout.flush()


def visual_rows(message: str) -> Iterator[str]:
    """Yield a message as rows of the terminal's width, encoded for the terminal.

    If stdin or stdout is not a terminal, its needs are unknown: the message is in logical order.
    """

    if not is_terminal():
        yield printable(message)
        return
    profile = _message_profile()
    encoder = Encoder(profile, no_color=bool(os.environ.get("NO_COLOR")))
    options = LayoutOptions(max(shutil.get_terminal_size().columns, 20), Direction.LTR)
    layout = DocumentLayout(message, options)
    layout.settle()
    for index in range(layout.row_count):
        yield profile.enter + encoder.encode(layout.row(index).text()) + profile.leave


@cache
def _message_profile() -> Profile:
    """Return the terminal's profile. It is asked once, as a command may print many messages."""
    return detect_to_print()
