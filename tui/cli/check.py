"""`hashiya check`: verify the database; it never writes."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from tui.cli.environment import database_path, open_store
from tui.cli.output import say, write_json, write_line
from tui.errors import StoreError


def run(options: argparse.Namespace) -> int:
    """Print what is not in order; 1 when something is wrong (a warning is not)."""
    if not database_path(options).exists():
        raise StoreError(f"{database_path(options)}: there is no database here")
    with open_store(options, read_only=True) as store:
        findings = store.check()
        if options.content:
            findings += store.check_content()
    wrong = [finding for finding in findings if finding.severity == "error"]
    for finding in findings:
        if options.json:
            write_json(asdict(finding))
        else:
            where = f"{finding.where}: " if finding.where else ""
            say(f"{finding.severity}: {where}{finding.message}", sys.stdout)
    if not options.json and not wrong:
        write_line("in order" + (f"; {len(findings)} to look at" if findings else ""))
    return 1 if wrong else 0
