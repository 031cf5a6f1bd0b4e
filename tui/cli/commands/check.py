"""`hashiya check`: verify the database; only `--repair` writes."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from tui.cli.environment import database_path, open_store
from tui.cli.output import notify, write_json, write_line
from tui.errors import StoreError
from tui.store.maintenance.checks import check_content, check_database


def run(options: argparse.Namespace) -> int:
    """Print what is wrong; return 1 if there are errors (warnings do not count)."""
    path = database_path(options)
    if not path.exists():
        raise StoreError(f"{path}: there is no database here")
    if options.repair:
        with open_store(options, read_only=False) as store:
            notify(f"the search index was rebuilt; a copy from before: {store.repair()}")
    problems = check_database(path)
    if options.content:
        problems += check_content(path)
    wrong = [problem for problem in problems if problem.severity == "error"]
    for problem in problems:
        if options.json:
            write_json(asdict(problem))
        else:
            where = f"{problem.where}: " if problem.where else ""
            notify(f"{problem.severity}: {where}{problem.message}", sys.stdout)
    if not options.json and not wrong:
        write_line("in order" + (f"; {len(problems)} to look at" if problems else ""))
    return 1 if wrong else 0
