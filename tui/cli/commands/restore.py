"""`hashiya restore`: replace the database with a backup."""

from __future__ import annotations

import argparse
from pathlib import Path

from tui.cli.environment import database_path
from tui.cli.output import notify, printable, write_path
from tui.store.maintenance.backup import is_paused, restore


def run(options: argparse.Namespace) -> int:
    """Restore the backup, keep the present database next to it, and print its path."""
    path = database_path(options)
    kept = restore(Path(options.backup), path)
    if kept is not None:
        notify(f"{printable(str(path))}: restored; the database from before is now:")
        write_path(kept)
    if is_paused(path):
        notify(
            "synchronising is paused; `hashiya sync --keep hub` takes what the hub has of your "
            "work, `--keep local` what the backup has"
        )
    return 0
