"""`hashiya tour`: six steps on a sample article, in a database that is removed afterwards."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from tui.cli.commands import read
from tui.cli.environment import given_annotator, open_config
from tui.cli.output import notify
from tui.config import Settings
from tui.errors import SettingsError
from tui.formats.shared.atomic_output import STDOUT, open_out, pour
from tui.session.tour_steps import ARTICLE_ID, Tour, article
from tui.store.annotation_queries import AnnotationFilter
from tui.store.database import Store
from tui.ui.protocols import Reader

ANNOTATOR = "you"

_NEXT = (
    "Your own documents next:",
    "  hashiya FOLDER               opens them; ? shows the keys, ctrl+p all commands",
    "  hashiya export out.jsonl     writes what you tag there",
    "  hashiya man                  is the manual",
)


def run(options: argparse.Namespace) -> int:
    """Open the reader on the article, then print what was tagged and what to do next."""
    settings = _terminal_settings(options)
    with TemporaryDirectory(prefix="hashiya-tour-") as folder:
        database = Path(folder) / "annotations.db"
        with Store.open(database) as store:
            store.add_documents([article()])
        options.annotator = given_annotator(options, Settings()) or ANNOTATOR
        options.db, options.schema = str(database), None
        options.bidi, options.marks = settings.bidi, settings.marks
        status = read.open_reader(
            options, first_document=ARTICLE_ID, opening=begin_tour, standalone=True
        )
        if status == 0:
            _print_tagged(database)
    return status


def begin_tour(reader: Reader) -> None:
    """Show the first step, and the next one whenever one is done."""
    reader.follow(Tour(reader.session))


def _terminal_settings(options: argparse.Namespace) -> Settings:
    """Return the settings of the user's database, for how text is sent to the terminal."""
    try:
        return open_config(options).settings
    except SettingsError:
        return Settings()  # faults in them are no reason not to begin


def _print_tagged(database: Path) -> None:
    with (
        Store.open(database, create=False, read_only=True) as store,
        open_out(STDOUT, force=False) as sink,
    ):
        lines = [*store.jsonl_lines(AnnotationFilter(statuses=("accepted",)))]
        pour(lines, sink)
    if lines:
        notify("Above is what you tagged, one annotation a line; the tour's database is gone.")
    for line in _NEXT:
        notify(line)
