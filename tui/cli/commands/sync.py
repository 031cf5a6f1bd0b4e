"""`hashiya sync`: exchange rows with the hub, once."""

from __future__ import annotations

import argparse

from tui.cli.environment import annotator_name, database_path, open_config
from tui.cli.output import notify, printable, write_line
from tui.errors import UsageError
from tui.hub.connection import hub_address
from tui.hub.exchange import SyncReport, sync
from tui.model import now
from tui.session.messages import plural
from tui.store.database import Store

LISTED = 20
"""The most rows, of those that lost to later ones, that are listed."""

NO_HUB = "no hub: name its address, set HASHIYA_HUB, or hub in a settings file"


def run(options: argparse.Namespace) -> int:
    """Exchange rows; return 1 if the database is not in step with the hub afterwards."""
    config = open_config(options)
    address = hub_address(config, options.url)
    if not address:
        raise UsageError(NO_HUB)
    with Store.open(database_path(options)) as store:
        annotator = annotator_name(options, config.settings, store)
        began = now()
        report = sync(store, address, annotator, keep=options.keep)
        kept = store.hub.kept_since(began) if report.conflicts else []
    _write_report(report)
    for kind, row_id, document_id in kept[:LISTED]:
        where = f" in {printable(document_id)}" if document_id else ""
        notify(f"  {kind} {printable(row_id)}{where}")
    if len(kept) > LISTED:
        notify(f"  … and {len(kept) - LISTED:,} more; the table `versions` has all")
    return 1 if report.pending else 0


def _write_report(report: SyncReport) -> None:
    write_line(f"{report.sent:,} sent, {report.received:,} received")
    if report.is_new_copy:
        notify("this database is a copy of another one; from now on each is synchronised by itself")
    for number, noun, rest in (
        (report.conflicts, "older row", "kept in versions"),
        (report.refused, "row", "that the hub does not accept from you"),
        (report.waiting, "row", "waiting for others"),
        (report.unreadable, "row", "of the hub that cannot be read, left out"),
        (report.restamped, "row", "ahead of the hub's clock, set to its time"),
        (report.pending, "row", "still to send"),
    ):
        if number:
            notify(f"{number:,} {plural(noun, number)} {rest}")
