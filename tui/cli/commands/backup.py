"""`hashiya backup`: a consistent copy of the database."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from tui.cli.environment import database_path, open_store
from tui.cli.output import printable, write_line, write_path
from tui.store.maintenance.backup import daily_copies


def run(options: argparse.Namespace) -> int:
    """Copy the database, even while a reader is open, and print the path; or list the copies."""
    path = database_path(options)
    if options.list:
        for copy in daily_copies(path):
            write_line(f"{printable(str(copy.path))}  {copy.day}  {copy.size:,} bytes")
        return 0
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d-%H%M%S")
    out = Path(options.out) if options.out else path.with_name(f"{path.stem}-{stamp}.db")
    with open_store(options, read_only=True) as store:
        store.backup(out)
    write_path(out)
    return 0
