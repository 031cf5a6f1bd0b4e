"""Visual order on a terminal: handed over as this terminal needs it, with colours if wanted."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import groupby

from rich.console import Console
from rich.style import Style
from rich.text import Text

from tui.annotations.schema import LabelSchema
from tui.config import Settings
from tui.session.notes import Notes
from tui.text.bidi import Direction
from tui.text.layout import DocumentLayout, LayoutOptions, Row
from tui.ui.look import Look
from tui.ui.terminal import Bidi, Encoder, Marks, Profile, detect_to_print
from tui.ui.terminal.probe import is_terminal


@contextmanager
def visual_output(settings: Settings) -> Iterator[Encoder]:
    """While it is open, stdout's terminal leaves visual order alone, or gets it armoured."""
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
    from tui.cli.output import safe

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


class Painter:
    """Writes rows with the annotations on them."""

    def __init__(self, encoder: Encoder, schema: LabelSchema) -> None:
        self._encoder = encoder
        self._console = Console(highlight=False, soft_wrap=True, file=sys.stdout)
        colour = self._console.color_system is not None
        self._look = Look(schema, {}, dark=True, colour=colour)

    def write(self, row: Row, notes: Notes) -> None:
        """Write one row."""
        here = notes.overlapping(row.start, max(row.end, row.start + 1))

        def style(offset: int) -> Style:
            labels = [note.label for note in here if note.start <= offset < note.end]
            return self._look.cell(labels)

        line = Text(" " * row.indent)
        for cell_style, group in groupby(row.cells, key=lambda cell: style(cell.style_offset)):
            line.append("".join(cell.text for cell in group), cell_style)
        line.rstrip()
        with self._console.capture() as capture:
            self._console.print(line, end="")
        sys.stdout.write(self._encoder.encode(capture.get()) + "\n")
