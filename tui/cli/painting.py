"""Visual order on a terminal: handed over as this terminal needs it, with colours if wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby

from rich.console import Console
from rich.style import Style
from rich.text import Text

from tui.annotations.schema import LabelSchema
from tui.config import Settings
from tui.session.notes import Notes
from tui.text.layout import Row
from tui.ui.look import Look
from tui.ui.terminal import Bidi, Encoder, Marks, detect_to_print


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
