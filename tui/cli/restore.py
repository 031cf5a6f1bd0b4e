"""`hashiya restore`: put a backup in the place of the database."""

from __future__ import annotations

import argparse
from pathlib import Path

from tui.cli.environment import database_path
from tui.cli.output import safe, say, write_path
from tui.store.backup import restore


def run(options: argparse.Namespace) -> int:
    """Restore the backup, keep the present database next to it, and print where that is."""
    path = database_path(options)
    kept = restore(Path(options.backup), path)
    if kept is not None:
        say(f"{safe(str(path))}: restored; what was there before is in the file named here:")
        write_path(kept)
    return 0
