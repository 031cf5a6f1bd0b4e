"""`hashiya agreement`: measure how far annotators agree."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tui.cli.environment import (
    open_config,
    open_schema,
    open_store,
    refuse_database_file,
    unknown_labels,
)
from tui.cli.output import (
    count_progress,
    notify,
    printable,
    report_progress,
    visual_line_writer,
    write_json,
)
from tui.errors import HashiyaError
from tui.formats.shared.atomic_output import open_out
from tui.session.messages import plural
from tui.team.agreement_results import (
    FIGURES,
    Agreement,
    Group,
    agreement,
    as_json,
)
from tui.team.gamma import Gamma
from tui.team.html_report import TITLES, Details, details_of, figure_text, interval_text, page
from tui.team.read_layers import Gathered, gather
from tui.text.layout import tight

SHOWN_DOCUMENTS = 10
"""Documents in the table of those with the least agreement; the HTML page has all."""


def run(options: argparse.Namespace) -> int:
    """Print every measure for all, by label, attribute and link type, or write them as a page."""
    if options.html:
        refuse_database_file(options, options.html)
    with open_store(options) as store:
        ids = [store.documents.find(name).id for name in options.documents]
        with count_progress("comparing", "documents") as count:
            gathered = gather(
                count(store.annotated_documents(ids)),
                options.annotators,
                options.labels,
                touched=options.all,
            )
        unknown: list[str] = []
        if options.labels:
            schema = open_schema(options, open_config(options))
            unknown += unknown_labels(store, schema, options.labels)
    _require_comparable(gathered, options)
    with (
        report_progress("computing γ", "documents", _gammas(gathered)) as computed,
        Gamma(options.seed, computed=computed) as gamma,
    ):
        result = agreement(gathered.documents, gathered.annotators, gamma)
    for line in unknown:
        notify(line)
    if gathered.outdated:
        outdated = f"{gathered.outdated:,} {plural('annotation', gathered.outdated)}"
        notify(f"left out: {outdated} of an earlier text; open the document to place them")
    if options.json:
        write_json(as_json(result))
    if options.html:
        _write_page(
            options.html, result, details_of(gathered.documents, result), force=options.force
        )
    if not options.json and not options.html:
        with visual_line_writer(open_config(options).settings) as write:
            for line in _lines(result, details_of(gathered.documents, result)):
                write(line)
    return 0


def _gammas(gathered: Gathered) -> int:
    """Return how many γ may be computed: per document, for each label and pair and for all."""
    total = 0
    for document in gathered.documents:
        people = len(document.layers)
        pairs = people * (people - 1) // 2 if people > 2 else 0
        total += (1 + pairs) * (1 + len(document.labels))
    return total


def _require_comparable(gathered: Gathered, options: argparse.Namespace) -> None:
    """Raise HashiyaError if there is nothing to compare."""
    missing = [name for name in options.annotators if name not in gathered.annotators]
    finished = "touched" if options.all else "finished"
    if missing:
        hint = "" if options.all else "; --all counts what they touched"
        raise HashiyaError(f"{missing[0]} has {finished} none of these documents{hint}")
    if not any(len(document.layers) > 1 for document in gathered.documents):
        hint = "" if options.all else " (d in the reader; --all counts what they touched)"
        raise HashiyaError(f"no document was {finished} by two annotators{hint}")


def _write_page(out: str, result: Agreement, details: Details, *, force: bool) -> None:
    with open_out(out, force=force) as stream:
        stream.write(page(result, details).encode())


# --------------------------------------------------------------------- on a terminal


def _lines(result: Agreement, details: Details) -> Iterator[str]:
    width = None if sys.stdout.isatty() else 10_000  # nothing is cut for a pipe
    console = Console(highlight=False, markup=False, soft_wrap=True, width=width)
    with console.capture() as capture:  # rich would end the program where a pipe is broken
        _print(console, result, details)
    yield from capture.get().removesuffix("\n").split("\n")


def _print(console: Console, result: Agreement, details: Details) -> None:
    names = ", ".join(_name(name) for name in result.annotators)
    counted = f"{result.documents:,} {plural('document', result.documents)}"
    console.print(f"{names}: {counted} that at least two of them finished")
    _table(console, "", {"all": result.all, **result.labels})
    for label, groups in result.attributes.items():
        _table(console, f"attributes of {label}, on equal spans", groups)
    _table(console, "links", result.links)
    if len(result.annotators) > 2:
        pairs = {
            f"{first}, {second}": result.all.pairs[first, second]
            for first, second in combinations(result.annotators, 2)
        }
        _table(console, "pairs", pairs)
    _reasons(console, result)
    _documents(console, details)


def _table(console: Console, title: str, groups: Mapping[str, Group]) -> None:
    if not groups:
        return
    console.print()
    table = Table(title=title or None, title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column()
    for key in FIGURES:
        table.add_column(TITLES[key], justify="right")
    for name, group in groups.items():
        cells = []
        for key in FIGURES:
            figure = group.figures[key]
            cells.append(Text(f"{figure_text(figure)} {_bracketed(interval_text(figure))}".strip()))
        table.add_row(Text(_name(name)), *cells)
    console.print(table)


def _bracketed(interval: str) -> str:
    return f"({interval})" if interval else ""


def _reasons(console: Console, result: Agreement) -> None:
    """Print why figures are missing, each reason once."""
    reasons = {
        f"{TITLES[key]}: {figure.reason}"
        for key, figure in result.all.figures.items()
        if figure.reason
    }
    if reasons:
        console.print()
    for reason in sorted(reasons):
        console.print(reason)


def _documents(console: Console, details: Details) -> None:
    scores: Sequence[tuple[str, str]] = [
        (_name(score.document_id), f"{score.f1:.2f}")
        for score in details.documents
        if score.f1 is not None and score.f1 < 1
    ]
    if scores:
        console.print()
        console.print("documents by exact F1, the lowest first")
    for name, value in scores[:SHOWN_DOCUMENTS]:
        console.print(f"  {value}  {name}")


def _name(name: str) -> str:
    """Return a name in visual order for a person, in logical order for other programs."""
    return tight(name, 200) if sys.stdout.isatty() else printable(name)
