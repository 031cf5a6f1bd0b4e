"""`hashiya show`: the rows that the article pane paints."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from tui.annotations.model import Annotation
from tui.annotations.schema import LabelSchema
from tui.cli.opening import annotator_name, open_config, open_schema, open_store
from tui.config import Settings
from tui.session.directions import direction_of
from tui.session.notes import Notes
from tui.text.bidi import Direction
from tui.text.layout import DocumentLayout, LayoutOptions, Row


def run(options: argparse.Namespace) -> int:
    """Print the rows of a document, coloured on a terminal, plain to a pipe."""
    config = open_config(options)
    settings = config.settings
    with open_store(options) as store:
        info = store.find_document(options.document)
        text = store.text(info.text_sha256)
        notes = Notes(store.annotations(info.id))
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


def rows(layout: DocumentLayout, notes: Notes) -> Iterator[Row]:
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
    from tui.cli.output import safe

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
    schema: LabelSchema, settings: Settings, layout: DocumentLayout, notes: Notes
) -> None:
    from tui.cli.painting import Painter, visual_output

    with visual_output(settings) as encoder:
        painter = Painter(encoder, schema)
        for row in rows(layout, notes):
            painter.write(row, notes)
