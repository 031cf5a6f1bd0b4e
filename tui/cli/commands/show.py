"""`hashiya show`: print the rows that the article pane paints."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import groupby
from typing import TextIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

from tui.cli.environment import annotator_name, open_config, open_schema, open_store
from tui.cli.output import printable, visual_encoder
from tui.cli.pager import pager
from tui.config.parsing import with_choices
from tui.model import Annotation
from tui.schema import LabelSchema
from tui.session.annotation_index import AnnotationIndex, shown_to
from tui.session.open_text import direction_of
from tui.session.outline import Outline
from tui.terminal import Encoder
from tui.text.layout import DocumentLayout, LayoutOptions, Row
from tui.text.unicode import Direction
from tui.ui.styles import ThemeStyles


class Painter:
    """Writes rows in the colours of their annotations and of Markdown's parts."""

    def __init__(
        self, encoder: Encoder, schema: LabelSchema, outline: Outline, out: TextIO
    ) -> None:
        self._encoder = encoder
        self._out = out
        self._markdown = outline.markdown
        self._console = Console(highlight=False, soft_wrap=True, file=sys.stdout)
        colour = self._console.color_system is not None
        self._theme = ThemeStyles(schema, {}, dark=True, colour=colour)

    def write(self, row: Row, annotations: AnnotationIndex) -> None:
        """Write one row."""
        end = max(row.end, row.start + 1)
        here = annotations.overlapping(row.start, end)
        markup = self._markdown.within(row.start, end) if self._markdown else ()

        def style(offset: int) -> Style:
            kinds = [
                self._theme.kind(one)
                for one in here
                if any(start <= offset < end for start, end in one.stretches)
            ]
            of_markup = (run.kinds for run in markup if run.start <= offset < run.end)
            return self._theme.markup(next(of_markup, frozenset())) + self._theme.cell(kinds)

        line = Text(" " * row.indent)
        for cell_style, group in groupby(row.cells, key=lambda cell: style(cell.style_offset)):
            line.append("".join(cell.text for cell in group), cell_style)
        line.rstrip()
        with self._console.capture() as capture:
            self._console.print(line, end="")
        self._out.write(self._encoder.encode(capture.get()) + "\n")


def run(options: argparse.Namespace) -> int:
    """Print the rows of a document, coloured on a terminal, plain to a pipe."""
    config = open_config(options)
    with open_store(options) as store:
        info = store.documents.find(options.document)
        text = store.documents.text(info.text_sha256)
        annotator = annotator_name(options, config.settings, store)
        settings = with_choices(config.settings, store.choices.by_annotator(annotator))
        found = store.annotations.in_document(info.id)
        annotations = AnnotationIndex(found if settings.show_others else shown_to(annotator, found))
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
    if options.order == "visual" and sys.stdout.isatty():
        schema = open_schema(options, config)
        # The pager ends first: until then the terminal may not reorder.
        with (
            visual_encoder(settings, in_pager=options.pager) as encoder,
            pager(wanted=options.pager) as out,
        ):
            painter = Painter(encoder, schema, Outline(info, text), out)
            for row in rows(layout, annotations):
                painter.write(row, annotations)
        return 0
    with pager(wanted=options.pager) as out:
        if options.order == "logical":
            _write_logical(text, layout, out)
        else:
            for row in rows(layout, annotations):
                out.write(row.text() + "\n")
    return 0


def rows(layout: DocumentLayout, annotations: AnnotationIndex) -> Iterator[Row]:
    """Yield all rows; a lam-alef is split if an annotation begins or ends inside it."""
    number = 0
    while number < layout.row_count:
        row = layout.row(number)
        splits = _bounds_inside(row, annotations.overlapping(row.start, row.end))
        yield layout.row(number, splits) if splits else row
        number += 1


def _bounds_inside(row: Row, annotations: list[Annotation]) -> list[int]:
    bounds = {bound for one in annotations for stretch in one.stretches for bound in stretch}
    return [bound for bound in bounds if row.start < bound < row.end]


def _write_logical(text: str, layout: DocumentLayout, out: TextIO) -> None:
    """Write each row's slice of the stored text, byte for byte.

    On a terminal its control characters are made visible.
    """
    index, terminal = 0, sys.stdout.isatty()
    while index < layout.row_count:
        row = layout.row(index)
        piece = text[row.start : row.end]
        if terminal:
            out.write(printable(piece) + "\n")
        else:
            out.flush()
            out.buffer.write(piece.encode() + b"\n")
        index += 1
