"""`hashiya merge`: merge other people's databases into this one."""

from __future__ import annotations

import argparse
import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from tui.cli.environment import database_path, refuse_database_file
from tui.cli.output import notify, printable, report_progress, write_json, write_line
from tui.errors import UsageError
from tui.session.messages import plural
from tui.store.database import Store
from tui.store.replication.merging import MergeReport
from tui.store.replication.other_database import OtherDatabase, other_database


def run(options: argparse.Namespace) -> int:
    """Merge the databases one after the other, each whole or not at all."""
    for name in options.databases:
        refuse_database_file(options, name)
    with contextlib.ExitStack() as stack:
        # All of them are opened before the first is merged.
        others = [stack.enter_context(other_database(Path(name))) for name in options.databases]
        names = dict(options.rename)
        renamings = [_applicable_names(other, names) for other in others]
        _refuse_unknown(names, renamings)
        store = stack.enter_context(_open_target(options))
        for other, renaming in zip(others, renamings, strict=True):
            doing = f"merging {printable(other.path.name)}"
            with report_progress(doing, "rows", other.row_count()) as advance:
                report = store.merge(other, renaming, advance)
            if options.json:
                write_json(as_json(report, dry_run=options.dry_run))
            else:
                _write_report(report)
    if options.dry_run:
        notify("nothing was changed")
    return 0


@contextlib.contextmanager
def _open_target(options: argparse.Namespace) -> Iterator[Store]:
    """Open the database; for a dry run, a copy of it."""
    path = database_path(options)
    with contextlib.ExitStack() as stack:
        if options.dry_run:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="hashiya-"))
            copy = Path(folder) / path.name
            if path.exists():
                with other_database(path) as present, Store.open(present.file) as store:
                    store.backup(copy)
            path = copy
        yield stack.enter_context(Store.open(path))


def _applicable_names(other: OtherDatabase, names: Mapping[str, str]) -> dict[str, str]:
    """Return the new names of annotators of this database."""
    known = other.annotators() if names else set()
    return {old: new for old, new in names.items() if old in known}


def _refuse_unknown(names: Mapping[str, str], found: list[dict[str, str]]) -> None:
    for old in names:
        if not any(old in renaming for renaming in found):
            raise UsageError(f"--rename: no annotator {old!r} in any of these databases")


def as_json(report: MergeReport, *, dry_run: bool) -> dict[str, object]:
    """Return the report as one JSON object."""
    return {
        "database": str(report.path),
        "dry_run": dry_run,
        **{table: asdict(counts) for table, counts in report.rows.items()},
        "texts": report.texts,
        "versions": report.versions,
        "renamed_documents": [
            {"old": one.old, "new": one.new, "was_here": one.was_here} for one in report.renamed
        ],
        "own_ids": report.own_ids,
        "waiting": report.waiting,
        "hanging_links": report.hanging,
        "renamed_annotators": report.names,
    }


def _write_report(report: MergeReport) -> None:
    name = printable(str(report.path))
    for table, counts in report.rows.items():
        said = [
            f"{number:,} {word}"
            for word, number in (
                ("added", counts.added),
                ("updated", counts.updated),
                ("older", counts.older),
                ("unchanged", counts.unchanged),
            )
            if number
        ]
        if said:
            write_line(f"{name}: {table}: {', '.join(said)}")
    if report.versions:
        kept = f"{plural('row', report.versions)} kept in versions"
        write_line(f"{name}: {report.versions:,} older {kept}")
    _print_notes(name, report)


def _print_notes(name: str, report: MergeReport) -> None:
    for renamed in report.renamed:
        whose = "document here" if renamed.was_here else "document there"
        notify(f"{name}: another text has the id {renamed.old}; the {whose} is {renamed.new} now")
    for old, new in report.names.items():
        notify(f"{name}: annotator {old} is {new} here")
    if report.own_ids:
        rows = plural("row", report.own_ids)
        notify(
            f"{name}: {report.own_ids:,} {rows} with another annotator's id got ids of their own"
        )
    for document_id in report.waiting:
        notify(f"{name}: annotations of {document_id} wait to be placed in its newer text")
    if report.hanging:
        links = plural("link", report.hanging)
        notify(f"{name}: {report.hanging:,} {links} not shown, because an end was deleted")
