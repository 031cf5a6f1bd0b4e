"""`hashiya stats`: counts over the whole database."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tui import __version__
from tui.cli.environment import open_config, open_store
from tui.cli.output import printable, visual_line_writer, write_json, write_line
from tui.session.messages import plural
from tui.store.database import Store
from tui.store.database_stats import Stats
from tui.store.maker_stats import NO_SCORE, MakerStats, Verdicts
from tui.team.agreement_results import agreement, without_gamma
from tui.team.methods_paragraph import Corpus, methods_paragraph
from tui.team.read_layers import gather
from tui.text.layout import isolated, tight


def run(options: argparse.Namespace) -> int:
    """Print documents, progress, and annotations by label, annotator, attribute and day."""
    with open_store(options) as store:
        stats = store.stats()
        if options.methods:
            write_line(printable(_methods_paragraph(store, stats)))
            return 0
    if options.json:
        write_json(asdict(stats))
        return 0
    with visual_line_writer(open_config(options).settings) as write:
        for line in _lines(stats):
            write(line)
    return 0


def _methods_paragraph(store: Store, stats: Stats) -> str:
    """Return the paragraph on methods; adjudicators do not count as annotators."""
    decisions = Counter(
        one.adjudicator
        for info in store.documents.all()
        for one in store.comments.decisions(info.id)
    )
    annotators = [name for name in stats.annotators if name not in decisions]
    labels: Counter[str] = Counter()
    for name in annotators:
        labels.update(stats.annotators[name])
    gathered = gather(store.annotated_documents(), annotators)
    compared = any(len(document.layers) > 1 for document in gathered.documents)
    result = agreement(gathered.documents, gathered.annotators, without_gamma) if compared else None
    corpus = Corpus(
        __version__,
        stats.documents,
        stats.length,
        annotators,
        dict(labels.most_common()),
        decisions,
    )
    return methods_paragraph(corpus, result)


def _lines(stats: Stats) -> Iterator[str]:
    width = None if sys.stdout.isatty() else 10_000  # cut nothing for a pipe
    console = Console(highlight=False, markup=False, soft_wrap=True, width=width)
    with console.capture() as capture:  # rich would exit on a broken pipe
        _print(console, stats)
    yield from capture.get().removesuffix("\n").split("\n")


def _print(console: Console, stats: Stats) -> None:
    documents = f"{stats.documents:,} {plural('document', stats.documents)}"
    console.print(f"{documents}, {stats.length:,} {plural('character', stats.length)}")
    if stats.changed:
        console.print(f"{stats.changed:,} whose source holds another text than was annotated")
    tables = [
        _table("progress", {f"{isolated(who)}: {status}": count
                            for who, by in stats.progress.items()
                            for status, count in by.items()}),
        _table("annotations by status", stats.statuses),
        _table("by label", stats.labels),
        _table("by annotator", {f"{isolated(who)}: {isolated(label)}": count
                                for who, by in stats.annotators.items()
                                for label, count in by.items()}),
        _table("by attribute", {f"{isolated(label)} {isolated(name)}: {isolated(value)}": count
                                for label, names in stats.attributes.items()
                                for name, values in names.items()
                                for value, count in values.items()}),
        _table("links", stats.links),
        _table("comments", stats.comments),
        _table("review", stats.reviews),
        _table("by day", stats.days),
        _makers_table(stats.makers),
    ]  # fmt: skip
    for table in tables:
        if table is not None:
            console.print()
            console.print(table)


def _table(title: str, counts: Mapping[str, int]) -> Table | None:
    if not counts:
        return None
    table = Table(title=title, title_justify="left", box=None, show_header=False, padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    for name, count in counts.items():
        table.add_row(Text(_name(name)), Text(f"{count:,}"))
    return table


def _makers_table(makers: Mapping[str, MakerStats]) -> Table | None:
    """Return the outcomes of suggestions: a row per maker, then one per tenth of the score."""
    if not makers:
        return None
    table = Table(title="suggestions by maker", title_justify="left", box=None, padding=(0, 2))
    table.add_column()
    for column in ("accepted", "changed", "rejected", "waiting", "precision"):
        table.add_column(column, justify="right")
    for name, maker in makers.items():
        _add_verdicts(table, _name(isolated(name)), maker.total)
        for tenth, verdicts in maker.by_score.items():
            said = "no score" if tenth == NO_SCORE else f"score {tenth}"
            _add_verdicts(table, f"  {said}", verdicts)
    return table


def _add_verdicts(table: Table, name: str, counted: Verdicts) -> None:
    numbers = (counted.accepted, counted.changed, counted.rejected, counted.waiting)
    precision = "–" if counted.precision is None else f"{counted.precision:.2f}"
    table.add_row(Text(name), *(Text(f"{number:,}") for number in numbers), Text(precision))


def _name(name: str) -> str:
    """Return the name in visual order for a terminal, in logical order for a pipe."""
    return tight(name, 200) if sys.stdout.isatty() else printable(name)
