"""`hashiya list`: list the documents."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable

from tui.cli.environment import annotator_name, open_config, open_store
from tui.cli.output import visual_line_writer, write_fields, write_json
from tui.model import DocumentRow
from tui.text.layout import fit, tight
from tui.text.unicode import cell_len

PAGE = 500
"""Documents that are read at once."""


def run(options: argparse.Namespace) -> int:
    """Print id, title, length, status and annotations per label of every document."""
    settings = open_config(options).settings
    terminal = sys.stdout.isatty() and not options.json
    with open_store(options) as store, visual_line_writer(settings) as write:
        annotator = annotator_name(options, settings, store)
        rowids = store.listing.ids(annotator)
        for start in range(0, len(rowids), PAGE):
            rows = store.listing.rows(rowids[start : start + PAGE], annotator, everyone=True)
            if terminal:
                _table(rows, write)
            for row in () if terminal else rows:
                (_write_json if options.json else _write_fields)(row)
    return 0


def _write_json(row: DocumentRow) -> None:
    write_json(
        {
            "id": row.id,
            "title": row.title,
            "length": row.length,
            "status": row.status,
            "annotations": dict(row.counts),
            **({"review": row.review} if row.review else {}),
        }
    )


def _write_fields(row: DocumentRow) -> None:
    write_fields(row.id, row.title, row.length, row.status, _counts(row))


def _counts(row: DocumentRow) -> str:
    return " ".join(f"{label}:{count}" for label, count in row.counts.items())


def _table(rows: list[DocumentRow], write: Callable[[str], None]) -> None:
    """Write columns of fixed width, in visual order; longer values are cut."""
    width = shutil.get_terminal_size().columns
    id_width = max(cell_len(tight(row.id, 200)) for row in rows)
    id_width = min(id_width, width // 3)
    title_width = max(width - id_width - 40, 16)
    for row in rows:
        line = "  ".join(
            (
                fit(row.id, id_width, align="left"),
                fit(row.title, title_width),
                f"{row.length:>9,}",
                f"{row.status:7}",
                " ".join(f"{tight(label, 20)}:{count}" for label, count in row.counts.items()),
            )
        )
        write(line.rstrip())
