"""`hashiya show`: the rows that the article pane paints."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.style import Style
from rich.text import Text

from tui.cli.environment import annotator_name, open_config, open_schema, open_store
from tui.cli.output import safe, visual_output
from tui.config import Settings
from tui.model import Annotation
from tui.schema import LabelSchema
from tui.session.annotation_index import AnnotationIndex
from tui.session.open_text import direction_of
from tui.terminal import Encoder
from tui.text.layout import DocumentLayout, LayoutOptions, Row
from tui.text.unicode import Direction
from tui.ui.styles import ThemeStyles


class Painter:
    """Writes rows with the annotations on them."""

    def __init__(self, encoder: Encoder, schema: LabelSchema) -> None:
        self._encoder = encoder
        self._console = Console(highlight=False, soft_wrap=True, file=sys.stdout)
        colour = self._console.color_system is not None
        self._theme = ThemeStyles(schema, {}, dark=True, colour=colour)

    def write(self, row: Row, notes: AnnotationIndex) -> None:
        """Write one row."""
        here = notes.overlapping(row.start, max(row.end, row.start + 1))

        def style(offset: int) -> Style:
            kinds = [self._theme.kind(note) for note in here if note.start <= offset < note.end]
            return self._theme.cell(kinds)

        line = Text(" " * row.indent)
        for cell_style, group in groupby(row.cells, key=lambda cell: style(cell.style_offset)):
            line.append("".join(cell.text for cell in group), cell_style)
        line.rstrip()
        with self._console.capture() as capture:
            self._console.print(line, end="")
        sys.stdout.write(self._encoder.encode(capture.get()) + "\n")


def run(options: argparse.Namespace) -> int:
    """Print the rows of a document, coloured on a terminal, plain to a pipe."""
    config = open_config(options)
    settings = config.settings
    with open_store(options) as store:
        info = store.documents.find(options.document)
        text = store.documents.text(info.text_sha256)
        notes = AnnotationIndex(store.annotations.in_document(info.id))
        annotator = annotator_name(options, settings, store)
        direction = direction_of(store, info.id, annotator, Direction(settings.direction))
    layout = DocumentLayout(
        text,
        LayoutOptions(
            width=options.width,
            direction=direction,
            marks=settings.show_marks,
            controls=settings.show_controls,
        ),
    )
    if options.order == "logical":
        _logical(text, layout)
    elif sys.stdout.isatty():
        _coloured(open_schema(options, config), settings, layout, notes)
    else:
        for row in rows(layout, notes):
            sys.stdout.write(row.text() + "\n")
    return 0


def rows(layout: DocumentLayout, notes: AnnotationIndex) -> Iterator[Row]:
    """All rows, a lam-alef split where an annotation begins or ends inside it."""
    index = 0
    while index < layout.row_count:
        row = layout.row(index)
        splits = _bounds(row, notes.overlapping(row.start, row.end))
        yield layout.row(index, splits) if splits else row
        index += 1


def _bounds(row: Row, notes: list[Annotation]) -> list[int]:
    bounds = {bound for note in notes for bound in (note.start, note.end)}
    return [bound for bound in bounds if row.start < bound < row.end]


def _logical(text: str, layout: DocumentLayout) -> None:
    """Each row's slice of the stored text, byte for byte, whatever is in it.

    To a terminal the same is written with its control characters made visible.
    """
    index, terminal = 0, sys.stdout.isatty()
    while index < layout.row_count:
        row = layout.row(index)
        piece = text[row.start : row.end]
        if terminal:
            sys.stdout.write(safe(piece) + "\n")
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(piece.encode() + b"\n")
        index += 1


def _coloured(
    schema: LabelSchema, settings: Settings, layout: DocumentLayout, notes: AnnotationIndex
) -> None:
    with visual_output(settings) as encoder:
        painter = Painter(encoder, schema)
        for row in rows(layout, notes):
            painter.write(row, notes)
