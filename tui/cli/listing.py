"""`hashiya list`: the index."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable

from tui.annotations.model import DocumentRow
from tui.cli.opening import annotator_name, open_config, open_store
from tui.cli.output import visual_lines, write_json
from tui.text.graphemes import cell_len
from tui.text.line import fit

PAGE = 500


def run(options: argparse.Namespace) -> int:
    """Print id, title, length, status and annotations per label of every document."""
    settings = open_config(options).settings
    with open_store(options) as store, visual_lines(settings) as write:
        annotator = annotator_name(options, settings, store)
        after: str | None = None
        while rows := store.document_page(annotator, after=after, limit=PAGE, everyone=True):
            after = rows[-1].id
            if options.json:
                for row in rows:
                    write_json(
                        {"id": row.id, "title": row.title, "length": row.length,
                         "status": row.status, "annotations": dict(row.counts)}
                    )  # fmt: skip
            else:
                _table(rows, write)
    return 0


def _table(rows: list[DocumentRow], write: Callable[[str], None]) -> None:
    """Columns of fixed width: an id that is too long is cut only on a terminal."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else 160
    id_width = max(cell_len(fit(row.id, 200).strip()) for row in rows)
    id_width = min(id_width, width // 3)
    title_width = max(width - id_width - 40, 16)
    for row in rows:
        counts = " ".join(f"{label}:{count}" for label, count in row.counts.items())
        line = "  ".join(
            (
                fit(row.id, id_width, align="left"),
                fit(row.title, title_width),
                f"{row.length:>9,}",
                f"{row.status:7}",
                counts,
            )
        )
        write(line.rstrip())
