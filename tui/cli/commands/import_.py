"""`hashiya import`: read annotations, and their documents, from files."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tui.choices import Unit
from tui.cli.environment import (
    annotator_name,
    database_path,
    open_config,
    open_schema,
    refuse_database_file,
)
from tui.cli.output import count_progress, notify, printable, write_line
from tui.errors import Conflict, ExchangeError, HashiyaError, UsageError
from tui.formats.registry import ImportRun, format_named
from tui.formats.shared.exchange_options import ImportOptions
from tui.formats.shared.label_usage import label_infos
from tui.formats.shared.parsed import ImportReport, NewLabel
from tui.formats.shared.refusals import refused_row, write_refused
from tui.model import KnownDocuments, now
from tui.session.messages import plural
from tui.store.database import Store
from tui.store.importing import WouldChange

if TYPE_CHECKING:
    from tui.schema import LabelSchema
    from tui.store.importing import LoadedRow, LoadReport

_LINES = 20
"""A message lists at most this many line numbers."""

STATUS: Mapping[str, Literal["suggested"] | None] = {
    "annotation": None,
    "suggestion": "suggested",
}


def run(options: argparse.Namespace) -> int:
    """Import files, each whole or not at all; return 1 if a file, or a part of one, was refused."""
    if options.format and format_named(options.format).read is None:
        raise UsageError(f"{options.format} can only be written")
    config = open_config(options)
    schema = open_schema(options, config)
    path = database_path(options)
    if not path.exists() and not any(map(os.path.lexists, options.files)):
        # No database is made for files that are not there.
        raise ExchangeError("there is no such file or folder", file=options.files[0])
    failed = False
    with Store.open(path) as store:
        annotator = annotator_name(options, config.settings, store)
        for name in options.files:
            try:
                refuse_database_file(options, name)
                is_whole = _import_file(store, Path(name), options, schema, annotator)
                failed = failed or not is_whole
            except HashiyaError as error:
                failed = True
                for line in str(error).split("\n"):
                    notify(line)
    return 1 if failed else 0


def _import_file(
    store: Store,
    path: Path,
    options: argparse.Namespace,
    schema: LabelSchema,
    annotator: str,
) -> bool:
    """Import a file; return whether everything was stored in its place.

    It is tried first, up to the first change: the database keeps its bytes if there is none, as
    where the file was imported before.
    """
    try:
        with store.trial():
            done = _load(store, path, options, schema, annotator, until_change=True)
    except WouldChange:
        with store.writing():
            done = _load(store, path, options, schema, annotator)
    report, stored, left_out = done
    _print_counts(path, report, stored)
    _print_report(path, report)
    _print_refused(path, report, left_out)
    return not (report.refused or report.orphaned_lines)


def _load(
    store: Store,
    path: Path,
    options: argparse.Namespace,
    schema: LabelSchema,
    annotator: str,
    *,
    until_change: bool = False,
) -> tuple[ImportReport, LoadReport, Path]:
    """Write what the file has inside the caller's transaction.

    Returns what was read, what was stored, and the file with what was refused.
    """
    importer = store.importer()
    document = store.documents.find(options.document).id if options.document else ""
    asked = replace(_import_options(importer, options, schema, annotator), document=document)
    reading = ImportRun(path, asked, options.format)
    source = reading.report.source
    bar = count_progress(
        f"reading {printable(path.name)}", "documents", lambda: (source.position, reading.size)
    )

    def refuse(row: LoadedRow, reason: str) -> None:
        error = ExchangeError(reason, file=str(path), line=importer.line)
        reading.report.refused.append(refused_row(error, row))

    with bar as count:
        try:
            report = importer.load(
                count(reading), refuse if options.lenient else None, until_change=until_change
            )
        except Conflict as error:
            raise ExchangeError(str(error), file=str(path), line=importer.line) from error
        unknown = reading.report.new_labels
        if unknown and not options.new_labels:
            raise _unknown_labels(path, unknown)
        left_out = Path()
        if reading.report.refused:
            # Before the commit: if they cannot be written, the import fails instead of losing them.
            left_out = write_refused(path, reading.report.refused)
    return reading.report, report, left_out


def _print_counts(path: Path, said: ImportReport, stored: LoadReport) -> None:
    left = stored.unchanged + stored.kept
    write_line(
        f"{printable(str(path))}: {said.documents:,} {plural('document', said.documents)}, "
        f"{stored.added:,} {plural('row', stored.added)} added, {stored.updated:,} updated, "
        f"{left:,} left as {'it was' if left == 1 else 'they were'}"
    )


def _print_refused(path: Path, report: ImportReport, left_out: Path) -> None:
    if report.orphaned_lines:
        number = len(report.orphaned_lines)
        lines = _line_list(report.orphaned_lines)
        notify(
            f"{path}: {number:,} {plural('annotation', number)} without a certain place: orphaned, "
            f"in {lines}"
        )
    for one in report.refused:
        where = one.file or path
        notify(f"refused: {where}{'' if one.line is None else f':{one.line}'}: {one.reason}")
    if report.refused:
        number = len(report.refused)
        what = "it is" if number == 1 else f"all {number:,} are"
        notify(f"{what} in {left_out}, which can be corrected and imported")


def _line_list(lines: Sequence[int]) -> str:
    """Return line numbers as text; only the first of many."""
    shown = sorted(set(lines))
    names = ", ".join(map(str, shown[:_LINES]))
    return f"{plural('line', len(shown))} {names}{' …' if len(shown) > _LINES else ''}"


def _unknown_labels(path: Path, unknown: Mapping[str, NewLabel]) -> ExchangeError:
    first, *others = unknown.items()
    names = ", ".join([repr(first[0]), *(f"{name!r} (line {new.line})" for name, new in others)])
    message = f"the schema has no label {names}; --new-labels accepts them"
    line = None if path.is_dir() else first[1].line  # in a folder it may be any file's
    return ExchangeError(message, file=str(path), line=line)


def _import_options(
    known: KnownDocuments,
    options: argparse.Namespace,
    schema: LabelSchema,
    annotator: str,
) -> ImportOptions:
    return ImportOptions(
        now=now(),
        annotator=annotator,
        known=known,
        labels=label_infos(schema),
        unit=Unit(options.offset_unit) if options.offset_unit else None,
        status=STATUS[options.kind],
        text_field=options.text_field,
        replace_surrogates=options.replace_surrogates,
        lenient=options.lenient,
        new_labels=options.new_labels,
    )


def _print_report(path: Path, report: ImportReport) -> None:
    for name, new in report.new_labels.items():
        times = f"{new.count} {plural('time', new.count)}"
        notify(f"{path}: new label {name!r}, {times}, first in line {new.line}")
    if report.moved:
        found = f"{plural('annotation', report.moved)} {'was' if report.moved == 1 else 'were'}"
        lines = ", ".join(map(str, report.moved_lines))
        where = f"in {plural('line', len(report.moved_lines))} {lines}"
        notify(f"{path}: {report.moved} {found} found at another place, {where}")
    for kind, number in report.warnings.items():
        numbers = report.warning_lines.get(kind)
        notify(f"{path}: {number} × {kind}{f', in {_line_list(numbers)}' if numbers else ''}")
